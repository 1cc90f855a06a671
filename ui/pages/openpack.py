"""Opening a travel pack: what opens it, who works with it, and where its copy lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.folderbox import FolderQuestion
from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.question import LineQuestion, Question, SecretQuestion

_WHAT = (
    "It opens as a travelling copy on this computer, encrypted like the office's own vault and "
    "unlocked by what opens the pack. You work on it without a network and take it back."
)


@dataclass(frozen=True, slots=True)
class PackSeen:
    """What a pack tells without its secret. spoken: "full reference" or "passphrase"."""

    path: Path
    public: str
    spoken: str
    folder: Path


@dataclass(frozen=True, slots=True)
class OpenWish:
    """What was asked for."""

    path: Path
    typed: str = field(repr=False)
    who: str
    folder: Path


class OpenPackPage(Screen):
    """open_asked: (OpenWish). back_asked: not now."""

    open_asked = Signal(object)
    back_asked = Signal()

    def __init__(self, seen: PackSeen, parent: QWidget | None = None) -> None:
        super().__init__(f"Open the travel pack {seen.public}", parent=parent)
        self._seen = seen
        self.body.addWidget(Words(seen.path.name, "small", self))
        self.body.addWidget(Words(_WHAT, "muted", self))
        reference = "As on the slip; spaces and hyphens do not matter."
        self._secret = SecretQuestion(
            f"The pack's {seen.spoken}", reference if seen.spoken != "passphrase" else "", self
        )
        self._who = LineQuestion("Your name", "The history names who wrote what.", self)
        self._folder = FolderQuestion("Where the copy lies", "A new folder.", self)
        self._folder.put(str(seen.folder))
        self._questions = (self._secret, self._who, self._folder)
        for question in self._questions:
            question.entered.connect(self.check)
            self.body.addWidget(question)
        self._open = button("Open the pack", "primary", self)
        self._open.clicked.connect(self.check)
        self._back = button("Back", "", self)
        self._back.clicked.connect(self.back_asked)
        self.add_foot(self._back, None, self._open)

    def fill(self, typed: str, who: str) -> None:
        """Put answers in, as if they had been typed."""
        self._secret.put(typed)
        self._who.put(who)

    def set_busy(self, busy: bool) -> None:
        """While it is opened; what was typed stays."""
        for held in (self._open, self._back, *self._questions):
            held.setEnabled(not busy)
        self.status.say("Opening the pack…" if busy else "")

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    def check(self) -> None:
        """Look at the answers, and ask when nothing is wrong with them."""
        self.notice.clear()
        found: dict[Question, str] = {
            self._secret: "" if self._secret.text else f"Type the pack's {self._seen.spoken}.",
            self._who: "" if self._who.text.strip() else "Give your name.",
            self._folder: self._folder.fault,
        }
        for question, problem in found.items():
            question.set_problem(problem)
        wrong = [SummaryLine(words, question) for question, words in found.items() if words]
        self.show_problems(wrong)
        folder = self._folder.folder
        if not wrong and folder is not None:
            who = self._who.text.strip()
            self.open_asked.emit(OpenWish(self._seen.path, self._secret.text, who, folder))
