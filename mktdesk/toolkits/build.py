"""From the shape of a form file to the form, refusing what does not hang together."""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.errors import ToolkitRefused
from mktdesk.forms import conditions as c
from mktdesk.forms import types as t
from mktdesk.toolkits import schema as s
from mktdesk.toolkits.prove import Proof


@dataclass(frozen=True, slots=True)
class FormBuilder:
    """Builds one form; `file` names it in every refusal."""

    file: str
    definition: s.FormDef
    edition: str

    def build(self, *, proved: bool = True) -> t.Form:
        """The form. Raises ToolkitRefused with file, key and reason. proved: names are followed."""
        d = self.definition
        form = t.Form(
            id=d.id,
            title=d.title,
            short_title=d.short_title,
            source=d.source,
            parts=tuple(self._part(part) for part in d.part),
            record=d.record,
            checks=tuple(
                t.Check(
                    x.id, x.level, x.field, x.message, self._must(x.when, f"check {x.id}"), x.rule
                )
                for x in d.check
            ),
            date_orders=tuple(
                t.DateOrder(x.id, x.first, x.then, x.message, x.rule) for x in d.date_order
            ),
            boilerplate=tuple(d.boilerplate),
            edition=self.edition,
            prefill=tuple(
                t.Prefill(
                    x.record,
                    x.source,
                    tuple(x.field.items()),
                    x.by,
                    tuple(x.only),
                    tuple(x.without),
                    x.others,
                )
                for x in d.prefill
            ),
        )
        if proved:
            Proof(self.file, form).prove()
        return form

    def _refuse(self, key: str, reason: str) -> ToolkitRefused:
        return ToolkitRefused(self.file, key, reason)

    def _part(self, d: s.PartDef) -> t.Part:
        signoff = None
        if d.signoff:
            x = d.signoff
            signoff = t.SignOff(x.role, x.label, x.name_from, x.organisation_from, x.date_from)
        return t.Part(
            id=d.id,
            number=d.number,
            title=d.title,
            who=d.who,
            pages=tuple(self._page(page) for page in d.page),
            signoff=signoff,
            after=tuple(d.after),
            aliases=tuple(d.aliases),
            of=self.definition.short_title,
        )

    def _page(self, d: s.PageDef) -> t.Page:
        repeat = None
        if d.repeat:
            x = d.repeat
            repeat = t.Repeat(x.record, x.noun, x.minimum, x.title_field, tuple(x.headings))
        return t.Page(
            id=d.id,
            title=d.title,
            items=tuple(self._item(item) for item in d.item),
            number=d.number,
            help=d.help,
            repeat=repeat,
            aliases=tuple(d.aliases),
        )

    def _item(self, d: s.ItemField | s.ItemLine | s.ItemRows | s.ItemNote) -> t.Item:
        match d:
            case s.ItemField():
                return t.FieldItem(self._field(d))
            case s.ItemLine():
                fields = tuple(self._field(x) for x in d.field)
                return t.LineItem(d.heading, fields, tuple(d.aliases))
            case s.ItemRows():
                return t.RowsItem(
                    record=d.record,
                    heading=d.heading,
                    noun=d.noun,
                    fields=tuple(self._field(x) for x in d.field),
                    minimum=d.minimum,
                    aliases=tuple(d.aliases),
                    when=self._condition(d.when, d.record),
                    rule=d.rule,
                )
            case s.ItemNote():
                return t.NoteItem(d.text, d.heading, tuple(d.boilerplate))

    def _field(self, d: s.FieldDef) -> t.Field:
        kind = t.FieldKind(d.kind)
        options = self._options(d)
        if kind in (t.FieldKind.CHOICE, t.FieldKind.OPTIONS) and not options:
            raise self._refuse(d.id, "a choice needs options")
        if options and kind not in (t.FieldKind.CHOICE, t.FieldKind.OPTIONS, t.FieldKind.DATE):
            raise self._refuse(d.id, f"a {d.kind} field takes no options")
        if (d.with_time or d.exact) and kind is not t.FieldKind.DATE:
            raise self._refuse(d.id, "only a date can ask for the time or for one day")
        return t.Field(
            id=d.id,
            kind=kind,
            label=d.label,
            prompt=d.prompt,
            help=d.help,
            aliases=tuple(d.aliases),
            options=options,
            required=d.required,
            required_when=self._condition(d.required_when, d.id),
            when=self._condition(d.when, d.id),
            not_known=d.not_known,
            with_time=d.with_time,
            exact=d.exact,
            detail=d.detail,
            rule=d.rule,
        )

    def _options(self, d: s.FieldDef) -> tuple[t.Option, ...]:
        given = d.options
        if d.option_list:
            shared = {x.id: x.option for x in self.definition.option_list}
            if d.option_list not in shared or given:
                raise self._refuse(d.id, f"there is no one option list {d.option_list!r}")
            given = shared[d.option_list]
        keys = [x.key for x in given]
        if len(set(keys)) != len(keys):
            raise self._refuse(d.id, "two options have the same key")
        excludes: dict[str, set[str]] = {key: set() for key in keys}
        for option in given:
            for other in option.excludes:
                if other not in excludes or other == option.key:
                    raise self._refuse(d.id, f"option {option.key} excludes {other!r}")
                # An exclusion holds both ways however it was written.
                excludes[option.key].add(other)
                excludes[other].add(option.key)
        return tuple(
            t.Option(x.key, x.label, tuple(k for k in keys if k in excludes[x.key]), x.help)
            for x in given
        )

    def _must(self, d: s.ConditionDef, key: str) -> c.Condition:
        return condition_of(d, key, self.file)

    def _condition(self, d: s.ConditionDef | None, key: str) -> c.Condition | None:
        return None if d is None else condition_of(d, key, self.file)


def condition_of(d: s.ConditionDef, key: str, file: str = "process.toml") -> c.Condition:
    """The condition that a table says. Raises ToolkitRefused, naming file and key."""
    given = [x for x in (d.is_, d.includes, d.answered, d.all_, d.any_, d.not_) if x is not None]
    about_field = (d.is_, d.includes, d.answered) != (None, None, None)
    if len(given) != 1 or about_field != (d.field is not None):
        raise ToolkitRefused(file, key, "a condition says exactly one thing")
    field = d.field or ""
    if d.is_ is not None:
        return c.Is(field, d.is_)
    if d.includes is not None:
        return c.Includes(field, d.includes)
    if d.answered is not None:
        return c.Answered(field, d.answered)
    if d.not_ is not None:
        return c.Not(condition_of(d.not_, key, file))
    if d.all_ is not None:
        return c.All(tuple(condition_of(x, key, file) for x in d.all_))
    return c.Any(tuple(condition_of(x, key, file) for x in d.any_ or ()))
