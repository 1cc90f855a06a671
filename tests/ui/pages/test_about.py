from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from mktdesk.desk import updates
from mktdesk.desk.about import About, Part
from mktdesk.desk.updates import Artefact, Manifest, Publisher, signed_update
from ui.controllers.about import AboutController
from ui.pages.about import AboutPage

KEY = Ed25519PrivateKey.from_private_bytes(b"a test key, and nothing besides.")
BUILT = About("0.1.0", (Part("x", "1", "MIT"), Part("y", "2", "Zlib")), ("Ours",), "/opt/sbom.json")


class Chooser:
    """Chooses `path` whenever it is asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.asked: list[str] = []

    def to_read(self, _parent, title, _kinds, chosen, *, many=False) -> None:
        assert not many
        self.asked.append(title)
        chosen((self.path,))

    def to_save(self, *_: object) -> None:
        raise AssertionError("nothing is saved here")


def words_of(page: AboutPage) -> str:
    labels = "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    return f"{labels}\n{page._text.toPlainText()}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    artefact = Artefact("mktdesk-9.0.msi", "Windows", 71_000_000, "ab" * 32)
    manifest = Manifest("9.0", date(2026, 11, 20), "Meetings.\n<b>Packs</b>.", (artefact,))
    path = tmp_path / "mktdesk-9.0.mktupdate"
    path.write_bytes(signed_update(manifest, KEY))
    return path


@pytest.fixture
def page(qtbot, worker, file: Path):
    controller = AboutController(worker, Chooser(file))
    shown: list[AboutPage] = []
    controller.show_screen.connect(shown.append)
    with qtbot.waitSignal(controller.show_screen, timeout=5000):
        controller.begin()
    qtbot.addWidget(shown[0])
    shown[0].show()
    yield shown[0]
    controller.deleteLater()


def check(page: AboutPage, rest) -> None:
    QTest.keyClick(page._check, Qt.Key.Key_Space)
    rest()


def test_a_signed_update_is_read_out(page, rest, monkeypatch):
    ours = (Publisher("The test publisher", KEY.public_key()),)
    monkeypatch.setattr(updates, "built_in_publishers", lambda: ours)
    check(page, rest)
    said = words_of(page)
    assert "Signed by The test publisher." in said
    assert "Version 9.0 is newer than yours" in said
    assert "<b>Packs</b>." in said
    assert "mktdesk-9.0.msi" in said
    assert "ab" * 16 in said
    assert "Give this update file and the installer" in said


def test_a_file_of_somebody_else_is_refused_and_nothing_of_it_shown(page, rest, monkeypatch):
    ours = (Publisher("The test publisher", KEY.public_key()),)
    monkeypatch.setattr(updates, "built_in_publishers", lambda: ours)
    check(page, rest)
    other = (Publisher("Another", Ed25519PrivateKey.generate().public_key()),)
    monkeypatch.setattr(updates, "built_in_publishers", lambda: other)
    check(page, rest)
    said = words_of(page)
    assert "did not sign this file" in said
    assert "9.0" not in said


def test_without_a_key_it_says_so_before_and_after(page, rest, monkeypatch):
    monkeypatch.setattr(updates, "built_in_publishers", lambda: ())
    check(page, rest)
    assert "No publisher's key is built into this mktdesk" in words_of(page)


def test_an_older_or_same_version_gives_it_nothing_to_do(qtbot, file):
    page = AboutPage(BUILT)
    qtbot.addWidget(page)
    page.show()
    ours = (Publisher("Ours", KEY.public_key()),)
    for version, words in (("9.0", "You have version 9.0 already"), ("10", "Do not go back")):
        page.show_update(updates.check_update(file.read_bytes(), ours, version))
        said = words_of(page)
        assert words in said
        assert "leave this program as it is" in said
        assert "ab" * 16 not in said


def test_a_part_shows_its_licence(qtbot):
    page = AboutPage(BUILT)
    qtbot.addWidget(page)
    page.show()
    assert "2 parts" in words_of(page)
    assert "signed by Ours" in words_of(page)
    asked: list[Part] = []
    page.part_chosen.connect(asked.append)
    page._table.select("y")
    assert asked[-1:] == [BUILT.parts[1]]
    page.show_licence(BUILT.parts[1], "Permission is granted.")
    assert "Permission is granted." in words_of(page)
    page.show_licence(BUILT.parts[0], "")
    assert "brought no text" in words_of(page)


def test_the_controller_reads_the_licence_that_was_chosen(page, rest):
    page.part_chosen.emit(Part("x", "1", "MIT"))
    rest()
    assert "brought no text" in words_of(page)
