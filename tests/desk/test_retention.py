from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.desk import backup, cases, retention, staffkeys
from mktdesk.desk.disposed import disposed
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, CaseError
from mktdesk.office import KdfCost

PASSPHRASE = "six-larches-by-the-canal"


@pytest.fixture
def public(session: Session) -> str:
    case = cases.start_referral(session)
    cases.close_case(case)
    return case.public


@pytest.fixture
def due(session: Session, desk: Desk, public: str) -> str:
    """A case whose ten years are over."""
    retention.set_rule(session, retention.OFFICE_RULE, 10, "started", "the board's policy")
    desk.machine.clock._now += timedelta(days=3653)  # type: ignore[attr-defined]
    return public


@pytest.fixture
def colleague(session: Session, desk: Desk) -> Iterator[Callable[[], Session]]:
    """A second member of staff, who unlocks the vault when asked."""
    staff = session.vault.add_staff("Bo Bell", PASSPHRASE, kdf=KdfCost.floor())
    opened: list[Session] = []

    def unlock() -> Session:
        opened.append(desk.unlock(session.vault.folder, staff.id, PASSPHRASE))
        return opened[-1]

    yield unlock
    for each in opened:
        each.close()


def test_nothing_is_due_until_the_office_sets_a_period(session: Session, public: str) -> None:
    (line,) = retention.due_list(session)
    assert (line.due, line.words, line.is_due) == ("", "No period is set", False)
    assert retention.rules(session)[0].words == "Not set"
    with pytest.raises(AnswersRefused, match="reason"):
        retention.set_rule(session, retention.OFFICE_RULE, 10, "started", "")
    for years, since in ((-1, "started"), (101, "started"), (5, "birth")):
        with pytest.raises(AnswersRefused, match="not a period"):
            retention.set_rule(session, retention.OFFICE_RULE, years, since, "why")
    retention.set_rule(session, retention.OFFICE_RULE, 10, "started", "the board's policy")
    (line,) = retention.due_list(session)
    assert line.due == "2036-11-21"
    assert not line.is_due
    assert line.words == "Due Fri 21 Nov 2036"
    retention.set_rule(session, "mkscb-2016", 2, "changed", "that toolkit's own")
    assert retention.due_list(session)[0].due == "2028-11-21"
    assert retention.rules(session)[1].words == "2 years from the day it was last worked on"
    newest = session.vault.register.history(limit=1)[0]
    assert (newest.verb, newest.reason) == ("retention", "that toolkit's own")


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 100))
def test_years_later_is_the_same_day_or_the_month_s_last(day: date, years: int) -> None:
    end = retention.years_after(day, years)
    assert (end.year, end.month) == (day.year + years, day.month)
    assert end.day == day.day or (day.day, end.day) == (29, 28)


def test_only_what_is_due_can_be_approved(session: Session, public: str) -> None:
    for act in (retention.approve, lambda s, p, _why: retention.dispose(s, p)):
        with pytest.raises(AnswersRefused, match="not due"):
            act(session, public, "why")
    with pytest.raises(CaseError):
        retention.approve(session, "SCR-1999-001", "why")


def test_two_different_people_then_the_case_is_gone_and_the_backup_named(
    session: Session, due: str, colleague, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    backup.back_up(session, stick, Silent())
    line = retention.approve(session, due, "ten years are over")
    assert line.words == "Approved by Dana Whitlock; one more is needed"
    with pytest.raises(AnswersRefused, match="approved this already"):
        retention.approve(session, due, "again")
    with pytest.raises(AnswersRefused, match="two different people"):
        retention.dispose(session, due)
    other = colleague()
    assert retention.approve(other, due, "I agree").approved == ("Dana Whitlock", "Bo Bell")
    gone = retention.dispose(other, due)
    assert (gone.public, gone.why) == (due, "ten years are over")
    assert gone.approved == "Dana Whitlock and Bo Bell"
    assert len(gone.held_in) == 1
    assert str(stick) in gone.held_in[0]
    assert cases.list_cases(other) == ()
    assert other.vault.verify() == []
    backup.back_up(other, stick, Silent())
    assert disposed(other)[0].held_in == ()


def test_a_case_that_was_changed_since_needs_both_approvals_again(
    session: Session, due: str, colleague
) -> None:
    retention.approve(session, due, "ten years are over")
    other = colleague()
    retention.approve(other, due, "I agree")
    case = cases.open_case(session, due)
    case.write("note", [])
    cases.close_case(case)
    assert retention.line_of(session, due).approved == ()
    with pytest.raises(AnswersRefused, match="two different people"):
        retention.dispose(session, due)
    assert retention.approve(other, due, "again").approved == ("Bo Bell",)


def test_a_hold_stops_it_and_voids_approvals(session: Session, due: str, colleague) -> None:
    retention.approve(session, due, "ten years are over")
    retention.hold(session, due, "an inquiry has asked for it")
    line = retention.line_of(session, due)
    assert line.words == "On hold: an inquiry has asked for it"
    with pytest.raises(AnswersRefused, match="On hold"):
        retention.approve(colleague(), due, "why")
    retention.release(session, due, "the inquiry is over")
    assert retention.line_of(session, due).approved == ()
    with pytest.raises(AnswersRefused, match="not on hold"):
        retention.release(session, due, "again")


def test_an_approval_can_be_withdrawn(session: Session, due: str) -> None:
    with pytest.raises(AnswersRefused, match="Nobody"):
        retention.withdraw(session, due, "wait")
    retention.approve(session, due, "ten years are over")
    retention.withdraw(session, due, "wait")
    assert retention.line_of(session, due).approved == ()


def test_one_person_on_two_computers_approves_once(
    session: Session, desk: Desk, due: str, tmp_path: Path
) -> None:
    invitation = staffkeys.invite(session, "dana whitlock")
    machine = replace(desk.machine, name="laptop-b", state=tmp_path / "b")
    other = Desk(machine, desk.cost).join(session.vault.folder, invitation.code, PASSPHRASE)
    retention.approve(session, due, "ten years are over")
    with pytest.raises(AnswersRefused, match="approved this already"):
        retention.approve(other, due, "I agree")
    assert retention.line_of(session, due).approved == ("Dana Whitlock",)
    other.close()


def test_the_recovery_code_approves_nothing(desk: Desk, tmp_path: Path) -> None:
    opened, code = desk.first_start(tmp_path / "other", "Office", "Dana", PASSPHRASE)
    case = cases.start_referral(opened)
    cases.close_case(case)
    retention.set_rule(opened, retention.OFFICE_RULE, 1, "started", "policy")
    opened.close()
    desk.machine.clock._now += timedelta(days=400)  # type: ignore[attr-defined]
    recovered = desk.recover(tmp_path / "other", code)
    with pytest.raises(AnswersRefused, match="recovery code"):
        retention.approve(recovered, case.public, "why")
    recovered.close()


def test_a_vault_that_a_restore_moved_aside_is_named(
    session: Session, desk: Desk, due: str, colleague, tmp_path: Path
) -> None:
    backup.back_up(session, tmp_path / "stick", Silent())
    colleague().close()
    slot, folder = session.vault.staff.id, session.vault.folder
    session.close()
    done = backup.restore_office(
        desk, tmp_path / "stick", folder, Silent(),
        reason="try", slot=slot, passphrase=PASSPHRASE, override=True,
    )  # fmt: skip
    retention.approve(done.session, due, "ten years are over")
    other = colleague()
    retention.approve(other, due, "I agree")
    (_, moved) = retention.dispose(other, due).held_in
    assert moved == f"{done.aside}, moved aside by a restore"
    done.session.close()
