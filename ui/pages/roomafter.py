"""An item that is signed: what follows from it, and who decides on it next, now or later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui.labels import Words, button
from ui.page import Screen
from ui.wrapping import WrapRow

_LATER = "Or later, from the case itself, as any section is filled and signed."


@dataclass(frozen=True, slots=True)
class NextDecision:
    """Somebody who decides on what was signed. who: "Independent Chair". part: its id.

    signed: by whom it is signed, in words, or nothing. beside: (id, title) of parts that are filled
    with it and not signed.
    """

    who: str
    label: str
    part: str
    title: str
    signed: str = ""
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AfterShown:
    """outcome: how the item came out. started: what started by itself with the last signature, a
    line each.
    """

    title: str
    outcome: str
    decisions: tuple[NextDecision, ...]
    started: Sequence[str] = ()


class RoomAfterPage(Screen):
    """part_wanted: (a part's id) its pages. back_wanted: to the table."""

    back_wanted = Signal()
    part_wanted = Signal(str)

    def __init__(self, shown: AfterShown, parent: QWidget | None = None) -> None:
        super().__init__(f"Signed: {shown.title}", parent=parent)
        if shown.outcome:
            self.body.addWidget(Words(shown.outcome, "room", self))
        for one in shown.decisions:
            self._add(one)
        if any(not one.signed for one in shown.decisions):
            self.body.addWidget(Words(_LATER, "muted", self))
        if shown.started:
            self.body.addWidget(Words("Started by itself", "section", self))
            for line in shown.started:
                self.body.addWidget(Words(line, "", self))
        self.body.addWidget(Words("F11 takes the next item.", "muted", self))
        back = button("Back to the table", "", self)
        back.clicked.connect(self.back_wanted)
        self.body.addWidget(WrapRow(back, parent=self))

    def _add(self, one: NextDecision) -> None:
        self.body.addWidget(Words(one.label, "section", self))
        if one.signed:
            self.body.addWidget(Words(f"{one.title}: {one.signed}", "done", self))
            return
        ways = [self._to(button(f"{one.who} decides now", "primary", self), one.part)]
        ways += [self._to(button(f"{title}…", "", self), part) for part, title in one.beside]
        self.body.addWidget(WrapRow(*ways, parent=self))

    def _to(self, made: QPushButton, part: str) -> QPushButton:
        made.setProperty("part", part)
        made.clicked.connect(self._pressed)
        return made

    def _pressed(self) -> None:
        self.part_wanted.emit(str(self.sender().property("part")))
