"""What a case's book holds beside its forms' answers: the kinds of row and their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import ClassVar, Self

from mktdesk.forms.values import Json

CASE_ROW = "case"  # the one row of kind "case" in a case's book
OFFICE_ROW = "office"  # the one row of kind "office" in the register


@dataclass(frozen=True, slots=True)
class Stored:
    """A record kept as one row: named text, number and yes/no fields."""

    KIND: ClassVar[str] = ""

    id: str

    def to_fields(self) -> dict[str, Json]:
        """The row's fields, the id left out."""
        return {key: value for key, value in asdict(self).items() if key != "id"}

    @classmethod
    def of(cls, row_id: str, stored: Mapping[str, Json]) -> Self:
        """The record of a row; a field that an older version did not have, or that was erased,
        keeps its default.
        """
        known = {field.name for field in fields(cls)} - {"id"}
        plain = {key: value for key, value in stored.items() if not isinstance(value, dict)}
        given = {key: value for key, value in plain.items() if key in known and value is not None}
        return cls(row_id, **given)


@dataclass(frozen=True, slots=True)
class CaseFacts(Stored):
    """What a case is and under which edition of the guidance it began."""

    KIND: ClassVar[str] = "case"

    toolkit: str = ""
    edition: str = ""
    form: str = ""
    review_type: str = ""
    public: str = ""
    started_at: str = ""  # UTC stamp
    old_reference: bool = False  # registered from before mktdesk
    pathway: str = ""  # empty, in cases from before pathways: the toolkit's first
    kept: str = ""  # ids of forms begun on pathways it was on before, with commas
    record: str = ""  # where its single answers lie, if it came from another toolkit: kind and
    row: str = ""  # id of that row

    @property
    def kept_forms(self) -> tuple[str, ...]:
        """The forms that it has beside its pathway's own: what was decided there stays in sight."""
        return tuple(name for name in self.kept.split(",") if name)


@dataclass(frozen=True, slots=True)
class Happening(Stored):
    """An event, or a step that is no signature, which a person says has happened.

    The row's id is the event's or step's. points: ids of what was seen to, with commas.
    """

    KIND: ClassVar[str] = "happening"

    day: str = ""  # ISO date
    time: str = ""  # "HH:MM", local, or nothing
    note: str = ""
    points: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class Override(Stored):
    """How a criterion comes out in a person's judgement, whatever the answers come to.

    The row's id is the criterion's, label its words then. result: "met", "not met" or "not known";
    empty where it was taken back.
    """

    KIND: ClassVar[str] = "threshold"

    label: str = ""
    result: str = ""
    reason: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class Referrer(Stored):
    """Who refers, as the toolkit has it; one row, "referrer".

    source: a source's id, or "" for somebody whom the toolkit does not name. before: whether what
    it asks for first was done ("yes", "no", "not_known", or "" while nobody has said).
    """

    KIND: ClassVar[str] = "referrer"

    source: str = ""
    before: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conversion(Stored):
    """How a case came to the way of working it is on; one row each time, never changed.

    what: "start", "pathway" or "edition". The words are those of that day; proposed: what the
    program proposed then, or nothing. left: what had no place on the new way, a line each;
    of answers that the book holds elsewhere only the questions.
    """

    KIND: ClassVar[str] = "conversion"

    what: str = ""
    from_toolkit: str = ""
    from_edition: str = ""
    from_form: str = ""
    from_pathway: str = ""
    from_kept: str = ""
    from_words: str = ""
    to_toolkit: str = ""
    to_edition: str = ""
    to_pathway: str = ""
    to_words: str = ""
    proposed: str = ""
    reason: str = ""
    left: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class Carried(Stored):
    """A step or event of this id was done before the case came to the guidance it is under now."""

    KIND: ClassVar[str] = "carried"

    label: str = ""
    day: str = ""  # ISO date
    time: str = ""  # "HH:MM", local, or nothing
    words: str = ""  # how it is known: "signed by R. Osei, under the 2016 toolkit"


@dataclass(frozen=True, slots=True)
class SignOff(Stored):
    """A signature under a part: who, in which role, when, and the digest of what was signed.

    heads are the journal's heads at that moment ({"chain": [seq, hash]} as JSON text), so that
    the signed version can be read again. An empty superseded_at means that it stands.
    """

    KIND: ClassVar[str] = "signoff"

    part: str = ""
    name: str = ""
    role: str = ""
    title: str = ""
    organisation: str = ""
    date: str = ""  # as written
    digest: str = ""
    signed_at: str = ""  # UTC stamp
    heads: str = ""
    superseded_at: str = ""
    superseded_why: str = ""

    @property
    def stands(self) -> bool:
        """Not superseded."""
        return not self.superseded_at


@dataclass(frozen=True, slots=True)
class Document(Stored):
    """A file attached to the case; its bytes lie in the book under their SHA-256."""

    KIND: ClassVar[str] = "document"

    name: str = ""
    title: str = ""
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    added_at: str = ""
    added_by: str = ""
    note: str = ""
    request: str = ""  # id of the request to an agency that it answers, or nothing


@dataclass(frozen=True, slots=True)
class Pack(Stored):
    """A case pack that was made: what was in it, for whom, and its SHA-256."""

    KIND: ClassVar[str] = "pack"

    parts: str = ""  # part ids with commas
    recipient: str = ""
    copy_number: str = ""
    made_at: str = ""
    made_by: str = ""
    sha256: str = ""
    pages: int = 0
    file_name: str = ""
    password_is: str = ""  # "full reference" or "own passphrase": never the password


@dataclass(frozen=True, slots=True)
class OfficeSettings(Stored):
    """What the office chose: kept in the register, journaled."""

    KIND: ClassVar[str] = "office"

    name: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    footer: str = ""  # whose form and words these are, at the foot of every page (R177)
    marking: str = ""  # empty: the toolkit's
    reference_prefix: str = ""  # empty: the toolkit's
    reference_digits: int = 0  # 0: the toolkit's
    meeting_prefix: str = ""  # empty: MTG
    pack_key: str = "full"  # "full": public part and seal; "public": the public part alone
    idle_minutes: int = 10
    backup_days: int = 7  # an older backup is told with a warning
    appearance: str = "system"  # "system", "light", "dark"
