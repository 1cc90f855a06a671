"""What a person sees and presses: the page in the window, a button by its words, all words."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.window import Window

T = TypeVar("T")


def shown(window: Window, kind: type[T]) -> T:
    """The page in the window, which is of this kind."""
    found = window.screen_shown
    assert isinstance(found, kind)
    return found


def press(inside: QWidget, name: str) -> None:
    """Press the one button of these words that is in sight."""
    buttons = [b for b in inside.findChildren(QPushButton) if b.text() == name and b.isVisible()]
    assert len(buttons) == 1, name
    assert buttons[0].isEnabled()
    buttons[0].click()


def words(inside: QWidget) -> str:
    """Every word in sight, a line for each label."""
    return "\n".join(x.text() for x in inside.findChildren(QLabel) if x.isVisibleTo(inside))
