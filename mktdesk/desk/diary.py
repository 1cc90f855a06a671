"""Due days go into somebody's diary: a calendar file with references and what is due, no names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from mktdesk.book import Change
from mktdesk.casework.reckoning import moment_of
from mktdesk.desk import duerows
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.due import DueLine
from mktdesk.desk.duerows import AT_ONCE, MAY
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.documents.diary import DiaryEntry, diary_file
from mktdesk.errors import ExportFailed
from mktdesk.forms.values import Json

ENDING = ".ics"
_MAY_APPLY, _AT_ONCE = "May apply", "At once"  # as a line's state has them


def save_case_diary(case: OpenCase, out: Path) -> int:
    """Save the due days of one case; journaled in it. How many entries.

    What is to be done at once has no day of its own and is left out. Raises ExportFailed where
    nothing has a day, InUseElsewhere.
    """
    case.refuse_if_read_only()
    entries = [
        _entry(case.session, case.public, case.public, one.label, one.clock, one.day, one.time,
               unsure=one.state == MAY)
        for one in duerows.open_now(case)
        if one.day and one.state != AT_ONCE
    ]  # fmt: skip
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
    entries = [
        _entry(session, line.public, line.public or line.toolkit, line.what, line.clock, line.day,
               line.time, unsure=line.state == _MAY_APPLY)
        for line in lines
        if line.day and line.state != _AT_ONCE
    ]  # fmt: skip
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


def _entry(
    session: Session, public: str, about: str, what: str, thing: str, day: str, time: str, *,
    unsure: bool,
) -> DiaryEntry:  # fmt: skip
    on = date.fromisoformat(day)
    moment = moment_of(on, time) if time else None
    return DiaryEntry(_uid(session, public, thing), f"{about}: {what}", on, moment, unsure)


def _uid(session: Session, public: str, thing: str) -> str:
    """The same at every export, so that a diary replaces what it has."""
    about = f"{public}-" if public else ""
    return f"{about}{thing}@{session.vault.vault_id}.mktdesk".lower()
