"""What the agenda asks: which cases, another item, and how long with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.casework.meetingrecords import AgendaItem
from ui.asking import Asking
from ui.fields.tick import Tick
from ui.labels import Words
from ui.question import LineQuestion

_HOURS = 8 * 60


@dataclass(frozen=True, slots=True)
class ReadyCase:
    """A case that can be put on the agenda. step: of its process. words: which it is."""

    public: str
    step: str
    words: str
    ready: bool = True


class CasesDialog(Asking):
    """given: (tuple of ReadyCase) to be put on the agenda; one typed has no step."""

    given = Signal(object)

    def __init__(self, found: Sequence[ReadyCase], parent: QWidget | None = None) -> None:
        super().__init__("Cases for the agenda", parent)
        told = (
            "These have a step that this meeting takes. Those that are ready are ticked."
            if found
            else "No case has a step for this meeting as things stand."
        )
        self.column.addWidget(Words(told, "muted", self))
        self.column.addWidget(self.notice)
        self._ticks: list[tuple[Tick, ReadyCase]] = []
        for one in found:
            tick = Tick(one.public, help_text=one.words, parent=self)
            tick.box.setChecked(one.ready)
            self._ticks.append((tick, one))
            self.column.addWidget(tick)
        self._other = LineQuestion(
            "Another case", "Its reference, such as SCR-2026-014.", parent=self
        )
        self.column.addWidget(self._other)
        self.end("Put them on the agenda")

    def pressed(self) -> None:
        """At least one case."""
        chosen = tuple(one for tick, one in self._ticks if tick.box.isChecked())
        other = self._other.text.strip()
        if not chosen and not other:
            self._other.set_problem("Tick a case, or type a reference.")
            self._other.take_focus()
            return
        self.hold(True)
        extra = (ReadyCase(other, "", ""),) if other else ()
        self.given.emit((*chosen, *extra))


class ItemDialog(Asking):
    """given: (title, minutes, presenter); the title of a case's item is not asked."""

    given = Signal(str, int, str)

    def __init__(self, item: AgendaItem | None = None, parent: QWidget | None = None) -> None:
        named = item is not None and bool(item.public)
        title = f"Item: {item.public or item.title}" if item is not None else "Another item"
        super().__init__(title, parent)
        self.column.addWidget(self.notice)
        self._title = LineQuestion("What it is about", parent=self)
        self._title.put(item.title if item is not None else "")
        self._title.setVisible(not named)
        self._named = named
        self._minutes = LineQuestion("Minutes", "Nothing or 0 where no time is set.", parent=self)
        self._minutes.set_letters(4)
        self._minutes.put(str(item.minutes) if item is not None and item.minutes else "")
        self._presenter = LineQuestion("Presented by", parent=self)
        self._presenter.put(item.presenter if item is not None else "")
        for one in (self._title, self._minutes, self._presenter):
            self.column.addWidget(one)
        self.end("Change the item" if item is not None else "Add the item")
        (self._minutes if named else self._title).take_focus()

    def pressed(self) -> None:
        """Words, and whole minutes."""
        title, minutes = self._title.text.strip(), self._minutes.text.strip() or "0"
        whole = minutes.isascii() and minutes.isdigit() and int(minutes) <= _HOURS
        self._title.set_problem("" if title or self._named else "Say what it is about.")
        self._minutes.set_problem("" if whole else "Give whole minutes, at most a day's.")
        for question in (self._title, self._minutes):
            if question.problem:
                question.take_focus()
                return
        self.hold(True)
        self.given.emit(title, int(minutes), self._presenter.text.strip())
