"""Who is at a meeting: present, apologies, absent, left; deputies and guests. All by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mktdesk.casework.meetingrecords import Attendee, Presence
from ui.labels import Words, button
from ui.page import Screen
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

_WORDS = {
    Presence.EXPECTED.value: "Not yet said",
    Presence.PRESENT.value: "Present",
    Presence.APOLOGIES.value: "Apologies",
    Presence.ABSENT.value: "Absent",
    Presence.LEFT.value: "Left",
}
_KEYS = {
    "p": Presence.PRESENT,
    "a": Presence.APOLOGIES,
    "b": Presence.ABSENT,
    "l": Presence.LEFT,
}
_HELP = (
    "P: present. A: apologies. B: absent. L: left. D: somebody comes in their place. *: everybody "
    "not yet said is present. Enter: change. Delete: take off who never came. Escape: back."
)


class _People(ListTable[Attendee]):
    """pressed: (a letter that means something here)."""

    pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Its letters; the rest is the list's."""
        letter = event.text().lower()
        if letter and letter in "pabld*" and not event.isAutoRepeat():
            event.accept()
            self.pressed.emit(letter)
            return
        super().keyPressEvent(event)


class PeoplePage(Screen):
    """presence_wanted: (attendee's id, Presence). all_present_wanted. deputy_wanted: (Attendee).
    guest_wanted: somebody who is on no list. change_wanted, remove_wanted: (Attendee). back_wanted.
    """

    presence_wanted = Signal(str, object)
    all_present_wanted = Signal()
    deputy_wanted = Signal(object)
    guest_wanted = Signal()
    change_wanted = Signal(object)
    remove_wanted = Signal(object)
    back_wanted = Signal()

    def __init__(
        self, people: Sequence[Attendee], quorum: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("Who is here", scrolls=False, parent=parent)
        columns = (
            Column[Attendee]("Name", lambda one: one.name, 24, keep=True),
            Column[Attendee]("Here", _presence, 14, keep=True, strong=lambda one: one.there),
            Column[Attendee]("As", _capacity, 18),
            Column[Attendee]("Agency", lambda one: one.agency, 20),
        )
        self.table = _People(
            "Who belongs to the meeting", columns, lambda one: one.id, sortable=False, parent=self
        )
        self.table.setAccessibleDescription(_HELP)
        self.table.pressed.connect(self._pressed)
        self.table.opened.connect(self.change_wanted)
        self.table.delete_asked.connect(self.remove_wanted)
        self.body.addWidget(self.table, 1)
        self._quorum = Words("", "room", self)
        self.body.addWidget(self._quorum)
        self.body.addWidget(Words(_HELP, "small", self))
        self._back = button("Back to the table", "primary", self)
        self._back.clicked.connect(self.back_wanted)
        self._everybody = button("Everybody is here", "", self)
        self._everybody.clicked.connect(self.all_present_wanted)
        self._guest = button("Add somebody…", "", self)
        self._guest.clicked.connect(self.guest_wanted)
        self.body.addWidget(WrapRow(self._back, self._everybody, self._guest, parent=self))
        self.show_people(people, quorum)

    def show_people(self, people: Sequence[Attendee], quorum: str) -> None:
        """As it stands; who was chosen stays chosen."""
        self.table.set_rows(sorted(people, key=lambda one: one.order))
        self.table.setMinimumHeight(self.table.height_for(3))
        self._quorum.setText(quorum)

    def focus_first(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self, letter: str) -> None:
        one = self.table.current()
        if letter == "*":
            self.all_present_wanted.emit()
        elif one is None:
            return
        elif letter == "d":
            self.deputy_wanted.emit(one)
        else:
            self.presence_wanted.emit(one.id, _KEYS[letter])


def _presence(one: Attendee) -> str:
    return _WORDS.get(one.presence, one.presence)


def _capacity(one: Attendee) -> str:
    said = one.capacity.capitalize()
    return f"{said}, for {one.for_whom}" if one.for_whom else said
