"""Making a meeting's papers: the choices, a preview in memory, the copies in one run."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.casework.meetingrecords import Circulated
from mktdesk.desk import panelpack
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.panelchoice import PapersChoice, copies_sent, offer
from mktdesk.desk.panelpack import PapersMade
from mktdesk.desk.papers import Shown
from mktdesk.desk.strength import strength
from mktdesk.errors import AnswersRefused, DeskError
from ui.page import Screen
from ui.pages.meetingpapers import MeetingPapersScreen, PapersState
from ui.pages.viewer import ViewerScreen
from ui.viewers.viewed import Viewed, viewed
from ui.worker import Progress, Worker

_PREVIEW = "A preview from memory. It is not protected and is not saved anywhere."


class MeetingPapersController(QObject):
    """Between the page of a meeting's papers, the viewer and the desk.

    show_screen: (Screen). follow: (Ticket, words) of long work. changed: papers went out.
    left: (OpenMeeting) back to it. failed: (DeskError) before there was a page to show it on.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    changed = Signal()
    left = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._meeting: OpenMeeting | None = None
        self._shown: Screen | None = None
        self._choice: PapersChoice | None = None  # kept while a preview is looked at
        self._folder = ""

    def begin(self, meeting: OpenMeeting) -> None:
        """Show what can be made of a meeting."""
        self._meeting, self._choice = meeting, None
        self._load()

    @property
    def page(self) -> Screen | None:
        """What it shows now: while that is in sight the meeting stays open."""
        screen = self._shown
        return screen if screen is not None and shiboken6.isValid(screen) else None

    def _screen(self) -> MeetingPapersScreen | None:
        page = self.page
        return page if isinstance(page, MeetingPapersScreen) else None

    @property
    def _open(self) -> OpenMeeting:
        assert self._meeting is not None
        return self._meeting

    def _load(self) -> None:
        self._worker.submit(partial(_state_job, self._open), self._show, self._tell)

    def _tell(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _show(self, state: PapersState) -> None:
        screen = MeetingPapersScreen(state, self._choice, self._folder)
        screen.preview_asked.connect(self._preview)
        screen.make_asked.connect(self._make)
        screen.password_typed.connect(self._judge)
        screen.left.connect(self._leave)
        self._shown = screen
        self.show_screen.emit(screen)

    def _leave(self) -> None:
        self.left.emit(self._open)

    def _judge(self, typed: str) -> None:
        if screen := self._screen():
            known = (self._open.public, self._open.session.vault.office_name)
            screen.show_strength(strength(typed, known))

    # the preview

    def _preview(self, choice: PapersChoice) -> None:
        if screen := self._screen():
            self._choice, self._folder = choice, screen.folder
            job = partial(_preview_job, self._open, choice)
            ticket = self._worker.submit(job, self._show_preview, screen.not_made)
            self.follow.emit(ticket, "Making the preview")

    def _show_preview(self, found: Viewed) -> None:
        if self._screen() is None:
            return  # the person has gone elsewhere meanwhile
        viewer = ViewerScreen(found, can_copy=False)
        viewer.left.connect(self._load)
        self._shown = viewer
        self.show_screen.emit(viewer)

    # the copies

    def _make(self, choice: PapersChoice, folder: Path) -> None:
        if screen := self._screen():
            self._choice, self._folder = choice, screen.folder
            job = partial(_make_job, self._open, choice, folder)
            ticket = self._worker.submit(job, self._made, self._refused)
            self.follow.emit(ticket, "Making the copies")

    def _refused(self, error: DeskError) -> None:
        screen = self._screen()
        if screen is None:
            return
        own = self._choice is not None and self._choice.recipients[0].passphrase
        if own and isinstance(error, AnswersRefused):
            screen.refuse_password(error)
        else:
            screen.not_made(error)

    def _made(self, made: PapersMade) -> None:
        self._choice = None
        self.changed.emit()
        if screen := self._screen():
            screen.show_made(made)
            self._worker.submit(partial(_sent_job, self._open), screen.show_sent, screen.not_made)


def _state_job(meeting: OpenMeeting, _progress: Progress) -> PapersState:
    return PapersState(meeting.public, offer(meeting), copies_sent(meeting), meeting.read_only)


def _sent_job(meeting: OpenMeeting, _progress: Progress) -> tuple[Circulated, ...]:
    return copies_sent(meeting)


def _preview_job(meeting: OpenMeeting, choice: PapersChoice, progress: Progress) -> Viewed:
    data = panelpack.preview(meeting, choice, progress)
    name = f"{meeting.public} panel pack.pdf"
    return viewed("Preview of the panel pack", name, Shown.PDF, data, _PREVIEW)


def _make_job(
    meeting: OpenMeeting, choice: PapersChoice, folder: Path, progress: Progress
) -> PapersMade:
    return panelpack.make_papers(meeting, choice, folder, progress)
