"""The table in meeting mode: the case in short at the left, members and options at the right.

Large enough to be read across a table; a panel of eight and nine options need no scrolling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import roomkeys
from ui.announce import announce
from ui.fields.boxes import LineBox
from ui.labels import Words, short_words
from ui.roomkeys import (
    Abstain,
    AllDecided,
    AskReason,
    Choice,
    Command,
    Decide,
    Place,
    Room,
    press,
)
from ui.tables import Column, ListTable

_DIGITS = 10
_ROWS = 8  # a panel of eight is seen whole
_WIDE = 100  # letters: below, the two halves stand one above the other
_DRAFT_AFTER_MS = 700
_LARGER = 18 / 14  # 14 pt beside the program's 10.5 pt
_NAMES = {
    Qt.Key.Key_Return: roomkeys.NEXT,
    Qt.Key.Key_Enter: roomkeys.NEXT,
    Qt.Key.Key_Up: roomkeys.UP,
    Qt.Key.Key_Down: roomkeys.DOWN,
    Qt.Key.Key_Backspace: roomkeys.CLEAR,
}
_PLAIN = {
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
}
_KEYS = "Digit: member. Letter: decision. Enter: next. =: same. -: abstains. /: reason."
_HELP = f"{_KEYS} Backspace: undecided again. Arrows: from one member to another."
_NAME = 28  # letters of a name beside the reason


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One member in the list. place: as the keyboard sees them. about: agency or job."""

    number: int
    place: Place
    about: str
    decision: str

    @property
    def key(self) -> str:
        """The digit that chooses them."""
        return str(self.number % 10) if self.number <= _DIGITS else ""


@dataclass(frozen=True, slots=True)
class ItemShown:
    """What the table shows of one case. facts: (what, answer). limbs: how each stands, in words.

    abouts: what stands beside each member's name, by member. summary: how the decisions stand.
    key: of what is decided; with another the first who has still to decide is chosen.
    """

    facts: tuple[tuple[str, str], ...] = ()
    limbs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    abouts: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    many: bool = False
    summary: str = ""
    key: str = ""
    read_only: str = ""  # why nothing can be decided here, or nothing


