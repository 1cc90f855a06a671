"""The fictional child referral comes in whole; what is no answer is listed, not dropped."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from mktdesk import resources
from mktdesk.desk import cases
from mktdesk.desk.intake import Intake, accept, read_referral
from mktdesk.desk.papers import content
from mktdesk.desk.session import Session
from mktdesk.documents.protect_office import protect_office
from mktdesk.errors import Cancelled, DocumentRefused, PasswordNeeded, ReferenceRefused
from mktdesk.forms.answers import Row
from mktdesk.forms.values import DateAnswer, NotKnown, YesNo

NAME = "child-referral.docx"
FORM = (resources.folder("demo") / NAME).read_bytes()
REFERRALS = Path(__file__).parents[1] / "data" / "referrals"
TRUTH = REFERRALS / "Referral form SCR-2026-014 Wronski.docx.json"
REMARK = "Please ring Liz before 4 pm."


def changed(old: str = "", new: str = "", remark: str = "") -> bytes:
    """The form with one text for another, and a remark at its end."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FORM)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                text = data.decode()
                assert old in text
                text = text.replace(old, new) if old else text
                at = text.rindex("<w:sectPr")
                said = f"<w:p><w:r><w:t>{remark}</w:t></w:r></w:p>" if remark else ""
                data = (text[:at] + said + text[at:]).encode()
            after.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def read() -> Intake:
    return read_referral(FORM, NAME)


def rows(read: Intake, record: str) -> tuple[Row, ...]:
    return read.answers.table(record)


def test_both_children_come_in(read: Intake) -> None:
    jakub, oliwia = rows(read, "subject")
    assert jakub.get("name") == "Jakub (“Kuba”) Wroński"
    assert oliwia.get("name") == "Oliwia Wrońska"
    assert jakub.get("date_of_birth") == DateAnswer("02/09/2020", "2020-09-02", "2020-09-02", "day")
    assert jakub.get("criminal_investigation") == YesNo("yes", "DI Rowan Teale, Northshire Police")
    incident = jakub.get("incident_date")
    assert isinstance(incident, DateAnswer)
    assert (incident.earliest, incident.variant) == ("2026-02-07", "serious_incident")


def test_every_family_row_comes_in_with_its_scripts(read: Intake) -> None:
    names = [str(row.get("name")) for row in rows(read, "family_member")]
    assert len(names) == 13
    assert names[0] == "Katarzyna (Kasia) Wrońska, now Pryce"
    assert names[-1] == "Youssef Al-Masri (يوسف المصري)"
    assert sum(any("\u0980" <= letter <= "\u09ff" for letter in name) for name in names) == 2
    for row in rows(read, "family_member"):
        assert row.get("relationship"), row.get("name")


def test_every_agency_and_key_event_comes_in(read: Intake) -> None:
    agencies = [row.get("agency") for row in rows(read, "agency")]
    assert len(agencies) == 9
    assert agencies[0] == "Northshire Council Children’s Social Care"
    assert agencies[-1] == "Larch Close Children’s Centre"
    events = [row.get("event") for row in rows(read, "key_event")]
    assert len(events) == 7
    assert all(events)


def test_dates_keep_their_text_and_the_parts_that_are_known(read: Intake) -> None:
    when = [row.get("when") for row in rows(read, "key_event")]
    assert all(isinstance(one, DateAnswer) for one in when)
    dates = {one.text: one for one in when if isinstance(one, DateAnswer)}
    same = dates["Same day 19.31 hours"]
    assert (same.earliest, same.latest, same.time) == ("2026-02-07", "2026-02-07", "19:31")
    call = dates["07/02/2026 1842 hrs"]
    assert (call.earliest, call.time) == ("2026-02-07", "18:42")
    month = dates["February 2026"]
    assert (month.earliest, month.latest, month.precision) == ("2026-02-01", "2026-02-28", "month")
    births = [row.get("date_of_birth") for row in rows(read, "family_member")]
    (year,) = [one for one in births if isinstance(one, DateAnswer) and "1989" in one.text]
    assert (year.text, year.earliest, year.latest) == (
        "1989 (day not known)",
        "1989-01-01",
        "1989-12-31",
    )
    assert NotKnown() in births


