"""Signing with the mouse or a finger."""

from __future__ import annotations

import json

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.signaturepad import HIGH, WIDE, SignaturePad, as_text


def pad(qtbot: QtBot, width: int = 500) -> SignaturePad:
    made = SignaturePad()
    qtbot.addWidget(made)
    made.resize(width, made.heightForWidth(width))
    made.show()
    return made


def draw(made: SignaturePad, *points: tuple[int, int]) -> None:
    first, *rest = [QPoint(*one) for one in points]
    QTest.mousePress(made, Qt.MouseButton.LeftButton, pos=first)
    for point in rest:
        QTest.mouseMove(made, point)
    QTest.mouseRelease(made, Qt.MouseButton.LeftButton, pos=first)


def test_what_is_drawn_is_kept_in_thousandths_of_the_width(qtbot: QtBot) -> None:
    made = pad(qtbot, 500)
    with qtbot.waitSignal(made.changed):
        draw(made, (50, 60), (250, 75), (450, 30))
    assert made.strokes == (((100, 120), (500, 150), (900, 60)),)
    assert json.loads(as_text(made.strokes)) == [[[100, 120], [500, 150], [900, 60]]]


def test_it_is_the_same_signature_on_a_pad_of_another_size(qtbot: QtBot) -> None:
    small, large = pad(qtbot, 400), pad(qtbot, 800)
    draw(small, (40, 20), (200, 100))
    draw(large, (80, 40), (400, 200))
    assert small.strokes == large.strokes


def test_a_line_drawn_beyond_the_edge_stays_on_the_pad(qtbot: QtBot) -> None:
    made = pad(qtbot)
    draw(made, (10, 10), (5000, 5000), (-40, -40))
    assert all(0 <= x <= WIDE and 0 <= y <= HIGH for one in made.strokes for x, y in one)


def test_clearing_takes_all_of_it_away_and_nothing_drawn_is_no_signature(qtbot: QtBot) -> None:
    made = pad(qtbot)
    assert made.empty
    draw(made, (10, 10), (90, 50))
    draw(made, (100, 10), (190, 50))
    assert len(made.strokes) == 2
    made.clear()
    assert made.empty
    assert as_text(made.strokes) == ""


def test_a_hand_that_rests_for_an_hour_does_not_fill_the_book(qtbot: QtBot) -> None:
    made = pad(qtbot)
    points = [(10 + 40 * (n % 2), 10 + n % 60) for n in range(9000)]
    draw(made, *points)
    assert sum(map(len, made.strokes)) <= 4000
