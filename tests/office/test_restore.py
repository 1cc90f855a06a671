from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.errors import (
    Cancelled,
    CaseError,
    InUseElsewhere,
    NewerWork,
    UnlockRefused,
    VaultDamaged,
    VaultError,
)
from mktdesk.office import CaseHandle, Vault
from mktdesk.office.backup import back_up
from mktdesk.office.backupset import open_place
from mktdesk.office.disposal import dispose
from mktdesk.office.restore import Restored, restore_vault
from mktdesk.office.restore_case import restore_case
from mktdesk.office.ways import Way
from mktdesk.reference import ReferenceFormat

PASSPHRASE = "seven grey herons wait"


def put(handle: CaseHandle, name: str) -> None:
    handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": name})]))


def name_in(vault: Vault, public: str) -> object:
    handle = vault.open_case(public, read_only=True)
    row = handle.book.row("person", "r1")
    handle.close()
    return row.fields["name"] if row else None


def change(vault: Vault, public: str, name: str) -> None:
    handle = vault.open_case(public)
    put(handle, name)
    vault.close_case(handle)


@pytest.fixture
def filled(vault: Vault) -> Vault:
    for number in range(3):
        handle = vault.create_case(f"OLD-{number}", {"title": "x"})
        put(handle, "first")
        vault.close_case(handle)
    return vault


@pytest.fixture
def stick(filled: Vault, tmp_path: Path) -> Path:
    """A backup of the vault with three cases."""
    back_up(filled, tmp_path / "stick", lambda _s, _w: None, lambda: False)
    return tmp_path / "stick"


@pytest.fixture
def restore(machine, made, stick: Path) -> Iterator[Callable[..., Restored]]:
    def run(folder: Path, **more: object) -> Restored:
        way = more.pop("way", Way(made.slot, PASSPHRASE))
        more = {"machine": machine, "reason": "the laptop was lost"} | more
        done = restore_vault(stick, folder, way, **more)  # type: ignore[arg-type]
        opened.append(done.vault)
        return done

    opened: list[Vault] = []
    yield run
    for vault in opened:
        vault.lock()


# -- whole


def test_a_vault_comes_back_whole_on_another_computer_with_the_recovery_code(
    filled: Vault, folder: Path, restore, second, made, tmp_path: Path
) -> None:
    filled.lock()
    shutil.rmtree(folder)
    done = restore(tmp_path / "new" / "vault", way=Way(code=made.code), machine=second)
    assert (done.cases, done.aside, done.readmitted) == (3, None, ())
    assert done.vault.verify() == []
    assert name_in(done.vault, "OLD-1") == "first"
    newest = done.vault.register.history(kind="", limit=3)
    assert any("the laptop was lost" in entry.reason for entry in newest)
    change(done.vault, "OLD-1", "after")
    assert done.vault.verify() == []


def test_on_the_same_computer_it_is_anchored_afresh_and_does_not_raise_alarms(
    filled: Vault, folder: Path, restore, enter
) -> None:
    change(filled, "OLD-0", "lost work")
    filled.lock()
    shutil.rmtree(folder)
    done = restore(folder)
    assert done.vault.alarms == ()
    assert name_in(done.vault, "OLD-0") == "first"
    change(done.vault, "OLD-0", "after")
    done.vault.lock()
    vault = enter()
    assert vault.alarms == ()
    assert vault.verify() == []


def test_newer_work_is_named_and_replaced_only_when_told_to_and_is_kept_aside(
    filled: Vault, folder: Path, restore, machine
) -> None:
    change(filled, "OLD-1", "newer")
    filled.close_case(filled.create_case("OLD-9"))
    filled.lock()
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    with pytest.raises(NewerWork, match=r"OLD-1 has 1 later entry.* OLD-9 is not in the backup"):
        restore(folder)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert not list(folder.parent.glob(".new-*"))
    done = restore(folder, override=True)
    assert name_in(done.vault, "OLD-1") == "first"
    assert done.aside is not None
    kept = {p: p.read_bytes() for p in done.aside.rglob("*") if p.is_file()}
    assert [kept[done.aside / p.relative_to(folder)] for p in before] == list(before.values())
    assert done.vault.verify() == []


def test_numbers_given_since_the_backup_are_not_given_again(
    filled: Vault, folder: Path, restore, second, made
) -> None:
    style = ReferenceFormat("SCR")
    given = [filled.allocate(style, 2026) for _ in range(3)]
    filled.lock()
    done = restore(folder, way=Way(code=made.code), machine=second, override=True)
    assert done.vault.allocate(style, 2026) not in given
    assert done.vault.verify() == []


def test_a_case_disposed_of_since_the_backup_does_not_come_back(
    filled: Vault, folder: Path, restore, stick: Path
) -> None:
    dispose(filled.shelf, "OLD-1", "kept long enough", ("Ann Archer", "Bo Bell"))
    filled.lock()
    done = restore(folder, override=True)
    assert sorted(row.public for row in done.vault.cases()) == ["OLD-0", "OLD-2"]
    assert not (folder / "cases" / "OLD-1").exists()
    assert done.vault.verify() == []
    with pytest.raises(CaseError, match="disposed of"):
        restore_case(done.vault, stick, "OLD-1", reason="back")


def test_a_damaged_vault_is_replaced_only_when_told_to(
    filled: Vault, folder: Path, restore
) -> None:
    filled.lock()
    (folder / "register.db").write_bytes(b"rubbish" * 900)
    (folder / "vault.json").write_bytes(b"")
    with pytest.raises(NewerWork, match="could not be compared"):
        restore(folder)
    assert restore(folder, override=True).vault.verify() == []


