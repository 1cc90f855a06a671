"""Questions before keys change: a name, a passphrase, a reason; and an invitation's code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mktdesk.errors import DeskError
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox, StatusLine
from ui.question import LineQuestion, SecretQuestion
from ui.secretwords import SecretWords

_WIDTH = 560


class Kind(Enum):
    """How an answer is typed. AGAIN: the same as the one before it. LINE_OR_NOTHING: optional."""

    LINE = auto()
    LINE_OR_NOTHING = auto()
    SECRET = auto()
    AGAIN = auto()


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. empty: what is said when it is left empty."""

    words: str
    kind: Kind = Kind.LINE
    help_text: str = ""
    empty: str = "Fill this in."


REASON = Ask("Reason", Kind.LINE, "It is kept in the office's history.", "Say why.")
NEW_PASSPHRASE = (
    Ask("Passphrase", Kind.SECRET, "Four or more unrelated words.", "Choose a passphrase."),
    Ask("The same passphrase again", Kind.AGAIN),
)


class KeyDialog(FittedDialog):
    """given: the answers as typed, as a tuple. It stays until it is told that they were taken."""

    given = Signal(tuple)

    def __init__(
        self, title: str, what_happens: str, verb: str, asks: Sequence[Ask],
        parent: QWidget | None = None, *, limits: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """verb: what the button does, never OK. limits: what it does not do, and what to do."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._notice = NoticeBox(self)
        self._asks = tuple(asks)
        self._questions = tuple(_question(ask, self) for ask in asks)
        self._do = button(verb, "primary", self)
        self._do.setDefault(True)
        self._do.clicked.connect(self.check)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.addWidget(Words(title, "section", self))
        column.addWidget(Words(what_happens, "muted", self))
        if limits:
            column.addWidget(_limits(limits, self))
        column.addWidget(self._notice)
        for question in self._questions:
            question.entered.connect(self.check)
            column.addWidget(question)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._do)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addSpacing(4)
        column.addLayout(row)
        column.addStretch(1)
        self._questions[0].take_focus()

    def fill(self, *texts: str) -> None:
        """Put answers in, as if they had been typed."""
        for question, text in zip(self._questions, texts, strict=True):
            question.put(text)

    def failed(self, error: DeskError) -> None:
        """It was not taken; what was typed stays."""
        self._do.setEnabled(True)
        self._notice.show_error(error)

    def check(self) -> None:
        """Look at the answers, and give them when nothing is wrong."""
        if not self._do.isEnabled():
            return
        texts, wrong = tuple(question.text for question in self._questions), []
        for number, (ask, question) in enumerate(zip(self._asks, self._questions, strict=True)):
            words = ""
            if ask.kind is Kind.AGAIN and texts[number] != texts[number - 1]:
                words = "The two differ: type the same again."
            elif ask.kind in {Kind.LINE, Kind.SECRET} and not texts[number].strip():
                words = ask.empty
            question.set_problem(words)
            if words:
                wrong.append(question)
        if wrong:
            wrong[0].take_focus()
            return
        self._notice.clear()
        self._do.setEnabled(False)
        self.given.emit(texts)


def _question(ask: Ask, parent: QWidget) -> LineQuestion:
    if ask.kind in {Kind.SECRET, Kind.AGAIN}:
        return SecretQuestion(ask.words, ask.help_text, parent)
    return LineQuestion(ask.words, ask.help_text, parent)


def _limits(words: Sequence[str], parent: QWidget) -> QFrame:
    box = QFrame(parent)
    box.setProperty("look", "warning-box")
    inside = QVBoxLayout(box)
    inside.setContentsMargins(12, 10, 12, 10)
    inside.addWidget(Words("What this does not change", "label", box))
    for one in words:
        inside.addWidget(Words(one, "", box))
    return box


class InvitationDialog(FittedDialog):
    """An invitation's code, shown once. copy_asked: (code) for the clipboard, for a minute."""

    copy_asked = Signal(str)

    def __init__(
        self, name: str, code: str, until: str, parent: QWidget | None = None, *,
        known: bool = False,
    ) -> None:  # fmt: skip
        """until: in words, when it ends. known: somebody of this name opens the vault already."""
        super().__init__(parent)
        self._code = code
        self.setWindowTitle(f"Invitation for {name}")
        self.setMinimumWidth(_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = self.column
        column.addWidget(Words(self.windowTitle(), "section", self))
        column.addWidget(
            Words(
                f"{name} opens this vault's folder on their own computer, chooses “I have an "
                "invitation”, and types this code with a passphrase of their own. It works once, "
                f"until {until}, and is shown only now.",
                "",
                self,
            )
        )
        column.addWidget(self._card())
        if known:
            column.addWidget(
                Words(
                    f"{name} can open the vault already: this makes another way in for the same "
                    "person, and the history names both alike. For somebody else of that name, "
                    "take the invitation away and add a middle name.",
                    "warning",
                    self,
                )
            )
        column.addWidget(
            Words(
                "Tell it to them yourself, in person or by telephone: whoever has it and the "
                "folder can open every case that is not restricted.",
                "muted",
                self,
            )
        )
        close = button("Close", "primary", self)
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _card(self) -> QFrame:
        card = QFrame(self)
        card.setProperty("look", "panel")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(12)
        shown = SecretWords(self._code.replace("-", "  "), card)
        shown.setAccessibleName("Code")
        spelt = (
            f"Group {n}: {' '.join(group)}" for n, group in enumerate(self._code.split("-"), 1)
        )
        shown.setAccessibleDescription(". ".join(spelt))
        shown.copy_asked.connect(self._copy)
        inside.addWidget(shown)
        copy = button("Copy the code", "", card)
        copy.clicked.connect(self._copy)
        inside.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.status = StatusLine(card)
        self.status.setWordWrap(True)
        self.status.hide()
        inside.addWidget(self.status)
        return card

    def say(self, words: str, look: str = "done") -> None:
        """What became of it: "Copied. The clipboard is cleared after 60 seconds."."""
        self.status.show()
        self.status.say(words, look)

    def _copy(self) -> None:
        self.copy_asked.emit(self._code)
