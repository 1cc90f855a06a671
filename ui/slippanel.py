"""A full reference on the screen: to read, copy, print or save as a slip."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mktdesk.reference import Reference
from ui.labels import Words, button, short_words
from ui.notices import StatusLine
from ui.secretwords import SecretWords
from ui.wrapping import WrapRow


class SlipPanel(QFrame):
    """Shows one reference. copy_asked, print_asked, save_asked: (Reference)."""

    copy_asked = Signal(object)
    print_asked = Signal(object)
    save_asked = Signal(object)

    def __init__(self, reference: Reference, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reference = reference
        self.setProperty("look", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        selectable = (
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        column.addWidget(short_words("Reference, for lists, subject lines and talk", "muted", self))
        public = short_words(reference.public, "code", self)
        public.setTextInteractionFlags(selectable)
        public.setAccessibleName(f"Reference {reference.public}")
        column.addWidget(public)
        column.addSpacing(8)
        column.addWidget(short_words("Full reference, the password of every paper", "muted", self))
        self.full = SecretWords(reference.full, self)
        self.full.copy_asked.connect(self._copy)
        self.full.setAccessibleName(f"Full reference {' '.join(reference.full)}")
        column.addWidget(self.full)
        buttons = []
        for text, slot in (
            ("Copy full reference", self._copy),
            ("Print slip…", self._print),
            ("Save slip…", self._save),
        ):
            made = button(text, "", self)
            made.clicked.connect(slot)
            buttons.append(made)
        self.last: QWidget = buttons[-1]  # in the order of Tab
        column.addSpacing(4)
        column.addWidget(WrapRow(*buttons, parent=self))
        self.status = StatusLine(self)
        self.status.setWordWrap(True)
        column.addWidget(self.status)
        column.addWidget(
            Words(
                "Give the full reference to recipients by another way than the papers: by "
                "telephone, or by handing over the slip. A saved slip is not protected.",
                "muted",
                self,
            )
        )

    def say(self, words: str, look: str = "done") -> None:
        """What became of it: "Copied. The clipboard is cleared in a minute."."""
        self.status.say(words, look)

    def _copy(self) -> None:
        self.copy_asked.emit(self.reference)

    def _print(self) -> None:
        self.print_asked.emit(self.reference)

    def _save(self) -> None:
        self.save_asked.emit(self.reference)
