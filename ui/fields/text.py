"""Answers in words: one line, a few lines, paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from mktdesk.desk.directorynames import names_agency
from mktdesk.forms.types import FieldKind
from mktdesk.forms.values import NotKnown, Value
from mktdesk.forms.words import words
from ui.fields.base import Editor
from ui.fields.boxes import LINE_LIMIT, LineBox, TextBox
from ui.labels import line_width

_HEIGHTS = {FieldKind.LINES: (3, 12), FieldKind.NARRATIVE: (8, 24)}


class LineEditor(Editor):
    """One line of text."""

    _box: LineBox

    def build(self, inputs: QWidget) -> None:
        """One box as wide as the column."""
        self._offered: tuple[str, ...] = ()
        self._box = LineBox(inputs)
        self._box.textEdited.connect(self._edited)
        self._box.overflowed.connect(self._overflowed)
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)

    def offer(self, names: Sequence[str]) -> None:
        """Names to choose from while typing; anything else can still be typed."""
        if tuple(names) == self._offered:
            return
        self._offered = tuple(names)
        completer = QCompleter(list(names), self._box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        if (popup := completer.popup()) is not None:
            popup.setAccessibleName(f"{self.field.name}: from the directory")
        # After the box has taken the name, which says nothing by itself.
        completer.activated.connect(self._edited, Qt.ConnectionType.QueuedConnection)
        self._box.setCompleter(completer)

    def read(self) -> Value:
        """The text, or blank."""
        text = " ".join(self._box.text().splitlines())  # lines can be pasted into one
        return text if text.strip() else None

    def show_value(self, value: Value) -> None:
        """The text; a value of another kind is shown in words, so that nothing is hidden."""
        self._box.show_text(_text(self, value))

    def _edited(self) -> None:
        if len(self._box.text()) < LINE_LIMIT:
            self.set_notice("")
        self.touched()

    def _overflowed(self) -> None:
        self.set_notice(
            f"This line holds {LINE_LIMIT:,} characters. What did not fit was left out: "
            "put the rest in a longer answer or attach it as a document."
        )


class TextEditor(Editor):
    """A few lines or paragraphs."""

    _box: TextBox

    def build(self, inputs: QWidget) -> None:
        """One box, at most 75 characters wide where paragraphs are written."""
        least, most = _HEIGHTS.get(self.field.kind, (3, 12))
        self._box = TextBox(least, most, inputs)
        self._box.textChanged.connect(self._edited)
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)
        self._showing = False

    def read(self) -> Value:
        """The text, or blank."""
        text = self._box.toPlainText()
        return text if text.strip() else None

    def show_value(self, value: Value) -> None:
        """The text; a value of another kind is shown in words."""
        self._showing = True
        self._box.show_text(_text(self, value))
        self._showing = False

    def _edited(self) -> None:
        if not self._showing:
            self.touched()

    def resizeEvent(self, event: object) -> None:
        """Lines of at most 75 characters."""
        self._box.setMaximumWidth(line_width(self._box) + 24)
        super().resizeEvent(event)  # type: ignore[arg-type]


def offer_agencies(editor: Editor | None, names: Sequence[str]) -> None:
    """Offer them where the question is answered with an agency's name."""
    if isinstance(editor, LineEditor) and names_agency(editor.field):
        editor.offer(names)


def _text(editor: Editor, value: Value) -> str:
    if isinstance(value, NotKnown) or value is None:
        return words(editor.field, value)
    return value if isinstance(value, str) else words(editor.field, value)
