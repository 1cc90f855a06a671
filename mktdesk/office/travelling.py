"""A travelling copy: a vault of its own, made from a pack on another laptop, and destroyed there.

It has its own id, keys and installation, so it writes chains of its own; the books keep their
ids, so that their journals can be joined at the office. What it was made from is its spare: the
code of its recovery slot is shown to nobody and kept nowhere.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mktdesk.book import Book, Change, Json, Parcel, RowChange, heads_to_json, merge, parcel_of
from mktdesk.book.pack import WrittenPack
from mktdesk.calendar import stamp
from mktdesk.errors import Cancelled, VaultError
from mktdesk.office import away, casefile, entering, header, kinds, travelpack
from mktdesk.office.crypto import KdfCost
from mktdesk.office.disk import make_folder, overwrite, sync_folder, told
from mktdesk.office.header import Travelling, new_id
from mktdesk.office.machine import Machine
from mktdesk.office.opening import create_vault, unlock
from mktdesk.office.shelf import DUE, CaseHandle
from mktdesk.office.travelpack import About, Going, Read, Told, Wish, json_of
from mktdesk.office.vault import Vault

_ROW = ("travel", "travel")  # the one row of the journey in a travelling copy's register
_TOLD = frozenset({"view", "export"})
_MOST_TOLD = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a travelling copy is to lie, and who works with it there."""

    folder: Path
    who: str
    machine: Machine
    cost: KdfCost


def open_copy(
    read: Read, secret: str, place: Place,
    report: Callable[[float, str], None], cancelled: Callable[[], bool],
) -> Vault:  # fmt: skip
    """Make a travelling copy from a pack and unlock it; it is there whole or not at all.

    Raises VaultError where the folder is not empty, MergeRefused for a pack whose books do not
    fit together, VaultUnwritable, Cancelled.
    """
    folder = place.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise VaultError(
            "There is something in that folder already.",
            "Choose a new folder, or open the copy that is there.",
        )
    make_folder(folder.parent)
    aside = folder.parent / f".new-{new_id()}"
    try:
        slot = _build(aside, read, secret, place, report, cancelled)
        with told():
            if folder.exists():
                folder.rmdir()
            aside.rename(folder)
            sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return unlock(folder, slot, secret, machine=place.machine)


def _build(
    aside: Path, read: Read, secret: str, place: Place,
    report: Callable[[float, str], None], cancelled: Callable[[], bool],
) -> str:  # fmt: skip
    about, head = read.about, read.head
    copy = Travelling(
        about.office, about.journey, head.kind, head.public, head.secret, about.taken,
        about.taken_by,
    )  # fmt: skip
    vault, _nobody_sees_it = create_vault(
        aside, office_name=about.office_name, staff_name=place.who, passphrase=secret,
        machine=place.machine, kdf=place.cost, travelling=copy,
    )  # fmt: skip
    try:
        _note_journey(vault, about, secret)
        for number, going in enumerate(about.books):
            if cancelled():
                raise Cancelled
            report(number / len(about.books), f"Opening {going.public}")
            _take_in(vault, going, read.parcels[going.book], about.journey)
    finally:
        vault.lock()
    return vault.staff.id


def _note_journey(vault: Vault, about: About, secret: str) -> None:
    heads: dict[str, Json] = {one.book: json_of(one.heads) for one in about.books}
    fields: dict[str, Json] = {"secret": secret, "heads": heads}
    rows = [RowChange(one.kind, one.row, json_of(one.fields)) for one in about.rows]
    note: dict[str, Json] = {"journey": about.journey, "taken_by": about.taken_by}
    vault.register.write(
        Change(vault.staff.name, "travel", [*rows, RowChange(*_ROW, fields)], note=note)
    )


def _take_in(vault: Vault, going: Going, parcel: Parcel, journey: str) -> None:
    who = vault.staff.name
    fill = partial(_fill, parcel=parcel, who=who, journey=journey)
    kind = kinds.of_name(going.kind)
    entering.take_in(vault.shelf, going.reference, kind, going.book, fill, json_of(going.line))
    if going.due is not None:
        vault.register.write(
            Change(who, "anchor", [RowChange(DUE, going.book, json_of(going.due))])
        )


def _fill(book: Book, *, parcel: Parcel, who: str, journey: str) -> None:
    merge(book, parcel, who, note={"journey": journey, "opened": True})


