"""Taking one case along, and where it is while it is away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.travel import AwayLine
from ui.labels import Words, button
from ui.page import Screen

_WHAT = (
    "The case goes along in an encrypted travel pack, by itself. It stays open here: what is "
    "written in both places is joined when the pack comes back. To take a meeting with its cases, "
    "go to Travel packs."
)


class TakingPage(Screen):
    """take_asked: the case is to be taken along."""

    take_asked = Signal()

    def __init__(
        self, lines: Sequence[AwayLine], why_not: str = "", parent: QWidget | None = None
    ) -> None:
        """why_not: why it cannot be taken, or nothing."""
        super().__init__("Take to a meeting", parent=parent)
        self.body.addWidget(Words(_WHAT, "muted", self))
        if why_not:
            self.body.addWidget(Words(why_not, "warning", self))
        self.body.addWidget(Words("Where it is", "section", self))
        for words in [f"{one.words}, {one.age}." for one in lines] or ["Only here."]:
            self.body.addWidget(Words(words, "", self))
        take = button("Take to a meeting…", "primary", self)
        take.setEnabled(not why_not)
        take.clicked.connect(self.take_asked)
        self.add_foot(take)
