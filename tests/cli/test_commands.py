"""The command line, each command as a person or a script runs it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from mktdesk import resources
from mktdesk.casework.meetingrecords import AgendaItem, Attendee
from mktdesk.cli import main
from mktdesk.cli.opening import PASSPHRASE_VARIABLE
from mktdesk.desk import meetingbooks
from mktdesk.desk.casefile import put
from mktdesk.desk.meetingbooks import OwnMeeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import on_this_machine
from tests.cli.saying import PASSPHRASE, settle_in

FORM = resources.folder("demo") / "child-referral.docx"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle_in(tmp_path / "home", monkeypatch)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home and a vault that were set up once, to be copied: it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("made")
    words = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(words):
        settle_in(folder / "home", patch)
        there = str(folder / "vault")
        assert main(["init", there, "--office", "Test office", "--name", "Dana Whitlock"]) == 0
    assert re.search(r"^recovery code: [0-9A-Z-]{40,}$", words.getvalue(), re.MULTILINE)
    return folder


@pytest.fixture
def vault(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made / "home", tmp_path / "home", dirs_exist_ok=True)
    return Path(shutil.copytree(made / "vault", tmp_path / "vault"))


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(list(arguments)) == code
    return capsys.readouterr().out


@pytest.mark.rule("R185")
@pytest.mark.rule("R186")
@pytest.mark.rule("R188")
def test_a_referral_becomes_a_case_and_a_protected_pack(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "refer", str(vault), str(FORM))
    assert "family_member 13 | Relationship to child | Lodger" in told
    assert "parts of the document not read: 0" in told
    public = re.search(r"^reference: (SCR-\d{4}-001)$", told, re.MULTILINE)
    assert public
    assert said(capsys, "list", str(vault)).startswith(f"{public[1]} | JW, OW | ")
    assert "Jakub" in said(capsys, "list", str(vault), "--names")
    shown = said(capsys, "show", str(vault), public[1], "--answers")
    assert "Date of Birth: 1989 (day not known)" in shown
    assert "Now: Referral completed and signed (Administrator): To do now" in shown
    assert "Event: Referral received: No day yet" in shown
    out = tmp_path / "pack.pdf"
    told = said(capsys, "pack", str(vault), public[1], "--out", str(out), "--recipient", "Dr Aziz")
    assert "opens with: the full reference" in told
    full = said(capsys, "show", str(vault), public[1], "--full-reference", "the test").split()[-1]
    assert full not in told
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    with pikepdf.open(out, password=full) as pdf:
        assert pdf.encryption.R == 6
    assert said(capsys, "verify", str(vault)) == "sound: every check passed\n"


def test_verify_names_what_is_wrong_a_line_each(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "refer", str(vault), str(FORM))
    (book,) = vault.glob("cases/*/case.db")
    data = bytearray(book.read_bytes())
    data[len(data) // 2] ^= 1
    book.write_bytes(bytes(data))
    told = said(capsys, "verify", str(vault), code=1)
    assert "SCR-" in told
    assert all(": " in line for line in told.splitlines())


def test_strings_on_the_vault_finds_no_name_from_the_referral(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "refer", str(vault), str(FORM))
    for path in vault.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for name in ("Jakub", "Wro", "Pryce", "Pemberton", "Larch Close"):
                assert name.encode() not in data, path.name
                assert name.encode("utf-16-le") not in data, path.name
            assert "Jakub" not in path.name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "{vault}/nothing"), "no office vault"),
        (("show", "{vault}", "SCR-2026-999"), ""),
        (("show", "{vault}", "../../etc"), ""),
        (("refer", "{vault}", "{vault}/vault.json"), ""),
        (("refer", "{vault}", "{vault}/none.docx"), "cannot be read"),
        (("pack", "{vault}", "SCR-2026-999", "--out", "x.pdf"), ""),
        (("list", "{vault}", "--staff", "Nobody"), "--staff: Dana Whitlock"),
        (("list", "{vault}", "--passphrase-file", "{vault}/none"), "passphrase file"),
        (("init", "{vault}", "--office", "O", "--name", "N"), "not empty"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(
    vault: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    assert main([one.format(vault=vault) for one in arguments]) == 1
    error = capsys.readouterr().err
    assert error.startswith("mktdesk: ")
    assert words in error
    assert len(error.strip().splitlines()) == 1
    assert "Traceback" not in error


def test_a_wrong_passphrase_opens_nothing_and_says_no_more(
    vault: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE + "x")
    assert main(["list", str(vault)]) == 1
    assert "The vault did not open." in capsys.readouterr().err


def test_the_passphrase_comes_from_a_file_too(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    kept = tmp_path / "passphrase"
    kept.write_text(PASSPHRASE + "\n", encoding="utf-8")
    assert said(capsys, "list", str(vault), "--passphrase-file", str(kept)) == ""


def test_an_old_case_is_taken_in_under_its_old_reference(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "refer", str(vault), str(FORM), "--old-reference", "cr/2014/7")
    assert told.endswith("reference: CR-2014-7\n")


def test_demo_makes_cases_at_every_stage_and_says_its_passphrase_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = said(capsys, "demo", str(tmp_path / "demo"))
    last = told.splitlines()[-1]
    assert last.startswith("passphrase: ")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, last.removeprefix("passphrase: "))
    listed = said(capsys, "list", str(tmp_path / "demo"))
    stages = ("Sub-group drafts scope", "Section 2:", "Section 1:", "CR-2014-7", "LLR-", "Closed")
    for stage in stages:
        assert stage in listed
    shown = said(capsys, "show", str(tmp_path / "demo"), "SCR-2026-003")
    assert "Done: Family telephoned (Business Manager): Mon 12 Oct 2026" in shown
    assert "Now: Sub-group drafts scope and terms of reference" in shown
    assert said(capsys, "verify", str(tmp_path / "demo")).startswith("sound")


def test_without_a_window_the_main_job_ends_with_pack_and_password(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mktdesk", "try", str(tmp_path / "try")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    pack, password = done.stdout.splitlines()[-2:]
    assert pack.startswith("case pack: ")
    assert password.startswith("password: SCR-")
    full = password.removeprefix("password: ")
    with pikepdf.open(pack.removeprefix("case pack: "), password=full) as pdf:
        assert len(pdf.pages) > 5


@pytest.mark.parametrize(
    "command", ["init", "refer", "list", "show", "pack", "verify", "demo", "try"]
)
def test_help_says_what_each_does_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"Example: mktdesk {command} " in capsys.readouterr().out


def test_no_argument_takes_a_passphrase(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["list", "somewhere", "--passphrase", "secret"])
    assert ended.value.code == 2
    capsys.readouterr()


def test_a_pack_never_replaces_a_file_unasked_nor_one_of_a_vault(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "refer", str(vault), str(FORM))
    public = told.split()[-1]
    there = tmp_path / "there.pdf"
    there.write_bytes(b"earlier")
    assert main(["pack", str(vault), public, "--out", str(there)]) == 1
    assert "there already" in capsys.readouterr().err
    assert there.read_bytes() == b"earlier"
    said(capsys, "pack", str(vault), public, "--out", str(there), "--force")
    assert there.read_bytes().startswith(b"%PDF")
    before = (vault / "vault.json").read_bytes()
    for place in (vault / "vault.json", vault / "new.pdf", vault / "cases" / public / "case.db"):
        assert main(["pack", str(vault), public, "--out", str(place), "--force"]) == 1
        assert "inside a vault" in capsys.readouterr().err
    assert (vault / "vault.json").read_bytes() == before
    assert said(capsys, "verify", str(vault)).startswith("sound")


def test_an_easy_passphrase_makes_no_vault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "password")
    assert main(["init", str(tmp_path / "v"), "--office", "O", "--name", "N"]) == 1
    assert "easy to guess" in capsys.readouterr().err
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    assert main(["init", str(tmp_path / "v"), "--office", " ", "--name", "N"]) == 1
    assert not (tmp_path / "v").exists()


def test_an_older_case_put_back_is_said_at_once(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = said(capsys, "refer", str(vault), str(FORM)).split()[-1]
    book = vault / "cases" / public / "case.db"
    old = book.read_bytes()
    said(capsys, "pack", str(vault), public, "--out", str(vault.parent / "a.pdf"))
    book.write_bytes(old)
    assert main(["show", str(vault), public]) == 0
    assert "older than the office last saw it" in capsys.readouterr().err


def test_refer_says_which_reference_and_office_the_form_carries(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "refer", str(vault), str(FORM))
    assert "the form carries the reference SCR-2026-014" in told


def test_a_reader_that_has_had_enough_is_no_mistake(vault: Path) -> None:
    command = f'"{sys.executable}" -m mktdesk list --help | true'
    done = subprocess.run(  # noqa: S602 - our own words
        command, shell=True, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr


def test_a_pipe_is_not_a_form(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "form.docx")
    assert main(["refer", str(vault), str(tmp_path / "form.docx")]) == 1
    assert "not a file" in capsys.readouterr().err


def test_meetings_are_listed_and_shown_apart_from_cases(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "refer", str(vault), str(FORM))
    desk = on_this_machine()
    session = desk.unlock(vault, desk.look(vault).staff[0].slot_id, PASSPHRASE)
    own = OwnMeeting("mkscb-2016/scrsg", read_date("3 December 2026 10:00"), "Room 4")
    meeting = meetingbooks.start_meeting(session, own)
    public = meeting.public
    case = AgendaItem("i", public="SCR-2026-001", order=1)
    chair = Attendee("p", "Ivy Lowe", agency="Police", capacity="chair")
    meeting.write("add", (put(case), put(chair)))
    meetingbooks.close_meeting(meeting)
    session.close()
    when = "Thu 3 Dec 2026, 10:00"
    line = f"{public} | Serious Case Review Sub-Group | {when} | Room 4 | Planned | 1 case\n"
    assert said(capsys, "list", str(vault), "--meetings") == line
    assert public not in said(capsys, "list", str(vault))
    shown = said(capsys, "show", str(vault), public).splitlines()
    assert shown == [
        f"{public}  Serious Case Review Sub-Group, {when}",
        "  Where: Room 4",
        "  Stands: Planned",
        "  Ivy Lowe (chair, Police): expected",
        "  Item 1: SCR-2026-001: waiting",
    ]
    full = said(capsys, "show", str(vault), public, "--full-reference", "for the minutes")
    assert full.startswith(f"full reference: {public}-")
    assert said(capsys, "verify", str(vault)) == "sound: every check passed\n"
    told = said(capsys, "backup", str(vault), str(vault.parent / "stick"))
    assert "meetings: 1\ncases: 1, copied now: 2" in told


def test_what_the_administrator_set_is_told_and_its_mistakes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('idle_minutes = 6\nmarking = "OFFICIAL"\n', encoding="utf-8")
    file.chmod(0o600)
    told = said(capsys, "policy", str(file), code=0 if os.name != "posix" or not os.getuid() else 1)
    assert "Minutes until it locks: 6 at most" in told
    assert "Marking: OFFICIAL" in told
    file.write_text("idle_minuts = 6", encoding="utf-8")
    assert "mistake: The settings file" in said(capsys, "policy", str(file), code=1)
    assert "no settings file" in said(capsys, "policy", str(tmp_path / "none.toml"), code=1)
