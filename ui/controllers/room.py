"""Meeting mode, between its page and the desk: every key is one change, kept before the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.sitting import seconds_spent, time_words
from mktdesk.desk.concluding import Reading
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.signing import Signature
from mktdesk.errors import DeskError, ReferenceNeeded
from mktdesk.forms.flow import Place
from ui.controllers import roomjobs
from ui.controllers.roomasks import RoomAsks
from ui.controllers.roomcase import RoomCase
from ui.controllers.roomjobs import MeetingAct, RoomState
from ui.controllers.roomprojector import RoomProjector
from ui.controllers.roomview import room_shown
from ui.page import Screen
from ui.pages.room import RoomPage
from ui.pages.roompeople import PeoplePage
from ui.pages.roomsign import RoomSignPage
from ui.roomkeys import Abstain, AllDecided, Command, Decide
from ui.worker import Worker

_ALL = "Everybody has decided. F7 records the panel's decision, F8 reads it back."


class RoomController(QObject):
    """One meeting that is going on.

    show_screen: (Screen) meeting mode. left: (OpenMeeting) back to the meeting's page.
    restricted: (public) an item's case opens only with its full reference, to be handed to
    `open_typed`. typed_done, typed_refused: what came of that. changed: lists may differ.
    """

    show_screen = Signal(object)
    left = Signal(object)
    restricted = Signal(str)
    typed_done = Signal()
    typed_refused = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._state: RoomState | None = None
        self._page: RoomPage | None = None
        self._case: RoomCase | None = None
        self._asks = RoomAsks(self)
        self._asks.act_wanted.connect(self._act)
        self._asks.draft_wanted.connect(self._draft_note)
        self._projector = RoomProjector(self)
        self._projector.act_wanted.connect(self._act)

    # what the composition root uses

    def begin(self, meeting: OpenMeeting, marking: str) -> None:
        """Begin the meeting, or go on with it. marking: of what the room sees."""
        self._projector.marking = marking
        self._worker.submit(partial(roomjobs.begin, meeting), self._begun, self._not_done)

    def open_typed(self, full: str) -> None:
        """The item's restricted case, with its full reference as typed."""
        state = self._state
        if state is not None and state.table.item is not None:
            job = partial(roomjobs.open_typed, state.meeting, state.table.item.id, full)
            self._worker.submit(job, self._typed, self._not_typed)

    def close(self) -> None:
        """Somebody goes elsewhere: the case on the table is closed, the item's clock stands."""
        state, self._state = self._state, None
        self._drop()
        if state is not None:
            job = partial(roomjobs.leave, state.meeting, state.case)
            self._worker.submit(job, self._left_behind, self._not_done)

    @property
    def public(self) -> str:
        """The public reference of the meeting that is going on, or nothing."""
        return self._state.meeting.public if self._state is not None else ""

    @property
    def page(self) -> RoomPage | None:
        """Meeting mode's page while it is there."""
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    # beginning and ending

    def _begun(self, state: RoomState) -> None:
        self._state = state
        page = RoomPage(room_shown(state, self._left, showing=False))
        page.command_given.connect(self._obey)
        page.reason_drafted.connect(self._reason_drafted)
        page.note_wanted.connect(partial(self._asking, self._asks.note))
        page.action_wanted.connect(partial(self._asking, self._asks.action))
        page.interest_wanted.connect(partial(self._asking, self._asks.interest))
        page.people_wanted.connect(partial(self._asking, self._asks.people))
        page.questions_wanted.connect(self._questions)
        page.sign_wanted.connect(self._read_back)
        page.room_wanted.connect(partial(self._asking, self._projector.choose))
        page.item_wanted.connect(self._go)
        page.left_wanted.connect(self._leave)
        self._page = page
        self._new_case(state)
        self.show_screen.emit(page)
        self._ask_reference(state)

    def _leave(self) -> None:
        state = self._state
        if (page := self.page) is not None and state is not None:
            page.flush()
            self._state = None
            self._drop()
            job = partial(roomjobs.leave, state.meeting, state.case)
            self._worker.submit(job, self._has_left, self._not_done)

    def _has_left(self, meeting: OpenMeeting) -> None:
        self.left.emit(meeting)

    def _left_behind(self, meeting: OpenMeeting) -> None:
        self._worker.submit(partial(roomjobs.close, meeting), self._closed, self._not_done)

    def _closed(self, _: None) -> None:
        self.changed.emit()

    def _drop(self) -> None:
        self._drop_case()
        self._projector.close()

    # items

    def _go(self, step: int) -> None:
        state, page = self._state, self.page
        if state is None or page is None or state.table.item is None:
            return
        items = state.table.items
        number = items.index(state.table.item) + step
        if 0 <= number < len(items):
            page.flush()
            self._drop_case()
            job = partial(roomjobs.take, state.meeting, state.case, items[number].id)
            self._worker.submit(job, self._taken, self._not_done)

    def _drop_case(self) -> None:
        if self._case is not None:
            self._case.stop()
            self._case.deleteLater()
            self._case = None

    def _taken(self, state: RoomState) -> None:
        self._new_case(state)
        self._show(state)
        self._ask_reference(state)

    def _typed(self, state: RoomState) -> None:
        self.typed_done.emit()
        self._new_case(state)
        self._show(state)

    def _not_typed(self, error: DeskError) -> None:
        self.typed_refused.emit(error)

    def _ask_reference(self, state: RoomState) -> None:
        if isinstance(state.trouble, ReferenceNeeded) and state.table.item is not None:
            self.restricted.emit(state.table.item.public)

    def _new_case(self, state: RoomState) -> None:
        self._drop_case()
        if state.case is not None and state.sheet is not None:
            made = RoomCase(self._worker, state.case, state.sheet.part.id, self)
            made.show_inner.connect(self._show_inner)
            made.check_wanted.connect(self._read_back)
            made.changed.connect(self._refresh)
            made.failed.connect(self._not_done)
            self._case = made

    # decisions

    def _obey(self, command: Command) -> None:
        state, page = self._state, self.page
        if state is None or page is None:
            return
        if isinstance(command, AllDecided):
            page.status.say(_ALL)
        elif (
            isinstance(command, Decide | Abstain)
            and state.case is not None
            and state.table.item is not None
        ):
            item = state.table.item.id
            job = partial(roomjobs.decide, state.meeting, state.case, item, command, state.brief)
            self._worker.submit(job, self._show, self._undecided)

    def _undecided(self, error: DeskError) -> None:
        """It was not kept: the screen goes back to what stands."""
        self._not_done(error)
        self._refresh()

    def _reason_drafted(self, member: str, text: str) -> None:
        state = self._state
        if state is None or state.case is None or state.sheet is None:
            return
        target = roomjobs.reason_target(state.sheet, member)
        if target is not None:
            job = partial(roomjobs.keep_reason, state.case, target, text)
            self._worker.submit(job, self._nothing, self._not_done)

    def _refresh(self) -> None:
        self._act(roomjobs.nothing)

    def _act(self, action: MeetingAct) -> None:
        state = self._state
        if state is not None:
            job = partial(roomjobs.act, state.meeting, state.case, state.brief, action)
            self._worker.submit(job, self._acted, self._not_done)

    def _acted(self, state: RoomState) -> None:
        self._asks.taken()
        self._show(state)

    def _show(self, state: RoomState) -> None:
        if self._state is None:
            return
        self._state = state
        page = self.page
        if page is None:
            return
        page.notice.clear()
        page.show_room(room_shown(state, self._left, showing=self._projector.is_open))
        if isinstance(page.inner, PeoplePage):
            page.inner.show_people(state.table.attendees, state.table.there.quorum.words)
        self._projector.show_state(state)

    def _left(self) -> tuple[str, bool]:
        state = self._state
        item = state.table.item if state is not None else None
        if state is None or item is None:
            return "", False
        spent = seconds_spent(item, state.meeting.session.clock.now())
        over = bool(item.minutes) and spent >= item.minutes * 60
        return time_words(item, spent), over

    # the decision

    def _questions(self) -> None:
        if self._case is not None:
            self._case.begin()

    def _show_inner(self, screen: Screen) -> None:
        if (page := self.page) is not None:
            page.show_inner(screen)

    def _read_back(self) -> None:
        state, page = self._state, self.page
        if state is None or state.case is None or state.table.item is None or page is None:
            return
        page.flush()
        job = partial(roomjobs.read_back, state.meeting, state.case, state.table.item.id)
        self._worker.submit(job, self._read, self._not_done)

    def _read(self, reading: Reading) -> None:
        if (page := self.page) is not None:
            made = RoomSignPage(reading.review, reading.blocks, reading.signer)
            made.sign_wanted.connect(partial(self._sign, reading))
            made.place_wanted.connect(self._to_place)
            page.show_inner(made)

    def _to_place(self, place: Place) -> None:
        if self._case is not None:
            self._case.show_place(place)

    def _sign(self, reading: Reading, signature: Signature, strokes: str, why: str) -> None:
        state = self._state
        if state is not None and state.case is not None:
            given = (signature, strokes, why)
            job = partial(roomjobs.sign, state.meeting, state.case, state.brief, reading, given)
            self._worker.submit(job, self._signed, self._not_done)

    def _signed(self, state: RoomState) -> None:
        self._show(state)
        if (page := self.page) is not None:
            page.show_table()
            page.status.say(f"{state.sheet.part.title} is signed" if state.sheet else "Signed")
        self.changed.emit()

    # in passing

    def _asking(self, ask: Callable[[RoomState, RoomPage], object]) -> None:
        state, page = self._state, self.page
        if state is not None and page is not None:
            ask(state, page)

    def _draft_note(self, item: str, text: str) -> None:
        if self._state is not None:
            job = partial(roomjobs.draft_note, self._state.meeting, item, text)
            self._worker.submit(job, self._nothing, self._not_done)

    # failures

    def _nothing(self, _: object) -> None:
        """It is kept."""

    def _not_done(self, error: DeskError) -> None:
        if self._asks.failed(error):
            return
        if (page := self.page) is not None:
            page.failed(error)
        else:
            self.failed.emit(error)
