"""The child referral comes in whole: every answer that a careful person takes from it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from mktdesk.exchange import ReadForm, read_word_form
from mktdesk.forms.types import Form
from mktdesk.forms.values import DateAnswer, NotKnown, YesNo
from mktdesk.toolkits import load

REFERRALS = Path(__file__).parent.parent / "data" / "referrals"
NAME = "Referral form SCR-2026-014 Wronski.docx"
TRUTH = json.loads((REFERRALS / f"{NAME}.json").read_text(encoding="utf-8"))
SECTIONS = {section["section"].partition(" ")[0]: section for section in TRUTH["fields"]}


@pytest.fixture(scope="module")
def form() -> Form:
    return load("mkscb-2016").forms["referral"]


@pytest.fixture(scope="module")
def read(form) -> ReadForm:
    return read_word_form((REFERRALS / NAME).read_bytes(), form)


def raw(read: ReadForm, record: str, fields: str) -> list[list[str]]:
    """Each row's texts as they stood, in the order of the named fields."""
    found: dict[int | None, dict[str, str]] = {}
    for one in read.read:
        if one.record == record:
            found.setdefault(one.row, {})[one.field_id] = one.raw
    return [[row.get(name, "") for name in fields.split()] for row in found.values()]


def test_nothing_is_left_over_and_what_frames_the_form_is_known(read) -> None:
    assert read.unread == ()
    assert read.reference_seen == "SCR-2026-014"
    assert read.office_seen == "Northshire Safeguarding Children Partnership"
    assert read.form_id == "referral"
    assert read.source_sha256 == hashlib.sha256((REFERRALS / NAME).read_bytes()).hexdigest()


@pytest.mark.rule("R354")
@pytest.mark.rule("R356")
def test_the_referrer_and_the_lead(read) -> None:
    assert (
        raw(read, "referral", "referrer_name referrer_agency referrer_contact")
        == (SECTIONS["REFERRER"]["rows"])
    )
    assert (
        raw(read, "referral", "lead_name lead_agency lead_contact")
        == (SECTIONS["Designated"]["rows"])
    )


@pytest.mark.rule("R359")
@pytest.mark.rule("R360")
@pytest.mark.rule("R361")
@pytest.mark.rule("R362")
@pytest.mark.rule("R363")
@pytest.mark.rule("R364")
@pytest.mark.rule("R365")
def test_both_children(read) -> None:
    first = list(SECTIONS["1.1"]["values"].values())
    second = list(SECTIONS["Second"]["values"].values())
    order = (
        "name date_of_birth home_address ethnic_origin faith_religion disability "
        "child_protection_plan social_care incident_date incident_address carer "
        "criminal_investigation coroner adult_safeguarding"
    )
    assert raw(read, "subject", order) == [first, second + [""] * (len(first) - len(second))]
    jakub, oliwia = read.answers.table("subject")
    assert jakub.get("child_protection_plan") == YesNo(
        "yes", "13/02/2025 to 30/10/2025, emotional abuse (8½ months)"
    )
    assert jakub.get("coroner") == YesNo("no")
    assert jakub.get("adult_safeguarding") == YesNo("not_known")
    assert jakub.get("incident_date") == DateAnswer(
        "Saturday 7 February 2026", "2026-02-07", "2026-02-07", "day", variant="serious_incident"
    )
    assert oliwia.get("name") == "Oliwia Wrońska"


@pytest.mark.rule("R366")
def test_the_family_with_all_its_names_and_unknown_birth_dates(read) -> None:
    rows = raw(read, "family_member", "name relationship date_of_birth legal_status ethnic_origin")
    assert rows == SECTIONS["1.2"]["rows"]
    family = {str(row.get("name")): row for row in read.answers.table("family_member")}
    assert family["Rafiq Hossain (রফিক হোসেন)"].get("date_of_birth") == DateAnswer(
        "1989 (day not known)", "1989-01-01", "1989-12-31", "year"
    )
    assert family["Youssef Al-Masri (يوسف المصري)"].get("date_of_birth") == NotKnown()
    unborn = family["Unborn baby Pryce"].get("date_of_birth")
    assert isinstance(unborn, DateAnswer)
    assert (unborn.earliest, unborn.doubt) == ("2026-06-28", "It is an expected date.")


@pytest.mark.rule("R367")
def test_the_other_agencies(read) -> None:
    assert raw(read, "agency", "agency contact reason") == SECTIONS["1.3"]["rows"]


@pytest.mark.rule("R368")
def test_the_three_narratives(read) -> None:
    assert raw(read, "referral", "circumstances incident why_referring") == [
        list(SECTIONS["1.4"]["values"].values())
    ]


@pytest.mark.rule("R369")
def test_the_key_events_with_same_day_and_times(read) -> None:
    events = read.answers.table("key_event")
    assert len(events) == len(TRUTH["rows"])
    for row, truth in zip(events, TRUTH["rows"], strict=True):
        when = row.get("when")
        assert isinstance(when, DateAnswer)
        assert when.text == truth.get("raw_cell", truth["raw_date"])
        assert (when.earliest, when.latest) == (truth["earliest"], truth["latest"])
        assert (when.precision, when.time) == (truth["precision"], truth["time"] or "")
        assert row.get("event") == truth["text"]["Event"]


def test_every_answer_says_where_it_stood(read) -> None:
    places = {(one.record, one.row, one.field_id): one.where for one in read.read}
    assert places["key_event", 0, "when"] == "table 9 row 2"
    assert places["referral", None, "referred"] == "paragraph 3"


def test_sections_left_blank_are_blank(read) -> None:
    assert read.answers.table("panel_member") == ()
    assert read.answers.get("options") is None
    assert read.answers.get("chair_view") is None
