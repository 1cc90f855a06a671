"""People who are to be told stand among what is due, from the register alone."""

from __future__ import annotations

from datetime import date

from mktdesk.desk import cases, due, notices, officedays, setdays
from mktdesk.desk.due import LATE, DueLine, Filter
from mktdesk.desk.notices import Told
from mktdesk.desk.session import Session
from tests.journeys.walking import Walker


def decided(session: Session, day: str) -> Walker:
    """A case of 2016 that the Chair decided on a day."""
    walker = Walker(cases.start_referral(session, "mkscb-2016"), date.fromisoformat(day))
    walker.answer(date_received=walker.today)
    walker.sign("section1")
    walker.sign("section2", recommended="recommended", options=("a",))
    walker.sign("section3", chair_view="agree")
    return walker


def told(session: Session) -> dict[str, DueLine]:
    return {x.clock: x for x in due.due(session).lines if x.of_notices}


def test_each_notice_with_a_day_and_all_that_are_at_once(session: Session) -> None:
    walker = decided(session, "2026-11-12")
    cases.settle(walker.case)
    found = told(session)
    assert set(found) == {"notice:", "notice:national"}
    national = found["notice:national"]
    assert national.what == "Chair's decision: 3 to tell"
    assert (national.day, national.late, national.state) == ("2026-11-19", True, "Late")
    assert national.owner == "Independent Chair"
    once = found["notice:"]
    assert once.what.startswith("Notices to give at once: ")
    assert (once.day, once.late, once.left) == ("2026-11-12", False, "at once, from this day on")
    lines = due.due(session).lines
    assert [line.late for line in lines] == sorted((line.late for line in lines), reverse=True)
    assert once not in due.chosen(due.due(session), Filter(when=LATE))
    for name in ("ofsted", "dfe", "national_panel"):
        notices.issue(walker.case, f"national:{name}", Told(date(2026, 11, 13)))
    cases.settle(walker.case)
    assert set(told(session)) == {"notice:"}
    cases.close_case(walker.case)


def test_nobody_is_named_and_a_closed_day_of_the_office_moves_it(session: Session) -> None:
    walker = decided(session, "2026-11-18")
    cases.settle(walker.case)
    assert told(session)["notice:national"].day == "2026-11-25"
    assert "Something" not in str(due.due(session))
    cases.close_case(walker.case)
    setdays.close_day(session, date(2026, 11, 20), "Training day", "Agreed by the board")
    assert told(session)["notice:national"].day == "2026-11-26"
    assert officedays.holidays(session).why_closed(date(2026, 11, 20))
