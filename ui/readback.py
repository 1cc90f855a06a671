"""Answers read back as one text: any number of them, without a widget for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from mktdesk.desk.signing import Block, Line
from mktdesk.forms.flow import Place
from ui.focusring import THICK
from ui.labels import Words, button

_ASKED_SHARE = 36  # percent of the width that the questions have
_CELL = 4
_EDGE = 8


class ReadBack(QWidget):
    """Each page of the form under its name, and where it can be changed a button that leads there.

    place_wanted: (Place) of the page to change.
    """

    place_wanted = Signal(object)

    def __init__(
        self, name: str, *, changeable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._changeable = name, changeable
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(3, 3, 3, 3)
        self._column.setSpacing(8)
        self._parts: list[QWidget] = []
        self._changes: list[tuple[QPushButton, Place]] = []

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Replace what is read back."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts, self._changes = [], []
        for place, together in groupby(blocks, key=attrgetter("place")):
            self._add(place, tuple(together))

    def focus_first(self) -> None:
        """Into the first text."""
        for part in self._parts:
            if isinstance(part, ReadText):
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _add(self, place: Place, blocks: tuple[Block, ...]) -> None:
        heading = blocks[0].page
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 8 if self._parts else 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Words(heading, "section", head), 1)
        if self._changeable and place.page:
            change = button("Change", "link", head)
            change.setAccessibleName(f"Change {heading}")
            change.clicked.connect(self._change_pressed)
            self._changes.append((change, place))
            row.addWidget(change)
        text = ReadText(f"{self._name}: {heading}", self)
        text.show_blocks(blocks)
        for part in (head, text):
            self._column.addWidget(part)
            self._parts.append(part)

    def _change_pressed(self) -> None:
        for change, place in self._changes:
            if change is self.sender():
                self.place_wanted.emit(place)
                return


class ReadText(QTextBrowser):
    """Questions and answers beside each other, as high as they are: the page scrolls."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: tuple[Block, ...] = ()
        self.setAccessibleName(name)
        self.setProperty("look", "readback")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        for bar in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flag = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(_EDGE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cursorPositionChanged.connect(self._follow)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Replace the text; what each row of a table is called stands over it."""
        self._blocks = tuple(blocks)
        self.document().clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        # One table for all: Qt takes ten times as long over a table for each row of an answer.
        lines = [line for block in self._blocks for line in _with_row(block)]
        table = cursor.insertTable(len(lines), 2, _table())
        for number, line in enumerate(lines):
            asked = table.cellAt(number, 0).firstCursorPosition()
            if isinstance(line, str):
                asked.insertText(line, _bold())
                continue
            asked.insertText(line.asked, self._muted())
            answer = table.cellAt(number, 1).firstCursorPosition()
            look = QTextCharFormat() if line.answer else self._muted(italic=True)
            answer.insertText(line.answer or "Not answered", look)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if self.isVisible():
            self._fit()

    def _muted(self, *, italic: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(QGuiApplication.palette().placeholderText())
        made.setFontItalic(italic)
        return made

    def _follow(self) -> None:
        # The page scrolls, not this: keep the caret in sight.
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        inside = above.widget() if above is not None else None
        if above is None or inside is None or not self.hasFocus():
            return
        caret = self.cursorRect().center()
        at = self.viewport().mapTo(inside, QPoint(caret.x(), caret.y()))
        above.ensureVisible(at.x(), at.y(), 0, 64)

    # it is as high as its text: the page around it scrolls

    def sizeHint(self) -> QSize:
        """As high as the text at this width."""
        return QSize(super().sizeHint().width(), self._wanted())

    def minimumSizeHint(self) -> QSize:
        """Never less."""
        return QSize(160, self._wanted())

    def _wanted(self) -> int:
        return round(self.document().size().height()) + 2 * (self.frameWidth() + THICK)

    def _fit(self) -> None:
        self.setFixedHeight(self._wanted())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size, or another appearance with other colours."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange} and self._blocks:
            self.show_blocks(self._blocks)


def _with_row(block: Block) -> Iterator[Line | str]:
    """The block's lines under what its row is called, if it is a row of a table."""
    if block.row:
        yield block.row.capitalize()
    yield from block.lines


def _bold() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.DemiBold)
    return made


def _table() -> QTextTableFormat:
    made = QTextTableFormat()
    made.setBorder(0)
    made.setCellSpacing(0)
    made.setCellPadding(_CELL)
    made.setMargin(0)
    made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    made.setColumnWidthConstraints(
        [
            QTextLength(QTextLength.Type.PercentageLength, _ASKED_SHARE),
            QTextLength(QTextLength.Type.PercentageLength, 100 - _ASKED_SHARE),
        ]
    )
    return made
