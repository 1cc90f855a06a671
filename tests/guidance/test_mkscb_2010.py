"""The 2010 process note, rule by rule: given this situation, what the program says of it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from mktdesk.casework.criteria import Result
from mktdesk.casework.notices import NoticeState, People
from mktdesk.casework.progress import StepState
from mktdesk.desk import papers_out
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.forms.values import Value, YesNo
from tests.guidance.situations import Guidance

SCR = Guidance("mkscb-2010", "scr")
IMR = Guidance("mkscb-2010", "imr")
TO_SUBGROUP = ("referral", "discussed", "considered", "screening", "to_subgroup")
TO_DECISION = (*TO_SUBGROUP, "presenter", "recommendation", "decision")
MAY = {"may_meet": True, "screened_out": False}
PROCEED = MAY | {"scr": True, "imr": False, "no_review": False}
FOUR = ("imrs", "overview", "summary", "plan")


# referral to screening


@pytest.mark.rule("R21")
def test_a_professional_refers_for_the_lessons_and_nobody_is_turned_away() -> None:
    assert "Fill in: The lessons for inter-agency working" in SCR.said("referral")
    from_others = SCR.problems("referral", source="other")
    assert ("warning", "R21") in [(x.level, x.rule) for x in from_others if x.field_id == "source"]
    assert not [x for x in SCR.problems("referral", source="professional") if x.level == "warning"]


@pytest.mark.rule("R22")
@pytest.mark.rule("R23")
def test_the_business_manager_has_it_first_and_writes_down_each_talk() -> None:
    assert SCR.to_do(SCR.at("referral")) == ["discussed"]
    assert SCR.who("discussed") == "MKSCB Business Manager"
    talk: dict[str, Value] = {"lead": "Dr A. Hale", "discussed_on": read_date("3/3/2026")}
    assert "Fill in: Agency" in SCR.said("screening", {"discussion": [talk]})
    assert "Fill in: Agency" not in SCR.said(
        "screening", {"discussion": [{**talk, "agency": "Health"}]}
    )


@pytest.mark.rule("R26")
@pytest.mark.rule("C8")
def test_the_chair_screens_before_the_sub_group_and_gives_reasons() -> None:
    ready = SCR.at("referral", "discussed", "considered")
    assert SCR.to_do(ready) == ["screening"]
    assert SCR.who("screening") == "MKSCB Chair"
    assert SCR.states(ready)["recommendation"] is StepState.WAITING
    assert {"R26"} <= SCR.ruled("screening", may_meet="yes")


@pytest.mark.rule("R27")
def test_what_may_meet_the_criteria_goes_to_the_sub_group_and_what_does_not_ends() -> None:
    assert SCR.outcomes("screening", may_meet="yes") == MAY
    ended = SCR.outcomes("screening", may_meet="no")
    assert ended == {"may_meet": False, "screened_out": True}
    screened = TO_SUBGROUP[:4]
    assert SCR.to_do(SCR.at(*screened, decided=MAY)) == ["to_subgroup"]
    assert SCR.to_do(SCR.at(*screened, decided=ended)) == []
    assert "R27" in SCR.ruled("screening", may_meet="yes")
    assert "R27" not in SCR.ruled("screening", may_meet="no")
    told = SCR.told(SCR.at(*screened, decided=ended))
    assert told["Referrer"] == [NoticeState.NOT_YET, NoticeState.TO_DO]


@pytest.mark.parametrize(
    ("limbs", "died", "harmed", "alone"),
    [
        ({}, "not known", "not known", "not known"),
        ({"died": "yes", "abuse": "yes"}, "met", "not known", "not met"),
        ({"died": "no"}, "not met", "not known", "not known"),
        ({"harmed": "yes", "concern": "yes"}, "not known", "met", "not met"),
        ({"harmed": "yes", "concern": "no"}, "not known", "not met", "not known"),
        ({"died": "yes", "abuse": "no", "harmed": "no", "lessons": "yes"}, "not met", "not met",
         "met"),
        ({"died": "no", "harmed": "no", "lessons": "no"}, "not met", "not met", "not met"),
    ],
)  # fmt: skip
@pytest.mark.rule("R26")
@pytest.mark.rule("R54")
def test_the_limbs_say_which_review_is_to_be_thought_of(
    limbs: dict[str, str], died: str, harmed: str, alone: str
) -> None:
    wanted = {"died": Result(died), "harmed": Result(harmed), "imr": Result(alone)}
    assert SCR.met(**limbs) == wanted


# sub-group and Chair


@pytest.mark.rule("R28")
def test_somebody_is_found_to_present_before_the_sub_group_recommends() -> None:
    referred = SCR.at(*TO_SUBGROUP, decided=MAY)
    assert SCR.to_do(referred) == ["presenter"]
    assert SCR.who("presenter") == "MKSCB Business Manager"
    assert SCR.states(referred)["recommendation"] is StepState.WAITING
    assert "R28" in SCR.ruled("recommendation")
    assert "R28" not in SCR.ruled("recommendation", presented_by="Dr A. Hale")


@pytest.mark.rule("R29")
@pytest.mark.rule("R30")
def test_for_a_review_the_sub_group_outlines_scope_and_first_terms() -> None:
    assert SCR.to_do(SCR.at(*TO_SUBGROUP, "presenter", decided=MAY)) == ["recommendation"]
    assert SCR.who("recommendation").startswith("Serious Case Review (SCR) sub-group")
    assert "R29" in SCR.ruled("recommendation")
    wanted = SCR.said("recommendation", subgroup_recommends="scr")
    assert {"Fill in: Scope of the review", "Fill in: Initial terms of reference"} <= set(wanted)
    for other in ("imr", "none"):
        assert "R30" not in SCR.ruled("recommendation", subgroup_recommends=other)


@pytest.mark.rule("R31")
def test_advice_is_sought_and_written_down_or_said_not_to_be_required() -> None:
    assert "R31" in SCR.ruled("recommendation")
    neither: dict[str, Value] = {
        "gose_guidance": "not_required",
        "legal_advice_sought": "not_required",
    }
    assert "R31" not in SCR.ruled("recommendation", **neither)
    sought = neither | {"legal_advice_sought": "sought"}
    assert "Add at least 1 piece of advice" in SCR.said("recommendation", **sought)
    given: list[dict[str, Value]] = [
        {"from": "Solicitor", "on": read_date("5/3/2026"), "summary": "Go on."}
    ]
    assert "R31" not in SCR.ruled("recommendation", {"advice": given}, **sought)


@pytest.mark.rule("R54")
@pytest.mark.rule("R55")
def test_management_reviews_alone_are_a_choice_with_their_agencies_named() -> None:
    unnamed = SCR.said("recommendation", subgroup_recommends="imr")
    assert "Add at least 1 agency" in unnamed
    agency: dict[str, Value] = {"agency": "Northshire Police"}
    named = SCR.said("recommendation", {"imr_agency": [agency]}, subgroup_recommends="imr")
    assert "Add at least 1 agency" not in named
    assert "R54" in SCR.ruled("decision", chair_decides="imr")
    asked = IMR.at(*TO_DECISION, decided=MAY | IMR.outcomes("decision", chair_decides="imr"))
    assert IMR.to_do(asked) == ["imr_asked"]
    shown = next(x for x in IMR.toolkit.process.step if x.id == "imr_asked")
    assert "8.17" in shown.guidance


@pytest.mark.rule("R55")
def test_every_step_shows_where_the_guidance_says_so() -> None:
    for step in SCR.toolkit.process.step:
        assert step.guidance.startswith("Process note §"), step.id
    cited = " ".join(step.guidance for step in SCR.toolkit.process.step)
    for paragraph in ("8.10 to 8.12", "8.16", "8.17", "8.18"):
        assert paragraph in cited


@pytest.mark.parametrize(
    ("choice", "follows"),
    [("scr", "scr"), ("imr", "imr"), ("none", "no_review")],
)
@pytest.mark.rule("R33")
def test_the_chair_decides_and_gives_reasons(choice: str, follows: str) -> None:
    came_out = SCR.outcomes("decision", chair_decides=choice)
    assert [name for name, held in came_out.items() if held] == [follows]
    assert SCR.who("decision") == SCR.who("terms") == "MKSCB Chair"
    assert "R33" in SCR.ruled("decision", chair_decides=choice)
    terms = SCR.states(SCR.at(*TO_DECISION, decided=MAY | came_out))["terms"]
    assert terms is (StepState.NOW if choice == "scr" else StepState.NOT_NEEDED)


# who is told


@pytest.mark.rule("R38")
@pytest.mark.rule("R39")
@pytest.mark.rule("R40")
@pytest.mark.rule("R41")
@pytest.mark.rule("C26")
@pytest.mark.parametrize("choice", ["scr", "imr", "none"])
def test_everybody_is_told_whatever_is_decided_some_by_others(choice: str) -> None:
    people = People(many={"agencies": ("Police", "Health"), "named_officers": ("Dr A. Hale",)})
    before = SCR.told(SCR.at(*TO_DECISION[:-1], decided=MAY), people)
    assert before["Ofsted"] == [NoticeState.NOT_YET]
    after = SCR.told(
        SCR.at(*TO_DECISION, decided=MAY | SCR.outcomes("decision", chair_decides=choice)), people
    )
    at_once, by_others = [NoticeState.TO_DO], [NoticeState.TO_CONFIRM]
    assert after == {
        "Ofsted": at_once,
        "Government Office for the South East (GOSE)": at_once,
        "Referrer": at_once,
        "Lead professionals": at_once,
        "Chief Executives of the agencies": at_once * 2,
        "Strategic Health Authority": by_others,
        "Care Quality Commission": by_others,
        "Her Majesty's Inspectorate of Constabulary": by_others,
    }


@pytest.mark.rule("R25")
def test_the_blank_form_says_where_a_referral_goes(session: Session, tmp_path: Path) -> None:
    papers_out.blank_form(session, "mkscb-2010", tmp_path / "blank.docx")
    document = docx.Document(str(tmp_path / "blank.docx"))
    words = " ".join(node.text or "" for node in document.element.body.iter())
    assert "reviews@test-office.example" in words
    assert "01632 960100" in words
    assert "Important lessons for inter-agency working" in words


# the review


@pytest.mark.rule("R34")
@pytest.mark.rule("R35")
@pytest.mark.rule("R36")
@pytest.mark.rule("R43")
@pytest.mark.rule("R44")
def test_the_panel_is_named_first_and_then_it_and_its_managers_set_to_work() -> None:
    decided = SCR.at(*TO_DECISION, decided=PROCEED)
    assert SCR.to_do(decided) == ["terms", "panel_named"]
    assert SCR.who("panel_named").startswith("Serious Case Review (SCR) sub-group")
    named = SCR.at(*TO_DECISION, "terms", "panel_named", decided=PROCEED)
    by = {name: SCR.who(name) for name in SCR.to_do(named)}
    manager = "Agency's senior manager on the SCR Panel"
    assert by == {
        "records_secured": manager,
        "writers_named": manager,
        "chair_appointed": "SCR Panel",
        "author_commissioned": "SCR Panel",
    }


@pytest.mark.rule("R35")
def test_an_agency_that_is_asked_for_its_report_is_asked_to_secure_its_records() -> None:
    (asked,) = [x.letter for x in SCR.toolkit.process.contribution if x.id == "records"]
    assert asked is not None
    assert "records on this child and family are secured now" in SCR.letter(asked, "review")


PANEL: dict[str, Value] = {"role": "panel_member", "name": "Ann Hale", "organisation": "Police"}
HEALTH: dict[str, Value] = {**PANEL, "organisation": "Northshire Health Trust"}


@pytest.mark.rule("R37")
@pytest.mark.rule("C28")
def test_an_imr_writer_is_not_on_the_panel_unless_for_health() -> None:
    writer: dict[str, Value] = {"role": "imr_writer", "name": "Ann Hale"}
    (one,) = SCR.remarks(PANEL, {**writer, "organisation": "Police"})
    assert one[0] == "R37"
    assert SCR.remarks(HEALTH, {**writer, "organisation": "Northshire Health Trust"}) == []


@pytest.mark.rule("R46")
def test_who_signs_a_report_off_may_sit_on_the_panel() -> None:
    assert SCR.remarks(PANEL, {"role": "imr_signatory", "name": "Ann Hale"}) == []


@pytest.mark.rule("R56")
@pytest.mark.rule("R57")
@pytest.mark.rule("R58")
@pytest.mark.rule("C12")
def test_the_panels_chair_stands_outside_and_does_not_write_the_overview() -> None:
    chair: dict[str, Value] = {"role": "panel_chair", "name": "Marian Oyelaran"}
    assert {rule for rule, _ in SCR.remarks(chair)} == {"R56", "R57"}
    declared: dict[str, Value] = {**chair, "declared": ("not_of_the_board", "not_an_employee")}
    assert SCR.remarks(declared) == []
    author: dict[str, Value] = {"role": "overview_author", "name": "Dr Marian Oyelaran"}
    (one,) = SCR.remarks(declared, author)
    assert one[0] == "R58"


@pytest.mark.rule("R45")
@pytest.mark.rule("R47")
@pytest.mark.rule("R48")
@pytest.mark.rule("R49")
def test_reports_overview_plan_and_summary_follow_one_another() -> None:
    so_far = [*TO_DECISION, "terms", "panel_named", "records_secured", "writers_named"]
    so_far += ["chair_appointed", "author_commissioned"]
    order = []
    for _ in range(7):
        order.append(SCR.to_do(SCR.at(*so_far, decided=PROCEED)))
        so_far.append(order[-1][0])
    assert order == [
        ["imrs_signed"],
        ["imrs_reviewed"],
        ["overview"],
        ["action_plan", "summary_agreed"],
        ["plan_agreed", "summary_agreed"],
        ["summary_agreed"],
        ["quality"],
    ]
    assert SCR.who("action_plan") == "SCR Panel"
    assert SCR.who("plan_agreed") == SCR.who("summary_agreed") == "The agencies involved"
    without = [name for name in so_far if name != "plan_agreed"]
    states = SCR.states(SCR.at(*without, "presented", decided=PROCEED))
    assert states["published"] is StepState.WAITING


@pytest.mark.rule("R50")
@pytest.mark.rule("R51")
def test_the_panel_assures_all_four_parts_and_that_nobody_is_known_in_them() -> None:
    anonymous = YesNo("yes", "Read by two people")
    assert "R50" in SCR.ruled("quality", assured=FOUR[:3], anonymous=anonymous)
    whole = SCR.ruled(
        "quality", assured=FOUR, anonymous=anonymous, quality_on=read_date("1/9/2026")
    )
    assert whole == set()
    known = SCR.problems("quality", assured=FOUR, anonymous=YesNo("no"))
    assert ("error", "R51") in [(x.level, x.rule) for x in known]
    reviewed = (*TO_DECISION, "overview", "action_plan", "summary_agreed")
    assert SCR.states(SCR.at(*reviewed, decided=PROCEED))["presented"] is StepState.WAITING
    assured = SCR.at(*reviewed, "quality", decided=PROCEED)
    assert SCR.states(assured)["presented"] is StepState.NOW
