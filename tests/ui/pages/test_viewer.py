"""The viewer: PDF, pictures and text from memory, by keyboard, and nothing written anywhere."""

from __future__ import annotations

import ctypes
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QDir, QFile, QIODevice, QRect, Qt, QTemporaryFile
from PySide6.QtGui import QAccessible, QColor, QImage, QImageWriter, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.desk.papers import Shown
from ui.dialogs.password import PasswordDialog
from ui.pages.viewer import ViewerScreen
from ui.viewers.pdfpane import Opened, PdfPane
from ui.viewers.picturepane import PicturePane
from ui.viewers.viewed import Viewed, viewed
from ui.window import Window


def pdf(pages: int = 3) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.fillRect(QRect(0, 0, writer.width(), 4000), QColor("#0000c8"))
        painter.drawText(500, 6000, f"Larch {page + 1}")
    painter.end()
    buffer.close()
    return bytes(held.data())


def locked(password: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as plain:
        plain.save(out, encryption=pikepdf.Encryption(user=password, owner="x", R=6))
    return out.getvalue()


def picture(wide: int = 400, high: int = 200, kind: str = "PNG") -> bytes:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("#00c800"))
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    return bytes(held.data())


@pytest.fixture
def show(window: Window, qtbot: QtBot) -> Callable[[Viewed], ViewerScreen]:
    def put(found: Viewed) -> ViewerScreen:
        screen = ViewerScreen(found, can_copy=True)
        window.show_screen(screen)
        qtbot.wait(1)
        return screen

    return put


T = TypeVar("T", bound=QWidget)


def one(inside: QWidget, kind: type[T]) -> T:
    found = inside.findChildren(kind)
    assert found
    return found[0]


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def tool(screen: QWidget, words: str) -> QPushButton:
    return next(b for b in screen.findChildren(QPushButton) if b.text() == words)


