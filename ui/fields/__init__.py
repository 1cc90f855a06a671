"""One editor for each kind of field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mktdesk.forms.types import Field, FieldKind
from ui.fields.base import Editor, ReadDate
from ui.fields.choice import PickEditor, RadioEditor, few
from ui.fields.date import DateEditor
from ui.fields.options import OptionsEditor
from ui.fields.text import LineEditor, TextEditor
from ui.fields.yes_no import YesNoEditor

__all__ = ["Editor", "ReadDate", "editor_for"]


def editor_for(field: Field, read_date: ReadDate, parent: QWidget | None = None) -> Editor:
    """The editor of a question."""
    match field.kind:
        case FieldKind.TEXT:
            return LineEditor(field, read_date, parent)
        case FieldKind.LINES | FieldKind.NARRATIVE:
            return TextEditor(field, read_date, parent)
        case FieldKind.DATE:
            return DateEditor(field, read_date, parent)
        case FieldKind.CHOICE:
            made = RadioEditor if few(field.options) else PickEditor
            return made(field, read_date, parent)
        case FieldKind.OPTIONS:
            return OptionsEditor(field, read_date, parent)
        case FieldKind.YES_NO:
            return YesNoEditor(field, read_date, parent)
