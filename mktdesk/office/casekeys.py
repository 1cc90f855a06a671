"""What can be done with one case's keys: restrict it, give it another seal, another key.

Each of these is decided by one writing of case.json; see `settling` for what comes after. The
case's own history tells the reason; the register's tells only that it was done.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from mktdesk.book import Book, Change, Json
from mktdesk.book.rekey import copy_under
from mktdesk.errors import CaseError, InUseElsewhere, VaultUnwritable
from mktdesk.office import casefile, settling
from mktdesk.office.casefile import CaseFile, Opened
from mktdesk.office.crypto import KEY
from mktdesk.office.disk import sync_folder, told
from mktdesk.office.shelf import BOOK, COPY, CaseHandle, Shelf
from mktdesk.office.vault import Vault
from mktdesk.reference import Reference, new_seal


def restrict(vault: Vault, handle: CaseHandle, slots: Iterable[str], reason: str) -> None:
    """Let only these members of staff open a case, each with its full reference.

    The register forgets the case's subject and seal, and erases what it said of them. Given
    again for a restricted case, it changes who they are. Raises CaseError without a reason or
    for nobody, InUseElsewhere when the case is not open here for writing.
    """
    _refuse(handle, reason)
    wanted = set(slots)
    head = vault.shelf.head_now()
    people = [slot for slot in head.slots if slot.kind == "staff" and slot.id in wanted]
    if not people or len(people) != len(wanted):
        raise CaseError(
            "A case is restricted to one or more people who can open the vault.",
            "Choose them from the list.",
        )
    names: list[Json] = [slot.name for slot in people]
    _rewrap(vault, handle, "restrict", named=[slot.id for slot in people])
    _tell(vault, handle, "restrict", reason, {"named": names})


def unrestrict(vault: Vault, handle: CaseHandle, reason: str) -> None:
    """Let everybody open a case again who can open the vault. Raises as `restrict`."""
    _refuse(handle, reason)
    if not vault.shelf.case_file(handle.reference.public).restricted:
        raise CaseError(f"This {handle.kind.words} is not restricted.", "Nothing was changed.")
    _rewrap(vault, handle, "unrestrict", named=None)
    _tell(vault, handle, "unrestrict", reason)


def fresh_reference(handle: CaseHandle) -> Reference:
    """The case's public part with a new seal, to be shown or printed before it is `resealed`."""
    return Reference(handle.reference.public, new_seal())


def reseal(vault: Vault, handle: CaseHandle, fresh: Reference, reason: str) -> None:
    """Give a case a new seal. Packs that were sent keep the old one as their password.

    Raises CaseError without a reason, InUseElsewhere when the case is not open here for writing.
    """
    _refuse(handle, reason)
    if fresh.public != handle.reference.public:
        raise CaseError("This is another case's reference.", "Ask for a new seal again.")
    case = vault.shelf.case_file(fresh.public)
    named = case.named() if case.restricted else None
    _rewrap(vault, handle, "reseal", named=named, fresh=fresh)
    handle.reference = fresh
    _tell(vault, handle, "reseal", reason)


def change_key(vault: Vault, public: str, reason: str, *, typed: Reference | None = None) -> None:
    """Give a case's book another key: copied under it, checked whole, put in its place.

    Whoever kept the old key or an old copy of case.json can read nothing written from now on.
    The case must be closed here, and is opened by nobody meanwhile. Raises CaseError without a
    reason, InUseElsewhere, VaultDamaged, VaultUnwritable; the case then opens with
    its old key, or already with the new one.
    """
    _refuse_silence(reason)
    handle = vault.open_case(public, typed=typed)
    vault.close_case(handle)
    _refuse(handle, reason)
    shelf, reference = vault.shelf, handle.reference
    lease, held_by = shelf.lease(shelf.folder(reference.public, handle.kind))
    if lease is None:
        raise _not_here(held_by)
    try:
        _copy(shelf, shelf.case_file(reference.public), reference)
    finally:
        lease.release()
    handle = vault.open_case(reference.public, typed=reference)
    try:
        _refuse(handle, reason)
        _tell(vault, handle, "change-key", reason)
    finally:
        vault.close_case(handle)


def _copy(shelf: Shelf, case: CaseFile, reference: Reference) -> None:
    opened, fresh = shelf.opened(case, reference), secrets.token_bytes(KEY)
    folder = shelf.home(case)
    settling.begin(shelf, case, "change-key")
    with shelf.register.exclusively():
        shelf.head_now()
        shelf.write(casefile.with_coming(case, opened.key, fresh))
    copy_under(folder / BOOK, opened.key, folder / COPY, fresh, case.case)
    with told():
        (folder / COPY).replace(folder / BOOK)  # the decisive step
        sync_folder(folder)
    named = case.named() if case.restricted else None
    shelf.put(case, Opened(opened.reference, fresh), named)
    settling.finish(shelf, case)


def _rewrap(
    vault: Vault, handle: CaseHandle, verb: str, *,
    named: Iterable[str] | None, fresh: Reference | None = None,
) -> None:  # fmt: skip
    """Write case.json afresh, then bring the register level with it."""
    vault.flush_anchors()
    shelf = vault.shelf
    case = shelf.case_file(handle.reference.public)
    opened = shelf.opened(case, handle.reference)
    settling.begin(shelf, case, verb)
    shelf.put(case, Opened(fresh or opened.reference, opened.key), named)
    settling.finish(shelf, case)


def _tell(
    vault: Vault, handle: CaseHandle, verb: str, reason: str, note: dict[str, Json] | None = None
) -> None:
    book: Book = handle.book
    book.write(Change(vault.staff.name, verb, reason=reason, note=note or {}))
    vault.flush_anchors()


def _refuse(handle: CaseHandle, reason: str) -> None:
    _refuse_silence(reason)
    if handle.read_only:
        raise _not_here(handle.held_by)


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise CaseError("This needs a reason.", "Say in a few words why.")


def _not_here(held_by: str) -> InUseElsewhere | VaultUnwritable:
    if not held_by:
        return VaultUnwritable(
            "It is open for reading only.", "Check your rights to the vault's folder."
        )
    return InUseElsewhere(f"{held_by} has it open.", "Ask them to close it, then try again.")
