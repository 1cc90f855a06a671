"""Where a case is: what is done, what is now, who decides, what is missing, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mktdesk.casework.clockmoves import Moved
from mktdesk.casework.route import Mark, Route, RouteEvent, RouteStep, Way
from ui.labels import Words, button, show_if
from ui.page import Screen
from ui.saved import Saved
from ui.scrolling import scroll_to
from ui.steprow import StepCard, StepLine, event_words, step_words

RECORD, CORRECT, WITHDRAW, GO = "record", "correct", "withdraw", "go"
_VERBS = {RECORD: "Record…", CORRECT: "Correct…", WITHDRAW: "Withdraw…"}
_HEADINGS = {
    Mark.NOW: "Now",
    Mark.OPEN: "Left open",
    Mark.NEXT: "Next",
    Mark.LATER: "Later",
    Mark.DONE: "Done",
    Mark.NOT_NEEDED: "Not needed in this case",
}
_OPEN = "Not recorded, although a step that comes after it is done."
_EVENTS = "Other days that count"
_DAYS = "Deadlines are counted from some of these days."
_NONE = "This kind of review has no steps."

Thing = RouteStep | RouteEvent


@dataclass(frozen=True, slots=True)
class ProcessShown:
    """What the page shows. parts: the numbers or titles of the form's parts, by id. refused: why
    nothing can be recorded now, or nothing.
    """

    route: Route
    parts: dict[str, str]
    refused: str = ""


class ProcessPage(Screen):
    """act_asked: (RouteStep or RouteEvent, one of the four words above).

    map_wanted: as a map. save_wanted, print_wanted: the map as a PDF, or on paper.
    """

    act_asked = Signal(object, str)
    map_wanted = Signal()
    save_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, shown: ProcessShown, parent: QWidget | None = None) -> None:
        super().__init__("Where it is", parent=parent)
        self._acts: dict[QPushButton, tuple[Thing, str]] = {}
        self._places: dict[str, QWidget] = {}
        self._holder: QWidget | None = None
        self._map = self._button("Show as a map", self.map_wanted)
        self._save = self._button("Save map as PDF…", self.save_wanted)
        self._print = self._button("Print map…", self.print_wanted)
        self.add_foot(self._map, None, self._save, self._print)
        self.show_all(shown)

    def _button(self, words: str, asked: object) -> QPushButton:
        made = button(words, "", self)
        made.clicked.connect(asked)
        return made

    # what the controller shows

    def show_all(self, shown: ProcessShown) -> None:
        """Everything as it stands; the keyboard stays at its step."""
        self._shown = shown
        kept = self._pressed_last()
        before, self._holder = self._holder, QWidget(self)
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._acts, self._places = {}, {}
        self._fill(shown.route)
        self.body.addWidget(self._holder)
        show_if(self._holder, True)
        if before is not None:
            before.hide()
            before.deleteLater()
        may = bool(shown.route.steps)
        self._map.setEnabled(may)
        for made in (self._save, self._print):
            made.setEnabled(may and not shown.refused)
        if kept:
            self._take_back_focus(*kept)

    def told(self, words: str, warnings: Sequence[str], moved: Sequence[Moved]) -> None:
        """Something was recorded: what is worth a second look, and what moved by it."""
        lines = "\n".join(one.words for one in moved)
        self.notice.clear()
        if warnings:
            self.notice.show_words("warning", f"{words}. {' '.join(warnings)}", lines)
        elif lines:
            self.notice.show_words("done", f"{words}.", lines)
        else:
            self.status.say(words, "done")

    def saved(self, saved: Saved) -> None:
        """The map is saved."""
        self.notice.show_words("done", f"Saved as {saved.name}.", saved.words)

    def go_to_step(self, step_id: str) -> None:
        """Bring a step into sight, and the keyboard to what can be done about it."""
        place = self._places.get(step_id)
        if place is None:
            return
        scroll_to(place)
        first = next((made for made, (one, _) in self._acts.items() if _id(one) == step_id), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # how it is built

    def _fill(self, route: Route) -> None:
        if self._shown.refused:
            self._add(Words(self._shown.refused, "muted", self._holder))
        if route.steps:
            self._add(Words(f"{route.progress}.", "muted", self._holder))
        else:
            self._add(Words(_NONE, "muted", self._holder))
        for mark, heading in _HEADINGS.items():
            steps = route.in_hand if mark is Mark.NOW else route.marked(mark)
            if steps:
                self._section(heading, _OPEN if mark is Mark.OPEN else "")
            for one in steps:
                self._step(one)
        if route.events:
            self._section(_EVENTS, _DAYS)
        for event in route.events:
            buttons = self._buttons(event, event.event.label, event.way, done=event.on is not None)
            line = StepLine(event.event.label, event_words(event), buttons, self._holder)
            self._places[event.event.id] = line
            self._add(line)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _section(self, heading: str, words: str) -> None:
        self._column.addSpacing(16)
        self._add(Words(heading, "section", self._holder))
        if words:
            self._add(Words(words, "muted", self._holder))

    def _step(self, one: RouteStep) -> None:
        done = one.mark is Mark.DONE
        buttons: list[QPushButton] = []
        if one.mark is not Mark.NOT_NEEDED or not one.way.by_hand:
            buttons = self._buttons(one, one.step.label, one.way, done=done, held=bool(one.held))
        row: QWidget
        if one.mark is Mark.NOW:
            row = StepCard(one, buttons, self._holder)
        else:
            row = StepLine(one.step.label, step_words(one), buttons, self._holder)
        self._places[one.step.id] = row
        self._add(row)

    def _buttons(
        self, one: Thing, label: str, way: Way, *, done: bool, held: bool = False
    ) -> list[QPushButton]:
        if not way.by_hand:
            return [self._act(one, GO, self._go_words(way), label)]
        if self._shown.refused:
            return []
        if done:
            return [self._act(one, what, _VERBS[what], label) for what in (CORRECT, WITHDRAW)]
        made = self._act(one, RECORD, _VERBS[RECORD], label)
        made.setEnabled(not held)
        return [made]

    def _go_words(self, way: Way) -> str:
        return f"Go to {self._shown.parts[way.part]}" if way.part else "Go to the question"

    def _act(self, one: Thing, what: str, words: str, label: str) -> QPushButton:
        now = isinstance(one, RouteStep) and one.mark is Mark.NOW
        made = button(words, "" if now else "link", self._holder)
        made.setAccessibleName(f"{words.rstrip('…')}: {label}")
        made.clicked.connect(self._acted)
        self._acts[made] = (one, what)
        return made

    # how it works

    def _acted(self) -> None:
        for made, (one, what) in self._acts.items():
            if made is self.sender():
                self.act_asked.emit(one, what)
                return

    def _pressed_last(self) -> tuple[str, str] | None:
        for made, (one, what) in self._acts.items():
            if made.hasFocus():
                return _id(one), what
        return None

    def _take_back_focus(self, name: str, what: str) -> None:
        """To the same button, or to what can be done now about the same step."""
        own = [made for made, (one, _) in self._acts.items() if _id(one) == name]
        same = [made for made in own if self._acts[made][1] == what]
        for made in (*same, *own)[:1]:
            made.setFocus(Qt.FocusReason.OtherFocusReason)


def _id(one: Thing) -> str:
    return one.step.id if isinstance(one, RouteStep) else one.event.id
