"""Facts that cannot all be so, each with its place and words (pure).

Nothing is refused for it: what was written stays, and a person is told where to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from mktdesk.casework.facts import Dated, dates_of, facts_of, happened_on
from mktdesk.casework.situation import Truth
from mktdesk.forms.answers import Answers
from mktdesk.forms.check import Problem
from mktdesk.forms.flow import Place, places
from mktdesk.forms.scopes import field_of
from mktdesk.forms.types import Form
from mktdesk.toolkits.caseform import fact_field
from mktdesk.toolkits.process_schema import Fact, Process


def contradictions(
    form: Form, process: Process, answers: Answers, today: date
) -> tuple[Problem, ...]:
    """What does not agree among the facts, their dates and the calendar; all are warnings."""
    seen = _Seen(form, process, answers)
    found = (*seen.against_dates(), *seen.of_each_other(), *seen.before_birth(), *seen.later(today))
    order = {place: number for number, place in enumerate(places(form, answers))}
    return tuple(sorted(found, key=lambda one: order.get(one.place, -1)))


@dataclass(frozen=True, slots=True)
class _Seen:
    form: Form
    process: Process
    answers: Answers

    def against_dates(self) -> Iterator[Problem]:
        """Answered no, and there is a date of it: alive, and a date of death."""
        truths = facts_of(self.form, self.process, self.answers).truths
        for fact in self.process.fact:
            dated = next(happened_on(self.form, self.answers, fact), None)
            if dated is not None and truths.get(fact.id) is Truth.NO:
                words = f"“{fact.question}” is answered no, but the form has the date"
                yield self._at_fact(fact, f"{words} {dated.value.text}")

    def of_each_other(self) -> Iterator[Problem]:
        """Two facts that exclude one another are both answered yes."""
        truths = facts_of(self.form, self.process, self.answers).truths
        facts = {fact.id: fact for fact in self.process.fact}
        for fact in self.process.fact:
            for other in fact.excludes:
                if truths.get(fact.id) is Truth.YES is truths.get(other):
                    words = f"“{fact.question}” and “{facts[other].question}” cannot both be yes"
                    yield self._at_fact(fact, words)

    def before_birth(self) -> Iterator[Problem]:
        """It happened before the person was born; not again where the form itself says so."""
        told = {(order.first, order.then) for order in self.form.date_orders}
        pairs = dict.fromkeys(
            (fact.age.born, fact.age.on) for fact in self.process.fact if fact.age is not None
        )
        for born, on in pairs:
            births = () if (born, on) in told else tuple(self._dates(born))
            for then in self._dates(on):
                for birth in births:
                    apart = birth.record == then.record and birth.row != then.row
                    if not apart and _after(birth, then):
                        words = "is before the date of birth"
                        yield self._at(then, on, f"{words}: {birth.value.text}")

    def later(self, today: date) -> Iterator[Problem]:
        """A day that has not come yet, of something that has happened."""
        for name in dict.fromkeys(self._past()):
            for one in self._dates(name):
                if one.value.earliest > today.isoformat():
                    yield self._at(one, name, f"is in the future: {one.value.text}")

    def _past(self) -> Iterator[str]:
        for fact in self.process.fact:
            if fact.age is not None:
                yield from (fact.age.born, fact.age.on)
            if fact.dated is not None:
                yield fact.dated
        yield from (event.field for event in self.process.event if event.field is not None)

    def _dates(self, field_id: str) -> Iterator[Dated]:
        found = dates_of(self.form, self.answers, field_id)
        return filter(attrgetter("value.earliest"), found)

    def _at_fact(self, fact: Fact, words: str) -> Problem:
        return self._problem(self.form.record, "", fact_field(fact.id), words)

    def _at(self, dated: Dated, field_id: str, words: str) -> Problem:
        asked = field_of(self.form, dated.record, field_id)
        return self._problem(dated.record, dated.row, field_id, f"{asked.name} {words}")

    def _problem(self, record: str, row: str, field_id: str, words: str) -> Problem:
        place = self._place(record, row, field_id)
        return Problem("warning", place, record, row, field_id, words)

    def _place(self, record: str, row: str, field_id: str) -> Place:
        for place in places(self.form, self.answers):
            page = self.form.page(place.page)
            home = page.repeat.record if page.repeat else self.form.record
            if any(table.record == record for table in page.tables):
                return place
            here = home == record and place.row == (row if page.repeat else "")
            if here and field_id in {field.id for field in page.fields}:
                return place
        raise KeyError(field_id)


def _after(birth: Dated, then: Dated) -> bool:
    return bool(then.value.latest) and birth.value.earliest > then.value.latest
