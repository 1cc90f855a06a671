"""An update file that somebody was given: who signed it, and what to hand to IT.

Nothing is fetched and nothing is installed: the program looks at a file that the person chose.
It is one JSON object: the manifest as text, and an Ed25519 signature over that very text.
docs/formats.md describes it; installers/sign_update.py makes it.
"""

from __future__ import annotations

import base64
import binascii
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Meta

from mktdesk import __version__, resources
from mktdesk.calendar import spoken_date
from mktdesk.desk.outside import read_file
from mktdesk.errors import DocumentRefused, NoUpdateKey, SignatureWrong, UpdateRefused

SUFFIX = ".mktupdate"
LARGEST = 1_000_000  # bytes
_SIGNED = b"mktdesk update 1\n"  # stands before what is signed, so that it is never anything else
_ASK = "Ask whoever gave it to you where it came from, and tell your IT department."
_MOST_NOTES = 20_000  # characters
Version = Annotated[str, Meta(pattern=r"^[0-9]{1,5}(\.[0-9]{1,5}){0,3}$")]
Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$")]
Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Artefact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file that IT installs. system: as a person names it. size: bytes."""

    name: Name
    system: Annotated[str, Meta(min_length=1, max_length=60)]
    size: Annotated[int, Meta(gt=0)]
    sha256: Hex


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed. notes: what is new, in plain lines."""

    version: Version
    published: date
    notes: Annotated[str, Meta(max_length=_MOST_NOTES)]
    artefacts: Annotated[tuple[Artefact, ...], Meta(min_length=1, max_length=20)]
    format: Literal["mktdesk-update-1"] = "mktdesk-update-1"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    manifest: str
    signature: str


class _Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    publisher: Annotated[str, Meta(min_length=1, max_length=100)]
    ed25519: Hex


class _Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: tuple[_Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose updates are vouched for. key: the public half."""

    name: str
    key: Ed25519PublicKey


class Compared(StrEnum):
    """How the update's version stands to this program's."""

    NEWER = "newer"
    SAME = "same"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class UpdateFound:
    """An update file that its publisher signed."""

    manifest: Manifest
    signed_by: str
    compared: Compared
    ours: str

    @property
    def verdict(self) -> str:
        """In words, what it is to this program."""
        match self.compared:
            case Compared.NEWER:
                return f"Version {self.manifest.version} is newer than yours, {self.ours}."
            case Compared.SAME:
                return f"You have version {self.ours} already: nothing needs to be done."
            case Compared.OLDER:
                return (
                    f"Version {self.manifest.version} is older than yours, {self.ours}. Do not go "
                    "back to it: an older program may not open what yours has written."
                )

    @property
    def published(self) -> str:
        """The day, in words."""
        return spoken_date(self.manifest.published)


def built_in_publishers(file: Path | None = None) -> tuple[Publisher, ...]:
    """Whose signature this program knows. Nobody's until the publisher put a key into it.

    Raises UpdateRefused where the program's own file is not as it should be.
    """
    source = file or resources.folder("update") / "publishers.toml"
    try:
        told = msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), _Keys)
        return tuple(
            Publisher(one.publisher, Ed25519PublicKey.from_public_bytes(bytes.fromhex(one.ed25519)))
            for one in told.key
        )
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise UpdateRefused(
            "The list of publishers that mktdesk was installed with cannot be read.",
            "Ask your IT department to install mktdesk again.",
        ) from error


def check_update_file(path: Path) -> UpdateFound:
    """Look at a file that was chosen. Raises UpdateRefused."""
    try:
        data = read_file(path, LARGEST)
    except DocumentRefused as error:
        raise UpdateRefused(error.what, error.do) from error
    return check_update(data, built_in_publishers(), __version__)


def check_update(data: bytes, publishers: tuple[Publisher, ...], ours: str) -> UpdateFound:
    """What an update file says, once it is known who signed it; before that nothing is read.

    ours: this program's version. Raises NoUpdateKey, SignatureWrong, UpdateRefused.
    """
    if not publishers:
        raise NoUpdateKey(
            "No publisher's key is built into this mktdesk, so it cannot tell who made the file.",
            "Give the file to your IT department; do not install from it yourself.",
        )
    try:
        file = msgspec.json.decode(data, type=_File)
        signature = base64.b64decode(file.signature, validate=True)
        signed = _SIGNED + file.manifest.encode("utf-8")
    except (msgspec.DecodeError, binascii.Error, UnicodeError, ValueError, RecursionError) as error:
        raise UpdateRefused("This is not an update file of mktdesk.", _ASK) from error
    by = next((who for who in publishers if _holds(who.key, signature, signed)), None)
    if by is None:
        raise SignatureWrong(
            "The publisher of mktdesk did not sign this file, or it was changed since.",
            f"Do not use it or anything that came with it. {_ASK}",
        )
    try:
        manifest = msgspec.json.decode(file.manifest, type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UpdateRefused(
            "The publisher signed this file, but this mktdesk cannot read what it says.",
            "Give it to your IT department: it may be for a later version.",
        ) from error
    return UpdateFound(manifest, by.name, _compare(manifest.version, ours), ours)


def _holds(key: Ed25519PublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        key.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _compare(one: str, ours: str) -> Compared:
    there, here = _numbers(one), _numbers(ours)
    if there == here:
        return Compared.SAME
    return Compared.NEWER if there > here else Compared.OLDER


def _numbers(version: str) -> tuple[int, ...]:
    """1.2 is 1.2.0.0: trailing noughts say nothing."""
    found = [int(part) for part in version.split(".")]
    return (*found, *(0,) * (4 - len(found)))


def signed_update(manifest: Manifest, key: Ed25519PrivateKey) -> bytes:
    """An update file. For whoever publishes the program; the program never holds such a key."""
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1).decode("utf-8")
    signature = base64.b64encode(key.sign(_SIGNED + text.encode("utf-8"))).decode("ascii")
    return msgspec.json.format(msgspec.json.encode(_File(text, signature)), indent=1) + b"\n"
