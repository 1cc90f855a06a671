"""Requests to agencies: due, late, returned, secured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mktdesk.calendar import england_and_wales
from mktdesk.casework.requests import (
    RequestStanding,
    RequestState,
    glance,
    lateness,
    missing_returns,
    not_secured,
    request_standings,
)
from mktdesk.casework.situation import Happened, Situation
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits.process_base import Span
from mktdesk.toolkits.process_people import Contribution
from mktdesk.toolkits.process_schema import Process

Make = Callable[..., Answers]
Day = Callable[[str], DateAnswer]
TODAY = date(2026, 3, 16)  # a Monday

_PROCESS = Process(
    contribution=(
        Contribution(
            "information", "Information", after="received", within=Span(10, "working_day")
        ),
        Contribution("chronology", "Chronology", before="report"),
        Contribution("report", "Agency report"),
    )
)
_NOW = Situation("scr", events={"received": Happened(date(2026, 3, 2))})


def standings(answers: Answers, now: Situation = _NOW) -> tuple[RequestStanding, ...]:
    return request_standings(_PROCESS, now, answers, TODAY, england_and_wales())


def row(**more: Value) -> dict[str, Value]:
    return {"agency": "Health", "contribution": "information", **more}


def test_a_due_day_nobody_typed_is_worked_out_from_the_toolkit(tables: Make, day: Day) -> None:
    (one,) = standings(tables(request=(row(asked=day("2026-03-03")),)))
    assert (one.due, one.state) == ("2026-03-16", RequestState.DUE_TODAY)
    assert one.worked_out is not None
    (typed,) = standings(tables(request=(row(asked=day("2026-03-03"), due=day("2026-03-20")),)))
    assert (typed.due, typed.worked_out, typed.state) == ("2026-03-20", None, RequestState.ASKED)


def test_correcting_the_start_moves_what_rests_on_it(tables: Make, day: Day) -> None:
    answers = tables(request=(row(asked=day("2026-03-03")),))
    later = Situation("scr", events={"received": Happened(date(2026, 3, 4))})
    assert standings(answers, later)[0].due == "2026-03-18"
    assert standings(answers, Situation("scr"))[0].due == ""


def test_late_is_counted_in_days_for_what_is_out_and_for_what_came_late(
    tables: Make, day: Day
) -> None:
    due = day("2026-03-10")
    rows = (
        row(asked=day("2026-03-03"), due=due),
        row(asked=day("2026-03-03"), due=due, received=day("2026-03-12")),
        row(asked=day("2026-03-03"), due=due, received=day("2026-03-09")),
        row(asked=day("2026-03-03"), due=due, nil_return=YesNo("yes"), received=day("2026-03-11")),
        row(due=due),
    )
    found = standings(tables(request=rows))
    assert [(one.state, one.late) for one in found] == [
        (RequestState.LATE, 6),
        (RequestState.RECEIVED, 2),
        (RequestState.RECEIVED, 0),
        (RequestState.NIL, 1),
        (RequestState.NOT_ASKED, 0),
    ]
    assert found[1].words == "Received Thu 12 Mar 2026, late by 2 days"


@pytest.mark.rule("R199")
def test_what_a_decision_would_be_made_without_is_listed(tables: Make, day: Day) -> None:
    rows = (
        row(asked=day("2026-03-03")),
        row(agency="Police", received=day("2026-03-05")),
        row(agency="School", nil_return=YesNo("yes")),
    )
    missing = missing_returns(standings(tables(request=rows)))
    assert [one.agency for one in missing] == ["Health"]


@pytest.mark.rule("R35")
def test_an_agency_has_secured_its_records_once_one_of_its_rows_says_so(
    tables: Make, day: Day
) -> None:
    rows = (
        row(secured="asked"),
        row(agency="Police", secured="original"),
        row(agency="police", contribution="report"),
        row(agency="School", secured="none"),
    )
    assert not_secured(standings(tables(request=rows))) == ("Health",)


@pytest.mark.rule("R248")
def test_a_chronology_due_after_the_report_is_pointed_out(tables: Make, day: Day) -> None:
    rows = (
        row(contribution="chronology", due=day("2026-04-20")),
        row(contribution="report", due=day("2026-04-10")),
        row(agency="Police", contribution="chronology", due=day("2026-04-20")),
    )
    found = standings(tables(request=rows))
    assert found[0].doubts == (
        "Chronology is due Mon 20 Apr 2026, after Agency report: Fri 10 Apr 2026.",
    )
    assert found[2].doubts == ()


def test_what_cannot_be_so_is_a_doubt(tables: Make, day: Day) -> None:
    rows = (
        row(asked=day("2026-03-05"), received=day("2026-03-03")),
        row(nil_return=YesNo("yes"), secured="original"),
    )
    found = standings(tables(request=rows))
    assert [one.doubts for one in found] == [
        ("It was received before it was asked for.",),
        ("It is a nil return, and records were secured.",),
    ]


@pytest.mark.rule("R249")
def test_lateness_is_counted_for_each_agency(tables: Make, day: Day) -> None:
    due = day("2026-03-10")
    rows = (
        row(asked=day("2026-03-03"), due=due, chased="Mon 9 Mar 2026\nWed 11 Mar 2026: rang"),
        row(agency="health ", contribution="report", asked=day("2026-03-03"), due=due,
            received=day("2026-03-12")),
        row(agency="Police", asked=day("2026-03-03"), due=due, received=day("2026-03-10")),
        row(agency="School"),
    )  # fmt: skip
    found = lateness(standings(tables(request=rows)))
    told = [(x.agency, x.asked, x.answered, x.out, x.late, x.worst, x.chased) for x in found]
    assert told == [("Health", 2, 1, 1, 2, 6, 2), ("Police", 1, 1, 0, 0, 0, 0)]


@pytest.mark.rule("R192")
def test_a_return_that_says_nothing_of_one_of_the_family_is_incomplete(
    tables: Make, day: Day
) -> None:
    rows = (
        row(received=day("2026-03-12"), left_out="The grandmother"),
        row(agency="Police", received=day("2026-03-12")),
        row(agency="School", nil_return=YesNo("yes"), left_out="The grandmother"),
    )
    found = standings(tables(request=rows))
    assert [one.state for one in found] == [
        RequestState.INCOMPLETE,
        RequestState.RECEIVED,
        RequestState.NIL,
    ]
    assert found[0].words == "Received Thu 12 Mar 2026. Incomplete: The grandmother"
    assert [one.agency for one in missing_returns(found)] == ["Health"]


def test_chasing_is_counted_and_its_last_time_said(tables: Make) -> None:
    noted = "Mon 9 Mar 2026: letter\n\nWed 11 Mar 2026: rang\n"
    one, never = standings(tables(request=(row(chased=noted), row(agency="Police"))))
    assert one.chased_words == "Chased twice, last: Wed 11 Mar 2026: rang"
    assert never.chased_words == ""


def test_all_requests_at_a_glance(tables: Make, day: Day) -> None:
    assert glance(tables()) == "None asked yet"
    rows = (row(received=day("2026-03-12")), row(nil_return=YesNo("yes")), row())
    assert glance(tables(request=rows)) == "2 of 3 answered"
