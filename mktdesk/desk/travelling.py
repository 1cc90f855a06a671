"""On the other laptop: opening a pack as a travelling copy, taking back, and removing the copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mktdesk.book.pack import head_of
from mktdesk.desk.backup import age_words, days_since, when_words
from mktdesk.desk.saving import refuse_vault
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.travel import SUFFIX, canonical_secret
from mktdesk.desk.work import Progress, Share
from mktdesk.errors import AnswersRefused, VaultError
from mktdesk.office import away, travelling, travelpack
from mktdesk.office.header import Travelling

OLD_DAYS = 7  # after these a travelling copy asks to be taken back and removed
_FOLDER = "travelling"


@dataclass(frozen=True, slots=True)
class CopyState:
    """How a travelling copy stands. taken, back: in words; back is nothing before it went back.

    all_back: the last pack that went back holds everything written here. old: it should be taken
    back and removed. reminder: that in words, or nothing.
    """

    public: str
    taken: str
    taken_by: str
    back: str
    all_back: bool
    old: bool
    reminder: str


def travelling_copy(session: Session) -> Travelling | None:
    """What this is a travelling copy of; None in the office's own vault."""
    return away.travelling(session.vault.shelf.header)


def default_folder(desk: Desk, pack: Path) -> Path:
    """Where a pack's copy would lie, below the program's own data: a place not yet used.

    Raises PackRefused, NewerVersion.
    """
    base = desk.machine.state / _FOLDER
    public = head_of(pack).public
    names = (public, *(f"{public} {number}" for number in range(2, 1000)))
    return next(base / name for name in names if not (base / name).exists())


def open_pack(
    desk: Desk, pack: Path, typed: str, folder: Path, who: str, progress: Progress
) -> Session:
    """Make a travelling copy from a pack and unlock it.

    typed: the pack's full reference, however it was typed, or its passphrase; the same unlocks
    the copy. Raises PackRefused, NewerVersion, ReferenceRefused, AnswersRefused without a name,
    VaultError for a folder that is not empty, SetByIT, VaultUnwritable, Cancelled.
    """
    if not who.strip():
        raise AnswersRefused("The history names who works with it.", "Give your name.")
    desk.refuse_elsewhere(folder)
    secret = canonical_secret(head_of(pack), typed)
    place = travelling.Place(folder, who.strip(), desk.machine, desk.cost)
    with travelpack.opened(pack, secret, "out") as read:
        share = Share(progress, 0.95)
        vault = travelling.open_copy(read, secret, place, share.report, progress.cancelled)
    progress.report(1.0, "Opened")
    return Session(vault, desk.machine.clock)


def state(session: Session) -> CopyState:
    """How a travelling copy stands. Raises VaultError in the office's own vault."""
    copy = travelling_copy(session)
    if copy is None:
        raise VaultError("This is the office's own vault.", "Nothing was changed.")
    back = travelling.went_back_at(session.vault)
    all_back = bool(back) and travelling.everything_went_back(session.vault)
    old = days_since(copy.taken, session.clock) >= OLD_DAYS
    reminder = ""
    if all_back:
        reminder = "Everything written here went back. Once the office has it, remove this copy."
    elif old:
        reminder = f"This copy was taken {age_words(copy.taken, session.clock)}: take it back."
    return CopyState(
        copy.public, when_words(copy.taken), copy.taken_by, when_words(back) if back else "",
        all_back, old, reminder,
    )  # fmt: skip


def old_words(session: Session) -> tuple[str, str]:
    """(what, do) for a travelling copy that has been away for long; nothing for any other vault."""
    copy = travelling_copy(session)
    if copy is None or days_since(copy.taken, session.clock) < OLD_DAYS:
        return "", ""
    return (
        f"This travelling copy for {copy.public} was taken {age_words(copy.taken, session.clock)}.",
        "Take it back under Travel packs, and remove it once the office has it.",
    )


def take_back(session: Session, out: Path, progress: Progress, desk: Desk) -> Path:
    """Write the pack that the office brings back. Raises ExportFailed, Cancelled, VaultError."""
    refuse_vault(out)
    share = Share(progress, 0.95)
    travelling.write_back(session.vault, out, desk.cost, share.report, progress.cancelled)
    progress.report(1.0, "Saved")
    return out


def back_name(session: Session) -> str:
    """What to call the pack that goes back: the public part only."""
    copy = travelling_copy(session)
    return f"{copy.public if copy else ''} back{SUFFIX}"


def remove_copy(session: Session, *, anyway: bool = False) -> None:
    """Lock and destroy a travelling copy: keys first, then files.

    Raises AnswersRefused while something written here did not go back, unless `anyway`.
    """
    if not anyway and not state(session).all_back:
        raise AnswersRefused(
            "Something written here has not gone back to the office.",
            "Take it back first, or say that it is to be lost.",
        )
    travelling.destroy(session.vault)
