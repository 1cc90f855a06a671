"""Encrypted books: an append-only journal of changes and the records they add up to."""

from mktdesk.book.attachments import attachment_name
from mktdesk.book.book import Book
from mktdesk.book.copying import held_still
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
    "UNDOABLE",
    "Book",
    "Change",
    "DraftKey",
    "Entry",
    "EntryId",
    "Finding",
    "Heads",
    "Json",
    "Record",
    "RowChange",
    "RowKey",
    "Written",
    "attachment_name",
    "heads_from_json",
    "heads_to_json",
    "held_still",
    "rebuild",
]
