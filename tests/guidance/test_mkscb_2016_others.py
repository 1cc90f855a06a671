"""The other reviews of the 2016 guidance, and requests of other boards, rule by rule."""

from __future__ import annotations

import pytest

from mktdesk.casework.closing import LineState
from mktdesk.casework.notices import NoticeState, People
from mktdesk.casework.progress import StepState
from mktdesk.desk.reading import read_date
from mktdesk.forms.values import Value, YesNo
from tests.guidance.situations import Guidance

SILP = Guidance("mkscb-2016", "silp")
MAR = Guidance("mkscb-2016", "mar")
SINGLE = Guidance("mkscb-2016", "single_review")
AUDIT = Guidance("mkscb-2016", "multi_audit")
OWN_AUDIT = Guidance("mkscb-2016", "single_audit")
INBOUND = Guidance("mkscb-2016", "inbound")
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
REVIEW = {"scr": False, "no_review": False, "further_information": False, "chair_declines": False}
TO_DO, NOT_YET = NoticeState.TO_DO, NoticeState.NOT_YET


def asked_of(way: Guidance) -> set[str]:
    """What agencies can be asked for on a way."""
    return {x.id for x in way.toolkit.process.contribution if way.pathway.id in x.pathways}


# SILP


@pytest.mark.rule("R214")
def test_the_sub_group_sets_up_a_silp() -> None:
    ready = SILP.at(*DECIDED, decided=REVIEW)
    assert SILP.to_do(ready) == ["silp_setup", "silp_people"]
    assert SILP.who("silp_setup") == "Serious Case Review Sub-Group"
    assert "R214" in SILP.ruled("silp_setup")
    said = SILP.said("silp_setup", silp_scope="The last year.")
    assert {"Fill in: Timescale: to be finished by", "Add at least 1 question"} <= set(said)


@pytest.mark.rule("R215")
def test_the_event_takes_half_a_day_or_one_and_those_invited_are_written_down() -> None:
    held: dict[str, Value] = {"silp_held": read_date("2/6/2026")}
    assert "R215" in SILP.ruled("silp_event", **held)
    for length in ("half", "full"):
        assert "R215" not in SILP.ruled("silp_event", silp_length=length, **held)
    person: dict[str, Value] = {"name": "P. Quill"}
    assert "Fill in: Agency" in SILP.said("silp_event", {"silp_invited": [person]})
    agencies = People({"agencies": ("Police",)})

    def told(*happened: str) -> int:
        found = SILP.told(SILP.at(*happened, decided=REVIEW), agencies)
        return found["Each agency asked for information"].count(TO_DO)

    assert told(*DECIDED, "silp_setup") == told(*DECIDED) + 1


@pytest.mark.rule("R216")
def test_a_silp_asks_for_chronologies_and_for_no_report() -> None:
    assert "chronology" in asked_of(SILP)
    assert "report" not in asked_of(SILP)
    assert {"chronology", "report"} <= asked_of(Guidance("mkscb-2016", "scr"))


@pytest.mark.rule("R217")
@pytest.mark.rule("R218")
def test_one_leads_and_another_writes_independent_where_that_is_needed() -> None:
    both: list[dict[str, Value]] = [
        {"role": role, "name": "Ivy Moss", "declared": ("writer_independent",)}
        for role in ("facilitator", "event_writer")
    ]
    assert any("is both" in words for _, words in SILP.remarks(*both))
    two = [both[0], {**both[1], "name": "Otis Grey"}]
    assert SILP.remarks(*two) == []
    unchecked = {"role": "event_writer", "name": "Otis Grey"}
    assert [rule for rule, _ in SILP.remarks(unchecked)] == ["R218"]
    assert "R218" in SILP.ruled("silp_setup")


@pytest.mark.rule("R219")
@pytest.mark.rule("R220")
def test_the_sub_group_agrees_follows_and_reports_and_managers_own_the_actions() -> None:
    written = (*DECIDED, "silp_setup", "silp_people", "silp_asked", "silp_event", "silp_written")
    assert SILP.to_do(SILP.at(*written, decided=REVIEW)) == ["silp_agreed"]
    agreed = SILP.at(*written, "silp_agreed", decided=REVIEW | {"second_event": False})
    assert SILP.to_do(agreed) == ["silp_followed"]
    told = SILP.told(agreed, People({"people": ("A member",)}))
    assert told["Members of the Board"] == [TO_DO]
    step = next(x for x in SILP.toolkit.process.step if x.id == "silp_written")
    assert {point.rule for point in step.point} == {"R217", "R220"}
    assert SILP.gate("R219", agreed) is LineState.OPEN


