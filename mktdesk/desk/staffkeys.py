"""Who can open the vault: add, invite, change, revoke, and the recovery sheet."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from mktdesk.book import Change
from mktdesk.desk.papers_out import recovery_sheet
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.desk.strength import strength
from mktdesk.desk.work import Progress
from mktdesk.errors import Cancelled, VaultError
from mktdesk.office import Invitation, KdfCost, Person, staff

# What taking a way in away does not do, and what to do besides: docs/formats.md says why.
KEPT_ACCESS = (
    (
        "The register and the cases keep their own keys: with an old copy of the folder's files, "
        "somebody who still reaches the folder can read on. Old copies, backups, packs and files "
        "that they have stay readable for them."
    ),
    (
        "End their access to the folder and to its backups. Give each case that they could open "
        "a new key, on its page “Who can open this case”. The register's key cannot be changed."
    ),
)
THEN = "End their access to the folder too, and change the keys of the cases that matter."


def people(session: Session) -> tuple[Person, ...]:
    """Everybody who can open the vault, the recovery code and open invitations too."""
    return staff.people(session.vault)


def came_by_code(session: Session) -> bool:
    """The vault was opened with the printed recovery code."""
    return session.vault.shelf.recovering


def add_colleague(session: Session, name: str, passphrase: str) -> None:
    """Let somebody unlock the vault on this computer. Raises VaultError."""
    refuse_weak(session, passphrase, name)
    session.vault.add_staff(name, passphrase, kdf=_cost(session))


def invite(session: Session, name: str) -> Invitation:
    """Let somebody make their own way in on their own computer, once, within a day."""
    return staff.invite(session.vault, name)


def change_passphrase(session: Session, old: str, new: str) -> None:
    """Another passphrase for whoever is at the desk. Raises UnlockRefused, VaultError."""
    refuse_weak(session, new, session.actor)
    staff.change_passphrase(session.vault, old, new, cost=_cost(session))


def give_passphrase(session: Session, slot: str, passphrase: str) -> None:
    """With the recovery code: a new passphrase for somebody, on this computer."""
    refuse_weak(session, passphrase)
    staff.give_passphrase(session.vault, slot, passphrase, cost=_cost(session))


def revoke(session: Session, slot: str, reason: str, progress: Progress) -> tuple[str, ...]:
    """Take somebody's way in away; the restricted cases that were open to them alone.

    Cannot be stopped half way: what is cut short goes on at the next unlock.
    """
    return staff.revoke(session.vault, slot, reason, _told(progress))


def new_code() -> str:
    """A recovery code, to be printed and typed back before it counts."""
    return staff.new_code()


def replace_recovery(
    session: Session, code: str, reason: str, progress: Progress, *, old_code: str = ""
) -> tuple[str, ...]:
    """Make `code` the vault's recovery code; the one before opens nothing any more.

    Returns the restricted cases that it will open only once somebody named has opened them.
    """
    return staff.replace_recovery(
        session.vault, code, reason, old_code=old_code, told=_told(progress)
    )


def print_sheet(session: Session, code: str) -> bytes:
    """The recovery sheet for the printer; that it left is journaled, the code is not."""
    _journal(session, "Recovery sheet printed")
    return recovery_sheet(session, code)


def save_sheet(session: Session, code: str, out: Path) -> None:
    """Save the recovery sheet as a PDF in clear. Raises ExportFailed."""
    save(out, recovery_sheet(session, code))
    _journal(session, "Recovery sheet saved")


def refuse_weak(session: Session, passphrase: str, *known: str) -> None:
    """Raise VaultError for a passphrase that is easily guessed."""
    found = strength(passphrase, (session.vault.office_name, *known), session.policy)
    if not found.enough:
        raise VaultError(f"This passphrase is too easy to guess: {found.words}.", found.advice)


def _told(progress: Progress) -> Callable[[float, str], None]:
    """How far it is; that somebody wants to stop is not heard, for it must come to its end."""

    def tell(fraction: float, words: str) -> None:
        with contextlib.suppress(Cancelled):
            progress.report(fraction, words)

    return tell


def _journal(session: Session, what: str) -> None:
    session.vault.register.write(Change(session.actor, "export", (), what))


def _cost(session: Session) -> KdfCost:
    """As dear a guess as the dearest there is in this vault."""
    costs = [slot.kdf for slot in session.vault.shelf.header.slots if slot.kdf is not None]
    return max(costs, key=lambda cost: (cost.memory_kib, cost.passes), default=KdfCost.standard())


__all__ = [
    "KEPT_ACCESS",
    "THEN",
    "Invitation",
    "add_colleague",
    "came_by_code",
    "change_passphrase",
    "give_passphrase",
    "invite",
    "new_code",
    "people",
    "print_sheet",
    "refuse_weak",
    "replace_recovery",
    "revoke",
    "save_sheet",
]
