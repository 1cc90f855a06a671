"""A letter as PDF and Word: everything it must bear, on every page, and nothing else."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest

from mktdesk.casework.lettering import Block, Kind, Sheet, Written
from mktdesk.documents.letter import letter_pdf, letter_word
from mktdesk.documents.protect import protect
from mktdesk.documents.protect_office import protect_office

SOFFICE = shutil.which("soffice")
WRITTEN = Written(
    "Request for information: SCR-2026-014",
    (
        Block(Kind.TEXT, ("A case has been referred to us.", "It is urgent; যোগাযোগ করুন.")),
        Block(Kind.HEADING, ("What we ask you for",)),
        Block(Kind.ITEMS, ("Additional information, by Tue 30 Dec 2025", "A chronology")),
        Block(Kind.TEXT, ("Write to office@northshire.example.",)),
    ),
)
SHEET = Sheet(
    written=WRITTEN,
    greeting="Dear colleague",
    office=("Northshire Partnership", "1 High Street", "office@northshire.example"),
    to=("Northshire Police", "Station Road"),
    made_on=date(2026, 2, 25),
    reference="SCR-2026-014",
    marking="RESTRICTED",
    signed="Marian Oyelaran",
    role="Independent Chair",
    enclosed=("Additional information form",),
    footer="MKSCB",
)
LONG = replace(
    SHEET, written=Written(WRITTEN.subject, (Block(Kind.TEXT, ("Words upon words. " * 60,) * 9),))
)


def test_the_pdf_bears_marking_reference_and_page_on_every_page(read: type) -> None:
    seen = read(letter_pdf(LONG))
    pages = len(seen.pdf.pages)
    assert pages > 1
    for number in range(pages):
        said = seen.furniture(number)
        assert said.count("RESTRICTED") == 2
        assert "Ref No: SCR-2026-014" in said
        assert f"Page {number + 1} of {pages}" in said
        assert "MKSCB" in said
    assert seen.loose == []


def test_the_pdf_is_read_in_order_by_its_tags(read: type) -> None:
    seen = read(letter_pdf(SHEET))
    assert [seen.words(one) for one in seen.elements("H1")] == [WRITTEN.subject]
    assert [seen.words(one) for one in seen.elements("H2")] == ["What we ask you for"]
    items = [seen.words(one) for one in seen.elements("LBody")]
    assert items == ["– Additional information, by Tue 30 Dec 2025", "– A chronology"]
    said = seen.said()
    order = [
        "Northshire Partnership", "Station Road", "25 February 2026",
        "Our reference: SCR-2026-014", "Request for information", "Dear colleague",
        "What we ask you for", "Yours sincerely", "Marian Oyelaran", "Independent Chair",
        "Enclosed: Additional information form",
    ]  # fmt: skip
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert len(seen.pdf.pages) == 1
    assert str(seen.pdf.docinfo.Title) == f"SCR-2026-014: {WRITTEN.subject}"


def test_a_signature_never_stands_alone_on_its_page(read: type) -> None:
    for count in range(28, 44):
        short = Block(Kind.TEXT, ("One line.",) * count)
        seen = read(letter_pdf(replace(SHEET, written=Written("Subject", (short,)))))
        last = seen.said(len(seen.pdf.pages) - 1)
        assert "One line." in last
        assert "Marian Oyelaran" in last
        assert "Yours sincerely" in last


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert letter_pdf(SHEET) == letter_pdf(SHEET)
    assert letter_word(SHEET) == letter_word(SHEET)


def test_the_word_file_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(letter_word(SHEET))
    document = docx.Document(str(path))
    lines = [one.text for one in document.paragraphs if one.text]
    assert lines == [
        "Northshire Partnership", "1 High Street", "office@northshire.example",
        "Northshire Police", "Station Road", "25 February 2026", "Our reference: SCR-2026-014",
        WRITTEN.subject, "Dear colleague", "A case has been referred to us.",
        "It is urgent; যোগাযোগ করুন.", "What we ask you for",
        "Additional information, by Tue 30 Dec 2025", "A chronology",
        "Write to office@northshire.example.", "Yours sincerely",
        "Marian Oyelaran\nIndependent Chair", "Enclosed: Additional information form",
    ]  # fmt: skip
    styles = {one.text: one.style.name for one in document.paragraphs if one.style}
    assert styles[WRITTEN.subject] == "Heading 1"
    assert styles["What we ask you for"] == "Heading 2"
    assert styles["A chronology"] == "List Bullet"
    section = document.sections[0]
    head = "\n".join(one.text for one in section.header.paragraphs)
    foot = "\n".join(one.text for one in section.footer.paragraphs)
    assert "RESTRICTED" in head
    assert "Ref No: SCR-2026-014" in head
    assert "RESTRICTED" in foot
    assert "MKSCB" in foot
    assert "NUMPAGES" in zipfile.ZipFile(path).read("word/footer1.xml").decode()
    core = document.core_properties
    assert (core.title, core.author, core.language) == (WRITTEN.subject, "", "en-GB")


def test_without_a_name_the_role_signs_and_without_either_the_office(read: type) -> None:
    by_role = replace(SHEET, signed="", enclosed=())
    assert read(letter_pdf(by_role)).said().rstrip().endswith("Independent Chair")
    by_office = replace(by_role, role="")
    assert read(letter_pdf(by_office)).said().rstrip().endswith("Northshire Partnership")
    last = docx.Document(io.BytesIO(letter_word(by_office))).paragraphs[-1]
    assert last.text == "Northshire Partnership"


def test_protected_it_opens_with_the_reference_alone() -> None:
    full = "SCR-2026-014-7K3M-PQ8Z-T4M0-XR2K"
    locked = protect(letter_pdf(SHEET), full)
    for wrong in ("", "SCR-2026-014"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(locked), password=wrong)
    with pikepdf.open(io.BytesIO(locked), password=full) as opened:
        assert opened.encryption.R == 6
    word = protect_office(letter_word(SHEET), full)
    assert b"office@northshire" not in word
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(word))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_an_office_program_shows_it_on_one_page(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(letter_word(SHEET))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir"]
    done = subprocess.run(
        [*command, str(tmp_path), str(path)], capture_output=True, timeout=90, check=False
    )
    assert done.returncode == 0
    with pikepdf.open(tmp_path / "letter.pdf") as made:
        assert len(made.pages) == 1
