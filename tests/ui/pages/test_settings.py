from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from mktdesk.casework.records import OfficeSettings
from mktdesk.reference import ReferenceFormat
from ui.pages.settings import SettingsPage, SettingsShown

OFFICE = OfficeSettings("office", name="Test office", idle_minutes=10)
Saved = list[tuple[OfficeSettings, str]]


@pytest.fixture
def shown() -> SettingsShown:
    return SettingsShown(
        office=OFFICE,
        usual=ReferenceFormat("SCR", 3),
        usual_marking="RESTRICTED",
        markings=("RESTRICTED", "OFFICIAL-SENSITIVE"),
        year=2026,
        folder="/srv/vault",
        protection="",
        scale=1.0,
    )


@pytest.fixture
def page(qtbot, shown: SettingsShown) -> SettingsPage:
    made = SettingsPage(shown)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def saved(page: SettingsPage) -> Saved:
    kept: Saved = []
    page.save_asked.connect(lambda office, reason: kept.append((office, reason)))
    return kept


def radio(page: SettingsPage, words: str) -> None:
    for radios in (page._marking, page._pack_key, page._appearance, page._scale):
        for tick in radios.ticks:
            if tick.words.startswith(words):
                QTest.keyClick(tick.box, Qt.Key.Key_Space)
                return
    raise AssertionError(words)


def save(page: SettingsPage) -> None:
    QTest.keyClick(page._save, Qt.Key.Key_Space)


def test_what_stands_is_shown_and_saving_it_changes_nothing(page: SettingsPage, saved: Saved):
    save(page)
    assert saved == [(OFFICE, "")]
    assert page.may_leave()


def test_everything_is_handed_over(page: SettingsPage, saved: Saved):
    page._name.put("Another office")
    page._address.setPlainText("Civic Offices\nOuseford")
    page._email.put("reviews@example.org")
    page._telephone.put("01632 960000")
    radio(page, "OFFICIAL-SENSITIVE")
    page._prefix.put("lcr")
    page._digits.put("4")
    page._meetings.put("pnl")
    page._idle.put("25")
    page._backup.put("3")
    radio(page, "Dark")
    save(page)
    assert saved == [
        (
            replace(
                OFFICE,
                name="Another office",
                address="Civic Offices\nOuseford",
                email="reviews@example.org",
                telephone="01632 960000",
                marking="OFFICIAL-SENSITIVE",
                reference_prefix="LCR",
                reference_digits=4,
                meeting_prefix="PNL",
                idle_minutes=25,
                backup_days=3,
                appearance="dark",
            ),
            "",
        )
    ]


def test_the_example_follows_the_format(page: SettingsPage):
    assert page._example.text().endswith("SCR-2026-001")
    QTest.keyClicks(page._prefix.line, "lcr")
    QTest.keyClicks(page._digits.line, "5")
    assert page._example.text().endswith("LCR-2026-00001")
    QTest.keyClicks(page._digits.line, "5")
    assert page._example.text().endswith("–")


@pytest.mark.rule("C23")
def test_the_bare_number_as_password_warns_and_needs_a_reason(page: SettingsPage, saved: Saved):
    assert page._warning.isHidden()
    radio(page, "The public part alone")
    assert not page._warning.isHidden()
    save(page)
    assert saved == []
    assert "weaker" in page._reason.problem
    page._reason.put("The board insists.")
    save(page)
    assert saved == [(replace(OFFICE, pack_key="public"), "The board insists.")]
    page.saved(replace(OFFICE, pack_key="public"))
    assert page._reason.isHidden()
    assert not page._warning.isHidden()


@pytest.mark.parametrize("minutes", ["", "0", "241", "ten", "1.5", "-3", "٣", "9999999999"])
def test_impossible_minutes_are_refused_where_they_stand(
    page: SettingsPage, saved: Saved, minutes: str
):
    page._idle.put(minutes)
    save(page)
    assert saved == []
    assert page._idle.problem
    assert page._idle.text == minutes


@pytest.mark.parametrize("days", ["", "0", "91", "a week"])
def test_impossible_days_are_refused_where_they_stand(page: SettingsPage, saved: Saved, days: str):
    page._backup.put(days)
    save(page)
    assert saved == []
    assert "from 1 to 90" in page._backup.problem


@pytest.mark.parametrize("prefix", ["S-R", "SCR1", "Ж", "../etc"])
def test_a_prefix_is_plain_letters(page: SettingsPage, saved: Saved, prefix: str):
    for question in (page._prefix, page._meetings):
        page._fill()
        question.put(prefix)
        save(page)
        assert saved == []
        assert question.problem


def test_a_page_with_changes_is_not_left_unasked(page: SettingsPage):
    page._telephone.put("01632 960000")
    assert not page.may_leave()
    assert "not saved" in page.notice._what.text()
    page._edited()
    QTest.keyClick(page._undo, Qt.Key.Key_Space)
    assert page._telephone.text == ""
    assert page.may_leave()


def test_a_marking_kept_from_another_toolkit_is_offered(qtbot, shown: SettingsShown):
    office = replace(OFFICE, marking="PROTECT")
    page = SettingsPage(replace(shown, office=office))
    qtbot.addWidget(page)
    assert page._marking.key == "PROTECT"
    assert page.may_leave()


def test_text_size_changes_at_once_and_is_not_the_offices(page: SettingsPage, saved: Saved):
    chosen: list[float] = []
    page.scale_chosen.connect(chosen.append)
    radio(page, "150 %")
    assert chosen == [1.5]
    assert page.may_leave()


def test_findings_are_listed_and_soundness_said(page: SettingsPage):
    page.show_findings((("A is damaged.", "Put it back."), ("B too.", "Look.")))
    assert page._found.text() == "A is damaged. Put it back.\nB too. Look."
    assert "2 things" in page.notice._what.text()
    assert "They are listed" in page.notice._do.text()
    page.show_findings((("A is damaged.", "Put it back."),))
    assert "1 thing was found." in page.notice._what.text()
    assert "It is shown under" in page.notice._do.text()
    page.show_findings(())
    assert page._found.isHidden()
    assert page.notice._what.text() == "Every check passed."


def test_the_check_is_asked_for(page: SettingsPage):
    asked: list[bool] = []
    page.check_asked.connect(lambda: asked.append(True))
    check = next(b for b in page.findChildren(QPushButton) if "Check" in b.text())
    QTest.keyClick(check, Qt.Key.Key_Space)
    assert asked == [True]
