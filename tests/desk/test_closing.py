"""Closing a case on a real vault: gate, exceptions, what stops and what goes on, reopening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from mktdesk.casework.closing import still_open
from mktdesk.desk import cases, closing, filling
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.history import case_history
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import keep_draft, put_in_force
from mktdesk.errors import AnswersRefused
from mktdesk.toolkits import texts_of


@pytest.fixture
def case(session: Session) -> Iterator[OpenCase]:
    """Under an office's own toolkit that allows every exception."""
    files = texts_of("mkscb-2016")
    head = files["toolkit.toml"].replace('id = "mkscb-2016"', 'id = "lenient"', 1)
    process = files["process.toml"].replace("exception = false\n", "")
    lenient = {**files, "toolkit.toml": head, "process.toml": process}
    own = keep_draft(session, lenient, made_from="mkscb-2016@2016-03")
    put_in_force(session, own, date(2026, 1, 1), "For this test")
    made = cases.start_referral(session, "lenient", "scr")
    yield made
    cases.close_case(made)


def except_all(case: OpenCase) -> None:
    """Every line that allows it is excepted; the others are seen to."""
    for line in still_open(closing.checklist(case)):
        closing.except_line(case, line.line.id, "R. Osei", "Closed for this test")


def test_a_case_does_not_close_while_a_line_is_open(case: OpenCase) -> None:
    waiting = still_open(closing.checklist(case))
    assert waiting
    with pytest.raises(AnswersRefused, match=f"{len(waiting)} line"):
        closing.close(case, "R. Osei")
    assert closing.closure(case) is None


def test_exceptions_need_a_name_and_a_reason_and_are_in_the_history(case: OpenCase) -> None:
    line = next(x for x in closing.checklist(case) if x.line.exception)
    with pytest.raises(AnswersRefused, match="reason"):
        closing.except_line(case, line.line.id, "R. Osei", "  ")
    with pytest.raises(AnswersRefused, match="named"):
        closing.except_line(case, line.line.id, " ", "The court forbids it")
    closing.except_line(case, line.line.id, "R. Osei", "The court forbids it")
    assert any(one.why == "The court forbids it" for one in case_history(case).lines)


def test_what_is_worked_out_is_not_marked_by_hand(case: OpenCase) -> None:
    line = next(x for x in closing.checklist(case) if x.seen)
    with pytest.raises(AnswersRefused, match="worked out"):
        closing.mark_line(case, line.line.id, "R. Osei")


def test_a_closed_case_keeps_its_answers_and_its_actions_go_on(
    case: OpenCase, session: Session
) -> None:
    target = Target(case.form.record, "", "incident")
    filling.set_answer(case, target, "Found alone.")
    except_all(case)
    closing.close(case, "R. Osei", "Agreed by the board")
    cases.settle(case)
    (line,) = cases.list_cases(session)
    assert line.stage.startswith("Closed ")
    with pytest.raises(AnswersRefused, match="Closed"):
        filling.set_answer(case, target, "Other words.")
    filling.add_row(case, "action", {"number": "1", "action": "Check again"})
    assert filling.undo(case) is not None
    assert filling.undo(case) is None  # what lies before the closing stays
    assert case.answers().get("incident") == "Found alone."
    with pytest.raises(AnswersRefused, match="closed already"):
        closing.close(case, "R. Osei")


def test_reopening_needs_a_reason_and_the_first_closing_stays_in_the_history(
    case: OpenCase,
) -> None:
    except_all(case)
    closing.close(case, "R. Osei")
    with pytest.raises(AnswersRefused, match="reason"):
        closing.reopen_case(case, "R. Osei", "")
    closing.reopen_case(case, "R. Osei", "New information from the coroner")
    assert closing.closure(case) is None
    filling.set_answer(case, Target(case.form.record, "", "incident"), "Other words.")
    did = [line.did for line in case_history(case).lines]
    assert "Closed the case" in did
    assert "Opened the case again" in did
    with pytest.raises(AnswersRefused, match="not closed"):
        closing.reopen_case(case, "R. Osei", "Again")
