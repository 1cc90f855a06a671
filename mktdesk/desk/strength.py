"""How strong a passphrase is, in words; the estimate is zxcvbn's."""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.policy import BY_IT, Policy

_SCORES = {"good": 3, "strong": 4}
_WORDS = ("Very weak", "Weak", "Fair", "Good", "Strong")
ENOUGH = 3  # of 0 to 4: what a vault's passphrase must reach
_LONGEST = 72  # characters looked at: what comes after only makes it stronger


@dataclass(frozen=True, slots=True)
class Strength:
    """score from 0 to 4, the same in words, and what would make it stronger.

    enough: strong enough for a vault, and for whoever administers this computer.
    """

    score: int
    words: str
    advice: str
    enough: bool = False


def strength(
    passphrase: str, known: tuple[str, ...] = (), policy: Policy | None = None
) -> Strength:
    """Estimate a passphrase; `known` words (office, name) count as guessed at once.

    policy: what the administrator of this computer asks of it.
    """
    asked = policy or Policy()
    if not passphrase:
        return Strength(0, "Nothing typed yet", "Three or four unusual words make a good one.")
    from zxcvbn import zxcvbn  # noqa: PLC0415 - 60 ms: only while somebody chooses a passphrase

    found = zxcvbn(passphrase[:_LONGEST], user_inputs=list(known))
    score = int(found["score"])
    if len(passphrase) < asked.shortest_passphrase:
        # Told before all else: no unusual word helps one that is too short here.
        longest = f"Use at least {asked.shortest_passphrase} characters. {BY_IT}"
        return Strength(min(score, ENOUGH - 1), "Too short", longest)
    needed = max(ENOUGH, _SCORES[asked.passphrase_strength])
    if score >= needed:
        return Strength(score, _WORDS[score], "", enough=True)
    if score >= ENOUGH:
        return Strength(score, _WORDS[score], f"Add another unusual word. {BY_IT}")
    return Strength(
        score,
        _WORDS[score],
        "Add another unusual word. Avoid names, dates and words that follow one another.",
    )
