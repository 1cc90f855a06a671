"""What a screen reader takes our own kinds of view for: Qt gives them no role."""

from __future__ import annotations

from functools import cache
from typing import ClassVar, cast

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


class Spoken:
    """Stands beside a widget's class and says what it is. Call `be_spoken` when it is made."""

    ROLE: ClassVar[QAccessible.Role] = QAccessible.Role.Document

    def be_spoken(self) -> None:
        """From now on screen readers hear the role."""
        _install()


@cache
def _install() -> None:
    QAccessible.installFactory(_interface)


def _interface(_name: str, thing: object) -> QAccessibleInterface | None:
    if isinstance(thing, Spoken):
        return QAccessibleWidget(cast("QWidget", thing), thing.ROLE)
    return None
