"""With an invitation: its code, and a passphrase of one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.question import LineQuestion, Question, SecretQuestion


class JoinPage(Screen):
    """join_asked: (code as typed, passphrase), for `Desk.join`. back_asked: not now."""

    join_asked = Signal(str, str)
    back_asked = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__("Use an invitation", parent=parent)
        self.body.addWidget(Words(folder, "small", self))
        self._code = LineQuestion(
            "Invitation code", "As your colleague told it to you; hyphens do not matter.", self
        )
        self._passphrase = SecretQuestion(
            "Your passphrase", "You type it each time you unlock on this computer.", self
        )
        self._again = SecretQuestion("The same passphrase again", "", self)
        self._questions = (self._code, self._passphrase, self._again)
        for question in self._questions:
            question.entered.connect(self.check)
            self.body.addWidget(question)
        self._join = button("Open the vault", "primary", self)
        self._join.clicked.connect(self.check)
        self._back = button("Back", "", self)
        self._back.clicked.connect(self.back_asked)
        self.add_foot(self._back, None, self._join)

    def fill(self, code: str, passphrase: str, again: str) -> None:
        """Put answers in, as if they had been typed."""
        for question, text in zip(self._questions, (code, passphrase, again), strict=True):
            question.put(text)

    def set_busy(self, busy: bool) -> None:
        """While the vault is opened; what was typed stays."""
        for held in (self._join, self._back, *self._questions):
            held.setEnabled(not busy)
        self.status.say("Opening the vault…" if busy else "")

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    def check(self) -> None:
        """Look at the answers, and ask when nothing is wrong with them."""
        self.notice.clear()
        found: dict[Question, str] = {}
        if not self._code.text.strip():
            found[self._code] = "Type the invitation code."
        if not self._passphrase.text:
            found[self._passphrase] = "Choose a passphrase."
        if self._passphrase.text != self._again.text:
            found[self._again] = "The two passphrases differ: type the same again."
        for question in self._questions:
            question.set_problem(found.get(question, ""))
        self.show_problems([SummaryLine(words, question) for question, words in found.items()])
        if not found:
            self.join_asked.emit(self._code.text, self._passphrase.text)
