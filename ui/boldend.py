"""A line whose end stands out: the day that an arithmetic comes to."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.labels import Words

_JOINED = "\u00a0"  # a date is not parted at the end of a line


class BoldEnd(Words):
    """Words with an emboldened end. Both are taken as plain text, whatever they look like."""

    def __init__(self, words: str, end: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(f"{escape(words)}<b>{escape(end.replace(' ', _JOINED))}</b>")
        self.setAccessibleName(words + end)