def words_in(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def said(screen: ViewerScreen) -> str:
    return words_in(screen.notice)


def has_colour(widget: QWidget, colour: str) -> bool:
    image = widget.grab().toImage()
    wanted = QColor(colour).rgb()
    return any(
        image.pixel(x, y) == wanted
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    )


def pane_of(screen: ViewerScreen) -> PdfPane:
    return one(screen, PdfPane)


# PDF


def test_a_pdf_is_drawn_and_every_page_can_be_reached(
    qtbot: QtBot, show: Callable[[Viewed], ViewerScreen]
) -> None:
    screen = show(viewed("Letter", "letter.pdf", Shown.PDF, pdf()))
    pane = pane_of(screen)
    qtbot.waitUntil(lambda: has_colour(pane, "#0000c8"))
    assert pane.pages == 3
    assert not tool(screen, "Previous page").isEnabled()
    QTest.keyClick(focused(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert pane.page == 1
    QTest.keyClick(focused(), Qt.Key.Key_End)
    qtbot.waitUntil(lambda: pane.page == 2)
    assert not tool(screen, "Next page").isEnabled()
    QTest.keyClick(focused(), Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: pane.page == 0)


def test_a_pdf_grows_shrinks_and_fits_by_keyboard(show: Callable[[Viewed], ViewerScreen]) -> None:
    pane = pane_of(show(viewed("Letter", "letter.pdf", Shown.PDF, pdf())))
    control = Qt.KeyboardModifier.ControlModifier
    wide = pane.zoom
    QTest.keyClick(focused(), Qt.Key.Key_Plus, control)
    assert pane.zoom == pytest.approx(wide * 1.25)
    QTest.keyClick(focused(), Qt.Key.Key_Minus, control)
    assert pane.zoom == pytest.approx(wide)
    QTest.keyClick(focused(), Qt.Key.Key_0, control)
    assert pane.zoom < wide
    QTest.keyClick(focused(), Qt.Key.Key_9, control)
    assert pane.zoom == pytest.approx(wide)


def test_a_screen_reader_hears_what_is_shown_and_can_have_the_page_as_text(
    show: Callable[[Viewed], ViewerScreen],
) -> None:
    screen = show(viewed("Letter", "letter.pdf", Shown.PDF, pdf()))
    focus = focused()
    face = QAccessible.queryAccessibleInterface(focus)
    assert face.role() == QAccessible.Role.Document
    assert face.text(QAccessible.Text.Name) == "Letter, page 1 of 3"
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(focus, Qt.Key.Key_T, control)
    text = focused()
    assert isinstance(text, QPlainTextEdit)
    assert "Larch 1" in text.toPlainText()
    QTest.keyClick(text, Qt.Key.Key_PageDown, control)
    assert "Larch 2" in text.toPlainText()
    assert text.accessibleName() == "Text of Letter, page 2 of 3"
    QTest.keyClick(text, Qt.Key.Key_T, control)
    assert not pane_of(screen).as_text


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"%PDF-",
        lambda _: b"%PDF-1.7 torn",
        lambda _: b"%PDF-1.7\n" + bytes(5000),
        lambda whole: whole[:900],
    ],
)
def test_a_damaged_pdf_says_so(
    show: Callable[[Viewed], ViewerScreen], damage: Callable[[bytes], bytes]
) -> None:
    screen = show(viewed("Letter", "letter.pdf", Shown.PDF, damage(pdf())))
    assert "damaged and cannot be shown" in said(screen)
    assert tool(screen, "Back").hasFocus()
    assert tool(screen, "Save a copy…").isVisible()


def test_a_pdf_with_a_password_of_its_own_asks_for_it(
    qtbot: QtBot, show: Callable[[Viewed], ViewerScreen]
) -> None:
    screen = show(viewed("Letter", "letter.pdf", Shown.PDF, locked("brass")))
    assert "has a password of its own" in said(screen)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    dialog = one(screen, PasswordDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClicks(focused(), "brasz")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "does not open the file" in words_in(dialog)
    QTest.keyClicks(focused(), "brass")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    pane = pane_of(screen)
    qtbot.waitUntil(lambda: has_colour(pane, "#0000c8"))
    assert not screen.notice.isVisible()


def test_a_pane_takes_another_pdf_after_a_damaged_one(qtbot: QtBot) -> None:
    pane = PdfPane("Letter")
    qtbot.addWidget(pane)
    assert pane.open(b"%PDF-1.7 torn") is Opened.DAMAGED
    assert pane.open(locked("brass"), "brasz") is Opened.LOCKED
    assert pane.open(locked("brass"), "brass") is Opened.SHOWN
    assert pane.open(pdf(2)) is Opened.SHOWN
    assert pane.pages == 2


# pictures and text


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP"])
def test_a_picture_is_drawn_and_zooms(show: Callable[[Viewed], ViewerScreen], kind: str) -> None:
    screen = show(viewed("Gate", "gate", Shown.PICTURE, picture(4000, 1000, kind)))
    pane = one(screen, PicturePane)
    fits = pane.zoom
    assert fits < 1
    middle = pane.grab().toImage().pixelColor(pane.width() // 2, pane.height() // 2)
    assert middle.green() > 150
    assert middle.red() < 60
    focus, control = focused(), Qt.KeyboardModifier.ControlModifier
    assert focus is pane
    QTest.keyClick(focus, Qt.Key.Key_Plus, control)
    assert pane.zoom == pytest.approx(fits * 1.25)
    QTest.keyClick(focus, Qt.Key.Key_Right)
    assert pane.horizontalScrollBar().value() > 0
    QTest.keyClick(focus, Qt.Key.Key_0, control)
    assert pane.zoom == pytest.approx(fits)
    face = QAccessible.queryAccessibleInterface(pane)
    assert face.role() == QAccessible.Role.Graphic
    assert "4000 by 1000" in face.text(QAccessible.Text.Name)


def test_a_picture_is_never_blown_up_to_fit(show: Callable[[Viewed], ViewerScreen]) -> None:
    screen = show(viewed("Gate", "gate.png", Shown.PICTURE, picture(40, 20)))
    pane = one(screen, PicturePane)
    assert pane.zoom == 1.0


def test_a_damaged_picture_says_so(show: Callable[[Viewed], ViewerScreen]) -> None:
    for data in (b"", b"\x89PNG\r\n\x1a\n" + bytes(80), picture()[:60]):
        screen = show(viewed("Gate", "gate.png", Shown.PICTURE, data))
        assert "damaged and cannot be shown" in said(screen)


def test_a_picture_that_would_fill_the_memory_is_not_decoded() -> None:
    # A PNG's head alone says how large it unpacks.
    head = picture(1, 1)
    at = head.index(b"IHDR") + 4
    huge = head[:at] + (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + head[at + 8 :]
    found = viewed("Bomb", "bomb.png", Shown.PICTURE, huge)
    assert found.picture is None
    assert "too large" in found.trouble[0] or "damaged" in found.trouble[0]


def test_text_is_shown_as_it_is_and_never_obeyed(show: Callable[[Viewed], ViewerScreen]) -> None:
    words = "<b>not bold</b>\n<img src='file:///etc/passwd'>\n=cmd|' /C calc'!A0"
    show(viewed("Note", "note.txt", Shown.TEXT, words.encode()))
    text = focused()
    assert isinstance(text, QPlainTextEdit)
    assert text.toPlainText() == words
    assert text.isReadOnly()
    QTest.keyClicks(text, "x")
    assert text.toPlainText() == words
    QTest.keyClick(text, Qt.Key.Key_Tab)
    assert focused() is not text


def test_a_megabyte_in_one_word_does_not_freeze_the_window(
    show: Callable[[Viewed], ViewerScreen],
) -> None:
    show(viewed("Note", "note.txt", Shown.TEXT, b"x" * 1_000_000))
    text = focused()
    assert isinstance(text, QPlainTextEdit)
    assert len(text.toPlainText()) == 1_000_000


def test_only_the_beginning_of_a_very_long_text_is_shown_and_it_says_so(
    show: Callable[[Viewed], ViewerScreen],
) -> None:
    screen = show(viewed("Note", "note.txt", Shown.TEXT, b"word \n" * 400_000))
    assert "Only the beginning" in said(screen)


def test_what_cannot_be_shown_says_what_to_do(
    qtbot: QtBot, show: Callable[[Viewed], ViewerScreen]
) -> None:
    screen = show(viewed("Plan", "plan.xlsx", Shown.NOT, b"PK"))
    assert "Save a copy" in said(screen)
    with qtbot.waitSignal(screen.copy_asked):
        tool(screen, "Save a copy…").click()
    with qtbot.waitSignal(screen.left):
        tool(screen, "Back").click()


# nothing is written


_watching: list[list[str]] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching or event not in {"open", "tempfile.mkstemp", "os.rename", "os.mkdir"}:
        return
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(mode, str) and bool(set(mode) & set("wax+"))
        if not writes and not (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)):
            return
    _watching[-1].append(f"{event} {arguments[0]}")


sys.addaudithook(_hook)


@contextmanager
def nothing_written(folder: Path) -> Iterator[None]:
    """Python opens nothing to write; the system saw no file made in `folder`, by Qt either."""
    opened: list[str] = []
    before = _files_of_the_process()
    _watching.append(opened)
    seen = _watch(folder)
    try:
        yield
    finally:
        _watching.remove(opened)
        made = _made(seen)
    assert (made, opened) == (b"", [])
    assert _files_of_the_process() == before


def _watch(folder: Path) -> int:
    """Linux tells what is made in a folder, even if it is gone at once (inotify)."""
    system = ctypes.CDLL(None, use_errno=True)
    seen = system.inotify_init1(os.O_NONBLOCK)
    assert seen >= 0
    made_moved_written = 0x100 | 0x80 | 0x2
    assert system.inotify_add_watch(seen, bytes(folder), made_moved_written) >= 0
    return int(seen)


def _made(seen: int) -> bytes:
    try:
        return os.read(seen, 65_536)
    except BlockingIOError:
        return b""
    finally:
        os.close(seen)


def _files_of_the_process() -> list[str]:
    """The files that this process holds open, deleted ones too."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(link)  # noqa: PTH115 - "(deleted)" is part of the answer
        except OSError:
            continue
        if target.startswith("/") and not target.startswith(("/dev/", "/proc/", "/usr/")):
            found.append(target)
    return sorted(found)


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="watched with Linux's inotify")


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everywhere a program would put a temporary or cached file is this one folder."""
    for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    assert QDir.tempPath() == str(tmp_path)
    return tmp_path


@on_linux
def test_looking_writes_no_file_anywhere(qtbot: QtBot, window: Window, own_folders: Path) -> None:
    given = (
        viewed("Letter", "letter.pdf", Shown.PDF, pdf(40)),
        viewed("Gate", "gate.png", Shown.PICTURE, picture(2000, 2000)),
        viewed("Note", "note.txt", Shown.TEXT, b"words"),
    )
    window.show_screen(ViewerScreen(given[0], can_copy=True))  # Qt reads its fonts and plugins
    qtbot.wait(50)
    with nothing_written(own_folders):
        for found in given:
            screen = ViewerScreen(found, can_copy=True)
            window.show_screen(screen)
            if found.shown is Shown.PDF:
                pane = pane_of(screen)
                qtbot.waitUntil(partial(has_colour, pane, "#0000c8"))
                pane.go_to(20)
                pane.set_as_text(True)
            qtbot.wait(50)


@on_linux
def test_the_watch_itself_sees_what_is_written(own_folders: Path) -> None:
    with pytest.raises(AssertionError), nothing_written(own_folders):
        (own_folders / "copy.pdf").write_bytes(b"x")
    held = QTemporaryFile()
    with pytest.raises(AssertionError), nothing_written(own_folders):
        held.open()  # by Qt, where Python sees nothing; without a name on Linux
    with pytest.raises(AssertionError), nothing_written(own_folders):
        QFile.copy(str(own_folders / "copy.pdf"), str(own_folders / "other.pdf"))
