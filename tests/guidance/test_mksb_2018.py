"""The 2018 web page, rule by rule: two panels, each month, with the 2016 tool kit in use."""

from __future__ import annotations

import pytest

from mktdesk.calendar import Unit, every
from mktdesk.casework.criteria import Result, Standing, propose
from mktdesk.casework.notices import NoticeState, People
from mktdesk.casework.progress import StepState
from mktdesk.casework.records import Referrer
from mktdesk.casework.sources import referrer_warnings
from mktdesk.forms.scopes import scopes_of
from mktdesk.toolkits import load
from tests.guidance.situations import DAY, Guidance

PAGE, KIT = load("mksb-2018"), load("mkscb-2016")
CHILD, ADULT = Guidance("mksb-2018", "scr"), Guidance("mksb-2018", "sar")
SHARED = ("scr", "silp", "mar", "single_review", "multi_audit", "single_audit", "inbound")
CONSIDERED = ("received", "referral", "asked", "listed", "papers", "recommendation")
ADULT_DECIDED = ("received", "sar_referral", "sar_asked", "sar_listed", "sar_panel", "sar_decision")
TO_DO = NoticeState.TO_DO


@pytest.mark.rule("R1")
def test_the_group_keeps_both_laws_on_adults_and_on_children() -> None:
    group = next(x for x in PAGE.bodies if x.rule == "R1")
    assert group.label == "Reviews and Learning Group"
    law = " ".join(PAGE.legal_basis)
    for named in ("Care Act 2014", "2006", "Working Together to Safeguard Children 2015"):
        assert named in law
    met = ADULT.met(adult_needs="yes", adult_concern="yes", adult_death="yes", abuse="no")
    assert (met["sar"], met["scr"]) == (Result.MET, Result.NOT_MET)


@pytest.mark.rule("R1")
@pytest.mark.parametrize(
    ("limbs", "must", "may"),
    [
        ({"adult_needs": "yes", "adult_concern": "yes", "adult_death": "yes"}, "met", "met"),
        ({"adult_needs": "yes", "adult_concern": "yes", "adult_alive": "yes"}, "met", "met"),
        ({"adult_needs": "yes", "adult_concern": "no", "adult_death": "yes"}, "not met", "met"),
        ({"adult_needs": "yes", "adult_death": "yes"}, "not known", "met"),
        ({"adult_needs": "no", "adult_concern": "yes", "adult_death": "yes"}, "not met", "not met"),
        (
            {
                "adult_needs": "yes",
                "adult_concern": "yes",
                "adult_death": "no",
                "adult_alive": "no",
            },
            "not met",
            "met",
        ),
    ],
)
def test_the_care_acts_duty_and_its_power(limbs: dict[str, str], must: str, may: str) -> None:
    found = ADULT.met(**limbs)
    assert (found["sar"], found["sar_other"]) == (Result(must), Result(may))


@pytest.mark.rule("R4")
@pytest.mark.rule("R6")
@pytest.mark.rule("C25")
def test_adult_and_child_referrals_reach_each_their_own_panel() -> None:
    assert CHILD.who("recommendation") == "Children's Case Review Panel"
    assert ADULT.who("sar_panel") == "Adult Case Review Panel"
    assert Guidance("mkscb-2016", "scr").who("recommendation") == "Serious Case Review Sub-Group"
    assert (CHILD.form.id, ADULT.form.id) == ("referral", "sar_referral")
    adult = {"adult_needs": "yes", "adult_concern": "yes", "adult_alive": "yes"}
    child = {"abuse": "yes", "died": "yes", "concern": "yes"}
    every_no = {fact.id: "no" for fact in PAGE.process.fact}
    for facts, way in ((adult, "sar"), (child, "scr")):
        found = propose(PAGE.process, ADULT.at(facts=every_no | facts))
        assert [x.pathway.id for x in found if x.standing is Standing.PROPOSED] == [way]


@pytest.mark.rule("R5")
def test_each_panel_meets_every_month() -> None:
    for panel in ("children_panel", "adult_panel"):
        one = next(x for x in PAGE.process.series if x.kind == "meeting" and x.owner == panel)
        days = every(one.every.number, Unit(one.every.unit), DAY)
        assert [next(days).isoformat() for _ in range(3)] == [
            "2026-03-02",
            "2026-04-02",
            "2026-05-02",
        ]


