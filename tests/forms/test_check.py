"""The referral form's rules: what must be answered, what excludes what, what disagrees."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.check import LONGEST_ANSWER, problems, progress
from mktdesk.forms.digest import part_digest
from mktdesk.forms.flow import Place, neighbour, part_of, places, title
from mktdesk.forms.scopes import field_of
from mktdesk.forms.types import Form
from mktdesk.forms.values import DateAnswer, NotKnown, Value, YesNo


def errors(form: Form, answers: Answers, part: str) -> set[str]:
    return {p.field_id for p in problems(form, answers, part) if p.level == "error"}


def about(form: Form, answers: Answers, field: str) -> list[str]:
    return [p.message for p in problems(form, answers) if p.field_id == field]


def day(iso: str) -> DateAnswer:
    return DateAnswer(iso, iso, iso, "day")


def member(**values: Value) -> Row:
    return Row("m1", {"name": "A", "job_title": "B", "agency": "C", **values})


@pytest.fixture
def agreed(complete: Answers) -> Answers:
    """Section 2 complete: threshold met and recommended."""
    single = {
        **complete.single,
        "senior_manager": "Alma Reyes",
        "options": ("a",),
        "recommended": "recommended",
        "recommendation_reasons": "Both limbs.",
        "decision_and_reason": "Agreed.",
        "legal_advice": YesNo("no"),
        "meeting_date": day("2026-11-20"),
    }
    rows = {"panel_member": (member(participation="decided", decision=("a",), reason="Met."),)}
    return dataclasses.replace(complete, single=single, rows={**complete.rows, **rows})


@pytest.mark.rule("R353")
@pytest.mark.rule("R354")
@pytest.mark.rule("R368")
def test_a_complete_section_1_has_no_errors_and_an_empty_one_names_each(
    form: Form, complete: Answers
) -> None:
    assert errors(form, complete, "section1") == set()
    assert progress(form, complete, "section1").complete
    empty = errors(form, Answers(rows={"subject": (Row("c1"),)}), "section1")
    needed = {"referred", "referrer_name", "referrer_agency"}
    assert needed | {"circumstances", "incident", "why_referring"} <= empty
    assert not progress(form, Answers(), "section1").started


def test_a_referral_without_a_child_is_not_complete(form: Form, complete: Answers) -> None:
    nobody = complete.with_rows("subject", ())
    assert any(p.record == "subject" for p in problems(form, nobody, "section1"))


@pytest.mark.rule("R9")
@pytest.mark.rule("R352")
@pytest.mark.rule("R358")
def test_either_the_lead_or_the_office_satisfies_and_neither_only_warns(
    form: Form, complete: Answers
) -> None:
    assert about(form, complete, "lead_name") == []
    neither = complete.with_single("lead_name", None)
    found = [p for p in problems(form, neither) if p.field_id == "lead_name"]
    assert [p.level for p in found] == ["warning"]
    office = neither.with_single("office_discussion", YesNo("yes", "Dana, Monday"))
    assert about(form, office, "lead_name") == []


@pytest.mark.rule("R380")
@pytest.mark.parametrize("other", ["c", "d", "e", "f", "g"])
def test_b_may_stand_with_c_to_g_and_never_with_a(form: Form, agreed: Answers, other: str) -> None:
    assert not any(
        "exclude" in m for m in about(form, agreed.with_single("options", ("b", other)), "options")
    )
    both = about(form, agreed.with_single("options", ("a", "b")), "options")
    assert any("a) and b) exclude" in m for m in both)


@pytest.mark.rule("R378")
def test_h_stands_alone_and_asks_what_is_wanted_and_when(form: Form, agreed: Answers) -> None:
    more = agreed.with_single("options", ("h",))
    assert {"further_information", "relist_date"} <= errors(form, more, "section2")
    assert "recommended" not in errors(form, more.with_single("recommended", None), "section2")
    for other in "abcdefgi":
        assert about(form, agreed.with_single("options", (other, "h")), "options")


@given(st.sets(st.sampled_from("abcdefghi"), min_size=1))
def test_exclusions_hold_both_ways(form: Form, chosen: set[str]) -> None:
    field = field_of(form, "referral", "options")
    excludes = {option.key: set(option.excludes) for option in field.options}
    clash = any(other in chosen for key in chosen for other in excludes[key])
    answers = Answers({"options": tuple(sorted(chosen))}, {"subject": (Row("c"),)})
    assert any("exclude" in m for m in about(form, answers, "options")) is clash


@pytest.mark.rule("R206")
@pytest.mark.rule("R384")
@pytest.mark.parametrize(
    ("options", "recommended", "needed"),
    [
        (("a",), "recommended", False),
        (("a",), "not_recommended", True),
        (("b",), "not_recommended", True),
        (("b", "c"), "not_recommended", True),
        (("b",), "recommended", True),
    ],
)
def test_the_alternative_review_must_be_explained(
    form: Form, agreed: Answers, options: tuple[str, ...], recommended: str, needed: bool
) -> None:
    answers = agreed.with_single("options", options).with_single("recommended", recommended)
    assert ("alternative_review" in errors(form, answers, "section2")) is needed


@pytest.mark.rule("R205")
def test_recommending_below_the_threshold_is_allowed_with_a_reason(
    form: Form, agreed: Answers
) -> None:
    answers = agreed.with_single("options", ("b",)).with_single("alternative_review", "Looked at.")
    assert errors(form, answers, "section2") == {"recommended_below_threshold"}
    answers = answers.with_single("recommended_below_threshold", "The learning is wide.")
    assert errors(form, answers, "section2") == set()


@pytest.mark.rule("R201")
@pytest.mark.rule("C20")
def test_every_member_decides_abstains_or_steps_out_and_none_is_left_blank(
    form: Form, agreed: Answers
) -> None:
    def with_member(**values: Value) -> set[str]:
        return errors(form, agreed.with_rows("panel_member", (member(**values),)), "section2")

    assert with_member(participation="decided", decision=("b", "c"), reason="So.") == set()
    assert with_member() == {"participation"}
    assert with_member(participation="decided") == {"decision", "reason"}
    assert with_member(participation="abstained") == set()
    assert with_member(participation="stepped_out") == {"reason"}
    clash = with_member(participation="decided", decision=("a", "b"), reason="So.")
    assert clash == {"decision"}
    nobody = agreed.with_rows("panel_member", ())
    assert any(p.record == "panel_member" for p in problems(form, nobody, "section2"))


@pytest.mark.rule("R203")
@pytest.mark.rule("R389")
@pytest.mark.parametrize(
    ("recommended", "view", "needed"),
    [
        ("recommended", "agree", True),
        ("recommended", "disagree", False),
        ("not_recommended", "agree", False),
        ("not_recommended", "disagree", True),
    ],
)
def test_issues_for_the_terms_of_reference_when_there_will_be_a_review(
    form: Form, agreed: Answers, recommended: str, view: str, needed: bool
) -> None:
    answers = agreed.with_single("recommended", recommended).with_single("chair_view", view)
    assert ("terms_of_reference_issues" in errors(form, answers, "section3")) is needed


def test_a_birth_after_the_death_is_an_error_and_the_same_day_is_not(
    form: Form, complete: Answers
) -> None:
    def born(answer: DateAnswer) -> list[str]:
        row = complete.table("subject")[0]
        child = Row(row.id, {**row.values, "date_of_birth": answer})
        answers = complete.with_rows("subject", (child,))
        return [m for m in about(form, answers, "incident_date") if "later than" in m]

    assert born(day("2026-10-25"))
    assert not born(day("2026-10-24"))
    assert not born(DateAnswer("2026", "2026-01-01", "2026-12-31", "year"))


def test_one_childs_birth_is_not_held_against_anothers_incident(
    form: Form, complete: Answers
) -> None:
    first = complete.table("subject")[0]
    young = Row("c2", {"name": "Bea", "date_of_birth": day("2026-11-01")})
    assert errors(form, complete.with_rows("subject", (first, young)), "section1") == set()


@pytest.mark.rule("R362")
def test_the_incident_says_whether_it_was_a_death(form: Form, complete: Answers) -> None:
    row = complete.table("subject")[0]
    child = Row(row.id, {**row.values, "incident_date": day("2026-10-24")})
    message = about(form, complete.with_rows("subject", (child,)), "incident_date")
    assert message == [
        "Date of Death or Serious Incident: say which it is, death or serious incident"
    ]


def test_an_impossible_date_is_an_error_and_a_doubtful_one_a_warning(
    form: Form, complete: Answers
) -> None:
    never = DateAnswer("31/02/2016", doubt="there is no such day")
    unsure = DateAnswer("c. 2027", "2027-01-01", "2027-12-31", "year", doubt="approximate")
    for answer, level in ((never, "error"), (unsure, "warning")):
        found = problems(form, complete.with_single("date_received", answer))
        assert [p.level for p in found if p.field_id == "date_received"] == [level]


def test_not_known_is_refused_only_where_somebody_must_know(form: Form, complete: Answers) -> None:
    assert (
        about(form, complete.with_single("referrer_contact", NotKnown()), "referrer_contact") == []
    )
    assert about(form, complete.with_single("referrer_name", NotKnown()), "referrer_name")


def test_an_answer_over_the_limit_is_an_error(form: Form, complete: Answers) -> None:
    long = complete.with_single("circumstances", "x" * (LONGEST_ANSWER + 1))
    assert "circumstances" in errors(form, long, "section1")


def test_an_answer_under_a_closed_condition_has_no_say(form: Form, agreed: Answers) -> None:
    """`recommended` was answered, then the options became h: it no longer counts."""
    more = agreed.with_single("recommended", "not_recommended").with_single("options", ("h",))
    assert "alternative_review" not in errors(form, more, "section2")


def test_pages_follow_the_form_and_a_child_has_one_each(form: Form, complete: Answers) -> None:
    two = complete.with_rows("subject", (*complete.table("subject"), Row("c2")))
    pages = places(form, two, "section1")
    assert [p.page for p in pages].count("subject") == 2
    assert title(form, two, pages[1]) == "1.1 Child's details: Mara Voss"
    assert title(form, two, pages[2]) == "1.1 Child's details: child 2"
    assert neighbour(form, two, pages[0], 1) == pages[1]
    assert neighbour(form, two, pages[-1], 1) is None
    assert neighbour(form, two, Place("section1", "subject", "gone"), 1) == pages[0]


def test_every_question_knows_its_part(form: Form) -> None:
    assert part_of(form, "referral", "options").id == "section2"
    assert part_of(form, "subject").id == "section1"
    assert part_of(form, "panel_member", "reason").id == "section2"
    with pytest.raises(KeyError):
        part_of(form, "referral", "nothing")


def test_the_digest_moves_with_its_own_part_alone(form: Form, agreed: Answers) -> None:
    one, two = (part_digest(form, agreed, part) for part in ("section1", "section2"))
    changed = agreed.with_single("decision_and_reason", "Other words.")
    assert part_digest(form, changed, "section1") == one
    assert part_digest(form, changed, "section2") != two
    cleared = agreed.with_single("referrer_signed", "")
    assert part_digest(form, cleared, "section1") == one
