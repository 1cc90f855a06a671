from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from mktdesk.book import Book, Change, RowChange
from mktdesk.errors import CaseError, DeskError, ReferenceRefused, VaultDamaged
from mktdesk.office import CaseHandle, Vault
from mktdesk.reference import ReferenceFormat, canonical_public

STYLE = ReferenceFormat("SCR")
NAME = "Xanthippe Quillfeather"


def put(handle: CaseHandle, name: str = NAME) -> None:
    handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": name})]))


def reopen(vault: Vault, enter: Callable[..., Vault]) -> Vault:
    vault.lock()
    return enter()


@pytest.mark.rule("R186")
def test_a_case_gets_a_reference_a_seal_and_a_place(vault, folder: Path) -> None:
    public = vault.allocate(STYLE, 2026)
    handle = vault.create_case(public, {"title": "A child"})
    assert handle.reference.public == public == "SCR-2026-001"
    assert (handle.read_only, handle.held_by, handle.alarms) == (False, "", ())
    assert (folder / "cases" / public / "case.db").exists()
    assert vault.seal_of(public) == handle.reference
    (row,) = vault.cases()
    assert (row.case_id, row.public, row.summary) == (handle.case_id, public, {"title": "A child"})
    assert [row.fields["public"] for row in vault.register.search("child", kind="case")] == [public]
    assert vault.register.search(handle.reference.seal, kind="case") == []
    assert handle.book.history()[0].verb == "begin"


def test_everything_is_there_after_locking(vault, enter) -> None:
    handle = vault.create_case("OLD-7", {"title": "before"})
    put(handle)
    vault.update_summary(handle.case_id, {"title": "after", "step": 2})
    full = handle.reference.full
    vault = reopen(vault, enter)
    assert vault.cases()[0].summary == {"title": "after", "step": 2}
    again = vault.open_case("old/7")
    assert again.reference.full == full
    assert again.book.row("person", "r1").fields == {"name": NAME}
    assert vault.verify() == []


@pytest.mark.rule("R307")
def test_no_name_and_no_seal_lies_in_the_vault_in_clear(vault, folder: Path, enter) -> None:
    handle = vault.create_case("OLD-7", {"title": NAME})
    put(handle)
    handle.book.save_draft("page", "name", NAME, "Ann")
    seal = handle.reference.seal
    vault.lock()
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            for word in (NAME, "Quillfeather", seal, handle.reference.full):
                assert word.lower().encode() not in data, path


def test_a_case_opens_only_with_its_own_full_reference(vault, folder: Path) -> None:
    one, two = vault.create_case("OLD-1"), vault.create_case("OLD-2")
    for handle in (one, two):
        handle.close()
    # Somebody who can write the register gives case 1 the seal of case 2.
    row = RowChange("seal", one.case_id, {"seal": two.reference.seal})
    vault.register.write(Change("Eve", "edit", [row]))
    with pytest.raises(CaseError, match="does not open with this reference"):
        vault.open_case("OLD-1")
    assert "seal-differs" in [finding.code for finding in vault.verify()]


def test_one_cases_files_do_not_pass_for_anothers(vault, folder: Path) -> None:
    for public in ("OLD-1", "OLD-2"):
        vault.create_case(public).close()
    cases = folder / "cases"
    shutil.copy(cases / "OLD-1" / "case.json", cases / "OLD-2" / "case.json")
    with pytest.raises(VaultDamaged, match=r"case\.json"):
        vault.open_case("OLD-2")
    shutil.copy(cases / "OLD-1" / "case.db", cases / "OLD-2" / "case.db")
    with pytest.raises(VaultDamaged):
        vault.open_case("OLD-2")


# -- references


@pytest.mark.rule("R186")
def test_numbers_count_up_within_each_series(vault, enter) -> None:
    assert [vault.allocate(STYLE, 2026) for _ in range(2)] == ["SCR-2026-001", "SCR-2026-002"]
    assert vault.allocate(STYLE, 2027) == "SCR-2027-001"
    assert vault.allocate(ReferenceFormat("LCSPR", 2), 2026) == "LCSPR-2026-01"
    vault.create_case("SCR-2026-041").close()
    vault = reopen(vault, enter)
    assert vault.allocate(STYLE, 2026) == "SCR-2026-042"


