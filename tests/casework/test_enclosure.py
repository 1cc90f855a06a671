"""The form that goes with a request: everybody the case names stands in it once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.enclosure import abouts, prefilled
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import Field, FieldKind, Form, Page, Part, Prefill, Repeat
from mktdesk.forms.types import FieldItem as One
from mktdesk.forms.types import Option as Pick
from mktdesk.forms.values import DateAnswer, NotKnown, Value
from mktdesk.toolkits import form_of_case, load

TOOLKITS = ("mkscb-2016", "mksb-2018")
NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)
KIN = st.sampled_from(
    ["Mother", "Half-brother", "SISTER", "Step-father", "Twin", "uncle (brother of the mother)", ""]
)


def case_form(toolkit_id: str) -> tuple[Form, Form]:
    toolkit = load(toolkit_id)
    return (
        toolkit.forms["additional_information"],
        form_of_case(toolkit, toolkit.intake_form, toolkit.process.pathway[0].id),
    )


def rows(record: str, *each: Mapping[str, Value]) -> tuple[Row, ...]:
    return tuple(
        Row(f"{record}{n}", MappingProxyType(dict(values))) for n, values in enumerate(each)
    )


@pytest.mark.rule("R192")
@pytest.mark.parametrize("toolkit_id", TOOLKITS)
@given(
    children=st.lists(NAMES, min_size=1, max_size=3, unique=True),
    family=st.lists(st.tuples(NAMES, KIN), max_size=5),
)
def test_every_person_stands_in_the_form_once(
    toolkit_id: str, children: list[str], family: list[tuple[str, str]]
) -> None:
    form, known = case_form(toolkit_id)
    answers = Answers(
        rows={
            "subject": rows("subject", *({"name": name} for name in children)),
            "family_member": rows(
                "family_member", *({"name": name, "relationship": kin} for name, kin in family)
            ),
        }
    )
    everybody = sorted([*children, *(name for name, _ in family)])
    copies = abouts(form, answers)
    assert len(copies) == len(children)
    for child, about in zip(children, copies, strict=True):
        found = prefilled(form, known, answers, about, "")
        assert found.get("info_child") == child
        others = [
            str(row.get("name"))
            for record in ("info_relative", "info_sibling")
            for row in found.table(record)
        ]
        assert sorted([child, *others]) == everybody


def test_brothers_and_sisters_are_told_from_others_by_whole_words() -> None:
    form, known = case_form("mkscb-2016")
    family = ("Half-sister", "Sister-in-law of the aunt", "Twin sister", "Foster mother")
    answers = Answers(
        rows={"family_member": rows("f", *({"name": kin, "relationship": kin} for kin in family))}
    )
    found = prefilled(form, known, answers, abouts(form, answers)[0], "")
    assert [row.get("name") for row in found.table("info_sibling")] == [
        "Half-sister",
        "Twin sister",
    ]


def _form(name: str, record: str, *fields: Field, prefill: tuple[Prefill, ...] = ()) -> Form:
    page = Page("p", "P", tuple(One(field) for field in fields), repeat=None)
    part = Part("part", "1", "Part", "All", (page,))
    return Form(name, name, name, "a test", (part,), record=record, prefill=prefill)


def test_an_answer_goes_over_as_the_other_question_takes_it() -> None:
    kind = Field("kind", FieldKind.CHOICE, "Kind", options=(Pick("a", "Statutory"),))
    born = Field("born", FieldKind.DATE, "Born")
    home = Field("home", FieldKind.LINES, "Home", not_known=True)
    page = Page("p", "P", (One(kind), One(born), One(home)), repeat=Repeat("subject", "child"))
    known = Form("k", "K", "K", "a test", (Part("q", "1", "Q", "All", (page,)),))
    pairs = (("what", "kind"), ("when", "born"), ("where", "home"), ("day", "kind"))
    form = _form(
        "out",
        "out",
        Field("what", FieldKind.TEXT, "What"),
        Field("when", FieldKind.TEXT, "When"),
        Field("where", FieldKind.LINES, "Where"),
        Field("day", FieldKind.DATE, "Day"),
        prefill=(Prefill("out", "subject", pairs),),
    )
    values: dict[str, Value] = {
        "kind": "a", "born": DateAnswer("1989 (day not known)"), "home": NotKnown(),
    }  # fmt: skip
    answers = Answers(rows={"subject": rows("subject", values)})
    found = prefilled(form, known, answers, "subject0", "")
    assert found.single == {
        "what": "Statutory",
        "when": "1989 (day not known)",
        "where": "Not known",
    }


def test_a_form_that_takes_nothing_goes_out_once_and_blank() -> None:
    form = _form("bare", "bare", Field("x", FieldKind.TEXT, "X"))
    answers = Answers()
    assert abouts(form, answers) == ("",)
    assert prefilled(form, form, answers, "", "") == Answers()
