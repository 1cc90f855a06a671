r"""The clear beginning of a travel pack: how its key is made, and nothing of what is in it.

8 bytes   "mktpack\n"
2 bytes   version of the format, big endian
2 bytes   length of the head, big endian
n bytes   the head, canonical JSON
32 bytes  SHA-256 of all of the above: tells a damaged head from a wrong reference
…         the sealed stream, under a key that the whole of the above is mixed into
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, BinaryIO, Literal, TypeAlias

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta

from mktdesk.errors import NewerVersion, PackRefused, ReferenceRefused
from mktdesk.reference import canonical_public

MAGIC = b"mktpack\n"
VERSION = 1
_FIXED = struct.Struct(">HH")
_LONGEST = 4096
_SUM = 32
_json = msgspec.json.Encoder(order="sorted")
Stretch: TypeAlias = Callable[["PackHead"], bytes]  # 32 bytes from a person's secret


class PackHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is told in clear. way: "out" to a laptop, or "back" to the office.

    public: the public part of the reference that opens it, or that it is about; secret: what a
    person types. check: 16 bytes that show whether that was right, before anything is read.
    """

    kind: Literal["case", "meeting"]
    way: Literal["out", "back"]
    public: Annotated[str, Meta(max_length=64)]
    secret: Literal["reference", "passphrase"]
    memory_kib: Annotated[int, Meta(ge=64 * 1024, le=512 * 1024)]
    passes: Annotated[int, Meta(ge=3, le=10)]
    lanes: Annotated[int, Meta(ge=1, le=16)]
    salt: Annotated[bytes, Meta(min_length=16, max_length=16)]
    check: Annotated[bytes, Meta(max_length=16)] = b""

    @property
    def by_reference(self) -> bool:
        """It opens with the full reference; else with a passphrase."""
        return self.secret == "reference"  # noqa: S105  # which kind of secret it is

    @property
    def spoken(self) -> str:
        """What a person types to open it, in words."""
        return "full reference" if self.by_reference else "passphrase"


@dataclass(frozen=True, slots=True)
class Preamble:
    """A head as it lies in a file, and all the bytes before the stream."""

    head: PackHead
    raw: bytes


def preamble(head: PackHead) -> bytes:
    """The bytes before the stream."""
    raw = _json.encode(head)
    told = MAGIC + _FIXED.pack(VERSION, len(raw)) + raw
    return told + hashlib.sha256(told).digest()


def checked(head: PackHead, stretched: bytes) -> PackHead:
    """The head with the check of a secret."""
    return msgspec.structs.replace(head, check=_check(head, stretched))


def agrees(head: PackHead, stretched: bytes) -> bool:
    """Whether the secret is the one that the pack was written with."""
    return hmac.compare_digest(head.check, _check(head, stretched))


def stream_key(before: bytes, stretched: bytes) -> bytes:
    """The key of the stream that follows these bytes."""
    return _derive(stretched, b"mktdesk/pack-stream/1" + hashlib.sha256(before).digest())


def read_preamble(source: BinaryIO) -> Preamble:
    """The head of a pack, from its first byte. Raises PackRefused, NewerVersion, OSError."""
    start = source.read(len(MAGIC) + _FIXED.size)
    if not start.startswith(MAGIC):
        raise refused("This file is not a travel pack.", "Choose a file that ends in .mktpack.")
    if len(start) < len(MAGIC) + _FIXED.size:
        raise cut_short()
    version, length = _FIXED.unpack(start[len(MAGIC) :])
    if version > VERSION:
        raise NewerVersion(
            "This travel pack was written by a newer mktdesk than this one.",
            "Install the newer version on this computer, then open it again.",
        )
    raw = source.read(min(length, _LONGEST))
    proof = source.read(_SUM)
    if len(raw) < length <= _LONGEST or len(proof) < _SUM:
        raise cut_short()
    if hashlib.sha256(start + raw).digest() != proof or version != VERSION:
        raise damaged()
    return Preamble(_parsed(raw), start + raw + proof)


def _parsed(raw: bytes) -> PackHead:
    try:
        head = msgspec.json.decode(raw, type=PackHead)
        if _json.encode(head) == raw and head.check and canonical_public(head.public):
            return head
    except (msgspec.DecodeError, UnicodeDecodeError, ReferenceRefused):
        pass
    raise damaged()


def _check(head: PackHead, stretched: bytes) -> bytes:
    bare = msgspec.structs.replace(head, check=b"")
    return _derive(stretched, b"mktdesk/pack-check/1" + _json.encode(bare))[:16]


def _derive(secret: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, b"", info).derive(secret)


def refused(what: str, do: str) -> PackRefused:
    """The error for a file that is no pack we can use."""
    return PackRefused(what, do)


def cut_short() -> PackRefused:
    """The error for a pack whose writing did not end, or whose end was lost."""
    return PackRefused(
        "This travel pack is cut short: its writing did not end, or its end was lost or altered.",
        "Have it written again where it came from. Nothing was taken from it.",
    )


def damaged() -> PackRefused:
    """The error for a pack that is not as it was written."""
    return PackRefused(
        "This travel pack is damaged or was altered.",
        "Have it written again where it came from. Nothing was taken from it.",
    )