@pytest.mark.rule("R186")
@pytest.mark.parametrize(
    "lost",
    [
        ("numbers.json",),
        ("register row",),
        ("case folder",),
        ("register row", "case folder"),
        ("register row", "case folder", "keyring"),
        ("numbers.json", "keyring"),
        ("numbers.json", "register row", "case folder"),
    ],
)
def test_a_number_is_never_used_again_whatever_is_lost(
    vault, enter, folder: Path, ring, lost: tuple[str, ...]
) -> None:
    public = vault.allocate(STYLE, 2026)
    handle = vault.create_case(public)
    handle.close()
    vault.lock()
    if "case folder" in lost:
        shutil.rmtree(folder / "cases" / public)
    if "numbers.json" in lost:
        (folder / "numbers.json").unlink()
    if "keyring" in lost:
        for key in [key for key in ring.kept if key[1].endswith("/anchor")]:
            del ring.kept[key]
    vault = enter()
    if "register row" in lost:
        vault.register.write(
            Change("Eve", "remove", [RowChange("case", handle.case_id, delete=True)])
        )
    assert vault.allocate(STYLE, 2026) == "SCR-2026-002"


@pytest.mark.rule("R186")
def test_a_number_is_not_used_again_after_an_older_register_is_put_back(
    vault, enter, folder: Path
) -> None:
    vault.lock()
    old = (folder / "register.db").read_bytes()
    vault = enter()
    vault.create_case(vault.allocate(STYLE, 2026)).close()
    vault.lock()
    shutil.rmtree(folder / "cases" / "SCR-2026-001")
    (folder / "register.db").write_bytes(old)
    vault = enter()
    assert vault.read_only
    vault.settle_alarms("restored from Friday's stick")
    assert vault.allocate(STYLE, 2026) == "SCR-2026-002"
    with pytest.raises(ReferenceRefused, match="used before"):
        vault.create_case("SCR-2026-001")


def test_a_reference_from_before_is_registered_once_and_gains_a_seal(vault) -> None:
    handle = vault.create_case("mkscb/2014/b 3")
    assert handle.reference.public == "MKSCB-2014-B-3"
    assert len(handle.reference.seal) == 16
    for again in ("MKSCB-2014-B-3", "mkscb 2014 b/3", "\uff2d\uff2bSCB\uff0d2014-B-3"):
        with pytest.raises(ReferenceRefused, match="used before"):
            vault.create_case(again)


@pytest.mark.parametrize(
    "trick",
    [
        "..", "C:\\x", "\\\\server\\x", "OLD-1\0", "OLD\n1", "CON", "com1", "", "-", "~",
        "OLD-1;DROP", "\u0421CR-2026-001", "SCR\u202e-1", "SCR\u200b-1", "SCR-\u0661", "x" * 65,
        "%2e%2e", "OLD:1", "OLD*", "a|b",
        "../OLD-1", "A/../../x", ".new-1", "/etc/passwd",
    ],
)  # fmt: skip
def test_tricks_in_a_reference_are_refused(vault, folder: Path, trick: str) -> None:
    everything = sorted(folder.parent.rglob("*"))
    for use in (vault.create_case, vault.open_case, vault.seal_of):
        with pytest.raises(ReferenceRefused):
            use(trick)
    assert sorted(folder.parent.rglob("*")) == everything


@pytest.mark.parametrize(
    ("typed", "public"),
    [("OLD/1", "OLD-1"), ("A.b_c", "A-B-C"), ("NUL.txt", "NUL-TXT"), (" old 1 ", "OLD-1")],
)
def test_separators_only_ever_become_hyphens(vault, folder: Path, typed: str, public: str) -> None:
    outside = {path for path in folder.parent.rglob("*") if "cases" not in path.parts}
    assert vault.create_case(typed).reference.public == public
    assert [path.name for path in (folder / "cases").iterdir()] == [public]
    assert {path for path in folder.parent.rglob("*") if "cases" not in path.parts} == outside


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=70))
def test_whatever_is_typed_a_case_lies_in_the_cases_folder(vault, text: str) -> None:
    try:
        path = vault._shelf.folder(text)
    except ReferenceRefused:
        return
    assert path.parent == vault.folder / "cases"
    assert path.name == canonical_public(path.name)
    assert path.name.isascii()


@pytest.mark.rule("R186")
def test_two_windows_never_give_the_same_number(vault, enter, second) -> None:
    other = enter(second)
    given_out = [each.allocate(STYLE, 2026) for _ in range(5) for each in (vault, other)]
    assert len(set(given_out)) == 10


