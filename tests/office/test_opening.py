from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest

from mktdesk.errors import (
    NewerVersion,
    UnlockRefused,
    VaultDamaged,
    VaultError,
    VaultUnwritable,
)
from mktdesk.office import KdfCost, Machine, create_vault, recover, unlock, vault_info

PASSPHRASE = "seven grey herons wait"


def test_a_new_vault_tells_whose_it_is_and_nothing_secret(folder: Path, made) -> None:
    info = vault_info(folder)
    assert info.office_name == "Milton Keynes Together"
    assert [(s.slot_id, s.name, s.device_bound) for s in info.staff] == [
        (made.slot, "Ann Archer", True)
    ]
    text = (folder / "vault.json").read_text()
    assert PASSPHRASE not in text
    assert made.code not in text


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_its_owner_can_look_into_a_vault(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_passphrase_opens_it_and_unlocking_is_in_the_history(vault) -> None:
    assert vault.staff.name == "Ann Archer"
    assert vault.protection_note == ""
    assert (vault.alarms, vault.read_only) == ((), False)
    assert [e.verb for e in vault.register.history()] == ["unlock", "unlock", "set-up"]
    assert vault.verify() == []


def test_an_accent_typed_another_way_is_the_same_passphrase(tmp_path, machine) -> None:
    made, _ = create_vault(
        tmp_path / "v", office_name="O", staff_name="A", passphrase="caf\u00e9 caf\u00e9",
        machine=machine, kdf=KdfCost.floor(),
    )  # fmt: skip
    made.lock()
    unlock(tmp_path / "v", made.staff.id, "cafe\u0301 cafe\u0301", machine=machine).lock()


@pytest.mark.parametrize("wrong", ["", "Seven grey herons wait", "x" * 100_000, "\ud83d"])
def test_a_wrong_passphrase_says_nothing_of_what_was_wrong(folder, made, machine, wrong) -> None:
    with pytest.raises(UnlockRefused) as passphrase:
        unlock(folder, made.slot, wrong, machine=machine)
    machine.clock.move(seconds=61)
    machine.forget_attempts(vault_info(folder).vault_id)
    with pytest.raises(UnlockRefused) as person:
        unlock(folder, "0" * 16, PASSPHRASE, machine=machine)
    assert str(passphrase.value) == str(person.value)


def test_waiting_grows_to_a_minute_and_lasts_across_restarts(folder, made, machine) -> None:
    waits = []
    for _ in range(9):
        with pytest.raises(UnlockRefused) as refused:
            unlock(folder, made.slot, "wrong", machine=machine)
        waits.append(refused.value.wait_seconds)
        # A fresh program on the same computer knows of it: even the right one has to wait.
        restarted = Machine("laptop-a", machine.state, machine.secrets, machine.clock)
        with pytest.raises(UnlockRefused) as early:
            unlock(folder, made.slot, PASSPHRASE, machine=restarted)
        assert early.value.wait_seconds == waits[-1]
        machine.clock.move(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    vault = unlock(folder, made.slot, PASSPHRASE, machine=machine)
    assert vault.register.history(limit=1)[0].note["failed_before"] == 9
    vault.lock()
    with pytest.raises(UnlockRefused) as again:
        unlock(folder, made.slot, "wrong", machine=machine)
    assert again.value.wait_seconds == 1


def test_a_clock_put_back_makes_nobody_wait_longer_than_a_minute(folder, made, machine) -> None:
    for _ in range(7):
        with pytest.raises(UnlockRefused):
            unlock(folder, made.slot, "wrong", machine=machine)
        machine.clock.move(seconds=61)
    machine.clock.move(days=-3650)
    with pytest.raises(UnlockRefused) as refused:
        unlock(folder, made.slot, PASSPHRASE, machine=machine)
    assert refused.value.wait_seconds == 60


def test_the_recovery_code_opens_it_however_it_is_typed(folder, made, machine, second) -> None:
    typed = made.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    vault = recover(folder, typed, machine=second)
    assert vault.staff.name == "Recovery code"
    added = vault.add_staff("Bea Booth", "nine brown wrens sing", kdf=KdfCost.floor())
    vault.lock()
    again = unlock(folder, added.id, "nine brown wrens sing", machine=second)
    assert again.verify() == []
    again.lock()


def test_a_mistyped_recovery_code_names_its_group(folder, made, machine) -> None:
    groups = made.code.split("-")
    wrong = "Z" if groups[2][1] != "Z" else "Y"
    mistyped = [*groups[:2], groups[2][0] + wrong + groups[2][2:], *groups[3:]]
    with pytest.raises(VaultError, match="Group 3"):
        recover(folder, "-".join(mistyped), machine=machine)
    swapped = [groups[1], groups[0], *groups[2:]]
    with pytest.raises(VaultError, match="Group 1"):
        recover(folder, "-".join(swapped), machine=machine)
    with pytest.raises(VaultError, match="not complete"):
        recover(folder, made.code[:-1], machine=machine)


def test_another_vaults_code_is_refused(tmp_path, folder, machine) -> None:
    other, code = create_vault(
        tmp_path / "o", office_name="O", staff_name="A", passphrase=PASSPHRASE,
        machine=machine, kdf=KdfCost.floor(),
    )  # fmt: skip
    other.lock()
    with pytest.raises(UnlockRefused):
        recover(folder, code, machine=machine)


def test_a_vault_on_another_computer_needs_more_than_the_passphrase(
    folder, made, ring, machine
) -> None:
    ring.kept.clear()
    with pytest.raises(VaultError, match="another computer"):
        unlock(folder, made.slot, PASSPHRASE, machine=machine)
    recover(folder, made.code, machine=machine).lock()


def test_a_locked_keyring_is_said_and_costs_no_attempt(folder, made, ring, machine) -> None:
    ring.locked = True
    with pytest.raises(VaultError, match="locked or missing"):
        unlock(folder, made.slot, PASSPHRASE, machine=machine)
    ring.locked = False
    unlock(folder, made.slot, PASSPHRASE, machine=machine).lock()


@pytest.mark.parametrize("backend", ["fail", "null"])
def test_without_a_keyring_the_passphrase_alone_protects_and_the_note_says_so(
    tmp_path, ring, machine, backend: str
) -> None:
    module = getattr(keyring.backends, backend)
    keyring.set_keyring(module.Keyring())
    vault, _ = create_vault(
        tmp_path / "v", office_name="O", staff_name="A", passphrase=PASSPHRASE,
        machine=machine, kdf=KdfCost.floor(),
    )  # fmt: skip
    assert "passphrase alone" in vault.protection_note
    assert "plain file" in vault.protection_note
    vault.lock()
    assert not vault_info(tmp_path / "v").staff[0].device_bound
    keyring.set_keyring(ring)
    later = unlock(tmp_path / "v", vault.staff.id, PASSPHRASE, machine=machine)
    assert "passphrase alone" in later.protection_note
    assert "plain file" not in later.protection_note
    later.lock()


SERVICE_TEST = """
import keyring, sys
from pathlib import Path
from mktdesk.calendar import SystemClock
from mktdesk.office import *
assert "SecretService" in type(keyring.get_keyring()).__module__, keyring.get_keyring()
base = Path(sys.argv[1])
machine = Machine("service", base / "state", SystemSecrets(), SystemClock())
vault, _ = create_vault(base / "v", office_name="O", staff_name="A", passphrase="long enough pass",
                        machine=machine, kdf=KdfCost.floor())
assert vault.protection_note == "", vault.protection_note
vault.lock()
assert vault_info(base / "v").staff[0].device_bound
unlock(base / "v", vault.staff.id, "long enough pass", machine=machine).lock()
print("bound and opened")
"""


@pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="no Secret Service to start here: needs dbus-run-session and gnome-keyring-daemon",
)
def test_the_real_secret_service_keeps_the_device_part(tmp_path: Path) -> None:
    script = tmp_path / "check.py"
    script.write_text(SERVICE_TEST)
    start = 'printf "test" | gnome-keyring-daemon --unlock --components=secrets >/dev/null'
    run = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", f'{start} && exec "$0" "$@"',
         sys.executable, str(script), str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"),
             "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )  # fmt: skip
    assert run.stdout.strip().endswith("bound and opened"), run.stderr


def test_no_vault_here_is_said(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="no office vault"):
        vault_info(tmp_path / "nowhere")


def test_a_vault_is_made_only_in_an_empty_folder(tmp_path, folder, machine) -> None:
    for occupied in (folder, tmp_path):
        with pytest.raises(VaultError, match="not empty"):
            create_vault(
                occupied, office_name="O", staff_name="A", passphrase=PASSPHRASE, machine=machine
            )


def test_a_set_up_that_was_cut_short_can_be_begun_again(folder, machine) -> None:
    (folder / "vault.json").unlink()
    vault, _ = create_vault(
        folder, office_name="O", staff_name="A", passphrase=PASSPHRASE,
        machine=machine, kdf=KdfCost.floor(),
    )  # fmt: skip
    assert vault.verify() == []
    vault.lock()


@pytest.mark.parametrize(
    ("office", "staff", "passphrase"),
    [("", "A", PASSPHRASE), ("O" * 201, "A", PASSPHRASE), ("O", " ", PASSPHRASE),
     ("O\nP", "A", PASSPHRASE), ("O", "A", "short"), ("O", "A", "x" * 2000)],
)  # fmt: skip
def test_names_and_passphrases_that_cannot_be(tmp_path, machine, office, staff, passphrase) -> None:
    with pytest.raises(VaultError):
        create_vault(
            tmp_path / "v", office_name=office, staff_name=staff, passphrase=passphrase,
            machine=machine,
        )  # fmt: skip
    assert not (tmp_path / "v" / "vault.json").exists()


def test_two_people_of_one_name_are_told_apart(vault) -> None:
    with pytest.raises(VaultError, match="name"):
        vault.add_staff("ANN ARCHER", "another passphrase", kdf=KdfCost.floor())


def test_the_office_can_be_renamed(vault, folder, enter) -> None:
    vault.rename_office(" New Name ")
    assert vault.office_name == "New Name"
    vault.lock()
    assert vault_info(folder).office_name == "New Name"
    assert enter().alarms == ()


def test_costs_outside_the_bounds_are_refused_before_any_work(folder, made, machine) -> None:
    raw = (folder / "vault.json").read_text()
    for memory in (64 * 1024 - 1, 512 * 1024 + 1, -1, 10**30):
        (folder / "vault.json").write_text(
            raw.replace('"memory_kib":65536', f'"memory_kib":{memory}')
        )
        with pytest.raises(VaultDamaged):
            unlock(folder, made.slot, PASSPHRASE, machine=machine)


def test_a_vault_of_a_newer_version_is_refused(folder, made, machine) -> None:
    head = json.loads((folder / "vault.json").read_text())
    head.update(format="mktdesk-vault-2", shape="unknown")
    (folder / "vault.json").write_text(json.dumps(head))
    with pytest.raises(NewerVersion):
        unlock(folder, made.slot, PASSPHRASE, machine=machine)


def test_a_state_folder_that_cannot_be_written_is_said(folder, made, machine, tmp_path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    odd = Machine("laptop-a", blocked / "state", machine.secrets, machine.clock)
    with pytest.raises(VaultUnwritable):
        unlock(folder, made.slot, PASSPHRASE, machine=odd)


def test_locking_closes_everything_and_twice_is_harmless(vault, enter) -> None:
    handle = vault.create_case("OLD-1")
    vault.lock()
    vault.lock()
    assert handle.closed
    assert not enter().open_case("OLD-1").read_only
