from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from mktdesk.documents.slip import recovery_sheet_pdf
from mktdesk.errors import ExportFailed
from ui.printing import paint_pdf


@pytest.fixture
def printer(qapp, tmp_path: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    return made


def dark(pdf: bytes) -> float:
    """The share of dots on the first page that are not white."""
    buffer = QBuffer(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    image = document.render(0, QSize(200, 280))
    dots = [image.pixelColor(x, y) for x in range(200) for y in range(280)]
    document.close()
    return sum(dot.alpha() > 0 and dot.lightness() < 200 for dot in dots) / len(dots)


def test_every_page_goes_to_the_printer(printer: QPrinter, tmp_path: Path):
    sheet = recovery_sheet_pdf(
        office_name="Test office", code="7K3MP-Q8ZT4", made_on=date(2026, 11, 21)
    )
    twice = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet)) as one, pikepdf.new() as two:
        two.pages.extend(one.pages)
        two.pages.extend(one.pages)
        two.save(twice)
    paint_pdf(twice.getvalue(), printer)
    printed = (tmp_path / "printed.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.pages) == 2
    assert dark(printed) == pytest.approx(dark(sheet), rel=0.6)
    assert dark(printed) > 0.001


def test_what_is_no_pdf_is_refused(printer: QPrinter):
    with pytest.raises(ExportFailed):
        paint_pdf(b"not a document", printer)