@pytest.mark.rule("R221")
@pytest.mark.rule("R392")
@pytest.mark.rule("C9")
def test_a_second_event_is_considered_each_time_and_held_where_it_is_wanted() -> None:
    assert "R221" in SILP.ruled("silp_summary")
    held = SILP.said("silp_summary", silp_second="held")
    assert "Fill in: Planned for" in held
    not_held = SILP.said("silp_summary", silp_second="not_held")
    assert "Fill in: Why there will be none" in not_held
    agreed = (*DECIDED, "silp_setup", "silp_people", "silp_asked", "silp_event", "silp_written",
              "silp_agreed")  # fmt: skip
    for second, state in (("held", StepState.NOW), ("not_held", StepState.NOT_NEEDED)):
        outcome = SILP.outcomes("silp_summary", silp_second=second)
        now = SILP.at(*agreed, decided=REVIEW | outcome)
        assert SILP.states(now)["silp_second"] is state
    asked = next(x for x in SILP.toolkit.process.step if x.rule == "R392")
    assert asked.id == "silp_second"


# multi-agency review


@pytest.mark.rule("R222")
@pytest.mark.rule("R223")
@pytest.mark.rule("R224")
def test_a_multi_agency_review_is_set_up_with_its_lead_reviewer() -> None:
    ready = MAR.at(*DECIDED, decided=REVIEW)
    assert MAR.to_do(ready) == ["mar_reviewer"]
    assert MAR.states(ready)["mar_setup"] is StepState.WAITING
    assert {"R222", "R223", "R224"} <= MAR.ruled("mar_setup")
    for kind in ("internal", "independent"):
        assert "R222" not in MAR.ruled("mar_setup", mar_reviewer=kind)
    own = MAR.said("mar_setup", mar_formats=("chronology", "other"))
    assert "Fill in: Which other format" in own
    assert MAR.states(ready)["mar_asked"] is StepState.WAITING


# single-agency review


@pytest.mark.rule("R225")
def test_the_chair_writes_to_the_agencys_lead_for_safeguarding() -> None:
    people = People(fields={"single_lead": "Dr Hale", "single_agency": "Health"})
    told = SINGLE.told(SINGLE.at(*DECIDED, decided=REVIEW), people)
    assert told["Agency's lead for safeguarding"] == [TO_DO]
    assert SINGLE.who("single_asked") == "Independent Chair"
    nothing = SINGLE.at(*DECIDED, decided=REVIEW | {"no_review": True})
    assert "Agency's lead for safeguarding" not in SINGLE.told(nothing, people)


@pytest.mark.rule("R226")
def test_the_agency_chooses_its_method_and_tells_it_with_the_timescale() -> None:
    told: dict[str, Value] = {"single_told": read_date("1/6/2026")}
    assert "R226" in SINGLE.ruled("single_review", **told)
    both: dict[str, Value] = {"single_method": "root_cause", "single_by": read_date("1/9/2026")}
    assert "R226" not in SINGLE.ruled("single_review", **told, **both)
    unnamed = SINGLE.said("single_review", single_method="other")
    assert "Fill in: Which other method" in unnamed


@pytest.mark.rule("R227")
def test_its_findings_are_shared_before_the_case_can_close() -> None:
    asked = (*DECIDED, "single_asked", "single_told")
    assert SINGLE.to_do(SINGLE.at(*asked, decided=REVIEW)) == ["single_shared"]
    gate = next(x for x in SINGLE.toolkit.process.closing if x.rule == "R227")
    assert not gate.exception
    assert SINGLE.gate("R227", SINGLE.at(*asked, decided=REVIEW)) is LineState.OPEN
    shared = SINGLE.at(*asked, "single_shared", decided=REVIEW)
    assert SINGLE.gate("R227", shared) is LineState.MET


# audits


