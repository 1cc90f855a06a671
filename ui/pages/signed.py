"""A signed part: who signed what and when, the text of it, and what was signed before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mktdesk.casework.records import SignOff
from mktdesk.desk.signing import Block
from ui.labels import Words, button
from ui.page import Screen
from ui.readback import ReadBack
from ui.tables import Column, ListTable
from ui.theme import mark

_DIGEST = 12  # symbols of the digest that are shown; the whole is in the tip and the history
_MOST_ROWS = 6


class SignedPage(Screen):
    """The signature that stands, or the last one; the others are listed and can be read.

    version_wanted: (SignOff) show what was signed then. change_wanted: the section is to be
    opened for change.
    """

    version_wanted = Signal(object)
    change_wanted = Signal()

    def __init__(
        self,
        title: str,
        signoffs: Sequence[SignOff],
        *,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """signoffs: every signature this part ever had, the oldest first."""
        super().__init__(f"Signed: {title}", parent=parent)
        self._signoffs = tuple(reversed(signoffs))
        self._box = QFrame(self)
        column = QVBoxLayout(self._box)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        self._who = Words("", "label", self._box)
        self._facts = Words("", "", self._box)
        for words in (self._who, self._facts):
            column.addWidget(words)
        self.body.addWidget(self._box)
        self._change = button("Change this section…", "", self)
        self._change.clicked.connect(self.change_wanted)
        self._change.setVisible(self._standing is not None and not read_only)
        self.body.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeft)
        if len(self._signoffs) > 1:
            self._add_list()
        self._text = ReadBack(f"What was signed: {title}", parent=self)
        self.body.addWidget(self._text)

    def _add_list(self) -> None:
        columns = (
            Column[SignOff]("Signed by", lambda s: s.name, 20, keep=True),
            Column[SignOff]("Date", lambda s: s.date, 16),
            Column[SignOff]("Stands", _standing_words, 30, keep=True),
        )
        self.body.addWidget(Words("Every signature under this section", "section", self))
        self.body.addWidget(Words("Enter shows what was signed.", "muted", self))
        self._table: ListTable[SignOff] = ListTable(
            "Every signature under this section", columns, _id, sortable=False, lines=2, parent=self
        )
        self._table.set_rows(self._signoffs)
        self._table.setFixedHeight(self._table.height_for(_MOST_ROWS))
        self._table.opened.connect(self.version_wanted)
        self.body.addWidget(self._table)

    @property
    def _standing(self) -> SignOff | None:
        return next((s for s in self._signoffs if s.stands), None)

    @property
    def first(self) -> SignOff:
        """The signature shown first: the one that stands, or else the last."""
        return self._standing or self._signoffs[0]

    def show_version(self, signoff: SignOff, blocks: Sequence[Block], *, agrees: bool) -> None:
        """What was signed. agrees: the digest still is that of these answers."""
        stands = signoff.stands
        mark(self._box, "look", "done-box" if stands and agrees else "warning-box")
        self._who.setText(f"Signed by {signoff.name}, {signoff.role}, on {signoff.date}")
        who = ", ".join(part for part in (signoff.title, signoff.organisation) if part)
        facts = [who] if who else []
        facts.append(f"Digest {signoff.digest[:_DIGEST]}")
        if not stands:
            facts.append(f"Superseded: {signoff.superseded_why}")
        if not agrees:
            facts.append("The text below does not agree with the digest: run Verify.")
        self._facts.setText("\n".join(facts))
        self._facts.setToolTip(signoff.digest)
        self._text.show_blocks(blocks)
        for words in (self._who, self._facts):
            words.style().polish(words)

    def focus_first(self) -> None:
        """Into the text: the page is for reading."""
        self._text.focus_first()


def _id(signoff: SignOff) -> str:
    return signoff.id


def _standing_words(signoff: SignOff) -> str:
    return "Stands" if signoff.stands else f"Superseded: {signoff.superseded_why}"
