"""Who is appointed: declarations, people who may not be two things, panels that lack somebody."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from mktdesk.casework.composition import remarks, same_person
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import Value
from mktdesk.toolkits.process_people import Appointment, Composition, Declaration
from mktdesk.toolkits.process_schema import Process

_PROCESS = Process(
    appointment=(
        Appointment(
            "chair",
            "Panel Chair",
            declaration=(Declaration("not_member", "Not a member of the board", "R56"),),
            distinct_from=("author",),
        ),
        Appointment("author", "Overview author", distinct_from=("chair",)),
        Appointment("member", "Panel member"),
        Appointment("imr", "IMR writer", distinct_from=("member",), distinct_unless="health"),
    ),
    composition=(
        Composition("panel", "The panel", of=("member",), minimum=2, needs=("Police",), rule="R34"),
    ),
)


def people(*rows: dict[str, Value]) -> Answers:
    made = tuple(Row(f"r{n}", MappingProxyType(row)) for n, row in enumerate(rows))
    return Answers(rows=MappingProxyType({"appointed": made}))


def said(*rows: dict[str, Value]) -> list[str]:
    return [one.words for one in remarks(_PROCESS, "scr", people(*rows))]


def test_a_declaration_that_is_not_ticked_is_named_with_its_rule() -> None:
    (one,) = remarks(_PROCESS, "scr", people({"role": "chair", "name": "Ann Hale"}))
    assert (one.row, one.rule) == ("r0", "R56")
    assert "Not a member of the board" in one.words
    assert said({"role": "chair", "name": "Ann Hale", "declared": ("not_member",)}) == []


@pytest.mark.parametrize("other", ["Ann Hale", "dr. ann  hale", "Professor ANN HALE"])
def test_one_person_in_two_roles_that_must_be_two_is_named(other: str) -> None:
    rows: tuple[dict[str, Value], ...] = (
        {"role": "chair", "name": "Ann Hale", "declared": ("not_member",)},
        {"role": "author", "name": other},
    )
    assert any("both Panel Chair and Overview author" in words for words in said(*rows))


def test_somebody_whose_appointment_has_ended_counts_no_more() -> None:
    gone: dict[str, Value] = {"role": "author", "name": "Ann Hale", "until": "3 May 2026"}
    assert said({"role": "chair", "name": "Ann Hale", "declared": ("not_member",)}, gone) == []


def test_a_panel_is_looked_at_once_somebody_is_on_it() -> None:
    assert said() == []
    lonely = said({"role": "member", "name": "A. Lund", "discipline": "Paediatrics"})
    assert lonely == [
        "The panel: 1 of at least 2 are appointed.",
        "The panel: nobody is there for Police.",
    ]
    police: dict[str, Value] = {"role": "member", "name": "B. Roe", "organisation": "Thames police"}
    assert said({"role": "member", "name": "A. Lund"}, police) == []


def test_the_stated_discipline_may_be_both() -> None:
    rows: tuple[dict[str, Value], ...] = (
        {"role": "imr", "name": "A. Lund", "discipline": "Health"},
        {"role": "member", "name": "A. Lund"},
        {"role": "member", "name": "B. Roe", "organisation": "Police"},
    )
    assert said(*rows) == []
    other = ({**rows[0], "discipline": "Education"}, *rows[1:])
    assert said(*other) == ["A. Lund is both IMR writer and Panel member."]


def test_an_empty_name_is_nobody() -> None:
    assert not same_person("", "")
    assert not same_person("Dr", "Mr")
