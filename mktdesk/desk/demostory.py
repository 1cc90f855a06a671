"""Fictional cases told as stories: what an office did on which day, done again through the desk.

The days are counted back from today, so that a demonstration always shows work under way: what is
late is late today. What a form asks and a story does not say is filled from the story file's own
words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec

from mktdesk import resources
from mktdesk.calendar import today
from mktdesk.casework.notices import NoticeState
from mktdesk.casework.progress import StepState
from mktdesk.casework.stepping import Given
from mktdesk.desk import clocks, closing, converting, filling, notices, signing, stepping
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.cases import close_case, start_referral
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_answer
from mktdesk.desk.session import Session
from mktdesk.desk.standing import steps
from mktdesk.desk.work import Progress
from mktdesk.forms.check import Problem, problems
from mktdesk.forms.scopes import field_of, scopes_of
from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import Value
from mktdesk.toolkits.process_schema import Step

_ROUNDS = 8  # answers that make others needed do so a few times, never more
_DAY = re.compile(r"\{today([+-]\d+)?\}")  # the day of the story, or one so many days off

Said = dict[str, str | list[str]]


class _Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="do"):
    """Something that was done, so many days after what came before it."""

    days: int = 0


class _Answer(_Act, frozen=True, kw_only=True, tag="answer"):
    single: Said


class _Row(_Act, frozen=True, kw_only=True, tag="row"):
    """A row of a table: the first that is still blank, or a new one."""

    record: str
    said: Said


class _Sign(_Act, frozen=True, kw_only=True, tag="sign"):
    part: str
    by: str
    said: Said = {}


class _Record(_Act, frozen=True, kw_only=True, tag="record"):
    steps: list[str]
    note: str = ""


class _Walk(_Act, frozen=True, kw_only=True, tag="walk"):
    """Whatever is to do, `every` days apart, until the step `until` is what comes next."""

    by: str
    every: int = 1
    until: str = ""
    said: dict[str, Said] = {}


class _Extend(_Act, frozen=True, kw_only=True, tag="extend"):
    clock: str
    more: int
    agreed_by: str
    person: str
    why: str
    consent: list[str] = []
    consulted: list[str] = []


class _Tell(_Act, frozen=True, kw_only=True, tag="tell"):
    """Whom the notices of these ids are for were told; with none named, everybody."""

    by: str
    notices: list[str] = []
    people: list[str] = []


class _Convert(_Act, frozen=True, kw_only=True, tag="convert"):
    pathway: str
    why: str


class _Mark(_Act, frozen=True, kw_only=True, tag="mark"):
    lines: list[str]
    by: str


class _Close(_Act, frozen=True, kw_only=True, tag="close"):
    by: str
    note: str = ""


class _Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One case. ago: it began so many days before today."""

    toolkit: str
    pathway: str
    ago: int
    act: list[
        _Answer | _Row | _Sign | _Record | _Walk | _Extend | _Tell | _Convert | _Mark | _Close
    ]


