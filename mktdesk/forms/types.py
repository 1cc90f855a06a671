"""What a form declares: parts that are signed, pages, fields, repeated rows.

One declaration drives the page on the screen, validation, the printed form, the Word form
that goes out, and the reader of that form when it comes back. These are plain frozen
types; `mktdesk.toolkits` reads them from TOML, and refuses a mistake by file and key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mktdesk.forms.conditions import Condition
from mktdesk.forms.values import YesNoAnswer


class FieldKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"  # one line
    LINES = "lines"  # a few lines: an address, contact details
    NARRATIVE = "narrative"  # paragraphs
    DATE = "date"  # DateAnswer; `with_time` asks for the hour too
    CHOICE = "choice"  # one option's key
    OPTIONS = "options"  # a set of options' keys, under their exclusions
    YES_NO = "yes_no"  # YesNo; `detail` asks for the rest


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `excludes`: keys that cannot stand beside it (always given both ways)."""

    key: str
    label: str
    excludes: tuple[str, ...] = ()
    help: str = ""

    @property
    def letter(self) -> str:
        """The letter that the form prints before it; nothing where the key is only our own."""
        return self.key if len(self.key) == 1 else ""

    @property
    def name(self) -> str:
        """What a sentence calls it: by its letter where it has one, or by its words."""
        return f"{self.letter})" if self.letter else f"“{self.label}”"


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    label is the form's own wording, prompt a shorter one for the screen and for lists;
    aliases are other wordings met on returned forms. record names the kind of row that
    holds the answer (the form's own row for single questions). detail: what is asked
    besides under the answers in detail_after.
    """

    id: str
    kind: FieldKind
    label: str
    prompt: str = ""
    help: str = ""
    aliases: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    required: bool = False
    required_when: Condition | None = None
    when: Condition | None = None
    not_known: bool = False
    with_time: bool = False
    exact: bool = False  # a date that is one day: a span of time is shown (R416)
    detail: str = ""
    rule: str = ""
    detail_after: tuple[YesNoAnswer, ...] = ("yes",)

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return self.prompt or self.label

    def asks_detail(self, answer: str) -> bool:
        """Whether this answer to a yes or no question wants its details."""
        return bool(self.detail) and answer in self.detail_after


@dataclass(frozen=True, slots=True)
class FieldItem:
    """A single question on a page."""

    field: Field


@dataclass(frozen=True, slots=True)
class LineItem:
    """A few questions printed as a one-row table ("Referrer: name, agency, contact")."""

    heading: str
    fields: tuple[Field, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsItem:
    """A table of any number of rows; `record` names them in the book and in answers."""

    record: str
    heading: str
    noun: str
    fields: tuple[Field, ...]
    minimum: int = 0
    aliases: tuple[str, ...] = ()
    when: Condition | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class NoteItem:
    """The form's fixed words between questions."""

    text: str
    heading: str = ""
    boilerplate: tuple[str, ...] = ()


Item: TypeAlias = FieldItem | LineItem | RowsItem | NoteItem


@dataclass(frozen=True, slots=True)
class Repeat:
    """The page stands once for each row of `record` (1.1 once per subject)."""

    record: str
    noun: str
    minimum: int = 1
    title_field: str = "name"
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One section a page. `items` of a repeated page belong to the repeated row."""

    id: str
    title: str
    items: tuple[Item, ...]
    number: str = ""
    help: str = ""
    repeat: Repeat | None = None
    aliases: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The page's own questions, those inside row tables left out."""
        found: list[Field] = []
        for item in self.items:
            if isinstance(item, FieldItem):
                found.append(item.field)
            elif isinstance(item, LineItem):
                found.extend(item.fields)
        return tuple(found)

    @property
    def tables(self) -> tuple[RowsItem, ...]:
        """The page's row tables."""
        return tuple(item for item in self.items if isinstance(item, RowsItem))


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signs a part. `role` is the guidance's term; name, title, organisation, date are
    asked when signing, and start from the named fields where given.
    """

    role: str
    label: str
    name_from: str = ""
    organisation_from: str = ""
    date_from: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What is signed as one: Section 1, 2, 3. `after` parts must be signed first.

    own: the office's own working record, which is never signed and goes into no paper unasked.
    of: the short title of the form that declares it, since a case's form is made of several.
    """

    id: str
    number: str
    title: str
    who: str
    pages: tuple[Page, ...]
    signoff: SignOff | None = None
    after: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    own: bool = False
    of: str = ""

    @property
    def called(self) -> str:
        """Within a sentence: "section 2" where its title says so, or else its title, in quotes."""
        said = f"Section {self.number}"
        return f"section {self.number}" if self.title.startswith(said) else f"“{self.title}”"


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several answers: where `when` holds, `message` stands at `field`."""

    id: str
    level: str  # "error" stops signing, "warning" does not
    field: str
    message: str
    when: Condition
    rule: str = ""


@dataclass(frozen=True, slots=True)
class DateOrder:
    """`first` cannot be later than `then` ("a birth after the death"), both field ids."""

    id: str
    first: str
    then: str
    message: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Prefill:
    """What of a form that is sent out is filled from the case: a record from one of the case's.

    fields: the form's field id -> the case's. A table takes every row of `source` whose `by`
    field holds one of the words of `only` (where any are given) and none of `without`; with
    `others`, the rows beside the one that the form is about. A single record takes that one.
    """

    record: str
    source: str
    fields: tuple[tuple[str, str], ...]
    by: str = ""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    others: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A whole declared form of one toolkit edition. `record` holds its single answers.

    Compared by identity: a toolkit is read once, and a form is a key of caches.
    """

    id: str
    title: str
    short_title: str
    source: str
    parts: tuple[Part, ...]
    record: str = "referral"
    checks: tuple[Check, ...] = ()
    date_orders: tuple[DateOrder, ...] = ()
    boilerplate: tuple[str, ...] = ()
    edition: str = ""
    prefill: tuple[Prefill, ...] = ()

    def pages(self) -> Iterator[tuple[Part, Page]]:
        """Every page in order with its part."""
        for part in self.parts:
            for page in part.pages:
                yield part, page

    def part(self, part_id: str) -> Part:
        """The part of that id. Raises KeyError."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(part_id)

    def page(self, page_id: str) -> Page:
        """The page of that id. Raises KeyError."""
        for _, page in self.pages():
            if page.id == page_id:
                return page
        raise KeyError(page_id)
