"""The answers a form can hold, and their one JSON shape.

A book stores the JSON, the pages and documents use the types. ``None`` is "blank": the
question has not been answered. "Not known" is an answer (App 1 section 1.1, R359).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Precision = Literal["day", "month", "part-month", "season", "year", "range", "none"]
YesNoAnswer = Literal["yes", "no", "not_known"]


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The person says that nobody knows."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes, no or not known, with the details the question asks for ("if so, who…")."""

    answer: YesNoAnswer
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DateAnswer:
    """A date as written and what is known of it.

    earliest, latest: ISO dates "YYYY-MM-DD" or "" (open, unknown or impossible).
    time: "HH:MM", 24 hours, or "". doubt: why a person should look, or "".
    variant: which event it dates, where the form asks ("death", "serious_incident").
    """

    text: str
    earliest: str = ""
    latest: str = ""
    precision: Precision = "none"
    time: str = ""
    doubt: str = ""
    variant: str = ""


Value: TypeAlias = str | tuple[str, ...] | NotKnown | YesNo | DateAnswer | None


def to_json(value: Value) -> Json:
    """The stored shape of a value: str, list of str, null, or an object tagged ``t``."""
    match value:
        case None | str():
            return value
        case tuple():
            return list(value)
        case NotKnown():
            return {"t": "not_known"}
        case YesNo(answer, detail):
            return {"t": "yes_no", "answer": answer, "detail": detail}
        case DateAnswer():
            return {
                "t": "date",
                "text": value.text,
                "earliest": value.earliest,
                "latest": value.latest,
                "precision": value.precision,
                "time": value.time,
                "doubt": value.doubt,
                "variant": value.variant,
            }


_STRANGE = "not a stored answer"
_YES_NO: dict[str, YesNoAnswer] = {"yes": "yes", "no": "no", "not_known": "not_known"}
_PRECISIONS: dict[str, Precision] = {
    "day": "day",
    "month": "month",
    "part-month": "part-month",
    "season": "season",
    "year": "year",
    "range": "range",
    "none": "none",
}


def from_json(raw: Json) -> Value:
    """The value of a stored shape. Raises ValueError for a shape that `to_json` never makes."""
    match raw:
        case None | str():
            return raw
        case list() if all(isinstance(item, str) for item in raw):
            return tuple(str(item) for item in raw)
        case {"t": "date", "text": str(text), **rest}:
            return _date(text, rest)
        case {"t": "not_known"}:
            return NotKnown()
        case {"t": "yes_no", "answer": str(answer), "detail": str(detail)} if answer in _YES_NO:
            return YesNo(_YES_NO[answer], detail)
    raise ValueError(_STRANGE)


def _date(text: str, rest: Mapping[object, object]) -> DateAnswer:
    get = rest.get
    known = get("earliest", ""), get("latest", ""), get("time", ""), get("doubt", "")
    variant, precision = get("variant", ""), get("precision", "none")
    match (*known, variant, precision):
        case (str(a), str(b), str(c), str(d), str(e), str(p)) if p in _PRECISIONS:
            return DateAnswer(text, a, b, _PRECISIONS[p], c, d, e)
    raise ValueError(_STRANGE)


def is_blank(value: Value) -> bool:
    """Nothing has been answered yet."""
    match value:
        case None | "" | ():
            return True
        case str():
            return not value.strip()
        case DateAnswer():
            return not value.text.strip()
    return False


def precedes(one: Value, other: Value) -> bool:
    """Whether a date lies wholly before another, however exactly each is known."""
    if not isinstance(one, DateAnswer) or not isinstance(other, DateAnswer):
        return False
    return bool(one.latest and other.earliest and one.latest < other.earliest)
