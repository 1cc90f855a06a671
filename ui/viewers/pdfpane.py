"""The pages of a PDF, drawn from memory."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.fields.boxes import describe
from ui.viewers.spoken import Spoken
from ui.viewers.textpane import TextPane

_POINTS = 72.0  # to the inch
_SMALLEST, _LARGEST = 0.1, 8.0
_STEP = 1.25


class Opened(StrEnum):
    """How opening went."""

    SHOWN = "shown"
    LOCKED = "locked"  # it has a password of its own
    DAMAGED = "damaged"


class _Pages(QPdfView, Spoken):
    """Home and End go to the first and last page; Ctrl and the wheel zoom."""

    zoomed = Signal(int)
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()  # what fits the width is another size now

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


class PdfPane(QWidget):
    """Pages one under the other. `moved`: where the person is, in words, has changed."""

    moved = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """name: what a screen reader calls the pages."""
        super().__init__(parent)
        self._name = name
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self._document = QPdfDocument(self)
        self._pages = _Pages(self)
        self._pages.be_spoken()
        self._pages.setPageMode(QPdfView.PageMode.MultiPage)
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._pages.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages.zoomed.connect(self._wheel)
        self._pages.resized.connect(self.moved)
        self._pages.pageNavigator().currentPageChanged.connect(self._page_changed)
        self._text = TextPane(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._pages)
        self._stack.addWidget(self._text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def open(self, data: bytes, password: str = "") -> Opened:
        """Show a PDF. Nothing touches the disk: Qt reads from a buffer in memory."""
        self._document.close()
        self._buffer.close()
        self._bytes = QByteArray(data)
        self._buffer.setData(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.setPassword(password)
        self._document.load(self._buffer)
        match self._document.error():
            case QPdfDocument.Error.None_ if self._document.pageCount() > 0:
                self._pages.setDocument(self._document)
                self._page_changed()
                return Opened.SHOWN
            case QPdfDocument.Error.IncorrectPassword:
                return Opened.LOCKED
        return Opened.DAMAGED

    @property
    def pages(self) -> int:
        """How many there are."""
        return self._document.pageCount()

    @property
    def page(self) -> int:
        """The one in sight, from 0."""
        return self._pages.pageNavigator().currentPage()

    def go_to(self, page: int) -> None:
        """Bring a page into sight; one that is not there changes nothing."""
        if 0 <= page < self.pages:
            navigator = self._pages.pageNavigator()
            navigator.jump(page, navigator.currentLocation() * 0)

    @property
    def zoom(self) -> float:
        """How large it is shown; 1.0 is the size on paper."""
        size = self._document.pagePointSize(max(self.page, 0))
        room, edge = self._pages.viewport().size(), self._pages.documentMargins()
        dots = self._pages.logicalDpiX() / _POINTS
        if self._pages.zoomMode() is QPdfView.ZoomMode.Custom or size.isEmpty():
            return self._pages.zoomFactor()
        wide = (room.width() - edge.left() - edge.right()) / (size.width() * dots)
        if self._pages.zoomMode() is QPdfView.ZoomMode.FitToWidth:
            return wide
        high = (room.height() - edge.top() - edge.bottom()) / (size.height() * dots)
        return min(wide, high)

    def step_zoom(self, step: int) -> None:
        """Larger (+1) or smaller (-1) by a quarter."""
        wanted = min(max(self.zoom * _STEP**step, _SMALLEST), _LARGEST)
        self._pages.setZoomMode(QPdfView.ZoomMode.Custom)
        self._pages.setZoomFactor(wanted)
        self.moved.emit()

    def fit_width(self) -> None:
        """As wide as the window."""
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.moved.emit()

    def fit_whole(self) -> None:
        """The whole page in sight."""
        self._pages.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.moved.emit()

    @property
    def as_text(self) -> bool:
        """Whether the words of the page are shown instead of its picture."""
        return self._stack.currentWidget() is self._text

    def set_as_text(self, as_text: bool) -> None:
        """Show the page's words, which a screen reader can read, or its picture."""
        self._stack.setCurrentWidget(self._text if as_text else self._pages)
        self._page_changed()

    def focus_pages(self) -> None:
        """Put the keyboard where reading begins."""
        shown = self._text if self.as_text else self._pages
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wheel(self, step: int) -> None:
        self.step_zoom(step)

    def _page_changed(self) -> None:
        where = f"{self._name}, page {self.page + 1} of {self.pages}"
        describe(self._pages, where, "Choose “Read as text” to have the page read out.")
        if self.as_text:
            words = self._document.getAllText(self.page).text().replace("\r\n", "\n")
            self._text.show_text(words or "This page holds a picture only: there is no text.")
            describe(self._text, f"Text of {where}")
        self.moved.emit()
