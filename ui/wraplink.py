"""A link whose words wrap: Qt's own button cuts a long line off."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.labels import Button, Words

_LEAST = 24  # pixels: the smallest target a finger or a shaking hand is asked to hit


class WrapLink(Button):
    """Pressed like any button. Its words take the colour of the box it stands in."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "link")
        self.setAutoDefault(False)
        self.setAccessibleName(words)
        self._words = Words(words, "", self)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        underlined = QFont()
        underlined.setUnderline(True)
        self._words.setFont(underlined)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def sizeHint(self) -> QSize:
        """One line of the words, if there is room."""
        return QSize(self._words.sizeHint().width() + 4, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """As narrow as its longest word."""
        return QSize(self._words.minimumSizeHint().width(), _LEAST)

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped words, and no less than a target needs."""
        return max(_LEAST, self._words.heightForWidth(width - 4) + 4)
