"""A serious case review under the 2016 guidance, rule by rule: set-up, panel, reports, Board."""

from __future__ import annotations

import pytest

from mktdesk.casework.closing import LineState
from mktdesk.casework.notices import NoticeState, People
from mktdesk.casework.progress import StepState
from mktdesk.desk.reading import read_date
from mktdesk.forms.check import problems
from mktdesk.forms.values import Value, YesNo
from tests.guidance.situations import Guidance, made

SCR = Guidance("mkscb-2016", "scr")
DECIDED = (
    "received",
    "referral",
    "asked",
    "listed",
    "papers",
    "recommendation",
    "peer",
    "decision",
)
AGREED = {"scr": True, "no_review": False, "further_information": False}
SILP_MODEL = AGREED | {"silp_model": True, "panel_meetings": False}
MEETINGS = AGREED | {"silp_model": False, "panel_meetings": True}
TO_DO = NoticeState.TO_DO
REPORTS = (
    *DECIDED, "scope", "experts", "panel", "notified", "authors", "family_phone", "family_met",
    "family_letter", "chronology", "scoping", "scoping_ready", "terms", "briefing", "reports",
    "practitioners",
)  # fmt: skip
BOARD = (
    *REPORTS, "panel_review", "first_draft", "recall", "overview", "summary", "plans", "seen",
    "approved",
)  # fmt: skip


def points(step_id: str) -> set[str]:
    step = next(x for x in SCR.toolkit.process.step if x.id == step_id)
    return {point.rule for point in step.point}


def told(*happened: str, **facts: str) -> set[str]:
    """Who is to be told something now that the last of these has happened."""
    people = People({"agencies": ("Police",), "people": ("A member",), "family": ("Mother",)})
    before = SCR.told(SCR.at(*happened[:-1], decided=SILP_MODEL, facts=facts), people)
    after = SCR.told(SCR.at(*happened, decided=SILP_MODEL, facts=facts), people)
    return {who for who, states in after.items() if states.count(TO_DO) > before[who].count(TO_DO)}


# setting up


@pytest.mark.rule("R239")
@pytest.mark.rule("R240")
@pytest.mark.rule("R300")
def test_the_sub_group_drafts_and_agrees_and_the_business_manager_arranges() -> None:
    ready = SCR.at(*DECIDED, decided=AGREED)
    arranged = {"scope", "experts", "notified", "family_phone", "family_letter"}
    assert set(SCR.to_do(ready)) == arranged | {"early_learning"}
    assert SCR.who("scope") == "Serious Case Review Sub-Group"
    assert SCR.who("experts") == SCR.who("notified") == "Business Manager"
    assert {"R300", "R241"} == points("experts")
    leader = next(x for x in SCR.toolkit.roles if x.rule == "R239")
    assert leader.label == "Business Manager"


@pytest.mark.rule("R241")
@pytest.mark.rule("R308")
def test_chair_and_author_are_checked_for_independence() -> None:
    chair: dict[str, Value] = {"role": "panel_chair", "name": "Ruth Tolland"}
    author: dict[str, Value] = {"role": "overview_author", "name": "Ada Finch"}
    assert {"R241", "R308"} <= {rule for rule, _ in SCR.remarks(chair, author)}
    checked: tuple[str, ...] = ("free_of_board", "free_of_case")
    assert SCR.remarks({**chair, "declared": checked}, {**author, "declared": checked}) == []


@pytest.mark.rule("C12")
def test_one_person_may_chair_and_write_here_and_not_in_2010() -> None:
    declared = ("free_of_board", "free_of_case")
    both: list[dict[str, Value]] = [
        {"role": role, "name": "Ruth Tolland", "declared": declared}
        for role in ("panel_chair", "overview_author")
    ]
    assert SCR.remarks(*both) == []
    older = Guidance("mkscb-2010", "scr")
    kinds = {x.id: x for x in older.toolkit.process.appointment}
    barred = next(x for x in kinds.values() if x.distinct_from)
    twice: list[dict[str, Value]] = [
        {"role": role, "name": "Ruth Tolland"} for role in (barred.id, barred.distinct_from[0])
    ]
    assert any("is both" in words for _, words in older.remarks(*twice))


def member(number: int, **more: Value) -> dict[str, Value]:
    checked = ("named_by_dsm", "knows")
    return {"role": "panel_member", "name": f"Member {number}", "declared": checked, **more}


