"""The case pack: protected, whole or not at all, and journaled with its SHA-256."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest

from mktdesk import resources
from mktdesk.book import Change
from mktdesk.desk import cases, packs, papers
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.intake import Intake, accept, read_referral
from mktdesk.desk.packs import PackChoice
from mktdesk.desk.session import Session
from mktdesk.desk.settings import change_settings, settings
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, Cancelled, ExportFailed, InUseElsewhere, VaultUnwritable

NAME = "child-referral.docx"
ALL = PackChoice(("section1", "section2", "section3"))
SHORT = PackChoice(("section3",))


class Stopping:
    """Somebody who presses Cancel once the work has come so far."""

    def __init__(self, at: float) -> None:
        self._at, self._so_far = at, 0.0

    def report(self, fraction: float, words: str) -> None:
        assert words
        assert fraction >= self._so_far
        self._so_far = fraction

    def cancelled(self) -> bool:
        return self._so_far >= self._at


@pytest.fixture(scope="module")
def read() -> Intake:
    return read_referral((resources.folder("demo") / NAME).read_bytes(), NAME)


@pytest.fixture
def referral(session: Session, read: Intake) -> Iterator[OpenCase]:
    case = accept(session, read)
    yield case
    cases.close_case(case)


def opens(data: bytes, password: str) -> bool:
    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            return len(pdf.pages) > 0
    except pikepdf.PasswordError:
        return False


def text(data: bytes, password: str) -> str:
    command = ["pdftotext", "-upw", password, "-", "-"]
    if not shutil.which(command[0]):
        pytest.skip("poppler's pdftotext is not installed")
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.rule("R188")
def test_the_pack_opens_with_the_full_reference_and_with_nothing_else(
    referral: OpenCase, tmp_path: Path
) -> None:
    out = tmp_path / packs.file_name(referral, ALL)
    made = packs.make_pack(referral, ALL, out, Silent())
    data = out.read_bytes()
    reference = referral.handle.reference
    assert opens(data, reference.full)
    for wrong in ("", referral.public, reference.seal, reference.full.lower(), "SCR-2026-014"):
        assert not opens(data, wrong), wrong
    assert made.opens_with == "the full reference, as the slip shows it"
    assert out.name == "SCR-2026-001 case pack copy 1.pdf"
    for name in (b"Wro\xc5\x84ski", b"Jakub", b"RESTRICTED", reference.seal.encode()):
        assert name not in data


def test_qpdf_finds_no_fault_in_it_with_the_password_and_refuses_without(
    case: OpenCase, tmp_path: Path
) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")
    out = tmp_path / "pack.pdf"
    packs.make_pack(case, SHORT, out, Silent())
    password = f"--password={case.handle.reference.full}"
    good = subprocess.run(
        ["qpdf", "--check", password, out], capture_output=True, check=False, text=True
    )
    assert good.returncode == 0, good.stderr
    assert "R = 6" in good.stdout
    bad = subprocess.run(["qpdf", "--check", out], capture_output=True, check=False)
    assert bad.returncode != 0


def test_the_journal_keeps_the_files_own_digest_and_never_the_password(
    case: OpenCase, tmp_path: Path
) -> None:
    out = tmp_path / "pack.pdf"
    choice = dataclasses.replace(SHORT, recipient="Ruth Tolland", copy_number="7")
    made = packs.make_pack(case, choice, out, Silent())
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    (kept,) = case.packs()
    assert kept.sha256 == made.sha256 == digest
    assert (kept.recipient, kept.copy_number, kept.pages) == ("Ruth Tolland", "7", made.pages)
    last = case.book.history(limit=1)[0]
    assert last.verb == "export"
    assert case.handle.reference.seal not in repr(case.book.history(limit=20))


def test_names_are_printed_in_their_own_scripts(referral: OpenCase, tmp_path: Path) -> None:
    out = tmp_path / "pack.pdf"
    packs.make_pack(referral, ALL, out, Silent())
    said = text(out.read_bytes(), referral.handle.reference.full)
    family = [str(r.get("name")) for r in referral.answers().table("family_member")]
    foreign = [name[name.index("(") + 1 : -1] for name in family if not _latin(name)]
    assert len(foreign) == 3  # two in Bengali, one in Arabic
    for name in (*foreign, "Wroński", "Wrońska"):
        assert all(word in said for word in name.split()), name


def _latin(name: str) -> bool:
    return all(ord(letter) < 0x0500 or ord(letter) > 0x2000 for letter in name)


@pytest.mark.rule("C23")
def test_a_password_of_ones_own_opens_it_instead(case: OpenCase, tmp_path: Path) -> None:
    own = "brass-lantern-otter"
    made = packs.make_pack(
        case, dataclasses.replace(SHORT, passphrase=own), tmp_path / "pack.pdf", Silent()
    )
    data = made.path.read_bytes()
    assert opens(data, own)
    assert not opens(data, case.handle.reference.full)
    assert made.opens_with == "the password you typed"
    assert own not in repr(case.packs())


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaa", "password1234", "SCR-2026-001"])
def test_a_weak_password_makes_no_pack(case: OpenCase, tmp_path: Path, weak: str) -> None:
    choice = dataclasses.replace(SHORT, passphrase=weak)
    with pytest.raises(AnswersRefused, match="password is too"):
        packs.make_pack(case, choice, tmp_path / "pack.pdf", Silent())
    assert not (tmp_path / "pack.pdf").exists()
    assert case.packs() == ()


@pytest.mark.rule("C23")
def test_the_office_may_choose_the_public_part_and_the_pack_says_so(
    case: OpenCase, tmp_path: Path
) -> None:
    session = case.session
    public = dataclasses.replace(settings(session), pack_key="public")
    change_settings(session, public, reason="The board decided so on 3 March")
    made = packs.make_pack(case, SHORT, tmp_path / "pack.pdf", Silent())
    assert opens(made.path.read_bytes(), case.public)
    assert made.opens_with == "the public part of the reference"
    (kept,) = case.packs()
    assert kept.password_is == made.opens_with


@pytest.mark.parametrize("at", [0.0, 0.3, 0.95, 1.0])
def test_cancelling_leaves_no_file_and_no_word_of_one(
    referral: OpenCase, tmp_path: Path, at: float
) -> None:
    before = referral.book.heads()
    with pytest.raises(Cancelled):
        packs.make_pack(referral, ALL, tmp_path / "pack.pdf", Stopping(at))
    assert not list(tmp_path.glob("*.pdf"))
    assert not list(tmp_path.glob(".mktdesk-*"))
    assert referral.book.heads() == before


def test_a_folder_that_takes_no_file_leaves_nothing_behind(case: OpenCase, tmp_path: Path) -> None:
    before = case.book.heads()
    (tmp_path / "a file").write_bytes(b"")
    for folder in (tmp_path / "gone", tmp_path / "a file", Path("/proc")):
        with pytest.raises(ExportFailed, match="could not be saved"):
            packs.make_pack(case, SHORT, folder / "pack.pdf", Silent())
    assert case.book.heads() == before
    assert not list(tmp_path.rglob("*.part"))


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """Files of this process stop growing at `size` bytes, as on a full disk."""
    import resource  # noqa: PLC0415 - not on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit to set")
def test_a_full_disk_leaves_no_part_of_a_file_and_keeps_the_old_one(
    case: OpenCase, tmp_path: Path
) -> None:
    out = tmp_path / "pack.pdf"
    out.write_bytes(b"the pack of yesterday")
    before = case.book.heads()
    with no_room_beyond(4096), pytest.raises(ExportFailed, match="could not be saved"):
        packs.make_pack(case, SHORT, out, Silent())
    assert out.read_bytes() == b"the pack of yesterday"
    assert not list(tmp_path.glob(".mktdesk-*"))
    assert case.book.heads() == before


def test_a_pack_that_cannot_be_journaled_does_not_come_out(
    case: OpenCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_change: Change) -> None:
        raise VaultUnwritable("The vault's disk is full.", "Make room, then try again.")

    monkeypatch.setattr(case.book, "write", full)
    with pytest.raises(VaultUnwritable):
        packs.make_pack(case, SHORT, tmp_path / "pack.pdf", Silent())
    assert not list(tmp_path.glob("*.pdf"))
    assert not list(tmp_path.glob(".mktdesk-*"))


def test_an_empty_pack_is_refused(case: OpenCase) -> None:
    with pytest.raises(AnswersRefused, match="empty"):
        packs.preview(case, PackChoice(()), Silent())


def test_documents_go_in_as_appendices_and_what_cannot_is_named(referral: OpenCase) -> None:
    note = papers.attach(referral, "note.txt", b"Seen on 4 March", "Note of the visit")
    form = next(d for d in referral.documents() if d.name == NAME)
    pdf = packs.preview(referral, dataclasses.replace(SHORT, documents=(note.id,)), Silent())
    said = text(pdf, "")
    assert "Appendix 1: Note of the visit" in said
    assert "Seen on 4 March" in said
    with pytest.raises(AnswersRefused, match=NAME):
        packs.preview(referral, dataclasses.replace(SHORT, documents=(form.id,)), Silent())


def test_a_preview_touches_neither_the_disk_nor_the_journal(case: OpenCase, tmp_path: Path) -> None:
    before = case.book.heads(), sorted(tmp_path.rglob("*"))
    assert packs.preview(case, SHORT, Silent()).startswith(b"%PDF-")
    assert (case.book.heads(), sorted(tmp_path.rglob("*"))) == before


def test_no_pack_leaves_a_case_that_is_open_for_reading_only(
    session: Session, tmp_path: Path
) -> None:
    first = cases.start_referral(session)
    cases.close_case(first)
    handle = session.vault.open_case(first.public, read_only=True)
    case = OpenCase(session, handle, first.toolkit, first.form, first.facts)
    with pytest.raises(InUseElsewhere):
        packs.make_pack(case, SHORT, tmp_path / "pack.pdf", Silent())
    assert not list(tmp_path.glob("*.pdf"))
    session.vault.close_case(handle)


def test_a_file_name_holds_the_public_part_and_nothing_a_system_minds(case: OpenCase) -> None:
    for copy in ("../../etc", "7/8", "", "১২"):
        name = packs.file_name(case, dataclasses.replace(SHORT, copy_number=copy))
        assert name.startswith("SCR-2026-001 case pack copy ")
        assert not set(name) & set('/\\:*?"<>|')
