"""The unlocked vault: the office's register, its cases and its meetings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from mktdesk.book import Book, Change, Finding, Json, RowChange, heads_to_json
from mktdesk.errors import CaseError, InUseElsewhere, VaultError, VaultUnwritable
from mktdesk.office import (
    anchors,
    away,
    check,
    entering,
    header,
    numbering,
    renewal,
    settling,
    slots,
)
from mktdesk.office.crypto import KdfCost
from mktdesk.office.header import Header
from mktdesk.office.kinds import CASE, KINDS, Kind
from mktdesk.office.lease import Lease
from mktdesk.office.people import computer_name, name_on
from mktdesk.office.register import open_to_write
from mktdesk.office.shelf import CaseHandle, Shelf, Staff
from mktdesk.office.told import Told
from mktdesk.reference import Reference, ReferenceFormat, canonical_public, new_seal

T = TypeVar("T")
_UNBOUND = (
    "This computer offers no working keyring, so your passphrase alone protects the vault: "
    "anybody with a copy of its folder can try passphrases at leisure. Choose a long one."
)
_UNANCHORED = (
    "This computer offers no working keyring, so what it last saw of the vault is kept in a "
    "plain file, and somebody who can change that file can put back an older vault unnoticed."
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What the register shows of a case or a meeting; never its seal."""

    case_id: str
    public: str
    summary: Mapping[str, Json]


