"""What is kept of a notice: who was told, when and by whom, or why nobody has to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mktdesk.casework.records import Stored

ISSUED, CONFIRMED, BY_OTHER, NOT_APPLICABLE = "issued", "confirmed", "by_other", "not_applicable"
STATES = {
    ISSUED: "Told",
    CONFIRMED: "Confirmed",
    BY_OTHER: "Told by somebody else",
    NOT_APPLICABLE: "Not applicable",
}
OWN = "own"  # begins the id of a row that answers no notice of the toolkit


@dataclass(frozen=True, slots=True)
class Given(Stored):
    """What was done about one notice to one recipient; the row's id is its `notice_key`.

    notice, recipient: the toolkit's ids; of the office's own notice nothing, and who was told.
    label: of a further or an own one, what they were told. name: who that is here; among: what
    tells them apart from others. state: one of the words above, or nothing yet where somebody was
    only named by hand. day: told on, by whom. confirmed: on which day, and by whom. why: it is not
    applicable because. letter_id: the row of the letter's copy. Days are ISO.
    """

    KIND: ClassVar[str] = "notice"

    notice: str = ""
    label: str = ""
    recipient: str = ""
    name: str = ""
    among: str = ""
    state: str = ""
    day: str = ""
    by: str = ""
    channel: str = ""
    confirmed: str = ""
    confirmed_by: str = ""
    why: str = ""
    letter_id: str = ""
    recorded_at: str = ""  # UTC stamp

    @property
    def told(self) -> bool:
        """Somebody told them."""
        return self.state in {ISSUED, CONFIRMED, BY_OTHER} and bool(self.day)

    @property
    def settled(self) -> bool:
        """Nothing is left to do: they were told, or need not be. An erased mark settles nothing."""
        return self.told or (self.state == NOT_APPLICABLE and bool(self.why))
