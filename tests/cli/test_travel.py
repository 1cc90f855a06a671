"""A case goes to a meeting and back by the command line: two computers, one stick."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mktdesk import resources
from tests.cli.saying import said, settle_in

FORM = resources.folder("demo") / "child-referral.docx"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle_in(tmp_path / "home", monkeypatch)


def test_a_case_goes_out_is_opened_goes_back_and_is_brought(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vault, stick = tmp_path / "vault", tmp_path / "stick"
    stick.mkdir()
    said(capsys, "init", vault, "--office", "Test office", "--name", "Dana Whitlock")
    public = re.findall(r"reference: (\S+)", said(capsys, "refer", vault, FORM))[0]
    told = said(capsys, "show", vault, public, "--full-reference", "for the meeting")
    reference = tmp_path / "reference.txt"
    reference.write_text(told.split(": ", 1)[1])
    out, back = stick / "panel.mktpack", stick / "back.mktpack"
    told = said(capsys, "travel", "take", vault, public, "--out", out, "--to", "the panel")
    assert f"opens with: the full reference of {public}" in told
    assert "is there already" in said(capsys, "travel", "take", vault, public, "--out", out, code=1)
    assert "Taken to the panel by Dana Whitlock" in said(capsys, "travel", "away", vault)

    open_it = ("travel", "open", out, "--name", "Ravi Osei", "--folder", tmp_path / "copy")
    told = said(capsys, *open_it, "--passphrase-file", reference)
    assert f"opened for: {public}" in told
    inside = (tmp_path / "copy", "--passphrase-file", reference)
    assert public in said(capsys, "list", *inside)
    assert "at the office" in said(capsys, "refer", tmp_path / "copy", FORM, *inside[1:], code=1)
    told = said(capsys, "travel", "back", *inside, "--out", back, "--remove")
    assert "destroyed" in told
    assert not (tmp_path / "copy").exists()

    told = said(capsys, "travel", "bring", vault, back)
    assert f"{public} | came in" in told
    assert said(capsys, "travel", "away", vault) == ""
    assert "on its way to a meeting" in said(capsys, "travel", "bring", vault, out, code=1)
    back.write_bytes(back.read_bytes()[:-20])
    assert "cut short" in said(capsys, "travel", "bring", vault, back, code=1)
    assert said(capsys, "verify", vault) == "sound: every check passed\n"
