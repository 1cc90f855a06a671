"""What is due across all cases, on real vaults: from the register alone, right at reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.calendar import england_and_wales
from mktdesk.casework.clocks import ClockState
from mktdesk.desk import (
    casekeys,
    cases,
    clocks,
    closing,
    diary,
    due,
    filling,
    officedays,
    retention,
    setdays,
)
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.drafts import Target
from mktdesk.desk.due import LATE, MONTH, TODAY, WEEK, DueLine, Filter
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, Cancelled, ExportFailed
from mktdesk.office import DUE, KdfCost, unlock
from mktdesk.toolkits import load

ON = date(2026, 11, 21)  # a Saturday
PASSPHRASE = "six-larches-by-the-canal"


def begin(session: Session, received: str, name: str = "Idris Calloway") -> OpenCase:
    """A case received on a day: the Chair's decision is due a month later."""
    case = cases.start_referral(session)
    filling.set_answer(case, Target("referral", "", "date_received"), read_date(received))
    row = case.book.rows("subject")[0].id
    filling.set_answer(case, Target("subject", row, "name"), name)
    return case


def filed(session: Session, received: str) -> str:
    case = begin(session, received)
    cases.close_case(case)
    return case.public


@dataclasses.dataclass(frozen=True)
class Stopped:
    """A clock that stands."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def month(session: Session) -> list[DueLine]:
    """The lines of the clock that every referral has, in the list's order."""
    return [line for line in due.due(session).lines if line.clock == "one_month"]


def pass_days(session: Session, days: int) -> None:
    session.clock._now += timedelta(days=days)  # type: ignore[attr-defined]


def test_the_list_needs_no_case_to_be_opened(session: Session, tmp_path: Path, desk: Desk) -> None:
    first, second = filed(session, "30/10/2026"), filed(session, "19/10/2026")
    lines = month(session)
    assert [(x.public, x.day, x.left, x.state, x.late) for x in lines] == [
        (second, "2026-11-19", "late by 2 days", "Late", True),
        (first, "2026-11-30", "6 working days left (9 days)", "Running", False),
    ]
    assert lines[0].subject == "IC"
    assert lines[0].owner
    assert lines[0].day_words == "Thu 19 Nov 2026"
    for case in (tmp_path / "vault" / "cases").glob("*/case.db"):
        case.unlink()
    assert month(session) == lines


def test_days_left_are_worked_out_at_reading(session: Session) -> None:
    filed(session, "30/10/2026")
    said = []
    for days in (0, 9, 1):
        pass_days(session, days)
        said.append((month(session)[0].left, month(session)[0].state))
    assert said == [
        ("6 working days left (9 days)", "Running"),
        ("due today", "Due today"),
        ("late by one day", "Late"),
    ]


def test_a_change_in_the_case_follows_when_it_settles(session: Session) -> None:
    case = begin(session, "30/10/2026")
    cases.settle(case)
    assert [line.day for line in month(session)] == ["2026-11-30"]
    filling.set_answer(case, Target("referral", "", "date_received"), read_date("2/11/2026"))
    cases.settle(case)
    assert [line.day for line in month(session)] == ["2026-12-02"]
    clocks.pause(case, "one_month", ON - timedelta(days=3), "Inquest", "The coroner asked")
    cases.settle(case)
    (line,) = month(session)
    assert (line.day, line.day_words, line.left, line.state) == ("", "–", "stands still", "Paused")
    filling.set_answer(case, Target("referral", "", "date_received"), None)
    cases.close_case(case)
    assert month(session) == []


def test_what_has_not_changed_is_not_written_again(session: Session) -> None:
    case = begin(session, "30/10/2026")
    cases.settle(case)
    written = len(session.vault.register.history(kind=DUE))
    filling.set_answer(case, Target("referral", "", "circumstances"), "More is known now")
    cases.settle(case)
    cases.close_case(case)
    assert len(session.vault.register.history(kind=DUE)) == written


def test_nothing_of_a_person_is_in_the_register_of_a_restricted_case(session: Session) -> None:
    case = begin(session, "30/10/2026", "Ottoline Verrinder")
    cases.settle(case)
    casekeys.restrict(case, [session.vault.staff.id], "a relative works here")
    cases.close_case(case)
    (line,) = month(session)
    assert (line.public, line.subject, line.day) == (case.public, "Restricted", "2026-11-30")
    rows = session.vault.register.rows(DUE)
    assert "Ottoline" not in str([row.fields for row in rows])
    assert "OV" not in str([row.fields for row in rows])


