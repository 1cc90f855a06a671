"""The thresholds of a case: what each criterion comes out as and why, and a person's own word.

Who refers stands here too, with what the guidance wants of them first.
"""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.book import Written
from mktdesk.calendar import today
from mktdesk.casework.contradictions import contradictions
from mktdesk.casework.criteria import Assessment, Proposal, Result, assess, propose
from mktdesk.casework.records import Override, Referrer
from mktdesk.casework.sources import referrer_warnings
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.closing import refuse_if_closed
from mktdesk.desk.standing import situation
from mktdesk.errors import AnswersRefused
from mktdesk.forms.check import Problem
from mktdesk.toolkits.process_schema import Pathway, Process

_REFERRER = "referrer"  # the one row of its kind


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Everything the page of thresholds shows.

    proposals: every pathway of the toolkit, those proposed first. problems: facts that cannot all
    be so. warnings: of who refers. referrer: None while nobody has said.
    """

    process: Process
    pathway: Pathway
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    referrer: Referrer | None
    warnings: tuple[str, ...]
    read_only: bool

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every criterion, the case's own pathway first."""
        found = [one for proposal in self.proposals for one in proposal.assessments]
        return tuple(sorted(found, key=lambda one: one.criterion.pathway != self.pathway.id))


def thresholds(case: OpenCase) -> Thresholds:
    """How the thresholds of the case stand now."""
    process, now = case.toolkit.process, situation(case)
    known = referrer(case)
    return Thresholds(
        process=process,
        pathway=case.pathway,
        proposals=propose(process, now, overrides(case)),
        problems=contradictions(case.form, process, case.answers(), today(case.session.clock)),
        referrer=known,
        warnings=referrer_warnings(process, case.pathway.id, known, now.facts),
        read_only=case.read_only,
    )


def assessments(case: OpenCase) -> tuple[Assessment, ...]:
    """Every criterion of the case's toolkit, in its order, with what a person has set."""
    return assess(case.toolkit.process, situation(case), overrides(case))


# a person's own word


def overrides(case: OpenCase) -> dict[str, Override]:
    """What people have set, by criterion id; those taken back have no result."""
    rows = case.book.rows(Override.KIND)
    return {row.id: Override.of(row.id, row.fields) for row in rows}


def set_result(case: OpenCase, criterion_id: str, result: Result, reason: str) -> Written:
    """A person says how a criterion comes out. Raises AnswersRefused without a reason."""
    if not reason.strip():
        raise AnswersRefused(
            "A threshold is set by hand only for a stated reason.", "Say why; it is recorded."
        )
    return _keep(case, criterion_id, result.value, reason)


def take_back(case: OpenCase, criterion_id: str, reason: str) -> Written:
    """The answers count again. Raises AnswersRefused without a reason, or where nothing was set."""
    before = overrides(case).get(criterion_id)
    if before is None or not before.result:
        raise AnswersRefused(
            "Nobody has set this threshold by hand.", "What the answers come to counts already."
        )
    if not reason.strip():
        raise AnswersRefused(
            "What was set by hand is taken back only for a stated reason.",
            "Say why; it is recorded.",
        )
    return _keep(case, criterion_id, "", reason)


def _keep(case: OpenCase, criterion_id: str, result: str, reason: str) -> Written:
    case.refuse_change()
    refuse_if_closed(case)
    criterion = next(x for x in case.toolkit.process.criterion if x.id == criterion_id)
    override = Override(
        criterion_id,
        label=criterion.label,
        result=result,
        reason=reason.strip(),
        by=case.session.actor,
        recorded_at=case.now(),
    )
    return case.write("threshold", (put(override),), reason=reason.strip())


# who refers


def referrer(case: OpenCase) -> Referrer | None:
    """Who refers, as it was recorded; None while nobody has said."""
    row = case.book.row(Referrer.KIND, _REFERRER)
    return Referrer.of(row.id, row.fields) if row is not None else None


def referrer_row(source: str, before: str = "", note: str = "") -> Referrer:
    """The record of who refers. source: "" where the toolkit does not name them."""
    return Referrer(_REFERRER, source=source, before=before, note=note.strip())


def set_referrer(case: OpenCase, source: str, before: str = "", note: str = "") -> tuple[str, ...]:
    """Record who refers; what to look at in it, in words. Raises KeyError for a strange source."""
    case.refuse_change()
    refuse_if_closed(case)
    if source and source not in {one.id for one in case.toolkit.process.source}:
        raise KeyError(source)
    record = referrer_row(source, before, note)
    case.write("referrer", (put(record),))
    known = situation(case).facts
    return referrer_warnings(case.toolkit.process, case.pathway.id, record, known)
