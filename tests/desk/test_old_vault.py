"""A vault whose cases were written before there were processes, clocks and notices."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.progress import StepState
from mktdesk.casework.stepping import Given
from mktdesk.desk import cases, clocks, due, notices, signing, stepping
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.desk.standing import steps
from mktdesk.desk.work import Silent
from mktdesk.office import KdfCost, Machine
from tests.desk.conftest import Ticking

ARCHIVE = Path(__file__).resolve().parents[1] / "data" / "vaults" / "desk.zip"
ANN, PASSPHRASE = "b64203ec2fbbd626", "seven grey herons wait"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Session]:
    """Ann's vault: one case signed and half decided, one only begun."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(tmp_path)
    machine = Machine("another computer", tmp_path / "state", NoSecrets(), Ticking())
    session = Desk(machine, KdfCost.floor()).unlock(tmp_path / "vault", ANN, PASSPHRASE)
    yield session
    session.close()


def test_an_old_case_has_its_steps_its_clocks_and_all_it_had(old: Session) -> None:
    case = cases.open_case(old, "SCR-2026-001")
    answers, signed = case.answers(), case.signoffs()
    assert answers.get("referrer_name") == "Peter Lindqvist"
    assert answers.get("recommended") == "recommended"
    states = {one.step.id: one.state for one in steps(case)}
    assert states["referral"] is StepState.DONE
    assert states["asked"] is StepState.NOW
    running = {x.clock.id: x.day for x in clocks.clocks(case) if x.state is ClockState.RUNNING}
    month = date(2026, 12, 2)
    assert running == {"recommendation": month, "one_month": month}
    assert notices.open_notices(case)
    stepping.record(case, "asked", Given(date(2026, 11, 3)))
    cases.close_case(case)

    again = cases.open_case(old, "SCR-2026-001")
    assert again.answers() == answers
    assert again.signoffs() == signed
    assert all(signing.agrees(again, one) for one in signed)
    assert {x.step.id for x in steps(again) if x.state is StepState.DONE} >= {"referral", "asked"}
    cases.close_case(again)
    assert old.vault.verify() == []


def test_old_cases_join_the_list_of_what_is_due_when_it_is_brought_up_to_date(
    old: Session,
) -> None:
    assert due.due(old).missing == 2
    assert due.bring_up_to_date(old, Silent()).unread == ()
    found = due.due(old)
    assert found.missing == 0
    clocked = {(x.public, x.subject, x.day) for x in found.lines if x.clock == "one_month"}
    assert clocked == {("SCR-2026-001", "MV", "2026-12-02")}