@pytest.mark.rule("R242")
@pytest.mark.rule("R286")
@pytest.mark.rule("R288")
@pytest.mark.rule("C28")
def test_a_panel_has_six_with_nurse_doctor_and_communications() -> None:
    disciplines = ("Designated nurse", "Designated doctor", "Communications", "Police", "Probation")
    five = [member(n, discipline=name) for n, name in enumerate(disciplines)]
    assert [rule for rule, _ in SCR.remarks(*five)] == ["R288"]
    assert SCR.remarks(*five, member(6)) == []
    plain = [member(n) for n in range(6)]
    assert [rule for rule, _ in SCR.remarks(*plain)] == ["R286", "R286", "R242"]


@pytest.mark.rule("R285")
@pytest.mark.rule("R287")
@pytest.mark.rule("C28")
def test_members_are_named_for_what_they_know_and_others_come_for_challenge() -> None:
    unchecked = {"role": "panel_member", "name": "Member"}
    assert {"R285", "R242"} <= {rule for rule, _ in SCR.remarks(unchecked)}
    outside = [member(n, discipline="Designated nurse, Designated doctor") for n in range(4)]
    others: list[dict[str, Value]] = [
        {"role": "challenge_member", "name": "From outside"},
        {"role": "communications", "name": "For the media", "discipline": "Communications"},
    ]
    assert SCR.remarks(*outside, *others) == []
    assert {"R286", "R287", "R288"} <= points("panel")
    about = next(x.about for x in SCR.toolkit.bodies if x.id == "scr_panel")
    assert "do not speak for their agencies" in about


@pytest.mark.rule("R243")
def test_the_national_panel_hears_who_the_experts_are() -> None:
    names = told(*DECIDED, "experts")
    assert "National Panel of independent experts" in names
    notice = next(x for x in SCR.toolkit.process.notice if x.rule == "R243")
    assert "names and qualifications" in notice.says


@pytest.mark.rule("R244")
@pytest.mark.rule("C10")
def test_agencies_are_notified_once_both_are_found_and_the_order_is_only_advice() -> None:
    assert "Designated Senior Manager of each agency involved" in told(*DECIDED, "experts")
    early = SCR.at(*DECIDED, "notified", decided=AGREED)
    assert SCR.states(early)["notified"] is StepState.DONE
    assert SCR.states(SCR.at(*DECIDED, decided=AGREED))["notified"] is StepState.NOW


@pytest.mark.rule("R250")
@pytest.mark.rule("R251")
@pytest.mark.parametrize(
    ("facts", "coroner"),
    [
        ({"died": "yes"}, True),
        ({"died": "no", "criminal": "yes"}, True),
        ({"died": "no", "criminal": "no"}, False),
        ({"died": "no"}, False),
    ],
)
def test_copies_go_to_communications_and_legal_and_in_some_cases_to_the_coroner(
    facts: dict[str, str], coroner: bool
) -> None:
    found = told(*DECIDED, "experts", "notified", **facts)
    assert "Head of Communications, Milton Keynes Council" in found
    assert "Legal Advisor to the Board" in found
    assert ("Coroner" in found) is coroner


@pytest.mark.rule("R255")
@pytest.mark.rule("R402")
@pytest.mark.rule("R403")
@pytest.mark.rule("R408")
@pytest.mark.rule("R409")
def test_a_report_author_is_named_and_checked_in_every_way_the_guidance_asks() -> None:
    author: dict[str, Value] = {"role": "report_author", "name": "Tom Ashby"}
    asked = {rule for rule, _ in SCR.remarks(author)}
    assert {"R255", "R402", "R403", "R404", "R409", "R422"} == asked
    involved = SCR.remarks({**author, "declared": ("senior", "practice", "fair")})
    assert "R402" not in {rule for rule, _ in involved}
    assert any("No direct or significant involvement" in words for _, words in involved)
    assert SCR.who("authors") == "Designated Senior Manager"
    wanted = {x.id: x for x in SCR.toolkit.process.contribution}
    assert wanted["author"].after == "notified"


@pytest.mark.rule("R235")
def test_the_first_scoping_meeting_agrees_a_timeline() -> None:
    met: dict[str, Value] = {"sc_date": read_date("1/6/2026")}
    assert "R235" in SCR.ruled("scoping", **met)
    assert "R235" not in SCR.ruled("scoping", sc_timeline=YesNo("yes"), **met)
    assert "R278" in SCR.ruled("scoping", sc_timeline=YesNo("yes"), **met)


