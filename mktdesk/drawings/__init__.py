"""Drawings as display lists: laid out once, painted by the screen and by the PDF alike.

A drawing is measured in points (1/72 inch) from its top left corner, y downwards. It names its
colours and sizes by what they mean; each painter knows what they look like there.
"""

from mktdesk.drawings.items import (
    Box,
    Drawing,
    Ellipse,
    Group,
    Item,
    Line,
    Path,
    Primitive,
    Rect,
    Size,
    Stroke,
    Text,
    Tone,
    arrowhead,
    groups,
    moved,
    primitives,
    shaft,
)
from mktdesk.drawings.parts import Split, pages, split
from mktdesk.drawings.wording import Measure, roughly, wrap

__all__ = [
    "Box",
    "Drawing",
    "Ellipse",
    "Group",
    "Item",
    "Line",
    "Measure",
    "Path",
    "Primitive",
    "Rect",
    "Size",
    "Split",
    "Stroke",
    "Text",
    "Tone",
    "arrowhead",
    "groups",
    "moved",
    "pages",
    "primitives",
    "roughly",
    "shaft",
    "split",
    "wrap",
]
