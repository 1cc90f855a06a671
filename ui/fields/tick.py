"""A tick box or a round one whose words wrap: Qt's own clip a long option."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.labels import Words, short_words


class Tick(QWidget):
    """`box` is the button itself; a click on the words presses it. Emits `pressed` by hand only."""

    pressed = Signal(bool)

    def __init__(
        self,
        words: str,
        *,
        one_of_many: bool = False,
        letter: str = "",
        help_text: str = "",
        short: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.words = words
        self._letter: QLabel | None = None
        self.box: QAbstractButton = QRadioButton(self) if one_of_many else QCheckBox(self)
        self.box.setAccessibleName(f"{letter}: {words}" if letter else words)
        self.box.setAccessibleDescription(help_text)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.box.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        if letter:
            self._letter = short_words(letter, "label", self)
            self._letter.setMinimumWidth(self._letter.fontMetrics().horizontalAdvance("mm"))
            row.addWidget(self._letter, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(2)
        self._label = (short_words if short else Words)(words, "", self)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        beside.addWidget(self._label)
        if help_text:
            beside.addWidget(Words(help_text, "small", self))
        beside.addStretch(1)
        row.addLayout(beside, 1)
        self._level()
        if short:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def on(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def put(self, on: bool) -> None:
        """Tick or clear without saying so."""
        self.box.setChecked(on)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The words are part of the target."""
        if self.rect().contains(event.position().toPoint()) and self.box.isEnabled():
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.click()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Taken, so that the release comes here too."""
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """A disabled option shows no hand; at another text size the words stay level."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._level()
        if event.type() is QEvent.Type.EnabledChange:
            shape = Qt.CursorShape.PointingHandCursor
            self.setCursor(shape if self.isEnabled() else Qt.CursorShape.ArrowCursor)

    def _level(self) -> None:
        """The first line of the words in the middle of the box, whose height grows with them."""
        top = self.fontMetrics().lineSpacing() // 8
        for label in (self._label, self._letter):
            if label is not None:
                margins = label.contentsMargins()
                margins.setTop(top)
                label.setContentsMargins(margins)
