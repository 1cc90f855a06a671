"""A referral of another kind than the office's usual one is known by its own questions."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from mktdesk.desk import cases
from mktdesk.desk.converting import conversions
from mktdesk.desk.intake import Intake, accept, read_referral, ways_of
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import copy_supplied, put_in_force
from mktdesk.documents.word_form import blank_or_filled
from mktdesk.errors import DocumentRefused
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import YesNo
from mktdesk.toolkits import load, supplied

# A form of an office's own, with the questions numbered and in its own order.
QUESTIONS = {
    "1. Name of adult": "Mabel Quist",
    "2. Date of birth": "12/08/1971 (54)",
    "3. Date of death or incident": "14th December 2025",
    "4. Where was the adult living?": "Rough sleeping at the lock",
    "5. Ethnicity / language / faith": "White British; English; not known",
    "6. Care and support needs": "Leg ulcers, seizures",
    "7. Next of kin": "Cora Quist, sister (told)",
    "8. Was the adult known to be rough sleeping?": "☒ Yes   ☐ No   ☐ Not known",
    "9. Other reviews": "Inquest opened",
    "10. Discussed with line manager": "Yes, 16/12/25",
    "11. Date of referral": "17/12/2025",
}
TABLES = (
    ("13. People who know about this", ("Name", "Relationship"), (("Bo Lund", "Friend"),)),
    ("14. Agencies involved", ("Agency", "Notes"), (("Police", ""), ("Night shelter", "Open"))),
)


def adult_referral() -> bytes:
    document = docx.Document()
    document.add_paragraph("Safeguarding Adults Review: referral")
    table = document.add_table(rows=0, cols=2)
    for asked, answer in QUESTIONS.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = asked, answer
    document.add_paragraph("12. What happened")
    document.add_paragraph("She was found in her tent on a Sunday morning.")
    for heading, columns, rows in TABLES:
        document.add_paragraph(heading)
        table = document.add_table(rows=0, cols=len(columns))
        for row in (columns, *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def read() -> Intake:
    return read_referral(adult_referral(), "SAR referral.docx")


@pytest.mark.rule("R164")
def test_an_adults_referral_is_read_as_one_and_begins_on_its_own_way(
    session: Session, read: Intake
) -> None:
    assert (read.toolkit.id, read.pathway.id) == ("mk-together-2023", "sar")
    (adult,) = read.answers.table("subject")
    assert adult.get("name") == "Mabel Quist"
    assert adult.get("rough_sleeper") == YesNo("yes")
    assert adult.get("care_needs") == "Leg ulcers, seizures"
    assert read.answers.get("manager_agreed") == YesNo("yes", "16/12/25")
    assert read.answers.get("what_happened") == "She was found in her tent on a Sunday morning."
    assert [row.get("agency") for row in read.answers.table("agency")] == [
        "Police",
        "Night shelter",
    ]
    assert read.unread == ()
    case = accept(session, read)
    assert case.public.startswith("SAR-")
    assert case.pathway.id == "sar"
    assert case.answers().table("subject")[0].get("name") == "Mabel Quist"
    cases.close_case(case)


# The 2018 page keeps the form of 2016: which of them it came under a person says.
@pytest.mark.parametrize("toolkit", sorted(set(supplied()) - {"mksb-2018"}))
def test_each_form_that_a_case_begins_with_comes_back_on_its_own_way(toolkit: str) -> None:
    guidance = load(toolkit)
    for way in guidance.process.pathway:
        if not way.start:
            continue
        form = guidance.forms[way.intake_form or guidance.intake_form]
        rows = {"subject": (Row("1", {"name": "Mabel Quist"}),)}
        sent = blank_or_filled(
            form, Answers({}, rows), marking="OFFICIAL", reference_public="ABC-2026-001"
        )
        back = read_referral(sent, "back.docx")
        assert back.form is form
        assert back.answers.table("subject")[0].get("name") == "Mabel Quist"


def test_a_letter_is_none_of_them() -> None:
    document = docx.Document()
    document.add_paragraph("Dear colleague, thank you for your letter.")
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(DocumentRefused, match="is not the form"):
        read_referral(out.getvalue(), "letter.docx")


def test_a_form_with_which_several_kinds_begin_is_accepted_as_the_one_that_is_chosen(
    session: Session,
) -> None:
    form = load("mkscb-2016").intake
    rows = {"subject": (Row("1", {"name": "Mabel Quist"}),)}
    sent = blank_or_filled(form, Answers({}, rows), marking="RESTRICTED", reference_public="A-1")
    read = read_referral(sent, "back.docx", toolkit_id="mkscb-2016")
    ways = ways_of(session, read)
    assert ways[0] == read
    kinds = [(one.toolkit.id, one.pathway.id) for one in ways]
    assert len(kinds) == len(set(kinds))
    assert ("mkscb-2016", "silp") in kinds
    assert "mk-together-2023" not in {toolkit for toolkit, _ in kinds}
    own = copy_supplied(session, "mkscb-2016", "own-2016", "Our own guidance")
    assert "own-2016" not in {one.toolkit.id for one in ways_of(session, read)}
    put_in_force(session, own, date(2026, 11, 1), "Agreed by the Board")
    mine = next(x for x in ways_of(session, read) if x.toolkit.id == "own-2016")
    assert mine.form.id == form.id
    chosen = next(x for x in ways if x.pathway.id == "silp" and x.toolkit.id == "mkscb-2016")
    for intake, toolkit, pathway in ((chosen, "mkscb-2016", "silp"), (mine, "own-2016", None)):
        case = accept(session, intake)
        assert case.facts.toolkit == toolkit
        assert pathway in {None, case.pathway.id}
        assert case.answers().table("subject")[0].get("name") == "Mabel Quist"
        (began,) = conversions(case)
        assert (began.what, began.to_pathway) == ("start", case.pathway.id)
        assert began.from_words == form.title
        cases.close_case(case)


def test_a_form_of_another_edition_is_read_as_that_edition(session: Session) -> None:
    """The forms of 2016 and 2018 ask the same; only their own words tell them apart."""
    form = load("mksb-2018").forms["referral"]
    sent = blank_or_filled(
        form, Answers({"referrer_name": "Liz"}), marking="RESTRICTED", reference_public=""
    )
    read = read_referral(sent, "referral.docx", toolkit_id="mkscb-2016")
    assert read.toolkit.id == "mksb-2018"
    assert read.unread == ()
    others = {one.toolkit.id for one in ways_of(session, read)}
    assert "mkscb-2016" in others  # it can still be taken in under the other
