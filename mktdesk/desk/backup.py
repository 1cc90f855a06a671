"""Backing up the office's vault, and putting it or one case back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mktdesk.calendar import Clock, spoken_date
from mktdesk.desk.session import Desk, Session, VaultInfo
from mktdesk.desk.settings import settings
from mktdesk.desk.work import Progress
from mktdesk.office import CASE, MEETING
from mktdesk.office import backup as office
from mktdesk.office.backupnotes import PLACE_ROW, count
from mktdesk.office.backupset import open_place
from mktdesk.office.opening import info_of
from mktdesk.office.restore import opened_header, restore_vault
from mktdesk.office.restore_case import restore_case
from mktdesk.office.ways import Way
from mktdesk.reference import canonical_public


@dataclass(frozen=True, slots=True)
class KnownBackup:
    """The last backup that this office made in one folder. when: local date and time in words.

    age: "today", "3 days ago". stale: older than the office's settings allow. problems: cases
    without a good copy.
    """

    place: str
    folder: str
    at: str
    when: str
    age: str
    stale: bool
    by: str
    cases: int
    problems: int
    meetings: int = 0

    @property
    def held_words(self) -> str:
        """What it holds: "3 cases and 1 meeting"."""
        return held_words(self.cases, self.meetings)


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was made. problems: (what, do). not_checked: restricted cases, by reference."""

    folder: Path
    when: str
    cases: int
    copied: int
    size: int
    problems: tuple[tuple[str, str], ...]
    not_checked: tuple[str, ...]
    journaled: bool
    meetings: int = 0

    @property
    def changed_words(self) -> str:
        """How much of it was new: "2 of 3 cases and 1 meeting had changed."."""
        return f"{self.copied} of {held_words(self.cases, self.meetings)} had changed."


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup that can be put back. publics: the cases and meetings that it holds; held: how
    many of each, in words.
    """

    set_id: str
    at: str
    when: str
    publics: tuple[str, ...]
    held: str


@dataclass(frozen=True, slots=True)
class RestoredOffice:
    """A vault that was put back, unlocked. aside: the folder of what was there before, or "".

    readmitted: who can open it again though their entry had been taken away since.
    """

    session: Session
    when: str
    cases: int
    aside: str
    readmitted: tuple[str, ...]
    meetings: int = 0


def known_backups(session: Session) -> tuple[KnownBackup, ...]:
    """The last backup in each folder that was ever used, newest first."""
    now, allowed = session.clock, settings(session).backup_days
    found = [
        KnownBackup(
            row.id, str(row.fields.get("folder", "")), at, when_words(at), age_words(at, now),
            days_since(at, now) > allowed, str(row.fields.get("by", "")),
            _count(row.fields.get("cases")), _count(row.fields.get("problems")),
            _count(row.fields.get("meetings")),
        )
        for row in session.vault.register.rows(PLACE_ROW)
        if (at := str(row.fields.get("at", "")))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def last_backup(session: Session) -> KnownBackup | None:
    """The newest backup, for the front page; None when there never was one."""
    return next(iter(known_backups(session)), None)


def back_up(session: Session, to: Path, progress: Progress) -> MadeBackup:
    """Make a backup in a folder. Raises VaultError, VaultUnwritable, VaultDamaged, Cancelled."""
    made = office.back_up(session.vault, to, progress.report, progress.cancelled)
    return MadeBackup(
        made.folder, when_words(made.at), made.cases, made.copied, made.size,
        tuple((finding.what, finding.do) for finding in made.problems),
        made.not_checked, made.journaled, made.meetings,
    )  # fmt: skip


def backups_in(folder: Path) -> tuple[BackupLine, ...]:
    """The backups in a folder, newest first. Raises VaultError where there are none."""
    return tuple(
        BackupLine(
            one.id, one.at, when_words(one.at), tuple(case.public for case in one.cases),
            held_words(count(one.cases, CASE), count(one.cases, MEETING)),
        )
        for one in open_place(folder).sets()
    )  # fmt: skip


def held_words(cases: int, meetings: int) -> str:
    """How many of each: "1 case", "3 cases and 1 meeting"."""
    said = "1 case" if cases == 1 else f"{cases} cases"
    if not meetings:
        return said
    return f"{said} and {'1 meeting' if meetings == 1 else f'{meetings} meetings'}"


def whose_backup(folder: Path, set_id: str = "") -> VaultInfo:
    """Who can open a backup, the newest or the one named; nothing of this is proved.

    Raises VaultError, VaultDamaged.
    """
    return info_of(opened_header(open_place(folder), set_id))


def restore_office(
    desk: Desk, backup: Path, folder: Path, progress: Progress, *,
    reason: str, slot: str = "", passphrase: str = "", code: str = "",
    set_id: str = "", override: bool = False,
) -> RestoredOffice:  # fmt: skip
    """Put the whole vault back, with somebody's passphrase or the recovery code of that time.

    Raises NewerWork unless `override`, and the other errors of `restore_vault`.
    """
    desk.refuse_elsewhere(folder)
    way = Way(slot, passphrase, code)
    done = restore_vault(
        backup, folder, way,
        machine=desk.machine, reason=reason, set_id=set_id, override=override,
        progress=progress.report, cancelled=progress.cancelled,
    )  # fmt: skip
    session = Session(done.vault, desk.machine.clock)
    aside = str(done.aside) if done.aside else ""
    return RestoredOffice(
        session, when_words(done.at), done.cases, aside, done.readmitted, done.meetings
    )


def restore_one(
    session: Session, backup: Path, reference: str, *,
    reason: str, set_id: str = "", override: bool = False,
) -> str:  # fmt: skip
    """Put one case back; when its copy was taken, in words. Raises as `restore_case`."""
    done = restore_case(
        session.vault, backup, canonical_public(reference),
        reason=reason, set_id=set_id, override=override,
    )  # fmt: skip
    return when_words(done.at)


def when_words(at: str) -> str:
    """A stamp in local time: "Sat 21 Nov 2026, 14:02"."""
    moment = datetime.fromisoformat(at).astimezone()
    return f"{spoken_date(moment.date())}, {moment:%H:%M}"


def days_since(at: str, clock: Clock) -> int:
    """Whole days of the calendar since a stamp; never less than none."""
    then = datetime.fromisoformat(at).astimezone().date()
    return max(0, (clock.now().astimezone().date() - then).days)


def age_words(at: str, clock: Clock) -> str:
    """How long ago: "today", "yesterday", "12 days ago"."""
    days = days_since(at, clock)
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _count(raw: object) -> int:
    return raw if isinstance(raw, int) else 0
