"""Backups across changes of keys: restricted cases, revoked staff, new seals, new keys."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.errors import CaseError, NewerWork
from mktdesk.office import KdfCost, Vault, staff, unlock
from mktdesk.office.backup import Backup, back_up
from mktdesk.office.backupset import open_place
from mktdesk.office.casekeys import change_key, fresh_reference, reseal, restrict
from mktdesk.office.disposal import dispose
from mktdesk.office.restore import restore_vault
from mktdesk.office.restore_case import restore_case
from mktdesk.office.ways import Way
from mktdesk.reference import Reference

PASSPHRASE, OTHER = "seven grey herons wait", "nine brown wrens sing"


def copy(vault: Vault, to: Path) -> Backup:
    return back_up(vault, to, lambda _s, _w: None, lambda: False)


@pytest.fixture
def bea(vault: Vault) -> str:
    return vault.add_staff("Bea Booth", OTHER, kdf=KdfCost.floor()).id


@pytest.fixture
def filled(vault: Vault, bea: str) -> Vault:
    for number in range(2):
        handle = vault.create_case(f"OLD-{number}", {"subject": "x"})
        handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": "Zoë"})]))
        vault.close_case(handle)
    return vault


@pytest.fixture
def stick(filled: Vault, tmp_path: Path) -> Path:
    copy(filled, tmp_path / "stick")
    return tmp_path / "stick"


def shut(vault: Vault, public: str, *slots: str) -> Reference:
    handle = vault.open_case(public)
    restrict(vault, handle, slots, "her aunt works here")
    vault.close_case(handle)
    return handle.reference


def zoe(vault: Vault, public: str, typed: Reference | None = None) -> bool:
    handle = vault.open_case(public, typed=typed, read_only=True)
    row = handle.book.row("person", "r1")
    handle.close()
    return row is not None and row.fields == {"name": "Zoë"}


def test_a_restricted_case_is_copied_without_being_opened_and_put_back(
    filled: Vault, folder: Path, bea: str, second, tmp_path: Path
) -> None:
    reference = shut(filled, "OLD-0", bea)
    made = copy(filled, tmp_path / "stick")
    assert (made.problems, made.not_checked) == ((), ("OLD-0",))
    shutil.rmtree(folder / "cases" / "OLD-0")
    restore_case(filled, tmp_path / "stick", "OLD-0", reason="deleted", override=True)
    filled.lock()
    other = unlock(folder, bea, OTHER, machine=second)
    assert zoe(other, "OLD-0", reference)
    assert "case-altered" not in {finding.code for finding in other.verify()}
    other.lock()


def test_an_older_copy_does_not_open_a_case_that_was_restricted_since(
    filled: Vault, folder: Path, stick: Path, bea: str
) -> None:
    shut(filled, "OLD-0", bea)
    with pytest.raises(CaseError, match="restricted"):
        restore_case(filled, stick, "OLD-0", reason="look", override=True)
    shutil.rmtree(folder / "cases" / "OLD-0")
    with pytest.raises(CaseError, match="restricted"):
        restore_case(filled, stick, "OLD-0", reason="look", override=True)


def test_a_restricted_case_can_be_disposed_of_without_being_opened(
    filled: Vault, folder: Path, bea: str
) -> None:
    shut(filled, "OLD-0", bea)
    dispose(filled.shelf, "OLD-0", "why", ("Ann Archer", "Bo Bell"))
    assert not (folder / "cases" / "OLD-0").exists()
    assert filled.verify() == []


def test_a_backup_from_before_somebody_was_revoked_still_puts_a_case_back(
    filled: Vault, folder: Path, stick: Path, bea: str
) -> None:
    dispose(filled.shelf, "OLD-1", "why", ("Ann Archer", "Bo Bell"))
    staff.revoke(filled, bea, "she left")
    assert filled.verify() == []
    shutil.rmtree(folder / "cases" / "OLD-0")
    restore_case(filled, stick, "OLD-0", reason="deleted")
    assert zoe(filled, "OLD-0")
    assert filled.verify() == []
    with pytest.raises(CaseError, match="disposed of"):
        restore_case(filled, stick, "OLD-1", reason="back")
    made = copy(filled, stick)
    assert (made.cases, made.problems) == (1, ())
    assert len(open_place(stick).sets()) == 1  # the older one held what was disposed of


def test_a_whole_vault_from_before_says_who_can_open_it_again(
    filled: Vault, folder: Path, stick: Path, bea: str, machine, made, enter
) -> None:
    dispose(filled.shelf, "OLD-1", "why", ("Ann Archer", "Bo Bell"))
    staff.revoke(filled, bea, "she left")
    filled.lock()
    done = restore_vault(
        stick, folder, Way(made.slot, PASSPHRASE),
        machine=machine, reason="a bad disk", override=True,
    )  # fmt: skip
    assert done.readmitted == ("Bea Booth",)
    assert [row.public for row in done.vault.cases()] == ["OLD-0"]
    assert done.vault.verify() == []
    done.vault.lock()
    vault = enter()
    assert vault.alarms == ()
    assert vault.verify() == []


def test_a_case_keeps_the_seal_and_a_new_key_does_no_harm(
    filled: Vault, folder: Path, stick: Path
) -> None:
    handle = filled.open_case("OLD-0")
    fresh = fresh_reference(handle)
    reseal(filled, handle, fresh, "the slip was lost")
    filled.close_case(handle)
    change_key(filled, "OLD-0", "to be safe")
    with pytest.raises(NewerWork, match="later entr"):
        restore_case(filled, stick, "OLD-0", reason="try")
    restore_case(filled, stick, "OLD-0", reason="try", override=True)
    assert filled.seal_of("OLD-0") == fresh
    assert zoe(filled, "OLD-0")
    assert filled.verify() == []
    copy(filled, stick)
    shutil.rmtree(folder / "cases" / "OLD-0")
    restore_case(filled, stick, "OLD-0", reason="deleted")
    assert filled.seal_of("OLD-0") == fresh