class SeatTable(ListTable[SeatLine]):
    """The members; its keys are the room's. pressed: (a key of `ui.roomkeys`)."""

    pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, letters and the room's other keys; the rest is the list's."""
        name = _NAMES.get(Qt.Key(event.key()), event.text())
        if event.modifiers() in _PLAIN and (name in _NAMES.values() or name.isprintable()) and name:
            event.accept()
            if not event.isAutoRepeat() or name in {roomkeys.UP, roomkeys.DOWN}:
                self.pressed.emit(name)
            return
        super().keyPressEvent(event)

    def _height_of(self, lines: int) -> int:
        # Eight of them are to be seen at once.
        return max(32, round((lines + 0.3) * self.fontMetrics().lineSpacing()))


class TablePane(QWidget):
    """command_given: (a command of `ui.roomkeys`) to be kept. reason_drafted: (member, what is
    typed so far), within a second.
    """

    command_given = Signal(object)
    reason_drafted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = Room((), ())
        self._abouts: dict[str, str] = {}
        self._showing = self._held = False
        self._key = ""
        self._writing = ""  # whose reason is being typed
        self._across = across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        across.setContentsMargins(3, 3, 3, 3)  # room for the focus ring
        across.setSpacing(24)
        across.addWidget(self._build_left(), 4)
        right = QVBoxLayout()
        right.setSpacing(6)
        across.addLayout(right, 6)
        self._build_right(right)

    def _build_left(self) -> QWidget:
        inside = QWidget(self)
        self._left = QVBoxLayout(inside)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(2)
        return inside

    def _build_right(self, right: QVBoxLayout) -> None:
        columns = (
            Column[SeatLine]("Key", lambda one: one.key, 5, keep=True, whole="Key"),
            Column[SeatLine]("Member", _name, 26, keep=True),
            Column[SeatLine]("Agency", lambda one: one.about, 18),
            Column[SeatLine](
                "Own decision",
                lambda one: one.decision,
                20,
                keep=True,
                strong=lambda one: not one.place.done,
            ),
        )
        self.table = SeatTable(
            "Members and their own decisions",
            columns,
            lambda one: one.place.member,
            sortable=False,
            parent=self,
        )
        font = QFont(self.table.font())
        font.setPixelSize(round(self.table.fontInfo().pixelSize() * _LARGER))
        self.table.setFont(font)
        self.table.setAccessibleDescription(_HELP)
        self.table.pressed.connect(self._pressed)
        self.table.chosen.connect(self._chosen)
        right.addWidget(self.table)
        self._summary = Words("", "room-strong", self)
        right.addWidget(self._summary)
        self._why = LineBox(self)
        self._why.setFont(font)
        self._why.setAccessibleName("Reason for the member's decision")
        self._why.returnPressed.connect(self._reason_typed)
        self._why.textEdited.connect(self._typing)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_DRAFT_AFTER_MS)
        self._pause.timeout.connect(self._draft)
        self._why_label = short_words("", "label", self)
        self._why_label.setBuddy(self._why)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self._why_label)
        across.addWidget(self._why, 1)
        right.addLayout(across)
        right.addWidget(Words(_KEYS, "small", self))
        self._criteria_head = Words("Criteria", "section", self)
        self._criteria = Words("", "small", self)
        right.addWidget(self._criteria_head)
        right.addWidget(self._criteria)
        right.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room for it, else the members above."""
        super().resizeEvent(event)
        wide = self.width() > self.fontMetrics().averageCharWidth() * _WIDE
        way = QBoxLayout.Direction
        self._across.setDirection(way.LeftToRight if wide else way.BottomToTop)

    def minimumSizeHint(self) -> QSize:
        """As high as its words are at its width, and no higher."""
        return QSize(super().minimumSizeHint().width(), 0)

    # what the page uses

    def show_item(self, shown: ItemShown) -> None:
        """The item as it stands; who was chosen stays chosen."""
        self._abouts = dict(shown.abouts)
        choices = () if shown.read_only else shown.choices
        fresh = Room(shown.places, choices, many=shown.many)
        if shown.key == self._key:
            fresh = replace(fresh, last=self._room.last)
            self._room = roomkeys.shown(self._with_chosen(fresh), shown.places)
        else:  # what was decided in another case is never repeated in this one
            at = next((n for n, one in enumerate(shown.places) if not one.done), 0)
            self._key, self._room, self._writing = shown.key, replace(fresh, at=at), ""
        self._show_left(shown)
        self._summary.setText(shown.summary)
        self._criteria.setText("\n".join(shown.limbs))
        for one in (self._criteria_head, self._criteria):
            one.setVisible(bool(shown.limbs))
        self._show_room()

    def ask_reason(self) -> None:
        """Put the keyboard into the reason of the chosen member."""
        self._why.setFocus(Qt.FocusReason.OtherFocusReason)
        self._why.selectAll()

    def focus_first(self) -> None:
        """Where deciding begins."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """What is being typed is the member's reason now."""
        self._pause.stop()
        member, self._writing = self._writing, ""
        place = next((one for one in self._room.places if one.member == member), None)
        reason = self._why.text().strip()
        if place is not None and place.done and reason != place.reason:
            self._keep_reason(place, reason)

    def hold(self, *, held: bool) -> None:
        """While another item is fetched, or in a break, no key decides anything."""
        self._held = held

    @property
    def chosen_member(self) -> str:
        """Whose row is current; nothing where nobody sits here."""
        place = self._room.place
        return place.member if place else ""

    # what is shown

    def _with_chosen(self, fresh: Room) -> Room:
        place = self._room.place
        if place is None:
            return fresh
        at = next((n for n, one in enumerate(fresh.places) if one.member == place.member), 0)
        return replace(fresh, at=at)

    def _show_left(self, shown: ItemShown) -> None:
        while self._left.count():
            item = self._left.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if shown.read_only:
            self._left.addWidget(Words(shown.read_only, "warning", self))
        self._add_group("Facts in brief", [f"{what}: {said}" for what, said in shown.facts])
        if shown.choices:
            self._left.addWidget(Words("Options", "section", self))
        for choice in shown.choices:
            self._left.addWidget(Words(f"{choice.letter}   {choice.label}", "", self))
        if shown.missing:
            self._left.addWidget(Words("Missing", "section", self))
            self._left.addWidget(Words("\n".join(shown.missing), "", self))
        self._left.addStretch(1)

    def _add_group(self, heading: str, lines: Sequence[str]) -> None:
        if lines:
            self._left.addWidget(Words(heading, "section", self))
            for line in lines:
                self._left.addWidget(Words(line, "room", self))

    def _show_room(self) -> None:
        letters = self._letters()
        lines = [
            SeatLine(number, one, self._abouts.get(one.member, ""), _decision(one, letters))
            for number, one in enumerate(self._room.places, 1)
        ]
        self._showing = True  # what the list says of its rows meanwhile was chosen by nobody
        self.table.set_rows(lines)
        self.table.setFixedHeight(self.table.height_for(_ROWS))
        if self._room.place is not None:
            self.table.select(self._room.place.member)
        self._showing = False
        self._show_reason()

    def _letters(self) -> dict[str, str]:
        return {choice.option: choice.letter for choice in self._room.choices}

    def _show_reason(self) -> None:
        place = self._room.place
        there = place is not None and not place.out and place.done
        name = place.name if place is not None else ""
        cut = name if len(name) <= _NAME else f"{name[:_NAME]}…"
        self._why_label.setText(f"Reason of {cut}" if cut else "Reason")
        self._why.setEnabled(there)
        if not self._writing:
            self._why.setText(place.reason if place is not None else "")

    # keys

    def _typing(self, _text: str) -> None:
        self._writing = self._writing or self.chosen_member
        if not self._pause.isActive():
            self._pause.start()

    def _draft(self) -> None:
        if self._writing:
            self.reason_drafted.emit(self._writing, self._why.text())

    def _pressed(self, key: str) -> None:
        if self._held:
            return
        self.flush()
        self._room, command = press(self._room, key)
        self._show_room()
        if command is not None:
            self._obey(command)

    def _obey(self, command: Command) -> None:
        if isinstance(command, AskReason):
            self.ask_reason()
            return
        if isinstance(command, Decide | Abstain):
            place = next(one for one in self._room.places if one.member == command.member)
            announce(self.table, f"{place.name}: {_decision(place, self._letters())}")
        elif isinstance(command, AllDecided):
            announce(self.table, "Everybody has decided.")
        self.command_given.emit(command)

    def _chosen(self, line: SeatLine | None) -> None:
        if line is None or self._showing:
            return
        at = next(
            (n for n, one in enumerate(self._room.places) if one == line.place), self._room.at
        )
        if at != self._room.at:
            self.flush()
            self._room = replace(self._room, at=at)
            self._show_reason()

    def _reason_typed(self) -> None:
        """Kept with the decision; the next who has still to decide is chosen."""
        if self._held:
            return
        self.flush()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        place = self._room.place
        if place is not None and place.reason:
            self._pressed(roomkeys.NEXT)

    def _keep_reason(self, place: Place, reason: str) -> None:
        given = Decide(place.member, place.given, reason)
        self._room = replace(
            self._room,
            places=tuple(
                replace(one, reason=reason) if one.member == place.member else one
                for one in self._room.places
            ),
            last=given if place.given else self._room.last,
        )
        self._show_room()
        self.command_given.emit(Abstain(place.member, reason) if place.abstained else given)


def _name(line: SeatLine) -> str:
    return line.place.name


def _decision(place: Place, letters: dict[str, str]) -> str:
    if place.out:
        return place.out
    if place.abstained:
        return "Abstained"
    given = ", ".join(letters.get(one, one) for one in place.given)
    if not given:
        return "To decide"
    return f"{given}: {place.reason}" if place.reason else given
