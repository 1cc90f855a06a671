"""Who or what of a case may be named in words that everybody is to read (pure).

A check and no guarantee: it knows the names, days of birth and addresses that the case holds, as
people write them. Nicknames, schools and circumstances by which somebody is known it cannot see.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mktdesk.forms.answers import Answers
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import FieldKind, Form
from mktdesk.forms.values import DateAnswer, Value

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
# Names of months are told only beside a title, an initial or another part of a name.
_CALENDAR = frozenset(_WORD.findall("jan april may june august march"))
# Names that are words too: not told where any word has a capital, at the start of a sentence.
_WORDS = frozenset(
    _WORD.findall(
        """
    art bell bill black bond brook
    brown carpenter chase christian church cook dawn day dean faith field fisher ford forest
    fox frank frost gay gold grace grant gray green hall hill holly hope house joy king
    knight lane law long love major mark marsh miller moon moss nation north page park
    parks pat pearl penny person peters pike poole pope power price prince reid rice rich
    river robin rose ruby rush sage shaw shore sky smart snow south speed star steel
    stone storm street summer sunny temple tanner turner violet wall ward waters way
    weaver webb week weeks wells west white will wills wise wood woods worth young
    """
    )
)
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "master", "baby", "the"}
)
_SMALL = frozenset({"de", "da", "di", "van", "von", "el", "al", "bin", "ibn", "le", "la", "der"})
_LETTERS = {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "\u0131": "i", "ß": "ss"}
_ASIDE = re.compile(r"\([^)]*\)|“[^”]*”|\"[^\"]*\"|‘[^’]*’")  # (“Kuba”): what they are called
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_STREETS = tuple(
    _WORD.findall(
        """
    road street lane avenue close drive way court crescent place gardens grove terrace walk
    rise row square green park hill view mews parade green end
    """
    )
)
_STREET = re.compile(rf"\b(?:\d+[a-z]?,?\s+)?((?:[^\W\d_]+\s+){{1,3}}(?:{'|'.join(_STREETS)}))\b")
_MONTHS = tuple(
    _WORD.findall(
        """
    january february march april may june july august september october november december
    """
    )
)
_MONTH = "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_DAYS = (
    re.compile(r"\b(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})\b"),
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH})\.?,?\s+(?P<y>\d{{4}})\b"),
    re.compile(rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b"),
)  # fmt: skip
FULL_NAME = "A full name"
_SHORTEST = 3  # letters of a part of a name that is looked for by itself
_AROUND = 24  # characters shown either side
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class Known:
    """What is looked for. people: names of those the case is about first, then the family's."""

    people: tuple[str, ...] = ()
    births: frozenset[date] = frozenset()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may say who is meant. kind: in words. where: the words around it."""

    kind: str
    where: str


def known_of(form: Form, answers: Answers, subjects: Iterable[str]) -> Known:
    """What a case holds: its subjects, their family, days of birth and home addresses."""
    people = [*subjects, *(_said(row.get("name")) for row in answers.table("family_member"))]
    births, addresses = [], []
    for record, fields in scopes_of(form).items():
        single = record == form.record
        rows = [answers.single] if single else [row.values for row in answers.table(record)]
        for field in fields:
            values = [row.get(field.id) for row in rows]
            if field.kind is FieldKind.DATE and field.id in {"date_of_birth", "born"}:
                births += [day for value in values if (day := _day(value))]
            elif field.id in {"home_address", "address", "info_home", "info_before"}:
                addresses += [said for value in values if (said := _said(value))]
    plain = dict.fromkeys(name for name in people if name)
    return Known(tuple(plain), frozenset(births), tuple(dict.fromkeys(addresses)))


def named_in(text: str, known: Known) -> tuple[Found, ...]:
    """Everything of the case that a text may name, in the order of the text; each kind once."""
    found = sorted(_look(_folded(text), known), key=lambda one: one[0])
    told: dict[str, Found] = {}
    for start, end, kind in found:
        told.setdefault(kind, Found(kind, _around(text, start, end)))
    return tuple(told.values())


def _look(text: str, known: Known) -> Iterator[tuple[int, int, str]]:
    for name in known.people:
        yield from _names(text, name)
    low = text.casefold()
    for at in (found for pattern in _DAYS for found in pattern.finditer(low)):
        if not known.births.isdisjoint(_dates_of(at)):
            yield at.start(), at.end(), "A date of birth"
    for address in known.addresses:
        plain = _folded(address).casefold()
        for code in _POSTCODE.finditer(plain):
            wanted = rf"\b{code[1]}\s*{code[2]}\b"
            yield from ((x.start(), x.end(), "A postcode") for x in re.finditer(wanted, low))
        for street in (x for line in re.split(r"[,;\n]", plain) for x in _STREET.finditer(line)):
            wanted = r"\b" + r"\s+".join(map(re.escape, street[1].split())) + r"\b"
            for x in re.finditer(wanted, low):
                if text[x.start()].isupper():  # "the green" is a street only with a capital
                    yield x.start(), x.end(), "An address"


def _names(text: str, name: str) -> Iterator[tuple[int, int, str]]:
    """A name in whole, in either order; its surname; one of its other parts."""
    plain = _folded(_ASIDE.sub(" ", name))
    last, _, first = plain.partition(",")  # "Wronska, Maja"
    ordered = _WORD.findall(f"{first} {last}" if first else plain)
    parts = [part for part in ordered if part.casefold() not in _TITLES]
    asides = _WORD.findall(_folded(" ".join(_ASIDE.findall(name))))
    if not parts:
        return
    if len(parts) > 1:
        gap = r"[\s,-]+"
        for whole in (parts, [parts[-1], *parts[:-1]], [parts[0], parts[-1]]):
            wanted = rf"\b{gap.join(map(re.escape, whole))}\b"
            for at in re.finditer(wanted, text, re.IGNORECASE):
                yield at.start(), at.end(), FULL_NAME
    for part in dict.fromkeys((*parts, *asides)):
        if len(part) < _SHORTEST or part.casefold() in _SMALL:
            continue
        kind = "A surname" if part == parts[-1] and len(parts) > 1 else "A forename or other name"
        yield from ((*span, kind) for span in _parts(text, part, parts))


def _parts(text: str, part: str, whole: list[str]) -> Iterator[tuple[int, int]]:
    """As a name is written: with a capital, as a word of its own."""
    forms = {
        re.escape(part),
        re.escape(part.upper()),
        re.escape(part[:1].upper() + part[1:].lower()),
    }
    for at in re.finditer(rf"\b(?:{'|'.join(sorted(forms))})\b", text):
        said = part.casefold()
        ordinary = said in _CALENDAR or (said in _WORDS and _begins(text, at.start()))
        if not ordinary or _beside(text, at.start(), whole):
            yield at.start(), at.end()


def _begins(text: str, start: int) -> bool:
    """At the start of a sentence or line, where any word has a capital."""
    before = text[:start].rstrip(" \t")
    return not before or not (before[-1].isalnum() or before[-1] in ",;(")


def _beside(text: str, start: int, whole: list[str]) -> bool:
    before = text[:start].rstrip()
    word = re.search(r"(\w+)\.?$", before)
    if word is None:
        return False
    said = word[1]
    initial = len(said) == 1 and said.isupper() and said not in {"I", "A"}
    dotted = len(said) == 1 and said.isupper() and before.endswith(".")
    others = {part.casefold() for part in whole}
    titled = said.casefold() in _TITLES - {"the"}
    return initial or dotted or titled or said.casefold() in others


def _dates_of(at: re.Match[str]) -> Iterator[date]:
    """The day that is written; of a year of two figures, in this century and the last."""
    said = at["m"]
    month = int(said) if said.isdigit() else 1 + [x[:3] for x in _MONTHS].index(said[:3])
    year = int(at["y"])
    for one in (year,) if year >= _CENTURY else (1900 + year, 2000 + year):
        with contextlib.suppress(ValueError):
            yield date(one, month, int(at["d"]))


def _folded(text: str) -> str:
    """Without accents, letter for letter, so that places stay what they are."""
    made = []
    for char in text:
        plain = _LETTERS.get(char) or unicodedata.normalize("NFKD", char)[:1]
        made.append(plain[:1] or char)
    return "".join(made)


def _around(text: str, start: int, end: int) -> str:
    before, after = max(0, start - _AROUND), min(len(text), end + _AROUND)
    cut = " ".join(text[before:after].split())
    return f"{'…' if before else ''}{cut}{'…' if after < len(text) else ''}"


def _said(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(value: Value) -> date | None:
    if isinstance(value, DateAnswer) and value.earliest and value.earliest == value.latest:
        return date.fromisoformat(value.earliest)
    return None
