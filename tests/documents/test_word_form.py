"""Our own Word form goes out and comes back with exactly the same answers."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from mktdesk.dates import read_date, says_not_known
from mktdesk.documents.protect_office import protect_office
from mktdesk.documents.turning import is_wide
from mktdesk.documents.word_form import blank_or_filled
from mktdesk.documents.word_xml import NAMES
from mktdesk.errors import DocumentRefused, ExportFailed
from mktdesk.exchange import read_word_form
from mktdesk.exchange.walk import read_outline
from mktdesk.exchange.word_reader import match_form
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Field, FieldKind, Form
from mktdesk.forms.values import DateAnswer, NotKnown, Value, YesNo
from mktdesk.forms.word_tags import LONGEST, PLACEHOLDER, WordTag, parse_tag
from mktdesk.toolkits import load, supplied

FORM = load("mkscb-2016").forms["referral"]
FORMS = [form for name in supplied() for form in load(name).forms.values()]
SOFFICE = shutil.which("soffice")


def shapes_of(form: Form) -> set[object]:
    """The kinds of question that a form has, and where each kind stands in it."""
    pages = {page.repeat.record for _, page in form.pages() if page.repeat}
    return {
        (
            "single" if record == form.record else "page" if record in pages else "row",
            field.kind,
            field.not_known,
            field.detail_after if field.detail else (),
            any(option.excludes for option in field.options),
            field.kind is FieldKind.DATE and bool(field.options),
        )
        for record, fields in scopes_of(form).items()
        for field in fields
    }


def of_every_shape(forms: list[Form]) -> list[Form]:
    """As few of the forms as have, together, every kind of question in every place."""
    left, chosen = set().union(*map(shapes_of, forms)), []
    while left:
        chosen.append(max(forms, key=lambda form: len(shapes_of(form) & left)))
        left -= shapes_of(chosen[-1])
    return chosen


SHAPES = of_every_shape(FORMS)
WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
    | st.sampled_from("\n\t –’“শوń"),
    min_size=1,
    max_size=60,
)


def text_for(field: Field) -> st.SearchStrategy[Value]:
    said = WORDS.filter(lambda text: text.strip() not in {"", PLACEHOLDER})
    return said.filter(lambda text: not (field.not_known and says_not_known(text)))


def date_answer(text: str, variant: str = "") -> DateAnswer:
    read = read_date(text)
    earliest = read.earliest.isoformat() if read.earliest else ""
    latest = read.latest.isoformat() if read.latest else ""
    return DateAnswer(text, earliest, latest, read.precision, read.time, read.doubt, variant)


def dates_for(field: Field) -> st.SearchStrategy[Value]:
    written = st.sampled_from(
        ["1989 (day not known)", "31/02/2016", "12th February 2026", "mid-May 2024", "about 2011"]
    ) | st.dates(date(1930, 1, 1), date(2040, 1, 1)).map(lambda day: f"{day:%d/%m/%Y} 19.31 hours")
    variants = st.sampled_from(["", *(option.key for option in field.options)])
    return st.builds(date_answer, written, variants)


def answer_for(field: Field) -> st.SearchStrategy[Value]:
    keys = [option.key for option in field.options]
    match field.kind:
        case FieldKind.DATE:
            found = dates_for(field)
        case FieldKind.CHOICE:
            found = st.sampled_from(keys)
        case FieldKind.OPTIONS:
            found = st.sets(st.sampled_from(keys), min_size=1).map(
                lambda chosen: tuple(key for key in keys if key in chosen)
            )
        case FieldKind.YES_NO:
            given_answers = ["yes", "no", "not_known"] if field.not_known else ["yes", "no"]
            found = st.builds(YesNo, st.sampled_from(given_answers), text_for(field) | st.just(""))
        case _:
            found = text_for(field)
    if field.not_known and field.kind is not FieldKind.YES_NO:
        found = found | st.just(NotKnown())
    return found


@st.composite
def filled(draw: st.DrawFn, form: Form) -> Answers:
    single: dict[str, Value] = {}
    rows: dict[str, tuple[Row, ...]] = {}
    for record, fields in scopes_of(form).items():
        if record == form.record:
            for field in draw(st.lists(st.sampled_from(fields), unique_by=lambda f: f.id)):
                single[field.id] = draw(answer_for(field))
            continue
        made = []
        for number in range(1, draw(st.integers(0, 3)) + 1):
            some = draw(st.lists(st.sampled_from(fields), min_size=1, unique_by=lambda f: f.id))
            values = {field.id: draw(answer_for(field)) for field in some}
            made.append(Row(str(number), MappingProxyType(values)))
        if made:
            rows[record] = tuple(made)
    return Answers(MappingProxyType(single), MappingProxyType(rows))


def made(form: Form, answers: Answers | None) -> bytes:
    return blank_or_filled(
        form,
        answers,
        marking="RESTRICTED",
        reference_public="SCR-2026-014",
        office_lines=("The Partnership Office", "1 Example Road"),
    )


def as_read(answers: Answers) -> dict[str, object]:
    """The answers without the rows' ids."""
    rows = {
        record: [dict(row.values) for row in table]
        for record, table in answers.rows.items()
        if table
    }
    return {"single": dict(answers.single), "rows": rows}


