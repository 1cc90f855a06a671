"""A whole program over a real office: made, unlocked, and standing at the list of cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mktdesk.desk.session import Session
from tests.offices import office_of
from ui.app import App
from ui.pages.cases import CasesPage
from ui.pages.due import DuePage
from ui.pages.unlock import UnlockPage

PASSPHRASE = "six larches by the canal"
Rest = Callable[[App], None]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def session(program, vault: Path) -> Session:
    """An office before the program starts; the test closes it."""
    made: Session
    made, _ = office_of(program.desk, vault, PASSPHRASE)
    return made


@pytest.fixture
def rest(qtbot) -> Rest:
    def wait(app: App) -> None:
        qtbot.waitUntil(lambda: app._painted, timeout=30_000)
        qtbot.wait(30)
        qtbot.waitUntil(lambda: not app.worker.busy, timeout=30_000)
        qtbot.wait(10)

    return wait


@pytest.fixture
def unlock(program, vault: Path, rest: Rest) -> Callable[[], App]:
    def made() -> App:
        app: App = program.start(vault=vault)
        rest(app)
        page = app.window.screen_shown
        assert isinstance(page, UnlockPage)
        page.unlock_asked.emit(page._people[0][0], PASSPHRASE)
        rest(app)
        first = app.window.screen_shown
        assert isinstance(first, DuePage)
        app._go("cases")
        rest(app)
        then = app.window.screen_shown
        assert isinstance(then, CasesPage)
        return app

    return made
