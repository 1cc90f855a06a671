"""A declared page and its answers -> questions on the screen, in one column.

The view knows the declaration and the answers it is shown; it never writes. What the person
changes goes out by signals, and comes back by `set_answers` when the book has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mktdesk.desk.drafts import Target
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.conditions import holds
from mktdesk.forms.flow import is_asked, is_required, scope
from mktdesk.forms.types import Field, FieldItem, Form, LineItem, NoteItem, Page, RowsItem
from mktdesk.forms.values import Value
from ui.editing import EditorSet
from ui.fields import ReadDate, editor_for
from ui.fields.text import offer_agencies
from ui.labels import Words, column_width, show_if
from ui.rowtable import RowTable

_BETWEEN_FIELDS = 16
_BETWEEN_GROUPS = 24


class FormView(QWidget):
    """One page. On a repeated page `row` is the id of the row it shows.

    field_changed, draft_changed: (record, row, field, value); row is "" for single answers.
    row_added: (record). row_removed: (record, row). row_moved: (record, row, new place from 0).
    """

    field_changed = Signal(str, str, str, object)
    draft_changed = Signal(str, str, str, object)
    row_added = Signal(str)
    row_removed = Signal(str, str)
    row_moved = Signal(str, str, int)

    def __init__(
        self,
        form: Form,
        page: Page,
        read_date: ReadDate,
        *,
        row: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form, self.page, self.row = form, page, row
        self._record = page.repeat.record if page.repeat else form.record
        self._read_date = read_date
        self._answers = Answers()
        self._tables: dict[str, RowTable] = {}
        self._groups: list[tuple[RowsItem, list[QWidget]]] = []
        self._editors = EditorSet(self)
        self._editors.field_changed.connect(self.field_changed)
        self._editors.draft_changed.connect(self.draft_changed)
        self._editors.edited.connect(self._refresh)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, _BETWEEN_GROUPS)
        self._column.setSpacing(_BETWEEN_FIELDS)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._build()
        self._column.addStretch(1)
        self.setMaximumWidth(column_width(self))

    # what a page uses

    def offer_agencies(self, names: tuple[str, ...]) -> None:
        """The directory's agencies, wherever one is typed."""
        for field in self.page.fields:
            offer_agencies(self._editors.get(self._key(field)), names)
        for table in self._tables.values():
            table.offer_agencies(names)

    def set_answers(self, answers: Answers) -> None:
        """Show these answers in place: the focus, the caret and what is being typed stay."""
        self._answers = answers
        values = self._row_values()
        for field in self.page.fields:
            self._editors.show(self._key(field), values.get(field.id))
        for record, table in self._tables.items():
            table.set_rows(answers.table(record))
        self._refresh()

    def set_problems(self, problems: Mapping[Target, str]) -> None:
        """A message for each question that has one; the others are cleared."""
        for field in self.page.fields:
            editor = self._editors.get(self._key(field))
            if editor is not None:
                editor.set_problem(problems.get(self._key(field), ""))
        for record, table in self._tables.items():
            table.set_problems({k: m for k, m in problems.items() if k.record == record})

    def set_read_only(self, read_only: bool) -> None:
        """A signed part is read, not edited."""
        for key in self._editors.questions():
            editor = self._editors.get(key)
            if editor is not None:
                editor.set_read_only(read_only)
        for table in self._tables.values():
            table.set_read_only(read_only)

    def focus_field(self, key: Target) -> bool:
        """Put the keyboard into a question and scroll to it; False when it is not on this page."""
        if key.record in self._tables:
            table = self._tables[key.record]
            editor: QWidget | None = table.focus_field(key.row, key.field) or table
        else:
            found = self._editors.get(key)
            if found is not None:
                found.focus_first()
            editor = found
        if editor is not None:
            _scroll_to(editor)
        return editor is not None

    def focus_first(self) -> None:
        """Put the keyboard into the page's first question."""
        for key in self._editors.questions():
            editor = self._editors.get(key)
            if editor is not None and not editor.isHidden():
                editor.focus_first()
                return
        for table in self._tables.values():
            table.focus_field("", "")
            return

    def flush(self) -> None:
        """Everything typed is meant now; emits what is still owed before it returns."""
        self._editors.flush()

    def not_saved(self, key: Target) -> None:
        """Saving this answer failed: it stays on the screen and is sent again when left again."""
        self._editors.not_saved(key)

    @property
    def dirty(self) -> bool:
        """Whether something is typed and not yet handed over."""
        return self._editors.dirty

    # how it is built

    def _build(self) -> None:
        if self.page.help:
            self._column.addWidget(Words(self.page.help, "muted", self))
        for item in self.page.items:
            match item:
                case FieldItem(field):
                    self._add_field(field)
                case LineItem(heading, fields):
                    self._add_heading(heading)
                    for field in fields:
                        self._add_field(field)
                case NoteItem():
                    self._add_note(item)
                case RowsItem():
                    self._add_table(item)

    def _add_heading(self, heading: str) -> Words:
        made = Words(heading, "section", self)
        if self._column.count():
            self._column.addSpacing(_BETWEEN_GROUPS - _BETWEEN_FIELDS)
        self._column.addWidget(made)
        return made

    def _add_field(self, field: Field) -> None:
        editor = editor_for(field, self._read_date, self)
        self._editors.add(self._key(field), editor)
        self._column.addWidget(editor)

    def _add_note(self, item: NoteItem) -> None:
        box = QFrame(self)
        box.setProperty("look", "note-box")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        if item.heading:
            inside.addWidget(Words(item.heading, "label", box))
        inside.addWidget(Words(item.text, "muted", box))
        self._column.addWidget(box)

    def _add_table(self, item: RowsItem) -> None:
        shown: list[QWidget] = []
        if item.heading != self.page.title:
            shown.append(self._add_heading(item.heading))
        table = RowTable(item, self._editors, self._read_date, self._asked, self)
        table.row_added.connect(self.row_added)
        table.row_removed.connect(self.row_removed)
        table.row_moved.connect(self.row_moved)
        self._tables[item.record] = table
        self._column.addWidget(table)
        self._groups.append((item, [*shown, table]))

    # conditions

    def _key(self, field: Field) -> Target:
        return Target(self._record, self.row, field.id)

    def _row_values(self) -> Mapping[str, Value]:
        if self.page.repeat is None:
            return self._answers.single
        for row in self._answers.table(self._record):
            if row.id == self.row:
                return row.values
        return {}

    def _live(self) -> tuple[Answers, Row | None]:
        values = dict(self._row_values())
        for field in self.page.fields:
            values[field.id] = self._editors.live(self._key(field))
        if self.page.repeat is not None:
            return self._answers, Row(self.row, values)
        return replace(self._answers, single=values), None

    def _asked(self, row: Row, field: Field) -> tuple[bool, bool]:
        answers, _ = self._live()
        asked = is_asked(self.form, answers, row, field)
        return asked, asked and is_required(self.form, answers, row, field)

    def _refresh(self) -> None:
        answers, row = self._live()
        for field in self.page.fields:
            editor = self._editors.get(self._key(field))
            if editor is not None:
                show_if(editor, is_asked(self.form, answers, row, field))
                editor.set_needed(is_required(self.form, answers, row, field))
        seen = scope(self.form, answers, row)
        for item, widgets in self._groups:
            for widget in widgets:
                show_if(widget, holds(item.when, seen))
        for table in self._tables.values():
            table.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """The column grows with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setMaximumWidth(column_width(self))


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, 48)


def scrolled(content: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Content in one column at the left, scrolled by the page and never sideways."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(24, 16, 24, 24)
    column.addWidget(content, 1)
    area.setWidget(holder)
    return area
