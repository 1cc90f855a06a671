"""Sticks that fill up, vanish, or are pulled out; programs that are killed; vaults that vanish."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.calendar import SystemClock
from mktdesk.errors import DeskError, VaultUnwritable
from mktdesk.office import Machine, Vault, restore_case
from mktdesk.office.backup import Backup, back_up
from mktdesk.office.backupset import Piece, Place, open_place, prove
from mktdesk.office.restore import restore_vault
from mktdesk.office.ways import Way

KILLS = 5
PASSPHRASE = "seven grey herons wait"


def copy(vault: Vault, to: Path) -> Backup:
    return back_up(vault, to, lambda _s, _w: None, lambda: False)


def grow(vault: Vault, public: str, size: int) -> None:
    handle = vault.open_case(public)
    handle.book.write(Change("Ann", "add", ()), attachments=[random.Random(1).randbytes(size)])
    vault.close_case(handle)


def all_sound(vault: Vault, stick: Path) -> int:
    place = open_place(stick)
    sets = place.sets()
    for one in sets:
        assert prove(one, vault.shelf.keys.vault)
        for piece in one.pieces():
            place.check(piece)
    assert place.damaged_sets() == []
    return len(sets)


@pytest.fixture
def filled(vault: Vault) -> Vault:
    for number in range(2):
        vault.close_case(vault.create_case(f"OLD-{number}"))
    return vault


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A file system of 700 kB."""
    stick = tmp_path / "stick"
    stick.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(stick)]
    if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("no right to mount a small file system here")
    yield stick
    subprocess.run(["umount", "-l", str(stick)], check=True)


def test_a_full_stick_says_so_and_keeps_the_backup_before(filled: Vault, small_stick: Path) -> None:
    copy(filled, small_stick)
    grow(filled, "OLD-1", 900_000)
    for _ in range(3):
        with pytest.raises(VaultUnwritable, match="full"):
            copy(filled, small_stick)
        assert all_sound(filled, small_stick) == 1
    assert not list(small_stick.rglob(".new-*"))
    assert filled.verify() == []


@pytest.mark.parametrize("moment", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("leaves_a_folder", [False, True])
def test_a_stick_that_is_pulled_out_says_so_and_loses_no_earlier_backup(
    filled: Vault, tmp_path: Path, moment: int, leaves_a_folder: bool
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    copy(filled, stick)
    grow(filled, "OLD-1", 5_000)
    told: list[str] = []

    def pull(_share: float, words: str) -> None:
        if len(told) == moment:
            stick.rename(away)
            if leaves_a_folder:
                stick.mkdir()
        told.append(words)

    with pytest.raises(DeskError):
        back_up(filled, stick, pull, lambda: False)
    assert not stick.exists() or not list(stick.iterdir())
    shutil.rmtree(stick, ignore_errors=True)
    away.rename(stick)
    assert all_sound(filled, stick) == 1
    made = copy(filled, stick)
    assert (made.problems, all_sound(filled, stick)) == ((), 2)


def test_a_vault_that_vanishes_meanwhile_says_so_and_nothing_counts_as_a_backup(
    filled: Vault, folder: Path, tmp_path: Path
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    copy(filled, stick)

    def vanish(_share: float, words: str) -> None:
        if words == "OLD-0":
            folder.rename(away)

    with pytest.raises(VaultUnwritable):
        back_up(filled, stick, vanish, lambda: False)
    away.rename(folder)
    assert all_sound(filled, stick) == 1


class Given:
    """The secrets that the killed program kept."""

    def __init__(self, path: Path) -> None:
        self.kept = json.loads(path.read_text())

    def get(self, name: str) -> str | None:
        return self.kept.get(name)  # type: ignore[no-any-return]

    def put(self, name: str, value: str) -> None:
        self.kept[name] = value


def test_killed_while_backing_up_every_backup_that_was_told_can_be_put_back(
    made, tmp_path: Path
) -> None:
    shutil.copytree(made.folder, tmp_path / "vault")
    shutil.copytree(made.state, tmp_path / "state")
    secrets = tmp_path / "secrets.json"
    secrets.write_text(json.dumps({name: value for (_, name), value in made.secrets.items()}))
    chance = random.Random(7)
    told: list[str] = []
    for _ in range(KILLS):
        command = [sys.executable, str(Path(__file__).with_name("backer.py"))]
        with subprocess.Popen(
            [*command, str(tmp_path), made.slot, PASSPHRASE], stdout=subprocess.PIPE, text=True
        ) as backer:
            assert backer.stdout is not None
            first = backer.stdout.readline()
            assert first, "the vault did not open again after a kill"
            time.sleep(chance.uniform(0, 0.3))
            backer.kill()
            told += [first, *(line for line in backer.stdout if line.endswith("\n"))]
    machine = Machine("laptop-a", tmp_path / "state", Given(secrets), SystemClock())
    sets = open_place(tmp_path / "stick").sets()
    assert {line.strip() for line in told[-20:]} <= {one.at for one in sets}
    for number, one in enumerate(sets[:3]):
        done = restore_vault(
            tmp_path / "stick", tmp_path / f"back-{number}", Way(made.slot, PASSPHRASE),
            machine=machine, reason="try", set_id=one.id,
        )  # fmt: skip
        assert done.vault.verify() == []
        done.vault.lock()


@pytest.mark.parametrize("chance", range(6))
def test_a_full_disk_while_putting_back_leaves_the_vault_as_it_was(
    filled: Vault, folder: Path, tmp_path: Path, machine, made, monkeypatch, chance: int
) -> None:
    stick = tmp_path / "stick"
    copy(filled, stick)
    filled.lock()
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    calls: list[int] = []

    real = Place.put_back

    def full(place: Place, piece: Piece, target: Path) -> None:
        calls.append(1)
        if len(calls) > chance:
            raise VaultUnwritable("The disk is full: nothing was saved.", "Free some space.")
        real(place, piece, target)

    monkeypatch.setattr(Place, "put_back", full)
    with pytest.raises(VaultUnwritable, match="full"):
        restore_vault(
            stick, folder, Way(made.slot, PASSPHRASE),
            machine=machine, reason="try", override=True,
        )  # fmt: skip
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert not list(folder.parent.glob(".new-*"))


@pytest.mark.parametrize("step", ["_wrap_for_today", "_swap", "_tell"])
def test_putting_a_case_back_cut_short_leaves_one_whole_case(
    filled: Vault, folder: Path, tmp_path: Path, enter, monkeypatch, step: str
) -> None:
    handle = filled.open_case("OLD-0")
    row = RowChange("person", "r1", {"name": "Zoë"})
    handle.book.write(Change("Ann", "edit", [row]))
    filled.close_case(handle)
    copy(filled, tmp_path / "stick")
    shutil.rmtree(folder / "cases" / "OLD-0")

    def cut(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(restore_case, step, cut)
        with pytest.raises(KeyboardInterrupt):
            restore_case.restore_case(filled, tmp_path / "stick", "OLD-0", reason="lost")
    filled.lock()
    vault = enter()
    if step != "_tell":
        assert [finding.code for finding in vault.verify()] == ["case-missing"]
        restore_case.restore_case(vault, tmp_path / "stick", "OLD-0", reason="lost")
    assert vault.verify() == []
    handle = vault.open_case("OLD-0")
    assert handle.book.row("person", "r1") is not None
    vault.close_case(handle)
    assert not list(folder.glob(".new-*"))
