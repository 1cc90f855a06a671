"""A letter from its questions to the file that leaves: written, looked at, issued."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from mktdesk.desk import letters, packs
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.letters import Draft, Filled, Kind, Made
from mktdesk.desk.packs import PackChoice
from mktdesk.desk.papers import Shown
from mktdesk.desk.strength import strength
from mktdesk.errors import AnswersRefused, DeskError, LetterIncomplete, NoticeRefused
from ui.dialogs.files import PDF, WORD, Files
from ui.labels import button
from ui.pages.letter import LetterPage
from ui.pages.viewer import ViewerScreen
from ui.viewers.viewed import Viewed, viewed
from ui.worker import Progress, Worker

_PREVIEW = "As it will leave. It is in memory only; nothing is marked and nothing has left yet."
_KINDS = {Kind.PDF: ("Issue as PDF…", PDF), Kind.WORD: ("Issue as Word…", WORD)}


class LettersController(QObject):
    """show_screen: (Screen). follow: (Ticket, words). left: back to where the letter was asked
    for. issued: (Made). refused: (DeskError) there is no letter, or nothing left.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    left = Signal()
    issued = Signal(object)
    refused = Signal(object)

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._case: OpenCase | None = None
        self._draft: Draft | None = None
        self._policy = ""
        self._page: LetterPage | None = None
        self._viewer: ViewerScreen | None = None
        self._filled: Filled | None = None
        self._passphrase = ""
        self._kind = Kind.PDF

    def begin(self, case: OpenCase, key: str) -> None:
        """The letter of a notice or of a request (see `mktdesk.desk.letters`)."""
        self._case = case
        self._filled, self._passphrase = None, ""
        job = partial(_draft_job, case, key)
        self._worker.submit(job, self._drafted, self._not_drafted)

    def _not_drafted(self, error: DeskError) -> None:
        self.refused.emit(error)

    def _drafted(self, found: tuple[Draft, str]) -> None:
        self._draft, self._policy = found
        self._write()

    def _write(self) -> None:
        assert self._draft is not None
        page = LetterPage(self._draft, self._policy, self._filled, self._passphrase)
        page.preview_asked.connect(self._preview)
        page.left.connect(self._leave)
        page.password_typed.connect(self._judge)
        self._page = page
        self.show_screen.emit(page)

    def _leave(self) -> None:
        self._passphrase = ""
        self.left.emit()

    def _judge(self, typed: str) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            known = (case.public, case.session.vault.office_name)
            page.show_strength(strength(typed, known, case.session.policy))

    # looking at it

    def _preview(self, filled: Filled, passphrase: str) -> None:
        case, draft = self._case, self._draft
        if case is not None and draft is not None:
            self._filled, self._passphrase = filled, passphrase
            job = partial(_preview_job, case, draft, filled, passphrase)
            ticket = self._worker.submit(job, self._show, self._not_shown)
            self.follow.emit(ticket, "Setting the letter")

    def _not_shown(self, error: DeskError) -> None:
        page = self._there()
        # Its own words are missing, or the guidance forbids it; else the password was refused.
        of_letter = not isinstance(error, AnswersRefused) or isinstance(
            error, LetterIncomplete | NoticeRefused
        )
        if page is None:
            self.refused.emit(error)
        elif of_letter or not self._passphrase:
            page.refused(error)
        else:
            page.refuse_password(error)

    def _show(self, found: Viewed) -> None:
        if self._there() is None:
            return  # the person has gone elsewhere meanwhile
        ways: list[QPushButton] = []
        if self._case is not None and not self._case.read_only:
            for kind, (words, _) in _KINDS.items():
                made = button(words, "primary" if kind is Kind.PDF else "")
                made.clicked.connect(partial(self._ask_place, kind))
                ways.append(made)
        viewer = ViewerScreen(found, can_copy=False, others=ways)
        viewer.left.connect(self._write)
        self._viewer = viewer
        self.show_screen.emit(viewer)

    # issuing it

    def _ask_place(self, kind: Kind) -> None:
        viewer, case, draft = self._looking(), self._case, self._draft
        if viewer is not None and case is not None and draft is not None:
            self._kind = kind
            job = partial(_name_job, case, draft, kind)
            self._worker.submit(job, self._ask_file, viewer.failed)

    def _ask_file(self, name: str) -> None:
        if viewer := self._looking():
            kinds = (_KINDS[self._kind][1],)
            self._files.to_save(viewer, "Issue the letter", name, kinds, self._issue)

    def _issue(self, out: Path) -> None:
        viewer, case, draft, filled = self._looking(), self._case, self._draft, self._filled
        if viewer is None or case is None or draft is None or filled is None:
            return
        job = partial(_issue_job, case, draft.key, filled, out, self._kind, self._passphrase)
        ticket = self._worker.submit(job, self._made, viewer.failed)
        self.follow.emit(ticket, "Issuing the letter")

    def _made(self, made: Made) -> None:
        self._passphrase = ""
        self.issued.emit(made)

    def _there(self) -> LetterPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _looking(self) -> ViewerScreen | None:
        viewer = self._viewer
        return viewer if viewer is not None and shiboken6.isValid(viewer) else None


# jobs of the worker


def _draft_job(case: OpenCase, key: str, _progress: Progress) -> tuple[Draft, str]:
    return letters.draft(case, key), packs.password(case, PackChoice(()))[1]


def _preview_job(
    case: OpenCase, draft: Draft, filled: Filled, passphrase: str, progress: Progress
) -> Viewed:
    packs.password(case, PackChoice((), passphrase=passphrase))
    progress.report(0.2, draft.title)
    data = letters.preview(case, draft.key, filled)
    name = letters.file_name(case, draft.key, Kind.PDF)
    return viewed(f"{draft.title} to {draft.to}", name, Shown.PDF, data, _PREVIEW)


def _name_job(case: OpenCase, draft: Draft, kind: Kind, _progress: Progress) -> str:
    return letters.file_name(case, draft.key, kind)


def _issue_job(
    case: OpenCase,
    key: str,
    filled: Filled,
    out: Path,
    kind: Kind,
    passphrase: str,
    progress: Progress,
) -> Made:
    progress.report(0.1, out.name)
    return letters.issue(case, key, filled, out, kind, passphrase)
