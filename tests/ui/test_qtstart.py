"""A computer on which Qt can show nothing, and one without a single font."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from ui import qtstart

ROOT = Path(__file__).resolve().parents[2]


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "ui", "--say-when-shown"],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="the plug-ins of other systems are not asked")
@pytest.mark.parametrize(
    "environment",
    [
        {},  # no display at all
        {"QT_QPA_PLATFORM": "none-such"},
    ],
)
def test_without_a_screen_or_its_plug_in_it_says_so_and_leaves_no_core(environment):
    done = start(**environment)
    assert done.returncode == 1
    assert qtstart.NO_WINDOW[0] in done.stderr
    assert "--self-test" in done.stderr


def test_a_computer_without_a_font_is_brought_the_programs_own(qapp, monkeypatch):
    added: list[str] = []
    monkeypatch.setattr(QFontDatabase, "families", list)
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", added.append)
    qtstart.bring_letters()
    assert [Path(font).name for font in added] == ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf"]
    assert all(Path(font).is_file() for font in added)


def test_a_computer_with_fonts_keeps_to_them(qapp, monkeypatch):
    monkeypatch.setattr(QFontDatabase, "families", lambda: ["DejaVu Sans"])
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda _font: pytest.fail("added"))
    qtstart.bring_letters()
