from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.desk.reading import read_date
from mktdesk.forms.values import DateAnswer
from ui.fields.dateparts import DateParts, joined, parts_of, reading, says_more, split


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (DateParts("2", "11", "1998"), "2 November 1998"),
        (DateParts("02", "Nov", "1998"), "2 Nov 1998"),
        (DateParts("", "11", "1998"), "November 1998"),
        (DateParts("", "", "1998"), "1998"),
        (DateParts("31", "2", "2016"), "31 February 2016"),
        (DateParts("7", "13", "2016"), "7 13 2016"),
        (DateParts("7", "2", "2026", "19:31"), "7 February 2026 19:31"),
        (DateParts(), ""),
        (DateParts(" ", " ", " "), ""),
    ],
)
def test_the_boxes_make_one_text(parts: DateParts, text: str) -> None:
    assert joined(parts) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3/4/2019", DateParts("3", "4", "2019")),
        ("03.04.2019", DateParts("03", "04", "2019")),
        ("2 November 1998", DateParts("2", "11", "1998")),
        ("2nd Nov 1998", DateParts("2", "11", "1998")),
        ("Sept 1998", DateParts("", "9", "1998")),
        ("1989", DateParts("", "", "1989")),
        ("31 February 2016", DateParts("31", "2", "2016")),
        ("31/02/2016", DateParts("31", "02", "2016")),
        ("1989 (day not known)", None),
        ("Same day 19.31 hours", None),
        ("Spring 1999", None),
        ("yesterday", None),
    ],
)
def test_a_text_goes_into_the_boxes_only_when_they_can_say_it_all(text, parts) -> None:
    assert split(text, with_time=False) == parts


def test_a_time_goes_into_its_box_where_there_is_one() -> None:
    assert split("7 February 2026, 19:31", with_time=True) == DateParts("7", "2", "2026", "19:31")
    assert split("7 February 2026 19:31", with_time=False) is None


def test_a_day_said_another_way_fills_the_boxes_and_keeps_its_words() -> None:
    answer = DateAnswer("Same day 19.31 hours", "2026-02-07", "2026-02-07", "day", "19:31")
    assert parts_of(answer, with_time=True) == DateParts("7", "2", "2026", "19:31")
    assert says_more(answer, with_time=True)


def test_what_is_known_of_a_date_is_said_in_words() -> None:
    day = DateAnswer("x", "1998-11-02", "1998-11-02", "day", "14:30")
    assert reading(day) == "Mon 2 Nov 1998, 14:30"
    assert reading(DateAnswer("x", "1998-11-01", "1998-11-30", "month")) == (
        "some time in November 1998"
    )
    assert reading(DateAnswer("x", "1989-01-01", "1989-12-31", "year")) == "some time in 1989"
    season = DateAnswer("x", "1999-03-01", "1999-05-31", "season")
    assert reading(season) == "between Mon 1 Mar 1999 and Mon 31 May 1999"
    assert reading(DateAnswer("31/02/2016", doubt="there is no such day")) == ""


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_typed_into_the_boxes_is_read_as_that_day(day) -> None:
    typed = joined(DateParts(str(day.day), str(day.month), str(day.year)))
    answer = read_date(typed)
    assert answer.earliest == answer.latest == day.isoformat()
    assert parts_of(answer, with_time=False) == DateParts(
        str(day.day), str(day.month), str(day.year)
    )


@given(st.integers(1, 12), st.integers(1900, 2090))
def test_a_month_typed_into_the_boxes_is_read_as_that_month(month: int, year: int) -> None:
    answer = read_date(joined(DateParts("", str(month), str(year))))
    assert answer.precision == "month"
    assert parts_of(answer, with_time=False) == DateParts("", str(month), str(year))


@given(st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_a_time_typed_beside_the_day_is_read(moment) -> None:
    time = f"{moment:%H:%M}"
    typed = joined(DateParts(str(moment.day), str(moment.month), str(moment.year), time))
    answer = read_date(typed)
    assert (answer.earliest, answer.time) == (moment.date().isoformat(), time)
    parts = parts_of(answer, with_time=True)
    assert parts is not None
    assert parts.time == time


@given(st.text(max_size=40))
def test_no_text_is_lost_on_its_way_through_the_boxes(text: str) -> None:
    parts = split(text, with_time=True)
    if parts is not None:
        again = split(joined(parts), with_time=True)
        assert again is not None
        assert joined(again) == joined(parts)
