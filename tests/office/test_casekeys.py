from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from mktdesk.book import Book, Change, RowChange
from mktdesk.errors import CaseError, DeskError, InUseElsewhere, ReferenceNeeded, VaultDamaged
from mktdesk.office import CaseHandle, KdfCost, Machine, Vault, recover, staff, unlock
from mktdesk.office.casekeys import change_key, fresh_reference, reseal, restrict, unrestrict
from mktdesk.office.shelf import WORK
from mktdesk.reference import Reference

PASSPHRASE, OTHER = "seven grey herons wait", "nine brown wrens sing"
SUBJECT = "Xanthippe Quillfeather"
COST = KdfCost.floor()


@pytest.fixture
def bea(vault: Vault) -> str:
    return vault.add_staff("Bea Booth", OTHER, kdf=COST).id


@pytest.fixture
def handle(vault: Vault) -> CaseHandle:
    handle = vault.create_case("OLD-1", {"subject": SUBJECT, "stage": "Referral"})
    handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": SUBJECT})]))
    vault.update_summary(handle.case_id, {"subject": SUBJECT + " again", "stage": "Panel"})
    return handle


def as_bea(folder: Path, bea: str, machine: Machine) -> Vault:
    return unlock(folder, bea, OTHER, machine=machine)


def holds_subject(handle: CaseHandle) -> bool:
    row = handle.book.row("person", "r1")
    return row is not None and row.fields == {"name": SUBJECT}


def everything_said(book: Book) -> str:
    """All that a book's file still tells to whoever has its key."""
    tables = ("entry", "record", "draft", "head")
    return str([book._file.rows(f"SELECT * FROM {table}") for table in tables])  # noqa: S608


# -- restricting


def test_a_restricted_case_opens_for_the_named_with_the_full_reference_alone(
    vault, handle, bea, folder, second
) -> None:
    reference = handle.reference
    restrict(vault, handle, [bea], "the subject's aunt works here")
    assert holds_subject(handle)  # who has it open goes on
    vault.close_case(handle)
    for typed in (None, reference):
        with pytest.raises(CaseError, match="not among them"):
            vault.open_case("OLD-1", typed=typed)
    with pytest.raises(CaseError, match="not among them"):
        vault.seal_of("OLD-1")
    other = as_bea(folder, bea, second)
    with pytest.raises(ReferenceNeeded):
        other.open_case("OLD-1")
    with pytest.raises(ReferenceNeeded):
        other.seal_of("OLD-1")
    with pytest.raises(CaseError, match="does not open with this reference"):
        other.open_case("OLD-1", typed=fresh_reference(handle))
    opened = other.open_case("OLD-1", typed=reference)
    assert holds_subject(opened)
    other.lock()


def test_the_register_forgets_subject_and_seal(vault, handle, bea, enter) -> None:
    seal = handle.reference.seal
    vault.flush_anchors()
    assert SUBJECT in everything_said(vault.register)
    assert seal in everything_said(vault.register)
    vault.update_summary(handle.case_id, {"subject": SUBJECT, "names": SUBJECT, "stage": "Chair"})
    restrict(vault, handle, [bea], "the subject's aunt works here")
    vault.update_summary(handle.case_id, {"subject": SUBJECT, "names": SUBJECT, "stage": "Chair"})
    vault.close_case(handle)
    said = everything_said(vault.register)
    assert SUBJECT not in said
    assert "Quillfeather" not in said
    assert seal not in said
    assert "aunt" not in said
    (row,) = vault.cases()
    assert (row.public, row.summary) == ("OLD-1", {"restricted": True, "stage": "Chair"})
    assert vault.register.search("Quillfeather", kind="case") == []
    assert vault.register.verify() == []
    assert [finding.code for finding in vault.verify()] == ["not-checked"]
    vault.lock()
    assert [finding.code for finding in enter().verify()] == ["not-checked"]


def test_the_recovery_code_opens_restricted_cases_without_the_slip(
    vault, handle, bea, folder, made, second
) -> None:
    reference = handle.reference
    restrict(vault, handle, [bea], "private")
    vault.lock()
    recovered = recover(folder, made.code, machine=second)
    assert recovered.seal_of("OLD-1") == reference
    assert holds_subject(recovered.open_case("OLD-1"))
    assert recovered.verify() == []  # it can look into them
    recovered.lock()


