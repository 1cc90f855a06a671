"""A meeting's minutes: one section at a time to edit; the new draft where its record changed."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mktdesk.casework.minutewords import HELP
from mktdesk.desk.minutes import MinutesView, SectionView
from ui.fields.boxes import TextBox
from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.page import Screen
from ui.question import Question
from ui.tables import Column, ListTable
from ui.when import spoken_moment
from ui.wrapping import WrapRow

_TYPING_MS = 700
_SECTIONS_SHOWN = 8


def _stands(one: SectionView) -> str:
    if one.typing is not None and one.typing != one.text:
        return "Being written"
    if one.changed:
        return "The record has changed since it was written"
    if one.edited:
        return f"Written by {one.by}, {spoken_moment(one.at)}" if one.by else "Written"
    return "As drafted"


class MinutesScreen(Screen):
    """typed, written: (section, text). draft_wanted, keep_wanted: (section).

    choice_wanted: (reasons, names). approve_wanted, open_wanted, send_wanted, preview_wanted.
    left: back to the meeting.
    """

    typed = Signal(str, str)
    written = Signal(str, str)
    draft_wanted = Signal(str)
    keep_wanted = Signal(str)
    choice_wanted = Signal(bool, bool)
    approve_wanted = Signal()
    open_wanted = Signal()
    send_wanted = Signal()
    preview_wanted = Signal()
    left = Signal()

    def __init__(self, shown: MinutesView, parent: QWidget | None = None) -> None:
        super().__init__(f"Minutes of {shown.public}", parent=parent)
        self._shown = shown
        self._section: SectionView | None = None
        self._saved = ""
        self._status = Words("", "", self)
        self.body.addWidget(self._status)
        self._sections()
        self._editor()
        self._choices()
        self._buttons()
        self.show_all(shown)

    # how it is built

    def _choices(self) -> None:
        self.body.addWidget(Words("How they are drafted", "section", self))
        self._reasons = Tick("Tell each member's reason", parent=self)
        self._names = Tick(
            "Name whom a case is about",
            help_text="Otherwise the draft has initials. What you write yourself stays as it is.",
            parent=self,
        )
        for tick in (self._reasons, self._names):
            tick.pressed.connect(self._chosen_otherwise)
            self.body.addWidget(tick)

    def _sections(self) -> None:
        columns = (
            Column[SectionView]("Section", lambda one: one.title, 34, keep=True),
            Column[SectionView]("How it stands", _stands, 34, keep=True),
        )
        self._table: ListTable[SectionView] = ListTable(
            "Sections", columns, lambda one: one.id, sortable=False, lines=2
        )
        self._table.chosen.connect(self._section_chosen)
        self.body.addWidget(self._table)

    def _editor(self) -> None:
        self._box = TextBox(8, 22, self)
        self._question = Question("Section", self._box, HELP, self)
        self.body.addWidget(self._question)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_MS)
        self._pause.timeout.connect(self._say_typed)
        self._box.textChanged.connect(self._edited)
        self._again = button("Back to the draft", "", self)
        self._again.clicked.connect(self._draft_pressed)
        self._row = WrapRow(self._again, parent=self)
        self.body.addWidget(self._row)
        self._changed = QFrame(self)
        self._changed.setProperty("look", "warning-box")
        column = QVBoxLayout(self._changed)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(Words("The record has changed since this was written", "label"))
        self._new = TextBox(4, 14, self)
        self._new.setReadOnly(True)
        told = "What you wrote stays until you take this."
        column.addWidget(Question("What the record gives now", self._new, told, self._changed))
        take = button("Take the new draft", "", self)
        take.clicked.connect(self._draft_pressed)
        keep = button("Keep what is written", "", self)
        keep.clicked.connect(self._keep_pressed)
        column.addWidget(WrapRow(take, keep, parent=self._changed))
        self.body.addWidget(self._changed)

    def _buttons(self) -> None:
        self._approve = button("Approve the minutes…", "primary")
        self._approve.clicked.connect(self._approve_pressed)
        self._open = button("Open them again…")
        self._open.clicked.connect(self.open_wanted)
        self._send = button("Save for circulation…")
        self._send.clicked.connect(self._send_pressed)
        preview = button("Preview")
        preview.clicked.connect(self._preview_pressed)
        back = button("Back to the meeting")
        back.clicked.connect(self._leave)
        self.add_foot(self._approve, self._open, self._send, preview, None, back)

    # what the controller shows

    def show_all(self, shown: MinutesView) -> None:
        """As they stand; the section that is being edited stays, and what is typed in it."""
        self._shown = shown
        self._status.setText(self._told())
        self._reasons.put(shown.choice.reasons)
        self._names.put(shown.choice.names)
        fixed = shown.read_only or shown.approved is not None
        for tick in (self._reasons, self._names):
            tick.setEnabled(not fixed)
        self._approve.setVisible(shown.approved is None)
        self._approve.setEnabled(shown.ended and not shown.read_only)
        self._open.setVisible(shown.approved is not None and not shown.read_only)
        self._send.setEnabled(not shown.read_only)
        self._box.setReadOnly(fixed)
        kept = self._section.id if self._section is not None else ""
        self._table.set_rows(shown.sections)
        self._table.setFixedHeight(self._table.height_for(_SECTIONS_SHOWN))
        here = next((one for one in shown.sections if one.id == kept), None)
        if here is None:
            here = shown.sections[0]
        self._table.select(here.id)
        self._show(here, typing=kept == here.id and self._dirty)

    def open_section(self, section: str) -> None:
        """Go to a section, by its id."""
        self._table.select(section)

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    def flush(self) -> None:
        """What is written is meant now."""
        self._pause.stop()
        if self._section is not None and self._dirty and not self._box.isReadOnly():
            self._saved = self._box.toPlainText()
            self.written.emit(self._section.id, self._saved)

    # how it works

    def _told(self) -> str:
        shown = self._shown
        said = [f"{shown.body}, {shown.when}. {shown.status}."]
        if not shown.agrees:
            said.append("The words differ from those that were approved.")
        if shown.changed and shown.approved is None:
            count = len(shown.changed)
            which = "1 section" if count == 1 else f"{count} sections"
            said.append(f"The record has changed since {which} was written.")
        if not shown.ended:
            said.append("They can be approved once the meeting has ended.")
        if shown.sent:
            said.append(f"Last sent: {spoken_moment(shown.sent[-1].at)}.")
        return " ".join(said)

    @property
    def _dirty(self) -> bool:
        return self._box.toPlainText() != self._saved

    def _section_chosen(self, one: SectionView | None) -> None:
        if one is None or (self._section is not None and one.id == self._section.id):
            return
        self.flush()
        self._show(one, typing=False)

    def _show(self, one: SectionView, *, typing: bool) -> None:
        self._section = one
        self._question.set_words(one.title)
        if not typing:
            self._saved = one.text
            unfinished = one.typing is not None and not self._box.isReadOnly()
            self._box.show_text(one.typing if unfinished and one.typing is not None else one.text)
        fixed = self._box.isReadOnly()
        self._row.setVisible(one.edited and not one.changed and not fixed)
        self._changed.setVisible(one.changed and not fixed)
        self._new.show_text(one.drafted)

    def _edited(self) -> None:
        if self._dirty and not self._pause.isActive():
            self._pause.start()

    def _say_typed(self) -> None:
        if self._section is not None and self._dirty and not self._box.isReadOnly():
            self.typed.emit(self._section.id, self._box.toPlainText())

    def _chosen_otherwise(self) -> None:
        self.flush()
        self.choice_wanted.emit(self._reasons.on, self._names.on)

    def _draft_pressed(self) -> None:
        if self._section is not None:
            self._pause.stop()
            self._saved = self._box.toPlainText()  # not written again: it gives way to the draft
            self.draft_wanted.emit(self._section.id)

    def _keep_pressed(self) -> None:
        if self._section is not None:
            self.flush()
            self.keep_wanted.emit(self._section.id)

    def _approve_pressed(self) -> None:
        self.flush()
        self.approve_wanted.emit()

    def _send_pressed(self) -> None:
        self.flush()
        self.send_wanted.emit()

    def _preview_pressed(self) -> None:
        self.flush()
        self.preview_wanted.emit()

    def _leave(self) -> None:
        self.flush()
        self.left.emit()
