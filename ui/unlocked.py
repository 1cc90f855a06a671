"""What an unlocked office shows: every page's controller, and how they meet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mktdesk.casework.records import OfficeSettings
from mktdesk.desk import settings as office
from mktdesk.desk.cases import DEFAULT_TOOLKIT
from mktdesk.desk.session import Session
from mktdesk.toolkits import load
from ui.controllers.settings import SettingsController
from ui.dialogs.files import Files
from ui.page import Screen
from ui.window import Window
from ui.worker import Worker


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known once the vault is open. alarms: (what, do) of each thing to be told first."""

    office: OfficeSettings
    marking: str
    alarms: tuple[tuple[str, str], ...]


def arrive(session: Session, *, recovered: bool) -> Arrival:
    """Read what the window shows first. In the worker."""
    alarms = [(alarm.what, alarm.do) for alarm in session.vault.alarms]
    if session.vault.read_only:
        alarms.append(
            (
                "The vault's folder is read-only: you can look, and change nothing.",
                "Check your rights to the folder, then unlock again.",
            )
        )
    if recovered:
        alarms.append(
            (
                "You came in with the recovery code; the history says so.",
                "Put the sheet back into the safe.",
            )
        )
    marking = office.marking(session, load(DEFAULT_TOOLKIT))
    return Arrival(office.settings(session), marking, tuple(alarms))


class Unlocked(QObject):
    """The composition of an open office; controllers meet here and nowhere else."""

    follow = Signal(object, str)
    failed = Signal(object)
    looks_chosen = Signal(str)
    scale_chosen = Signal(float)
    idle_chosen = Signal(int)

    def __init__(
        self,
        worker: Worker,
        session: Session,
        folder: Path,
        files: Files,
        window: Window,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker, self._session, self._files, self._window = worker, session, files, window
        self._settings = SettingsController(worker, session, folder, self)
        self._settings.show_screen.connect(self._show_settings)
        self._settings.follow.connect(self.follow)
        self._settings.failed.connect(self.failed)
        self._settings.scale_chosen.connect(self.scale_chosen)
        self._settings.changed.connect(self._settings_changed)

    @property
    def unsaved(self) -> bool:
        """Whether something typed could not be saved; the page says what."""
        return False

    def begin(self, arrival: Arrival) -> None:
        """The first page."""
        self._office_known(arrival.office)
        self._window.set_marking(arrival.marking)
        self.go("settings", 1.0)

    def go(self, place: str, scale: float) -> None:
        """To a place of the rail."""
        if place == "settings":
            self._settings.begin(scale)

    def leave(self) -> None:
        """The vault is about to close."""

    def _show_settings(self, screen: Screen) -> None:
        if self._window.show_screen(screen):
            self._window.set_place("settings")

    def _settings_changed(self, kept: OfficeSettings) -> None:
        self._office_known(kept)

    def _office_known(self, kept: OfficeSettings) -> None:
        self._window.set_office(kept.name)
        self.looks_chosen.emit(kept.appearance)
        self.idle_chosen.emit(kept.idle_minutes)
