"""A PDF in memory, to the printer that the person chooses."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from mktdesk.errors import ExportFailed

_DOTS = 200  # an inch: sharp enough for words, small enough for a spool


def print_pdf(data: bytes, title: str, parent: QWidget | None = None) -> bool:
    """Ask which printer, and print. False when the person changed their mind.

    Raises ExportFailed. The system's own spool holds the pages until they are printed.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    paint_pdf(data, printer)
    return True


def paint_pdf(data: bytes, printer: QPrinter) -> None:
    """Every page of the PDF on the printer's pages, as large as they allow. Raises ExportFailed."""
    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    painter = QPainter()
    if document.pageCount() < 1 or not painter.begin(printer):
        raise ExportFailed(
            "The printer did not take the document.",
            "See that it is switched on and chosen, or save the sheet as a PDF.",
        )
    try:
        for page in range(document.pageCount()):
            if page:
                printer.newPage()
            room = printer.pageLayout().paintRectPixels(printer.resolution()).size()
            points = document.pagePointSize(page)
            dots = QSize(round(points.width() / 72 * _DOTS), round(points.height() / 72 * _DOTS))
            shown = points.toSize().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            where = QRect(0, 0, shown.width(), shown.height())
            painter.drawImage(where, document.render(page, dots))
    finally:
        painter.end()
        document.close()
        buffer.close()
