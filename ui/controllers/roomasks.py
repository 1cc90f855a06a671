"""What meeting mode asks and takes in passing: notes, action points, interests, who is here."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.meetingrecords import Attendee, Presence
from mktdesk.errors import DeskError
from ui.asking import Asking
from ui.controllers import roomjobs
from ui.controllers.roomjobs import RoomState
from ui.dialogs.room import ActionDialog, InterestDialog, PersonDialog, WithdrawDialog
from ui.pages.room import RoomPage
from ui.pages.roomnote import NotePage
from ui.pages.roompeople import PeoplePage


class RoomAsks(QObject):
    """act_wanted: (a roomjobs.MeetingAct) to be done. draft_wanted: (item, text) of a note."""

    act_wanted = Signal(object)
    draft_wanted = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: Asking | None = None

    # what came of it

    def taken(self) -> None:
        """What was asked last is done."""
        dialog = self._open_one()
        if dialog is not None and dialog.held:
            dialog.accept()

    def failed(self, error: DeskError) -> bool:
        """It was not; whether a dialog is there to say so."""
        dialog = self._open_one()
        if dialog is None or not dialog.held:
            return False
        dialog.failed(error)
        return True

    # asking

    def note(self, state: RoomState, page: RoomPage) -> None:
        """The notes on the item."""
        item = state.item
        if item is not None:
            text = state.table.notes.get(item.id, "")
            note = NotePage(item.id, item.public or item.title, text)
            note.drafted.connect(self.draft_wanted)
            note.kept.connect(self._keep_note)
            page.show_inner(note)

    def words_left(self, state: RoomState, page: RoomPage) -> None:
        """What is typed in a dialog goes to the notes of the item: the dialog will be gone."""
        item, words = state.item, page.dialog_words()
        key = item.id if item is not None else ""
        own = page.inner.text if isinstance(page.inner, NotePage) else ""
        before = own or state.table.notes.get(key, "")
        if not before.endswith(words):
            self.draft_wanted.emit(key, f"{before}\n{words}".strip())

    def action(self, state: RoomState, page: RoomPage) -> None:
        """An action point of the item."""
        item = state.item
        about = (item.public or item.title) if item is not None else "The whole meeting"
        dialog = ActionDialog(about, parent=page)
        dialog.given.connect(partial(self._add_action, item.id if item is not None else ""))
        self._show(dialog)

    def interest(self, state: RoomState, page: RoomPage) -> None:
        """An interest of the chosen member in the item: declared, or withdrawn again."""
        chosen, item = page.pane.chosen_member, state.item
        seat = next((one for one in state.table.attendees if one.id == chosen), None)
        if seat is None or item is None:
            return
        own = (one for one in state.table.interests if one.item == item.id)
        there = next((one for one in own if one.attendee == seat.id), None)
        if there is None:
            asked = InterestDialog(seat.name, page)
            asked.given.connect(partial(self._declare, item.id, seat.id))
            self._show(asked)
        else:
            gone = WithdrawDialog(seat.name, there.what, page, out=there.stepped_out)
            gone.given.connect(partial(self._withdraw, item.id, seat.id))
            self._show(gone)

    def people(self, state: RoomState, page: RoomPage) -> None:
        """Who is here."""
        people = PeoplePage(state.table.attendees, state.table.there.quorum.words)
        people.presence_wanted.connect(self._mark)
        people.all_present_wanted.connect(self._all_present)
        people.deputy_wanted.connect(partial(self._ask_deputy, page))
        people.guest_wanted.connect(partial(self._ask_guest, page))
        people.change_wanted.connect(partial(self._ask_change, page))
        people.remove_wanted.connect(self._remove)
        people.back_wanted.connect(page.show_table)
        page.show_inner(people)

    # doing

    def _keep_note(self, item: str, text: str) -> None:
        self.act_wanted.emit(partial(roomjobs.keep_note, item, text))

    def _add_action(self, item: str, what: str, who: str, day: object, _done: object) -> None:
        self.act_wanted.emit(partial(roomjobs.add_action, what, who, day, item))

    def _declare(self, item: str, member: str, what: str, out: bool) -> None:
        self.act_wanted.emit(partial(roomjobs.declare, item, member, what, out))

    def _mark(self, member: str, presence: Presence) -> None:
        self.act_wanted.emit(partial(roomjobs.mark, member, presence))

    def _all_present(self) -> None:
        self.act_wanted.emit(roomjobs.everybody)

    def _withdraw(self, item: str, member: str) -> None:
        self.act_wanted.emit(partial(roomjobs.withdraw, item, member))

    def _ask_deputy(self, page: RoomPage, one: Attendee) -> None:
        dialog = PersonDialog(page, person=one, deputy=True)
        dialog.given.connect(partial(self._deputy, one.id))
        self._show(dialog)

    def _deputy(self, member: str, who: Attendee) -> None:
        self.act_wanted.emit(partial(roomjobs.deputy, member, who))

    def _ask_guest(self, page: RoomPage) -> None:
        dialog = PersonDialog(page)
        dialog.given.connect(self._add)
        self._show(dialog)

    def _add(self, who: Attendee) -> None:
        self.act_wanted.emit(partial(roomjobs.add_person, who))

    def _ask_change(self, page: RoomPage, one: Attendee) -> None:
        dialog = PersonDialog(page, person=one)
        dialog.given.connect(self._change)
        self._show(dialog)

    def _change(self, who: Attendee) -> None:
        self.act_wanted.emit(partial(roomjobs.change_person, who))

    def _remove(self, one: Attendee) -> None:
        self.act_wanted.emit(partial(roomjobs.remove_person, one.id))

    def _show(self, dialog: Asking) -> None:
        self._dialog = dialog
        dialog.open()

    def _open_one(self) -> Asking | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None
