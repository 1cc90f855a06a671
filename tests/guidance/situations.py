"""What a toolkit's data comes to in a situation, asked through the program's own pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from mktdesk.calendar import england_and_wales
from mktdesk.casework.closing import LineState, closing_lines
from mktdesk.casework.composition import remarks
from mktdesk.casework.criteria import Result, assess
from mktdesk.casework.lettering import Known, asks_of, compose
from mktdesk.casework.notices import NoticeState, People, notice_standings
from mktdesk.casework.progress import StepState, step_standings
from mktdesk.casework.situation import Happened, Situation, Truth
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.check import Problem, problems
from mktdesk.forms.conditions import holds
from mktdesk.forms.flow import scope
from mktdesk.forms.types import Form
from mktdesk.forms.values import Value
from mktdesk.toolkits import Toolkit, form_of_case, load
from mktdesk.toolkits.build import condition_of
from mktdesk.toolkits.letter_schema import FIELDS
from mktdesk.toolkits.letters import LISTS, letters

DAY = date(2026, 3, 2)
Rows = Mapping[str, Iterable[Mapping[str, Value]]]


class Guidance:
    """One toolkit, looked at on one of its pathways."""

    def __init__(self, toolkit_id: str, pathway_id: str) -> None:
        self.toolkit: Toolkit = load(toolkit_id)
        self.pathway = self.toolkit.pathway(pathway_id)
        intake = self.pathway.intake_form or self.toolkit.intake_form
        self.form: Form = form_of_case(self.toolkit, intake, pathway_id)

    def at(
        self,
        *happened: str,
        decided: Mapping[str, bool] | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> Situation:
        """These steps and events have happened, a day after another, and so it was decided."""
        days = (DAY + timedelta(days=n) for n in range(len(happened)))
        return Situation(
            pathway=self.pathway.id,
            facts={name: Truth(said) for name, said in (facts or {}).items()},
            events={name: Happened(day) for name, day in zip(happened, days, strict=True)},
            outcomes=dict(decided or {}),
        )

    def outcomes(self, part: str, **answers: Value) -> dict[str, bool]:
        """How a signed part comes out with these answers."""
        seen = scope(self.form, Answers(MappingProxyType(answers)), None)
        return {
            one.id: holds(condition_of(one.when, one.id), seen)
            for one in self.toolkit.process.outcome
            if one.part == part
        }

    def states(self, now: Situation) -> dict[str, StepState]:
        return {one.step.id: one.state for one in step_standings(self.toolkit.process, now)}

    def to_do(self, now: Situation) -> list[str]:
        """The steps to do now."""
        return [name for name, state in self.states(now).items() if state is StepState.NOW]

    def who(self, step_id: str) -> str:
        """What the role or body is called that does a step."""
        who = next(x.who for x in self.toolkit.process.step if x.id == step_id)
        roles = {x.id: x.label for x in self.toolkit.roles}
        return (roles | {x.id: x.label for x in self.toolkit.bodies})[who]

    def met(self, **facts: str) -> dict[str, Result]:
        """Each criterion with these limbs."""
        found = assess(self.toolkit.process, self.at(facts=facts))
        return {one.criterion.id: one.computed for one in found}

    def told(self, now: Situation, people: People | None = None) -> dict[str, list[NoticeState]]:
        """Where each notice to a recipient stands, by the recipient's label."""
        standings = notice_standings(
            self.toolkit.process, now, people or People(), {}, DAY, england_and_wales()
        )
        found: dict[str, list[NoticeState]] = {}
        for one in standings:
            if one.state is not NoticeState.NOT_APPLICABLE:
                found.setdefault(one.to, []).append(one.state)
        return found

    def gate(self, rule: str, now: Situation, **missing: str) -> LineState:
        """Where the line of the closing checklist that bears a rule stands.

        missing: what is missing of what the program sees by itself; of all else nothing is.
        """
        process = self.toolkit.process
        seen = {one.of: "" for one in process.closing if one.of} | missing
        lines = closing_lines(process, now, seen, {})
        return next(one.state for one in lines if one.line.rule == rule)

    def letter(self, name: str, *terms: str) -> str:
        """The words of one of the program's letters with this toolkit's own statements."""
        letter = letters()[name]
        held = frozenset(terms)
        known = Known(
            fields={field: f"[{field}]" for field in FIELDS},
            items={field: (f"[{field}]",) for field in LISTS},
            terms=held,
            statements={text.id: text.text for text in self.toolkit.process.text},
        )
        asked = {ask.id: f"[{ask.id}]" for ask in asks_of(letter, held)}
        written = compose(letter, known, asked)
        return " ".join(words for block in written.blocks for words in block.words)

    def remarks(self, *appointed: Mapping[str, Value]) -> list[tuple[str, str]]:
        """The rule and the words of each remark on these appointed people."""
        answers = made({}, {"appointed": appointed})
        found = remarks(self.toolkit.process, self.pathway.id, answers)
        return [(one.rule, one.words) for one in found]

    def problems(self, part: str, rows: Rows | None = None, /, **answers: Value) -> list[Problem]:
        """What the program says of a part with these answers."""
        return list(problems(self.form, made(answers, rows or {}), part))

    def said(self, part: str, rows: Rows | None = None, /, **answers: Value) -> list[str]:
        return [one.message for one in self.problems(part, rows, **answers)]

    def ruled(self, part: str, rows: Rows | None = None, /, **answers: Value) -> set[str]:
        """The rules whose problems are shown."""
        return {one.rule for one in self.problems(part, rows, **answers)}


def made(answers: Mapping[str, Value], rows: Rows) -> Answers:
    """Answers as a case holds them."""
    tables = {
        record: tuple(Row(f"{record}-{n}", MappingProxyType(dict(x))) for n, x in enumerate(given))
        for record, given in rows.items()
    }
    return Answers(MappingProxyType(dict(answers)), MappingProxyType(tables))
