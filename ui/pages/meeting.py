"""One meeting before and after it is held: agenda, who belongs to it, papers and minutes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.casework.meetingrecords import AgendaItem, ItemState, State
from mktdesk.casework.sitting import counted
from ui.labels import Words, button
from ui.page import Screen
from ui.tables import LONGEST_REFERENCE, Column, ListTable
from ui.wrapping import WrapRow

_LINES_SHOWN = 10
_STATES = {
    ItemState.WAITING.value: "",
    ItemState.NOW.value: "Being taken",
    ItemState.DONE.value: "Done",
    ItemState.RELISTED.value: "Comes back",
    ItemState.NOT_TAKEN.value: "Not taken",
}


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item of the agenda. missing: what its case lacks, a line each."""

    number: int
    item: AgendaItem
    missing: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """The case's public reference with the step, or the item's words."""
        return ": ".join(part for part in (self.item.public, self.item.title) if part)

    @property
    def stands(self) -> str:
        """What is missing, how it came out, or nothing."""
        item = self.item
        if item.outcome:
            return item.outcome
        said = _STATES.get(item.state, item.state)
        return "; ".join(part for part in (said, *self.missing) if part) or "Ready"


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """What the page shows of a meeting. people: who belongs to it, in words. stage: how far it is.

    held: it has begun and not ended. over: it has ended. held_by: who else has it open.
    conflicts: how many are to be decided. here: the office's own copy, which can be taken along.
    """

    public: str
    title: str
    place: str
    stage: str
    state: str
    lines: tuple[AgendaLine, ...]
    people: str
    notes: tuple[str, ...] = ()
    read_only: bool = False
    held_by: str = ""
    conflicts: int = 0
    here: bool = True

    @property
    def over(self) -> bool:
        """It has ended."""
        return self.state in {State.ENDED.value, State.APPROVED.value}

    @property
    def held(self) -> bool:
        """It has begun, and has not ended."""
        return self.state == State.HELD.value


