"""What an unlocked office shows: every page's controller, and how they meet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.casework.records import OfficeSettings
from mktdesk.desk import cases as desk_cases
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import DEFAULT_TOOLKIT
from mktdesk.reference import Reference
from mktdesk.toolkits import load
from ui.arrival import Arrival
from ui.clipboard import SecretClipboard
from ui.controllers.access import AccessController, TypedReference
from ui.controllers.case import CaseController
from ui.controllers.cases import CasesController
from ui.controllers.due import DueController
from ui.controllers.history import HistoryController
from ui.controllers.intake import IntakeController
from ui.controllers.new_case import NewCaseController
from ui.controllers.pack import PackController
from ui.controllers.papers import PapersController
from ui.controllers.placed import Placed
from ui.controllers.references import ReferencesController
from ui.controllers.retention import RetentionController
from ui.controllers.safety import SafetyController
from ui.controllers.settings import SettingsController
from ui.controllers.staff import StaffController
from ui.controllers.toolkits import ToolkitsController
from ui.dialogs.files import Files
from ui.insides import Insides
from ui.meetingrooms import MeetingRooms
from ui.officeplaces import begin_taking, begin_with_pack, office_places
from ui.page import Screen
from ui.pages.case import CasePage
from ui.places import CASES, DUE, HISTORY, MEETINGS, RETENTION, SAFETY, SETTINGS, STAFF, TOOLKITS
from ui.returning import IN_MEETING, NEW_REFERRAL, Return
from ui.spots import ACCESS, CLOCKS, DOCUMENTS, NOTICES, PACK, Spot, spot_of
from ui.spots import HISTORY as CASE_HISTORY
from ui.window import Window
from ui.worker import Progress, Worker


class Unlocked(QObject):
    """The composition of an open office; controllers meet here and nowhere else.

    follow: (Ticket, words) of long work. failed: (DeskError) with no page of its own.
    looks_chosen: (appearance). scale_chosen: (text size). idle_chosen: (minutes). code_open:
    (bool) whether a recovery code that does not count yet is on the screen.
    """

    follow = Signal(object, str)
    failed = Signal(object)
    looks_chosen = Signal(str)
    scale_chosen = Signal(float)
    idle_chosen = Signal(int)
    code_open = Signal(bool)

    def __init__(
        self,
        worker: Worker,
        session: Session,
        folder: Path,
        files: Files,
        window: Window,
        scale: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker, self._session, self._files = worker, session, files
        self._window, self._scale = window, scale
        self._clipboard = SecretClipboard(self, seconds=session.policy.clipboard_seconds)
        self._wanted = self._place = DUE
        self._build_settings(folder)
        self._build_cases()
        self._build_papers()
        self._build_keeping()
        homes: dict[Placed, str] = {
            self._intake: CASES,
            self._new_case: CASES,
            self._staff: STAFF,
            self._safety: SAFETY,
            self._retention: RETENTION,
            self._toolkits: TOOLKITS,
            **{one: place for place, one in self._further.items()},
            self._office_history: HISTORY,
            self._settings: SETTINGS,
        }
        for own in homes:
            own.show_screen.connect(self._show_sent)
        self._homes: dict[object, str] = dict(homes.items())
        self._ways: dict[str, Callable[[], object]] = {
            DUE: self._show_due,
            CASES: self._show_cases,
            TOOLKITS: self._toolkits.begin,
            **{place: one.begin for place, one in self._further.items()},
            STAFF: self._staff.begin,
            SAFETY: self._safety.begin,
            RETENTION: self._retention.begin,
            HISTORY: self._office_history.begin_office,
            SETTINGS: self._begin_settings,
        }

    # the controllers

    def _build_settings(self, folder: Path) -> None:
        self._settings = SettingsController(self._worker, self._session, folder, self._files, self)
        self._settings.follow.connect(self.follow)
        self._settings.failed.connect(self.failed)
        self._settings.scale_chosen.connect(self._scale_picked)
        self._settings.changed.connect(self._settings_changed)

    def _build_cases(self) -> None:
        worker, session = self._worker, self._session
        self._cases = CasesController(worker, session, self)
        self._case = CaseController(worker, session, self)
        self._references = ReferencesController(
            worker, session, self._window, self._files, self._clipboard, _print_pdf, self
        )
        self._typed = TypedReference(self._window, self)
        self._case.restricted.connect(self._typed.ask)
        self._typed.given.connect(self._case.open_typed)
        self._case.opened.connect(self._typed.taken)
        self._case.not_opened.connect(self._typed.refused)
        self._cases.case_wanted.connect(self._case.open)
        self._new_case = NewCaseController(worker, session, self)
        self._new_case.started.connect(self._started)
        self._new_case.left.connect(self._to_cases)
        self._new_case.failed.connect(self.failed)
        self._cases.new_wanted.connect(self._new_case.begin)
        self._cases.old_wanted.connect(self._references.register_old)
        self._cases.backup_wanted.connect(self._to_backups)
        self._references.case_wanted.connect(self._case.open)
        self._references.allocated.connect(self._allocated)
        self._references.failed.connect(self.failed)
        self._case.show_screen.connect(self._show_case)
        self._case.inside_wanted.connect(self._inside)
        self._case.reference_wanted.connect(self._references.show_again)
        self._case.changed.connect(self._cases.refresh)
        self._due = DueController(worker, session, self._files, self)
        self._due.case_wanted.connect(self._to_clocks)
        self._due.notices_wanted.connect(self._to_notices)
        self._due.cases_wanted.connect(self._to_cases)
        self._due.follow.connect(self.follow)
        self._case.changed.connect(self._due.refresh)
        self._case.failed.connect(self.failed)

    def _build_papers(self) -> None:
        worker, files = self._worker, self._files
        self._intake = IntakeController(worker, self._session, files, self)
        self._papers = PapersController(worker, files, self)
        self._pack = PackController(worker, files, self)
        self._access = AccessController(worker, files, self._clipboard, _print_pdf, self)
        self._insides = Insides(worker, files, _print_pdf, self)
        self._cases.word_wanted.connect(self._begin_intake)
        self._intake.accepted.connect(self._accepted)
        self._intake.left.connect(self._to_cases)
        self._access.changed.connect(self._cases.refresh)
        self._access.closing.connect(self._case.close)
        self._access.reopened.connect(self._case.open_again)
        self._access.lost.connect(self._to_cases)
        self._insides.spot_wanted.connect(self._case.go)
        self._insides.target_wanted.connect(self._case.go_to)
        self._insides.open_wanted.connect(self._case.open)
        self._insides.turned.connect(self._case.turn)
        for told in (self._pack, self._access, self._insides):
            told.failed.connect(self.failed)
        for inside in (self._papers, self._pack, self._access, self._insides):
            inside.show_screen.connect(self._case.show_inside)
            inside.changed.connect(self._case.refresh)
        for slow in (self._intake, self._papers, self._pack, self._access, self._insides):
            slow.follow.connect(self.follow)

    def _build_keeping(self) -> None:
        worker, session, files = self._worker, self._session, self._files
        self._staff = StaffController(
            worker, session, self._window, files, self._clipboard, _print_pdf, self
        )
        self._safety = SafetyController(worker, session, self)
        self._retention = RetentionController(worker, session, self)
        self._toolkits = ToolkitsController(worker, session, files, self)
        self._office_history = HistoryController(worker, session, files, self)
        self._case_history = HistoryController(worker, session, files, self)
        self._rooms = MeetingRooms(worker, session, self._window, files, self)
        self._further = {**office_places(worker, session, files, self), MEETINGS: self._rooms}
        self._rooms.reference_wanted.connect(self._references.show_again)
        self._rooms.take_wanted.connect(lambda one: self.go(begin_taking(self._further, one)))
        offices = (self._staff, self._safety, self._retention, self._toolkits, self._office_history)
        for own in offices:
            own.failed.connect(self.failed)
        for one in self._further.values():
            one.failed.connect(self.failed)
            one.follow.connect(self.follow)
            one.changed.connect(self._cases.refresh)
            one.ended.connect(self._window.lock_asked)
        for slow in (self._staff, self._safety, self._office_history, self._case_history):
            slow.follow.connect(self.follow)
        for keeper in (self._safety, self._retention):
            keeper.changed.connect(self._cases.refresh)
        self._safety.backed_up.connect(self._cases.show_backup)
        self._staff.code_open.connect(self.code_open)
        self._case_history.show_screen.connect(self._case.show_inside)
        self._case_history.changed.connect(self._case.refresh)
        self._case_history.failed.connect(self.failed)

    # what the program uses

    def begin(self, arrival: Arrival, back: Return | None = None) -> None:
        """What is due, and what must be told first.

        back: where whoever locked the desk was. They go on there, if nothing must be told.
        """
        self._office_known(arrival.office)
        self._window.set_marking(arrival.marking)
        self._rooms.set_marking(arrival.marking)
        self._show_due()
        shown = self._window.screen_shown
        if arrival.alarms and shown is not None:
            what = " ".join(what for what, _ in arrival.alarms)
            do = " ".join(dict.fromkeys(do for _, do in arrival.alarms))
            shown.notice.show_words("warning", what, do)
        elif back is not None and back.who == self._session.vault.staff.id:
            self._go_back(back)

    def _go_back(self, back: Return) -> None:
        if back.public and back.place == MEETINGS:
            self._rooms.go_back(back.public, in_room=back.spot == IN_MEETING)
        elif back.public:
            self._case.open(back.public, spot_of(back.spot))
        elif back.spot == NEW_REFERRAL:
            self._new_case.begin()
        elif back.place != DUE:
            self._wanted = back.place
            self._arrive_there()

    @property
    def whereabouts(self) -> Return:
        """Where the person is now, to go on there after unlocking."""
        spot = self._case.here
        case = (self._case.public, spot.words) if spot is not None else ()
        if self._rooms.public:
            case = (self._rooms.public, IN_MEETING if self._rooms.in_room else ())
        if self._new_case.shows(self._window.screen_shown):
            case = ("", NEW_REFERRAL)
        return Return(self._session.vault.staff.id, self._place, *case)

    def go(self, place: str) -> None:
        """To a place of the rail, once what was typed here has been through the worker.

        While long work keeps the worker the person goes at once: closing the case tries again
        whatever could not be saved, and says so.
        """
        busy = self._worker.busy
        self._window.flush()
        self._wanted = place
        if busy:
            self._arrive_there()
        else:
            self._worker.submit(_settled_job, self._arrive_there, self.failed_now)

    def bring_pack(self, pack: Path) -> None:
        """Bring back the travel pack that the program was started with."""
        self.go(begin_with_pack(self._further, pack))

    def may_lock(self) -> bool:
        """Not while answers could not be saved; the page says so, and lets go the second time."""
        shown = self._window.screen_shown
        return shown.may_leave() if isinstance(shown, CasePage) else True

    def leave(self) -> None:
        """The vault is about to close: the case goes first, and the clipboard is cleared."""
        self._clipboard.clear()
        self._rooms.close_unless(None)
        self._case.close()

    def failed_now(self, error: object) -> None:
        """Something failed and no page is waiting for it."""
        self.failed.emit(error)

    # pages into the window

    def _show(self, screen: Screen, place: str) -> bool:
        if not self._window.show_screen(screen):
            screen.deleteLater()
            return False
        self._window.set_place(place)
        self._place = place
        self._rooms.close_unless(screen)
        if not isinstance(screen, CasePage):
            self._window.set_reference("")
            self._case.close()
        return True

    def _show_due(self) -> None:
        self._show(self._due.screen(), DUE)

    def _show_cases(self) -> None:
        self._show(self._cases.screen(), CASES)

    def _show_case(self, screen: Screen) -> None:
        if self._show(screen, CASES):
            self._window.set_reference(self._case.public)

    def _show_sent(self, screen: Screen) -> None:
        """A page of a controller that has one place of the rail."""
        self._show(screen, self._homes[self.sender()])

    def _to_cases(self) -> None:
        self._wanted = CASES
        self._arrive_there()

    def _arrive_there(self, _nothing: None = None) -> None:
        if self._window.may_leave():
            self._ways[self._wanted]()

    def _begin_settings(self) -> None:
        self._settings.begin(self._scale)

    # where controllers meet

    def _to_clocks(self, public: str) -> None:
        self._case.open(public, Spot(CLOCKS))

    def _to_notices(self, public: str) -> None:
        self._case.open(public, Spot(NOTICES))

    def _to_backups(self) -> None:
        self.go(SAFETY)

    def _allocated(self, _public: str) -> None:
        self._cases.refresh()

    def _started(self, reference: Reference) -> None:
        self._to_cases()
        self._references.show_new(reference)

    def _inside(self, kind: str, case: OpenCase) -> None:
        begin: dict[str, Callable[[OpenCase], object]] = {
            DOCUMENTS: self._papers.begin,
            PACK: self._pack.begin,
            CASE_HISTORY: self._case_history.begin,
            ACCESS: self._access.begin,
        }
        begin.get(kind, partial(self._insides.begin, kind))(case)

    def _begin_intake(self) -> None:
        self._intake.begin()

    def _accepted(self, case: OpenCase) -> None:
        """A Word form became a case: it is opened like any other, where its answers are."""
        public = case.public
        job = partial(_close_job, case)
        self._worker.submit(job, self._case_closed, self.failed_now)
        self._case.open(public)

    def _case_closed(self, _nothing: None) -> None:
        self._cases.refresh()

    def _scale_picked(self, scale: float) -> None:
        self._scale = scale
        self.scale_chosen.emit(scale)

    def _settings_changed(self, kept: OfficeSettings) -> None:
        self._office_known(kept)
        job = partial(_marking_job, self._session)
        self._worker.submit(job, self._window.set_marking, self.failed_now)

    def _office_known(self, kept: OfficeSettings) -> None:
        self._window.set_office(kept.name)
        self.looks_chosen.emit(kept.appearance)
        self.idle_chosen.emit(kept.idle_minutes)


def _print_pdf(data: bytes, title: str, parent: QWidget | None) -> bool:
    from ui.printing import print_pdf  # noqa: PLC0415 - the print system, only for who prints

    return print_pdf(data, title, parent)


# jobs of the worker


def _settled_job(_progress: Progress) -> None:
    """Nothing: the jobs before this one are done."""


def _close_job(case: OpenCase, _progress: Progress) -> None:
    desk_cases.close_case(case)


def _marking_job(session: Session, _progress: Progress) -> str:
    return office.marking(session, load(DEFAULT_TOOLKIT))
