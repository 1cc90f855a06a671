"""The program's icon in each system's own kind, drawn from the one drawing in resources/icons."""

from __future__ import annotations

import io
import os
from pathlib import Path

DRAWING = Path(__file__).resolve().parent.parent / "resources" / "icons" / "mktdesk.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def png(side: int) -> bytes:
    """The icon as a PNG of that many dots a side."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, Qt  # noqa: PLC0415 - to build alone
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415 - the same
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - the same

    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs lack the device
    return bytes(buffer.data().data())


def for_system(work: Path, system: str) -> str | None:
    """The icon file that a system's program carries; None on Linux, whose desktop entry names it.

    system: as sys.platform.
    """
    from PIL import Image  # noqa: PLC0415 - to build alone

    kinds = {"win32": "ico", "darwin": "icns"}
    if system not in kinds:
        return None
    file = work / f"mktdesk.{kinds[system]}"
    largest = Image.open(io.BytesIO(png(SIZES[-1])))
    if system == "win32":
        largest.save(file, sizes=[(side, side) for side in SIZES])
    else:
        largest.save(file)
    return str(file)
