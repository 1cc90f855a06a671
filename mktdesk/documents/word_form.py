"""A declared form as a Word file, blank or filled, for an agency to complete and return.

Each answer stands in a content control whose tag says which answer it is (see
`mktdesk.forms.word_tags`), so that `mktdesk.exchange` reads it back exactly. The labels are
the form's own: should a program lose the controls, the form still reads as plain tables.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktdesk.documents import word_xml as xml
from mktdesk.documents.turning import is_wide
from mktdesk.documents.word_paper import (
    WIDE,
    WIDTH,
    edges,
    finished,
    new_paper,
    page_number,
    turned,
)
from mktdesk.documents.word_xml import Element
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import (
    Field,
    FieldItem,
    FieldKind,
    Form,
    LineItem,
    NoteItem,
    Page,
    Part,
    RowsItem,
)
from mktdesk.forms.values import DateAnswer, NotKnown, Value, YesNo
from mktdesk.forms.word_tags import FURNITURE, WordTag
from mktdesk.forms.words import NOT_KNOWN, label_of

if TYPE_CHECKING:
    from docx.section import Section

_LABEL = 3800
_BOLD_LETTER = 125  # a letter of a label, on average and amply, in the same measure
_CELL_EDGES = 240  # what a cell keeps free at its two sides
_BREAKS = re.compile(r"(?<=/)|\s+")  # where a line of a label can end
_NARRATIVE = 1400  # the least height of a narrative's box, in the same measure
_SIGNED_GAP = 100  # between the lines to sign on, in the same measure
_SPARE_BLANK, _SPARE_FILLED = 4, 2  # empty rows in each table, to write into
_YES, _NO = "Yes", "No"
_NAME, _NUMBER = 1300, 3  # the least of a column in that measure; letters of "No."
_MUCH, _LONG = frozenset({FieldKind.LINES, FieldKind.NARRATIVE}), 6  # and how much more room


@dataclass(frozen=True, slots=True)
class _Place:
    """Where answers go and come from: a record's row and its values."""

    form: str
    record: str
    row: int
    values: Mapping[str, Value]
    width: int = WIDTH  # of the page's column

    def tag(self, field: Field, piece: str = "") -> WordTag:
        return WordTag(self.form, self.record, self.row, field.id, piece)


def blank_or_filled(
    form: Form,
    answers: Answers | None,
    *,
    marking: str,
    reference_public: str,
    office_lines: Sequence[str] = (),
    footer: str = "",
) -> bytes:
    """The form as a .docx. Without answers it is blank, with empty rows to fill.

    marking stands at the head and foot of each page (R350), the public part of the
    reference in the head; office_lines say where the form goes (R12), footer whose it is (R177).
    """
    document = new_paper(form.short_title)
    _furniture(document.sections[0], form, marking, reference_public, footer)
    body = document.element.body
    settings, wide = body[-1], False
    for across, block in _blocks(form, answers, office_lines):
        if across != wide and len(body) > 1:
            body.insert(len(body) - 1, xml.section_end(turned(settings, wide=wide)))
        wide = across
        body.insert(len(body) - 1, block)  # Word keeps the last section's settings last
    body.replace(settings, turned(settings, wide=wide))
    out = io.BytesIO()
    document.save(out)
    return finished(out.getvalue())


def _blocks(
    form: Form, answers: Answers | None, office: Sequence[str]
) -> Iterator[tuple[bool, Element]]:
    """Each with whether it stands on a page on its side, as a part with a wide table does."""
    across = bool(form.parts) and is_wide(form.parts[0])
    yield from ((across, block) for block in _opening(form, office))
    for part in form.parts:
        across = is_wide(part)
        yield from ((across, block) for block in _part(form, part, answers))


def _part(form: Form, part: Part, answers: Answers | None) -> Iterator[Element]:
    yield xml.paragraph(xml.run(part.title), style="Heading1")
    yield xml.paragraph(xml.run(part.who, xml.grey()))
    width, numbered = WIDE if is_wide(part) else WIDTH, ""
    for page in part.pages:
        number = "" if page.number in {numbered, part.number} else page.number
        numbered = page.number
        yield xml.paragraph(xml.run(f"{number} {page.title}".strip()), style="Heading2")
        yield from _page(form, page, answers, width)
    yield from _signature(part)


def _opening(form: Form, office: Sequence[str]) -> Iterator[Element]:
    yield xml.paragraph(xml.run(form.title), style="Title")
    if office:
        tag = WordTag(form.id, FURNITURE, 0, "office")
        yield xml.paragraph(xml.text_control(tag, "Office", "\n".join(office), locked=True))


