"""Asked of a meeting's minutes: how they are approved, and who gets them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.minutes import Approval
from mktdesk.desk.minutes_out import PDF, WORD
from mktdesk.desk.panelpack import FULL_REFERENCE
from mktdesk.desk.strength import Strength
from mktdesk.forms.types import Option
from ui.asking import Asking
from ui.dayquestion import DayQuestion
from ui.fields.boxes import TextBox
from ui.fields.radios import Radios
from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.openswith import OpensWith
from ui.question import LineQuestion, Question
from ui.signaturepad import SignaturePad, as_text
from ui.wrapping import WrapRow

_MEANS = (
    "Every section is kept as it is now, with the name, the role and a digest of the words. They "
    "change after that only for a stated reason."
)


class ApproveDialog(Asking):
    """given: (Approval)."""

    given = Signal(object)

    def __init__(self, chair: str, parent: QWidget | None = None) -> None:
        """chair: who led the meeting, offered as the one who signs."""
        super().__init__("Approve the minutes", parent)
        column = self.column
        column.addWidget(Words(_MEANS, "muted", self))
        column.addWidget(self.notice)
        self._meeting = LineQuestion(
            "Meeting that approves them",
            "Its public reference, if it has one.",
            self,
        )
        self._day = DayQuestion("Day", parent=self)
        self._corrections = TextBox(2, 5, self)
        corrections = Question("Corrections", self._corrections, "Leave empty for none.", self)
        self._name = LineQuestion("Name of the person who signs", parent=self)
        self._name.put(chair)
        self._role = LineQuestion("As", parent=self)
        self._role.put("Chair" if chair else "")
        for question in (self._meeting, self._day, corrections, self._name, self._role):
            column.addWidget(question)
        column.addWidget(Words("Drawing is optional: the typed name signs as well.", "muted", self))
        self._pad = SignaturePad(self)
        column.addWidget(self._pad)
        wipe = button("Wipe the drawing", "", self)
        wipe.clicked.connect(self._pad.clear)
        column.addWidget(WrapRow(wipe, parent=self))
        self.end("Approve and sign")
        self._meeting.take_focus()

    def pressed(self) -> None:
        """Give the approval when it is whole."""
        self._day.set_problem(self._day.complaint())
        self._name.set_problem("" if self._name.text.strip() else "Type the name.")
        self._role.set_problem("" if self._role.text.strip() else "Say as what.")
        for question in (self._day, self._name, self._role):
            if question.problem:
                question.take_focus()
                return
        day = self._day.day
        assert day is not None
        self.hold(True)
        self.given.emit(
            Approval(
                day.isoformat(),
                self._name.text.strip(),
                self._role.text.strip(),
                self._meeting.text.strip(),
                self._corrections.toPlainText().strip(),
                as_text(self._pad.strokes),
            )
        )


_APART = (
    "They do not get the same. Save one file for whoever stepped out of an item, and another for "
    "the rest."
)


def _about(role: str, less: str) -> str:
    out = f"Stepped out of {less}: a file by itself, which leaves that out" if less else ""
    return ". ".join(part for part in (role, out) if part)


class CirculateDialog(Asking):
    """given: (names, ending, passphrase). password_typed: (text), to be judged."""

    given = Signal(object, str, str)
    password_typed = Signal(str)

    def __init__(
        self, names: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """names: (name, what they are, what their copy leaves out) of everybody who is offered."""
        super().__init__("Save the minutes for circulation", parent)
        column = self.column
        told = "One protected file. Who gets it is kept with its SHA-256."
        column.addWidget(Words(told, "muted", self))
        column.addWidget(self.notice)
        column.addWidget(Words("Who gets them", "label", self))
        self._left_out = {name: less for name, _, less in names}
        self._ticks = [
            (name, Tick(name, help_text=_about(role, less), parent=self))
            for name, role, less in names
        ]
        whole = any(not less for less in self._left_out.values())
        for name, tick in self._ticks:
            tick.put(not (whole and self._left_out[name]))
            column.addWidget(tick)
        self._others = LineQuestion("Somebody else", "Names, parted by semicolons.", self)
        column.addWidget(self._others)
        self._kind = Radios((Option(PDF, "PDF"), Option(WORD, "Word")), self)
        self._kind.put(PDF)
        column.addWidget(Question("As", self._kind, "", self))
        self._opens = OpensWith(FULL_REFERENCE, "file", self)
        self._opens.typed.connect(self.password_typed)
        column.addWidget(self._opens)
        self.end("Choose where…")

    def show_strength(self, found: Strength) -> None:
        """How strong the password is that is being typed."""
        self._opens.show_strength(found)

    def pressed(self) -> None:
        """Give who gets them, when somebody does."""
        others = (name.strip() for name in self._others.text.split(";"))
        names = (*(name for name, tick in self._ticks if tick.on), *(x for x in others if x))
        apart = len({self._left_out.get(name, "") for name in names}) > 1
        problem = _APART if apart else ""
        self._others.set_problem(problem if names else "Choose who gets them.")
        if apart or not names:
            self._others.take_focus()
            return
        if self._opens.whole():
            self.given.emit(names, self._kind.key, self._opens.passphrase)
