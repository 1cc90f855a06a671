"""Thresholds: limbs, what decides, what is still to be answered, and what is proposed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.criteria import (
    STRENGTHS,
    Assessment,
    Result,
    Standing,
    assess,
    needs_reason,
    propose,
)
from mktdesk.casework.records import Override
from mktdesk.casework.situation import Happened, Situation, Truth
from mktdesk.toolkits.process_schema import (
    Criterion,
    Event,
    Fact,
    Outcome,
    Pathway,
    Process,
    When,
)
from mktdesk.toolkits.schema import ConditionDef

YES, NO, OPEN = Truth.YES, Truth.NO, Truth.NOT_KNOWN
FACTS = ("abuse", "died", "harmed", "concern")


def fact(name: str, answer: str = "yes") -> When:
    return When(fact=name, is_=answer)  # type: ignore[arg-type]


# abuse, and death or serious harm with concern: the shape of the 2016 guidance's threshold
REVIEW = When(
    all_=(fact("abuse"), When(any_=(fact("died"), fact("harmed"))), fact("concern")),
)


def process(*criteria: Criterion, ways: tuple[str, ...] = ("scr", "silp")) -> Process:
    return Process(
        pathway=tuple(Pathway(id=way, label=way.upper(), short=way) for way in ways),
        fact=tuple(Fact(id=name, question=f"{name.capitalize()}?") for name in FACTS),
        event=(Event(id="received", label="Referral received"),),
        outcome=(Outcome(id="held", label="Hold a review", part="x", when=ConditionDef()),),
        criterion=criteria,
    )


def criterion(name: str, meets: When, **more: object) -> Criterion:
    given = {"label": name, "pathway": "scr", "strength": "must", **more}
    return Criterion(id=name, meets=meets, **given)  # type: ignore[arg-type]


def one(meets: When, **facts: Truth) -> Assessment:
    (found,) = assess(process(criterion("scr", meets)), Situation("scr", facts=facts))
    return found


@pytest.mark.parametrize(
    ("facts", "result", "because", "to_answer"),
    [
        ({}, "not known", [], ["abuse", "died", "harmed", "concern"]),
        ({"abuse": NO}, "not met", ["abuse"], []),
        ({"abuse": YES, "concern": YES}, "not known", ["abuse", "concern"], ["died", "harmed"]),
        ({"abuse": YES, "died": YES}, "not known", ["abuse", "died"], ["concern"]),
        ({"abuse": YES, "died": YES, "concern": YES}, "met", ["abuse", "died", "concern"], []),
        ({"abuse": OPEN, "died": YES, "concern": YES}, "not known", ["died", "concern"], ["abuse"]),
        (
            {"abuse": YES, "died": NO, "harmed": NO, "concern": YES},
            "not met",
            ["died", "harmed"],
            [],
        ),
        (
            {"abuse": YES, "died": YES, "harmed": YES, "concern": YES},
            "met",
            ["abuse", "died", "harmed", "concern"],
            [],
        ),
        ({"died": NO, "harmed": OPEN, "concern": NO}, "not met", ["concern"], []),
    ],
)
def test_the_result_names_what_decides_and_what_is_missing(
    facts: dict[str, Truth], result: str, because: list[str], to_answer: list[str]
) -> None:
    found = one(REVIEW, **facts)
    assert found.result == result
    assert [limb.id for limb in found.because] == because
    assert [limb.id for limb in found.to_answer] == to_answer
    every = (*found.because, *found.to_answer, *found.others)
    assert sorted(limb.id for limb in every) == sorted(FACTS)


def test_a_limb_says_its_answer_with_the_date_and_the_reason() -> None:
    now = Situation(
        "scr",
        facts={"died": YES, "abuse": YES, "harmed": OPEN},
        grounds={"died": "on Sat 7 Feb 2026"},
        reasons={"died": "Told by the hospital", "abuse": ""},
    )
    (found,) = assess(process(criterion("scr", REVIEW, factors=("harmed",))), now)
    assert found.why == ("Abuse? Yes", "Died? Yes, on Sat 7 Feb 2026. Told by the hospital")
    assert [limb.words for limb in found.to_answer] == ["Concern? Not answered"]
    assert [limb.words for limb in found.others] == ["Harmed? Not known"]
    assert [limb.words for limb in found.factors] == ["Harmed? Not known"]


def test_an_event_a_decision_and_a_pathway_are_limbs_too() -> None:
    meets = When(
        all_=(When(event="received"), When(outcome="held"), When(not_=When(pathway="silp")))
    )
    now = Situation("scr", events={"received": Happened(date(2026, 3, 2))})
    (found,) = assess(process(criterion("scr", meets)), now)
    assert found.result is Result.NOT_KNOWN
    assert found.why == (
        "Referral received: has it happened? Yes, on Mon 2 Mar 2026",
        "Is the case on this pathway: SILP? No",
    )
    assert [limb.words for limb in found.to_answer] == ["Was it decided: Hold a review? Not known"]


@st.composite
def whens(draw: st.DrawFn, depth: int = 3) -> When:
    kind = draw(st.sampled_from(("fact", "all", "any", "not") if depth else ("fact",)))
    if kind == "fact":
        return fact(draw(st.sampled_from(FACTS)), draw(st.sampled_from(("yes", "no"))))
    if kind == "not":
        return When(not_=draw(whens(depth - 1)))
    inside = tuple(draw(st.lists(whens(depth - 1), min_size=1, max_size=3)))
    return When(all_=inside) if kind == "all" else When(any_=inside)


known = st.dictionaries(st.sampled_from(FACTS), st.sampled_from(list(Truth)))


@given(whens(), known)
def test_what_decides_is_enough_by_itself(meets: When, facts: dict[str, Truth]) -> None:
    found = one(meets, **facts)
    if found.result is Result.NOT_KNOWN:
        return
    alone = {limb.id: facts[limb.id] for limb in found.because}
    assert one(meets, **alone).result is found.result
    assert not found.to_answer


@given(whens(), known, st.fixed_dictionaries({f: st.sampled_from([YES, NO]) for f in FACTS}))
def test_answering_what_is_still_to_be_answered_settles_it(
    meets: When, facts: dict[str, Truth], later: dict[str, Truth]
) -> None:
    found = one(meets, **facts)
    if found.result is not Result.NOT_KNOWN:
        return
    assert found.to_answer
    assert all(facts.get(limb.id, OPEN) is OPEN for limb in found.to_answer)
    answered = {**facts, **{limb.id: later[limb.id] for limb in found.to_answer}}
    assert one(meets, **answered).result is not Result.NOT_KNOWN


@given(whens(), known, st.sampled_from(list(Result)), st.text(min_size=1))
def test_a_persons_word_always_wins_and_shows_with_what_was_worked_out(
    meets: When, facts: dict[str, Truth], said: Result, reason: str
) -> None:
    override = Override("scr", result=said, reason=reason, by="R. Osei")
    now = Situation("scr", facts=facts)
    toolkit = process(criterion("scr", meets))
    (plain,) = assess(toolkit, now)
    (found,) = assess(toolkit, now, {"scr": override})
    assert found.result is said
    assert found.computed is plain.result
    assert found.because == plain.because
    for words in (said, plain.result, reason, "R. Osei"):
        assert words in found.words.replace(said.capitalize(), said)
    (back,) = assess(toolkit, now, {"scr": Override("scr", reason="Entered by mistake")})
    assert back == plain


@given(whens(), known, st.sampled_from([Result.MET, Result.NOT_MET]))
def test_a_persons_word_settles_what_is_proposed(
    meets: When, facts: dict[str, Truth], said: Result
) -> None:
    now = Situation("", facts=facts)
    override = {"scr": Override("scr", result=said, reason="Known to the panel", by="R. Osei")}
    found = {
        x.pathway.id: x.standing for x in propose(process(criterion("scr", meets)), now, override)
    }
    met = said is Result.MET
    assert found["scr"] is (Standing.PROPOSED if met else Standing.NOT_PROPOSED)
    assert found["silp"] is Standing.NO_CRITERION


def test_the_strongest_is_proposed_first_and_what_is_open_before_what_is_not() -> None:
    ways = ("not", "none", "open", "consider", "notify", "must")
    toolkit = process(
        criterion("a", fact("died"), pathway="consider", strength="consider"),
        criterion("b", fact("died"), pathway="notify", strength="notify"),
        criterion("c", fact("died"), pathway="must", strength="consider"),
        criterion("d", fact("died"), pathway="must", strength="must"),
        criterion("e", fact("abuse"), pathway="open"),
        criterion("f", fact("died", "no"), pathway="not"),
        ways=ways,
    )
    found = propose(toolkit, Situation("", facts={"died": YES}))
    assert [x.pathway.id for x in found] == ["must", "notify", "consider", "open", "none", "not"]
    assert [x.strength for x in found] == ["must", "notify", "consider", None, None, None]
    assert {x.criterion.id for x in found[0].why} == {"c", "d"}
    assert [x.criterion.id for x in found[3].why] == ["e"]
    assert found[5].why == ()
    assert set(STRENGTHS) == {"must", "notify", "consider"}


@pytest.mark.parametrize(
    ("facts", "explained"),
    [
        ({}, {"scr": False, "silp": False}),
        ({"died": YES}, {"scr": False, "silp": True}),
        ({"died": NO}, {"scr": True, "silp": False}),
    ],
)
def test_another_than_proposed_must_be_explained(
    facts: dict[str, Truth], explained: dict[str, bool]
) -> None:
    found = propose(process(criterion("scr", fact("died"))), Situation("", facts=facts))
    assert {way: needs_reason(found, way) for way in explained} == explained


@given(whens(), whens(), known)
def test_a_criterion_gives_way_only_where_the_other_is_met(
    meets: When, other: When, facts: dict[str, Truth]
) -> None:
    now = Situation("", facts=facts)
    first, plain = assess(process(criterion("a", other), criterion("b", meets)), now)
    toolkit = process(criterion("a", other), criterion("b", meets, unless=("a",)))
    _, found = assess(toolkit, now)
    if first.result is Result.MET:
        assert found.result is Result.NOT_MET
        assert not found.to_answer
    else:
        assert found == Assessment(
            toolkit.criterion[1],
            plain.computed,
            plain.because,
            plain.to_answer,
            plain.others,
            plain.factors,
        )
    said = Override("b", result="met", reason="Asked for by the Board", by="R. Osei")
    assert assess(toolkit, now, {"b": said})[1].result is Result.MET