@pytest.mark.rule("R290")
@pytest.mark.rule("R293")
def test_the_way_of_carrying_it_out_decides_what_the_first_meeting_needs() -> None:
    for method, needed in (("silp", "scoping_ready"), ("traditional", "first_meeting")):
        outcomes = AGREED | SCR.outcomes("scr_setup", su_method=method)
        made_up = SCR.at(*DECIDED, "scope", "experts", "panel", "notified", "chronology",
                         decided=outcomes)  # fmt: skip
        other = {"scoping_ready", "first_meeting"} - {needed}
        assert needed in SCR.to_do(made_up)
        assert SCR.states(made_up)[other.pop()] is StepState.NOT_NEEDED


@pytest.mark.rule("R240")
@pytest.mark.rule("R289")
@pytest.mark.rule("R306")
def test_terms_are_settled_on_the_combined_chronology_by_chair_and_author() -> None:
    before = SCR.at(*DECIDED, "scope", "panel", "scoping", decided=AGREED)
    assert SCR.states(before)["terms"] is StepState.WAITING
    wrong = SCR.ruled("terms", tr_merged=read_date("9/6/2026"), tr_date=read_date("8/6/2026"))
    assert "R240" in wrong
    assert "R289" in SCR.ruled("terms", tr_date=read_date("10/6/2026"))
    unnamed = SCR.problems("terms", tr_naming=YesNo("no"))
    assert [x.level for x in unnamed if x.rule == "R306"] == ["error"]


# panel's work


@pytest.mark.rule("R248")
@pytest.mark.rule("R252")
def test_chronologies_come_before_reports_and_every_agency_gives_one() -> None:
    asked = {x.id: x for x in SCR.toolkit.process.contribution if "scr" in x.pathways}
    assert asked["chronology"].before == "report"
    now = SCR.at(*BOARD, decided=SILP_MODEL)
    assert SCR.gate("R252", now, returns="Police has not sent one") is LineState.OPEN
    assert SCR.gate("R252", now) is LineState.MET


@pytest.mark.rule("R245")
@pytest.mark.rule("R254")
def test_the_senior_manager_secures_assures_and_accepts() -> None:
    assert SCR.who("reports") == "Designated Senior Manager"
    assert {"R254", "R259", "R260", "R261", "R262", "R265", "R271"} <= points("reports")
    said = {x.rule: x.text for x in SCR.toolkit.process.text}
    assert "cooperate in full" in said["R245"]


@pytest.mark.rule("R263")
@pytest.mark.rule("R295")
def test_a_report_that_goes_back_needs_a_reason_and_a_date() -> None:
    def said(result: str) -> set[str]:
        report: dict[str, Value] = {"agency": "Police", "result": result}
        return SCR.ruled("panel_review", {"report_review": [report]})

    assert {"R263", "R295"} <= said("returned")
    assert {"R263", "R295"} <= said("further")
    assert "R263" not in said("accepted")


@pytest.mark.rule("R249")
@pytest.mark.rule("R294")
@pytest.mark.rule("R296")
@pytest.mark.rule("R299")
def test_the_panel_signs_only_what_the_guidance_has_it_consider() -> None:
    missing = SCR.ruled("panel_review")
    assert {"R249", "R294", "R296", "R299"} <= missing
    considered = SCR.ruled(
        "panel_review", pr_wider="not_wanted", pr_wider_why="Nothing outside the terms."
    )
    assert "R299" not in considered
    assert "R294" in considered


@pytest.mark.rule("R291")
@pytest.mark.rule("R292")
@pytest.mark.rule("R336")
def test_three_events_take_place_and_the_panel_meets_on_the_first_draft() -> None:
    now = SCR.at(*DECIDED, "scope", "experts", "panel", "notified", "authors", "chronology",
                 decided=SILP_MODEL)  # fmt: skip
    assert {"briefing", "practitioners"} <= set(SCR.to_do(now))
    reviewed = SCR.at(*REPORTS, "panel_review", decided=SILP_MODEL)
    assert "first_draft" in SCR.to_do(reviewed)
    assert SCR.states(reviewed)["recall"] is StepState.WAITING
    assert "recall" in SCR.to_do(
        SCR.at(*REPORTS, "panel_review", "first_draft", decided=SILP_MODEL)
    )
    assert SCR.who("recall") == "Overview author"
    assert SCR.gate("R292", reviewed) is LineState.OPEN


# Board and after


