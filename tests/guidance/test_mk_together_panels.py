"""The three panels of the 2023 document: threshold, rapid review, decision, and what follows."""

from __future__ import annotations

import pytest

from mktdesk.casework.notices import NoticeState
from mktdesk.casework.progress import StepState
from mktdesk.desk.reading import read_date
from mktdesk.forms.types import Field
from mktdesk.forms.values import Value, YesNo
from tests.guidance.situations import Guidance
from tests.guidance.together import DECISION, DHR, LCSPR, RAPID, SAR, WAYS, decided, panel

STATUTORY = tuple(RAPID)
REVIEW = {"lcspr": "lcspr", "sar": "sar", "dhr": "dhr"}  # what a panel's choice is called
PREFIX = {"lcspr": "rrc", "sar": "rra", "dhr": "rrd"}
BEFORE = {
    "lcspr": ("referral", "sin_threshold", "sin_sent", "rapid_started", "collated", "papers"),
    "sar": ("referral", "rapid_started", "collated", "papers"),
    "dhr": ("referral", "rapid_started", "collated", "papers"),
}
TAIL = ("handover", "bulletin", "plan_agreed", "delivery", "reported", "tested")
NOT_NEEDED = StepState.NOT_NEEDED


def field(way: Guidance, name: str) -> Field:
    return next(f for _, page in way.form.pages() for f in page.fields if f.id == name)


def labels(way: Guidance, name: str) -> list[str]:
    return [option.label for option in field(way, name).options]


# threshold and notification of a child's case


@pytest.mark.rule("R154")
def test_a_strategy_meeting_or_the_panel_decides_on_the_threshold_and_it_is_said_which() -> None:
    assert LCSPR.to_do(LCSPR.at("referral")) == ["sin_threshold"]
    assert "R154" in LCSPR.ruled("sin_threshold")
    said: dict[str, Value] = {"sin_agreed_by": "strategy", "sin_decision": "met"}
    assert "R154" not in LCSPR.ruled("sin_threshold", **said)
    assert labels(LCSPR, "sin_agreed_by") == ["Strategy meeting", "LCRP, of a referred case"]
    assert decided(LCSPR, sin_threshold=said)["sin_met"]


@pytest.mark.rule("R155")
@pytest.mark.rule("C26")
def test_the_authority_tells_ofsted_and_the_team_once_the_threshold_is_met() -> None:
    met = decided(LCSPR, sin_threshold={"sin_decision": "met"})
    now = LCSPR.at("aware", "referral", "sin_threshold", decided=met)
    assert LCSPR.to_do(now) == ["sin_sent"]
    assert LCSPR.who("sin_sent") == "Local authority"
    told = LCSPR.told(now)
    assert told["MK Together Team"] == [NoticeState.TO_CONFIRM]
    assert NoticeState.TO_CONFIRM in told["Ofsted"]
    undecided = LCSPR.told(LCSPR.at("aware", "referral"))
    assert undecided["MK Together Team"] == [NoticeState.MAY_APPLY]


def test_a_threshold_that_is_not_met_ends_the_notification_and_the_rapid_review() -> None:
    for then, outcome in (("none", "sin_none"), ("cle", "sin_cle")):
        answers: dict[str, Value] = {"sin_decision": "not_met", "sin_then": then}
        found = decided(LCSPR, sin_threshold=answers)
        assert found[outcome]
        now = LCSPR.at("referral", "sin_threshold", decided=found)
        assert LCSPR.to_do(now) == []
        assert "MK Together Team" not in LCSPR.told(now)
        assert LCSPR.states(now)["rapid_started"] is NOT_NEEDED
    missing = {x.field_id for x in LCSPR.problems("sin_threshold", sin_decision="not_met")}
    assert "sin_then" in missing
    met = {x.field_id for x in LCSPR.problems("sin_threshold", sin_decision="met")}
    assert "sin_then" not in met


