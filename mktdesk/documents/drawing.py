"""A drawing as a document of its own: a process map to print, pin up or send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mktdesk.documents.figure import Figure
from mktdesk.documents.flow import Shape
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.styles import NOTE
from mktdesk.drawings import Drawing

Progress = Callable[[float, str], None]
COLUMN = Shape().column  # points: the width to lay a drawing out for


def process_map_pdf(
    drawing: Drawing,
    furniture: Furniture,
    *,
    author: str,
    made_on: date,
    note: str = "",
    progress: Progress,
    cancelled: Callable[[], bool],
) -> bytes:
    """The drawing under its title on upright A4, as an unprotected tagged PDF in memory.

    It goes on over the page where it may be cut, and is made smaller only where it is wider
    than COLUMN or cannot be cut. note: a line under the title. Raises
    Cancelled.
    """
    document = Document(drawing.title, author, made_on, furniture)
    section = document.section()
    document.body.append(section)
    section.heading(1, drawing.title)
    if note:
        section.text(note, NOTE, keep=True)
    section.blocks.append(Figure(drawing, section.element))
    return render(document, progress, cancelled)
