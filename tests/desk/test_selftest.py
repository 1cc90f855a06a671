"""The self-test tells a whole program from one that lacks something."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from mktdesk.desk import selftest
from mktdesk.desk.session import for_demonstration
from mktdesk.documents.protect import opens, protect
from mktdesk.errors import DocumentRefused
from ui import selftest as window


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_whole_program_passes_every_check_and_leaves_nothing(temporary, qapp):
    said: list[str] = []
    assert selftest.self_test(said.append, window.checks(windowed=False)) == 0
    assert len(said) == len(selftest.CHECKS) + 3
    assert all(line.startswith("ok ") for line in said)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "trouble",
    [
        DocumentRefused("The file is damaged, so it cannot be read.", "Ask for another."),
        ImportError("no module named zxcvbn"),
        FileNotFoundError("default-header.xml"),
        selftest.CheckFailed("it is not there"),
    ],
)
def test_what_is_missing_is_named_and_the_rest_is_not_tried(temporary, monkeypatch, trouble):
    def fails(_bench: selftest.Bench) -> None:
        raise trouble

    first, (words, _), *_ = selftest.CHECKS
    monkeypatch.setattr(selftest, "CHECKS", (first, (words, fails), *selftest.CHECKS[2:]))
    said: list[str] = []
    assert selftest.self_test(said.append) == 1
    assert said[0].startswith("ok ")
    assert said[1].startswith("FAILED")
    assert words in said[1]
    assert str(trouble) in said[1]
    assert len(said) == 2
    assert list(temporary.iterdir()) == []


def test_a_check_that_needs_the_vault_says_that_none_is_open(tmp_path):
    bench = selftest.Bench(tmp_path, for_demonstration(tmp_path))
    with pytest.raises(selftest.CheckFailed):
        bench.office.close()


def test_a_protected_paper_opens_with_its_password_alone(blank_page):
    data = protect(blank_page, "SCR-2026-014-AAAA")
    assert opens(data, "SCR-2026-014-AAAA")
    assert not opens(data, "")
    assert not opens(data, "SCR-2026-014")
    assert not opens(b"%PDF-1.7 no more", "")
    assert not opens(blank_page, "")  # it is not protected at all


@pytest.fixture
def blank_page() -> bytes:
    import io  # noqa: PLC0415

    import pikepdf  # noqa: PLC0415

    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()
