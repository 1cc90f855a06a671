"""A program that makes cases, or changes their keys, until it is killed; it says what it does."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mktdesk.book import Change, RowChange
from mktdesk.calendar import SystemClock
from mktdesk.office import KdfCost, Machine, Vault, casekeys, staff, unlock
from mktdesk.reference import ReferenceFormat, parse_full


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


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(base: str, slot: str, passphrase: str, known: str = "") -> None:
    """known: the full reference of a case whose keys are to be changed; none: make cases."""
    folder = Path(base)
    secrets = FileSecrets(folder / "secrets.json")
    machine = Machine("laptop-a", folder / "state", secrets, SystemClock())
    vault = unlock(folder / "vault", slot, passphrase, machine=machine)
    while known:
        known = change_keys(vault, slot, known)
    while True:
        handle = vault.create_case(vault.allocate(ReferenceFormat("SCR"), 2026), {"title": "x"})
        handle.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": "Zoë"})]))
        vault.flush_anchors()
        say(handle.reference.full)


def change_keys(vault: Vault, slot: str, known: str) -> str:
    """Everything that changes keys, once; the case's new full reference, told beforehand."""
    going = [p for p in staff.people(vault) if p.kind == "staff" and not p.here]
    for person in going:
        staff.revoke(vault, person.slot_id, "left")
    vault.add_staff("Bea Booth", "nine brown wrens sing", kdf=KdfCost.floor())
    case = parse_full(known)
    handle = vault.open_case(case.public, typed=case)
    fresh = casekeys.fresh_reference(handle)
    say(fresh.full)
    casekeys.reseal(vault, handle, fresh, "again")
    casekeys.restrict(vault, handle, [slot], "private")
    casekeys.unrestrict(vault, handle, "no longer")
    vault.close_case(handle)
    casekeys.change_key(vault, case.public, "again")
    say("round")
    return fresh.full


if __name__ == "__main__":
    main(*sys.argv[1:])
