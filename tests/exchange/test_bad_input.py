"""Whatever comes through the door gives a form or a refusal in plain words, never a crash."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import msoffcrypto
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktdesk.errors import Cancelled, DocumentRefused
from mktdesk.exchange import child, read_word_form
from mktdesk.exchange.outline import LARGEST_FILE, MOST_BLOCKS
from mktdesk.exchange.word_reader import match_form
from mktdesk.toolkits import load

REFERRALS = Path(__file__).parent.parent / "data" / "referrals"
GOOD = (REFERRALS / "Referral form SCR-2026-014 Wronski.docx").read_bytes()
DOCUMENT = "word/document.xml"
FORM = load("mkscb-2016").forms["referral"]
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9))
    + b"]><d>&j;</d>"
)
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'


def refused(data: bytes, password: str | None = None) -> str:
    with pytest.raises(DocumentRefused) as error:
        read_word_form(data, FORM, password=password)
    assert error.value.do
    return error.value.what


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("GP additional info.doc", "old Word format"),
        ("OVH action plan.xls", "old Excel format (.xls)"),
        ("Haven contact notes.odt", "not a Word document"),
        ("NAS response SCR-2026-014.pdf", "PDF"),
        ("OVH action plan.xlsx", "not a Word document"),
        ("CSC additional information.docx", "not the form"),
        ("CSC chronology SCR-2026-014.docx", "not the form"),
        ("SAR referral - D Harkaway.docx", "not the form"),
        ("Police notification to CSP 28.10.25.docx", "not the form"),
        ("Police chron SCR-2026-014 (password separately).docx", "protected with a password"),
        ("Referral form SCR-2026-014 Wronski.docx.json", "not a Word document"),
    ],
)
def test_other_files_that_agencies_send(name, said) -> None:
    assert said in refused((REFERRALS / name).read_bytes())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, "damaged"),
        (b"{\\rtf1 hello}", "not a Word document"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (b"x" * (LARGEST_FILE + 1), "larger than 25 MB"),
        (b"PK\x03\x04" + bytes(30_000_000), "larger than 25 MB"),
    ],
    ids=["empty", "head", "ole", "rtf", "half", "large", "30 MB"],
)
def test_what_is_no_word_file(data, said) -> None:
    assert said in refused(data)


def test_an_empty_document_is_not_the_form(paper) -> None:
    assert "not the form" in refused(paper.data())


def encrypted(password: str) -> bytes:
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(GOOD)).encrypt(password, out)
    return out.getvalue()


def test_a_protected_form_wants_its_password() -> None:
    data = encrypted("SCR-2026-014")
    assert "protected with a password" in refused(data)
    assert "does not open" in refused(data, "SCR-2026-041")
    assert "SCR-2026-041" not in refused(data, "SCR-2026-041")
    read = read_word_form(data, FORM, password="SCR-2026-014")
    assert read.answers.get("referred") == "Jakub Wroński and Oliwia Wrońska"


def test_the_older_protection_opens_too() -> None:
    name = "Police chron SCR-2026-014 (password separately).docx"
    data = (REFERRALS / name).read_bytes()
    assert "not the form" in refused(data, "SCR-2026-014")  # it opened, and is a chronology


def test_a_password_for_a_file_without_one_does_no_harm() -> None:
    read = read_word_form(GOOD, FORM, password="whatever")
    assert read.answers.get("referred") == "Jakub Wroński and Oliwia Wrońska"


def test_a_zip_bomb_is_refused(edited) -> None:
    many = b"<w:document>" + b" " * 60_000_000
    data = edited(GOOD, {})
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, many if name == DOCUMENT else old.read(name))
    assert len(out.getvalue()) < 2_000_000
    assert "far more than a form" in refused(out.getvalue())


@pytest.mark.parametrize("part", [DOCUMENT, "word/styles.xml", "_rels/.rels", "word/header1.xml"])
@pytest.mark.parametrize("bad", [BOMB, OUTSIDE, b"", b"<w:broken", b"\xff\xfe"], ids=str)
def test_xml_with_tricks_is_refused(edited, part, bad) -> None:
    assert "damaged" in refused(edited(GOOD, {part: bad}))


def test_an_outside_entity_is_never_fetched(edited, tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Name of Child: the secret")
    trick = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    assert "secret" not in refused(edited(GOOD, {DOCUMENT: trick.encode()}))


def test_a_document_far_too_long_is_no_form(edited) -> None:
    many = b"<w:p/>" * (MOST_BLOCKS + 1)
    data = edited(GOOD, {DOCUMENT: lambda old: old.replace(b"<w:body>", b"<w:body>" + many)})
    assert "far longer than a form" in refused(data)


def test_a_document_nested_too_deep_is_refused(edited) -> None:
    deep = b"<w:ins>" * 200 + b"</w:ins>" * 200
    data = edited(
        GOOD, {DOCUMENT: lambda old: old.replace(b"<w:body>", b"<w:body><w:p>" + deep + b"</w:p>")}
    )
    assert "damaged" in refused(data)


def test_macros_are_told_and_not_run(edited) -> None:
    def macro_kind(old: bytes) -> bytes:
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        assert plain in old
        return old.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")

    changes = {"[Content_Types].xml": macro_kind, "word/vbaProject.bin": b"Sub AutoOpen()"}
    read = read_word_form(edited(GOOD, changes), FORM)
    assert [one.where for one in read.unread] == ["macros"]
    assert len(read.answers.table("subject")) == 2


def test_time_runs_out() -> None:
    with pytest.raises(DocumentRefused, match="too long"):
        read_word_form(
            GOOD, FORM, timeout_s=1, command=("sleep", "60")
        )  # fmt: skip


def test_the_person_can_cancel() -> None:
    with pytest.raises(Cancelled):
        read_word_form(GOOD, FORM, command=("sleep", "60"), cancelled=lambda: True)


def test_a_child_that_falls_over_is_a_damaged_file() -> None:
    with pytest.raises(DocumentRefused, match="damaged"):
        read_word_form(GOOD, FORM, command=("false",))


def shaken(data: bytes, seed: int, flips: int) -> bytes:
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(flips):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def survives(data: bytes, password: str = "") -> None:
    """Reads as the child does, but in this process: any other exception fails the test."""
    reply = child.answer(data, password)
    if reply.outline is None:
        assert reply.refused
        return
    with suppress(DocumentRefused):
        match_form(reply.outline, FORM, "")


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_flipped_bits_in_the_file(seed, flips) -> None:
    survives(shaken(GOOD, seed, flips))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_flipped_bits_in_the_document_itself(edited, seed, flips) -> None:
    survives(edited(GOOD, {DOCUMENT: lambda old: shaken(old, seed, flips)}))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_flipped_bits_in_a_protected_file(seed, flips) -> None:
    survives(shaken(PROTECTED, seed, flips), "SCR-2026-014")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"]))
def test_noise(data, head) -> None:
    survives(head + data)


PROTECTED = encrypted("SCR-2026-014")
