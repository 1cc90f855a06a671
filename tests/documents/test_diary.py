from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from mktdesk.calendar import LONDON
from mktdesk.documents.diary import DiaryEntry, diary_file

MADE = datetime(2026, 11, 21, 9, 0, 5, tzinfo=UTC)
ENTRY = DiaryEntry("a-1@x", "SCR-2026-014: Chair's decision", date(2026, 12, 1))
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")) | st.just("\n"))


def unfolded(data: bytes) -> list[str]:
    """The lines as a reader of RFC 5545 joins them."""
    assert data.endswith(b"\r\n")
    return data[:-2].replace(b"\r\n ", b"").decode().split("\r\n")


def events(data: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in unfolded(data):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = value
    return found


def read(text: str) -> str:
    made, letters = "", iter(text)
    for letter in letters:
        if letter == "\\":
            letter = {"n": "\n"}.get(after := next(letters), after)  # noqa: PLW2901
        made += letter
    return made


def test_the_whole_file_of_one_day() -> None:
    assert unfolded(diary_file([ENTRY], MADE)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mktdesk//mktdesk//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:a-1@x",
        "DTSTAMP:20261121T090005Z",
        "DTSTART;VALUE=DATE:20261201",
        "DTEND;VALUE=DATE:20261202",
        "SUMMARY:SCR-2026-014: Chair's decision",
        "CLASS:CONFIDENTIAL",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_moment_is_said_in_utc_and_what_may_apply_is_tentative() -> None:
    moment = datetime(2026, 6, 1, 14, 30, tzinfo=LONDON)
    (event,) = events(diary_file([DiaryEntry("b", "x", moment.date(), moment, unsure=True)], MADE))
    assert event["DTSTART"] == "20260601T133000Z"
    assert event["STATUS"] == "TENTATIVE"
    assert "DTEND;VALUE=DATE" not in event


@given(WORDS, WORDS)
def test_any_words_come_back_and_no_line_is_too_long(uid: str, summary: str) -> None:
    data = diary_file([DiaryEntry(uid, summary, date(2026, 12, 1))], MADE)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        line.decode()  # never broken inside a letter
    (event,) = events(data)
    assert (read(event["UID"]), read(event["SUMMARY"])) == (uid, summary)
