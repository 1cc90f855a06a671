from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.errors import Cancelled, DeskError, VaultDamaged, VaultError, VaultUnwritable
from mktdesk.office import CaseHandle, Vault
from mktdesk.reference import ReferenceFormat


def put(handle: CaseHandle, name: str) -> None:
    handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": name * 30})]))


def codes(vault: Vault) -> list[str]:
    return [finding.code for finding in vault.verify()]


@pytest.fixture
def filled(vault: Vault) -> Vault:
    for number in range(2):
        handle = vault.create_case(f"OLD-{number}", {"title": "x"})
        for change in range(4):
            put(handle, f"name {change}")
        vault.close_case(handle)
    return vault


def test_a_sound_vault_has_no_findings_and_reports_progress(filled: Vault) -> None:
    told: list[tuple[float, str]] = []
    assert filled.verify(lambda share, what: told.append((share, what))) == []
    assert [what for _, what in told] == ["The register", "OLD-0", "OLD-1", ""]
    assert [share for share, _ in told] == sorted(share for share, _ in told)


def test_checking_can_be_cancelled(filled: Vault) -> None:
    with pytest.raises(Cancelled):
        filled.verify(cancelled=lambda: True)


def test_each_flipped_bit_of_each_file_is_noticed_and_its_file_named(
    filled: Vault, enter, folder: Path, ring, machine
) -> None:
    filled.lock()
    chance = random.Random(3)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]
    assert {path.name for path in files} == {
        "vault.json", "register.db", "numbers.json", "case.json", "case.db",
    }  # fmt: skip
    secrets = dict(ring.kept)
    state = (machine.state / f"{filled.vault_id}.json").read_bytes()
    for path in files:
        whole = path.read_bytes()
        for _ in range(15):
            bit = chance.randrange(len(whole) * 8)
            flipped = bytearray(whole)
            flipped[bit // 8] ^= 1 << bit % 8
            kept = {other: other.read_bytes() for other in files}
            path.write_bytes(flipped)
            try:
                vault = enter()
                named = " ".join(finding.what for finding in vault.verify())
                vault.lock()
            except DeskError as error:
                named = error.what
            assert path.name in named or path.parent.name in named, (path, bit, named)
            for other, data in kept.items():
                other.write_bytes(data)
            ring.kept.clear()
            ring.kept.update(secrets)
            (machine.state / f"{filled.vault_id}.json").write_bytes(state)
    assert enter().verify() == []


def test_files_cut_short_or_replaced_by_rubbish_give_typed_errors(
    filled: Vault, enter, folder: Path, machine
) -> None:
    filled.lock()
    chance = random.Random(9)
    for name in ("vault.json", "numbers.json", "cases/OLD-0/case.json"):
        path = folder / name
        whole = path.read_bytes()
        rubbish = [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 9000, whole[:-1], whole + b" "]
        rubbish += [whole[: chance.randrange(len(whole))] for _ in range(5)]
        rubbish.append(b'{"a":1}' * 4_000_000)
        for data in rubbish:
            path.write_bytes(data)
            try:
                vault = enter()
                found = codes(vault)
                vault.lock()
            except DeskError:
                found = ["refused"]
            assert found, (name, data[:40])
        path.write_bytes(whole)
        machine.forget_attempts(filled.vault_id)


def test_a_file_that_does_not_belong_is_named_as_such(filled: Vault, folder: Path) -> None:
    (folder / "cases" / "notes.pdf").write_bytes(b"x")
    (finding,) = filled.verify()
    assert finding.code == "stray"
    assert "cases/notes.pdf does not belong" in finding.what


def test_what_is_missing_on_either_side_is_named(filled: Vault, folder: Path) -> None:
    shutil.rmtree(folder / "cases" / "OLD-0")
    (folder / "cases" / "OLD-1" / "case.json").unlink()
    (folder / "cases" / "STRAY-1").mkdir()
    (folder / "numbers.json").unlink()
    found = codes(filled)
    assert sorted(found) == [
        "case-altered", "case-altered", "case-missing", "numbers-altered",
    ]  # fmt: skip
    filled.allocate(ReferenceFormat("SCR"), 2026)
    assert "numbers-altered" not in codes(filled)


# -- older files put back


def test_an_older_case_is_noticed_opens_for_reading_and_can_be_accepted(
    filled: Vault, enter, folder: Path
) -> None:
    path = folder / "cases" / "OLD-0" / "case.db"
    old = path.read_bytes()
    handle = filled.open_case("OLD-0")
    put(handle, "later")
    filled.lock()
    path.write_bytes(old)
    vault = enter()
    handle = vault.open_case("OLD-0")
    assert [finding.code for finding in handle.alarms] == ["case-rolled-back"]
    assert handle.read_only
    handle.close()
    assert codes(vault) == ["case-rolled-back"]
    with pytest.raises(VaultError, match="reason"):
        vault.accept_case("OLD-0", "")
    vault.accept_case("OLD-0", "restored from the stick")
    newest = vault.register.history(limit=1)[0]
    assert (newest.verb, newest.reason) == ("restore", "restored from the stick")
    handle = vault.open_case("OLD-0")
    put(handle, "after")
    assert len(handle.book.heads()) == 2  # a fresh chain: it cannot clash with what was lost
    vault.close_case(handle)
    assert codes(vault) == []


def test_a_case_ahead_of_its_anchor_is_right(filled: Vault, enter) -> None:
    handle = filled.open_case("OLD-0")
    put(handle, "later")
    handle.close()  # as when the power goes before the anchor is written
    vault = enter()
    handle = vault.open_case("OLD-0")
    assert (handle.alarms, handle.read_only) == ((), False)
    vault.flush_anchors()
    row = vault.register.row("anchor", handle.case_id)
    assert row is not None
    assert row.fields["heads"] == {chain: list(head) for chain, head in handle.book.heads().items()}


def test_anchors_are_written_only_when_something_changed(filled: Vault) -> None:
    handle = filled.open_case("OLD-0")
    put(handle, "later")
    filled.flush_anchors()
    before = filled.register.heads()
    filled.flush_anchors()
    assert filled.register.heads() == before


@pytest.mark.parametrize("keyring", [True, False])
def test_an_older_register_is_noticed_with_and_without_a_keyring(
    filled: Vault, enter, folder: Path, ring, machine, keyring: bool
) -> None:
    filled.lock()
    old = (folder / "register.db").read_bytes()
    vault = enter()
    handle = vault.open_case("OLD-0")
    put(handle, "later")
    if not keyring:
        anchors = [key for key in ring.kept if key[1].endswith("/anchor")]
        ring.locked = True
        vault.lock()
        ring.locked = False
        for key in anchors:
            del ring.kept[key]
    vault.lock()
    (folder / "register.db").write_bytes(old)
    vault = enter()
    assert [finding.code for finding in vault.alarms] == ["register-rolled-back"]
    assert vault.read_only
    assert "register-rolled-back" in codes(vault)
    with pytest.raises(VaultUnwritable):
        vault.allocate(ReferenceFormat("SCR"), 2026)
    assert vault.open_case("OLD-0").read_only
    vault.lock()
    vault = enter()
    assert vault.alarms, "it does not go away by itself"
    vault.settle_alarms("restored on purpose")
    assert vault.register.history(kind="", limit=1)[0].reason == "restored on purpose"
    assert not vault.read_only
    assert codes(vault) == []
    vault.lock()
    assert enter().alarms == ()


def test_an_older_vault_file_is_noticed_also_by_a_computer_that_never_saw_it(
    filled: Vault, enter, folder: Path, second
) -> None:
    old = (folder / "vault.json").read_bytes()
    filled.rename_office("Renamed")
    filled.lock()
    (folder / "vault.json").write_bytes(old)
    for machine in (None, second):
        vault = enter(machine)
        assert [finding.code for finding in vault.alarms] == ["header-rolled-back"]
        vault.lock()
    vault = enter()
    vault.settle_alarms("restored on purpose")
    vault.lock()
    assert enter().alarms == ()


def test_older_counters_are_noticed(filled: Vault, folder: Path) -> None:
    old = (folder / "numbers.json").read_bytes()
    filled.create_case(filled.allocate(ReferenceFormat("SCR"), 2026)).close()
    (folder / "numbers.json").write_bytes(old)
    assert codes(filled) == ["numbers-rolled-back"]


# -- disks


def test_a_vault_whose_folder_vanishes_says_so_and_keeps_what_was_committed(
    filled: Vault, enter, folder: Path
) -> None:
    handle = filled.open_case("OLD-0")
    put(handle, "kept")
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(VaultUnwritable):
        put(handle, "lost")
    with pytest.raises(VaultUnwritable):
        filled.allocate(ReferenceFormat("SCR"), 2026)
    with pytest.raises(VaultUnwritable):
        filled.create_case("OLD-9")
    with pytest.raises(VaultUnwritable):
        filled.flush_anchors()
    with pytest.raises(VaultUnwritable):
        filled.lock()
    assert not folder.exists()
    away.rename(folder)
    vault = enter()
    assert vault.open_case("OLD-0").book.row("person", "r1").fields == {"name": "kept" * 30}
    assert codes(vault) == []


@pytest.fixture
def read_only_folder(filled: Vault, folder: Path) -> Iterator[Path]:
    """The vault's folder mounted over itself for reading only."""
    filled.lock()
    mount = shutil.which("mount")
    steps = [["--bind", str(folder), str(folder)], ["-o", "remount,bind,ro", str(folder)]]
    done = 0
    for step in steps if mount else []:
        run = subprocess.run([str(mount), *step], check=False, capture_output=True)
        done += run.returncode == 0
    if done < len(steps):
        pytest.skip("no right to mount a folder read-only here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_vault_on_a_read_only_disk_can_be_read(read_only_folder: Path, enter) -> None:
    vault = enter()
    assert vault.read_only
    assert [row.public for row in vault.cases()] == ["OLD-0", "OLD-1"]
    handle = vault.open_case("OLD-0")
    assert handle.read_only
    assert handle.book.row("person", "r1") is not None
    assert codes(vault) == []
    with pytest.raises(VaultUnwritable):
        vault.create_case("OLD-9")
    with pytest.raises(VaultUnwritable):
        vault.allocate(ReferenceFormat("SCR"), 2026)
    with pytest.raises(VaultUnwritable):
        vault.rename_office("X")
    vault.lock()


def test_the_register_of_another_vault_does_not_fit(
    filled: Vault, enter, folder: Path, made
) -> None:
    filled.lock()
    (folder / "register.db").write_bytes(b"SQLite format 3\0" + bytes(9000))
    with pytest.raises(VaultDamaged, match=r"register\.db"):
        enter()
    (folder / "register.db").unlink()
    with pytest.raises(VaultDamaged, match=r"register\.db"):
        enter()
