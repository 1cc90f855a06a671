"""Changing the days on which the office is closed: every due day that rests on them moves.

Each change tells a `progress` how far the counting is. Stopped there it raises Cancelled, and
neither the day nor any due day is changed.
"""

from __future__ import annotations

from datetime import date

from mktdesk.book import Change, RowChange
from mktdesk.calendar import england_and_wales, spoken_date, stamp
from mktdesk.desk import duerows
from mktdesk.desk.officedays import OfficeDay, holidays
from mktdesk.desk.session import Session
from mktdesk.desk.work import Progress, Silent
from mktdesk.errors import AnswersRefused

_LONGEST_NAME = 80


def close_day(
    session: Session, day: date, name: str, why: str, progress: Progress | None = None
) -> int:
    """The office does not work on a day that it otherwise would; how many due days moved.

    Raises AnswersRefused for a day that is closed already, or without a name and a reason.
    """
    now = holidays(session)
    if closed := now.why_closed(day):
        raise AnswersRefused(
            f"The office is closed on {spoken_date(day)} already: {closed}.", "Nothing was changed."
        )
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise AnswersRefused("A closed day needs a name.", "For example: Staff training day.")
    table = england_and_wales()
    if table.name(day):  # it was taken out before: the bank holiday is one again
        return forget_day(session, day, why, progress)
    return _keep(session, OfficeDay(day.isoformat(), name.strip(), closed=True), why, progress)


def open_day(session: Session, day: date, why: str, progress: Progress | None = None) -> int:
    """The office works on a day of the table; how many due days moved.

    Raises AnswersRefused for a weekend, for a day on which it works already, without a reason.
    """
    name = holidays(session).name(day)
    if not name:
        raise AnswersRefused(
            f"{spoken_date(day)} is no bank holiday and no closed day of the office.",
            "Choose a day that is; weekends stay closed.",
        )
    if not england_and_wales().name(day):  # the office's own closed day
        return forget_day(session, day, why, progress)
    return _keep(session, OfficeDay(day.isoformat(), name, closed=False), why, progress)


def forget_day(session: Session, day: date, why: str, progress: Progress | None = None) -> int:
    """The day is again as the table has it; how many due days moved."""
    if session.vault.register.row(OfficeDay.KIND, day.isoformat()) is None:
        raise AnswersRefused("The office did not change this day.", "Nothing was changed.")
    return _write(session, RowChange(OfficeDay.KIND, day.isoformat(), delete=True), why, progress)


def _keep(session: Session, one: OfficeDay, why: str, progress: Progress | None) -> int:
    fields = one.to_fields() | {
        "why": why.strip(),
        "by": session.actor,
        "recorded_at": stamp(session.clock.now()),
    }
    return _write(session, RowChange(OfficeDay.KIND, one.id, fields), why, progress)


def _write(session: Session, row: RowChange, why: str, progress: Progress | None) -> int:
    """The day and every due day that it moves, together or not at all."""
    if not why.strip():
        raise AnswersRefused("This needs a reason.", "Say why; it is recorded.")
    session.refuse_if_read_only()
    register = session.vault.register
    with register.exclusively():
        register.write(Change(session.actor, "office-day", (row,), why.strip()))
        return duerows.count_again(session, holidays(session), progress or Silent())
