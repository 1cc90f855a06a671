"""A group that opens and closes under its heading."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.labels import Words, button


class Fold(QWidget):
    """A heading, words under it, the button that opens and closes it, and `content`."""

    def __init__(
        self, heading: str, content: QWidget, *, closes: bool, parent: QWidget | None = None
    ) -> None:
        """closes: begins closed, and has the button; else it is always open."""
        super().__init__(parent)
        self._heading = heading
        self.content = content
        self._words = Words("", "muted", self)
        self._button = button("", "link", self)
        self._button.clicked.connect(self._pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Words(heading, "section", self))
        column.addWidget(self._words)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        column.addWidget(content)
        self._button.setVisible(closes)
        self.set_open(not closes)

    def set_words(self, words: str) -> None:
        """What stands under the heading, open or closed: how much is answered."""
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def set_open(self, now: bool) -> None:
        """Show or hide the content."""
        self.content.setVisible(now)
        self._button.setText("Hide the questions" if now else "Show the questions")
        self._button.setAccessibleName(f"{self._button.text()}: {self._heading}")

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return not self.content.isHidden()

    def _pressed(self) -> None:
        self.set_open(not self.is_open)
