"""Files attached to a case: kept in its book, read from memory, taken out only on purpose."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mktdesk.desk import cases, papers, papers_out
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.intake import DOCX, read_referral
from mktdesk.desk.papers import Shown
from mktdesk.desk.session import Session
from mktdesk.errors import (
    AnswersRefused,
    DocumentRefused,
    ExportFailed,
    InUseElsewhere,
    PasswordNeeded,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def read_only(session: Session) -> OpenCase:
    """A case that somebody else holds."""
    first = cases.start_referral(session)
    papers.attach(first, "note.txt", b"words")
    public = first.public
    cases.close_case(first)
    handle = session.vault.open_case(public, read_only=True)
    return OpenCase(session, handle, first.toolkit, first.form, first.facts)


def test_a_file_is_kept_whole_and_says_who_brought_it(case: OpenCase) -> None:
    data = bytes(range(256)) * 5_000
    papers.attach(case, "letter.pdf", b"%PDF-" + data)
    (document,) = case.documents()
    assert papers.content(case, document) == b"%PDF-" + data
    assert (document.title, document.added_by) == ("letter.pdf", "Dana Whitlock")
    assert document.sha256 == hashlib.sha256(b"%PDF-" + data).hexdigest()
    assert document.size == len(data) + 5


def test_an_empty_file_and_a_huge_one_are_refused_and_nothing_is_kept(
    case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "LARGEST_FILE", 1_000_000)
    for data, why in ((b"", "is empty"), (b"x" * 1_000_001, "larger than 1 MB")):
        with pytest.raises(DocumentRefused, match=why):
            papers.attach(case, "video.mp4", data)
    assert case.documents() == ()


def test_the_title_changes_and_the_file_name_stays(case: OpenCase) -> None:
    document = papers.attach(case, "IMG_0412.png", PNG)
    papers.rename(case, document, "  Stair gate ")
    (renamed,) = case.documents()
    assert (renamed.title, renamed.name) == ("Stair gate", "IMG_0412.png")
    with pytest.raises(AnswersRefused, match="needs a title"):
        papers.rename(case, document, "   ")


def test_a_removed_file_can_be_put_back_whole_even_after_other_work(case: OpenCase) -> None:
    kept = papers.attach(case, "a.txt", b"first")
    other = papers.attach(case, "b.txt", b"second")
    papers.detach(case, kept)
    papers.rename(case, other, "Another")
    assert [d.title for d in case.documents()] == ["Another"]
    papers.put_back(case, kept)
    assert [(d.title, papers.content(case, d)) for d in case.documents()] == [
        ("a.txt", b"first"),
        ("Another", b"second"),
    ]
    assert case.book.verify() == []


def test_a_copy_outside_is_the_same_and_is_journaled(case: OpenCase, tmp_path: Path) -> None:
    document = papers.attach(case, "note.txt", b"words")
    papers.save_copy(case, document, tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_bytes() == b"words"
    last = case.book.history(limit=1)[0]
    assert (last.verb, last.actor) == ("export", "Dana Whitlock")


def test_what_cannot_be_saved_leaves_nothing_behind(case: OpenCase, tmp_path: Path) -> None:
    document = papers.attach(case, "note.txt", b"words")
    before = case.book.heads()
    (tmp_path / "taken").mkdir()
    for out in (tmp_path / "gone" / "copy.txt", tmp_path / "taken", Path("/proc/copy.txt")):
        with pytest.raises(ExportFailed, match="could not be saved"):
            papers.save_copy(case, document, out)
    assert case.book.heads() == before
    assert not list(tmp_path.rglob("*.part"))


def test_nothing_leaves_or_enters_a_case_that_is_open_for_reading_only(
    session: Session, tmp_path: Path
) -> None:
    case = read_only(session)
    (document,) = case.documents()
    assert papers.content(case, document) == b"words"
    with pytest.raises(InUseElsewhere):
        papers.attach(case, "b.txt", b"more")
    with pytest.raises(InUseElsewhere):
        papers.save_copy(case, document, tmp_path / "copy.txt")
    with pytest.raises(InUseElsewhere):
        papers_out.filled_form(case, tmp_path / "form.docx")
    assert not list(tmp_path.glob("*.txt"))
    assert not list(tmp_path.glob("*.docx"))
    session.vault.close_case(case.handle)


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("letter.pdf", b"%PDF-1.7", Shown.PDF),
        ("misnamed.txt", b"%PDF-1.7", Shown.PDF),
        ("photo.png", PNG, Shown.PICTURE),
        ("photo.jpeg", b"\xff\xd8\xff\xe0", Shown.PICTURE),
        ("list.csv", b"a,b", Shown.TEXT),
        ("mail.eml", b"From: a@b.example", Shown.TEXT),
        ("page.html", b"<script>alert(1)</script>", Shown.NOT),
        ("form.docx", b"PK\x03\x04", Shown.NOT),
        ("no ending", b"??", Shown.NOT),
    ],
)
def test_a_file_is_shown_as_what_it_is(
    case: OpenCase, name: str, data: bytes, shown: Shown
) -> None:
    document = papers.attach(case, name, data)
    assert papers.shown_as(document) is shown
    assert papers.goes_into_pack(document) is (shown is not Shown.NOT)


@pytest.mark.rule("R187")
@pytest.mark.rule("R188")
def test_the_blank_form_goes_out_open_and_the_filled_one_under_the_full_reference(
    case: OpenCase, tmp_path: Path
) -> None:
    papers_out.blank_form(case.session, "mkscb-2016", tmp_path / "blank.docx")
    blank = (tmp_path / "blank.docx").read_bytes()
    assert read_referral(blank, "blank.docx").lines == ()
    opens_with = papers_out.filled_form(case, tmp_path / "filled.docx")
    assert "full reference" in opens_with
    filled = (tmp_path / "filled.docx").read_bytes()
    with pytest.raises(PasswordNeeded):
        read_referral(filled, "filled.docx", password=case.public)
    read = read_referral(filled, "filled.docx", password=case.handle.reference.full)
    assert read.reference_seen == case.public
    last = case.book.history(limit=1)[0]
    assert last.verb == "export"


def test_the_form_as_it_came_is_a_word_document(case: OpenCase) -> None:
    assert papers.media_type("form.docx", b"PK\x03\x04") == DOCX
