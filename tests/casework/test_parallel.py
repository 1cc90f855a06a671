"""Processes beside a review: what is under way, and what it holds up here."""

from __future__ import annotations

from collections.abc import Callable

from mktdesk.casework import parallel
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import DateAnswer

Make = Callable[..., Answers]
Day = Callable[[str], DateAnswer]


def test_what_is_under_way_comes_first_with_contact_and_next_day(tables: Make, day: Day) -> None:
    answers = tables(
        parallel=(
            {"process": "psirf", "state": "ended"},
            {
                "process": "coroner",
                "state": "open",
                "contact_name": "Coroner's officer",
                "next_date": day("2027-02-16"),
            },
        )
    )
    first, second = parallel.beside(answers)
    assert (first.process, first.contact, first.next_day, first.ended) == (
        "coroner", "Coroner's officer", "2027-02-16", False,
    )  # fmt: skip
    assert (second.process, second.state, second.ended) == ("psirf", "ended", True)


def test_only_what_is_not_ended_holds_something_up(tables: Make, day: Day) -> None:
    holds = ("publication", "interviews")
    answers = tables(
        parallel=(
            {"process": "criminal", "state": "open", "holds": holds},
            {"process": "coroner", "state": "ended", "holds": holds},
            {"process": "iopc", "state": "open", "ended": day("2026-03-01"), "holds": holds},
        )
    )
    found = parallel.holding(answers, parallel.PUBLICATION)
    assert [one.process for one in found] == ["criminal"]
    assert parallel.holding(answers, parallel.FINISH) == ()
    assert parallel.open_of(answers, ("coroner", "criminal"))
    assert not parallel.open_of(answers, ("coroner", "iopc"))


def test_days_that_do_not_agree_are_told(tables: Make, day: Day) -> None:
    answers = tables(
        parallel=(
            {"begun": day("2026-03-02"), "ended": day("2026-03-01"), "state": "open"},
            {"begun": day("2026-03-01"), "ended": day("2026-03-02"), "state": "ended"},
        )
    )
    told = {one.row: one.doubts for one in parallel.beside(answers)}
    assert told["r0"] == (
        "It ended on 2026-03-01, before it began.",
        "It has a day of ending, and is not marked as ended.",
    )
    assert told["r1"] == ()


def test_before_a_publication_every_criminal_or_coroners_process_is_thought_of(
    tables: Make, day: Day
) -> None:
    answers = tables(
        parallel=(
            {"process": "coroner", "state": "open", "next_date": day("2027-02-16")},
            {"process": "criminal", "state": "ended"},
            {"process": "psirf", "state": "open"},
            {"process": "iopc", "state": "open", "holds": ("publication", "finish")},
        )
    )
    called = {"coroner": "Inquest", "iopc": "IOPC", "criminal": "Trial", "psirf": "PSIRF"}
    inquest, iopc = parallel.cautions(answers, parallel.PUBLICATION, called)
    assert inquest.startswith("Inquest: not ended, next date Tue 16 Feb 2027. Consider the timing")
    assert iopc == "IOPC: not ended. It is recorded as holding up publication."
    assert parallel.cautions(answers, parallel.FINISH, called) == (
        "IOPC: not ended. It is recorded as holding up the end of the review.",
    )
    assert parallel.cautions(answers, parallel.INTERVIEWS, called) == ()
