"""How strong a passphrase is: a bar, and the same in words."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from mktdesk.desk.strength import Strength
from ui.announce import announce
from ui.labels import Words

_BEST = 4


class StrengthBar(QWidget):
    """Empty until something is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, _BEST)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Strength of the passphrase")
        self._words = Words("", "label", self)
        self._advice = Words("", "muted", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        for shown in (self._bar, self._words, self._advice):
            column.addWidget(shown)
        self.hide()

    def show_strength(self, strength: Strength) -> None:
        """Show an estimate, and say it when its words change."""
        words = f"Strength: {strength.words.lower()}"
        if words != self._words.text() or self.isHidden():
            announce(self, words)
        self._bar.setValue(strength.score)
        self._words.setText(words)
        self._advice.setText(strength.advice)
        self._advice.setVisible(bool(strength.advice))
        self.show()
