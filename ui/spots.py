"""Where a person can be inside a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mktdesk.desk.overview import Overview
from mktdesk.forms.flow import Place

PAGE, CHECK, SIGNED = "page", "check", "signed"
DOCUMENTS, PACK, HISTORY, ACCESS = "documents", "pack", "history", "access"
CLOCKS = "clocks"
THRESHOLD = "threshold"  # its part is the one whose questions stand beneath it
PROCESS = "process"
PLAN = "plan"
BESIDE = "beside"  # disagreements, and processes beside this one
CLOSING = "closing"
AGENCIES = "agencies"
CHANGES = "changes"
NOTICES = "notices"
CONFLICTS = "conflicts"  # what two people wrote without knowing of each other
TAKE = "take"  # to a meeting, and where it is
INSIDES = frozenset(  # the pages that are no form's
    {
        DOCUMENTS,
        PACK,
        HISTORY,
        ACCESS,
        THRESHOLD,
        PROCESS,
        CLOCKS,
        PLAN,
        BESIDE,
        CLOSING,
        AGENCIES,
        CHANGES,
        NOTICES,
        CONFLICTS,
        TAKE,
    }
)
_KINDS = frozenset({PAGE, CHECK, SIGNED}) | INSIDES


@dataclass(frozen=True, slots=True)
class Spot:
    """kind is one of the words above; part, page and row as far as the kind has them."""

    kind: str
    part: str = ""
    page: str = ""
    row: str = ""

    @classmethod
    def at(cls, place: Place) -> Spot:
        """A page of the form. A place with no page is where its part is checked and signed."""
        return cls(PAGE if place.page else CHECK, place.part, place.page, place.row)

    @property
    def place(self) -> Place:
        """What the case remembers, to resume here."""
        return Place(self.part, self.page, self.row)

    @property
    def words(self) -> tuple[str, ...]:
        """For `spot_of`."""
        return self.kind, self.part, self.page, self.row


def spot_of(words: Sequence[str]) -> Spot | None:
    """The spot of its words; None for others."""
    known = len(words) == len(Spot.__slots__) and words[0] in _KINDS
    return Spot(*words) if known else None


def resting(overview: Overview, spot: Spot) -> Spot:
    """The spot itself if it is there now, or the one that stands for it.

    A signed part is not checked again; an unsigned one has no signature to show; a page whose
    row has gone gives way to the part's first.
    """
    if spot.kind in INSIDES:
        return spot
    known = {status.part for status in overview.parts}
    if spot.part not in known:
        return Spot.at(overview.pages[0].place)
    ever = any(s.part == spot.part for s in overview.signoffs)
    if spot.kind == CHECK and overview.part(spot.part).signoff is not None:
        return Spot(SIGNED, spot.part)
    if spot.kind == SIGNED and not ever:
        return Spot(CHECK, spot.part)
    if spot.kind == PAGE and not overview.stands(spot.place):
        pages = [p.place for p in overview.pages if p.place.part == spot.part]
        same = [place for place in pages if place.page == spot.page]
        return Spot.at((same or pages)[-1 if same else 0])
    return spot
