"""The three steps of starting a case: under which guidance, what is known, what is chosen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.casework.criteria import Proposal, Standing
from mktdesk.casework.records import Referrer
from mktdesk.desk import starting
from mktdesk.desk.drafts import Target
from mktdesk.desk.starting import Found, Offer
from mktdesk.desk.threshold import referrer_row
from mktdesk.forms.answers import Answers
from mktdesk.forms.check import Problem
from mktdesk.forms.types import Option, Page
from mktdesk.forms.values import Value, is_blank
from mktdesk.toolkits import Toolkit
from ui.assessmentcard import AssessmentCard, proposal_words
from ui.fields import ReadDate
from ui.fields.boxes import PickBox, TextBox
from ui.fields.radios import Radios
from ui.fields.tick import Tick
from ui.fold import Fold
from ui.formview import FormView
from ui.labels import Words
from ui.question import LineQuestion, Question
from ui.referrerquestions import ReferrerQuestions
from ui.wraplink import WrapLink

_MOST_FOUND = 8
_WAITS = "Not known yet, because some questions are not answered"
_FEW_PAGES = 2  # so many groups of questions are shown open


class Panel(QWidget):
    """One step: a column of its parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)


class GuidancePanel(Panel):
    """changed: another toolkit is chosen. found: (Found) a way of working was looked for.

    said: who refers was answered, as far as it is.
    """

    changed = Signal()
    said = Signal()
    found = Signal(object)

    def __init__(self, offers: tuple[Offer, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = offers
        self._box = PickBox(self)
        self._guidance = Question("Guidance", self._box, parent=self)
        ended = any(not one.in_force for one in offers)
        self._all = Tick("Show guidance that is not in force too", parent=self)
        self._all.setVisible(ended)
        self._all.pressed.connect(self._fill)
        told = "Any of its names, such as DARDR or Part 8 review; leave it empty otherwise."
        self._find = LineQuestion("Find a kind of review by its name", told, self)
        self._find.line.textChanged.connect(self._look)
        self._links: list[tuple[WrapLink, Found]] = []
        self._results = Panel(self)
        self._results.column.setSpacing(2)
        self._who = QWidget(self)
        self._who_column = QVBoxLayout(self._who)
        self._who_column.setContentsMargins(0, 0, 0, 0)
        self._referrer: ReferrerQuestions | None = None
        self._asked: Toolkit | None = None
        for part in (self._guidance, self._all, self._find, self._results, self._who):
            self.column.addWidget(part)
        self._box.activated.connect(self._picked)
        self._fill()

    @property
    def offer(self) -> Offer:
        """The toolkit that is chosen."""
        number: int = self._box.currentData()
        return self._offers[number]

    @property
    def referrer(self) -> Referrer | None:
        """Who refers; None while nobody has said."""
        asked = self._referrer
        return referrer_row(*asked.answer) if asked is not None and asked.said else None

    def put(self, toolkit: str, referrer: Referrer | None) -> bool:
        """Show a guidance and who refers, from before; False where the guidance is not offered."""
        known = next((one for one in self._offers if one.toolkit.id == toolkit), None)
        if known is None:
            return False
        self.choose(known)
        if referrer is not None and self._referrer is not None:
            self._referrer.put(referrer)
        return True

    def look_for(self, text: str) -> None:
        """Look for a way of working by its name."""
        self._find.put(text)

    def choose(self, offer: Offer) -> None:
        """Make a toolkit the chosen one."""
        if not offer.in_force and not self._all.on:
            self._all.put(True)
            self._fill()
        self._box.setCurrentIndex(self._box.findData(self._offers.index(offer)))
        self._picked()

    def _fill(self) -> None:
        kept = self._box.currentData() or 0
        self._box.clear()
        for number, one in enumerate(self._offers):
            if one.in_force or self._all.on or not any(x.in_force for x in self._offers):
                self._box.addItem(one.words, number)
        self._box.setCurrentIndex(max(0, self._box.findData(kept)))
        self._picked()

    def _picked(self) -> None:
        toolkit = self.offer.toolkit
        if toolkit is self._asked:
            return  # what is answered under it stays
        self._asked = toolkit
        self._guidance.set_help(f"{toolkit.title}. {toolkit.guidance}")
        if self._referrer is not None:
            self._referrer.hide()
            self._referrer.deleteLater()
            self._referrer = None
        if toolkit.process.source:
            self._referrer = ReferrerQuestions(toolkit.process.source, parent=self, may_wait=True)
            self._referrer.changed.connect(self.said)
            self._who_column.addWidget(self._referrer)
        self.changed.emit()

    def _look(self) -> None:
        for link, _ in self._links:
            link.hide()
            link.deleteLater()
        self._links = []
        for one in starting.find(self._offers, self._find.text)[:_MOST_FOUND]:
            words = f"{one.pathway.label} ({one.offer.toolkit.short_title})"
            link = WrapLink(words, self._results)
            link.setAccessibleName(f"Choose {words}")
            link.clicked.connect(self._followed)
            self._results.column.addWidget(link)
            link.show()  # now: Qt would show it some events later
            self._links.append((link, one))

    def _followed(self) -> None:
        for link, one in self._links:
            if link is self.sender():
                self.choose(one.offer)
                self.found.emit(one)
                return


class KnownPanel(Panel):
    """The limbs and dates of a toolkit, before there is a case. changed: something was answered."""

    changed = Signal()

    def __init__(
        self, toolkit: Toolkit, read_date: ReadDate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._form = starting.incident_form(toolkit)
        self.answers = Answers()
        self._views: list[tuple[Page, FormView, Fold]] = []
        told = "Answer what is known. It is kept for you until the case is started."
        self.column.addWidget(Words(told, "", self))
        pages = [page for _, page in self._form.pages()]
        few = sum(page.id != starting.DATES for page in pages) <= _FEW_PAGES
        for page in pages:
            view = FormView(self._form, page, read_date)
            view.field_changed.connect(self._answered)
            view.draft_changed.connect(self._answered)
            closes = page.id != starting.DATES and not few
            fold = Fold(page.title, view, closes=closes, parent=self)
            self._views.append((page, view, fold))
            self.column.addWidget(fold)
        self._count()

    @property
    def answered(self) -> bool:
        """Whether anything is."""
        return any(not is_blank(value) for value in self.answers.single.values())

    def put(self, field: str, value: Value) -> None:
        """Answer a question; one that this guidance does not ask is left out."""
        if any(field == one.id for page, _, _ in self._views for one in page.fields):
            self._answered("", "", field, value)

    def flush(self) -> None:
        """What is being typed is meant now."""
        for _, view, _ in self._views:
            view.flush()

    def go_to(self, target: Target) -> None:
        """To a question."""
        for page, view, fold in self._views:
            if target.field in {field.id for field in page.fields}:
                fold.set_open(True)
                view.focus_field(target)

    def _answered(self, _record: str, _row: str, field: str, value: Value) -> None:
        self.answers = self.answers.with_single(field, value)
        for _, view, _ in self._views:
            view.set_answers(self.answers)
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        for page, _, fold in self._views:
            done = sum(not is_blank(self.answers.get(field.id)) for field in page.fields)
            fold.set_words(f"{done} of {len(page.fields)} answered")


class ChoicePanel(Panel):
    """What the answers propose, with why, and the ways to choose from.

    picked: a way. explained: something was typed of why.
    """

    picked = Signal()
    explained = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proposals: tuple[Proposal, ...] = ()
        self._shown: QWidget | None = None
        self._toolkit: Toolkit | None = None
        self._answers = Answers()
        self._referrer: Referrer | None = None
        self._ways: Radios | None = None
        self._choose: Question | None = None
        self._warnings = Words("", "warning", self)
        self._text = TextBox(3, 8, self)
        self._why = Question("Why this way", self._text, "It is kept with the case.", self)
        self._text.textChanged.connect(self._typed)

    def show_choice(
        self,
        toolkit: Toolkit,
        answers: Answers,
        referrer: Referrer | None,
        wanted: str,
    ) -> None:
        """What follows from these answers. wanted: the pathway to choose first, or ""."""
        self._toolkit, self._answers, self._referrer = toolkit, answers, referrer
        self._proposals = starting.proposals(toolkit, answers)
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = shown = Panel(self)
        proposed = [x for x in self._proposals if x.standing is Standing.PROPOSED]
        if not proposed:
            shown.column.addWidget(Words(self._nothing(), "", shown))
        for one in proposed:
            shown.column.addWidget(Words(f"Proposed: {one.pathway.label}", "section", shown))
            for found in one.why:
                shown.column.addWidget(AssessmentCard(found, parent=shown))
        options = tuple(
            Option(x.pathway.id, x.pathway.label, help=_help(x)) for x in self._proposals
        )
        self._ways = ways = Radios(options, shown)
        ways.picked.connect(self._picked)
        first = wanted or (proposed[0].pathway.id if proposed else "")
        ways.put(first)
        waiting = [
            x.pathway.short for x in self._proposals if proposed and x.standing is Standing.OPEN
        ]
        told = f"{_WAITS}: {', '.join(waiting)}." if waiting else ""
        self._choose = Question("Start the case as", ways, told, shown)
        shown.column.addWidget(self._choose)
        self.column.addWidget(shown)
        self.column.addWidget(self._warnings)
        self.column.addWidget(self._why)
        self._arrange()

    @property
    def pathway(self) -> str:
        """The id of what is chosen, or ""."""
        return self._ways.key if self._ways is not None else ""

    @property
    def reason(self) -> str:
        """Why, where it had to be said."""
        return self.typed if not self._why.isHidden() else ""

    @property
    def typed(self) -> str:
        """What is typed of why, whether it has to be said or not."""
        return self._text.toPlainText().strip()

    def put_reason(self, text: str) -> None:
        """What was typed before."""
        self._text.show_text(text)

    def choose(self, pathway: str) -> None:
        """Choose a way."""
        assert self._ways is not None
        self._ways.put(pathway)
        self._picked()

    def complete(self) -> bool:
        """Whether a way is chosen, and explained where it must be; if not, says so."""
        assert self._choose is not None
        self._choose.set_problem("" if self.pathway else "Choose one.")
        needs = not self._why.isHidden() and not self.reason
        told = "What is known leads elsewhere. Say why; it is recorded."
        self._why.set_problem(told if needs else "")
        if not self.pathway and self._ways is not None:
            self._ways.ticks[0].box.setFocus()
        elif needs:
            self._why.take_focus()
        return bool(self.pathway) and not needs

    def _nothing(self) -> str:
        if any(x.standing is Standing.OPEN for x in self._proposals):
            return (
                "Nothing is proposed yet: too little is known. Choose what the referral asks for; "
                "the questions stay with the case."
            )
        return "No threshold is met by what is known. A case can be started all the same."

    def _picked(self) -> None:
        self._arrange()
        self.picked.emit()

    def _typed(self) -> None:
        self._why.set_problem("")
        self.explained.emit()

    def _arrange(self) -> None:
        assert self._toolkit is not None
        chosen = self.pathway
        explain = bool(chosen) and starting.must_explain(self._toolkit, self._answers, chosen)
        self._why.setVisible(explain)
        told = starting.warnings(self._toolkit, chosen, self._referrer, self._answers)
        self._warnings.setText("\n".join(told))
        self._warnings.setVisible(bool(told))


def problems(toolkit: Toolkit, answers: Answers, day: date) -> tuple[Problem, ...]:
    """Facts among the answers that cannot all be so."""
    return starting.disagreeing(toolkit, answers, day)


def _help(proposal: Proposal) -> str:
    # That too little is known is said once, over them all.
    said = "" if proposal.standing is Standing.OPEN else proposal_words(proposal)
    return f"{said} {proposal.pathway.purpose}".strip()
