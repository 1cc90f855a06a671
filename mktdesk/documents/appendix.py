"""Attached files as appendices of a pack: PDF pages, pictures and plain text.

Only what is seen is taken over: scripts, forms, attachments and the place a photograph was
taken stay behind. Nothing is written to disk.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Name
from PIL import Image, ImageOps, ImageSequence

from mktdesk.documents.blocks import Running, Slice
from mktdesk.documents.flow import Shape
from mktdesk.documents.pen import Pen
from mktdesk.documents.plain_text import decode_text
from mktdesk.documents.press import Document
from mktdesk.documents.story import Section
from mktdesk.documents.styles import CELL, NOTE
from mktdesk.documents.tags import Element
from mktdesk.documents.typeset import Typesetter
from mktdesk.errors import Cancelled, ExportFailed

MAX_PIXELS = 60_000_000  # a picture above this is refused
_PRINTED_PIXELS = 2_600  # the longer side as printed: 300 to the inch on A4
_SCREEN_PIXELS = 96  # to the inch, for a picture that is smaller than the page
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
    add_file(document, document.section("Part"), f"Appendix {number}: ", appendix, cancelled)


def add_file(
    document: Document,
    opening: Section,
    before: str,
    appendix: Appendix,
    cancelled: Callable[[], bool],
) -> None:
    """Append a file after an opening page that is empty so far; before: its heading's first words.

    Raises ExportFailed when it cannot be printed, and then nothing is appended; Cancelled.
    """
    seen, told = _read(appendix, cancelled)
    opening.heading(1, f"{before}{appendix.title}")
    document.body.append(opening)
    opening.text(f"{appendix.name}, {told}", NOTE)
    if appendix.media_type.startswith("text/"):
        for line in decode_text(appendix.data).splitlines():
            opening.text(line, CELL)
    for at, one in enumerate(seen, start=1):
        alt = f"The attached picture {appendix.name}"
        if isinstance(one, _PdfPage):
            alt = f"Page {at} of {len(seen)} of the attached file {appendix.name}"
        _place(document, opening, one, alt)


def _read(
    appendix: Appendix, cancelled: Callable[[], bool]
) -> tuple[Sequence[_PdfPage | _Picture], str]:
    """What fills pages of its own, and what to say of the file."""
    if appendix.media_type == "application/pdf":
        pages = list(_pdf_pages(appendix, cancelled))
        return pages, f"{len(pages)} page{'' if len(pages) == 1 else 's'}, as it came."
    if appendix.media_type.startswith("image/"):
        return list(_pictures(appendix)), "a picture."
    if appendix.media_type.startswith("text/"):
        return (), "plain text."
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

    def put_into(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The page as an object of the pack's own file."""
        return pdf.copy_foreign(self.form)

    def matrix(self, x: float, y: float, scale: float) -> tuple[float, ...]:
        """What puts its lower left corner at x, y."""
        return scale, 0, 0, scale, x - self.left * scale, y - self.foot * scale


@dataclass(frozen=True, slots=True)
class _Picture:
    data: bytes
    filter: str  # of the PDF: DCTDecode, or "" for plain rows of red, green, blue
    pixels: tuple[int, int]

    @property
    def width(self) -> float:
        """In points, where the picture need not be made smaller."""
        return self.pixels[0] * 72 / _SCREEN_PIXELS

    @property
    def height(self) -> float:
        """In points."""
        return self.pixels[1] * 72 / _SCREEN_PIXELS

    def put_into(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The picture as an object of the pack's own file."""
        stream = pdf.make_stream(
            self.data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=self.pixels[0],
            Height=self.pixels[1],
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
        )
        if self.filter:
            stream.Filter = Name(f"/{self.filter}")
        return stream

    def matrix(self, x: float, y: float, scale: float) -> tuple[float, ...]:
        """What puts its lower left corner at x, y."""
        return self.width * scale, 0, 0, self.height * scale, x, y


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
        name = pen.borrow(seen.put_into)
        matrix = seen.matrix(left, top - seen.height * scale, scale)
        pen.raw(f"q {' '.join(f'{part:.5f}' for part in matrix)} cm /{name} Do Q")
        pen.end()


def _pdf_pages(appendix: Appendix, cancelled: Callable[[], bool]) -> Iterator[_PdfPage]:
    try:
        source = pikepdf.open(io.BytesIO(appendix.data))
        # What was typed into a form, or noted on a page, is part of what is seen.
        source.generate_appearance_streams()
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
    # pikepdf's own words for a broken tree of pages are a RuntimeError.
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise ExportFailed(
            f"{appendix.name} is damaged and cannot be printed.",
            "Ask its sender for another copy, or leave it out.",
        ) from error


def _pdf_page(source: pikepdf.Pdf, page: pikepdf.Page) -> _PdfPage:
    form = page.as_form_xobject()
    form.read_bytes()  # a page that cannot be unpacked is found out now, not when all is drawn
    box = [float(side) for side in form.BBox]
    matrix = pikepdf.Matrix()
    if Name.Matrix in form:
        matrix = pikepdf.Matrix(*(float(number) for number in form.Matrix))
    seen = matrix.transform(pikepdf.Rectangle(*box))
    if seen.width <= 0 or seen.height <= 0:
        raise ValueError
    return _PdfPage(
        source, form, float(seen.llx), float(seen.lly), float(seen.width), float(seen.height)
    )


def _pictures(appendix: Appendix) -> Iterator[_Picture]:
    try:
        with _opened(appendix.data) as file:
            frames = ImageSequence.Iterator(file) if file.format == "TIFF" else [file]
            yield from [_picture(frame, file.format or "") for frame in frames]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ExportFailed(
            f"{appendix.name} is too large a picture to print.",
            "Save a smaller copy, attach that, and make the pack again.",
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ExportFailed(
            f"{appendix.name} is not a picture that can be printed.",
            "Save it as PNG, JPEG or PDF, or leave it out.",
        ) from error


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        file = Image.open(io.BytesIO(data))
    if file.width * file.height > MAX_PIXELS:
        raise Image.DecompressionBombError
    return file


def _picture(frame: Image.Image, kind: str) -> _Picture:
    small = frame.copy() if kind == "TIFF" else frame
    small.thumbnail((_PRINTED_PIXELS, _PRINTED_PIXELS))
    # Turned upright, and made anew: where and by what it was taken stays behind.
    upright = ImageOps.exif_transpose(small).convert("RGBA")
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright)
    if kind != "JPEG":
        return _Picture(flat.tobytes(), "", flat.size)
    packed = io.BytesIO()
    flat.save(packed, "JPEG", quality=90)
    return _Picture(packed.getvalue(), "DCTDecode", flat.size)
