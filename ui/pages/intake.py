"""A referral that came as a Word form, read and shown before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mktdesk.desk.intake import Intake, ReadLine
from mktdesk.errors import DeskError
from mktdesk.forms.types import Form
from ui.announce import announce
from ui.fields.boxes import PickBox, TextBox, describe
from ui.fields.tick import Tick
from ui.labels import Words, button, column_width
from ui.page import Screen
from ui.question import LineQuestion, Question
from ui.scrolling import scroll_to
from ui.tables import Column, ListTable
from ui.viewers.textpane import TextPane

_INTRODUCTION = (
    "Choose the referral form as it came, as a Word document (.docx). It is read and shown "
    "here beside what was understood. Nothing is stored until you accept it."
)
_ROWS_SHOWN = 7
_WIDEST = 1.6  # of a form's column: two columns of words stand beside each other


@dataclass(frozen=True, slots=True)
class _Answer:
    """A line with its question named in full: "Family member 3: Date of birth"."""

    number: int
    asked: str
    line: ReadLine

    @property
    def said(self) -> str:
        return " ".join(self.line.raw.split())

    @property
    def meant(self) -> str:
        plain = " ".join(self.line.understood.split())
        return f"{self.look}\n{plain}" if self.look else plain

    @property
    def look(self) -> str:
        return f"Look: {self.line.doubt}" if self.line.doubt else ""


_COLUMNS = (
    Column[_Answer]("Question", lambda a: a.asked, 28, keep=True),
    Column[_Answer]("The form says", lambda a: a.said, 32, keep=True),
    Column[_Answer]("Understood as", lambda a: a.meant, 32, keep=True),
)


class IntakeScreen(Screen):
    """First where a form is chosen, then what was read.

    accept_asked: (Intake, the reference that the case has already or ""). left: not accepted.
    """

    file_asked = Signal()
    accept_asked = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("New referral from a Word form", parent=parent)
        self._intake: Intake | None = None
        self._ways: tuple[Intake, ...] = ()
        self._start = self._start_part()
        self._result = QWidget(self)
        self._result.hide()
        self._fill_result()
        self.body.addWidget(self._start)
        self.body.addWidget(self._result)
        self._accept = button("Accept and make the case", "primary")
        self._accept.clicked.connect(self._accept_pressed)
        self._other = button("Choose another form…")
        self._other.clicked.connect(self.file_asked)
        self._refuse = button("Cancel")
        self._refuse.clicked.connect(self.left)
        self.add_foot(self._accept, self._other, None, self._refuse)
        self.show_choice()

    def _start_part(self) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(3, 3, 3, 3)
        column.setSpacing(16)
        self._words = Words(_INTRODUCTION)
        column.addWidget(self._words)
        self._choose = button("Choose the form…", "primary")
        self._choose.clicked.connect(self.file_asked)
        column.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _fill_result(self) -> None:
        column = QVBoxLayout(self._result)
        column.setContentsMargins(3, 3, 3, 3)
        column.setSpacing(8)
        self._summary = Words("", "label")
        self._table: ListTable[_Answer] = ListTable(
            "Answers that were read", _COLUMNS, lambda a: a.number, sortable=False, lines=2
        )
        self._table.chosen.connect(self._chosen)
        self._table.opened.connect(self._opened)
        self._unread_count = Words("", "label")
        self._unread = TextBox(2, 5)
        self._unread.setReadOnly(True)
        self._box = PickBox(self)
        told = "Several kinds of review begin with this form."
        self._way = Question("Start it as", self._box, told, self)
        column.addWidget(self._summary)
        column.addWidget(self._way)
        column.addWidget(self._unread_count)
        self._unread_help = Words(
            "These words are neither answers nor the form's own. They are kept with the form "
            "in the case's documents; copy by hand what belongs in an answer.",
            "muted",
        )
        column.addWidget(self._unread_help)
        column.addWidget(self._unread)
        column.addSpacing(8)
        column.addWidget(self._table)
        column.addWidget(self._details())
        column.addSpacing(16)
        column.addWidget(Words("Reference", "section"))
        column.addWidget(self._reference_part())

    def _details(self) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._asked = Words("", "label")
        self._doubt = Words("", "warning")
        column.addWidget(self._asked)
        column.addWidget(self._doubt)
        row = QHBoxLayout()
        row.setSpacing(16)
        self._said, self._meant = _box(), _box()
        self._said_label = Words("The form says", "muted")
        for label, box in (
            (self._said_label, self._said),
            (Words("Understood as", "muted"), self._meant),
        ):
            beside = QVBoxLayout()
            beside.setSpacing(4)
            beside.addWidget(label)
            beside.addWidget(box)
            row.addLayout(beside, 1)
        column.addLayout(row)
        return part

    def _reference_part(self) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._seen = Words("", "muted")
        self._has = Tick("The case already has a reference from before mktdesk")
        self._has.pressed.connect(self._has_pressed)
        self._old = LineQuestion("Its reference", longest=64)
        self._old.line.setMaximumWidth(320)
        for widget in (self._seen, self._has, self._old):
            column.addWidget(widget)
        self._has_pressed(False)
        return part

    # what the controller uses

    def show_choice(self) -> None:
        """Where a form is chosen."""
        self._intake = None
        self._words.setText(_INTRODUCTION)
        self._start.show()
        self._choose.show()
        self._result.hide()
        self._accept.hide()
        self._other.hide()
        self._refuse.setText("Cancel")

    def show_reading(self, name: str) -> None:
        """The form is being read."""
        self.show_choice()
        self.notice.clear()
        self._choose.hide()
        self._words.setText(f"Reading {name}…")
        announce(self, f"Reading {name}")

    def not_read(self, error: DeskError) -> None:
        """It could not be read; another can be chosen."""
        self.show_choice()
        self.failed(error)
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_intake(self, intake: Intake, ways: tuple[Intake, ...] = ()) -> None:
        """What was read, doubts first; nothing is stored yet.

        ways: the intakes that can be accepted, where there are several kinds to begin.
        """
        self._intake, self._ways = intake, ways
        self._box.clear()
        for number, one in enumerate(ways):
            words = f"{one.pathway.label} ({one.toolkit.short_title}, {one.toolkit.edition})"
            self._box.addItem(words, number)
        self._way.setVisible(len(ways) > 1)
        named = tuple(
            _Answer(number, _name_of(intake.form, line), line)
            for number, line in enumerate(intake.lines)
        )
        answers = sorted(named, key=lambda a: not a.line.doubt)
        self._table.set_rows(answers)
        self._table.setFixedHeight(self._table.height_for(_ROWS_SHOWN))
        self._summary.setText(_summary(intake))
        self._show_unread(intake)
        seen = intake.reference_seen
        self._seen.setText(f"The form carries the reference {seen}." if seen else "")
        self._seen.setVisible(bool(seen))
        self._old.put(seen[:64])
        self._start.hide()
        self._result.show()
        self._accept.show()
        self._accept.setEnabled(bool(answers))
        self._other.show()
        self._refuse.setText("Don't accept")
        if answers:
            self._table.select(answers[0].number)
        announce(self, self._summary.text())
        self.focus_first()

    def not_accepted(self, error: DeskError) -> None:
        """The case was not made; what was read is still here."""
        self._accept.setEnabled(True)
        self.failed(error)

    def ask_reference(self) -> None:
        """As if the person had ticked that the case has a reference already."""
        self._has.put(True)
        self._has_pressed(True)

    def refuse_reference(self, error: DeskError) -> None:
        """The reference that was typed cannot be the case's."""
        self._accept.setEnabled(True)
        words = f"{error.what} {error.do}"
        self._old.set_problem(words)
        announce(self, f"Problem: {words}", at_once=True)
        self._old.take_focus()
        QTimer.singleShot(0, self._old, self._to_reference)

    def focus_first(self) -> None:
        """Into what was read; before that, to the button that chooses a form."""
        first = self._table if self._intake is not None else self._choose
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: object) -> None:
        """Wider than a form, because what was said stands beside what was understood."""
        super().showEvent(event)
        content = self.body.parentWidget()
        assert content is not None
        content.setMaximumWidth(round(column_width(self) * _WIDEST))

    # how it works

    def _show_unread(self, intake: Intake) -> None:
        count = len(intake.unread)
        parts = "1 part" if count == 1 else f"{count} parts"
        self._unread_count.setText(f"Not read: {parts if count else 'nothing'}")
        text = "\n\n".join(f"{one.where}: {one.text}" for one in intake.unread)
        self._unread.show_text(text)
        describe(self._unread, self._unread_count.text())
        self._unread.setVisible(bool(count))
        self._unread_help.setVisible(bool(count))

    def _chosen(self, answer: _Answer | None) -> None:
        if answer is None:
            return
        line = answer.line
        self._asked.setText(answer.asked)
        self._doubt.setText(answer.look)
        self._doubt.setVisible(bool(line.doubt))
        self._said_label.setText(f"The form says ({line.where})")
        self._said.show_text(line.raw)
        self._meant.show_text(line.understood)
        describe(self._said, f"{answer.asked}: the form says")
        describe(self._meant, f"{answer.asked}: understood as", answer.look)

    def _opened(self, _answer: _Answer) -> None:
        self._said.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_reference(self) -> None:
        scroll_to(self._old)  # once the problem's words have their place

    def _has_pressed(self, on: bool) -> None:
        self._old.setVisible(on)
        self._old.set_problem("")

    def _accept_pressed(self) -> None:
        if self._intake is None:
            return
        reference = self._old.text.strip() if self._has.on else ""
        if self._has.on and not reference:
            self.refuse_reference(
                DeskError("The reference is empty.", "Type it, or take the tick away.")
            )
            return
        self._old.set_problem("")
        self._accept.setEnabled(False)
        chosen = self._ways[self._box.currentData()] if self._ways else self._intake
        self.accept_asked.emit(chosen, reference)


def _box() -> TextBox:
    box = TextPane()
    policy = box.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
    box.setSizePolicy(policy)
    return box


def _summary(intake: Intake) -> str:
    read = "1 answer" if len(intake.lines) == 1 else f"{len(intake.lines)} answers"
    look = {0: "none of them in doubt", 1: "1 to look at, shown first"}.get(
        intake.doubts, f"{intake.doubts} to look at, shown first"
    )
    kind = f"{intake.form.short_title}, {intake.toolkit.short_title}"
    return f"{intake.file_name}: {read} read, {look}. Read as: {kind}."


def _name_of(form: Form, line: ReadLine) -> str:
    if line.row is None:
        return line.asked
    noun = line.record
    for _, page in form.pages():
        if page.repeat is not None and page.repeat.record == line.record:
            noun = page.repeat.noun
        noun = next((t.noun for t in page.tables if t.record == line.record), noun)
    return f"{noun[:1].upper()}{noun[1:]} {line.row + 1}: {line.asked}"
