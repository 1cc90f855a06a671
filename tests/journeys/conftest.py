from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mktdesk.desk import cases
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.office import KdfCost, Machine
from tests.journeys.walking import Walker
from tests.offices import office_of
from ui.app import App
from ui.pages.case import CasePage
from ui.places import PLACES

_ROUND = 400  # more stops than any page has


class Typist:
    """Somebody with a keyboard and no mouse, who finds things by what a screen reader says."""

    def __init__(self, qtbot: QtBot, app: App) -> None:
        self._qtbot = qtbot
        self.app = app

    # looking

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    @property
    def here(self) -> str:
        """What a screen reader says of the widget that has the keyboard."""
        return name_of(self.focus)

    @property
    def title(self) -> str:
        shown = self.app.window.screen_shown
        assert shown is not None
        inner = getattr(shown, "inner", None)
        return (inner or shown).title

    def notice(self) -> str:
        shown = self.app.window.screen_shown
        assert shown is not None
        notice = shown.notice
        return "" if notice.isHidden() else f"{notice._what.text()} {notice._do.text()}".strip()

    # waiting

    def rest(self) -> None:
        """Until the desk has done what was asked, and the screen shows it."""
        self._qtbot.waitUntil(lambda: self.app._painted, timeout=60_000)
        self._qtbot.wait(20)
        self._qtbot.waitUntil(lambda: not self.app.worker.busy, timeout=60_000)
        self._qtbot.wait(20)
        if QApplication.activeWindow() is None:  # a window system would do this by itself
            self.app.window.activateWindow()
            self._qtbot.wait(20)

    def wait_for(self, title: str) -> None:
        self._qtbot.waitUntil(lambda: self.title.startswith(title), timeout=60_000)
        self.rest()

    def until(self, true: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(true, timeout=60_000)

    # typing

    def press(self, key: Qt.Key, *, ctrl: bool = False, shift: bool = False) -> None:
        held = Qt.KeyboardModifier.NoModifier
        if ctrl:
            held |= Qt.KeyboardModifier.ControlModifier
        if shift:
            held |= Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(self.focus, key, held)
        QApplication.processEvents()

    def place(self, place_id: str) -> None:
        """To a place of the rail by its number, or by its button where it has none."""
        number = [place.id for place in PLACES].index(place_id) + 1
        if number > 9:
            self.app.window._buttons[place_id].setFocus()
            self.press(Qt.Key.Key_Space)
        else:
            self.press(Qt.Key(Qt.Key.Key_0 + number), ctrl=True)

    def type(self, text: str) -> None:
        self.press(Qt.Key.Key_A, ctrl=True)
        QTest.keyClicks(self.focus, text)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)
        self.rest()

    def tab(self) -> str:
        self.press(Qt.Key.Key_Tab)
        return self.here

    def to(self, name: str) -> None:
        """By Tab to the thing of that name."""
        seen: list[str] = []
        for _ in range(_ROUND):
            if self.here.startswith(name):
                return
            seen.append(self.here)
            if isinstance(self.focus, QRadioButton) and self._along_radios(name):
                return
            self.tab()
        raise AssertionError(f"no {name!r} among {list(dict.fromkeys(seen))}")

    def _along_radios(self, name: str) -> bool:
        """Tab stops once in a group of round ticks; arrows go along it."""
        question = self.here.rpartition(": ")[0]
        if not question or name.rpartition(": ")[0] != question:
            return False
        for _ in range(12):
            if self.here.startswith(name):
                return True
            before = self.here
            self.press(Qt.Key.Key_Down)
            if self.here == before:  # they stand side by side
                self.press(Qt.Key.Key_Right)
        return False

    def push(self, name: str) -> None:
        """To a button, and press it."""
        self.to(name)
        assert isinstance(self.focus, QAbstractButton), self.here
        self.press(Qt.Key.Key_Space)
        self.rest()

    def fill(self, answers: Mapping[str, str]) -> None:
        """Each answer into the box of its name; "x" ticks what is ticked."""
        for name, answer in answers.items():
            self.to(name)
            if isinstance(self.focus, QLineEdit | QPlainTextEdit):
                self.type(answer)
            else:
                assert answer == "x", f"{name} is not typed"
                self.press(Qt.Key.Key_Space)
        self.rest()

    def choose_line(self, words: str) -> None:
        """In a list or table that has the keyboard, by arrows to a line, and open it."""
        self.press(Qt.Key.Key_Home)
        for _ in range(50):
            if words in self._line():
                self.enter()
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"no line {words!r}")

    # a case's task list

    def to_task(self, words: str) -> None:
        """By F6 to the task list, and there to a line."""
        for _ in range(6):
            if isinstance(self.focus, QListWidget):
                break
            self.press(Qt.Key.Key_F6)
        self.choose_line(words)

    def task(self, words: str) -> str:
        """A line of the task list, with where it stands."""
        shown = self.app.window.screen_shown
        assert isinstance(shown, CasePage)
        lines = [shown.list.item(row).text() for row in range(shown.list.count())]
        return next(line for line in lines if words in line)

    def inner_problems(self) -> list[str]:
        shown = self.app.window.screen_shown
        assert isinstance(shown, CasePage)
        assert shown.inner is not None
        return [link.accessibleName() for link, _ in shown.inner.summary._links]

    def words(self) -> str:
        """All that the page in sight says."""
        shown = self.app.window.screen_shown
        assert shown is not None
        found = [w.text() for w in shown.findChildren(QLabel) if w.isVisible()]
        found += [w.toPlainText() for w in shown.findChildren(QTextEdit) if w.isVisible()]
        found += [w.text() for w in shown.findChildren(QLineEdit) if w.isVisible()]
        return "\n".join(found)

    # files

    def choose_file(self, path: Path) -> None:
        """Type its whole name into the dialog that is open."""
        self.until(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
        self.rest()
        self.type(str(path))
        self.enter()
        self.rest()

    def _line(self) -> str:
        widget = self.focus
        if isinstance(widget, QListWidget):
            return widget.currentItem().text()
        assert isinstance(widget, QTableView), self.here
        return "\n".join(
            str(widget.model().index(widget.currentIndex().row(), column).data())
            for column in range(widget.model().columnCount())
        )


def name_of(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&&", "&")
    return type(widget).__name__


@pytest.fixture
def typist_of(qtbot: QtBot):
    def make(app: App) -> Typist:
        typist = Typist(qtbot, app)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        typist.rest()
        return typist

    return make


class Ticking:
    """A clock that moves a second each time it is read, from 21 November 2026."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """An unlocked vault, for cases that are walked without a window."""
    folder = tmp_path_factory.mktemp("journeys")
    machine = Machine("test computer", folder / "state", NoSecrets(), Ticking())
    desk = Desk(machine, KdfCost.floor())
    opened, _ = office_of(desk, folder / "vault", "six-larches-by-a-canal", staff="Dana")
    yield opened
    opened.close()


@pytest.fixture
def walker(session: Session) -> Iterator[Callable[[str, str], Walker]]:
    """Begins a case under a toolkit, on a pathway; it is closed when the test ends."""
    with ExitStack() as open_cases:

        def begin(toolkit_id: str, pathway_id: str) -> Walker:
            case = cases.start_referral(session, toolkit_id, pathway_id)
            open_cases.callback(cases.close_case, case)
            return Walker(case)

        yield begin
