"""Where each step stands, over random processes and what happened in them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.progress import StepStanding, StepState, step_standings
from mktdesk.casework.situation import Happened, Situation, Truth, truth
from mktdesk.casework.stepping import with_event
from mktdesk.toolkits.process_schema import Pathway, Process, Step, When
from tests.casework.processes import FIRST, cases

OPEN = {StepState.NOW, StepState.UNDECIDED}


def by_id(process: Process, now: Situation) -> dict[str, StepStanding]:
    return {one.step.id: one for one in step_standings(process, now)}


def chain(*steps: Step) -> Process:
    return Process(pathway=(Pathway(id="way", label="Way", short="Way"),), step=steps)


def step(step_id: str, *after: str, **more: object) -> Step:
    return Step(id=step_id, label=step_id.upper(), who="office", after=after, **more)  # type: ignore[arg-type]


def states(process: Process, now: Situation) -> str:
    """A letter a step: D(one), N(ow), W(aiting), U(ndecided), - (not needed)."""
    letters = {StepState.NOT_NEEDED: "-"}
    found = step_standings(process, now)
    return "".join(letters.get(one.state, one.state.value[0].upper()) for one in found)


@given(cases())
def test_no_step_is_in_two_minds(made: tuple[Process, Situation]) -> None:
    process, now = made
    standings = by_id(process, now)
    for name, one in standings.items():
        needed = truth(one.step.when, now)
        assert (one.state is StepState.DONE) == (name in now.events) == (one.on is not None)
        if one.state is StepState.NOT_NEEDED:
            assert needed is Truth.NO
        elif one.state is not StepState.DONE:
            assert needed is not Truth.NO
        if one.state is StepState.WAITING:
            assert one.waits_for
        if one.state is StepState.NOW:
            assert needed is Truth.YES
            assert one.step.advisory or not one.waits_for
        for other in one.waits_for:
            assert standings[other].state not in {StepState.DONE, StepState.NOT_NEEDED}


@given(cases())
def test_whenever_something_waits_something_can_be_done(made: tuple[Process, Situation]) -> None:
    found = {one.state for one in step_standings(*made)}
    assert StepState.WAITING not in found or found & OPEN


@given(cases(), st.data())
def test_doing_a_step_unlocks_exactly_what_waited_for_it_alone(
    made: tuple[Process, Situation], data: st.DataObject
) -> None:
    process, now = made
    before = by_id(process, now)
    # What is done before its turn, as advice allows, lets what follows it go before its turn too.
    turn = {name for name, one in before.items() if not one.waits_for}
    ready = [name for name in turn if before[name].state is StepState.NOW]
    if not ready:
        return
    name = data.draw(st.sampled_from(sorted(ready)))
    then = with_event(now, name, Happened(FIRST))
    after = by_id(process, then)
    assert after[name].state is StepState.DONE
    for other, one in before.items():
        if other == name:
            continue
        unlocked = one.state is StepState.WAITING and one.waits_for == (name,)
        assert (after[other].state is not one.state) == unlocked, other
        if unlocked:
            assert after[other].state in OPEN
    assert by_id(process, with_event(then, name, None)) == before


@given(cases())
def test_a_case_goes_on_to_its_end(made: tuple[Process, Situation]) -> None:
    """Doing what there is to do, one by one, leaves nothing but what is not known yet."""
    process, now = made
    for _ in range(len(process.step) + 1):
        ready = [one for one in step_standings(process, now) if one.state is StepState.NOW]
        if not ready:
            break
        now = with_event(now, ready[0].step.id, Happened(FIRST))
    left = [one for one in step_standings(process, now) if one.state is StepState.WAITING]
    undecided = {
        one.step.id for one in step_standings(process, now) if one.state is StepState.UNDECIDED
    }
    reached: set[str] = set(undecided)
    for one in left:  # in the toolkit's order, which is the order of `after`
        assert set(one.waits_for) & reached
        reached.add(one.step.id)


def test_what_is_not_needed_holds_nothing_but_passes_on_what_it_waits_for() -> None:
    process = chain(
        step("a"), step("b", "a", when=When(outcome="agreed")), step("c", "b", "a"), step("d", "c")
    )
    assert states(process, Situation("way")) == "NWWW"
    declined = Situation("way", outcomes={"agreed": False})
    assert states(process, declined) == "N-WW"
    (c,) = [one for one in step_standings(process, declined) if one.step.id == "c"]
    assert (c.after, c.waits_for) == (("A",), ("a",))
    agreed = Situation("way", events={"a": Happened(FIRST)}, outcomes={"agreed": True})
    assert states(process, agreed) == "DNWW"
    assert states(process, replace(agreed, outcomes={})) == "DUWW"
    assert states(process, replace(agreed, outcomes={"agreed": False})) == "D-NW"


def test_an_optional_step_and_one_of_another_pathway_hold_nothing_up() -> None:
    process = chain(
        step("a"),
        step("b", "a", optional=True),
        step("c", "b"),
        step("x", "c", pathways=("other",)),
        step("d", "x"),
    )
    assert states(process, Situation("way")) == "NWWW"
    done = Situation("way", events={"a": Happened(FIRST)})
    assert states(process, done) == "DNNW"


def test_advice_on_order_is_not_an_order() -> None:
    process = chain(step("a"), step("b", "a", advisory=True))
    assert states(process, Situation("way")) == "NN"
    early = Situation("way", events={"b": Happened(FIRST)})
    assert not by_id(process, early)["b"].early
    strict = chain(step("a"), step("b", "a"))
    assert by_id(strict, early)["b"].early