def test_each_line_says_where_it_stood_and_how_it_is_understood(read: Intake) -> None:
    (line,) = [one for one in read.lines if one.field == "lead_name"]
    assert (line.raw, line.understood, line.where) == (
        "Dr Mirza Khalid",
        "Dr Mirza Khalid",
        "table 2 row 2",
    )
    assert read.doubts == sum(bool(one.doubt) for one in read.lines)
    assert read.unread == ()
    assert read.reference_seen == "SCR-2026-014"


def test_what_is_no_answer_is_listed_and_kept_with_the_form(session: Session) -> None:
    read = read_referral(changed(remark=REMARK), NAME)
    assert [one.text for one in read.unread] == [REMARK]
    case = accept(session, read)
    (document,) = case.documents()
    assert REMARK in document.note
    cases.close_case(case)


def test_an_impossible_date_is_kept_as_typed_and_in_doubt() -> None:
    read = read_referral(changed("14/03/2018", "31/02/2016"), NAME)
    (line,) = [one for one in read.lines if one.raw == "31/02/2016"]
    assert line.doubt
    birth = rows(read, "subject")[1].get("date_of_birth")
    assert isinstance(birth, DateAnswer)
    assert (birth.text, birth.earliest) == ("31/02/2016", "")


def test_accepting_makes_the_case_with_the_form_as_it_came(session: Session, read: Intake) -> None:
    case = accept(session, read)
    assert case.public == "SCR-2026-001"
    answers = case.answers()
    for record in ("subject", "family_member", "agency", "key_event"):
        stored = [dict(row.values) for row in answers.table(record)]
        assert stored == [dict(row.values) for row in rows(read, record)], record
    assert dict(answers.single) == dict(read.answers.single)
    (document,) = case.documents()
    assert content(case, document) == FORM
    assert document.title == "Referral form as received"
    (line,) = cases.list_cases(session)
    assert line.subject == "JW, OW"
    cases.close_case(case)


def test_nothing_of_the_form_lies_in_clear_in_the_vault(session: Session, read: Intake) -> None:
    cases.close_case(accept(session, read))
    folder = session.vault.folder
    for path in Path(folder).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for word in ("Wroński", "Pemberton", "Kuba"):
                assert word.encode() not in data, path.name


def test_an_old_case_keeps_the_reference_it_had(session: Session, read: Intake) -> None:
    case = accept(session, read, old_reference="SCR-2026-014")
    assert case.public == "SCR-2026-014"
    cases.close_case(case)
    with pytest.raises(ReferenceRefused):
        accept(session, read, old_reference="SCR-2026-014")
    assert len(cases.list_cases(session)) == 1


def test_a_protected_form_asks_for_its_password_and_opens_with_it() -> None:
    locked = protect_office(FORM, "SCR-2026-014")
    with pytest.raises(PasswordNeeded):
        read_referral(locked, NAME)
    with pytest.raises(PasswordNeeded):
        read_referral(locked, NAME, password="SCR-2026-015")
    assert len(read_referral(locked, NAME, password="SCR-2026-014").lines) == 135


def test_what_is_not_the_form_is_refused_and_asks_for_no_password() -> None:
    for data in (b"", b"%PDF-1.7", b"PK\x03\x04 torn", FORM[:20_000], b"x" * 26_300_000):
        with pytest.raises(DocumentRefused) as refused:
            read_referral(data, NAME)
        assert not isinstance(refused.value, PasswordNeeded)


def test_reading_stops_when_the_person_cancels() -> None:
    with pytest.raises(Cancelled):
        read_referral(FORM, NAME, cancelled=lambda: True)


def test_a_form_without_answers_makes_no_case(session: Session, read: Intake) -> None:
    empty = replace(read, lines=())
    with pytest.raises(DocumentRefused, match="No answers"):
        accept(session, empty)
    assert cases.list_cases(session) == ()


def test_every_cell_that_a_person_reads_in_the_form_is_among_the_answers(read: Intake) -> None:
    # The truth file was typed from the form: sections with rows of cells, or labelled values.
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    said = {" ".join(line.raw.split()) for line in read.lines}
    cells = [
        cell
        for section in truth["fields"]
        for cell in (*section.get("values", {}).values(), *chain(*section.get("rows", [])))
    ]
    assert len(cells) > 100
    missing = [cell for cell in cells if cell.strip() and " ".join(cell.split()) not in said]
    assert missing == []