def test_who_is_named_can_be_changed_and_the_restriction_lifted(
    vault, handle, bea, made, folder, second
) -> None:
    restrict(vault, handle, [bea, made.slot], "private")
    restrict(vault, handle, [made.slot], "Bea moved on")
    other = as_bea(folder, bea, second)
    with pytest.raises(CaseError, match="not among them"):
        other.open_case("OLD-1", typed=handle.reference)
    other.lock()
    unrestrict(vault, handle, "no longer needed")
    vault.update_summary(handle.case_id, {"subject": SUBJECT})
    reference = handle.reference
    vault.close_case(handle)
    assert vault.seal_of("OLD-1") == reference
    assert vault.cases()[0].summary == {"stage": "Panel", "subject": SUBJECT}
    assert holds_subject(vault.open_case("OLD-1"))
    assert vault.verify() == []


def test_its_own_history_tells_who_restricted_it_and_why(vault, handle, bea, made) -> None:
    restrict(vault, handle, [bea, made.slot], "the subject's aunt works here")
    unrestrict(vault, handle, "she left")
    entries = [e for e in handle.book.history() if e.verb in {"restrict", "unrestrict"}]
    assert [(e.verb, e.reason) for e in entries] == [
        ("unrestrict", "she left"), ("restrict", "the subject's aunt works here"),
    ]  # fmt: skip
    assert entries[1].note == {"named": ["Ann Archer", "Bea Booth"]}


def test_what_cannot_be_restricted_is_refused(vault, handle, bea, enter, second) -> None:
    for slots, reason in (([], "x"), (["0" * 16], "x"), ([bea, "0" * 16], "x"), ([bea], " ")):
        with pytest.raises(CaseError):
            restrict(vault, handle, slots, reason)
    with pytest.raises(CaseError, match="not restricted"):
        unrestrict(vault, handle, "x")
    recovery = next(p.slot_id for p in staff.people(vault) if p.kind == "recovery")
    with pytest.raises(CaseError):
        restrict(vault, handle, [recovery], "x")
    seen = enter(second).open_case("OLD-1")
    with pytest.raises(InUseElsewhere, match="laptop-a"):
        restrict(vault, seen, [bea], "x")


def test_revoking_a_named_colleague_takes_their_box(vault, handle, bea, made, folder) -> None:
    reference = handle.reference
    restrict(vault, handle, [bea, made.slot], "private")
    vault.close_case(handle)
    other = vault.create_case("OLD-2")
    restrict(vault, other, [bea], "private")
    vault.close_case(other)
    assert staff.revoke(vault, bea, "left") == ("OLD-2",)
    assert vault.shelf.case_file("OLD-1").named() == (made.slot,)
    assert vault.shelf.case_file("OLD-2").named() == ()
    opened = vault.open_case("OLD-1", typed=reference)
    assert holds_subject(opened)
    vault.lock()
    recovered = recover(folder, made.code, machine=vault.shelf.machine)
    assert not recovered.open_case("OLD-2").read_only
    recovered.lock()


@pytest.mark.parametrize("how", ["with the old code", "when it is next opened"])
def test_a_new_recovery_sheet_opens_restricted_cases_too(
    vault, handle, made, folder, second, how: str
) -> None:
    reference = handle.reference
    restrict(vault, handle, [made.slot], "private")
    vault.close_case(handle)
    code, old = staff.new_code(), made.code if how == "with the old code" else ""
    left = staff.replace_recovery(vault, code, "lost", old_code=old)
    if not old:
        assert left == ("OLD-1",)
        assert [f.code for f in vault.verify()] == ["recovery-behind", "not-checked"]
        vault.close_case(vault.open_case("OLD-1", typed=reference))
    else:
        assert left == ()
    assert [f.code for f in vault.verify()] == ["not-checked"]
    vault.lock()
    recovered = recover(folder, code, machine=second)
    assert recovered.seal_of("OLD-1") == reference
    assert holds_subject(recovered.open_case("OLD-1"))
    recovered.lock()


def test_a_new_passphrase_by_the_code_keeps_restricted_cases_open(
    vault, handle, made, folder, second
) -> None:
    reference = handle.reference
    restrict(vault, handle, [made.slot], "private")
    vault.lock()
    recovered = recover(folder, made.code, machine=second)
    given = staff.give_passphrase(recovered, made.slot, OTHER, cost=COST)
    recovered.lock()
    again = unlock(folder, given.id, OTHER, machine=second)
    assert holds_subject(again.open_case("OLD-1", typed=reference))
    again.lock()


def test_a_restricted_case_whose_row_is_lost_is_listed_again_without_its_subject(
    vault, handle, bea, enter
) -> None:
    restrict(vault, handle, [bea], "private")
    vault.close_case(handle)
    gone = [RowChange("case", handle.case_id, delete=True)]
    vault.register.write(Change("Eve", "remove", gone))
    vault.lock()
    (row,) = enter().cases()
    assert (row.public, row.summary) == ("OLD-1", {"restricted": True})


