"""Between the settings page and the desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.calendar import today
from mktdesk.casework.records import OfficeSettings
from mktdesk.desk import settings as office
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import DEFAULT_TOOLKIT
from mktdesk.desk.verify import verify
from mktdesk.errors import DeskError
from mktdesk.toolkits import load
from ui.controllers.about import AboutController
from ui.controllers.closeddays import ClosedDaysController, days_shown
from ui.dialogs.files import Files
from ui.hidden import CAN_HIDE
from ui.pages.settings import SettingsPage, SettingsShown
from ui.policylines import policy_shown
from ui.worker import Progress, Worker

# The office's settings that an administrator can set, by the name in the settings file.
_FIELDS = {"marking": "marking", "pack_password": "pack_key", "idle_minutes": "idle_minutes"}


class SettingsController(QObject):
    """show_screen: (Screen). follow: (Ticket, words). changed: (OfficeSettings) as kept now.

    scale_chosen: (float) another text size on this computer. failed: (DeskError) no page yet.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    changed = Signal(object)
    scale_chosen = Signal(float)
    failed = Signal(object)

    def __init__(
        self, worker: Worker, session: Session, folder: Path, files: Files,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._worker, self._session, self._folder = worker, session, folder
        self._days = ClosedDaysController(worker, session, self)
        self._days.follow.connect(self.follow)
        self._about = AboutController(worker, files, self)
        self._about.show_screen.connect(self.show_screen)
        self._about.failed.connect(self.failed)
        self._about.left.connect(self._again)
        self._scale = 1.0
        self._page: SettingsPage | None = None

    def begin(self, scale: float) -> None:
        """Show the page; scale: this computer's text size."""
        self._scale = scale
        job = partial(_shown_job, self._session, self._folder, scale)
        self._worker.submit(job, self._show, self._not_shown)

    def _scaled(self, scale: float) -> None:
        self._scale = scale

    def _again(self) -> None:
        self.begin(self._scale)

    def _show(self, shown: SettingsShown) -> None:
        page = SettingsPage(shown)
        page.save_asked.connect(self._save)
        page.scale_chosen.connect(self.scale_chosen)
        page.check_asked.connect(self._check)
        page.scale_chosen.connect(self._scaled)
        page.about_asked.connect(self._about.begin)
        self._days.attach(page, page.days)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _there(self) -> SettingsPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _save(self, wanted: OfficeSettings, reason: str) -> None:
        if page := self._there():
            job = partial(_save_job, self._session, wanted, reason)
            self._worker.submit(job, self._saved, page.failed)

    def _saved(self, kept: OfficeSettings) -> None:
        self.changed.emit(kept)
        if page := self._there():
            page.saved(kept)

    def _check(self) -> None:
        if page := self._there():
            page.notice.clear()
            ticket = self._worker.submit(
                partial(_check_job, self._session), page.show_findings, page.failed
            )
            self.follow.emit(ticket, "Checking the vault")


def _shown_job(session: Session, folder: Path, scale: float, _progress: Progress) -> SettingsShown:
    toolkit = load(DEFAULT_TOOLKIT)
    return SettingsShown(
        office=office.settings(session),
        usual=toolkit.reference,
        usual_marking=toolkit.marking.default,
        markings=toolkit.marking.choices,
        year=today(session.clock).year,
        folder=str(folder),
        protection=session.protection_note,
        scale=scale,
        most_idle=office.most_idle_minutes(session),
        locked=frozenset(field for name, field in _FIELDS.items() if session.policy.sets(name)),
        policy=policy_shown(session.policy, can_hide=CAN_HIDE) if session.policy.file else None,
        days=days_shown(session),
    )


def _save_job(
    session: Session, wanted: OfficeSettings, reason: str, _progress: Progress
) -> OfficeSettings:
    office.change_settings(session, wanted, reason=reason)
    return office.settings(session)


def _check_job(session: Session, progress: Progress) -> tuple[tuple[str, str], ...]:
    return tuple((one.what, one.do) for one in verify(session, progress))
