"""Putting a case or a meeting that has its folder into the counters and the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mktdesk.book import Book, Change, Json, RowChange
from mktdesk.errors import DeskError
from mktdesk.office import away, casefile, disposal, kinds, numbering
from mktdesk.office.casefile import CaseFile
from mktdesk.office.kinds import Kind
from mktdesk.office.shelf import Shelf
from mktdesk.reference import Reference


def begin(shelf: Shelf, reference: Reference, kind: Kind, summary: Mapping[str, Json]) -> CaseFile:
    """Make a case or a meeting, and list it with the fields of `summary`.

    Raises ReferenceRefused when the public part was ever used, VaultUnwritable.
    """
    away.refuse(shelf.header, f"add-{kind.name}")
    with shelf.register.exclusively():
        shelf.head_now()  # nothing is wrapped under a vault key that is no more
        numbering.refuse_used(shelf, reference.public)
        case = shelf.build(reference, kind)
        _enter(shelf, case, reference, summary, f"add-{kind.name}")
    return case


def take_in(
    shelf: Shelf, reference: Reference, kind: Kind, case_id: str, fill: Callable[[Book], object],
    summary: Mapping[str, Json],
) -> CaseFile:  # fmt: skip
    """Make a copy of a case or a meeting that is elsewhere: the same id, keys of its own.

    Raises VaultUnwritable, and what `fill` raises for its book.
    """
    with shelf.register.exclusively():
        case = shelf.build(reference, kind, case_id, fill)
        _enter(shelf, case, reference, summary, "travel")
    return case


def adopt(shelf: Shelf) -> list[str]:
    """Enter what has a folder but no row; see `Vault.adopt_cases`."""
    adopted = []
    with shelf.register.exclusively():  # nobody is building one meanwhile
        shelf.sweep()
        disposal.finish(shelf)
        gone = disposal.gone(shelf)
        known = set(kinds.listed_publics(shelf.register))
        for public in sorted(shelf.publics() - known - gone):
            try:
                case = shelf.case_file(public)
                proved_by = shelf.prover(case)
                reference = None if case.restricted else casefile.reference_of(case, proved_by)
            except DeskError:
                continue
            _enter(shelf, case, reference, {}, f"adopt-{case.kind.name}")
            adopted.append(public)
    return adopted


def _enter(
    shelf: Shelf, case: CaseFile, reference: Reference | None, summary: Mapping[str, Json],
    verb: str,
) -> None:  # fmt: skip
    """reference: None for a restricted one, whose seal the register does not hold."""
    numbering.take(shelf, case.public)
    fields: dict[str, Json] = {**summary, "public": case.public}
    if reference is None:
        fields["restricted"] = True
    rows = [RowChange(case.kind.row, case.case, fields)]
    if reference is not None:
        rows.append(RowChange("seal", case.case, {"seal": reference.seal}))
    shelf.register.write(Change(shelf.staff.name, verb, rows))
