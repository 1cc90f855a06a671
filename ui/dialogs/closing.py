"""Somebody's word on the closing of a case: a name, and where it is needed a reason."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.asking import Asking
from ui.fields.boxes import TextBox
from ui.labels import Words
from ui.question import LineQuestion, Question


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked. verb: what the button does. words: what the second question asks, none for
    none; needed: it may not stay blank.
    """

    title: str
    told: str
    verb: str
    by: str = "By (name and role)"
    words: str = ""
    help: str = ""
    needed: bool = False


class WordDialog(Asking):
    """given: (name, words)."""

    given = Signal(str, str)

    def __init__(self, wanted: Wanted, who: str, parent: QWidget | None = None) -> None:
        """who: the name that is offered."""
        super().__init__(wanted.title, parent)
        self._wanted = wanted
        self.column.addWidget(Words(wanted.told, "muted", self))
        self.column.addWidget(self.notice)
        self._by = LineQuestion(wanted.by, parent=self)
        self._by.put(who)
        self.column.addWidget(self._by)
        self._text = TextBox(3, 8, self)
        self._why = Question(wanted.words, self._text, wanted.help, self)
        self._why.setVisible(bool(wanted.words))
        self.column.addWidget(self._why)
        self.end(wanted.verb)
        (self._why if wanted.words else self._by).take_focus()

    def pressed(self) -> None:
        """A name is needed, and where it says so a reason."""
        by, words = self._by.text.strip(), self._text.toPlainText().strip()
        missing = self._wanted.needed and not words
        self._by.set_problem("" if by else "Give a name.")
        self._why.set_problem("Say why; it is recorded." if missing else "")
        if not by:
            self._by.take_focus()
        elif missing:
            self._why.take_focus()
        else:
            self.hold(True)
            self.given.emit(by, words)
