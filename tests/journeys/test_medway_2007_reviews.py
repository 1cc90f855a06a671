"""Both kinds of review under the Medway guide, from referral to what is done with the learning."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mktdesk.casework.closing import LineState, closing_lines
from mktdesk.casework.notices import NoticeState
from mktdesk.casework.progress import StepState
from mktdesk.desk import filling, notices, stepping
from mktdesk.desk.drafts import Target
from mktdesk.desk.standing import situation
from mktdesk.errors import NoticeRefused
from mktdesk.forms.values import Value, YesNo
from tests.journeys.walking import Walker

Begin = Callable[[str, str], Walker]
TO_DECISION = ["referral", "to_qacr", "recommendation", "decision"]
REVIEW = ["records_secured", "scoping", "author_appointed", "imrs_asked", "imrs_in",
          "imrs_presented", "overview"]  # fmt: skip
AFTER = ["action_plan", "followed_up", "embedded", "learning_spread"]


def decided(case: Walker, choice: str) -> list[str]:
    below: dict[str, Value] = {"criteria_met": "not_met", "other_options": ("a",)}
    return case.walk(
        until="records_secured",
        recommendation={"criteria_met": "met"} if choice == "scr" else below,
        decision={"chair_decides": choice},
    )


@pytest.mark.rule("R59")
def test_a_serious_case_review_of_a_child_whom_nobody_knew(walker: Begin) -> None:
    case = walker("medway-2007", "scr")
    child = case.case.answers().table("subject")[0].id
    filling.set_answer(case.case, Target("subject", child, "social_care"), YesNo("no"))
    assert decided(case, "scr") == TO_DECISION
    assert case.walk() == [*REVIEW, "published", *AFTER]
    assert set(case.states().values()) == {StepState.DONE}


def test_a_lessons_learned_review_takes_the_same_steps_and_is_not_published(walker: Begin) -> None:
    case = walker("medway-2007", "llr")
    assert case.case.public.startswith("LLR-")
    assert decided(case, "llr") == TO_DECISION
    assert case.walk() == [*REVIEW, *AFTER]
    assert "published" not in case.states()


@pytest.mark.rule("R62")
@pytest.mark.rule("R72")
def test_a_referral_below_the_criteria_becomes_a_lessons_learned_review(walker: Begin) -> None:
    case = walker("medway-2007", "scr")
    decided(case, "llr")
    assert case.case.public.startswith("SCR-")
    case.convert("llr")
    assert case.walk() == [*REVIEW, *AFTER]
    told = notices.Told(case.day, "Robin Osei", "Letter")
    with pytest.raises(NoticeRefused):
        notices.tell(case.case, "Ofsted", "The overview report", told)


@pytest.mark.rule("C1")
def test_the_guide_gives_no_deadline_and_none_is_made_up(walker: Begin) -> None:
    case = walker("medway-2007", "scr")
    decided(case, "scr")
    assert stepping.clocks_now(case.case) == ()


@pytest.mark.rule("R93")
@pytest.mark.rule("R95")
@pytest.mark.rule("R97")
def test_a_review_is_not_over_until_an_audit_shows_that_practice_changed(walker: Begin) -> None:
    case = walker("medway-2007", "llr")
    decided(case, "llr")
    case.walk(until="followed_up")
    assert case.now == ["followed_up", "embedded", "learning_spread"]
    stepping.keep_points(case.case, "followed_up", ("implemented", "monitored"))
    seen_to = stepping.happening(case.case, "followed_up")
    assert seen_to is not None
    assert seen_to.points == "implemented,monitored"
    assert case.state("followed_up") is StepState.NOW
    assert line(case, "embedded") is LineState.OPEN
    case.record("followed_up", "embedded")
    assert line(case, "embedded") is LineState.MET
    # The ways of spreading the learning are proposed: the case does not wait for them.
    assert case.state("learning_spread") is StepState.NOW
    stepping.keep_points(case.case, "learning_spread", ("case_study", "debrief", "training"))


@pytest.mark.rule("R78")
@pytest.mark.rule("R79")
@pytest.mark.rule("C13")
def test_of_a_lessons_learned_review_ofsted_is_not_told_and_nothing_published(
    walker: Begin,
) -> None:
    case = walker("medway-2007", "llr")
    decided(case, "llr")
    case.walk()
    assert not [key for key in case.told() if "ofsted" in key or "sha" in key]
    told = notices.Told(case.day, "Robin Osei", "Letter")
    for who in ("Ofsted", "Ofsted, Piccadilly Gate", "the Strategic Health Authority"):
        with pytest.raises(NoticeRefused, match="not sent to Ofsted"):
            notices.tell(case.case, who, "The overview report", told)
    with pytest.raises(NoticeRefused, match="not published"):
        notices.tell(case.case, "The public", "The overview report", told, publishing=True)
    notices.tell(case.case, "The training group", "What was learned", told)


@pytest.mark.rule("R85")
@pytest.mark.rule("R86")
@pytest.mark.rule("R60")
def test_of_a_serious_case_review_ofsted_is_told_and_kept_informed(walker: Begin) -> None:
    case = walker("medway-2007", "scr")
    decided(case, "scr")
    case.add("request", agency="Mill Lane Surgery", contribution="imr", agency_kind="gp")
    case.tell_everybody()
    (surgery,) = [x for x in notices.notices(case.case) if x.name == "Mill Lane Surgery"]
    assert surgery.state is NoticeState.ISSUED
    told = notices.Told(case.day, "Robin Osei", "Telephone")
    notices.tell_again(case.case, "ofsted_told:ofsted", "The trial begins in June", told)
    said = [one for one in notices.notices(case.case) if one.to == "Ofsted"]
    assert len([one for one in said if one.state is NoticeState.ISSUED]) == 2
    case.walk(until="published")
    states = case.told()
    for key in ("lessons:authority", "lessons:board_partners", "review_sent:sha"):
        assert states[key] is NoticeState.TO_DO


def line(case: Walker, name: str) -> LineState:
    nothing_missing: dict[str, str] = {x.of: "" for x in case.case.toolkit.process.closing}
    now = situation(case.case)
    found = closing_lines(case.case.toolkit.process, now, nothing_missing, {})
    return next(x.state for x in found if x.line.id == name)