@cache
def blank(form: Form) -> bytes:
    return made(form, None)


@pytest.mark.parametrize("form", FORMS, ids=[f"{form.edition}-{form.id}" for form in FORMS])
def test_every_declared_form_comes_back_blank(form) -> None:
    read = read_word_form(blank(form), form)
    assert read.read == ()
    assert read.unread == ()
    assert read.reference_seen == "SCR-2026-014"
    assert read.office_seen == "The Partnership Office\n1 Example Road"
    assert read.marking_seen == "RESTRICTED"


# Every question of every form comes back, once, in tests/toolkits/test_every_form.py.
@pytest.mark.parametrize(
    "form",
    [pytest.param(f, marks=[] if f in SHAPES else pytest.mark.long) for f in FORMS],
    ids=[f"{form.edition}-{form.id}" for form in FORMS],
)
def test_every_answer_comes_back_exactly(form) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(filled(form))
    def comes_back(answers: Answers) -> None:
        outline = read_outline(made(form, answers), "")
        read = match_form(outline, form, "")
        assert as_read(read.answers) == as_read(answers)
        assert read.unread == ()

    comes_back()


def test_words_typed_beside_the_boxes_are_not_lost() -> None:
    data = made(FORM, None)
    extra = b"<w:body><w:p><w:r><w:t>See also the letter of 3 March</w:t></w:r></w:p>"
    read = read_word_form(replaced(data, "word/document.xml", b"<w:body>", extra), FORM)
    assert [one.text for one in read.unread] == ["See also the letter of 3 March"]


def test_a_row_added_in_word_is_a_row_of_its_own() -> None:
    rows = (
        Row("1", {"agency": "Police", "reason": "Current"}),
        Row("2", {"agency": "Probation"}),
    )
    data = made(FORM, Answers(rows={"agency": rows}))
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    tag = next(
        t for t in root.iter(f"{w}tag") if t.get(f"{w}val") == "mkt/referral/agency/1/agency"
    )
    row = next(e for e in tag.iterancestors() if e.tag == f"{w}tr")
    item = next(e for e in row.iterancestors() if e.tag == f"{w}sdt")
    copy = etree.fromstring(etree.tostring(item))  # Word copies the tags too
    for words in copy.iter(f"{w}t"):
        words.text = "Ambulance" if words.text == "Police" else words.text
    item.addnext(copy)
    read = read_word_form(with_part(data, "word/document.xml", etree.tostring(root)), FORM)
    assert [row.get("agency") for row in read.answers.table("agency")] == [
        "Police",
        "Ambulance",
        "Probation",
    ]


