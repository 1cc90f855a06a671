"""How far things had come: what shows that an older file was put back.

A case's heads are anchored in the register; the register's and the header's in the keyring, or
beside the settings where there is none. The case commits first and its anchor follows within a
second, so a case that is ahead of its anchor is right, and one behind it is not.
"""

from __future__ import annotations

import msgspec

from mktdesk.book import Book, Finding, RowChange, heads_from_json
from mktdesk.office import kinds
from mktdesk.office.header import Header
from mktdesk.office.machine import Anchor, Machine, SecretsUnavailable

_HEADER = ("vault-file", "vault.json")
_SERIES_KEPT = 20  # Windows keeps about 1,200 characters for one secret
_DO = "If nobody restored a backup, keep this copy and ask who could reach the folder."


def check_case(register: Book, case_id: str, public: str, book: Book) -> list[Finding]:
    """A rollback alarm when the case does not contain what the register saw of it."""
    row = register.row("anchor", case_id)
    if row is None:
        return []
    try:
        behind = not book.holds(heads_from_json(row.fields.get("heads")))
    except ValueError:
        behind = True
    if not behind:
        return []
    called = kinds.of_name(book.kind).called(public)
    what = f"{called} is older than the office last saw it: an old copy was put back."
    return [Finding("case-rolled-back", what, _DO)]


def _name(vault: str) -> str:
    return f"{vault}/anchor"


def recall(machine: Machine, vault: str) -> Anchor:
    """What this computer last saw of a vault; nothing where it never saw it."""
    kept: list[Anchor] = []
    memory = machine.memory(vault).anchor
    if memory is not None:
        kept.append(memory)
    try:
        raw = machine.secrets.get(_name(vault))
        if raw is not None:
            kept.append(msgspec.json.decode(raw, type=Anchor))
    except (SecretsUnavailable, msgspec.DecodeError):
        pass
    return max(
        kept, key=lambda anchor: (anchor.epoch, anchor.revision, anchor.seq), default=Anchor()
    )


def keep(machine: Machine, head: Header, register: Book, numbers: dict[str, int]) -> bool:
    """Remember how far the vault has come; False where the keyring would not."""
    chain = register.chain
    seq, digest = register.heads().get(chain, (0, ""))
    latest = dict(sorted(numbers.items())[-_SERIES_KEPT:])
    anchor = Anchor(head.epoch, head.revision, chain, seq, digest, latest)
    try:
        machine.secrets.put(_name(head.vault), msgspec.json.encode(anchor).decode())
    except SecretsUnavailable:
        machine.change(head.vault, anchor=anchor)
        return False
    if machine.memory(head.vault).anchor is not None:
        machine.change(head.vault, anchor=None)
    return True


def header_row(head: Header) -> RowChange:
    """What the register remembers of vault.json."""
    return RowChange(*_HEADER, {"epoch": head.epoch, "revision": head.revision})


def has_keyring(machine: Machine, vault: str) -> bool:
    """The computer's keyring answers."""
    try:
        machine.secrets.get(_name(vault))
    except SecretsUnavailable:
        return False
    return True


def latest_header(anchor: Anchor, register: Book) -> tuple[int, int]:
    """(epoch, revision) of the latest vault.json that this computer or the register saw."""
    row = register.row(*_HEADER)
    if row is None:
        return (anchor.epoch, anchor.revision)
    noted = (int(str(row.fields["epoch"])), int(str(row.fields["revision"])))
    return max(noted, (anchor.epoch, anchor.revision))


def check_vault(anchor: Anchor, head: Header, register: Book) -> list[Finding]:
    """Rollback alarms for the header and the register."""
    found = []
    if (head.epoch, head.revision) < latest_header(anchor, register):
        what = "vault.json is older than the office last saw it: an old copy was put back."
        found.append(Finding("header-rolled-back", what, _DO))
    if anchor.seq and not register.holds({anchor.chain: (anchor.seq, anchor.hash)}):
        what = "The register is older than this computer last saw it: an old copy was put back."
        found.append(Finding("register-rolled-back", what, _DO))
    return found
