"""A letter before it leaves: what it asks of whoever issues it, who signs, what it opens with."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.letters import Draft, Filled
from mktdesk.desk.strength import Strength
from mktdesk.errors import DeskError
from mktdesk.toolkits.letter_schema import Ask
from ui.fields.boxes import TextBox
from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.openswith import OpensWith
from ui.page import Screen
from ui.question import LineQuestion, Question

_LINES = (3, 14)
_SIGNED = "The role stands under it. Leave it empty to sign by hand."
_LEAVES = "The letter shows the public reference only. Look at it first; nothing leaves before."


class LetterPage(Screen):
    """preview_asked: (Filled, password of its own or ""). left: back. password_typed: (text)."""

    preview_asked = Signal(object, str)
    left = Signal()
    password_typed = Signal(str)

    def __init__(
        self,
        draft: Draft,
        policy: str,
        filled: Filled | None = None,
        passphrase: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """policy: what it opens with. filled, passphrase: as they were typed before a preview."""
        super().__init__(draft.title, parent=parent)
        self._draft = draft
        self._asked_to_leave = False
        begun = filled or draft.begun
        self.body.addWidget(Words(f"To: {draft.to}", "label", self))
        self.body.addWidget(Words(_LEAVES, "muted", self))
        self._questions: dict[str, Question] = {}
        for ask in draft.asks:
            self._questions[ask.id] = made = self._question(ask, begun.asked.get(ask.id, ""))
            self.body.addWidget(made)
        self._signed = LineQuestion("Name of whoever signs", _SIGNED, self)
        self._signed.put(begun.signed)
        self.body.addWidget(self._signed)
        self._enclose = Tick(
            f"Enclose: {', '.join(draft.encloses)}",
            help_text="As Word, filled with what is known of everybody whom the case names.",
            parent=self,
        )
        self._enclose.put(begun.enclose)
        self._enclose.setVisible(bool(draft.encloses))
        self.body.addWidget(self._enclose)
        others = "the other one" if draft.others == 1 else f"the other {draft.others}"
        self._everybody = Tick(
            f"The same letter to {others} still to be told of it",
            help_text="Each a file of its own in the same folder. You look at the first.",
            parent=self,
        )
        self._everybody.put(begun.everybody)
        self._everybody.setVisible(bool(draft.others))
        self.body.addWidget(self._everybody)
        self._opens = OpensWith(policy, "letter", self)
        self._opens.put(passphrase)
        self._opens.typed.connect(self.password_typed)
        self.body.addWidget(self._opens)
        self._preview = button("Look at the letter", "primary", self)
        self._preview.clicked.connect(self._pressed)
        back = button("Back", "", self)
        back.clicked.connect(self.left)
        self.add_foot(back, None, self._preview)

    def _question(self, ask: Ask, begun: str) -> Question:
        words = ask.question if ask.required else f"{ask.question} (optional)"
        if not ask.lines:
            line = LineQuestion(words, ask.help, self)
            line.put(begun)
            return line
        box = TextBox(*_LINES, self)
        box.show_text(begun)
        return Question(words, box, ask.help, self)

    # what the controller uses

    @property
    def filled(self) -> Filled:
        """What is written now."""
        asked = {name: _text(made) for name, made in self._questions.items()}
        return Filled(asked, self._signed.text.strip(), self._enclose.on, self._everybody.on)

    @property
    def passphrase(self) -> str:
        """A password of its own, or nothing."""
        return self._opens.passphrase

    def show_strength(self, found: Strength) -> None:
        """How strong the password is that is being typed."""
        self._opens.show_strength(found)

    def refused(self, error: DeskError) -> None:
        """It cannot be shown or issued so; everything written is still here."""
        self._preview.setEnabled(True)
        self.failed(error)

    def refuse_password(self, error: DeskError) -> None:
        """The password cannot protect it."""
        self._preview.setEnabled(True)
        self._opens.refuse(error)

    def may_leave(self) -> bool:
        """What is written in a letter is kept nowhere: that holds the person back once."""
        begun = self._draft.begun
        asked = {ask.id: begun.asked.get(ask.id, "").strip() for ask in self._draft.asks}
        if self.filled == replace(begun, asked=asked) or self._asked_to_leave:
            return True
        self._asked_to_leave = True
        self.notice.show_words(
            "warning",
            "What you wrote in this letter is not kept yet.",
            "Look at the letter and issue it, or leave once more to give it up.",
        )
        return False

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    # how it works

    def check(self) -> bool:
        """Whether everything that it must have is written; says what is not."""
        lines = []
        for ask in self._draft.asks:
            made = self._questions[ask.id]
            missing = ask.required and not _text(made)
            made.set_problem("The letter cannot go out without it." if missing else "")
            if missing:
                lines.append(SummaryLine(ask.question, made))
        self.show_problems(lines)
        return not lines and self._opens.whole()

    def _pressed(self) -> None:
        if not self.check():
            return
        self.notice.clear()
        self._preview.setEnabled(False)
        self.preview_asked.emit(self.filled, self.passphrase)


def _text(asked: Question) -> str:
    if isinstance(asked, LineQuestion):
        return asked.text.strip()
    assert isinstance(asked.box, TextBox)
    return asked.box.toPlainText().strip()
