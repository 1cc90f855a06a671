"""A date: three boxes, the hour where asked, or in words when nobody knows the day."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mktdesk.forms.values import DateAnswer, Value
from ui.fields.base import Editor
from ui.fields.boxes import LineBox
from ui.fields.dateparts import DateParts, joined, parts_of, reading, says_more
from ui.fields.radios import Radios
from ui.fields.tick import Tick
from ui.labels import Words, button, short_words, show_if
from ui.theme import mark

_BOXES = (("day", "Day", 3), ("month", "Month", 4), ("year", "Year", 5), ("time", "Time", 6))


class DateEditor(Editor):
    """Boxes for day, month and year; "in words" holds what they cannot say.

    What the reader made of it stands beneath, so that a slip of the finger shows at once.
    """

    def build(self, inputs: QWidget) -> None:
        """Variant (death or serious incident), boxes, the words, the reading."""
        self._boxes: dict[str, LineBox] = {}
        column = QVBoxLayout(inputs)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._variant = Radios(self.field.options, inputs, across=True)
        self._variant.setAccessibleName(f"{self.field.name}: which it is")
        self._variant.picked.connect(self._edited)
        show_if(self._variant, bool(self.field.options))
        column.addWidget(self._variant)
        self._grid = self._build_boxes(inputs)
        self._written = LineBox(inputs)
        self._written.textEdited.connect(self._edited)
        self._written.setPlaceholderText("For example: 1989 (day not known)")
        self._as_written = Words("", "muted", inputs)
        self._reading = Words("", "muted", inputs)
        self._switch = button("Write the date in words", "link", inputs)
        self._switch.clicked.connect(self._switched)
        self._line = QHBoxLayout()
        self._line.setSpacing(16)
        self._line.addWidget(self._grid)
        self._line.addWidget(self._written, 1)
        self._line.addStretch(0)
        column.addLayout(self._line)
        for widget in (self._as_written, self._reading):
            column.addWidget(widget)
        column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        self._in_words = False
        self._arrange()

    def _build_boxes(self, inputs: QWidget) -> QWidget:
        holder = QWidget(inputs)
        holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(8)
        for column, (key, name, ems) in enumerate(_BOXES):
            if key == "time" and not self.field.with_time:
                continue
            box = LineBox(holder)
            box.setProperty("ems", ems)
            box.textEdited.connect(self._edited)
            label = short_words(name, "small", holder)
            grid.addWidget(label, 0, column)
            grid.addWidget(box, 1, column)
            self._boxes[key] = box
        return holder

    def place_unknown(self, tick: Tick) -> None:
        """On the line of the boxes, after the year."""
        self._line.insertWidget(2, tick, 0, Qt.AlignmentFlag.AlignBottom)

    def stops(self) -> list[QWidget]:
        """The tick comes before what stands on the lines below it."""
        *before, switch = self.names()
        unknown = [self._unknown.box] if self._unknown is not None else []
        return [*before, *unknown, switch]

    def hold(self, held: bool) -> None:
        """Everything but the tick, which stands among them."""
        for widget in (self._variant, self._grid, self._written, self._switch):
            widget.setEnabled(not held)

    def names(self) -> dict[QWidget, str]:
        """Each box is called by its part; the words by "in words"."""
        variants: dict[QWidget, str] = {tick.box: tick.words for tick in self._variant.ticks}
        boxes: dict[QWidget, str] = {
            self._boxes[key]: name for key, name, _ in _BOXES if key in self._boxes
        }
        return {**variants, **boxes, self._written: "in words", self._switch: self._switch.text()}

    def read(self) -> Value:
        """What the reader makes of the boxes or the words; blank when there is nothing."""
        text = self._text()
        variant = self._variant.key
        if not text:
            return DateAnswer("", variant=variant) if variant else None
        return replace(self.read_date(text), variant=variant)

    def show_value(self, value: Value) -> None:
        """Into the boxes when they can say it, else in words."""
        answer = value if isinstance(value, DateAnswer) else DateAnswer(self._other(value))
        parts = parts_of(answer, with_time=self.field.with_time)
        self._in_words = parts is None and bool(answer.text.strip())
        self._show_parts(parts or DateParts())
        self._written.show_text(answer.text if self._in_words else "")
        self._variant.put(answer.variant)
        self._arrange()
        self._show_reading(answer)

    def settle(self) -> None:
        """After leaving: say how it was read."""
        value = self.value()
        self._show_reading(value if isinstance(value, DateAnswer) else DateAnswer(""))

    def set_problem(self, message: str) -> None:
        """The edge goes round the boxes that are shown."""
        super().set_problem(message)
        for widget in (self._switch, *(tick.box for tick in self._variant.ticks)):
            mark(widget, "trouble", False)

    @staticmethod
    def _other(value: Value) -> str:
        return value if isinstance(value, str) else ""

    def _show_parts(self, parts: DateParts) -> None:
        for key, box in self._boxes.items():
            box.show_text(getattr(parts, key))

    def _text(self) -> str:
        if self._in_words:
            return self._written.text().strip()
        return joined(DateParts(**{key: box.text() for key, box in self._boxes.items()}))

    def _edited(self) -> None:
        self._as_written.hide()
        self._reading.hide()
        self.touched()

    def _switched(self) -> None:
        self.commit()  # whatever the other way cannot say stands until something is typed there
        text = self._text()
        self._in_words = not self._in_words
        answer = self.read_date(text) if text else DateAnswer("")
        if self._in_words:
            self._written.show_text(text)
        else:
            parts = parts_of(answer, with_time=self.field.with_time)
            self._show_parts(parts or DateParts())
        self._arrange()
        self._show_reading(answer)
        self._boxes_or_words()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _boxes_or_words(self) -> list[LineBox]:
        return [self._written] if self._in_words else list(self._boxes.values())

    def _arrange(self) -> None:
        show_if(self._grid, not self._in_words)
        show_if(self._written, self._in_words)
        self._switch.setText(
            "Use day, month and year" if self._in_words else "Write the date in words"
        )
        for box in self._boxes.values():
            width = box.fontMetrics().averageCharWidth() * box.property("ems")
            box.setFixedWidth(width + 24)

    def _show_reading(self, answer: DateAnswer) -> None:
        extra = not self._in_words and says_more(answer, with_time=self.field.with_time)
        self._as_written.setText(f"As written: {answer.text}")
        show_if(self._as_written, extra)
        words = reading(answer)
        if answer.doubt:
            self._reading.setText(f"Check this date: {answer.doubt}")
        else:
            self._reading.setText(f"Read as {words}" if words else "")
        mark(self._reading, "look", "warning" if answer.doubt else "muted")
        show_if(self._reading, bool(self._reading.text()))