def write_back(
    vault: Vault, out: Path, cost: KdfCost,
    report: Callable[[float, str], None], cancelled: Callable[[], bool],
) -> WrittenPack:  # fmt: skip
    """Write everything of a travelling copy into the pack that the office brings back.

    It opens with what opened the pack that it was made from. Raises VaultError where this is no
    travelling copy, ExportFailed, Cancelled.
    """
    copy, row = _copy_of(vault), vault.register.row(*_ROW)
    assert row is not None, "written before the copy could be unlocked"
    vault.flush_anchors()
    now = stamp(vault.shelf.machine.clock.now())
    with contextlib.ExitStack() as stack:
        handles = [stack.enter_context(_reading(vault, one.public)) for one in vault.listed()]
        reached = {handle.case_id: dict(heads_to_json(handle.book.heads())) for handle in handles}
        taken = json_of(row.fields.get("heads") or {})  # type: ignore[arg-type]
        about = About(
            office=copy.office, office_name=vault.office_name, journey=copy.pack,
            by=vault.staff.name, at=now, taken=copy.taken, taken_by=copy.taken_by,
            books=tuple(
                Going(
                    handle.case_id, "case" if handle.kind is kinds.CASE else "meeting",
                    handle.reference.public, handle.reference.seal, {},
                    taken.get(handle.case_id) or {},  # type: ignore[arg-type]
                )
                for handle in handles
            ),
            told=_told(vault),
        )  # fmt: skip

        def record(made: WrittenPack) -> None:
            note: dict[str, Json] = {"file": out.name, "sha256": made.sha256, "size": made.size}
            fields: dict[str, Json] = {"back": json_of(reached), "back_at": now}
            rows = [RowChange(*_ROW, fields)]
            vault.register.write(Change(vault.staff.name, "export", rows, "Taken back", note))

        secret = str(row.fields.get("secret", ""))
        wish = Wish(copy.kind, "back", copy.public, copy.secret, secret, cost)
        parcels = [parcel_of(handle.book) for handle in handles]
        return travelpack.write(
            out, wish, about, parcels, report=report, cancelled=cancelled, record=record
        )


@contextlib.contextmanager
def _reading(vault: Vault, public: str) -> Iterator[CaseHandle]:
    handle = vault.open_case(public, read_only=True)
    try:
        yield handle
    finally:
        handle.close()


def _told(vault: Vault) -> tuple[Told, ...]:
    """Views and exports that only this register knows of; the office keeps them too."""
    found = [
        Told(entry.at, entry.actor, entry.verb, entry.reason, dict(entry.note))
        for entry in vault.register.history(limit=_MOST_TOLD)
        if entry.verb in _TOLD and entry.reason != "Taken back"
    ]
    return tuple(reversed(found))


def everything_went_back(vault: Vault) -> bool:
    """Whether the last pack that was written back holds all that was written here."""
    vault.flush_anchors()
    row = vault.register.row(*_ROW)
    back = row.fields.get("back") if row else None
    if not isinstance(back, dict):
        return False
    for one in vault.listed():
        with _reading(vault, one.public) as handle:
            if back.get(one.case_id) != heads_to_json(handle.book.heads()):
                return False
    return True


def went_back_at(vault: Vault) -> str:
    """When the last pack was written back (UTC); nothing before."""
    row = vault.register.row(*_ROW)
    return str(row.fields.get("back_at", "")) if row else ""


def destroy(vault: Vault) -> None:
    """Lock a travelling copy and destroy it: its keys first, then its files.

    Raises VaultError where this is no travelling copy, VaultUnwritable.
    """
    _copy_of(vault)
    shelf, folder = vault.shelf, vault.folder
    vault.lock()
    with told():
        keys = [folder / header.FILE, *folder.glob(f"*/*/{casefile.FILE}")]
        for path in keys:
            overwrite(path)
        for path in keys:
            path.unlink()
        shutil.rmtree(folder)
        sync_folder(folder.parent)
    shelf.machine.forget(vault.vault_id, [slot.id for slot in shelf.header.slots])


def _copy_of(vault: Vault) -> Travelling:
    copy = away.travelling(vault.shelf.header)
    if copy is None:
        raise VaultError(
            "This is the office's own vault, not a travelling copy.", "Nothing was changed."
        )
    return copy
