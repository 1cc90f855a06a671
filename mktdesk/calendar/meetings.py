"""Which meeting takes a referral that comes shortly before one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from mktdesk.calendar.due import LONDON
from mktdesk.calendar.periods import Period, Unit, counted
from mktdesk.calendar.words import spoken_time

NOTICE = Period(48, Unit.HOUR)


class Chosen(NamedTuple):
    """The meeting, None where no planned one is far enough away, and why in words."""

    meeting: datetime | None
    reason: str


def meeting_for(
    received: datetime, meetings: Sequence[datetime], notice: Period = NOTICE
) -> Chosen:
    """The meeting that members bring their information to.

    Rule R197 (2016 guidance, 1.1): if the next meeting is less than 48 hours away, the subsequent
    one; at exactly 48 hours it is the next one. Should the subsequent one be too near as well, the
    first that is not. Hours are hours that pass, also when the clocks change. All moments are
    aware, `meetings` in any order; those before `received` are left aside. The meeting is returned
    as it was given. Raises ValueError for a moment without a zone or a notice not in hours.
    """
    if notice.unit is not Unit.HOUR:
        raise ValueError("the notice for a meeting is in hours")
    if any(moment.tzinfo is None for moment in (received, *meetings)):
        raise ValueError("a moment needs its time zone")
    wanted = timedelta(hours=notice.number)
    coming = sorted((m for m in meetings if _apart(received, m) >= timedelta()), key=_utc)
    if not coming:
        return Chosen(None, f"No meeting is planned after {_spoken(received)}.")
    enough = [meeting for meeting in coming if _apart(received, meeting) >= wanted]
    away = _apart(received, coming[0])
    first = f"The next meeting, {_spoken(coming[0])}, is"
    if away >= wanted:
        far = "exactly" if away == wanted else "more than"
        return Chosen(coming[0], f"{first} {far} {notice.words} away.")
    near = f"{first} {_spoken_gap(away)} away, less than {notice.words}"
    if not enough:
        return Chosen(None, f"{near}, and no later one that is further away is planned.")
    after = "the one after" if enough[0] is coming[1] else "the first that is further away"
    return Chosen(enough[0], f"{near}, so it is {after}: {_spoken(enough[0])}.")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _apart(since: datetime, until: datetime) -> timedelta:
    # In UTC: subtracting two local times would forget the night when the clocks change.
    return _utc(until) - _utc(since)


def _spoken(moment: datetime) -> str:
    return spoken_time(moment.astimezone(LONDON))


def _spoken_gap(gap: timedelta) -> str:
    """Whole hours and minutes: "47 hours 59 minutes", "one hour", "less than a minute"."""
    hours, minutes = divmod(int(gap.total_seconds()) // 60, 60)
    parts = [counted(hours, Unit.HOUR)] if hours else []
    if minutes:
        parts.append("one minute" if minutes == 1 else f"{minutes} minutes")
    return " ".join(parts) or "less than a minute"
