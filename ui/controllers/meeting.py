"""Between one meeting's page and the desk: its agenda, its people, and meeting mode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.meetingrecords import Attendee, Presence, State
from mktdesk.casework.meetings import Meeting
from mktdesk.desk import attendance
from mktdesk.desk.meetingbooks import OpenMeeting, OwnMeeting
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from ui.asking import Asking
from ui.controllers import meetingjobs
from ui.controllers.meetingjobs import MeetingAct, MeetingState
from ui.controllers.roomendjobs import left_by_end
from ui.controllers.roomsettling import Settling
from ui.dialogs.agenda import CasesDialog, ItemDialog, ReadyCase
from ui.dialogs.room import PersonDialog
from ui.dialogs.roomends import SureDialog
from ui.page import Screen
from ui.pages.meeting import AgendaLine, MeetingPage
from ui.pages.roompeople import PeoplePage
from ui.worker import Progress, Worker


class MeetingController(QObject):
    """One meeting at a time.

    show_screen: (Screen). room_wanted: (OpenMeeting) it begins, or goes on. papers_wanted,
    minutes_wanted, actions_wanted, history_wanted, conflicts_wanted: (OpenMeeting), which stays
    open here. reference_wanted, take_wanted: (public). changed: the list of meetings may differ.
    follow: (Ticket, words). failed.
    """

    show_screen = Signal(object)
    room_wanted = Signal(object)
    papers_wanted = Signal(object)
    minutes_wanted = Signal(object)
    actions_wanted = Signal(object)
    history_wanted = Signal(object)
    conflicts_wanted = Signal(object)
    reference_wanted = Signal(str)
    take_wanted = Signal(str)
    changed = Signal()
    follow = Signal(object, str)
    failed = Signal(object)

    def __init__(self, worker: Worker, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._state: MeetingState | None = None
        self._page: MeetingPage | None = None
        self._people: PeoplePage | None = None
        self._dialog: Asking | None = None
        self._said = ""
        self._going_on = False  # from before a lock: straight into meeting mode
        self._settling = Settling(worker, self._settle_job, self)
        self._settling.failed.connect(self._not_done)

    # what the composition root uses

    def start(self, planned: Meeting | OwnMeeting) -> None:
        """Open the book of a meeting of the calendar; it is made where nobody has made it.

        One that no calendar has is always made.
        """
        self.close()
        job = partial(meetingjobs.start, self._session, planned)
        self._worker.submit(job, self._opened, self._not_done)

    def open(self, public: str, *, going_on: bool = False) -> None:
        """Open a meeting by its public reference; going_on: into meeting mode, if it is held."""
        self.close()
        self._going_on = going_on
        job = partial(meetingjobs.open_one, self._session, public)
        self._worker.submit(job, self._opened, self._not_done)

    def back(self, meeting: OpenMeeting) -> None:
        """From meeting mode: the meeting's page again."""
        job = partial(meetingjobs.act, meeting, _nothing)
        self._worker.submit(job, self._opened, self._not_done)

    def close(self) -> None:
        """Somebody goes elsewhere: the meeting's book is closed. Nothing if none is open."""
        state, self._state = self._state, None
        if state is not None:
            job = partial(meetingjobs.close, state.meeting)
            self._worker.submit(job, self._closed, self._not_done)

    @property
    def public(self) -> str:
        """The public reference of the open meeting, or nothing."""
        return self._state.meeting.public if self._state is not None else ""

    def screens(self) -> tuple[Screen | None, ...]:
        """Its own pages: while one of them is shown the meeting stays open."""
        return self._there(), self._people_there()

    # opening and closing

    def _opened(self, state: MeetingState) -> None:
        self._state = state
        going_on, self._going_on = self._going_on, False
        if going_on and meetingjobs.shown(state).held and not state.table.read_only:
            self._to_room()
            return
        page = MeetingPage(meetingjobs.shown(state))
        page.cases_wanted.connect(self._find_cases)
        page.item_wanted.connect(self._ask_item)
        page.change_wanted.connect(self._ask_change)
        page.remove_wanted.connect(self._remove)
        page.move_wanted.connect(self._move)
        page.people_wanted.connect(self._show_people)
        page.begin_wanted.connect(self._begin)
        page.end_wanted.connect(self._ask_end)
        page.reference_wanted.connect(self._reference)
        page.papers_wanted.connect(self._papers)
        page.minutes_wanted.connect(self._minutes)
        page.actions_wanted.connect(self._actions)
        page.history_wanted.connect(self._history)
        page.conflicts_wanted.connect(self._conflicts)
        page.take_wanted.connect(self._take)
        self._page = page
        self.show_screen.emit(page)
        self._look_for_lacks()

    def _settle_job(self) -> Callable[[Progress], None] | None:
        state = self._state
        return partial(meetingjobs.settle, state.meeting) if state is not None else None

    def _closed(self, _: None) -> None:
        self.changed.emit()

    def _look_for_lacks(self) -> None:
        state = self._state
        if state is not None and state.table.items and not state.table.facts.ended_at:
            job = partial(meetingjobs.lacking, state)
            ticket = self._worker.submit(job, self._lacks_known, self._not_done)
            self.follow.emit(ticket, "Looking at what each case lacks")

    def _lacks_known(self, state: MeetingState) -> None:
        if self._state is not None and self._state.meeting is state.meeting:
            self._show(state)

    # the agenda

    def _find_cases(self) -> None:
        if self._state is not None:
            job = partial(meetingjobs.ready_cases, self._state.meeting)
            self._worker.submit(job, self._ask_cases, self._not_done)

    def _ask_cases(self, found: tuple[ReadyCase, ...]) -> None:
        if (page := self._there()) is not None:
            dialog = CasesDialog(found, page)
            dialog.given.connect(self._add_cases)
            self._open(dialog)

    def _add_cases(self, chosen: tuple[ReadyCase, ...]) -> None:
        self._act(partial(meetingjobs.add_cases, chosen), "On the agenda", look=True)

    def _ask_item(self) -> None:
        if (page := self._there()) is not None:
            dialog = ItemDialog(parent=page)
            dialog.given.connect(self._add_item)
            self._open(dialog)

    def _add_item(self, title: str, minutes: int, presenter: str) -> None:
        self._act(partial(meetingjobs.add_item, title, minutes, presenter), "Item added")

    def _ask_change(self, line: AgendaLine) -> None:
        page, state = self._there(), self._state
        open_still = state is not None and not meetingjobs.shown(state).over
        if page is not None and open_still:
            dialog = ItemDialog(line.item, page)
            dialog.given.connect(partial(self._change, line.item.id))
            self._open(dialog)

    def _change(self, item: str, title: str, minutes: int, presenter: str) -> None:
        act = partial(meetingjobs.change_item, item, title, minutes, presenter)
        self._act(act, "Item changed")

    def _move(self, item: str, place: int) -> None:
        self._act(partial(meetingjobs.move_item, item, place), "Moved")

    def _remove(self, line: AgendaLine) -> None:
        self._act(partial(meetingjobs.remove_item, line.item.id), "Taken off the agenda")

    # people

    def _show_people(self) -> None:
        state = self._state
        if state is None:
            return
        page = PeoplePage(state.table.attendees, state.table.there.quorum.words)
        page.presence_wanted.connect(self._mark)
        page.all_present_wanted.connect(self._all_present)
        page.deputy_wanted.connect(self._ask_deputy)
        page.guest_wanted.connect(self._ask_guest)
        page.change_wanted.connect(self._ask_person_change)
        page.remove_wanted.connect(self._remove_person)
        page.back_wanted.connect(self._from_people)
        self._people = page
        self.show_screen.emit(page)

    def _from_people(self) -> None:
        if self._state is not None:
            self._opened(self._state)

    def _mark(self, member: str, presence: Presence) -> None:
        self._act(partial(_marked, member, presence), "")

    def _all_present(self) -> None:
        self._act(attendance.everybody_came, "")

    def _ask_deputy(self, one: Attendee) -> None:
        self._ask_person(partial(_deputised, one.id), person=one, deputy=True)

    def _ask_guest(self) -> None:
        self._ask_person(_added, capacity="member")

    def _ask_person_change(self, one: Attendee) -> None:
        self._ask_person(_changed, person=one)

    def _ask_person(
        self,
        act: Callable[[Attendee, OpenMeeting], None],
        *,
        person: Attendee | None = None,
        deputy: bool = False,
        capacity: str = "",
    ) -> None:
        if (page := self._people_there()) is not None:
            dialog = PersonDialog(page, person=person, deputy=deputy, capacity=capacity)
            dialog.given.connect(partial(self._person_given, act))
            self._open(dialog)

    def _person_given(self, act: Callable[[Attendee, OpenMeeting], None], who: Attendee) -> None:
        self._act(partial(act, who), "")

    def _remove_person(self, one: Attendee) -> None:
        self._act(partial(_removed, one.id), "")

    # the meeting

    def _begin(self) -> None:
        """A meeting that begins on another day than its own is asked about, once."""
        state, page = self._state, self._there()
        if state is None or page is None:
            return
        words = meetingjobs.other_day(state)
        if not words:
            self._to_room()
            return
        dialog = SureDialog("Begin the meeting", (words,), "Begin the meeting today", page)
        dialog.given.connect(self._to_room)
        self._open(dialog)

    def _to_room(self) -> None:
        if (dialog := self._asking()) is not None:
            dialog.accept()
        state = self._state
        if state is not None:
            self._state = None  # meeting mode has it now
            self.room_wanted.emit(state.meeting)

    def _ask_end(self) -> None:
        state, page = self._state, self._there()
        if state is not None and page is not None:
            lines = left_by_end(state.table) or ("Every item has come to its end.",)
            dialog = SureDialog("End the meeting", lines, "End the meeting", page)
            dialog.given.connect(self._end)
            self._open(dialog)

    def _end(self) -> None:
        self._act(meetingjobs.end, "The meeting has ended. Its minutes can be drafted.")

    def _papers(self) -> None:
        if self._state is not None:
            self.papers_wanted.emit(self._state.meeting)

    def _actions(self) -> None:
        if self._state is not None:
            self.actions_wanted.emit(self._state.meeting)

    def _minutes(self) -> None:
        if self._state is not None:
            self.minutes_wanted.emit(self._state.meeting)

    def _history(self) -> None:
        if self._state is not None:
            self.history_wanted.emit(self._state.meeting)

    def _conflicts(self) -> None:
        if self._state is not None:
            self.conflicts_wanted.emit(self._state.meeting)

    def _take(self) -> None:
        self.take_wanted.emit(self.public)

    def _reference(self) -> None:
        self.reference_wanted.emit(self.public)

    # doing

    def _act(self, action: MeetingAct, said: str, *, look: bool = False) -> None:
        if self._state is not None:
            self._said = said
            job = partial(meetingjobs.act, self._state.meeting, action)
            self._worker.submit(job, self._looked if look else self._acted, self._not_done)

    def _looked(self, state: MeetingState) -> None:
        self._acted(state)
        self._look_for_lacks()

    def _acted(self, state: MeetingState) -> None:
        dialog = self._asking()
        if dialog is not None and dialog.held:
            dialog.accept()
        known = self._state.missing if self._state is not None else {}
        self._show(replace(state, missing=known))
        self.changed.emit()

    def _show(self, state: MeetingState) -> None:
        self._state = state
        if (page := self._there()) is not None:
            page.show_meeting(meetingjobs.shown(state))
            if self._said:
                page.said(self._said)
                self._said = ""
        if (people := self._people_there()) is not None:
            people.show_people(state.table.attendees, state.table.there.quorum.words)

    def _not_done(self, error: DeskError) -> None:
        if (dialog := self._asking()) is not None:
            dialog.failed(error)
        elif (people := self._people_there()) is not None and people.isVisible():
            people.failed(error)
        elif (page := self._there()) is not None:
            page.failed(error)
        else:
            self.failed.emit(error)

    def _open(self, dialog: Asking) -> None:
        self._dialog = dialog
        dialog.open()

    def _asking(self) -> Asking | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> MeetingPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _people_there(self) -> PeoplePage | None:
        page = self._people
        return page if page is not None and shiboken6.isValid(page) else None


def _nothing(_meeting: OpenMeeting) -> None:
    """Only to look again."""


def _marked(member: str, presence: Presence, meeting: OpenMeeting) -> None:
    attendance.mark(meeting, member, presence)


def _deputised(member: str, who: Attendee, meeting: OpenMeeting) -> None:
    attendance.send_deputy(meeting, member, who.name, who.title, there=_begun(meeting))


def _added(who: Attendee, meeting: OpenMeeting) -> None:
    attendance.add_attendee(meeting, who)


def _changed(who: Attendee, meeting: OpenMeeting) -> None:
    attendance.change_attendee(meeting, who)


def _removed(member: str, meeting: OpenMeeting) -> None:
    attendance.remove_attendee(meeting, member)


def _begun(meeting: OpenMeeting) -> bool:
    return meeting.facts.state == State.HELD.value
