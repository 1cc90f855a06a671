"""Between the page of travel packs and the desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TypeAlias

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.desk import cases, meetingbooks, travel, travelling
from mktdesk.desk.session import Session, on_this_machine
from mktdesk.desk.travel import AwayLine, BroughtLine, Choice
from mktdesk.errors import AnswersRefused, DeskError
from ui.controllers.placed import PlacedController
from ui.dialogs.files import TRAVEL_PACK, Files
from ui.dialogs.keys import Ask, KeyDialog, Kind
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.travel import Goer, Going, TakeDialog
from ui.pages.travel import TravelPage, TravelShown
from ui.worker import Progress, Worker

_Dialog: TypeAlias = TakeDialog | KeyDialog | ReasonDialog
_Brought: TypeAlias = tuple[TravelShown, tuple[BroughtLine, ...]]
_KEPT = "It is kept in the office's history."
_SECRET = Ask("What opens the pack", Kind.SECRET, "Its full reference, or its passphrase.")
_RESTRICTED = Ask(
    "Full reference of a restricted case", Kind.LINE_OR_NOTHING, "Only where one is in the pack."
)
_GONE = "The list no longer has it. Should the pack be found, it can be brought back all the same."
_LOST = (
    "Something that was written here has not gone back, and would be lost. Take it back first, or "
    "type the reference to destroy the copy all the same."
)
_ALL_BACK = (
    "Its keys and files are destroyed on this computer. Keep the pack that went back until the "
    "office has brought it in."
)


class TravelController(PlacedController):
    """Takes along and brings back; on a travelling copy, takes it back and removes it."""

    def __init__(
        self, worker: Worker, session: Session, files: Files, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._session, self._files = worker, session, files
        self._page: TravelPage | None = None
        self._dialog: _Dialog | None = None
        self.taking = ""  # the meeting that is chosen already, to begin with
        self._pack, self._typed = Path(), ""  # what is brought back, and what opens it

    def begin(self) -> None:
        """Show the page."""
        self._worker.submit(partial(_shown_job, self._session), self._show, self._not_shown)

    def _show(self, shown: TravelShown) -> None:
        page = TravelPage(shown)
        page.take_asked.connect(self._ask_what)
        page.bring_asked.connect(self._ask_pack)
        page.back_asked.connect(self._ask_back)
        page.remove_asked.connect(self._ask_remove)
        page.gone_asked.connect(self._ask_gone)
        self._page = page
        self.show_screen.emit(page)
        if self.given is not None:
            pack, self.given = self.given, None
            self._pack_chosen((pack,))
        elif self.taking:
            chosen, self.taking = self.taking, ""
            self._ask_what(chosen)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    # taking

    def _ask_what(self, chosen: str = "") -> None:
        if page := self._there():
            job = partial(_goers_job, self._session, chosen)
            self._worker.submit(job, self._ask_take, page.failed)

    def _ask_take(self, goers: tuple[Goer, ...]) -> None:
        if page := self._there():
            dialog = TakeDialog(goers, page)
            dialog.given.connect(self._where)
            self._open(dialog)

    def _where(self, going: Going) -> None:
        dialog = self._asking()
        if isinstance(dialog, TakeDialog):
            dialog.ready()
            name, chosen = travel.file_name(_choice(going)), partial(self._take, going)
            self._files.to_save(dialog, "Save the travel pack", name, (TRAVEL_PACK,), chosen)

    def _take(self, going: Going, out: Path) -> None:
        if dialog := self._asking():
            job = partial(_take_job, self._session, going, out)
            ticket = self._worker.submit(job, self._taken, dialog.failed)
            self.follow.emit(ticket, "Writing the travel pack")

    def _taken(self, done: tuple[TravelShown, str]) -> None:
        self._close()
        if page := self._there():
            page.show_all(done[0])
            page.said(f"Saved. It opens with {done[1]}")

    # bringing back

    def _ask_pack(self) -> None:
        if page := self._there():
            title = "Bring back a pack"
            self._files.to_read(page, title, (TRAVEL_PACK,), self._pack_chosen)

    def _pack_chosen(self, paths: tuple[Path, ...]) -> None:
        if (page := self._there()) and paths:
            self._pack, self._typed = paths[0], ""
            job = partial(_bring_job, self._session, paths[0], "", "")
            ticket = self._worker.submit(job, self._brought, self._not_yet)
            self.follow.emit(ticket, "Bringing back the pack")
            page.status.say("Bringing back…")

    def _not_yet(self, error: DeskError) -> None:
        page = self._there()
        if page is None:
            return
        page.status.say("")
        if not isinstance(error, AnswersRefused):
            page.failed(error)
            return
        self._ask_secret(self._pack)

    def _ask_secret(self, path: Path) -> None:
        if page := self._there():
            dialog = KeyDialog(
                "Bring back a pack", f"The office does not know what opens {path.name}.",
                "Bring it back", (_SECRET, _RESTRICTED), page,
            )  # fmt: skip
            dialog.given.connect(partial(self._bring, path))
            self._open(dialog)

    def _bring(self, path: Path, typed: tuple[str, ...]) -> None:
        if dialog := self._asking():
            self._typed = typed[0]
            job = partial(_bring_job, self._session, path, typed[0], typed[1])
            ticket = self._worker.submit(job, self._brought, dialog.failed)
            self.follow.emit(ticket, "Bringing back the pack")

    def _brought(self, done: _Brought) -> None:
        self._close()
        self.changed.emit()
        if page := self._there():
            page.show_all(done[0])
            page.show_came(done[1])
            here = sum(line.came for line in done[1])
            page.said(f"{here} of {len(done[1])} came in")
            restricted = [line.public for line in done[1] if line.needs_reference]
            if restricted:
                self._ask_restricted(restricted[0])

    def _ask_restricted(self, public: str) -> None:
        if page := self._there():
            words = f"{public} is restricted to named staff: it opens only with its full reference."
            ask = Ask(f"Full reference of {public}", Kind.SECRET, "As on the slip.")
            dialog = KeyDialog("Bring back a restricted case", words, "Bring it back", (ask,), page)
            dialog.given.connect(self._bring_restricted)
            self._open(dialog)

    def _bring_restricted(self, typed: tuple[str, ...]) -> None:
        if dialog := self._asking():
            job = partial(_bring_job, self._session, self._pack, self._typed, typed[0])
            self._worker.submit(job, self._brought, dialog.failed)

    def _ask_gone(self, line: AwayLine) -> None:
        if page := self._there():
            title = f"It will not come back: {line.public}"
            dialog = ReasonDialog(title, _GONE, "Take it off the list", page, kept=_KEPT)
            dialog.given.connect(partial(self._given_up, line))
            self._open(dialog)

    def _given_up(self, line: AwayLine, why: str) -> None:
        if dialog := self._asking():
            job = partial(_gone_job, self._session, line.row, why)
            self._worker.submit(job, self._listed, dialog.failed)

    def _listed(self, shown: TravelShown) -> None:
        self._close()
        if page := self._there():
            page.show_all(shown)

    # the travelling copy

    def _ask_back(self) -> None:
        if page := self._there():
            name = travelling.back_name(self._session)
            self._files.to_save(page, "Take back", name, (TRAVEL_PACK,), self._take_back)

    def _take_back(self, out: Path) -> None:
        if page := self._there():
            job = partial(_back_job, self._session, out)
            ticket = self._worker.submit(job, self._went_back, page.failed)
            self.follow.emit(ticket, "Writing the travel pack")

    def _went_back(self, shown: TravelShown) -> None:
        if page := self._there():
            page.show_all(shown)
            page.said("Saved. The office brings it back under Travel packs")

    def _ask_remove(self) -> None:
        if page := self._there():
            self._worker.submit(partial(_shown_job, self._session), self._remove_asked, page.failed)

    def _remove_asked(self, shown: TravelShown) -> None:
        page, copy = self._there(), shown.copy
        if page is None or copy is None:
            return
        words = _ALL_BACK if copy.all_back else _LOST
        ask = Ask(f"Type the reference, {copy.public}")
        dialog = KeyDialog("Remove this copy", words, "Destroy this copy", (ask,), page)
        dialog.given.connect(partial(self._remove, copy.public, anyway=not copy.all_back))
        self._open(dialog)

    def _remove(self, public: str, typed: tuple[str, ...], *, anyway: bool) -> None:
        if dialog := self._asking():
            job = partial(_remove_job, self._session, public, typed[0], anyway=anyway)
            self._worker.submit(job, self._removed, dialog.failed)

    def _removed(self, _nothing: None) -> None:
        self._close()
        self.ended.emit()

    # what is open

    def _open(self, dialog: _Dialog) -> None:
        self._dialog = dialog
        dialog.open()

    def _close(self) -> None:
        if dialog := self._asking():
            dialog.accept()

    def _asking(self) -> _Dialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> TravelPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


def _choice(going: Going) -> Choice:
    goer = going.goer
    public = (goer.public, going.cases) if goer.meeting else ("", (goer.public,))
    return Choice(*public, to=going.to, passphrase=going.passphrase)


# jobs of the worker


def _shown_job(session: Session, _progress: Progress) -> TravelShown:
    copy = travelling.travelling_copy(session)
    state = travelling.state(session) if copy is not None else None
    return TravelShown(travel.away(session), state, session.vault.read_only)


def _goers_job(session: Session, chosen: str, _progress: Progress) -> tuple[Goer, ...]:
    """The meetings, then the cases; what is chosen already comes first."""
    meetings = (
        Goer(one.public, f"{one.public}   {one.body}, {one.day_words}", meeting=True,
             cases=tuple(dict.fromkeys(one.agenda)))
        for one in meetingbooks.list_meetings(session)
    )  # fmt: skip
    lines = (Goer(x.public, f"{x.public}   {x.subject}".strip()) for x in cases.list_cases(session))
    return tuple(sorted((*meetings, *lines), key=lambda one: one.public != chosen))


def _take_job(
    session: Session, going: Going, out: Path, progress: Progress
) -> tuple[TravelShown, str]:
    made = travel.take(session, _choice(going), out, progress)
    return _shown_job(session, progress), made.opens_with


def _bring_job(
    session: Session, path: Path, typed: str, restricted: str, progress: Progress
) -> _Brought:
    references = (restricted,) if restricted.strip() else ()
    lines = travel.bring(session, path, progress, typed=typed, references=references)
    return _shown_job(session, progress), lines


def _gone_job(session: Session, row: str, why: str, progress: Progress) -> TravelShown:
    travel.given_up(session, row, why)
    return _shown_job(session, progress)


def _back_job(session: Session, out: Path, progress: Progress) -> TravelShown:
    travelling.take_back(session, out, progress, on_this_machine())
    return _shown_job(session, progress)


def _remove_job(
    session: Session, public: str, typed: str, _progress: Progress, *, anyway: bool
) -> None:
    if typed.strip().upper() != public:
        raise AnswersRefused("This is not the reference.", f"Type {public}.")
    travelling.remove_copy(session, anyway=anyway)
