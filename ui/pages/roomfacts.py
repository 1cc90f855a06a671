"""The case of an item in full words: its facts, how each criterion stands, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.labels import Words, button
from ui.page import Screen
from ui.wrapping import WrapRow


class RoomFactsPage(Screen):
    """Nothing is cut short here. back_wanted."""

    back_wanted = Signal()

    def __init__(
        self,
        title: str,
        groups: Sequence[tuple[str, Sequence[str]]],
        parent: QWidget | None = None,
    ) -> None:
        """groups: a heading with its lines, in order; one without lines is left out."""
        super().__init__(title, parent=parent)
        back = button("Back to the table", "", self)
        back.clicked.connect(self.back_wanted)
        self.body.addWidget(WrapRow(back, parent=self))
        for heading, lines in groups:
            if lines:
                self.body.addWidget(Words(heading, "section", self))
                for line in lines:
                    self.body.addWidget(Words(line, "room", self))
