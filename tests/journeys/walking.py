"""A case walked through its process by desk functions alone, as an office would work it.

What a part still needs is not written in the tests: the program says it, and the walker fills it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mktdesk.casework.clocks import ClockState
from mktdesk.casework.closing import LineState
from mktdesk.casework.notices import NoticeState
from mktdesk.casework.progress import StepStanding, StepState
from mktdesk.casework.stepping import Given
from mktdesk.desk import closing, converting, filling, notices, signing, stepping
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.standing import situation, steps
from mktdesk.forms.check import Problem, problems
from mktdesk.forms.flow import part_of
from mktdesk.forms.scopes import field_of, scopes_of
from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits.process_schema import Step

FIRST_DAY = date(2026, 3, 2)  # a Monday; the desks of the tests stand in November 2026
_ROUNDS = 30

Rows = Mapping[str, Sequence[Mapping[str, Value]]]


@dataclass
class Walker:
    """day: the day on which what comes next is done."""

    case: OpenCase
    day: date = FIRST_DAY

    # what is filled and signed

    @property
    def today(self) -> DateAnswer:
        """The day, as somebody writes it in a form."""
        return read_date(f"{self.day:%d/%m/%Y}")

    def later(self, days: int) -> None:
        self.day += timedelta(days=days)

    def answer(self, **answers: Value) -> None:
        record = self.case.form.record
        values = {Target(record, "", name): value for name, value in answers.items()}
        filling.set_answers(self.case, values)

    def add(self, record: str, **values: Value) -> str:
        """A row of a table; what it must have and was not given is filled. Its id."""
        row = filling.add_row(self.case, record, values).row
        part = part_of(self.case.form, record).id
        for one in self._errors(part):
            if one.row == row:
                self._settle(one)
        return row

    def change(self, record: str, row: str, **answers: Value) -> None:
        values = {Target(record, row, name): value for name, value in answers.items()}
        filling.set_answers(self.case, values)

    def fill(self, part_id: str, **answers: Value) -> None:
        """These answers, and something for all else that the part must have."""
        self.answer(**answers)
        for _ in range(_ROUNDS):
            wrong = self._errors(part_id)
            if not wrong:
                return
            for one in wrong:
                self._settle(one)
        raise AssertionError([one.message for one in self._errors(part_id)])

    def sign(self, part_id: str, by: str = "Robin Osei", /, **answers: Value) -> None:
        """Fill a part and put a name to it."""
        self.fill(part_id, **answers)
        read = signing.review(self.case, part_id)
        said = signing.Signature(by, "", "", f"{self.day:%d/%m/%Y}")
        signing.sign(self.case, read, said)

    def _errors(self, part_id: str) -> list[Problem]:
        found = problems(self.case.form, self.case.answers(), part_id)
        return [one for one in found if one.level == "error"]

    def _settle(self, problem: Problem) -> None:
        if not problem.field_id:
            filling.add_row(self.case, problem.record)
            return
        answers = self.case.answers()
        row = answers.row(problem.record, problem.row) if problem.row else None
        before = row.get(problem.field_id) if row else answers.get(problem.field_id)
        # Only what is missing is filled: an answer that is wrong is the test's own.
        assert before in {None, ""}, problem.message
        field = field_of(self.case.form, problem.record, problem.field_id)
        target = Target(problem.record, problem.row, problem.field_id)
        filling.set_answer(self.case, target, self._something(field))

    def _something(self, field: Field) -> Value:
        match field.kind:
            case FieldKind.DATE:
                text = f"{self.day:%d/%m/%Y}"
                variant = field.options[0].key if field.options else ""
                read = read_date(text)
                return DateAnswer(
                    read.text, read.earliest, read.latest, read.precision, variant=variant
                )
            case FieldKind.CHOICE:
                return field.options[0].key
            case FieldKind.OPTIONS:
                return (field.options[0].key,)
            case FieldKind.YES_NO:
                return YesNo("no")
            case _:
                return f"Something for {field.name.lower()}"

    # what is recorded

    def record(self, *names: str) -> None:
        """These steps or events happened today, with every point seen to."""
        for name in names:
            step = next((x for x in self.case.toolkit.process.step if x.id == name), None)
            points = tuple(point.id for point in step.point) if step else ()
            stepping.record(self.case, name, Given(self.day, points=points))

    # where it stands

    def states(self) -> dict[str, StepState]:
        return {one.step.id: one.state for one in steps(self.case)}

    def state(self, step_id: str) -> StepState:
        return self.states()[step_id]

    @property
    def now(self) -> list[str]:
        """The steps to do now, by id."""
        return [one.step.id for one in self._standings(StepState.NOW)]

    @property
    def outcomes(self) -> list[str]:
        return [name for name, held in situation(self.case).outcomes.items() if held]

    def _standings(self, state: StepState) -> list[StepStanding]:
        return [one for one in steps(self.case) if one.state is state]

    @property
    def due(self) -> dict[str, str]:
        """The clocks that run or ran, and their last day (ISO), by the clock's id."""
        found = stepping.clocks_now(self.case)
        return {x.clock.id: x.day.isoformat() for x in found if x.start is not None and x.day}

    def clock(self, clock_id: str) -> ClockState:
        found = stepping.clocks_now(self.case)
        return next(x.state for x in found if x.clock.id == clock_id)

    # another way

    def convert(self, pathway_id: str, reason: str = "") -> None:
        """The case goes another way, and is walked on there."""
        self.case = converting.convert(self.case, pathway_id, reason)

    # who is told, and closing

    def told(self) -> dict[str, NoticeState]:
        """Where each notice stands that has not been found needless, by its key."""
        found = notices.notices(self.case)
        return {x.key: x.state for x in found if x.state is not NoticeState.NOT_APPLICABLE}

    def tell_everybody(self) -> None:
        """Whoever is still to be told is told today; what somebody outside tells is confirmed.

        Of many whom nobody has named, one is.
        """
        for one in notices.notices(self.case):
            if one.state is NoticeState.NOBODY and one.open and one.notice and one.recipient:
                notices.name_somebody(self.case, one.notice.id, one.recipient.id, ("R. Shah",))
        for one in notices.notices(self.case):
            if not one.open:
                continue
            if one.notice is not None and one.notice.done_by:
                notices.confirm(self.case, one.key, self.day, "Robin Osei")
            else:
                notices.issue(self.case, one.key, notices.Told(self.day, "Robin Osei", "Letter"))

    def open_lines(self) -> list[str]:
        """What of the closing checklist keeps the case open, by its id."""
        found = closing.checklist(self.case)
        return [x.line.id for x in found if x.state is LineState.OPEN]

    # the rest of the way

    def do(self, step: Step, **answers: Value) -> None:
        """One step, as it is done: signed, answered or recorded."""
        if step.part is not None:
            self.sign(step.part, **answers)
        elif step.field is not None:
            self._date(step.field)
        else:
            self.record(step.id)

    def _date(self, field_id: str) -> None:
        for record, fields in scopes_of(self.case.form).items():
            if field_id in {field.id for field in fields}:
                if record == self.case.form.record:
                    self.answer(**{field_id: self.today})
                else:
                    self.add(record, **{field_id: self.today})
                return
        raise AssertionError(f"no question {field_id}")

    def walk(self, *, until: str = "", **given: Mapping[str, Value]) -> list[str]:
        """Whatever is to do now, a day at a time, until a step or until nothing is; what was done.

        given: the answers of a part that a step is, by the step's id.
        """
        done: list[str] = []
        while waiting := self._standings(StepState.NOW):
            step = waiting[0].step
            if step.id == until:
                break
            self.later(1)
            self.do(step, **given.get(step.id, {}))
            assert self.state(step.id) is StepState.DONE, step.id
            done.append(step.id)
        return done
