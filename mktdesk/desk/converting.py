"""A case goes another way: another pathway of its toolkit, or another edition of the guidance.

Nothing is lost: answers and what was recorded stay in the book, the way it came is kept, and
what the new way has no place for is listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from mktdesk.book import RowChange
from mktdesk.calendar import today
from mktdesk.casework.changing import Homeless, StepChange, homeless, missing_rows, step_change
from mktdesk.casework.clockmoves import moved
from mktdesk.casework.keeping import forms_to_keep
from mktdesk.casework.progress import step_standings
from mktdesk.casework.records import Carried, CaseFacts, Conversion
from mktdesk.casework.situation import Happened, Situation
from mktdesk.desk.appointing import left_over, standing_rows
from mktdesk.desk.casefile import ORDER, OpenCase, answers_of, new_id, put, put_new
from mktdesk.desk.cases import as_kept, guidance_of, refresh_summary
from mktdesk.desk.clocks import clocks
from mktdesk.desk.closing import refuse_if_closed
from mktdesk.desk.drafts import settle_drafts
from mktdesk.desk.standing import situation, steps
from mktdesk.desk.toolkits import ToolkitLine, toolkit_lines
from mktdesk.errors import AnswersRefused, CaseError
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Outcome, Pathway

_OUTSIDE = "Say why; it is recorded, and the earlier way is kept."


@dataclass(frozen=True, slots=True)
class Way:
    """A pathway that a case can go to. ground: what provides for it, in words; nothing where the
    guidance does not, and a person must say why. decided: a signed decision names it.
    """

    pathway: Pathway
    ground: str = ""
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of the case; nothing has been done.

    clocks: what would start, stop or move, in sentences. parts: the sections that appear; left:
    answers that the new way does not ask for, which stay in the book.
    """

    to: str
    ground: str
    steps: StepChange
    clocks: tuple[str, ...]
    parts: tuple[str, ...]
    parts_gone: tuple[str, ...]
    left: tuple[Homeless, ...]


def conversions(case: OpenCase) -> tuple[Conversion, ...]:
    """How the case came to the way it is on, oldest first."""
    rows = (Conversion.of(row.id, row.fields) for row in case.book.rows(Conversion.KIND))
    return tuple(sorted(rows, key=lambda one: one.recorded_at))


def without_place(case: OpenCase) -> tuple[Homeless, ...]:
    """Answers in the book that the case's form does not ask for any more, as they stand now.

    From each way that the case was on before. An edition that is not there any more is left out:
    its answers are in the history.
    """
    found: dict[Homeless, None] = {}
    for form in forms_before(case):
        answers = answers_of(form, case.book)
        found |= dict.fromkeys(homeless(form, case.form, answers))
    return tuple(found)


def forms_before(case: OpenCase) -> tuple[Form, ...]:
    """The whole forms that the case had on the ways it was on before, oldest first."""
    found = (_form_before(case, one) for one in conversions(case))
    return tuple(dict.fromkeys(form for form in found if form is not None))


def _form_before(case: OpenCase, one: Conversion) -> Form | None:
    if one.what == "start":
        return None
    facts = replace(
        case.facts,
        toolkit=one.from_toolkit,
        edition=one.from_edition,
        form=one.from_form,
        pathway=one.from_pathway,
        kept=one.from_kept,
    )
    try:
        return guidance_of(case.session, facts)[1]
    except CaseError:
        return None


# another pathway


def ways(case: OpenCase) -> tuple[Way, ...]:
    """The other pathways: those decided on first, then those the guidance provides for."""
    now = case.pathway
    found = []
    decided = {one.pathway: one for one in decided_for(case)}
    for way in case.toolkit.process.pathway:
        if way.id == now.id:
            continue
        outcome = decided.get(way.id)
        if outcome is not None:
            found.append(Way(way, f"It was decided: {outcome.label}", decided=True))
        elif way.id in now.converts_to:
            found.append(Way(way, f"The guidance provides for it after: {now.label}"))
        else:
            found.append(Way(way))
    return tuple(sorted(found, key=lambda one: (not one.decided, not one.ground)))


def decided_for(case: OpenCase) -> tuple[Outcome, ...]:
    """The decisions that stand signed and name another pathway than the case is on."""
    return named_elsewhere(case.toolkit.process.outcome, situation(case))


def named_elsewhere(outcomes: Iterable[Outcome], now: Situation) -> tuple[Outcome, ...]:
    """Those that came out so and lead to another pathway.

    One that the present pathway itself came of says nothing any more.
    """
    came = [one for one in outcomes if now.outcomes.get(one.id) and one.pathway is not None]
    here = {one.part for one in came if one.pathway == now.pathway}
    return tuple(x for x in came if x.pathway != now.pathway and x.part not in here)