def _page(form: Form, page: Page, answers: Answers | None, width: int) -> Iterator[Element]:
    filled = answers or Answers()
    if page.repeat is None:
        place = _Place(form.id, form.record, 0, filled.single, width)
        yield from _items(place, page, answers)
        return
    rows = filled.table(page.repeat.record) or (Row("1"),) * max(1, page.repeat.minimum)
    for number, row in enumerate(rows, start=1):
        headings = page.repeat.headings
        name = headings[number - 1] if number <= len(headings) else ""
        noun = page.repeat.noun[:1].upper() + page.repeat.noun[1:]
        yield xml.paragraph(xml.run(name or f"{noun} {number}"), style="Heading3")
        place = _Place(form.id, page.repeat.record, number, row.values, width)
        yield from _items(place, page, answers)


def _items(place: _Place, page: Page, answers: Answers | None) -> Iterator[Element]:
    pairs: list[Element] = []
    for item in page.items:
        if isinstance(item, FieldItem):
            pairs.extend(_pair(place, item.field))
            continue
        yield from _flushed(pairs, page, place.width)
        pairs = []
        if isinstance(item, NoteItem):
            if item.heading:
                yield xml.paragraph(xml.run(item.heading, xml.bold()))
            yield xml.paragraph(xml.run(item.text, xml.grey()))
        elif isinstance(item, LineItem):
            yield xml.paragraph(xml.run(item.heading), style="Heading3")
            yield from _columns(item.heading, item.fields, [place], repeats=False)
        elif isinstance(item, RowsItem):
            yield from _rows(place, item, answers)
    yield from _flushed(pairs, page, place.width)


def _flushed(pairs: list[Element], page: Page, width: int) -> Iterator[Element]:
    if pairs:
        yield xml.table((_LABEL, width - _LABEL), pairs, page.title)
        yield xml.gap()


def _pair(place: _Place, field: Field) -> Iterator[Element]:
    """Label beside answer; a narrative has the whole width under its label."""
    above = field.kind is FieldKind.NARRATIVE  # a label is never left without its box
    label = [xml.paragraph(xml.run(field.label, xml.bold()), keep=above)]
    if field.help:
        label.append(xml.paragraph(xml.run(field.help, xml.grey()), keep=above))
    answer = _answer(place, field, locked=True)
    if above:
        yield xml.row(xml.cell(*label, width=place.width, shaded=True, span=2))
        yield xml.row(xml.cell(*answer, width=place.width, span=2), height=_NARRATIVE)
    else:
        yield xml.row(
            xml.cell(*label, width=_LABEL, shaded=True),
            xml.cell(*answer, width=place.width - _LABEL),
        )


def _rows(place: _Place, item: RowsItem, answers: Answers | None) -> Iterator[Element]:
    yield xml.paragraph(xml.run(item.heading), style="Heading3")
    kept = answers.table(item.record) if answers else ()
    spare = _SPARE_FILLED if answers else _SPARE_BLANK
    values = [row.values for row in kept] + [{}] * spare
    places = [
        _Place(place.form, item.record, number, of, place.width)
        for number, of in enumerate(values, start=1)
    ]
    yield from _columns(item.heading, item.fields, places, repeats=True)


def _columns(
    heading: str, fields: Sequence[Field], places: Sequence[_Place], *, repeats: bool
) -> Iterator[Element]:
    widths = _widths(fields, places[0].width)
    head = xml.row(
        *(
            xml.cell(xml.paragraph(xml.run(f.label, xml.bold()), keep=True), width=w, shaded=True)
            for f, w in zip(fields, widths, strict=True)
        ),
        header=True,
    )
    rows = [
        xml.row(
            *(
                xml.cell(*_answer(place, field, short=repeats), width=width)
                for field, width in zip(fields, widths, strict=True)
            )
        )
        for place in places
    ]
    body = [xml.repeating(rows, heading)] if repeats else rows
    yield xml.table(widths, [head, *body], heading)
    yield xml.gap()


