"""Copies of one book under chance, and what must hold of them, told without the code's help.

Three laptops edit, remove, sign, take back, erase, write packs and are given packs: late, twice,
out of order. After a last exchange they are the same, nothing is lost, nothing erased is back,
and the conflicts are those of the naive rule at the foot of this file.
"""

from __future__ import annotations

import json
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from mktdesk.book import ERASED, Book, Change, EntryId, Parcel, RowChange, conflicts_of, merge
from mktdesk.book import parcel_of as packed
from mktdesk.calendar import SystemClock
from mktdesk.errors import CaseError

LAPTOPS = ("office", "laptop", "tablet")
COPY = st.integers(0, len(LAPTOPS) - 1)
ROWS = st.sampled_from(["r1", "r1", "r1", "r2"])
FIELDS = st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=2, unique=True)
PEOPLE = st.sampled_from(["Ann", "Bob"])
VERBS = st.sampled_from(["edit", "edit", "sign", "settle"])
ALL = 1 << 40
MEMORY = Path("/dev/shm")  # noqa: S108  # every change waits for the disk: not what is tried here


class Copies(RuleBasedStateMachine):
    """seen: each entry with those that its writer had, kept by the test itself."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.exists() else None)
        self.packs: list[Parcel] = []
        self.seen: dict[EntryId, frozenset[EntryId]] = {}
        self.has: list[set[EntryId]] = [set() for _ in LAPTOPS]
        self.in_pack: list[frozenset[EntryId]] = []
        self.erased: set[EntryId] = set()
        self.said: dict[EntryId, list[str]] = {}
        self.count = 0
        self.books: list[Book] = []
        self.expected: set[tuple[str, str, frozenset[str]]] = set()

    @initialize()
    def begin(self) -> None:
        for name in LAPTOPS:
            self.books.append(
                Book.create(
                    Path(self.folder.name) / f"{name}.db", secrets.token_bytes(32),
                    book_id="b", kind="case", installation=name, clock=SystemClock(),
                )
            )  # fmt: skip

    def note(self, which: int) -> None:
        """Keep what a copy wrote since, and what it had then."""
        new = [e for e in reversed(self.books[which].history(limit=ALL))
               if e.id not in self.has[which]]  # fmt: skip
        for entry in new:
            self.seen[entry.id] = frozenset(self.has[which])
            self.has[which].add(entry.id)
            copy = entry.verb in {"undo", "redo"}  # goes whole when one thing it repeats goes
            words = [] if copy else entry.fields.values()
            self.said[entry.id] = [word for word in words if isinstance(word, str)]
            if entry.verb == "erase":
                self.erased |= {EntryId(*place) for place in entry.note["erased"]}  # type: ignore[misc,union-attr]

    @rule(which=COPY, row=ROWS, names=FIELDS, verb=VERBS, actor=PEOPLE, same=st.booleans())
    def change(
        self, which: int, row: str, names: list[str], verb: str, actor: str, same: bool
    ) -> None:
        self.count += 1
        value = "same" if same else f"value {self.count}"
        change = RowChange("person", row, dict.fromkeys(names, value))
        files = [b"file %d" % self.count] if self.count % 4 == 0 else []
        self.books[which].write(Change(actor, verb, [change]), attachments=files)
        self.note(which)

    @rule(which=COPY, row=ROWS, actor=PEOPLE)
    def remove(self, which: int, row: str, actor: str) -> None:
        self.books[which].write(Change(actor, "edit", [RowChange("person", row, delete=True)]))
        self.note(which)

    @rule(which=COPY, actor=PEOPLE, redo=st.booleans())
    def take_back(self, which: int, actor: str, redo: bool) -> None:
        book = self.books[which]
        try:
            book.redo(actor) if redo else book.undo(actor)
        except CaseError:
            return
        self.note(which)

    @precondition(lambda self: self.count > 1)
    @rule(which=COPY, nth=st.integers(0, 5))
    def erase(self, which: int, nth: int) -> None:
        book = self.books[which]
        there = [
            e for e in book.history(limit=6) if e.verb not in {"erase", "merge", "undo", "redo"}
        ]
        # "same" is written by many, so its erasing says nothing about the others.
        there = [e for e in there if "same" not in e.fields.values()]
        if there:
            book.erase([there[nth % len(there)].id], "Ann", "correction")
            self.note(which)

    @rule(which=COPY)
    def pack(self, which: int) -> None:
        self.packs.append(frozen(self.books[which]))
        self.in_pack.append(frozenset(self.has[which]))

    @precondition(lambda self: self.packs)
    @rule(which=COPY, nth=st.integers(0, 40))
    def bring(self, which: int, nth: int) -> None:
        at = nth % len(self.packs)
        self.give(which, self.packs[at], self.in_pack[at])
        if self.count % 3 == 0:  # it is looked at in full at the end
            assert self.books[which].verify() == []

    @rule(
        of=COPY, into=COPY, row=ROWS, names=FIELDS, gone=st.booleans(), again=st.booleans(),
        verb=VERBS, actor=PEOPLE,
    )  # fmt: skip
    def quarrel(
        self, of: int, into: int, row: str, names: list[str], gone: bool, again: bool,
        verb: str, actor: str,
    ) -> None:  # fmt: skip
        """Two copies that know the same write on it unseen; one may take it back or learn of it."""
        self.hand_over(of, into)
        self.change(into, row, names, verb, actor, same=False)
        if gone:
            self.remove(of, row, actor)
        else:
            self.change(of, row, ["a"], "edit", actor, same=False)
        if again:
            self.take_back(of, actor, redo=False)
        else:
            self.hand_over(into, of)
            self.change(of, row, names, verb, actor, same=False)

    @rule(of=COPY, into=COPY)
    def hand_over(self, of: int, into: int) -> None:
        if of != into:
            self.give(into, frozen(self.books[of]), frozenset(self.has[of]))

    def give(self, which: int, parcel: Parcel, holding: frozenset[EntryId]) -> bool:
        book = self.books[which]
        mine = len(book.history(limit=ALL))
        done = merge(book, parcel, "Ann")
        # What came is known by the copy before it writes that it came.
        self.has[which] |= holding
        self.note(which)
        if holding <= self.has[which] and done.nothing_new:
            assert len(book.history(limit=ALL)) == mine
        return not done.nothing_new

    def teardown(self) -> None:
        try:
            if self.books:
                self.end()
        finally:
            for book in self.books:
                book.close()
            self.folder.cleanup()

    def end(self) -> None:
        """Everybody hands everybody what they have, until nothing is new; then all is compared."""
        for _ in range(6):
            moved = [
                self.give(into, frozen(self.books[of]), frozenset(self.has[of]))
                for of in range(len(LAPTOPS))
                for into in range(len(LAPTOPS))
                if of != into
            ]
            if not any(moved):
                break
        else:
            raise AssertionError("the copies never come to rest")
        stand = [records(book) for book in self.books]
        told = [book.history(limit=ALL) for book in self.books]
        assert stand[0] == stand[1] == stand[2]
        assert told[0] == told[1] == told[2]
        assert all(book.verify() == [] for book in self.books)
        assert {entry.id for entry in told[0]} == self.seen.keys()  # nothing was lost
        self.nothing_is_back(told[0])
        assert stand[0] == folded(told[0])
        expected = self.expected = naive(told[0], self.seen)
        assert [found(book) for book in self.books] == [expected] * 3

    def nothing_is_back(self, told: list[Any]) -> None:
        assert {entry.id for entry in told if entry.erased} == self.erased
        gone = {text for place in self.erased for text in self.said[place]} - {"same"}
        for entry in told:
            held = [*entry.fields.values(), *(entry.before or {}).values()]
            assert not gone & {text for text in held if isinstance(text, str)}


def frozen(book: Book) -> Parcel:
    """A parcel that holds its attachments itself, as a pack does."""
    parcel = packed(book)
    files = {name: parcel.fetch(name) for name in parcel.sizes}
    return replace(parcel, fetch=files.__getitem__)


def records(book: Book) -> dict[str, dict[str, Any]]:
    return {row.id: dict(row.fields) for row in book.rows("person")}


def folded(told: list[Any]) -> dict[str, dict[str, Any]]:
    """The plainest replay there is. told: newest first."""
    rows: dict[str, dict[str, Any]] = {}
    for entry in reversed(told):
        if not entry.kind:
            continue
        if entry.deleted:
            rows.pop(entry.row, None)
            continue
        row = rows.setdefault(entry.row, {})
        for name, value in entry.fields.items():
            row.pop(name, None)
            if value is not None:
                row[name] = value
    return rows


def found(book: Book) -> set[tuple[str, str, frozenset[str]]]:
    """The book's conflicts: (row, field, what was said); of a row that was removed no words."""
    return {
        (one.row, one.field, frozenset(json.dumps(side.value) for side in one.sides if one.field))
        for one in conflicts_of(book)
    }


