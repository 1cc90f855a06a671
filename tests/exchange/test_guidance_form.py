"""Appendix 1 in the guidance's own words and order, blank and filled in all three sections."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from mktdesk.forms.values import DateAnswer, NotKnown, YesNo

DATA = Path(__file__).parent.parent / "data" / "referrals"
BLOCKS = json.loads((DATA / "appendix-1-2016.json").read_text(encoding="utf-8"))
CHILD = (
    "Jakub Testowy", "02/09/2020", "1 Example Road", "not known", "Not known", "None", "No",
    "Yes - A Worker", "Death 7 February 2026", "As above", "Mother", "Yes (DI Example)",
    "Not known", "No",
)  # fmt: skip
WRITTEN = {
    "child": "Jakub Testowy", "referrer_name": "R Example", "referrer_agency": "Example Trust",
    "referrer_contact": "1 Example Road\n01632 960000", "lead_name": "L Example",
    "lead_agency": "Example Trust, Named Nurse", "lead_contact": "01632 960001",
    "date_of_referral": "12/02/2026", "referrer_signed": "R Example",
    "family_name": "Maria Testowa", "family_relationship": "Mother", "family_birth": "May 1994",
    "family_status": "not known", "agency": "Police", "agency_contact": "01632 960002",
    "agency_reason": "Current", "circumstances": "Jakub is five.",
    "circumstances_2": "He has a sister: Oliwia.", "incident": "He fell.",
    "why_referring": "Abuse is suspected.", "event_when": "Early January 2026",
    "event": "School saw a mark.", "tick_b": "☒ ", "tick_e": "☒ ",
    "recommended": "not recommended", "recommendation_reasons": "The threshold is not met.",
    "decision_and_reason": "Option b, because.", "alternative_review": "A single-agency review.",
    "member": "M Example", "member_title": "Head", "member_agency": "Example School",
    "legal_advice": "Yes, the council's solicitor", "meeting_date": "1 March 2026",
    "signed_by": "C Chair", "signed_for": "The Board", "view": "agree",
    "chair_because": "I share the panel's view.", "terms_of_reference_issues": "None.",
    "chair_date": "2 March 2026", **{f"subject_{at}": text for at, text in enumerate(CHILD)},
}  # fmt: skip
TITLE = (
    "Referral Form of Serious Incidents for Consideration by MKSCB Serious Case Review Sub-Group"
)
BLANK = {"recommended": "recommended/not recommended", "view": "agree / disagree"}


def app_1(paper, written: dict[str, str]):
    texts = defaultdict(str, written)
    for block in BLOCKS:
        if "say" in block:
            paper.say(block["say"].format_map(texts))
        else:
            paper.table([[cell.format_map(texts) for cell in row] for row in block["table"]])
    return paper


def test_the_blank_form_has_no_answers_and_nothing_unread(paper, read) -> None:
    found = read(app_1(paper, BLANK))
    assert found.read == ()
    assert found.unread == ()


@pytest.mark.rule("R372")
@pytest.mark.rule("R375")
@pytest.mark.rule("R382")
@pytest.mark.rule("R383")
@pytest.mark.rule("R384")
@pytest.mark.rule("R386")
@pytest.mark.rule("R388")
@pytest.mark.rule("R389")
def test_the_single_answers_of_all_three_sections(paper, read) -> None:
    found = read(app_1(paper, WRITTEN))
    plain = ("referrer_name referrer_agency referrer_contact lead_name lead_agency lead_contact "
             "referrer_signed incident why_referring recommendation_reasons decision_and_reason "
             "alternative_review chair_because terms_of_reference_issues")  # fmt: skip
    single = found.answers.single
    assert {name: single.get(name) for name in plain.split()} == {
        name: WRITTEN[name] for name in plain.split()
    }
    assert single["circumstances"] == "Jakub is five.\nHe has a sister: Oliwia."
    assert single["options"] == ("b", "e")
    assert single["recommended"] == "not_recommended"
    assert single["chair_view"] == "agree"
    assert single["legal_advice"] == YesNo("yes", "the council's solicitor")
    dates = {name: single[name] for name in ("date_of_referral", "meeting_date", "chair_date")}
    assert dates == {
        "date_of_referral": DateAnswer("12/02/2026", "2026-02-12", "2026-02-12", "day"),
        "meeting_date": DateAnswer("1 March 2026", "2026-03-01", "2026-03-01", "day"),
        "chair_date": DateAnswer("2 March 2026", "2026-03-02", "2026-03-02", "day"),
    }


def test_the_child_of_the_form(paper, read) -> None:
    (child,) = read(app_1(paper, WRITTEN)).answers.table("subject")
    assert child.get("name") == "Jakub Testowy"
    assert child.get("ethnic_origin") == NotKnown()
    assert child.get("disability") == "None"
    assert child.get("child_protection_plan") == YesNo("no")
    assert child.get("social_care") == YesNo("yes", "A Worker")
    assert child.get("criminal_investigation") == YesNo("yes", "DI Example")
    assert child.get("coroner") == YesNo("not_known")
    assert child.get("incident_date") == DateAnswer(
        "7 February 2026", "2026-02-07", "2026-02-07", "day", variant="death"
    )


@pytest.mark.rule("R367")
@pytest.mark.rule("R385")
def test_the_tables_of_the_form(paper, read) -> None:
    found = read(app_1(paper, WRITTEN)).answers
    assert [dict(row.values) for row in found.table("panel_member")] == [
        {"name": "M Example", "job_title": "Head", "agency": "Example School"}
    ]
    assert [dict(row.values) for row in found.table("agency")] == [
        {"agency": "Police", "contact": "01632 960002", "reason": "Current"}
    ]
    (member,) = found.table("family_member")
    assert member.get("legal_status") == NotKnown()
    (event,) = found.table("key_event")
    assert event.get("event") == "School saw a mark."


def test_signatures_are_shown_to_the_person_and_sign_nothing(paper, read) -> None:
    found = read(app_1(paper, WRITTEN))
    assert [one.text for one in found.unread] == [
        f"{TITLE} Name of child: Jakub Testowy",
        "Signed (SCR Sub-Group Chair): C Chair",
        "Signed (SCR Sub-Group Chair): Organisation: The Board",
    ]
