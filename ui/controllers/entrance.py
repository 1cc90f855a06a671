"""From the first window to an open office: which vault, who, and what opens it.

The desk is not imported here: the window is shown first, and the worker fetches the desk while
somebody reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from mktdesk.errors import DeskError, UnlockRefused
from ui.controllers import entryjobs
from ui.controllers.entryjobs import Demo, Entry, Made
from ui.page import Screen
from ui.pages.start import StartPage
from ui.pages.unlock import UnlockPage
from ui.worker import Worker

if TYPE_CHECKING:  # fetched by the worker: see above
    from mktdesk.desk.session import Desk, Session, VaultInfo
    from mktdesk.desk.strength import Strength
    from ui.controllers.openpack import OpenPackController
    from ui.controllers.restore import PutBack, RestoreController
    from ui.dialogs.files import Files
    from ui.pages.first_start import FirstStartPage, NewVault
    from ui.pages.join import JoinPage


class Entrance(QObject):
    """Between the pages of the way in and the desk.

    show_screen: (Screen) to put into the window. follow: (Ticket, words) of long work.
    entered: (Entry). code_open: (bool) whether an unconfirmed recovery code is on the screen.
    """

    show_screen = Signal(object)
    follow = Signal(object, str)
    entered = Signal(object)
    code_open = Signal(bool)

    def __init__(
        self,
        worker: Worker,
        open_desk: Callable[[], Desk],
        files: Callable[[], Files],
        parent: QObject | None = None,
    ) -> None:
        """open_desk, files: called when they are first needed."""
        super().__init__(parent)
        self._worker = worker
        self._desk = entryjobs.Once(open_desk)
        self._files = files
        self._folder = Path()
        self.usual = str(Path.home() / "mktdesk vault")  # where a new vault is suggested to lie
        self.given: Path | None = None  # a travel pack that the program was started with
        self.expected = ""  # the way in of who is likely to unlock, to be chosen already
        self._screen: Screen | None = None
        self._entry: Entry | None = None
        self._code = ""
        self._restore: RestoreController | None = None
        self._packs: OpenPackController | None = None

    # which vault

    def choose(self, folder: str = "") -> None:
        """Show the page where the vault is chosen or a new one begun."""
        page = StartPage(folder)
        page.open_asked.connect(self.look)
        page.new_asked.connect(self.set_up)
        page.restore_asked.connect(self._put_back)
        page.pack_asked.connect(self._open_pack)
        self._show(page)

    def prepare(self, folder: Path) -> None:
        """Show the unlock page, before the worker is asked for anything."""
        self._folder = folder
        page = UnlockPage(str(folder))
        page.unlock_asked.connect(self._unlock)
        page.recover_asked.connect(self._recover)
        page.join_asked.connect(self._invited)
        page.other_asked.connect(self.choose)
        page.restore_asked.connect(self._put_back_here)
        page.pack_asked.connect(self._open_pack)
        self._show(page)

    def look(self, folder: Path) -> None:
        """Look at a vault, and ask who is unlocking it."""
        self._folder = folder
        if isinstance(self._screen, StartPage):
            self._screen.set_busy(True)
        self._worker.submit(partial(entryjobs.look, self._desk, folder), self._seen, self._not_seen)

    def _seen(self, info: VaultInfo) -> None:
        if not isinstance(self._screen, UnlockPage):
            self.prepare(self._folder)
        if isinstance(self._screen, UnlockPage):
            people = [(slot.slot_id, slot.label) for slot in info.staff]
            self._screen.show_people(info.office_name, people, self.expected or info.likely)
            if (copy := info.travelling) is not None:
                self._screen.show_travelling(copy.public, by_reference=copy.by_reference)

    def _not_seen(self, error: DeskError) -> None:
        if isinstance(self._screen, StartPage) and self._there(self._screen):
            self._screen.set_busy(False)
        else:
            self.choose(str(self._folder))
        if self._screen is not None:
            self._screen.failed(error)

    # a demonstration

    def demonstrate(self, folder: Path) -> None:
        """Make a vault of fictional cases unless it is there, and say what opens it."""
        self._folder = folder
        if isinstance(self._screen, UnlockPage):
            self._screen.set_busy("The demonstration is being made…")
        ticket = self._worker.submit(
            partial(entryjobs.demonstrate, self._desk, folder), self._demo_made, self._not_seen
        )
        self.follow.emit(ticket, "Making the demonstration")

    def _demo_made(self, made: Demo) -> None:
        if isinstance(self._screen, UnlockPage) and self._there(self._screen):
            self._screen.set_busy("")
            self._screen.show_hint(
                "A demonstration: every person, place and case in it is invented. "
                f"Its passphrase:\n{made.passphrase}"
            )
            self._seen(made.info)

    # unlocking

    def _unlock(self, slot: str, passphrase: str) -> None:
        self._busy("Unlocking…")
        job = partial(entryjobs.unlock, self._desk, self._folder, slot, passphrase)
        ticket = self._worker.submit(job, self._enter, self._refused)
        ticket.progressed.connect(self._waits)

    def _recover(self, code: str) -> None:
        self._busy("Unlocking…")
        job = partial(entryjobs.recover, self._desk, self._folder, code)
        self._worker.submit(job, self._enter, self._refused)

    def _waits(self, _share: float, words: str) -> None:
        self._busy(words)

    def _busy(self, words: str) -> None:
        if isinstance(self._screen, UnlockPage):
            self._screen.set_busy(words)

    def _refused(self, error: DeskError) -> None:
        if isinstance(self._screen, UnlockPage) and self._there(self._screen):
            wait = error.wait_seconds if isinstance(error, UnlockRefused) else 0
            self._screen.refused(error.what, error.do, wait)

    def _enter(self, entry: Entry) -> None:
        self.entered.emit(entry)

    def turned_back(self, error: DeskError) -> None:
        """The vault opened, but nothing could be shown of it."""
        if isinstance(self._screen, UnlockPage) and self._there(self._screen):
            self._refused(error)
        else:
            self._not_seen(error)

    # an invitation

    def _invited(self) -> None:
        from ui.pages.join import JoinPage  # noqa: PLC0415 - once for each colleague

        page = JoinPage(str(self._folder))
        page.join_asked.connect(self._join)
        page.back_asked.connect(self._not_invited)
        self._show(page)

    def _not_invited(self) -> None:
        self.prepare(self._folder)
        self.look(self._folder)

    def _join(self, code: str, passphrase: str) -> None:
        if page := self._join_page():
            page.set_busy(True)
        job = partial(entryjobs.join, self._desk, self._folder, code, passphrase)
        self._worker.submit(job, self._enter, self._not_joined)

    def _not_joined(self, error: DeskError) -> None:
        if page := self._join_page():
            page.set_busy(False)
            page.failed(error)

    def _join_page(self) -> JoinPage | None:
        from ui.pages.join import JoinPage  # noqa: PLC0415 - it is loaded by now

        page = self._screen
        return page if isinstance(page, JoinPage) and self._there(page) else None

    # from a backup

    def _put_back_here(self) -> None:
        self._put_back(str(self._folder))

    def _put_back(self, vault: str = "") -> None:
        from ui.controllers.restore import RestoreController  # noqa: PLC0415 - after a disaster

        if self._restore is None:
            made = RestoreController(self._worker, self._desk, self)
            made.show_screen.connect(self._show)
            made.follow.connect(self.follow)
            made.put_back.connect(self._is_back)
            made.left.connect(self._back_to_start)
            self._restore = made
        self._restore.begin(vault)

    def _back_to_start(self) -> None:
        self.choose()

    def _is_back(self, done: PutBack) -> None:
        self._folder = done.folder
        self._enter(Entry(done.folder, done.session, done.recovered, done.alarms))

    # a travel pack

    def look_at_given(self) -> None:
        """See where the pack that was double-clicked belongs, if there is one."""
        if self.given is not None:
            job = partial(entryjobs.comes_back, self.given)
            self._worker.submit(job, self._given_seen, self._given_refused)

    def _given_seen(self, comes_back: bool) -> None:
        pack = self.given
        if comes_back and pack is not None and self._screen is not None:
            what = f"{pack.name} comes back to the office."
            self._screen.notice.show_words("note", what, "Unlock your office to bring it in.")
        elif pack is not None:
            self.given = None
            self._opener().take(pack)

    def _given_refused(self, error: DeskError) -> None:
        self.given = None
        self._no_pack(error)

    def _open_pack(self) -> None:
        if self._screen is not None:
            self._opener().begin(self._screen)

    def _opener(self) -> OpenPackController:
        from ui.controllers.openpack import OpenPackController  # noqa: PLC0415 - on the way

        if self._packs is None:
            made = OpenPackController(self._worker, self._desk, self._files(), self)
            made.show_screen.connect(self._show)
            made.follow.connect(self.follow)
            made.opened.connect(self._pack_opened)
            made.left.connect(self._back_to_start)
            made.failed.connect(self._no_pack)
            self._packs = made
        return self._packs

    def _no_pack(self, error: DeskError) -> None:
        if self._screen is not None and self._there(self._screen):
            self._screen.failed(error)

    def _pack_opened(self, folder: Path, session: Session) -> None:
        self._folder = folder
        self._enter(Entry(folder, session))

    # a new vault

    def set_up(self) -> None:
        """Show the page where a vault is set up."""
        from ui.pages.first_start import FirstStartPage  # noqa: PLC0415 - once in an office's life

        page = FirstStartPage(self.usual)
        page.back_asked.connect(self.choose)
        page.strength_asked.connect(self._estimate)
        page.make_asked.connect(self._make)
        self._show(page)

    def _estimate(self, passphrase: str, known: tuple[str, ...]) -> None:
        job = partial(entryjobs.estimate, self._desk, passphrase, known)
        self._worker.submit(job, self._estimated, self._first_failed)

    def _estimated(self, found: tuple[str, Strength]) -> None:
        if page := self._first_page():
            page.show_strength(*found)

    def _make(self, wanted: NewVault) -> None:
        if page := self._first_page():
            page.set_busy(True)
        self._folder = wanted.folder
        job = partial(entryjobs.make, self._desk, wanted)
        self._worker.submit(job, self._made, self._first_failed)

    def _first_failed(self, error: DeskError) -> None:
        if page := self._first_page():
            page.set_busy(False)
            page.failed(error)

    def _first_page(self) -> FirstStartPage | None:
        from ui.pages.first_start import FirstStartPage  # noqa: PLC0415 - it is loaded by now

        page = self._screen
        return page if isinstance(page, FirstStartPage) and self._there(page) else None

    # its recovery code

    def _made(self, made: Made) -> None:
        from ui.pages.recovery import RecoveryPage  # noqa: PLC0415 - once in an office's life

        self._entry, self._code = made.entry, made.code
        page = RecoveryPage(made.groups, made.ask)
        page.print_asked.connect(self._print)
        page.save_asked.connect(self._save)
        page.confirmed.connect(self._confirmed)
        self._show(page)
        self.code_open.emit(True)

    def _confirmed(self) -> None:
        entry, self._entry, self._code = self._entry, None, ""
        self.code_open.emit(False)
        if entry is not None:
            self._enter(entry)

    def _print(self) -> None:
        self._sheet(self._print_sheet)

    def _sheet(self, done: Callable[[bytes], None]) -> None:
        if self._entry is not None and self._screen is not None:
            job = partial(entryjobs.sheet, self._entry.session, self._code)
            self._worker.submit(job, done, self._screen.failed)

    def _print_sheet(self, sheet: bytes) -> None:
        from ui.printing import print_pdf  # noqa: PLC0415 - most sheets are never printed

        page = self._screen
        if page is None:
            return
        try:
            if print_pdf(sheet, "Recovery sheet", page):
                page.status.say("Sent to the printer", "done")
        except DeskError as error:
            page.failed(error)

    def _save(self) -> None:
        from ui.dialogs.files import PDF  # noqa: PLC0415 - with the dialog itself

        if self._screen is not None:
            title, name = "Save the recovery sheet", "mktdesk recovery sheet.pdf"
            self._files().to_save(self._screen, title, name, (PDF,), self._save_sheet)

    def _save_sheet(self, out: Path) -> None:
        if self._entry is not None and self._screen is not None:
            job = partial(entryjobs.save_sheet, self._entry.session, self._code, out)
            self._worker.submit(job, self._sheet_saved, self._screen.failed)

    def _sheet_saved(self, out: Path) -> None:
        if self._screen is not None:
            self._screen.notice.show_words(
                "warning",
                f"{out.name} is saved.",
                "It is not protected: print it or move it to a safe place, then delete it here.",
            )

    # pages

    def _show(self, page: Screen) -> None:
        self._screen = page
        self.show_screen.emit(page)

    @staticmethod
    def _there(page: Screen) -> bool:
        return shiboken6.isValid(page)
