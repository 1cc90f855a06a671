"""Everything a declared form prints: where each label, heading and fixed sentence belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mktdesk.exchange.values import BOXES
from mktdesk.exchange.wording import (
    LONGEST_LABEL,
    extra_words,
    likeness,
    plain_text,
    wording,
)
from mktdesk.forms.types import (
    Field,
    FieldItem,
    FieldKind,
    Form,
    Item,
    LineItem,
    NoteItem,
    Page,
    Part,
    RowsItem,
    SignOff,
)

ALIKE = 0.74  # a label is recognised from here
SURE = 0.95  # and without a doubt from here
_HEADING_ALIKE = 0.8
_FIXED_ALIKE = 0.85
_LONG_SENTENCE = 8  # words of meaning
_SHORTEST_RUN = 4  # words; a shorter run of a fixed sentence proves nothing
SIGNING = ("Signed", "Signature", "Name", "Title", "Job title", "Position", "Role",
           "Organisation", "Agency", "Date")  # fmt: skip
_FIXED = (
    "Page", "Yes / No", "Delete as appropriate", "Please tick", "Tick as appropriate",
    "(continued)", "Reference number", "Ref No", "(office use)", "(office use only)",
)  # fmt: skip
_MARKING = re.compile(
    r"(?:official|restricted|protect|confidential|secret|in confidence)"
    r"(?:[\s:–—-]+(?:official|sensitive|restricted|confidential|personal))*"
    r"(?:\s*\(when (?:complete|completed|filled in)\))?",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s_.…\-–—=|:;,/()\[\]*•·]*")  # lines and dots to write on
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)


@dataclass(frozen=True)
class Slot:
    """Where one field's answers go. item is the line or table that it is a column of."""

    record: str
    field: Field
    part: Part
    page: Page
    item: LineItem | RowsItem | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What names it: (record, field id)."""
        return self.record, self.field.id

    @property
    def in_rows(self) -> bool:
        """A column of a table of any number of rows."""
        return isinstance(self.item, RowsItem)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The wordings by which it is known."""
        of = self.field
        return tuple(dict.fromkeys(t for t in (of.label, of.prompt, *of.aliases) if t))

    def likeness(self, text: str) -> float:
        """How far the text is this field's label, 0 to 1."""
        return max((likeness(label, text) for label in self.labels), default=0.0)


@dataclass(frozen=True)
class Heading:
    """A heading of the form: what follows it belongs to that part, page, table or row."""

    text: str
    part: Part
    page: Page | None = None
    item: LineItem | RowsItem | None = None
    next_row: bool = False


@dataclass(frozen=True)
class Signing:
    """The signature's label of a part."""

    part: Part
    signoff: SignOff


