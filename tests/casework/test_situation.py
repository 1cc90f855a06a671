"""Three answers: yes, no, not known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.situation import Happened, Situation, Truth, truth
from mktdesk.toolkits.process_schema import When

_FACTS = ("abuse", "died", "harmed")


def fact(name: str, answer: str = "yes") -> When:
    return When(fact=name, is_=answer)  # type: ignore[arg-type]


@st.composite
def whens(draw: st.DrawFn, depth: int = 3) -> When:
    kind = draw(st.sampled_from(("fact", "all", "any", "not") if depth else ("fact",)))
    if kind == "fact":
        return fact(draw(st.sampled_from(_FACTS)), draw(st.sampled_from(("yes", "no"))))
    if kind == "not":
        return When(not_=draw(whens(depth - 1)))
    inside = tuple(draw(st.lists(whens(depth - 1), min_size=1, max_size=3)))
    return When(all_=inside) if kind == "all" else When(any_=inside)


situations = st.dictionaries(st.sampled_from(_FACTS), st.sampled_from(list(Truth))).map(
    lambda facts: Situation("scr", facts=facts)
)


@given(whens(), situations, st.sampled_from(_FACTS), st.sampled_from([Truth.YES, Truth.NO]))
def test_what_is_settled_stays_so_when_more_is_known(
    when: When, now: Situation, name: str, answer: Truth
) -> None:
    if now.facts.get(name, Truth.NOT_KNOWN) is not Truth.NOT_KNOWN:
        return
    settled = truth(when, now)
    later = Situation("scr", facts={**now.facts, name: answer})
    if settled is not Truth.NOT_KNOWN:
        assert truth(when, later) is settled


@given(whens(), st.fixed_dictionaries({f: st.sampled_from(["yes", "no"]) for f in _FACTS}))
def test_with_everything_known_it_is_ordinary_logic(when: When, known: dict[str, str]) -> None:
    def plain(one: When) -> bool:
        if one.fact is not None:
            return known[one.fact] == one.is_
        if one.not_ is not None:
            return not plain(one.not_)
        if one.all_ is not None:
            return all(plain(x) for x in one.all_)
        return any(plain(x) for x in one.any_ or ())

    now = Situation("scr", facts={key: Truth(value) for key, value in known.items()})
    assert truth(when, now) is (Truth.YES if plain(when) else Truth.NO)


def test_an_unsigned_decision_is_not_known_and_an_event_that_has_not_come_is_no() -> None:
    now = Situation("scr", events={"received": Happened(date(2026, 3, 2))}, outcomes={"scr": False})
    assert truth(When(outcome="silp"), now) is Truth.NOT_KNOWN
    assert truth(When(outcome="scr"), now) is Truth.NO
    assert truth(When(event="received"), now) is Truth.YES
    assert truth(When(event="decision"), now) is Truth.NO
    assert truth(When(pathway="scr"), now) is Truth.YES
    assert truth(None, now) is Truth.YES


@pytest.mark.parametrize(
    ("known", "asked", "comes_out"),
    [
        (None, "yes", Truth.NOT_KNOWN),
        (None, "not_known", Truth.YES),
        (Truth.NOT_KNOWN, "no", Truth.NOT_KNOWN),
        (Truth.NOT_KNOWN, "not_known", Truth.YES),
        (Truth.YES, "not_known", Truth.NO),
        (Truth.YES, "no", Truth.NO),
    ],
)
def test_not_known_is_an_answer_that_settles_nothing(
    known: Truth | None, asked: str, comes_out: Truth
) -> None:
    now = Situation("scr", facts={} if known is None else {"abuse": known})
    assert truth(fact("abuse", asked), now) is comes_out
