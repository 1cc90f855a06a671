"""Notices of a real case: told, confirmed, by somebody else, not applicable; taken back, told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from mktdesk.casework.notices import NoticeStanding, NoticeState
from mktdesk.desk import cases, closing, directory, filling, notices
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.notices import Told
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, InUseElsewhere
from tests.desk.sharing import cleared, office_in
from tests.journeys.walking import Walker

TENTH = date(2026, 11, 10)
LETTER = Told(TENTH, "Dana Whitlock", "Letter")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with office_in(tmp_path_factory.mktemp("office")) as opened:
        yield opened


def screened(office: Session) -> Walker:
    """A case of the 2010 process that the Chair has let through to the sub-group."""
    walker = Walker(cases.start_referral(office, "mkscb-2010"))
    walker.answer(referrer_name="Liz Pemberton", referrer_agency="Ouseford Hospital")
    walker.sign("screening", may_meet="yes")
    for agency, officer in (("Police", "DI Teale"), ("ICB", "")):
        walker.add("request", agency=agency, contribution="imr", named_officer=officer)
    return walker


def decide(walker: Walker, so: str) -> None:
    walker.sign("recommendation", subgroup_recommends="scr")
    walker.sign("decision", chair_decides=so)


@pytest.fixture(scope="module")
def before(office: Session) -> Iterator[OpenCase]:
    case = screened(office).case
    yield case
    cases.close_case(case)


@pytest.fixture
def undecided(before: OpenCase) -> Iterator[OpenCase]:
    with cleared(before):
        yield before


@pytest.fixture(scope="module")
def after(office: Session) -> Iterator[OpenCase]:
    walker = screened(office)
    decide(walker, "scr")
    yield walker.case
    cases.close_case(walker.case)


@pytest.fixture
def case(after: OpenCase) -> Iterator[OpenCase]:
    """A case of the 2010 process, decided on 2 March 2026 for a review."""
    with cleared(after):
        yield after


def found(case: OpenCase, key: str) -> NoticeStanding:
    (one,) = [one for one in notices.notices(case) if one.key == key]
    return one


def states(case: OpenCase) -> dict[str, NoticeState]:
    return {notices.told_to(one): one.state for one in notices.notices(case)}


def test_who_is_to_be_told_comes_from_the_case(case: OpenCase) -> None:
    waiting = {one.label for one in notices.open_notices(case)}
    label = "Business Manager informs the referrer, lead professionals and Chief Executives"
    assert {
        f"{label}: Referrer (Liz Pemberton)",
        f"{label}: Lead professionals (DI Teale, Police)",
        f"{label}: Lead professionals (ICB)",
        f"{label}: Chief Executives of the agencies (Police)",
        f"{label}: Chief Executives of the agencies (ICB)",
    } <= waiting
    assert {one.owner for one in notices.open_notices(case)} == {
        "MKSCB Chair",
        "MKSCB Business Manager",
    }


def test_an_officer_is_the_same_when_the_name_becomes_known(case: OpenCase) -> None:
    (key,) = [
        x.key for x in notices.notices(case) if x.to == "Lead professionals" and "ICB" in x.name
    ]
    notices.issue(case, key, LETTER)
    (row,) = [row for row in case.answers().table("request") if row.get("agency") == "ICB"]
    officer = Target("request", row.id, "named_officer")
    filling.set_answer(case, officer, "Jo Bell")
    assert (found(case, key).name, found(case, key).state) == ("Jo Bell, ICB", NoticeState.ISSUED)
    filling.set_answer(case, officer, "")


def test_the_directory_names_whoever_holds_a_role_and_a_bodys_members(session: Session) -> None:
    case = cases.start_referral(session, "mkscb-2016")
    walker = Walker(case)
    walker.answer(date_received=walker.today)
    walker.add("request", agency="police", contribution="information")
    assert named(case, "receipt:chair") == ""
    assert notices.told_to(found(case, "receipt:chair")) == "Independent Chair"
    assert named(case, "members_told:members") == ""
    for kind, values in (
        ("holder", {"name": "Ann Before", "role": "mkscb-2016/independent_chair"}),
        (
            "holder",
            {
                "name": "Marian Oyelaran", "role": "mkscb-2016/independent_chair",
                "from": read_date("1/1/2026"),
            },
        ),
        (
            "holder",
            {
                "name": "Gone Away", "role": "mkscb-2016/administrator",
                "until": read_date("1/2/2026"),
            },
        ),
        ("holder", {"name": "Elsewhere", "role": "mkscb-2010/business_manager"}),
        ("body", {"name": "Board", "body": "mkscb-2016/mkscb", "members": "Jo Bell\n\nSam Field"}),
        (
            "agency",
            {"name": "Police", "named_officer": "DI Teale", "contact": "Station Road\nOuseford"},
        ),
    ):  # fmt: skip
        directory.keep(session, directory.Entry(kind, "", {}), values)  # type: ignore[arg-type]
    assert named(case, "receipt:chair") == "Marian Oyelaran"
    assert named(case, "receipt:business_manager") == ""
    members = [x.name for x in notices.notices(case) if x.key.startswith("members_told:")]
    assert members == ["Jo Bell", "Sam Field"]
    (officer,) = [x for x in notices.notices(case) if x.key.startswith("officers:")]
    assert officer.name == "DI Teale, police"
    assert officer.lines == ("police", "Station Road", "Ouseford")
    (asked,) = [x for x in notices.notices(case) if x.key.startswith("information:")]
    assert asked.lines == ("Station Road", "Ouseford")
    cases.close_case(case)


def test_a_body_with_no_members_named_is_told_as_one_and_stays_told(session: Session) -> None:
    case = cases.start_referral(session, "mkscb-2016")
    walker = Walker(case)
    walker.answer(date_received=walker.today)
    notices.issue(case, "members_told:members", LETTER)
    board = {"name": "Board", "body": "mkscb-2016/mkscb", "members": "Jo Bell\nSam Field"}
    directory.keep(session, directory.Entry("body", "", {}), board)
    members = [x for x in notices.notices(case) if x.key.startswith("members_told:")]
    assert [(x.to, x.name, x.told) for x in members] == [("Members of the Board", "", True)]
    notices.withdraw(case, "members_told:members", "Only Jo Bell was told")
    members = [x for x in notices.notices(case) if x.key.startswith("members_told:")]
    assert [(x.name, x.state) for x in members] == [
        ("Jo Bell", NoticeState.NOT_YET),
        ("Sam Field", NoticeState.NOT_YET),
    ]
    cases.close_case(case)


def named(case: OpenCase, key: str) -> str:
    return found(case, key).name


def test_a_notice_is_issued_confirmed_and_taken_back(case: OpenCase) -> None:
    key = "chair_tells:ofsted"
    notices.issue(case, key, LETTER)
    assert found(case, key).words == "Told on Tue 10 Nov 2026 by Dana Whitlock, letter"
    with pytest.raises(AnswersRefused, match="told already"):
        notices.issue(case, key, LETTER)
    notices.confirm(case, key, date(2026, 11, 12), "Sam Field")
    one = found(case, key)
    assert one.state is NoticeState.CONFIRMED
    assert one.words.endswith("Confirmed on Thu 12 Nov 2026 by Sam Field")
    with pytest.raises(AnswersRefused, match="confirmed already"):
        notices.confirm(case, key, date(2026, 11, 12), "Sam Field")
    filling.undo(case)
    assert found(case, key).state is NoticeState.ISSUED
    filling.undo(case)
    assert found(case, key).state is NoticeState.TO_DO
    filling.redo(case)
    assert found(case, key).state is NoticeState.ISSUED
    with pytest.raises(AnswersRefused, match="needs a reason"):
        notices.withdraw(case, key, " ")
    notices.withdraw(case, key, "It went to the wrong office")
    assert found(case, key).state is NoticeState.TO_DO
    with pytest.raises(AnswersRefused, match="no mark"):
        notices.withdraw(case, key, "Again")


@pytest.mark.rule("R40")
@pytest.mark.rule("R41")
def test_what_others_tell_is_finished_by_their_word_alone(
    undecided: OpenCase, case: OpenCase
) -> None:
    keys = ("pct_tells:sha", "pct_tells:cqc", "police_tell:hmic")
    for key in keys:
        assert found(undecided, key).state is NoticeState.NOT_YET
        assert found(case, key).state is NoticeState.TO_CONFIRM
        with pytest.raises(AnswersRefused, match="not for the office to tell them"):
            notices.issue(case, key, LETTER)
        assert found(case, key).state is NoticeState.TO_CONFIRM
        with pytest.raises(AnswersRefused, match="Nobody is named"):
            notices.confirm(case, key, TENTH, " ")
        notices.confirm(case, key, TENTH, "Jo Bell, commissioners")
        one = found(case, key)
        assert (one.state, one.open) == (NoticeState.CONFIRMED, False)
        assert one.words == (
            "Told on Tue 10 Nov 2026 by Jo Bell, commissioners. "
            "Confirmed on Sat 21 Nov 2026 by Jo Bell, commissioners"
        )


@pytest.mark.rule("R38")
@pytest.mark.rule("R39")
def test_either_way_the_decision_is_told_at_once_by_chair_and_manager(
    office: Session, undecided: OpenCase, case: OpenCase
) -> None:
    ours = ("chair_tells", "manager_tells")
    waiting = [one for one in notices.notices(undecided) if one.key.startswith(ours)]
    assert {one.state for one in waiting} == {NoticeState.NOT_YET}
    walker = screened(office)
    decide(walker, "none")
    for decided in (case, walker.case):
        told = [one for one in notices.notices(decided) if one.key.startswith(ours)]
        assert {(one.state, one.words) for one in told} == {(NoticeState.TO_DO, "At once")}
        assert {notices.told_to(one): one.notice.by for one in told if one.notice} == {
            "Ofsted": "mkscb_chair",
            "Government Office for the South East (GOSE)": "mkscb_chair",
            "Referrer (Liz Pemberton)": "business_manager",
            "Lead professionals (DI Teale, Police)": "business_manager",
            "Lead professionals (ICB)": "business_manager",
            "Chief Executives of the agencies (Police)": "business_manager",
            "Chief Executives of the agencies (ICB)": "business_manager",
        }
    cases.close_case(walker.case)


def test_somebody_else_told_them_and_somebody_said_so(case: OpenCase) -> None:
    key = "chair_tells:gose"
    with pytest.raises(AnswersRefused, match="Nobody is named"):
        notices.told_by_other(case, key, Told(TENTH, "The council"), "")
    notices.told_by_other(case, key, Told(TENTH, "The council", "Email"), "Ruth Tolland")
    one = found(case, key)
    assert one.state is NoticeState.BY_OTHER
    assert one.words == (
        "Told on Tue 10 Nov 2026 by The council, email. "
        "Confirmed on Sat 21 Nov 2026 by Ruth Tolland"
    )


def test_not_applicable_needs_a_reason_and_is_not_for_what_was_told(case: OpenCase) -> None:
    with pytest.raises(AnswersRefused, match="needs a reason"):
        notices.not_applicable(case, "chair_tells:gose", "")
    notices.not_applicable(case, "chair_tells:gose", "It closed in 2011")
    assert found(case, "chair_tells:gose").words == "Not applicable: It closed in 2011"
    notices.issue(case, "chair_tells:gose", LETTER)  # it was told after all
    with pytest.raises(AnswersRefused, match="told already"):
        notices.not_applicable(case, "chair_tells:gose", "It closed in 2011")


def test_what_cannot_be_leaves_nothing_behind(case: OpenCase) -> None:
    tomorrow = Told(date(2026, 11, 22))
    acts: tuple[Callable[[], object], ...] = (
        lambda: notices.issue(case, "chair_tells:ofsted", tomorrow),
        lambda: notices.told_by_other(case, "chair_tells:ofsted", tomorrow, "x"),
        lambda: notices.confirm(case, "chair_tells:ofsted", TENTH, "x"),
        lambda: notices.issue(case, "chair_tells:nobody", LETTER),
        lambda: notices.not_applicable(case, "chair_tells:ofsted", "x" * 501),
        lambda: notices.tell(case, " ", "Something", LETTER),
        lambda: notices.tell(case, "The press", " ", LETTER),
        lambda: notices.tell_again(case, "chair_tells:ofsted", "More", LETTER),
        lambda: notices.name_somebody(case, "chair_tells", "ofsted", ["Jo"]),
        lambda: notices.name_somebody(case, "manager_tells", "chief_executives", [" "]),
    )
    for act in acts:
        with pytest.raises(AnswersRefused):
            act()
    for text in ("March 2026", "31 February 2026", "tomorrow", "22 November 2026"):
        with pytest.raises(AnswersRefused):
            notices.certain_day(case, read_date(text))
    assert notices.certain_day(case, read_date("10/11/2026")) == TENTH
    assert case.book.rows("notice") == []


def test_further_people_and_further_news(case: OpenCase) -> None:
    named = ["  Scouts ", "", "Scouts", "Brookhollow  School", "police"]
    notices.name_somebody(case, "manager_tells", "chief_executives", named)
    names = [x.name for x in notices.notices(case) if x.to == "Chief Executives of the agencies"]
    assert names == ["Police", "ICB", "Scouts", "Brookhollow School"]
    (scouts,) = [x.key for x in notices.notices(case) if x.name == "Scouts"]
    notices.issue(case, scouts, LETTER)
    notices.withdraw(case, scouts, "Not sent after all")
    assert found(case, scouts).state is NoticeState.TO_DO  # still named
    notices.withdraw(case, scouts, "They had nothing to do with it")
    assert scouts not in {one.key for one in notices.notices(case)}
    notices.issue(case, "chair_tells:ofsted", LETTER)
    for what in ("The review is put off", "The review goes on"):
        notices.tell_again(case, "chair_tells:ofsted", what, LETTER)
    later = [one.label for one in notices.notices(case) if one.further]
    assert later == [
        "Chair informs Ofsted and GOSE of the decision: The review is put off",
        "Chair informs Ofsted and GOSE of the decision: The review goes on",
    ]


def test_everybody_of_a_notice_is_marked_in_one_action(undecided: OpenCase, case: OpenCase) -> None:
    key = key_of(case, "Referrer")
    assert len(notices.alike(case, key)) == 4
    notices.issue_all(case, key, LETTER)
    told = [one for one in notices.notices(case) if one.key.startswith("manager_tells")]
    assert {one.state for one in told} == {NoticeState.ISSUED}
    assert found(case, "chair_tells:ofsted").state is NoticeState.TO_DO
    filling.undo(case)
    assert notices.alike(case, key) != ()
    assert notices.alike(undecided, key) == ()  # nobody is to be told yet
    assert notices.alike(case, "pct_tells:sha") == ()  # it is for others to tell them
    assert notices.alike(case, "gone") == ()


def key_of(case: OpenCase, to: str) -> str:
    return next(
        one.key
        for one in notices.notices(case)
        if one.to == to and one.key.startswith("manager_tells")
    )


def test_the_closing_checklist_says_what_is_missing(undecided: OpenCase, case: OpenCase) -> None:
    assert closing.seen(undecided)["notices"] == ""
    for one in notices.open_notices(case)[1:]:
        notices.not_applicable(case, one.key, "A test")
    (last,) = notices.open_notices(case)
    assert closing.seen(case)["notices"] == f"1 notice is open “{last.label}”."
    notices.issue(case, last.key, LETTER)
    assert closing.seen(case)["notices"] == ""


def test_who_was_told_too_early_or_for_nothing_is_a_doubt(case: OpenCase) -> None:
    notices.issue(case, "screened_out:referrer", Told(date(2026, 2, 1)))
    for_nothing, early = found(case, "screened_out:referrer").doubts
    assert for_nothing == "They were told; as the case stands now, nobody has to be."
    assert early.startswith("They were told before it happened: “")


def test_the_history_says_which_notice_and_what_of_it(case: OpenCase) -> None:
    known = {line.id for line in case_history(case).lines}
    notices.issue(case, "chair_tells:ofsted", LETTER)
    notices.withdraw(case, "chair_tells:ofsted", "Sent to the wrong office")
    lines = [line for line in case_history(case).find(Wanted()) if line.id not in known]
    assert {one.where for one in lines} == {
        "Chair informs Ofsted and GOSE of the decision, to: Ofsted"
    }
    assert {one.did for one in lines} == {"Recorded", "Withdrew"}
    said = {one.field: one.new for one in lines if one.did == "Recorded"}
    assert said == {
        "Notice": "Chair informs Ofsted and GOSE of the decision",
        "Recipient": "Ofsted",
        "Where it stands": "Told",
        "Told on": "Tue 10 Nov 2026",
        "Told by": "Dana Whitlock",
        "How": "Letter",
    }
    (gone,) = [one for one in lines if one.did == "Withdrew"]
    assert gone.why == "Sent to the wrong office"


def test_an_erased_mark_leaves_no_name_and_the_notice_open(case: OpenCase) -> None:
    notices.name_somebody(case, "manager_tells", "chief_executives", ["Dr Patel"])
    entry = case.book.history(kind="notice")[0]
    line, *_ = [x for x in case_history(case).find(Wanted()) if x.id == entry.id]
    assert line.can_erase
    case.book.erase([entry.id], case.session.actor, "A private person")
    assert "Dr Patel" not in {one.name for one in notices.notices(case)}
    assert all("patel" not in str(e).casefold() for e in case.book.history())


def test_a_case_that_is_only_read_takes_no_mark(case: OpenCase) -> None:
    case.handle.read_only = True
    try:
        acts: tuple[Callable[[], object], ...] = (
            lambda: notices.issue(case, "chair_tells:ofsted", LETTER),
            lambda: notices.confirm(case, "chair_tells:ofsted", TENTH, "x"),
            lambda: notices.told_by_other(case, "chair_tells:ofsted", LETTER, "x"),
            lambda: notices.not_applicable(case, "chair_tells:ofsted", "x"),
            lambda: notices.withdraw(case, "chair_tells:ofsted", "x"),
            lambda: notices.tell(case, "x", "y", LETTER),
            lambda: notices.tell_again(case, "chair_tells:ofsted", "y", LETTER),
            lambda: notices.name_somebody(case, "manager_tells", "chief_executives", ["x"]),
        )
        for act in acts:
            with pytest.raises(InUseElsewhere):
                act()
    finally:
        case.handle.read_only = False
