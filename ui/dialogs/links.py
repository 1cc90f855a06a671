"""Linking a case, naming who has contact with the family, splitting a case."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.casework.links import RELATIONS, FamilyLead
from mktdesk.desk.splitting import Subject
from mktdesk.errors import DeskError, TwoLeads
from mktdesk.forms.types import Option
from mktdesk.toolkits.process_schema import Pathway
from ui.asking import Asking
from ui.fields.boxes import PickBox, TextBox
from ui.fields.radios import Radios
from ui.fields.tick import Tick
from ui.labels import Words
from ui.question import LineQuestion, Question

_ASKED = ("beside", "single_beside", "statutory", "follows", "followed_by", "split_from")


class LinkDialog(Asking):
    """given: (other reference, relation, note, whose lead stays or "")."""

    given = Signal(str, str, str, str)

    def __init__(self, public: str, parent: QWidget | None = None) -> None:
        super().__init__("Link to another case", parent)
        self._public = public
        self.column.addWidget(self.notice)
        self._other = LineQuestion("Reference of the other case", "Such as SAR-2026-004.", self)
        options = tuple(Option(key, RELATIONS[key].label) for key in _ASKED)
        self._radios = Radios(options, self)
        self._relation = Question("How this case stands to it", self._radios, parent=self)
        self._note = LineQuestion("Note", parent=self)
        self._leads = Radios((), self)
        self._lead = QVBoxLayout()
        for part in (self._other, self._relation, self._note):
            self.column.addWidget(part)
        self.column.addLayout(self._lead)
        self.end("Link the cases")
        self._other.take_focus()

    def failed(self, error: DeskError) -> None:
        """Where both have a family-contact lead, it asks which of the two stays."""
        if isinstance(error, TwoLeads) and not self._leads.ticks:
            options = (Option(self._public, error.mine), Option(error.other, error.theirs))
            self._leads = Radios(options, self)
            asked = Question("Who has contact with the family from now on", self._leads)
            self._lead.addWidget(asked)
            asked.show()
            order = (self._note.line, *(tick.box for tick in self._leads.ticks), self._do)
            for one, then in pairwise(order):
                QWidget.setTabOrder(one, then)
        super().failed(error)

    def pressed(self) -> None:
        """Give it, when there is a reference and a relation."""
        other, relation = self._other.text.strip(), self._radios.key
        self._other.set_problem("" if other else "Type the reference.")
        self._relation.set_problem("" if relation else "Choose one.")
        if not other:
            self._other.take_focus()
        elif not relation:
            self._radios.ticks[0].box.setFocus()
        else:
            self.hold(True)
            self.given.emit(other, relation, self._note.text.strip(), self._leads.key)


class LeadDialog(Asking):
    """given: (name, organisation, public reference of the case they work in, why it moves)."""

    given = Signal(str, str, str, str)

    def __init__(
        self,
        cases: tuple[str, ...],
        known: FamilyLead | None,
        parent: QWidget | None = None,
    ) -> None:
        """cases: this one first, then those linked to it."""
        super().__init__("Family-contact lead", parent)
        told = "One person has contact with the family, over this case and all linked to it."
        self.column.addWidget(Words(told, "muted", self))
        self.column.addWidget(self.notice)
        self._name = LineQuestion("Name", parent=self)
        self._organisation = LineQuestion("Organisation", parent=self)
        self._box = PickBox(self)
        for public in cases:
            self._box.addItem(public, public)
        self._works = Question("Works in the case", self._box, parent=self)
        self._works.setVisible(len(cases) > 1)
        self._text = TextBox(2, 6, self)
        now = f"Now it is {known.words}." if known is not None else ""
        self._why = Question("Why it moves", self._text, now, self)
        self._why.setVisible(known is not None)
        for part in (self._name, self._organisation, self._works, self._why):
            self.column.addWidget(part)
        self.end("Name the lead")
        self._name.take_focus()

    def pressed(self) -> None:
        """Give it, when there is a name, and a reason where somebody is named already."""
        name, why = self._name.text.strip(), self._text.toPlainText().strip()
        moves = not self._why.isHidden()
        self._name.set_problem("" if name else "Give the name.")
        self._why.set_problem("Say why; it is recorded." if moves and not why else "")
        if not name:
            self._name.take_focus()
        elif moves and not why:
            self._why.take_focus()
        else:
            self.hold(True)
            organisation = self._organisation.text.strip()
            self.given.emit(name, organisation, self._box.currentData(), why)


class SplitDialog(Asking):
    """given: (row ids, reason, pathway id, whether the referral is copied too)."""

    given = Signal(tuple, str, str, bool)

    def __init__(
        self,
        subjects: tuple[Subject, ...],
        ways: tuple[Pathway, ...],
        chosen: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Split the case", parent)
        told = (
            "Those you tick get a case of their own, with a new reference. They stay in this case "
            "too. The two are linked, and from then on each has its own answers."
        )
        self.column.addWidget(Words(told, "muted", self))
        self.column.addWidget(self.notice)
        self._ticks = {one.row: Tick(one.words, parent=self) for one in subjects}
        group = QWidget(self)
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for tick in self._ticks.values():
            column.addWidget(tick)
        self._who = Question("Who gets a case of their own", group, parent=self)
        self._box = PickBox(self)
        for way in ways:
            self._box.addItem(way.label, way.id)
        self._box.setCurrentIndex(max(0, self._box.findData(chosen)))
        self._way = Question("Kind of review there", self._box, parent=self)
        self._all = Tick("Copy the rest of the referral and the thresholds too", parent=self)
        self._all.put(True)
        self._text = TextBox(2, 6, self)
        self._why = Question("Reason", self._text, "It is kept in both cases.", self)
        for part in (self._who, self._way, self._all, self._why):
            self.column.addWidget(part)
        self.end("Split the case")
        next(iter(self._ticks.values())).box.setFocus()

    def pressed(self) -> None:
        """Give it, when some are ticked and not all, with a reason."""
        rows = tuple(row for row, tick in self._ticks.items() if tick.on)
        reason = self._text.toPlainText().strip()
        some = 0 < len(rows) < len(self._ticks)
        self._who.set_problem("" if some else "Tick some of them, not all.")
        self._why.set_problem("" if reason else "Say why; it is recorded.")
        if not some:
            next(iter(self._ticks.values())).box.setFocus()
        elif not reason:
            self._why.take_focus()
        else:
            self.hold(True)
            self.given.emit(rows, reason, self._box.currentData(), self._all.on)
