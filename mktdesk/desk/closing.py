"""Closing a case: the toolkit's checklist as a gate, exceptions by name, and reopening.

A closed case keeps its answers and signatures as they are; its working record (actions,
learning) goes on, since action plans outlive a review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mktdesk.book import RowChange, Written
from mktdesk.calendar import spoken_date, today
from mktdesk.casework import plan
from mktdesk.casework.closing import Line, LineState, Marked, closing_lines, still_open
from mktdesk.casework.disagreements import disagreements
from mktdesk.casework.parallel import FINISH, PUBLICATION
from mktdesk.casework.progress import steps_of
from mktdesk.casework.records import Stored
from mktdesk.desk import notices
from mktdesk.desk.beside import cautions
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.standing import situation
from mktdesk.errors import AnswersRefused, InUseElsewhere
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import YesNo, is_blank

_CLOSURE = "closure"  # the one row of its kind


@dataclass(frozen=True, slots=True)
class ClosingShown:
    """What the closing page shows. closure: the closing that stands, if it does. who: at the
    desk. refused: why nothing can be changed now, or nothing. cautions: what goes on beside the
    case and is to be thought of before it is closed.
    """

    lines: tuple[Line, ...]
    closure: Closure | None
    who: str
    refused: str = ""
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosingMark(Stored):
    """What a person said of one line of the checklist; the row's id is the line's."""

    KIND: ClassVar[str] = "closing"

    excepted: bool = False
    by: str = ""
    day: str = ""  # ISO
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Closure(Stored):
    """The case's closing, while `reopened_on` is empty. Days are ISO."""

    KIND: ClassVar[str] = "closure"

    day: str = ""
    by: str = ""
    note: str = ""
    reopened_on: str = ""
    reopened_by: str = ""
    reopened_why: str = ""

    @property
    def words(self) -> str:
        """The case in the list: "Closed Tue 3 Mar 2026"."""
        return f"Closed {spoken_date(date.fromisoformat(self.day))}"


def closure(case: OpenCase) -> Closure | None:
    """The closing that stands, or None while the case is open."""
    record = case.book.row(Closure.KIND, _CLOSURE)
    found = Closure.of(record.id, record.fields) if record else None
    return found if found and found.day and not found.reopened_on else None


def shown(case: OpenCase) -> ClosingShown:
    """The checklist, and the closing itself."""
    refused = "The case is only to be read now." if case.read_only else ""
    closed = closure(case)
    found = () if closed else _cautions(case)
    return ClosingShown(checklist(case), closed, case.session.actor, refused, found)


def _cautions(case: OpenCase) -> tuple[str, ...]:
    """What holds up the end of the review, or a publication that this way of working has."""
    found = cautions(case, FINISH)
    if any(one.beside == PUBLICATION for one in steps_of(case.toolkit.process, case.pathway.id)):
        found += cautions(case, PUBLICATION)
    return tuple(dict.fromkeys(found))


def state_words(case: OpenCase) -> str:
    """The closing in a few words: when it was closed, or how many lines stand open."""
    found = closure(case)
    if found is not None:
        return found.words
    count = len(still_open(checklist(case)))
    if not count:
        return "Ready to close"
    return "1 line open" if count == 1 else f"{count} lines open"


def checklist(case: OpenCase) -> tuple[Line, ...]:
    """The closing checklist as it stands."""
    marks = {
        record.id: _marked(ClosingMark.of(record.id, record.fields))
        for record in case.book.rows(ClosingMark.KIND)
    }
    return closing_lines(case.toolkit.process, situation(case), seen(case), marks)


def _marked(mark: ClosingMark) -> Marked:
    return Marked(excepted=mark.excepted, by=mark.by, day=mark.day, reason=mark.reason)


def seen(case: OpenCase) -> dict[str, str]:
    """What the program sees by itself: what is missing of each thing, or "" when nothing is."""
    answers = case.answers()
    unsettled = [
        one for one in disagreements(case.toolkit.process, case.pathway.id, answers) if one.open
    ]
    bulletin, any_made = plan.has_bulletin(answers), plan.recommendations(answers)
    return {
        "plan": " ".join(plan.plan_problems(answers)),
        "bulletin": "" if bulletin else "No learning bulletin is written and dated.",
        "recommendations": "" if any_made else "No recommendation is recorded.",
        "disagreements": "A disagreement is open." if unsettled else "",
        "returns": _returns(answers),
        "notices": notices.still_missing(case),
    }


