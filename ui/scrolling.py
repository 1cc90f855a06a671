"""Bringing what has the keyboard into sight: Qt does so for Tab only."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget

_ROUND = 48  # pixels above and below that stay in sight with it


def scroll_to(widget: QWidget) -> None:
    """Scroll the page so that the widget is in sight."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, _ROUND)
