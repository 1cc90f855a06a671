"""The files attached to a case."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mktdesk.casework.records import Document
from mktdesk.desk.papers import Shown, shown_as
from ui.labels import Words, button, rule
from ui.listpane import ListPane
from ui.page import Screen
from ui.saved import Saved
from ui.tables import Column, ListTable
from ui.when import spoken_moment
from ui.wrapping import WrapRow

_KINDS = {Shown.PDF: "PDF", Shown.PICTURE: "Picture", Shown.TEXT: "Text"}
_EMPTY = (
    "No files yet. What agencies send, minutes and letters can be attached here: they are kept "
    "inside the case's encrypted file, can be looked at here, and can go into a case pack."
)
_MANY = 1024


def kind_of(document: Document) -> str:
    """What kind of file it is, in a word: "PDF", "Picture", "Word", "MP4 file"."""
    shown = shown_as(document)
    if shown in _KINDS:
        return _KINDS[shown]
    ending = Path(document.name).suffix.lstrip(".").upper()
    if ending in {"DOC", "DOCX"}:
        return "Word"
    return f"{ending} file" if ending else "File"


def size_of(size: int) -> str:
    """Bytes in words: "812 bytes", "48 KB", "2.4 MB"."""
    if size < _MANY:
        return f"{size} bytes"
    if size < _MANY * _MANY:
        return f"{size / _MANY:.0f} KB"
    return f"{size / _MANY / _MANY:.1f} MB"


_COLUMNS = (
    Column[Document]("Title", lambda d: d.title, 34, keep=True),
    Column[Document]("Kind", kind_of, 10, keep=True),
    Column[Document]("Size", lambda d: size_of(d.size), 10, sort=lambda d: d.size),
    Column[Document]("Attached", lambda d: spoken_moment(d.added_at), 23, lambda d: d.added_at),
    Column[Document]("By", lambda d: d.added_by, 16),
    Column[Document]("File name", lambda d: d.name, 24),
)


class DocumentsScreen(Screen):
    """The list and what can be done with a file.

    attach_asked, blank_form_asked, filled_form_asked: nothing more is known yet. view_asked,
    rename_asked, remove_asked, copy_asked, undo_asked: (Document).
    """

    attach_asked = Signal()
    view_asked = Signal(object)
    rename_asked = Signal(object)
    remove_asked = Signal(object)
    undo_asked = Signal(object)
    copy_asked = Signal(object)
    blank_form_asked = Signal()
    filled_form_asked = Signal()

    def __init__(self, *, read_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("Documents", scrolls=False, parent=parent)
        self._read_only = read_only
        self._wanted = ""
        self._table: ListTable[Document] = ListTable("Documents", _COLUMNS, _key)
        self._table.opened.connect(self.view_asked)
        self._table.chosen.connect(self._chosen)
        if not read_only:
            self._table.delete_asked.connect(self.remove_asked)
        self._pane: ListPane[Document] = ListPane(
            self._table, _EMPTY, "" if read_only else "Attach files…"
        )
        self._pane.action_asked.connect(self.attach_asked)
        self._removed = self._removed_box()
        self.body.addWidget(self._removed)
        self.body.addWidget(self._pane, 1)
        self._attach = button("Attach files…", "primary")
        self._attach.clicked.connect(self.attach_asked)
        self._view = button("View")
        self._rename = button("Rename…")
        self._copy = button("Save a copy…")
        self._remove = button("Remove", "danger")
        asked = (
            (self._view, self.view_asked),
            (self._rename, self.rename_asked),
            (self._copy, self.copy_asked),
            (self._remove, self.remove_asked),
        )
        self._signals = dict(asked)
        for made, _ in asked:
            made.clicked.connect(self._pressed)
        self._acts = WrapRow(self._attach, *(made for made, _ in asked))
        self.body.addWidget(self._acts)
        self.body.addWidget(rule())
        self.body.addWidget(self._forms())
        self._current: Document | None = None
        self.show_documents(())

    def _removed_box(self) -> QFrame:
        box = QFrame(self)
        box.setProperty("look", "note-box")
        row = QHBoxLayout(box)
        row.setContentsMargins(12, 6, 12, 6)
        self._removed_words = Words("", "", box)
        self._undo = button("Undo", "", box)
        self._undo.clicked.connect(self._undo_pressed)
        row.addWidget(self._removed_words, 1)
        row.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignTop)
        self._gone: Document | None = None
        box.hide()
        return box

    def _forms(self) -> WrapRow:
        words = Words("The referral form as Word, for agencies that fill it in", "muted")
        words.setWordWrap(False)
        blank = button("Save the blank form…")
        blank.clicked.connect(self.blank_form_asked)
        filled = button("Save the filled form…")
        filled.setEnabled(not self._read_only)
        filled.clicked.connect(self.filled_form_asked)
        return WrapRow(words, blank, filled)

    # what the controller uses

    def show_documents(self, documents: tuple[Document, ...]) -> None:
        """The case's files, oldest first."""
        count = "1 document" if len(documents) == 1 else f"{len(documents)} documents"
        here = self._table.hasFocus()
        self._pane.set_rows(documents, count)
        self._acts.setVisible(bool(documents))
        if any(document.id == self._wanted for document in documents):
            self._table.select(self._wanted)
            self._wanted = ""
        self._chosen(self._table.current())
        if here and not documents:
            self.focus_first()

    def focus_first(self) -> None:
        """Into the list; where there is none, to what makes it."""
        if self._table.list_model.rowCount():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def select(self, document: Document) -> None:
        """Make this the current one, now or when the list comes."""
        self._wanted = document.id
        self._table.select(document.id)

    def show_removed(self, document: Document) -> None:
        """Say that it is gone from the list, and offer to put it back."""
        self._gone = document
        self._removed_words.setText(f"“{document.title}” was removed from the case.")
        self._undo.setAccessibleName(f"Undo: put back {document.title}")
        self._removed.show()

    def saved(self, saved: Saved) -> None:
        """Something was saved outside the vault."""
        self.notice.show_words("done", f"Saved as {saved.name}.", saved.words)

    # how it works

    def _chosen(self, document: Document | None) -> None:
        self._current = document
        for made in (self._view, self._rename, self._copy, self._remove):
            changes = made is not self._view
            made.setEnabled(document is not None and not (changes and self._read_only))
        self._attach.setEnabled(not self._read_only)

    def _pressed(self) -> None:
        for made, signal in self._signals.items():
            if made is self.sender() and self._current is not None:
                signal.emit(self._current)
                return

    def _undo_pressed(self) -> None:
        if self._gone is not None:
            self._removed.hide()
            self.focus_first()
            self.undo_asked.emit(self._gone)


def _key(document: Document) -> str:
    return document.id
