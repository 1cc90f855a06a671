"""Between the page of a meeting's minutes and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.desk import minutes, minutes_out
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.minutes import Approval, MinutesView
from mktdesk.desk.minutes_out import MinutesSaved
from mktdesk.desk.panelitems import as_words
from mktdesk.desk.papers import Shown
from mktdesk.desk.strength import strength
from mktdesk.errors import DeskError
from ui.dialogs.files import PDF, WORD, Files
from ui.dialogs.minutes import ApproveDialog, CirculateDialog
from ui.dialogs.reason import ReasonDialog
from ui.page import Screen
from ui.pages.minutes import MinutesScreen
from ui.pages.viewer import ViewerScreen
from ui.viewers.viewed import Viewed, viewed
from ui.worker import Progress, Worker

_PREVIEW = "A preview from memory. It is not protected and is not saved anywhere."
_KINDS = {minutes_out.PDF: PDF, minutes_out.WORD: WORD}
_Act = Callable[[OpenMeeting], object]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The minutes, and who belongs to the meeting: (name, what they are, what is not for them)."""

    view: MinutesView
    people: tuple[tuple[str, str, str], ...]
    chair: str


class MinutesController(QObject):
    """show_screen: (Screen). follow: (Ticket, words) of long work. changed: they were approved or
    opened again. left: (OpenMeeting) back to it. failed: (DeskError) without a page.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    changed = Signal()
    left = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._meeting: OpenMeeting | None = None
        self._shown: Screen | None = None
        self._seen: _Seen | None = None
        self._dialog: ApproveDialog | CirculateDialog | ReasonDialog | None = None
        self._done = ""

    def begin(self, meeting: OpenMeeting) -> None:
        """Show a meeting's minutes."""
        self._meeting = meeting
        self._load()

    @property
    def page(self) -> Screen | None:
        """What it shows now: while that is in sight the meeting stays open."""
        screen = self._shown
        return screen if screen is not None and shiboken6.isValid(screen) else None

    @property
    def _open(self) -> OpenMeeting:
        assert self._meeting is not None
        return self._meeting

    def _there(self) -> MinutesScreen | None:
        page = self.page
        return page if isinstance(page, MinutesScreen) else None

    def _load(self) -> None:
        ticket = self._worker.submit(partial(_seen_job, self._open), self._show, self._tell)
        self.follow.emit(ticket, "Drafting the minutes")

    def _tell(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _show(self, seen: _Seen) -> None:
        self._seen = seen
        page = MinutesScreen(seen.view)
        page.typed.connect(self._typed)
        page.written.connect(self._written)
        page.draft_wanted.connect(self._take_draft)
        page.keep_wanted.connect(self._keep)
        page.choice_wanted.connect(self._choose)
        page.approve_wanted.connect(self._ask_approval)
        page.open_wanted.connect(self._ask_reason)
        page.send_wanted.connect(self._ask_readers)
        page.preview_wanted.connect(self._preview)
        page.left.connect(self._leave)
        self._shown = page
        self.show_screen.emit(page)

    def _leave(self) -> None:
        self.left.emit(self._open)

    # editing

    def _typed(self, section: str, text: str) -> None:
        if page := self._there():
            act = partial(_typed_act, section, text)
            self._worker.submit(partial(_quiet_job, self._open, act), self._safe, page.failed)

    def _safe(self, _done: None) -> None:
        """What is being typed is on the disk; nothing is shown of it."""

    def _written(self, section: str, text: str) -> None:
        self._act(partial(_written_act, section, text), "Section kept")

    def _take_draft(self, section: str) -> None:
        self._act(partial(_draft_act, section), "Drafted again")

    def _keep(self, section: str) -> None:
        self._act(partial(_keep_act, section), "Your words stay")

    def _choose(self, reasons: bool, names: bool) -> None:
        self._act(partial(_choose_act, reasons, names), "Drafted anew")

    def _act(self, act: _Act, said: str) -> None:
        if page := self._there():
            self._done = said
            job = partial(_acting_job, self._open, act)
            self._worker.submit(job, self._acted, page.failed)

    def _acted(self, seen: _Seen) -> None:
        self._seen = seen
        dialog, self._dialog = self._dialog, None
        if dialog is not None and shiboken6.isValid(dialog):
            dialog.accept()
            self.changed.emit()
        if page := self._there():
            page.show_all(seen.view)
            page.said(self._done)

    # approving

    def _ask_approval(self) -> None:
        page = self._there()
        if page is None or self._seen is None:
            return
        dialog = ApproveDialog(self._seen.chair, page)
        dialog.given.connect(self._approve)
        self._dialog = dialog
        dialog.open()

    def _approve(self, given: Approval) -> None:
        self._from_dialog(partial(_approve_act, given), "Approved and signed")

    def _ask_reason(self) -> None:
        if page := self._there():
            told = "The approval is void and stays in the history. The minutes can be changed."
            kept = "It is kept in the meeting's history."
            dialog = ReasonDialog("Open the minutes again", told, "Open again", page, kept=kept)
            dialog.given.connect(self._open_again)
            self._dialog = dialog
            dialog.open()

    def _open_again(self, reason: str) -> None:
        self._from_dialog(partial(_open_act, reason), "Open to be changed")

    def _from_dialog(self, act: _Act, said: str) -> None:
        dialog = self._dialog
        if dialog is not None and shiboken6.isValid(dialog):
            self._done = said
            job = partial(_acting_job, self._open, act)
            self._worker.submit(job, self._acted, dialog.failed)

    # leaving

    def _preview(self) -> None:
        if page := self._there():
            job = partial(_preview_job, self._open)
            ticket = self._worker.submit(job, self._show_preview, page.failed)
            self.follow.emit(ticket, "Making the preview")

    def _show_preview(self, found: Viewed) -> None:
        if self._there() is None:
            return
        viewer = ViewerScreen(found, can_copy=False)
        viewer.left.connect(self._load)
        self._shown = viewer
        self.show_screen.emit(viewer)

    def _ask_readers(self) -> None:
        page = self._there()
        if page is None or self._seen is None:
            return
        dialog = CirculateDialog(self._seen.people, page)
        dialog.given.connect(self._ask_place)
        dialog.password_typed.connect(self._judge)
        self._dialog = dialog
        dialog.open()

    def _judge(self, typed: str) -> None:
        if isinstance(self._dialog, CirculateDialog):
            known = (self._open.public, self._open.session.vault.office_name)
            self._dialog.show_strength(strength(typed, known))

    def _ask_place(self, names: tuple[str, ...], ending: str, passphrase: str) -> None:
        if isinstance(self._dialog, CirculateDialog):
            less = {name for name, _, out in self._seen.people if out} if self._seen else set()
            whole = not less.intersection(names)
            name = minutes_out.file_name(self._open, ending, whole=whole)
            save = partial(self._save, names, passphrase)
            self._files.to_save(self._dialog, "Save the minutes", name, (_KINDS[ending],), save)

    def _save(self, names: tuple[str, ...], passphrase: str, out: Path) -> None:
        dialog = self._dialog
        if isinstance(dialog, CirculateDialog) and shiboken6.isValid(dialog):
            dialog.hold(True)
            job = partial(_save_job, self._open, out, names, passphrase)
            ticket = self._worker.submit(job, self._saved, dialog.failed)
            self.follow.emit(ticket, "Saving the minutes")

    def _saved(self, saved: MinutesSaved) -> None:
        self._done = f"Saved as {saved.path.name}. It opens with {saved.opens_with}."
        self._worker.submit(partial(_seen_job, self._open), self._acted, self._tell)


# jobs of the worker


def _seen_job(meeting: OpenMeeting, _progress: Progress) -> _Seen:
    people = meeting.attendees()
    return _Seen(
        minutes.view(meeting),
        tuple(
            (one.name, as_words(one), minutes_out.left_out(meeting, one.name))
            for one in people
            if one.name
        ),
        next((one.name for one in people if one.capacity == "chair"), ""),
    )


def _quiet_job(meeting: OpenMeeting, act: _Act, _progress: Progress) -> None:
    act(meeting)


def _acting_job(meeting: OpenMeeting, act: _Act, progress: Progress) -> _Seen:
    act(meeting)
    return _seen_job(meeting, progress)


def _typed_act(section: str, text: str, meeting: OpenMeeting) -> None:
    minutes.keep_typing(meeting, section, text)


def _written_act(section: str, text: str, meeting: OpenMeeting) -> object:
    return minutes.write_section(meeting, section, text)


def _draft_act(section: str, meeting: OpenMeeting) -> object:
    return minutes.take_draft(meeting, section)


def _keep_act(section: str, meeting: OpenMeeting) -> object:
    return minutes.keep_own(meeting, section)


def _choose_act(reasons: bool, names: bool, meeting: OpenMeeting) -> object:
    return minutes.choose(meeting, reasons=reasons, names=names)


def _approve_act(given: Approval, meeting: OpenMeeting) -> object:
    return minutes.approve(meeting, given)


def _open_act(reason: str, meeting: OpenMeeting) -> object:
    return minutes.open_again(meeting, reason)


def _preview_job(meeting: OpenMeeting, progress: Progress) -> Viewed:
    data = minutes_out.preview(meeting, progress)
    name = minutes_out.file_name(meeting, minutes_out.PDF)
    return viewed("Preview of the minutes", name, Shown.PDF, data, _PREVIEW)


def _save_job(
    meeting: OpenMeeting, out: Path, names: tuple[str, ...], passphrase: str, progress: Progress
) -> MinutesSaved:
    return minutes_out.save_minutes(meeting, out, names, progress, passphrase)
