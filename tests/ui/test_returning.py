"""After a lock the person goes on where they were: from one program to the next."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.desk import casekeys, cases, staffkeys
from mktdesk.desk.session import Session
from mktdesk.forms.values import YesNo
from tests.offices import office_of
from ui.app import App
from ui.dialogs.keys import KeyDialog
from ui.outside import read_wish
from ui.page import Screen
from ui.pages.access import AccessPage
from ui.pages.case import CasePage
from ui.pages.documents import DocumentsScreen
from ui.pages.due import DuePage
from ui.pages.form_page import FormPage
from ui.pages.history import HistoryScreen
from ui.pages.new_case import NewCasePage
from ui.pages.staff import StaffPage
from ui.pages.unlock import UnlockPage
from ui.places import CASES, HISTORY, PLACES, STAFF
from ui.returning import Return, read_return
from ui.spots import ACCESS, CHECK, DOCUMENTS, PAGE, Spot, spot_of

PASSPHRASE = "six larches by the canal"
OTHER = "nine herons over the weir"


@given(st.builds(Return, st.text(), st.sampled_from([p.id for p in PLACES]), st.text()))
def test_what_is_handed_over_is_read_as_it_was(back: Return) -> None:
    argument = back.as_argument()
    assert read_return(argument) == (back if len(argument) <= 1000 else None)


@given(st.text() | st.recursive(st.none() | st.text(), st.lists).map(repr))
def test_anything_else_is_no_return(argument: str) -> None:
    found = read_return(argument)
    assert found is None or found.as_argument() == argument


@pytest.mark.parametrize(
    "argument",
    ["", "[]", '["a", "nowhere", ""]', '["a", "cases"]', '["a", "cases", 1]', "[" * 900, "9" * 999],
)
def test_a_strange_argument_is_no_return(argument: str) -> None:
    assert read_return(argument) is None


def test_a_spot_and_its_words() -> None:
    spot = Spot(PAGE, "section1", "child", "a1")
    assert spot_of(spot.words) == spot
    assert spot_of(("kitchen", "", "", "")) is None
    assert spot_of((PAGE,)) is None
    assert spot_of(()) is None


# from one program to the next


class Office:
    """A vault with one case and two members of staff, and whoever locks and unlocks it."""

    def __init__(self, program, folder: Path, qtbot) -> None:
        self.program, self.folder, self.qtbot = program, folder, qtbot
        session, _ = office_of(program.desk, folder, PASSPHRASE)
        staffkeys.add_colleague(session, "Ruth Tolland", OTHER)
        case = cases.start_referral(session)
        self.public: str = case.public
        cases.close_case(case)
        self.session: Session = session

    def rest(self, app: App) -> App:
        self.qtbot.waitUntil(lambda: app._painted, timeout=30_000)
        self.qtbot.wait(30)
        self.qtbot.waitUntil(lambda: not app.worker.busy, timeout=30_000)
        self.qtbot.wait(10)
        return app

    def unlock(self, app: App, who: str = "Dana Whitlock") -> Screen:
        page = self.rest(app).window.screen_shown
        assert isinstance(page, UnlockPage)
        slot = next(slot for slot, name in page._people if name == who)
        page.unlock_asked.emit(slot, PASSPHRASE if who == "Dana Whitlock" else OTHER)
        self.rest(app)
        assert app.window.screen_shown is not None
        return app.window.screen_shown

    def begin(self) -> App:
        self.session.close()
        app: App = self.program.start(vault=self.folder)
        assert isinstance(self.unlock(app), DuePage)
        return app

    def lock(self, app: App, lock: Callable[[App], None] = App.lock) -> list[str]:
        lock(app)
        self.qtbot.waitUntil(lambda: app in self.program.ended, timeout=10_000)
        arguments: list[str] = self.program.restarts[-1]
        return arguments

    def again(self, app: App, lock: Callable[[App], None] = App.lock) -> App:
        """Lock, and start the program that comes after with what it is told."""
        wish = read_wish(self.lock(app, lock))
        return self.program.start(vault=wish.vault, back=wish.back)  # type: ignore[no-any-return]

    def in_case(self, app: App, spot: Spot) -> CasePage:
        assert app.unlocked is not None
        app.unlocked._case.open(self.public, spot)
        page = self.rest(app).window.screen_shown
        assert isinstance(page, CasePage)
        return page


@pytest.fixture
def office(program, tmp_path: Path, qtbot) -> Office:
    return Office(program, tmp_path / "vault", qtbot)


@pytest.mark.parametrize(("place", "page"), [(STAFF, StaffPage), (HISTORY, HistoryScreen)])
def test_a_place_of_the_rail_is_shown_again(office: Office, place: str, page: type[Screen]) -> None:
    app = office.begin()
    app._go(place)
    office.rest(app)
    assert isinstance(office.unlock(office.again(app, App._lock_now)), page)


@pytest.mark.parametrize(
    ("spot", "inner"),
    [
        (Spot(PAGE, "section1", "agencies"), FormPage),
        (Spot(ACCESS), AccessPage),
    ],
)
def test_a_page_of_a_case_is_shown_again(office: Office, spot: Spot, inner: type[Screen]) -> None:
    app = office.begin()
    before = office.in_case(app, spot)
    assert isinstance(before.inner, inner)
    was = app.unlocked._case.here if app.unlocked else None
    app = office.again(app)
    shown = office.unlock(app)
    assert isinstance(shown, CasePage)
    assert isinstance(shown.inner, inner)
    assert app.unlocked is not None
    assert app.unlocked._case.here == was
    assert office.public in app.window.windowTitle()


def test_a_referral_that_is_not_started_yet_is_there_again(office: Office) -> None:
    app = office.begin()
    assert app.unlocked is not None
    app.unlocked._new_case.begin()
    page = office.rest(app).window.screen_shown
    assert isinstance(page, NewCasePage)
    page.forward()
    page.known.put("fact_child_died", YesNo("yes", "Told by the hospital"))
    shown = office.unlock(office.again(app, App._lock_now))
    assert isinstance(shown, NewCasePage)
    assert shown.title == "New referral: what is known"
    assert shown.known.answers.get("fact_child_died") == YesNo("yes", "Told by the hospital")


def test_nothing_but_ids_and_the_public_reference_is_handed_over(office: Office) -> None:
    slot = office.session.vault.staff.id
    app = office.begin()
    office.in_case(app, Spot(CHECK, "section1"))
    told = office.lock(app)
    assert told[:2] == ["--vault", str(office.folder)]
    assert read_return(told[3]) == Return(slot, CASES, office.public, (CHECK, "section1", "", ""))
    assert len(told) == 4


def test_who_locked_is_chosen_to_unlock(office: Office) -> None:
    app = office.begin()
    app = office.again(app)
    assert isinstance(office.unlock(app, "Ruth Tolland"), DuePage)
    app = office.again(app)
    page = office.rest(app).window.screen_shown
    assert isinstance(page, UnlockPage)
    assert page._who.box.currentText() == "Ruth Tolland"  # type: ignore[attr-defined]


def test_somebody_else_begins_at_the_list(office: Office) -> None:
    app = office.begin()
    office.in_case(app, Spot(DOCUMENTS))
    app = office.again(app)
    assert isinstance(office.unlock(app, "Ruth Tolland"), DuePage)


def test_a_restricted_case_asks_for_its_reference_as_always(office: Office) -> None:
    case = cases.open_case(office.session, office.public)
    full = case.handle.reference.full
    casekeys.restrict(case, [office.session.vault.staff.id], "a relative works here")
    cases.close_case(case)
    app = office.begin()
    assert app.unlocked is not None
    app.unlocked._case.open(office.public)
    office.rest(app)
    app.unlocked._case.open_typed(full)
    office.rest(app)
    app.unlocked._case.go(Spot(DOCUMENTS))
    office.rest(app)
    told = office.lock(app)
    assert full not in " ".join(told)
    wish = read_wish(told)
    app = office.program.start(vault=wish.vault, back=wish.back)
    assert isinstance(office.unlock(app), DuePage)
    (dialog,) = app.window.findChildren(KeyDialog)
    dialog.fill(full)
    dialog.check()
    shown = office.rest(app).window.screen_shown
    assert isinstance(shown, CasePage)
    assert isinstance(shown.inner, DocumentsScreen)


def test_a_case_that_is_gone_gives_way_to_the_list(office: Office) -> None:
    app = office.begin()
    office.in_case(app, Spot(DOCUMENTS))
    app = office.again(app)
    shutil.rmtree(office.folder / "cases" / office.public)
    assert isinstance(office.unlock(app), DuePage)


def test_a_part_that_is_not_in_the_form_gives_way_to_the_first_page(office: Office) -> None:
    app = office.begin()
    slot = office.session.vault.staff.id
    office.lock(app)
    back = Return(slot, CASES, office.public, (PAGE, "gone", "gone", "gone"))
    app = office.program.start(vault=office.folder, back=back.as_argument())
    shown = office.unlock(app)
    assert isinstance(shown, CasePage)
    assert isinstance(shown.inner, FormPage)
