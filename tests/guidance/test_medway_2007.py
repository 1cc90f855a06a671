"""The Medway guide of 2007, rule by rule: given this situation, what the program says of it."""

from __future__ import annotations

import pytest

from mktdesk.casework.criteria import Result
from mktdesk.casework.notices import NoticeState, People
from mktdesk.casework.progress import StepState
from mktdesk.casework.refusals import refusal_of
from mktdesk.desk import starting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.forms.check import problems
from mktdesk.forms.values import Value, YesNo
from tests.guidance.situations import Guidance, made

SCR, LLR = Guidance("medway-2007", "scr"), Guidance("medway-2007", "llr")
WAYS = {name: Guidance("medway-2007", name) for name in
        ("scr", "llr", "single_agency", "learning_day", "audit", "other")}  # fmt: skip
TO_DECISION = ("referral", "to_qacr", "recommendation", "decision")
REVIEW = ("records_secured", "scoping", "author_appointed", "imrs_asked", "imrs_in",
          "imrs_presented", "overview")  # fmt: skip
PEOPLE = People(many={"agencies": ("Police", "Mill Lane Surgery", "Haven (voluntary)")})


def decided(choice: str) -> dict[str, bool]:
    return SCR.outcomes("decision", chair_decides=choice)


# who refers, and to whom


@pytest.mark.rule("R80")
@pytest.mark.rule("C7")
def test_a_designated_professional_is_consulted_and_the_lack_turns_nobody_away() -> None:
    lacking = [x for x in SCR.problems("referral") if x.field_id == "lead_name"]
    assert [(x.level, x.rule) for x in lacking] == [("warning", "R80")]
    assert not [x for x in SCR.problems("referral", lead_name="Dr A. Hale") if x.rule == "C7"]
    named = SCR.problems("referral", lead_name="Dr A. Hale")
    assert "lead_name" not in {x.field_id for x in named}
    late: dict[str, Value] = {
        "lead_consulted_on": read_date("5/3/2026"),
        "date_of_referral": read_date("3/3/2026"),
    }
    assert any("consulted after the referral" in words for words in SCR.said("referral", **late))


@pytest.mark.rule("R81")
def test_the_secretary_of_state_consults_nobody_first() -> None:
    demanded = SCR.problems("referral", source="secretary_of_state")
    assert "lead_name" not in {x.field_id for x in demanded}
    other = SCR.problems("referral", source="other")
    assert "lead_name" in {x.field_id for x in other}


@pytest.mark.rule("R59")
def test_it_makes_no_difference_whether_childrens_care_knew_the_child() -> None:
    child: dict[str, Value] = {"name": "A", "date_of_birth": read_date("2019")}
    for known in (None, YesNo("no"), YesNo("not_known"), YesNo("yes", "Since 2024")):
        rows = {"subject": [{**child, "social_care": known}]}
        assert "social_care" not in {x.field_id for x in SCR.problems("referral", rows)}
    assert SCR.met(died="yes", abuse="yes")["death"] is Result.MET


@pytest.mark.rule("R82")
@pytest.mark.rule("R84")
@pytest.mark.rule("C8")
def test_the_subgroups_chair_has_it_first_the_panel_recommends_the_chair_decides() -> None:
    done: list[str] = []
    for wanted in TO_DECISION[1:]:
        done.append(TO_DECISION[len(done)])
        assert SCR.to_do(SCR.at(*done)) == [wanted]
    assert SCR.who("recommendation") == "Serious Case Review Panel (SCRCP)"
    assert SCR.who("decision") == "Independent Chair of the MSCB"
    assert "R84" in SCR.ruled("recommendation")
    assert "R84" in SCR.ruled("decision", chair_decides="scr")


@pytest.mark.rule("R83")
def test_health_police_and_the_authority_are_the_core_of_the_panel() -> None:
    two = SCR.problems("recommendation", core_members=("health", "police"))
    assert ("warning", "R83") in [(x.level, x.rule) for x in two]
    assert "R83" not in SCR.ruled("recommendation", core_members=("health", "police", "authority"))
    member: dict[str, Value] = {"role": "panel_member", "name": "Ann Hale"}
    wanting = SCR.remarks({**member, "organisation": "Northshire Police"})
    assert [rule for rule, _ in wanting] == ["R83", "R83"]
    assert {words.rpartition("for ")[2] for _, words in wanting} == {"Health.", "Local authority."}