@pytest.mark.rule("R8")
@pytest.mark.rule("R9")
def test_anybody_may_refer_and_one_talk_of_two_is_enough() -> None:
    for way in ("scr", "sar"):
        for source in ("agency", "other"):
            done = Referrer("referrer", source=source, before="yes")
            assert referrer_warnings(PAGE.process, way, done, {}) == ()
            missed = Referrer("referrer", source=source, before="no")
            assert len(referrer_warnings(PAGE.process, way, missed, {})) == 1
    nobody = ADULT.problems("sar_section1")
    assert [x.level for x in nobody if x.rule == "R9"] == ["warning"]
    assert "R9" not in ADULT.ruled("sar_section1", lead_name="Dr Hale")


@pytest.mark.rule("R13")
def test_agencies_may_be_asked_for_more_and_need_not_be() -> None:
    people = People({"agencies": ("Police", "Health")})
    told = ADULT.told(ADULT.at("received"), people)
    assert told["Each agency asked for information"].count(TO_DO) == 2
    step = next(x for x in PAGE.process.step if x.id == "sar_asked")
    assert step.optional
    assert "sar_panel" in ADULT.to_do(ADULT.at("received", "sar_referral", "sar_listed"))


@pytest.mark.rule("R14")
def test_referrer_and_every_agency_asked_hear_the_outcome() -> None:
    people = People({"agencies": ("Police",)}, {"referrer_name": "L Pemberton"})
    for decided in ({"sar": True, "sar_none": False}, {"sar": False, "sar_none": True}):
        before = ADULT.told(ADULT.at(*ADULT_DECIDED[:-1]), people)
        after = ADULT.told(ADULT.at(*ADULT_DECIDED, decided=decided), people)
        for who in ("Referrer", "Each agency asked for information"):
            assert after[who].count(TO_DO) == before[who].count(TO_DO) + 1, who
    child = CHILD.told(CHILD.at(*CONSIDERED, "decision"), people)
    assert TO_DO in child["Referrer"]


@pytest.mark.rule("R18")
def test_a_bulletin_comes_every_quarter() -> None:
    one = next(x for x in PAGE.process.series if x.kind == "bulletin")
    days = every(one.every.number, Unit(one.every.unit), DAY)
    assert [next(days).isoformat() for _ in range(3)] == ["2026-03-02", "2026-06-02", "2026-09-02"]


@pytest.mark.rule("R11")
@pytest.mark.rule("R15")
def test_the_2016_tool_kit_stays_in_use_with_its_ids() -> None:
    for name, form in KIT.forms.items():
        ours = scopes_of(PAGE.forms[name])
        for record, fields in scopes_of(form).items():
            kept = {(x.id, x.kind, x.label) for x in ours[record]}
            assert {(x.id, x.kind, x.label) for x in fields} <= kept, name
    for way in SHARED:
        steps = {x.id for x in KIT.process.step if way in x.pathways}
        assert steps == {x.id for x in PAGE.process.step if way in x.pathways}, way
    assert "mkscb-2016" in PAGE.replaces
    limbs = [x.meets for x in KIT.process.criterion]
    assert [x.meets for x in PAGE.process.criterion][: len(limbs)] == limbs


def test_further_information_brings_an_adults_case_back() -> None:
    more = ADULT.outcomes("sar_section2", sar_view="more")
    assert more["sar_more"]
    now = ADULT.at(*ADULT_DECIDED[:4], decided=more)
    assert set(ADULT.to_do(now)) == {"sar_panel", "sar_relisted"}
    assert ADULT.states(now)["sar_decision"] is StepState.WAITING
    assert "Fill in: When the case comes back" in ADULT.said("sar_section2", sar_view="more")


def test_a_decision_against_the_duty_is_warned_of() -> None:
    against = ADULT.problems("sar_section3", sar_view="must", sar_decided="none")
    assert [x.level for x in against if x.rule == "R1" and "must" in x.message] == ["warning"]
    allowed = ADULT.problems("sar_section3", sar_view="other", sar_decided="none")
    assert not [x for x in allowed if "must" in x.message]
