from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from mktdesk.desk import cases
from mktdesk.desk.session import WAITING, Session
from mktdesk.desk.verify import verify
from mktdesk.desk.work import Silent
from mktdesk.errors import ToolkitRefused, UnlockRefused
from mktdesk.toolkits import Toolkit
from tests.offices import office_of
from ui.app import App
from ui.arrival import arrive
from ui.cover import Cover
from ui.outside import Wish, read_wish
from ui.page import Screen
from ui.pages.due import DuePage
from ui.pages.first_start import FirstStartPage, NewVault
from ui.pages.recovery import RecoveryPage
from ui.pages.settings import SettingsPage
from ui.pages.start import StartPage
from ui.pages.unlock import UnlockPage
from ui.worker import Progress

PASSPHRASE = "six larches by the canal"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def vault(program, tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    session, _ = office_of(program.desk, folder, PASSPHRASE)
    session.close()
    return folder


@pytest.fixture
def rest(qtbot):
    def wait(app: App) -> None:
        qtbot.waitUntil(lambda: app._painted, timeout=30_000)  # or nothing has begun yet
        qtbot.wait(30)
        qtbot.waitUntil(lambda: not app.worker.busy, timeout=30_000)
        qtbot.wait(10)

    return wait


@pytest.fixture
def opened(program, vault: Path, rest) -> App:
    app: App = program.start(vault=vault)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    page.unlock_asked.emit(page._people[0][0], PASSPHRASE)
    rest(app)
    assert isinstance(app.window.screen_shown, DuePage)
    return app


def session_of(app: App) -> Session:
    assert app._entry is not None
    return app._entry.session


def page_of(app: App) -> Screen:
    assert app.window.screen_shown is not None
    return app.window.screen_shown


# the beginning


def test_nothing_is_known_at_first(program, rest):
    app = program.start()
    rest(app)
    assert isinstance(app.window.screen_shown, StartPage)
    assert app.window.isVisible()
    assert not program.shown


def test_the_window_after_a_lock_says_that_it_is_there(program, vault: Path, rest):
    app = program.start(vault=vault, say_when_shown=True)
    rest(app)
    assert program.shown == [True]


def test_the_vault_last_opened_is_asked_for_again(program, opened: App, vault: Path, rest):
    again = program.start()
    rest(again)
    page = again.window.screen_shown
    assert isinstance(page, UnlockPage)
    assert page.title == "Unlock Test office"
    assert (program.folder / "settings" / "window.json").exists()


def test_a_vault_that_has_gone_is_said_and_its_folder_kept(program, vault: Path, rest):
    shutil.rmtree(vault)
    app = program.start(vault=vault)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, StartPage)
    assert not page.notice.isHidden()
    assert page._folder.text == str(vault)


def test_a_damaged_header_is_an_error_and_no_crash(program, vault: Path, rest):
    header = vault / "vault.json"
    header.write_bytes(header.read_bytes()[:-40])
    app = program.start(vault=vault)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, StartPage)
    assert "damaged" in page.notice._what.text()


def test_a_demonstration_says_its_passphrase(program, tmp_path: Path, rest):
    app = program.start(vault=tmp_path / "demo", demo=True)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    assert "fictional-larch-kettle-harbour" in page._hint_words.text()
    page.unlock_asked.emit(page._people[0][0], "fictional-larch-kettle-harbour")
    rest(app)
    assert isinstance(app.window.screen_shown, DuePage)
    assert app.window.screen_shown.table.list_model.rowCount() > 4
    assert not (program.folder / "settings" / "window.json").exists()


# unlocking


def test_a_wrong_passphrase_waits_and_gives_no_hint(program, vault: Path, qtbot, rest):
    app = program.start(vault=vault)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    QTest.keyClicks(page._passphrase.line, "six larches by the river")
    QTest.keyClick(page._passphrase.line, Qt.Key.Key_Return)
    rest(app)
    assert page.notice._what.text() == f"Problem: {UnlockRefused().what}"
    assert not page._unlock.isEnabled()
    assert page._unlock.text() == "Wait 1 second"
    assert page._passphrase.text == "six larches by the river"
    QTest.keyClick(page._passphrase.line, Qt.Key.Key_Return)
    assert not app.worker.busy
    qtbot.waitUntil(page._unlock.isEnabled, timeout=30_000)


