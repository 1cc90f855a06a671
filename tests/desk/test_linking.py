"""Cases that belong together: links both ways, one family-contact lead, one case made two."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktdesk.casework.links import RELATIONS, FamilyLead
from mktdesk.desk import cases, filling, linking, splitting
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.casekeys import restrict
from mktdesk.desk.converting import conversions
from mktdesk.desk.drafts import Target
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.session import Session
from mktdesk.desk.signing import review
from mktdesk.errors import AnswersRefused, CaseError, ReferenceRefused, TwoLeads
from mktdesk.forms.values import YesNo
from tests.journeys.walking import Walker

TOGETHER = "mk-together-2023"


@pytest.fixture
def statutory(session: Session) -> Iterator[OpenCase]:
    opened = cases.start_referral(session, TOGETHER, "sar")
    yield opened
    cases.close_case(opened)


@pytest.fixture
def single(session: Session) -> str:
    made = cases.start_referral(session, TOGETHER, "single_agency")
    cases.close_case(made)
    return made.public


def seen_from(session: Session, public: str) -> tuple[list[str], FamilyLead | None]:
    other = cases.look_into(session, public)
    try:
        return [one.words for one in linking.links(other)], linking.family_lead(other)
    finally:
        cases.close_case(other)


def test_every_relation_has_its_way_back() -> None:
    for one in RELATIONS.values():
        assert RELATIONS[one.back].back == one.id


def test_a_link_stands_in_both_cases_and_is_taken_away_in_both(
    session: Session, statutory: OpenCase, single: str
) -> None:
    made = linking.link(statutory, single.lower(), "statutory", "The trust's own review")
    assert made.two_way
    assert [one.words for one in linking.links(statutory)] == [
        f"Statutory review beside the single-agency review: {single}"
    ]
    assert seen_from(session, single)[0] == [
        f"Single-agency review beside the statutory review: {statutory.public}"
    ]
    (shown,) = linking.linked(statutory)
    assert shown.review == "Single-agency learning"
    with pytest.raises(AnswersRefused):
        linking.link(statutory, single, "statutory")
    with pytest.raises(AnswersRefused):
        linking.unlink(statutory, made.id, " ")
    assert linking.unlink(statutory, made.id, "The wrong trust")
    assert linking.links(statutory) == ()
    assert seen_from(session, single)[0] == []
    told = {line.did for line in case_history(statutory).find(Wanted(text="trust"))}
    assert told >= {"Linked the case", "Took a link away"}


def test_nothing_is_linked_to_itself_or_to_no_case(statutory: OpenCase) -> None:
    with pytest.raises(AnswersRefused):
        linking.link(statutory, statutory.public, "beside")
    with pytest.raises(CaseError):
        linking.link(statutory, "SAR-2031-999", "beside")
    with pytest.raises(ReferenceRefused):
        linking.link(statutory, "///", "beside")
    assert linking.links(statutory) == ()


def test_where_the_other_cannot_be_opened_the_link_says_so_and_is_tried_again(
    session: Session, statutory: OpenCase
) -> None:
    other = cases.start_referral(session, TOGETHER, "cle")  # open here, in another page
    made = linking.link(statutory, other.public, "follows")
    assert not made.two_way
    assert not linking.link_back(statutory, made.id)
    assert linking.links(other) == ()
    cases.close_case(other)
    assert linking.link_back(statutory, made.id)
    assert linking.links(statutory)[0].two_way
    assert seen_from(session, other.public)[0] == [f"Followed by: {statutory.public}"]
    assert linking.link_back(statutory, made.id)  # again changes nothing
    assert len(seen_from(session, other.public)[0]) == 1


# one family-contact lead


@pytest.mark.rule("R125")
def test_one_person_has_contact_with_the_family_over_linked_cases(
    session: Session, statutory: OpenCase, single: str
) -> None:
    linking.link(statutory, single, "statutory")
    first = linking.set_family_lead(statutory, "Ada Lunn", "Health")
    assert first.untold == ()
    assert seen_from(session, single)[1] == linking.family_lead(statutory)
    with pytest.raises(AnswersRefused, match="Ada Lunn"):
        linking.set_family_lead(statutory, "Ben Reyes", "The Trust", works_in=single)
    moved = linking.set_family_lead(
        statutory, "Ben Reyes", "The Trust", works_in=single, why="Knows the family"
    )
    for lead in (linking.family_lead(statutory), seen_from(session, single)[1]):
        assert lead == moved.lead
        assert lead is not None
        assert lead.words == f"Ben Reyes, The Trust ({single})"
        assert lead.why == "Knows the family"
    (line,) = {x.why for x in case_history(statutory).find(Wanted(text="Knows the family"))}
    assert line == "Knows the family"


@pytest.mark.parametrize("here", [True, False])
def test_a_lead_stays_with_the_case_they_work_in_when_a_link_is_taken_away(
    session: Session, statutory: OpenCase, single: str, *, here: bool
) -> None:
    third = cases.start_referral(session, TOGETHER, "single_agency")
    cases.close_case(third)
    made = linking.link(statutory, single, "beside")
    linking.link(statutory, third.public, "beside")
    home = statutory.public if here else single
    linking.set_family_lead(statutory, "Ruth Tolland", works_in=home)
    assert linking.unlink(statutory, made.id, "Not the same family")
    lead = linking.family_lead(statutory)
    assert (lead is not None) == here
    assert (seen_from(session, third.public)[1] is not None) == here
    there = seen_from(session, single)[1]
    assert (there is not None) == (not here)


def test_a_lead_stays_while_the_cases_hang_together_by_another_way(
    session: Session, statutory: OpenCase, single: str
) -> None:
    made = linking.link(statutory, single, "beside")
    linking.link(statutory, single, "split_from")
    linking.set_family_lead(statutory, "Ruth Tolland", works_in=single)
    assert linking.unlink(statutory, made.id, "Recorded twice")
    assert linking.family_lead(statutory) is not None
    assert seen_from(session, single)[1] is not None


def test_a_lead_works_in_a_linked_case_and_has_a_name(statutory: OpenCase, single: str) -> None:
    with pytest.raises(AnswersRefused):
        linking.set_family_lead(statutory, "Ben Reyes", works_in=single)
    with pytest.raises(AnswersRefused):
        linking.set_family_lead(statutory, "  ")
    assert linking.family_lead(statutory) is None


def test_where_both_have_a_lead_one_is_chosen_before_they_are_linked(
    session: Session, statutory: OpenCase, single: str
) -> None:
    linking.set_family_lead(statutory, "Ada Lunn")
    other = cases.open_case(session, single)
    linking.set_family_lead(other, "Ben Reyes")
    cases.close_case(other)
    with pytest.raises(TwoLeads) as refused:
        linking.link(statutory, single, "statutory")
    assert (refused.value.other, refused.value.mine, refused.value.theirs) == (
        single,
        f"Ada Lunn ({statutory.public})",
        f"Ben Reyes ({single})",
    )
    assert linking.links(statutory) == ()
    linking.link(statutory, single, "statutory", lead=single)
    lead = linking.family_lead(statutory)
    assert lead is not None
    assert lead.name == "Ben Reyes"
    assert seen_from(session, single)[1] == lead


NAMES = ("Ada Lunn", "Ben Reyes", "Cleo Marsh")
acts = st.lists(
    st.one_of(
        st.tuples(st.just("link"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("lead"), st.integers(0, 3), st.integers(0, 2)),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts)
def test_linked_cases_never_have_two_leads(
    session: Session, what: list[tuple[str, int, int]]
) -> None:
    publics = []
    for _ in range(4):
        made = cases.start_referral(session, TOGETHER, "cle")
        publics.append(made.public)
        cases.close_case(made)
    for act, one, other in what:
        case = cases.open_case(session, publics[one])
        if act == "lead":
            linking.set_family_lead(case, NAMES[other], why="It moves")
        elif one != other and all(x.other != publics[other] for x in linking.links(case)):
            linking.link(case, publics[other], "beside", lead=publics[one])
        cases.close_case(case)
    seen = {}
    near: dict[str, set[str]] = {}
    for public in publics:
        case = cases.look_into(session, public)
        seen[public] = linking.family_lead(case)
        near[public] = {x.other for x in linking.links(case)}
        cases.close_case(case)
    for public, others in near.items():
        for other_public in others:
            assert public in near[other_public]
            mine, theirs = seen[public], seen[other_public]
            assert (mine is None) is (theirs is None)
            assert mine is None or theirs is None or mine.same_person(theirs)


# one case becomes two


@pytest.fixture
def siblings(session: Session) -> Iterator[OpenCase]:
    opened = cases.start_referral(session)
    walker = Walker(opened)
    filling.set_answer(
        opened, Target("subject", opened.book.rows("subject")[0].id, "name"), "Maja Wrońska"
    )
    filling.add_row(opened, "subject", {"name": "Jakub Wroński"})
    walker.add("family_member", name="Katarzyna Wrońska", relationship="Mother")
    walker.answer(incident="What happened", fact_abuse=YesNo("yes", "Seen by the doctor"))
    walker.answer(decision_and_reason="The sub-group has not met")
    yield opened
    cases.close_case(opened)


def test_a_split_gives_chosen_subjects_a_case_of_their_own(
    session: Session, siblings: OpenCase
) -> None:
    maja, jakub = splitting.subjects(siblings)
    assert (maja.words, jakub.words) == ("MW", "JW")
    before = siblings.answers()
    made = splitting.split(siblings, [jakub.row], "He was hurt in another incident")
    assert siblings.answers() == before  # nothing goes from the first case
    assert [x.words for x in linking.links(siblings)] == [f"Split into: {made.public}"]
    case = cases.open_case(session, made.public)
    answers = case.answers()
    assert [row.get("name") for row in answers.table("subject")] == ["Jakub Wroński"]
    assert [row.get("name") for row in answers.table("family_member")] == ["Katarzyna Wrońska"]
    assert answers.get("incident") == "What happened"
    assert answers.get("fact_abuse") == YesNo("yes", "Seen by the doctor")
    assert answers.get("decision_and_reason") is None  # what a panel says of one is not the other's
    assert [x.words for x in linking.links(case)] == [f"Split from: {siblings.public}"]
    (began,) = conversions(case)
    assert began.reason == "He was hurt in another incident"
    assert case.signoffs() == ()
    assert not review(case, "section1").can_sign
    cases.settle(siblings)
    assert {line.subject for line in cases.list_cases(session)} == {"MW, JW", "JW"}
    cases.close_case(case)


def test_a_split_can_leave_the_referral_behind_and_go_another_way(
    session: Session, siblings: OpenCase
) -> None:
    _, jakub = splitting.subjects(siblings)
    made = splitting.split(
        siblings, [jakub.row], "Another incident", pathway_id="silp", with_referral=False
    )
    case = cases.open_case(session, made.public)
    assert case.pathway.id == "silp"
    assert case.answers().get("incident") is None
    assert case.answers().table("family_member") == ()
    assert [row.get("name") for row in case.answers().table("subject")] == ["Jakub Wroński"]
    cases.close_case(case)


def test_a_split_needs_some_and_leaves_some_and_has_a_reason(
    session: Session, siblings: OpenCase
) -> None:
    maja, jakub = splitting.subjects(siblings)
    for rows in ([], [maja.row, jakub.row], ["nobody"]):
        with pytest.raises(AnswersRefused):
            splitting.split(siblings, rows, "A reason")
    with pytest.raises(AnswersRefused):
        splitting.split(siblings, [maja.row], "")
    assert len(cases.list_cases(session)) == 1


def test_a_restricted_case_is_linked_one_way(session: Session, statutory: OpenCase) -> None:
    other = cases.start_referral(session, TOGETHER, "cle")
    public = other.public
    restrict(other, [session.vault.staff.id], "Named staff only")
    cases.close_case(other)
    made = linking.link(statutory, public, "beside")
    assert not made.two_way
    assert not linking.unlink(statutory, made.id, "A mistake") or not made.two_way
    assert linking.links(statutory) == ()
