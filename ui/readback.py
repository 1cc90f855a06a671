"""Answers read back as one text: any number of them, without a widget for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QTextBrowser, QWidget

from mktdesk.desk.signing import Block
from ui.focusring import THICK

_ASKED_SHARE = 36  # percent of the width that the questions have
_GAP = 20
_CELL = 4


class ReadBack(QTextBrowser):
    """Question and answer beside each other under the page's name.

    Where it can be changed, each heading has a link: `place_wanted` gives the block's Place.
    Tab goes from link to link, arrows go through the text.
    """

    place_wanted = Signal(object)

    def __init__(
        self, name: str, *, changeable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._blocks: tuple[Block, ...] = ()
        self._changeable = changeable
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setProperty("look", "readback")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        for bar in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flag = Qt.TextInteractionFlag
        flags = flag.TextSelectableByMouse | flag.TextSelectableByKeyboard
        if changeable:
            flags |= flag.LinksAccessibleByMouse | flag.LinksAccessibleByKeyboard
        self.setTextInteractionFlags(flags)
        self.setTabChangesFocus(not changeable)
        self.document().setDocumentMargin(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.anchorClicked.connect(self._clicked)
        self.cursorPositionChanged.connect(self._follow)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Replace what is read back."""
        self._blocks = tuple(blocks)
        self.document().clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, block in enumerate(self._blocks):
            self._add(cursor, number, block)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def _add(self, cursor: QTextCursor, number: int, block: Block) -> None:
        above = QTextBlockFormat()
        above.setTopMargin(_GAP if number else 0)
        above.setBottomMargin(_CELL)
        if number:
            cursor.insertBlock(above)
        else:
            cursor.setBlockFormat(above)
        cursor.insertText(block.heading, _bold(1))
        if self._changeable and block.place.page:
            cursor.insertText("   ", _plain())
            cursor.insertText("Change", self._link(number))
        table = cursor.insertTable(len(block.lines), 2, _table())
        for row, line in enumerate(block.lines):
            table.cellAt(row, 0).firstCursorPosition().insertText(line.asked, self._muted())
            answer = line.answer or "Not answered"
            format_ = _plain() if line.answer else self._muted(italic=True)
            table.cellAt(row, 1).firstCursorPosition().insertText(answer, format_)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _link(self, number: int) -> QTextCharFormat:
        made = _plain()
        made.setAnchor(True)
        made.setAnchorHref(str(number))
        made.setForeground(self.palette().link())
        made.setFontUnderline(True)
        made.setToolTip(f"Change {self._blocks[number].heading}")
        return made

    def _muted(self, *, italic: bool = False) -> QTextCharFormat:
        made = _plain()
        made.setForeground(self.palette().placeholderText())
        made.setFontItalic(italic)
        return made

    def _clicked(self, url: QUrl) -> None:
        self.place_wanted.emit(self._blocks[int(url.toString())].place)

    def _follow(self) -> None:
        # The page scrolls, not this: keep the link or caret that the keyboard is on in sight.
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
        self.document().setTextWidth(self.viewport().width())
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


def _plain() -> QTextCharFormat:
    return QTextCharFormat()


def _bold(bigger: int) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.DemiBold)
    made.setProperty(QTextCharFormat.Property.FontSizeAdjustment, bigger)
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
