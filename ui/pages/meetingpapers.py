"""A meeting's papers: which go in, who gets a copy, what it opens with, where to; what went out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.casework.meetingrecords import Circulated
from mktdesk.desk.panelchoice import Offer, OfferedItem, OfferedReader, PapersChoice, Recipient
from mktdesk.desk.panelpack import FULL_REFERENCE, PapersMade
from mktdesk.desk.strength import Strength
from mktdesk.errors import DeskError
from ui.fields.tick import Tick
from ui.folderbox import FolderQuestion
from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.openswith import OpensWith
from ui.page import Screen
from ui.question import LineQuestion, Question
from ui.tables import Column, ListTable
from ui.when import spoken_moment
from ui.wrapping import WrapRow

_SENT_SHOWN = 6
_SEVERAL = ";"
_COLUMNS = (
    Column[Circulated]("When", lambda one: spoken_moment(one.at), 22, keep=True),
    Column[Circulated]("For", lambda one: one.to, 24, keep=True),
    Column[Circulated]("What", lambda one: one.what.capitalize(), 9),
    Column[Circulated]("Copy", lambda one: one.copy or "–", 8, keep=True),
    Column[Circulated]("Pages", lambda one: str(one.pages or "–"), 8),
    Column[Circulated]("Opens with", lambda one: one.password_is, 24),
    Column[Circulated]("SHA-256", lambda one: one.sha256[:12], 14),
)


@dataclass(frozen=True, slots=True)
class PapersState:
    """What can be made of a meeting, and what went out. sent: packs, oldest first."""

    public: str
    offer: Offer
    sent: tuple[Circulated, ...]
    read_only: bool


class MeetingPapersScreen(Screen):
    """preview_asked: (PapersChoice). make_asked: (PapersChoice, folder). password_typed: (text).

    left: back to the meeting.
    """

    preview_asked = Signal(object)
    make_asked = Signal(object, object)
    password_typed = Signal(str)
    left = Signal()

    def __init__(
        self, state: PapersState, choice: PapersChoice | None = None, folder: str = ""
    ) -> None:
        """choice, folder: what had been chosen before, so that a preview loses nothing."""
        super().__init__(f"Papers of {state.public}")
        self._state = state
        words = (
            "One PDF for each reader: cover, agenda, then each case's referral and what agencies "
            "returned. The reader's name and the copy's number stand across every page. With no "
            "case chosen the copies are the agenda alone."
        )
        self.body.addWidget(Words(words, "", self))
        self._items_section()
        self._readers_section()
        self._opens = OpensWith(FULL_REFERENCE, "pack")
        self._opens.typed.connect(self.password_typed)
        self.body.addWidget(self._opens)
        told = f"Each copy is a file of its own: “{state.public} panel pack copy 1.pdf”."
        self._folder = FolderQuestion("Folder to save them in", told, self)
        self._folder.put(folder)
        self.body.addWidget(self._folder)
        self._sent_section()
        self._buttons()
        self._put(choice)

    # how it is built

    def _items_section(self) -> None:
        group = self._group("Whose papers go in")
        self._items: list[tuple[OfferedItem, Tick, LineQuestion | None]] = []
        for item in self._state.offer.items:
            if not item.public:
                continue
            told = "Restricted to named staff." if item.restricted else ""
            tick = Tick(f"{item.number}. {item.title}", help_text=told, parent=self)
            group.addWidget(tick)
            typed: LineQuestion | None = None
            if item.restricted:
                wanted = "Its papers go in only with this."
                typed = LineQuestion(f"Full reference of {item.public}", wanted, self)
                typed.setVisible(False)
                tick.box.toggled.connect(typed.setVisible)
                group.addWidget(typed)
            self._items.append((item, tick, typed))
        if not self._items:
            group.addWidget(Words("No case is on the agenda: the pack is the agenda.", "muted"))

    def _readers_section(self) -> None:
        group = self._group("Who gets a copy")
        self._readers: list[tuple[OfferedReader, Tick]] = []
        for reader in self._state.offer.readers:
            tick = Tick(reader.name, help_text=self._about(reader), parent=self)
            group.addWidget(tick)
            self._readers.append((reader, tick))
        everybody, nobody = button("Everybody", "", self), button("Nobody", "", self)
        everybody.clicked.connect(self._everybody)
        nobody.clicked.connect(self._nobody)
        row = WrapRow(everybody, nobody, parent=self)
        row.setVisible(bool(self._readers))
        group.addWidget(row)
        told = "Names as the copies show them, parted by semicolons."
        self._others = LineQuestion("Somebody else", told, self, longest=2000)
        group.addWidget(self._others)

    def _about(self, reader: OfferedReader) -> str:
        numbers = [
            str(item.number) for item in self._state.offer.items if item.id in reader.not_for
        ]
        said = [reader.role]
        if numbers:
            which = f"item{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}"
            said.append(f"Gets no papers of {which}: an interest was declared.")
        if reader.sent:
            said.append(f"Had a copy: {spoken_moment(reader.sent[-1])}.")
        return " ".join(part if part.endswith(".") else f"{part}." for part in said if part)

    def _sent_section(self) -> None:
        group = self._group("Copies made")
        self._none = Words("No copy has been made yet.", "muted")
        self._table: ListTable[Circulated] = ListTable("Copies made", _COLUMNS, lambda x: x.id)
        self._digest = Words("", "small")
        self._digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._table.chosen.connect(self._sent_chosen)
        for widget in (self._none, self._table, self._digest):
            group.addWidget(widget)
        self.show_sent(self._state.sent)

    def _buttons(self) -> None:
        self._make = button("Make the copies", "primary")
        self._make.clicked.connect(self.make)
        self._make.setEnabled(not self._state.read_only)
        self._preview = button("Preview the first copy")
        self._preview.clicked.connect(self._preview_pressed)
        back = button("Back to the meeting")
        back.clicked.connect(self.left)
        self.add_foot(self._make, self._preview, None, back)

    def _group(self, heading: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(Words(heading, "section", self))
        self.body.addLayout(column)
        return column

    # what the controller uses

    def show_sent(self, sent: tuple[Circulated, ...]) -> None:
        """The copies that went out, latest first."""
        latest = tuple(reversed(sent))
        self._table.set_rows(latest)
        self._table.setFixedHeight(self._table.height_for(_SENT_SHOWN))
        self._table.setVisible(bool(latest))
        self._none.setVisible(not latest)
        self._digest.setVisible(bool(latest))

    def show_made(self, made: PapersMade) -> None:
        """What was saved, what could not be, and what is in no copy."""
        self.set_busy(False)
        count = len(made.copies)
        saved = f"{count} {'copy' if count == 1 else 'copies'} saved."
        more = [f"Item {number}, {title}: {why}" for number, title, why in made.absent]
        if made.failed:
            said = f"No copy for {', '.join(made.without)}: {made.failed}"
            self.notice.show_words("error", f"{saved} {said}", " ".join(more))
        else:
            told = "Send the password by another channel."
            missing = f" Not in the pack: {' '.join(more)}" if more else ""
            self.notice.show_words("done", saved, f"{told}{missing}")
        self._opens.forget()
        self._make.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_strength(self, found: Strength) -> None:
        """How strong the password is that is being typed."""
        self._opens.show_strength(found)

    def refuse_password(self, error: DeskError) -> None:
        """The password cannot protect a copy."""
        self.set_busy(False)
        self._opens.refuse(error)

    def not_made(self, error: DeskError) -> None:
        """Nothing was made; everything chosen is still here."""
        self.set_busy(False)
        self.failed(error)

    def set_busy(self, busy: bool) -> None:
        """While copies are being made, no others can be asked for."""
        self._make.setEnabled(not busy and not self._state.read_only)
        self._preview.setEnabled(not busy)

    def choice(self) -> PapersChoice:
        """What is chosen now."""
        secret = self._opens.passphrase
        readers = [
            Recipient(reader.name, reader.attendee, secret)
            for reader, tick in self._readers
            if tick.on
        ]
        others = (name.strip() for name in self._others.text.split(_SEVERAL))
        return PapersChoice(
            (*readers, *(Recipient(name, passphrase=secret) for name in others if name)),
            tuple(item.id for item, tick, _ in self._items if tick.on),
            {
                item.public: typed.text.strip()
                for item, tick, typed in self._items
                if typed is not None and tick.on and typed.text.strip()
            },
        )

    @property
    def folder(self) -> str:
        """The folder as it is typed."""
        return self._folder.text.strip()

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()
        elif isinstance(target, QWidget):
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def make(self) -> None:
        """The main button: look at the choices, and ask for the copies."""
        folder = self._folder.folder
        if self._complete(saved=True) and folder is not None:
            self.set_busy(True)
            self.make_asked.emit(self.choice(), Path(folder))

    # how it works

    def _put(self, choice: PapersChoice | None) -> None:
        if choice is None:
            for item, tick, _ in self._items:
                tick.put(not item.restricted)
            self._everybody()
            return
        for item, tick, typed in self._items:
            tick.put(item.id in choice.items)
            if typed is not None:
                typed.put(choice.typed.get(item.public, ""))
        there = {who.attendee for who in choice.recipients if who.attendee}
        for reader, tick in self._readers:
            tick.put(reader.attendee in there)
        others = [who.name for who in choice.recipients if not who.attendee]
        self._others.put("; ".join(others))
        self._opens.put(choice.recipients[0].passphrase if choice.recipients else "")

    def _everybody(self) -> None:
        for _, tick in self._readers:
            tick.put(True)

    def _nobody(self) -> None:
        for _, tick in self._readers:
            tick.put(False)

    def _sent_chosen(self, one: Circulated | None) -> None:
        if one is not None:
            self._digest.setText(f"{one.file_name}\nSHA-256 {one.sha256}")

    def _complete(self, *, saved: bool) -> bool:
        fault = self._folder.fault if saved else ""
        self._folder.set_problem(fault)
        nobody = "" if self.choice().recipients else "Choose who gets a copy."
        self._others.set_problem(nobody)
        problems = [
            SummaryLine(words, where)
            for words, where in ((nobody, self._others), (fault, self._folder))
            if words
        ]
        self.show_problems(problems)
        if problems or not self._opens.whole():
            return False
        self.notice.clear()
        return True

    def _preview_pressed(self) -> None:
        if self._complete(saved=False):
            self.set_busy(True)
            self.preview_asked.emit(self.choice())