def test_the_rows_of_a_disposed_case_go_away(session: Session) -> None:
    public = filed(session, "30/10/2026")
    stays = filed(session, "2/11/2026")
    retention.set_rule(session, "office", 1, "started", "policy")
    pass_days(session, 400)
    staff = session.vault.add_staff("Bo Bell", PASSPHRASE, kdf=KdfCost.floor())
    retention.approve(session, public, "a year is over")
    machine = session.vault.shelf.machine
    other = unlock(session.vault.folder, staff.id, PASSPHRASE, machine=machine)
    retention.approve(Session(other, session.clock), public, "I agree")
    other.lock()
    retention.dispose(session, public)
    assert [line.public for line in month(session)] == [stays]
    said = [entry for entry in session.vault.register.history(kind=DUE) if entry.fields]
    assert public not in str([entry.fields for entry in said])


def test_nothing_is_due_in_a_closed_case_and_its_clocks_stand(session: Session) -> None:
    case = begin(session, "19/10/2026")
    # As closing writes it, once the whole checklist is met.
    closed = closing.Closure("closure", day=ON.isoformat(), by="R. Osei")
    case.write("close", (put(closed),))
    assert closing.closure(case) == closed
    cases.settle(case)
    assert month(session) == []
    pass_days(session, 30)
    stands = clocks.clock(case, "one_month")
    assert (stands.state, stands.left) == (ClockState.LATE, "late by 2 days")
    with pytest.raises(AnswersRefused, match="does not change any more"):
        clocks.pause(case, "one_month", ON, "", "Inquest")
    with pytest.raises(ExportFailed):
        diary.save_case_diary(case, session.vault.folder.parent / "one.ics")
    closing.reopen_case(case, "R. Osei", "More has come to light")
    cases.close_case(case)
    assert [line.left for line in month(session)] == ["late by 32 days"]


# vaults from before


def forget(session: Session, *publics: str) -> None:
    """As a vault was before it kept what is due."""
    register = session.vault.register
    rows = [r.id for r in register.rows(DUE) if r.fields["public"] in publics]
    register.write(
        Change("Dana Whitlock", "anchor", [RowChange(DUE, r, delete=True) for r in rows])
    )


def test_a_case_from_before_joins_the_list_when_it_is_opened(session: Session) -> None:
    public = filed(session, "30/10/2026")
    forget(session, public)
    found = due.due(session)
    assert (month(session), found.missing) == ([], 1)
    case = cases.open_case(session, public)
    assert [line.public for line in month(session)] == [public]
    assert due.due(session).missing == 0
    cases.close_case(case)


class Steps(Silent):
    """Counts what was reported, and cancels after so many."""

    def __init__(self, cancel_after: int = 99) -> None:
        object.__setattr__(self, "said", [])
        object.__setattr__(self, "_left", cancel_after)

    said: list[str]
    _left: int

    def report(self, fraction: float, words: str) -> None:
        assert 0 <= fraction <= 1
        self.said.append(words)

    def cancelled(self) -> bool:
        object.__setattr__(self, "_left", self._left - 1)
        return self._left < 0


def test_bringing_the_list_up_to_date_reads_every_open_case_and_changes_none(
    session: Session,
) -> None:
    publics = [filed(session, f"{day}/11/2026") for day in (2, 3, 4)]
    shut = begin(session, "5/11/2026")
    casekeys.restrict(shut, [session.vault.staff.id], "a relative works here")
    cases.close_case(shut)
    forget(session, *publics, shut.public)
    broken = publics.pop()
    (session.vault.folder / "cases" / broken / "case.db").write_bytes(b"nothing")
    changed = {row.public: row.summary["changed"] for row in session.vault.cases()}
    pass_days(session, 2)
    steps = Steps()
    brought = due.bring_up_to_date(session, steps)
    assert (brought.cases, brought.restricted, brought.unread) == (2, 1, (broken,))
    assert [line.public for line in month(session)] == publics
    assert steps.said[0] == f"{publics[0]}, 1 of 3"
    # It was not worked on: what counts from that day does not move.
    assert changed == {row.public: row.summary["changed"] for row in session.vault.cases()}
    assert due.due(session).missing == 2


def test_bringing_up_to_date_stops_when_asked_and_keeps_what_was_read(session: Session) -> None:
    publics = [filed(session, f"{day}/11/2026") for day in (2, 3)]
    forget(session, *publics)
    with pytest.raises(Cancelled):
        due.bring_up_to_date(session, Steps(cancel_after=1))
    assert [line.public for line in month(session)] == publics[:1]


def test_a_case_that_somebody_has_open_is_read_all_the_same(session: Session) -> None:
    case = begin(session, "2/11/2026")
    cases.settle(case)
    forget(session, case.public)
    assert due.bring_up_to_date(session, Silent()).cases == 1
    assert not case.read_only
    cases.close_case(case)


# filters


