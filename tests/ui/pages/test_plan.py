"""The page of plan and learning with its controller, on a real vault."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import msoffcrypto
import pikepdf
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton

from mktdesk.casework import plan
from mktdesk.desk import cases, plan_out
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.filling import add_row, set_answer
from mktdesk.desk.history import case_history
from mktdesk.desk.overview import overview
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import Value
from ui.controllers.plan import PlanController
from ui.dialogs.files import FileDialogs, Files
from ui.dialogs.plan import WhichPlanDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.plan import PlanPage
from ui.spots import PAGE, Spot
from ui.window import Window
from ui.worker import Worker


class Heard(QObject):
    """What signals said, in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.words: list[object] = []

    def hear(self, what: object) -> None:
        self.words.append(what)


@pytest.fixture
def case(session: Session) -> Iterator[OpenCase]:
    made = cases.start_referral(session, "mkscb-2016", "scr")
    yield made
    cases.close_case(made)


def plan_of(case: OpenCase) -> str:
    """Two recommendations, one late action; its row."""
    add_row(case, plan.RECOMMENDATION, {"number": "1", "text": "Tell people", "owner": "Police"})
    add_row(
        case,
        plan.RECOMMENDATION,
        {"number": "2", "text": "Write and check", "owner": "GP", "adopted": "agency"},
    )
    due = read_date("18 November 2026")
    late: dict[str, Value] = {"number": "1", "action": "Send it", "lead": "B. Roe", "due": due}
    return add_row(case, plan.ACTION, late | {"progress_now": "red"}).row


def page_of(
    case: OpenCase,
    worker: Worker,
    window: Window,
    rest: Callable[[], None],
    chooser: Files | None = None,
) -> tuple[PlanPage, Heard]:
    controller = PlanController(worker, chooser or FileDialogs(native=False), window)
    heard = Heard(window)
    controller.show_screen.connect(window.show_screen)
    controller.spot_wanted.connect(heard.hear)
    controller.target_wanted.connect(heard.hear)
    controller.begin(case)
    rest()
    page = window.screen_shown
    assert isinstance(page, PlanPage)
    return page, heard


def words_of(page: PlanPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]


def press(page: PlanPage, name: str) -> None:
    (found,) = [
        one for one in page.findChildren(QPushButton) if name in (one.text(), one.accessibleName())
    ]
    found.click()


def test_an_empty_plan_leads_to_where_it_is_written(
    case: OpenCase, worker: Worker, window: Window, rest: Callable[[], None]
) -> None:
    page, heard = page_of(case, worker, window, rest)
    assert "No recommendation is recorded yet." in words_of(page)
    press(page, "Write the plan")
    press(page, "Write learning")
    assert heard.words == [Spot(PAGE, "working", "own_plan"), Spot(PAGE, "working", "own_learning")]


def test_what_is_late_is_said_in_words_and_leads_to_its_row(
    case: OpenCase, worker: Worker, window: Window, rest: Callable[[], None]
) -> None:
    row = plan_of(case)
    page, heard = page_of(case, worker, window, rest)
    words = words_of(page)
    assert "2 recommendations, 1 action, 1 late." in words
    assert "Late by 3 days" in words
    assert "Red: not begun or off course" in words
    assert "Stays with the agency: outside the board's monitoring" in words
    assert words.count("No action carries it out yet.") == 1
    press(page, "Go to it: Send it")
    assert heard.words == [Target(plan.ACTION, row, "")]
    assert overview(case).plan == "1 action late"


def test_how_learning_is_spread_is_listed(
    case: OpenCase, worker: Worker, window: Window, rest: Callable[[], None]
) -> None:
    add_row(case, plan.BULLETIN, {"title": "Seven minutes", "channel": "newsletter"})
    page, _ = page_of(case, worker, window, rest)
    words = words_of(page)
    assert "Newsletter · no date" in words
    assert "No learning bulletin is written and dated." in words


def test_a_plan_is_saved_under_the_cases_password(
    case: OpenCase,
    worker: Worker,
    window: Window,
    rest: Callable[[], None],
    chooser: Any,
    tmp_path: Path,
) -> None:
    plan_of(case)
    chooser.save = tmp_path / "plan.xlsx"
    page, _ = page_of(case, worker, window, rest, chooser)
    press(page, "Save as a workbook…")
    dialog = page.findChildren(WhichPlanDialog)[-1]
    dialog._which.put("1")  # the second of GP and Police
    dialog.pressed()
    rest()
    assert chooser.offered == [f"{case.public} action plan.xlsx"]
    assert any("Saved as plan.xlsx" in one for one in words_of(page))
    text = sheet_of(tmp_path / "plan.xlsx", case.handle.reference.full)
    assert "Police" in text
    assert "Write and check" not in text  # the plan of the GP


