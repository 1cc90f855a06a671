"""A long text to read, with headings and tables, that keyboard and screen reader go through."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from mktdesk.toolkits.reading import ReadTable, Section


class ReadingText(QTextBrowser):
    """Scrolls by itself; Tab leaves it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[Section, ...] = ()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        flag = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(12)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Replace the text, from its beginning."""
        self._sections = tuple(sections)
        line = self.palette().mid().color().name()
        self.setHtml("".join(_html(one, line) for one in self._sections))

    def changeEvent(self, event: QEvent) -> None:
        """Another appearance has other lines."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._sections:
            self.show_sections(self._sections)


def _html(section: Section, line: str) -> str:
    said = "".join(f"<p>{_words(one)}</p>" for one in section.sentences)
    tables = "".join(_table(one, line) for one in section.tables if one.rows)
    return f"<h3>{escape(section.title)}</h3>{said}{tables}"


def _table(table: ReadTable, line: str) -> str:
    # A column in which nothing stands says nothing.
    used = [n for n, _ in enumerate(table.heads) if any(row[n] for row in table.rows)]
    heads = "".join(f'<th align="left">{_words(table.heads[n])}</th>' for n in used)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_words(row[n])}</td>' for n in used)}</tr>" for row in table.rows
    )
    style = f'border="1" cellspacing="0" cellpadding="5" width="100%" style="border-color:{line}"'
    return f"<table {style}><thead><tr>{heads}</tr></thead>{rows}</table><br>"


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")
