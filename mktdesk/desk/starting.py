"""Starting a case: under which guidance, what is known, what that proposes, and what is chosen.

Until a way is chosen there is no case: the answers are a draft, see `unstarted`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from mktdesk.book import RowChange
from mktdesk.calendar import spoken_date, today
from mktdesk.casework.contradictions import contradictions
from mktdesk.casework.criteria import Proposal, Standing, needs_reason, propose
from mktdesk.casework.facts import facts_of
from mktdesk.casework.records import Referrer
from mktdesk.casework.situation import Situation
from mktdesk.casework.sources import referrer_warnings
from mktdesk.desk.beginning import began
from mktdesk.desk.casefile import ORDER, OpenCase, new_id, put, stored
from mktdesk.desk.cases import close_case, refresh_summary, start_referral
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import toolkit_lines
from mktdesk.errors import AnswersRefused
from mktdesk.forms.answers import Answers
from mktdesk.forms.check import Problem
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Field, FieldItem, FieldKind, Form, Page, Part
from mktdesk.forms.values import DateAnswer, Value, is_blank
from mktdesk.forms.words import words
from mktdesk.reference import Reference
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.caseform import threshold_pages
from mktdesk.toolkits.process_schema import Pathway

_RECORD = "incident"
DATES = "incident_dates"  # the id of the page that asks for them


@dataclass(frozen=True, slots=True)
class Offer:
    """A toolkit that a case can begin under. in_force: today."""

    toolkit: Toolkit
    in_force: bool
    own: bool = False

    @property
    def words(self) -> str:
        """Short name and edition, and until when it was in force."""
        made = f"{self.toolkit.short_title}, edition {self.toolkit.edition}"
        if self.own:
            made = f"{made}, the office's own"
        if self.in_force:
            return made
        until = self.toolkit.effective_to
        when = f"until {spoken_date(until)}" if until else "not yet in force"
        return f"{made}, {when}"


@dataclass(frozen=True, slots=True)
class Found:
    """A way of working that was looked for by its name or another name of it."""

    offer: Offer
    pathway: Pathway


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a case begins with. answers: to `incident_form`. reason: for the way chosen."""

    toolkit: str
    pathway: str = ""
    answers: Answers = field(default_factory=Answers)
    referrer: Referrer | None = None
    reason: str = ""


def offers(session: Session) -> tuple[Offer, ...]:
    """Every toolkit: those in force first, the newest before others. Raises ToolkitRefused.

    Of the office's own only the edition in force, and none that is a draft or was withdrawn.
    """
    day = today(session.clock)
    newest: dict[str, Offer] = {}
    for line in toolkit_lines(session):
        if line.own is None or line.in_force(day):
            newest[line.toolkit.id] = Offer(line.toolkit, line.in_force(day), line.own is not None)
    found = sorted(newest.values(), key=lambda one: one.toolkit.effective_from, reverse=True)
    return tuple(sorted(found, key=lambda one: not one.in_force))


def find(offered: Iterable[Offer], text: str) -> tuple[Found, ...]:
    """The ways of working that a case can begin on whose names hold every word of `text`.

    Their other names count too: "Part 8 review", "DARDR"; and the whole name of the body that
    runs them: "Review Board". Nothing for no text.
    """
    wanted = text.casefold().split()
    if not wanted:
        return ()
    every = (Found(offer, way) for offer in offered for way in startable(offer.toolkit))
    return tuple(one for one in every if _called(one.pathway, wanted) or _run_by(one, wanted))


def _called(way: Pathway, wanted: list[str]) -> bool:
    names = (name.casefold() for name in (way.label, way.short, *way.aliases))
    return any(all(word in name for word in wanted) for name in names)


def _run_by(one: Found, wanted: list[str]) -> bool:
    return any(
        name.casefold().split() == wanted
        for body in one.offer.toolkit.bodies
        if body.id == one.pathway.owner
        for name in (body.label, *body.aliases)
    )


def startable(toolkit: Toolkit) -> tuple[Pathway, ...]:
    """The pathways that a case can begin on, in the toolkit's order."""
    return tuple(way for way in toolkit.process.pathway if way.start)


# what is known


@cache
def incident_form(toolkit: Toolkit) -> Form:
    """What is asked of an incident before a way is chosen: its dates, and every limb.

    One part of own pages; nothing in it is stored.
    """
    pages = threshold_pages(toolkit.process)
    if dates := tuple(_dates(toolkit)):
        items = tuple(FieldItem(one) for one in dates)
        pages = (Page(DATES, "Dates", items), *pages)
    part = Part(_RECORD, "-", "What is known", "The office", pages, own=True)
    return Form(
        id=_RECORD,
        title="What is known",
        short_title="What is known",
        source=toolkit.guidance,
        parts=(part,),
        record=_RECORD,
        edition=f"{toolkit.id}/{toolkit.edition}",
    )


def _dates(toolkit: Toolkit) -> Iterator[Field]:
    wanted: dict[str, None] = {}
    for fact in toolkit.process.fact:
        names = (fact.age.born, fact.age.on) if fact.age else ()
        wanted |= dict.fromkeys(name for name in (*names, fact.dated) if name)
    asked = [
        one
        for form in _intakes(toolkit)
        for fields in scopes_of(form).values()
        for one in fields
        if one.kind is FieldKind.DATE
    ]
    for name in wanted:
        known = [one for one in asked if one.id == name]
        if known:
            # The one that says of what it is, where one of the forms asks that.
            chosen = next((one for one in known if one.options), known[0])
            yield replace(
                chosen, required=False, required_when=None, when=None, with_time=False, rule=""
            )


