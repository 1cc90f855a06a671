"""Random processes and cases of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from mktdesk.casework.situation import Happened, Situation, Truth
from mktdesk.toolkits.process_schema import Fact, Pathway, Process, Step, When

WAYS = ("long", "short")
FACTS = ("f1", "f2")
FIRST = date(2026, 1, 5)


def _facts() -> st.SearchStrategy[When]:
    said = st.sampled_from(("yes", "no", "not_known"))
    return st.builds(lambda fact, is_: When(fact=fact, is_=is_), st.sampled_from(FACTS), said)


def whens() -> st.SearchStrategy[When]:
    """Questions about facts, a decision and the pathway: nothing that a step's own day answers."""
    ways = st.sampled_from(WAYS).map(lambda way: When(pathway=way))
    simple = _facts() | ways | st.just(When(outcome="agreed"))
    return st.recursive(
        simple,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=2).map(lambda x: When(all_=tuple(x)))
            | st.lists(inner, min_size=1, max_size=2).map(lambda x: When(any_=tuple(x)))
            | inner.map(lambda x: When(not_=x))
        ),
        max_leaves=3,
    )


_WHENS = st.none() | st.none() | whens()  # made once: it takes long to make
_PATHWAYS = st.sampled_from(((), (), (), ("long",), ("short",)))
_SELDOM = st.sampled_from((False, False, False, True))
_DAYS = st.integers(0, 30).map(lambda n: Happened(FIRST + timedelta(days=n)))
_KNOWN = st.none() | st.sampled_from(Truth)
_AGREED = st.none() | st.booleans()


@st.composite
def processes(draw: st.DrawFn) -> Process:
    """Up to nine steps, each after some of those before it."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 9))):
        names = [step.id for step in steps]
        after = draw(st.lists(st.sampled_from(names), max_size=3, unique=True)) if names else []
        steps.append(
            Step(
                id=f"s{number}",
                label=f"Step {number}",
                who="office",
                after=tuple(after),
                pathways=draw(_PATHWAYS),
                when=draw(_WHENS),
                advisory=draw(_SELDOM),
                optional=draw(_SELDOM),
            )
        )
    return Process(
        pathway=tuple(Pathway(id=way, label=way, short=way) for way in WAYS),
        fact=tuple(Fact(id=fact, question=f"Is {fact} so?") for fact in FACTS),
        step=tuple(steps),
    )


@st.composite
def situations(draw: st.DrawFn, process: Process) -> Situation:
    """Some of the steps done, on any day; some of the facts known."""
    done = draw(st.lists(st.sampled_from([step.id for step in process.step]), unique=True))
    facts = {fact: draw(_KNOWN) for fact in FACTS}
    agreed = draw(_AGREED)
    return Situation(
        pathway=draw(st.sampled_from(WAYS)),
        facts={fact: said for fact, said in facts.items() if said is not None},
        events={name: draw(_DAYS) for name in done},
        outcomes={} if agreed is None else {"agreed": agreed},
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Process, Situation]:
    """A process and a case of it."""
    process = draw(processes())
    return process, draw(situations(process))