# -- leases


def test_a_second_opener_reads_and_is_told_who_holds_it(vault, enter, second) -> None:
    handle = vault.create_case("OLD-1")
    put(handle)
    other = enter(second)
    seen = other.open_case("OLD-1")
    assert (seen.read_only, seen.held_by) == (True, "Ann Archer, laptop-a")
    assert seen.book.row("person", "r1").fields == {"name": NAME}
    with pytest.raises(DeskError):
        put(seen)
    seen.close()
    vault.close_case(handle)
    taken = other.open_case("OLD-1")
    assert not taken.read_only
    assert vault.open_case("OLD-1").held_by == "Ann Archer, laptop-b"


def test_the_same_window_opens_a_case_once(vault) -> None:
    handle = vault.create_case("OLD-1")
    with pytest.raises(CaseError, match="already"):
        vault.open_case("OLD-1")
    assert vault.open_case("OLD-1", read_only=True).read_only
    handle.close()
    assert not vault.open_case("OLD-1").read_only


def test_a_holder_on_a_disk_without_locks_is_believed_until_the_time_is_over(
    vault, enter, second, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mktdesk.office.lease.lock", lambda _handle: True)
    handle = vault.create_case("OLD-1")
    other = enter(second)
    assert other.open_case("OLD-1").held_by == "Ann Archer, laptop-a"
    second.clock.move(minutes=6)
    vault.flush_anchors()  # renews
    second.clock.move(minutes=6)
    assert other.open_case("OLD-1").held_by == "Ann Archer, laptop-a"
    second.clock.move(minutes=11)
    taken = other.open_case("OLD-1")
    assert not taken.read_only
    with pytest.raises(DeskError, match="taken over"):
        vault.flush_anchors()
    with pytest.raises(DeskError):
        put(handle)
    assert vault.open_case("OLD-1").held_by == "Ann Archer, laptop-b"


def test_a_torn_lease_holds_nobody_back(vault, enter, folder: Path) -> None:
    vault.create_case("OLD-1")
    vault.lock()
    for junk in (b"", b"{", b"\xff" * 5000, b'{"staff":1}'):
        (folder / "cases" / "OLD-1" / "case.lease").write_bytes(junk)
        vault = enter()
        assert not vault.open_case("OLD-1").read_only
        vault.lock()


def test_a_killed_creation_leaves_nothing_and_a_half_entered_case_is_listed_again(
    vault, enter, folder: Path
) -> None:
    handle = vault.create_case("OLD-1", {"title": "x"})
    full = handle.reference.full
    vault.lock()
    (folder / "cases" / ".new-0123").mkdir()
    (folder / "cases" / ".new-0123" / "case.db").write_bytes(b"half")
    (folder / ".new-abcd").write_bytes(b"half")
    vault = enter()
    assert not list(folder.rglob(".new-*"))
    rows = [RowChange(kind, handle.case_id, delete=True) for kind in ("case", "seal", "anchor")]
    vault.register.write(Change("Eve", "remove", rows))
    assert "case-unlisted" in [finding.code for finding in vault.verify()]
    assert vault.open_case("OLD-1").reference.full == full
    vault = reopen(vault, enter)
    assert [row.public for row in vault.cases()] == ["OLD-1"]
    assert vault.seal_of("OLD-1").full == full
    assert vault.verify() == []


def test_the_recovery_slot_alone_holds_each_cases_key_and_seal(
    vault, folder, made, machine
) -> None:
    from mktdesk.office import casefile, header, recover, recovery, slots  # noqa: PLC0415

    handle = vault.create_case("OLD-1")
    put(handle)
    vault.lock()
    head = header.read(folder)
    slot = next(slot for slot in head.slots if slot.kind == "recovery")
    keys = slots.open_slot(head, slot, slots.SlotSecret(code=recovery.secret_of(made.code)))
    case = casefile.read(folder / "cases" / "OLD-1", head.vault, keys.vault)
    found = casefile.recovered(case, keys.private)
    assert found.reference == handle.reference
    path = folder / "cases" / "OLD-1" / "case.db"
    book = Book.open(path, found.key, installation="x", clock=machine.clock, read_only=True)
    assert book.row("person", "r1").fields == {"name": NAME}  # type: ignore[union-attr]
    book.close()
    opened = recover(folder, made.code, machine=machine)
    assert opened.open_case("OLD-1").reference == handle.reference
    opened.lock()
