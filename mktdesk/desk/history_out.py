"""A history leaves the vault as a PDF or a workbook, under a password, and is journaled.

A case's or a meeting's history opens with its full reference; the office's, which has none, with a
password that the person types.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mktdesk.book import Change
from mktdesk.calendar import spoken_date, today
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenBook, OpenCase
from mktdesk.desk.history import Line, Wanted
from mktdesk.desk.history_names import GROUPS
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.packs import SHORTEST_PASSPHRASE
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.desk.strength import strength
from mktdesk.desk.toolkits import DEFAULT_TOOLKIT, toolkit_of
from mktdesk.desk.work import Progress, Share
from mktdesk.documents.history_sheet import (
    HistoryRow,
    HistorySheet,
    history_pdf,
    history_workbook,
)
from mktdesk.documents.protect import protect
from mktdesk.documents.protect_office import protect_office
from mktdesk.errors import AnswersRefused, Cancelled, VaultUnwritable
from mktdesk.forms.values import Json
from mktdesk.toolkits import load

PDF, WORKBOOK = ".pdf", ".xlsx"
_BUILDING = 0.9  # of the work; the rest is protecting and saving


def save_case_history(
    case: OpenCase, lines: Sequence[Line], wanted: Wanted, out: Path, progress: Progress
) -> str:
    """Save lines of a case's history; the ending chooses PDF or workbook. What it opens with.

    Raises AnswersRefused, ExportFailed, Cancelled, InUseElsewhere.
    """
    marking = office.marking(case.session, case.toolkit)
    return _save_book(case, marking, lines, wanted, out, progress)


def save_meeting_history(
    meeting: OpenMeeting, lines: Sequence[Line], wanted: Wanted, out: Path, progress: Progress
) -> str:
    """The same of a meeting's history."""
    toolkit = toolkit_of(meeting.session, meeting.facts.toolkit, meeting.facts.edition)
    marking = office.marking(meeting.session, toolkit)
    return _save_book(meeting, marking, lines, wanted, out, progress)


def _save_book(
    book: OpenBook, marking: str, lines: Sequence[Line], wanted: Wanted, out: Path,
    progress: Progress,
) -> str:  # fmt: skip
    book.refuse_if_read_only()
    kind = book.handle.kind.words
    title = f"History of {kind} {book.public}"
    sheet = _sheet(book.session, title, marking, lines, wanted, book.public)
    data = _protected(sheet, out, book.handle.reference.full, progress)
    note = _keep(out, data, len(lines))
    book.book.write(Change(book.session.actor, "export", (), f"History of the {kind}", note))
    progress.report(1.0, "Saved")
    return "the full reference, as the slip shows it"


def save_office_history(
    session: Session,
    lines: Sequence[Line],
    wanted: Wanted,
    out: Path,
    password: str,
    progress: Progress,
) -> str:
    """Save lines of the office's history under a password of the person's own.

    Raises AnswersRefused (for a weak password too), ExportFailed, Cancelled, VaultUnwritable.
    """
    if session.vault.read_only:
        raise VaultUnwritable(
            "The vault is open for reading only.",
            "Nothing leaves it now, because that could not be recorded.",
        )
    _refuse_weak(session, password)
    marking = office.marking(session, load(DEFAULT_TOOLKIT))
    sheet = _sheet(session, "History of the office", marking, lines, wanted)
    note = _keep(out, _protected(sheet, out, password, progress), len(lines))
    change = Change(session.actor, "export", (), "History of the office", note)
    session.vault.register.write(change)
    progress.report(1.0, "Saved")
    return "the password you typed"


def _refuse_weak(session: Session, password: str) -> None:
    if len(password) < SHORTEST_PASSPHRASE:
        raise AnswersRefused(
            "That password is too short.", f"Use at least {SHORTEST_PASSPHRASE} characters."
        )
    guessed = strength(password, (session.vault.office_name,), session.policy)
    if not guessed.enough:
        raise AnswersRefused("That password is too easy to guess.", guessed.advice)


def _sheet(
    session: Session,
    title: str,
    marking: str,
    lines: Sequence[Line],
    wanted: Wanted,
    public: str = "",
) -> HistorySheet:
    if not lines:
        raise AnswersRefused("There is nothing to save.", "Choose lines by looking for less.")
    name = office.settings(session).name or session.vault.office_name
    rows = tuple(_row(line) for line in lines)
    made_on = today(session.clock)
    return HistorySheet(title, name, marking, public, made_on, rows, chosen_words(wanted))


def chosen_words(wanted: Wanted) -> str:
    """Which lines were chosen, in words: "Only: by Dana Whitlock; from Mon 2 Nov 2026."."""
    said = [
        f"by {wanted.who}" if wanted.who else "",
        GROUPS[wanted.group].lower() if wanted.group else "",
        f"from {spoken_date(wanted.first)}" if wanted.first else "",
        f"until {spoken_date(wanted.last)}" if wanted.last else "",
        f"with “{wanted.text}”" if wanted.text.strip() else "",
    ]
    chosen = "; ".join(words for words in said if words)
    return f"Only: {chosen}." if chosen else ""


def _row(line: Line) -> HistoryRow:
    when = datetime.fromisoformat(line.at).astimezone().replace(tzinfo=None)
    why = "\n".join(words for words in (line.why, line.more, line.clock) if words)
    new = "(erased)" if line.erased and not line.field else line.new
    return HistoryRow(when, line.who, line.did, line.where, line.field, line.old, new, why)


def _protected(sheet: HistorySheet, out: Path, password: str, progress: Progress) -> bytes:
    share = Share(progress, _BUILDING)
    if out.suffix.casefold() == WORKBOOK:
        data = history_workbook(sheet, progress=share.report, cancelled=progress.cancelled)
        data = protect_office(data, password)
    elif out.suffix.casefold() == PDF:
        data = history_pdf(sheet, progress=share.report, cancelled=progress.cancelled)
        data = protect(data, password)
    else:
        raise AnswersRefused("A history is a PDF or a workbook.", "End the name in .pdf or .xlsx.")
    if progress.cancelled():
        raise Cancelled
    return data


def _keep(out: Path, data: bytes, lines: int) -> dict[str, Json]:
    """Save, and what the journal says of it."""
    save(out, data)
    return {"file": out.name, "sha256": hashlib.sha256(data).hexdigest(), "lines": lines}
