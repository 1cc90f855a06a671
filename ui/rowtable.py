"""A declared table of rows: a list to scan, and the chosen row's questions beneath it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mktdesk.desk.drafts import Target
from mktdesk.forms.answers import Row
from mktdesk.forms.types import Field, FieldKind, RowsItem
from mktdesk.forms.words import words
from ui.announce import announce
from ui.editing import EditorSet
from ui.fields import Editor, ReadDate, editor_for
from ui.fields.text import offer_agencies
from ui.labels import Words, button, show_if
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

_COLUMNS = 5
_MOST_ROWS = 10
_WIDTHS = {FieldKind.DATE: 18, FieldKind.LINES: 24, FieldKind.NARRATIVE: 30}
Asked = Callable[[Row, Field], tuple[bool, bool]]  # (stands on the page, needed before signing)


class RowTable(QWidget):
    """Add, edit, remove and move rows.

    The owner writes each wish to the book and calls `set_rows`; a row that was added here opens
    for editing when it arrives. `row_moved` gives the row's new place, 0 the first.
    """

    row_added = Signal(str)
    row_removed = Signal(str, str)
    row_moved = Signal(str, str, int)

    def __init__(
        self,
        item: RowsItem,
        editors: EditorSet,
        read_date: ReadDate,
        asked: Asked,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.item = item
        self._editors = editors
        self._read_date = read_date
        self._asked = asked
        self._rows: tuple[Row, ...] = ()
        self._open = ""  # the row whose questions are shown
        self._waiting = False  # a row was asked for and has not come yet
        self._read_only = False
        self._agencies: tuple[str, ...] = ()
        self._problems: Mapping[Target, str] = {}
        self._fields: dict[str, Editor] = {}
        self._lay_out()
        self.set_rows(())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._trouble = Words("", "danger", self)
        self._trouble.hide()
        self._empty = Words(f"No {self.item.noun} added yet.", "muted", self)
        self._table: ListTable[Row] = ListTable(
            self.item.heading, self._columns(), _row_id, sortable=False, lines=2, parent=self
        )
        self._table.opened.connect(self._opened)
        self._table.delete_asked.connect(self._delete_asked)
        self._table.move_asked.connect(self._move_asked)
        self._table.chosen.connect(self._chosen)
        noun = self.item.noun
        self._add = self._button(f"Add {_article(noun)} {noun}", self._add_pressed)
        self._edit = self._button("Edit", self._edit_pressed)
        self._up = self._button("Move up", self._up_pressed)
        self._down = self._button("Move down", self._down_pressed)
        self._remove = self._button("Remove", self._remove_pressed)
        self._bar = WrapRow(self._add, self._edit, self._up, self._down, self._remove, parent=self)
        self._panel = QFrame(self)
        self._panel.setProperty("look", "editor")
        self._inside = QVBoxLayout(self._panel)
        self._inside.setContentsMargins(16, 12, 16, 12)
        self._inside.setSpacing(12)
        self._panel.hide()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            made = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(self._again_pressed)
        for widget in (self._trouble, self._empty, self._table, self._bar, self._panel):
            column.addWidget(widget)

    def _button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        made = button(text, "", self)
        made.clicked.connect(slot)
        return made

    def _columns(self) -> tuple[Column[Row], ...]:
        shown = self.item.fields[:_COLUMNS]
        made = [
            Column(
                field.name,
                partial(_cell, field),
                _WIDTHS.get(field.kind, 16),
                keep=field is shown[0] or field.kind is FieldKind.OPTIONS,  # who, and how decided
            )
            for field in shown
        ]
        return (*made, Column("To correct", self._to_correct, 12, keep=True))

    # what the form view uses

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """The rows in their order; the open one stays open while it exists."""
        known = {row.id for row in self._rows}
        self._rows = rows
        self._table.set_rows(rows)
        if rows and self._table.current() is None:
            self._table.select(rows[0].id)  # so that Edit and Remove have something to act on
        show_if(self._empty, not rows)
        show_if(self._table, bool(rows))
        if self._open and self._open not in {row.id for row in rows}:
            self._close()
        for row in rows:
            if row.id == self._open:
                self._show(row)
        if self._waiting and (fresh := [row for row in rows if row.id not in known]):
            self._waiting = False
            self._open_row(fresh[-1])
        self._fit()

    def offer_agencies(self, names: tuple[str, ...]) -> None:
        """The directory's agencies, wherever one is typed."""
        self._agencies = names
        for editor in self._fields.values():
            offer_agencies(editor, names)

    def set_problems(self, problems: Mapping[Target, str]) -> None:
        """Messages by question; one with no field stands over the whole table."""
        self._problems = problems
        whole = problems.get(Target(self.item.record, "", ""), "")
        self._trouble.setText(f"Problem: {whole}" if whole else "")
        show_if(self._trouble, bool(whole))
        for field_id, editor in self._fields.items():
            editor.set_problem(problems.get(Target(self.item.record, self._open, field_id), ""))
        self._fit()
        self._table.viewport().update()

    def set_read_only(self, read_only: bool) -> None:
        """Only look: the list stays, its rows open in words."""
        self._read_only = read_only
        for editor in self._fields.values():
            editor.set_read_only(read_only)
        if self._open:
            show_if(self._again, not read_only)
        self._fit()

    def refresh(self) -> None:
        """Conditions may have turned."""
        if not self._open:
            return
        row = self._live_row()
        for field in self.item.fields:
            stands, needed = self._asked(row, field)
            show_if(self._fields[field.id], stands)
            self._fields[field.id].set_needed(needed)

    def focus_field(self, row_id: str, field_id: str) -> Editor | None:
        """Open the row and put the keyboard into the question; the table's own if no row."""
        for row in self._rows:
            if row.id == row_id:
                self._open_row(row)
                editor = self._fields.get(field_id)
                if editor is not None:
                    editor.focus_first()
                return editor
        stands = self._table if self._read_only and self._rows else self._add
        stands.setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    # the open row

    def _open_row(self, row: Row) -> None:
        if self._open == row.id:
            self._focus_panel()
            return
        self._close()
        self._open = row.id
        number = [r.id for r in self._rows].index(row.id) + 1
        title = f"{self.item.noun.capitalize()} {number} of {len(self._rows)}"
        self._inside.addWidget(Words(title, "label", self._panel))
        for field in self.item.fields:
            editor = editor_for(field, self._read_date, self._panel)
            self._editors.add(self._key(field.id), editor)
            offer_agencies(editor, self._agencies)
            self._fields[field.id] = editor
            self._inside.addWidget(editor)
        done = button("Done", "", self._panel)
        done.setAccessibleName(f"Done with this {self.item.noun}")
        done.clicked.connect(self._done_pressed)
        self._again = button("Done and add another (Ctrl+Enter)", "", self._panel)
        self._again.setAccessibleName(f"Done, and add another {self.item.noun}")
        self._again.clicked.connect(self._again_pressed)
        self._inside.addWidget(WrapRow(done, self._again, parent=self._panel))
        self._show(row)
        self.set_problems(self._problems)
        self.set_read_only(self._read_only)
        self._panel.show()
        self._table.select(row.id)
        announce(self, title)
        self._focus_panel()

    def _show(self, row: Row) -> None:
        for field in self.item.fields:
            self._editors.show(self._key(field.id), row.get(field.id))
        self.refresh()

    def _close(self) -> None:
        if not self._open:
            return
        for field_id in self._fields:
            self._editors.remove(self._key(field_id))
        self._fields = {}
        self._open = ""
        while (entry := self._inside.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._panel.hide()

    def _live_row(self) -> Row:
        values = {field_id: self._editors.live(self._key(field_id)) for field_id in self._fields}
        return Row(self._open, values)

    def _key(self, field_id: str) -> Target:
        return Target(self.item.record, self._open, field_id)

    def _focus_panel(self) -> None:
        for editor in self._fields.values():
            if not editor.isHidden():
                editor.focus_first()
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the open row."""
        if event.key() == Qt.Key.Key_Escape and self._open:
            self._done_pressed()
        else:
            super().keyPressEvent(event)

    # buttons and keys

    def _add_pressed(self) -> None:
        self._close()
        self._waiting = True
        self.row_added.emit(self.item.record)

    def _again_pressed(self) -> None:
        if self._open and not self._read_only:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)  # until the new row is there
            self._add_pressed()

    def _done_pressed(self) -> None:
        row_id = self._open
        self._close()
        self._table.select(row_id)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit_pressed(self) -> None:
        if (row := self._table.current()) is not None:
            self._open_row(row)

    def _remove_pressed(self) -> None:
        if (row := self._table.current()) is not None:
            self._delete_asked(row)

    def _up_pressed(self) -> None:
        if (row := self._table.current()) is not None:
            self._move_asked(row, -1)

    def _down_pressed(self) -> None:
        if (row := self._table.current()) is not None:
            self._move_asked(row, 1)

    def _opened(self, row: Row) -> None:
        self._open_row(row)

    def _delete_asked(self, row: Row) -> None:
        if self._read_only:
            return
        if self._open == row.id:
            self._close()
        self.row_removed.emit(self.item.record, row.id)
        announce(self, f"Removed {self._title(row)}. Ctrl+Z brings it back.")

    def _move_asked(self, row: Row, step: int) -> None:
        place = [r.id for r in self._rows].index(row.id) + step
        if not self._read_only and 0 <= place < len(self._rows):
            self.row_moved.emit(self.item.record, row.id, place)
            announce(self, f"{self._title(row)} is now {place + 1} of {len(self._rows)}.")

    def _chosen(self, _row: Row | None) -> None:
        self._fit_buttons()

    def _title(self, row: Row) -> str:
        first = self.item.fields[0]
        return words(first, row.get(first.id)) or self.item.noun

    def _to_correct(self, row: Row) -> str:
        count = sum(key.row == row.id and key.record == self.item.record for key in self._problems)
        return "" if not count else "1 answer" if count == 1 else f"{count} answers"

    # sizes and states

    def _fit(self) -> None:
        troubled = any(self._to_correct(row) for row in self._rows)
        self._table.set_wanted(self._table.list_model.columnCount() - 1, troubled)
        self._table.setFixedHeight(self._table.height_for(_MOST_ROWS))
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        current = self._table.current()
        place = [r.id for r in self._rows].index(current.id) if current is not None else -1
        edit = not self._read_only
        show_if(self._add, edit)
        show_if(self._edit, bool(self._rows))
        self._edit.setText("Edit" if edit else "Show")
        for made in (self._up, self._down, self._remove):
            show_if(made, edit and bool(self._rows))
        self._edit.setEnabled(place >= 0)
        self._remove.setEnabled(place >= 0)
        self._up.setEnabled(place > 0)
        self._down.setEnabled(0 <= place < len(self._rows) - 1)

    def changeEvent(self, event: QEvent) -> None:
        """The table keeps its rows in sight at another text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self._rows:
            self._fit()


def _row_id(row: Row) -> str:
    return row.id


def _cell(field: Field, row: Row) -> str:
    value = row.get(field.id)
    if isinstance(value, tuple):
        return ", ".join(value)  # the letters: a narrow column would cut the second one off
    return " ".join(words(field, row.get(field.id))[:400].split())


def _article(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeiou" else "a"
