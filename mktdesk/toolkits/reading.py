"""A toolkit as a person reads it: sections of sentences and tables, for screen and print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mktdesk.calendar import Period, Unit, spoken_date
from mktdesk.toolkits.process_schema import (
    Clock,
    Criterion,
    Level,
    Notice,
    Process,
    Span,
    Step,
    When,
)
from mktdesk.toolkits.types import Toolkit

_STRENGTH = {
    "must": "a review must be held",
    "consider": "a review must be considered",
    "notify": "it must be notified",
}
_SAID = {"yes": "yes", "no": "no", "not_known": "not known"}


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table to read. rows: as many cells each as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the reading."""

    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[ReadTable, ...] = ()


def sections(toolkit: Toolkit) -> tuple[Section, ...]:
    """Everything a toolkit holds, in the order in which a case meets it; empty parts left out."""
    tell = _Reader(toolkit)
    found = (
        tell.about(), tell.bodies(), tell.pathways(), tell.sources(), tell.thresholds(),
        tell.forms(), tell.steps(), tell.outcomes(), tell.clocks(), tell.notices(),
        tell.refusals(), tell.contributions(), tell.appointments(), tell.series(),
        tell.levels(), tell.closing(), tell.texts(),
    )  # fmt: skip
    return tuple(one for one in found if one.sentences or any(t.rows for t in one.tables))


def span_words(span: Span | None) -> str:
    """How long: "5 working days"; no span is "at once"."""
    return Period(span.number, Unit(span.unit)).words if span else "At once"