def _returns(answers: Answers) -> str:
    waiting = [
        row
        for row in answers.table("request")
        if is_blank(row.get("received")) and row.get("nil_return") != YesNo("yes")
    ]
    if not waiting:
        return ""
    count = "1 request" if len(waiting) == 1 else f"{len(waiting)} requests"
    return f"{count} to agencies without an answer or a nil return."


def mark_line(case: OpenCase, line_id: str, by: str) -> Written:
    """Say by hand that a line is done. Raises AnswersRefused for one that is worked out."""
    line = _line(case, line_id)
    if line.seen:
        raise AnswersRefused(
            f"“{line.line.text}” is worked out from the case.",
            f"{line.words.rstrip('.')}. Do that, or make a named exception.",
        )
    return _write(case, ClosingMark(line_id, by=_named(by), day=_now(case)))


def except_line(case: OpenCase, line_id: str, by: str, reason: str) -> Written:
    """Let the case close without a line, for a reason and under a name.

    Raises AnswersRefused without both, or where the toolkit allows no exception.
    """
    line = _line(case, line_id)
    if not line.line.exception:
        raise AnswersRefused(
            f"“{line.line.text}” has no exception.", "The guidance asks for it in every case."
        )
    if not reason.strip():
        raise AnswersRefused("An exception needs a reason.", "Say why; it is recorded.")
    named = _named(by)
    mark = ClosingMark(line_id, excepted=True, by=named, day=_now(case), reason=reason.strip())
    return _write(case, mark)


def unmark_line(case: OpenCase, line_id: str) -> Written:
    """Take a mark or an exception back. Raises AnswersRefused where there is none."""
    _may_mark(case)
    if case.book.row(ClosingMark.KIND, line_id) is None:
        raise AnswersRefused("Nothing is marked on that line.", "Nothing was changed.")
    return case.write("remove", (RowChange(ClosingMark.KIND, line_id, delete=True),))


def close(case: OpenCase, by: str, note: str = "") -> Closure:
    """Close the case today. Raises AnswersRefused while a line of the checklist is open."""
    _may_write(case)
    if closure(case) is not None:
        raise AnswersRefused("The case is closed already.", "Nothing was changed.")
    if waiting := still_open(checklist(case)):
        lines = "1 line" if len(waiting) == 1 else f"{len(waiting)} lines"
        raise AnswersRefused(
            f"The case cannot be closed yet: {lines} of the checklist stand open.",
            f"The first is “{waiting[0].line.text}”. Do it, or make a named exception.",
        )
    made = Closure(_CLOSURE, day=_now(case), by=_named(by), note=note.strip())
    case.write("close", (put(made),))
    return made


def reopen_case(case: OpenCase, by: str, why: str) -> Written:
    """Open a closed case again, for a reason."""
    _may_write(case)
    found = closure(case)
    if found is None:
        raise AnswersRefused("The case is not closed.", "Nothing was changed.")
    if not why.strip():
        raise AnswersRefused("Reopening needs a reason.", "Say why; it is recorded.")
    fields = {
        "reopened_on": _now(case),
        "reopened_by": _named(by),
        "reopened_why": why.strip(),
    }
    return case.write("reopen", (RowChange(Closure.KIND, _CLOSURE, dict(fields)),), reason=why)


def refuse_if_closed(case: OpenCase) -> None:
    """Before the record of a review is changed. Raises AnswersRefused for a closed case."""
    found = closure(case)
    if found is not None:
        raise AnswersRefused(
            f"{found.words}: the case does not change any more.",
            "Reopen it on the Closing page, with a reason, then change it.",
        )


def _line(case: OpenCase, line_id: str) -> Line:
    for line in checklist(case):
        if line.line.id == line_id and line.state is not LineState.NOT_NEEDED:
            return line
    raise AnswersRefused("That line is not on this case's checklist.", "Nothing was changed.")


def _write(case: OpenCase, mark: ClosingMark) -> Written:
    _may_mark(case)
    return case.write("edit", (put(mark),), reason=mark.reason)


def _named(by: str) -> str:
    if not by.strip():
        raise AnswersRefused("Nobody is named.", "Give the name of the person who says so.")
    return by.strip()


def _now(case: OpenCase) -> str:
    return today(case.session.clock).isoformat()


def _may_mark(case: OpenCase) -> None:
    _may_write(case)
    refuse_if_closed(case)


def _may_write(case: OpenCase) -> None:
    if case.read_only:
        raise InUseElsewhere(
            f"This case is open elsewhere: {case.handle.held_by}.",
            "Ask them to close it, then open it again.",
        )
