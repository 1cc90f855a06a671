"""What is known, and must be told, once the vault is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mktdesk.casework.records import OfficeSettings
from mktdesk.desk import settings as office
from mktdesk.desk import travelling
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import DEFAULT_TOOLKIT
from mktdesk.toolkits import load
from ui.preferences import Choices


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known once the vault is open. alarms: (what, do) of each thing to be told first."""

    office: OfficeSettings
    marking: str
    alarms: tuple[tuple[str, str], ...]
    travelling: bool = False

    def remembered(self, before: Choices, folder: Path) -> Choices:
        """What the computer remembers from now on: a travelling copy does not take the place of
        the office's own vault.
        """
        stays = self.travelling and before.vault
        return before if stays else replace(before, vault=str(folder))


def arrive(session: Session, *, recovered: bool, told: tuple[tuple[str, str], ...] = ()) -> Arrival:
    """Read what the window shows first; told: (what, do), before all else. In the worker."""
    alarms = [
        *told,
        *session.policy.warnings,
        *((alarm.what, alarm.do) for alarm in session.vault.alarms),
    ]
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
    old, do = travelling.old_words(session)
    if old:
        alarms.append((old, do))
    marking = office.marking(session, load(DEFAULT_TOOLKIT))
    copy = travelling.travelling_copy(session) is not None
    return Arrival(office.settings(session), marking, tuple(alarms), copy)
