"""The 2023 document: learning exercises, an agency's own learning, and disagreements."""

from __future__ import annotations

import pytest

from mktdesk.casework.disagreements import decider_of, disagreements, held_steps
from mktdesk.casework.notices import NoticeState
from mktdesk.casework.progress import StepState
from mktdesk.desk.reading import read_date
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import Value, YesNo
from tests.guidance.situations import Guidance, made
from tests.guidance.together import CLE, OWN, RAPID, WAYS, decided, panel

SUITABLE = decided(CLE, cle_decision={"cle_suitable": "suitable"})


def field_ids(way: Guidance, part: str, **answers: Value) -> set[str]:
    return {one.field_id for one in way.problems(part, **answers)}


# learning exercises


@pytest.mark.rule("R172")
def test_a_learning_exercise_is_first_talked_over_with_ones_own_member_of_the_group() -> None:
    said = [x for x in CLE.problems("referral", cle_discussed="not_yet") if x.rule == "R172"]
    assert [(x.level, x.field_id) for x in said] == [("warning", "cle_discussed")]
    assert "R172" in CLE.ruled("referral")
    assert "R172" not in CLE.ruled("referral", cle_discussed="agreed")


@pytest.mark.rule("R173")
def test_a_learning_exercise_is_referred_on_its_own_form_and_goes_to_the_review_group() -> None:
    intakes = {way.pathway.intake_form for way in WAYS.values()}
    assert len(intakes) == len(WAYS)
    assert CLE.form.id == "cle_referral"
    assert CLE.to_do(CLE.at(decided=decided(CLE))) == ["referral"]
    agreed = decided(CLE, referral={"cle_discussed": "agreed"})
    assert CLE.to_do(CLE.at("referral", decided=agreed)) == ["handover"]


@pytest.mark.rule("R174")
@pytest.mark.parametrize(
    ("which", "way"), [("children", "lcspr"), ("adults", "sar"), ("dhr", "dhr")]
)
def test_what_should_have_been_considered_for_a_review_goes_to_that_panel_instead(
    which: str, way: str
) -> None:
    assert "cle_panel" in field_ids(CLE, "referral", cle_discussed="statutory")
    assert "cle_panel" not in field_ids(CLE, "referral", cle_discussed="agreed")
    found = decided(CLE, referral={"cle_discussed": "statutory", "cle_panel": which})
    follows = [x.pathway for x in CLE.toolkit.process.outcome if found.get(x.id)]
    assert follows == [way]
    assert way in CLE.pathway.converts_to
    now = CLE.at("referral", decided=found)
    assert CLE.to_do(now) == []
    assert CLE.states(now)["handover"] is StepState.NOT_NEEDED
    # Back from the panel as a learning exercise, it goes on.
    back = CLE.at("referral", RAPID[way], decided=found)
    assert CLE.to_do(back) == ["immediate", "handover"]


@pytest.mark.rule("R175")
def test_the_groups_chair_decides_whether_it_is_suitable_and_answers_the_referrer() -> None:
    before = CLE.at("referral", "handover", decided=decided(CLE, referral={}))
    assert CLE.to_do(before) == ["cle_screen"]
    assert CLE.who("cle_screen") == "Chair of the Review Group"
    assert {"cle_suitable", "cle_feedback"} <= field_ids(CLE, "cle_decision")
    for answer in ("suitable", "not_suitable"):
        found = decided(CLE, referral={}, cle_decision={"cle_suitable": answer})
        now = CLE.at("referral", "handover", "cle_screen", decided=found)
        assert CLE.told(now)["Referrer"] == [NoticeState.TO_DO]
        assert bool(CLE.to_do(now)) is (answer == "suitable")
    sender = next(x.by for x in CLE.toolkit.process.notice if x.id == "cle_feedback")
    assert sender == "review_chair"


