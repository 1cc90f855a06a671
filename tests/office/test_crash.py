from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from mktdesk.calendar import SystemClock
from mktdesk.office import Machine, unlock
from mktdesk.reference import parse_full

KILLS = 6
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