class MeetingPage(Screen):
    """move_wanted: (item's id, place). remove_wanted, change_wanted: (AgendaLine). The others: what
    the button says.
    """

    cases_wanted = Signal()
    item_wanted = Signal()
    change_wanted = Signal(object)
    remove_wanted = Signal(object)
    move_wanted = Signal(str, int)
    people_wanted = Signal()
    begin_wanted = Signal()
    end_wanted = Signal()
    reference_wanted = Signal()
    papers_wanted = Signal()
    minutes_wanted = Signal()
    actions_wanted = Signal()
    history_wanted = Signal()
    conflicts_wanted = Signal()
    take_wanted = Signal()

    def __init__(self, shown: MeetingShown, parent: QWidget | None = None) -> None:
        super().__init__(shown.title, parent=parent)
        self._shown = shown
        self._where = Words("", "muted", self)
        self.body.addWidget(self._where)
        self._apart = Words("", "label", self)
        decide = self._button("Decide…", "", self.conflicts_wanted)
        self._deciding = WrapRow(self._apart, decide, parent=self)
        self.body.addWidget(self._deciding)
        self._begin = self._button("", "primary", self.begin_wanted)
        self._end = self._button("End the meeting…", "", self.end_wanted)
        papers = self._button("Papers…", "", self.papers_wanted)
        minutes = self._button("Minutes…", "", self.minutes_wanted)
        actions = self._button("Action points…", "", self.actions_wanted)
        self._take = self._button("Take to this meeting…", "", self.take_wanted)
        self._reference = self._button("Reference…", "", self.reference_wanted)
        history = self._button("History", "", self.history_wanted)
        papers_of = (papers, minutes, actions, self._take, self._reference, history)
        self.tools = WrapRow(self._begin, self._end, *papers_of, parent=self)
        self.body.addWidget(self.tools)
        self._agenda()
        self._people = Words("", "", self)
        self.body.addWidget(Words("Who belongs to it", "section", self))
        self.body.addWidget(self._people)
        self._who = self._button("Who is here…", "", self.people_wanted)
        self.body.addWidget(WrapRow(self._who, parent=self))
        self.show_meeting(shown)

    def _agenda(self) -> None:
        self.body.addWidget(Words("Agenda", "section", self))
        columns = (
            Column[AgendaLine]("No.", lambda one: str(one.number), 4, keep=True, whole="No."),
            Column[AgendaLine](
                "Item", lambda one: one.what, 36, keep=True, whole=LONGEST_REFERENCE
            ),
            Column[AgendaLine]("Minutes", lambda one: str(one.item.minutes or "–"), 8),
            Column[AgendaLine]("Presented by", lambda one: one.item.presenter or "–", 18),
            Column[AgendaLine]("How it stands", lambda one: one.stands, 30, keep=True),
        )
        self.table: ListTable[AgendaLine] = ListTable(
            "Agenda", columns, lambda one: one.item.id, sortable=False, lines=2, parent=self
        )
        self.table.opened.connect(self.change_wanted)
        self.table.delete_asked.connect(self.remove_wanted)
        self.table.move_asked.connect(self._move)
        self.table.chosen.connect(self._chosen)
        self.body.addWidget(self.table)
        self._length = Words("", "muted", self)
        self.body.addWidget(self._length)
        self._cases = self._button("Add cases…", "", self.cases_wanted)
        self._item = self._button("Add an item…", "", self.item_wanted)
        self._change = self._button("Change…", "", self._change_pressed)
        self._up = self._button("Move up", "", self._up_pressed)
        self._down = self._button("Move down", "", self._down_pressed)
        self._remove = self._button("Take off…", "", self._remove_pressed)
        self._editing = (self._cases, self._item, self._change, self._up, self._down, self._remove)
        self.body.addWidget(WrapRow(*self._editing, parent=self))

    def _button(self, text: str, look: str, slot: object) -> QPushButton:
        made = button(text, look, self)
        made.clicked.connect(slot)
        return made

    # what the controller shows

    def show_meeting(self, shown: MeetingShown) -> None:
        """As it stands; what was chosen stays chosen."""
        self._shown = shown
        self.set_title(shown.title)
        self.status.setText(f"{shown.public} · {shown.stage}")
        self._where.setText(shown.place)
        self._where.setVisible(bool(shown.place))
        self._apart.setText(f"{counted(shown.conflicts, 'conflict')} to decide")
        self._deciding.setVisible(bool(shown.conflicts))
        self._take.setVisible(shown.here and not shown.over)
        self.table.set_rows(shown.lines)
        self.table.setMinimumHeight(self.table.height_for(_LINES_SHOWN))
        minutes = sum(one.item.minutes for one in shown.lines)
        items = counted(len(shown.lines), "item")
        empty = "Nothing is on the agenda yet. Add the cases that are ready."
        self._length.setText(f"{items}, {counted(minutes, 'minute')}" if shown.lines else empty)
        self._people.setText(shown.people)
        self._begin.setText("Go on with the meeting" if shown.held else "Begin the meeting")
        self._begin.setVisible(not shown.over)
        self._begin.setEnabled(not shown.read_only)
        self._end.setVisible(shown.held and not shown.read_only)
        for one in self._editing:
            one.setVisible(not shown.over and not shown.read_only)
        self._who.setEnabled(not shown.read_only)
        if shown.read_only:
            who = shown.held_by or "Somebody else"
            self.notice.show_words(
                "warning", f"Only to be read: {who} has this meeting open.", "Ask them to close it."
            )
        elif shown.notes:
            self.notice.show_words("note", *_two(shown.notes))
        else:
            self.notice.clear()
        self._chosen(self.table.current())

    def said(self, words: str) -> None:
        """Something was done."""
        self.status.say(words, "done")

    # how it works

    def _chosen(self, line: AgendaLine | None) -> None:
        place = self._place(line)
        waits = line is not None and line.item.state == ItemState.WAITING.value
        self._change.setEnabled(line is not None)
        self._remove.setEnabled(waits)
        self._up.setEnabled(line is not None and place > 0)
        self._down.setEnabled(line is not None and place < len(self._shown.lines) - 1)

    def _place(self, line: AgendaLine | None) -> int:
        ids = [one.item.id for one in self._shown.lines]
        return ids.index(line.item.id) if line is not None and line.item.id in ids else -1

    def _move(self, line: AgendaLine, step: int) -> None:
        if not self._shown.over and not self._shown.read_only:
            self.move_wanted.emit(line.item.id, self._place(line) + step)

    def _up_pressed(self) -> None:
        if (line := self.table.current()) is not None:
            self._move(line, -1)

    def _down_pressed(self) -> None:
        if (line := self.table.current()) is not None:
            self._move(line, 1)

    def _change_pressed(self) -> None:
        if (line := self.table.current()) is not None:
            self.change_wanted.emit(line)

    def _remove_pressed(self) -> None:
        if (line := self.table.current()) is not None:
            self.remove_wanted.emit(line)


def _two(notes: tuple[str, ...]) -> tuple[str, str]:
    return notes[0], " ".join(notes[1:])