def preview(case: OpenCase, pathway_id: str) -> Preview:
    """What converting the case would do. Raises KeyError for a pathway the toolkit has not."""
    way = next((one for one in ways(case) if one.pathway.id == pathway_id), None)
    to = case.toolkit.pathway(pathway_id)
    there = _gone_to(case, _converted(case, to))
    return _preview(case, there, to.label, way.ground if way is not None else "")


def convert(case: OpenCase, pathway_id: str, reason: str = "") -> OpenCase:
    """The case on another pathway, to be used from now on in the place of the one given.

    reason: may be left to the ground where a decision or the guidance provides for it. Raises
    AnswersRefused without a ground or a reason, or where the case is on that pathway; KeyError.
    """
    _refuse_change(case)
    to = case.toolkit.pathway(pathway_id)
    way = next((one for one in ways(case) if one.pathway.id == to.id), None)
    if way is None:
        raise AnswersRefused(f"The case is on that way: {to.label}.", "Nothing was changed.")
    why = reason.strip() or way.ground
    if not why:
        raise AnswersRefused(
            f"The guidance does not provide for it after: {case.pathway.label}.", _OUTSIDE
        )
    settle_drafts(case)
    facts = _converted(case, to)
    return _go(case, facts, (), why, "pathway")


def _converted(case: OpenCase, to: Pathway) -> CaseFacts:
    kept = forms_to_keep(case.toolkit, case.facts, case.form, case.answers())
    return replace(case.facts, pathway=to.id, review_type=to.id, kept=kept)


# another edition of the guidance


def editions(case: OpenCase) -> tuple[Toolkit, ...]:
    """The guidance that a case can move to: what replaces its own, other editions of it, and what
    the office has made of it.

    In force today, the newest first. Raises ToolkitRefused.
    """
    day = today(case.session.clock)
    mine = case.toolkit
    found = [
        line.toolkit
        for line in toolkit_lines(case.session)
        if line.in_force(day)
        and (line.toolkit.id, line.toolkit.edition) != (mine.id, mine.edition)
        and mine.id in {line.toolkit.id, *line.toolkit.replaces, _made_from(line)}
    ]
    return tuple(sorted(found, key=lambda one: one.effective_from, reverse=True))


def _made_from(line: ToolkitLine) -> str:
    return line.own.made_from.partition("@")[0] if line.own is not None else ""


def pathway_there(case: OpenCase, toolkit: Toolkit, pathway_id: str = "") -> Pathway:
    """The pathway a case would be on: the one named, that of the same id, or the first.

    Raises KeyError.
    """
    there = {way.id for way in toolkit.process.pathway}
    return toolkit.pathway(pathway_id or (case.pathway.id if case.pathway.id in there else ""))


def preview_move(case: OpenCase, toolkit: Toolkit, pathway_id: str = "") -> Preview:
    """What moving the case to other guidance would do. pathway_id "": the one of the same id, or
    the first. Raises KeyError, AnswersRefused where the two cannot share a case.
    """
    facts = _moved(case, toolkit, pathway_id)
    there = _gone_to(case, facts)
    name = f"{there.pathway.label} ({toolkit.short_title}, edition {toolkit.edition})"
    return _preview(case, there, name, "", _carried(case, toolkit))


def move(case: OpenCase, toolkit: Toolkit, reason: str, pathway_id: str = "") -> OpenCase:
    """The case under other guidance, to be used from now on in the place of the one given.

    What is done stays done where the new guidance has a step of that id. Raises AnswersRefused
    without a reason or where the guidance is none of `editions`; KeyError.
    """
    _refuse_change(case)
    known = {(one.id, one.edition) for one in editions(case)}
    if (toolkit.id, toolkit.edition) not in known:
        raise AnswersRefused(
            "The case cannot move to that guidance.", "Choose one that replaces its own."
        )
    if not reason.strip():
        raise AnswersRefused("Moving a case to other guidance needs a reason.", _OUTSIDE)
    settle_drafts(case)
    facts = _moved(case, toolkit, pathway_id)
    return _go(case, facts, _carried(case, toolkit), reason.strip(), "edition")


def _moved(case: OpenCase, toolkit: Toolkit, pathway_id: str) -> CaseFacts:
    way = pathway_there(case, toolkit, pathway_id)
    facts = replace(
        case.facts,
        toolkit=toolkit.id,
        edition=toolkit.edition,
        form=_intake(case, toolkit, way),
        pathway=way.id,
        review_type=way.id,
        kept=",".join(name for name in _begun(case) if name in toolkit.forms),
        record=case.form.record,
        row=case.form.id,
    )
    _refuse_clash(case, facts)
    return facts


