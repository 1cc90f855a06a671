from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from mktdesk.book import Change, RowChange
from mktdesk.calendar import SystemClock
from mktdesk.errors import CaseError
from mktdesk.office import Machine, Vault, unlock
from mktdesk.reference import parse_full

KILLS = int(os.environ.get("MKTDESK_KILLS", "6"))  # more of them where there is time
PASSPHRASE = "seven grey herons wait"


class Given:
    """The secrets that the killed program kept."""

    def __init__(self, path: Path) -> None:
        self.kept = json.loads(path.read_text())

    def get(self, name: str) -> str | None:
        return self.kept.get(name)  # type: ignore[no-any-return]

    def put(self, name: str, value: str) -> None:
        self.kept[name] = value


def test_killing_the_program_that_makes_cases_loses_none(made, tmp_path: Path) -> None:
    shutil.copytree(made.folder, tmp_path / "vault")
    shutil.copytree(made.state, tmp_path / "state")
    secrets = tmp_path / "secrets.json"
    secrets.write_text(json.dumps({name: value for (_, name), value in made.secrets.items()}))
    chance = random.Random(4)
    told: list[str] = []
    for _ in range(KILLS):
        command = [sys.executable, str(Path(__file__).with_name("maker.py"))]
        with subprocess.Popen(
            [*command, str(tmp_path), made.slot, PASSPHRASE], stdout=subprocess.PIPE, text=True
        ) as maker:
            assert maker.stdout is not None
            first = maker.stdout.readline()
            assert first, "the vault did not open again after a kill"
            time.sleep(chance.uniform(0, 0.1))
            maker.kill()
            told += [first, *(line for line in maker.stdout if line.endswith("\n"))]
    machine = Machine("laptop-a", tmp_path / "state", Given(secrets), SystemClock())
    vault = unlock(tmp_path / "vault", made.slot, PASSPHRASE, machine=machine)
    assert vault.alarms == ()
    assert vault.verify() == []
    publics = [row.public for row in vault.cases()]
    assert len(publics) == len(set(publics))
    for line in told:
        reference = parse_full(line)
        assert vault.seal_of(reference.public) == reference
        handle = vault.open_case(reference.public)
        assert handle.book.rows("person")[0].fields == {"name": "Zoë"}
        vault.close_case(handle)
    assert len(told) >= KILLS
    vault.lock()


def test_killing_the_program_that_changes_keys_leaves_every_case_open(made, tmp_path: Path) -> None:
    shutil.copytree(made.folder, tmp_path / "vault")
    shutil.copytree(made.state, tmp_path / "state")
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({name: value for (_, name), value in made.secrets.items()}))

    def enter() -> Vault:
        machine = Machine("laptop-a", tmp_path / "state", FileKept(path), SystemClock())
        return unlock(tmp_path / "vault", made.slot, PASSPHRASE, machine=machine)

    vault = enter()
    for public in ("OLD-0", "OLD-1"):
        handle = vault.create_case(public)
        handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": public})]))
        known = handle.reference
        vault.close_case(handle)
    vault.lock()
    chance = random.Random(5)
    script = str(Path(__file__).with_name("maker.py"))
    for _ in range(KILLS):
        command = [sys.executable, script, str(tmp_path), made.slot, PASSPHRASE, known.full]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as changer:
            assert changer.stdout is not None
            first = changer.stdout.readline()
            assert first, "the vault did not open again after a kill"
            time.sleep(chance.uniform(0, 0.6))
            changer.kill()
            said = [first, *(line for line in changer.stdout if line.endswith("\n"))]
        vault = enter()
        assert vault.alarms == ()
        assert {finding.code for finding in vault.verify()} <= {"not-checked"}
        opened = []
        for full in {known.full, *(line.strip() for line in said if line.startswith("OLD"))}:
            try:
                handle = vault.open_case("OLD-1", typed=parse_full(full))
            except CaseError:
                continue
            assert handle.book.rows("person")[0].fields == {"name": "OLD-1"}
            opened.append(handle.reference)
            vault.close_case(handle)
        (known,) = opened
        handle = vault.open_case("OLD-0")
        assert handle.book.rows("person")[0].fields == {"name": "OLD-0"}
        vault.lock()


class FileKept(Given):
    """The same, kept for the next program too."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def put(self, name: str, value: str) -> None:
        super().put(name, value)
        self.path.write_text(json.dumps(self.kept))