# -- another seal


@pytest.mark.parametrize("restricted", [False, True])
def test_a_resealed_case_opens_with_its_new_reference_alone(
    vault, handle, made, enter, folder, second, restricted: bool
) -> None:
    old, fresh = handle.reference, fresh_reference(handle)
    if restricted:
        restrict(vault, handle, [made.slot], "private")
    with pytest.raises(CaseError, match="reason"):
        reseal(vault, handle, fresh, "")
    with pytest.raises(CaseError, match="another"):
        reseal(vault, handle, Reference("OLD-9", fresh.seal), "the slip was lost")
    reseal(vault, handle, fresh, "the slip was lost")
    assert handle.reference == fresh != old
    vault.lock()
    vault = enter()
    with pytest.raises(CaseError, match="does not open with this reference"):
        vault.open_case("OLD-1", typed=old)
    handle = vault.open_case("OLD-1", typed=fresh if restricted else None)
    assert handle.reference == fresh
    assert holds_subject(handle)
    assert "reseal" in [entry.verb for entry in handle.book.history()]
    vault.close_case(handle)
    assert [f.code for f in vault.verify()] == (["not-checked"] if restricted else [])
    vault.lock()
    recovered = recover(folder, made.code, machine=second)
    assert recovered.seal_of("OLD-1") == fresh
    recovered.lock()


# -- another key


@pytest.mark.parametrize("restricted", [False, True])
def test_a_case_under_another_key_is_the_same_case(
    vault, handle, made, enter, folder, machine, restricted: bool
) -> None:
    handle.book.write(Change("Ann", "add"), attachments=[b"a file" * 400_000])
    handle.book.save_draft("page", "name", "half a w", "Ann")
    reference = handle.reference
    if restricted:
        restrict(vault, handle, [made.slot], "private")
    heads = handle.book.heads()
    vault.close_case(handle)
    typed = reference if restricted else None
    old = vault.shelf.opened(vault.shelf.case_file("OLD-1"), typed).key
    change_key(vault, "OLD-1", "a copy of the folder was lost", typed=typed)
    with pytest.raises(VaultDamaged):
        Book.open(folder / "cases/OLD-1/case.db", old, installation="x", clock=machine.clock)
    assert not list(folder.rglob(".new-*"))
    vault.lock()
    vault = enter()
    again = vault.open_case("OLD-1", typed=typed)
    assert holds_subject(again)
    assert again.book.holds(heads)
    (name,) = again.book.attachments()
    assert again.book.attachment(name) == b"a file" * 400_000
    assert again.book.drafts("page") == {"name": "half a w"}
    assert again.book.history()[0].reason == "a copy of the folder was lost"
    vault.close_case(again)
    assert [f.code for f in vault.verify()] == (["not-checked"] if restricted else [])
    assert vault.register.rows(WORK) == []


def test_a_case_that_is_open_somewhere_keeps_its_key(vault, handle, enter, second) -> None:
    with pytest.raises(CaseError, match="already"):
        change_key(vault, "OLD-1", "x")
    other = enter(second)
    with pytest.raises(InUseElsewhere, match="laptop-a"):
        change_key(other, "OLD-1", "x")
    assert holds_subject(handle)


def test_a_damaged_case_is_not_copied(vault, handle, folder, enter) -> None:
    vault.close_case(handle)
    path = folder / "cases/OLD-1/case.db"
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    with pytest.raises(VaultDamaged):
        change_key(vault, "OLD-1", "x")
    assert path.read_bytes() == data
    assert not list(folder.rglob(".new-*"))


def test_every_flipped_bit_of_a_restricted_cases_keys_is_noticed(
    vault, handle, bea, folder: Path
) -> None:
    restrict(vault, handle, [bea], "private")
    vault.close_case(handle)
    path = folder / "cases/OLD-1/case.json"
    whole = path.read_bytes()
    for place in itertools.islice(range(len(whole) * 8), 0, None, 41):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        with pytest.raises(DeskError):
            vault.shelf.case_file("OLD-1")
    path.write_bytes(whole)
    assert vault.shelf.case_file("OLD-1").restricted


def test_the_reference_of_a_case_is_needed_by_name_not_by_luck(
    vault: Vault, enter: Callable[..., Vault]
) -> None:
    handle = vault.create_case("OLD-3")
    with pytest.raises(CaseError, match="does not open with this reference"):
        vault.open_case("OLD-3", typed=fresh_reference(handle), read_only=True)
