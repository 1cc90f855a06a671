"""Colours, sizes and fonts of the window, light and dark, at any text size.

The tokens are data with their contrast proved by a test (WCAG 2.2 AA: 4.5 for words, 3 for the
edges of controls and the focus ring).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.stylesheet import stylesheet
from ui.tokens import DARK, LIGHT, Tokens

BODY_PX = 14  # 10.5 pt at 96 dots an inch; pixels, so that every system shows the same
LARGEST_SCALE = 2.0
SMALLEST_SCALE = 1.0


class Appearance(StrEnum):
    """What the person chose in Settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """An appearance and a text size; scale 1.0 is 100 %, 2.0 the largest."""

    appearance: Appearance = Appearance.SYSTEM
    scale: float = 1.0


class Theme(QObject):
    """Dresses the whole application, and again when the system turns light or dark."""

    changed = Signal()

    def __init__(self, app: QApplication, *, fusion: bool = False) -> None:
        """fusion: the application was started in that style (setting it later costs 14 ms)."""
        super().__init__(app)
        self._app = app
        self._look = Look()
        # Not the computer's locale: the C locale writes "21 11 2026".
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        if not fusion:
            app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def look(self) -> Look:
        """What was chosen last."""
        return self._look

    @property
    def tokens(self) -> Tokens:
        """The tokens now in use."""
        return DARK if self._is_dark() else LIGHT

    def apply(self, look: Look) -> None:
        """Dress everything in this look; a scale outside 1 to 2 is brought inside."""
        scale = min(max(look.scale, SMALLEST_SCALE), LARGEST_SCALE)
        self._look = Look(look.appearance, scale)
        hints = self._app.styleHints()
        # The window frame, which is the system's, follows too where the system lets it.
        match look.appearance:
            case Appearance.SYSTEM:
                hints.unsetColorScheme()
            case Appearance.LIGHT:
                hints.setColorScheme(Qt.ColorScheme.Light)
            case Appearance.DARK:
                hints.setColorScheme(Qt.ColorScheme.Dark)
        self._dress()

    def _is_dark(self) -> bool:
        match self._look.appearance:
            case Appearance.LIGHT:
                return False
            case Appearance.DARK:
                return True
        return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _system_changed(self) -> None:
        if self._look.appearance is Appearance.SYSTEM:
            self._dress()

    def _dress(self) -> None:
        font = QFont(self._app.font())
        font.setPixelSize(round(BODY_PX * self._look.scale))
        self._app.setFont(font)
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens, self._look.scale))
        self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """Qt's palette from the tokens, placeholder and disabled words included."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.window,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.placeholder,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Accent: tokens.accent,
        role.Mid: tokens.edge,
        role.Light: tokens.surface,
        role.Midlight: tokens.window,
        role.Dark: tokens.edge,
        role.Shadow: tokens.edge,
    }
    made = QPalette()
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.placeholder))
    return made


def tokens_of(widget: QWidget) -> Tokens:
    """The tokens that this widget is dressed in, for what paints itself."""
    dark = widget.palette().color(QPalette.ColorRole.Base) == QColor(DARK.surface)
    return DARK if dark else LIGHT


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet looks at, and dress the widget again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
