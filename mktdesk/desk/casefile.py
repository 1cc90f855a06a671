"""An open case: its book seen as the form's answers, and answers written back as changes.

The book knows rows and fields; the form's types stop here.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from mktdesk.book import Book, Change, Record, RowChange, Written
from mktdesk.calendar import stamp
from mktdesk.casework.records import CASE_ROW, CaseFacts, Document, Pack, SignOff, Stored
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, InUseElsewhere
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form
from mktdesk.forms.values import Json, Value, from_json, to_json
from mktdesk.office import CaseHandle
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Pathway

ORDER = "order"  # the field that keeps a table's rows in the order a person gave them
_UNREADABLE = "(erased)"


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A case or a meeting that somebody has open."""

    session: Session
    handle: CaseHandle

    @property
    def book(self) -> Book:
        """Its own book."""
        return self.handle.book

    @property
    def public(self) -> str:
        """The public part of the reference: the only part that is shown unasked."""
        return self.handle.reference.public

    @property
    def read_only(self) -> bool:
        """Somebody else holds it; `handle.held_by` says who."""
        return self.handle.read_only

    def refuse_if_read_only(self) -> None:
        """Before anything leaves the vault: it could not be journaled. Raises InUseElsewhere."""
        if self.read_only:
            raise InUseElsewhere(
                f"This {self.handle.kind.words} is open for reading only.",
                "Nothing leaves it now, because that could not be recorded.",
            )

    def refuse_change(self) -> None:
        """Before anything of it is changed. Raises InUseElsewhere where it is only to be read."""
        if self.read_only:
            who = f": {self.handle.held_by} has it" if self.handle.held_by else ""
            raise InUseElsewhere(
                f"This {self.handle.kind.words} is open for reading only{who}.",
                "Close it, and open it again when nobody else has it.",
            )

    def now(self) -> str:
        """The moment, as it is stored."""
        return stamp(self.session.clock.now())

    def write(self, verb: str, rows: Sequence[RowChange], *, reason: str = "") -> Written:
        """One action of the person at the desk."""
        return self.book.write(Change(self.session.actor, verb, tuple(rows), reason))


@dataclass(frozen=True, slots=True)
class OpenCase(OpenBook):
    """A case somebody has open. form: everything that can be written about it, on its pathway."""

    toolkit: Toolkit
    form: Form
    facts: CaseFacts

    @property
    def intake(self) -> Form:
        """The form it began with, as it goes out to people and comes back."""
        return self.toolkit.forms[self.facts.form]

    @property
    def pathway(self) -> Pathway:
        """The way of working it is on: the kind of review."""
        return self.toolkit.pathway(self.facts.pathway)

    def answers(self) -> Answers:
        """The form's answers as they stand."""
        return answers_of(self.form, self.book)

    def signoffs(self) -> tuple[SignOff, ...]:
        """Every signature ever given, superseded ones too, oldest first."""
        found = (SignOff.of(r.id, r.fields) for r in self.book.rows(SignOff.KIND))
        return tuple(sorted(found, key=lambda s: s.signed_at))

    def documents(self) -> tuple[Document, ...]:
        """The files attached to the case, oldest first."""
        found = (Document.of(r.id, r.fields) for r in self.book.rows(Document.KIND))
        return tuple(sorted(found, key=lambda d: d.added_at))

    def packs(self) -> tuple[Pack, ...]:
        """The packs made of this case, oldest first."""
        found = (Pack.of(r.id, r.fields) for r in self.book.rows(Pack.KIND))
        return tuple(sorted(found, key=lambda p: p.made_at))


def facts_of(book: Book) -> CaseFacts:
    """What the case is. Raises AnswersRefused when the book is not a case's."""
    record = book.row(CaseFacts.KIND, CASE_ROW)
    if record is None:
        raise AnswersRefused("This file is not a case.", "Run Verify to see what is wrong.")
    return CaseFacts.of(record.id, record.fields)


def answers_of(form: Form, book: Book) -> Answers:
    """The form's answers as a case's book has them now; read once until the book changes."""
    return book.memory.of(("answers", form), lambda: _read_answers(form, book))


def _read_answers(form: Form, book: Book) -> Answers:
    by_kind: dict[str, list[Record]] = {}
    for record in book.rows(*scopes_of(form)):
        by_kind.setdefault(record.kind, []).append(record)
    return answers_at(form, by_kind)


def answers_at(form: Form, by_kind: Mapping[str, Sequence[Record]]) -> Answers:
    """The answers in a set of records, such as those at an earlier moment."""
    single: dict[str, Value] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    for record, fields in scopes_of(form).items():
        known = {f.id for f in fields}
        found = [Row(r.id, _values(r, known)) for r in by_kind.get(record, ())]
        if record == form.record:
            single = dict(found[0].values) if found else {}
        else:
            tables[record] = tuple(found)
    return Answers(MappingProxyType(single), MappingProxyType(tables))


def _values(record: Record, known: set[str]) -> Mapping[str, Value]:
    # Text, which most answers are, is stored as it is.
    return {
        key: raw if type(raw) is str else readable_value(raw)
        for key, raw in record.fields.items()
        if key in known
    }


def readable_value(raw: Json) -> Value:
    """A stored answer; words in its place where it was erased."""
    try:
        return from_json(raw)
    except ValueError:
        return _UNREADABLE


def stored(values: Mapping[str, Value]) -> dict[str, Json]:
    """Answers as the book keeps them."""
    return {key: to_json(value) for key, value in values.items()}


def put(record: Stored) -> RowChange:
    """A record of the case as a change to its row."""
    return RowChange(record.KIND, record.id, record.to_fields())


def put_new(record: Stored) -> RowChange:
    """A new record as a change to its row: what it does not say is left out."""
    said = {key: value for key, value in record.to_fields().items() if value != ""}
    return RowChange(record.KIND, record.id, said)


def new_id() -> str:
    """A permanent id for a row."""
    return uuid.uuid4().hex
