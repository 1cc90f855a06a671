"""Encrypted books: an append-only journal of changes and the records they add up to."""

from mktdesk.book.attachments import attachment_name
from mktdesk.book.book import Book
from mktdesk.book.conflicts import SETTLE, Conflict, Side, conflicts_of
from mktdesk.book.copying import held_still
from mktdesk.book.merge import Merged, merge
from mktdesk.book.parcel import Parcel, parcel_of
from mktdesk.book.rebuild import rebuild
from mktdesk.book.types import (
    BARRIERS,
    ERASED,
    UNDOABLE,
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
    heads_from_json,
    heads_to_json,
)

__all__ = [
    "BARRIERS",
    "ERASED",
    "SETTLE",
    "UNDOABLE",
    "Book",
    "Change",
    "Conflict",
    "DraftKey",
    "Entry",
    "EntryId",
    "Finding",
    "Heads",
    "Json",
    "Merged",
    "Parcel",
    "Record",
    "RowChange",
    "RowKey",
    "Side",
    "Written",
    "attachment_name",
    "conflicts_of",
    "heads_from_json",
    "heads_to_json",
    "held_still",
    "merge",
    "parcel_of",
    "rebuild",
]
