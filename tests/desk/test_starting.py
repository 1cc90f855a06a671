"""Starting a case: what is offered, what the known facts propose, and what the case begins with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.criteria import Standing
from mktdesk.casework.records import Conversion
from mktdesk.desk import cases, starting, threshold
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.overview import overview
from mktdesk.desk.session import Session
from mktdesk.desk.starting import Beginning
from mktdesk.desk.toolkits import copy_supplied, put_in_force, withdraw
from mktdesk.errors import AnswersRefused
from mktdesk.forms.answers import Answers
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import FieldKind
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits import load, supplied

TOGETHER = "mk-together-2023"
BORN = DateAnswer("2/9/2020", "2020-09-02", "2020-09-02", "day")
DIED = DateAnswer("7/2/2026", "2026-02-07", "2026-02-07", "day", variant="death")


def known(**single: Value) -> Answers:
    return Answers(single=single)


def yes(*facts: str) -> dict[str, Value]:
    return {f"fact_{fact}": YesNo("yes", f"Why {fact}") for fact in facts}


CHILD = known(date_of_birth=BORN, incident_date=DIED, **yes("child_abuse", "child_died", "in_area"))


def begin(session: Session, *given_parts: object, **more: object) -> OpenCase:
    return starting.start(session, Beginning(*given_parts, **more))  # type: ignore[arg-type]


# what is offered


def test_the_newest_guidance_in_force_comes_first_and_what_has_ended_last(session: Session) -> None:
    found = starting.offers(session)
    assert found[0].toolkit.id == TOGETHER
    assert {one.toolkit.id for one in found} == set(supplied())
    forces = [one.in_force for one in found]
    assert forces == sorted(forces, reverse=True)
    ended = next(one for one in found if one.toolkit.id == "mkscb-2010")
    assert not ended.in_force
    assert ended.words == "2010 process, edition 2010, until Mon 29 Feb 2016"


@pytest.mark.rule("R15")
def test_guidance_of_the_offices_own_is_offered_from_its_day_and_cases_stay_where_they_began(
    session: Session,
) -> None:
    before = begin(session, "mkscb-2016")
    cases.close_case(before)
    today = date(2026, 11, 21)
    draft = copy_supplied(session, "mkscb-2016", "own-2026", "Our own guidance")

    def offered() -> list[str]:
        return [one.toolkit.id for one in starting.offers(session) if one.own]

    assert offered() == []
    with pytest.raises(AnswersRefused):
        begin(session, "own-2026")
    later = put_in_force(session, draft, today + timedelta(days=30), "Agreed by the Board")
    assert offered() == []
    standing = put_in_force(session, later, today, "Brought forward")
    assert offered() == ["own-2026"]
    mine = begin(session, "own-2026")
    assert mine.facts.toolkit == "own-2026"
    cases.close_case(mine)
    withdraw(session, standing, "Replaced")
    assert offered() == []
    for public, toolkit in ((before.public, "mkscb-2016"), (mine.public, "own-2026")):
        again = cases.open_case(session, public)
        assert again.facts.toolkit == toolkit
        cases.close_case(again)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("chapter 8", {"scr"}, marks=pytest.mark.rule("R61")),
        pytest.param("Part 8", {"scr"}, marks=pytest.mark.rule("R61")),
        pytest.param("DARDR", {"dhr"}, marks=pytest.mark.rule("C15")),
        pytest.param("DADR", {"dhr"}, marks=pytest.mark.rule("C15")),
        pytest.param("continuous learning", {"cle"}, marks=pytest.mark.rule("C16")),
        pytest.param("review board", {"cle", "inbound"}, marks=pytest.mark.rule("C16")),
        pytest.param("review group", {"cle"}, marks=pytest.mark.rule("C16")),
        ("", set()),
        ("no such thing", set()),
    ],
)
def test_a_way_of_working_is_found_by_its_other_names(
    session: Session, text: str, found: set[str]
) -> None:
    offered = starting.offers(session)
    ways = starting.find(offered, text)
    assert {one.pathway.id for one in ways} == found
    for one in ways:
        bodies = [x for x in one.offer.toolkit.bodies if x.id == one.pathway.owner]
        names = (one.pathway.label, one.pathway.short, *one.pathway.aliases)
        names += tuple(name for body in bodies for name in (body.label, *body.aliases))
        asked = text.casefold().split()
        assert any(all(word in name.casefold() for word in asked) for name in names)
    if text.casefold() == "part 8":
        assert TOGETHER not in {one.offer.toolkit.id for one in ways}


# what is known


@pytest.mark.parametrize("toolkit_id", supplied())
def test_every_limb_and_every_date_it_needs_is_asked_once(toolkit_id: str) -> None:
    toolkit = load(toolkit_id)
    form = starting.incident_form(toolkit)
    asked = [field.id for _, page in form.pages() for field in page.fields]
    assert len(asked) == len(set(asked))
    for fact in toolkit.process.fact:
        assert f"fact_{fact.id}" in asked
        names = {fact.age.born, fact.age.on} if fact.age else set()
        assert names | ({fact.dated} if fact.dated else set()) <= set(asked)
    assert not any(field.required for _, page in form.pages() for field in page.fields)


def test_the_facts_propose_a_way_and_say_why() -> None:
    found = starting.proposals(load(TOGETHER), CHILD)
    assert (found[0].pathway.id, found[0].strength) == ("lcspr", "must")
    why = [line for one in found[0].why for line in one.why]
    assert "Has the child died? Yes, on Sat 7 Feb 2026. Why child_died" in why
    assert not starting.must_explain(load(TOGETHER), CHILD, "lcspr")
    assert starting.must_explain(load(TOGETHER), CHILD, "single_agency")


def test_an_age_is_worked_out_of_the_dates_that_are_given() -> None:
    born = DateAnswer("2005", "2005-01-01", "2005-12-31", "year")
    answers = known(
        date_of_birth=born, incident_date=DIED, **yes("death_violence", "death_related")
    )
    found = next(x for x in starting.proposals(load(TOGETHER), answers) if x.pathway.id == "dhr")
    assert found.standing is Standing.PROPOSED
    assert any("20 to 21 years on Sat 7 Feb 2026" in line for line in found.why[0].why)


def test_what_cannot_all_be_so_is_told_before_anything_is_stored() -> None:
    toolkit = load(TOGETHER)
    alive = known(incident_date=DIED, fact_child_died=YesNo("no"))
    day = date(2026, 11, 21)
    (found,) = starting.disagreeing(toolkit, alive, day)
    assert found.field_id == "fact_child_died"
    assert starting.disagreeing(toolkit, CHILD, day) == ()


# starting


def chosen(case: OpenCase) -> Conversion:
    (row,) = case.book.rows(Conversion.KIND)
    return Conversion.of(row.id, row.fields)


def test_the_case_begins_with_what_is_known(session: Session) -> None:
    who = threshold.referrer_row("la")
    case = begin(session, TOGETHER, "lcspr", CHILD, who)
    assert (case.facts.toolkit, case.pathway.id) == (TOGETHER, "lcspr")
    assert case.public.startswith("LCSPR-")
    answers = case.answers()
    assert answers.get("fact_child_died") == YesNo("yes", "Why child_died")
    record = next(page.repeat.record for _, page in case.form.pages() if page.repeat)
    (child,) = answers.table(record)
    assert (child.get("date_of_birth"), child.get("incident_date")) == (BORN, DIED)
    assert threshold.thresholds(case).proposals[0].pathway.id == "lcspr"
    assert threshold.thresholds(case).warnings == ()
    kept = chosen(case)
    assert (kept.what, kept.to_pathway, kept.left) == ("start", "lcspr", "")
    assert kept.proposed == case.pathway.label
    assert overview(case).review_type == case.pathway.label
    cases.close_case(case)


def test_another_way_than_proposed_needs_a_reason_which_is_journaled(session: Session) -> None:
    with pytest.raises(AnswersRefused):
        begin(session, TOGETHER, "single_agency", CHILD)
    assert cases.list_cases(session) == ()  # no number is spent on what was refused
    case = begin(session, TOGETHER, "single_agency", CHILD, reason="The board asked for both")
    (line, *_) = case_history(case).find(Wanted(text="board asked"))
    assert line.did == "Chose the pathway"
    assert chosen(case).reason == "The board asked for both"
    assert chosen(case).proposed.startswith("Local child safeguarding practice review")
    cases.close_case(case)


def test_with_nothing_known_a_case_begins_at_once(session: Session) -> None:
    for toolkit_id in supplied():
        case = begin(session, toolkit_id)
        assert case.pathway.id == load(toolkit_id).process.pathway[0].id
        assert chosen(case).reason == ""
        cases.close_case(case)


def test_a_date_is_kept_as_the_chosen_form_asks_it(session: Session) -> None:
    case = begin(session, TOGETHER, "dhr", CHILD, reason="The police gave notice")
    values = {
        row.get("incident_date")
        for record in scopes_of(case.form)
        for row in case.answers().table(record)
    }
    single = case.answers().get("incident_date")
    found = {one for one in (*values, single) if one is not None}
    assert {(one.text, one.variant) for one in found if isinstance(one, DateAnswer)} == {
        ("7/2/2026", "")
    }
    cases.close_case(case)


def test_nobody_begins_on_a_way_that_only_follows(session: Session) -> None:
    with pytest.raises(AnswersRefused):
        begin(session, "mkscb-2010", "imr")
    with pytest.raises(AnswersRefused):
        begin(session, "no-such-guidance")
    assert cases.list_cases(session) == ()


@pytest.mark.rule("C7")
def test_the_same_referrer_is_warned_of_here_and_not_there_and_the_case_begins(
    session: Session,
) -> None:
    told = {}
    for toolkit_id in ("mkscb-2010", "medway-2007"):
        who = threshold.referrer_row("professional")
        case = begin(session, toolkit_id, referrer=who)
        told[toolkit_id] = threshold.thresholds(case).warnings
        cases.close_case(case)
    assert not any("What comes before" in line for line in told["mkscb-2010"])
    assert "designated child protection professional" in told["medway-2007"][0]
    case = begin(session, TOGETHER, "sar", referrer=threshold.referrer_row(""))
    assert "does not name this referrer" in threshold.thresholds(case).warnings[0]
    cases.close_case(case)


@pytest.mark.rule("R21")
def test_2010_any_professional_may_refer_on_the_ground_of_lessons() -> None:
    toolkit = load("mkscb-2010")
    who = threshold.referrer_row("professional")
    assert starting.warnings(toolkit, "scr", who, known(**yes("lessons"))) == ()
    (told,) = starting.warnings(toolkit, "scr", who, known(fact_lessons=YesNo("no")))
    assert "important lessons for inter-agency working" in told
    assert "The referral is kept." in told


answers_of_limbs = st.dictionaries(
    st.sampled_from([fact.id for fact in load(TOGETHER).process.fact]),
    st.sampled_from(["yes", "no", "not_known"]).map(YesNo),  # type: ignore[arg-type]
)


@given(answers_of_limbs)
def test_whatever_is_known_each_way_is_told_once_and_one_can_be_chosen_freely(
    said: dict[str, YesNo],
) -> None:
    toolkit = load(TOGETHER)
    answers = known(**{f"fact_{name}": value for name, value in said.items()})
    found = starting.proposals(toolkit, answers)
    assert sorted(x.pathway.id for x in found) == sorted(x.id for x in starting.startable(toolkit))
    free = [x for x in found if not starting.must_explain(toolkit, answers, x.pathway.id)]
    assert free
    if found[0].standing is Standing.PROPOSED:
        assert all(x.standing is Standing.PROPOSED for x in free)


def test_only_dates_are_asked_beside_the_limbs() -> None:
    form = starting.incident_form(load(TOGETHER))
    fields = form.page(starting.DATES).fields
    assert [field.id for field in fields] == ["incident_date", "date_of_birth"]
    assert {field.kind for field in fields} == {FieldKind.DATE}
