"""How printed documents look: one set of styles."""

from __future__ import annotations

from mktdesk.documents.typeset import Style

_INK = (0.1, 0.12, 0.15)
_MUTED = (0.29, 0.33, 0.38)

BODY = Style(9.5, 13.5, colour=_INK, after=5)
CELL = Style(9, 12.5, colour=_INK)
LABEL = Style(9, 12.5, bold=True, colour=_INK)
NOTE = Style(9, 12.5, colour=_MUTED, before=2, after=6)
SMALL = Style(8, 11, colour=_MUTED)
OPTION = Style(9.5, 15, colour=_INK)
TITLE = Style(20, 27, bold=True, colour=_INK, after=6)
HEADINGS = (
    Style(15, 21, bold=True, colour=_INK, after=6),
    Style(11.5, 16, bold=True, colour=_INK, before=12, after=4),
    Style(10, 14, bold=True, colour=_INK, before=8, after=3),
)
MARKING = Style(11, 14, bold=True, colour=_INK, align="centre")
COVER_MARKING = Style(15, 22, bold=True, colour=(0.42, 0.11, 0.16), align="centre")
SECRET = Style(17, 26, bold=True, colour=_INK, align="centre", before=8, after=8)
