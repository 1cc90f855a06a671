"""Backing up, putting back and making again, as a person or a script does it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mktdesk import resources
from tests.cli.saying import said, settle_in

FORM = resources.folder("demo") / "child-referral.docx"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle_in(tmp_path / "home", monkeypatch)


def test_a_vault_is_backed_up_lost_and_put_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vault, stick, code = tmp_path / "vault", tmp_path / "stick", tmp_path / "code.txt"
    told = said(capsys, "init", vault, "--office", "Test office", "--name", "Dana Whitlock")
    found = re.search(r"^recovery code: (\S+)$", told, re.MULTILINE)
    assert found
    code.write_text(f"{found[1]}\n")
    told = said(capsys, "refer", vault, FORM)
    public = re.findall(r"reference: (\S+)", told)[0]
    assert "cases: 1, copied now: 1" in said(capsys, "backup", vault, stick)
    assert "cases: 1, copied now: 0" in said(capsys, "backup", vault, stick)
    listed = said(capsys, "restore", stick, vault, "--list").splitlines()
    assert len(listed) == 2
    assert listed[0].endswith("| 1 case")

    assert "needs a reason" in said(capsys, "restore", stick, vault, code=1)
    told = said(capsys, "restore", stick, vault, "--reason", "try", code=1)
    assert "newer than the backup" in told

    (vault / "cases" / public / "case.db").unlink()
    one = ("restore", stick, vault, "--case", public, "--reason", "deleted", "--override")
    assert f"restored: {public}" in said(capsys, *one)

    shutil.rmtree(vault)
    told = said(
        capsys, "restore", stick, vault, "--reason", "lost", "--recovery-code-file", code,
        "--set", listed[1].split(" | ")[0],
    )  # fmt: skip
    assert "restored: 1 case" in told
    assert said(capsys, "verify", vault) == "sound: every check passed\n"

    (vault / "register.db").write_bytes(b"rubbish" * 500)
    assert "damaged" in said(capsys, "verify", vault, code=1)
    told = said(capsys, "rebuild", vault, "--reason", "a bad disk")
    assert "the register lists 1 case" in told
    assert said(capsys, "verify", vault) == "sound: every check passed\n"
    assert public in said(capsys, "list", vault)
    for which in ("register", public):
        assert "rebuilt" in said(capsys, "rebuild", vault, "--records", which, "--reason", "try")


def test_a_folder_without_backups_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "restore", tmp_path, tmp_path / "vault", "--reason", "x", code=1)
    assert "There is no backup in this folder." in told
