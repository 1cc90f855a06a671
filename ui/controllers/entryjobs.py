"""What the entrance has done in the worker thread, which fetches of the desk what each needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # fetched by the worker
    from mktdesk.desk.session import Desk, Session, VaultInfo
    from mktdesk.desk.strength import Strength
    from ui.pages.first_start import NewVault
    from ui.worker import Progress

_ASKED_BACK = 2  # groups of the recovery code


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody is in. recovered: by the recovery code. told: (what, do), before all else."""

    folder: Path
    session: Session
    recovered: bool = False
    told: tuple[tuple[str, str], ...] = ()


class Once:
    """The desk, made when the worker first needs it."""

    def __init__(self, make: Callable[[], Desk]) -> None:
        self._make = make
        self._desk: Desk | None = None

    def __call__(self) -> Desk:
        """The desk. In the worker."""
        if self._desk is None:
            self._desk = self._make()
        return self._desk


@dataclass(frozen=True, slots=True)
class Made:
    """A new vault, open; its recovery code, and which of its groups are asked back."""

    entry: Entry
    code: str
    groups: tuple[str, ...]
    ask: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """A demonstration vault, and what opens it."""

    info: VaultInfo
    passphrase: str


def look(desk: Once, folder: Path, _: Progress) -> VaultInfo:
    """What can be seen of a vault from outside."""
    return desk().look(folder)


def demonstrate(desk: Once, folder: Path, progress: Progress) -> Demo:
    """Make the demonstration unless it is there."""
    from mktdesk.desk import demo  # noqa: PLC0415 - see the top

    if not (folder / "vault.json").exists():
        demo.make_demo(desk(), folder, progress).session.close()
    return Demo(desk().look(folder), demo.PASSPHRASE)


def unlock(desk: Once, folder: Path, slot: str, passphrase: str, progress: Progress) -> Entry:
    """Open the vault as somebody."""
    return Entry(folder, desk().unlock(folder, slot, passphrase, progress))


def recover(desk: Once, folder: Path, code: str, _: Progress) -> Entry:
    """Open the vault with the recovery code."""
    return Entry(folder, desk().recover(folder, code), recovered=True)


def join(desk: Once, folder: Path, code: str, passphrase: str, _: Progress) -> Entry:
    """Use an invitation, and open the vault."""
    return Entry(folder, desk().join(folder, code, passphrase))


def estimate(
    desk: Once, passphrase: str, known: tuple[str, ...], _: Progress
) -> tuple[str, Strength]:
    """How easily a passphrase is guessed."""
    from mktdesk.desk.strength import strength  # noqa: PLC0415 - see the top

    return passphrase, strength(passphrase, known, desk().machine.policy)


def comes_back(pack: Path, _: Progress) -> bool:
    """Whether a travel pack goes back to the office; else it goes to a laptop."""
    from mktdesk.desk import travel  # noqa: PLC0415 - see the top

    return travel.look(pack).way == "back"


def make(desk: Once, wanted: NewVault, _: Progress) -> Made:
    """Set up a vault."""
    import secrets  # noqa: PLC0415 - see the top

    from mktdesk.desk.session import recovery_groups  # noqa: PLC0415 - see the top

    session, code = desk().first_start(
        wanted.folder, wanted.office, wanted.staff, wanted.passphrase
    )
    groups = recovery_groups(code)
    ask = sorted(secrets.SystemRandom().sample(range(len(groups)), _ASKED_BACK))
    return Made(Entry(wanted.folder, session), code, groups, tuple(ask))


def sheet(session: Session, code: str, _: Progress) -> bytes:
    """The recovery sheet as a PDF."""
    from mktdesk.desk.papers_out import recovery_sheet  # noqa: PLC0415 - reportlab with it

    return recovery_sheet(session, code)


def save_sheet(session: Session, code: str, out: Path, progress: Progress) -> Path:
    """Save the recovery sheet in clear."""
    from mktdesk.desk.saving import save  # noqa: PLC0415 - see the top

    save(out, sheet(session, code, progress))
    return out
