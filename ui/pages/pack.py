"""A case pack: what goes in, for whom, under which password; and the packs made so far."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from mktdesk.casework.records import Document, Pack
from mktdesk.casework.status import PartStatus, State
from mktdesk.desk.packs import PackChoice, PackMade
from mktdesk.desk.papers import goes_into_pack
from mktdesk.desk.strength import Strength
from mktdesk.errors import DeskError
from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.openswith import OpensWith
from ui.page import Screen
from ui.question import LineQuestion
from ui.tables import Column, ListTable
from ui.when import spoken_moment

_PACKS_SHOWN = 6
_STARTED = frozenset({State.UNDER_WAY, State.READY, State.SIGNED, State.SUPERSEDED})

_COLUMNS = (
    Column[Pack]("Made", lambda p: spoken_moment(p.made_at), 23, keep=True),
    Column[Pack]("For", lambda p: p.recipient or "the office's own use", 22, keep=True),
    Column[Pack]("Copy", lambda p: p.copy_number, 8, keep=True),
    Column[Pack]("Pages", lambda p: str(p.pages), 8),
    Column[Pack]("Opens with", lambda p: p.password_is, 24),
    Column[Pack]("SHA-256", lambda p: p.sha256[:12], 14),
)


@dataclass(frozen=True, slots=True)
class PackState:
    """What a pack of this case can hold. policy: what it opens with under the office's policy."""

    parts: tuple[PartStatus, ...]
    documents: tuple[Document, ...]
    packs: tuple[Pack, ...]
    policy: str
    read_only: bool


