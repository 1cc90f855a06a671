from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.errors import Cancelled, DeskError, InUseElsewhere, VaultDamaged, VaultError
from mktdesk.office import CaseHandle, Vault
from mktdesk.office.backup import SETS_KEPT, Backup, back_up
from mktdesk.office.backupset import FILE, open_place, prove
from mktdesk.office.lease import Lease


def put(handle: CaseHandle, name: str) -> None:
    handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": name * 30})]))


def copy(vault: Vault, to: Path) -> Backup:
    return back_up(vault, to, lambda _share, _words: None, lambda: False)


@pytest.fixture
def filled(vault: Vault) -> Vault:
    for number in range(3):
        handle = vault.create_case(f"OLD-{number}", {"title": "x"})
        put(handle, f"name {number}")
        vault.close_case(handle)
    return vault


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def contents(stick: Path) -> dict[str, bytes]:
    return {str(p.relative_to(stick)): p.read_bytes() for p in stick.rglob("*") if p.is_file()}


def test_a_backup_holds_the_files_as_they_lie_in_the_vault_and_the_register_knows_it(
    filled: Vault, folder: Path, stick: Path
) -> None:
    made = copy(filled, stick)
    assert (made.cases, made.copied, made.problems, made.not_checked) == (3, 3, (), ())
    assert made.journaled
    place = open_place(stick)
    (one,) = place.sets()
    assert prove(one, filled.shelf.keys.vault)
    assert not prove(one, bytes(32))
    for case in one.cases:
        assert case.checked
        for piece, name in ((case.key, "case.json"), (case.book, "case.db")):
            lies = (folder / "cases" / case.public / name).read_bytes()
            assert place.path(piece).read_bytes() == lies
    row = filled.register.row("backup", place.id)
    assert row is not None
    assert (row.fields["at"], row.fields["cases"], row.fields["problems"]) == (made.at, 3, 0)
    assert len(filled.register.rows("held")) == 3
    assert filled.verify() == []


def test_only_what_changed_is_copied_again(filled: Vault, stick: Path, clock) -> None:
    copy(filled, stick)
    before = contents(stick)
    clock.move(days=1)
    handle = filled.open_case("OLD-1")
    put(handle, "later")
    filled.close_case(handle)
    made = copy(filled, stick)
    assert (made.cases, made.copied) == (3, 1)
    fresh = contents(stick).keys() - before.keys()
    assert sum("content" in name for name in fresh) == 2  # the register and that case's book
    assert len(open_place(stick).sets()) == 2
    clock.move(days=-3000)
    copy(filled, stick)
    assert [one.number for one in open_place(stick).sets()] == [3, 2, 1]


def test_a_backup_while_a_case_is_open_and_being_changed_is_sound(
    filled: Vault, stick: Path
) -> None:
    handle = filled.open_case("OLD-0")
    told: list[str] = []

    def busy(_share: float, words: str) -> None:
        put(handle, words or "end")
        told.append(words)

    made = back_up(filled, stick, busy, lambda: False)
    assert made.problems == ()
    assert "OLD-2" in told
    handle.book.save_draft("s", "f", "still open", "Ann")
    assert filled.verify() == []


def test_cancelled_halfway_it_is_no_backup_and_the_one_before_stands(
    filled: Vault, stick: Path
) -> None:
    copy(filled, stick)
    handle = filled.open_case("OLD-0")
    put(handle, "later")
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        back_up(filled, stick, lambda _s, _w: None, lambda: next(asked))
    assert len(open_place(stick).sets()) == 1
    assert copy(filled, stick).cases == 3


def test_a_damaged_case_keeps_its_last_good_copy_and_is_named(
    filled: Vault, folder: Path, stick: Path, clock
) -> None:
    copy(filled, stick)
    (before,) = open_place(stick).sets()
    path = folder / "cases" / "OLD-1" / "case.db"
    spoilt = bytearray(path.read_bytes())
    spoilt[9000] ^= 4
    path.write_bytes(spoilt)
    clock.move(hours=1)
    made = copy(filled, stick)
    assert [finding.code for finding in made.problems] == ["case-not-copied"]
    assert "OLD-1" in made.problems[0].what
    newest = open_place(stick).sets()[0]
    assert newest.id != before.id
    assert newest.case("OLD-1") == before.case("OLD-1")
    shutil.rmtree(path.parent)
    assert copy(filled, stick).cases == 2


