from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from installers.program import wants_window
from mktdesk.cli.arguments import parser
from mktdesk.exchange import gate
from ui import relaunch

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--vault", "/home/dana/vault"],
        ["--vault=/home/dana/vault"],
        ["--demo"],
        [relaunch.SHOWN_FLAG, "--vault", "v", "--back", "x"],
        ["case.mktpack"],
        ["/media/dana/BLUE STICK/SCR-2026-014.MKTPACK"],
    ],
)
def test_the_window_is_for_its_options_and_for_packs(arguments):
    assert wants_window(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["list", "VAULT"], ["--version"], ["--help"], ["pack", "V", "R", "--out", "x.mktpack"], ["x"]],
)
def test_everything_else_is_the_commands(arguments):
    assert not wants_window(arguments)


def test_no_command_is_taken_for_the_window():
    commands = next(a for a in parser()._actions if a.choices)
    assert commands.choices
    assert not any(wants_window([name]) for name in commands.choices)


def test_the_frozen_program_reads_documents_and_starts_again_through_this_entry(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = gate.child_command()
    assert command == (sys.executable, "--read-document")


def test_a_document_is_read_through_the_entry_as_the_frozen_program_does():
    form = ROOT / "resources" / "demo" / "child-referral.docx"
    entry = [sys.executable, "-m", "installers.program", "--read-document"]
    outline = gate.fetch_outline(form.read_bytes(), None, 20, command=entry)
    assert outline == gate.fetch_outline(form.read_bytes(), None, 20)


def test_its_version_is_told_by_the_command():
    entry = [sys.executable, "-m", "installers.program", "--version"]
    told = subprocess.run(entry, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.startswith("mktdesk ")
