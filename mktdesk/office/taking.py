"""Taking cases and meetings along: a pack of books, and what the register knows of where they are.

The office's copy stays as it is and may be worked on; a row of kind AWAY says who took what, when
and where to, until it was brought back or somebody says that it will not be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mktdesk.book import Change, Json, RowChange, heads_to_json, parcel_of
from mktdesk.book.pack import WrittenPack
from mktdesk.calendar import stamp
from mktdesk.errors import CaseError
from mktdesk.office import away, kinds, travelpack
from mktdesk.office.awayrows import AWAY, PASSPHRASE
from mktdesk.office.header import new_id
from mktdesk.office.shelf import DUE, CaseHandle
from mktdesk.office.travelpack import About, Going, OfficeRow, Wish
from mktdesk.office.vault import Vault


@dataclass(frozen=True, slots=True)
class Taken:
    """A pack that was written. journey: what ties its return to it."""

    journey: str
    pack: WrittenPack


def take(
    vault: Vault, handles: Sequence[CaseHandle], wish: Wish, out: Path, *,
    to: str, along: Iterable[str],
    report: Callable[[float, str], None], cancelled: Callable[[], bool],
) -> Taken:  # fmt: skip
    """Write open books into a pack; journaled before the file is in its place.

    to: where it is taken, in a person's words. along: the kinds of the register's rows that the
    books need. Raises ExportFailed, Cancelled, CaseError for a restricted case among others,
    VaultUnwritable, AtTheOffice.
    """
    away.refuse(vault.shelf.header, "take")
    _refuse_shared(vault, handles, wish)
    register, now = vault.register, stamp(vault.shelf.machine.clock.now())
    journey = new_id()
    about = About(
        office=vault.vault_id, office_name=vault.office_name, journey=journey,
        by=vault.staff.name, at=now, taken=now, taken_by=vault.staff.name,
        books=tuple(_going(vault, handle) for handle in handles),
        rows=tuple(
            OfficeRow(row.kind, row.id, dict(row.fields))
            for kind in along
            for row in register.rows(kind)
        ),
    )  # fmt: skip

    def record(made: WrittenPack) -> None:
        note: dict[str, Json] = {"file": out.name, "sha256": made.sha256, "size": made.size}
        rows = [_row(vault, handle, wish, journey, now, to) for handle in handles]
        who, why = vault.staff.name, f"Taken to {to}" if to else "Travel pack"
        register.write(Change(who, "export", rows, why, note))
        for handle in handles:
            if not handle.read_only:
                handle.book.write(Change(who, "export", reason=why, note=note))

    parcels = [parcel_of(handle.book) for handle in handles]
    made = travelpack.write(
        out, wish, about, parcels, report=report, cancelled=cancelled, record=record
    )
    return Taken(journey, made)


def _refuse_shared(vault: Vault, handles: Sequence[CaseHandle], wish: Wish) -> None:
    """A restricted case opens with its own full reference, so it goes alone and under that."""
    for handle in handles:
        public = handle.reference.public
        if not vault.shelf.case_file(public).restricted:
            continue
        alone = len(handles) == 1 and wish.kept == "reference" and wish.public == public
        if not alone:
            raise CaseError(
                f"{handle.kind.called(public)} is restricted to named staff: it does not go "
                "along with others, nor under a passphrase.",
                "Take it by itself, under its own full reference.",
            )


def _going(vault: Vault, handle: CaseHandle) -> Going:
    register = vault.register
    line = register.row(handle.kind.row, handle.case_id)
    due = register.row(DUE, handle.case_id)
    listed = dict(line.fields) if line else {}
    listed.pop("restricted", None)
    return Going(
        book=handle.case_id,
        kind="case" if handle.kind is kinds.CASE else "meeting",
        public=handle.reference.public,
        seal=handle.reference.seal,
        line=dict(listed),
        heads=dict(heads_to_json(handle.book.heads())),
        due=dict(due.fields) if due else None,
    )


def _row(
    vault: Vault, handle: CaseHandle, wish: Wish, journey: str, now: str, to: str
) -> RowChange:
    fields: dict[str, Json] = {
        "public": handle.reference.public, "book": handle.case_id, "journey": journey,
        "opens_with": wish.public, "at": now, "by": vault.staff.name, "to": to,
    }  # fmt: skip
    if wish.kept == "passphrase":
        fields[PASSPHRASE] = wish.secret  # else a forgotten one would lose the work done there
    return RowChange(AWAY, f"{journey}-{handle.case_id}", fields)
