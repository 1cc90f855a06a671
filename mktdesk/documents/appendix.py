"""Attached files as appendices of a pack: PDF pages, pictures and plain text.

Only what is seen is taken over: scripts, forms, attachments and the place a photograph was
taken stay behind. Nothing is written to disk.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from PIL import Image, ImageOps, ImageSequence
from reportlab.lib.utils import ImageReader

from mktdesk.documents.blocks import Running, Slice
from mktdesk.documents.flow import Shape
from mktdesk.documents.pen import Pen
from mktdesk.documents.press import Document
from mktdesk.documents.story import Section
from mktdesk.documents.styles import NOTE
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Typesetter
from mktdesk.errors import Cancelled, ExportFailed

MAX_PIXELS = 60_000_000  # a picture above this is refused
_PRINTED_PIXELS = 2_600  # the longer side as printed: 300 to the inch on A4
_LANDSCAPE = Shape(841.89, 595.28, 36, 36, 56, 56)
_UPRIGHT = Shape(left=36, right=36, head=56, foot=56)


@dataclass(frozen=True, slots=True)
class Appendix:
    """A file to append. title: what the contents call it. name: the file's own name."""

    title: str
    name: str
    media_type: str
    data: bytes


def add_appendix(
    document: Document, number: int, appendix: Appendix, cancelled: Callable[[], bool]
) -> None:
    """Append it on pages of its own. Raises ExportFailed when it cannot be printed, Cancelled."""
    opening = document.section("Part")
    opening.heading(1, f"Appendix {number}: {appendix.title}")
    document.body.append(opening)
    if appendix.media_type == "application/pdf":
        pages = list(_pdf_pages(appendix, cancelled))
        count = f"{len(pages)} page{'' if len(pages) == 1 else 's'}"
        opening.text(f"{appendix.name}, {count}, as it came.", NOTE)
        for at, page in enumerate(pages, start=1):
            alt = f"Page {at} of {len(pages)} of the attached file {appendix.name}"
            _place(document, opening, page, alt)
    elif appendix.media_type.startswith("image/"):
        opening.text(f"{appendix.name}, a picture.", NOTE)
        for picture in _pictures(appendix):
            _place(document, opening, picture, f"The attached picture {appendix.name}")
    elif appendix.media_type.startswith("text/"):
        opening.text(f"{appendix.name}, plain text.", NOTE)
        for line in _decode(appendix.data).splitlines():
            opening.text(line)
    else:
        raise ExportFailed(
            f"{appendix.name} is of a kind that cannot be printed in a pack.",
            "Save it as PDF first, or leave it out.",
        )


@dataclass(frozen=True, slots=True)
class _PdfPage:
    source: pikepdf.Pdf  # the page dies with its file
    form: pikepdf.Object
    left: float
    foot: float
    width: float
    height: float

    def paint(self, pen: Pen, x: float, y: float, scale: float) -> None:
        name = pen.borrow(self.form)
        move = f"{x - self.left * scale:.3f} {y - self.foot * scale:.3f}"
        pen.raw(f"q {scale:.5f} 0 0 {scale:.5f} {move} cm /{name} Do Q")


@dataclass(frozen=True, slots=True)
class _Picture:
    image: Image.Image
    width: float
    height: float

    def paint(self, pen: Pen, x: float, y: float, scale: float) -> None:
        size = (self.width * scale, self.height * scale)
        pen.canvas.drawImage(ImageReader(self.image), x, y, *size)


def _place(document: Document, opening: Section, seen: _PdfPage | _Picture, alt: str) -> None:
    element = Element("Figure", opening.element, alt=alt)
    shape = _LANDSCAPE if seen.width > seen.height else _UPRIGHT
    document.body.append(Section(opening.element, [_FullPage(seen, element)], shape))


@dataclass(frozen=True, slots=True)
class _FullPage:
    """A page or picture that fills a page, made smaller where it must be."""

    seen: _PdfPage | _Picture
    element: Element
    keep: bool = False
    bookmark: tuple[int, str] | None = None

    def begin(self, setter: Typesetter, width: float) -> Running:  # noqa: ARG002
        return _RunningPage(self, width)


class _RunningPage:
    def __init__(self, page: _FullPage, width: float) -> None:
        self._page, self._width, self._done = page, width, False

    @property
    def done(self) -> bool:
        return self._done

    def least(self) -> float:
        return 0

    def take(self, room: float, *, fresh: bool) -> Slice | None:  # noqa: ARG002
        self._done = True
        return _PageSlice(self._page, self._width, room)


@dataclass(frozen=True, slots=True)
class _PageSlice:
    page: _FullPage
    width: float
    height: float

    def draw(self, pen: Pen, x: float, top: float) -> None:
        seen = self.page.seen
        scale = min(self.width / seen.width, self.height / seen.height, 1.0)
        left = x + (self.width - seen.width * scale) / 2
        pen.begin(self.page.element)
        seen.paint(pen, left, top - seen.height * scale, scale)
        pen.end()


def _pdf_pages(appendix: Appendix, cancelled: Callable[[], bool]) -> Iterator[_PdfPage]:
    try:
        source = pikepdf.open(io.BytesIO(appendix.data))
        source.flatten_annotations("print")
        for page in source.pages:
            if cancelled():
                raise Cancelled
            yield _pdf_page(source, page)
    except pikepdf.PasswordError as error:
        raise ExportFailed(
            f"{appendix.name} has a password of its own.",
            "Save a copy without the password, attach that, and make the pack again.",
        ) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError) as error:
        raise ExportFailed(
            f"{appendix.name} is damaged and cannot be printed.",
            "Ask its sender for another copy, or leave it out.",
        ) from error


def _pdf_page(source: pikepdf.Pdf, page: pikepdf.Page) -> _PdfPage:
    form = page.as_form_xobject()
    box = [float(side) for side in form.BBox]
    matrix = pikepdf.Matrix()
    if pikepdf.Name.Matrix in form:
        matrix = pikepdf.Matrix(*(float(number) for number in form.Matrix))
    seen = matrix.transform(pikepdf.Rectangle(*box))
    if seen.width <= 0 or seen.height <= 0:
        raise ValueError
    return _PdfPage(
        source, form, float(seen.llx), float(seen.lly), float(seen.width), float(seen.height)
    )


def _pictures(appendix: Appendix) -> Iterator[_Picture]:
    try:
        with Image.open(io.BytesIO(appendix.data)) as file:
            if file.width * file.height > MAX_PIXELS:
                raise ExportFailed(
                    f"{appendix.name} is too large a picture to print.",
                    "Save a smaller copy, attach that, and make the pack again.",
                )
            frames = ImageSequence.Iterator(file) if file.format == "TIFF" else [file]
            for frame in frames:
                yield _picture(frame)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ExportFailed(
            f"{appendix.name} is not a picture that can be printed.",
            "Save it as PNG, JPEG or PDF, or leave it out.",
        ) from error


def _picture(frame: Image.Image) -> _Picture:
    # A fresh image, turned upright, with no EXIF: where it was taken stays behind.
    upright = ImageOps.exif_transpose(frame).convert("RGBA")
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright)
    flat.thumbnail((_PRINTED_PIXELS, _PRINTED_PIXELS))
    inch = 96  # pixels, where the picture does not fill the page
    return _Picture(flat, flat.width * 72 / inch, flat.height * 72 / inch)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