# thresholds


@pytest.mark.rule("R63")
def test_a_death_with_abuse_as_a_factor_is_to_be_reviewed() -> None:
    assert SCR.met(died="yes", abuse="yes")["death"] is Result.MET
    assert SCR.met(died="yes", abuse="no")["death"] is Result.NOT_MET
    assert SCR.met(died="no")["death"] is Result.NOT_MET
    assert SCR.met(died="yes")["death"] is Result.NOT_KNOWN
    strength = {x.id: x.strength for x in SCR.toolkit.process.criterion}
    assert strength.pop("death") == "must"
    assert set(strength.values()) == {"consider"}


@pytest.mark.parametrize(
    "limb",
    [
        pytest.param("injury", marks=pytest.mark.rule("R64")),
        pytest.param("sexual_abuse", marks=pytest.mark.rule("R65")),
        pytest.param("parent_murdered", marks=pytest.mark.rule("R66")),
        pytest.param("parent_mental_illness", marks=pytest.mark.rule("R67")),
        pytest.param("concern", marks=pytest.mark.rule("R68")),
    ],
)
def test_each_of_the_five_is_enough_to_consider_a_review(limb: str) -> None:
    said = SCR.met(died="no", **{limb: "yes"})
    assert said[limb] is Result.MET
    assert said["death"] is Result.NOT_MET
    assert SCR.met(**{limb: "no"})[limb] is Result.NOT_MET
    assert SCR.met()[limb] is Result.NOT_KNOWN


ALIVE = {"died": "no", "significant_injury": "no"}
NATURAL = {"died": "yes", "natural_or_accident": "yes"}
BOTH = {"incident": "yes", "concern": "yes"}


@pytest.mark.parametrize(
    ("limbs", "comes_to"),
    [
        (ALIVE | BOTH, "met"),
        (NATURAL | BOTH, "met"),
        (ALIVE | BOTH | {"concern": "no"}, "not met"),
        (ALIVE | BOTH | {"incident": "no"}, "not met"),
        (BOTH | {"died": "no", "significant_injury": "yes"}, "not met"),
        (BOTH | {"died": "yes", "natural_or_accident": "no"}, "not met"),
        (BOTH, "not known"),
    ],
)
@pytest.mark.rule("R62")
@pytest.mark.rule("R77")
def test_a_lessons_learned_review_below_the_threshold(limbs: dict[str, str], comes_to: str) -> None:
    assert LLR.met(**limbs)["llr"] is Result(comes_to)


# what the Panel recommends and the Chair decides


@pytest.mark.rule("R72")
@pytest.mark.rule("R73")
@pytest.mark.rule("R74")
@pytest.mark.rule("R75")
@pytest.mark.rule("R76")
def test_below_the_criteria_five_other_options_are_open_and_none_excludes_them() -> None:
    assert "R72" in SCR.ruled("recommendation", criteria_met="not_met")
    assert "R72" not in SCR.ruled("recommendation", criteria_met="met")
    together = SCR.said("recommendation", criteria_met="not_met", other_options=tuple("abcd"))
    assert not any("exclude" in words for words in together)
    for letter in "abcde":
        said = SCR.said("recommendation", criteria_met="not_met", other_options=(letter, "f"))
        assert any(f"{letter}) and f) exclude" in words for words in said)
    unnamed = SCR.ruled("recommendation", criteria_met="not_met", other_options=("e",))
    assert "R76" in unnamed


@pytest.mark.parametrize(
    ("choice", "first"),
    [
        pytest.param("llr", "records_secured", marks=pytest.mark.rule("R72")),
        pytest.param("single_agency", "single_agency_asked", marks=pytest.mark.rule("R73")),
        pytest.param("learning_day", "day_prepared", marks=pytest.mark.rule("R74")),
        pytest.param("audit", "audit_set", marks=pytest.mark.rule("R75")),
        pytest.param("other", "other_done", marks=pytest.mark.rule("R76")),
        pytest.param("scr", "records_secured", marks=pytest.mark.rule("R84")),
    ],
)
def test_what_the_chair_decides_leads_to_its_own_steps(choice: str, first: str) -> None:
    came_out = decided(choice)
    (outcome,) = [x for x in SCR.toolkit.process.outcome if came_out[x.id]]
    assert outcome.pathway == choice
    way = WAYS[choice]
    assert way.to_do(way.at(*TO_DECISION, decided=came_out))[0] == first
    names = {x.id for x in SCR.toolkit.process.step} - set(TO_DECISION)
    for other, there in WAYS.items():
        if other not in {choice, "scr", "llr"}:
            states = there.states(there.at(*TO_DECISION, decided=came_out))
            needed = {x for x, state in states.items() if state is not StepState.NOT_NEEDED}
            assert not needed & names