def test_another_declared_form_is_refused() -> None:
    data = made(FORM, None)
    body = part_of(data, "word/document.xml").replace(b"mkt/referral/", b"mkt/other/")
    renamed = with_part(data, "word/document.xml", body)
    with pytest.raises(DocumentRefused, match="not the form"):
        read_word_form(renamed, FORM)


def test_the_same_form_gives_the_same_bytes() -> None:
    assert made(FORM, None) == made(FORM, None)


def test_letters_that_xml_cannot_hold_show_and_do_no_harm() -> None:
    answers = Answers({"circumstances": "bell\x07 and null\x00"})
    read = read_word_form(made(FORM, answers), FORM)
    assert read.answers.get("circumstances") == "bell\ufffd and null\ufffd"


def test_a_text_of_a_megabyte_comes_back() -> None:
    text = "Long ago, and far away. " * 44_000
    read = read_word_form(made(FORM, Answers({"circumstances": text})), FORM)
    assert read.answers.get("circumstances") == text


@pytest.mark.parametrize("form", FORMS, ids=[f"{form.edition}-{form.id}" for form in FORMS])
def test_tags_fit_word_and_say_which_answer(form) -> None:
    for record, fields in scopes_of(form).items():
        for field in fields:
            for piece in ("", "variant", "detail"):
                tag = WordTag(form.id, record, 99, field.id, piece)
                assert len(str(tag)) <= LONGEST
                assert parse_tag(str(tag)) == tag


def test_a_tag_too_long_for_word_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="shorter id"):
        str(WordTag("f" * 40, "record", 1, "f" * 30))


@pytest.mark.rule("R350")
def test_the_marking_stands_at_the_head_and_foot() -> None:
    data = made(FORM, None)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    furniture = [name for name in names if name.startswith(("word/header", "word/footer"))]
    assert len(furniture) == 2
    assert all(b"RESTRICTED" in part_of(data, name) for name in furniture)


def test_a_protected_form_opens_with_its_password_alone() -> None:
    data = made(FORM, Answers({"referred": "Mara Voss"}))
    protected = protect_office(data, "SCR-2026-014-7K3M")
    assert b"Voss" not in protected
    read = read_word_form(protected, FORM, password="SCR-2026-014-7K3M")
    assert read.answers.get("referred") == "Mara Voss"
    with pytest.raises(DocumentRefused, match="password does not open"):
        read_word_form(protected, FORM, password="SCR-2026-014-7K3N")
    with pytest.raises(DocumentRefused, match="protected with a password"):
        read_word_form(protected, FORM)


@pytest.mark.parametrize("password", ["", "x" * 256])
def test_a_password_that_word_cannot_take_is_refused(password) -> None:
    with pytest.raises(ExportFailed):
        protect_office(b"", password)


def document_of(data: bytes, part: str = "document") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(f"word/{part}.xml"))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_label_and_the_last_line_to_sign_on_are_never_left_alone(form) -> None:
    body = document_of(blank(form))
    for row in body.iterfind(".//w:tr", NAMES):
        box = row.getnext()
        if box is not None and box.find("w:trPr/w:trHeight", NAMES) is not None:
            above = row.findall("w:tc/w:p", NAMES)
            assert above
            assert all(p.find("w:pPr/w:keepNext", NAMES) is not None for p in above)
    for end in body.iterfind("w:body/w:p[w:r]", NAMES):
        before = end.getprevious()
        if "".join(end.itertext()) == "Date:":
            assert before is not None
            assert "".join(before.itertext()) == "Organisation:"
            assert before.find("w:pPr/w:keepNext", NAMES) is not None