def line(day: str, *, late: bool = False, owner: str = "Chair", toolkit: str = "2016") -> DueLine:
    return DueLine("X-1", "IC", "Decision", "c", day, "", "", "", late, owner, toolkit)


LIST = due.DueList(
    (
        line("2026-11-17", late=True),
        line("2026-11-18", owner="Sub-group"),
        line("2026-11-22"),
        line("2026-11-23", toolkit="2023"),
        line("2026-11-30"),
        line("2026-12-01"),
        line(""),
    ),
    date(2026, 11, 18),  # a Wednesday
)


@pytest.mark.parametrize(
    ("wanted", "days"),
    [
        (Filter(), ["17", "18", "22", "23", "30", "01", ""]),
        (Filter(LATE), ["17"]),
        (Filter(TODAY), ["18"]),
        (Filter(WEEK), ["18", "22"]),
        (Filter(MONTH), ["18", "22", "23", "30"]),
        (Filter(owner="Sub-group"), ["18"]),
        (Filter(MONTH, toolkit="2023"), ["23"]),
        (Filter(WEEK, owner="Sub-group", toolkit="2023"), []),
    ],
)
def test_what_is_looked_for(wanted: Filter, days: list[str]) -> None:
    assert [found.day[-2:] for found in due.chosen(LIST, wanted)] == days


def test_owners_and_toolkits_are_offered_once() -> None:
    assert LIST.owners == ("Chair", "Sub-group")
    assert LIST.toolkits == ("2016", "2023")


# the guidance's own review


def reviews(session: Session) -> list[tuple[str, str, bool]]:
    found = due.due(session).lines
    return [(x.toolkit, x.left, x.late) for x in found if x.what == "Review of the guidance"]


@pytest.mark.rule("R99")
def test_the_guidances_own_review_is_reminded_of_in_good_time(session: Session) -> None:
    toolkit = load("mk-together-2023")
    assert toolkit.review_by is not None
    case = cases.start_referral(session, toolkit.id)
    cases.close_case(case)
    said = []
    for days in (-120, -30, 0, 2):
        day = toolkit.review_by + timedelta(days=days)
        moment = datetime.combine(day, time(9), UTC)
        said.append(reviews(Session(session.vault, Stopped(moment))))
    title = toolkit.short_title
    assert said == [
        [],
        [(title, "30 days left", False)],
        [(title, "due today", False)],
        [(title, "late by 2 days", True)],
    ]


def test_a_guidance_that_no_case_is_under_is_not_reminded_of(session: Session) -> None:
    filed(session, "30/10/2026")
    assert reviews(session) == []


# the office's own closed days


def test_a_closed_day_of_the_office_counts_everywhere(session: Session) -> None:
    table = officedays.holidays(session)
    assert table == england_and_wales()
    setdays.close_day(session, date(2026, 12, 29), "Office move", "The building is shut")
    assert officedays.holidays(session).name(date(2026, 12, 29)) == "Office move"
    setdays.open_day(session, date(2026, 12, 28), "Duty rota")
    assert officedays.holidays(session).is_working(date(2026, 12, 28))
    assert [one.words for one in officedays.office_days(session)] == [
        "Mon 28 Dec 2026, open on Substitute day for Boxing Day",
        "Tue 29 Dec 2026, closed: Office move",
    ]
    entry = session.vault.register.history(kind="office-day", limit=1)[0]
    assert (entry.actor, entry.reason) == ("Dana Whitlock", "Duty rota")
    setdays.close_day(session, date(2026, 12, 28), "Boxing Day", "No rota after all")
    setdays.open_day(session, date(2026, 12, 29), "It was cancelled")
    assert officedays.office_days(session) == ()
    assert officedays.holidays(session) == table


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda s: setdays.close_day(s, date(2026, 12, 25), "x", "y"), "Christmas Day"),
        (lambda s: setdays.close_day(s, date(2026, 11, 21), "x", "y"), "Saturday"),
        (lambda s: setdays.close_day(s, date(2026, 11, 24), " ", "y"), "needs a name"),
        (lambda s: setdays.close_day(s, date(2026, 11, 24), "x", " "), "needs a reason"),
        (lambda s: setdays.open_day(s, date(2026, 11, 24), "y"), "no bank holiday"),
        (lambda s: setdays.open_day(s, date(2026, 11, 21), "y"), "no bank holiday"),
        (lambda s: setdays.forget_day(s, date(2026, 11, 24), "y"), "did not change"),
    ],
)
def test_a_day_that_cannot_be_changed_so(
    session: Session, act: Callable[[Session], object], said: str
) -> None:
    with pytest.raises(AnswersRefused, match=said):
        act(session)
    assert officedays.office_days(session) == ()
