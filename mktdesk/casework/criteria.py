"""Thresholds: what each criterion of a toolkit comes out as, why, and which pathway follows (pure).

Three results, never two, and the limbs that decide each in words. What a person has decided goes
before what is worked out, and both are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from mktdesk.calendar import spoken_date
from mktdesk.casework.records import Override
from mktdesk.casework.situation import Situation, Truth, truth
from mktdesk.toolkits.process_schema import Criterion, Pathway, Process, Strength, When
from mktdesk.toolkits.prove_process import simple_tests

_SAID = {Truth.YES: "Yes", Truth.NO: "No", Truth.NOT_KNOWN: "Not known"}
_ORDER: tuple[Strength, ...] = ("must", "notify", "consider")
STRENGTHS: Mapping[Strength, str] = MappingProxyType(
    {
        "must": "The guidance says that it must be held",
        "notify": "The guidance says that it must be notified",
        "consider": "The guidance says to consider it",
    }
)


class Result(StrEnum):
    """How a criterion comes out."""

    MET = "met"
    NOT_MET = "not met"
    NOT_KNOWN = "not known"


_RESULTS = {
    Truth.YES: Result.MET,
    Truth.NO: Result.NOT_MET,
    Truth.NOT_KNOWN: Result.NOT_KNOWN,
}


@dataclass(frozen=True, slots=True)
class Limb:
    """One question of a criterion, as it stands.

    id: the fact's, or of the event, decision or pathway that is asked about. answer: None while
    nobody has said anything. ground, reason: what the form's dates and a person add.
    """

    id: str
    question: str
    answer: Truth | None
    ground: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """In one line: "Has the child died? Yes, on Sat 7 Feb 2026. Told by the hospital"."""
        said = "Not answered" if self.answer is None else _SAID[self.answer]
        said = ", ".join(part for part in (said, self.ground) if part)
        return ". ".join(part for part in (f"{self.question} {said}", self.reason) if part)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One criterion of a case. computed: what the answers come to; override: what a person said.

    because: the limbs that decide it, or that stand so far. to_answer: those that could still
    change it. others: asked by it, and of no weight as things stand. factors: noted, weighed by
    people, not computed with.
    """

    criterion: Criterion
    computed: Result
    because: tuple[Limb, ...]
    to_answer: tuple[Limb, ...]
    others: tuple[Limb, ...]
    factors: tuple[Limb, ...]
    override: Override | None = None

    @property
    def result(self) -> Result:
        """What counts: a person's word goes first."""
        return self.computed if self.override is None else Result(self.override.result)

    @property
    def words(self) -> str:
        """The result, and where a person set it what was worked out too."""
        if self.override is None:
            return _sentence(self.computed)
        return (
            f"{_sentence(self.result)}, set by {self.override.by}: {self.override.reason}. "
            f"Worked out from the answers: {self.computed}"
        )

    @property
    def why(self) -> tuple[str, ...]:
        """The limbs that decide it, a line each."""
        return tuple(limb.words for limb in self.because)


