"""The days on which this office is closed: the bank holidays, with what the office changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mktdesk.calendar import Holidays, england_and_wales, spoken_date
from mktdesk.casework.records import Stored
from mktdesk.desk.session import Session


@dataclass(frozen=True, slots=True)
class OfficeDay(Stored):
    """A day on which the office differs from the table; id: the ISO date.

    closed: it does not work, and `name` says what day it is; else it works on a bank holiday.
    """

    KIND: ClassVar[str] = "office-day"

    name: str = ""
    closed: bool = True
    why: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp

    @property
    def day(self) -> date:
        """The day itself."""
        return date.fromisoformat(self.id)

    @property
    def does(self) -> str:
        """What the office does on it: "closed: Office move", "open on Boxing Day"."""
        return f"closed: {self.name}" if self.closed else f"open on {self.name}"

    @property
    def words(self) -> str:
        """The day with what the office does: "Tue 29 Dec 2026, closed: Office move"."""
        return f"{spoken_date(self.day)}, {self.does}"


def office_days(session: Session) -> tuple[OfficeDay, ...]:
    """What the office changed, by day."""
    found = (OfficeDay.of(r.id, r.fields) for r in session.vault.register.rows(OfficeDay.KIND))
    return tuple(sorted(found, key=lambda one: one.id))


def holidays(session: Session) -> Holidays:
    """The table that every clock of this office is counted with."""
    table, own = england_and_wales(), office_days(session)
    if not own:
        return table
    added = {one.day: one.name for one in own if one.closed}
    return table.with_days(added, [one.day for one in own if not one.closed])
