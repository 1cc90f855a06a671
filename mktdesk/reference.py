"""Reference numbers: the public part, the seal, and the canonical form of both.

The guidance has the office give each referral a reference that every later document carries
and that protects them all (2016 guidance section 1.1; R186, R187, R188). The public part is
printed and named; the seal makes the full reference strong enough to be a password.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass

from mktdesk.errors import ReferenceRefused, SealMistyped

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
SEAL_SYMBOLS = 16  # 15 random (75 bits) and one check symbol
MAX_LENGTH = 64
_SEPARATORS = re.compile(r"[ \t\u00a0\-\u2010-\u2015\u2212/._]+")
_A_PATH = re.compile(r"\.\.|[/\\]{2}|^\s*[./\\]|:|\\")
_PUBLIC = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_LOOKALIKE = str.maketrans("OIL", "011")
_WINDOWS_NAMES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"}
    | {f"{port}{digit}" for port in ("COM", "LPT") for digit in range(10)}
)
_TRY_AGAIN = "Type it as the slip shows it: letters, figures and hyphens."


@dataclass(frozen=True, slots=True)
class Reference:
    """A full reference. `str()` is the public part: the seal is shown only when asked for."""

    public: str
    seal: str

    def __str__(self) -> str:
        return self.public

    def __repr__(self) -> str:
        return f"Reference({self.public!r}, seal hidden)"

    @property
    def full(self) -> str:
        """Exactly the string on the slip, which is the password: "SCR-2026-014-7K3M-…"."""
        groups = (self.seal[i : i + 4] for i in range(0, SEAL_SYMBOLS, 4))
        return "-".join((self.public, *groups))


def _fold(text: str) -> str:
    """NFKC, upper case, ASCII only, one hyphen for each run of separators."""
    if len(text) > MAX_LENGTH:
        raise ReferenceRefused(f"A reference has at most {MAX_LENGTH} characters.", _TRY_AGAIN)
    plain = unicodedata.normalize("NFKC", text)
    if _A_PATH.search(plain):
        raise ReferenceRefused("This is a path, not a reference number.", _TRY_AGAIN)
    folded = _SEPARATORS.sub("-", plain.strip()).strip("-")
    # ASCII before upper case: the upper case of a sharp s is two plain letters.
    ascii_only = folded.isascii()
    folded = folded.upper()
    if not ascii_only or not _PUBLIC.fullmatch(folded):
        raise ReferenceRefused("This is not a reference number.", _TRY_AGAIN)
    return folded


def canonical_public(text: str) -> str:
    """The one form of a public part: upper case, hyphens between groups, safe as a file name.

    Groups stay apart (A-1-23 is not A-12-3). Raises ReferenceRefused.
    """
    folded = _fold(text)
    if len(folded) > MAX_LENGTH - SEAL_SYMBOLS - 4:
        raise ReferenceRefused("This reference is too long to carry a seal.", _TRY_AGAIN)
    # Windows reserves the device names whatever follows a dot; we have no dots left.
    if folded in _WINDOWS_NAMES:
        raise ReferenceRefused("Windows keeps this name for itself.", "Choose another reference.")
    return folded


def canonical_seal(text: str) -> str:
    """The 16 symbols of a seal however it was typed. Raises SealMistyped, ReferenceRefused."""
    symbols = _fold(text).replace("-", "").translate(_LOOKALIKE)
    if len(symbols) != SEAL_SYMBOLS or any(symbol not in ALPHABET for symbol in symbols):
        raise ReferenceRefused("The seal is sixteen letters and figures.", _TRY_AGAIN)
    if check_symbol(symbols[:-1]) != symbols[-1]:
        raise SealMistyped
    return symbols


def parse_full(text: str) -> Reference:
    """A full reference as typed or pasted. Raises ReferenceRefused, SealMistyped."""
    groups = _fold(text).split("-")
    seal = ""
    while groups and len(seal) < SEAL_SYMBOLS:
        seal = groups.pop() + seal
    if not groups or len(seal) != SEAL_SYMBOLS:
        raise ReferenceRefused("The reference is not complete: the seal is missing.", _TRY_AGAIN)
    return Reference(canonical_public("-".join(groups)), canonical_seal(seal))


def new_seal() -> str:
    """A fresh seal: 75 random bits and the check symbol."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(SEAL_SYMBOLS - 1))
    return symbols + check_symbol(symbols)


def check_symbol(symbols: str) -> str:
    """The check symbol: a weighted sum over GF(32).

    The weights are distinct and not zero, so every single wrong symbol and every swap of two
    symbols is noticed.
    """
    total, weight = 0, 1
    for symbol in symbols:
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(symbol))
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    """Multiply in GF(32), modulo x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= 0b100101
        right >>= 1
    return product


@dataclass(frozen=True, slots=True)
class ReferenceFormat:
    """How the office numbers its referrals: a prefix, the year, a number ("SCR-2026-014")."""

    prefix: str
    digits: int = 3

    def public(self, year: int, number: int) -> str:
        """The public part of the year's nth referral."""
        return canonical_public(f"{self.prefix}-{year}-{number:0{self.digits}d}")

    def number_of(self, public: str) -> tuple[int, int] | None:
        """(year, number) when a public part follows this format, else None."""
        match = re.fullmatch(rf"{re.escape(self.prefix)}-(\d{{4}})-(\d+)", public)
        return (int(match[1]), int(match[2])) if match else None