@pytest.mark.rule("R114")
@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"child_died": "yes", "looked_after": "yes", "child_abuse": "no"}, NoticeState.TO_CONFIRM),
        ({"child_died": "yes", "looked_after": "no", "care_leaver": "no"}, None),
        ({"care_leaver": "yes", "care_leaver_age": "yes", "looked_after": "no"},
         NoticeState.TO_CONFIRM),
        ({"care_leaver": "yes", "care_leaver_age": "no", "looked_after": "no"}, None),
        ({"child_died": "yes"}, NoticeState.MAY_APPLY),
    ],
)  # fmt: skip
def test_the_death_of_a_looked_after_child_or_care_leaver_is_told_whatever_the_cause(
    facts: dict[str, str], state: NoticeState | None
) -> None:
    told = LCSPR.told(LCSPR.at("received", facts=facts))
    assert told.get("Secretary of State for Education", [None]) == [state]
    assert (state in told["Ofsted"]) if state else "Ofsted" in told


@pytest.mark.rule("R156")
@pytest.mark.rule("R165")
@pytest.mark.parametrize("way", ["lcspr", "sar"])
def test_the_team_starts_the_rapid_review_and_tells_the_panel(way: str) -> None:
    guidance = WAYS[way]
    done = BEFORE[way][: BEFORE[way].index("rapid_started")]
    met = decided(guidance, sin_threshold={"sin_decision": "met"}) if way == "lcspr" else {}
    before = guidance.at(*done, decided=met)
    assert guidance.to_do(before) == ["rapid_started"]
    assert guidance.who("rapid_started") == "MK Together Team"
    assert guidance.told(before)["Local Case Review Panel"] == [NoticeState.NOT_YET]
    after = guidance.at(*done, "rapid_started", decided=met)
    assert guidance.told(after)["Local Case Review Panel"] == [NoticeState.TO_DO]


@pytest.mark.rule("R168")
def test_a_homicide_reaches_the_partnership_through_the_team_in_writing_only() -> None:
    told = DHR.told(DHR.at("received"))
    assert told["Community Safety Partnership"] == [NoticeState.TO_DO]
    spoken = [x.level for x in DHR.problems("referral", in_writing=YesNo("no")) if x.rule == "R145"]
    assert "error" in spoken
    written = DHR.problems("referral", in_writing=YesNo("yes"))
    assert not [x for x in written if x.field_id == "in_writing"]


@pytest.mark.rule("R146")
def test_anybody_but_the_police_says_what_agencies_could_learn() -> None:
    assert "lessons" in {x.field_id for x in DHR.problems("referral", informed_by="other")}
    assert "lessons" not in {x.field_id for x in DHR.problems("referral", informed_by="police")}


@pytest.mark.rule("R150")
def test_the_team_collects_what_agencies_know_in_every_kind_of_review() -> None:
    asked = WAYS["lcspr"].toolkit.process.contribution
    for way in WAYS:
        assert [one.label for one in asked if way in one.pathways], way
    for way in STATUTORY:
        assert WAYS[way].who("collated") == "MK Together Team"


# the rapid review


@pytest.mark.rule("R131")
@pytest.mark.rule("C8")
def test_a_panel_decides_each_kind_after_the_rapid_review_and_no_chair_stands_between() -> None:
    deciding = {way: WAYS[way].who(RAPID[way]) for way in STATUTORY}
    assert deciding == {
        "lcspr": "Local Case Review Panel: children",
        "sar": "Local Case Review Panel: adults",
        "dhr": "Local Case Review Panel: domestic homicide",
    }
    for way in STATUTORY:
        first = decided(WAYS[way], sin_threshold={"sin_decision": "met"}) if way == "lcspr" else {}
        assert WAYS[way].to_do(WAYS[way].at(*BEFORE[way], decided=first)) == [RAPID[way]]
        after = WAYS[way].at(*BEFORE[way], RAPID[way], "immediate", decided=panel(way, REVIEW[way]))
        assert WAYS[way].to_do(after) == ["handover"]


@pytest.mark.rule("R132")
@pytest.mark.rule("R133")
@pytest.mark.parametrize("way", STATUTORY)
def test_no_rapid_review_ends_without_immediate_learning_and_good_practice(way: str) -> None:
    asked = {f"{PREFIX[way]}_immediate", f"{PREFIX[way]}_good_practice"}
    missing = {x.field_id for x in WAYS[way].problems(RAPID[way]) if x.level == "error"}
    assert asked <= missing
    given = dict.fromkeys(asked, "None")
    assert not asked & {x.field_id for x in WAYS[way].problems(RAPID[way], **given)}
    now = WAYS[way].at(*BEFORE[way], RAPID[way], decided=panel(way, "nfa"))
    assert WAYS[way].to_do(now) == ["immediate"]


