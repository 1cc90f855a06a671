"""What every editor of one question has in common."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from mktdesk.forms.types import Field
from mktdesk.forms.values import DateAnswer, NotKnown, Value
from mktdesk.forms.words import NOT_KNOWN, words
from ui.announce import announce
from ui.fields.boxes import describe, inputs_of
from ui.fields.tick import Tick
from ui.labels import Line, Words, short_words, show_if
from ui.theme import mark

_ONE_LINE = 60  # characters of a question that stays on one line
ReadDate: TypeAlias = Callable[[str], DateAnswer]  # a date as typed -> what is known of it


class Editor(QWidget):
    """Label, help, problem, the inputs, and "Not known" where that is an answer.

    `changed` while the person types or picks; `committed` once the answer is meant: when the
    focus leaves the editor, or at once for a pick. Neither is emitted by `set_value`.
    A subclass makes its inputs in `build`, and reads and shows them in `read` and `show_value`.
    """

    changed = Signal()
    committed = Signal()

    commits_at_once = False  # a pick is meant as soon as it is made
    own_not_known = False  # the subclass offers "Not known" among its own choices

    def __init__(self, field: Field, read_date: ReadDate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.read_date = read_date
        self._given: Value = None  # what stands in the book as far as this editor knows
        self._touched = False
        self._owed = False  # what was committed could not be saved
        self._inside = False
        self._problem = ""
        self._needed = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        fits = len(field.name) <= _ONE_LINE
        # A label with a buddy takes "&" for a short cut.
        name = field.name.replace("&", "&&")
        self._label = (Line if fits else Words)(name, "label", self)
        self._tag = short_words("needed", "small", self)
        self._help = Words(field.help, "muted", self)
        self._trouble = Words("", "danger", self)
        self._notice = Words("", "warning", self)
        self._inputs = QWidget(self)
        self._answer = Words("", "", self)
        self._unknown: Tick | None = None
        self._lay_out()
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        wraps = not isinstance(self._label, Line)
        head.addWidget(self._label, 1 if wraps else 0)
        head.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignBottom)
        if not wraps:
            head.addStretch(1)
        self._column.addLayout(head)
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self._row.addWidget(self._inputs, 1)
        for above in (self._help, self._trouble):
            self._column.addWidget(above)
        self._column.addLayout(self._row)
        for below in (self._notice, self._answer):
            self._column.addWidget(below)
        show_if(self._help, bool(self.field.help))
        for hidden in (self._tag, self._trouble, self._notice, self._answer):
            hidden.hide()
        self._answer.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._answer.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.build(self._inputs)
        if self.field.not_known and not self.own_not_known:
            self._unknown = Tick(NOT_KNOWN, short=True, parent=self)
            self._unknown.box.setAccessibleName(f"{self.field.name}: {NOT_KNOWN.lower()}")
            self._unknown.pressed.connect(self._unknown_pressed)
            self.place_unknown(self._unknown)
        for one, other in pairwise(self.stops()):
            QWidget.setTabOrder(one, other)
        self._describe()

    # what a subclass writes

    def build(self, inputs: QWidget) -> None:
        """Make the inputs inside `inputs`."""
        raise NotImplementedError

    def read(self) -> Value:
        """The answer as the inputs stand."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Put an answer into the inputs."""
        raise NotImplementedError

    def names(self) -> dict[QWidget, str]:
        """The inputs with what each is called after the question ("Day"), or nothing."""
        return dict.fromkeys(inputs_of(self._inputs), "")

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order of reading."""
        unknown = [self._unknown.box] if self._unknown is not None else []
        return [*self.names(), *unknown]

    def place_unknown(self, tick: Tick) -> None:
        """Put "Not known" beside the inputs, where the eye finds it down the page."""
        self._row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)

    def hold(self, held: bool) -> None:
        """Take the inputs out of use while "Not known" is ticked."""
        self._inputs.setEnabled(not held)

    # what a page uses

    def value(self) -> Value:
        """The answer; exactly the one given while the person has not touched it."""
        if not self._touched:
            return self._given
        if self._unknown is not None and self._unknown.on:
            return NotKnown()
        return self.read()

    @property
    def dirty(self) -> bool:
        """Changed by the person and not committed, or committed and not saved."""
        return self._touched and (self._owed or self.value() != self._given)

    def set_value(self, value: Value) -> None:
        """Show an answer from the book, unless the person is in the middle of another."""
        if self.dirty or (value == self._given and not self._touched):
            return
        self._given = value
        self._touched = False
        unknown = isinstance(value, NotKnown) and self._unknown is not None
        if self._unknown is not None:
            self._unknown.put(unknown)
        self.show_value(None if unknown else value)
        self.hold(unknown)
        self._answer.setText(words(self.field, value) or "Not answered")

    def commit(self) -> None:
        """What is shown is meant; says `committed` if it is not what was given."""
        value = self.value()
        if not self.dirty:
            return
        self._given = value
        self._touched = self._owed = False
        self._answer.setText(words(self.field, value) or "Not answered")
        self.settle()
        self.committed.emit()

    def not_saved(self, before: Value) -> None:
        """The commit failed: what is shown is again unsaved, and the next commit says it again.

        So it does when the person has put back what stood before: the failed answer is tried
        again with the next, and must not come back.
        """
        shown = self._given
        self._given = before
        self._touched = self._owed = shown != before

    def settle(self) -> None:
        """After a commit: a subclass may tidy what it shows, without changing the answer."""

    def set_problem(self, message: str) -> None:
        """A message under the label, an edge in danger colour, and words for screen readers."""
        self._problem = message
        self._trouble.setText(f"Problem: {message}" if message else "")
        show_if(self._trouble, bool(message))
        for widget in self.names():
            mark(widget, "trouble", bool(message))
        self._describe()

    def set_notice(self, message: str) -> None:
        """A remark under the inputs ("a was cleared…"); also announced."""
        if message == self._notice.text():
            return
        self._notice.setText(message)
        show_if(self._notice, bool(message))
        announce(self, message)

    def set_needed(self, needed: bool) -> None:
        """Whether the part cannot be signed without it; shown as words beside the label."""
        if needed != self._needed:
            self._needed = needed
            show_if(self._tag, needed)
            self._describe()

    def set_read_only(self, read_only: bool) -> None:
        """Show the answer in words instead of the inputs."""
        show_if(self._inputs, not read_only)
        if self._unknown is not None:
            show_if(self._unknown, not read_only)
        show_if(self._answer, read_only)
        show_if(self._tag, self._needed and not read_only)
        self._answer.setText(words(self.field, self.value()) or "Not answered")
        describe(self._answer, f"{self.field.name}: {self._answer.text()}")

    def focus_first(self) -> None:
        """Put the keyboard into the first input that can take it."""
        if not self._answer.isHidden():
            self._answer.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        usable = [w for w in self.names() if w.isEnabled() and not w.isHidden()]
        if not usable and self._unknown is not None:
            usable = [self._unknown.box]
        if usable:
            usable[0].setFocus(Qt.FocusReason.OtherFocusReason)

    # how it works

    def touched(self) -> None:
        """A subclass calls this when the person changed an input."""
        self._touched = True
        self.changed.emit()
        if self.commits_at_once:
            self.commit()

    def _unknown_pressed(self, on: bool) -> None:
        self._touched = True
        self.hold(on)
        self.changed.emit()
        self.commit()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        # No new widget: the person is in another window, and has not left the question.
        if new is None:
            return
        inside = self.isAncestorOf(new)
        if self._inside and not inside:
            self.commit()
        self._inside = inside

    def _describe(self) -> None:
        parts = (
            f"Problem: {self._problem}." if self._problem else "",
            self.field.help,
            "Needed before signing." if self._needed else "",
        )
        description = " ".join(part for part in parts if part)
        # A drop-down takes its name from the label it is the buddy of, not from the name it has.
        self._label.setBuddy(next(iter(self.names())))
        for widget, part in self.names().items():
            name = f"{self.field.name}: {part}" if part else self.field.name
            describe(widget, name, description)
