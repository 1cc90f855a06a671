"""The recovery code: shown once, kept on paper, and typed back in part to show that it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.labels import Words, button, short_words
from ui.notices import SummaryLine
from ui.page import Screen
from ui.question import LineQuestion, Question

_ACROSS = 4
_LOOKALIKE = str.maketrans("OIL", "011")  # as the code's own reading folds them


class RecoveryPage(Screen):
    """print_asked, save_asked: the sheet on paper or as a PDF. confirmed: it was kept."""

    print_asked = Signal()
    save_asked = Signal()
    confirmed = Signal()

    def __init__(
        self, groups: Sequence[str], ask: Sequence[int], parent: QWidget | None = None
    ) -> None:
        """groups: the code's groups in order. ask: which are typed back, from 0."""
        super().__init__("Keep the recovery code", parent=parent)
        self._groups = tuple(groups)
        self._asked = tuple(ask)
        self._parts = (self._showing(), self._asking())
        for part in self._parts:
            self.body.addWidget(part)
        self._back = button("Show the code again", "", self)
        self._back.clicked.connect(self._show_code)
        self._kept = button("I have it on paper", "primary", self)
        self._kept.clicked.connect(self.ask_back)
        self._go_on = button("Confirm and go on", "primary", self)
        self._go_on.clicked.connect(self.check)
        self.add_foot(self._back, None, self._kept, self._go_on)
        self._show_code()

    def _showing(self) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(3, 0, 3, 3)
        column.setSpacing(16)
        column.addWidget(
            Words(
                "If a passphrase is forgotten or a computer is lost, this code alone opens the "
                "vault. It is shown now and never again: nobody, mktdesk included, can find it "
                "out later.",
                "",
                part,
            )
        )
        card = QFrame(part)
        card.setProperty("look", "panel")
        card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that a screen reader comes to it
        card.setAccessibleName("Recovery code")
        card.setAccessibleDescription(
            ". ".join(f"Group {n}: {' '.join(group)}" for n, group in enumerate(self._groups, 1))
        )
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(2)
        for number, group in enumerate(self._groups):
            row, across = divmod(number, _ACROSS)
            named = short_words(f"Group {number + 1}", "small", card)
            named.setContentsMargins(0, 12 if row else 0, 0, 0)
            grid.addWidget(named, row * 2, across)
            shown = short_words(group, "code", card)
            grid.addWidget(shown, row * 2 + 1, across)
        grid.setColumnStretch(_ACROSS, 1)
        column.addWidget(card)
        column.addWidget(
            Words(
                "Print it or write it down, and keep it in the office's safe, away from the "
                "computer. Whoever has it can open every case.",
                "",
                part,
            )
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for words, asked in (("Print…", self.print_asked), ("Save as PDF…", self.save_asked)):
            made = button(words, "", part)
            made.clicked.connect(asked)
            buttons.addWidget(made)
        buttons.addStretch(1)
        column.addLayout(buttons)
        return part

    def _asking(self) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Words("Type these groups from your paper or print-out.", "", part))
        self._answers: dict[int, LineQuestion] = {}
        for number in self._asked:
            question = LineQuestion(
                f"Group {number + 1}", "Five letters and figures.", part, longest=20
            )
            question.set_letters(10)
            question.entered.connect(self.check)
            column.addWidget(question)
            self._answers[number] = question
        return part

    def go_to(self, target: object) -> None:
        """To a group with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    def _show_code(self) -> None:
        self._turn(asking=False)
        self._kept.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_back(self) -> None:
        """Cover the code and ask for some of its groups."""
        self.notice.clear()
        self._turn(asking=True)
        self._answers[self._asked[0]].take_focus()

    def _turn(self, *, asking: bool) -> None:
        self.set_title("Show that you have it" if asking else "Keep the recovery code")
        self.show_problems(())
        for number, part in enumerate(self._parts):
            part.setVisible(bool(number) == asking)
        self._back.setVisible(asking)
        self._go_on.setVisible(asking)
        self._kept.setVisible(not asking)

    def check(self) -> None:
        """Compare what was typed back."""
        wrong: list[SummaryLine] = []
        for number, question in self._answers.items():
            same = _folded(question.text) == _folded(self._groups[number])
            words = f"Group {number + 1} is not as on the sheet."
            question.set_problem("" if same else words)
            if not same:
                wrong.append(SummaryLine(words, question))
        self.show_problems(wrong)
        if not wrong:
            self.confirmed.emit()


def _folded(text: str) -> str:
    return "".join(c for c in text.upper().translate(_LOOKALIKE) if c.isalnum())
