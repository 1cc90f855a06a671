"""case.json: a case's key, wrapped so that it opens only with the vault key and the case's own
full reference; the seal under the vault key, so that the register can be rebuilt; and both in
a box for the recovery slot.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from mktdesk.errors import CaseError, ReferenceRefused, VaultDamaged
from mktdesk.office import crypto
from mktdesk.office.crypto import Box, Wrapped, WrongKey
from mktdesk.office.disk import read_whole, spoilt, write_whole
from mktdesk.office.header import Id, refuse_newer
from mktdesk.reference import Reference, canonical_seal

FILE = "case.json"
FORMAT: Literal["mktdesk-case-1"] = "mktdesk-case-1"
_LIMIT = 1 << 16
_json = msgspec.json.Encoder(order="sorted")


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of case.json."""

    format: Literal["mktdesk-case-1"]
    vault: Id
    case: Id
    public: Annotated[str, Meta(max_length=64)]
    key: Wrapped
    seal: Wrapped
    recovery: Box
    mac: bytes = b""


def make(
    vault: str, case: str, reference: Reference, case_key: bytes, vault_key: bytes,
    recovery_public: bytes,
) -> CaseFile:  # fmt: skip
    """Wrap a case's key and seal."""
    place = (vault, case, reference.public)
    secret = case_key + reference.seal.encode()
    return CaseFile(
        FORMAT, vault, case, reference.public,
        key=crypto.wrap(vault_key, case_key, _key_about(place, reference.seal)),
        seal=crypto.wrap(vault_key, reference.seal.encode(), _about("case-seal", place)),
        recovery=crypto.seal_to(recovery_public, secret, _about("case-recovery", place)),
    )  # fmt: skip


def write(folder: Path, case: CaseFile, vault_key: bytes) -> None:
    """Write case.json with its HMAC. Raises VaultUnwritable."""
    marked = msgspec.structs.replace(case, mac=_mac(case, vault_key))
    write_whole(folder / FILE, _json.encode(marked))


def read(folder: Path, vault: str, vault_key: bytes) -> CaseFile:
    """case.json, proved to be this vault's and in its own folder.

    Raises CaseError where there is no such case, VaultDamaged, NewerVersion.
    """
    path = folder / FILE
    if not folder.is_dir():
        raise CaseError(
            "There is no case with this reference here.", "Check the reference with the list."
        )
    raw = read_whole(path, _LIMIT)
    try:
        case = msgspec.json.decode(raw, type=CaseFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        refuse_newer(raw, "mktdesk-case-", FORMAT)
        raise spoilt(path) from error
    honest = crypto.same(case.mac, _mac(case, vault_key)) and _json.encode(case) == raw
    if not honest or case.vault != vault or case.public != folder.name:
        raise spoilt(path)
    return case


def case_key(case: CaseFile, reference: Reference, vault_key: bytes) -> bytes:
    """The case's key. Raises CaseError when this is not the case's full reference."""
    place = (case.vault, case.case, reference.public)
    try:
        return crypto.unwrap(vault_key, case.key, _key_about(place, reference.seal))
    except WrongKey as error:
        raise CaseError(
            "The case does not open with this reference.",
            "Compare the reference with the slip, symbol by symbol.",
        ) from error


def reference_of(case: CaseFile, vault_key: bytes) -> Reference:
    """The full reference from the copy of the seal. Raises VaultDamaged."""
    place = (case.vault, case.case, case.public)
    try:
        seal = crypto.unwrap(vault_key, case.seal, _about("case-seal", place))
        return Reference(case.public, canonical_seal(seal.decode("ascii")))
    except (WrongKey, UnicodeDecodeError, ReferenceRefused) as error:
        raise VaultDamaged(
            "The case's copy of its seal is damaged.", "Put back the last good backup."
        ) from error


def recovered(case: CaseFile, recovery_private: bytes) -> tuple[bytes, Reference]:
    """(case key, full reference) with nothing but the recovery slot. Raises WrongKey."""
    place = (case.vault, case.case, case.public)
    secret = crypto.open_box(recovery_private, case.recovery, _about("case-recovery", place))
    seal = secret[crypto.KEY :].decode("ascii")
    return secret[: crypto.KEY], Reference(case.public, canonical_seal(seal))


def _about(purpose: str, place: tuple[str, str, str]) -> bytes:
    return crypto.context(f"mktdesk/{purpose}/1", *place)


def _key_about(place: tuple[str, str, str], seal: str) -> bytes:
    # The seal is in what the key is derived from: without it the vault key opens nothing.
    return crypto.context("mktdesk/case-key/1", *place, seal)


def _mac(case: CaseFile, vault_key: bytes) -> bytes:
    bare = msgspec.structs.replace(case, mac=b"")
    return crypto.mark(vault_key, "mktdesk/case-mac/1", _json.encode(bare))
