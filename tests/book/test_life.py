from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mktdesk.book import ERASED, Book, Change, Heads, RowChange
from mktdesk.calendar import SystemClock
from mktdesk.errors import CaseError

ROWS = st.sampled_from(["r1", "r2", "r3"])
KINDS = st.sampled_from(["person", "event"])
PEOPLE = st.sampled_from(["Ann", "Bob"])
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.lists(st.text(st.characters(codec="utf-8"), max_size=3), max_size=2),
)
FIELDS = st.dictionaries(st.sampled_from(["a", "b", "order"]), VALUES, max_size=3)
CHANGES = st.lists(
    st.builds(
        RowChange,
        KINDS,
        ROWS,
        FIELDS,
        st.booleans() | st.just(value=False),
    ),
    max_size=3,
)
Model = dict[tuple[str, str], dict[str, Any]]


class BookLife(RuleBasedStateMachine):
    """A book against the plainest model of it: a dict of dicts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.key = secrets.token_bytes(32)
        self.path = Path(self.folder.name) / "case.db"
        self.model: Model = {}
        self.versions: list[tuple[Heads, Model]] = []
        self.erased = False

    @initialize()
    def begin(self) -> None:
        self.book = Book.create(
            self.path, self.key,
            book_id="b", kind="case", installation="laptop-a", clock=SystemClock(),
        )  # fmt: skip

    @rule(rows=CHANGES, actor=PEOPLE, verb=st.sampled_from(["edit", "sign", "view"]))
    def write(self, rows: list[RowChange], actor: str, verb: str) -> None:
        self.book.write(Change(actor, verb, rows))
        for change in rows:
            key = (change.kind, change.row)
            if change.delete:
                self.model.pop(key, None)
                continue
            row = self.model.setdefault(key, {})
            for name, value in change.fields.items():
                row.pop(name, None)
                if value is not None:
                    row[name] = value

    @rule(actor=PEOPLE, redo=st.booleans())
    def take_back(self, actor: str, redo: bool) -> None:
        before = self._stand()
        possible = self.book.can_redo(actor) if redo else self.book.can_undo(actor)
        try:
            written = self.book.redo(actor) if redo else self.book.undo(actor)
        except CaseError:
            assert self._stand() == before
            return
        assert (written is not None) == possible
        if written is None:
            assert self._stand() == before
            return
        after = self._stand()
        # The way back leads to where we were.
        back = self.book.undo(actor) if redo else self.book.redo(actor)
        assert back is not None
        assert self._stand() == before
        self.model = before
        assert set(before) ^ set(after) <= written.changed

    @rule(installation=st.sampled_from(["laptop-a", "laptop-b"]))
    def reopen(self, installation: str) -> None:
        self.book.close()
        self.book = Book.open(self.path, self.key, installation=installation, clock=SystemClock())

    @rule()
    def remember_version(self) -> None:
        self.versions.append((self.book.heads(), {k: dict(v) for k, v in self.model.items()}))

    @precondition(lambda self: self.book.history(limit=1))
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from(self.book.history(limit=5)))
        if entry.verb == "erase":
            with pytest.raises(CaseError, match="stays"):
                self.book.erase([entry.id], "Ann", "correction")
            return
        self.book.erase([entry.id], "Ann", "correction")
        self.erased = True
        for key, now in self._stand().items():
            was = self.model[key]
            assert now.keys() >= was.keys()
            assert all(value in (ERASED, was.get(name)) for name, value in now.items())
        self.model = self._stand()

    @invariant()
    def records_are_the_journal_replayed(self) -> None:
        if hasattr(self, "book"):
            assert self._stand() == self.model
            assert self.book.verify() == []

    @precondition(lambda self: not self.erased)
    @invariant()
    def old_versions_can_be_shown(self) -> None:
        for heads, model in self.versions[-2:]:
            shown = self.book.records_at(heads).values()
            assert {(r.kind, r.id): dict(r.fields) for rows in shown for r in rows} == model

    def _stand(self) -> Model:
        rows = [*self.book.rows("person"), *self.book.rows("event")]
        return {(row.kind, row.id): dict(row.fields) for row in rows}

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
        self.folder.cleanup()


TestBookLife = BookLife.TestCase
TestBookLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
