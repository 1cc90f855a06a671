"""The page that puts a vault back, with its controller, on a real vault and a real backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mktdesk.desk import backup, cases
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.work import Silent
from mktdesk.office import KdfCost
from ui.controllers.restore import PutBack, RestoreController
from ui.pages.restore import REGISTER, RestorePage
from ui.window import Window
from ui.worker import Worker

PASSPHRASE = "six-larches-by-the-canal"


@pytest.fixture
def public(session: Session, tmp_path: Path) -> str:
    """A case that is in the backup, before the vault is locked."""
    case = cases.start_referral(session)
    cases.close_case(case)
    backup.back_up(session, tmp_path / "stick", Silent())
    session.close()
    return case.public


@pytest.fixture
def done() -> list[PutBack]:
    return []


@pytest.fixture
def page(
    worker: Worker, session: Session, public: str, window: Window, tmp_path: Path, done
) -> RestorePage:
    desk = Desk(session.vault.shelf.machine, KdfCost.floor())
    controller = RestoreController(worker, lambda: desk, window)
    controller.show_screen.connect(window.show_screen)
    controller.put_back.connect(done.append)
    controller.begin(str(tmp_path / "vault"))
    screen = window.screen_shown
    assert isinstance(screen, RestorePage)
    return screen


def answer(page: RestorePage) -> None:
    page._secret.put(PASSPHRASE)
    page._why.put("the laptop fell into the canal")


def test_a_vault_is_put_back_over_what_is_there_only_when_the_person_says_so(
    page: RestorePage, public: str, done, rest: Callable[[], None], tmp_path: Path
) -> None:
    page._look.click()
    assert page._from.problem
    page._from.put(str(tmp_path / "nothing"))
    page._look.click()
    rest()
    assert page.notice.isVisible()
    page._from.put(str(tmp_path / "stick"))
    page._look.click()
    rest()
    assert page._set.count() == 1
    assert page._who.itemText(0) == "Dana Whitlock"
    page._go.click()
    assert page._secret.problem
    answer(page)
    page._go.click()
    rest()
    assert page._override.isVisible()  # the register has gone on since
    assert done == []
    page._override.click()
    rest()
    (entry,) = done
    assert [line.public for line in cases.list_cases(entry.session)] == [public]
    assert entry.session.vault.verify() == []
    assert any("before" in what for what, _ in entry.alarms)
    entry.session.close()


def test_a_wrong_passphrase_changes_nothing(
    page: RestorePage, done, rest: Callable[[], None], tmp_path: Path
) -> None:
    page._from.put(str(tmp_path / "stick"))
    page._look.click()
    rest()
    answer(page)
    page._secret.put("not the passphrase")
    page._go.click()
    rest()
    assert done == []
    assert page.notice.isVisible()
    assert page._go.isEnabled()


def test_a_register_is_made_again(
    page: RestorePage, public: str, done, rest: Callable[[], None], tmp_path: Path
) -> None:
    (tmp_path / "vault" / "register.db").write_bytes(b"rubbish" * 900)
    page._what.put(REGISTER)
    page._turned(REGISTER)
    assert not page._from.isVisible()
    page._look.click()
    rest()
    assert not page._which.isVisible()
    answer(page)
    page._go.click()
    rest()
    (entry,) = done
    assert [line.public for line in cases.list_cases(entry.session)] == [public]
    entry.session.close()