class Vault:
    """An unlocked vault. Made by `create_vault`, `unlock` and `recover`.

    alarms: signs that something older was put back. protection_note: in plain words, what
    protection this computer cannot give; "" when there is nothing to say.
    """

    def __init__(self, shelf: Shelf, *, alarms: Iterable[Finding]) -> None:
        """Take over an opened register; see `opening`."""
        self._shelf = shelf
        self.folder: Path = shelf.vault
        self.vault_id: str = shelf.header.vault
        self.staff: Staff = shelf.staff
        self.alarms = tuple(alarms)
        self.protection_note = ""
        self._handles: list[CaseHandle] = []
        self._told = Told()
        self._closed = False

    def go_on_with(self, shelf: Shelf) -> None:
        """Use another header and other keys from now on, and remember them."""
        self._shelf = shelf
        self._keep_anchor()

    @property
    def register(self) -> Book:
        """The office's own book."""
        return self._shelf.register

    @property
    def shelf(self) -> Shelf:
        """Keys, header and folders of cases and meetings, for the office's own other jobs."""
        return self._shelf

    @property
    def read_only(self) -> bool:
        """Nothing can be written: the folder is read-only, or there are alarms to settle."""
        return self.register.read_only

    @property
    def office_name(self) -> str:
        """The office's name, as on its letters."""
        return self._shelf.header.office

    def begin(self, *, bound: bool) -> None:
        """Once, after unlocking: catch up with the cases and remember how far the vault is.

        What was begun with the vault's or a case's keys and cut short is brought to its end.
        """
        if not self.read_only:
            self._shelf = renewal.finish_if_possible(self._shelf)
            settling.finish_if_possible(self._shelf)
            self.adopt_cases()
        anchored = self._keep_anchor()
        notes = ["" if bound else _UNBOUND, "" if anchored else _UNANCHORED]
        self.protection_note = " ".join(note for note in notes if note)

    # -- references

    def allocate(self, style: ReferenceFormat, year: int) -> str:
        """The next public part of a series, durably taken before it is returned.

        Never one that was given before: the counters, the register, the folders and the
        keyring are all asked. Raises VaultUnwritable.
        """
        self._refuse_read_only()
        return numbering.allocate(self._shelf, style, year)

    # -- cases, and meetings in the same way

    def create_case(
        self, public: str, summary: Mapping[str, Json] | None = None, kind: Kind = CASE
    ) -> CaseHandle:
        """Make a case under a public part, allocated or from before, and give it a seal.

        summary: fields for the list of cases. kind: of a case or of a meeting. Raises
        ReferenceRefused when the public part was
        ever used, VaultUnwritable.
        """
        self._refuse_read_only()
        reference = Reference(canonical_public(public), new_seal())
        entering.begin(self._shelf, reference, kind, summary or {})
        return self.open_case(reference.public, kind=kind)

    def adopt_cases(self) -> list[str]:
        """Enter cases and meetings that have a folder but no row: the register was behind them.

        Returns their public parts. One that does not open is left for verify to name.
        """
        self._flush_summaries()
        return entering.adopt(self._shelf)

    def open_case(
        self, public: str, *,
        typed: Reference | None = None, read_only: bool = False, kind: Kind | None = None,
    ) -> CaseHandle:  # fmt: skip
        """Open a case, for writing where nobody else holds it.

        typed: the full reference as a person gave it, without which a restricted case stays
        shut. kind: of this kind alone; either where it is not given. Raises ReferenceNeeded
        for that, CaseError where there is no such case or it is
        open here already, VaultDamaged.
        """
        case = self._shelf.case_file(public, kind)
        if not read_only and case.case in self._held():
            what = f"This {case.kind.words} is open here already."
            raise CaseError(what, "Go to it in the other page.")
        handle = self._shelf.open(case, typed, read_only=read_only or self.read_only)
        self._handles.append(handle)
        if not handle.read_only:
            settling.bring_level(self._shelf, case, handle)
        return handle

    def close_case(self, handle: CaseHandle) -> None:
        """Anchor a case and close it."""
        try:
            if not handle.read_only:
                self.flush_anchors()
        finally:
            handle.close()

    def held_by(self, public: str, kind: Kind) -> str:
        """Who else has it open, for a list: "name, computer"; nobody where it is open here."""
        folder = self._shelf.folder(public, kind)
        if any(
            self._shelf.folder(h.reference.public, h.kind) == folder for h in self._held().values()
        ):
            return ""
        found = Lease.seen(folder, self._shelf.machine.clock)
        return f"{found.staff}, {found.machine}" if found else ""

    def cases(self) -> list[CaseRow]:
        """Every case in the register, in the order in which they were made; without seals."""
        return self.listed(CASE)

    def listed(self, *kinds: Kind) -> list[CaseRow]:
        """The same of these kinds of book; of none named, every case and then every meeting."""
        self._flush_summaries()
        rows = (row for kind in kinds or KINDS for row in self.register.rows(kind.row))
        return [_case_row(row.id, row.fields) for row in rows]

    def seal_of(self, public: str, kind: Kind | None = None) -> Reference:
        """A case's full reference. The caller journals that it was looked at.

        Raises ReferenceNeeded or CaseError for a restricted case.
        """
        return self._shelf.reference(self._shelf.case_file(public, kind))

    def summaries(self, shape: type[T], text: str = "", kind: Kind = CASE) -> list[T]:
        """The register's line of every case as a struct, or of those that hold every word."""
        self._flush_summaries()
        return self.register.shaped(kind.row, shape, text)

    # -- anchors

    def update_summary(
        self, case_id: str, fields: Mapping[str, Json], due: Mapping[str, Json] | None = None
    ) -> None:
        """New fields for the list of cases; written with the next `flush_anchors`.

        due: the fields of the case's row of kind DUE, with nothing of a person in them.
        """
        self._told.tell(case_id, fields, due)

    def flush_anchors(self) -> None:
        """Write what the register must know of the open cases, and renew their leases.

        To be called within a second of a change; lock does it too. Raises InUseElsewhere when
        another computer has taken a case over, VaultUnwritable.
        """
        rows = []
        for case_id, handle in self._held().items():
            heads = heads_to_json(handle.book.heads())
            row = self.register.row("anchor", case_id)
            if row is None or row.fields.get("heads") != heads:
                rows.append(RowChange("anchor", case_id, {"heads": heads}))
        self._flush_summaries(rows)
        for handle in self._held().values():
            if handle.lease is not None and not handle.lease.renew(self._shelf.machine.clock):
                handle.book.read_only = handle.read_only = True
                raise InUseElsewhere(
                    f"Another computer has taken over {handle.reference.public}.",
                    "Close it and open it again.",
                )

    def _held(self) -> dict[str, CaseHandle]:
        """The cases that are open here for writing, by id."""
        self._handles = [handle for handle in self._handles if not handle.closed]
        return {handle.case_id: handle for handle in self._handles if not handle.read_only}

    def _flush_summaries(self, rows: Iterable[RowChange] = ()) -> None:
        changes = [*self._told.changes(self.register), *rows]
        if changes:
            self._write("anchor", *changes)
        self._told = Told()

    # -- the vault itself

    def rename_office(self, name: str) -> None:
        """Change the office's name. Raises VaultUnwritable."""
        good = header.good_name(name)
        self.rewrite(lambda head: header.changed(head, office=good), "rename")

    def add_staff(self, name: str, passphrase: str, *, kdf: KdfCost | None = None) -> Staff:
        """Let somebody unlock the vault on this computer with a passphrase of their own.

        Raises VaultError for a name that is taken here or a passphrase that is too short.
        """
        shelf = self._shelf
        name = name_on(shelf.head_now(), name, computer_name(shelf.machine.name))
        slot = slots.new_staff(
            shelf.header, shelf.keys.vault, shelf.machine, name, passphrase,
            kdf or KdfCost.standard(),
        )  # fmt: skip
        self.rewrite(
            lambda head: header.changed(head, slots=(*head.slots, slot)),
            "add-staff", note={"name": slot.name},
        )  # fmt: skip
        return Staff(slot.id, slot.name)

    def rewrite(
        self, change: Callable[[Header], Header], verb: str = "vault-file", *,
        note: Mapping[str, Json] | None = None, reason: str = "",
    ) -> None:  # fmt: skip
        """Change vault.json, and note it in the register; `change` gets what lies there now.

        Raises VaultUnwritable; VaultError when somebody changed the vault's keys meanwhile.
        """
        self._refuse_read_only()
        away.refuse(self._shelf.header, verb)
        shelf = self._shelf
        with self.register.exclusively():
            head = change(shelf.head_now())  # another window may have rewritten it
            seen = anchors.latest_header(
                anchors.recall(shelf.machine, self.vault_id), self.register
            )
            head = msgspec.structs.replace(head, revision=max(head.revision, seen[1] + 1))
            head = header.write(self.folder, head, shelf.keys.vault)
            rows = [anchors.header_row(head)]
            self.register.write(Change(self.staff.name, verb, rows, reason, note or {}))
        self.go_on_with(dataclasses.replace(shelf, header=head))

    def settle_alarms(self, reason: str) -> None:
        """Go on from an older vault that was put back on purpose; journaled with the reason.

        This computer's chains begin afresh, so that they never clash with what was lost.
        Raises VaultError without a reason, VaultUnwritable.
        """
        _refuse_silence(reason)
        shelf, codes = self._shelf, [finding.code for finding in self.alarms]
        note: dict[str, Json] = {"alarms": list[Json](codes)}
        installation = shelf.machine.begin_again(self.vault_id)
        event = Change(self.staff.name, "restore", reason=reason, note=note)
        register = open_to_write(self.folder, shelf.header, shelf.keys.vault, shelf.machine, event)
        shelf.register.close()
        self._shelf = dataclasses.replace(shelf, register=register, installation=installation)
        self.alarms = ()
        self.adopt_cases()
        self.rewrite(header.changed)

    def accept_case(self, public: str, reason: str, *, typed: Reference | None = None) -> None:
        """Go on from an older copy of a case that was put back on purpose, as `settle_alarms`.

        The case must be closed; it opens for writing afterwards. typed: as for `open_case`.
        """
        _refuse_silence(reason)
        self._refuse_read_only()
        handle = self.open_case(public, typed=typed, read_only=True)
        try:
            heads = heads_to_json(handle.book.heads())
        finally:
            handle.close()
        row = RowChange("anchor", handle.case_id, {"heads": heads})
        self.register.write(Change(self.staff.name, "restore", [row], reason))
        installation = self._shelf.machine.begin_again(self.vault_id)
        self._shelf = dataclasses.replace(self._shelf, installation=installation)

    def verify(
        self,
        progress: Callable[[float, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Finding]:
        """Check everything that the vault holds. Raises Cancelled.

        progress: share done from 0 to 1, and what is being looked at.
        """
        findings = check.verify(self._shelf, progress or (lambda _s, _t: None), cancelled)
        return [*self.alarms, *(finding for finding in findings if finding not in self.alarms)]

    def lock(self) -> None:
        """Anchor and close everything; the keys are forgotten with this object."""
        if self._closed:
            return
        try:
            if not self.read_only:
                self.flush_anchors()
                self._keep_anchor()
        finally:
            self._closed = True
            for handle in self._handles:
                handle.close()
            self.register.close()

    close = lock

    def _keep_anchor(self) -> bool:
        """Remember how far the vault is; False where only a plain file would keep it."""
        shelf = self._shelf
        if self.alarms:  # what was seen before stays remembered until somebody settles it
            return anchors.has_keyring(shelf.machine, self.vault_id)
        last = numbering.known(shelf).last
        return anchors.keep(shelf.machine, shelf.header, self.register, last)

    def _write(self, verb: str, *rows: RowChange) -> None:
        self.register.write(Change(self.staff.name, verb, rows))

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise VaultUnwritable(
                "This vault is open for reading only.",
                "Check your rights to its folder and settle its alarms, then unlock again.",
            )


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise VaultError("This needs a reason.", "Say why an older copy was put back.")


def _case_row(case_id: str, fields: Mapping[str, Json]) -> CaseRow:
    summary = dict(fields)
    return CaseRow(case_id, str(summary.pop("public", "")), summary)