@pytest.mark.rule("R134")
@pytest.mark.rule("R158")
@pytest.mark.rule("R167")
@pytest.mark.parametrize("way", STATUTORY)
def test_exactly_one_of_review_learning_exercise_and_nothing_more_follows(way: str) -> None:
    name = DECISION[way]
    assert name in {x.field_id for x in WAYS[way].problems(RAPID[way])}
    process = WAYS[way].toolkit.process
    follows = {one.id: one for one in process.outcome if one.part == RAPID[way]}
    ended = set()
    for option in field(WAYS[way], name).options:
        came = [key for key, held in WAYS[way].outcomes(RAPID[way], **{name: option.key}).items()
                if held]  # fmt: skip
        assert len(came) == 1, option.key
        one = follows[came[0]]
        ended.add((one.pathway, one.closes))
    assert ended == {(way, False), ("cle", False), (None, True)}


@pytest.mark.rule("R122")
@pytest.mark.rule("C17")
def test_all_learning_found_ends_a_childs_or_adults_review_with_a_reason_and_no_homicides() -> None:
    offered = {way: [x.key for x in field(WAYS[way], DECISION[way]).options] for way in STATUTORY}
    assert [way for way in STATUTORY if "learned" in offered[way]] == ["lcspr", "sar"]
    for way in ("lcspr", "sar"):
        answers: dict[str, Value] = {DECISION[way]: "learned"}
        assert "R122" in WAYS[way].ruled(RAPID[way], **answers)
        answers[f"{PREFIX[way]}_learned_why"] = "Every point is in the plan."
        assert "R122" not in WAYS[way].ruled(RAPID[way], **answers)
        now = WAYS[way].at(*BEFORE[way], RAPID[way], "immediate", decided=panel(way, "learned"))
        assert WAYS[way].to_do(now) == []
        assert {WAYS[way].states(now)[name] for name in TAIL} == {NOT_NEEDED}
    wrong = [x.message for x in DHR.problems("rapid_review_dhr", rrd_decision="learned")]
    assert any("not one of the options" in message for message in wrong)


@pytest.mark.rule("R148")
@pytest.mark.parametrize(
    ("way", "above"),
    [
        ("lcspr", "The Local Safeguarding Partners"),
        ("sar", "The Safeguarding Adults Board"),
        ("dhr", "The Chair of the Community Safety Partnership"),
    ],
)
def test_where_a_panel_does_not_agree_it_is_decided_above_and_said_by_whom(
    way: str, above: str
) -> None:
    guidance, name = WAYS[way], f"{PREFIX[way]}_agreed"
    assert labels(guidance, name)[1].startswith(above)
    assert f"{PREFIX[way]}_above" in {
        x.field_id for x in guidance.problems(RAPID[way], **{name: "above"})
    }
    member: dict[str, Value] = {"name": "R. Osei", "agency": "Health", "view": "disagrees"}
    rows = {f"{PREFIX[way]}_member": [member]}
    assert "Fill in: Reason" in guidance.said(RAPID[way], rows)
    rows = {f"{PREFIX[way]}_member": [{**member, "view": "agrees"}]}
    assert "Fill in: Reason" not in guidance.said(RAPID[way], rows)


@pytest.mark.rule("R170")
def test_a_homicides_rapid_review_says_what_runs_beside_it_race_and_culture_and_scope() -> None:
    three = {"rrd_parallel", "rrd_culture", "rrd_scope"}
    missing = {x.field_id for x in DHR.problems("rapid_review_dhr") if x.rule == "R170"}
    assert missing == three
    given = dict.fromkeys(three, "Considered.")
    assert "R170" not in DHR.ruled("rapid_review_dhr", **given)
    go = panel("dhr", "dhr")
    done = (*BEFORE["dhr"], "rapid_review_dhr", "immediate", "handover", "commission", "dhr_panel")
    assert "terms" in DHR.to_do(DHR.at(*done, decided=go))
    step = next(x for x in DHR.toolkit.process.step if x.id == "terms")
    assert [point.text for point in step.point][1:] == ["Racial and cultural factors", "Scope"]