@pytest.mark.rule("R176")
@pytest.mark.rule("R106")
def test_members_get_the_referral_and_the_group_does_the_exercise_at_its_desk() -> None:
    found = SUITABLE | decided(CLE, referral={}, cle_decision={"cle_suitable": "suitable"})
    accepted = CLE.at("referral", "handover", "cle_screen", decided=found)
    assert CLE.told(accepted)["Members of the Review Group"] == [NoticeState.TO_DO]
    assert CLE.to_do(accepted) == ["cle_collated"]
    collated = CLE.at("referral", "handover", "cle_screen", "cle_collated", decided=found)
    assert CLE.to_do(collated) == ["cle_exercise"]
    assert CLE.who("cle_collated") == CLE.who("cle_exercise") == "Review Group"
    assert "R176" in CLE.ruled("cle_exercise")
    alone: dict[str, Value] = {"name": "Ann Hale", "agency": "Health"}
    assert not [x for x in CLE.problems("cle_exercise", {"cle_member": [alone]})
                if x.record == "cle_member"]  # fmt: skip
    declined = decided(CLE, referral={}, cle_decision={"cle_suitable": "not_suitable"})
    after = CLE.at("referral", "handover", "cle_screen", decided=declined)
    assert "Members of the Review Group" not in CLE.told(after)


@pytest.mark.rule("R120")
def test_a_group_may_have_many_people_or_nobody_by_name() -> None:
    assert CLE.met(group="yes")["cle"] == "met"
    person: dict[str, Value] = {"name": "A", "date_of_birth": read_date("2019"),
                                "person_kind": "child"}  # fmt: skip
    for people in ([], [person] * 12):
        found = CLE.problems("referral", {"subject": people})
        assert not [x for x in found if x.record == "subject"]
    assert [x for x in WAYS["sar"].problems("referral") if x.record == "subject"]


@pytest.mark.rule("R121")
def test_partners_who_agreed_that_there_is_something_to_learn_are_named() -> None:
    assert "cle_who_agreed" in field_ids(CLE, "referral", cle_grounds=("agreed",))
    assert "cle_who_agreed" not in field_ids(CLE, "referral", cle_grounds=("near_miss",))


# disagreements


def disagreement(level: str, **more: Value) -> Answers:
    row: dict[str, Value] = {
        "about": "Whether the threshold is met",
        "level": level,
        "raised": read_date("2/3/2026"),
        "threshold": YesNo("yes"),
    }
    return made({}, {"disagreement": [row | more]})


@pytest.mark.rule("R107")
def test_a_case_in_dispute_over_a_threshold_waits_unless_it_is_directed() -> None:
    process = CLE.toolkit.process
    held = held_steps(process, "cle", disagreement("lcrp"))
    assert {"handover", "cle_screen", "cle_collated", "cle_exercise"} == set(held)
    assert "Community Safety Partnership direct" in held["handover"]
    direction: dict[str, Value] = {
        "direction_by": "Delegated Safeguarding Partners",
        "direction_on": read_date("9/3/2026"),
        "direction": "The Review Group is to take it.",
    }
    assert held_steps(process, "cle", disagreement("lcrp", **direction)) == {}
    for missing in direction:
        partly = {key: value for key, value in direction.items() if key != missing}
        assert held_steps(process, "cle", disagreement("lcrp", **partly))
    other = disagreement("lcrp", threshold=YesNo("no"))
    assert held_steps(process, "cle", other) == {}
    warned = [x for x in CLE.problems("referral", cle_disagreement=YesNo("yes", "Health"))
              if x.rule == "R107" and x.level == "warning"]  # fmt: skip
    assert len(warned) == 1


@pytest.mark.rule("R147")
@pytest.mark.rule("R148")
@pytest.mark.rule("R128")
@pytest.mark.rule("R129")
@pytest.mark.rule("R130")
@pytest.mark.parametrize(
    ("way", "panel_of", "above"),
    [
        ("lcspr", "lcrp_children", "lsps"),
        ("sar", "lcrp_adults", "sab"),
        ("dhr", "lcrp_dhr", "csp_chair"),
    ],
)
def test_a_dispute_goes_to_the_panel_first_and_then_to_the_body_that_answers_for_the_review(
    way: str, panel_of: str, above: str
) -> None:
    process = WAYS[way].toolkit.process
    (first,) = disagreements(process, way, disagreement("lcrp"))
    assert first.decider == panel_of
    assert first.next_level is not None
    assert decider_of(first.next_level, way) == above
    (second,) = disagreements(process, way, disagreement("above"))
    assert second.decider == above
    assert any("nothing is recorded of" in doubt for doubt in second.doubts)
    owner = WAYS[way].pathway.owner
    assert owner == above.removesuffix("_chair")