def _widths(fields: Sequence[Field], width: int) -> list[int]:
    """Of a table's columns: the longest word of each label stays whole, the rest is shared."""
    least = [
        max(len(word) for word in _BREAKS.split(f.label)) * _BOLD_LETTER + _CELL_EDGES
        for f in fields
    ]
    if width == WIDE:  # room for a name or a day; what is left where much is written
        least = [
            max(n, _NAME) if len(f.label) > _NUMBER else n
            for n, f in zip(least, fields, strict=True)
        ]
    if sum(least) > width:
        return [width // len(fields)] * len(fields)
    if width == WIDE:
        shares = [_LONG if f.kind in _MUCH else 1 for f in fields]
        spare = width - sum(least)
        return [
            need + spare * share // sum(shares) for need, share in zip(least, shares, strict=True)
        ]
    room, others = width, len(fields)
    for need in sorted(least, reverse=True):
        if need <= room // others:
            break
        room, others = room - need, others - 1
    return [max(need, room // others) for need in least]


def _answer(
    place: _Place, field: Field, *, locked: bool = False, short: bool = False
) -> list[Element]:
    """The paragraphs of the box for one answer; short: options by their letters alone."""
    value = place.values.get(field.id)
    if field.kind is FieldKind.OPTIONS:
        ticks = [_tick(place, field, at, value, short=short) for at in range(len(field.options))]
        return (
            [xml.paragraph(*(part for tick in ticks for part in tick))]
            if short
            else [xml.paragraph(*tick) for tick in ticks]
        )
    if field.kind is FieldKind.YES_NO:
        return _yes_no(place, field, value)
    if field.kind is FieldKind.CHOICE:
        labels = [(option.key, option.label) for option in field.options]
        chosen = label_of(field, value) if isinstance(value, str) else ""
        return [xml.paragraph(xml.list_control(place.tag(field), field.name, labels, chosen))]
    if field.kind is FieldKind.DATE and field.options:
        variant = value.variant if isinstance(value, DateAnswer) else ""
        labels = [(option.key, option.label) for option in field.options]
        which = xml.list_control(
            place.tag(field, "variant"), field.name, labels, label_of(field, variant)
        )
        typed = xml.text_control(place.tag(field), field.name, _typed(value), locked=locked)
        return [xml.paragraph(which, xml.run(", "), typed)]
    typed = xml.text_control(place.tag(field), field.name, _typed(value), locked=locked)
    return [xml.paragraph(typed)]


def _typed(value: Value) -> str:
    if isinstance(value, NotKnown):
        return NOT_KNOWN
    if isinstance(value, DateAnswer):
        return value.text
    return value if isinstance(value, str) else ""


def _tick(
    place: _Place, field: Field, at: int, value: Value, *, short: bool
) -> tuple[Element, Element]:
    option = field.options[at]
    ticked = isinstance(value, tuple) and option.key in value
    words = option.label
    if option.letter:
        words = f"{option.letter}  " if short else f"{option.letter}) {option.label}"
    box = xml.tick_control(place.tag(field, option.key), option.label, ticked=ticked)
    return box, xml.run(f" {words}")


def _yes_no(place: _Place, field: Field, value: Value) -> list[Element]:
    labels = [("yes", _YES), ("no", _NO)]
    if field.not_known:
        labels.append(("not_known", NOT_KNOWN))
    given = value if isinstance(value, YesNo) else None
    chosen = dict(labels).get(given.answer, NOT_KNOWN) if given else ""
    made = [xml.paragraph(xml.list_control(place.tag(field), field.name, labels, chosen))]
    if field.detail or (given and given.detail):
        detail = given.detail if given else ""
        words = f"{field.detail}: " if field.detail else ""
        control = xml.text_control(place.tag(field, "detail"), field.detail or field.name, detail)
        made.append(xml.paragraph(xml.run(words, xml.grey()), control))
    return made


def _signature(part: Part) -> Iterator[Element]:
    """Lines to sign on, unless the part asks for the signature as a question."""
    asked = {field.label for page in part.pages for field in page.fields}
    if part.signoff is None or part.signoff.label in asked:
        return
    for label in (part.signoff.label, "Name", "Title", "Organisation"):
        yield xml.paragraph(xml.run(f"{label}:"), keep=True, after=_SIGNED_GAP)
    yield xml.paragraph(xml.run("Date:"))


def _furniture(section: Section, form: Form, marking: str, reference: str, footer: str) -> None:
    """Marking, form and public reference at the head; marking, owner and page at the foot."""
    head, foot = edges(section)
    number = WordTag(form.id, FURNITURE, 0, "reference")
    named = xml.text_control(number, "Reference number", reference, locked=True)
    head.append(_marking(form, marking))
    words = xml.run(f"{form.short_title}\tRef No: ")
    edge = WIDE if all(is_wide(part) for part in form.parts) else WIDTH
    head.append(xml.paragraph(words, named, style="Header", right_tab=edge))
    foot.append(_marking(form, marking))
    if footer:
        owner = xml.text_control(
            WordTag(form.id, FURNITURE, 0, "footer"), "Footer", footer, locked=True
        )
        foot.append(xml.paragraph(owner, style="Footer"))
    foot.append(page_number())


def _marking(form: Form, marking: str) -> Element:
    tag = WordTag(form.id, FURNITURE, 0, "marking")
    return xml.paragraph(
        xml.text_control(tag, "Marking", marking, locked=True), style="Header", centred=True
    )
