"""A program that changes a case and backs the vault up until it is killed; it tells each backup."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mktdesk.book import Change, RowChange
from mktdesk.calendar import SystemClock
from mktdesk.office import Machine, unlock
from mktdesk.office.backup import back_up


class FileSecrets:
    """A keyring for a program that has none: a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, name: str) -> str | None:
        found = json.loads(self.path.read_text()).get(name)
        return None if found is None else str(found)

    def put(self, name: str, value: str) -> None:
        kept = json.loads(self.path.read_text())
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({**kept, name: value}))
        fresh.replace(self.path)


def main(base: str, slot: str, passphrase: str) -> None:
    folder = Path(base)
    secrets = FileSecrets(folder / "secrets.json")
    machine = Machine("laptop-a", folder / "state", secrets, SystemClock())
    vault = unlock(folder / "vault", slot, passphrase, machine=machine)
    if not vault.cases():
        vault.close_case(vault.create_case("OLD-1"))
    number = 0
    while True:
        handle = vault.open_case("OLD-1")
        row = RowChange("person", "r1", {"name": f"Zoë {number}"})
        handle.book.write(Change("Ann", "edit", [row]))
        vault.close_case(handle)
        made = back_up(vault, folder / "stick", lambda _s, _w: None, lambda: False)
        sys.stdout.write(f"{made.at}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