def _begun(case: OpenCase) -> tuple[str, ...]:
    names = forms_to_keep(case.toolkit, case.facts, case.form, case.answers())
    return replace(case.facts, kept=names).kept_forms


def _intake(case: OpenCase, toolkit: Toolkit, way: Pathway) -> str:
    """The form it began with, where the new guidance has it; or the new way's own."""
    own = way.intake_form or toolkit.intake_form
    return case.facts.form if case.facts.form in toolkit.forms else own


def _refuse_clash(case: OpenCase, facts: CaseFacts) -> None:
    _, form = guidance_of(case.session, replace(facts, record="", row=""))
    if facts.record in set(scopes_of(form)) - {form.record}:
        raise AnswersRefused(
            "The two editions of the guidance keep answers in ways that cannot be joined.",
            "Start a case under the new guidance and link the two.",
        )


def _carried(case: OpenCase, toolkit: Toolkit) -> tuple[Carried, ...]:
    """What is done, for the steps and events that the new guidance has too."""
    process = toolkit.process
    there = {one.id: one.label for one in process.event} | {x.id: x.label for x in process.step}
    events = situation(case).events
    return tuple(
        Carried(
            name,
            label=there[name],
            day=happened.day.isoformat(),
            time=happened.time,
            words=f"{happened.words or 'done'}, under the {case.toolkit.short_title}",
        )
        for name, happened in events.items()
        if name in there
    )


# how it is done


def _refuse_change(case: OpenCase) -> None:
    case.refuse_change()
    refuse_if_closed(case)


def _gone_to(case: OpenCase, facts: CaseFacts) -> OpenCase:
    """The case as it would be; its book is the same, and is only read."""
    toolkit, form = guidance_of(case.session, facts)
    return replace(case, facts=facts, toolkit=toolkit, form=form)


def _preview(
    case: OpenCase,
    there: OpenCase,
    name: str,
    ground: str,
    carried: tuple[Carried, ...] = (),
) -> Preview:
    done = {x.id: Happened(date.fromisoformat(x.day), x.words, x.time) for x in carried}
    then = situation(there)
    then = replace(then, events=MappingProxyType({**done, **then.events}))
    after = step_standings(there.toolkit.process, then)
    old = {part.id for part in case.form.parts}
    new = {part.id for part in there.form.parts}
    return Preview(
        to=name,
        ground=ground,
        steps=step_change(steps(case), after),
        clocks=tuple(one.words for one in moved(clocks(case), clocks(there, then))),
        parts=tuple(part.title for part in there.form.parts if part.id not in old),
        parts_gone=tuple(part.title for part in case.form.parts if part.id not in new),
        left=homeless(case.form, there.form, case.answers()),
    )


def _go(
    case: OpenCase, facts: CaseFacts, carried: tuple[Carried, ...], reason: str, what: str
) -> OpenCase:
    there = _gone_to(case, facts)
    left = homeless(case.form, there.form, case.answers())
    record = Conversion(
        new_id(),
        what=what,
        from_toolkit=case.toolkit.id,
        from_edition=case.toolkit.edition,
        from_form=case.facts.form,
        from_pathway=case.pathway.id,
        from_kept=case.facts.kept,
        from_words=_words(case),
        to_toolkit=there.toolkit.id,
        to_edition=there.toolkit.edition,
        to_pathway=there.pathway.id,
        to_words=_words(there),
        reason=reason,
        # Never the answers: they stay where they are, so that what is erased there is gone.
        left="\n".join(dict.fromkeys(one.question for one in left)),
        by=case.session.actor,
        recorded_at=case.now(),
    )
    old = case.facts.to_fields()
    changed = {key: value for key, value in facts.to_fields().items() if value != old[key]}
    rows = [RowChange(facts.KIND, facts.id, changed), put_new(record)]
    rows += [put(one) for one in carried]
    missing = missing_rows(there.form, there.answers())
    rows += [RowChange(kind, new_id(), {ORDER: float(n)}) for n, kind in enumerate(missing)]
    day = today(case.session.clock)
    known = there.answers()
    rows += left_over(there.toolkit, there.pathway.id, known)
    rows += standing_rows(case.session, there.toolkit, there.pathway.id, known, day)
    case.write("convert" if what == "pathway" else "move", rows, reason=reason)
    refresh_summary(case)
    return as_kept(case)


def _words(case: OpenCase) -> str:
    return f"{case.pathway.label} ({case.toolkit.short_title}, edition {case.toolkit.edition})"
