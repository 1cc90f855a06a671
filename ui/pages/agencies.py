"""The agencies of a case: what each was asked for, when it is due, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mktdesk.casework.requests import RequestStanding, RequestState, not_secured
from mktdesk.desk.requests import Board
from ui.labels import Words, button
from ui.listpane import ListPane
from ui.page import Screen
from ui.saved import Saved
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

ASKED, RECEIVED, NIL, SECURED, CHASED = "asked", "received", "nil", "secured", "chased"
ATTACH = "attach"
LETTER = "letter"
_VERBS = {
    LETTER: "Letter…",
    ASKED: "Asked…",
    RECEIVED: "Received…",
    NIL: "Nil return…",
    SECURED: "Secured…",
    CHASED: "Chased…",
    ATTACH: "Attach files…",
}
_LINES_SHOWN = 8

_COLUMNS = (
    Column[RequestStanding]("Agency", lambda one: one.agency or "–", 20, keep=True),
    Column[RequestStanding]("Asked for", lambda one: one.contribution, 18, keep=True),
    Column[RequestStanding]("Due", lambda one: one.due_words or "–", 20, lambda x: x.due or "9"),
    Column[RequestStanding](
        "Where it stands", lambda one: one.words, 26, lambda x: (-x.late, x.words), keep=True
    ),
    Column[RequestStanding]("Records", lambda one: one.records, 15),
)


class AgenciesPage(Screen):
    """ask_wanted: raise requests. act_asked: (RequestStanding, one of the words above).

    details_wanted: (RequestStanding or None) its row in the working record. people_wanted: the
    appointed people's page. documents_wanted: the case's documents. save_wanted: the list, with the
    ending ".pdf" or ".xlsx". extra_wanted: say whether an extra meeting is held.
    standing_wanted: appoint whoever is on the panel by their office.
    """

    ask_wanted = Signal()
    act_asked = Signal(object, str)
    details_wanted = Signal(object)
    people_wanted = Signal()
    documents_wanted = Signal()
    save_wanted = Signal(str)
    extra_wanted = Signal()
    standing_wanted = Signal()

    def __init__(self, shown: Board, parent: QWidget | None = None) -> None:
        super().__init__("Agencies", parent=parent)
        self._shown = shown
        self._list_section()
        self._meeting_section()
        self._people_section()
        self._ask = button("Ask agencies…", "primary", self)
        self._ask.clicked.connect(self.ask_wanted)
        self._edit = button("Edit details", "", self)
        self._edit.clicked.connect(self._edit_pressed)
        self._pdf = button("Save as PDF…", "", self)
        self._pdf.clicked.connect(self._pdf_pressed)
        self._book = button("Save as workbook…", "", self)
        self._book.clicked.connect(self._book_pressed)
        self.add_foot(self._ask, self._edit, None, self._pdf, self._book)
        self.show_all(shown)

    # how it is built

    def _list_section(self) -> None:
        self._table: ListTable[RequestStanding] = ListTable(
            "Requests to agencies", _COLUMNS, lambda one: one.row, lines=2
        )
        empty = (
            "No agency was asked for anything yet. Those that the referral names are offered when "
            "you ask."
        )
        self._pane: ListPane[RequestStanding] = ListPane(self._table, empty, parent=self)
        self._table.chosen.connect(self._chosen)
        self._table.opened.connect(self.details_wanted)
        self.body.addWidget(self._pane)
        self._acts: dict[str, QPushButton] = {}
        for what, words in _VERBS.items():
            made = button(words, "", self)
            made.clicked.connect(self._act_pressed)
            self._acts[what] = made
        self._buttons = WrapRow(*self._acts.values(), parent=self)
        self.body.addWidget(self._buttons)
        self._more = Words("", "", self)
        self.body.addWidget(self._more)
        self._doubts = Words("", "warning", self)
        self.body.addWidget(self._doubts)
        self._to_files = button("Show the documents", "link", self)
        self._to_files.clicked.connect(self.documents_wanted)
        self.body.addWidget(self._to_files, 0, Qt.AlignmentFlag.AlignLeft)
        self._unsecured = Words("", "muted", self)
        self.body.addWidget(self._unsecured)

    def _meeting_section(self) -> None:
        self._meeting = QWidget(self)
        column = QVBoxLayout(self._meeting)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(8)
        column.addWidget(Words("The meeting that considers it", "section", self._meeting))
        self._which = Words("", "", self._meeting)
        column.addWidget(self._which)
        self._extra_said = Words("", "", self._meeting)
        column.addWidget(self._extra_said)
        self._extra = button("Consider an extra meeting…", "", self._meeting)
        self._extra.clicked.connect(self.extra_wanted)
        column.addWidget(self._extra, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._meeting)

    def _people_section(self) -> None:
        self.body.addSpacing(16)
        self.body.addWidget(Words("Appointed people", "section", self))
        self._remarks = Words("", "", self)
        self.body.addWidget(self._remarks)
        self._people = button("Edit appointed people", "", self)
        self._people.clicked.connect(self.people_wanted)
        self._standing = button("Appoint who sits by office", "", self)
        self._standing.clicked.connect(self.standing_wanted)
        self.body.addWidget(WrapRow(self._people, self._standing, parent=self))

    # what the controller shows

    def show_all(self, shown: Board) -> None:
        """Everything as it stands; the chosen request stays chosen."""
        self._shown = shown
        late = sum(one.state is RequestState.LATE for one in shown.requests)
        count = "1 request" if len(shown.requests) == 1 else f"{len(shown.requests)} requests"
        self._pane.set_rows(shown.requests, f"{count}, {late} late" if late else count)
        room = (
            self._table.height_for(_LINES_SHOWN) + 3 * self.fontMetrics().height()
            if shown.requests
            else 0
        )
        self._pane.setMinimumHeight(room)
        self._buttons.setVisible(bool(shown.requests))
        if shown.requests and self._table.current() is None:
            self._table.select(shown.requests[0].row)
        missing = not_secured(shown.requests)
        self._unsecured.setText(f"Records not known to be secured: {', '.join(missing)}.")
        self._unsecured.setVisible(bool(missing))
        self._show_meeting()
        self._show_remarks()
        self._ask.setEnabled(not shown.read_only)
        for made in (self._pdf, self._book):
            made.setEnabled(bool(shown.requests) and not shown.read_only)
        self._chosen(self._table.current())

    def go_to_request(self, row: str) -> None:
        """Choose a request by its row."""
        self._table.select(row)

    @property
    def board(self) -> Board:
        """What is shown."""
        return self._shown

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    def saved(self, saved: Saved) -> None:
        """The list is saved."""
        self.notice.show_words("done", f"Saved as {saved.name}.", saved.words)

    # how it works

    def _show_meeting(self) -> None:
        found = self._shown.meeting
        self._meeting.setVisible(found is not None)
        if found is None:
            return
        self._which.setText(found.words)
        self._extra_said.setText(found.extra_words)
        self._extra_said.setVisible(bool(found.extra_words))
        asked = found.ask_extra or found.extra is not None
        self._extra.setVisible(asked)
        self._extra.setEnabled(not self._shown.read_only)

    def _show_remarks(self) -> None:
        found = [one.words for one in self._shown.remarks]
        wanting = self._shown.wanting
        self._standing.setVisible(bool(wanting) and not self._shown.read_only)
        found += [f"Sits by office, and is not appointed yet: {words}." for words in wanting]
        if found:
            self._remarks.setText("\n".join(f"–  {words}" for words in found))
        elif self._shown.appointed:
            self._remarks.setText("Nothing is missing from what was declared and checked.")
        else:
            self._remarks.setText("Nobody is appointed to this case yet.")

    def _chosen(self, one: RequestStanding | None) -> None:
        may = one is not None and not self._shown.read_only
        for made in self._acts.values():
            made.setEnabled(may)
        files = self._shown.files.get(one.row, ()) if one is not None else ()
        lines = _details(one, ", ".join(document.title for document in files)) if one else ()
        self._more.setText("\n".join(lines))
        self._more.setVisible(bool(lines))
        self._doubts.setText(" ".join(one.doubts) if one is not None else "")
        self._doubts.setVisible(one is not None and bool(one.doubts))
        self._to_files.setVisible(bool(files))

    def _act_pressed(self) -> None:
        one = self._table.current()
        for what, made in self._acts.items():
            if made is self.sender() and one is not None:
                self.act_asked.emit(one, what)
                return

    def _pdf_pressed(self) -> None:
        self.save_wanted.emit(".pdf")

    def _book_pressed(self) -> None:
        self.save_wanted.emit(".xlsx")

    def _edit_pressed(self) -> None:
        self.details_wanted.emit(self._table.current())


def _details(one: RequestStanding, files: str) -> tuple[str, ...]:
    """What the table has no room for, a line each."""
    due = one.worked_out.arithmetic if one.worked_out else one.due_words
    came = one.state in {RequestState.RECEIVED, RequestState.INCOMPLETE}
    assured = "Not said yet who signed it off in the agency." if came else ""
    if one.assured:
        assured = f"Signed off in the agency by {one.assured}."
    lines = (
        f"{one.agency}, {one.contribution}: {one.words}",
        f"Due: {due}" if due else "",
        one.chased_words,
        assured,
        f"Records: {one.records}",
        f"Files: {files}" if files else "",
    )
    return tuple(line for line in lines if line)
