"""A travel pack that was double-clicked: the program is started with its path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from mktdesk.desk import cases, travel, travelling
from mktdesk.desk.session import Session
from mktdesk.desk.work import Silent
from tests.desk.travels import full
from ui.app import App
from ui.pages.openpack import OpenPackPage
from ui.pages.start import StartPage
from ui.pages.travel import TravelPage
from ui.pages.unlock import UnlockPage

PASSPHRASE = "six larches by the canal"  # of the office that conftest makes
Rest = Callable[[App], None]


@pytest.fixture
def packs(program, session: Session, tmp_path: Path) -> tuple[Path, Path]:
    """One that goes to a laptop, and the one that comes back from there; nobody is in."""
    out, back = tmp_path / "out.mktpack", tmp_path / "back.mktpack"
    case = cases.start_referral(session)
    cases.close_case(case)
    choice = travel.Choice(cases=(case.public,), to="Saxon Court")
    travel.take(session, choice, out, Silent(), cost=program.desk.cost)
    reference = full(session, case.public)
    session.close()
    elsewhere = replace(program.desk.machine, name="laptop", state=tmp_path / "laptop")
    laptop = replace(program.desk, machine=elsewhere)
    copy = travelling.open_pack(laptop, out, reference, tmp_path / "copy", "Ravi Osei", Silent())
    travelling.take_back(copy, back, Silent(), laptop)
    copy.close()
    return out, back


def words_of(page: QWidget | None) -> str:
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("known", [True, False])
def test_one_that_goes_to_a_laptop_is_opened_there(program, packs, vault, rest: Rest, known):
    app: App = program.start(pack=packs[0], **({"vault": vault} if known else {}))
    rest(app)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, OpenPackPage)
    assert app._entrance.given is None


def test_one_that_comes_back_is_brought_in_once_the_office_is_open(
    program, packs, vault, rest: Rest
):
    app: App = program.start(pack=packs[1], vault=vault)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    assert "back.mktpack comes back to the office" in words_of(page)
    page.unlock_asked.emit(page._people[0][0], PASSPHRASE)
    for _ in range(3):
        rest(app)
    shown = app.window.screen_shown
    assert isinstance(shown, TravelPage)
    assert shown.status.text() == "1 of 1 came in"


def test_a_file_that_is_no_pack_is_told_and_nothing_is_brought_in(
    program, tmp_path: Path, rest: Rest
):
    wrong = tmp_path / "wrong.mktpack"
    wrong.write_bytes(b"not a pack at all")
    app: App = program.start(pack=wrong)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, StartPage)
    assert "not a travel pack" in words_of(page)
    assert app._entrance.given is None
