"""What the viewer is given: a file's content, already decoded, in memory only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from mktdesk.desk.outside import Readable, readable
from mktdesk.desk.papers import Shown

_MEGAPIXELS = 80  # four bytes each; a larger picture is not decoded
_LARGEST_SIDE = 30_000


@dataclass(frozen=True, slots=True)
class Viewed:
    """One document to look at. note: a line under the title.

    Of pdf, picture and text the one that `shown` says is there. trouble: why it cannot be
    shown, what to do.
    """

    title: str
    name: str
    shown: Shown
    note: str = ""
    pdf: bytes = b""
    picture: QImage | None = None
    text: Readable | None = None
    trouble: tuple[str, str] = ("", "")


def viewed(title: str, name: str, shown: Shown, data: bytes, note: str = "") -> Viewed:
    """Decode a file for the viewer. Slow for a large picture: call it in the worker."""
    match shown:
        case Shown.PDF:
            return Viewed(title, name, shown, note, pdf=data)
        case Shown.TEXT:
            return Viewed(title, name, shown, note, text=readable(data))
        case Shown.PICTURE:
            picture, trouble = _decode(data)
            return Viewed(title, name, shown, note, picture=picture, trouble=trouble)
    trouble = (
        "mktdesk cannot show this kind of file.",
        "Save a copy and open it in the program it was made with.",
    )
    return Viewed(title, name, shown, note, trouble=trouble)


def _decode(data: bytes) -> tuple[QImage | None, tuple[str, str]]:
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    too_many = size.width() * size.height() > _MEGAPIXELS * 1_000_000
    if size.isValid() and (too_many or max(size.width(), size.height()) > _LARGEST_SIDE):
        return None, (
            f"This picture is too large to show: {size.width()} by {size.height()} dots.",
            "Save a copy and open it in a picture program.",
        )
    image = reader.read()
    if image.isNull():
        return None, (
            "This picture is damaged and cannot be shown.",
            "Ask its sender for another copy.",
        )
    return image, ("", "")
