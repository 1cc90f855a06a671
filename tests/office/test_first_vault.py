from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.calendar import SystemClock
from mktdesk.errors import UnlockRefused
from mktdesk.office import Machine, Vault, keys_of_cases, recover, staff, unlock, vault_info
from mktdesk.office.machine import SecretsUnavailable

ARCHIVE = Path(__file__).resolve().parents[1] / "data" / "vaults" / "first.zip"
ANN, BEN = (
    ("a97675acc05a57d3", "seven grey herons wait"),
    ("e8bf19d3b9764bc1", "eleven quiet otters swim"),
)
CODE = "14FJR-CZ6G7-1BTFT-VFXT2-E022R-TGR13-BDF86-B7F5Y"
REFERENCES = ["SCR-2026-001-ZEQJ-TTFC-WX71-JGCC", "SCR-2026-002-63E2-CY4A-H8K6-H4CZ"]


class Given:
    """The device's part of Ann's slot, as her computer's keyring held it."""

    def __init__(self, kept: dict[str, str]) -> None:
        self.kept = kept

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, value: str) -> None:
        self.kept[name] = value


class Locked(Given):
    """A keyring that does not answer."""

    def get(self, name: str) -> str | None:
        raise SecretsUnavailable(name)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A vault that the first released shape of the program wrote."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(tmp_path)
    return tmp_path / "vault"


def device(first: Path) -> Machine:
    kept = json.loads((first.parent / "device.json").read_text())
    return Machine("laptop-a", first.parent / "state", Given(kept), SystemClock())


def looks_as_it_did(vault: Vault) -> None:
    assert vault.alarms == ()
    assert vault.verify() == []
    assert [row.public for row in vault.cases()] == ["SCR-2026-001", "SCR-2026-002"]
    for full, title in zip(REFERENCES, ("First", "Second"), strict=True):
        handle = vault.open_case(full[:12])
        assert handle.reference.full == full
        row = handle.book.row("person", "r1")
        assert row is not None
        assert row.fields == {"name": f"Zoë {title}"}
        (name,) = handle.book.attachments()
        assert handle.book.attachment(name) == b"a file of " + title.encode()
        handle.book.write(Change("Ann Archer", "edit", [RowChange("person", "r2", {"name": "x"})]))
        vault.close_case(handle)
    assert vault.verify() == []


def test_a_vault_from_before_opens_on_its_own_computer(first: Path) -> None:
    vault = unlock(first, *ANN, machine=device(first))
    looks_as_it_did(vault)
    vault.lock()


def test_a_vault_from_before_opens_by_passphrase_alone_and_by_its_code(first: Path) -> None:
    elsewhere = Machine("laptop-b", first.parent / "b", Locked({}), SystemClock())
    vault = unlock(first, *BEN, machine=elsewhere)
    looks_as_it_did(vault)
    vault.lock()
    recovered = recover(first, CODE, machine=elsewhere)
    assert recovered.seal_of("SCR-2026-002").full == REFERENCES[1]
    recovered.lock()
    assert [person.name for person in vault_info(first).staff] == ["Ann Archer", "Ben Brook"]
    assert [person.label for person in vault_info(first).staff] == ["Ann Archer", "Ben Brook"]


def test_keys_of_a_vault_from_before_change_like_any_other(first: Path) -> None:
    machine = device(first)
    vault = unlock(first, *ANN, machine=machine)
    staff.revoke(vault, BEN[0], "left")
    code = staff.new_code()
    assert staff.replace_recovery(vault, code, "lost", old_code=CODE) == ()
    looks_as_it_did(vault)
    handle = vault.open_case("SCR-2026-001")
    keys_of_cases.restrict(vault, handle, [ANN[0]], "private")
    reference = handle.reference
    vault.close_case(handle)
    keys_of_cases.change_key(vault, "SCR-2026-002", "a laptop was lost")
    assert "First" not in str(vault.cases())
    assert [finding.code for finding in vault.verify()] == ["not-checked"]
    vault.lock()
    assert [person.name for person in vault_info(first).staff] == ["Ann Archer"]
    recovered = recover(first, code, machine=machine)
    assert recovered.seal_of("SCR-2026-001") == reference
    assert recovered.seal_of("SCR-2026-002").full == REFERENCES[1]
    assert recovered.verify() == []
    recovered.lock()
    with pytest.raises(UnlockRefused):
        recover(first, CODE, machine=machine)