@pytest.mark.rule("R76")
def test_another_process_is_named_and_no_review_ends_it() -> None:
    assert "R76" in SCR.ruled("decision", chair_decides="other")
    assert "R76" not in SCR.ruled("decision", chair_decides="audit")
    assert SCR.to_do(SCR.at(*TO_DECISION, decided=decided("none"))) == []


@pytest.mark.rule("R74")
def test_whoever_leads_a_learning_day_is_independent() -> None:
    day = WAYS["learning_day"]
    leader: dict[str, Value] = {"role": "facilitator", "name": "Ann Hale"}
    assert [rule for rule, _ in day.remarks(leader)] == ["R74"]
    assert day.remarks({**leader, "declared": ("independent",)}) == []


# who is told, and who must not be


@pytest.mark.rule("R79")
@pytest.mark.rule("R85")
@pytest.mark.rule("R86")
@pytest.mark.rule("C13")
def test_ofsted_is_told_of_a_serious_case_review_and_of_nothing_else() -> None:
    scr = SCR.told(SCR.at(*TO_DECISION, decided=decided("scr")), PEOPLE)
    assert scr["Ofsted"] == [NoticeState.TO_DO, NoticeState.NOT_YET]
    assert scr["Agencies that had contact with the family"] == [NoticeState.TO_DO] * 3
    llr = LLR.told(LLR.at(*TO_DECISION, *REVIEW, decided=decided("llr")), PEOPLE)
    assert llr["Agencies that had contact with the family"] == [NoticeState.TO_DO] * 3
    outside = {"Ofsted", "Strategic Health Authority"}
    assert not outside & set(llr)
    for name in WAYS.keys() - {"scr", "llr"}:
        way = WAYS[name]
        told = way.told(way.at(*TO_DECISION, decided=decided(name)), PEOPLE)
        assert set(told) == {"Referrer"}
    process = SCR.toolkit.process
    for recipient in ("ofsted", "sha"):
        refused = refusal_of(process, "llr", recipient)
        assert refused is not None
        assert refused.rule == "R79"
        assert refusal_of(process, "scr", recipient) is None


@pytest.mark.rule("R85")
def test_ofsted_is_kept_informed_and_not_told_once() -> None:
    again = [x.id for x in SCR.toolkit.process.notice if x.repeats]
    assert again == ["ofsted_told"]


@pytest.mark.rule("R78")
@pytest.mark.rule("C13")
@pytest.mark.rule("C27")
def test_a_lessons_learned_review_is_never_published() -> None:
    process = SCR.toolkit.process
    refused = refusal_of(process, "llr", "", publishing=True)
    assert refused is not None
    assert refused.rule == "R78"
    assert refusal_of(process, "scr", "", publishing=True) is None
    assert "published" not in LLR.states(LLR.at(*TO_DECISION, decided=decided("llr")))
    reviewed = SCR.at(*TO_DECISION, *REVIEW, decided=decided("scr"))
    assert SCR.states(reviewed)["published"] is StepState.NOW
    assert not LLR.pathway.publishes


@pytest.mark.rule("R60")
def test_the_authority_and_the_partners_are_advised_of_the_lessons() -> None:
    for way, choice in ((SCR, "scr"), (LLR, "llr")):
        before = way.told(way.at(*TO_DECISION, decided=decided(choice)), PEOPLE)
        after = way.told(way.at(*TO_DECISION, *REVIEW, decided=decided(choice)), PEOPLE)
        for name in ("Children's Services Authority", "Board partners"):
            assert before[name] == [NoticeState.NOT_YET]
            assert after[name] == [NoticeState.TO_DO]


# the review


@pytest.mark.rule("R87")
def test_scoping_asks_for_six_things() -> None:
    six = ("scope_issues", "scope_contributors", "scope_information", "scope_author",
           "scope_expert", "scope_timescales")  # fmt: skip
    wanted = {x.field_id for x in SCR.problems("scoping") if x.rule == "R87"}
    assert wanted == set(six)
    given: dict[str, Value] = dict.fromkeys(six, "Considered")
    given |= {"scope_expert": YesNo("no"), "scoped_on": read_date("2/4/2026")}
    assert SCR.problems("scoping", **given) == []
    assert LLR.problems("scoping", **given) == []


