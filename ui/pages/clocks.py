"""A case's clocks: when each is due, how that was counted, what was decided about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mktdesk.casework.clocks import ClockState
from mktdesk.desk.clockviews import ClocksShown, ClockView
from ui.boldend import BoldEnd
from ui.labels import Words, button
from ui.page import Screen
from ui.wrapping import WrapRow

EXTEND, PAUSE, RESUME, COUNT = "extend", "pause", "resume", "count"
_NOTHING = "The guidance sets no time on this pathway."
_MORE = {
    EXTEND: "Extend…",
    PAUSE: "Pause…",
    RESUME: "Let it go on…",
    COUNT: "Choose start or days…",
}
_LOOKS = {ClockState.LATE: "danger", ClockState.DUE_TODAY: "warning"}


class ClocksPage(Screen):
    """act_asked: (ClockView, one of the four words above). diary_wanted: as a calendar file."""

    act_asked = Signal(object, str)
    diary_wanted = Signal()

    def __init__(self, shown: ClocksShown, parent: QWidget | None = None) -> None:
        super().__init__("Clocks", parent=parent)
        self._at_rest = True
        self._closed = Words("", "label", self)
        self.body.addWidget(self._closed)
        self._asked = ""  # the clock that was last acted on
        self._cards: dict[str, QFrame] = {}
        self._list = QWidget(self)
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self.body.addWidget(self._list)
        self._diary = button("Save for a diary…", "", self)
        self._diary.clicked.connect(self.diary_wanted)
        self.add_foot(self._diary, None)
        self.show_clocks(shown)

    # what the controller shows

    def show_clocks(self, shown: ClocksShown) -> None:
        """Every clock as it stands; the keyboard stays at the one that was last acted on."""
        while (item := self._column.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._at_rest, self._cards = shown.read_only or bool(shown.closed), {}
        self._closed.setText(f"{shown.closed}: the clocks stand as they did on that day.")
        self._closed.setVisible(bool(shown.closed))
        groups = (
            ("", [x for x in shown.clocks if x.open]),
            ("Not running yet", [x for x in shown.clocks if not x.open and not x.over]),
            ("Over", [x for x in shown.clocks if x.over]),
        )
        for title, views in groups:
            if title and views:
                self._column.addWidget(Words(title, "section", self._list))
            for view in sorted(views, key=_by_day):
                self._column.addWidget(self._card(view))
        if not shown.clocks:
            self._column.addWidget(Words(_NOTHING, "muted", self._list))
        running = any(x.open and not x.stands_still for x in shown.clocks)
        self._diary.setEnabled(running and not shown.closed)
        if self._asked:
            self._focus(self._asked)

    def show_moved(self, lines: Sequence[str]) -> None:
        """What was moved by what was just decided."""
        self.notice.clear()
        if lines:
            self.notice.show_words("done", " ".join(lines), "")
        else:
            self.status.say("Recorded", "done")

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    # one clock

    def _card(self, view: ClockView) -> QWidget:
        card = QFrame(self._list)
        card.setProperty("look", "panel")
        card.setObjectName(view.id)
        self._cards[view.id] = card
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(Words(view.label, "section", card))
        for words, look in self._stands(view):
            column.addWidget(Words(words, look, card))
        for one in view.sums if view.open else ():
            column.addWidget(BoldEnd(one.counting, one.last, card))
        for words, look in _says(view):
            column.addWidget(Words(words, look, card))
        if buttons := self._buttons(view, card):
            column.addWidget(WrapRow(*buttons, parent=card))
        return card

    def _stands(self, view: ClockView) -> list[tuple[str, str]]:
        if view.stands_still:
            words = f"If it went on today it would be due {view.due}: {view.left}."
            return [("Stands still", "page"), (words, "label")]
        if view.open:
            left = f"{view.left[0].upper()}{view.left[1:]}"
            return [(f"Due {view.due}", "page"), (left, _LOOKS.get(view.state, "label"))]
        state = f"{view.state}: {view.left}" if view.left else str(view.state)
        look = "danger" if view.state is ClockState.MET_LATE else "label"
        was = [(f"It was due {view.due}.", "")] if view.due else []
        return [(state, look), *was]

    def _buttons(self, view: ClockView, card: QFrame) -> list[QPushButton]:
        if self._at_rest:
            return []
        wanted = [EXTEND] if view.open and view.more_time is not None else []
        if view.open:
            wanted.append(RESUME if view.stands_still else PAUSE)
        if not view.over and (view.starts or view.units):
            wanted.append(COUNT)
        return [self._button(view, what, card) for what in wanted]

    def _button(self, view: ClockView, what: str, card: QFrame) -> QPushButton:
        made = button(_MORE[what], "", card)
        made.setObjectName(f"{view.id} {what}")
        made.setAccessibleName(f"{_MORE[what]} {view.label}")
        made.clicked.connect(self._asker(view, what))
        return made

    def _asker(self, view: ClockView, what: str) -> Callable[[], None]:
        def ask() -> None:
            self._asked = view.id
            self.act_asked.emit(view, what)

        return ask

    def _focus(self, clock: str) -> None:
        card = self._cards.get(clock)
        buttons = card.findChildren(QPushButton) if card is not None else []
        if card is not None and buttons:
            card.show()  # what is not shown yet takes no keyboard
            buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _by_day(view: ClockView) -> tuple[bool, str]:
    return (view.day is None, view.day.isoformat() if view.day is not None else "")


def _says(view: ClockView) -> list[tuple[str, str]]:
    """What stands under the counting: each with its look."""
    whose = [f"Whose: {view.owner}", f"Met by: {view.ends}"]
    if view.guidance:
        whose.append(f"Guidance: {view.guidance}")
    said = [(f"Look at this: {doubt}", "warning") for doubt in view.doubts]
    said += [(view.since, ""), (" · ".join(whose), "")]
    said += [(other, "") for other in view.others]
    said += [(former, "") for former in view.former]
    said += [(pause, "") for pause in view.pauses]
    said += [(note, "muted") for note in view.notes]
    return said
