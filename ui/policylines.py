"""What the administrator of this computer has set, in words: a part of Settings."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.policy import Policy, in_words
from ui.labels import Words


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """lines: (what, how). warnings: (what, do). file: where they are set."""

    lines: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]
    file: str


def policy_shown(policy: Policy, *, can_hide: bool) -> PolicyShown:
    """What Settings shows of it. can_hide: whether this system can hide windows from capture."""
    return PolicyShown(in_words(policy, can_hide=can_hide), policy.warnings, policy.file)


class PolicyLines(QWidget):
    """One line a setting; what is wrong in the file stands above them."""

    def __init__(self, shown: PolicyShown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 0, 0, 0)
        column.setSpacing(4)
        for what, do in shown.warnings:
            column.addWidget(Words(f"Warning: {what} {do}", "warning", self))
        for what, how in shown.lines:
            column.addWidget(Words(f"{what}: {how}.", "", self))
        column.addWidget(Words(f"In {shown.file}", "muted", self))
