"""Who refers, whether what the guidance wants first was done, and a note."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.casework.records import Referrer
from mktdesk.forms.types import Option
from mktdesk.toolkits.process_schema import Source
from ui.fields.boxes import PickBox
from ui.fields.radios import Radios
from ui.labels import Words
from ui.question import LineQuestion, Question

_DONE = (Option("yes", "Yes"), Option("no", "No"), Option("not_known", "Not known"))
_NOT_SAID, _NOT_NAMED = "Not said yet", "Somebody whom the guidance does not name"


class ReferrerQuestions(QWidget):
    """changed: something was picked or typed. With `may_wait` nobody has to be named."""

    changed = Signal()

    def __init__(
        self,
        sources: tuple[Source, ...],
        known: Referrer | None = None,
        parent: QWidget | None = None,
        *,
        may_wait: bool = False,
    ) -> None:
        super().__init__(parent)
        self._sources = {one.id: one for one in sources}
        self._who = PickBox(self)
        if may_wait:
            self._who.addItem(_NOT_SAID, None)
        for one in sources:
            self._who.addItem(one.label, one.id)
        self._who.addItem(_NOT_NAMED, "")
        self._done = Radios(_DONE, self, across=True)
        self._before = Question("To be done first: was it done?", self._done, parent=self)
        self._said = Words("", "muted", self)
        self._note = LineQuestion("Note", "Their name stands in the referral itself.", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._asked = Question("Who refers", self._who, parent=self)
        for part in (self._asked, self._said, self._before, self._note):
            column.addWidget(part)
        self._who.activated.connect(self._picked)
        self._done.picked.connect(self._changed)
        self._note.line.textChanged.connect(self.changed)
        self._arrange()
        if known is not None:
            self.put(known)

    @property
    def answer(self) -> tuple[str, str, str]:
        """Source id ("" for somebody else), yes, no, not_known or "", and the note."""
        source = self._sources.get(self._who.currentData() or "")
        before = self._done.key if source is not None and source.before else ""
        return self._who.currentData() or "", before, self._note.text.strip()

    @property
    def said(self) -> bool:
        """Whether anybody is named."""
        return self._who.currentData() is not None

    def put(self, known: Referrer) -> None:
        """Show what is known already."""
        self._who.setCurrentIndex(max(0, self._who.findData(known.source)))
        self._done.put(known.before)
        self._note.put(known.note)
        self._arrange()

    def take_focus(self) -> None:
        """Into the first question."""
        self._asked.take_focus()

    def _picked(self) -> None:
        self._done.put("")
        self._changed()

    def _changed(self) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        source = self._sources.get(self._who.currentData() or "")
        before = source.before if source is not None else ""
        self._before.set_help(before)
        self._before.setVisible(bool(before))
        self._said.setText(source.note if source is not None else "")
        self._said.setVisible(bool(self._said.text()))
        self._note.setVisible(self.said)