class PackScreen(Screen):
    """preview_asked, make_asked: (PackChoice). password_typed: (text), to be judged.

    signatures_asked: (passphrase) the page of signatures by itself.
    """

    preview_asked = Signal(object)
    make_asked = Signal(object)
    password_typed = Signal(str)
    signatures_asked = Signal(str)

    def __init__(self, state: PackState, choice: PackChoice | None = None) -> None:
        """choice: what had been chosen before, so that a preview loses nothing."""
        super().__init__("Case pack")
        self._state = state
        self._busy = False
        self._parts = tuple(
            (part.part, Tick(part.title, help_text=part.words)) for part in state.parts
        )
        self._documents = tuple(
            (d, Tick(d.title, help_text="" if goes_into_pack(d) else _cannot(d)))
            for d in state.documents
        )
        self._contents()
        self._addressee()
        self._password()
        self._made_before()
        self._preview = button("Preview")
        self._preview.clicked.connect(self._preview_pressed)
        self._make = button("Make the pack…", "primary")
        self._make.clicked.connect(self._make_pressed)
        self._make.setEnabled(not state.read_only)
        self._signatures = button("Page of signatures…")
        self._signatures.clicked.connect(self._signatures_pressed)
        signed = any(part.state is State.SIGNED for part in state.parts)
        self._signatures.setEnabled(signed and not state.read_only)
        self.add_foot(self._make, self._preview, self._signatures, None)
        self._put(choice or PackChoice(tuple(p.part for p in state.parts if p.state in _STARTED)))

    def _contents(self) -> None:
        self.body.addWidget(Words("The pack is one PDF with a cover, contents and handling notes."))
        group = _group("Sections")
        self._first = group
        for _, tick in self._parts:
            group.addWidget(tick)
        self.body.addLayout(group)
        group = _group("Documents as appendices")
        if not self._documents:
            group.addWidget(Words("No documents are attached to this case.", "muted"))
        for document, tick in self._documents:
            tick.setEnabled(goes_into_pack(document))
            tick.box.setEnabled(goes_into_pack(document))
            group.addWidget(tick)
        self.body.addLayout(group)

    def _addressee(self) -> None:
        group = _group("Who it is for")
        self._recipient = LineQuestion(
            "Recipient", "Name and organisation, as the cover shows them."
        )
        self._copy = LineQuestion(
            "Copy number", "So that a copy that strays can be traced.", longest=20
        )
        group.addWidget(self._recipient)
        group.addWidget(self._copy)
        self.body.addLayout(group)

    def _password(self) -> None:
        group = _group("")
        self._opens = OpensWith(self._state.policy, "pack")
        self._opens.typed.connect(self.password_typed)
        group.addWidget(self._opens)
        self.body.addLayout(group)

    def _made_before(self) -> None:
        group = _group("Packs made")
        self._table: ListTable[Pack] = ListTable("Packs made", _COLUMNS, lambda p: p.id)
        self._none = Words("No pack has been made of this case yet.", "muted")
        group.addWidget(self._none)
        group.addWidget(self._table)
        self._digest = Words("", "small")
        self._digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        group.addWidget(self._digest)
        self._table.chosen.connect(self._pack_chosen)
        self.body.addLayout(group)
        self.show_packs(self._state.packs)

    # what the controller uses

    def show_packs(self, packs: tuple[Pack, ...]) -> None:
        """The packs made of this case, latest first."""
        latest = tuple(reversed(packs))
        self._table.set_rows(latest)
        self._table.setFixedHeight(self._table.height_for(_PACKS_SHOWN))
        self._table.setVisible(bool(latest))
        self._none.setVisible(not latest)
        self._digest.setVisible(bool(latest))

    def show_made(self, made: PackMade) -> None:
        """The pack was saved: where, what opens it, and its SHA-256."""
        self.set_busy(False)
        pages = "1 page" if made.pages == 1 else f"{made.pages} pages"
        self.notice.show_words(
            "done",
            f"Saved as {made.path.name}: {pages}. It opens with {made.opens_with}.",
            f"SHA-256 {made.sha256}. Send the password by another channel than the pack.",
        )
        self._opens.forget()
        self._make.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_saved(self, name: str, opens_with: str) -> None:
        """The page of signatures was saved."""
        self.notice.show_words("done", f"Saved as {name}.", f"It opens with {opens_with}.")

    def show_strength(self, found: Strength) -> None:
        """How strong the password is that is being typed."""
        self._opens.show_strength(found)

    def refuse_password(self, error: DeskError) -> None:
        """The password cannot protect a pack."""
        self.set_busy(False)
        self._opens.refuse(error)

    def not_made(self, error: DeskError) -> None:
        """Nothing was made; everything chosen is still here."""
        self.set_busy(False)
        self.failed(error)

    def set_busy(self, busy: bool) -> None:
        """While a pack is being made, no other can be asked for."""
        self._busy = busy
        self._make.setEnabled(not busy and not self._state.read_only)
        self._preview.setEnabled(not busy)

    def choice(self) -> PackChoice:
        """What is chosen now."""
        return PackChoice(
            parts=tuple(part for part, tick in self._parts if tick.on),
            documents=tuple(d.id for d, tick in self._documents if tick.on),
            recipient=self._recipient.text.strip(),
            copy_number=self._copy.text.strip() or "1",
            passphrase=self._opens.passphrase,
        )

    # how it works

    def _put(self, choice: PackChoice) -> None:
        for part, tick in self._parts:
            tick.put(part in choice.parts)
        for document, tick in self._documents:
            tick.put(document.id in choice.documents)
        self._recipient.put(choice.recipient)
        self._copy.put(choice.copy_number)
        self._opens.put(choice.passphrase)

    def _pack_chosen(self, pack: Pack | None) -> None:
        if pack is not None:
            self._digest.setText(f"{pack.file_name}\nSHA-256 {pack.sha256}")

    def _complete(self) -> bool:
        chosen = self.choice()
        if not chosen.parts and not chosen.documents:
            self.failed(DeskError("The pack is empty.", "Choose at least one section or document."))
            self._parts[0][1].box.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        if not self._opens.whole():
            return False
        self.notice.clear()
        return True

    def _preview_pressed(self) -> None:
        if self._complete():
            self.set_busy(True)
            self.preview_asked.emit(self.choice())

    def _signatures_pressed(self) -> None:
        if self._opens.whole():
            self.notice.clear()
            self.signatures_asked.emit(self._opens.passphrase)

    def _make_pressed(self) -> None:
        if self._complete():
            self.make_asked.emit(self.choice())


def _group(heading: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(4)
    if heading:
        column.addWidget(Words(heading, "section"))
    return column


def _cannot(document: Document) -> str:
    return f"{document.name} cannot be put into a PDF: save it as PDF and attach that."