def test_the_reference_stands_at_the_right_edge() -> None:
    tabs = [
        (tab.get(f"{{{NAMES['w']}}}val"), tab.get(f"{{{NAMES['w']}}}pos"))
        for tab in document_of(made(FORM, None), "header1").iterfind(".//w:tab[@w:pos]", NAMES)
    ]
    assert tabs == [("clear", "4680"), ("clear", "9360"), ("right", "9638")]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_columns_fill_the_page_and_hold_the_words_of_their_labels(form) -> None:
    for table in document_of(blank(form)).iterfind(".//w:tbl", NAMES):
        widths = [
            int(column.get(f"{{{NAMES['w']}}}w", "0"))
            for column in table.iterfind("w:tblGrid/w:gridCol", NAMES)
        ]
        column = 14570 if any(is_wide(part) for part in form.parts) else 9638
        assert column - len(widths) < sum(widths) <= column
        head = table.find("w:tr[1]", NAMES)
        if head is not None and head.find("w:trPr/w:tblHeader", NAMES) is not None:
            for width, cell in zip(widths, head.findall("w:tc", NAMES), strict=True):
                words = "".join(cell.itertext()).replace("/", "/ ").split()
                assert width >= 120 * max(map(len, words)) + 216, words


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_the_form_survives_libreoffice(tmp_path) -> None:
    answers = Answers(
        {
            "referred": "Mara and Ivo Voss",
            "referrer_contact": "1 Example Road\nOuseford\n01632 960000",
            "options": ("b", "e"),
            "recommended": "not_recommended",
            "chair_view": "agree",
            "legal_advice": YesNo("yes", "From the council's solicitor, 3 March"),
            "date_of_referral": date_answer("12th February 2026"),
            "incident": "First paragraph.\nSecond paragraph: with a colon.",
        },
        {
            "subject": (
                Row("1", {"name": "Mara Voss", "disability": NotKnown(),
                          "incident_date": date_answer("7 February 2026", "serious_incident"),
                          "coroner": YesNo("no")}),
                Row("2", {"name": "Ivo Voss",
                          "date_of_birth": date_answer("1989 (day not known)")}),
            ),
            "family_member": (Row("1", {"name": "Rafiq Hossain (রফিক হোসেন)"}),
                              Row("2", {"name": "Youssef Al-Masri (يوسف المصري)"})),
            "panel_member": (Row("1", {"name": "A Chair", "participation": "decided",
                                       "decision": ("b",), "reason": "As the panel."}),),
        },
    )  # fmt: skip
    (tmp_path / "in").mkdir()
    form = tmp_path / "in" / "form.docx"
    form.write_bytes(made(FORM, answers))
    command = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
               "--convert-to", "docx", "--outdir", str(tmp_path), str(form)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    read = read_word_form((tmp_path / "form.docx").read_bytes(), FORM)
    assert as_read(read.answers) == as_read(answers)


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return out.getvalue()


def replaced(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    before, found, after = part_of(data, name).rpartition(old)
    assert found
    return with_part(data, name, before + new + after)


@pytest.mark.parametrize(
    ("name", "wide"),
    [("chronology", [True]), ("action_plan", [True]), ("additional_information", [False])],
)
def test_a_form_with_a_wide_table_stands_on_its_side(name: str, wide: list[bool]) -> None:
    form = load("mkscb-2016").forms[name]
    sizes = [
        (int(size.get(f"{{{NAMES['w']}}}w", "0")), int(size.get(f"{{{NAMES['w']}}}h", "0")))
        for size in document_of(blank(form)).iterfind(".//w:sectPr/w:pgSz", NAMES)
    ]
    assert [width > height for width, height in sizes] == wide


def test_the_page_turns_where_a_part_is_wide_and_the_head_stays() -> None:
    upright = load("mkscb-2016").forms["additional_information"]
    wide = load("mkscb-2016").forms["chronology"]
    both = replace(upright, parts=(*upright.parts, *wide.parts, *upright.parts))
    document = document_of(blank(both))
    sections = document.findall(".//w:sectPr", NAMES)
    sizes = [size for one in sections for size in one.iterfind("w:pgSz", NAMES)]
    turned = [size.get(f"{{{NAMES['w']}}}orient") for size in sizes]
    assert turned == ["portrait", "landscape", "portrait"]
    assert all(one.find("w:headerReference", NAMES) is not None for one in sections)
