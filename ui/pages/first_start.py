"""Setting up the office's vault: whose it is, where it lies, and what opens it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.strength import Strength
from ui.folderbox import FolderQuestion
from ui.labels import button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.question import LineQuestion, Question, SecretQuestion
from ui.strengthbar import StrengthBar

_ASK_AFTER_MS = 200  # an estimate takes a few milliseconds: not at every key


@dataclass(frozen=True, slots=True)
class NewVault:
    """What is needed to set up a vault."""

    folder: Path
    office: str
    staff: str
    passphrase: str = field(repr=False)


class FirstStartPage(Screen):
    """make_asked: a NewVault. strength_asked: (passphrase, words that count as guessed)."""

    make_asked = Signal(object)
    strength_asked = Signal(str, tuple)
    back_asked = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        """folder: where the vault is suggested to lie."""
        super().__init__("Set up your office's vault", parent=parent)
        self._strength: Strength | None = None
        self._judged = ""
        self._waiting = False
        self._ask_for_answers(folder)
        self._make = button("Set up the vault", "primary", self)
        self._make.clicked.connect(self.check)
        self._back = button("Back", "", self)
        self._back.clicked.connect(self.back_asked)
        self.add_foot(self._back, None, self._make)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask_strength)
        self._passphrase.line.textEdited.connect(self._timer.start)

    def _ask_for_answers(self, folder: str) -> None:
        self._office = LineQuestion(
            "The office's name",
            "As on its letters, for example Northshire Safeguarding Children Partnership.",
        )
        self._staff = LineQuestion(
            "Your name", "Every case keeps a history of who did what. You are the first."
        )
        self._folder = FolderQuestion(
            "The vault's folder",
            "A new or empty folder that your office's backup reaches. "
            "All that will be in it is encrypted.",
        )
        self._folder.put(folder)
        self._passphrase = SecretQuestion(
            "Your passphrase", "You type it each time you unlock. Write it nowhere near the vault."
        )
        self._bar = StrengthBar(self)
        self._passphrase.column.addWidget(self._bar)
        self._again = SecretQuestion("The same passphrase again")
        self._questions = (
            self._office,
            self._staff,
            self._folder,
            self._passphrase,
            self._again,
        )
        for question in self._questions:
            question.entered.connect(self.check)
            self.body.addWidget(question)

    def fill(self, office: str, staff: str, passphrase: str, again: str) -> None:
        """Put answers in, as if they had been typed."""
        typed = (self._office, office), (self._staff, staff)
        for question, text in (*typed, (self._passphrase, passphrase), (self._again, again)):
            question.put(text)

    def show_strength(self, passphrase: str, strength: Strength) -> None:
        """The estimate of a passphrase; one of what stood there before is left out."""
        if passphrase != self._passphrase.text:
            return
        self._strength, self._judged = strength, passphrase
        self._bar.show_strength(strength)
        if self._waiting:
            self._waiting = False
            self.check()

    def set_busy(self, busy: bool) -> None:
        """While the vault is made; what was typed stays."""
        for held in (self._make, self._back, *self._questions):
            held.setEnabled(not busy)
        self.status.say("Setting up the vault…" if busy else "")

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    def _ask_strength(self) -> None:
        known = tuple(text for text in (self._office.text, self._staff.text, "mktdesk") if text)
        self.strength_asked.emit(self._passphrase.text, known)

    def check(self) -> None:
        """Look at the answers, and ask for the vault when nothing is wrong with them."""
        self.notice.clear()
        if self._judged != self._passphrase.text:
            self._waiting = True
            self._ask_strength()
            return
        found = self._problems()
        for question in self._questions:
            question.set_problem(found.get(question, ""))
        self.show_problems([SummaryLine(words, question) for question, words in found.items()])
        folder = self._folder.folder
        if not found and folder is not None:
            office, staff = self._office.text.strip(), self._staff.text.strip()
            self.make_asked.emit(NewVault(folder, office, staff, self._passphrase.text))

    def _problems(self) -> dict[Question, str]:
        found: dict[Question, str] = {}
        if not self._office.text.strip():
            found[self._office] = "Type the office's name."
        if not self._staff.text.strip():
            found[self._staff] = "Type your name."
        if self._folder.fault:
            found[self._folder] = self._folder.fault
        if not self._passphrase.text:
            found[self._passphrase] = "Choose a passphrase."
        elif self._strength is None or not self._strength.enough:
            found[self._passphrase] = "Choose a stronger passphrase: at least “good”."
        if self._passphrase.text != self._again.text:
            found[self._again] = "The two passphrases differ: type the same again."
        return found