def test_an_empty_plan_cannot_be_saved(
    case: OpenCase, worker: Worker, window: Window, rest: Callable[[], None]
) -> None:
    page, _ = page_of(case, worker, window, rest)
    assert not page._word.isEnabled()
    with pytest.raises(AnswersRefused, match="no plan"):
        plan_out.save_plan(case, Path("plan.docx"), Silent())


def test_a_bulletin_is_saved_for_everybody_and_names_nobody(
    case: OpenCase,
    worker: Worker,
    window: Window,
    rest: Callable[[], None],
    chooser: Any,
    tmp_path: Path,
) -> None:
    child = case.book.rows("subject")[0].id
    set_answer(case, Target("subject", child, "name"), "Mara Voss")
    said = {
        "title": "Seven minutes",
        "channel": "bulletin",
        "content": "Ask who lives there.\n\nTell.",
    }
    row = add_row(case, plan.BULLETIN, said).row
    chooser.save = tmp_path / "bulletin.docx"
    page, _ = page_of(case, worker, window, rest, chooser)
    press(page, "Save as Word: Seven minutes")
    rest()
    assert any("a check and no guarantee" in one for one in words_of(page))
    assert any("anybody can open it" in one for one in words_of(page))
    document = docx.Document(str(chooser.save))
    assert [one.text for one in document.paragraphs][:3] == [
        "Seven minutes",
        "Ask who lives there.",
        "Tell.",
    ]
    everything = "".join(one.text for one in document.sections[0].header.paragraphs)
    assert case.public not in everything
    assert [line.why for line in case_history(case).lines if line.did == "Saved or printed"] == [
        "Learning bulletin"
    ]
    set_answer(case, Target(plan.BULLETIN, row, "content"), "What happened to mara voss.")
    with pytest.raises(AnswersRefused, match="names somebody"):
        plan_out.save_bulletin(case, row, tmp_path / "other.docx", Silent(), despite="Known")
    set_answer(case, Target(plan.BULLETIN, row, "content"), " ")
    with pytest.raises(AnswersRefused, match="no words"):
        plan_out.save_bulletin(case, row, tmp_path / "other.docx", Silent())
    assert not (tmp_path / "other.docx").exists()


def test_what_may_say_who_is_meant_is_told_and_goes_out_only_for_a_reason(
    case: OpenCase,
    worker: Worker,
    window: Window,
    rest: Callable[[], None],
    chooser: Any,
    tmp_path: Path,
) -> None:
    child = case.book.rows("subject")[0].id
    set_answer(case, Target("subject", child, "name"), "Mara Voss")
    said = {"title": "Seven minutes", "channel": "bulletin", "content": "What Mara would say."}
    add_row(case, plan.BULLETIN, said)
    chooser.save = tmp_path / "bulletin.pdf"
    page, _ = page_of(case, worker, window, rest, chooser)
    assert any("May say who is meant. A forename" in one for one in words_of(page))
    press(page, "Save as PDF: Seven minutes")
    dialog = page.findChild(ReasonDialog)
    assert dialog is not None
    assert chooser.offered == []
    dialog._box.setPlainText("Mara is the name of the project")
    dialog._pressed()
    rest()
    assert chooser.offered == [f"{case.public} learning bulletin.pdf"]
    with pikepdf.open(chooser.save) as pdf:
        assert "Mara Voss" not in str(pdf.docinfo)
    lines = [line.why for line in case_history(case).lines if line.did == "Saved or printed"]
    assert lines == ["Learning bulletin: Mara is the name of the project"]
    chooser.save = tmp_path / "draft.pdf"
    press(page, "Save as protected PDF: Seven minutes")
    rest()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(chooser.save)
    with pikepdf.open(chooser.save, password=case.handle.reference.full) as pdf:
        assert len(pdf.pages) == 1


def test_the_plan_is_saved_as_a_protected_pdf_across_the_page(
    case: OpenCase,
    worker: Worker,
    window: Window,
    rest: Callable[[], None],
    chooser: Any,
    tmp_path: Path,
) -> None:
    add_row(case, plan.RECOMMENDATION, {"number": "1", "text": "Share it", "owner": "Police"})
    chooser.save = tmp_path / "plan.pdf"
    page, _ = page_of(case, worker, window, rest, chooser)
    page._pdf.click()
    rest()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(chooser.save)
    with pikepdf.open(chooser.save, password=case.handle.reference.full) as pdf:
        _, _, width, height = (float(x) for x in pdf.pages[0].mediabox)
        assert width > height


def sheet_of(out: Path, password: str) -> str:
    """The one sheet of a protected workbook, as XML."""
    plain = io.BytesIO()
    locked = msoffcrypto.OfficeFile(io.BytesIO(out.read_bytes()))
    locked.load_key(password=password)
    locked.decrypt(plain)
    with zipfile.ZipFile(plain) as package:
        return package.read("xl/worksheets/sheet1.xml").decode()
