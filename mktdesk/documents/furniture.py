"""What stands at the head and foot of every page (R187, R349, R350 of the 2016 guidance)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktdesk.documents.flow import Shape
from mktdesk.documents.pen import Pen, Row
from mktdesk.documents.styles import MARKING, SMALL
from mktdesk.documents.typeset import Style, Typesetter

_RIGHT = replace(SMALL, align="right")
_HEAD, _FOOT = 26, 30  # points from the page's edge


@dataclass(frozen=True, slots=True)
class Furniture:
    """The marking, the public reference, and what the foot says beside the page number."""

    marking: str
    reference: str
    note: str = ""

    def draw(self, pen: Pen, setter: Typesetter, shape: Shape, pages: int) -> None:
        """Draw head and foot of the page that the pen is on; none of it is read out."""
        third = shape.column / 3
        head, foot = shape.height - _HEAD, float(_FOOT)
        number = f"Page {pen.page + 1} of {pages}"
        reference = f"Ref No: {self.reference}" if self.reference else ""
        pen.begin_artifact("Pagination")
        for text, style, x, top, width in (
            (self.marking, MARKING, shape.left, head, shape.column),
            (reference, _RIGHT, shape.left + 2 * third, head, third),
            (self.marking, MARKING, shape.left, foot, shape.column),
            (self.note, SMALL, shape.left, foot, third),
            (number, _RIGHT, shape.left + 2 * third, foot, third),
        ):
            _place(pen, setter, text, style, x, top, width)
        pen.end()


def _place(
    pen: Pen, setter: Typesetter, text: str, style: Style, x: float, top: float, width: float
) -> None:
    """Up to two lines: a long marking or note does not run off the page."""
    rows = [Row(style.leading, line, style) for line in setter.lines(text, style, width)[:2]]
    lift = (len(rows) - 1) * style.leading
    pen.rows(rows, x, top + lift, width)
