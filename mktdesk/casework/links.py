"""Cases that belong together: how, and who of their staff has contact with the family (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mktdesk.casework.records import Stored


@dataclass(frozen=True, slots=True)
class Relation:
    """How a case stands to another; back: the id of what the other is to this one."""

    id: str
    label: str
    back: str


RELATIONS = {
    one.id: one
    for one in (
        Relation("beside", "Beside", "beside"),
        Relation("single_beside", "Single-agency review beside the statutory review", "statutory"),
        Relation("statutory", "Statutory review beside the single-agency review", "single_beside"),
        Relation("split_from", "Split from", "split_into"),
        Relation("split_into", "Split into", "split_from"),
        Relation("follows", "Follows from", "followed_by"),
        Relation("followed_by", "Followed by", "follows"),
    )
}


@dataclass(frozen=True, slots=True)
class Link(Stored):
    """Another case that this one belongs with. other: its public reference.

    relation: an id of RELATIONS. two_way: the other case shows it too.
    """

    KIND: ClassVar[str] = "link"

    other: str = ""
    relation: str = "beside"
    note: str = ""
    two_way: bool = False
    by: str = ""
    recorded_at: str = ""  # UTC stamp

    @property
    def words(self) -> str:
        """The relation and the other case: "Split from: SCR-2026-014"."""
        return f"{RELATIONS[self.relation].label}: {self.other}"


@dataclass(frozen=True, slots=True)
class FamilyLead(Stored):
    """Who alone has contact with the family, over all linked cases (R125); one row, "lead".

    case: the public reference of the case that they work in. why: why it moved to them.
    """

    KIND: ClassVar[str] = "family_lead"

    name: str = ""
    organisation: str = ""
    case: str = ""
    why: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp

    @property
    def words(self) -> str:
        """Name and organisation, and the case they work in."""
        who = ", ".join(part for part in (self.name, self.organisation) if part)
        return f"{who} ({self.case})"

    def same_person(self, other: FamilyLead) -> bool:
        """Whether it is the same person in the same case, whenever it was recorded."""
        return (self.name, self.organisation, self.case) == (
            other.name,
            other.organisation,
            other.case,
        )
