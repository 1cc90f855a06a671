"""An authenticated stream of chunks: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as age
uses it, with ChaCha20-Poly1305 (RFC 8439).

Each chunk of 64 KiB is sealed under a key that is used for this one stream, with its number and
whether it is the last as the nonce: a chunk left out, swapped, repeated or added is noticed.
"""

from __future__ import annotations

import io
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

CHUNK = 1 << 16
_TAG = 16
_SEALED = CHUNK + _TAG


class Broken(Exception):  # callers say what it means to a person
    """A chunk is altered, or not in its place. cut: the stream ends before its last chunk."""

    def __init__(self, *, cut: bool = False) -> None:
        super().__init__()
        self.cut = cut


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sink(Protocol):
    """Where sealed bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take them. Raises OSError."""
        ...


class SealedWriter:
    """Takes bytes and writes sealed chunks. `finish` writes the last one, which may be empty only
    when nothing was written at all.
    """

    def __init__(self, out: Sink, key: bytes) -> None:
        """key: 32 bytes, never used for another stream."""
        self._out, self._cipher = out, ChaCha20Poly1305(key)
        self._held = bytearray()
        self._number = 0

    def write(self, data: bytes) -> None:
        """Take some bytes. Raises OSError."""
        view = memoryview(data)
        while view:
            if len(self._held) == CHUNK:
                self._seal(last=False)
            room = CHUNK - len(self._held)
            self._held += view[:room]
            view = view[room:]

    def finish(self) -> None:
        """Seal what is left as the last chunk. Raises OSError."""
        self._seal(last=True)

    def _seal(self, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._out.write(self._cipher.encrypt(nonce, bytes(self._held), None))
        self._held.clear()
        self._number += 1


class SealedReader:
    """Reads what was sealed, from any place; nothing is given out that was not proved.

    Raises Broken, OSError.
    """

    def __init__(self, source: BinaryIO, start: int, key: bytes) -> None:
        """start: where in the file the first chunk begins."""
        self._source, self._start, self._cipher = source, start, ChaCha20Poly1305(key)
        length = source.seek(0, io.SEEK_END) - start
        if length < _TAG:
            raise Broken(cut=True)
        full, rest = divmod(length, _SEALED)
        if rest and rest < _TAG:
            raise Broken(cut=True)
        self._chunks = full + bool(rest)
        self.size = length - self._chunks * _TAG
        self._at = 0
        self._opened: tuple[int, bytes] = (-1, b"")
        self._chunk(self._chunks - 1)  # first of all: whether it was written to its end

    def take(self, length: int) -> bytes:
        """The next bytes; Broken where there are not as many."""
        if not 0 <= length <= self.size - self._at:
            raise Broken
        parts = []
        while length:
            number, inside = divmod(self._at, CHUNK)
            part = self._chunk(number)[inside : inside + length]
            parts.append(part)
            self._at += len(part)
            length -= len(part)
        return b"".join(parts)

    def at(self) -> int:
        """How many bytes came before."""
        return self._at

    def go_to(self, at: int) -> None:
        """Read on from a place that `at` told."""
        self._at = at

    def _chunk(self, number: int) -> bytes:
        if self._opened[0] != number:
            self._source.seek(self._start + number * _SEALED)
            raw, last = self._source.read(_SEALED), number == self._chunks - 1
            self._opened = (number, self._open(number, raw, last=last))
        return self._opened[1]

    def _open(self, number: int, raw: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number, last=last), raw, None)
        except InvalidTag as error:
            raise Broken(cut=last and self._goes_on(number, raw)) from error

    def _goes_on(self, number: int, raw: bytes) -> bool:
        """Whether the last chunk there is was not the last one written."""
        if len(raw) < _SEALED:
            return True  # the end of a chunk is missing, or it was altered: nobody can tell
        try:
            self._cipher.decrypt(_nonce(number, last=False), raw, None)
        except InvalidTag:
            return False
        return True


__all__ = ["CHUNK", "Broken", "SealedReader", "SealedWriter"]
