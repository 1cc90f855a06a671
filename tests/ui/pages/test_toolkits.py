"""The page of toolkits with its controller, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.desk import toolkits
from mktdesk.desk.history import office_history
from mktdesk.desk.owntoolkits import IN_FORCE, WITHDRAWN
from mktdesk.desk.session import Session
from ui.controllers.toolkits import ToolkitsController
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.toolkit import ClockDialog, CopyToolkitDialog, ForceDialog, RecipientsDialog
from ui.pages.toolkits import ToolkitsPage
from ui.window import Window
from ui.worker import Worker

SIXTH = Path(__file__).resolve().parents[2] / "data" / "toolkits" / "marram-2026"

D = TypeVar("D", bound=QWidget)
Rest = Callable[[], None]


@pytest.fixture
def page(
    worker: Worker, session: Session, window: Window, chooser: Any, rest: Rest
) -> ToolkitsPage:
    controller = ToolkitsController(worker, session, chooser, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin()
    rest()
    screen = window.screen_shown
    assert isinstance(screen, ToolkitsPage)
    return screen


def press(inside: QWidget, words: str) -> None:
    (found,) = [b for b in inside.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    found.click()


def dialog(page: ToolkitsPage, kind: type[D]) -> D:
    return page.findChildren(kind)[-1]


def choose(page: ToolkitsPage, session: Session, title: str) -> None:
    line = next(x for x in toolkits.toolkit_lines(session) if x.toolkit.title == title)
    page._table.select(f"{line.toolkit.id}@{line.toolkit.edition}")
    page._chosen(page._table.current())


def copy(page: ToolkitsPage, session: Session, rest: Rest) -> None:
    press(page, "Copy as our own…")
    asked = dialog(page, CopyToolkitDialog)
    asked._title.put("Our own guidance")
    asked._id.put("north-2026")
    press(asked, "Copy")
    rest()
    choose(page, session, "Our own guidance")


def test_what_a_toolkit_says_can_be_read(page: ToolkitsPage) -> None:
    said = page._text.toPlainText()
    for words in ("Kinds of review", "Thresholds", "Clocks", "Who is told", "Closing"):
        assert words in said


def test_copied_changed_put_in_force_and_withdrawn(
    page: ToolkitsPage, session: Session, rest: Rest
) -> None:
    copy(page, session, rest)
    press(page, "Change a clock…")
    clocks = dialog(page, ClockDialog)
    clocks._number.put("9")
    press(clocks, "Change")
    assert clocks._why.isVisible()  # without a reason nothing is done
    clocks._why.put("The board asked for it")
    press(clocks, "Change")
    rest()
    assert "What differs from" in page._text.toPlainText()
    press(page, "Put in force…")
    force = dialog(page, ForceDialog)
    force._why.put("Agreed by the board")
    press(force, "Put in force")
    rest()
    own = toolkits.toolkit_lines(session)[-1].own
    assert own is not None
    assert own.state == IN_FORCE
    press(page, "Withdraw…")
    reason = dialog(page, ReasonDialog)
    reason._box.setPlainText("Taken back")
    press(reason, "Withdraw")
    rest()
    own = toolkits.toolkit_lines(session)[-1].own
    assert own is not None
    assert own.state == WITHDRAWN
    whys = {line.why for line in office_history(session).lines}
    assert {"The board asked for it", "Agreed by the board", "Taken back"} <= whys


def test_a_mistake_stays_in_the_dialog_with_what_was_typed(
    page: ToolkitsPage, session: Session, rest: Rest
) -> None:
    copy(page, session, rest)
    press(page, "Change who is told…")
    asked = dialog(page, RecipientsDialog)
    for _, tick in asked._ticks:
        tick.put(False)
    asked._why.put("Nobody is to be told")
    press(asked, "Change")
    rest()
    assert asked.isVisible()
    assert asked._why.text == "Nobody is to be told"


def test_a_day_that_is_none_is_asked_again(
    page: ToolkitsPage, session: Session, rest: Rest
) -> None:
    copy(page, session, rest)
    press(page, "Put in force…")
    force = dialog(page, ForceDialog)
    force._day.put("some day soon")
    force._why.put("Agreed")
    press(force, "Put in force")
    rest()
    assert force.isVisible()


def test_the_toolkit_is_saved_as_a_pdf(
    page: ToolkitsPage, chooser: Any, tmp_path: Path, rest: Rest
) -> None:
    chooser.save = tmp_path / "toolkit.pdf"
    press(page, "Save as PDF…")
    rest()
    assert (tmp_path / "toolkit.pdf").read_bytes().startswith(b"%PDF")


def test_one_that_was_written_in_an_editor_is_read_and_put_in_force(
    worker: Worker, session: Session, window: Window, chooser: Any, rest: Rest
) -> None:
    toolkits.keep_folder(session, SIXTH)
    controller = ToolkitsController(worker, session, chooser, window)
    controller.show_screen.connect(window.show_screen)
    controller.begin()
    rest()
    page = window.screen_shown
    assert isinstance(page, ToolkitsPage)
    choose(page, session, "Marram Coast Safeguarding Partnership: learning reviews")
    said = page._text.toPlainText()
    assert "What differs from" not in said
    assert "A decision within 15 working days" in said
    press(page, "Put in force…")
    asked = dialog(page, ForceDialog)
    asked._why.put("Agreed by the partnership")
    press(asked, "Put in force")
    rest()
    line = next(x for x in toolkits.toolkit_lines(session) if x.toolkit.id == "marram-2026")
    assert line.own is not None
    assert line.own.state == IN_FORCE
