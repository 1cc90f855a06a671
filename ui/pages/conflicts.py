"""Conflicts of a case or meeting, one at a time: the sides beside each other, chosen by a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from mktdesk.desk.conflicts import Shown, SideShown
from ui.labels import Words, button
from ui.page import Screen

_FIGURES = frozenset("123456789")
_LEAST = 240  # pixels that a side needs to stand beside another
_WHY = (
    "Two people wrote this without knowing of each other, while the {} was in two places. "
    "What each wrote stays in the history. Choose what stands."
)
_ALL = "Nothing is to be decided: all that was written apart is joined."


class ConflictsPage(Screen):
    """chosen: (Shown, number of the side). target_wanted: (Target) it is written anew there.

    of: "case" or "meeting", which has a way back. left: that was pressed.
    """

    chosen = Signal(object, int)
    target_wanted = Signal(object)
    left = Signal()

    def __init__(
        self,
        shown: Sequence[Shown],
        *,
        read_only: bool,
        of: str = "case",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Conflicts", parent=parent)
        self._shown, self._read_only = tuple(shown), read_only
        self._at = 0
        self.body.addWidget(Words(_WHY.format(of), "muted", self))
        self._title = Words("", "section", self)
        self._what = Words("", "label", self)
        self.body.addWidget(self._title)
        self.body.addWidget(self._what)
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)  # until there is a width
        self._sides.setSpacing(16)
        self.body.addLayout(self._sides)
        self._panels: list[_Side] = []
        self._anew = button("0   Write it anew", "", self)
        self._anew.setToolTip("Answer the question on its page; that settles it (0)")
        self._anew.clicked.connect(self._anew_pressed)
        self.body.addWidget(self._anew, 0, Qt.AlignmentFlag.AlignLeft)
        self._before = button("Previous", "", self)
        self._before.clicked.connect(self._back)
        self._next = button("Next", "", self)
        self._next.clicked.connect(self._forward)
        self._way_back = button("Back to the meeting", "", self) if of == "meeting" else None
        if self._way_back is not None:
            self._way_back.clicked.connect(self.left)
            self.add_foot(self._way_back, None, self._before, self._next)
        else:
            self.add_foot(self._before, self._next)
        self.show_all(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure chooses the side of that number; 0 writes it anew."""
        number = event.text()
        if number == "0":
            self._anew_pressed()
        elif number in _FIGURES:
            self._choose(int(number) - 1)
        else:
            super().keyPressEvent(event)

    def show_all(self, shown: Sequence[Shown]) -> None:
        """What is open now; the next one takes the place of one that was settled."""
        self._shown = tuple(shown)
        self._at = max(0, min(self._at, len(self._shown) - 1))
        self._show()

    def settled(self, shown: Sequence[Shown]) -> None:
        """One was settled; these are open still."""
        self.notice.clear()
        self.show_all(shown)
        self.status.say("Settled", "done")
        self.focus_first()

    def focus_first(self) -> None:
        """The first side's button; with nothing to decide the way back, or the page."""
        if self._panels and not self._read_only:
            self._panels[0].keep.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._way_back is not None:
            self._way_back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one under the other."""
        super().resizeEvent(event)
        room = _LEAST * self.fontMetrics().height() / 16 * max(1, len(self._panels))
        way = QBoxLayout.Direction
        self._sides.setDirection(way.LeftToRight if self.width() > room else way.TopToBottom)

    def _show(self) -> None:
        for panel in self._panels:
            panel.hide()
            panel.deleteLater()
        self._panels = []
        count = len(self._shown)
        for widget in (self._before, self._next):
            widget.setVisible(count > 1)
        self._foot.setVisible(count > 1 or self._way_back is not None)
        if not count:
            self.status.setText("")
            self._title.setText(_ALL)
            self._what.hide()
            self._anew.hide()
            return
        one = self._shown[self._at]
        self.status.setText(f"{self._at + 1} of {count}")
        self._title.setText(one.title)
        self._what.setText(one.what)
        self._what.show()
        for number, side in enumerate(one.sides):
            panel = _Side(number, side, self)
            panel.keep.setEnabled(side.may and not self._read_only)
            panel.chosen.connect(self._choose)
            self._sides.addWidget(panel, 1, Qt.AlignmentFlag.AlignTop)
            self._panels.append(panel)
        self._anew.setVisible(one.target is not None)
        self._anew.setEnabled(not self._read_only)
        self._before.setEnabled(self._at > 0)
        self._next.setEnabled(self._at < count - 1)

    def _choose(self, number: int) -> None:
        if number < len(self._panels) and self._panels[number].keep.isEnabled():
            for panel in self._panels:
                panel.keep.setEnabled(False)
            self.chosen.emit(self._shown[self._at], number)

    def failed(self, error: object) -> None:
        """It was not settled; it can be tried again."""
        super().failed(error)  # type: ignore[arg-type]
        self._show()

    def _anew_pressed(self) -> None:
        if self._shown and self._anew.isEnabled() and not self._anew.isHidden():
            self.target_wanted.emit(self._shown[self._at].target)

    def _back(self) -> None:
        self._at = max(0, self._at - 1)
        self._show()
        self.focus_first()

    def _forward(self) -> None:
        self._at = min(len(self._shown) - 1, self._at + 1)
        self._show()
        self.focus_first()


class _Side(QFrame):
    """What one side says, who wrote it and when, and the button that lets it stand."""

    chosen = Signal(int)

    def __init__(self, number: int, side: SideShown, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self._number = number
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(Words(side.who, "label", self))
        column.addWidget(Words(side.when, "muted", self))
        for line in side.lines:
            column.addWidget(Words(line, "", self))
        if side.stands:
            column.addWidget(Words("In the record now", "small", self))
        self.keep = button(f"{number + 1}   Let this stand", "", self)
        self.keep.setAccessibleName(
            f"Let this stand: {side.who}, {side.when}: {'; '.join(side.lines)}"
        )
        self.keep.setToolTip(f"Press {number + 1}")
        self.keep.clicked.connect(self._press)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)

    def _press(self) -> None:
        self.chosen.emit(self._number)
