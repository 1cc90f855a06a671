"""Action plans as Word and as a workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest

from mktdesk.casework.planrows import COLUMNS
from mktdesk.documents.plan_sheet import Plan, PlanSheet, plan_word, plan_workbook
from mktdesk.documents.protect_office import protect_office

_ROW = ("1", "Share the register", "Meet", "B. Roe", "June 2026", "Known", "Amber", "Minutes")
SHEET = PlanSheet(
    about="MV, JW",
    reference="SCR-2026-014",
    marking="RESTRICTED",
    footer="MKSCB",
    made_on=date(2026, 11, 21),
    columns=COLUMNS,
    plans=(Plan("Multi-agency", (_ROW, _ROW)), Plan("যোগাযোগ Trust", (_ROW,))),
)


@pytest.mark.rule("R433")
def test_the_word_file_has_the_forms_columns_under_initials_and_agency() -> None:
    document = docx.Document(io.BytesIO(plan_word(SHEET)))
    said = [one.text for one in document.paragraphs]
    assert "Action plan: MV, JW, Multi-agency" in said
    assert "Action plan: MV, JW, যোগাযোগ Trust" in said
    heads = ["No.", "Recommendation", "Action", "Lead"]
    heads += ["Timescale", "Outcome", "Progress", "Evidence"]
    for table, plan in zip(document.tables, SHEET.plans, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == heads
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows[1:]]
        assert rows == list(plan.rows)


def test_each_page_is_on_its_side_and_bears_marking_and_reference() -> None:
    section = docx.Document(io.BytesIO(plan_word(SHEET))).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    head = "\n".join(one.text for one in section.header.paragraphs)
    foot = "\n".join(one.text for one in section.footer.paragraphs)
    assert "RESTRICTED" in head
    assert "Ref No: SCR-2026-014" in head
    assert "RESTRICTED" in foot
    assert "MKSCB" in foot


def test_the_workbook_says_whose_plan_each_row_is_of_and_can_be_protected() -> None:
    data = plan_workbook(SHEET)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
    assert page.count("<row>") == 4
    assert page.count("Multi-agency") == 2
    assert ">Plan<" in page
    assert protect_office(data, "SCR-2026-014-KXWM")