def test_a_window_that_waits_for_another_says_so(program, vault: Path, qtbot, rest):
    app = program.start(vault=vault)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    with program.desk.machine.turn(program.desk.look(vault).vault_id):
        page.unlock_asked.emit(page._people[0][0], PASSPHRASE)
        qtbot.waitUntil(lambda: page.status.text() == WAITING, timeout=10_000)
        assert not page._unlock.isEnabled()
    rest(app)
    assert isinstance(app.window.screen_shown, DuePage)


def test_the_recovery_code_opens_and_says_so(program, tmp_path: Path, rest):
    folder = tmp_path / "vault"
    session, code = program.desk.first_start(folder, "Test office", "Dana", PASSPHRASE)
    session.close()
    app = program.start(vault=folder)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    page.turn()
    assert not page._code.isHidden()
    page._code.put(code[:-1] + ("0" if code[-1] != "0" else "1"))
    page._unlock.click()
    rest(app)
    assert "Group 8" in page.notice._what.text()
    page._code.put(code.lower().replace("-", " "))
    page._unlock.click()
    rest(app)
    shown = app.window.screen_shown
    assert isinstance(shown, DuePage)
    assert "recovery code" in shown.notice._what.text()


def test_a_toolkit_that_does_not_load_is_said_and_the_vault_closed(
    program, vault: Path, rest, monkeypatch: pytest.MonkeyPatch
):
    def refuse(name: str) -> Toolkit:
        raise ToolkitRefused(f"{name}/toolkit.toml", "marking.default", "it is empty")

    monkeypatch.setattr("ui.arrival.load", refuse)
    app = program.start(vault=vault)
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, UnlockPage)
    page.unlock_asked.emit(page._people[0][0], PASSPHRASE)
    rest(app)
    assert app.window.screen_shown is page
    assert "marking.default" in page.notice._what.text()
    assert page._unlock.isEnabled()
    assert app._entry is None


# setting up


def test_a_vault_is_set_up_and_its_code_must_be_confirmed(program, tmp_path: Path, rest):
    app = program.start()
    rest(app)
    app._entrance.set_up()
    page = app.window.screen_shown
    assert isinstance(page, FirstStartPage)
    page.make_asked.emit(NewVault(tmp_path / "vault", "Office", "Dana", PASSPHRASE))
    rest(app)
    page = app.window.screen_shown
    assert isinstance(page, RecoveryPage)
    app.lock()
    assert app.window.findChild(Cover) is None
    app.window.close()
    assert app.window.isVisible()
    assert "recovery code" in page.notice._what.text()
    page.save_asked.emit()
    out = tmp_path / "sheet.pdf"
    app._entrance._save_sheet(out)
    rest(app)
    assert out.read_bytes().startswith(b"%PDF")
    page.confirmed.emit()
    rest(app)
    assert isinstance(app.window.screen_shown, DuePage)


@pytest.mark.parametrize("where", ["full", "under a file"])
def test_what_was_typed_stays_when_the_vault_cannot_be_made(
    program, tmp_path: Path, rest, where: str
):
    folder = tmp_path / where
    if where == "full":
        folder.mkdir()
        (folder / "letter.txt").write_text("in the way", encoding="utf-8")
    else:
        folder.write_text("a file", encoding="utf-8")
        folder /= "vault"
    app = program.start()
    rest(app)
    app._entrance.set_up()
    page = app.window.screen_shown
    assert isinstance(page, FirstStartPage)
    page.fill("Office", "Dana", PASSPHRASE, PASSPHRASE)
    page._folder.put(str(folder))
    page.check()
    rest(app)
    assert app.window.screen_shown is page
    assert not page.notice.isHidden()
    assert page._passphrase.text == PASSPHRASE
    assert page._folder.text == str(folder)
    assert page._make.isEnabled()


# locking and the end


