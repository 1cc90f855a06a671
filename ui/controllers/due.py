"""Between what is due and the desk."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.calendar import spoken_date
from mktdesk.desk import diary, due, rounds
from mktdesk.desk.due import Brought, DueLine, DueList
from mktdesk.desk.reading import read_date
from mktdesk.desk.rounds import Mark
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from ui.dialogs.files import DIARY, EVERYTHING, Files
from ui.dialogs.notice import Line, NoticeDialog, Said, Wanted
from ui.pages.due import DuePage
from ui.worker import Progress, Worker


class DueController(QObject):
    """case_wanted: (public) its clocks. notices_wanted: (public) its notices. cases_wanted: the
    list of cases.

    follow: (Ticket, words) of long work.
    """

    case_wanted = Signal(str)
    notices_wanted = Signal(str)
    cases_wanted = Signal()
    follow = Signal(object, str)

    def __init__(
        self, worker: Worker, session: Session, files: Files, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._session, self._files = worker, session, files
        self._page: DuePage | None = None
        self._dialog: NoticeDialog | None = None
        self._last = ("", "")  # the line that was opened last: it is current again

    def screen(self) -> DuePage:
        """A fresh page, being filled, to put into the window."""
        page = DuePage()
        page.opened.connect(self._opened)
        page.cases_wanted.connect(self.cases_wanted)
        page.diary_wanted.connect(self._ask_place)
        page.bring_wanted.connect(self._bring)
        page.mark_wanted.connect(self._ask_mark)
        self._page = page
        self.refresh()
        return page

    def refresh(self) -> None:
        """Read the register again, if the page is there to show it."""
        if self._there():
            job = partial(_list_job, self._session)
            self._worker.submit(job, self._listed, self._failed)

    def _there(self) -> DuePage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _listed(self, found: DueList) -> None:
        if page := self._there():
            page.show_due(found)
            page.choose(*self._last)

    def _failed(self, error: DeskError) -> None:
        if page := self._there():
            page.failed(error)

    def _opened(self, public: str) -> None:
        page = self._there()
        line = page.table.current() if page is not None else None
        self._last = (public, line.clock if line is not None else "")
        if line is not None and line.of_notices:
            self.notices_wanted.emit(public)
        else:
            self.case_wanted.emit(public)

    # cases that are not on the list yet

    def _bring(self) -> None:
        if page := self._there():
            page.notice.clear()
            job = partial(_bring_job, self._session)
            ticket = self._worker.submit(job, self._brought, self._not_brought)
            self.follow.emit(ticket, "Reading the cases")

    def _brought(self, found: Brought) -> None:
        if page := self._there():
            page.brought(brought_words(found))
        self.refresh()

    def _not_brought(self, error: DeskError) -> None:
        self._failed(error)
        self.refresh()

    # what the office itself looks at or does

    def _ask_mark(self, line: DueLine) -> None:
        page = self._there()
        if page is not None and page.on is not None:
            wanted = mark_asked(line, self._session.actor)
            self._dialog = NoticeDialog(wanted, page.on, read_date, page)
            self._dialog.given.connect(partial(self._mark, line))
            self._dialog.open()

    def _mark(self, line: DueLine, said: Said) -> None:
        dialog = self._dialog
        if dialog is not None and shiboken6.isValid(dialog) and said.day is not None:
            self._last = ("", line.clock)
            job = partial(_mark_job, self._session, line, said)
            self._worker.submit(job, self._marked, dialog.failed)

    def _marked(self, words: str) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.accept()
        if page := self._there():
            page.brought(words)
        self.refresh()

    # a diary

    def _ask_place(self, lines: tuple[DueLine, ...]) -> None:
        if page := self._there():
            chosen = partial(self._save, lines)
            name = f"Due{diary.ENDING}"
            kinds = (DIARY, EVERYTHING)
            self._files.to_save(page, "Save what is due for a diary", name, kinds, chosen)

    def _save(self, lines: tuple[DueLine, ...], out: Path) -> None:
        job = partial(_diary_job, self._session, lines, out)
        self._worker.submit(job, self._saved, self._failed)

    def _saved(self, words: str) -> None:
        if page := self._there():
            page.said(words)


def brought_words(found: Brought) -> str:
    """What was read, what stays shut, and what could not be read."""
    said = ["1 case was read." if found.cases == 1 else f"{found.cases:,} cases were read."]
    if found.restricted == 1:
        said.append("1 restricted case joins the list when it is next opened.")
    elif found.restricted:
        said.append(
            f"{found.restricted:,} restricted cases join the list when they are next opened."
        )
    if found.unread:
        said.append(f"Not read: {', '.join(found.unread)}. Check the vault to see what is wrong.")
    return " ".join(said)


def saved_words(name: str, count: int) -> str:
    """What was done: "Saved 12 entries to Due.ics"."""
    return f"Saved 1 entry to {name}" if count == 1 else f"Saved {count:,} entries to {name}"


def mark_asked(line: DueLine, actor: str) -> Wanted:
    """The questions of what is marked as looked at or done. actor: who is at the desk."""
    looked = line.act == rounds.LOOKED_AT
    done = line.act[:1].lower() + line.act[1:]
    after = "The next one is due a year from the day on which it was looked at." if looked else ""
    return Wanted(
        f"{line.what}: {done}",
        f"Mark as {done}",
        tuple(x for x in (f"{line.toolkit}. Due {line.day_words}, {line.left}.", after) if x),
        day="Day on which it was looked at" if looked else "Day on which it was done",
        lines=(
            Line("by", "Who looked at it" if looked else "Who did it", begun=actor),
            Line("note", "Note", "What was found, or where it is filed.", optional=True),
        ),
    )


# jobs of the worker


def _list_job(session: Session, _progress: Progress) -> DueList:
    return due.due(session)


def _bring_job(session: Session, progress: Progress) -> Brought:
    return due.bring_up_to_date(session, progress)


def _diary_job(session: Session, lines: tuple[DueLine, ...], out: Path, _progress: Progress) -> str:
    return saved_words(out.name, diary.save_due_diary(session, lines, out))


def _mark_job(session: Session, line: DueLine, said: Said, _progress: Progress) -> str:
    assert said.day is not None
    due_on = date.fromisoformat(line.day)
    by, note = said.lines["by"], said.lines["note"]
    mark = Mark(line.clock, line.what, line.toolkit, due_on, said.day, by, note)
    after = rounds.mark(session, mark)
    then = f" The next one is due {spoken_date(after)}." if after is not None else ""
    return f"{line.what}: {line.act.lower()}.{then} It is kept in the history."
