"""The cases that wait for a meeting, and which one takes each: from the register alone.

2016 guidance 1.1: what comes less than 48 hours before a meeting is for the one after (R197), and
then an extra meeting is considered (R198, R194).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from mktdesk.calendar import Period, Unit, spoken_date, spoken_time
from mktdesk.casework.meetings import Meeting, comes_to
from mktdesk.desk import cases
from mktdesk.desk.casemeeting import Comes, consider_extra
from mktdesk.desk.meetings import coming, series_lines
from mktdesk.desk.session import Session
from mktdesk.office import DUE


@dataclass(frozen=True, slots=True)
class Comer:
    """A case that waits for its first meeting. subject: initials, or "Restricted".

    series: "toolkit/series". words: which meeting takes it and why. near: an extra meeting is to be
    considered. considered: whether one is held, "yes" or "no", or nothing yet.
    """

    public: str
    subject: str
    series: str
    received: str
    words: str
    moment: datetime | None = None
    near: bool = False
    considered: str = ""

    @property
    def moment_words(self) -> str:
        """When that meeting is."""
        return spoken_time(self.moment) if self.moment is not None else "Not known yet"

    @property
    def extra_words(self) -> str:
        """Whether an extra meeting is held, in words; nothing where none is considered."""
        if self.considered:
            held = self.considered == "yes"
            return "An extra meeting is to be held" if held else "No extra meeting is held"
        return "Still to be considered" if self.near else ""

    @property
    def asks(self) -> bool:
        """Nobody has said yet whether an extra meeting is held."""
        return self.near and not self.considered


class _Row(msgspec.Struct, frozen=True):
    public: str
    comes: Comes | None = None


class _Subject(msgspec.Struct, frozen=True):
    public: str
    subject: str = ""
    restricted: bool = False


def comers(session: Session) -> tuple[Comer, ...]:
    """Those that wait, the one to be considered first first; what asks for an extra one before."""
    rows = [one for one in session.vault.register.shaped(DUE, _Row) if one.comes is not None]
    subjects = {one.public: one for one in session.vault.summaries(_Subject)}
    series = {line.key: line.series for line in series_lines(session)}
    since: dict[str, date] = {}
    for row in rows:
        assert row.comes is not None
        day = date.fromisoformat(row.comes.day)
        since[row.comes.series] = min(day, since.get(row.comes.series, day))
    planned = {key: coming(session, key, day) for key, day in since.items() if key in series}
    found = []
    for row in rows:
        comes, about = row.comes, subjects.get(row.public)
        rule = series.get(comes.series) if comes else None
        if comes is not None and about is not None and rule is not None and rule.notice is not None:
            notice = Period(rule.notice.number, Unit(rule.notice.unit))
            found.append(_comer(about, comes, planned[comes.series], notice, rule.label))
    return tuple(sorted(found, key=_order))


def _comer(
    about: _Subject, comes: Comes, planned: tuple[Meeting, ...], notice: Period, label: str
) -> Comer:
    day = date.fromisoformat(comes.day)
    after = [one for one in planned if one.day >= day]
    taken = comes_to(day, comes.time, after, notice, label)
    at = f", {comes.time}" if comes.time else ""
    return Comer(
        about.public,
        "Restricted" if about.restricted else about.subject,
        comes.series,
        f"{spoken_date(day)}{at}",
        taken.words,
        taken.moment,
        taken.near,
        comes.considered,
    )


def _order(one: Comer) -> tuple[bool, str, str]:
    moment = one.moment.isoformat() if one.moment is not None else "9999"
    return (not one.asks, moment, one.public)


def consider(session: Session, public: str, considered: bool, reason: str) -> None:
    """Record in a case whether an extra meeting is held for it, and why (R198).

    Raises AnswersRefused without a reason, ReferenceNeeded for a restricted case, InUseElsewhere
    or CaseError while it is open.
    """
    case = cases.open_case(session, public)
    try:
        consider_extra(case, considered, reason)
    finally:
        cases.close_case(case)
