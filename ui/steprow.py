"""One step of a case on the screen: what, who, where it stands, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mktdesk.casework.route import TO_DO, Mark, RouteEvent, RouteStep
from ui.labels import Words, rule
from ui.wrapping import WrapRow


class StepCard(QFrame):
    """A step that can be done now: everything that is known of it, buttons at the foot."""

    def __init__(
        self, one: RouteStep, buttons: Sequence[QPushButton], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        column.addWidget(Words(one.step.label, "label", self))
        about = " · ".join(part for part in (one.who, one.step.guidance) if part)
        column.addWidget(Words(about, "muted", self))
        if one.step.help:
            column.addWidget(Words(one.step.help, "muted", self))
        for words, look in _lines(one):
            column.addWidget(Words(words, look, self))
        if buttons:
            column.addSpacing(4)
            column.addWidget(WrapRow(*buttons, parent=self))


class StepLine(QWidget):
    """Any other step, or an event: its name, a line on where it stands, buttons beside them."""

    def __init__(
        self,
        label: str,
        words: Sequence[tuple[str, str]],
        buttons: Sequence[QPushButton],
        parent: QWidget | None = None,
        *,
        look: str = "",
        below: Sequence[QPushButton] = (),
    ) -> None:
        """words: each line with its look. look: the label's. below: further buttons, under it."""
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(16)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(Words(label, look, self))
        for line, its_look in words:
            said.addWidget(Words(line, its_look, self))
        row.addLayout(said, 1)
        for one in buttons:
            row.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(row)
        if below:
            whole.addWidget(WrapRow(*below, parent=self))
        whole.addWidget(rule(self))


def step_words(one: RouteStep) -> list[tuple[str, str]]:
    """Who does it and where it stands, in as many lines as need a look of their own."""
    stands = "" if one.mark is Mark.NOT_NEEDED else one.words  # the heading says it
    about = " · ".join(part for part in (one.who, stands) if part)
    return [(about, "small"), *_extra(one), *([(one.note, "small")] if one.note else [])]


def event_words(one: RouteEvent) -> list[tuple[str, str]]:
    """When it happened, and what to look at."""
    lines = [(one.words, "small"), *((words, "warning") for words in one.looks)]
    return [*lines, *([(one.note, "small")] if one.note else [])]


def _lines(one: RouteStep) -> Iterator[tuple[str, str]]:
    if one.words != TO_DO:  # which the heading says
        yield one.words, ""
    yield from _extra(one)
    if one.missing and one.way.by_hand:
        yield "Still to be seen to:", ""
    for words in one.missing:
        yield (f"–  {words}" if one.way.by_hand else words), ""
    if one.seen_to:
        known = {point.id: point.text for point in one.step.point}
        yield f"Seen to: {'; '.join(known.get(key, key) for key in one.seen_to)}", "muted"
    if one.note:
        yield one.note, "muted"


def _extra(one: RouteStep) -> Iterator[tuple[str, str]]:
    """What must not be missed."""
    for words in one.held:
        yield f"Held: {words}", "warning"
    for words in one.due:
        yield words, "danger" if one.late else "small"
    for words in one.looks:
        yield words, "warning"
