"""What the Medway guide of 2007 calls for, and what it does not let anybody be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from mktdesk.casework.notices import NoticeStanding, NoticeState
from mktdesk.desk import cases, notices
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.notices import Told
from mktdesk.desk.session import Session
from mktdesk.desk.standing import steps
from mktdesk.errors import NoticeRefused
from tests.desk.sharing import cleared, office_in
from tests.journeys.walking import Walker

TENTH = date(2026, 11, 10)
LETTER = Told(TENTH, "Dana Whitlock", "Letter")


def found(case: OpenCase, key: str) -> NoticeStanding:
    (one,) = [one for one in notices.notices(case) if one.key == key]
    return one


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with office_in(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="module", params=["scr", "llr"])
def reviewed(office: Session, request: pytest.FixtureRequest) -> Iterator[OpenCase]:
    walker = Walker(cases.start_referral(office, "medway-2007", request.param))
    for agency, kind in (("Police", "statutory"), ("Dr Bligh", "gp"), ("Scouts", "voluntary")):
        walker.add("request", agency=agency, contribution="imr", agency_kind=kind)
    walker.sign("recommendation")
    walker.sign("decision", chair_decides=request.param)
    walker.record("overview")
    yield walker.case
    cases.close_case(walker.case)


@pytest.fixture
def medway(reviewed: OpenCase) -> Iterator[OpenCase]:
    """A case of Medway's on one of its two main ways, decided so and with its overview done."""
    with cleared(reviewed):
        yield reviewed


@pytest.mark.rule("R79")
def test_a_lessons_learned_review_goes_neither_to_ofsted_nor_to_the_health_authority(
    medway: OpenCase,
) -> None:
    called_for = {one.key for one in notices.notices(medway) if one.open}
    outside = {"ofsted_told:ofsted", "review_sent:sha", "review_sent:ofsted"}
    by_hand = ("Ofsted", "ofsted, Medway desk", "Strategic Health Authority")
    if medway.pathway.id == "scr":
        assert outside <= called_for
        for key in outside:
            notices.issue(medway, key, LETTER)
        for who in by_hand:
            notices.tell(medway, who, "A copy", LETTER)
        return
    assert not outside & called_for
    for key in outside:
        with pytest.raises(NoticeRefused, match="not sent to Ofsted"):
            notices.issue(medway, key, LETTER)
    for who in by_hand:
        with pytest.raises(NoticeRefused, match="not sent to Ofsted"):
            notices.tell(medway, who, "A copy", LETTER)
    assert medway.book.rows("notice") == []
    notices.tell(medway, "The designated doctor", "A copy", LETTER)


@pytest.mark.rule("R78")
def test_a_lessons_learned_review_is_not_published(medway: OpenCase) -> None:
    known = {one.step.id for one in steps(medway)}
    if medway.pathway.id == "scr":
        assert "published" in known
        notices.tell(medway, "Everybody", "On the Board's pages", LETTER, publishing=True)
        return
    assert "published" not in known
    with pytest.raises(NoticeRefused, match="is not published"):
        notices.tell(medway, "Everybody", "On the Board's pages", LETTER, publishing=True)
    notices.tell(medway, "Trainers", "A briefing", LETTER)


@pytest.mark.rule("R85")
def test_ofsted_is_kept_informed_of_a_serious_case_review(medway: OpenCase) -> None:
    key = "ofsted_told:ofsted"
    if medway.pathway.id == "llr":
        assert key not in {one.key for one in notices.notices(medway)}
        return
    notices.issue(medway, key, LETTER)
    for what in ("A trial is listed", "The review is finished"):
        notices.tell_again(medway, key, what, LETTER)
    assert len([one for one in notices.notices(medway) if one.key.startswith(key)]) == 3


def test_each_agency_with_contact_is_told_at_once_by_the_chair_and_secures_its_records(
    medway: OpenCase,
) -> None:
    asked = [one for one in notices.notices(medway) if one.key.startswith("agencies_told")]
    assert {one.name for one in asked} == {"Police", "Dr Bligh", "Scouts"}
    assert {(one.state, one.words) for one in asked} == {(NoticeState.TO_DO, "At once")}
    assert {one.notice.by for one in asked if one.notice} == {"independent_chair"}
    notices.issue(medway, asked[1].key, LETTER)
    notices.confirm(medway, asked[1].key, TENTH, "Practice manager")
    assert [found(medway, one.key).state for one in asked] == [
        NoticeState.TO_DO,
        NoticeState.CONFIRMED,
        NoticeState.TO_DO,
    ]