class Lexicon:
    """A form's fixed words, indexed."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.slots = tuple(_slots(form))
        self.headings = tuple(_headings(form))
        self.signings = tuple(Signing(part, part.signoff) for part in form.parts if part.signoff)
        self.fixed = tuple(dict.fromkeys(_fixed(form)))
        self.known = frozenset(word for text in self.fixed for word in wording(text).every)
        self._exactly = {wording(text).meaning for text in self.fixed}
        self._runs = "\n".join(f" {' '.join(wording(text).words)} " for text in self.fixed)
        self._long = [t for t in self.fixed if len(wording(t).words) >= _LONG_SENTENCE - 1]
        self._by_word: dict[str, list[Slot]] = {}
        for slot in self.slots:
            for word in {word for label in slot.labels for word in wording(label).words}:
                self._by_word.setdefault(word, []).append(slot)

    def slots_like(self, text: str, least: float = ALIKE) -> list[tuple[Slot, float]]:
        """The fields whose label the text is, best first."""
        if not text or len(text) > LONGEST_LABEL:
            return []
        near = {id(s): s for word in wording(text).words for s in self._by_word.get(word, ())}
        found = [(slot, slot.likeness(text)) for slot in near.values()]
        return sorted(
            ((slot, score) for slot, score in found if score >= least),
            key=lambda pair: (-pair[1], self.slots.index(pair[0])),
        )

    def heading_like(self, text: str) -> tuple[Heading, float] | None:
        """The heading that the text is, if it is one."""
        if not text or len(text) > LONGEST_LABEL:
            return None
        best: tuple[Heading, float] | None = None
        for heading in self.headings:
            score = likeness(heading.text, text)
            number = wording(text).number
            if number and heading.page and number == heading.page.number and score > 0:
                score = min(1.0, score + 0.3)
            if score >= _HEADING_ALIKE and (best is None or score > best[1]):
                best = heading, score
        return best

    def is_fixed(self, text: str) -> bool:
        """Whether the text is nothing but the form's own words, or a protective marking."""
        text = plain_text(BOXES.sub("", text))
        return self._is_sentence(text) or all(
            self._is_sentence(part) for part in re.split(r"\n|(?<=[.:?!])\s+", text)
        )

    def is_furniture(self, text: str) -> bool:
        """Fixed words, or a page number, as they stand at the head or foot of a page."""
        return bool(_PAGE_NUMBER.fullmatch(plain_text(text))) or self.is_fixed(text)

    def _is_sentence(self, text: str) -> bool:
        if _RULE.fullmatch(text) or _MARKING.fullmatch(text.strip()):
            return True
        if not wording(text).every or extra_words(self.known, text):
            return False
        asked = wording(text).words
        if frozenset(asked) in self._exactly:
            return True
        if len(asked) >= _SHORTEST_RUN and f" {' '.join(asked)} " in self._runs:
            return True
        # A long sentence may differ by a word or two; a short one could be somebody's answer.
        return len(asked) >= _LONG_SENTENCE and any(
            likeness(fixed, text) >= _FIXED_ALIKE for fixed in self._long
        )

    def foreign_words(self, text: str) -> tuple[str, ...]:
        """The words of the text that the form does not print anywhere."""
        return extra_words(self.known, text)


def _slots(form: Form) -> Iterator[Slot]:
    for part, page in form.pages():
        record = page.repeat.record if page.repeat else form.record
        for item in page.items:
            if isinstance(item, FieldItem):
                yield Slot(record, item.field, part, page)
            elif isinstance(item, LineItem):
                for field in item.fields:
                    yield Slot(record, field, part, page, item)
            elif isinstance(item, RowsItem):
                for field in item.fields:
                    yield Slot(item.record, field, part, page, item)


def _headings(form: Form) -> Iterator[Heading]:
    for part in form.parts:
        for text in (part.title, f"Section {part.number}", *part.aliases):
            yield Heading(text, part, part.pages[0])
        for page in part.pages:
            for text in (page.title, *page.aliases):
                yield Heading(text, part, page)
            if page.repeat:
                for text in page.repeat.headings:
                    yield Heading(text, part, page, next_row=True)
            for item in page.items:
                if isinstance(item, LineItem | RowsItem):
                    for text in (item.heading, *item.aliases):
                        yield Heading(text, part, page, item)


def _fixed(form: Form) -> Iterator[str]:
    yield from (form.title, form.short_title, form.source, *form.boilerplate, *_FIXED, *SIGNING)
    for heading in _headings(form):
        yield heading.text
    for part in form.parts:
        yield part.who
        if part.signoff:
            yield from (part.signoff.label, part.signoff.role)
        for page in part.pages:
            yield page.help
            if page.repeat:
                yield page.repeat.noun
            for item in page.items:
                yield from _fixed_of(item)


def _fixed_of(item: Item) -> Iterator[str]:
    if isinstance(item, NoteItem):
        yield from (item.heading, item.text, *item.boilerplate)
        return
    fields = (item.field,) if isinstance(item, FieldItem) else item.fields
    for field in fields:
        yield from (field.label, field.prompt, field.help, field.detail, *field.aliases)
        for option in field.options:
            yield from (option.label, option.help)
            if len(option.key) == 1:
                yield f"{option.key}) {option.label}"
        yield " ".join(option.key for option in field.options)
        if field.kind is FieldKind.YES_NO and field.not_known:
            yield "Yes / No / Not known"