def _intakes(toolkit: Toolkit) -> tuple[Form, ...]:
    names = dict.fromkeys(
        way.intake_form or toolkit.intake_form for way in toolkit.process.pathway if way.start
    )
    return tuple(toolkit.forms[name] for name in names)


def proposals(toolkit: Toolkit, answers: Answers) -> tuple[Proposal, ...]:
    """The ways that a case can begin on, those that the answers propose first."""
    known = facts_of(incident_form(toolkit), toolkit.process, answers)
    now = Situation("", known.truths, reasons=known.reasons, grounds=known.grounds)
    return tuple(one for one in propose(toolkit.process, now) if one.pathway.start)


def disagreeing(toolkit: Toolkit, answers: Answers, day: date) -> tuple[Problem, ...]:
    """Facts that cannot all be so on that day; nothing is refused for them."""
    return contradictions(incident_form(toolkit), toolkit.process, answers, day)


def must_explain(toolkit: Toolkit, answers: Answers, pathway_id: str) -> bool:
    """Whether beginning on this pathway needs a reason."""
    return needs_reason(proposals(toolkit, answers), pathway_id)


# starting


def start(session: Session, beginning: Beginning) -> OpenCase:
    """Allocate the reference and make the case, with what is known already in it.

    pathway "": the toolkit's first that a case can begin on. The choice is journaled with what was
    proposed and the reason. Raises AnswersRefused where the choice needs a reason, or the pathway
    is none that a case begins on; CaseError for a toolkit that is not there.
    """
    toolkit = next(
        (one.toolkit for one in offers(session) if one.toolkit.id == beginning.toolkit), None
    )
    if toolkit is None:
        raise AnswersRefused("That guidance is not in force.", "Choose one that is offered.")
    ways = {way.id: way for way in startable(toolkit)}
    way = ways.get(beginning.pathway or next(iter(ways)))
    if way is None:
        raise AnswersRefused(
            "No case begins on that way of working.", "Choose one that is offered."
        )
    found = proposals(toolkit, beginning.answers)
    asked = any(not is_blank(value) for value in beginning.answers.single.values())
    if asked and needs_reason(found, way.id) and not beginning.reason.strip():
        raise AnswersRefused(
            "What is known does not lead to that way of working.",
            "Say why it is chosen; it is recorded.",
        )
    case = start_referral(session, toolkit.id, way.id)
    try:
        _begin_with(case, beginning, found)
    except BaseException:
        close_case(case)
        raise
    return case


def start_and_close(session: Session, beginning: Beginning) -> Reference:
    """Start a case, close it, and give its full reference, to be shown once."""
    case = start(session, beginning)
    try:
        return case.handle.reference
    finally:
        close_case(case)


def warnings(
    toolkit: Toolkit, pathway_id: str, referrer: Referrer | None, answers: Answers
) -> tuple[str, ...]:
    """What to look at in who refers; the case begins all the same (C7)."""
    known = facts_of(incident_form(toolkit), toolkit.process, answers).truths
    return referrer_warnings(toolkit.process, pathway_id, referrer, known)


def _begin_with(case: OpenCase, beginning: Beginning, found: tuple[Proposal, ...]) -> None:
    rows, left = _placed(case, beginning.answers)
    proposed = "; ".join(x.pathway.label for x in found if x.standing is Standing.PROPOSED)
    reason = beginning.reason.strip()
    rows.append(began(case, reason=reason, proposed=proposed, left="\n".join(left)))
    if beginning.referrer is not None:
        rows.append(put(beginning.referrer))
    case.write("pathway", rows, reason=reason)
    refresh_summary(case)


def _placed(case: OpenCase, answers: Answers) -> tuple[list[RowChange], list[str]]:
    """The answers as changes of the case's own rows, and those that its form does not ask for."""
    asked = {one.id: one for one in scopes_of(incident_form(case.toolkit))[_RECORD]}
    by_record: dict[str, dict[str, Value]] = {}
    left: list[str] = []
    for name, value in answers.single.items():
        if name not in asked or is_blank(value):
            continue
        home = _home(case.form, name, asked[name].kind)
        if home is None:
            left.append(f"{asked[name].name}: {words(asked[name], value)}")
            continue
        record, there = home
        by_record.setdefault(record, {})[name] = _fitting(there, value)
    return [_change(case, record, values) for record, values in by_record.items()], left


def _home(form: Form, name: str, kind: FieldKind) -> tuple[str, Field] | None:
    """The record that asks it of the case itself or of those whom it is about."""
    for _, page in form.pages():
        for one in page.fields:
            if one.id == name and one.kind is kind:
                return (page.repeat.record if page.repeat else form.record), one
    return None


def _fitting(asked: Field, value: Value) -> Value:
    """A date says of what it is only where it is asked."""
    if isinstance(value, DateAnswer) and not asked.options:
        return replace(value, variant="")
    return value


def _change(case: OpenCase, record: str, values: Mapping[str, Value]) -> RowChange:
    if record == case.form.record:
        return RowChange(record, case.form.id, stored(values))
    rows = case.book.rows(record)
    if rows:
        return RowChange(record, rows[0].id, stored(values))
    return RowChange(record, new_id(), {**stored(values), ORDER: 0.0})