@dataclass(frozen=True, slots=True)
class _Reader:
    toolkit: Toolkit

    @property
    def _process(self) -> Process:
        return self.toolkit.process

    # names

    def _who(self, name: str | None) -> str:
        every = {x.id: x.label for x in self.toolkit.roles}
        every.update({x.id: x.label for x in self.toolkit.bodies})
        every.update({x.id: x.label for x in self._process.recipient})
        return every.get(name or "", "")

    def _ways(self, names: Iterable[str]) -> str:
        short = {x.id: x.short for x in self._process.pathway}
        return ", ".join(short[name] for name in names) or "All"

    def _happening(self, name: str) -> str:
        every = {x.id: x.label for x in self._process.event}
        every.update({x.id: x.label for x in self._process.step})
        return every[name]

    def when(self, when: When | None) -> str:
        """A question of the toolkit in words."""
        if when is None:
            return ""
        if when.fact is not None:
            asked = next(x.question for x in self._process.fact if x.id == when.fact)
            return f"{asked} {_SAID[when.is_ or 'yes'].capitalize()}"
        if when.outcome is not None:
            label = next(x.label for x in self._process.outcome if x.id == when.outcome)
            return f"decided: {label}"
        if when.event is not None:
            return f"done: {self._happening(when.event)}"
        if when.pathway is not None:
            return f"the case is a {self._ways((when.pathway,))}"
        if when.not_ is not None:
            return f"not ({self.when(when.not_)})"
        word = ";\nand " if when.all_ is not None else ";\nor "
        inside = when.all_ if when.all_ is not None else when.any_ or ()
        return word.join(
            f"({self.when(one)})" if one.all_ or one.any_ else self.when(one) for one in inside
        )

    # sections

    def about(self) -> Section:
        t = self.toolkit
        said = [t.guidance, *t.legal_basis, f"In force from {spoken_date(t.effective_from)}."]
        if t.effective_to:
            said.append(f"Until {spoken_date(t.effective_to)}.")
        if t.review_by:
            said.append(f"To be reviewed by {spoken_date(t.review_by)}.")
        if t.aliases:
            said.append(f"Also called: {', '.join(t.aliases)}.")
        return Section("What it is", (*said, t.purpose))

    def bodies(self) -> Section:
        rows = [
            (x.label, self._who(x.role), ", ".join(x.aliases), x.about) for x in self.toolkit.bodies
        ]
        rows += [(x.label, "", ", ".join(x.aliases), x.duty) for x in self.toolkit.roles]
        heads = ("Body or role", "Chaired by", "Also called", "What it does")
        return Section("Bodies and roles", (), (ReadTable(heads, tuple(rows)),))

    def pathways(self) -> Section:
        rows = tuple(
            (
                f"{x.label} ({x.short})",
                self._who(x.owner),
                self._ways(x.converts_to) if x.converts_to else "",
                f"Not published: {x.not_published}" if x.not_published else ", ".join(x.publishes),
                " ".join(part for part in (x.purpose, x.note) if part),
            )
            for x in self._process.pathway
        )
        heads = ("Kind of review", "Whose", "Can become", "Published", "About")
        return Section("Kinds of review", (), (ReadTable(heads, rows),))

    def sources(self) -> Section:
        rows = tuple((x.label, x.before, self._ways(x.pathways)) for x in self._process.source)
        heads = ("Who", "What should be done before", "For")
        return Section("Who may refer", (), (ReadTable(heads, rows),))

    def thresholds(self) -> Section:
        rows = tuple(self._threshold(one) for one in self._process.criterion)
        heads = ("Threshold", "Is met when", "Then", "Where from")
        return Section("Thresholds", (), (ReadTable(heads, rows),))

    def _threshold(self, one: Criterion) -> tuple[str, ...]:
        then = f"{_STRENGTH[one.strength]}: {self._ways((one.pathway,))}"
        source = " ".join(
            x for x in (one.basis, "Local policy." if one.local else "", one.note) if x
        )
        return (one.label, self.when(one.meets), then, source)

    def forms(self) -> Section:
        rows = tuple(
            (
                form.title,
                ", ".join(part.title for part in form.parts),
                ", ".join(dict.fromkeys(p.signoff.role for p in form.parts if p.signoff)),
                form.source,
            )
            for form in self.toolkit.forms.values()
        )
        heads = ("Form", "Its parts", "Signed by", "Where from")
        return Section("Forms", (), (ReadTable(heads, rows),))

    def steps(self) -> Section:
        tables = []
        for pathway in self._process.pathway:
            steps = [x for x in self._process.step if not x.pathways or pathway.id in x.pathways]
            rows = tuple(self._step(number, step) for number, step in enumerate(steps, 1))
            heads = ("", pathway.label, "Who", "After", "Only when", "Where from")
            tables.append(ReadTable(heads, rows))
        return Section("Steps", (), tuple(tables))

    def _step(self, number: int, step: Step) -> tuple[str, ...]:
        points = "".join(f"\n– {point.text}" for point in step.point)
        label = f"{step.label}{' (may be left out)' if step.optional else ''}{points}"
        after = ", ".join(self._happening(name) for name in step.after)
        source = step.guidance
        return (str(number), label, self._who(step.who), after, self.when(step.when), source)

    def outcomes(self) -> Section:
        rows = tuple(
            (
                x.label,
                "Nothing but telling people" if x.closes else
                "It comes back" if x.relists else
                self._ways((x.pathway,)) if x.pathway else "The case goes on")
            for x in self._process.outcome
        )  # fmt: skip
        return Section("Decisions", (), (ReadTable(("Decided", "What follows"), rows),))

    def clocks(self) -> Section:
        rows = tuple(self._clock(one) for one in self._process.clock)
        heads = ("Deadline", "How long", "From", "Until", "Whose", "More time", "Note")
        return Section("Clocks", (), (ReadTable(heads, rows),))

    def _clock(self, one: Clock) -> tuple[str, ...]:
        starts = " or ".join(self._happening(name) for name in one.starts)
        more = ""
        if ext := one.extension:
            more = f"by {self._who(ext.by)}"
            for word, names in (
                ("agreed with", ext.consent), ("after asking", ext.consult), ("telling", ext.notify)
            ):  # fmt: skip
                if names:
                    more += f", {word} {', '.join(self._who(name) for name in names)}"
        return (
            f"{one.label} ({self._ways(one.pathways)})", span_words(one.within), starts,
            self._happening(one.ends), self._who(one.owner), more, one.note)  # fmt: skip

    def notices(self) -> Section:
        rows = tuple(self._notice(one) for one in self._process.notice)
        heads = ("Notice", "To", "By", "When", "Only when")
        return Section("Who is told", (), (ReadTable(heads, rows),))

    def _notice(self, one: Notice) -> tuple[str, ...]:
        by = (
            f"{one.done_by}; the office asks for confirmation" if one.done_by else self._who(one.by)
        )
        within = span_words(one.within)
        when = (
            f"{within} on: {self._happening(one.on)}"
            if one.within is None
            else (f"Within {within} of: {self._happening(one.on)}")
        )
        label = f"{one.label} ({self._ways(one.pathways)})"
        to = ", ".join(self._who(name) for name in one.to)
        return (label, to, by, when, self.when(one.when))

    def refusals(self) -> Section:
        rows = tuple(
            (
                "Publishing" if x.publishing and not x.to else
                f"Telling {', '.join(self._who(name) for name in x.to)}",
                self._ways(x.pathways), x.why)
            for x in self._process.refusal
        )  # fmt: skip
        heads = ("What", "For", "Why")
        return Section("What is refused", (), (ReadTable(heads, rows),))

    def contributions(self) -> Section:
        rows = tuple(
            (
                x.label, self._ways(x.pathways), span_words(x.within) if x.within else "",
                self._happening(x.after) if x.after else "")
            for x in self._process.contribution
        )  # fmt: skip
        heads = ("Asked for", "For", "Within", "Of")
        return Section("What agencies are asked for", (), (ReadTable(heads, rows),))

    def appointments(self) -> Section:
        label = {x.id: x.label for x in self._process.appointment}
        rows = tuple(
            (
                x.label, self._ways(x.pathways), "\n".join(d.text for d in x.declaration),
                ", ".join(label[name] for name in x.distinct_from))
            for x in self._process.appointment
        )  # fmt: skip
        panels = tuple(
            (x.label, str(x.minimum or ""), ", ".join(x.needs), ", ".join(x.barred), x.note)
            for x in self._process.composition
        )
        heads = ("Appointed", "For", "What is checked", "May not also be")
        tables = [ReadTable(heads, rows)] if rows else []
        if panels:
            on = ("Panel", "At least", "Who must be there", "Who may not", "Note")
            tables.append(ReadTable(on, panels))
        return Section("Appointments and panels", (), tuple(tables))

    def series(self) -> Section:
        rows = tuple(
            (x.label, self._who(x.owner), f"Every {span_words(x.every)}")
            for x in self._process.series
        )
        heads = ("What", "Whose", "How often")
        return Section("What comes round", (), (ReadTable(heads, rows),))

    def levels(self) -> Section:
        rows = tuple((x.label, self._deciders(x)) for x in self._process.level)
        return Section("Disagreements", (), (ReadTable(("Level", "Decided by"), rows),))

    def _deciders(self, level: Level) -> str:
        own = [f"{self._ways((x.pathway,))}: {self._who(x.who)}" for x in level.deciders]
        return "; ".join((*own, self._who(level.decider))) if own else self._who(level.decider)

    def closing(self) -> Section:
        rows = tuple(
            (
                x.text, self._ways(x.pathways), self.when(x.when),
                "A named exception is possible" if x.exception else "In every case")
            for x in self._process.closing
        )  # fmt: skip
        heads = ("Before a case is closed", "For", "Only when", "Exception")
        return Section("Closing", (), (ReadTable(heads, rows),))

    def texts(self) -> Section:
        return Section("Standard words", tuple(_texts(self.toolkit)))


def _texts(toolkit: Toolkit) -> Iterator[str]:
    for one in toolkit.process.text:
        yield one.text
    yield from toolkit.handling
