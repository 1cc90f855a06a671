"""A workbook of one sheet, made in memory: words, and times that sort.

Written by hand because the usual library spools its sheets to a file in clear. Every text is a
string to Excel, so that nothing somebody typed is ever a formula.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

_MOST_CELL = 32_767  # characters in a cell of Excel
_CUT = " … (longer than a cell can hold; the PDF has all of it)"
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's times have no zone
_DAY_SECONDS = 86_400
_WORDS, _TIME, _HEAD = 0, 1, 2  # the cell styles below, by place
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TOP = '<alignment vertical="top" wrapText="1"/>'
_ROOM = " " * 4096  # msoffcrypto 6.1 spoils packages of less than 4,096 bytes
_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    f'<cellXfs count="3"><xf applyAlignment="1">{_TOP}</xf>'
    f'<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1">{_TOP}</xf>'
    f'<xf fontId="1" applyFont="1" applyAlignment="1">{_TOP}</xf></cellXfs></styleSheet>',
}


def workbook(
    title: str,
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[str | datetime]],
) -> bytes:
    """An unprotected workbook. title: of its sheet. widths: of the columns in characters."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, words in _FIXED.items():
            package.writestr(name, _XML + words)
        package.writestr(
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name={quoteattr(title[:31])} sheetId="1" r:id="rId1"/></sheets></workbook>'
            + _ROOM,
            zipfile.ZIP_STORED,
        )
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for part in _sheet(heads, widths, rows):
                sheet.write(part.encode())
    return out.getvalue()


def _sheet(
    heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str | datetime]]
) -> Iterable[str]:
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews><cols>"
    )
    for number, width in enumerate(widths, 1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield f"<row>{''.join(_words(head, _HEAD) for head in heads)}</row>"
    for row in rows:
        cells = (_words(v, _WORDS) if isinstance(v, str) else _time(v) for v in row)
        yield f"<row>{''.join(cells)}</row>"
    yield "</sheetData></worksheet>"


def _words(text: str, style: int) -> str:
    said = escape(_cut(text))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{said}</t></is></c>'


def _time(moment: datetime) -> str:
    days = (moment - _FIRST_DAY).total_seconds() / _DAY_SECONDS
    return f'<c s="{_TIME}"><v>{days:.10f}</v></c>'


def _cut(text: str) -> str:
    """Text as a cell can hold it: control characters shown by their signs, a long end named."""
    shown = "".join(c if c >= " " or c in "\t\n" else chr(0x2400 + ord(c)) for c in text)
    for strange in ("\ufffe", "\uffff"):
        shown = shown.replace(strange, "\N{REPLACEMENT CHARACTER}")
    shown = shown.replace("_x", "_x005F_x")  # else Excel reads _x0041_ as a letter
    return shown if len(shown) <= _MOST_CELL else shown[: _MOST_CELL - len(_CUT)] + _CUT
