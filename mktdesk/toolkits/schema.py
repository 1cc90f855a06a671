"""The shape of toolkit and form files, checked strictly as they are read.

These mirror the TOML; `mktdesk.toolkits.build` turns them into the types the program uses.
Unknown keys are refused, so a mistyped key is a mistake that is named, not one ignored.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

Identifier = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_\-]{0,39}\Z")]
# It stands in the names of files and of records.
Edition = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,39}\Z")]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
FieldKindName = Literal["text", "lines", "narrative", "date", "choice", "options", "yes_no"]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a toolkit file: every key is known, nothing changes after reading."""


class ConditionDef(Table, frozen=True):
    """Exactly one of: field with is / includes / answered; all; any; not."""

    field: Identifier | None = None
    is_: str | None = msgspec.field(default=None, name="is")
    includes: str | None = None
    answered: bool | None = None
    all_: list[ConditionDef] | None = msgspec.field(default=None, name="all")
    any_: list[ConditionDef] | None = msgspec.field(default=None, name="any")
    not_: ConditionDef | None = msgspec.field(default=None, name="not")


class OptionDef(Table, frozen=True):
    """One option of a choice or a lettered list."""

    key: Identifier
    label: Words
    excludes: list[str] = []
    help: str = ""


class OptionListDef(Table, frozen=True):
    """A list of options that several fields share."""

    id: Identifier
    option: list[OptionDef]


class FieldDef(Table, frozen=True):
    """One question."""

    id: Identifier
    kind: FieldKindName
    label: Words
    prompt: str = ""
    help: str = ""
    aliases: list[Words] = []
    options: list[OptionDef] = []
    option_list: str = ""
    required: bool = False
    required_when: ConditionDef | None = None
    when: ConditionDef | None = None
    not_known: bool = False
    with_time: bool = False
    exact: bool = False
    detail: str = ""
    rule: str = ""


class ItemField(FieldDef, frozen=True, tag_field="type", tag="field"):
    """A single question on a page."""


class ItemLine(Table, frozen=True, tag_field="type", tag="line"):
    """A one-row table of questions."""

    heading: Words
    field: list[FieldDef]
    aliases: list[Words] = []


class ItemRows(Table, frozen=True, tag_field="type", tag="rows"):
    """A table of any number of rows."""

    record: Identifier
    heading: Words
    noun: Words
    field: list[FieldDef]
    minimum: int = 0
    aliases: list[Words] = []
    when: ConditionDef | None = None
    rule: str = ""


class ItemNote(Table, frozen=True, tag_field="type", tag="note"):
    """Fixed words; `boilerplate` is how other editions of the form print them."""

    text: Words
    heading: str = ""
    boilerplate: list[Words] = []


class RepeatDef(Table, frozen=True):
    """The page stands once for each row of a record."""

    record: Identifier
    noun: Words
    minimum: int = 1
    title_field: Identifier = "name"
    headings: list[Words] = []


class PageDef(Table, frozen=True):
    """One page."""

    id: Identifier
    title: Words
    item: list[ItemField | ItemLine | ItemRows | ItemNote]
    number: str = ""
    help: str = ""
    repeat: RepeatDef | None = None
    aliases: list[Words] = []


class SignOffDef(Table, frozen=True):
    """Who signs a part."""

    role: Words
    label: Words
    name_from: str = ""
    organisation_from: str = ""
    date_from: str = ""


class PartDef(Table, frozen=True):
    """What is signed as one."""

    id: Identifier
    number: Words
    title: Words
    who: Words
    page: list[PageDef]
    signoff: SignOffDef | None = None
    after: list[Identifier] = []
    aliases: list[Words] = []


class CheckDef(Table, frozen=True):
    """A rule over several answers."""

    id: Identifier
    level: Literal["error", "warning"]
    field: Identifier
    message: Words
    when: ConditionDef
    rule: str = ""


class DateOrderDef(Table, frozen=True):
    """`first` is not later than `then`."""

    id: Identifier
    first: Identifier
    then: Identifier
    message: Words
    rule: str = ""


class PrefillDef(Table, frozen=True):
    """What of a form that is sent out is filled from the case (see `mktdesk.forms.types`)."""

    record: Identifier
    source: Identifier
    field: dict[Identifier, Identifier]
    by: str = ""
    only: list[Words] = []
    without: list[Words] = []
    others: bool = False


class FormDef(Table, frozen=True):
    """A form file."""

    schema: Literal[1]
    id: Identifier
    title: Words
    short_title: Words
    source: Words
    part: list[PartDef]
    record: Identifier = "referral"
    option_list: list[OptionListDef] = []
    check: list[CheckDef] = []
    date_order: list[DateOrderDef] = []
    boilerplate: list[Words] = []
    prefill: list[PrefillDef] = []


class ReferenceDef(Table, frozen=True):
    """How references are numbered."""

    prefix: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,6}\Z")]
    digits: Annotated[int, msgspec.Meta(ge=1, le=6)] = 3


class MarkingDef(Table, frozen=True):
    """The protective marking and what the office may choose instead."""

    default: Words
    choices: list[Words] = []


class LabelDef(Table, frozen=True):
    """A named thing: a role, a review type. duty: what the guidance has it do."""

    id: Identifier
    label: Words
    aliases: list[Words] = []
    duty: str = ""
    rule: str = ""


class BodyDef(Table, frozen=True):
    """A body of the guidance and the role that chairs it. about: what it does, and its terms."""

    id: Identifier
    label: Words
    role: str = ""
    aliases: list[Words] = []
    about: str = ""
    rule: str = ""


class TextsDef(Table, frozen=True):
    """Standard words, our own."""

    purpose: Words
    handling: list[Words]


class ToolkitDef(Table, frozen=True):
    """A toolkit file: one edition of one partnership's guidance."""

    schema: Literal[1]
    id: Identifier
    title: Words
    short_title: Words
    edition: Edition
    guidance: Words
    legal_basis: list[Words]
    effective_from: date
    subject_noun: Words
    subjects_noun: Words
    forms: list[Identifier]
    intake_form: Identifier
    reference: ReferenceDef
    marking: MarkingDef
    review_type: LabelDef
    texts: TextsDef
    effective_to: date | None = None
    review_by: date | None = None
    aliases: list[Words] = []
    replaces: list[Identifier] = []
    role: list[LabelDef] = []
    body: list[BodyDef] = []
