"""How an item ends in meeting mode: read back and signed, put off, told in words; what follows."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk.signing import Signature
from mktdesk.errors import DeskError
from mktdesk.forms.values import DateAnswer
from ui.asking import Asking
from ui.controllers import roomendjobs
from ui.controllers.roomendjobs import Signed, Signing
from ui.controllers.roomjobs import RoomState
from ui.controllers.roomview import after_shown
from ui.dialogs.roomends import MoreDialog, OutcomeDialog, SureDialog
from ui.pages.room import RoomPage
from ui.pages.roomafter import RoomAfterPage
from ui.pages.roomsign import RoomSignPage
from ui.worker import Worker


class RoomEnds(QObject):
    """act_wanted: (a roomjobs.MeetingAct, what is said when it is done, what is called then).

    signed: (Signed). part_wanted: (a part's id) its pages. place_wanted: (part, Place) to be
    changed. next_wanted: the item is over. ended: the meeting is. failed: (DeskError).
    """

    act_wanted = Signal(object, str, object)
    signed = Signal(object)
    part_wanted = Signal(str)
    place_wanted = Signal(str, object)
    next_wanted = Signal()
    ended = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._dialog: Asking | None = None
        self._page: RoomPage | None = None
        self._state: RoomState | None = None  # what is being read back

    # what came of it

    def taken(self) -> None:
        """What was asked last is done."""
        dialog = self._open_one()
        if dialog is not None and dialog.held:
            dialog.accept()

    def not_done(self, error: DeskError) -> bool:
        """It was not; whether a dialog or the page of the signature is there to say so."""
        page, dialog = self._sign_page(), self._open_one()
        if dialog is not None and dialog.held:
            dialog.failed(error)
            return True
        if page is not None:
            page.failed(error)
        return page is not None

    # an item

    def end_item(self, state: RoomState, page: RoomPage) -> None:
        """Read it back to be signed; where it is signed, what follows; no case has its outcome."""
        if state.item is None:
            return
        if not state.item.public:
            self._ask_outcome(state, page)
        elif state.sheet is not None and state.sheet.signed is not None:
            self.show_after(state, page)
        elif state.sheet is not None:
            self.read_back(state, page, state.sheet.part.id)

    def read_back(self, state: RoomState, page: RoomPage, part: str) -> None:
        """A part of the case in full, to be signed."""
        if self._state is not None:
            return  # pressed twice it is read once
        open_one = page.inner
        if isinstance(open_one, RoomSignPage) and open_one.part == part:
            return  # what is typed and drawn there stays
        page.flush()
        self._state, self._page = state, page
        own = state.sheet is not None and state.sheet.part.id == part
        job = (
            partial(roomendjobs.read_back, state)
            if own
            else partial(roomendjobs.read_decision, state, part)
        )
        self._worker.submit(job, self._read, self._not_read)

    def show_after(self, state: RoomState, page: RoomPage, started: tuple[str, ...] = ()) -> None:
        """What follows from a signed item."""
        self._page = page
        made = RoomAfterPage(after_shown(state, started))
        made.part_wanted.connect(self.part_wanted)
        made.back_wanted.connect(page.show_table)
        page.show_inner(made)

    def ask_more(self, state: RoomState, page: RoomPage) -> None:
        """Further information is wanted."""
        item = state.item
        if item is not None and state.case is not None:
            dialog = MoreDialog(item.public, page)
            dialog.given.connect(partial(self._want_more, item.id))
            self._show(dialog)

    def ask_end(self, state: RoomState, page: RoomPage) -> None:
        """The meeting ends; what is left open is said first."""
        lines = roomendjobs.left_by_end(state.table) or ("Every item has come to its end.",)
        dialog = SureDialog("End the meeting", lines, "End the meeting", page)
        dialog.given.connect(self._end)
        self._show(dialog)

    # how it works

    def _read(self, read: Signing) -> None:
        state, self._state = self._state, None
        page = self._page
        if page is None or not shiboken6.isValid(page) or state is None:
            return
        made = RoomSignPage(read.review, read.blocks, read.signer)
        made.sign_wanted.connect(partial(self._sign, state, read))
        made.place_wanted.connect(partial(self.place_wanted.emit, read.review.part))
        page.show_inner(made)

    def _not_read(self, error: DeskError) -> None:
        self._state = None
        self.failed.emit(error)

    def _sign(
        self, state: RoomState, read: Signing, given: Signature, strokes: str, why: str
    ) -> None:
        job = partial(roomendjobs.sign, state, read, (given, strokes, why))
        self._worker.submit(job, self._signed, self._not_signed)

    def _signed(self, done: Signed) -> None:
        self.signed.emit(done)

    def _not_signed(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _want_more(self, item: str, wanted: str, relist: DateAnswer) -> None:
        act = partial(roomendjobs.want_more, item, wanted, relist)
        self.act_wanted.emit(act, "Recorded. F8 reads it back to be signed", None)

    def _ask_outcome(self, state: RoomState, page: RoomPage) -> None:
        if state.item is not None:
            dialog = OutcomeDialog(state.item.title, page)
            dialog.given.connect(partial(self._outcome, state.item.id))
            self._show(dialog)

    def _outcome(self, item: str, words: str) -> None:
        act = partial(roomendjobs.outcome, item, words)
        self.act_wanted.emit(act, "The outcome is recorded", self.next_wanted.emit)

    def _end(self) -> None:
        self.act_wanted.emit(roomendjobs.end, "The meeting has ended", self.ended.emit)

    def _show(self, dialog: Asking) -> None:
        self._dialog = dialog
        dialog.open()

    def _open_one(self) -> Asking | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _sign_page(self) -> RoomSignPage | None:
        page = self._page
        inner = page.inner if page is not None and shiboken6.isValid(page) else None
        return inner if isinstance(inner, RoomSignPage) else None
