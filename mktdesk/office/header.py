"""vault.json: who can open the vault. No secret lies in it in clear.

Canonical JSON with an HMAC under the vault key, so that any change is noticed by whoever
opens it. `revision` counts every rewriting, `epoch` every new vault key.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from mktdesk.errors import NewerVersion, VaultError
from mktdesk.office import crypto
from mktdesk.office.crypto import Box, KdfCost, Key, Salt, Wrapped
from mktdesk.office.disk import read_whole, spoilt, write_whole

FILE = "vault.json"
FORMAT: Literal["mktdesk-vault-1"] = "mktdesk-vault-1"
_LIMIT = 1 << 20
_LONGEST_NAME = 200
_json = msgspec.json.Encoder(order="sorted")
Id = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way into the vault. `private` opens with the slot's own key, `box` with `private`.

    An invitation opens once, until `until` (UTC), for the person it names to make a slot.
    computer, since (UTC): where and when a member of staff made it.
    """

    id: Id
    kind: Literal["staff", "recovery", "invitation"]
    name: Name
    device: bool
    kdf: KdfCost | None
    salt: Salt
    public: Key
    private: Wrapped
    box: Box
    until: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    computer: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    since: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET


class Travelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a vault a travelling copy: the office and pack it came from, for what.

    public: the public part of the reference it is about; secret: what unlocks it. taken: UTC.
    """

    office: Id
    pack: Id
    kind: Literal["case", "meeting"]
    public: Annotated[str, Meta(max_length=64)]
    secret: Literal["reference", "passphrase"]
    taken: Annotated[str, Meta(max_length=40)]
    taken_by: Name

    @property
    def by_reference(self) -> bool:
        """The full reference unlocks it; else a passphrase."""
        return self.secret == "reference"  # noqa: S105  # which kind of secret it is


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of vault.json. `register`: the register's key under the vault key.

    `mac` proves it to whoever has the vault key; `sum`, a plain SHA-256, tells a damaged file
    from a wrong passphrase before any key is tried. `previous`: the vault key of the epoch
    before under this one's, while files that were written under it are brought level.
    travelling: unset in an office's own vault.
    """

    format: Literal["mktdesk-vault-1"]
    vault: Id
    office: Name
    created: Annotated[str, Meta(max_length=40)]
    epoch: Annotated[int, Meta(ge=1)]
    revision: Annotated[int, Meta(ge=1)]
    slots: Annotated[tuple[Slot, ...], Meta(min_length=1, max_length=500)]
    register: Wrapped
    previous: Wrapped | UnsetType = UNSET
    travelling: Travelling | UnsetType = UNSET
    mac: Annotated[bytes, Meta(max_length=32)] = b""
    sum: Annotated[bytes, Meta(max_length=32)] = b""


class _AnyFormat(msgspec.Struct):
    format: str


def new_id() -> str:
    """A fresh random id of 16 hex digits."""
    return secrets.token_hex(8)


def read(folder: Path, vault_key: bytes | None = None) -> Header:
    """The vault's header, parsed strictly, and proved where the vault key is given.

    Raises VaultError where there is no vault, VaultDamaged, NewerVersion.
    """
    path = folder / FILE
    if not path.exists():
        raise VaultError(
            "There is no office vault in this folder.",
            "Choose the vault's folder, or set up a new office there.",
        )
    raw = read_whole(path, _LIMIT)
    try:
        header = parse(raw)
    except ValueError as error:
        refuse_newer(raw, "mktdesk-vault-", FORMAT)
        raise spoilt(path) from error
    if vault_key is not None and not crypto.same(header.mac, _mac(header, vault_key)):
        raise spoilt(path)
    return header


def parse(raw: bytes) -> Header:
    """A header from its bytes. Raises ValueError for anything that we would not write."""
    header = msgspec.json.decode(raw, type=Header)
    if _json.encode(header) != raw or header.sum != _sum(header):
        msg = "not as it was written"
        raise ValueError(msg)
    return header


def refuse_newer(raw: bytes, family: str, ours: str) -> None:
    """Raise NewerVersion when bytes name a later format of this family of files."""
    try:
        named = msgspec.json.decode(raw, type=_AnyFormat).format
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    if named.startswith(family) and named != ours:
        raise NewerVersion(
            "This vault was written by a newer mktdesk than this one.",
            "Install the newer version and open it there; nothing was changed.",
        )


def write(folder: Path, header: Header, vault_key: bytes) -> Header:
    """Write the header with its HMAC. Raises VaultUnwritable."""
    marked = msgspec.structs.replace(header, mac=_mac(header, vault_key))
    summed = msgspec.structs.replace(marked, sum=_sum(marked))
    raw = _json.encode(summed)
    parse(raw)  # what could not be read again is never written
    write_whole(folder / FILE, raw)
    return summed


def _mac(header: Header, vault_key: bytes) -> bytes:
    bare = msgspec.structs.replace(header, mac=b"", sum=b"")
    return crypto.mark(vault_key, "mktdesk/header-mac/1", _json.encode(bare))


def _sum(header: Header) -> bytes:
    bare = msgspec.structs.replace(header, sum=b"")
    return hashlib.sha256(_json.encode(bare)).digest()


def good_name(name: str) -> str:
    """A name without spaces around it. Raises VaultError for none, or one that is too long."""
    stripped = name.strip()
    if not 1 <= len(stripped) <= _LONGEST_NAME or not stripped.isprintable():
        raise VaultError(
            "This name is empty or too long.",
            f"Use between 1 and {_LONGEST_NAME} characters, on one line.",
        )
    return stripped


def blank(office: str, now: str, vault_key: bytes, register_key: bytes) -> Header:
    """A new vault's header, before its slots are made."""
    vault = new_id()
    return Header(
        FORMAT, vault, good_name(office), now, epoch=1, revision=0, slots=(),
        register=crypto.wrap(vault_key, register_key, _register_about(vault)),
    )  # fmt: skip


def changed(header: Header, *, after: int = 0, **fields: object) -> Header:
    """The next revision of a header, higher than any that was seen (`after`)."""
    revision = max(header.revision, after) + 1
    return msgspec.structs.replace(header, revision=revision, **fields)


def renewed(head: Header, old: bytes, new: bytes, *, after: tuple[int, int]) -> Header:
    """The header under a new vault key, with no slots yet; `after`: the latest that was seen."""
    epoch = max(head.epoch, after[0]) + 1
    register = crypto.wrap(new, register_key(head, old), _register_about(head.vault))
    previous = crypto.wrap(new, old, _previous_about(head.vault, epoch))
    return changed(
        head, after=after[1], epoch=epoch, register=register, previous=previous, slots=()
    )


def previous_key(head: Header, vault_key: bytes) -> bytes:
    """The vault key before this one; nothing once all is level. Raises crypto.WrongKey."""
    if head.previous is UNSET:
        return b""
    return crypto.unwrap(vault_key, head.previous, _previous_about(head.vault, head.epoch))


def level(head: Header) -> Header:
    """The header once nothing is left under the vault key before."""
    return changed(head, previous=UNSET)


def register_key(header: Header, vault_key: bytes) -> bytes:
    """The register's key. Raises crypto.WrongKey."""
    return crypto.unwrap(vault_key, header.register, _register_about(header.vault))


def _register_about(vault: str) -> bytes:
    return crypto.context("mktdesk/register-key/1", vault)


def _previous_about(vault: str, epoch: int) -> bytes:
    return crypto.context("mktdesk/previous-key/1", vault, epoch)
