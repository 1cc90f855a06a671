"""What agencies fill in for a review of 2016: chronology and agency report, rule by rule."""

from __future__ import annotations

import pytest

from mktdesk.casework.enclosure import prefilled
from mktdesk.desk.reading import read_date
from mktdesk.forms.check import problems
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.values import NotKnown, Value, YesNo
from mktdesk.toolkits import form_of_case, load
from tests.guidance.situations import Rows, made

TOOLKIT = load("mkscb-2016")
CHRONOLOGY, REPORT = TOOLKIT.forms["chronology"], TOOLKIT.forms["agency_report"]


def ruled(form_id: str, rows: Rows | None = None, /, **answers: Value) -> dict[str, str]:
    """The rules whose problems are shown, with the level of each."""
    found = problems(TOOLKIT.forms[form_id], made(answers, rows or {}))
    return {one.rule: one.level for one in found}


def of_entry(**entry: Value) -> list[str]:
    """What is said of one entry of a chronology."""
    found = problems(CHRONOLOGY, made({}, {"chr_entry": [entry]}))
    return [one.message for one in found if one.record == "chr_entry"]


@pytest.mark.rule("R411")
def test_a_chronology_says_of_whom_by_which_agency_when_and_by_whom() -> None:
    said = {one.message for one in problems(CHRONOLOGY, made({}, {}))}
    for asked in ("In respect of", "Agency", "Date completed"):
        assert f"Fill in: {asked}" in said
    assert "R411" in ruled("chronology", chr_agency="Police")


@pytest.mark.rule("R412")
@pytest.mark.rule("R413")
@pytest.mark.rule("R415")
@pytest.mark.rule("R419")
def test_it_has_the_seven_columns_of_the_template_in_their_order() -> None:
    columns = [field.label for field in scopes_of(CHRONOLOGY)["chr_entry"]]
    assert columns == [
        "Date & time",
        "Contact with child",
        "Contact with parents/carers and other family members",
        "Inter/intra-agency communication",
        "Information source",
        "Staff involved",
        "Comment",
    ]


@pytest.mark.rule("R416")
@pytest.mark.rule("R417")
@pytest.mark.rule("C22")
def test_a_day_is_exact_or_not_known_and_a_span_of_time_is_shown() -> None:
    assert of_entry(when=read_date("04/05/2021 14:30"), child="Seen at school.") == []
    assert of_entry(when=NotKnown(), child="Seen at school.") == []
    assert of_entry(child="Seen at school.") == ["Fill in: Date & time"]
    for span in ("between March and May 2021", "May 2021", "2021"):
        assert of_entry(when=read_date(span), child="Seen.") == [
            f"Date & time: “{span}” is not one day. Give one, or not known"
        ]
    gap = {"chr_gap": [{"from": read_date("01/03/2021"), "to": read_date("01/06/2021")}]}
    assert not [x for x in problems(CHRONOLOGY, made({}, gap)) if x.record == "chr_gap"]


@pytest.mark.rule("R421")
@pytest.mark.rule("R424")
def test_a_report_has_its_cover_and_every_section_of_the_template() -> None:
    missing = {one.message for one in problems(REPORT, made({}, {}))}
    for asked in ("Name of Agency", "Child's initials", "Author", "Author signature",
                  "Name of Agency Senior Manager", "Introduction", "Author's Background",
                  "Agency Background Information", "Background", "Methodology",
                  "Brief history of the family", "Analysis"):  # fmt: skip
        assert f"Fill in: {asked}" in missing, asked
    late = ruled("agency_report", rep_first=read_date("2/6/2026"), rep_final=read_date("1/6/2026"))
    assert late["R421"] == "error"


@pytest.mark.rule("R422")
def test_an_author_confirms_all_three_or_the_report_is_not_complete() -> None:
    for two in (("involved", "managed"), ("involved", "investigated"), ("managed",)):
        assert ruled("agency_report", rep_declared=two)["R422"] == "error"
    assert "R422" not in ruled(
        "agency_report", rep_declared=("involved", "managed", "investigated")
    )


@pytest.mark.rule("R425")
@pytest.mark.rule("R426")
@pytest.mark.rule("R275")
def test_family_and_staff_stand_in_a_key_and_who_was_not_seen_is_explained() -> None:
    rows: Rows = {
        "rep_person": [{"who": "Mother"}],
        "rep_consulted": [{"role": "Health visitor"}],
        "rep_not_seen": [{"role": "Duty worker"}],
    }
    said = {one.message for one in problems(REPORT, made({}, rows))}
    wanted = ("In the report called", "Agency", "Kind of contact", "Date", "Why")
    for asked in wanted:
        assert f"Fill in: {asked}" in said, asked


@pytest.mark.rule("R428")
def test_an_analysis_that_leaves_out_one_of_the_twelve_questions_is_warned_of() -> None:
    field = next(x for x in scopes_of(REPORT)["agency_report"] if x.id == "rep_considered")
    twelve = tuple(option.key for option in field.options)
    assert len(twelve) == 12
    assert "R428" not in ruled("agency_report", rep_considered=twelve)
    for left_out in twelve:
        eleven = tuple(key for key in twelve if key != left_out)
        assert ruled("agency_report", rep_considered=eleven)["R428"] == "warning"


@pytest.mark.rule("R429")
@pytest.mark.rule("R432")
def test_a_recommendation_names_its_lesson_and_the_plan_comes_with_the_report() -> None:
    line: dict[str, Value] = {"number": "1", "recommendation": "Share the log."}
    found = problems(REPORT, made({}, {"rep_recommendation": [line]}))
    assert "Fill in: From lesson No" in {one.message for one in found}
    assert ruled("agency_report", rep_plan=YesNo("no"))["R432"] == "error"
    assert "R432" not in ruled("agency_report", rep_plan=YesNo("yes"))


@pytest.mark.rule("R277")
@pytest.mark.rule("R425")
def test_the_report_goes_out_with_the_case_in_it_and_without_a_name() -> None:
    born = read_date("02/02/1992")
    known: Rows = {
        "request": [{"agency": "Police"}],
        "subject": [{"name": "Mara Voss", "ethnic_origin": "Mixed"}],
        "family_member": [{"name": "Anna Voss", "relationship": "Mother", "date_of_birth": born}],
    }
    case = form_of_case(TOOLKIT, "referral", "scr")
    sent = prefilled(REPORT, case, made({}, known), "subject-0", "request-0")
    assert sent.get("rep_agency") == "Police"
    child, mother = sent.table("rep_person")
    assert dict(child.values) == {"origin": "Mixed"}
    assert dict(mother.values) == {"who": "Mother", "born": born}
    plan = prefilled(TOOLKIT.forms["action_plan"], case, made({}, known), "", "request-0")
    assert plan.get("plan_agency") == "Police"
