"""Who can open a case, and its seal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mktdesk.desk.casekeys import KEY_CHANGED, OLD_PACKS
from mktdesk.reference import Reference
from ui.fields.tick import Tick
from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.question import LineQuestion, Question
from ui.slippanel import SlipPanel
from ui.wrapping import WrapRow


@dataclass(frozen=True, slots=True)
class AccessShown:
    """What the page shows. people: (slot id, name) of who there is. mine: one's own slot id."""

    restricted: bool
    named: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    mine: str
    can_write: bool = True


class AccessPage(Screen):
    """restrict_asked: (slot ids, reason). lift_asked: (reason). seal_asked: a new seal is wanted.

    seal_kept: (Reference, reason) the new one is to count. key_wanted: another key is wanted.
    """

    restrict_asked = Signal(tuple, str)
    lift_asked = Signal(str)
    seal_asked = Signal()
    seal_kept = Signal(object, str)
    key_wanted = Signal()

    def __init__(self, shown: AccessShown, parent: QWidget | None = None) -> None:
        super().__init__("Who can open this case", parent=parent)
        self._shown = shown
        self.slip: SlipPanel | None = None
        self._stands = Words("", "label", self)
        self.body.addWidget(self._stands)
        self._ticks: dict[str, Tick] = {}
        self._who = self._people(shown.people)
        self.body.addWidget(self._who)
        self._reason = LineQuestion("Reason", "It is kept in the case's own history.", self)
        self.body.addWidget(self._reason)
        self.body.addSpacing(16)
        self.body.addWidget(Words("Another seal", "section", self))
        self.body.addWidget(
            Words(
                "A new seal makes a new full reference, when a slip was lost or went astray. "
                f"{OLD_PACKS} Keep the old slip as long as somebody needs to open them.",
                "",
                self,
            )
        )
        self._new_seal = self._button("Show a new full reference", self._seal_pressed)
        self.body.addWidget(self._new_seal, 0, Qt.AlignmentFlag.AlignLeft)
        self._fresh = QFrame(self)
        self._fresh_column = QVBoxLayout(self._fresh)
        self._fresh_column.setContentsMargins(0, 0, 0, 0)
        self._fresh_column.setSpacing(16)
        self._why_seal = LineQuestion("Why a new seal", "It is kept in the history.", self._fresh)
        self._keep = self._button("I have it: let it count", self._keep_pressed)
        self._drop = self._button("Leave the old one", self.drop_reference)
        self._fresh_column.addWidget(self._why_seal)
        self._fresh_column.addWidget(WrapRow(self._keep, self._drop, parent=self._fresh))
        self.body.addWidget(self._fresh)
        self._fresh.hide()
        self.body.addSpacing(16)
        self.body.addWidget(Words("Another key", "section", self))
        self.body.addWidget(Words(KEY_CHANGED, "", self))
        self._new_key = self._button("Change the case's key…", self._key_pressed)
        self.body.addWidget(self._new_key, 0, Qt.AlignmentFlag.AlignLeft)
        self._restrict = self._button("", self.restrict_pressed)
        self._lift = self._button("Lift the restriction", self._lift_pressed)
        self.add_foot(self._restrict, self._lift, None)
        self.show_access(shown)

    def _button(self, words: str, pressed: Callable[[], None]) -> QPushButton:
        made = button(words, "", self)
        made.clicked.connect(pressed)
        return made

    def _people(self, people: tuple[tuple[str, str], ...]) -> QFrame:
        card = QFrame(self)
        card.setProperty("look", "panel")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(Words("Only these people, each with the full reference", "label", card))
        for slot, name in people:
            tick = Tick(f"{name} (you)" if slot == self._shown.mine else name, parent=card)
            self._ticks[slot] = tick
            column.addWidget(tick)
        column.addWidget(
            Words(
                "The list of cases then shows neither its subject nor its names. The recovery "
                "code opens it too.",
                "muted",
                card,
            )
        )
        return card

    # what the controller shows

    def show_access(self, shown: AccessShown) -> None:
        """Who can open it now."""
        self._shown = shown
        names = dict(shown.people)
        open_to = ", ".join(names.get(slot, "somebody who has left") for slot in shown.named)
        everybody = "Everybody who can open the vault can open this case."
        restricted = f"Restricted to {open_to or 'nobody'}."
        self._stands.setText(restricted if shown.restricted else everybody)
        for slot, tick in self._ticks.items():
            tick.box.setChecked(slot in shown.named)
            tick.setEnabled(shown.can_write)
        change, first = "Change who can open it", "Restrict the case"
        self._restrict.setText(change if shown.restricted else first)
        self._lift.setVisible(shown.restricted)
        for made in (self._restrict, self._lift, self._new_seal, self._new_key, self._reason):
            made.setEnabled(shown.can_write)
        self._reason.put("")

    def done(self, what: str, do: str = "") -> None:
        """Something was done."""
        self.notice.show_words("done", what, do)

    def show_reference(self, reference: Reference) -> SlipPanel:
        """The new full reference, which does not count yet; its signals are the caller's."""
        self.drop_reference()
        self.slip = SlipPanel(reference, self._fresh)
        self._fresh_column.insertWidget(0, self.slip)
        self.slip.show()  # now: Qt would show it some events later
        order = (self.slip.last, self._why_seal.line, self._keep, self._drop)
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)
        self._fresh.show()
        self._new_seal.hide()
        self._why_seal.take_focus()
        return self.slip

    def drop_reference(self) -> None:
        """The new reference is not wanted, or counts now."""
        if self.slip is not None:
            self.slip.hide()
            self.slip.deleteLater()
            self.slip = None
        self._why_seal.put("")
        self._fresh.hide()
        self._new_seal.show()

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()
        elif isinstance(target, Tick):
            target.box.setFocus(Qt.FocusReason.OtherFocusReason)

    # how it works

    def choose(self, *slots: str) -> None:
        """Tick these people, as if by hand."""
        for slot, tick in self._ticks.items():
            tick.box.setChecked(slot in slots)

    def restrict_pressed(self) -> None:
        """Look at the answers, and ask when nothing is wrong with them."""
        chosen = tuple(slot for slot, tick in self._ticks.items() if tick.on)
        lines = []
        if not chosen:
            lines = [SummaryLine("Choose who can open it", next(iter(self._ticks.values()), None))]
        if self._problems(self._reason, lines):
            self.restrict_asked.emit(chosen, self._reason.text.strip())

    def _lift_pressed(self) -> None:
        if self._problems(self._reason, []):
            self.lift_asked.emit(self._reason.text.strip())

    def _seal_pressed(self) -> None:
        self.seal_asked.emit()

    def _key_pressed(self) -> None:
        self.key_wanted.emit()

    def _keep_pressed(self) -> None:
        if self.slip is not None and self._problems(self._why_seal, []):
            self.seal_kept.emit(self.slip.reference, self._why_seal.text.strip())

    def _problems(self, reason: LineQuestion, lines: list[SummaryLine]) -> bool:
        """Show what is wrong; True when nothing is."""
        self.notice.clear()
        for question in (self._reason, self._why_seal):
            question.set_problem("")
        if not reason.text.strip():
            reason.set_problem("Say why.")
            lines.append(SummaryLine(f"{reason.words}: say why", reason))
        self.show_problems(lines)
        return not lines