@pytest.mark.rule("R69")
@pytest.mark.rule("R86")
@pytest.mark.rule("R88")
@pytest.mark.rule("R91")
@pytest.mark.rule("R92")
def test_both_kinds_of_review_take_the_same_steps() -> None:
    orders = []
    for way, choice in ((SCR, "scr"), (LLR, "llr")):
        so_far, order = list(TO_DECISION), []
        for _ in REVIEW:
            order.append(way.to_do(way.at(*so_far, decided=decided(choice)))[0])
            so_far.append(order[-1])
        orders.append(order)
    assert orders[0] == orders[1] == list(REVIEW)
    assert SCR.who("scoping") == SCR.who("imrs_presented") == "Serious Case Review Panel (SCRCP)"
    assert SCR.who("records_secured") == "The agencies that had contact with the family"


IMR = SCR.toolkit.forms["imr"]


def said_of_report(**answers: Value) -> set[tuple[str, str]]:
    return {(x.level, x.rule) for x in problems(IMR, made(answers, {}))}


@pytest.mark.rule("R88")
@pytest.mark.rule("R89")
@pytest.mark.rule("R90")
def test_a_management_report_is_whole_independent_and_countersigned() -> None:
    blank = {rule for level, rule in said_of_report() if level == "error"}
    assert {"R88", "R89", "R90"} <= blank
    sound: dict[str, Value] = {
        "imr_author_senior": YesNo("yes"),
        "imr_author_involved": YesNo("no"),
        "imr_author_name": "Ann Hale",
        "imr_author_title": "Head of Safeguarding",
    }
    assert ("error", "R89") not in said_of_report(**sound)
    junior, involved = YesNo("no"), YesNo("yes", "Chaired a meeting on the child")
    assert ("error", "R89") in said_of_report(**sound | {"imr_author_senior": junior})
    assert ("error", "R89") in said_of_report(**sound | {"imr_author_involved": involved})
    by: dict[str, Value] = {"countersigned_by": "Ruth Tolland", "countersigned_as": "Director"}
    assert ("error", "R90") in said_of_report(**by)
    by["countersigned_on"] = read_date("1/6/2026")
    assert ("error", "R90") not in said_of_report(**by)


@pytest.mark.rule("R89")
@pytest.mark.rule("R90")
def test_author_and_countersigning_officer_declare_what_they_are_and_are_two_people() -> None:
    author: dict[str, Value] = {"role": "imr_author", "name": "Ann Hale"}
    assert [rule for rule, _ in SCR.remarks(author)] == ["R89", "R89"]
    author["declared"] = ("senior", "not_involved")
    assert SCR.remarks(author) == []
    officer: dict[str, Value] = {"role": "countersigning_officer", "name": "Dr Ann Hale"}
    officer["declared"] = ("represents",)
    assert [rule for rule, _ in SCR.remarks(author, officer)] == ["R90"]


@pytest.mark.rule("R70")
@pytest.mark.rule("R71")
@pytest.mark.rule("R86")
def test_agencies_are_told_what_a_review_is_for_and_that_it_blames_nobody() -> None:
    process = SCR.toolkit.process
    (told,) = [x.letter for x in process.notice if x.id == "agencies_told"]
    (asked,) = [x.letter for x in process.contribution if x.id == "imr"]
    assert told is not None
    assert asked is not None
    secure, report = SCR.letter(told, "review"), SCR.letter(asked, "asked")
    assert "Secure all your records" in secure
    for words in (secure, report):
        assert "does not blame people or agencies" in words
        assert "for the coroner and the criminal courts" in words
    for purpose in ("lessons", "how they will be acted on", "improve how agencies work together"):
        assert purpose in report


@pytest.mark.rule("R61")
def test_such_a_review_is_found_by_its_other_names_too(session: Session) -> None:
    offered = [x for x in starting.offers(session) if x.toolkit.id == "medway-2007"]
    for name in ("Chapter 8", "part 8 review", "serious case"):
        assert [x.pathway.id for x in starting.find(offered, name)] == ["scr"]
    assert [x.pathway.id for x in starting.find(offered, "lessons learned")] == ["llr"]
