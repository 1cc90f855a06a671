"""Tokens and a text size -> Qt's stylesheet.

A widget says what it is by the property `look`; the names are the comments' headings below.
Sizes are pixels at 100 %, multiplied by the text size.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from mktdesk import resources
from ui.tokens import Tokens

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[look="window"] { background: $window; }
QWidget[look="surface"], QScrollArea[look="surface"] { background: $surface; border: 0; }
QScrollArea { border: 0; background: transparent; }
QToolTip { background: $surface; color: $text; border: 1px solid $edge; padding: ${p4}px; }

/* words */
QLabel { background: transparent; }
QLabel[look="page"] { font-size: ${p24}px; font-weight: 600; }
QLabel[look="section"] { font-size: ${p17}px; font-weight: 600; }
QLabel[look="label"] { font-weight: 600; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="small"] { color: $muted; font-size: ${p13}px; }
QLabel[look="danger"] { color: $danger; font-weight: 600; }
QLabel[look="warning"] { color: $warning; }
QLabel[look="done"] { color: $done; }
QLabel[look="projector-title"] { font-size: ${p32}px; font-weight: 600; }
QLabel[look="projector-heading"] { font-size: ${p24}px; font-weight: 600; }
QLabel[look="projector-line"] { font-size: ${p24}px; }
QLabel[look="room"] { font-size: ${p18}px; }
QLabel[look="room-warning"] { font-size: ${p18}px; font-weight: 600; color: $warning; }
QLabel[look="room-strong"] { font-size: ${p18}px; font-weight: 600; }
QLabel[look="code"] { font-family: monospace; font-size: ${p20}px; font-weight: 600; }
QLabel:disabled { color: $placeholder; }

/* boxes to type in */
QLineEdit, QPlainTextEdit, QComboBox {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: 4px;
  selection-background-color: $selection; selection-color: $text;
  placeholder-text-color: $placeholder;
}
QLineEdit { padding: 0 ${p8}px; min-height: ${p30}px; }
QPlainTextEdit { padding: ${p2}px ${p4}px; }
QComboBox { padding: 0 ${p8}px; min-height: ${p30}px; }
QComboBox::drop-down { border: 0; width: ${p28}px; }
QComboBox::down-arrow { image: url("$icons/chevron-$set.svg"); width: ${p12}px; height: ${p12}px; }
QComboBox QAbstractItemView {
  background: $surface; color: $text; border: 1px solid $edge; outline: 0;
  selection-background-color: $selection; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: ${p30}px; padding: 0 ${p8}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
  background: $window; color: $placeholder; border-color: $hairline;
}
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: $window; }
QLineEdit[trouble="true"], QPlainTextEdit[trouble="true"], QComboBox[trouble="true"] {
  border: 2px solid $danger;
}

/* ticks */
QCheckBox, QRadioButton { spacing: 0; outline: 0; min-height: ${p24}px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator {
  width: ${p18}px; height: ${p18}px; border: 1px solid $edge; background: $surface;
}
QCheckBox::indicator { border-radius: 3px; margin: ${p2}px; }
QRadioButton::indicator { border-radius: ${round_edge}px; margin: ${p2}px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked {
  background: $accent; border-color: $accent; image: url("$icons/tick-$set.svg");
}
QRadioButton::indicator:checked {
  width: ${p8}px; height: ${p8}px; border: ${p6}px solid $accent; background: $surface;
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $hairline; }
QCheckBox[trouble="true"]::indicator:unchecked,
QRadioButton[trouble="true"]::indicator:unchecked { border: 2px solid $danger; }

/* buttons: plain, primary (one a page), danger, link, rail, banner, thing (in a drawing) */
QPushButton {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: 4px;
  padding: 0 ${p14}px; min-height: ${p30}px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; }
QPushButton:disabled { color: $placeholder; border-color: $hairline; background: $window; }
QPushButton[look="primary"] {
  background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
}
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:disabled {
  background: $window; color: $placeholder; border-color: $hairline;
}
QPushButton[look="danger"] { color: $danger; border-color: $danger; }
QPushButton[look="danger"]:hover { background: $danger_ground; }
QPushButton[look="danger"]:disabled { color: $placeholder; border-color: $hairline; }
QPushButton[look="link"] {
  background: transparent; color: $accent; border: 0; padding: 0 ${p2}px; text-align: left;
  text-decoration: underline; min-height: ${p24}px;
}
QPushButton[look="link"]:hover { color: $accent_hover; background: $hover; }
QPushButton[look="link"]:disabled { color: $placeholder; }
QPushButton[look="rail"] {
  background: transparent; border: 0; border-left: ${p4}px solid transparent; border-radius: 0;
  text-align: left; padding: 0 ${p20}px 0 ${p12}px; min-height: ${p40}px; min-width: ${p60}px;
}
QPushButton[look="rail"]:hover { background: $hover; }
QPushButton[look="rail"]:checked {
  background: $selection; border-left-color: $accent; font-weight: 600;
}
QPushButton[look="banner"] {
  background: transparent; color: $on_marking; border: 1px solid $on_marking;
  min-height: ${p26}px;
}
QPushButton[look="banner"]:hover { background: $marking_hover; }

QPushButton[look="thing"] { border: 0; padding: 0; min-height: 0; min-width: 0; }

/* the shell */
QWidget[look="marking"] { background: $marking; }
QWidget[look="marking"] QLabel { color: $on_marking; }
QLabel[look="marking-word"] { color: $on_marking; font-weight: 600; letter-spacing: 1px; }
QWidget[look="rail-pane"] { background: $surface; border-right: 1px solid $hairline; }
QWidget[look="foot"] { background: $surface; border-top: 1px solid $hairline; }

/* notices */
QFrame[look="errors"] { background: $danger_ground; border: 2px solid $danger; border-radius: 4px; }
QFrame[look="errors"] QLabel { color: $danger; }
QFrame[look="errors"] QPushButton[look="link"] { color: $danger; }
QFrame[look="warning-box"] {
  background: $warning_ground; border: 0; border-left: 4px solid $warning;
}
QFrame[look="warning-box"] QLabel { color: $warning; }
QFrame[look="done-box"] { background: $done_ground; border: 0; border-left: 4px solid $done; }
QFrame[look="done-box"] QLabel { color: $done; }
QFrame[look="note-box"] { background: $window; border: 0; border-left: 4px solid $hairline; }
QFrame[look="panel"] { background: $surface; border: 1px solid $hairline; border-radius: 4px; }
QFrame[look="editor"] {
  background: $window; border: 0; border-left: 4px solid $accent; border-radius: 0;
}
QFrame[look="rule"] { background: $hairline; border: 0; max-height: 1px; min-height: 1px; }
QProgressBar {
  background: $window; border: 1px solid $edge; border-radius: 4px; text-align: center;
  min-height: ${p16}px; max-height: ${p16}px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }

/* groups of one question: the border would be a box without meaning */
QGroupBox { border: 0; margin: 0; padding: 0; background: transparent; }

/* tables */
QTableView, QListView, QTreeView {
  background: $surface; alternate-background-color: $window; border: 1px solid $hairline;
  border-radius: 4px; gridline-color: $hairline; outline: 0;
  selection-background-color: $selection; selection-color: $text;
}
QTableView::item { padding: ${p4}px ${p8}px; }
QTableView::item:selected { background: $selection; color: $text; }
QHeaderView { background: $window; }
QHeaderView::section {
  background: $window; color: $muted; border: 0; border-bottom: 1px solid $edge;
  padding: ${p6}px ${p8}px; font-weight: 600; font-size: ${p13}px;
}
QTableCornerButton::section { background: $window; border: 0; }
QMenu { background: $surface; color: $text; border: 1px solid $edge; padding: ${p4}px; }
QMenu::item { padding: ${p6}px ${p16}px; min-height: ${p20}px; }
QMenu::item:selected { background: $selection; }
""")

_SIZES = (2, 4, 6, 8, 10, 12, 13, 14, 16, 17, 18, 20, 24, 26, 28, 30, 32, 40, 60)


def stylesheet(tokens: Tokens, scale: float) -> str:
    """The stylesheet of one appearance; scale 1.0 is 100 %."""
    sizes = {f"p{size}": str(round(size * scale)) for size in _SIZES}
    sizes["round_edge"] = str(round(18 * scale) // 2 + 1)  # Qt draws a square when it is too much
    pictures = resources.folder("icons").as_posix()
    return _SHEET.substitute({**asdict(tokens), **sizes, "icons": pictures, "set": tokens.icons})
