"""Between the staff and keys page, its dialogs, and the desk."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk import casekeys, staffkeys
from mktdesk.desk.session import Session, recovery_groups
from mktdesk.errors import DeskError
from mktdesk.reference import parse_full
from ui.clipboard import SecretClipboard
from ui.dialogs.files import PDF, Files
from ui.dialogs.keys import NEW_PASSPHRASE, REASON, Ask, InvitationDialog, KeyDialog, Kind
from ui.pages.recovery import RecoveryPage
from ui.pages.staff import StaffPage, StaffShown, Way
from ui.when import spoken_moment
from ui.worker import Progress, Worker

Print = Callable[[bytes, str, QWidget | None], bool]
Answers = tuple[str, ...]
_ASKED_BACK = 2  # groups of the recovery code
_NAME = Ask("Name", Kind.LINE, "As the history is to name them.", "Type the name.")
_INVITED = Ask("Name", Kind.LINE, "For another computer of somebody's, the name they have here.")
_SHEET = (
    "The vault gets a new key and every case is sealed to the new code. The code in use now "
    "opens nothing any more. With it at hand, restricted cases are sealed to the new one at "
    "once; else when somebody named next opens them."
)


class StaffController(QObject):
    """show_screen: (Screen). follow: (Ticket, words) of long work. failed: (DeskError).

    code_open: (bool) whether a recovery code that does not count yet is on the screen.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    failed = Signal(object)
    code_open = Signal(bool)

    def __init__(
        self, worker: Worker, session: Session, window: QWidget, files: Files,
        clipboard: SecretClipboard, print_pdf: Print, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """print_pdf: asks for a printer and prints (`ui.printing.print_pdf`)."""
        super().__init__(parent)
        self._worker, self._session = worker, session
        self._window, self._files, self._print = window, files, print_pdf
        self._clipboard = clipboard
        clipboard.cleared.connect(self._clipboard_cleared)
        self._page: StaffPage | None = None
        self._sheet: RecoveryPage | None = None
        self._dialog: KeyDialog | None = None
        self._shown_code: InvitationDialog | None = None
        self._done = ""
        self._code, self._reason, self._old_code = "", "", ""

    def begin(self) -> None:
        """Show the page."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, shown: StaffShown) -> None:
        if page := self._there():
            page.show_ways(shown)
            if self._done:
                page.done(self._done)
                self._done = ""
            return
        page = StaffPage(shown)
        page.add_wanted.connect(self._add)
        page.invite_wanted.connect(self._invite)
        page.passphrase_wanted.connect(self._change)
        page.sheet_wanted.connect(self._new_sheet)
        page.key_wanted.connect(self._change_key)
        page.revoke_wanted.connect(self._revoke)
        page.give_wanted.connect(self._give)
        self._page = page
        self.show_screen.emit(page)
        if self._done:
            page.done(self._done)
            self._done = ""

    def _there(self) -> StaffPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    # dialogs

    def _ask(self, dialog: KeyDialog, given: Callable[[Answers], None]) -> None:
        self._dialog = dialog
        dialog.given.connect(given)
        dialog.open()

    def _refused(self, error: DeskError) -> None:
        """In the dialog that asked, on the page, or to the window."""
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.failed(error)
        elif page := self._there():
            page.failed(error)
        else:
            self.failed.emit(error)

    def _finished(self, words: str) -> None:
        """It is done: the dialog goes, the list is read again."""
        self._close_dialog()
        self._done = words
        self.begin()

    def _close_dialog(self) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.accept()
        self._dialog = None

    def _run(self, job: Callable[[Progress], str], words: str = "") -> None:
        ticket = self._worker.submit(job, self._finished, self._refused)
        if words:
            self.follow.emit(ticket, words)

    # people

    def _add(self) -> None:
        words = "They unlock the vault on this computer, with a passphrase that only they know."
        asks = (_NAME, *NEW_PASSPHRASE)
        dialog = KeyDialog("Add a colleague", words, "Add them", asks, self._window)
        self._ask(dialog, self._add_given)

    def _add_given(self, answers: Answers) -> None:
        self._run(partial(_add_job, self._session, answers))

    def _invite(self) -> None:
        words = "They get a code that works once, within a day, on their own computer."
        dialog = KeyDialog("Invite a colleague", words, "Make the code", (_INVITED,), self._window)
        self._ask(dialog, self._invite_given)

    def _invite_given(self, answers: Answers) -> None:
        job = partial(_invite_job, self._session, answers)
        self._worker.submit(job, self._invited, self._refused)

    def _invited(self, invitation: staffkeys.Invitation) -> None:
        self._finished("")
        until = spoken_moment(invitation.until)
        name, known = invitation.name, invitation.known
        shown = InvitationDialog(name, invitation.code, until, self._window, known=known)
        shown.copy_asked.connect(self._copy)
        shown.open()
        self._shown_code = shown

    def _copy(self, code: str) -> None:
        self._say(self._clipboard.copy(code), "done")

    def _clipboard_cleared(self) -> None:
        self._say("The clipboard is cleared.", "muted")

    def _say(self, words: str, look: str) -> None:
        if self._shown_code is not None and shiboken6.isValid(self._shown_code):
            self._shown_code.say(words, look)

    def _change(self) -> None:
        asks = (Ask("The passphrase you have now", Kind.SECRET), *NEW_PASSPHRASE)
        words = "From the next unlocking on, only the new one counts."
        dialog = KeyDialog("Change my passphrase", words, "Change it", asks, self._window)
        self._ask(dialog, self._change_given)

    def _change_given(self, answers: Answers) -> None:
        self._run(partial(_change_job, self._session, answers))

    def _give(self, way: Way) -> None:
        words = f"{way.words} opens the vault with it on this computer; the old one counts no more."
        title = f"New passphrase for {way.words}"
        dialog = KeyDialog(title, words, "Give it", NEW_PASSPHRASE, self._window)
        self._ask(dialog, partial(self._give_given, way))

    def _give_given(self, way: Way, answers: Answers) -> None:
        self._run(partial(_give_job, self._session, way, answers))

    def _revoke(self, way: Way) -> None:
        words = (
            "The vault gets a new key, sealed to those who stay. This way in opens it no more, "
            "and open invitations end."
        )
        title, limits = f"Take away the way in of {way.words}", staffkeys.KEPT_ACCESS
        asks = (REASON,)
        dialog = KeyDialog(title, words, "Take it away", asks, self._window, limits=limits)
        self._ask(dialog, partial(self._revoke_given, way))

    def _revoke_given(self, way: Way, answers: Answers) -> None:
        self._run(partial(_revoke_job, self._session, way, answers), "Changing the vault's key")

    # a case's key

    def _change_key(self) -> None:
        words = (
            "The case is copied under a new key, checked, and put in its place: an old copy of "
            "its key reads nothing new. The case must be closed everywhere."
        )
        asks = (Ask("Full reference", Kind.LINE, "As on the slip.", "Type the reference."), REASON)
        dialog = KeyDialog("Change a case's key", words, "Change the key", asks, self._window)
        self._ask(dialog, self._key_given)

    def _key_given(self, answers: Answers) -> None:
        self._run(partial(_key_job, self._session, answers), "Copying the case")

    # the recovery sheet

    def _new_sheet(self) -> None:
        asks = (
            REASON,
            Ask("The code in use now", Kind.LINE_OR_NOTHING, "If the sheet is at hand."),
        )
        dialog = KeyDialog("New recovery sheet", _SHEET, "Show the new code", asks, self._window)
        self._ask(dialog, self._sheet_given)

    def _sheet_given(self, answers: Answers) -> None:
        self._close_dialog()
        self._reason, self._old_code = answers[0].strip(), answers[1].strip()
        self._code = staffkeys.new_code()
        groups = recovery_groups(self._code)
        asked = sorted(secrets.SystemRandom().sample(range(len(groups)), _ASKED_BACK))
        page = RecoveryPage(groups, asked)
        page.print_asked.connect(self._print_asked)
        page.save_asked.connect(self._save_asked)
        page.confirmed.connect(self._confirmed)
        self._sheet = page
        self.show_screen.emit(page)
        self.code_open.emit(True)

    def _confirmed(self) -> None:
        """It is on paper: now it counts."""
        job = partial(_sheet_job, self._session, self._code, self._reason, self._old_code)
        ticket = self._worker.submit(job, self._sheet_done, self._sheet_failed)
        self.follow.emit(ticket, "Changing the vault's key")

    def _sheet_done(self, words: str) -> None:
        self._code = self._old_code = ""
        self.code_open.emit(False)
        self._finished(words)

    def _sheet_failed(self, error: DeskError) -> None:
        if self._sheet is not None and shiboken6.isValid(self._sheet):
            self._sheet.failed(error)
        else:
            self._refused(error)

    def _print_asked(self) -> None:
        job = partial(_print_job, self._session, self._code)
        self._worker.submit(job, self._print_now, self._sheet_failed)

    def _print_now(self, sheet: bytes) -> None:
        try:
            if self._print(sheet, "Recovery sheet", self._sheet) and self._sheet is not None:
                self._sheet.status.say("Sent to the printer", "done")
        except DeskError as error:
            self._sheet_failed(error)

    def _save_asked(self) -> None:
        if self._sheet is not None:
            title, name = "Save the recovery sheet", "mktdesk recovery sheet.pdf"
            self._files.to_save(self._sheet, title, name, (PDF,), self._save_now)

    def _save_now(self, out: Path) -> None:
        job = partial(_save_job, self._session, self._code, out)
        self._worker.submit(job, self._saved, self._sheet_failed)

    def _saved(self, name: str) -> None:
        if self._sheet is not None and shiboken6.isValid(self._sheet):
            self._sheet.notice.show_words(
                "warning",
                f"{name} is saved.",
                "It is not protected: print it or move it to a safe place, then delete it here.",
            )


# jobs of the worker


def _shown_job(session: Session, _progress: Progress) -> StaffShown:
    ways = tuple(
        Way(
            person.slot_id,
            person.name,
            person.kind,
            person.device_bound,
            spoken_moment(person.until) if person.until else "",
            person.here,
            person.computer,
            person.since,
            person.label,
        )
        for person in staffkeys.people(session)
    )
    by_code = staffkeys.came_by_code(session)
    return StaffShown(ways, session.protection_note, by_code, not session.vault.read_only)


def _add_job(session: Session, answers: Answers, _progress: Progress) -> str:
    staffkeys.add_colleague(session, answers[0], answers[1])
    return f"{answers[0].strip()} can open the vault on this computer."


def _invite_job(session: Session, answers: Answers, _progress: Progress) -> staffkeys.Invitation:
    return staffkeys.invite(session, answers[0])


def _change_job(session: Session, answers: Answers, _progress: Progress) -> str:
    staffkeys.change_passphrase(session, answers[0], answers[1])
    return "Your passphrase is changed."


def _give_job(session: Session, way: Way, answers: Answers, _progress: Progress) -> str:
    staffkeys.give_passphrase(session, way.slot, answers[0])
    return f"{way.words} has a new passphrase on this computer."


def _revoke_job(session: Session, way: Way, answers: Answers, progress: Progress) -> str:
    alone = staffkeys.revoke(session, way.slot, answers[0], progress)
    words = f"{way.words} cannot open the vault any more. {staffkeys.THEN}"
    if alone:
        words += f" Only the recovery code opens {', '.join(alone)} now."
    return words


def _key_job(session: Session, answers: Answers, _progress: Progress) -> str:
    reference = parse_full(answers[0])
    casekeys.change_key(session, reference, answers[1])
    return f"{reference.public} has a new key."


def _sheet_job(session: Session, code: str, reason: str, old_code: str, progress: Progress) -> str:
    left = staffkeys.replace_recovery(session, code, reason, progress, old_code=old_code)
    words = "The new recovery sheet counts; the one before opens nothing."
    if left:
        words += f" Somebody named has to open {', '.join(left)} once, so that it opens them too."
    return words


def _print_job(session: Session, code: str, _progress: Progress) -> bytes:
    return staffkeys.print_sheet(session, code)


def _save_job(session: Session, code: str, out: Path, _progress: Progress) -> str:
    staffkeys.save_sheet(session, code, out)
    return out.name
