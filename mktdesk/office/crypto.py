"""The vault's cryptography: slow passphrases, wrapped keys, sealed boxes, marks of authenticity.

Argon2id (RFC 9106), HKDF-SHA-256 (RFC 5869), ChaCha20-Poly1305 (RFC 8439), X25519 (RFC 7748).
Every derived key names its purpose, and every part of a context carries its length.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
import unicodedata
from typing import Annotated, Self

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta

from mktdesk.errors import VaultError

KEY = 32
_TAG = 16
_ONE_USE_NONCE = bytes(12)  # only for keys that encrypt once
Key = Annotated[bytes, Meta(min_length=KEY, max_length=KEY)]
Salt = Annotated[bytes, Meta(min_length=16, max_length=16)]
Nonce = Annotated[bytes, Meta(min_length=12, max_length=12)]
Sealed = Annotated[bytes, Meta(min_length=_TAG, max_length=256)]


class WrongKey(Exception):  # never reaches a person: callers say what it means
    """The key does not open this, or it was altered: nobody can tell which."""


class Wrapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A secret encrypted under a key derived for it alone."""

    salt: Salt
    sealed: Sealed


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A secret encrypted to somebody's public key."""

    ephemeral: Key
    sealed: Sealed


class KdfCost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one guess at a passphrase costs. memory_kib between 64 and 512 MiB."""

    memory_kib: Annotated[int, Meta(ge=64 * 1024, le=512 * 1024)]
    passes: Annotated[int, Meta(ge=3, le=10)]
    lanes: Annotated[int, Meta(ge=1, le=16)]

    @classmethod
    def standard(cls) -> Self:
        """256 MiB: about 0.4 s."""
        return cls(memory_kib=256 * 1024, passes=3, lanes=4)

    @classmethod
    def floor(cls) -> Self:
        """64 MiB, for small machines: about 0.1 s."""
        return cls(memory_kib=64 * 1024, passes=3, lanes=4)


def context(*parts: str | bytes | int) -> bytes:
    """An unambiguous joining: each part behind its length."""
    raw = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join(struct.pack(">I", len(part)) + part for part in raw)


def derive(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """A 32-byte key for the purpose that `info` names."""
    return HKDF(hashes.SHA256(), KEY, salt, info).derive(secret)


def stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """Argon2id of a passphrase, the same however the keyboard composed its accents.

    Raises VaultError where the computer lacks the memory.
    """
    try:
        return _argon2(passphrase, salt, cost)
    except HashingError as error:
        raise VaultError(
            "This computer has not enough free memory to check the passphrase.",
            "Close other programs and try again.",
        ) from error


def _argon2(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    return hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"),
        salt,
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        KEY,
        Type.ID,
    )


def wrap(key: bytes, secret: bytes, about: bytes) -> Wrapped:
    """Encrypt a secret under `key`; it opens only with the same `about`."""
    salt = secrets.token_bytes(16)
    once = derive(key, salt, context("mktdesk/wrap/1", about))
    return Wrapped(salt, ChaCha20Poly1305(once).encrypt(_ONE_USE_NONCE, secret, about))


def unwrap(key: bytes, wrapped: Wrapped, about: bytes) -> bytes:
    """The secret again. Raises WrongKey."""
    once = derive(key, wrapped.salt, context("mktdesk/wrap/1", about))
    try:
        return ChaCha20Poly1305(once).decrypt(_ONE_USE_NONCE, wrapped.sealed, about)
    except InvalidTag as error:
        raise WrongKey from error


def new_pair() -> tuple[bytes, bytes]:
    """A fresh X25519 pair: (private, public), 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal_to(public: bytes, secret: bytes, about: bytes) -> Box:
    """Encrypt a secret to a public key; it opens only with the same `about`."""
    mine, ephemeral = new_pair()
    key = _shared(mine, public, ephemeral, public, about)
    return Box(ephemeral, ChaCha20Poly1305(key).encrypt(_ONE_USE_NONCE, secret, about))


def open_box(private: bytes, box: Box, about: bytes) -> bytes:
    """The secret again. Raises WrongKey."""
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    try:
        key = _shared(private, box.ephemeral, box.ephemeral, public, about)
        return ChaCha20Poly1305(key).decrypt(_ONE_USE_NONCE, box.sealed, about)
    except (InvalidTag, ValueError) as error:  # ValueError: a public key of low order
        raise WrongKey from error


def _shared(private: bytes, other: bytes, ephemeral: bytes, public: bytes, about: bytes) -> bytes:
    secret = X25519PrivateKey.from_private_bytes(private).exchange(
        X25519PublicKey.from_public_bytes(other)
    )
    return derive(secret, b"", context("mktdesk/box/1", ephemeral, public, about))


def mark(key: bytes, purpose: str, data: bytes) -> bytes:
    """HMAC-SHA-256 of `data` under a key derived for `purpose`."""
    return hmac.digest(derive(key, b"", context(purpose)), data, hashlib.sha256)


def same(left: bytes, right: bytes) -> bool:
    """Equal, in a time that tells nothing."""
    return hmac.compare_digest(left, right)
