"""Disagreements of a case, and the processes beside it: what is open, and what it holds up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.calendar import spoken_date
from mktdesk.casework import disagreements, parallel
from mktdesk.casework.parallel import PUBLICATION, Beside
from mktdesk.desk.beside import BesideShown, Disputed
from mktdesk.desk.drafts import Target
from ui.labels import Words, button
from ui.page import Screen
from ui.steprow import StepLine

DISAGREEMENTS, PROCESSES = "own_disagreements", "own_parallel"  # pages of the working record
_COURTS = frozenset({"criminal", "coroner"})
_TIMING = "Settle with them when anything may be published."  # 2016 guidance, 3.5
_CLOCKS = "A deadline that cannot be kept because of it can be paused on “Clocks”, with a reason."


class BesidePage(Screen):
    """target_wanted: (Target) a row of the working record. page_wanted: (its page's id)."""

    target_wanted = Signal(object)
    page_wanted = Signal(str)

    def __init__(self, shown: BesideShown, parent: QWidget | None = None) -> None:
        super().__init__("Disagreements and other processes", parent=parent)
        self._shown = shown
        self._goes: dict[QPushButton, Target] = {}
        self._disagree = button("Write a disagreement", "", self)
        self._disagree.clicked.connect(self._to_disagreements)
        self._beside = button("Write another process", "", self)
        self._beside.clicked.connect(self._to_processes)
        self.add_foot(self._disagree, self._beside, None)
        self.body.setSpacing(8)
        self._fill()

    def _fill(self) -> None:
        shown = self._shown
        self._add("Disagreements", "section")
        if not shown.disputed:
            self._add("None is recorded.", "muted")
        for one in shown.disputed:
            standing = one.standing
            target = Target(disagreements.RECORD, standing.row, "")
            self._line(standing.about, list(_of_disagreement(one)), target)
        if shown.held:
            self._add("Held up meanwhile:", "warning")
            for label in shown.held:
                self._add(f"–  {label}", "warning")
            for why in dict.fromkeys(shown.held.values()):
                self._add(why, "muted")
        self.body.addSpacing(16)
        self._add("Other processes", "section")
        if not shown.processes:
            self._add("None is recorded.", "muted")
        for process in shown.processes:
            title = shown.kinds.get(process.process, "(no kind chosen)")
            target = Target(parallel.RECORD, process.row, "")
            self._line(title, list(self._of_process(process)), target)
        if any(process.holds for process in shown.processes):
            self._add(_CLOCKS, "muted")

    def _add(self, words: str, look: str) -> None:
        self.body.addWidget(Words(words, look, self))

    def _line(self, title: str, lines: list[tuple[str, str]], target: Target) -> None:
        go = button("Go to it", "link", self)
        go.setAccessibleName(f"Go to it: {title or 'no words yet'}")
        go.clicked.connect(self._gone)
        self._goes[go] = target
        self.body.addWidget(StepLine(title or "(no words)", lines, [go], self))

    def _of_process(self, one: Beside) -> Iterator[tuple[str, str]]:
        state = self._shown.states.get(one.state, "Nobody has said where it stands")
        yield state, "done" if one.ended else ""
        about = (
            f"Contact: {one.contact}" if one.contact else "",
            f"Next date: {_spoken(one.next_day)}" if one.next_day and not one.ended else "",
        )
        if any(about):
            yield " · ".join(part for part in about if part), "small"
        held = [label for key, label in self._shown.holds.items() if key in one.holds]
        if held:
            yield f"Holds up: {'; '.join(held)}", "warning"
        if not one.ended and (one.process in _COURTS or PUBLICATION in one.holds):
            yield _TIMING, "small"
        for doubt in one.doubts:
            yield doubt, "warning"

    # how it works

    def _gone(self) -> None:
        self.target_wanted.emit(
            next(target for made, target in self._goes.items() if made is self.sender())
        )

    def _to_disagreements(self) -> None:
        self.page_wanted.emit(DISAGREEMENTS)

    def _to_processes(self) -> None:
        self.page_wanted.emit(PROCESSES)

    def focus_first(self) -> None:
        """To the first of them, or to where they are written."""
        first = next(iter(self._goes), self._disagree)
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _of_disagreement(one: Disputed) -> Iterator[tuple[str, str]]:
    standing = one.standing
    who = f" · who decides: {one.decider}" if one.decider else ""
    yield (f"Open{who}", "warning") if standing.open else ("Decided", "done")
    level = standing.level.label if standing.level is not None else "No level chosen"
    yield level, "small"
    if standing.threshold:
        yield "It is about whether a threshold is met.", "small"
    if standing.open and standing.directed:
        yield "A direction lets the case go on meanwhile.", "small"
    if one.above:
        yield f"If it is not settled there, it goes up to: {one.above}", "small"
    for doubt in standing.doubts:
        yield doubt, "warning"


def _spoken(iso: str) -> str:
    return spoken_date(date.fromisoformat(iso))
