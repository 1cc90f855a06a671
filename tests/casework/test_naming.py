"""What a bulletin may give away of a case: found as people write it, with few false alarms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.naming import Known, known_of, named_in
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer
from mktdesk.toolkits import load

KNOWN = Known(
    people=(
        "Jakub (“Kuba”) Wroński",
        "Wrońska, Maja",
        "Grace Young",
        "June May",
        "Aisha Khan-Brown",
    ),
    births=frozenset({date(2018, 3, 14)}),
    addresses=("Flat 2, 22 Larch Close\nOuseford NX2 7QD", "The Green, Ouseford"),
)


def kinds(text: str) -> list[str]:
    return [one.kind for one in named_in(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What happened to jakub wronski in March", "A full name"),
        ("See Wrońska, Maja", "A full name"),
        ("the Wronski family", "A surname"),
        ("WROŃSKI’s school", "A surname"),
        ("M. Wrońska was seen", "A surname"),
        ("Kuba was seen", "A forename or other name"),
        ("Maja's mother", "A forename or other name"),
        ("Ms Young was not told", "A surname"),
        ("for the Young family", "A surname"),
        ("G. Young was not told", "A surname"),
        ("Aisha Khan Brown", "A full name"),
        ("born 14/03/2018", "A date of birth"),
        ("born 14.3.18", "A date of birth"),
        ("born on 14th March 2018.", "A date of birth"),
        ("(2018-03-14)", "A date of birth"),
        ("on March 14, 2018", "A date of birth"),
        ("sent to nx27qd", "A postcode"),
        ("at 22 Larch  Close", "An address"),
        ("a house on The Green", "An address"),
    ],
)
def test_it_is_found_however_it_is_written(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Young people fell through. Young carers need time.",
        "The young child was close to the green fields; grace was shown.",
        "Grace periods: two weeks. Brown paper.",
        "It began in May 2018 and ended in June.",
        "A bulletin of 15 March 2018, and of 14 April 2018.",
        "Larch trees stand close to it.",
        "Major changes were made in 2018.",
        "",
    ],
)
def test_ordinary_words_raise_no_alarm(text: str) -> None:
    assert kinds(text) == []


def test_the_words_around_are_shown_and_each_kind_once() -> None:
    told = named_in("In that winter the Wrońska family moved house, and Wrońska again.", KNOWN)
    (one,) = told
    assert one.where == "…In that winter the Wrońska family moved house, and…".removeprefix("…")


def test_what_is_known_comes_from_the_case() -> None:
    form = load("mkscb-2016").forms["referral"]
    day = DateAnswer("14/3/2018", "2018-03-14", "2018-03-14", "day")
    year = DateAnswer("1989", "1989-01-01", "1989-12-31", "year")
    rows = {
        "child": (Row("c", {"name": "Maja", "date_of_birth": day, "home_address": "1 Elm Road"}),),
        "family_member": (Row("f", {"name": "Ewa Wrońska", "date_of_birth": year}),),
    }
    subject = next(p.repeat.record for _, p in form.pages() if p.repeat)
    answers = Answers(rows={subject if key == "child" else key: of for key, of in rows.items()})
    known = known_of(form, answers, ("Maja",))
    assert known.people == ("Maja", "Ewa Wrońska")
    assert known.births == {date(2018, 3, 14)}  # a year alone says nothing
    assert known.addresses == ("1 Elm Road",)


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3).map(tuple))
def test_any_text_and_any_name_is_borne(text: str, names: tuple[str, ...]) -> None:
    found = named_in(text, Known(names, frozenset({date(2018, 3, 14)}), names))
    assert all(one.kind for one in found)
