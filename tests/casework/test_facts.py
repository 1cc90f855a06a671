"""Facts from a form's answers, and those that cannot all be so."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.contradictions import contradictions
from mktdesk.casework.facts import facts_of
from mktdesk.casework.situation import Truth
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import Form
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits import form_of_case, load
from mktdesk.toolkits.caseform import case_form
from mktdesk.toolkits.process_schema import Age, Event, Fact, Process
from mktdesk.toolkits.read import _working

TODAY = date(2026, 11, 21)
PROCESS = Process(
    pathway=load("mkscb-2016").process.pathway,
    fact=(
        Fact(id="died", question="Died?", dated="incident_date", variant="death"),
        Fact(id="alive", question="Alive?", excludes=("died",)),
        Fact(
            id="teenager",
            question="Aged 13 to 17?",
            age=Age(born="date_of_birth", on="incident_date", at_least=13, at_most=17),
        ),
    ),
    event=(Event(id="received", label="Received", field="date_received"),),
)


def form() -> Form:
    return case_form(load("mkscb-2016").intake, (), PROCESS, _working())


FORM = form()


def day(text: str, kind: str = "") -> DateAnswer:
    return DateAnswer(text, text, text, "day", variant=kind)


def child(row: str = "s1", **values: Value) -> Row:
    return Row(row, values)


def answers(*children: Row, **single: Value) -> Answers:
    return Answers(single=single, rows={"subject": children})


def test_an_answer_goes_before_an_age_and_both_are_told() -> None:
    born, on = day("2010-03-01"), day("2026-02-07", "death")
    asked = answers(child(date_of_birth=born, incident_date=on))
    found = facts_of(FORM, PROCESS, asked)
    assert found.truths["teenager"] is Truth.YES
    assert found.grounds["teenager"] == "15 years on Sat 7 Feb 2026, born Mon 1 Mar 2010"
    said = asked.with_single("fact_teenager", YesNo("no", "The passport says 2005"))
    found = facts_of(FORM, PROCESS, said)
    assert found.truths["teenager"] is Truth.NO
    assert found.reasons["teenager"] == "The passport says 2005"


def test_an_age_is_yes_when_one_of_several_is_of_it_and_open_while_one_may_be() -> None:
    on = day("2026-02-07", "death")
    old, young = day("2000-01-01"), day("2012-01-01")
    one = child("s1", date_of_birth=old, incident_date=on)
    for other, expected in (
        (child("s2", date_of_birth=young, incident_date=on), Truth.YES),
        (child("s2", incident_date=on), Truth.NOT_KNOWN),
        (child("s2", date_of_birth=old, incident_date=on), Truth.NO),
    ):
        assert facts_of(FORM, PROCESS, answers(one, other)).truths["teenager"] is expected


def test_a_date_known_in_part_says_so_in_the_words() -> None:
    born = DateAnswer("2010", "2010-01-01", "2010-12-31", "year")
    found = facts_of(
        FORM, PROCESS, answers(child(date_of_birth=born, incident_date=day("2026-06-30")))
    )
    assert found.grounds["teenager"] == "15 to 16 years on Tue 30 Jun 2026, born 2010"


def test_the_date_of_another_kind_of_incident_is_no_date_of_death() -> None:
    for kind, words in (("death", "on Sat 7 Feb 2026"), ("serious_incident", None)):
        found = facts_of(FORM, PROCESS, answers(child(incident_date=day("2026-02-07", kind))))
        assert found.grounds.get("died") == words


def told(given_answers: Answers) -> list[tuple[str, str, str, str]]:
    found = contradictions(FORM, PROCESS, given_answers, TODAY)
    assert all(one.level == "warning" for one in found)
    return [(one.place.page, one.row, one.field_id, one.message) for one in found]


def test_alive_and_a_date_of_death_is_told_at_the_question() -> None:
    dead = child(incident_date=day("2026-02-07", "death"))
    assert told(answers(dead, fact_died=YesNo("no"))) == [
        ("limbs", "", "fact_died", "“Died?” is answered no, but the form has the date 2026-02-07")
    ]
    assert told(answers(dead, fact_died=YesNo("yes"))) == []
    assert told(answers(dead)) == []
    hurt = child(incident_date=day("2026-02-07", "serious_incident"))
    assert told(answers(hurt, fact_died=YesNo("no"))) == []


def test_two_facts_that_exclude_one_another_are_told() -> None:
    both = answers(fact_died=YesNo("yes"), fact_alive=YesNo("yes"))
    (line,) = told(both)
    assert line[2:] == ("fact_alive", "“Alive?” and “Died?” cannot both be yes")
    assert told(answers(fact_died=YesNo("yes"), fact_alive=YesNo("no"))) == []


def test_a_day_that_has_not_come_is_told_where_it_stands() -> None:
    later = child("s2", incident_date=day("2026-11-22", "death"))
    (line,) = told(answers(child("s1"), later))
    assert line[:3] == ("subject", "s2", "incident_date")
    assert "is in the future: 2026-11-22" in line[3]
    (line,) = told(answers(date_received=day("2027-01-01")))
    assert line[2] == "date_received"
    assert told(answers(date_received=day("2026-11-21"))) == []


def test_born_after_it_is_told_once_where_the_form_does_not_say_so_itself() -> None:
    row = child(date_of_birth=day("2026-02-08"), incident_date=day("2026-02-07", "death"))
    assert told(answers(row)) == []  # the form has an order of its own for these two
    assert ("date_of_birth", "incident_date") in {(o.first, o.then) for o in FORM.date_orders}
    received = Age(born="date_of_birth", on="date_received", at_most=17)
    other = msgspec.structs.replace(
        PROCESS, fact=(Fact(id="minor", question="A child?", age=received),)
    )
    late = answers(child(date_of_birth=day("2026-02-08")), date_received=day("2026-02-07"))
    (found,) = contradictions(FORM, other, late, TODAY)
    assert found.field_id == "date_received"
    assert "is before the date of birth: 2026-02-08" in found.message


values = st.one_of(
    st.none(),
    st.sampled_from(["yes", "no", "not_known"]).map(YesNo),  # type: ignore[arg-type]
)
dates = st.one_of(
    st.none(), st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(lambda d: day(d.isoformat()))
)


@given(values, values, dates, dates, dates)
def test_every_contradiction_has_a_place_that_is_on_the_form(
    died: Value, alive: Value, born: Value, on: Value, received: Value
) -> None:
    given_answers = answers(
        child(date_of_birth=born, incident_date=on),
        fact_died=died,
        fact_alive=alive,
        date_received=received,
    )
    for one in contradictions(FORM, PROCESS, given_answers, TODAY):
        asked = {field.id for field in FORM.page(one.place.page).fields}
        assert one.field_id in asked
        assert one.message


@pytest.mark.parametrize("toolkit", ["mkscb-2016"])
def test_each_limb_of_a_toolkit_is_asked_once(toolkit: str) -> None:
    process = load(toolkit).process
    part = form_of_case(load(toolkit), load(toolkit).intake_form, "").part("threshold")
    asked = [field.id for page in part.pages for field in page.fields]
    assert sorted(asked) == sorted(f"fact_{fact.id}" for fact in process.fact)
