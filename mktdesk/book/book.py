"""A book: one encrypted file, an append-only journal and the records that it adds up to."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self, TypeVar

from mktdesk.book import attachments as blobs
from mktdesk.book import drafts, erase, journal, records, schema, update, verify
from mktdesk.book.codec import damaged, plain
from mktdesk.book.file import File, reading_only
from mktdesk.book.journal import Action, Body, Pen
from mktdesk.book.memory import Memory
from mktdesk.book.records import Standing
from mktdesk.book.types import (
    Change,
    DraftKey,
    Entry,
    EntryId,
    Finding,
    Heads,
    Json,
    Record,
    RowChange,
    RowKey,
    Written,
)
from mktdesk.book.undo import Stacks, UndoLog, inverse
from mktdesk.calendar import Clock, stamp
from mktdesk.errors import CaseError

T = TypeVar("T")
_ABOUT = ("book_id", "kind")


class Book:
    """An open book. Every change goes through `write`, the one door.

    Raises, from every method: VaultUnwritable, VaultDamaged, InUseElsewhere as the disk gives
    cause; changes raise InUseElsewhere when the book is open for reading only. Setting
    `read_only` refuses every further change, as when somebody else has taken the book over.
    """

    def __init__(self, file: File, *, installation: str, clock: Clock) -> None:
        """Take over an open file that is up to date; see `create` and `open`."""
        self._file, self._clock, self.chain = file, clock, installation
        about: dict[str, str] = dict(file.rows("SELECT name, value FROM about"))
        if any(name not in about for name in _ABOUT):
            raise damaged(file.path.name)
        self.book_id: str = about["book_id"]
        self.kind: str = about["kind"]
        self.path = file.path
        self.read_only = file.read_only
        # Asked with the verb before a change is kept; it may refuse.
        self.guard: Callable[[str], object] = lambda _verb: None
        self._undo_log = UndoLog(file, installation)
        self.memory = Memory(file)

    @classmethod
    def create(
        cls, path: Path, key: bytes, *, book_id: str, kind: str, installation: str, clock: Clock
    ) -> Self:
        """Make a new book. key: 32 bytes. Raises CaseError when the file exists."""
        file = File.create(path, key)
        try:
            now = stamp(clock.now())
            with file.transaction():
                schema.bring_up_to_date(file, now)
                for name, value in (("book_id", book_id), ("kind", kind), ("created", now)):
                    file.run("INSERT INTO about VALUES (?, ?)", (name, value))
            return cls(file, installation=installation, clock=clock)
        except BaseException:
            file.close()
            raise

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        *,
        installation: str,
        clock: Clock,
        read_only: bool = False,
    ) -> Self:
        """Open a book. Raises VaultDamaged (also for a wrong key), NewerVersion."""
        file = File(path, key, read_only=read_only)
        try:
            update.bring_up_to_date(file, key, stamp(clock.now()))
            return cls(file, installation=installation, clock=clock)
        except BaseException:
            file.close()
            raise

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._file.close()
        self.memory.forget()

    def _door(self) -> AbstractContextManager[None]:
        """The one way in for changes."""
        if self.read_only:
            raise reading_only()
        return self._file.transaction()

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Hold the book's write lock across programs; writes inside join one transaction."""
        with self._door():
            yield

    def write(
        self,
        change: Change,
        *,
        attachments: Sequence[bytes] = (),
        settles: Iterable[DraftKey] = (),
    ) -> Written:
        """Keep one action: all its entries, attachments and settled drafts, or nothing.

        It is on the disk when this returns. Raises CaseError for text that cannot be kept.
        """
        self.guard(change.verb)
        with self._door():
            names = tuple(blobs.put(self._file, data) for data in attachments)
            written = self._append(change, names)
            for key in settles:
                drafts.drop(self._file, key)
        return written

    def _append(self, change: Change, names: tuple[str, ...] = ()) -> Written:
        """Write the entries of a change inside a transaction."""
        action = Action(
            secrets.token_hex(8),
            change.actor,
            change.verb,
            stamp(self._clock.now()),
            change.reason,
            plain(change.note),
            names,
        )
        pen = Pen(self._file, self.book_id, self.chain, action)
        places = [
            self._write_row(pen, row, first=number == 0) for number, row in enumerate(change.rows)
        ] or [pen.write(Body(), first=True)]
        pen.finish()
        changed = frozenset((row.kind, row.row) for row in change.rows)
        return Written(action.id, tuple(places), changed, names)

    def _write_row(self, pen: Pen, row: RowChange, *, first: bool) -> EntryId:
        key = (row.kind, row.row)
        if not row.kind or not row.row:
            msg = "a row needs a kind and an id"
            raise ValueError(msg)
        fields = {} if row.delete else plain(row.fields)
        standing = records.load(self._file, key)
        old = records.before(standing, fields, deleted=row.delete)
        place = pen.write(Body(*key, fields, row.delete, old), first=first)
        # Only a row that is new, or was removed, has to look where it began.
        born = standing.born if standing else records.first_entry(self._file, key)
        after = records.apply(standing, fields, deleted=row.delete, born=born)
        records.save(self._file, key, after)
        return place

    def rows(self, *kinds: str) -> list[Record]:
        """The rows of these kinds, by their "order" field where it is a number, then as made."""
        return records.rows_of(self._file, kinds)

    def row(self, kind: str, row: str) -> Record | None:
        """One row, or None."""
        standing = records.load(self._file, (kind, row))
        return Record(kind, row, standing.fields) if standing else None

    def search(self, text: str, *, kind: str | None = None) -> list[Record]:
        """Rows whose text holds every word of `text`, in any case, of one kind or all."""
        return records.in_order(records.find(self._file, text, kind))

    def shaped(self, kind: str, shape: type[T], text: str = "") -> list[T]:
        """The fields of a kind's rows as structs, in the order they were made.

        With text, only the rows whose words hold every one of its words, in any case. Quicker
        than `rows` for long lists; fields that the shape does not name are left out.
        """
        return records.shaped(self._file, kind, shape, text)

    def history(
        self,
        *,
        kind: str | None = None,
        row: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Entry]:
        """The journal, newest first, of everything, of one kind, or of one row."""
        where = {"kind": kind, "row": row}
        wanted = {name: value for name, value in where.items() if value is not None}
        return journal.read_history(self._file, wanted, limit=limit, offset=offset)

    def heads(self) -> Heads:
        """The last entry of each chain: what a signature or an anchor refers to."""
        return journal.read_heads(self._file)

    def holds(self, heads: Heads) -> bool:
        """The book contains these heads: it is at them, or further on."""
        return journal.holds(self._file, heads)

    def records_at(self, heads: Heads) -> dict[str, list[Record]]:
        """The records as they stood at `heads`, by kind. Raises CaseError for strange heads."""
        if not self.holds(heads):
            raise CaseError(
                "This version is not in the file.",
                "The file may be an older copy: run verify to see.",
            )
        entries = (
            entry
            for entry in journal.stored_entries(self._file)
            if entry.id.seq <= heads.get(entry.id.chain, (0, ""))[0]
        )
        rows, _ = records.fold(entries)
        kinds: dict[str, list[Record]] = {}
        for record in records.in_order(rows):
            kinds.setdefault(record.kind, []).append(record)
        return kinds

    def can_undo(self, actor: str) -> bool:
        """There is an action of this person, made here, that can be taken back."""
        return bool(self._undo_log.of(actor).undo)

    def can_redo(self, actor: str) -> bool:
        """There is an undone action of this person, undone here, that can be done again."""
        return bool(self._undo_log.of(actor).redo)

    def undoes(self, actor: str) -> str:
        """When this person did here what `undo` would take back (UTC stamp); nothing for none."""
        stack = self._undo_log.of(actor).undo
        return journal.read_span(self._file, self.chain, stack[-1])[0].at if stack else ""

    def undo(self, actor: str) -> Written | None:
        """Take back this person's last action made here; None when there is none.

        Raises CaseError when what it changed has been changed or erased since.
        """
        return self._invert(actor, "undo")

    def redo(self, actor: str) -> Written | None:
        """Do again what this person last took back here; as `undo`."""
        return self._invert(actor, "redo")

    def _invert(self, actor: str, verb: str) -> Written | None:
        with self._door():
            stacks: Stacks = self._undo_log.of(actor)
            stack = stacks.undo if verb == "undo" else stacks.redo
            if not stack:
                return None
            entries = journal.read_span(self._file, self.chain, stack[-1])
            now: Mapping[RowKey, Standing | None] = {
                (entry.kind, entry.row): records.load(self._file, (entry.kind, entry.row))
                for entry in entries
            }
            rows = inverse(entries, now)
            return self._append(Change(actor, verb, rows, note={"of": entries[0].action}))

    def save_draft(self, scope: str, field: str, value: Json, actor: str) -> None:
        """Keep text being typed; on the disk when this returns."""
        with self._door():
            drafts.put(self._file, (scope, field), value, actor, stamp(self._clock.now()))

    def drafts(self, scope: str) -> dict[str, Json]:
        """The values by field of the drafts of a scope."""
        return drafts.of_scope(self._file, scope)

    def drop_draft(self, scope: str, field: str) -> None:
        """Forget a draft."""
        with self._door():
            drafts.drop(self._file, (scope, field))

    def attachment(self, name: str) -> bytes:
        """The bytes of an attachment by its SHA-256. Raises CaseError when it is not here."""
        return blobs.get(self._file, name)

    def attachments(self) -> dict[str, int]:
        """SHA-256 -> size in bytes of every attachment."""
        return blobs.sizes(self._file)

    def erase(self, entries: Sequence[EntryId], actor: str, reason: str) -> Written:
        """Remove for good what these entries said, and the book's copies of it.

        The chains still verify; the history shows that, when, by whom and why it was erased.
        Copies in drafts, in undo's entries and in neighbours' old values go too. Raises
        CaseError without a reason or for an entry that is not here.
        """
        with self._door():
            erased = erase.erase(self._file, entries, reason)
            gone: list[Json] = [[place.chain, place.seq] for place in erased.places]
            written = self._append(Change(actor, "erase", reason=reason, note={"erased": gone}))
        return Written(written.action, written.entries, erased.changed)

    def verify(self) -> list[Finding]:
        """Check everything: the file, the chains, records = journal replayed, attachments."""
        return verify.verify(self._file, self.book_id)
