"""What is due, with its controller, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from mktdesk.book import Change, RowChange
from mktdesk.desk import cases, clocks, filling
from mktdesk.desk.drafts import Target
from mktdesk.desk.due import Brought, DueLine, DueList
from mktdesk.desk.history_words import kind_of
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.office import DUE
from tests.ui.pages.conftest import Chooser
from ui.controllers.due import DueController, brought_words
from ui.dialogs.notice import NoticeDialog
from ui.pages.due import DuePage
from ui.window import Window
from ui.worker import Worker


class Asked(QObject):
    """What the person wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[str] = []
        self.notices: list[str] = []
        self.lists = 0

    def case(self, public: str) -> None:
        self.cases.append(public)

    def told(self, public: str) -> None:
        self.notices.append(public)

    def list(self) -> None:
        self.lists += 1


@dataclass
class Shown:
    page: DuePage
    asked: Asked
    controller: DueController
    rest: Callable[[], None]

    def column(self, name: str) -> list[str]:
        model = self.page.table.list_model
        at = [column.heading for column in model.columns].index(name)
        return [model.index(row, at).data() for row in range(model.rowCount())]

    @property
    def words(self) -> str:
        return "\n".join(w.text() for w in self.page.findChildren(QLabel) if w.isVisible())

    def press(self, words: str) -> None:
        found = [b for b in self.page.findChildren(QPushButton) if b.text() == words]
        assert len(found) == 1
        assert found[0].isVisible()
        found[0].click()
        self.rest()
        self.rest()


def filed(session: Session, received: str) -> str:
    case = cases.start_referral(session)
    filling.set_answer(case, Target("referral", "", "date_received"), read_date(received))
    cases.close_case(case)
    return case.public


@pytest.fixture
def show(
    worker: Worker,
    session: Session,
    window: Window,
    chooser: Chooser,
    rest: Callable[[], None],
) -> Callable[[], Shown]:
    def made() -> Shown:
        controller = DueController(worker, session, chooser, window)
        asked = Asked()
        controller.case_wanted.connect(asked.case)
        controller.notices_wanted.connect(asked.told)
        controller.cases_wanted.connect(asked.list)
        page = controller.screen()
        window.show_screen(page)
        rest()
        return Shown(page, asked, controller, rest)

    return made


def test_an_empty_list_says_what_will_be_there_and_leads_to_the_cases(
    show: Callable[[], Shown],
) -> None:
    shown = show()
    assert "Nothing is due" in shown.words
    shown.press("Go to the cases")
    assert shown.asked.lists == 1


def test_late_comes_first_and_stands_out(session: Session, show: Callable[[], Shown]) -> None:
    soon, late = filed(session, "30/10/2026"), filed(session, "19/10/2026")
    shown = show()
    each = len(shown.column("Case")) // 2 - 1  # the notices to give at once stand between
    assert shown.column("Case") == [late] * each + [late, soon] + [soon] * each
    assert shown.column("How long")[each : each + 2] == ["at once, from this day on"] * 2
    assert shown.column("How long")[0] == "late by 2 days"
    assert shown.column("Due")[0] == "Thu 19 Nov 2026"
    assert f"{each} late, {2 * each + 2} in all" in shown.words
    model = shown.page.table.list_model
    fonts = [model.index(row, 1).data(Qt.ItemDataRole.FontRole) for row in (0, each)]
    assert isinstance(fonts[0], QFont)
    assert fonts[0].bold()
    assert fonts[1] is None


def test_enter_opens_the_case(session: Session, show: Callable[[], Shown]) -> None:
    public = filed(session, "30/10/2026")
    shown = show()
    assert QApplication.focusWidget() is shown.page.table
    QTest.keyClick(shown.page.table, Qt.Key.Key_Return)
    assert shown.column("What")[0].startswith("Notices to give at once: ")
    assert (shown.asked.cases, shown.asked.notices) == ([], [public])
    shown.page.table.selectRow(1)
    QTest.keyClick(shown.page.table, Qt.Key.Key_Return)
    assert shown.asked.cases == [public]


def test_choosing_what_to_look_at(session: Session, show: Callable[[], Shown]) -> None:
    soon, late = filed(session, "30/10/2026"), filed(session, "19/10/2026")
    shown = show()
    shown.page.look_for("late")
    assert set(shown.column("Case")) == {late}
    shown.page.look_for("today")
    assert shown.column("Case") == []
    assert "Nothing is like that" in shown.words
    shown.page.look_for("month")
    assert set(shown.column("Case")) == {soon}
    shown.page.look_for("")
    owners = [shown.page._owner.itemText(n) for n in range(shown.page._owner.count())]
    assert owners[0] == "Everybody’s"
    assert set(owners[1:]) == set(shown.column("Whose"))
    shown.page._owner.setCurrentIndex(1)
    assert set(shown.column("Whose")) == {owners[1]}
    assert set(shown.column("Case")) == {soon, late}


