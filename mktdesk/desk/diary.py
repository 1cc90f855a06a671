"""Due days go into somebody's diary: a calendar file with references and what is due, no names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from mktdesk.book import Change
from mktdesk.casework.clocks import ClockStanding, ClockState
from mktdesk.casework.reckoning import moment_of
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.clocks import clocks
from mktdesk.desk.closing import closure
from mktdesk.desk.due import DueLine
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.documents.diary import DiaryEntry, diary_file
from mktdesk.errors import ExportFailed
from mktdesk.forms.values import Json

ENDING = ".ics"
_MAY_APPLY = "May apply"  # as a line's state has it


def save_case_diary(case: OpenCase, out: Path) -> int:
    """Save the due days of one case; journaled in it. How many entries.

    Raises ExportFailed where nothing has a day, InUseElsewhere.
    """
    case.refuse_if_read_only()
    standings = clocks(case) if closure(case) is None else ()
    dated = [one for one in standings if one.open and not one.stands_still]
    entries = [_of_standing(case, one) for one in dated]
    data, note = _made(case.session, entries, out)

    def record() -> None:
        case.book.write(Change(case.session.actor, "export", (), "Diary entries", note))

    save(out, data, record)
    return len(entries)


def save_due_diary(session: Session, lines: Sequence[DueLine], out: Path) -> int:
    """Save these lines of what is due; journaled in the register. How many entries.

    Raises ExportFailed where nothing has a day, VaultUnwritable.
    """
    session.refuse_if_read_only()
    entries = [_of_line(session, line) for line in lines if line.day]
    data, note = _made(session, entries, out)

    def record() -> None:
        session.vault.register.write(Change(session.actor, "export", (), "Diary entries", note))

    save(out, data, record)
    return len(entries)


def _made(
    session: Session, entries: Sequence[DiaryEntry], out: Path
) -> tuple[bytes, dict[str, Json]]:
    if not entries:
        raise ExportFailed("Nothing here has a day to put into a diary.", "Nothing was saved.")
    data = diary_file(_once(entries), session.clock.now())
    digest = hashlib.sha256(data).hexdigest()
    return data, {"file": out.name, "sha256": digest, "entries": len(entries)}


def _once(entries: Iterable[DiaryEntry]) -> list[DiaryEntry]:
    return list({entry.uid: entry for entry in entries}.values())


def _of_standing(case: OpenCase, one: ClockStanding) -> DiaryEntry:
    assert one.day is not None
    unsure = one.state is ClockState.MAY_APPLY
    uid = _uid(case.session, case.public, one.clock.id)
    return DiaryEntry(uid, f"{case.public}: {one.clock.label}", one.day, one.moment, unsure)


def _of_line(session: Session, line: DueLine) -> DiaryEntry:
    day = date.fromisoformat(line.day)
    moment = moment_of(day, line.time) if line.time else None
    about = line.public or line.toolkit
    uid = _uid(session, line.public, line.clock)
    return DiaryEntry(uid, f"{about}: {line.what}", day, moment, line.state == _MAY_APPLY)


def _uid(session: Session, public: str, thing: str) -> str:
    """The same at every export, so that a diary replaces what it has."""
    about = f"{public}-" if public else ""
    return f"{about}{thing}@{session.vault.vault_id}.mktdesk".lower()