def test_ctrl_l_closes_the_vault_and_starts_again_locked(
    program, opened: App, vault: Path, qtbot, rest
):
    session = session_of(opened)
    QTest.keyClick(opened.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.findChild(Cover) is not None
    qtbot.waitUntil(lambda: bool(program.ended), timeout=10_000)
    assert [told[:3] for told in program.restarts] == [["--vault", str(vault), "--back"]]
    assert session.vault._closed
    assert not opened.window.isVisible()


def test_what_is_being_typed_is_there_after_the_lock(
    program, opened: App, vault: Path, qtbot, rest
):
    case = cases.start_referral(session_of(opened))
    public = case.public
    cases.close_case(case)
    assert opened.unlocked is not None
    opened.unlocked._case.open(public)
    rest(opened)
    opened.window.activateWindow()
    typing = QApplication.focusWidget()
    assert isinstance(typing, QLineEdit)
    QTest.keyClicks(typing, "Mara Vo")
    opened.lock()
    qtbot.waitUntil(lambda: bool(program.ended), timeout=10_000)
    session = program.desk.unlock(vault, program.desk.look(vault).staff[0].slot_id, PASSPHRASE)
    case = cases.open_case(session, public)
    assert case.answers().get("referred") == "Mara Vo"
    cases.close_case(case)
    session.close()


def test_answers_that_cannot_be_saved_hold_the_lock_back_once(
    program, opened: App, vault: Path, qtbot, rest
):
    case = cases.start_referral(session_of(opened))
    public = case.public
    cases.close_case(case)
    assert opened.unlocked is not None
    opened.unlocked._case.open(public)
    rest(opened)
    opened.window.activateWindow()
    typing = QApplication.focusWidget()
    assert isinstance(typing, QLineEdit)
    QTest.keyClicks(typing, "Mara Vo")
    shutil.rmtree(vault)
    opened.lock()
    rest(opened)
    assert opened.window.findChild(Cover) is None
    assert "not saved" in page_of(opened).notice._what.text()
    assert typing.text() == "Mara Vo"
    opened.lock()
    qtbot.waitUntil(lambda: bool(program.ended), timeout=10_000)


def test_long_work_does_not_keep_the_vault_open(program, opened: App, qtbot):
    began: list[bool] = []
    ended: list[bool] = []

    def long(progress: Progress) -> None:
        began.append(True)
        try:
            for _ in range(2000):
                time.sleep(0.01)
                progress.report(0.1)
        finally:
            ended.append(True)

    ticket = opened.worker.submit(long, opened._fetched, opened.failed)
    opened._follow(ticket, "Making the case pack")
    qtbot.waitUntil(lambda: bool(began), timeout=10_000)
    opened._go("settings")  # the window works on meanwhile
    opened.lock()
    qtbot.waitUntil(lambda: bool(program.ended), timeout=10_000)
    assert ended


def test_no_dialog_is_a_way_round_the_lock(program, opened: App, qtbot):
    dialog = QDialog(opened.window)
    qtbot.addWidget(dialog)
    dialog.open()
    opened.lock()
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected
    qtbot.waitUntil(lambda: bool(program.ended), timeout=10_000)


def test_an_untouched_desk_locks_itself(program, opened: App, qtbot):
    now = opened.idle._now()
    opened.idle._now = lambda: now + 11 * 60
    opened.idle.look()
    qtbot.waitUntil(lambda: bool(program.ended), timeout=10_000)
    assert program.restarts


def test_a_program_that_cannot_start_again_says_so_and_stays_covered(
    program, opened: App, qtbot, rest
):
    program.fails_to_restart = True
    opened.lock()
    rest(opened)
    cover = opened.window.findChild(Cover)
    assert cover is not None
    assert cover._words.text() == "It did not start."
    assert not program.ended
    assert cover.stays
    opened.window.close()
    assert program.ended


def test_closing_the_window_closes_the_vault(program, opened: App, qtbot):
    session = session_of(opened)
    opened.window.close()
    qtbot.waitUntil(lambda: bool(program.ended), timeout=10_000)
    assert session.vault._closed
    assert not program.restarts


def test_a_mistake_of_ours_is_told_on_the_page(opened: App):
    opened.surprised(ValueError, ValueError("Mara Voss"), None)
    told = page_of(opened).notice
    assert "inside mktdesk" in told._what.text()
    assert "Mara" not in told._do.text()


# bad weather


def test_settings_keep_what_was_typed_when_the_vault_vanishes(opened: App, vault: Path, rest):
    opened._go("settings")
    rest(opened)
    page = opened.window.screen_shown
    assert isinstance(page, SettingsPage)
    page._telephone.put("01632 960000")
    shutil.rmtree(vault)
    page._save.click()
    rest(opened)
    assert page.notice.property("look") == "errors"
    assert page._telephone.text == "01632 960000"


def test_a_vault_that_cannot_be_written_says_so_at_once(opened: App):
    session = session_of(opened)
    session.vault.register.read_only = True
    told = arrive(session, recovered=False).alarms
    session.vault.register.read_only = False
    assert [what for what, _ in told] == [
        "The vault's folder is read-only: you can look, and change nothing."
    ]


def test_two_windows_on_one_vault_work_side_by_side(program, opened: App, vault: Path, rest):
    other = program.start(vault=vault)
    rest(other)
    page = other.window.screen_shown
    assert isinstance(page, UnlockPage)
    page.unlock_asked.emit(page._people[0][0], PASSPHRASE)
    rest(other)
    for app, telephone in ((opened, "1"), (other, "2"), (opened, "3")):
        app._go("settings")
        rest(app)
        shown = app.window.screen_shown
        assert isinstance(shown, SettingsPage)
        shown._telephone.put(telephone)
        shown._save.click()
        rest(app)
        assert shown.status.text() == "Saved", shown.notice._what.text()
    first, second = session_of(opened), session_of(other)
    one, two = cases.start_referral(first), cases.start_referral(second)
    assert one.public != two.public
    held = cases.open_case(second, one.public)
    assert held.read_only
    assert "Dana Whitlock" in held.handle.held_by
    for case in (held, one, two):
        cases.close_case(case)
    assert verify(first, Silent()) == ()


# what starting costs, and what it never does


def run_python(script: str, home: Path) -> str:
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_window_loads_nothing_that_it_does_not_show(tmp_path: Path):
    loaded = run_python(
        """
        import sys
        from ui.app import first_window
        qt, app = first_window(["mktdesk"])
        qt.processEvents()
        print(*sys.modules)
        app.stop()
        """,
        tmp_path,
    ).split()
    heavy = "reportlab pikepdf keyring openpyxl docx lxml sqlcipher3 argon2 cryptography zxcvbn"
    assert set(heavy.split()) & set(loaded) == set()
    assert "PySide6.QtPdf" not in loaded
    assert "PySide6.QtNetwork" not in loaded


def test_no_network_socket_is_ever_opened(tmp_path: Path):
    said = run_python(
        f"""
        import socket, sys
        opened = []
        def hook(event, args):
            if event == "socket.__new__" and args[1] != socket.AF_UNIX:
                opened.append(args)
            if event in {{"socket.connect", "socket.bind"}} and args[0].family != socket.AF_UNIX:
                opened.append(event)
            if event == "socket.getaddrinfo":
                opened.append(event)
        sys.addaudithook(hook)
        from PySide6.QtCore import QTimer
        from ui.app import first_window
        qt, app = first_window(["mktdesk", "--demo", "--vault", {str(tmp_path / "demo")!r}])
        def step():
            page = app.window.screen_shown
            if app.worker.busy:
                return
            if type(page).__name__ == "UnlockPage":
                if page._people:  # else the first page is not painted yet, and nothing begun
                    page.unlock_asked.emit(page._people[0][0], "fictional-larch-kettle-harbour")
            else:
                print(type(page).__name__, opened)
                app.window.close()
        app.ended.connect(qt.quit)
        timer = QTimer()
        timer.timeout.connect(step)
        timer.start(50)
        qt.exec()
        app.stop()
        print("QtNetwork" in " ".join(sys.modules), opened)
        """,
        tmp_path,
    ).splitlines()
    assert said == ["DuePage []", "False []"]


def test_a_window_that_has_ended_leaves_nothing_that_dresses_or_watches_the_application(
    qapp: QApplication, program, vault: Path, rest
):
    def left() -> list[str]:
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        kinds = map(type, qapp.findChildren(QObject))
        return sorted(kind.__name__ for kind in kinds if kind.__module__.startswith("ui."))

    before = left()
    ours = program.start(vault=vault)
    rest(ours)
    assert {"App", "FocusRing", "Theme", "IdleLock"} <= set(left())
    ours.stop()
    assert left() == before
    program.apps.clear()


def test_the_command_line():
    assert read_wish([]) == Wish()
    demo = read_wish(["--demo"])
    assert demo.demo
    assert demo.vault is not None
    assert not demo.vault.exists()  # made by the worker, in a folder that is ours alone
    assert list(demo.vault.parent.iterdir()) == []
    demo.vault.parent.rmdir()
    assert read_wish(["--vault", "office"]) == Wish(Path.cwd() / "office")
    with pytest.raises(SystemExit):
        read_wish(["--password", "x"])


@pytest.fixture(autouse=True)
def no_dialog_left(qapp: QApplication):
    yield
    assert not [w for w in qapp.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
