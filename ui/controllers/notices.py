"""Between the notices of a case and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.calendar import today
from mktdesk.casework.noticegroups import Act, in_order
from mktdesk.casework.refusals import refusals_on
from mktdesk.desk import notices, papers
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.directorynames import agency_names
from mktdesk.desk.letters import Made
from mktdesk.desk.notices import Told
from mktdesk.desk.papers import Shown
from mktdesk.desk.reading import read_date
from mktdesk.errors import DeskError, DocumentRefused
from mktdesk.forms.values import DateAnswer
from ui.controllers.inside import InsideController
from ui.controllers.letters import LettersController
from ui.dialogs.files import Files
from ui.dialogs.notice import NoticeDialog, Said
from ui.dialogs.reason import ReasonDialog
from ui.noticeasks import asked, other_asked
from ui.noticelines import lines_of
from ui.pages.notices import NoticeLine, NoticesPage, NoticesShown, View
from ui.pages.viewer import ViewerScreen
from ui.viewers.viewed import Viewed, viewed
from ui.worker import Progress, Worker

_KEPT = "It is kept in the history."
_IN_MEMORY = "The copy that the case keeps, shown from memory."
_WHY = {
    Act.NOT_APPLICABLE: (
        "Not applicable",
        "Nobody has to be told, and the closing checklist does not wait for it.",
        "Mark as not applicable",
    ),
    Act.WITHDRAW: (
        "Withdraw",
        "The mark goes and the notice stands as before. Undo brings it back.",
        "Withdraw it",
    ),
}
_DONE = {
    Act.TOLD: "Told",
    Act.CONFIRMED: "Confirmed",
    Act.OTHER: "Told by somebody else",
    Act.NOT_APPLICABLE: "Not applicable",
    Act.NAME: "Named",
    Act.AGAIN: "Told more",
    Act.WITHDRAW: "Withdrawn",
}


@dataclass(frozen=True, slots=True)
class _Seen:
    shown: NoticesShown
    today: date
    actor: str
    agencies: tuple[str, ...] = ()


class NoticesController(InsideController):
    """Shows the notices, asks what is needed to mark one, and passes letters on."""

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._case: OpenCase | None = None
        self._seen: _Seen | None = None
        self._page: NoticesPage | None = None
        self._dialog: NoticeDialog | ReasonDialog | None = None
        self._looked_at: View | None = None
        self._key = ""
        self._done = ""
        self._made: Made | None = None
        self._letters = LettersController(worker, files, self)
        self._letters.show_screen.connect(self.show_screen)
        self._letters.follow.connect(self.follow)
        self._letters.left.connect(self._back)
        self._letters.issued.connect(self._issued)
        self._letters.refused.connect(self._refused)

    def begin(self, case: OpenCase) -> None:
        """Show the notices of this case; where the person was in them, if it is the same."""
        if case is not self._case:
            self._looked_at, self._key = None, ""
        elif page := self._there():
            self._looked_at = page.view
        self._case = case
        self._look()

    def _look(self) -> None:
        if self._case is not None:
            job = partial(_look_job, self._case)
            self._worker.submit(job, self._show, self._not_shown)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _show(self, seen: _Seen) -> None:
        self._seen = seen
        page = NoticesPage(seen.shown, self._looked_at)
        page.act_asked.connect(self._act)
        page.other_asked.connect(self._ask_other)
        page.select(self._key)
        self._page = page
        self.show_screen.emit(page)
        made, self._made = self._made, None
        if made is not None:
            page.issued([path.name for path in made.files], made.opens_with, made.sha256)

    # one notice

    def _act(self, line: NoticeLine, act: Act) -> None:
        self._key = line.key
        if act is Act.LETTER and self._case is not None:
            self._keep_looking()
            self._letters.begin(self._case, line.key)
        elif act is Act.SHOW:
            self._show_letter(line)
        elif act in _WHY:
            self._ask_why(line, act)
        else:
            self._ask(line, act)

    def _keep_looking(self) -> None:
        if page := self._there():
            self._looked_at = page.view

    def _ask_why(self, line: NoticeLine, act: Act) -> None:
        if page := self._there():
            title, happens, verb = _WHY[act]
            dialog = ReasonDialog(f"{title}: {line.label}", happens, verb, page, kept=_KEPT)
            dialog.given.connect(partial(self._because, line, act))
            self._open(dialog)

    def _because(self, line: NoticeLine, act: Act, why: str) -> None:
        job = _not_applicable_job if act is Act.NOT_APPLICABLE else _withdraw_job
        self._submit(f"{_DONE[act]}: {line.to}", partial(job, line.key, why))

    def _ask(self, line: NoticeLine, act: Act) -> None:
        page, seen = self._there(), self._seen
        if page is not None and seen is not None:
            wanted = asked(act, line, seen.actor)
            if act is Act.NAME:
                wanted = replace(wanted, offered=seen.agencies)
            dialog = NoticeDialog(wanted, seen.today, read_date, page)
            dialog.given.connect(partial(self._said, line, act))
            self._open(dialog)

    def _said(self, line: NoticeLine, act: Act, said: Said) -> None:
        self._submit(f"{_DONE[act]}: {line.to}", partial(_JOBS[act], line.key, said))

    def _ask_other(self) -> None:
        page, seen = self._there(), self._seen
        if page is not None and seen is not None:
            dialog = NoticeDialog(other_asked(seen.actor), seen.today, read_date, page)
            dialog.given.connect(self._other_said)
            self._open(dialog)

    def _other_said(self, said: Said) -> None:
        self._submit(f"Told: {said.lines['to']}", partial(_tell_job, said))

    def _open(self, dialog: NoticeDialog | ReasonDialog) -> None:
        self._dialog = dialog
        dialog.open()

    def _submit(self, done: str, act: Callable[[OpenCase], object]) -> None:
        dialog = self._asking()
        if dialog is not None and self._case is not None:
            self._done = done
            self._worker.submit(partial(_act_job, self._case, act), self._acted, dialog.failed)

    def _acted(self, seen: _Seen) -> None:
        if dialog := self._asking():
            dialog.accept()
        self._seen = seen
        if page := self._there():
            page.show_all(seen.shown)
            page.said(self._done)
        self.changed.emit()

    # letters

    def _back(self) -> None:
        self._look()

    def _refused(self, error: DeskError) -> None:
        if page := self._there():
            page.failed(error)
        else:
            self.failed.emit(error)

    def _issued(self, made: Made) -> None:
        self._made = made
        self._look()
        self.changed.emit()

    def _show_letter(self, line: NoticeLine) -> None:
        page = self._there()
        if page is not None and self._case is not None:
            self._keep_looking()
            job = partial(_letter_job, self._case, line.key)
            self._worker.submit(job, self._view, page.failed)

    def _view(self, found: Viewed) -> None:
        viewer = ViewerScreen(found, can_copy=False)
        viewer.left.connect(self._back)
        self.show_screen.emit(viewer)

    # what is there

    def _there(self) -> NoticesPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _asking(self) -> NoticeDialog | ReasonDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None


# what is shown


def shown(case: OpenCase) -> NoticesShown:
    """The notices of a case as the page has them."""
    standings = in_order(notices.notices(case))
    forbidden = [one.why for one in refusals_on(case.toolkit.process, case.pathway.id)]
    refused = "The case is only to be read now: nothing can be recorded." if case.read_only else ""
    return NoticesShown(
        lines_of(case.toolkit, standings),
        tuple(dict.fromkeys(forbidden)),
        refused,
    )


# jobs of the worker


def _look_job(case: OpenCase, _progress: Progress) -> _Seen:
    known = agency_names(case.session)
    return _Seen(shown(case), today(case.session.clock), case.session.actor, known)


def _act_job(case: OpenCase, act: Callable[[OpenCase], object], progress: Progress) -> _Seen:
    act(case)
    return _look_job(case, progress)


def _letter_job(case: OpenCase, key: str, _progress: Progress) -> Viewed:
    one = next((x for x in notices.notices(case) if x.key == key), None)
    wanted = one.given.letter_id if one is not None and one.given is not None else ""
    kept = next((x for x in case.documents() if x.id == wanted), None)
    if kept is None:
        raise DocumentRefused(
            "The copy of this letter is no longer among the documents.", "Undo brings it back."
        )
    return viewed(kept.title, kept.name, Shown.PDF, papers.content(case, kept), _IN_MEMORY)


def _day(case: OpenCase, day: DateAnswer | None) -> date:
    assert day is not None  # asked for by every dialog that gives one
    return notices.certain_day(case, day)


def _told(case: OpenCase, said: Said) -> Told:
    return Told(_day(case, said.day), said.lines.get("by", ""), said.lines.get("how", ""))


def _told_job(key: str, said: Said, case: OpenCase) -> None:
    told = _told(case, said)
    if said.ticked:
        notices.issue_all(case, key, told)
    else:
        notices.issue(case, key, told)


def _confirmed_job(key: str, said: Said, case: OpenCase) -> None:
    notices.confirm(case, key, _day(case, said.day), said.lines["by"])


def _other_job(key: str, said: Said, case: OpenCase) -> None:
    notices.told_by_other(case, key, _told(case, said), said.lines["source"])


def _again_job(key: str, said: Said, case: OpenCase) -> None:
    notices.tell_again(case, key, said.box, _told(case, said))


def _name_job(key: str, said: Said, case: OpenCase) -> None:
    notice, recipient = key.split(":")[:2]
    notices.name_somebody(case, notice, recipient, said.box.splitlines())


def _not_applicable_job(key: str, why: str, case: OpenCase) -> None:
    notices.not_applicable(case, key, why)


def _withdraw_job(key: str, why: str, case: OpenCase) -> None:
    notices.withdraw(case, key, why)


def _tell_job(said: Said, case: OpenCase) -> None:
    notices.tell(case, said.lines["to"], said.box, _told(case, said), publishing=said.ticked)


_JOBS: dict[Act, Callable[[str, Said, OpenCase], None]] = {
    Act.TOLD: _told_job,
    Act.CONFIRMED: _confirmed_job,
    Act.OTHER: _other_job,
    Act.AGAIN: _again_job,
    Act.NAME: _name_job,
}
