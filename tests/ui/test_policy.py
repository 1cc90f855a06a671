"""What the administrator of a computer has set, as the window shows and keeps it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from mktdesk.casework.records import OfficeSettings
from mktdesk.policy import BY_IT, Policy, parse
from mktdesk.reference import ReferenceFormat
from ui.app import App
from ui.capture import _ALL_OUT, keep_out
from ui.clipboard import SecretClipboard
from ui.controllers.settings import _FIELDS
from ui.hidden import Hidden
from ui.outside import Outside, Wish, hide_where_asked, read_wish
from ui.pages.settings import SettingsPage, SettingsShown
from ui.pages.unlock import UnlockPage
from ui.policylines import policy_shown
from ui.preferences import Preferences

SHOWN = SettingsShown(
    office=OfficeSettings("office", name="Test office", idle_minutes=10),
    usual=ReferenceFormat("SCR", 3),
    usual_marking="RESTRICTED",
    markings=("RESTRICTED", "OFFICIAL-SENSITIVE"),
    year=2026,
    folder="/srv/vault",
    protection="",
    scale=1.0,
)


def page_with(qtbot, text: bytes) -> SettingsPage:
    policy = parse(text, "/etc/mktdesk/policy.toml")
    office = replace(SHOWN.office, marking=policy.marking)
    shown = replace(
        SHOWN,
        office=office,
        most_idle=policy.most_minutes(240),
        locked=frozenset(field for name, field in _FIELDS.items() if policy.sets(name)),
        policy=policy_shown(policy, can_hide=False),
    )
    page = SettingsPage(shown)
    qtbot.addWidget(page)
    page.show()
    return page


def words_of(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_what_is_set_cannot_be_chosen_and_says_who_set_it(qtbot):
    page = page_with(qtbot, b'marking = "OFFICIAL"\npack_password = "full"\nidle_minutes = 12')
    assert not page._marking.isEnabled()
    assert page._marking.key == "OFFICIAL"
    assert not page._pack_key.isEnabled()
    assert page._idle.isEnabled()
    said = words_of(page)
    assert said.count(BY_IT) == 3
    assert "From 1 to 12" in said
    assert "Marking: OFFICIAL." in said
    assert "/etc/mktdesk/policy.toml" in said
    page._idle.put("13")
    page._go()
    assert "from 1 to 12" in page._idle.problem


def test_mistakes_in_the_file_are_told(qtbot):
    said = words_of(page_with(qtbot, b"idle_minuts = 3\nclipboard_seconds = 99"))
    assert "“idle_minuts”" in said
    assert "A secret on the clipboard: none is copied." in said


def test_a_computer_without_such_a_file_shows_nothing_of_it(qtbot):
    page = SettingsPage(SHOWN)
    qtbot.addWidget(page)
    page.show()
    assert "IT department" not in words_of(page)
    assert page._marking.isEnabled()


def test_no_secret_is_copied_where_that_is_set(qapp):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    assert BY_IT in SecretClipboard(seconds=0).copy("SCR-2026-014-AAAA")
    assert clipboard.text() == "before"


def test_a_copied_secret_stays_as_long_as_is_set(qtbot):
    clipboard = QGuiApplication.clipboard()
    made = SecretClipboard(seconds=20)
    assert "20 seconds" in made.copy("SCR-2026-014-AAAA")
    assert clipboard.text() == "SCR-2026-014-AAAA"
    assert made._timer.interval() == 20_000
    made.clear()
    assert clipboard.text() == ""


def test_every_window_is_hidden_as_it_appears(qtbot, qapp):
    hidden: list[QWidget] = []
    keeper = Hidden(qapp, hidden.append)
    try:
        window, dialog = QWidget(), QDialog()
        inside = QWidget(window)
        for shown in (window, dialog):
            qtbot.addWidget(shown)
            shown.show()
        assert hidden == [window, dialog]
        assert inside not in hidden
        assert keep_out(window, out=False) is False  # nobody lets it back in
        assert qapp.property(_ALL_OUT) is True
    finally:
        qapp.removeEventFilter(keeper)
        qapp.setProperty(_ALL_OUT, None)


@pytest.mark.parametrize(("rule", "hides"), [("hide", True), ("allow", False)])
def test_windows_are_hidden_only_where_that_is_set(qapp, rule, hides):
    before = qapp.children()
    hide_where_asked(qapp, Policy(screen_capture=rule))
    made = [child for child in qapp.children() if child not in before]
    assert [type(one) for one in made] == ([Hidden] if hides else [])
    for one in made:
        qapp.removeEventFilter(one)
        one.deleteLater()
    qapp.setProperty(_ALL_OUT, None)


@pytest.fixture
def started(program, qapp):
    def start(policy: Policy, **wish: object) -> App:
        outside = Outside(
            Preferences(program.folder / "settings" / "window.json"),
            lambda: program.desk,
            lambda: None,  # type: ignore[arg-type,return-value]
            lambda _arguments: None,
            lambda: None,
            lambda: None,  # type: ignore[arg-type,return-value]
            policy,
        )
        app = App(qapp, outside, Wish(**wish))  # type: ignore[arg-type]
        program.apps.append(app)
        app.begin()
        return app

    return start


def test_the_vault_that_is_set_is_the_one_that_is_opened(started, tmp_path):
    set_by_it = tmp_path / "office"
    app = started(Policy(vault=str(set_by_it)), vault=tmp_path / "mine")
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    assert str(set_by_it) in words_of(page)
    assert app._entrance.usual == str(set_by_it)


def test_a_demonstration_is_not_bound_to_it(started, tmp_path):
    app = started(Policy(vault=str(tmp_path / "office")), vault=tmp_path / "demo", demo=True)
    assert app._first_folder() == tmp_path / "demo"


def test_a_pack_on_the_command_line_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_wish(["SCR-2026-014.mktpack"]).pack == tmp_path / "SCR-2026-014.mktpack"
    assert read_wish(["--vault", "v"]).pack is None
    assert read_wish([]).pack is None
