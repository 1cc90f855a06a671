from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pikepdf
import pytest
from lxml import etree

from mktdesk.documents.history_sheet import (
    HistoryRow,
    HistorySheet,
    history_pdf,
    history_workbook,
)
from mktdesk.documents.protect_office import protect_office
from mktdesk.errors import Cancelled, ExportFailed


def sheet(count: int) -> HistorySheet:
    rows = [
        HistoryRow(
            datetime(2026, 11, 21, 9, n % 60),  # noqa: DTZ001 - as the office tells time
            "Dana Whitlock",
            "Changed",
            "1.1 Child's details",
            "Name",
            f"before {n}",
            "زهراء" if n else "long answer " * 900,
            "",
        )
        for n in range(count)
    ]
    day = date(2026, 11, 21)
    return HistorySheet("History of case SCR-2026-014", "Office", "RESTRICTED", "SCR-1", day, rows)


def watched(told: list[float]) -> dict[str, object]:
    return {"progress": lambda share, _words: told.append(share), "cancelled": lambda: False}


def test_every_line_is_on_wide_tagged_pages_even_one_longer_than_a_page() -> None:
    told: list[float] = []
    pdf = history_pdf(sheet(40), **watched(told))  # type: ignore[arg-type]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) > 3
        for page in opened.pages:
            assert float(page.mediabox[2]) > float(page.mediabox[3])
        assert opened.Root.MarkInfo.Marked
    assert told == sorted(told)


def test_a_workbook_has_a_row_for_every_line_and_times_that_sort() -> None:
    data = history_workbook(sheet(450), **watched([]))  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        parts = {name: etree.fromstring(package.read(name)) for name in package.namelist()}
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    rows = list(parts["xl/worksheets/sheet1.xml"].iter(f"{main}row"))
    assert len(rows) == 451
    times = [float(row[0][0].text or "") for row in rows[1:61]]
    assert times == sorted(times)
    # A day of Excel's count began on 30 December 1899.
    assert times[7] == pytest.approx((date(2026, 11, 21) - date(1899, 12, 30)).days + 547 / 1440)
    assert ["".join(cell.itertext()) for cell in rows[8]][5:7] == ["before 7", "زهراء"]


def test_writing_stops_when_asked_to() -> None:
    for write in (history_pdf, history_workbook):
        with pytest.raises(Cancelled):
            write(sheet(5), progress=lambda _s, _w: None, cancelled=lambda: True)


def test_a_workbook_is_not_given_a_password_that_excel_cannot_take() -> None:
    data = history_workbook(sheet(1), **watched([]))  # type: ignore[arg-type]
    for password in ("", "x" * 256):
        with pytest.raises(ExportFailed):
            protect_office(data, password)
    assert protect_office(data, "x" * 255)[:4] == b"\xd0\xcf\x11\xe0"
