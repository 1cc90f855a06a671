"""One day asked for in one line; how it was read stands under it at once."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from mktdesk.calendar import spoken_date
from mktdesk.desk.reading import read_date
from ui.question import LineQuestion

_EXAMPLE = "For example 30/12/2026"


class DayQuestion(LineQuestion):
    """`day` is the day that was typed, None while it is not one certain day."""

    def __init__(self, words: str, help_text: str = "", parent: QWidget | None = None) -> None:
        self._asked = help_text or _EXAMPLE
        super().__init__(words, self._asked, parent, longest=40)
        self.set_letters(24)
        self.line.textChanged.connect(self._read)

    @property
    def day(self) -> date | None:
        """The one day that the words can mean."""
        found = read_date(self.text.strip()) if self.text.strip() else None
        if found is None or not found.earliest or found.earliest != found.latest or found.doubt:
            return None
        return date.fromisoformat(found.earliest)

    def put_day(self, day: date) -> None:
        """Show a day."""
        self.put(f"{day.day}/{day.month}/{day.year}")

    def complaint(self) -> str:
        """What is wrong with what is typed, or nothing."""
        if not self.text.strip():
            return "Give a day."
        return "" if self.day is not None else "Give one certain day, with month and year."

    def _read(self) -> None:
        day = self.day
        self.set_help(f"Read as {spoken_date(day)}" if day is not None else self._asked)
