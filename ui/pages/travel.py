"""Travel packs: what is away, taking something along, bringing it back; and on a travelling copy
how it stands, taking it back, and removing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.desk.travel import AwayLine, BroughtLine
from mktdesk.desk.travelling import CopyState
from ui.labels import Words, button
from ui.listpane import ListPane
from ui.page import Screen
from ui.steprow import StepLine
from ui.tables import LONGEST_REFERENCE, Column, ListTable
from ui.wrapping import WrapRow

_LINES_SHOWN = 7
_OFFICE = (
    "A travel pack takes a meeting with its cases, or one case, to a laptop without the network. "
    "What is written there comes back in a pack of its own and is joined to the office's books."
)
_COPY = (
    "You are working on a travelling copy. New referrals and meetings, settings, the directory, "
    "keys, backups and disposal are the office's: they are done there."
)
_AWAY = (
    Column[AwayLine]("Reference", lambda x: x.public, 14, keep=True, whole=LONGEST_REFERENCE),
    Column[AwayLine]("Taken", lambda one: one.words, 46, keep=True),
    Column[AwayLine]("How long ago", lambda one: one.age, 16),
)


@dataclass(frozen=True, slots=True)
class TravelShown:
    """What the page shows. copy: of a travelling copy; None at the office."""

    away: tuple[AwayLine, ...]
    copy: CopyState | None
    read_only: bool


class TravelPage(Screen):
    """take_asked, bring_asked, back_asked, remove_asked. gone_asked: (AwayLine)."""

    take_asked = Signal()
    bring_asked = Signal()
    back_asked = Signal()
    remove_asked = Signal()
    gone_asked = Signal(object)

    def __init__(self, shown: TravelShown, parent: QWidget | None = None) -> None:
        super().__init__("Travel packs", parent=parent)
        self._shown = shown
        if shown.copy is None:
            self._office_section()
        else:
            self._copy_section()
        self.show_all(shown)

    # at the office

    def _office_section(self) -> None:
        self.body.addWidget(Words(_OFFICE, "muted", self))
        self._take = button("Take to a meeting…", "primary", self)
        self._take.clicked.connect(self.take_asked)
        self._bring = button("Bring back a pack…", "", self)
        self._bring.clicked.connect(self.bring_asked)
        self.body.addWidget(WrapRow(self._take, self._bring, parent=self))
        self._came = QWidget(self)
        self._lines = QVBoxLayout(self._came)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self._came.hide()
        self.body.addWidget(self._came)
        self.body.addWidget(Words("Away from the office", "section", self))
        self._table: ListTable[AwayLine] = ListTable("Away", _AWAY, lambda one: one.row, lines=2)
        self._pane: ListPane[AwayLine] = ListPane(
            self._table, "Nothing is away. What is taken along is listed here.", parent=self
        )
        self._table.chosen.connect(self._chosen)
        self.body.addWidget(self._pane)
        self._gone = button("It will not come back…", "", self)
        self._gone.clicked.connect(self._gone_pressed)
        self.body.addWidget(WrapRow(self._gone, parent=self))

    # on the laptop

    def _copy_section(self) -> None:
        self.body.addWidget(Words(_COPY, "", self))
        self._stands = Words("", "label", self)
        self._went = Words("", "muted", self)
        self._reminder = Words("", "warning", self)
        for words in (self._stands, self._went, self._reminder):
            self.body.addWidget(words)
        back = button("Take back…", "primary", self)
        back.setToolTip("Save the pack that the office brings back")
        back.clicked.connect(self.back_asked)
        remove = button("Remove this copy…", "danger", self)
        remove.clicked.connect(self.remove_asked)
        self.body.addWidget(WrapRow(back, remove, parent=self))

    # what the controller shows

    def show_all(self, shown: TravelShown) -> None:
        """Everything as it stands."""
        self._shown = shown
        if shown.copy is not None:
            self._show_copy(shown.copy)
            return
        self._pane.set_rows(shown.away, f"{len(shown.away)} away")
        bar = 3 * self.fontMetrics().height()
        self._pane.setMinimumHeight(self._table.height_for(_LINES_SHOWN) + bar)
        for pressed in (self._take, self._bring):
            pressed.setEnabled(not shown.read_only)
        self._chosen(self._table.current())

    def _show_copy(self, copy: CopyState) -> None:
        self._stands.setText(f"Taken for {copy.public} by {copy.taken_by} on {copy.taken}.")
        went = f"Last taken back on {copy.back}." if copy.back else "Not taken back yet."
        rest = "" if not copy.back or copy.all_back else " Something was written since."
        self._went.setText(went + rest)
        self._reminder.setText(copy.reminder)
        self._reminder.setVisible(bool(copy.reminder))

    def show_came(self, lines: Sequence[BroughtLine]) -> None:
        """What became of each book of a pack."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._lines.addWidget(Words("What came back", "section", self._came))
        for line in lines:
            look = "done" if line.came and not line.conflicts else "warning"
            mark = "Came in" if line.came else "Not yet"
            said = [(f"{mark}. {line.words}", look)]
            self._lines.addWidget(StepLine(line.public, said, [], self._came, look="label"))
        self._came.show()

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    def _chosen(self, one: AwayLine | None) -> None:
        self._gone.setEnabled(one is not None and not self._shown.read_only)

    def _gone_pressed(self) -> None:
        if (one := self._table.current()) is not None:
            self.gone_asked.emit(one)