@pytest.mark.rule("R147")
def test_a_learning_exercise_belongs_to_whichever_panel_its_people_do() -> None:
    (found,) = disagreements(CLE.toolkit.process, "cle", disagreement("lcrp"))
    bodies = {body.id: body.label for body in CLE.toolkit.bodies}
    assert bodies[found.decider] == "Local Case Review Panel: the one that the case belongs to"


# an agency's own learning


@pytest.mark.rule("R124")
def test_an_agency_that_learns_by_itself_says_which_threshold_is_met_and_refers_if_one_is() -> None:
    assert {"sal_threshold", "sal_reasons"} <= field_ids(OWN, "sal_review")
    for answer in ("statutory", "cle"):
        assert "sal_referred_as" in field_ids(OWN, "sal_review", sal_threshold=answer)
        found = decided(OWN, sal_review={"sal_threshold": answer})
        now = OWN.at("sal_considered", decided=found)
        assert OWN.to_do(now) == ["sal_referred"]
        assert OWN.states(now)["sal_sharing"] is StepState.NOT_NEEDED
    assert "sal_referred_as" not in field_ids(OWN, "sal_review", sal_threshold="not_met")
    assert OWN.pathway.converts_to == ()  # its own review goes on beside the other


@pytest.mark.rule("R125")
def test_both_reviewers_share_the_work_and_one_leads_with_the_family() -> None:
    found = decided(OWN, sal_review={"sal_threshold": "statutory"})
    now = OWN.at("sal_considered", "sal_referred", decided=found)
    assert OWN.to_do(now) == ["sal_linked"]
    beside = WAYS["sar"]
    done = ("referral", "rapid_started", "collated", "papers", "rapid_review_adults", "immediate",
            "handover", "commission")  # fmt: skip
    assert "linked" in beside.to_do(beside.at(*done, decided=panel("sar", "sar")))
    points = {x.id: [p.text for p in x.point] for x in OWN.toolkit.process.step}
    assert len(points["linked"]) == len(points["sal_linked"]) == 2
    assert "One chair or reviewer leads on contact with the family" in points["sal_linked"]


@pytest.mark.rule("R126")
@pytest.mark.rule("R127")
def test_below_the_threshold_learning_of_value_is_presented_to_the_assurance_group() -> None:
    not_met = {"sal_threshold": "not_met"}
    before = OWN.at("sal_considered", decided=decided(OWN, sal_review=not_met))
    assert OWN.to_do(before) == ["sal_sharing"]
    for of_value, to_do in ((YesNo("yes"), ["sal_presented"]), (YesNo("no"), [])):
        found = decided(OWN, sal_review=not_met, sal_sharing={"sal_of_value": of_value})
        now = OWN.at("sal_considered", "sal_sharing", decided=found)
        assert OWN.to_do(now) == to_do
    assert OWN.who("sal_presented") == "Assurance Group"
    value: dict[str, Value] = {"sal_of_value": YesNo("yes")}
    assert "R126" in OWN.ruled("sal_sharing", **value)
    for reason in ("good_practice", "joint", "benefit"):
        assert "R126" not in OWN.ruled("sal_sharing", **value, sal_relevant=(reason,))
    # There may be other reasons, and then it is said which.
    assert "sal_relevant_other" in field_ids(OWN, "sal_sharing", sal_relevant=("other",))


@pytest.mark.rule("R123")
def test_every_referral_asks_in_which_of_eight_meetings_or_inquiries_it_was_identified() -> None:
    for way in WAYS.values():
        asked = next(f for _, page in way.form.pages() for f in page.fields
                     if f.id == "identified_in")  # fmt: skip
        assert [x.label for x in asked.options[:8]] == [
            "Strategy Meeting",
            "Adult Risk Management Meeting",
            "Gold/Silver Meeting",
            "Action After Learning Event",
            "IOPC investigation",
            "NHSE investigation",
            "Patient Safety Incident Investigation under PSIRF",
            "Internal incident review",
        ]
        assert [x.key for x in asked.options[8:]] == ["other"]
