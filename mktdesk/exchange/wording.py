"""When are two pieces of a form's fixed wording the same, though an office changed a few words?

Labels are compared by the words that carry meaning: case, punctuation, plural s, small
words ("please give the details of"), footnote marks and numbering do not count.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST_LABEL = 420  # characters; longer text is somebody's words, not a label

_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff\u2060⁰¹²³⁴⁵⁶⁷⁸⁹*†‡"), None)
_SAME = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})
_SMALL = frozenset(
    {"a", "an", "the", "of", "to", "for", "in", "on", "at", "and", "or", "is", "are", "be",
     "been", "by", "with", "whom", "who", "which", "this", "that", "if", "so", "please",
     "give", "has", "have", "had", "was", "were", "it", "its", "as", "your", "you", "any",
     "from", "into", "do", "does", "did", "details", "detail", "provide", "outline",
     "there", "their", "they", "under", "about"}
)  # fmt: skip
_NUMBERING = re.compile(
    r"^\s*(?:q(?:uestion)?\.?\s*)?(?P<n>\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})\s*[.):]\s+(?=\S)|"
    r"^\s*(?P<m>\d{1,2}\.\d{1,2})\s+(?=\S)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HOPELESS = 0.4  # a likeness that nobody asks about
_SHORTEST_PLURAL = 3  # letters: "his" and "gas" stay
_ALIKE = {"dob": ("date", "birth"), "email": ("email",), "telephone": ("telephone",),
          "tel": ("telephone",), "phone": ("telephone",), "organization": ("organisation",),
          "adviser": ("advisor",)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A piece of fixed wording, ready to be compared: the words that carry meaning, in order
    and as a set; every word; number: "1.2" in front of a heading.
    """

    words: tuple[str, ...]
    meaning: frozenset[str]
    every: tuple[str, ...]
    number: str = ""


def plain_text(text: str) -> str:
    """Text as a person means it: no soft hyphens, plain spaces, one space at a time."""
    lines = unicodedata.normalize("NFC", text.replace("\u00ad", "").replace("\u00a0", " "))
    return "\n".join(" ".join(line.split()) for line in lines.split("\n")).strip()


@lru_cache(maxsize=16384)
def wording(text: str) -> Wording:
    """The words of a label or heading that carry meaning, in order."""
    found = _NUMBERING.match(text)
    number = (found["n"] or found["m"] or "").casefold() if found else ""
    every = _words(text[found.end() :] if found else text)
    words = tuple(w for w in every if w not in _SMALL) or every
    return Wording(words, frozenset(words), every, number)


@lru_cache(maxsize=4096)
def without_brackets(text: str) -> str:
    """The text without its remarks in brackets, unless nothing is left."""
    return _BRACKETED.sub(" ", text).strip() or text


@lru_cache(maxsize=65536)
def likeness(label: str, text: str) -> float:
    """How far `text` is `label`, 0 to 1. Two labels that differ only in small words give 1.

    Text that opens with the whole label and goes on with other words gives at least 0.8
    where the label has two words of meaning or more.
    """
    best = max(
        _dice(wording(label), wording(text)),
        _dice(wording(without_brackets(label)), wording(without_brackets(text))) - 0.01,
    )
    ours, theirs = wording(label).words, wording(text).words
    if len(ours) > 1 and theirs[: len(ours)] == ours:
        best = max(best, 0.8)
    return best


def extra_words(known: frozenset[str], text: str) -> tuple[str, ...]:
    """The words of `text` that no fixed wording of the form has: never passed over silently."""
    return tuple(word for word in wording(text).every if word not in known and word not in _SMALL)


def _dice(one: Wording, other: Wording) -> float:
    ours, theirs = len(one.meaning), len(other.meaning)
    if not ours or not theirs or 2 * min(ours, theirs) < _HOPELESS * (ours + theirs):
        return 0.0  # too different in length to be alike, as most text is: be quick about it
    score = 2 * len(one.meaning & other.meaning) / (ours + theirs)
    if ("not" in one.meaning) != ("not" in other.meaning):
        return score * 0.8  # one small word that turns the meaning round
    return score


def _words(text: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFKC", text.translate(_DROPPED).translate(_SAME)).casefold()
    text = text.replace("d.o.b", "dob").replace("e-mail", "email").replace("n/k", "nk")
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0].replace("'", "")
        found += _ALIKE.get(word, (word,))
    return tuple(_singular(word) for word in found)


def _singular(word: str) -> str:
    plural = len(word) > _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word
