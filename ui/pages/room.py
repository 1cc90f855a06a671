"""Meeting mode: one item at a time, everything by keyboard, what is recorded is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QWidget

from ui.announce import announce
from ui.asking import Asking
from ui.fields.boxes import TextBox
from ui.labels import Words, button
from ui.page import Screen
from ui.roomtable import ItemShown, TablePane
from ui.theme import mark
from ui.wrapping import WrapRow

_SECOND = 1_000


@dataclass(frozen=True, slots=True)
class RoomShown:
    """What the page shows. number, count: of the item. left: words of the time that is left, asked
    every second, and whether it is over. quorum: in words; kept: whether there is one.
    """

    meeting: str
    title: str
    number: int
    count: int
    item: ItemShown
    quorum: str = ""
    kept: bool = True
    left: Callable[[], tuple[str, bool]] | None = None
    is_case: bool = True
    showing: bool = False  # the room sees something of it
    state: str = ""  # "Recommendation signed", or nothing
    item_id: str = ""
    paused: bool = False
    read_only: bool = False  # somebody else has the meeting


class RoomPage(Screen):
    """One item of a meeting that is going on.

    command_given: (a command of `ui.roomkeys`). words_left: the desk locks over what is typed in
    a dialog. The others: a key was pressed for that.
    """

    command_given = Signal(object)
    reason_drafted = Signal(str, str)
    note_wanted = Signal()
    action_wanted = Signal()
    interest_wanted = Signal()
    people_wanted = Signal()
    questions_wanted = Signal()
    sign_wanted = Signal()
    room_wanted = Signal()
    more_wanted = Signal()
    facts_wanted = Signal()
    pause_wanted = Signal()
    end_wanted = Signal()
    undo_wanted = Signal()
    item_wanted = Signal(int)  # -1 the one before, +1 the next
    left_wanted = Signal()
    words_left = Signal()

    def __init__(self, shown: RoomShown, parent: QWidget | None = None) -> None:
        super().__init__(shown.title, scrolls=False, parent=parent)
        self._shown = shown
        self._inner: Screen | None = None
        self._time = Words("", "room-strong", self)
        self._quorum = Words("", "room", self)
        self._state = Words("", "done", self)
        strip = QHBoxLayout()
        strip.setSpacing(24)
        for one, share in ((self._time, 2), (self._quorum, 5), (self._state, 2)):
            strip.addWidget(one, share)
        self.body.setSpacing(4)
        self.body.addLayout(strip)
        self._pages = QStackedWidget(self)
        self.pane = TablePane(self)
        self.pane.command_given.connect(self.command_given)
        self.pane.reason_drafted.connect(self.reason_drafted)
        area = QScrollArea(self)  # large text on a small screen
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.pane)
        self._table = area
        self._pages.addWidget(area)
        self.body.addWidget(self._pages, 1)
        self._keys()
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self.show_room(shown)

    def _keys(self) -> None:
        self._buttons: dict[str, QPushButton] = {}
        ways = (
            ("facts", "Facts", "F1", self.facts_wanted),
            ("note", "Note", "F2", self.note_wanted),
            ("action", "Action", "F3", self.action_wanted),
            ("interest", "Interest", "F4", self.interest_wanted),
            ("people", "People", "F5", self.people_wanted),
            ("questions", "Decision", "F7", self.questions_wanted),
            ("sign", "Sign", "F8", self.sign_wanted),
            ("room", "Room", "F9", self.room_wanted),
            ("back", "Back", "F10", self._previous),
            ("next", "Next", "F11", self._next),
            ("more", "More needed", "F12", self.more_wanted),
            ("undo", "Undo", "Ctrl+Z", self.undo_wanted),
            ("pause", "Break", "Ctrl+B", self.pause_wanted),
            ("end", "End", "Ctrl+E", self.end_wanted),
            ("leave", "Leave", "Ctrl+W", self.left_wanted),
        )
        for name, words, key, signal in ways:
            self._buttons[name] = self._way(words, key, signal)
        self.foot.setContentsMargins(24, 6, 24, 6)
        self.foot.addWidget(WrapRow(*self._buttons.values(), parent=self), 1)
        self._foot.show()
        back = QShortcut(QKeySequence("Esc"), self._pages)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.show_table)

    def _way(self, words: str, key: str, slot: object) -> QPushButton:
        sequence = QKeySequence(key)
        said = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        made = button(f"{words}  {said}")
        made.setProperty("key", said)
        made.setAccessibleName(words)
        made.clicked.connect(slot)
        short = QShortcut(sequence, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        short.setAutoRepeat(False)  # a key that is held down is pressed once
        short.activated.connect(made.click)
        return made

    # what the controller uses

    def show_room(self, shown: RoomShown) -> None:
        """The item as it stands; where the keyboard is, it stays."""
        turned = shown.item_id != self._shown.item_id
        self._shown = shown
        self.set_title(shown.title)
        self.status.setText(f"Item {shown.number} of {shown.count} · {shown.meeting}")
        self._quorum.setText(shown.quorum)
        mark(self._quorum, "look", "room" if shown.kept else "room-warning")
        self._state.setText(shown.state)
        self._state.setVisible(bool(shown.state))
        self._offer(shown)
        self.pane.hold(held=shown.paused)
        self.pane.show_item(shown.item)
        self._tick()
        if turned:
            self.show_table()
            announce(self, f"{shown.title}. Item {shown.number} of {shown.count}.")

    def _offer(self, shown: RoomShown) -> None:
        for name in ("questions", "room", "interest", "facts", "more"):
            self._buttons[name].setEnabled(shown.is_case)
        for name in ("note", "action", "undo", "pause", "end"):
            self._buttons[name].setEnabled(not shown.read_only)
        mark(self._buttons["room"], "look", "primary" if shown.showing else "")
        mark(self._buttons["pause"], "look", "primary" if shown.paused else "")
        self._name("pause", "Go on" if shown.paused else "Break")
        self._name("sign", "Sign" if shown.is_case else "Outcome")
        self._buttons["sign"].setEnabled(bool(shown.item_id))
        self._buttons["back"].setEnabled(shown.number > 1)
        self._buttons["next"].setEnabled(shown.number < shown.count)

    def _name(self, way: str, words: str) -> None:
        made = self._buttons[way]
        made.setText(f"{words}  {made.property('key')}")
        made.setAccessibleName(words)

    def hold(self) -> None:
        """Another item is fetched: until it is shown, no key decides anything on this one."""
        self.pane.hold(held=True)

    def show_inner(self, screen: Screen) -> None:
        """Show a page in the table's place; Escape goes back to the table."""
        self._drop_inner()
        self._inner = screen
        self._pages.addWidget(screen)
        self._pages.setCurrentWidget(screen)
        if self.isVisible():
            screen.arrive()

    def show_table(self) -> None:
        """Back to the members and their decisions."""
        self.pane.flush()
        self._drop_inner()
        self._pages.setCurrentWidget(self._table)
        self.focus_first()

    @property
    def inner(self) -> Screen | None:
        """The page that stands in the table's place."""
        return self._inner

    def focus_first(self) -> None:
        """Where deciding begins."""
        if self._inner is not None:
            self._inner.focus_first()
        else:
            self.pane.focus_first()

    def flush(self) -> None:
        """What is typed is handed over."""
        self.pane.flush()
        if self._inner is not None:
            self._inner.flush()
        if self.dialog_words():
            self.words_left.emit()

    def dialog_words(self) -> str:
        """What is typed in a dialog that stands open, a line for each box."""
        boxes = (
            box
            for dialog in self.findChildren(Asking)
            if dialog.isVisible() and not dialog.held
            for box in dialog.findChildren(TextBox)
        )
        return "\n".join(text for box in boxes if (text := box.toPlainText().strip()))

    # how it works

    def _drop_inner(self) -> None:
        gone, self._inner = self._inner, None
        if gone is not None:
            gone.flush()
            self._pages.removeWidget(gone)
            gone.deleteLater()

    def _tick(self) -> None:
        words, over = self._shown.left() if self._shown.left else ("", False)
        if self._shown.paused:
            words, over = "Break", True
        if words != self._time.text():
            self._time.setText(words)
            mark(self._time, "look", "room-warning" if over else "room-strong")

    def _previous(self) -> None:
        self.item_wanted.emit(-1)

    def _next(self) -> None:
        self.item_wanted.emit(1)
