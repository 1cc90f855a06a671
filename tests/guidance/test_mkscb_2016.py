"""The 2016 guidance from referral to decision, rule by rule: what the program says, given this."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mktdesk.calendar import Period, Unit, every, meeting_for
from mktdesk.casework.criteria import Result, Standing, propose
from mktdesk.casework.notices import NoticeState, People
from mktdesk.casework.progress import StepState
from mktdesk.casework.records import Referrer
from mktdesk.casework.sources import referrer_warnings
from mktdesk.forms.check import problems
from mktdesk.forms.values import Value, YesNo
from mktdesk.toolkits import load
from tests.guidance.situations import DAY, Guidance, made

TOOLKIT = load("mkscb-2016")
SCR = Guidance("mkscb-2016", "scr")
CHILD = ("scr", "silp", "mar", "single_review", "multi_audit", "single_audit")
WAYS = [pytest.param(Guidance("mkscb-2016", name), id=name) for name in CHILD]
BEFORE = ("received", "referral", "asked", "listed", "papers", "recommendation")
TO_DO, NOT_YET = NoticeState.TO_DO, NoticeState.NOT_YET
PEOPLE = People({"agencies": ("Police",), "named_officers": ("Dr Hale",)}, {"referrer_name": "L P"})

Choice = tuple[str, ...]


def decided(options: Choice, recommended: str, chair: str) -> dict[str, bool]:
    """How both signed sections come out."""
    answers: dict[str, Value] = {
        "options": options,
        "recommended": recommended,
        "chair_view": chair,
    }
    return SCR.outcomes("section2", **answers) | SCR.outcomes("section3", **answers)


def so(outcomes: dict[str, bool]) -> set[str]:
    return {name for name, held in outcomes.items() if held}


def given(step_id: str) -> dict[str, str]:
    """The things to see to within a step: the rule of each, and its words."""
    step = next(x for x in TOOLKIT.process.step if x.id == step_id)
    return {point.rule: point.text for point in step.point}


def spelled(form_id: str, **answers: Value) -> set[str]:
    return {x.rule for x in problems(TOOLKIT.forms[form_id], made(answers, {}))}


# thresholds

LIMBS = [
    ({"abuse": "yes", "died": "yes", "concern": "yes"}, "met"),
    ({"abuse": "yes", "harmed": "yes", "concern": "yes"}, "met"),
    ({"abuse": "yes", "died": "no", "harmed": "yes", "concern": "yes"}, "met"),
    ({"abuse": "no", "died": "yes", "concern": "yes"}, "not met"),
    ({"abuse": "yes", "died": "no", "harmed": "no", "concern": "yes"}, "not met"),
    ({"abuse": "yes", "died": "yes", "concern": "no"}, "not met"),
    ({"abuse": "yes", "died": "yes"}, "not known"),
    ({"abuse": "not_known", "died": "yes", "concern": "yes"}, "not known"),
    ({"abuse": "yes", "died": "no", "concern": "yes"}, "not known"),
]


@pytest.mark.rule("R179")
@pytest.mark.parametrize(("limbs", "expected"), LIMBS)
def test_a_review_is_considered_where_both_limbs_and_the_concern_are_there(
    limbs: dict[str, str], expected: str
) -> None:
    assert SCR.met(**limbs)["scr"] is Result(expected)


@pytest.mark.rule("R212")
@pytest.mark.rule("R213")
@pytest.mark.parametrize(
    ("facts", "proposed"),
    [
        ({"several": "yes", "one_agency": "no", "practice": "no"}, {"silp", "mar"}),
        ({"several": "yes", "one_agency": "no", "practice": "yes"}, {"multi_audit"}),
        ({"several": "no", "one_agency": "yes", "practice": "no"}, {"single_review"}),
        ({"several": "no", "one_agency": "yes", "practice": "yes"}, {"single_audit"}),
        ({"several": "no", "one_agency": "no", "practice": "no"}, set()),
    ],
)
def test_below_the_threshold_the_others_are_considered_and_above_it_none_of_them(
    facts: dict[str, str], proposed: set[str]
) -> None:
    def ways(**limbs: str) -> set[str]:
        found = propose(TOOLKIT.process, SCR.at(facts={**limbs, **facts}))
        return {x.pathway.id for x in found if x.standing is Standing.PROPOSED}

    assert ways(abuse="no", died="yes", harmed="no", concern="yes") == proposed
    assert ways(abuse="yes", died="yes", harmed="no", concern="yes") == {"scr"}


@pytest.mark.rule("R183")
@pytest.mark.rule("R184")
@pytest.mark.rule("R352")
@pytest.mark.rule("C7")
def test_any_agency_and_three_others_refer_and_a_talk_missed_is_said_and_no_more() -> None:
    def said(source: str) -> tuple[str, ...]:
        return referrer_warnings(TOOLKIT.process, "scr", Referrer("referrer", source=source), {})

    known = {x.id: x for x in TOOLKIT.process.source}
    assert {"agency", "rapid_response", "coroner", "cdop"} <= set(known)
    assert "safeguarding lead, with the office, or with both" in " ".join(said("agency"))
    assert said("coroner") == ()


# receipt


@pytest.mark.rule("R189")
@pytest.mark.rule("R190")
@pytest.mark.rule("R191")
@pytest.mark.parametrize("way", WAYS)
def test_on_receipt_three_are_told_and_each_officer_and_agency(way: Guidance) -> None:
    assert all(state is NOT_YET for found in way.told(way.at()).values() for state in found)
    told = way.told(way.at("received"), PEOPLE)
    for who in ("Independent Chair", "SCR Sub-Group Chair", "Business Manager"):
        assert TO_DO in told[who], who
    assert told["Named Officer of each member agency"][0] is TO_DO
    assert told["Each agency asked for information"].count(TO_DO) == 2
    assert NoticeState.TO_DO not in told["Ofsted"]


@pytest.mark.rule("R191")
@pytest.mark.rule("R193")
def test_agencies_are_asked_on_the_form_of_appendix_2_for_the_next_meeting() -> None:
    wanted = next(x for x in TOOLKIT.process.contribution if x.id == "information")
    assert wanted.form in TOOLKIT.forms
    assert wanted.after == "received"
    assert SCR.to_do(SCR.at("received", "referral")) == ["asked", "listed"]
    assert SCR.states(SCR.at("received", "referral", "asked"))["papers"] is StepState.WAITING
    assert SCR.to_do(SCR.at("received", "referral", "asked", "listed")) == ["papers"]


@pytest.mark.rule("R192")
@pytest.mark.rule("R195")
def test_the_request_names_the_whole_family_and_has_records_secured() -> None:
    assert "every family member" in given("asked")["R192"]
    assert "secure its records" in given("asked")["R195"]
    told = SCR.told(SCR.at("received"), PEOPLE)
    labels = {x.label for x in TOOLKIT.process.notice if x.rule == "R195"}
    assert labels == {"Records to be secured"}
    assert told["Each agency asked for information"].count(TO_DO) == 2


@pytest.mark.rule("R196")
@pytest.mark.rule("C6")
def test_the_sub_group_meets_every_six_weeks_and_the_2018_panels_every_month() -> None:
    def days(toolkit: str, series: str) -> list[int]:
        one = next(x for x in load(toolkit).process.series if x.id == series)
        found = every(one.every.number, Unit(one.every.unit), DAY)
        met = [next(found) for _ in range(3)]
        return [(b - a).days for a, b in pairwise(met)]

    assert days("mkscb-2016", "sub_group") == [42, 42]
    assert days("mksb-2018", "children_panel") == [31, 30]
    assert days("mksb-2018", "adult_panel") == [31, 30]


@pytest.mark.rule("R194")
@pytest.mark.rule("R197")
@pytest.mark.rule("R198")
def test_less_than_48_hours_before_a_meeting_the_case_waits_and_an_extra_one_is_considered() -> (
    None
):
    one = next(x for x in TOOLKIT.process.series if x.id == "sub_group")
    assert one.notice is not None
    notice = Period(one.notice.number, Unit(one.notice.unit))
    meeting = datetime(2026, 3, 11, 10, 0, tzinfo=ZoneInfo("Europe/London"))
    after = meeting + timedelta(weeks=6)
    at_48, _ = meeting_for(meeting - timedelta(hours=48), (meeting, after), notice)
    late, _ = meeting_for(meeting - timedelta(hours=47, minutes=59), (meeting, after), notice)
    assert (at_48, late) == (meeting, after)
    assert {"R194", "R197", "R198"} == set(given("listed"))


# recommendation and decision


@pytest.mark.rule("R199")
@pytest.mark.rule("R200")
@pytest.mark.rule("C8")
@pytest.mark.parametrize("way", WAYS)
def test_the_sub_group_decides_on_referral_and_returns_and_nobody_screens_before(
    way: Guidance,
) -> None:
    assert way.to_do(way.at("received", "referral", "asked", "listed", "papers")) == [
        "recommendation"
    ]
    assert way.who("recommendation") == "Serious Case Review Sub-Group"
    no_papers = way.at("received", "referral", "asked", "listed")
    assert way.states(no_papers)["recommendation"] is StepState.WAITING


@pytest.mark.rule("R203")
@pytest.mark.rule("R204")
def test_the_chair_has_the_last_word_and_may_ask_another_boards_chair() -> None:
    ready = SCR.at(*BEFORE)
    assert SCR.to_do(ready) == ["peer", "decision"]
    assert SCR.who("decision") == "Independent Chair"
    peer = next(x for x in TOOLKIT.process.step if x.id == "peer")
    assert peer.optional
    assert "Fill in: What the peer said" in SCR.said("peer", peer_view="differ")


TABLE = [
    (("a",), "recommended", "agree", {"scr"}),
    (("b",), "recommended", "agree", {"threshold_not_met", "scr"}),
    (("b", "c"), "not_recommended", "agree", {"threshold_not_met", "silp"}),
    (("b", "d"), "not_recommended", "agree", {"threshold_not_met", "mar"}),
    (("b", "e"), "not_recommended", "agree", {"threshold_not_met", "single_review"}),
    (("b", "f"), "not_recommended", "agree", {"threshold_not_met", "multi_audit"}),
    (("b", "g"), "not_recommended", "agree", {"threshold_not_met", "single_audit"}),
    (("b", "e", "f"), "not_recommended", "agree",
     {"threshold_not_met", "single_review", "multi_audit"}),
    (("a", "g"), "recommended", "agree", {"scr", "single_audit"}),
    (("b",), "not_recommended", "agree", {"threshold_not_met", "no_review"}),
    (("b", "i"), "not_recommended", "agree", {"threshold_not_met", "no_review"}),
    (("b", "c"), "not_recommended", "disagree", {"threshold_not_met", "scr"}),
    (("a",), "recommended", "disagree", {"chair_declines"}),
]  # fmt: skip


@pytest.mark.rule("R213")
@pytest.mark.rule("R372")
@pytest.mark.rule("R373")
@pytest.mark.rule("R374")
@pytest.mark.rule("R375")
@pytest.mark.rule("R376")
@pytest.mark.rule("R377")
@pytest.mark.rule("R379")
@pytest.mark.rule("R388")
@pytest.mark.parametrize(("options", "recommended", "chair", "expected"), TABLE)
def test_what_the_two_sections_come_to(
    options: Choice, recommended: str, chair: str, expected: set[str]
) -> None:
    found = decided(options, recommended, chair)
    assert so(found) == expected
    leads_to = {x.pathway for x in TOOLKIT.process.outcome if found.get(x.id) and x.pathway}
    assert leads_to == expected & set(CHILD)
    closes = {x.id for x in TOOLKIT.process.outcome if found.get(x.id) and x.closes}
    assert closes == expected & {"no_review"}


@pytest.mark.rule("R378")
@pytest.mark.parametrize("way", WAYS)
def test_further_information_brings_the_case_back_and_decides_nothing(way: Guidance) -> None:
    more = SCR.outcomes("section2", options=("h",))
    assert so(more) == {"further_information"}
    # The section is signed, but the decision only comes back: the step is not done.
    now = way.at(*BEFORE[:-1], decided=more)
    assert {"relisted", "recommendation"} <= set(way.to_do(now))
    assert way.states(now)["decision"] is StepState.WAITING
    assert "Ofsted" not in {who for who, states in way.told(now).items() if TO_DO in states}


@pytest.mark.rule("R205")
@pytest.mark.rule("R212")
def test_a_review_below_the_threshold_is_still_one_and_a_chair_who_declines_asks_for_others() -> (
    None
):
    below = decided(("b",), "recommended", "agree")
    assert "scope" in SCR.to_do(SCR.at(*BEFORE, "decision", decided=below))
    refused = decided(("a",), "recommended", "disagree")
    assert SCR.to_do(SCR.at(*BEFORE, "peer", "decision", decided=refused)) == ["alternatives"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.rule("R379")
def test_no_review_leaves_nothing_to_do_on_any_way(way: Guidance) -> None:
    ended = way.at(
        *BEFORE, "peer", "decision", decided=decided(("b", "i"), "not_recommended", "agree")
    )
    assert way.to_do(ended) == []


# who is told of the decision


@pytest.mark.rule("R208")
@pytest.mark.rule("R209")
@pytest.mark.rule("R210")
@pytest.mark.rule("R212")
@pytest.mark.rule("R390")
@pytest.mark.rule("C26")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("options", "recommended", "chair", "_"), TABLE)
def test_the_same_people_are_told_however_it_came_out(
    way: Guidance, options: Choice, recommended: str, chair: str, _: set[str]
) -> None:
    came_out = decided(options, recommended, chair)
    before, after = way.at(*BEFORE), way.at(*BEFORE, "decision", decided=came_out)

    def newly(who: str) -> int:
        count = [way.told(now, PEOPLE)[who].count(TO_DO) for now in (before, after)]
        return count[1] - count[0]

    for who in ("SCR Sub-Group Chair", "Business Manager", "Deputy Chair", "Administrator"):
        assert newly(who) == 1, who
    for who in ("Department for Education", "National Panel of independent experts", "Referrer"):
        assert newly(who) == 1, who
    assert newly("Named Officer of each member agency") == 1
    assert newly("Each agency asked for information") == 1
    explained = came_out["threshold_not_met"]
    assert newly("Ofsted") == (2 if explained else 1)


@pytest.mark.rule("R207")
@pytest.mark.rule("C13")
def test_ofsted_gets_the_explanation_where_the_threshold_is_not_met_and_only_then() -> None:
    notice = next(x for x in TOOLKIT.process.notice if x.rule == "R207")

    def called(options: Choice, recommended: str) -> bool:
        after = SCR.at(*BEFORE, "decision", decided=decided(options, recommended, "agree"))
        return SCR.told(after)["Ofsted"].count(TO_DO) == 2

    assert notice.to == ("ofsted",)
    assert called(("b", "f"), "not_recommended")
    assert called(("b",), "recommended")
    assert not called(("a",), "recommended")
    # And nothing forbids it here, as Medway's guide does for its lessons learned reviews.
    assert TOOLKIT.process.refusal == ()
    assert any("ofsted" in x.to for x in load("medway-2007").process.refusal)


@pytest.mark.rule("R211")
@pytest.mark.rule("R206")
def test_the_reasons_must_be_there_before_anybody_can_be_told_them() -> None:
    assert {"R382", "R383"} <= SCR.ruled("section2", options=("a",), recommended="recommended")
    assert "R206" in SCR.ruled("section2", options=("b",), recommended="not_recommended")
    assert "R206" not in SCR.ruled("section2", options=("a",), recommended="recommended")
    assert "R388" in SCR.ruled("section3", chair_view="agree")
    letters = [x for x in TOOLKIT.process.notice if x.rule in {"R210", "R390"}]
    assert letters
    assert all("why" in x.says for x in letters)


# Appendix 2


@pytest.mark.rule("R393")
@pytest.mark.rule("R394")
def test_the_information_form_asks_who_fills_it_in_and_whom_it_is_about() -> None:
    missing = spelled("additional_information")
    assert {"R393", "R394"} <= missing
    filled: dict[str, Value] = {
        "info_agency": "Police",
        "info_by": "R. Shah",
        "info_job": "Detective Sergeant",
    }
    said = {x.message for x in problems(TOOLKIT.forms["additional_information"], made(filled, {}))}
    assert {"Fill in: Date Completed", "Fill in: Name of Child"} <= said
    assert "Fill in: Job Title" not in said


@pytest.mark.rule("R192")
@pytest.mark.rule("R395")
@pytest.mark.rule("R396")
def test_an_agency_answers_for_every_person_and_nothing_known_is_an_answer() -> None:
    form = TOOLKIT.forms["additional_information"]
    family: dict[str, list[dict[str, Value]]] = {
        "info_relative": [{"name": "Anna V"}, {"name": "Piotr V", "known": YesNo("no")}],
        "info_sibling": [{"name": "Ola V"}],
    }
    found = problems(form, made({}, family))
    assert [(x.record, x.row) for x in found if x.field_id == "known"] == [
        ("info_relative", "info_relative-0"),
        ("info_sibling", "info_sibling-0"),
    ]
    assert "info_nothing" in {x.field_id for x in found}


@pytest.mark.rule("R397")
def test_involvement_is_asked_for_by_date_where_anything_is_known() -> None:
    form = TOOLKIT.forms["additional_information"]
    entry: dict[str, list[dict[str, Value]]] = {"info_entry": [{"details": "Seen at home."}]}
    known = problems(form, made({"info_nothing": YesNo("yes")}, entry))
    assert "Fill in: Date" in [x.message for x in known if x.record == "info_entry"]
    nil = problems(form, made({"info_nothing": YesNo("no")}, entry))
    assert not [x for x in nil if x.record == "info_entry"]
