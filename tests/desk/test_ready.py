"""Which cases wait for a body's meeting, as the register alone says it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.desk import cases, closing, due
from mktdesk.desk.casefile import put
from mktdesk.desk.reading import read_date
from mktdesk.desk.ready import ready
from mktdesk.desk.session import Session
from mktdesk.desk.work import Silent
from mktdesk.forms.values import YesNo
from mktdesk.office import DUE
from tests.desk.sittings import ready_for_the_panel
from tests.journeys.walking import Walker

PANEL = "mkscb-2016/scrsg"


def referred(session: Session, received: str) -> Walker:
    walker = Walker(cases.start_referral(session))
    walker.answer(date_received=read_date(received))
    walker.sign("section1", "Liz Pemberton")
    return walker


@pytest.mark.rule("R6")
@pytest.mark.rule("R193")
def test_a_referral_waits_for_its_panel_with_the_day_it_is_due(session: Session) -> None:
    early, late = referred(session, "2/11/2026"), referred(session, "18/11/2026")
    fresh = cases.start_referral(session)
    for case in (early.case, late.case, fresh):
        cases.close_case(case)
    found = ready(session, PANEL)
    assert [one.public for one in found.lines] == [early.case.public, late.case.public]
    first = found.lines[0]
    assert (first.step, first.label) == ("recommendation", "Sub-group recommends")
    assert (first.due_words, first.late) == ("Wed 2 Dec 2026", False)
    assert first.before == ("Agencies' information put with the referral",)
    assert ready(session, "mksb-2018/children_panel").lines == ()
    assert found.bodies == (PANEL,)


@pytest.mark.rule("R378")
def test_a_case_that_comes_back_waits_for_its_day(session: Session) -> None:
    walker = referred(session, "2/11/2026")
    back = date(2026, 11, 21) + timedelta(days=30)
    walker.day = date(2026, 11, 20)
    walker.sign(
        "section2", options=("h",), further_information="The chronology",
        relist_date=read_date(f"{back:%d/%m/%Y}"), legal_advice=YesNo("no"),
    )  # fmt: skip
    cases.close_case(walker.case)
    (line,) = ready(session, PANEL).lines
    assert (line.relist, line.relist_words) == ("2026-12-21", "Comes back on Mon 21 Dec 2026")
    assert ready(session, PANEL, date(2026, 12, 20)).lines == ()
    assert len(ready(session, PANEL, date(2026, 12, 21)).lines) == 1


def test_a_closed_case_waits_for_no_meeting(session: Session) -> None:
    walker = ready_for_the_panel(cases.start_referral(session))
    closed = closing.Closure("closure", day="2026-11-21", by="R. Osei")
    walker.case.write("close", (put(closed),))
    cases.close_case(walker.case)
    assert ready(session).lines == ()


def test_a_case_from_before_is_counted_until_it_is_opened(session: Session) -> None:
    walker = ready_for_the_panel(cases.start_referral(session))
    cases.close_case(walker.case)
    register = session.vault.register
    (row,) = register.rows(DUE)
    register.write(Change(session.actor, "anchor", (RowChange(DUE, row.id, {"sits": None}),)))
    assert (ready(session).lines, ready(session).missing) == ((), 1)
    assert due.bring_up_to_date(session, Silent()).cases == 1
    found = ready(session)
    assert (len(found.lines), found.missing) == (1, 0)
