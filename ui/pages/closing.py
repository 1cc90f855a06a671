"""The closing of a case: the guidance's checklist line by line, exceptions, and the closing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mktdesk.casework.closing import Line, LineState, still_open
from mktdesk.desk.closing import ClosingShown
from ui.labels import Words, button
from ui.page import Screen
from ui.steprow import StepLine

MARK, EXCEPT, BACK, GO = "mark", "except", "back", "go"
_VERBS = {MARK: "Mark as done…", EXCEPT: "Except…", BACK: "Take back"}
_HEADINGS = {
    LineState.OPEN: "Still open",
    LineState.EXCEPTED: "Excepted",
    LineState.MET: "Met",
    LineState.NOT_NEEDED: "Not needed in this case",
}
_LOOKS = {LineState.OPEN: "warning", LineState.MET: "done"}
_GO_WORDS = {
    "step": "Go to the step",
    "plan": "Go to the plan",
    "bulletin": "Go to learning",
    "recommendations": "Go to recommendations",
    "disagreements": "Go to disagreements",
    "returns": "Go to agencies",
    "notices": "Go to notices",
}
_NONE = "The guidance gives no checklist for this kind of review."


class ClosingPage(Screen):
    """act_asked: (Line, one of MARK, EXCEPT, BACK). go_asked: (Line, which of its `lacks`).

    close_asked. reopen_asked.
    """

    act_asked = Signal(object, str)
    go_asked = Signal(object, str)
    close_asked = Signal()
    reopen_asked = Signal()

    def __init__(self, shown: ClosingShown, parent: QWidget | None = None) -> None:
        super().__init__("Closing", parent=parent)
        self._acts: dict[QPushButton, tuple[Line, str]] = {}
        self._holder: QWidget | None = None
        self._close = button("Close the case…", "primary", self)
        self._close.clicked.connect(self.close_asked)
        self._reopen = button("Open it again…", "", self)
        self._reopen.clicked.connect(self.reopen_asked)
        self.add_foot(self._close, self._reopen, None)
        self.show_all(shown)

    # what the controller shows

    def show_all(self, shown: ClosingShown) -> None:
        """Everything as it stands; the keyboard stays at its line."""
        kept = next((act for made, act in self._acts.items() if made.hasFocus()), None)
        before, self._holder = self._holder, QWidget(self)
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._acts = {}
        self._shown = shown
        self._fill()
        self.body.addWidget(self._holder)
        self._holder.show()
        if before is not None:
            before.hide()
            before.deleteLater()
        waiting = still_open(shown.lines)
        self._close.setVisible(shown.closure is None)
        self._close.setEnabled(not waiting and not shown.refused)
        self._reopen.setVisible(shown.closure is not None)
        self._reopen.setEnabled(not shown.refused)
        if kept is not None:
            self._take_back_focus(kept[0].line.id)

    def told(self, words: str) -> None:
        """It is done."""
        self.status.say(words, "done")

    # how it is built

    def _fill(self) -> None:
        shown = self._shown
        if shown.refused:
            self._add(Words(shown.refused, "muted", self._holder))
        for words in shown.cautions:
            self._add(Words(f"Beside this case: {words}", "warning", self._holder))
        for words, look in _head(shown):
            self._add(Words(words, look, self._holder))
        for state, heading in _HEADINGS.items():
            lines = [one for one in shown.lines if one.state is state]
            if lines:
                self._column.addSpacing(16)
                self._add(Words(heading, "section", self._holder))
            for one in lines:
                self._add(StepLine(one.line.text, _words(one), self._buttons(one), self._holder))

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _buttons(self, one: Line) -> list[QPushButton]:
        if self._shown.refused or self._shown.closure is not None:
            return []
        if one.marked:
            return [self._act(one, BACK, _VERBS[BACK])]
        if one.state is not LineState.OPEN:
            return []
        made = []
        lacking = next((what for what in one.lacks if what in _GO_WORDS), "")
        if lacking:
            made.append(self._act(one, f"{GO}:{lacking}", _GO_WORDS[lacking]))
        if not one.seen:
            made.append(self._act(one, MARK, _VERBS[MARK]))
        if one.line.exception:
            made.append(self._act(one, EXCEPT, _VERBS[EXCEPT]))
        return made

    def _act(self, one: Line, what: str, words: str) -> QPushButton:
        made = button(words, "link", self._holder)
        made.setAccessibleName(f"{words.rstrip('…')}: {one.line.text}")
        made.clicked.connect(self._acted)
        self._acts[made] = (one, what)
        return made

    # how it works

    def _acted(self) -> None:
        one, what = next(act for made, act in self._acts.items() if made is self.sender())
        if what.startswith(f"{GO}:"):
            self.go_asked.emit(one, what.partition(":")[2])
        else:
            self.act_asked.emit(one, what)

    def _take_back_focus(self, line_id: str) -> None:
        """To what can be done now about the same line, or to closing."""
        own = [made for made, (one, _) in self._acts.items() if one.line.id == line_id]
        for made in (*own, self._close)[:1]:
            made.setFocus(Qt.FocusReason.OtherFocusReason)


def _words(one: Line) -> list[tuple[str, str]]:
    if one.state is LineState.NOT_NEEDED:  # the heading says it
        return []
    said = [(one.words, _LOOKS.get(one.state, ""))]
    if one.state is LineState.OPEN and not one.line.exception:
        said.append(("The guidance allows no exception.", "small"))
    return said


def _head(shown: ClosingShown) -> list[tuple[str, str]]:
    """Where the closing stands as a whole."""
    closed = shown.closure
    if closed is not None:
        again = "Its answers and signatures stay as they are; actions and learning go on."
        said = [(f"{closed.words} by {closed.by}.", "label"), (again, "muted")]
        return [said[0], *([(closed.note, "")] if closed.note else []), said[1]]
    if not shown.lines:
        return [(_NONE, "muted")]
    waiting = len(still_open(shown.lines))
    if waiting:
        lines = "1 line stands" if waiting == 1 else f"{waiting} lines stand"
        return [(f"{lines} open. The case can be closed when none does.", "muted")]
    return [("Nothing stands open: the case can be closed.", "muted")]
