"""The kinds of book that a vault holds beside its register: cases, and meetings.

Both lie in a folder of their own under their public part, with the same files, keys, lease,
anchor and tombstone; what differs is said here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.book import Book, Record
from mktdesk.errors import CaseError


@dataclass(frozen=True, slots=True)
class Kind:
    """name: the book's own kind. folder: of the vault, where its books lie. row: the kind of its
    line in the register. noun: what people call one.
    """

    name: str
    folder: str
    row: str
    noun: str

    def called(self, public: str) -> str:
        """One of them, at the beginning of a sentence: "Case SCR-2026-014"."""
        return f"{self.noun} {public}"

    @property
    def words(self) -> str:
        """One of them inside a sentence: "case"."""
        return self.noun.lower()

    def missing(self) -> CaseError:
        """The error where none has the reference that was asked for."""
        return CaseError(
            f"There is no {self.words} with this reference here.",
            "Check the reference with the list.",
        )


CASE = Kind("case", "cases", "case", "Case")
# The register has rows of kind "meeting" already: the days that the office moved or added.
MEETING = Kind("meeting", "meetings", "meeting-book", "Meeting")
KINDS = (CASE, MEETING)


def of_name(name: str) -> Kind:
    """The kind that a book says it is; a case where it says nothing that is known."""
    return next((kind for kind in KINDS if kind.name == name), CASE)


def listed(register: Book, book_id: str) -> tuple[Kind, Record] | None:
    """The register's line of a case or meeting, and which of them it is."""
    for kind in KINDS:
        row = register.row(kind.row, book_id)
        if row is not None:
            return kind, row
    return None


def listed_publics(register: Book, *kinds: Kind) -> dict[str, str]:
    """The ids of what the register lists, of these kinds or of all, by public part."""
    return {
        str(row.fields.get("public", "")): row.id
        for kind in kinds or KINDS
        for row in register.rows(kind.row)
    }
