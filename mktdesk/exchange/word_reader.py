"""Takes in a form that came back as a Word file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mktdesk.errors import DocumentRefused
from mktdesk.exchange.controls import OtherForm, Placed, read_controls
from mktdesk.exchange.cursor import Cursor
from mktdesk.exchange.flow import Flow
from mktdesk.exchange.gate import fetch_outline
from mktdesk.exchange.lexicon import Lexicon
from mktdesk.exchange.outline import Block, Outline, Para, Table
from mktdesk.exchange.sheet import ReadField, Sheet, Unread
from mktdesk.exchange.tables import Tables
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form

_SHARE_OF_PART = 0.45  # of one part's questions must be there, or it is another form
_FEWEST_QUESTIONS = 4


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A Word form as it was read; nothing in it is left out.

    Every word of the document is in `read`, in `unread`, in reference_seen, office_seen or
    marking_seen, or is the form's own wording. Rows have the ids "1", "2", … in the order
    they stood. source_sha256 is the hex digest of the file as it came.
    """

    form_id: str
    answers: Answers
    read: tuple[ReadField, ...]
    unread: tuple[Unread, ...]
    source_sha256: str
    reference_seen: str = ""
    office_seen: str = ""
    marking_seen: str = ""


def read_word_form(
    data: bytes,
    form: Form,
    *,
    password: str | None = None,
    timeout_s: int = 30,
    cancelled: Callable[[], bool] = lambda: False,
    command: Sequence[str] | None = None,
) -> ReadForm:
    """Read a declared form from a Word file: our own, or the form's plain tables as filled.

    The file is opened in a process that can write no file, open no socket and is stopped
    after timeout_s seconds; `command` starts it where the usual way does not do. Raises
    DocumentRefused (not Word, protected, wrong password, too large, damaged, another form)
    and Cancelled.
    """
    outline = fetch_outline(data, password, timeout_s, cancelled=cancelled, command=command)
    return match_form(outline, form, hashlib.sha256(data).hexdigest())


def read_one_of(
    data: bytes,
    forms: Sequence[Form],
    *,
    password: str | None = None,
    timeout_s: int = 30,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Form, ReadForm]:
    """Read a Word file as the first of these forms if it is that one and nothing of it is left
    over; otherwise as the one that most of it is an answer to, the first before its equals. Raises
    as `read_word_form` does for the first.
    """
    outline = fetch_outline(data, password, timeout_s, cancelled=cancelled)
    sha256 = hashlib.sha256(data).hexdigest()
    first = _if_it_is(outline, forms[0], sha256)
    if first is not None and not first.unread:
        return forms[0], first
    found = [(forms[0], first)] if first is not None else []
    found += [(form, read) for form in forms[1:] if (read := _if_it_is(outline, form, sha256))]
    if not found:
        raise _another(forms[0])
    return max(found, key=lambda one: len(one[1].read) - len(one[1].unread))


def _if_it_is(outline: Outline, form: Form, sha256: str) -> ReadForm | None:
    try:
        return match_form(outline, form, sha256)
    except DocumentRefused:
        return None


def match_form(outline: Outline, form: Form, sha256: str) -> ReadForm:
    """What an outline says in the terms of a form. Raises DocumentRefused for another form."""
    lexicon = Lexicon(form)
    sheet = Sheet(lexicon)
    try:
        ours = read_controls(_controls(outline), lexicon, sheet)
    except OtherForm as error:
        raise _another(form) from error
    cursor = Cursor(lexicon, sheet)
    flow = Flow(lexicon, sheet, cursor)
    _furniture(outline, flow)
    _body(outline.body, Tables(lexicon, sheet, cursor, flow), flow)
    flow.finish()
    for note in outline.notes:
        if note.kind not in {"footnote", "endnote"} or not lexicon.is_fixed(note.text):
            sheet.leave(note.kind, note.text)
    if not (ours or _is_this_form(sheet, lexicon)):
        raise _another(form)
    return ReadForm(
        form_id=form.id,
        answers=sheet.answers(),
        read=sheet.lines(),
        unread=tuple(dict.fromkeys(sheet.unread)),
        source_sha256=sha256,
        reference_seen=sheet.reference,
        office_seen=sheet.office,
        marking_seen=sheet.marking,
    )


def _furniture(outline: Outline, flow: Flow) -> None:
    for where, paragraphs in (("header", outline.header), ("footer", outline.footer)):
        for para in paragraphs:
            flow.furniture(para.text, where)


def _body(blocks: Iterable[Block], tables: Tables, flow: Flow) -> None:
    paragraph = table = 0
    for block in blocks:
        if isinstance(block, Table):
            table += 1
            tables.table(block, f"table {table}")
        elif block.text.strip():
            paragraph += 1
            flow.paragraph(block.text, f"paragraph {paragraph}")


def _controls(outline: Outline) -> Iterator[Placed]:
    for where, paragraphs in (("header", outline.header), ("footer", outline.footer)):
        for para in paragraphs:
            yield from (Placed(control, where) for control in para.controls)
    yield from _controls_in(outline.body, "")


def _controls_in(blocks: Iterable[Block], within: str) -> Iterator[Placed]:
    table = 0
    for block in blocks:
        if isinstance(block, Para):
            where = within or "a paragraph"
            yield from (Placed(control, where) for control in block.controls)
            continue
        table += 1
        for number, row in enumerate(block.rows, start=1):
            where = f"{within}, inner table {table}" if within else f"table {table}"
            for cell in row:
                yield from _controls_in(cell.blocks, f"{where} row {number}")


def _is_this_form(sheet: Sheet, lexicon: Lexicon) -> bool:
    """Enough of one part's questions are there; a few are common to all forms."""
    for part in lexicon.form.parts:
        asked = {slot.key for slot in lexicon.slots if slot.part is part}
        met = asked & sheet.seen
        if len(met) >= max(1, min(_FEWEST_QUESTIONS, len(asked)), _SHARE_OF_PART * len(asked)):
            return True
    return False


def _another(form: Form) -> DocumentRefused:
    return DocumentRefused(
        f"This Word file is not the form “{form.short_title}”.",
        "Look whether another file was meant; attach other documents to the case.",
    )
