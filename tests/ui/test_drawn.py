import re
from collections import Counter

import pytest
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from mktdesk.drawings import (
    Drawing,
    Ellipse,
    Line,
    Path,
    Rect,
    Size,
    Stroke,
    Text,
    Tone,
    primitives,
    roughly,
)
from mktdesk.processmap import layout
from mktdesk.processmap.signs import LOOKS
from ui.drawn import Letters, colours, paint
from ui.scenes_drawing import EDGES, STEPS
from ui.theme import Theme
from ui.tokens import DARK, LIGHT, Tokens, contrast


@pytest.fixture
def font(theme: Theme) -> QFont:
    made = QFont()
    made.setPixelSize(14)
    return made


def kinds(drawing: Drawing) -> Counter[str]:
    """What of each kind is to be painted; an arrow has a head, a text a line for each line."""
    found: Counter[str] = Counter()
    for item in primitives(drawing.items):
        match item:
            case Text():
                found["text"] += len(item.lines)
            case Line():
                found["polyline"] += 1
            case Path():
                found["polygon" if item.closed else "polyline"] += 1
                found["polygon"] += item.arrow
            case Rect():
                found["path" if item.radius else "rect"] += 1
            case Ellipse():
                found["ellipse" if item.width != item.height else "circle"] += 1
    return found


def painted(drawing: Drawing, font: QFont) -> Counter[str]:
    buffer = QBuffer()
    device = QSvgGenerator()
    device.setOutputDevice(buffer)
    device.setSize(QSize(900, 2000))
    painter = QPainter(device)
    paint(painter, drawing, Letters(font, 1.5), colours(LIGHT))
    painter.end()
    found = Counter(re.findall(r"<(\w+)", bytes(buffer.data().data()).decode()))
    for wrapper in ("svg", "title", "desc", "defs", "g"):
        del found[wrapper]
    return found


def test_every_primitive_is_painted_once(font: QFont) -> None:
    drawing = layout(STEPS, EDGES, 500)
    done, wanted = painted(drawing, font), kinds(drawing)
    round_ones = {"ellipse", "circle"}  # Qt's own rounding says which
    assert sum(done[one] for one in round_ones) == sum(wanted[one] for one in round_ones)
    assert done - Counter(dict.fromkeys(round_ones, 999)) == wanted - Counter(
        dict.fromkeys(round_ones, 999)
    )


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_tone_has_a_colour_that_can_be_seen(tokens: Tokens) -> None:
    shown = colours(tokens)
    assert set(shown) == set(Tone)
    for look in LOOKS.values():
        for words in (look.tone, look.label, Tone.INK, Tone.MUTED):
            assert contrast(shown[words], shown[look.ground]) >= 4.5
        assert contrast(shown[look.frame.tone], shown[Tone.GROUND]) >= 3


def test_colours_and_places_are_those_of_the_list(font: QFont) -> None:
    items = (
        Rect(0, 0, 40, 40, None, Tone.GROUND),
        Rect(10, 10, 20, 20, None, Tone.DONE),
        Line(0, 35, 40, 35, Stroke(Tone.LATE, 2)),
    )
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, Drawing(40, 40, items, "T", "T."), Letters(font, 2), colours(DARK))
    painter.end()
    assert image.pixelColor(40, 40) == QColor(DARK.done)
    assert image.pixelColor(4, 4) == QColor(DARK.surface)
    assert image.pixelColor(40, 70) == QColor(DARK.danger)


def test_a_line_that_would_not_fit_is_set_smaller(font: QFont) -> None:
    letters = Letters(font, 2)
    words = "Recommendation to the Independent Chair"
    wide = letters.measure(words, Size.BODY, True)
    usual, _ = letters.font(Size.BODY, True, words, wide)
    smaller, metrics = letters.font(Size.BODY, True, words, wide / 2)
    assert smaller.pixelSize() < usual.pixelSize()
    assert metrics.horizontalAdvance(words) / 2 <= wide / 2 + 1


@pytest.mark.parametrize("bold", [False, True])
def test_the_rough_widths_are_never_too_small_for_the_screen(font: QFont, bold: bool) -> None:
    letters = Letters(font, 4)
    for words in ("Recommendation to the Independent Chair", "MKSCB ADMINISTRATOR", "14:30"):
        for family in ("DejaVu Sans", font.family()):
            font.setFamily(family)
            letters = Letters(font, 4)
            assert letters.measure(words, Size.BODY, bold) <= roughly(words, Size.BODY, bold)
