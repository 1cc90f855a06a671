"""Bringing the register level with a case whose keys were being changed.

Such work is noted in the register before it begins. Its one decisive step is the writing of
case.json; whatever comes after can be done again, by whoever unlocks the vault or opens the
case next. What case.json says is what holds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from mktdesk.book import Book, Change, EntryId, Json, RowChange
from mktdesk.errors import DeskError, VaultUnwritable
from mktdesk.office import awayrows, casefile, kinds
from mktdesk.office.casefile import CaseFile, Opened
from mktdesk.office.shelf import BOOK, COPY, WORK, CaseHandle, Shelf, recovery_slot
from mktdesk.reference import Reference

# What the register may show of a restricted case or meeting beside its public part.
SHOWN = frozenset(
    {"review_type", "toolkit_title", "stage", "started", "changed", "closed"}
    | {"planned", "body", "day", "time", "place", "cases"}
)
_OURS = frozenset({"public", "restricted"})
_EVERYTHING = 1 << 40


def begin(shelf: Shelf, case: CaseFile, verb: str, reason: str = "") -> None:
    """Note durably that a case's keys are about to change."""
    note: dict[str, Json] = {"reference": case.public}
    row = RowChange(WORK, case.case, {"public": case.public, "what": verb})
    shelf.register.write(Change(shelf.staff.name, verb, [row], reason, note))


def finish(shelf: Shelf, case: CaseFile) -> None:
    """Make the register say what case.json says; doing it twice is harmless."""
    with shelf.register.exclusively():
        case = shelf.case_file(case.public)
        if case.restricted:
            _hide(shelf, case)
        else:
            _show(shelf, case)
        shelf.register.write(
            Change(shelf.staff.name, "keys-level", [RowChange(WORK, case.case, delete=True)])
        )


def finish_if_possible(shelf: Shelf) -> None:
    """What was cut short, finished; what cannot be yet is left for the next time."""
    for row in shelf.register.rows(WORK):
        try:
            finish(shelf, shelf.case_file(str(row.fields.get("public"))))
        except DeskError:
            continue  # verify names what is wrong with it


def bring_level(shelf: Shelf, case: CaseFile, handle: CaseHandle) -> None:
    """Once a case is open for writing: end a change of its key, renew its recovery box.

    Only somebody who can open a restricted case can seal it to another recovery sheet. Where
    the disk refuses, it is left for the next time: the case opens all the same.
    """
    with contextlib.suppress(VaultUnwritable):
        _bring_level(shelf, case, handle)


def _bring_level(shelf: Shelf, case: CaseFile, handle: CaseHandle) -> None:
    opened = shelf.opened(case, handle.reference)
    coming = casefile.coming_key(case, opened.key)
    behind = case.restricted and case.sheet != recovery_slot(shelf.header).id
    if not coming and not behind:
        return
    if coming and _lies_under(shelf, case, coming):
        opened = Opened(opened.reference, coming)
    shelf.put(case, opened, case.named() if case.restricted else None)
    (shelf.home(case) / COPY).unlink(missing_ok=True)


def _lies_under(shelf: Shelf, case: CaseFile, key: bytes) -> bool:
    try:
        Book.open(
            shelf.home(case) / BOOK, key,
            installation=shelf.installation, clock=shelf.machine.clock, read_only=True,
        ).close()  # fmt: skip
    except DeskError:
        return False
    return True


def shown(register: Book, case_id: str, fields: Mapping[str, Json]) -> Mapping[str, Json]:
    """Those of the fields for the list of cases that this case lets be seen."""
    if not _fields(register, case_id).get("restricted"):
        return fields
    return {name: value for name, value in fields.items() if name in SHOWN}


def _hide(shelf: Shelf, case: CaseFile) -> None:
    """Take subject and seal out of the register, and out of all that it said before."""
    register, actor = shelf.register, shelf.staff.name
    stays = SHOWN | _OURS
    before = _fields(register, case.case)
    kept = {name: value for name, value in before.items() if name in SHOWN}
    awayrows.forget_passphrases(register, actor, awayrows.rows_of(register, case.case))
    line = case.kind.row
    places = [*_telling(register, line, case.case, stays), *_telling(register, "seal", case.case)]
    seal = register.row("seal", case.case)
    if seal is not None:
        gone = [RowChange("seal", case.case, delete=True)]
        register.write(Change(actor, "restrict", gone))
    if places:
        register.erase(places, actor, "The case was restricted to named staff.")
    cleared = {name: None for name in _fields(register, case.case) if name not in stays}
    fields: dict[str, Json] = {**cleared, **kept, "public": case.public, "restricted": True}
    if places or cleared or before.get("restricted") is not True:
        register.write(Change(actor, "restrict", [RowChange(line, case.case, fields)]))


def _fields(register: Book, case_id: str) -> Mapping[str, Json]:
    found = kinds.listed(register, case_id)
    return found[1].fields if found else {}


def _telling(
    register: Book, kind: str, row: str, stays: frozenset[str] = frozenset()
) -> list[EntryId]:
    """The entries of a row that say more than may stay."""
    return [
        entry.id
        for entry in register.history(kind=kind, row=row, limit=_EVERYTHING)
        if any(value is not None for name, value in entry.fields.items() if name not in stays)
        and not entry.erased
    ]


def _show(shelf: Shelf, case: CaseFile) -> None:
    """Put the seal where the office finds it, and the case among the others."""
    reference: Reference = casefile.reference_of(case, shelf.prover(case))
    register, rows = shelf.register, []
    seal, hidden = register.row("seal", case.case), _fields(register, case.case).get("restricted")
    if seal is None or seal.fields.get("seal") != reference.seal:
        rows.append(RowChange("seal", case.case, {"seal": reference.seal}))
    if hidden:
        rows.append(RowChange(case.kind.row, case.case, {"restricted": None}))
    if rows:
        register.write(Change(shelf.staff.name, "keys-level", rows))
