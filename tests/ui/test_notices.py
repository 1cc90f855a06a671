import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.errors import Cancelled, SealMistyped
from ui.labels import Words
from ui.notices import ErrorSummary, NoticeBox, ProgressPanel, StatusLine, SummaryLine, time_left
from ui.theme import Theme
from ui.worker import Ticket


def words_in(widget: QWidget) -> str:
    return " ".join(w.text() for w in widget.findChildren(Words) if not w.isHidden())


def test_a_status_is_shown_and_said(qtbot: QtBot, spoken: list[str]) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.say("Saved 14:02")
    assert line.text() == "Saved 14:02"
    assert spoken == ["Saved 14:02"]


def test_a_failure_says_what_happened_and_what_to_do(qtbot: QtBot, spoken: list[str]) -> None:
    box = NoticeBox()
    qtbot.addWidget(box)
    assert box.isHidden()
    box.show_error(SealMistyped())
    assert "Problem: The last symbol" in words_in(box)
    assert "type the reference again" in words_in(box)
    assert "type the reference again" in spoken[0]
    box.clear()
    assert box.isHidden()


def test_a_cancelled_job_is_no_problem(qtbot: QtBot) -> None:
    box = NoticeBox()
    qtbot.addWidget(box)
    box.show_error(Cancelled())
    assert "Problem" not in words_in(box)
    assert "Nothing was changed" in words_in(box)


def test_the_summary_takes_the_focus_and_leads_to_each_question(
    qtbot: QtBot, spoken: list[str]
) -> None:
    summary = ErrorSummary()
    qtbot.addWidget(summary)
    followed: list[object] = []
    summary.followed.connect(followed.append)
    summary.show_lines([SummaryLine("Fill in: name", "name"), SummaryLine("Answer", "shared")])
    summary.show()
    summary.activateWindow()
    summary.take_focus()
    assert spoken == ["There are 2 problems"]
    links = summary.findChildren(QPushButton)
    assert summary.focusWidget() is links[0]
    for link in links:
        QTest.keyClick(link, Qt.Key.Key_Space)
    assert followed == ["name", "shared"]
    summary.show_lines([])
    assert summary.isHidden()
    assert summary.count == 0


@pytest.mark.parametrize(
    ("gone", "fraction", "said"),
    [
        (1.0, 0.5, ""),
        (10.0, 0.01, ""),
        (10.0, 0.5, "about 10 seconds left"),
        (10.0, 0.99, "about 5 seconds left"),
        (60.0, 0.5, "about a minute left"),
        (60.0, 0.1, "about 9 minutes left"),
        (60.0, 1.0, ""),
    ],
)
def test_time_left_is_said_when_it_is_more_than_a_guess(gone, fraction, said) -> None:
    assert time_left(gone, fraction) == said


def test_long_work_shows_how_far_it_is_until_it_ends(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    ticket = Ticket(panel)
    panel.follow(ticket, "Making the case pack")
    ticket.progressed.emit(0.4, "page 48 of 120")
    assert not panel.isHidden()
    assert panel.findChildren(QProgressBar)[0].value() == 40
    assert "page 48 of 120" in words_in(panel)
    ticket.ended.emit()
    assert panel.isHidden()


def test_cancel_asks_the_job_to_stop_once(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    ticket = Ticket(panel)
    panel.follow(ticket, "Making the case pack")
    cancel = panel.findChildren(QPushButton)[0]
    assert cancel.accessibleName() == "Cancel: Making the case pack"
    QTest.keyClick(cancel, Qt.Key.Key_Space)
    assert ticket.progress.cancelled()
    assert not cancel.isEnabled()
    assert "Stopping…" in words_in(panel)


def test_the_end_of_an_older_job_does_not_hide_the_newer(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    first, second = Ticket(panel), Ticket(panel)
    panel.follow(first, "First")
    panel.follow(second, "Second")
    first.progressed.emit(0.9, "old news")
    assert "old news" not in words_in(panel)
    first.ended.emit()
    assert not panel.isHidden()


def test_long_work_never_widens_a_window_with_large_text(qtbot: QtBot, large: Theme) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    ticket = Ticket(panel)
    panel.follow(ticket, "Looking at what each case of a rather long agenda lacks")
    least = panel.minimumSizeHint().width()
    panel._show(0.4, "SCR-2026-014")
    assert max(least, panel.minimumSizeHint().width()) < 600


def test_a_long_status_is_one_line_where_there_is_room_and_wraps_where_not(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.setText("2023 toolkit · Local child safeguarding practice review (LCSPR)")
    whole = line.sizeHint()
    assert line.minimumSizeHint().width() < whole.width() / 2
    assert line.heightForWidth(whole.width()) <= whole.height()
    assert line.heightForWidth(whole.width() // 2) > whole.height()
