"""A program that makes and changes cases until it is killed; it says what has been committed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mktdesk.book import Change, RowChange
from mktdesk.calendar import SystemClock
from mktdesk.office import Machine, unlock
from mktdesk.reference import ReferenceFormat


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
    while True:
        handle = vault.create_case(vault.allocate(ReferenceFormat("SCR"), 2026), {"title": "x"})
        handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": "Zoë"})]))
        vault.flush_anchors()
        sys.stdout.write(f"{handle.reference.full}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