class _Stories(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """words: what a question is answered with where no story says it, by the question's id."""

    story: list[_Story]
    words: dict[str, str | list[str]]


def stories() -> _Stories:
    """What resources/demo/stories.toml tells."""
    text = (resources.folder("demo") / "stories.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Stories)


def tell_stories(session: Session, progress: Progress) -> None:
    """Make every story's case."""
    told = stories()
    for number, one in enumerate(told.story, 1):
        progress.report(number / len(told.story), f"Story {number} of {len(told.story)}")
        close_case(_Teller(session, one, told.words).tell())


@dataclass
class _Teller:
    """Tells one story. day: when what comes next is done."""

    session: Session
    story: _Story
    words: Mapping[str, str | list[str]]
    case: OpenCase = field(init=False)
    day: date = field(init=False)

    def tell(self) -> OpenCase:
        self.day = today(self.session.clock) - timedelta(days=self.story.ago)
        self.case = start_referral(self.session, self.story.toolkit, self.story.pathway)
        for act in self.story.act:
            self.day += timedelta(days=act.days)
            self._do(act)
        return self.case

    def _do(self, act: _Act) -> None:
        match act:
            case _Answer():
                self._set(self.case.form.record, "", act.single)
            case _Row():
                self._row(act.record, act.said)
            case _Sign():
                self._sign(act.part, act.by, act.said)
            case _Record():
                self._record(act.steps, act.note)
            case _Walk():
                self._walk(act)
            case _:
                self._settle(act)

    def _settle(self, act: _Act) -> None:
        match act:
            case _Extend():
                self._extend(act)
            case _Tell():
                self._tell(act)
            case _Convert():
                self.case = converting.convert(self.case, act.pathway, act.why)
            case _Mark():
                for line in act.lines:
                    closing.mark_line(self.case, line, act.by)
            case _Close():
                closing.close(self.case, act.by, act.note)

    # answers

    @property
    def _written(self) -> str:
        return f"{self.day:%d/%m/%Y}"

    def _value(self, asked: Field, said: str | Sequence[str]) -> Value:
        if not isinstance(said, str):
            return tuple(said)
        return read_answer(asked, _DAY.sub(self._day, said))

    def _day(self, found: re.Match[str]) -> str:
        return f"{self.day + timedelta(days=int(found[1] or 0)):%d/%m/%Y}"

    def _set(self, record: str, row: str, said: Said) -> None:
        form = self.case.form
        filling.set_answers(
            self.case,
            {
                Target(record, row, name): self._value(field_of(form, record, name), one)
                for name, one in said.items()
            },
        )

    def _row(self, record: str, said: Said) -> None:
        blank = next((x for x in self.case.answers().table(record) if not x.values), None)
        if blank is not None:
            self._set(record, blank.id, said)
            return
        form = self.case.form
        values = {name: self._value(field_of(form, record, name), x) for name, x in said.items()}
        filling.add_row(self.case, record, values)

    def _sign(self, part: str, by: str, said: Said) -> None:
        self._set(self.case.form.record, "", said)
        for _ in range(_ROUNDS):
            wanting = [x for x in self._problems(part) if x.level == "error"]
            if not wanting:
                break
            self._fill(wanting)
        signature = signing.Signature(by, "", "", self._written)
        signing.sign(self.case, signing.review(self.case, part), signature)

    def _problems(self, part: str) -> tuple[Problem, ...]:
        return problems(self.case.form, self.case.answers(), part)

    def _fill(self, wanting: Sequence[Problem]) -> None:
        values: dict[Target, Value] = {}
        for one in wanting:
            if not one.field_id:
                filling.add_row(self.case, one.record)
                continue
            asked = field_of(self.case.form, one.record, one.field_id)
            said = self.words.get(asked.id)
            value = self._value(asked, said) if said is not None else self._something(asked)
            values[Target(one.record, one.row, one.field_id)] = value
        filling.set_answers(self.case, values)

    def _something(self, asked: Field) -> Value:
        match asked.kind:
            case FieldKind.DATE:
                return self._value(asked, "{today}")
            case FieldKind.CHOICE:
                return asked.options[0].key
            case FieldKind.OPTIONS:
                return (asked.options[0].key,)
            case FieldKind.YES_NO:
                return self._value(asked, "Yes")
            case _:
                raise KeyError(asked.id)

    # what was done

    def _record(self, names: Sequence[str], note: str = "") -> None:
        known = {step.id: step for step in self.case.toolkit.process.step}
        for name in names:
            points = tuple(x.id for x in known[name].point) if name in known else ()
            stepping.record(self.case, name, Given(self.day, note=note, points=points))

    def _walk(self, act: _Walk) -> None:
        while waiting := [x.step for x in steps(self.case) if x.state is StepState.NOW]:
            step = waiting[0]
            if step.id == act.until:
                return
            self._step(step, act)
            self.day += timedelta(days=act.every)

    def _step(self, step: Step, act: _Walk) -> None:
        if step.part is not None:
            self._sign(step.part, act.by, act.said.get(step.id, {}))
        elif step.field is not None:
            record = next(
                name
                for name, fields in scopes_of(self.case.form).items()
                if step.field in {one.id for one in fields}
            )
            said: Said = {step.field: self._written}
            if record == self.case.form.record:
                self._set(record, "", said)
            else:
                self._row(record, said)
        else:
            self._record([step.id])

    def _extend(self, act: _Extend) -> None:
        before = clocks.clock(self.case, act.clock)
        assert before.day is not None
        asked = clocks.Asked(
            before.day + timedelta(days=act.more),
            self.day,
            act.agreed_by,
            act.why,
            person=act.person,
            consent=frozenset(act.consent),
            consulted=frozenset(act.consulted),
        )
        clocks.extend(self.case, act.clock, asked)

    def _tell(self, act: _Tell) -> None:
        for one in notices.notices(self.case):
            wanted = one.notice is not None and act.notices in ([], [one.notice.id])
            if wanted and one.state is NoticeState.NOBODY and one.notice and one.recipient:
                notices.name_somebody(self.case, one.notice.id, one.recipient.id, act.people)
        for one in notices.notices(self.case):
            if one.notice is None or not one.open:
                continue
            if act.notices and one.notice.id not in act.notices:
                continue
            if one.notice.done_by:
                notices.confirm(self.case, one.key, self.day, act.by)
            else:
                notices.issue(self.case, one.key, notices.Told(self.day, act.by, "Letter"))
