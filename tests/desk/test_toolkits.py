"""Toolkits of the office's own: copied, proved, put in force, and found again by their cases."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from mktdesk.desk import cases
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import (
    IN_FORCE,
    copy_supplied,
    keep_draft,
    put_in_force,
    toolkit_lines,
    toolkit_of,
    withdraw,
)
from mktdesk.errors import AnswersRefused, CaseError, ToolkitRefused
from mktdesk.toolkits import texts_of


def test_a_copy_is_a_draft_until_it_is_put_in_force_with_a_reason(session: Session) -> None:
    own = copy_supplied(session, "mkscb-2016", "north-2026", "Our own guidance")
    with pytest.raises(CaseError):
        toolkit_of(session, "north-2026")
    with pytest.raises(AnswersRefused):
        put_in_force(session, own, date(2026, 1, 1), " ")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the board")
    assert toolkit_of(session, "north-2026").title == "Our own guidance"
    line = next(x for x in toolkit_lines(session) if x.toolkit.id == "north-2026")
    assert line.own is not None
    assert (line.own.state, line.own.made_from) == (IN_FORCE, "mkscb-2016@2016-03")
    assert not line.in_force(date(2025, 12, 31))
    assert line.in_force(date(2026, 1, 1))


def test_a_case_under_it_opens_after_it_was_withdrawn(session: Session) -> None:
    own = copy_supplied(session, "mkscb-2016", "north-2026", "Our own guidance")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the board")
    case = cases.start_referral(session, "north-2026")
    cases.close_case(case)
    withdraw(session, own, "The board took it back")
    with pytest.raises(CaseError):
        cases.start_referral(session, "north-2026")
    again = cases.open_case(session, case.public)
    assert again.toolkit.title == "Our own guidance"
    cases.close_case(again)


def test_what_is_in_force_does_not_change_and_a_mistake_is_refused_by_name(
    session: Session,
) -> None:
    own = copy_supplied(session, "mkscb-2016", "north-2026", "Our own guidance")
    files = texts_of("mkscb-2016")
    broken = {**files, "process.toml": files["process.toml"] + '\n[[event]]\nid = "x"\n'}
    with pytest.raises(ToolkitRefused, match="label"):
        keep_draft(session, broken, made_from="mkscb-2016@2016-03")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the board")
    row = session.vault.register.row("toolkit", own.id)
    assert row is not None
    with pytest.raises(AnswersRefused, match="in force"):
        keep_draft(
            session,
            msgspec.json.decode(str(row.fields["files"]), type=dict[str, str]),
            made_from=own.made_from,
        )


def test_a_name_that_is_taken_is_refused(session: Session) -> None:
    with pytest.raises(AnswersRefused):
        copy_supplied(session, "mkscb-2016", "mkscb-2016", "The same again")
