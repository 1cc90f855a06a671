from __future__ import annotations

import calendar
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.dates import Reading, read_date, says_not_known

DATA = Path(__file__).parent / "data"
AS_WRITTEN = json.loads((DATA / "dates" / "as_written.json").read_text(encoding="utf-8"))
SHAPES = [
    "{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d} {n} {y}", "{d}-{s}-{y}", "{w} {d} {n} {y}",
    "{y}-{m:02}-{d:02}", "{n} {d}, {y}",
]  # fmt: skip
TIMES = [" {h:02}{m:02} hrs", " at {h:02}:{m:02}", ", {h}.{m:02} hours"]
YEARS = st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31))


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize("row", AS_WRITTEN, ids=[row["text"] for row in AS_WRITTEN])
def test_dates_that_agencies_wrote_are_read_as_a_careful_person_reads_them(row) -> None:
    before = row.get("before")
    day = date.fromisoformat(before) if before else None
    context = Reading("", day, day, "day") if day else None
    found = read_date(row["text"], context=context, default_year=row.get("year"))
    assert (iso(found.earliest), iso(found.latest)) == (row["earliest"], row["latest"])
    assert found.precision == row["precision"]
    assert found.text == row["text"]
    if "time" in row:
        assert found.time == row["time"]


def test_key_events_of_the_child_referral() -> None:
    path = DATA / "referrals" / "Referral form SCR-2026-014 Wronski.docx.json"
    context: Reading | None = None
    for row in json.loads(path.read_text(encoding="utf-8"))["rows"]:
        context = read_date(row.get("raw_cell", row["raw_date"]), context=context)
        assert iso(context.earliest) == row["earliest"]
        assert iso(context.latest) == row["latest"]
        assert context.precision == row["precision"]
        assert (context.time or None) == row["time"]
        assert not context.doubt


@pytest.mark.parametrize(
    "text", ["31/02/2016", "31/06/2025", "29/02/2023", "32/13/2020", "0/1/2020"]
)
def test_an_impossible_date_is_kept_and_has_no_reading(text) -> None:
    found = read_date(text)
    assert found == Reading(text, doubt="There is no such date.")


@pytest.mark.parametrize(
    ("text", "earliest", "doubt"),
    [
        ("1989 (day not known)", "1989-01-01", ""),
        ("Due 28/06/2026", "2026-06-28", "expected"),
        ("1/13/2024", "2024-01-13", "month first"),
        ("Friday 7 February 2026", "2026-02-07", "Saturday"),
        ("O6/06/2025", "2025-06-06", "letter O"),
        ("30.1.88", "1988-01-30", "two figures"),
        ("born 4 April 1991 (34)", "1991-04-04", "Other words"),
        ("13/07/22 (tbc)", "2022-07-13", "uncertain"),
        ("about 22 April 2024", "2024-04-22", "approximate"),
        ("07/02/2026 at 25:00", "2026-02-07", "no such time"),
        ("3rd July 2023 3.15", "2023-07-03", "before or after noon"),
        ("04.07/24", "2024-07-04", "oddly punctuated"),
        ("12/08/1971 (54)", "1971-08-12", ""),
        ("early 2023", "2023-01-01", "part of that year"),
        ("5/3/2024 to 1/3/2024", "2024-03-05", "ends before it begins"),
    ],
)
def test_what_a_person_should_look_at_is_said(text, earliest, doubt) -> None:
    found = read_date(text)
    assert iso(found.earliest) == earliest
    assert doubt in found.doubt
    assert bool(found.doubt) == bool(doubt)


def test_the_british_order_is_never_turned_round() -> None:
    assert read_date("03/04/2021").earliest == date(2021, 4, 3)


@pytest.mark.parametrize("text", ["1430 hrs", "flat 2", "x", "?", "9 pm", "Mother", "1" * 5000])
def test_text_that_is_no_date_is_not_made_into_one(text) -> None:
    found = read_date(text)
    assert (found.earliest, found.latest, found.precision) == (None, None, "none")
    assert found.doubt


@pytest.mark.parametrize(
    "text", ["not known", "Unknown", "N/K", "n/k.", "undated", "Not yet known"]
)
def test_not_known_is_an_answer_and_no_doubt(text) -> None:
    assert says_not_known(text)
    assert read_date(text) == Reading(text)


def test_same_day_without_a_day_before_waits_for_a_person() -> None:
    assert read_date("Same day 19.31 hours").doubt


def test_a_date_without_its_year_says_where_the_year_came_from() -> None:
    found = read_date("16th Apr", default_year=2024)
    assert found.earliest == date(2024, 4, 16)
    assert "taken from nearby" in found.doubt
    assert read_date("16th Apr").earliest is None


@given(st.text(max_size=80), st.integers(1950, 2050) | st.none())
def test_any_text_gives_a_reading_in_order(text, year) -> None:
    found = read_date(text, default_year=year)
    assert found.text == text
    if found.earliest and found.latest:
        assert found.earliest <= found.latest
    if found.precision == "none":
        assert found.earliest is None
        assert found.latest is None


@given(
    st.lists(
        st.sampled_from(
            [*"0123456789/.-: ,()?&", "19", "20", "31", "the", "to", "between", "and", "early",
             "w/c", "same day", "later", "May", "Feb", "hrs", "pm", "overnight", "before", "circa"]
        ),
        max_size=14,
    ).map("".join)
)  # fmt: skip
def test_near_dates_never_trip_the_grammar(text) -> None:
    found = read_date(text, default_year=2024)
    assert not (found.earliest and found.latest) or found.earliest <= found.latest


@given(YEARS, st.sampled_from(SHAPES))
def test_every_day_written_in_full_is_read_back(day, shape) -> None:
    name = calendar.month_name[day.month]
    weekday = calendar.day_name[day.weekday()]
    text = shape.format(d=day.day, m=day.month, y=day.year, n=name, s=name[:3], w=weekday)
    assert read_date(text) == Reading(text, day, day, "day")


@given(YEARS, st.times(), st.sampled_from(TIMES))
def test_a_time_beside_the_date_is_read_in_24_hours(day, time, shape) -> None:
    text = f"{day.day}/{day.month}/{day.year}" + shape.format(h=time.hour, m=time.minute)
    found = read_date(text)
    assert found.time == f"{time.hour:02}:{time.minute:02}"
    assert found.earliest == day