def test_a_damaged_piece_of_the_backup_is_noticed_and_the_vault_stays(
    filled: Vault, folder: Path, restore, stick: Path
) -> None:
    filled.lock()
    place = open_place(stick)
    (one,) = place.sets()
    for piece in (one.cases[1].book, one.cases[0].key, one.register, one.header, one.numbers):
        assert piece is not None
        path = place.path(piece)
        whole = path.read_bytes()
        path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
        with pytest.raises(VaultDamaged):
            restore(folder, override=True)
        path.unlink()
        with pytest.raises(VaultDamaged):
            restore(folder, override=True)
        path.write_bytes(whole)
    assert not list(folder.parent.glob(".new-*"))
    assert restore(folder, override=True).vault.verify() == []


def test_refusals_leave_everything_as_it_was(
    filled: Vault, folder: Path, restore, tmp_path: Path, made
) -> None:
    filled.lock()
    with pytest.raises(UnlockRefused):
        restore(folder, way=Way(made.slot, "wrong passphrase"), override=True)
    with pytest.raises(UnlockRefused):
        restore(folder, way=Way("0" * 16, PASSPHRASE), override=True)
    filled.shelf.machine.forget_attempts(filled.vault_id)
    with pytest.raises(VaultError, match="reason"):
        restore(folder, reason=" ")
    with pytest.raises(VaultError, match="no such backup"):
        restore(folder, set_id="f" * 16)
    with pytest.raises(Cancelled):
        restore(folder, override=True, cancelled=lambda: True)
    other = tmp_path / "holiday"
    other.mkdir()
    (other / "beach.jpg").write_bytes(b"x")
    with pytest.raises(VaultError, match="something else"):
        restore(other)
    assert not list(folder.parent.glob(".new-*"))
    assert (other / "beach.jpg").exists()


def test_a_vault_in_which_somebody_works_is_not_replaced(
    filled: Vault, folder: Path, restore
) -> None:
    handle = filled.open_case("OLD-0")
    with pytest.raises(InUseElsewhere, match="OLD-0 is open: Ann Archer"):
        restore(folder, override=True)
    put(handle, "still typing")
    filled.close_case(handle)
    filled.lock()
    assert restore(folder, override=True).vault.verify() == []


def test_a_restore_cut_short_between_its_two_moves_is_done_again(
    filled: Vault, folder: Path, restore, monkeypatch
) -> None:
    filled.lock()
    real = Path.rename

    def cut(self: Path, target: Path) -> Path:
        if self.name.startswith(".new-restore"):
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "rename", cut)
    with pytest.raises(KeyboardInterrupt):
        restore(folder, override=True)
    monkeypatch.undo()
    assert not folder.exists()
    assert list(folder.parent.glob("vault-before-*"))
    assert restore(folder).vault.verify() == []


# -- one case


def test_a_lost_case_comes_back_and_both_histories_say_so(
    filled: Vault, folder: Path, stick: Path
) -> None:
    shutil.rmtree(folder / "cases" / "OLD-1")
    done = restore_case(filled, stick, "OLD-1", reason="deleted by mistake")
    assert (done.public, done.aside) == ("OLD-1", None)
    assert name_in(filled, "OLD-1") == "first"
    handle = filled.open_case("OLD-1")
    newest = handle.book.history(limit=1)[0]
    assert newest.verb == "restore"
    assert "deleted by mistake" in newest.reason
    filled.close_case(handle)
    assert any("deleted by mistake" in e.reason for e in filled.register.history(limit=5))
    assert filled.verify() == []


def test_a_damaged_case_comes_back_and_keeps_the_reference_it_has(
    filled: Vault, folder: Path, stick: Path
) -> None:
    reference = filled.seal_of("OLD-2")
    path = folder / "cases" / "OLD-2" / "case.db"
    path.write_bytes(path.read_bytes()[:4096])
    (path.parent / "case.json").write_bytes(b"{}")
    with pytest.raises(NewerWork, match="could not be compared"):
        restore_case(filled, stick, "OLD-2", reason="a bad disk")
    done = restore_case(filled, stick, "OLD-2", reason="a bad disk", override=True)
    assert done.aside is not None
    assert (done.aside / "case.db").stat().st_size == 4096
    assert filled.seal_of("OLD-2") == reference
    assert filled.verify() == []


def test_newer_work_in_a_case_is_not_replaced_without_saying_so(
    filled: Vault, folder: Path, stick: Path, enter
) -> None:
    change(filled, "OLD-0", "newer")
    with pytest.raises(NewerWork, match="1 later entry"):
        restore_case(filled, stick, "OLD-0", reason="try")
    assert name_in(filled, "OLD-0") == "newer"
    shutil.rmtree(folder / "cases" / "OLD-0")
    with pytest.raises(NewerWork, match="register knows of 1 later entry"):
        restore_case(filled, stick, "OLD-0", reason="try")
    restore_case(filled, stick, "OLD-0", reason="nothing newer is left", override=True)
    assert name_in(filled, "OLD-0") == "first"
    change(filled, "OLD-0", "again")
    filled.lock()
    vault = enter()
    assert vault.alarms == ()
    assert vault.verify() == []


def test_an_open_case_is_not_replaced(filled: Vault, stick: Path) -> None:
    handle = filled.open_case("OLD-0")
    put(handle, "typing")
    with pytest.raises(VaultError, match="is open"):
        restore_case(filled, stick, "OLD-0", reason="try", override=True)
    put(handle, "still typing")
    assert filled.verify() == []


def test_what_the_backup_does_not_hold_or_no_reason_is_refused(filled: Vault, stick: Path) -> None:
    with pytest.raises(CaseError, match="does not hold"):
        restore_case(filled, stick, "OLD-7", reason="try")
    with pytest.raises(VaultError, match="reason"):
        restore_case(filled, stick, "OLD-0", reason="")