# what follows


@pytest.mark.rule("R159")
@pytest.mark.rule("C26")
def test_the_national_panel_and_the_partners_are_told_that_a_childs_review_starts() -> None:
    done = (*BEFORE["lcspr"], "rapid_review_children")
    told = LCSPR.told(LCSPR.at(*done, decided=panel("lcspr", "lcspr")))
    names = (
        "Child Safeguarding Practice Review Panel (the National Panel)",
        "Local Safeguarding Partners",
    )
    assert [told[name] for name in names] == [[NoticeState.TO_DO]] * 2
    for other in ("cle", "nfa", "learned"):
        quiet = LCSPR.told(LCSPR.at(*done, decided=panel("lcspr", other)))
        assert not set(names) & set(quiet)
    adult = (*BEFORE["sar"], "rapid_review_adults")
    assert not set(names) & set(SAR.told(SAR.at(*adult, decided=panel("sar", "sar"))))


@pytest.mark.rule("R160")
@pytest.mark.rule("R171")
@pytest.mark.parametrize("way", STATUTORY)
def test_a_review_is_handed_to_the_review_group_and_nothing_else_is(way: str) -> None:
    done = (*BEFORE[way], RAPID[way], "immediate")
    go = WAYS[way].at(*done, decided=panel(way, REVIEW[way]))
    assert WAYS[way].to_do(go) == ["handover"]
    ended = WAYS[way].at(*done, decided=panel(way, "nfa"))
    assert WAYS[way].to_do(ended) == []
    assert {WAYS[way].states(ended)[name] for name in TAIL} == {NOT_NEEDED}


@pytest.mark.rule("R141")
def test_the_domestic_abuse_boards_chair_and_coordinator_sit_on_every_homicide_panel() -> None:
    member: dict[str, Value] = {"role": "panel_member", "name": "Ann Hale"}
    lacking = DHR.remarks(member)
    assert {rule for rule, _ in lacking} == {"R141"}
    assert len([words for _, words in lacking if "nobody is there for" in words]) == 2
    both: tuple[dict[str, Value], ...] = (
        {"role": "dasp_chair", "name": "Ben Cole"},
        {"role": "da_coordinator", "name": "Cas Dunn"},
    )
    assert DHR.remarks(*both) == []
    assert DHR.remarks(member, *both) == []
    assert SAR.remarks(member) == []


@pytest.mark.rule("R103")
@pytest.mark.rule("R153")
@pytest.mark.parametrize("way", STATUTORY)
def test_a_reviewer_is_bought_in_and_checked_for_experience_and_independence(way: str) -> None:
    guidance = WAYS[way]
    done = (*BEFORE[way], RAPID[way], "immediate", "handover")
    now = guidance.at(*done, decided=panel(way, REVIEW[way]))
    assert "commission" in guidance.to_do(now)
    assert guidance.states(now)["review_done"] is StepState.WAITING
    assert guidance.who("commission") == "MK Together Team"
    person: dict[str, Value] = {"role": "reviewer", "name": "Lena Fisk"}
    assert [rule for rule, _ in guidance.remarks(person)] == ["R103"] * 3
    checked: dict[str, Value] = {**person, "declared": ("experienced", "qualified")}
    ((rule, words),) = guidance.remarks(checked)
    assert (rule, "independent of the partnership" in words) == ("R103", True)


def test_dates_that_cannot_be_so_are_said() -> None:
    wrong: dict[str, Value] = {
        "aware_on": read_date("5/3/2026"),
        "sin_decided_on": read_date("4/3/2026"),
        "sin_sent_on": read_date("3/3/2026"),
        "sin_received_on": read_date("2/3/2026"),
        "sin_sent_to": ("ofsted",),
    }
    said = " ".join(
        [*LCSPR.said("sin_threshold", **wrong), *LCSPR.said("sin_notification", **wrong)]
    )
    assert "decision is dated before" in said
    assert "notification is dated before" in said
    assert "copy is dated before" in said
    assert "one of them is not ticked" in said
    both: dict[str, Value] = {**wrong, "sin_sent_to": ("ofsted", "team")}
    assert "not ticked" not in " ".join(LCSPR.said("sin_notification", **both))
