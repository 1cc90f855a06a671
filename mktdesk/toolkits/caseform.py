"""The form of a case: the form it began with, its pathway's own parts, and the working record.

Everything a person writes about a case is a question of one form, so that saving, history, undo,
search and printing are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

import msgspec

from mktdesk.forms.types import Field, FieldItem, FieldKind, Form, Item, NoteItem, Page, Part
from mktdesk.toolkits import schema as s
from mktdesk.toolkits.build import FormBuilder
from mktdesk.toolkits.process_schema import Criterion, Fact, Process
from mktdesk.toolkits.prove import Proof
from mktdesk.toolkits.prove_process import simple_tests

THRESHOLD, WORKING = "threshold", "working"  # ids of the parts that every case has
_OTHER = s.OptionDef("other", "Other")
_HELP = "Answer what is known, with the reason. What follows from the answers is worked out."
_AGE_HELP = "Worked out from the dates where they are known; an answer here goes first."


def fact_field(fact_id: str) -> str:
    """The id of the question that a limb is answered in."""
    return f"fact_{fact_id}"


def case_form(intake: Form, further: Iterable[Form], process: Process, working: s.FormDef) -> Form:
    """The whole form of a case. Raises ToolkitRefused where parts clash.

    It keeps the intake form's id, record and edition: answers and signatures stand whatever the
    pathway becomes.
    """
    added = tuple(further)
    own = _working(working, process, intake.edition)
    threshold = _threshold(process)
    form = Form(
        id=intake.id,
        title=intake.title,
        short_title=intake.short_title,
        source=intake.source,
        parts=(
            *intake.parts,
            *(part for form in added for part in form.parts),
            *([threshold] if threshold else []),
            *own.parts,
        ),
        record=intake.record,
        checks=(*intake.checks, *(c for form in added for c in form.checks), *own.checks),
        date_orders=(*intake.date_orders, *(d for form in added for d in form.date_orders)),
        boilerplate=intake.boilerplate,
        edition=intake.edition,
    )
    Proof(f"{intake.id}.toml with its pathway", form).prove()
    return form


def from_before(form: Form, way: str, numbers: Container[str] | None = None) -> Form:
    """A form that a case has from another way: its parts' titles say so ("… (from SILP)").

    numbers: only parts of these, or all. The plain titles are known when a form is read.
    """
    parts = tuple(
        replace(part, title=f"{part.title} (from {way})", aliases=(*part.aliases, part.title))
        if numbers is None or part.number in numbers
        else part
        for part in form.parts
    )
    return replace(form, parts=parts)


def threshold_pages(process: Process) -> tuple[Page, ...]:
    """The limbs, a page for each pathway that has criteria; each is asked once, where it is first
    asked about. What no criterion asks stands on a page of its own.
    """
    left = {fact.id: fact for fact in process.fact}
    pages: list[Page] = []
    for way in process.pathway:
        criteria = [one for one in process.criterion if one.pathway == way.id]
        wanted = dict.fromkeys(name for one in criteria for name in facts_asked(one))
        here = [fact for name, fact in left.items() if name in wanted]
        if not wanted:
            continue
        items: list[Item] = [_note(one) for one in criteria if one.definition]
        items += [FieldItem(_question(fact)) for fact in here]
        if elsewhere := [x for x in process.fact if x.id in wanted and x.id not in left]:
            asked = "\n".join(fact.question for fact in elsewhere)
            items.append(NoteItem(asked, "These count too, and are asked on a page before"))
        pages.append(Page(f"limbs_{way.id}", way.label, tuple(items), help=_HELP))
        left = {name: fact for name, fact in left.items() if name not in wanted}
    if left:
        questions = tuple(FieldItem(_question(fact)) for fact in left.values())
        pages.append(Page("limbs", "Further questions", questions, help=_HELP))
    return tuple(pages)


def facts_asked(criterion: Criterion) -> tuple[str, ...]:
    """The ids of the facts that a criterion computes with, and of those that are weighed."""
    tests = simple_tests(criterion.meets)
    return (*dict.fromkeys(x.fact for x in tests if x.fact is not None), *criterion.factors)


def _threshold(process: Process) -> Part | None:
    pages = threshold_pages(process)
    if not pages:
        return None
    return Part(THRESHOLD, "-", "Thresholds", "The office", pages, own=True)


def _note(criterion: Criterion) -> NoteItem:
    return NoteItem(criterion.definition, criterion.label)


def _question(fact: Fact) -> Field:
    return Field(
        id=fact_field(fact.id),
        kind=FieldKind.YES_NO,
        label=fact.question,
        help=" ".join(part for part in (fact.help, _AGE_HELP if fact.age else "") if part),
        not_known=True,
        detail="Reason",
        detail_after=("yes", "no", "not_known"),
        rule=fact.rule,
    )


def _working(working: s.FormDef, process: Process, edition: str) -> Form:
    lists = [
        _options("@contribution", ((x.id, x.label) for x in process.contribution)),
        _options("@appointment", ((x.id, x.label) for x in process.appointment)),
        _options("@level", ((x.id, x.label) for x in process.level)),
        _options("@declaration", _declarations(process)),
    ]
    filled = msgspec.structs.replace(working, option_list=[*working.option_list, *lists])
    built = FormBuilder("working.toml", filled, edition).build()
    return replace(built, parts=tuple(replace(part, own=True) for part in built.parts))


def _options(name: str, things: Iterable[tuple[str, str]]) -> s.OptionListDef:
    return s.OptionListDef(name, [*(s.OptionDef(key, label) for key, label in things), _OTHER])


def _declarations(process: Process) -> Iterable[tuple[str, str]]:
    # Several appointments ask for the same thing: it is one tick.
    said = {x.id: x.text for one in process.appointment for x in one.declaration}
    return said.items()
