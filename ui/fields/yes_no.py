"""Yes, no or not known, and the details that a yes (or every answer) asks for."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.forms.types import Option
from mktdesk.forms.values import NotKnown, Value, YesNo, YesNoAnswer
from mktdesk.forms.words import NOT_KNOWN
from ui.fields.base import Editor
from ui.fields.boxes import TextBox
from ui.fields.radios import Radios, clear_link
from ui.labels import Words, line_width, show_if
from ui.theme import mark

_ANSWERS: dict[str, YesNoAnswer] = {"yes": "yes", "no": "no", "not_known": "not_known"}


class YesNoEditor(Editor):
    """Round ticks side by side; the details open under a yes, or under any answer that asks for
    them, and stay while they hold words.
    """

    own_not_known = True

    def build(self, inputs: QWidget) -> None:
        """Ticks, then the details."""
        options: tuple[Option, ...] = (Option("yes", "Yes"), Option("no", "No"))
        if self.field.not_known:
            options = (*options, Option("not_known", NOT_KNOWN))
        self._radios = Radios(options, inputs, across=True)
        self._radios.setAccessibleName(self.field.name)
        self._radios.picked.connect(self._picked)
        self._radios.cleared.connect(self._cleared)
        self._clear = clear_link(inputs)
        self._clear.clicked.connect(self._cleared)
        self._detail_label = Words(self.field.detail, "muted", inputs)
        self._detail = TextBox(2, 12, inputs)
        self._detail.textChanged.connect(self._edited)
        self._showing = False
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._radios, self._detail_label, self._detail, self._clear):
            column.addWidget(widget)
        self._arrange()

    def names(self) -> dict[QWidget, str]:
        """Each tick by its words, the details by what they ask."""
        ticks: dict[QWidget, str] = {tick.box: tick.words for tick in self._radios.ticks}
        return {
            **ticks,
            self._detail: self.field.detail or "details",
            self._clear: self._clear.text(),
        }

    def read(self) -> Value:
        """The answer with its details; blank while nothing is picked."""
        answer = _ANSWERS.get(self._radios.key)
        text = self._detail.toPlainText().strip()
        return YesNo(answer, text) if answer else text or None

    def show_value(self, value: Value) -> None:
        """Pick it and show the details; a text from elsewhere goes into the details."""
        match value:
            case YesNo(answer, detail):
                key, text = str(answer), detail
            case NotKnown():
                key, text = "not_known", ""
            case str():
                key, text = "", value
            case _:
                key, text = "", ""
        self._showing = True
        self._radios.put(key)
        self._detail.show_text(text)
        self._showing = False
        undeclared = bool(key) and not self._radios.key
        self.set_notice("The answer stored here is “Not known”." if undeclared else "")
        self._arrange()

    def set_problem(self, message: str) -> None:
        """The edge goes round the ticks and the details, not the link."""
        super().set_problem(message)
        mark(self._clear, "trouble", False)

    def _picked(self) -> None:
        self._arrange()
        self.set_notice("")
        self.touched()
        # An answer that asks for details is meant when they are; the others at once.
        if self._detail.isHidden():
            self.commit()

    def _edited(self) -> None:
        if not self._showing:
            self.touched()

    def _cleared(self) -> None:
        self._showing = True
        self._radios.put("")
        self._detail.show_text("")
        self._showing = False
        self._arrange()
        self.focus_first()
        self.touched()
        self.commit()

    def _arrange(self) -> None:
        asked = self.field.asks_detail(self._radios.key)
        shown = asked or bool(self._detail.toPlainText())
        show_if(self._detail, shown)
        show_if(self._detail_label, shown and bool(self.field.detail))
        show_if(self._clear, bool(self._radios.key) or shown)

    def resizeEvent(self, event: object) -> None:
        """Lines of at most 75 characters."""
        self._detail.setMaximumWidth(line_width(self._detail) + 24)
        super().resizeEvent(event)  # type: ignore[arg-type]
