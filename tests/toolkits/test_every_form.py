"""A declaration proves itself: every declared form is checked, printed, sent out and read back.

Its pages on the screen are proved in tests/ui over the same list.
"""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktdesk import toolkits
from mktdesk.documents.pack import PackRequest, build_pack
from mktdesk.documents.word_form import blank_or_filled
from mktdesk.exchange import read_word_form
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.check import problems, progress
from mktdesk.forms.digest import part_digest
from mktdesk.forms.flow import is_asked, places, title
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Field, FieldKind, Form
from mktdesk.forms.values import DateAnswer, Value, YesNo, from_json, is_blank, to_json
from mktdesk.forms.words import words

FORMS = [
    pytest.param(form, id=f"{toolkit}-{form.id}")
    for toolkit in toolkits.supplied()
    for form in toolkits.load(toolkit).forms.values()
]


def answer_to(field: Field, number: int) -> Value:
    """An answer of the field's kind."""
    match field.kind:
        case FieldKind.DATE:
            variant = field.options[0].key if field.options else ""
            iso = f"2026-10-{number % 27 + 1:02d}"
            day = date.fromisoformat(iso)
            return DateAnswer(f"{day:%d/%m/%Y}", iso, iso, "day", variant=variant)
        case FieldKind.YES_NO:
            return YesNo("yes", f"Detail {number}")
        case FieldKind.CHOICE:
            return field.options[number % len(field.options)].key
        case FieldKind.OPTIONS:
            return (field.options[number % len(field.options)].key,)
        case _:
            return f"{field.id} {number}"


def filled(form: Form, rows: int = 2) -> Answers:
    """Every question that is asked answered, two rows in every table."""
    single: dict[str, Value] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    for record, fields in scopes_of(form).items():
        if record == form.record:
            single = {field.id: answer_to(field, n) for n, field in enumerate(fields)}
        else:
            tables[record] = tuple(
                Row(f"{record}{r}", {f.id: answer_to(f, n + r) for n, f in enumerate(fields)})
                for r in range(rows)
            )
    answers = Answers(single, tables)
    for record, fields in scopes_of(form).items():
        for field in fields:
            if record == form.record and not is_asked(form, answers, None, field):
                answers = answers.with_single(field.id, None)
            elif record != form.record:
                kept = [
                    row
                    if is_asked(form, answers, row, field)
                    else Row(row.id, {k: v for k, v in row.values.items() if k != field.id})
                    for row in answers.table(record)
                ]
                answers = answers.with_rows(record, kept)
    return answers


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_and_a_full_form_are_checked(form: Form) -> None:
    empty, full = Answers(), filled(form)
    for part in form.parts:
        assert not progress(form, empty, part.id).started
        assert progress(form, full, part.id).started
        missing = {p.field_id for p in problems(form, full, part.id) if "Fill in" in p.message}
        assert not missing
        assert part_digest(form, empty, part.id) != part_digest(form, full, part.id)


@pytest.mark.parametrize("form", FORMS)
def test_every_page_has_a_title_and_every_answer_has_words(form: Form) -> None:
    full = filled(form)
    for place in places(form, full):
        assert title(form, full, place)
    for record, fields in scopes_of(form).items():
        for field in fields:
            values = (
                [full.get(field.id)]
                if record == form.record
                else [row.get(field.id) for row in full.table(record)]
            )
            for value in values:
                assert bool(words(field, value)) is not is_blank(value)
                assert from_json(to_json(value)) == value


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("full", [False, True])
def test_every_form_prints(form: Form, full: bool) -> None:
    request = PackRequest(
        form=form,
        answers=filled(form) if full else Answers(),
        parts=tuple(part.id for part in form.parts),
        marking="RESTRICTED",
        reference_public="ABC-2026-001",
        title="Test",
        office_name="Office",
        recipient="Nobody",
        copy_number="1",
        made_on=date(2026, 11, 21),
    )
    pdf = build_pack(request, progress=lambda _f, _w: None, cancelled=lambda: False)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) >= 3


@pytest.mark.parametrize("form", FORMS)
def test_every_form_goes_out_as_word_and_comes_back_the_same(form: Form) -> None:
    full = filled(form)
    sent = blank_or_filled(form, full, marking="RESTRICTED", reference_public="ABC-2026-001")
    back = read_word_form(sent, form)
    assert back.unread == ()
    assert dict(back.answers.single) == {
        key: value for key, value in full.single.items() if not is_blank(value)
    }
    for record in scopes_of(form):
        if record != form.record:
            sent_rows = [dict(row.values) for row in full.table(record)]
            read_rows = [dict(row.values) for row in back.answers.table(record)]
            assert read_rows == sent_rows


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_checks_never_fall_over_whatever_is_answered(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([param.values[0] for param in FORMS]))
    assert isinstance(form, Form)
    single: dict[str, Value] = {}
    for field in scopes_of(form)[form.record]:
        if data.draw(st.booleans()):
            single[field.id] = answer_to(field, data.draw(st.integers(0, 40)))
    answers = Answers(single, filled(form, rows=1).rows)
    for problem in problems(form, answers):
        assert problem.message
        assert problem.place in places(form, answers)
    for part in form.parts:
        so_far = progress(form, answers, part.id)
        assert so_far.answered <= so_far.wanted
        assert so_far.complete is not any(
            p.level == "error" for p in problems(form, answers, part.id)
        )
