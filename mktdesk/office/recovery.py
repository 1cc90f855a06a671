"""The printed recovery code: 160 bits in eight groups, each with its own check symbol."""

from __future__ import annotations

import re
import secrets
import unicodedata

from mktdesk.errors import VaultError
from mktdesk.reference import ALPHABET, check_symbol

GROUPS = 8
_GROUP_SYMBOLS = 4  # and one check symbol behind them
_LOOKALIKE = str.maketrans("OIL", "011")
_LONGEST = 200


def new_code() -> str:
    """A fresh code, as printed: "7K3MP-…", eight groups of five."""
    return "-".join(
        _with_check(place, "".join(secrets.choice(ALPHABET) for _ in range(_GROUP_SYMBOLS)))
        for place in range(GROUPS)
    )


def groups_of(code: str) -> tuple[str, ...]:
    """The groups of a printed code, for asking one of them back."""
    return tuple(code.split("-"))


def secret_of(text: str) -> bytes:
    """The 20 secret bytes of a code however it was typed.

    Raises VaultError that names the first group with a mistyped symbol.
    """
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).upper().translate(_LOOKALIKE)
    symbols = re.sub(r"[\s\-\u2010-\u2015\u2212/._]+", "", folded)
    size = _GROUP_SYMBOLS + 1
    if len(symbols) != GROUPS * size:
        raise VaultError(
            "The recovery code is not complete.",
            f"It has {GROUPS} groups of {size} letters and figures: type all of them.",
        )
    number = 0
    for place in range(GROUPS):
        group = symbols[place * size : place * size + size]
        if set(group) - set(ALPHABET) or _with_check(place, group[:-1]) != group:
            raise VaultError(
                f"Group {place + 1} of the recovery code is mistyped.",
                "Compare that group with the printed sheet and type it again.",
            )
        for symbol in group[:-1]:
            number = number * len(ALPHABET) + ALPHABET.index(symbol)
    return number.to_bytes(GROUPS * _GROUP_SYMBOLS * 5 // 8, "big")


def _with_check(place: int, group: str) -> str:
    # The place is part of the sum, so that two groups swapped are noticed.
    return group + check_symbol(ALPHABET[place + 1] + group)
