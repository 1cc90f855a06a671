"""Requests to agencies on a real vault: raised in one go, marked, attached to, taken out."""

from __future__ import annotations

from pathlib import Path

import pytest

from mktdesk.casework.requests import RequestState
from mktdesk.desk import cases, filling, requests, requests_out
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.history import case_history
from mktdesk.desk.reading import read_date
from mktdesk.desk.requests import Ask
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, InUseElsewhere


class Work:
    cancelled = staticmethod(lambda: False)

    def report(self, share: float, words: str) -> None:
        """Nobody looks."""


def agencies(case: OpenCase, *names: str) -> None:
    for name in names:
        filling.add_row(case, "agency", {"agency": name, "contact": f"{name} House"})


def raise_for(case: OpenCase, *names: str, what: str = "information") -> None:
    requests.ask(case, Ask(names, (what,), read_date("6 November 2026")))


@pytest.mark.rule("R13")
def test_requests_are_raised_for_the_referrals_agencies_before_any_decision(
    session: Session,
) -> None:
    case = cases.start_referral(session, "mksb-2018", "sar")
    agencies(case, "Police", "Ambulance", "Housing")
    before = requests.board(case)
    assert [one.name for one in before.involved] == ["Police", "Ambulance", "Housing"]
    assert not before.requests
    things = tuple(one.id for one in before.contributions[:2])
    wanted = Ask(("Police", "Housing"), things, read_date("6 November 2026"))
    assert requests.ask(case, wanted) == 2 * len(things)
    made = requests.board(case).requests
    assert {one.agency for one in made} == {"Police", "Housing"}
    row = case.answers().table("request")[0]
    assert row.get("contact") == "Police House"
    assert filling.undo(case) is not None  # one action
    assert not requests.board(case).requests
    cases.close_case(case)


def test_what_is_there_is_not_raised_again(case: OpenCase) -> None:
    raise_for(case, "Police")
    assert requests.ask(case, Ask((" police ", "School"), ("information",))) == 1
    with pytest.raises(AnswersRefused, match="already"):
        requests.ask(case, Ask(("School",), ("information",)))
    with pytest.raises(AnswersRefused, match="Nothing is asked"):
        requests.ask(case, Ask((" ",), ("information",)))
    assert len(requests.board(case).requests) == 2


@pytest.mark.rule("R248")
def test_a_chronology_due_after_the_report_is_refused_with_both_days(case: OpenCase) -> None:
    requests.ask(case, Ask(("Police",), ("report",), due=read_date("10 December 2026")))
    late = Ask(("Police",), ("chronology",), due=read_date("11 December 2026"))
    with pytest.raises(AnswersRefused, match=r"Fri 11 Dec 2026.*Thu 10 Dec 2026"):
        requests.ask(case, late)
    requests.ask(case, Ask(("Police",), ("chronology",), due=read_date("10 December 2026")))
    requests.ask(case, Ask(("School",), ("chronology",), due=read_date("11 December 2026")))


def test_what_became_of_a_request_is_marked_with_its_day(case: OpenCase) -> None:
    raise_for(case, "Police", "School", "Health")
    police, school, health = (one.row for one in requests.board(case).requests)
    requests.mark_received(case, police, read_date("9 November 2026"), "DI Cole", "The aunt")
    requests.mark_nil(case, school, read_date("9 November 2026"))
    requests.mark_chased(case, health, read_date("12 November 2026"), "Rang\nthe nurse")
    requests.mark_chased(case, health, read_date("16 November 2026"))
    requests.mark_secured(case, police, read_date("9 November 2026"), "original", "DI Cole")
    one, two, three = requests.board(case).requests
    assert (one.state, one.assured, one.secured) == (RequestState.INCOMPLETE, "DI Cole", True)
    assert two.state is RequestState.NIL
    assert three.chased_words == "Chased twice, last: Mon 16 Nov 2026"
    row = next(x for x in case.answers().table("request") if x.id == health)
    assert row.get("chased") == "Thu 12 Nov 2026: Rang the nurse\nMon 16 Nov 2026"
    requests.mark_received(case, police, read_date("10 November 2026"))
    assert requests.board(case).requests[0].state is RequestState.RECEIVED
    assert requests.board(case).requests[0].assured == "DI Cole"


@pytest.mark.parametrize("text", ["November 2026", "5 December 2026", "soon"])
def test_a_day_that_is_not_certain_or_is_to_come_is_refused(case: OpenCase, text: str) -> None:
    raise_for(case, "Police")
    (one,) = requests.board(case).requests
    with pytest.raises(AnswersRefused):
        requests.mark_received(case, one.row, read_date(text))
    with pytest.raises(AnswersRefused):
        requests.mark_asked(case, "gone", read_date("9 November 2026"))
    assert requests.board(case).requests == (one,)


def test_a_file_stands_with_the_request_it_answers(case: OpenCase) -> None:
    raise_for(case, "Police", "School")
    police, school = (one.row for one in requests.board(case).requests)
    kept = requests.attach(case, police, "return.pdf", b"%PDF-1.7 return")
    shown = requests.board(case).files
    assert shown == {police: (kept,)}
    assert kept.title == "Police: return.pdf"
    assert school not in shown
    assert kept in case.documents()
    assert not any(police in line.new for line in case_history(case).lines)


def test_the_list_goes_out_protected_and_the_history_says_so(
    case: OpenCase, tmp_path: Path
) -> None:
    with pytest.raises(AnswersRefused, match="nothing to save"):
        requests_out.save_requests(case, tmp_path / "list.pdf", Work())
    raise_for(case, "Police")
    for ending, start in ((".pdf", b"%PDF"), (".xlsx", b"\xd0\xcf\x11\xe0")):
        out = tmp_path / requests_out.file_name(case, ending)
        words = requests_out.save_requests(case, out, Work())
        assert words
        assert out.read_bytes().startswith(start)
        assert b"Police" not in out.read_bytes()
    with pytest.raises(AnswersRefused, match="PDF or a workbook"):
        requests_out.save_requests(case, tmp_path / "list.txt", Work())
    assert sum(line.did == "Saved or printed" for line in case_history(case).lines) == 2


def test_a_case_open_elsewhere_is_not_changed(case: OpenCase) -> None:
    raise_for(case, "Police")
    (one,) = requests.board(case).requests
    case.handle.read_only = True
    try:
        assert requests.board(case).read_only
        with pytest.raises(InUseElsewhere):
            requests.ask(case, Ask(("School",), ("information",)))
        with pytest.raises(InUseElsewhere):
            requests.mark_nil(case, one.row, read_date("9 November 2026"))
        with pytest.raises(InUseElsewhere):
            requests.attach(case, one.row, "return.pdf", b"%PDF")
    finally:
        case.handle.read_only = False
    assert requests.board(case).requests == (one,)
