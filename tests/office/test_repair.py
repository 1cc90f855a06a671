from __future__ import annotations

from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.errors import CaseError, UnlockRefused, VaultDamaged, VaultError
from mktdesk.office import Vault
from mktdesk.office.repair import rebuild_records, rebuild_register
from mktdesk.office.ways import Way
from mktdesk.reference import ReferenceFormat

PASSPHRASE = "seven grey herons wait"


@pytest.fixture
def filled(vault: Vault) -> Vault:
    for number in range(3):
        handle = vault.create_case(f"OLD-{number}", {"title": "x"})
        handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": "Zoë"})]))
        vault.close_case(handle)
    return vault


def test_a_cases_records_are_made_again(filled: Vault) -> None:
    handle = filled.open_case("OLD-1")
    with handle.book._file.transaction():
        handle.book._file.run("UPDATE record SET words = 'lies'")
    with pytest.raises(CaseError):
        rebuild_records(filled, "OLD-1", "open here")
    filled.close_case(handle)
    assert [finding.code for finding in filled.verify()] == ["records-differ"]
    rebuild_records(filled, "OLD-1", "the disk lied")
    assert filled.verify() == []


def test_the_registers_records_are_made_again(filled: Vault) -> None:
    with filled.register._file.transaction():
        filled.register._file.run("DELETE FROM record WHERE kind = 'seal'")
    assert "records-differ" in [finding.code for finding in filled.verify()]
    rebuild_records(filled, "", "the disk lied")
    assert filled.verify() == []


@pytest.mark.parametrize("fault", ["gone", "rubbish", "a flipped bit", "with a journal"])
@pytest.mark.parametrize("way", ["passphrase", "code"])
def test_a_new_register_is_made_from_the_cases(
    filled: Vault, folder: Path, machine, made, enter, fault: str, way: str
) -> None:
    style = ReferenceFormat("SCR")
    given = [filled.allocate(style, 2026) for _ in range(2)]
    seals = {public: filled.seal_of(public) for public in ("OLD-0", "OLD-1", "OLD-2")}
    filled.lock()
    path = folder / "register.db"
    whole = path.read_bytes()
    if fault == "gone":
        path.unlink()
    elif fault == "a flipped bit":
        path.write_bytes(whole[:-50] + bytes([whole[-50] ^ 1]) + whole[-49:])
    else:
        path.write_bytes(b"rubbish" * 1000)
    if fault == "with a journal":
        (folder / "register.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + whole)
    chosen = Way(made.slot, PASSPHRASE) if way == "passphrase" else Way(code=made.code)
    done = rebuild_register(folder, chosen, machine=machine, reason="a bad disk")
    vault = done.vault
    assert (done.cases, done.unread) == (3, ())
    assert (done.aside is None) == (fault == "gone")
    assert {row.public: vault.seal_of(row.public) for row in vault.cases()} == seals
    assert vault.alarms == ()
    assert vault.verify() == []
    assert vault.allocate(style, 2026) not in given
    assert any("a bad disk" in entry.reason for entry in vault.register.history(limit=50))
    vault.lock()
    again = enter()
    assert again.alarms == ()
    assert again.verify() == []


def test_a_case_that_does_not_open_is_named(filled: Vault, folder: Path, machine, made) -> None:
    filled.lock()
    (folder / "register.db").unlink()
    (folder / "cases" / "OLD-1" / "case.db").write_bytes(b"rubbish" * 1000)
    done = rebuild_register(
        folder, Way(made.slot, PASSPHRASE), machine=machine, reason="a bad disk"
    )
    assert (done.cases, done.unread) == (3, ("OLD-1",))
    done.vault.lock()


def test_a_sound_register_is_left_alone_and_the_way_in_is_asked_for(
    filled: Vault, folder: Path, machine, made
) -> None:
    filled.lock()
    before = (folder / "register.db").read_bytes()
    with pytest.raises(VaultError, match="can be read"):
        rebuild_register(folder, Way(made.slot, PASSPHRASE), machine=machine, reason="x")
    with pytest.raises(VaultError, match="reason"):
        rebuild_register(folder, Way(made.slot, PASSPHRASE), machine=machine, reason=" ")
    with pytest.raises(UnlockRefused):
        rebuild_register(folder, Way(made.slot, "not this one"), machine=machine, reason="x")
    assert (folder / "register.db").read_bytes() == before
    (folder / "vault.json").write_bytes(b"{}")
    with pytest.raises(VaultDamaged):
        rebuild_register(folder, Way(made.slot, PASSPHRASE), machine=machine, reason="x")
