"""An unlocked office and the member of staff at the desk."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from mktdesk.book import Change, RowChange
from mktdesk.calendar import Clock
from mktdesk.casework.records import OFFICE_ROW, OfficeSettings
from mktdesk.desk.strength import strength
from mktdesk.desk.work import Progress
from mktdesk.errors import AnswersRefused, ReferenceRefused, SetByIT, VaultUnwritable
from mktdesk.office import (
    KdfCost,
    Machine,
    SecretsUnavailable,
    StaffSlot,
    Vault,
    VaultInfo,
    create_vault,
    groups_of,
    join,
    recover,
    vault_info,
)
from mktdesk.office import unlock as unlock_vault
from mktdesk.policy import STRENGTHS, Policy
from mktdesk.reference import parse_full

WAITING = "Another window is unlocking it too…"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody has unlocked the office's vault. Close it to lock."""

    vault: Vault
    clock: Clock

    @property
    def actor(self) -> str:
        """Who is at the desk, as the journal names them."""
        return self.vault.staff.name

    @property
    def protection_note(self) -> str:
        """In plain words, what protection this computer cannot give; or nothing."""
        return self.vault.protection_note

    @property
    def policy(self) -> Policy:
        """What the administrator of this computer has set."""
        return self.vault.shelf.machine.policy

    def refuse_if_read_only(self) -> None:
        """Raise VaultUnwritable where nothing can be kept, before anybody works for nothing."""
        if self.vault.read_only:
            raise VaultUnwritable(
                "The vault is open for reading only.",
                "Check your rights to its folder; if an alarm was shown, settle that first.",
            )

    def close(self) -> None:
        """Lock: every case's anchor is written, every file closed."""
        self.vault.lock()


@dataclass(frozen=True, slots=True)
class Desk:
    """What opening a vault needs of the computer, and the price of a guess at a passphrase."""

    machine: Machine
    cost: KdfCost

    def first_start(
        self, folder: Path, office: str, staff: str, passphrase: str
    ) -> tuple[Session, str]:
        """Make the office's vault; the open session, and the recovery code to print now.

        Raises AnswersRefused for an empty name or a passphrase that is easy to guess.
        """
        if not office.strip() or not staff.strip():
            raise AnswersRefused("A vault needs two names.", "Give the office's and your own.")
        self.refuse_elsewhere(folder)
        self._refuse_easy(passphrase, office, staff)
        vault, code = create_vault(
            folder,
            office_name=office,
            staff_name=staff,
            passphrase=passphrase,
            machine=self.machine,
            kdf=self.cost,
        )
        session = Session(vault, self.machine.clock)
        settings = OfficeSettings(OFFICE_ROW, name=office)
        row = RowChange(OfficeSettings.KIND, OFFICE_ROW, settings.to_fields())
        vault.register.write(Change(session.actor, "settings", (row,)))
        return session, code

    def look(self, folder: Path) -> VaultInfo:
        """What can be seen of a vault before it is unlocked: the office and who may open it."""
        self.refuse_elsewhere(folder)
        return vault_info(folder, self.machine.name)

    def unlock(
        self, folder: Path, slot: str, passphrase: str, progress: Progress | None = None
    ) -> Session:
        """Open the vault as somebody. Raises UnlockRefused and the other vault errors.

        progress: told when another window of this computer is waited for, some seconds at most.
        """

        def waiting() -> None:
            if progress is not None:
                progress.report(0, WAITING)

        self.refuse_elsewhere(folder)
        copy = vault_info(folder).travelling
        if copy is not None and copy.by_reference:
            with contextlib.suppress(ReferenceRefused):  # then it is wrong, as any other
                passphrase = parse_full(passphrase).full
        vault = unlock_vault(folder, slot, passphrase, machine=self.machine, waiting=waiting)
        return Session(vault, self.machine.clock)

    def recover(self, folder: Path, code: str) -> Session:
        """Open the vault with the printed recovery code."""
        self.refuse_elsewhere(folder)
        return Session(recover(folder, code, machine=self.machine), self.machine.clock)

    def join(self, folder: Path, code: str, passphrase: str) -> Session:
        """Use a colleague's invitation: make a way in on this computer, and open the vault.

        Raises AnswersRefused for a passphrase that is easy to guess.
        """
        self.refuse_elsewhere(folder)
        self._refuse_easy(passphrase, vault_info(folder).office_name)
        vault = join(folder, code, passphrase, machine=self.machine, kdf=self.cost)
        return Session(vault, self.machine.clock)

    def refuse_elsewhere(self, folder: Path) -> None:
        """Raise SetByIT for a vault that is not the one that this computer may open."""
        only = self.machine.policy.folder
        if only is not None and folder.absolute().resolve() != only.resolve():
            raise SetByIT(
                "Your IT department has set which vault this computer opens.",
                f"Open the one in {only}, or ask them to change it.",
            )

    def _refuse_easy(self, passphrase: str, *known: str) -> None:
        found = strength(passphrase, known, self.machine.policy)
        if not found.enough:
            raise AnswersRefused("That passphrase is easy to guess.", found.advice)


class NoSecrets:
    """A secret store that keeps nothing: a demonstration leaves no trace in the system's own."""

    def get(self, name: str) -> str | None:  # noqa: ARG002 - as the protocol has it
        """Nothing is ever there."""
        raise SecretsUnavailable

    def put(self, name: str, value: str) -> None:  # noqa: ARG002 - as the protocol has it
        """Nothing is kept."""
        raise SecretsUnavailable


def on_this_machine() -> Desk:
    """The desk as the program uses it: this computer, and the full price of a guess."""
    return Desk(Machine.this_one(), KdfCost.standard())


def for_demonstration(state: Path) -> Desk:
    """A desk that leaves nothing on the computer: what it remembers of vaults goes into `state`,
    and nothing goes into the system's secret store.
    """
    this = Machine.this_one()
    # Invented cases lie where they are asked for, and their passphrase is printed beside them.
    policy = replace(this.policy, vault="", shortest_passphrase=0, passphrase_strength=STRENGTHS[0])
    machine = replace(this, secrets=NoSecrets(), state=state, policy=policy)
    return Desk(machine, KdfCost.standard())


def recovery_groups(code: str) -> tuple[str, ...]:
    """The groups of a recovery code, some of which are typed back to show that it was kept."""
    return tuple(groups_of(code))


__all__ = [
    "Desk",
    "Session",
    "StaffSlot",
    "VaultInfo",
    "for_demonstration",
    "on_this_machine",
    "recovery_groups",
]