def naive(
    told: list[Any], seen: dict[EntryId, frozenset[EntryId]]
) -> set[tuple[str, str, frozenset[str]]]:
    """The rule of conflicts word by word, over every pair of entries."""
    result = set()
    for row in {entry.row for entry in told if entry.kind}:
        mine = [entry for entry in told if entry.row == row and entry.kind]
        for name in {name for entry in mine for name in entry.fields}:
            last_words = [
                e
                for e in mine
                if name in e.fields
                and not any(e.id in seen[o.id] and (name in o.fields or o.deleted) for o in mine)
            ]
            values = frozenset(json.dumps(entry.fields[name]) for entry in last_words)
            if len(values) > 1:
                result.add((row, name, values))
        if any(open_pair(d, c, mine, seen) for d in mine for c in mine):
            result.add((row, "", frozenset()))
    return result


def open_pair(
    gone: Any, kept: Any, mine: list[Any], seen: dict[EntryId, frozenset[EntryId]]
) -> bool:
    """One removed the row, the other changed it, neither knew, and nobody has chosen since."""
    if not gone.deleted or kept.deleted:
        return False
    if gone.id in seen[kept.id] or kept.id in seen[gone.id]:
        return False
    if any(o.deleted and kept.id in seen[o.id] for o in mine):  # its own side removed it too
        return False
    for o in mine:
        if gone.id in seen[o.id]:
            both = kept.id in seen[o.id]
            if both and o.verb == "settle":
                return False
            if not both and not o.deleted:  # the removal's own side made the row again
                return False
    return True


__all__ = ["ERASED", "Copies"]
