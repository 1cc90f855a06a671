"""One question outside a form: words, help, the problem, and whatever takes the answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.labels import Words, button
from ui.theme import mark


class Question(QWidget):
    """`box` takes the answer; its name and help are what a screen reader says of it."""

    def __init__(
        self, words: str, box: QWidget, help_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.box = box
        self.words = words
        self._help_text = help_text
        self._label = Words(words, "label", self)
        self._label.setBuddy(box)
        self._help = Words(help_text, "muted", self)
        self._help.setVisible(bool(help_text))
        self._trouble = Words("", "danger", self)
        self._trouble.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(3, 3, 3, 3)  # room for the focus ring
        self.column.setSpacing(4)
        for above in (self._label, self._help, self._trouble):
            self.column.addWidget(above)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(box, 1)
        self.column.addLayout(self._row)
        self._describe("")

    def put_beside(self, made: QPushButton) -> None:
        """A button behind the box; a screen reader hears what it belongs to."""
        made.setAccessibleName(f"{made.text()} {self.words}")
        self._row.addWidget(made)

    def set_words(self, words: str) -> None:
        """Ask it in other words."""
        self.words = words
        self._label.setText(words)
        self._describe(self.problem)

    def set_help(self, help_text: str) -> None:
        """Other words under the question."""
        self._help_text = help_text
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text))
        self._describe(self.problem)

    @property
    def problem(self) -> str:
        """What is wrong with the answer, or nothing."""
        return "" if self._trouble.isHidden() else self._trouble.text().removeprefix("Problem: ")

    def set_problem(self, problem: str) -> None:
        """Say what is wrong with the answer, or nothing."""
        self._trouble.setText(f"Problem: {problem}")
        self._trouble.setVisible(bool(problem))
        if isinstance(self.box, QLineEdit | QComboBox):
            mark(self.box, "trouble", bool(problem))
        self._describe(problem)

    def take_focus(self) -> None:
        """Put the keyboard into the answer."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _describe(self, problem: str) -> None:
        self.box.setAccessibleName(self.words)
        said = (f"Problem: {problem}." if problem else "", self._help_text)
        self.box.setAccessibleDescription(" ".join(part for part in said if part))


class LineQuestion(Question):
    """Answered in one line. `entered` when Enter is pressed in it."""

    entered = Signal()

    def __init__(
        self,
        words: str,
        help_text: str = "",
        parent: QWidget | None = None,
        *,
        longest: int = 200,
    ) -> None:
        self._letters = 0
        self.line = QLineEdit()
        self.line.setMaxLength(longest)
        super().__init__(words, self.line, help_text, parent)
        self.line.returnPressed.connect(self.entered)

    @property
    def text(self) -> str:
        """What is typed, as it is typed."""
        return self.line.text()

    def put(self, text: str) -> None:
        """Show an answer."""
        self.line.setText(text)

    def set_letters(self, count: int) -> None:
        """Make the box as wide as a short answer needs."""
        self._letters = count
        self._row.setStretchFactor(self.line, 0)
        self._row.addStretch(1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A short box grows with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        if self._letters:
            wide = self.line.fontMetrics().averageCharWidth() * (self._letters + 4)
            self.line.setFixedWidth(wide)


class SecretQuestion(LineQuestion):
    """A passphrase: not shown unless asked, not predicted, not kept by the system's keyboard."""

    def __init__(self, words: str, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, help_text, parent, longest=1024)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._show = button("Show", "", self)
        self._show.setCheckable(True)
        self._show.clicked.connect(self._shown)
        self.put_beside(self._show)

    def hide_secret(self) -> None:
        """Cover it again and forget it."""
        self._show.setChecked(False)
        self._shown()
        self.line.clear()

    def _shown(self) -> None:
        shown = self._show.isChecked()
        echo = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(echo)
        self._show.setText("Hide" if shown else "Show")
        self._show.setAccessibleName(f"{self._show.text()} {self.words}")