def test_what_is_chosen_stays_when_the_list_is_read_again(
    session: Session, show: Callable[[], Shown]
) -> None:
    late = filed(session, "19/10/2026")
    shown = show()
    shown.page.look_for("late")
    line = shown.page.table.current()
    other = filed(session, "12/10/2026")
    shown.controller.refresh()
    shown.rest()
    assert set(shown.column("Case")) == {other, late}
    assert shown.page.table.current() is not None
    assert shown.page.table.current().public == line.public  # type: ignore[union-attr]


def test_the_guidances_own_review_is_marked_as_looked_at(
    session: Session, show: Callable[[], Shown]
) -> None:
    case = cases.start_referral(session, "mk-together-2023")
    cases.close_case(case)
    shown = show()
    assert shown.column("What")[-1] == "Review of the guidance"
    lines = shown.page.table.list_model
    shown.page.table.select(("", lines.at(lines.rowCount() - 1).clock))
    shown.press("Looked at…")
    (dialog,) = shown.page.findChildren(NoticeDialog)
    assert dialog._lines["by"].text == "Dana Whitlock"
    dialog._day.set_value(read_date("20/11/2099"))
    dialog.pressed()
    shown.rest()
    assert "still to come" in "\n".join(x.text() for x in dialog.findChildren(QLabel))
    dialog._day.set_value(read_date("20/11/2026"))
    dialog._lines["note"].put("No newer edition is out.")
    dialog.pressed()
    shown.rest()
    shown.rest()
    assert "The next one is due Sat 20 Nov 2027." in shown.words
    assert "Review of the guidance" not in shown.column("What")
    assert shown.asked.cases == []
    (entry,) = [one for one in session.vault.register.history() if one.verb == "round"]
    assert kind_of(entry).did == "Marked what comes round"
    assert entry.fields["note"] == "No newer edition is out."


def test_a_meeting_of_the_office_leads_nowhere_and_says_why(show: Callable[[], Shown]) -> None:
    shown = show()
    own = DueLine(
        "", "", "Children's Panel", "series-x/y", "2026-12-01", "", "10 days left", "Running",
        False, "Panel", "MKSB 2018",
    )  # fmt: skip
    shown.page.show_due(DueList((own,), date(2026, 11, 21)))
    QTest.keyClick(shown.page.table, Qt.Key.Key_Return)
    assert shown.asked.cases == []
    assert "Its days are under Meetings." in shown.words


def test_cases_that_are_not_on_the_list_are_read_when_asked(
    session: Session, show: Callable[[], Shown]
) -> None:
    public = filed(session, "30/10/2026")
    register = session.vault.register
    gone = [RowChange(DUE, row.id, delete=True) for row in register.rows(DUE)]
    register.write(Change("Dana Whitlock", "anchor", gone))
    shown = show()
    assert public not in shown.column("Case")
    assert "1 case is not on this list yet" in shown.words
    shown.press("Bring the list up to date")
    assert public in shown.column("Case")
    assert "1 case was read." in shown.words
    assert "not on this list" not in shown.words


def test_what_reading_came_to_in_words() -> None:
    said = brought_words(Brought(1200, 2, ("SCR-2026-001",)))
    assert said == (
        "1,200 cases were read. 2 restricted cases join the list when they are next opened. "
        "Not read: SCR-2026-001. Check the vault to see what is wrong."
    )


def test_what_is_shown_goes_into_a_diary(
    session: Session, show: Callable[[], Shown], chooser: Chooser, tmp_path: Path
) -> None:
    soon, late = filed(session, "30/10/2026"), filed(session, "19/10/2026")
    chooser.save = tmp_path / "mine.ics"
    shown = show()
    shown.page.look_for("late")
    shown.press("Save for a diary…")
    text = chooser.save.read_text(encoding="utf-8")
    assert late in text
    assert soon not in text
    assert chooser.offered == ["Due.ics"]
    assert "Saved" in shown.page.status.text()


def test_a_clock_that_stands_still_is_listed_last(
    session: Session, show: Callable[[], Shown]
) -> None:
    still = filed(session, "30/10/2026")
    case = cases.open_case(session, still)
    for one in clocks.clocks(case):
        if one.open:
            clocks.pause(case, one.clock.id, session.clock.now().date(), "", "The coroner asked")
    cases.close_case(case)
    filed(session, "2/11/2026")
    shown = show()
    assert shown.column("Case")[-1] == still
    assert (shown.column("Due")[-1], shown.column("How long")[-1]) == ("–", "stands still")