@pytest.mark.rule("R228")
def test_the_chair_asks_the_quality_assurance_sub_group() -> None:
    told = AUDIT.told(AUDIT.at(*DECIDED, decided=REVIEW))
    assert told["Quality Assurance Sub-Group"] == [TO_DO]
    assert AUDIT.to_do(AUDIT.at(*DECIDED, decided=REVIEW)) == ["ma_asked"]
    assert AUDIT.who("ma_asked") == "Independent Chair"
    assert AUDIT.who("ma_done") == "Quality Assurance Sub-Group"
    assert AUDIT.pathway.owner == "qa_sub_group"


@pytest.mark.rule("R229")
@pytest.mark.rule("R230")
def test_a_multi_agency_audit_has_its_three_questions_and_both_voices() -> None:
    found = AUDIT.said("multi_audit")
    for asked in ("What was working well", "What agencies were worried about",
                  "What needs to happen now", "Voice of the child",
                  "Voice of the practitioners"):  # fmt: skip
        assert f"Fill in: {asked}" in found


@pytest.mark.rule("R231")
def test_a_single_agency_audit_is_reported_and_has_the_voices_where_they_fit() -> None:
    found: dict[str, Value] = {"sa_findings": "Plans were late."}
    silent = [x for x in OWN_AUDIT.problems("single_audit", **found) if x.field_id == "sa_child"]
    assert [x.level for x in silent] == ["warning"]
    assert not [
        x for x in OWN_AUDIT.problems("single_audit", sa_staff="They said so.", **found)
        if x.field_id == "sa_child"
    ]  # fmt: skip
    done = OWN_AUDIT.at(*DECIDED, "sa_asked", "sa_done", decided=REVIEW)
    assert OWN_AUDIT.to_do(done) == ["sa_reported"]


@pytest.mark.rule("R232")
@pytest.mark.parametrize("way", [SILP, MAR, SINGLE, AUDIT, OWN_AUDIT], ids=lambda x: x.pathway.id)
def test_letters_of_an_alternative_review_are_sent_from_the_office(way: Guidance) -> None:
    sent = {
        x.id for x in way.toolkit.process.notice if way.pathway.id in x.pathways and not x.done_by
    }
    everything = {x.id for x in way.toolkit.process.notice if way.pathway.id in x.pathways}
    assert sent == everything
    said = {x.rule: x.text for x in way.toolkit.process.text}
    assert "go through the Board's business office" in said["R232"]


@pytest.mark.rule("C24")
def test_sar_is_never_said_of_a_single_agency_review() -> None:
    for toolkit in ("mkscb-2016", "mksb-2018"):
        for way in Guidance(toolkit, "scr").toolkit.process.pathway:
            means_it = "SAR" in (way.short, *way.aliases)
            assert means_it is (way.label == "Safeguarding adult review")
            assert way.short != "SAR"


# requests of other boards


@pytest.mark.rule("R345")
def test_another_boards_request_is_taken_on_by_the_office() -> None:
    assert INBOUND.form.parts[0].id == "in_request"
    assert INBOUND.to_do(INBOUND.at("in_received")) == ["in_request"]
    assert INBOUND.who("in_request") == "Business Manager"
    assert "R345" in INBOUND.ruled("in_request")
    assert INBOUND.pathway.prefix == "OBR"


@pytest.mark.rule("R346")
def test_no_step_between_asking_and_sending_on_is_skipped() -> None:
    order = ["in_request", "in_asked", "in_signed_off", "in_check", "in_sent", "in_learned"]
    for count in range(len(order)):
        now = INBOUND.at("in_received", *order[:count])
        assert INBOUND.to_do(now) == [order[count]]
    back = INBOUND.problems("in_check", in_ready=YesNo("no"))
    assert [x.level for x in back if x.rule == "R346" and x.field_id == "in_ready"] == ["error"]
    unsigned: dict[str, Value] = {"agency": "Police", "received": read_date("1/6/2026")}
    said = INBOUND.said("in_check", {"in_report": [unsigned]})
    assert "Fill in: Signed off for the agency by" in said


@pytest.mark.rule("R347")
def test_what_they_recommend_for_us_is_known_and_followed() -> None:
    sent = INBOUND.at(
        "in_received", "in_request", "in_asked", "in_signed_off", "in_check", "in_sent"
    )
    assert INBOUND.who("in_learned") == "Business Manager"
    told = INBOUND.told(sent, People({"people": ("A member",)}))
    assert TO_DO in told["Members of the Board"]
    assert INBOUND.gate("R347", sent) is LineState.OPEN
