"""What people owe a review of 2016 beside its steps: records, delays, learning, papers."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from mktdesk.calendar import england_and_wales
from mktdesk.casework.notices import NoticeState
from mktdesk.casework.plan import recommendations
from mktdesk.casework.progress import StepState
from mktdesk.casework.requests import not_secured, request_standings
from mktdesk.desk import papers_out
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.forms.scopes import field_of
from mktdesk.forms.values import Value
from tests.guidance.situations import DAY, Guidance, made

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


def asked(**more: Value) -> tuple[list[str], tuple[str, ...]]:
    """What is doubted of one request to an agency, and whose records are not known to be safe."""
    request: dict[str, Value] = {"agency": "Police", "contribution": "report", **more}
    answers = made({}, {"request": [request]})
    found = request_standings(
        SCR.toolkit.process, SCR.at("received"), answers, DAY, england_and_wales()
    )
    return list(found[0].doubts), not_secured(found)


@pytest.mark.rule("R401")
def test_records_are_secure_from_the_day_on_which_the_letter_arrives() -> None:
    arrived: dict[str, Value] = {"letter_received": read_date("2/3/2026"), "secured": "original"}
    assert asked(**arrived, secured_on=read_date("2/3/2026")) == ([], ())
    late, _ = asked(**arrived, secured_on=read_date("4/3/2026"))
    assert any("later than the day on which the letter arrived" in said for said in late)
    assert asked(letter_received=read_date("2/3/2026"), secured="asked")[1] == ("Police",)


@pytest.mark.rule("R406")
def test_of_an_open_case_a_full_copy_is_taken_and_the_original_secured() -> None:
    options = {x.key: x.label for x in field_of(SCR.form, "request", "secured").options}
    assert "full copy taken, original secured" in options["copy"]
    assert asked(secured="copy")[1] == ()
    said = {x.rule: x.text for x in SCR.toolkit.process.text}
    assert "take a full copy and secure the original" in said["R406"]


@pytest.mark.rule("R257")
def test_a_delay_that_is_foreseen_reaches_the_panels_chair_at_once_and_each_time() -> None:
    foreseen = SCR.at(*DECIDED, "delay_foreseen", decided=AGREED)
    told = SCR.told(foreseen)["Independent Chair of the Panel"]
    assert told == [NoticeState.TO_CONFIRM]
    notice = next(x for x in SCR.toolkit.process.notice if x.rule == "R257")
    assert (notice.by, notice.within, notice.repeats) == ("designated_senior_manager", None, True)
    before = SCR.told(SCR.at(*DECIDED, decided=AGREED))["Independent Chair of the Panel"]
    assert before == [NoticeState.NOT_YET]


@pytest.mark.rule("R238")
def test_what_is_learned_on_the_way_is_acted_on_from_the_decision_to_the_end() -> None:
    reviewed = ("scope", "panel", "chronology", "panel_review", "overview", "approved")
    for count in range(len(reviewed) + 1):
        now = SCR.at(*DECIDED, *reviewed[:count], decided=AGREED)
        assert SCR.states(now)["early_learning"] is StepState.NOW
    point: dict[str, Value] = {"on": read_date("3/3/2026")}
    assert "R238" in {x.rule for x in SCR.toolkit.process.step}
    said = SCR.said("working", {"early_learning": [point]})
    assert "Fill in: What was learned" in said


@pytest.mark.rule("R297")
def test_what_the_whole_panel_did_not_agree_stays_with_its_agency() -> None:
    given: list[dict[str, Value]] = [
        {"number": "1", "text": "Share the log.", "owner": "Police", "adopted": "whole"},
        {"number": "2", "text": "Train.", "owner": "Health", "adopted": "agency"},
    ]
    found = {x.number: x.monitored for x in recommendations(made({}, {"recommendation": given}))}
    assert found == {"1": True, "2": False}
    why = SCR.said("working", {"recommendation": [given[1]]})
    assert "Fill in: Why it is not adopted" in why
    overview = next(x for x in SCR.toolkit.process.step if x.id == "overview")
    assert "R297" in {point.rule for point in overview.point}


@pytest.mark.rule("R343")
def test_members_answer_for_their_own_agency_and_each_action_has_a_lead() -> None:
    role = next(x for x in SCR.toolkit.roles if x.rule == "R343")
    assert SCR.who("spread") == role.label == "Member of the Board"
    assert "the agency and the Board were recommended" in role.duty
    action: dict[str, Value] = {"number": "1", "action": "A form for it"}
    assert "Fill in: Lead" in SCR.said("working", {"action": [action]})


@pytest.mark.rule("R398")
@pytest.mark.rule("C18")
def test_the_information_form_is_restricted_says_where_it_goes_and_is_asked_for_by_name(
    session: Session, out: Path
) -> None:
    wanted = next(x for x in SCR.toolkit.process.contribution if x.rule == "R191")
    assert wanted.form is not None
    # The guidance calls its appendices by the wrong numbers: what is sent goes by the form's name.
    assert "Appendix 2" in SCR.toolkit.forms[wanted.form].source
    papers_out.blank_form(session, "mkscb-2016", out / "blank.docx", wanted.form)
    document = docx.Document(str(out / "blank.docx"))
    words = " ".join(x.text or "" for x in document.element.body.iter() if x.tag.endswith("}t"))
    assert "reviews@test-office.example" in words
    assert "Galley Hill" in words
    for furniture in (document.sections[0].header, document.sections[0].footer):
        said = [x.text or "" for x in furniture._element.iter() if x.tag.endswith("}t")]
        assert "RESTRICTED" in " ".join(said)
