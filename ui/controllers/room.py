"""Meeting mode, between its page and the desk: every key is one change, kept before the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.errors import DeskError, ReferenceNeeded
from mktdesk.forms.flow import Place
from ui.controllers import roomendjobs, roomjobs
from ui.controllers.roomasks import RoomAsks
from ui.controllers.roomendjobs import Signed
from ui.controllers.roomends import RoomEnds
from ui.controllers.roomjobs import MeetingAct, RoomState
from ui.controllers.roomparts import RoomParts
from ui.controllers.roomprojector import RoomProjector
from ui.controllers.roomsettling import Settling
from ui.controllers.roomview import facts_shown, room_shown, time_left
from ui.page import Screen
from ui.pages.room import RoomPage
from ui.pages.roomfacts import RoomFactsPage
from ui.pages.roompeople import PeoplePage
from ui.roomkeys import Abstain, AllDecided, Command, Decide
from ui.worker import Progress, Worker

_ALL = "Everybody has decided. F7 records the panel's decision, F8 reads it back."
_LAST = "That was the last item. Ctrl+E ends the meeting."


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
        self._given: OpenMeeting | None = None  # what is being begun
        self._state: RoomState | None = None
        self._page: RoomPage | None = None
        self._waiting = 0  # changes that are on their way; what stood before them is not shown
        self._moving = False  # another item is fetched
        self._done: tuple[str, Callable[[], object] | None] = ("", None)
        self._asks = RoomAsks(self)
        self._asks.act_wanted.connect(self._act)
        self._asks.draft_wanted.connect(self._draft_note)
        self._ends = RoomEnds(worker, self)
        self._ends.act_wanted.connect(self._act_and_say)
        self._ends.signed.connect(self._signed)
        self._ends.part_wanted.connect(self._to_part)
        self._ends.place_wanted.connect(self._to_place)
        self._ends.next_wanted.connect(self._go_on)
        self._ends.ended.connect(self._leave)
        self._ends.failed.connect(self._not_done)
        self._parts = RoomParts(worker, self)
        self._parts.show_inner.connect(self._show_inner)
        self._parts.filled.connect(self._part_filled)
        self._parts.changed.connect(self._refresh)
        self._parts.failed.connect(self._not_done)
        self._projector = RoomProjector(self)
        self._projector.act_wanted.connect(self._act)
        self._settling = Settling(worker, self._settle_job, self)
        self._settling.failed.connect(self._not_done)

    # what the composition root uses

    def begin(self, meeting: OpenMeeting, marking: str) -> None:
        """Begin the meeting, or go on with it. marking: of what the room sees."""
        self._projector.marking = marking
        self._given = meeting
        self._worker.submit(partial(roomjobs.begin, meeting), self._begun, self._not_begun)

    def open_typed(self, full: str) -> None:
        """The item's restricted case, with its full reference as typed."""
        state = self._state
        if state is not None and state.item is not None:
            job = partial(roomjobs.open_typed, state.meeting, state.item.id, full)
            self._worker.submit(job, self._typed, self._not_typed)

    def close(self) -> None:
        """Somebody goes elsewhere: the case on the table is closed, the item's clock stands."""
        state, self._state = self._state, None
        self._drop()
        if state is not None:
            job = partial(roomjobs.close, state.meeting, state.case)
            self._worker.submit(job, self._closed, self._not_done)

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
        self._state, self._waiting, self._moving = state, 0, False
        page = RoomPage(room_shown(state, self._left, showing=False))
        page.command_given.connect(self._obey)
        page.reason_drafted.connect(self._reason_drafted)
        for wanted, ask in (
            (page.note_wanted, self._asks.note),
            (page.words_left, self._asks.words_left),
            (page.action_wanted, self._asks.action),
            (page.interest_wanted, self._asks.interest),
            (page.people_wanted, self._asks.people),
            (page.room_wanted, self._projector.choose),
            (page.sign_wanted, self._end_item),
            (page.more_wanted, self._ends.ask_more),
            (page.end_wanted, self._ends.ask_end),
            (page.facts_wanted, self._show_facts),
        ):
            wanted.connect(partial(self._asking, ask))
        page.questions_wanted.connect(self._questions)
        page.pause_wanted.connect(self._pause)
        page.undo_wanted.connect(self._undo)
        page.item_wanted.connect(self._go)
        page.left_wanted.connect(self._leave)
        self._page = page
        self.show_screen.emit(page)
        self._ask_reference(state)

    def _not_begun(self, error: DeskError) -> None:
        given, self._given = self._given, None
        if given is not None:
            self.left.emit(given)
        self.failed.emit(error)

    def _leave(self) -> None:
        state = self._state
        if (page := self.page) is not None and state is not None and not self._moving:
            page.flush()
            self._state = None
            self._drop()
            job = partial(roomjobs.leave, state.meeting, state.case)
            self._worker.submit(job, self._has_left, self._not_done)

    def _has_left(self, meeting: OpenMeeting) -> None:
        self.left.emit(meeting)

    def _closed(self, _: None) -> None:
        self.changed.emit()

    def _drop(self) -> None:
        self._parts.drop()
        self._projector.close()

    # items

    def _go(self, step: int) -> None:
        state, page = self._state, self.page
        if state is None or page is None or state.item is None or self._moving:
            return
        items = state.table.items
        number = items.index(state.item) + step
        if 0 <= number < len(items):
            page.flush()
            self._moving = True
            page.hold()
            self._parts.drop()
            self._waiting += 1
            job = partial(roomjobs.take, state.meeting, state.case, items[number].id)
            self._worker.submit(job, self._taken, self._not_taken)

    def _go_on(self) -> None:
        """An item is over: the next one that waits is taken."""
        state = self._state
        if state is None or state.item is None:
            return
        waiting = state.table.next
        if waiting is not None:
            self._go(state.table.items.index(waiting) - state.table.items.index(state.item))
        elif (page := self.page) is not None:
            page.show_table()
            page.status.say(_LAST)

    def _taken(self, state: RoomState) -> None:
        self._moving = False
        self._waiting -= 1
        self._show(state)
        self._ask_reference(state)

    def _not_taken(self, error: DeskError) -> None:
        self._moving = False
        self._waiting -= 1
        if self._state is not None:
            self._show(self._state)
        self._not_done(error)

    def _typed(self, state: RoomState) -> None:
        self.typed_done.emit()
        self._show(state)

    def _not_typed(self, error: DeskError) -> None:
        self.typed_refused.emit(error)

    def _ask_reference(self, state: RoomState) -> bool:
        wanted = isinstance(state.trouble, ReferenceNeeded) and state.item is not None
        if wanted and state.item is not None:
            self.restricted.emit(state.item.public)
        return wanted

    # decisions

    def _obey(self, command: Command) -> None:
        state, page = self._state, self.page
        if state is None or page is None or self._moving:
            return
        if isinstance(command, AllDecided):
            page.status.say(_ALL)
        elif isinstance(command, Decide | Abstain) and state.case is not None:
            self._waiting += 1
            job = partial(roomjobs.decide, state, command)
            self._worker.submit(job, self._acted, self._not_acted)

    def _reason_drafted(self, member: str, text: str) -> None:
        state = self._state
        if state is None or state.case is None or state.sheet is None:
            return
        target = roomjobs.reason_target(state.sheet, member)
        if target is not None:
            job = partial(roomjobs.keep_reason, state.case, target, text)
            self._worker.submit(job, self._nothing, self._not_done)

    def _undo(self) -> None:
        if (page := self.page) is not None:
            page.flush()
        self._act_and_say(roomendjobs.undo, "Taken back", None)

    def _pause(self) -> None:
        state = self._state
        if state is not None and state.table.paused:
            self._act_and_say(roomendjobs.go_on, "The meeting goes on", None)
        else:
            self._act_and_say(roomendjobs.pause, "Break: every clock stands", None)

    def _refresh(self) -> None:
        self._act(roomjobs.nothing)

    def _act(self, action: MeetingAct) -> None:
        state = self._state
        if state is not None and not self._moving:
            self._waiting += 1
            job = partial(roomjobs.act, state, action)
            self._worker.submit(job, self._acted, self._not_acted)

    def _act_and_say(
        self, action: MeetingAct, said: str, then: Callable[[], object] | None
    ) -> None:
        self._done = (said, then)
        self._act(action)

    def _acted(self, state: RoomState) -> None:
        self._waiting -= 1
        if (page := self.page) is not None:
            page.notice.clear()
        self._show(state)
        self._settling.soon()
        if self._waiting == 0:
            self._asks.taken()
            self._ends.taken()
            (said, then), self._done = self._done, ("", None)
            if said and page is not None:
                page.status.say(said, "done")
            if then is not None:
                then()

    def _not_acted(self, error: DeskError) -> None:
        """It was not kept: the screen goes back to what stands."""
        self._waiting -= 1
        self._done = ("", None)
        self._not_done(error)
        if self._state is not None:
            job = partial(roomjobs.act, self._state, roomjobs.nothing)
            self._waiting += 1
            self._worker.submit(job, self._stood, self._not_done)

    def _stood(self, state: RoomState) -> None:
        self._waiting -= 1
        self._show(state)

    def _show(self, state: RoomState) -> None:
        if self._state is None:
            return
        self._state = state
        page = self.page
        if page is None or self._waiting:
            return
        page.show_room(room_shown(state, self._left, showing=self._projector.is_open))
        if isinstance(page.inner, PeoplePage):
            page.inner.show_people(state.table.attendees, state.table.there.quorum.words)
        self._projector.show_state(state)

    def _settle_job(self) -> Callable[[Progress], None] | None:
        state = self._state
        return partial(roomjobs.settle, state) if state is not None and not self._moving else None

    def _left(self) -> tuple[str, bool]:
        return time_left(self._state) if self._state is not None else ("", False)

    # the decision

    def _questions(self) -> None:
        state, page = self._state, self.page
        if state is None or page is None or self._ask_reference(state):
            return
        if state.sheet is not None and state.sheet.signed is not None:
            self._ends.show_after(state, page)
        elif state.sheet is not None:
            self._to_part(state.sheet.part.id)

    def _end_item(self, state: RoomState, page: RoomPage) -> None:
        if not self._ask_reference(state):
            self._ends.end_item(state, page)

    def _show_facts(self, state: RoomState, page: RoomPage) -> None:
        made = RoomFactsPage(page.title, facts_shown(state))
        made.back_wanted.connect(page.show_table)
        page.show_inner(made)

    def _show_inner(self, screen: Screen) -> None:
        if (page := self.page) is not None:
            page.show_inner(screen)

    def _to_part(self, part: str) -> None:
        """The pages of the item's part, or of one that follows it."""
        self._asking(partial(self._fill, part))

    def _fill(self, part: str, state: RoomState, page: RoomPage) -> None:
        page.flush()
        self._parts.begin(state, part)

    def _to_place(self, part: str, place: Place) -> None:
        if self._state is not None and not self._moving:
            self._parts.show_place(self._state, part, place)

    def _part_filled(self, part_id: str) -> None:
        """Its last page is left: it is read back; one that nobody signs leads back."""
        state, page = self._state, self.page
        if state is None or page is None or state.sheet is None:
            return
        if part_id in {state.sheet.part.id, *(one.part.id for one in state.after)}:
            self._ends.read_back(state, page, part_id)
        else:
            self._ends.show_after(state, page)

    def _signed(self, done: Signed) -> None:
        self._show(done.state)
        page = self.page
        if page is not None and done.state.sheet is not None:
            self._ends.show_after(done.state, page, done.lines)
            page.status.say(f"{done.title} is signed", "done")
        self.changed.emit()

    # in passing

    def _asking(self, ask: Callable[[RoomState, RoomPage], object]) -> None:
        state, page = self._state, self.page
        if state is not None and page is not None and not self._moving:
            ask(state, page)

    def _draft_note(self, item: str, text: str) -> None:
        if self._state is not None:
            job = partial(roomjobs.draft_note, self._state.meeting, item, text)
            self._worker.submit(job, self._nothing, self._not_done)

    # failures

    def _nothing(self, _: object) -> None: ...

    def _not_done(self, error: DeskError) -> None:
        if self._asks.failed(error) or self._ends.not_done(error):
            return
        if (page := self.page) is not None:
            page.failed(error)
        else:
            self.failed.emit(error)
