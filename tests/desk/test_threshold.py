"""The thresholds of a case in its book: answers, a person's own word, and who refers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mktdesk.casework.criteria import Assessment, Result, Standing
from mktdesk.desk import cases, threshold
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.filling import set_answer
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.overview import overview
from mktdesk.desk.session import Session
from mktdesk.desk.signing import review
from mktdesk.errors import AnswersRefused, InUseElsewhere
from mktdesk.forms.values import DateAnswer, YesNo, YesNoAnswer


@pytest.fixture
def adult(session: Session) -> Iterator[OpenCase]:
    opened = cases.start_referral(session, "mk-together-2023", "sar")
    yield opened
    cases.close_case(opened)


def say(case: OpenCase, reason: str = "As the file has it", **facts: YesNoAnswer) -> None:
    for fact, answer in facts.items():
        set_answer(case, Target(case.form.record, "", f"fact_{fact}"), YesNo(answer, reason))


def of(case: OpenCase, criterion: str) -> Assessment:
    return next(x for x in threshold.assessments(case) if x.criterion.id == criterion)


def test_answers_come_to_a_result_with_their_reasons(adult: OpenCase) -> None:
    assert of(adult, "sar").result is Result.NOT_KNOWN
    say(adult, "Assessed under the Care Act", adult_needs="yes")
    say(adult, "Two serious concerns", adult_concern="yes", adult_death="yes")
    found = of(adult, "sar")
    assert found.result is Result.MET
    assert any("Assessed under the Care Act" in line for line in found.why)
    shown = threshold.thresholds(adult)
    assert shown.proposals[0].pathway.id == "sar"
    assert shown.assessments[0].criterion.pathway == "sar"


def test_a_person_sets_a_result_for_a_reason_and_takes_it_back(adult: OpenCase) -> None:
    say(adult, rough_sleeping="yes")
    before = of(adult, "sar_rough_sleeping")
    assert (before.result, before.criterion.local) == (Result.MET, True)
    for blank in ("", "  "):
        with pytest.raises(AnswersRefused):
            threshold.set_result(adult, "sar_rough_sleeping", Result.NOT_MET, blank)
    threshold.set_result(adult, "sar_rough_sleeping", Result.NOT_MET, "Lived in the hostel")
    found = of(adult, "sar_rough_sleeping")
    assert (found.result, found.computed) == (Result.NOT_MET, Result.MET)
    assert found.words == (
        "Not met, set by Dana Whitlock: Lived in the hostel. Worked out from the answers: met"
    )
    with pytest.raises(AnswersRefused):
        threshold.take_back(adult, "sar_rough_sleeping", "")
    threshold.take_back(adult, "sar_rough_sleeping", "Entered on the wrong case")
    assert of(adult, "sar_rough_sleeping") == before
    with pytest.raises(AnswersRefused):
        threshold.take_back(adult, "sar_rough_sleeping", "Again")
    told = case_history(adult).find(Wanted(text="threshold"))
    assert {line.why for line in told} == {"Lived in the hostel", "Entered on the wrong case"}
    assert {line.did for line in told} == {"Set a threshold by hand"}
    assert "Death of a person known to be sleeping rough" in {line.new for line in told}


def test_what_is_set_stays_when_the_case_is_opened_again(session: Session) -> None:
    case = cases.start_referral(session)
    threshold.set_result(case, "scr", Result.MET, "The panel said so")
    threshold.set_referrer(case, "")
    cases.close_case(case)
    again = cases.open_case(session, case.public)
    assert of(again, "scr").result is Result.MET
    assert threshold.referrer(again) is not None
    cases.close_case(again)


def test_nothing_is_set_in_a_case_that_is_only_to_be_read(session: Session) -> None:
    made = cases.start_referral(session)
    cases.close_case(made)
    handle = session.vault.open_case(made.public, read_only=True)
    case = OpenCase(session, handle, made.toolkit, made.form, made.facts)
    with pytest.raises(InUseElsewhere):
        threshold.set_result(case, "scr", Result.MET, "The panel said so")
    with pytest.raises(InUseElsewhere):
        threshold.set_referrer(case, "")
    assert threshold.thresholds(case).read_only
    session.vault.close_case(handle)


@pytest.mark.parametrize(
    ("criterion", "source", "before", "warned"),
    [
        ("sar", "partner_adult", "yes", ()),
        ("sar", "partner_adult", "no", ("line manager", "was not done")),
        ("sar", "partner_adult", "", ("line manager", "Nobody has said")),
        ("sar", "la", "", ("refer for: Local child safeguarding practice review",)),
        ("sar", "", "", ("does not name this referrer",)),
    ],
)
def test_who_refers_is_kept_and_warned_of(
    adult: OpenCase, criterion: str, source: str, before: str, warned: tuple[str, ...]
) -> None:
    assert threshold.thresholds(adult).warnings == ()  # nobody has said who it is
    told = threshold.set_referrer(adult, source, before, "By telephone")
    kept = threshold.thresholds(adult)
    assert kept.referrer is not None
    assert (kept.referrer.source, kept.referrer.note) == (source, "By telephone")
    assert kept.warnings == told
    assert bool(told) is bool(warned)
    for words in warned:
        assert any(words in line and "The referral is kept." in line for line in told), told
    assert kept.pathway.id == criterion


def test_a_source_that_the_toolkit_has_not_is_a_mistake(adult: OpenCase) -> None:
    with pytest.raises(KeyError):
        threshold.set_referrer(adult, "nobody")


def test_facts_that_cannot_all_be_so_are_shown_and_nothing_is_lost(session: Session) -> None:
    case = cases.start_referral(session, "medway-2007")
    record = next(p.repeat.record for _, p in case.form.pages() if p.repeat)
    (row,) = case.book.rows(record)
    dated = DateAnswer("7/2/2026", "2026-02-07", "2026-02-07", "day", variant="death")
    set_answer(case, Target(record, row.id, "incident_date"), dated)
    say(case, died="no")
    (found,) = threshold.thresholds(case).problems
    assert "is answered no, but the form has the date 7/2/2026" in found.message
    assert found in overview(case).problems
    page = next(p for p in overview(case).pages if p.place == found.place)
    assert page.words == "1 to look at"
    assert case.answers().get("fact_died") == YesNo("no", "As the file has it")
    assert case.answers().row(record, row.id).get("incident_date") == dated
    later = DateAnswer("1/1/2030", "2030-01-01", "2030-01-01", "day", variant="death")
    set_answer(case, Target(record, row.id, "incident_date"), later)
    told = [x for x in review(case, "referral").problems if "in the future" in x.message]
    assert [x.field_id for x in told] == ["incident_date"]
    cases.close_case(case)


def test_every_pathway_of_a_toolkit_is_told_whatever_is_known(adult: OpenCase) -> None:
    found = {x.pathway.id: x.standing for x in threshold.thresholds(adult).proposals}
    assert set(found) == {way.id for way in adult.toolkit.process.pathway}
    assert Standing.PROPOSED not in found.values()
