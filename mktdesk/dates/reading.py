"""Dates as people write them on forms and in chronologies, in British order.

The text is always kept as written. A reading says what is known (earliest, latest, how
precise, the hour) and, when a person should look, why. Nothing is corrected: an impossible
date has no reading. Readings of words: early = 1st-10th, mid = 11th-20th, late or end =
21st to the month's end; spring = March-May and so on; autumn term = September-December,
spring term = 1 January-15 April, summer term = 15 April-31 July; w/c = that day and six
more; two-digit years are 20xx up to 49.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from mktdesk.dates.spans import ImpossibleError, Precision, Setting, span_of
from mktdesk.dates.times import Clock, peel_time

_LONGEST = 200  # characters; nobody writes a longer date, and the search below stays quick

_ABOUT = re.compile(
    r"(?:on or (?:around|about)|approx(?:imately|\.)?|about|around|circa|roughly|c\.|c) ?(?=\S)"
)
_UNSURE = re.compile(r"(?:possibly|probably|perhaps|maybe|believed(?: to be)?|thought to be|\?) ?")
_DUE = re.compile(r"(?:due(?: date)?(?: on)?|edd|expected(?: on)?)[: ]+")
_UNKNOWN = re.compile(
    r"(?:the )?(?:date )?(?:of birth )?(?:is )?(?:currently )?"
    r"(?:not (?:yet )?known|unknown|not recorded|not given|not stated|undated|n/?k|tbc"
    r"|to be confirmed)(?: at (?:this|present) ?(?:time|stage)?)?"
)
_UNSURE_NOTE = re.compile(
    r"tbc|\?+|to be (?:checked|confirmed)|uncertain|not sure|approx\w*\.?|unconfirmed"
)
_PART_NOTE = re.compile(
    r"(?:exact )?(?:day|month|date|day and month)(?: is)? (?:not known|unknown|n/?k)"
)
_AGE_NOTE = re.compile(r"(?:aged? )?\d{1,3}(?: ?(?:years?|yrs?|months?|weeks?)(?: old)?)?")
_TIDY = str.maketrans(
    {"\u00ad": "", "\u200b": "", "\ufeff": "", "\u2019": "'", "\u2018": "'", "\u201d": '"',
     "\u201c": '"', "\u2013": "-", "\u2014": "-", "\u2012": "-", "\u2011": "-", "\u2010": "-"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a written date says.

    text as written; earliest and latest inclusive, None when open, unknown or impossible;
    time "HH:MM" in 24 hours, or ""; doubt: why a person should look, or "".
    """

    text: str
    earliest: date | None = None
    latest: date | None = None
    precision: Precision = "none"
    time: str = ""
    doubt: str = ""


def read_date(
    text: str, *, context: Reading | None = None, default_year: int | None = None
) -> Reading:
    """Read one written date, perhaps with a time beside it. Never raises.

    context is the reading of the row before, for "same day" and dates without a year;
    default_year is the year of a heading above. Text that holds no date comes back with
    precision "none" and, unless it says that the date is not known, a doubt.
    """
    setting = _setting(context, default_year)
    tidy = _tidy(text)
    if not tidy or says_not_known(tidy):
        return Reading(text)
    if len(tidy) > _LONGEST:
        return Reading(text, doubt="No date could be read in this text.")
    try:
        found = _whole(tidy, setting) or _beside_words(tidy, setting)
    except ImpossibleError:
        return Reading(text, doubt="There is no such date.")
    if found is None:
        return Reading(text, doubt="No date could be read in this text.")
    return replace(found, text=text)


def says_not_known(text: str) -> bool:
    """Whether the whole text says that the date, or answer, is not known."""
    tidy = re.sub(r"\([^()]*\)", "", _tidy(text)).strip(" .-")
    return bool(_UNKNOWN.fullmatch(tidy))


def _setting(context: Reading | None, default_year: int | None) -> Setting:
    before = None if context is None else context.latest or context.earliest
    if default_year is None and before is not None:
        default_year = before.year
    return Setting(before, default_year)


def _tidy(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_TIDY)).translate(_TIDY).casefold()
    return " ".join(plain.split())


def _whole(text: str, setting: Setting) -> Reading | None:
    """The text is a date and nothing else, but for a time, a remark in brackets, a doubt."""
    text, doubts = _without_remarks(text)
    impossible: ImpossibleError | None = None
    for head, clock in ((text, Clock("")), *peel_time(text)):
        try:
            span = span_of(head, setting)
        except ImpossibleError as error:
            impossible = error  # "7/2/26 - 19.31" is no range of dates, but a date and a time
            continue
        if span is not None:
            doubts += [doubt for doubt in (clock.doubt, span.doubt) if doubt]
            return Reading(
                "", span.earliest, span.latest, span.precision, clock.time, " ".join(doubts)
            )
    if impossible:
        raise impossible
    return None


def _without_remarks(text: str) -> tuple[str, list[str]]:
    """Leave out remarks in brackets and words of doubt, and say so."""
    doubts: list[str] = []
    for note in re.findall(r"\(([^()]*)\)", text):
        if _UNSURE_NOTE.fullmatch(note):
            doubts.append("It is marked as uncertain.")
        elif not (_PART_NOTE.fullmatch(note) or _AGE_NOTE.fullmatch(note)):
            doubts.append("Other words stand beside the date.")
    text = " ".join(re.sub(r"\([^()]*\)", " ", text).split()).strip(" ,;:")
    if text.endswith("?") and len(text) > 1:
        text = text.rstrip("? ")
        doubts.append("It is marked as uncertain.")
    for pattern, doubt in (
        (_UNSURE, "It is marked as uncertain."),
        (_ABOUT, "It is written as approximate."),
        (_DUE, "It is an expected date."),
    ):
        found = pattern.match(text)
        if found and found.end() < len(text) and (pattern is not _UNSURE or found.end()):
            text = text[found.end() :]
            doubts.append(doubt)
    return text.rstrip(".,;: ") if text[-1:] in ".,;:" else text, doubts


def _beside_words(text: str, setting: Setting) -> Reading | None:
    """The longest run of words that is a date, where other words stand beside it."""
    words = text.replace(",", " ").replace(";", " ").split()
    if len(words) > 24:  # noqa: PLR2004 - a sentence, not a date
        return None
    for size in range(min(len(words) - 1, 8), 0, -1):
        for start in range(len(words) - size + 1):
            run = " ".join(words[start : start + size])
            if not re.search(r"\d", run):
                continue
            found = _whole(run, setting)
            if found is not None and found.precision != "none":
                beside = "Other words stand beside the date."
                doubt = found.doubt if beside in found.doubt else f"{found.doubt} {beside}".strip()
                return replace(found, doubt=doubt)
    return None
