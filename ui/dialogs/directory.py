"""One entry of the directory: added, changed, or taken out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.directory import ONE, Entry
from mktdesk.forms.types import Field
from mktdesk.forms.values import is_blank
from ui.asking import Asking
from ui.fields import ReadDate, editor_for
from ui.fields.text import offer_agencies
from ui.labels import Words


class EntryDialog(Asking):
    """given: (the answers by the fields' ids)."""

    given = Signal(object)

    def __init__(
        self,
        entry: Entry,
        fields: tuple[Field, ...],
        read_date: ReadDate,
        parent: QWidget | None = None,
        *,
        agencies: tuple[str, ...] = (),
    ) -> None:
        kind = ONE[entry.kind].lower()
        super().__init__(f"Change: {entry.name}" if entry.row else f"Add {kind}", parent)
        self.column.addWidget(self.notice)
        self._fields = fields
        self.editors = {field.id: editor_for(field, read_date, self) for field in fields}
        for name, editor in self.editors.items():
            editor.set_value(entry.values.get(name))
            offer_agencies(editor, agencies)
            self.column.addWidget(editor)
        self.end("Keep the change" if entry.row else "Add it")
        self.editors[fields[0].id].focus_first()

    def pressed(self) -> None:
        """What is required must be there."""
        for editor in self.editors.values():
            editor.commit()
        values = {name: editor.value() for name, editor in self.editors.items()}
        missing = [one.id for one in self._fields if one.required and is_blank(values[one.id])]
        for field in self._fields:
            self.editors[field.id].set_problem("Answer this." if field.id in missing else "")
        if missing:
            self.editors[missing[0]].focus_first()
            return
        self.hold(True)
        self.given.emit(values)


class RemoveDialog(Asking):
    """given: it is to go."""

    given = Signal()

    def __init__(self, entry: Entry, parent: QWidget | None = None, more: str = "") -> None:
        super().__init__(f"Remove: {entry.name}", parent)
        if more:
            self.column.addWidget(Words(more, "", self))
        told = "What it said stays in the office's history. Cases keep what was written in them."
        self.column.addWidget(Words(told, "muted", self))
        self.column.addWidget(self.notice)
        self.end("Remove it")

    def pressed(self) -> None:
        """It is certain."""
        self.hold(True)
        self.given.emit()
