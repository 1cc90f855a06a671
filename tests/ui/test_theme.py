import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.labels import button, column_width
from ui.theme import Appearance, Look, Theme, mark
from ui.tokens import DARK, LIGHT


@pytest.mark.parametrize(
    ("appearance", "tokens"), [(Appearance.LIGHT, LIGHT), (Appearance.DARK, DARK)]
)
def test_a_chosen_appearance_dresses_everything(theme: Theme, appearance, tokens) -> None:
    theme.apply(Look(appearance))
    palette = QApplication.palette()
    assert theme.tokens is tokens
    assert palette.color(QPalette.ColorRole.Window).name().upper() == tokens.window
    assert palette.color(QPalette.ColorRole.PlaceholderText).name().upper() == tokens.placeholder


def test_the_system_s_appearance_is_followed_when_chosen(theme: Theme) -> None:
    theme.apply(Look(Appearance.SYSTEM))
    dark = QApplication.styleHints().colorScheme().name == "Dark"
    assert theme.tokens is (DARK if dark else LIGHT)


def test_text_size_stays_between_100_and_200_per_cent(theme: Theme) -> None:
    theme.apply(Look(Appearance.LIGHT, 9.0))
    assert theme.look.scale == 2.0
    assert QApplication.font().pixelSize() == 28
    theme.apply(Look(Appearance.LIGHT, 0.1))
    assert QApplication.font().pixelSize() == 14


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_controls_are_tall_enough_to_press(qtbot: QtBot, theme: Theme, scale: float) -> None:
    theme.apply(Look(Appearance.LIGHT, scale))
    for control in (QLineEdit(), button("Sign section 2")):
        qtbot.addWidget(control)
        control.show()
        assert control.sizeHint().height() >= 32 * scale - 2
        assert column_width(control) == pytest.approx(720 * scale, abs=1)


def test_numbers_and_dates_are_british_whatever_the_computer_says(theme: Theme) -> None:
    when = QLocale().toString(QDate(2025, 12, 30), "ddd d MMM yyyy")
    assert when == "Tue 30 Dec 2025"
    assert QLocale().territory() == QLocale.Country.UnitedKingdom


def test_marking_a_widget_changes_how_it_is_drawn(qtbot: QtBot, theme: Theme) -> None:
    box = QLineEdit()
    qtbot.addWidget(box)
    box.resize(200, 40)
    box.show()
    before = box.grab().toImage()
    mark(box, "trouble", True)
    assert box.grab().toImage() != before
    mark(box, "trouble", False)
    assert box.grab().toImage() == before
