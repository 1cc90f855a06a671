"""A toolkit: what one edition of the guidance says, as the program uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mktdesk.forms.types import Form
from mktdesk.reference import ReferenceFormat
from mktdesk.toolkits.process_schema import Pathway, Process, Recipient


@dataclass(frozen=True, slots=True)
class Marking:
    """The protective marking at the head and foot of every page (R350)."""

    default: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """An id and what people call it. duty: what the guidance has a role do."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    duty: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A panel, sub-group or board; `role` chairs it."""

    id: str
    label: str
    role: str
    aliases: tuple[str, ...] = ()
    about: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Toolkit:
    """One edition of one partnership's guidance; a case remembers the one it began under.

    Compared by identity, as forms are. replaces: ids of toolkits whose cases may move to this one.
    """

    id: str
    title: str
    short_title: str
    edition: str
    guidance: str
    legal_basis: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    review_by: date | None
    subject_noun: str
    subjects_noun: str
    reference: ReferenceFormat
    marking: Marking
    review_type: Label
    roles: tuple[Label, ...]
    bodies: tuple[Body, ...]
    purpose: str
    handling: tuple[str, ...]
    forms: Mapping[str, Form]
    intake_form: str
    aliases: tuple[str, ...]
    process: Process
    replaces: tuple[str, ...] = ()

    def pathway(self, pathway_id: str) -> Pathway:
        """The pathway of that id; the first, where a case from before pathways names none.

        Raises KeyError.
        """
        if not pathway_id:
            return self.process.pathway[0]
        for pathway in self.process.pathway:
            if pathway.id == pathway_id:
                return pathway
        raise KeyError(pathway_id)

    def name_of(self, identifier: str) -> str:
        """What a role, a body or a recipient of that id is called; the id itself for none."""
        things: tuple[Label | Body | Recipient, ...] = (
            *self.roles,
            *self.bodies,
            *self.process.recipient,
        )
        return next((thing.label for thing in things if thing.id == identifier), identifier)

    @property
    def intake(self) -> Form:
        """The form a case begins with."""
        return self.forms[self.intake_form]