@pytest.mark.rule("R320")
@pytest.mark.rule("R330")
def test_the_board_approves_after_author_and_panel_and_complete_plans() -> None:
    drafted = (*REPORTS, "panel_review", "first_draft", "recall")
    for missing in ("overview", "summary", "plans"):
        done = [name for name in ("overview", "summary", "plans") if name != missing]
        now = SCR.at(*drafted, *done, decided=SILP_MODEL)
        assert SCR.states(now)["approved"] is StepState.WAITING, missing
    ready = SCR.at(*drafted, "overview", "summary", "plans", decided=SILP_MODEL)
    assert "approved" in SCR.to_do(ready)
    assert SCR.who("approved") == "Milton Keynes Safeguarding Children Board"
    gate = next(x for x in SCR.toolkit.process.closing if x.rule == "R320")
    assert not gate.exception
    assert SCR.gate("R320", SCR.at(*drafted, decided=SILP_MODEL)) is LineState.OPEN


@pytest.mark.rule("R331")
@pytest.mark.rule("R337")
@pytest.mark.rule("R339")
def test_when_the_board_has_approved_each_gets_what_is_theirs() -> None:
    found = told(*BOARD)
    assert {
        "Ofsted",
        "National Panel of independent experts",
        "Members of the Board",
        "Interagency Training Manager",
        "Family members",
    } <= found
    four = next(x.says for x in SCR.toolkit.process.notice if x.rule == "R331")
    for part in ("overview report", "agency reports", "executive summary", "action plans"):
        assert part in four


@pytest.mark.rule("R329")
@pytest.mark.rule("R332")
@pytest.mark.rule("R334")
@pytest.mark.rule("R335")
def test_nothing_is_cleared_without_the_checks() -> None:
    assert {"R329", "R332", "R334", "R335"} <= SCR.ruled("publication")
    day, later = read_date("1/9/2026"), read_date("2/9/2026")
    assert "R329" in SCR.ruled("publication", pub_dp_result="not_fit", pub_dp_date=day,
                               pub_dp_by="A. Moss")  # fmt: skip
    shown_late: dict[str, Value] = {
        "pub_family": later,
        "pub_family_how": "By the social worker",
        "pub_date": day,
    }
    assert "R332" in SCR.ruled("publication", **shown_late)
    assert "R332" not in SCR.ruled("publication", **(shown_late | {"pub_date": later}))
    waits: dict[str, Value] = {
        "pub_documents": ("summary",),
        "pub_proceedings_why": "A trial in May.",
    }
    assert "R334" in SCR.ruled("publication", pub_proceedings="holds", **waits)
    assert "R334" not in SCR.ruled("publication", pub_proceedings="goes", **waits)


@pytest.mark.rule("R340")
def test_before_ofsteds_evaluation_publication_is_only_warned_of() -> None:
    cleared: dict[str, Value] = {"pub_date": read_date("1/9/2026")}
    found = SCR.problems("publication", **cleared)
    assert [x.level for x in found if x.rule == "R340"] == ["warning"]
    evaluated = cleared | {"pub_ofsted": read_date("20/8/2026")}
    assert "R340" not in SCR.ruled("publication", **evaluated)


@pytest.mark.rule("R236")
@pytest.mark.rule("R237")
@pytest.mark.rule("C5")
def test_more_time_is_told_to_two_and_needs_nobodys_consent() -> None:
    clock = next(x for x in SCR.toolkit.process.clock if x.id == "six_months")
    given = clock.extension
    assert given is not None
    assert (given.by, given.consent, given.consult) == ("panel_chair", (), ("independent_chair",))
    found = told(*DECIDED, "extension_asked")
    assert found == {"Ofsted", "National Panel of independent experts"}
    letter = next(x for x in SCR.toolkit.process.notice if x.rule == "R237")
    for wanted in ("Progress so far", "new date", "good outcomes for children"):
        assert wanted in letter.says
    assert letter.repeats
    older = Guidance("mkscb-2010", "scr").toolkit.process.clock
    assert any(x.extension and x.extension.consent for x in older)


@pytest.mark.rule("R433")
@pytest.mark.rule("R434")
def test_a_plan_has_the_forms_columns_and_is_an_agencys_or_everybodys() -> None:
    form = SCR.toolkit.forms["action_plan"]

    def said(line: dict[str, Value], **head: Value) -> set[str]:
        return {x.message for x in problems(form, made(head, {"plan_line": [line]}))}

    empty = said({})
    for column in ("No", "Recommendation (SMART)", "Action", "Lead", "Timescale", "Outcome"):
        assert f"Fill in: {column}" in empty
    assert "Fill in: Agency name" in said({}, plan_kind="agency")
    assert "Fill in: Agency name" not in said({}, plan_kind="multi")