def test_a_damaged_register_makes_no_backup(filled: Vault, folder: Path, stick: Path) -> None:
    copy(filled, stick)
    path = folder / "register.db"
    spoilt = bytearray(path.read_bytes())
    spoilt[-100] ^= 4
    path.write_bytes(spoilt)
    with pytest.raises(VaultDamaged):
        copy(filled, stick)
    assert len(open_place(stick).sets()) == 1


def test_what_is_written_is_read_back(filled: Vault, stick: Path) -> None:
    """A stick that loses a bit is noticed before the backup counts."""
    copy(filled, stick)
    (one,) = open_place(stick).sets()
    case = one.case("OLD-2")
    assert case is not None
    path = open_place(stick).path(case.book)
    spoilt = bytearray(path.read_bytes())
    spoilt[5000] ^= 1
    path.write_bytes(spoilt)
    with pytest.raises(VaultDamaged, match="backup is damaged"):
        copy(filled, stick)
    assert len(open_place(stick).sets()) == 1


def test_each_flipped_bit_of_a_set_is_noticed(filled: Vault, stick: Path) -> None:
    copy(filled, stick)
    place = open_place(stick)
    path = next((stick / "sets").iterdir())
    whole = path.read_bytes()
    chance = random.Random(5)
    for _ in range(300):
        bit = chance.randrange(len(whole) * 8)
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        sets = place.sets()
        assert not sets or not prove(sets[0], filled.shelf.keys.vault), bit
    path.write_bytes(whole)
    assert prove(place.sets()[0], filled.shelf.keys.vault)


@pytest.mark.parametrize("where", [".", "backup", "cases/OLD-0"])
def test_a_backup_never_lies_in_the_vault(filled: Vault, folder: Path, where: str) -> None:
    with pytest.raises(VaultError, match="in the vault"):
        copy(filled, folder / where)


def test_a_folder_with_something_else_or_of_another_office_is_refused(
    filled: Vault, stick: Path
) -> None:
    stick.mkdir()
    (stick / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(VaultError, match="not empty"):
        copy(filled, stick)
    (stick / "holiday.jpg").unlink()
    copy(filled, stick)
    (stick / FILE).write_text(
        f'{{"format":"mktdesk-backup-1","place":"{"0" * 16}","vault":"{"1" * 16}"}}'
    )
    with pytest.raises(VaultError, match="another office"):
        copy(filled, stick)
    for rubbish in (b"", b"{}", b"[" * 9000, b"\xff", b'{"format":"mktdesk-backup-9"}'):
        (stick / FILE).write_bytes(rubbish)
        with pytest.raises(DeskError):
            copy(filled, stick)


def test_two_at_once_in_one_folder_are_refused(filled: Vault, stick: Path, clock) -> None:
    copy(filled, stick)
    held = Lease.take(
        stick, staff="Bo", machine="laptop-b", installation="b" * 16, clock=clock,
        name="mktdesk-backup.lease",
    )  # fmt: skip
    assert isinstance(held, Lease)
    with pytest.raises(InUseElsewhere, match="Bo, laptop-b"):
        copy(filled, stick)
    held.release()
    copy(filled, stick)


def test_the_oldest_sets_go_with_what_only_they_need(
    filled: Vault, stick: Path, clock, monkeypatch
) -> None:
    monkeypatch.setattr("mktdesk.office.backup.SETS_KEPT", 3)
    assert SETS_KEPT > 3
    for number in range(6):
        handle = filled.open_case("OLD-0")
        put(handle, f"round {number}")
        filled.close_case(handle)
        clock.move(days=1)
        copy(filled, stick)
    place = open_place(stick)
    sets = place.sets()
    assert len(sets) == 3
    needed = {piece.sha256 for one in sets for piece in one.pieces()}
    assert {path.name for path in (stick / "content").glob("*/*")} == needed
    for one in sets:
        for piece in one.pieces():
            place.check(piece)


def test_a_vault_that_is_open_for_reading_only_is_backed_up_and_says_so(
    filled: Vault, enter, folder: Path, stick: Path
) -> None:
    filled.lock()
    old = (folder / "register.db").read_bytes()
    vault = enter()
    vault.lock()
    (folder / "register.db").write_bytes(old)
    vault = enter()
    assert vault.read_only
    made = copy(vault, stick)
    assert (made.cases, made.problems, made.journaled) == (3, (), False)
    assert len(open_place(stick).sets()) == 1
