"""What a written date spans: one small reader for each way of writing it.

Text comes in tidied (see `mktdesk.dates.reading`): lower case, single spaces, plain hyphens.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "part-month", "season", "year", "range", "none"]

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_TERMS = {"autumn": ((9, 1), (12, 31)), "spring": ((1, 1), (4, 15)), "summer": ((4, 15), (7, 31))}
_M = "(?P<m>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_D = r"(?P<d>\d{1,2}) ?(?:st|nd|rd|th)?"
_Y = r"(?P<y>(?:19|20)\d\d|'?\d\d)"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_WEEKDAY = re.compile(r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? (?=\S)")
_DAY_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<d>\d{1,2}) ?(?P<s>[/.-]) ?(?P<mn>\d{1,2}) ?(?P<t>[/.-]) ?(?P<y>\d{4}|'?\d\d)",
        r"(?P<y>(?:19|20)\d\d)-(?P<mn>\d\d)-(?P<d>\d\d)",
        rf"{_D}(?: of)?[ ,/-]*{_M}(?:[ ,/-]+{_Y}|(?P<none>))",
        rf"{_M} {_D}(?:,? {_YEAR}|(?P<none>))",
        r"(?P<d>\d\d)(?P<mn>\d\d)(?P<y>(?:19|20)\d\d)",
        r"(?P<run>)(?P<d>\d\d)(?P<mn>\d\d)(?P<y>\d\d)",
        r"(?P<d>\d{1,2})[/.](?P<mn>\d{1,2})(?P<none>)",
    )
)
_MONTH_FORM = re.compile(rf"{_M}[ ,/-]*{_Y}|(?P<mn>0?[1-9]|1[0-2])/{_YEAR.replace('<y>', '<y2>')}")
_PART = re.compile(
    r"(?P<part>early|the beginning of|beginning of|the start of|start of|mid|middle of|"
    r"the middle of|late|towards the end of|the end of|end of|end)(?: in)?[ -]+(?P<rest>.+)"
)
_SAME = re.compile(r"same (?:day|date)|as above|ditto|do|\"|''|on the same day")
_LATER = re.compile(r"(?:the )?(?P<next>next|following) day|(?P<n>\w+) (?P<unit>day|week)s? later")
_RANGE_WORDS = re.compile(r"(?:between|from) (?P<a>.+?) (?:and|to|until|till) (?P<b>.+)")
_RANGE_MARKS = (" to ", " until ", " - ", " and ", " & ", "&", "-", "/")
_OPEN = re.compile(
    r"(?P<word>before|prior to|by|until|up to|after|since|from|following) "
    r"(?P<rest>.+?)(?: onwards)?"
)
_WEEK = re.compile(
    r"(?P<word>w/?c|w/?b|week (?:commencing|beginning)|w/?e|week ending)[: ]+(?P<rest>.+)"
)
_SEASON = re.compile(
    rf"(?P<season>spring|summer|autumn|winter)(?P<term> term)?(?: of)?,? {_YEAR}(?:/\d\d(?:\d\d)?)?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Earliest and latest day, inclusive; None is open or unknown. doubt as in `Reading`."""

    earliest: date | None
    latest: date | None
    precision: Precision
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What may be borrowed from outside the text: the row before, and a year."""

    before: date | None
    year: int | None


class ImpossibleError(ValueError):
    """It has the shape of a date, and there is no such day."""


def span_of(text: str, setting: Setting) -> Span | None:
    """What the text spans, or None where it is not a date. Raises ImpossibleError."""
    readers: tuple[Callable[[str, Setting], Span | None], ...] = (
        _relative, _day, _month, _week, _part, _season, _year, _overnight, _range, _open
    )  # fmt: skip
    for reader in readers:
        span = reader(text, setting)
        if span is not None:
            return span
    return None


def _relative(text: str, setting: Setting) -> Span | None:
    later = _LATER.fullmatch(text)
    if not (later or _SAME.fullmatch(text)):
        return None
    days = 0
    if later:
        word = later["n"] or "one"
        count = _COUNTS.get(word, int(word) if re.fullmatch(r"\d{1,3}", word) else None)
        if count is None:
            return None
        days = count * (7 if later["unit"] == "week" else 1)
    if setting.before is None:
        return Span(None, None, "none", "It counts from a date that is not here.")
    try:
        day = setting.before + timedelta(days)
    except OverflowError:
        return None
    return Span(day, day, "day")


def _day(text: str, setting: Setting) -> Span | None:
    weekday = _WEEKDAY.match(text)
    body = text[weekday.end() :] if weekday else text
    doubts: list[str] = []
    fixed = re.sub(r"\bo(?=\d[/. -])|(?<=[/.-])o(?=\d)", "0", body)
    if fixed != body:
        doubts.append("A letter O stands for a nought.")
    redacted = re.fullmatch(rf"[\u2588x_*?]+ {_M} {_YEAR}", fixed)
    if redacted:
        return _month_span(int(redacted["y"]), _MONTHS[redacted["m"]], "The day is blacked out.")
    for pattern in _DAY_FORMS:
        found = pattern.fullmatch(fixed)
        if found:
            day = _day_of(found, setting, doubts)
            if day is None:
                return Span(None, None, "none", "The year is not given.")
            if weekday and not _WEEKDAYS[day.weekday()].startswith(weekday[1][:3]):
                doubts.append(f"That date is a {_WEEKDAYS[day.weekday()].capitalize()}.")
            return Span(day, day, "day", " ".join(doubts))
    return None


def _day_of(found: re.Match[str], setting: Setting, doubts: list[str]) -> date | None:
    parts = found.groupdict()
    month = int(parts["mn"]) if parts.get("mn") else _MONTHS[parts["m"]]
    year = _year_of(parts["y"], doubts) if parts.get("y") else setting.year
    if parts.get("s") and parts["s"] != parts["t"]:
        doubts.append("It is oddly punctuated.")
    if parts.get("run") is not None:
        doubts.append("It is six figures run together.")
    if year is None:
        return None
    if not parts.get("y"):
        doubts.append("The year is not given; it was taken from nearby.")
    number = int(parts["d"])
    if month > 12 >= number and parts.get("y"):  # noqa: PLR2004 - months
        doubts.append("It is written month first.")
        number, month = month, number
    try:
        return date(year, month, number)
    except ValueError as error:
        raise ImpossibleError from error


def _year_of(digits: str, doubts: list[str]) -> int:
    digits = digits.strip("'")
    year = int(digits)
    if len(digits) == 2:  # noqa: PLR2004 - figures
        if year < 50:  # noqa: PLR2004 - see the module's reading of two-digit years
            return 2000 + year
        doubts.append("The year has two figures.")
        return 1900 + year
    if not 1850 <= year <= 2150:  # noqa: PLR2004 - lives that a review can meet
        raise ImpossibleError
    return year


def _month(text: str, setting: Setting) -> Span | None:
    found = _MONTH_FORM.fullmatch(text)
    if not found:
        bare = re.fullmatch(_M, text)
        if bare and setting.year is not None:
            doubt = "The year is not given; it was taken from nearby."
            return _month_span(setting.year, _MONTHS[bare["m"]], doubt)
        return None
    doubts: list[str] = []
    year = _year_of(found["y"] or found["y2"], doubts)
    month = int(found["mn"]) if found["mn"] else _MONTHS[found["m"]]
    return _month_span(year, month, " ".join(doubts))


def _month_span(year: int, month: int, doubt: str) -> Span:
    last = calendar.monthrange(year, month)[1]
    return Span(date(year, month, 1), date(year, month, last), "month", doubt)


def _part(text: str, setting: Setting) -> Span | None:
    found = _PART.fullmatch(text)
    if not found:
        return None
    whole = _month(found["rest"], setting)
    if whole is None or whole.earliest is None or whole.latest is None:
        year = _year(found["rest"], setting)
        return year and replace(year, doubt="Only part of that year is meant.")
    first = whole.earliest
    if found["part"].startswith(("early", "beginning", "start", "the beginning", "the start")):
        return Span(first, first.replace(day=10), "part-month", whole.doubt)
    if "mid" in found["part"]:
        return Span(first.replace(day=11), first.replace(day=20), "part-month", whole.doubt)
    return Span(first.replace(day=21), whole.latest, "part-month", whole.doubt)


def _season(text: str, _setting: Setting) -> Span | None:
    found = _SEASON.fullmatch(text)
    if not found:
        return None
    name, year = found["season"], int(found["y"])
    if found["term"]:
        if name not in _TERMS:
            return None
        (m1, d1), (m2, d2) = _TERMS[name]
        return Span(date(year, m1, d1), date(year, m2, d2), "season")
    first, last = _SEASONS[name]
    until = _month_span(year + (last < first), last, "")
    return Span(date(year, first, 1), until.latest, "season")


def _year(text: str, _setting: Setting) -> Span | None:
    found = re.fullmatch(_YEAR, text)
    if not found:
        return None
    year = int(found["y"])
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def _week(text: str, setting: Setting) -> Span | None:
    found = _WEEK.fullmatch(text)
    day = found and _day(found["rest"], setting)
    if not found or not day or day.earliest is None:
        return None
    six = timedelta(6)
    if found["word"].endswith(("e", "ending")):
        return Span(day.earliest - six, day.earliest, "range", day.doubt)
    return Span(day.earliest, day.earliest + six, "range", day.doubt)


def _overnight(text: str, setting: Setting) -> Span | None:
    found = re.fullmatch(r"(?:overnight|night of)(?: on)? (?P<rest>.+)", text)
    return _range(found["rest"], setting) or _day(found["rest"], setting) if found else None


def _range(text: str, setting: Setting) -> Span | None:
    found = _RANGE_WORDS.fullmatch(text)
    pairs = [(found["a"], found["b"])] if found else []
    if not found:
        for mark in _RANGE_MARKS:
            at = text.find(mark)
            while at > 0:
                pairs.append((text[:at], text[at + len(mark) :]))
                at = text.find(mark, at + 1)
    for left, right in pairs:
        span = _joined(left.strip(), right.strip(), setting)
        if span is not None:
            return span
    return None


def _joined(left: str, right: str, setting: Setting) -> Span | None:
    """Two ends of a range; the first may borrow its month and year from the second."""
    end = _day(right, setting) or _month(right, setting) or _year(right, setting)
    if end is None or end.earliest is None or end.latest is None:
        return None
    start: Span | None = None
    if re.fullmatch(r"\d{1,2} ?(?:st|nd|rd|th)?", left) and end.precision == "day":
        left = f"{re.sub('[^0-9]', '', left)}/{end.earliest.month}/{end.earliest.year}"
    elif re.fullmatch(_M, left):
        left = f"{left} {end.earliest.year}"
    near = Setting(setting.before, end.earliest.year)
    start = _day(left, near) or _month(left, near) or _year(left, near)
    if start is None or start.earliest is None:
        return None
    doubt = end.doubt or (start.doubt if not start.doubt.startswith("The year is not") else "")
    if start.earliest > end.latest:
        return Span(start.earliest, None, "range", "It ends before it begins.")
    return Span(start.earliest, end.latest, "range", doubt)


def _open(text: str, setting: Setting) -> Span | None:
    found = _OPEN.fullmatch(text)
    inner = found and (
        _day(found["rest"], setting)
        or _month(found["rest"], setting)
        or _year(found["rest"], setting)
    )
    if not found or not inner or inner.earliest is None:
        return None
    if found["word"] in {"after", "since", "from", "following"}:
        return Span(inner.earliest, None, "range", inner.doubt)
    return Span(None, inner.latest, "range", inner.doubt)
