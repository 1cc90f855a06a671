"""Between the page of a case's agencies and the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.calendar import today
from mktdesk.casework.requests import RequestStanding
from mktdesk.desk import appointing, casemeeting, papers, requests, requests_out
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.letters import Made
from mktdesk.desk.lettersheet import REQUEST
from mktdesk.desk.outside import read_file
from mktdesk.desk.reading import read_date
from mktdesk.desk.requests import Ask, Board
from mktdesk.errors import DeskError
from mktdesk.forms.types import Option
from mktdesk.forms.values import DateAnswer
from ui.controllers.inside import InsideController
from ui.controllers.letters import LettersController
from ui.dialogs.files import EVERYTHING, PDF, WORKBOOK, Files
from ui.dialogs.meetings import ExtraDialog
from ui.dialogs.requests import AskDialog, MarkDialog, Marking
from ui.pages.agencies import ASKED, ATTACH, CHASED, LETTER, NIL, RECEIVED, SECURED, AgenciesPage
from ui.saved import Saved
from ui.spots import DOCUMENTS, PAGE, Spot
from ui.worker import Progress, Worker

_PART, _REQUESTS, _PEOPLE = "working", "own_agencies", "own_appointed"
_SECURED_HOW = (
    Option("original", "Original secured"),
    Option("copy", "Case still open: full copy taken, original secured"),
    Option("none", "The agency holds no records"),
)
_LEFT_OUT = "Such as a member of the family of whom it says nothing. Empty when it is complete."
MARKS = {
    ASKED: Marking("Asked", "Record it", "Asked on"),
    RECEIVED: Marking(
        "Received",
        "Record it",
        "Received on",
        line="Quality assured and signed off by",
        note=("What the return leaves out", _LEFT_OUT),
    ),
    NIL: Marking("Nil return: nothing is known of the family", "Record it", "Answered on"),
    SECURED: Marking(
        "Records secured",
        "Record it",
        "Secured on",
        line="Secured by (name and title)",
        how="Records",
        options=_SECURED_HOW,
    ),
    CHASED: Marking(
        "Chased", "Record it", "Chased on", note=("How, and what was said", "It can stay empty.")
    ),
}


class AgenciesController(InsideController):
    """Shows the requests, and asks what became of them."""

    def __init__(self, worker: Worker, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._files = worker, files
        self._case: OpenCase | None = None
        self._page: AgenciesPage | None = None
        self._dialog: AskDialog | MarkDialog | ExtraDialog | None = None
        self._done = ""
        self._letters = LettersController(worker, files, self)
        self._letters.show_screen.connect(self.show_screen)
        self._letters.follow.connect(self.follow)
        self._letters.left.connect(self._back)
        self._letters.issued.connect(self._issued)
        self._letters.refused.connect(self._no_letter)
        self._letter: Made | None = None

    def begin(self, case: OpenCase) -> None:
        """Show the agencies of this case."""
        self._case = case
        self._worker.submit(partial(_board_job, case), self._show, self._not_shown)

    def _show(self, shown: Board) -> None:
        page = AgenciesPage(shown)
        page.ask_wanted.connect(self._ask)
        page.act_asked.connect(self._act)
        page.details_wanted.connect(self._details)
        page.people_wanted.connect(self._people)
        page.documents_wanted.connect(self._documents)
        page.save_wanted.connect(self._ask_save)
        page.extra_wanted.connect(self._ask_extra)
        page.standing_wanted.connect(self._appoint)
        self._page = page
        self.show_screen.emit(page)
        self._tell_issued(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    # elsewhere in the case

    def _details(self, one: RequestStanding | None) -> None:
        if one is None:
            self.spot_wanted.emit(Spot(PAGE, _PART, _REQUESTS))
        else:
            self.target_wanted.emit(Target("request", one.row, "agency"))

    def _people(self) -> None:
        self.spot_wanted.emit(Spot(PAGE, _PART, _PEOPLE))

    def _documents(self) -> None:
        self.spot_wanted.emit(Spot(DOCUMENTS))

    # asking

    def _ask(self) -> None:
        if page := self._there():
            dialog = AskDialog(page.board, read_date, page)
            dialog.given.connect(self._raise)
            self._open(dialog)

    def _act(self, one: RequestStanding, what: str) -> None:
        page = self._there()
        if page is None:
            return
        if what == LETTER and self._case is not None:
            self._letters.begin(self._case, f"{REQUEST}{one.row}")
            return
        if what == ATTACH:
            chosen = partial(self._attach, one)
            self._files.to_read(page, "Choose files to attach", (EVERYTHING,), chosen, many=True)
            return
        about = f"{one.agency}: {one.contribution}"
        dialog = MarkDialog(about, MARKS[what], page.board.today, read_date, page)
        dialog.given.connect(partial(self._mark, one, what))
        self._open(dialog)

    def _ask_extra(self) -> None:
        page = self._there()
        if page is not None and page.board.meeting is not None:
            dialog = ExtraDialog(page.board.meeting.words, page)
            dialog.given.connect(self._consider)
            self._open(dialog)

    def _consider(self, held: bool, reason: str) -> None:
        self._submit("Recorded", partial(_extra_job, held, reason))

    def _appoint(self) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            self._done = "Appointed: write the names that are missing"
            self._worker.submit(partial(_act_job, case, _appoint_job), self._acted, page.failed)

    def _open(self, dialog: AskDialog | MarkDialog | ExtraDialog) -> None:
        self._dialog = dialog
        dialog.open()

    # doing

    def _raise(self, wanted: Ask) -> None:
        self._submit("Requests raised", partial(_ask_job, wanted))

    def _mark(
        self, one: RequestStanding, what: str, day: DateAnswer, how: str, line: str, note: str
    ) -> None:
        done = f"Recorded: {one.agency}"
        self._submit(done, partial(_mark_job, one.row, what, day, (how, line, note)))

    def _submit(self, done: str, act: Callable[[OpenCase], object]) -> None:
        dialog = self._asking()
        if dialog is not None and self._case is not None:
            self._done = done
            job = partial(_act_job, self._case, act)
            self._worker.submit(job, self._acted, dialog.failed)

    def _attach(self, one: RequestStanding, paths: tuple[Path, ...]) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None and paths:
            self._done = "1 file attached" if len(paths) == 1 else f"{len(paths)} files attached"
            job = partial(_act_job, case, partial(_attach_all, one.row, paths))
            ticket = self._worker.submit(job, self._acted, self._attach_failed)
            self.follow.emit(ticket, "Attaching files")

    def _attach_failed(self, error: DeskError) -> None:
        """Those before the one that failed are attached."""
        if page := self._there():
            page.failed(error)
            if self._case is not None:
                job = partial(_board_job, self._case)
                self._worker.submit(job, page.show_all, page.failed)
        self.changed.emit()

    def _acted(self, shown: Board) -> None:
        if dialog := self._asking():
            dialog.accept()
        if page := self._there():
            page.show_all(shown)
            page.said(self._done)
        self.changed.emit()

    # a letter that asks for it

    def _back(self) -> None:
        if self._case is not None:
            self.begin(self._case)

    def _issued(self, made: Made) -> None:
        self._letter = made
        self._back()
        self.changed.emit()

    def _tell_issued(self, page: AgenciesPage) -> None:
        made, self._letter = self._letter, None
        if made is not None:
            names = " and ".join(path.name for path in made.files)
            page.saved(Saved(names, f"It opens with {made.opens_with}."))

    def _no_letter(self, error: DeskError) -> None:
        if page := self._there():
            page.failed(error)

    # the list goes out

    def _ask_save(self, ending: str) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            name = requests_out.file_name(case, ending)
            kinds = (WORKBOOK if ending == requests_out.WORKBOOK else PDF,)
            self._files.to_save(page, "Save the list", name, kinds, self._save)

    def _save(self, out: Path) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            ticket = self._worker.submit(partial(_save_job, case, out), page.saved, page.failed)
            self.follow.emit(ticket, "Saving the list")

    # what is there

    def _asking(self) -> AskDialog | MarkDialog | ExtraDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) else None

    def _there(self) -> AgenciesPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


# jobs of the worker


def _board_job(case: OpenCase, _progress: Progress) -> Board:
    return requests.board(case)


def _act_job(case: OpenCase, act: Callable[[OpenCase], object], _progress: Progress) -> Board:
    act(case)
    return requests.board(case)


def _ask_job(wanted: Ask, case: OpenCase) -> None:
    requests.ask(case, wanted)


def _appoint_job(case: OpenCase) -> None:
    appointing.appoint(case, today(case.session.clock))


def _extra_job(held: bool, reason: str, case: OpenCase) -> None:
    casemeeting.consider_extra(case, considered=held, reason=reason)


def _mark_job(
    row: str, what: str, day: DateAnswer, said: tuple[str, str, str], case: OpenCase
) -> None:
    how, line, note = said
    if what == ASKED:
        requests.mark_asked(case, row, day)
    elif what == RECEIVED:
        requests.mark_received(case, row, day, line, note)
    elif what == NIL:
        requests.mark_nil(case, row, day)
    elif what == SECURED:
        requests.mark_secured(case, row, day, how, line)
    else:
        requests.mark_chased(case, row, day, note)


def _attach_all(row: str, paths: tuple[Path, ...], case: OpenCase) -> None:
    for path in paths:
        requests.attach(case, row, path.name, read_file(path, papers.LARGEST_FILE))


def _save_job(case: OpenCase, out: Path, progress: Progress) -> Saved:
    opens_with = requests_out.save_requests(case, out, progress)
    return Saved(out.name, f"It opens with {opens_with}.")
