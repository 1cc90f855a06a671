"""The closing checklist as a gate."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.closing import LineState, Marked, closing_lines, still_open
from mktdesk.casework.situation import Happened, Situation
from mktdesk.toolkits.process_people import Closing
from mktdesk.toolkits.process_schema import Process, Step, When

_LINES = (
    Closing("told", "The family has been told", exception=True),
    Closing("summary", "The summary is published", step="published", pathways=("scr",)),
    Closing("plan", "The plan is complete", of="plan", exception=False),
    Closing("dpo", "Data protection checked", when=When(outcome="publish")),
)
_PROCESS = Process(closing=_LINES, step=(Step("published", "Publish", "board"),))
_SEEN = {"plan": "No recommendation is recorded."}
MARK = Marked(excepted=False, by="R. Osei", day="2026-11-21")
EXCEPTED = Marked(excepted=True, by="R. Osei", day="2026-11-21", reason="The court forbids it")


def states(now: Situation, seen: dict[str, str], marks: dict[str, Marked]) -> dict[str, LineState]:
    return {x.line.id: x.state for x in closing_lines(_PROCESS, now, seen, marks)}


def test_each_line_stands_by_itself() -> None:
    now = Situation("scr", outcomes={"publish": False})
    assert states(now, _SEEN, {}) == {
        "told": LineState.OPEN,
        "summary": LineState.OPEN,
        "plan": LineState.OPEN,
        "dpo": LineState.NOT_NEEDED,
    }
    done = Situation("scr", events={"published": Happened(date(2026, 3, 4))})
    assert states(done, {"plan": ""}, {"told": MARK})["summary"] is LineState.MET
    assert states(done, {"plan": ""}, {"told": MARK})["plan"] is LineState.MET
    assert states(done, {"plan": ""}, {"told": MARK})["told"] is LineState.MET
    assert "summary" not in states(Situation("silp"), _SEEN, {})


def test_a_mark_by_hand_does_not_meet_what_is_worked_out_and_some_lines_have_no_exception() -> None:
    marks = {"summary": MARK, "plan": EXCEPTED}
    found = states(Situation("scr"), _SEEN, marks)
    assert found["summary"] is LineState.OPEN
    assert found["plan"] is LineState.OPEN
    assert states(Situation("scr"), _SEEN, {"summary": EXCEPTED})["summary"] is LineState.EXCEPTED


def test_an_exception_names_who_and_why() -> None:
    found = closing_lines(_PROCESS, Situation("scr"), _SEEN, {"told": EXCEPTED})
    (line,) = [x for x in found if x.line.id == "told"]
    assert line.words == "Excepted by R. Osei on Sat 21 Nov 2026: The court forbids it"


@given(
    st.dictionaries(st.sampled_from([x.id for x in _LINES]), st.sampled_from([MARK, EXCEPTED])),
    st.booleans(),
    st.sampled_from([None, True, False]),
    st.booleans(),
)
def test_the_gate_is_open_exactly_when_no_line_is(
    marks: dict[str, Marked], published: bool, publish: bool | None, whole: bool
) -> None:
    now = Situation(
        "scr",
        events={"published": Happened(date(2026, 3, 4))} if published else {},
        outcomes={} if publish is None else {"publish": publish},
    )
    lines = closing_lines(_PROCESS, now, {"plan": "" if whole else "Something."}, marks)
    needed = {
        "told": "told" in marks,
        "summary": published or marks.get("summary") is EXCEPTED,
        "plan": whole,
        "dpo": publish is False or "dpo" in marks,
    }
    assert {x.line.id for x in still_open(lines)} == {key for key, met in needed.items() if not met}
