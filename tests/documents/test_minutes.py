# ruff: noqa: RUF001 (letters of many scripts are the point)
from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest

from mktdesk.documents.minutes import MinutesPaper, minutes_pdf, minutes_word, shares
from mktdesk.documents.signatures import (
    MEANING,
    SignaturePage,
    SignedMark,
    drawn_lines,
    signature_page_pdf,
)

STROKES = json.dumps([[[100, 200], [300, 250], [500, 200]], [[700, 300]]])
MARK = SignedMark(
    "section2",
    "Chair",
    "A. Rahman",
    "Doctor",
    "ICB",
    "12/01/2027",
    "ab" * 32,
    strokes=STROKES,
    signed_at="Tue 12 Jan 2027 at 16:05",
    what="Section 2",
)
PAPER = MinutesPaper(
    body="Sub-Group",
    reference="MTG-2026-003",
    when="Tue 12 Jan 2027, 14:00",
    place="Room 2",
    status="Draft, not yet approved",
    marking="RESTRICTED",
    office_name="Example Partnership",
    made_on=date(2027, 1, 12),
    sections=(
        ("Who was there", "Name | As\nA. Rahman | chair\n# Not there\n- Ann Bell: apologies"),
        ("Item 1: SCR-2026-014", "Taken.\n\nMember | Decision\nA | b) No\nسارة | a) Yes"),
    ),
    digest="cd" * 32,
    approval=(("Approved at", "MTG-2027-001"),),
    signatures=(MARK,),
)


def pdf(paper: MinutesPaper = PAPER) -> bytes:
    return minutes_pdf(paper, progress=lambda _d, _w: None, cancelled=lambda: False)


@pytest.mark.rule("R302")
def test_minutes_are_tagged_marked_and_say_what_they_are(
    read: type, tool: Callable[..., str]
) -> None:
    seen = read(pdf())
    assert seen.loose == []
    assert [seen.words(h) for h in seen.elements("H1")] == ["Minutes: Sub-Group"]
    assert [seen.words(h) for h in seen.elements("H2")] == [
        "Who was there",
        "Item 1: SCR-2026-014",
        "Approval",
        "Signatures",
        "What these signatures say",
    ]
    assert "Draft, not yet approved. Example Partnership" in seen.furniture(0)
    cells = [seen.words(cell).strip() for cell in seen.elements("TD")]
    assert {"b) No", "MTG-2027-001", "ab" * 32} <= set(cells)
    assert "cd" * 32 in seen.said()
    with seen.pdf.open_outline() as outline:
        assert [one.title for one in outline.root] == ["Minutes"]
        assert outline.root[0].children[0].title == "Who was there"
    tool(pdf(), "qpdf", "--check", "FILE")


def test_word_holds_the_same_words() -> None:
    made = docx.Document(io.BytesIO(minutes_word(PAPER)))
    words = [one.text for one in made.paragraphs]
    for said in ("Minutes: Sub-Group", "Who was there", "Ann Bell: apologies", *MEANING):
        assert said in words
    tables = [[cell.text for cell in row.cells] for one in made.tables for row in one.rows]
    assert ["A. Rahman", "chair"] in tables
    assert ["How", "Drawn; its lines are in the PDF"] in tables
    head, foot = made.sections[0].header.paragraphs, made.sections[0].footer.paragraphs
    assert "RESTRICTED" in [one.text for one in head]
    assert "Draft, not yet approved. Example Partnership" in [one.text for one in foot]


@pytest.mark.parametrize(
    "text", ["", "|", "||||\n|", "- ", "# ", "x" * 9000, "a | b\n" * 900, "\ud800 \x00"]
)
def test_any_text_can_be_printed(text: str, read: type) -> None:
    paper = replace(PAPER, sections=(("Wild", text),))
    assert read(pdf(paper)).loose == []
    assert docx.Document(io.BytesIO(minutes_word(paper))).paragraphs


def test_columns_share_the_width_by_their_words() -> None:
    narrow, wide = shares([("No", "Action"), ("1", "word " * 80)])
    assert narrow * 4 < wide


def test_a_drawn_signature_is_lines_with_words_for_who_cannot_see_them(read: type) -> None:
    page = SignaturePage(
        "Section 2", "SCR-2026-014", "RESTRICTED", "Example", date(2027, 1, 12), (MARK,)
    )
    seen = read(signature_page_pdf(page, progress=lambda _d, _w: None, cancelled=lambda: False))
    (figure,) = seen.elements("Figure")
    assert str(figure.Alt) == "The signature that A. Rahman drew"
    stream = seen.pdf.pages[0].Contents.read_bytes()
    drawn = stream[stream.index(b"/Figure") :]
    assert drawn[: drawn.index(b"EMC")].count(b" l") == 3, "two lines and a dot"
    said = " ".join(seen.said().split())
    for words in ("A. Rahman, Chair", "12/01/2027", "Tue 12 Jan 2027 at 16:05", *MEANING):
        assert words in said


@pytest.mark.parametrize(
    "strokes",
    [
        "",
        "no",
        "[]",
        "[[]]",
        "[[[1]]]",
        '[[["a", 2]]]',
        "[[[NaN, 1]]]",
        "[" * 9000,
        "7",
        "[[1e999]]",
    ],
)
def test_strokes_that_are_none_are_no_picture(strokes: str, read: type) -> None:
    assert drawn_lines(strokes) == ()
    paper = replace(PAPER, signatures=(replace(MARK, strokes=strokes),))
    assert read(pdf(paper)).elements("Figure") == []
