"""A case as plain data."""

from __future__ import annotations

from mktdesk.casework.status import State
from mktdesk.desk import cases, filling
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.overview import first_difference, overview, place_of, with_answers
from mktdesk.forms.flow import Place
from mktdesk.forms.values import Value


def single(field: str) -> Target:
    return Target("referral", "", field)


def words(case: OpenCase) -> dict[str, str]:
    return {page.place.page: page.words for page in overview(case).pages}


def test_a_fresh_case_says_what_is_needed_page_by_page(case: OpenCase) -> None:
    view = overview(case)
    assert (view.public, view.subject) == (case.public, "")
    assert view.next_part is not None
    assert view.next_part.state is State.NOT_STARTED
    assert words(case)["referrer"] == "4 to complete"
    assert words(case)["family"] == "Nothing yet"
    assert not view.can_undo
    assert not view.read_only


def test_pages_follow_the_answers(case: OpenCase) -> None:
    child = case.answers().table("subject")[0].id
    filling.set_answer(case, Target("subject", child, "name"), "Mara Voss")
    filling.add_row(case, "family_member", {"name": "Lena Voss"})
    view = overview(case)
    assert view.subject == "MV"
    assert view.can_undo
    assert words(case)["subject"] == "1 to complete"
    assert words(case)["family"] == "Done"
    titles = [page.title for page in view.pages]
    assert "1.1 Child's details: Mara Voss" in titles


def test_documents_and_stands(case: OpenCase) -> None:
    view = overview(case)
    child = case.answers().table("subject")[0].id
    assert view.stands(Place("section1", "subject", child))
    assert not view.stands(Place("section1", "subject", "gone"))
    assert (view.documents, view.packs) == (0, 0)


def test_the_place_of_a_question_and_of_a_row(case: OpenCase) -> None:
    answers = case.answers()
    child = answers.table("subject")[0].id
    at = {
        single("incident"): Place("section1", "synopsis"),
        Target("subject", child, "name"): Place("section1", "subject", child),
        Target("subject", child, ""): Place("section1", "subject", child),
        Target("panel_member", "any", "decision"): Place("section2", "members"),
        Target("subject", "gone", "name"): None,
    }
    for target, place in at.items():
        assert place_of(case.form, answers, target) == place, target


def test_the_first_difference_leads_to_what_an_undo_changed(case: OpenCase) -> None:
    def after(change: object) -> Target | None:
        before = case.answers()
        assert callable(change)
        change()
        return first_difference(case.form, before, case.answers())

    def answer(target: Target, value: Value) -> object:
        return lambda: filling.set_answer(case, target, value)

    child = case.answers().table("subject")[0].id
    assert after(lambda: None) is None
    assert after(answer(single("incident"), "Found alone.")) == single("incident")
    name = Target("subject", child, "name")
    assert after(answer(name, "Mara Voss")) == name
    second = filling.add_row(case, "subject").row
    assert after(lambda: filling.undo(case)) == Target("subject", child, "")
    assert after(lambda: filling.redo(case)) == Target("subject", second, "")
    person = filling.add_row(case, "family_member").row
    assert after(lambda: filling.remove_row(case, "family_member", person)) == Target(
        "family_member", "", ""
    )


def test_what_could_not_be_saved_is_shown_over_the_answers(case: OpenCase) -> None:
    child = case.answers().table("subject")[0].id
    values: dict[Target, Value] = {
        single("incident"): "Typed",
        Target("subject", child, "name"): "Mara",
    }
    view = with_answers(overview(case), values)
    assert view.answers.get("incident") == "Typed"
    assert view.answers.row("subject", child).get("name") == "Mara"
    assert case.answers().get("incident") is None


def test_a_case_read_only_cannot_undo(case: OpenCase) -> None:
    filling.set_answer(case, single("incident"), "Found alone.")
    cases.settle(case)
    case.handle.read_only = True
    view = overview(case)
    case.handle.read_only = False
    assert not view.can_undo