class Standing(StrEnum):
    """What is said of a pathway."""

    PROPOSED = "proposed"
    OPEN = "open"  # a criterion is not known yet
    NOT_PROPOSED = "not proposed"
    NO_CRITERION = "no criterion"  # the toolkit gives none: people choose it


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pathway with its criteria. strength: the strongest that is met, or None."""

    pathway: Pathway
    standing: Standing
    assessments: tuple[Assessment, ...]
    strength: Strength | None = None

    @property
    def why(self) -> tuple[Assessment, ...]:
        """The criteria that are met; where none is, those that could be."""
        wanted = Result.MET if self.standing is Standing.PROPOSED else Result.NOT_KNOWN
        return tuple(one for one in self.assessments if one.result is wanted)


def assess(
    process: Process, now: Situation, overrides: Mapping[str, Override] | None = None
) -> tuple[Assessment, ...]:
    """Every criterion of a process in this situation, in the toolkit's order.

    overrides: by criterion id; one that was taken back has no result and counts for nothing.
    """
    said = overrides or {}
    first = {
        one.id: _assess(process, one, now, _standing_word(said.get(one.id)))
        for one in process.criterion
    }
    return tuple(_give_way(one, first) for one in first.values())


def propose(
    process: Process, now: Situation, overrides: Mapping[str, Override] | None = None
) -> tuple[Proposal, ...]:
    """Every pathway with what speaks for it: those proposed first, the strongest before others."""
    found = assess(process, now, overrides)
    made = [
        _proposal(way, tuple(one for one in found if one.criterion.pathway == way.id))
        for way in process.pathway
    ]
    return tuple(sorted(made, key=_rank))


def needs_reason(proposals: Iterable[Proposal], pathway_id: str) -> bool:
    """Whether choosing this pathway has to be explained.

    It has when another is proposed, or when its own criteria are settled and not met.
    """
    known = tuple(proposals)
    chosen = next(one for one in known if one.pathway.id == pathway_id)
    if chosen.standing is Standing.PROPOSED:
        return False
    another = any(one.standing is Standing.PROPOSED for one in known)
    return another or chosen.standing is Standing.NOT_PROPOSED


def _rank(proposal: Proposal) -> int:
    if proposal.strength is not None:
        return _ORDER.index(proposal.strength)
    after = (Standing.OPEN, Standing.NO_CRITERION, Standing.NOT_PROPOSED)
    return len(_ORDER) + after.index(proposal.standing)


def _proposal(way: Pathway, found: tuple[Assessment, ...]) -> Proposal:
    met = [one.criterion.strength for one in found if one.result is Result.MET]
    if met:
        return Proposal(way, Standing.PROPOSED, found, min(met, key=_ORDER.index))
    standing = Standing.NOT_PROPOSED if found else Standing.NO_CRITERION
    if any(one.result is Result.NOT_KNOWN for one in found):
        standing = Standing.OPEN
    return Proposal(way, standing, found)


def _standing_word(override: Override | None) -> Override | None:
    return override if override is not None and override.result else None


def _give_way(found: Assessment, others: Mapping[str, Assessment]) -> Assessment:
    """Not met where a criterion that goes before it is: that one is then what decides."""
    met = [others[name] for name in found.criterion.unless if others[name].result is Result.MET]
    if not met or found.computed is Result.NOT_MET:
        return found
    because = tuple(
        Limb(
            f"criterion {one.criterion.id}",
            f"Is another threshold met: {one.criterion.label}?",
            Truth.YES,
        )
        for one in met
    )
    asked = {limb.id: limb for limb in (*found.because, *found.to_answer, *found.others)}
    left = tuple(asked.values())
    return replace(found, computed=Result.NOT_MET, because=because, to_answer=(), others=left)


def _sentence(result: Result) -> str:
    return result.value.capitalize()


def _assess(
    process: Process, criterion: Criterion, now: Situation, override: Override | None
) -> Assessment:
    why = _explain(criterion.meets, now)
    deciding, missing = _limbs(process, why.because, now), _limbs(process, why.missing, now)
    named = {limb.id for limb in (*deciding, *missing)}
    asked = _limbs(process, tuple(simple_tests(criterion.meets)), now)
    return Assessment(
        criterion=criterion,
        computed=_RESULTS[why.comes_to],
        because=deciding,
        to_answer=missing,
        others=tuple(limb for limb in asked if limb.id not in named),
        factors=tuple(_of_fact(process, fact, now) for fact in criterion.factors),
        override=override,
    )


# why a question comes out as it does


@dataclass(frozen=True, slots=True)
class _Why:
    """because: simple questions that settle it, or stand so far. missing: what could change it."""

    comes_to: Truth
    because: tuple[When, ...] = ()
    missing: tuple[When, ...] = ()


_FLIPPED = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.NOT_KNOWN: Truth.NOT_KNOWN}


def _explain(when: When, now: Situation) -> _Why:
    if when.not_ is not None:
        inside = _explain(when.not_, now)
        return _Why(_FLIPPED[inside.comes_to], inside.because, inside.missing)
    if when.all_ is not None:
        return _joined([_explain(one, now) for one in when.all_], Truth.NO)
    if when.any_ is not None:
        return _joined([_explain(one, now) for one in when.any_], Truth.YES)
    comes_to = truth(when, now)
    if comes_to is Truth.NOT_KNOWN:
        return _Why(comes_to, (), (when,))
    return _Why(comes_to, (when,))


def _joined(parts: list[_Why], settles: Truth) -> _Why:
    """settles: the answer of which one is enough: no for "all of", yes for "any of"."""
    enough = [part for part in parts if part.comes_to is settles]
    if enough:
        return _Why(settles, tuple(w for part in enough for w in part.because))
    known = tuple(w for p in parts if p.comes_to is not Truth.NOT_KNOWN for w in p.because)
    unknown = [part for part in parts if part.comes_to is Truth.NOT_KNOWN]
    if not unknown:
        return _Why(_FLIPPED[settles], known)
    so_far = (*known, *(w for part in unknown for w in part.because))
    return _Why(Truth.NOT_KNOWN, so_far, tuple(w for part in unknown for w in part.missing))


# limbs in words


def _limbs(process: Process, tests: tuple[When, ...], now: Situation) -> tuple[Limb, ...]:
    found = (_limb(process, test, now) for test in tests)
    return tuple({limb.id: limb for limb in found}.values())


def _limb(process: Process, test: When, now: Situation) -> Limb:
    if test.fact is not None:
        return _of_fact(process, test.fact, now)
    answer = truth(test, now)
    if test.event is not None:
        labels = {one.id: one.label for one in process.event}
        label = (labels | {one.id: one.label for one in process.step})[test.event]
        happened = now.events.get(test.event)
        ground = f"on {spoken_date(happened.day)}" if happened else ""
        return Limb(f"event {test.event}", f"{label}: has it happened?", answer, ground)
    if test.outcome is not None:
        label = next(one.label for one in process.outcome if one.id == test.outcome)
        return Limb(f"outcome {test.outcome}", f"Was it decided: {label}?", answer)
    label = next(one.label for one in process.pathway if one.id == test.pathway)
    asked = f"Is the case on this pathway: {label}?"
    return Limb(f"pathway {test.pathway}", asked, answer)


def _of_fact(process: Process, fact_id: str, now: Situation) -> Limb:
    fact = next(one for one in process.fact if one.id == fact_id)
    return Limb(
        fact.id,
        fact.question,
        now.facts.get(fact.id),
        now.grounds.get(fact.id, ""),
        now.reasons.get(fact.id, ""),
    )
