"""Asking for a member of a body, and for what a document of a body says of itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.casework.bodies import DEPUTY
from mktdesk.desk.bodies import BodyShown
from mktdesk.desk.directory import Entry
from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import DateAnswer
from ui.asking import Asking
from ui.dialogs.directory import EntryDialog
from ui.fields.base import ReadDate
from ui.fields.date import DateEditor
from ui.fields.text import LineEditor
from ui.labels import Words
from ui.question import LineQuestion


class MemberDialog(EntryDialog):
    """given: (the answers by the fields' ids). For whom a deputy comes is asked of a deputy."""

    def __init__(
        self, entry: Entry, shown: BodyShown, read_date: ReadDate, parent: QWidget | None = None
    ) -> None:
        super().__init__(entry, shown.fields, read_date, parent, agencies=shown.agencies)
        names = tuple(line.member.name for line in shown.members if line.member.id != entry.row)
        for name, offered in (("discipline", shown.disciplines), ("for_whom", names)):
            editor = self.editors[name]
            if isinstance(editor, LineEditor):
                editor.offer(offered)
        capacity = self.editors["capacity"]
        if not entry.row:
            capacity.set_value("member")
        capacity.changed.connect(self._capacity_changed)
        self._capacity_changed()

    def pressed(self) -> None:
        """A deputy of nobody is asked again."""
        deputy = self.editors["for_whom"]
        deputy.commit()
        wanted = self.editors["capacity"].value() == DEPUTY
        lacking = wanted and not deputy.value()
        deputy.set_problem("Say in whose place they come." if lacking else "")
        if lacking:
            deputy.focus_first()
            return
        super().pressed()

    def _capacity_changed(self) -> None:
        self.editors["for_whom"].setVisible(self.editors["capacity"].value() == DEPUTY)


class TermsDialog(Asking):
    """given: (version, DateAnswer from which it holds)."""

    given = Signal(str, object)

    def __init__(self, name: str, read_date: ReadDate, parent: QWidget | None = None) -> None:
        super().__init__("Add a document", parent)
        self.column.addWidget(Words(name, "muted", self))
        self.column.addWidget(self.notice)
        self._version = LineQuestion("Version", "As it stands on it, such as “version 3”.", self)
        self.column.addWidget(self._version)
        day = Field("day", FieldKind.DATE, "Holds from")
        self._day = DateEditor(day, read_date, self)
        self.column.addWidget(self._day)
        self.end("Add it")
        self._version.take_focus()

    def pressed(self) -> None:
        """Both are needed."""
        day, version = self._day.value(), self._version.text.strip()
        whole = isinstance(day, DateAnswer) and bool(day.text.strip())
        self._version.set_problem("" if version else "Say which version it is.")
        self._day.set_problem("" if whole else "Give the day.")
        if not version:
            self._version.take_focus()
        elif not whole:
            self._day.focus_first()
        else:
            self.hold(True)
            self.given.emit(version, day)


class DropDialog(Asking):
    """given: the document is to go from the list."""

    given = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Take off the list: {title}", parent)
        told = "The office's history keeps that it was there, and until when."
        self.column.addWidget(Words(told, "muted", self))
        self.column.addWidget(self.notice)
        self.end("Take it off the list")

    def pressed(self) -> None:
        """It is certain."""
        self.hold(True)
        self.given.emit()
