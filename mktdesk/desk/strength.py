"""How strong a passphrase is, in words; the estimate is zxcvbn's."""

from __future__ import annotations

from dataclasses import dataclass

_WORDS = ("Very weak", "Weak", "Fair", "Good", "Strong")
ENOUGH = 3  # of 0 to 4: what a vault's passphrase must reach
_LONGEST = 72  # characters looked at: what comes after only makes it stronger


@dataclass(frozen=True, slots=True)
class Strength:
    """score from 0 to 4, the same in words, and what would make it stronger."""

    score: int
    words: str
    advice: str

    @property
    def enough(self) -> bool:
        """Strong enough for a vault."""
        return self.score >= ENOUGH


def strength(passphrase: str, known: tuple[str, ...] = ()) -> Strength:
    """Estimate a passphrase; `known` words (office, name) count as guessed at once."""
    if not passphrase:
        return Strength(0, "Nothing typed yet", "Three or four unusual words make a good one.")
    from zxcvbn import zxcvbn  # noqa: PLC0415 - 60 ms: only while somebody chooses a passphrase

    found = zxcvbn(passphrase[:_LONGEST], user_inputs=list(known))
    score = int(found["score"])
    if score >= ENOUGH:
        return Strength(score, _WORDS[score], "")
    return Strength(
        score,
        _WORDS[score],
        "Add another unusual word. Avoid names, dates and words that follow one another.",
    )
