"""What a single definition of a form cannot show: ids unique, every name pointing somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mktdesk.errors import ToolkitRefused
from mktdesk.forms import conditions as c
from mktdesk.forms import types as t
from mktdesk.forms.scopes import scopes_of

# What a case keeps beside the answers of its form, and the field that keeps rows in their order.
OFFICE_RECORDS = frozenset(
    {
        "carried", "case", "clock", "closing", "closure", "conversion", "document", "extension",
        "family_lead", "happening", "link", "notice", "pack", "pause", "referrer", "signoff",
        "threshold",
    }
)  # fmt: skip
_ORDER = "order"


@dataclass(frozen=True, slots=True)
class Proof:
    """Goes over one built form; `file` names it in every refusal."""

    file: str
    form: t.Form

    def prove(self) -> None:
        """Nothing, or ToolkitRefused with file, key and reason."""
        self._taken()
        self._unique("part", (part.id for part in self.form.parts))
        self._unique("page", (page.id for _, page in self.form.pages()))
        self._fields()
        self._pages()
        self._rules()
        self._signoffs()
        self._prefills()

    def _refuse(self, key: str, reason: str) -> ToolkitRefused:
        return ToolkitRefused(self.file, key, reason)

    def _taken(self) -> None:
        for record, fields in scopes_of(self.form).items():
            if record in OFFICE_RECORDS:
                raise self._refuse(f"record {record}", "the program keeps its own under that id")
            if _ORDER in {field.id for field in fields}:
                raise self._refuse(f"record {record}", f"the id {_ORDER!r} is the program's own")

    def _single(self) -> dict[str, t.Field]:
        return {field.id: field for field in scopes_of(self.form)[self.form.record]}

    def _fields(self) -> None:
        single = self._single()
        for record, fields in scopes_of(self.form).items():
            self._unique(f"record {record}", (field.id for field in fields))
            known = single | {field.id: field for field in fields}
            for field in fields:
                self._condition(field.id, field.when, known)
                self._condition(field.id, field.required_when, known)

    def _pages(self) -> None:
        single = self._single()
        for _, page in self.form.pages():
            for table in page.tables:
                self._condition(table.record, table.when, single)
            if page.repeat and page.repeat.title_field not in {f.id for f in page.fields}:
                raise self._refuse(page.id, f"no field {page.repeat.title_field!r} for the title")
            if page.repeat and page.tables:
                raise self._refuse(page.id, "a repeated page cannot hold a table of rows")

    def _rules(self) -> None:
        single = self._single()
        for check in self.form.checks:
            self._condition(f"check {check.id}", check.when, single)
            if check.field not in single:
                raise self._refuse(f"check {check.id}", f"there is no field {check.field!r}")
        every = {f.id: f for fields in scopes_of(self.form).values() for f in fields}
        for order in self.form.date_orders:
            for name in (order.first, order.then):
                if name not in every or every[name].kind is not t.FieldKind.DATE:
                    raise self._refuse(f"date_order {order.id}", f"{name!r} is not a date")

    def _signoffs(self) -> None:
        single = set(self._single())
        parts = {part.id for part in self.form.parts}
        for part in self.form.parts:
            if not set(part.after) <= parts - {part.id}:
                raise self._refuse(part.id, "`after` names a part that is not there")
            if sign := part.signoff:
                wanted = {sign.name_from, sign.organisation_from, sign.date_from} - {""}
                if missing := wanted - single:
                    raise self._refuse(part.id, f"the sign-off starts from {missing.pop()!r}")

    def _prefills(self) -> None:
        scopes = scopes_of(self.form)
        for one in self.form.prefill:
            key = f"prefill {one.record}"
            if one.record not in scopes:
                raise self._refuse(key, f"there is no record {one.record!r}")
            known = {field.id for field in scopes[one.record]}
            for name, _ in one.fields:
                if name not in known:
                    raise self._refuse(key, f"there is no field {name!r}")
            if (one.only or one.without) and not one.by:
                raise self._refuse(key, "`by` says which answer the words are looked for in")

    def _unique(self, what: str, ids: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                raise self._refuse(f"{what} {name}", "the id is used twice")
            seen.add(name)

    def _condition(
        self, key: str, condition: c.Condition | None, known: dict[str, t.Field]
    ) -> None:
        for part in c.parts_of(condition):
            if part.field not in known:
                raise self._refuse(key, f"the condition asks about {part.field!r}, not a field")
            if isinstance(part, c.Is | c.Includes) and part.value not in keys_of(known[part.field]):
                raise self._refuse(key, f"{part.value!r} is no answer to {part.field}")


def keys_of(field: t.Field) -> set[str]:
    """The keys that an answer to the question can have."""
    if field.kind is t.FieldKind.YES_NO:
        return {"yes", "no", "not_known"}
    return {option.key for option in field.options}
