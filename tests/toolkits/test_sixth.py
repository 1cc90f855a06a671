"""A toolkit of an invented partnership, written by docs/toolkits.md, works like the others."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import mktdesk.casework as casework_package
import mktdesk.desk as desk_package
from mktdesk.casework.criteria import Result
from mktdesk.casework.notices import NoticeState
from mktdesk.casework.progress import StepState
from mktdesk.casework.records import Stored
from mktdesk.cli import main
from mktdesk.cli.opening import PASSPHRASE_VARIABLE
from mktdesk.desk import cases, clocks, closing, threshold
from mktdesk.desk.owntoolkits import OwnToolkit
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.desk.toolkits import (
    changes,
    keep_draft,
    keep_folder,
    put_in_force,
    toolkit_of,
)
from mktdesk.errors import AnswersRefused, CaseError, ClockRefused, ToolkitRefused
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.values import YesNo
from mktdesk.office import KdfCost, Machine
from mktdesk.toolkits import mistakes_in, texts_in
from mktdesk.toolkits.prove import OFFICE_RECORDS
from tests.journeys.walking import Walker
from tests.offices import office_of

SIXTH = Path(__file__).resolve().parents[1] / "data" / "toolkits" / "marram-2026"
PASSPHRASE = "six-larches-by-the-canal"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The toolkit as somebody wrote it into a folder."""
    made = tmp_path / "written" / SIXTH.name
    shutil.copytree(SIXTH, made)
    return made


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    machine = replace(Machine.this_one(), secrets=NoSecrets(), state=tmp_path / "state")
    desk = Desk(machine, KdfCost.floor())
    opened, _ = office_of(desk, tmp_path / "vault", PASSPHRASE, staff="Dana")
    yield opened
    opened.close()


@pytest.fixture
def walker(session: Session, written: Path) -> Iterator[Walker]:
    """A case under it, once it is in force."""
    own = keep_draft(session, texts_in(written), made_from="")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the partnership")
    case = cases.start_referral(session, "marram-2026", "review")
    yield Walker(case)
    cases.close_case(case)


def test_the_command_finds_it_sound(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["toolkit", "check", str(written)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("sound: Marram Coast Safeguarding Partnership")
    assert "ways of working: 2" in said


def test_the_command_keeps_it_as_a_draft_that_begins_no_case_yet(
    session: Session,
    written: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = session.vault.folder
    session.close()
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    assert main(["toolkit", "keep", str(folder), str(written)]) == 0
    assert "draft: marram-2026, edition 2026-04" in capsys.readouterr().out


def test_a_draft_of_the_offices_own_is_put_in_force_and_then_stands(
    session: Session, written: Path
) -> None:
    own = keep_folder(session, written)
    assert changes(session, own) == ()
    with pytest.raises(CaseError):
        toolkit_of(session, "marram-2026")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the partnership")
    assert toolkit_of(session, "marram-2026").short_title == "Marram Coast 2026"
    with pytest.raises(AnswersRefused, match="in force"):
        keep_folder(session, written)


def test_what_is_not_sound_is_not_kept(session: Session, written: Path) -> None:
    process = written / "process.toml"
    text = process.read_text(encoding="utf-8")
    process.write_text(text.replace('who = "chair"', 'who = "nobody"'), encoding="utf-8")
    with pytest.raises(ToolkitRefused, match="nobody"):
        keep_folder(session, written)
    assert not list(session.vault.register.rows(OwnToolkit.KIND))


def test_the_name_of_one_that_came_with_the_program_is_refused(
    session: Session, written: Path
) -> None:
    head = written / "toolkit.toml"
    text = head.read_text(encoding="utf-8").replace('id = "marram-2026"', 'id = "medway-2007"')
    head.write_text(text, encoding="utf-8")
    taken = written.rename(written.with_name("medway-2007"))
    with pytest.raises(AnswersRefused, match="came with the program"):
        keep_folder(session, taken)


def test_a_case_is_walked_under_it_to_its_closing(walker: Walker) -> None:
    case = walker
    assert case.case.public.startswith("MCR-")
    case.sign("referral", received_on=case.today)
    assert case.due["decide"] == "2026-03-23"
    assert case.told()["receipt:referrer"] in {NoticeState.TO_DO, NoticeState.LATE}
    assert case.walk(chair={"chair_says": "review"}) == [
        "asked", "panel", "decision", "family_seen", "report",
    ]  # fmt: skip
    assert case.outcomes == ["review"]
    assert case.open_lines() == ["told", "records", "plan"]
    with pytest.raises(AnswersRefused, match="cannot be closed yet"):
        closing.close(case.case, "Dana")
    case.add("recommendation", number="1", text="Share the log.", owner="Police", adopted="whole")
    case.add("action", number="1", action="A form for it", lead="R. Shah", due=case.today)
    case.add("plan_agreed", agency="Panel", on=case.today, what=("plan",))
    case.tell_everybody()
    with pytest.raises(AnswersRefused):
        closing.except_line(case.case, "records", "Dana", "No time")
    closing.mark_line(case.case, "records", "Dana")
    assert case.open_lines() == []
    closing.close(case.case, "Dana")
    assert closing.closure(case.case) is not None
    assert _kept(case) - scopes_of(case.case.form).keys() - {"working"} <= OFFICE_RECORDS


def test_a_decision_that_comes_back_is_not_done(
    walker: Walker,
) -> None:
    case = walker
    case.sign("referral", received_on=case.today)
    case.record("asked")
    case.sign("panel", panel_says=("c",))
    assert case.outcomes == ["more"]
    assert "panel" in case.now
    assert case.state("decision") is StepState.WAITING


def test_an_audit_is_gone_to_by_a_decision_and_nothing_is_told_to_the_ministry(
    walker: Walker,
) -> None:
    case = walker
    case.walk(until="decision")
    case.sign("chair", chair_says="audit")
    case.convert("audit", "The chair decided so.")
    assert case.case.public.startswith("MCR-")
    assert case.now == ["audit_back"]
    assert not any("ministry" in key for key in case.told())


def test_its_thresholds_are_worked_out_from_the_dates_and_the_answers(walker: Walker) -> None:
    case = walker
    (row,) = case.case.answers().table("subject")
    case.change("subject", row.id, born_on=case.today, happened_on=case.today)
    found = {x.criterion.id: x.result for x in threshold.thresholds(case.case).assessments}
    assert found["review"] is Result.NOT_MET
    case.answer(fact_adult=YesNo("yes", "Born in 1980"), fact_harmed=YesNo("yes", "Lost an arm"))
    found = {x.criterion.id: x.result for x in threshold.thresholds(case.case).assessments}
    assert found["review"] is Result.MET


def test_more_time_needs_whom_the_toolkit_names(walker: Walker) -> None:
    case = walker
    case.walk(until="family_seen", chair={"chair_says": "review"})
    asked = clocks.Asked(date(2026, 11, 20), case.day, "chair", "A trial")
    with pytest.raises(ClockRefused, match="Learning panel"):
        clocks.extend(case.case, "report", asked)
    agreed = replace(asked, consent=frozenset({"panel"}), consulted=frozenset({"panel_chair"}))
    clocks.extend(case.case, "report", agreed)
    assert case.due["report"] == "2026-11-20"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('record = "family_member"', 'record = "happening"', "keeps its own"),
        ('id = "relationship"', 'id = "order"', "program's own"),
        ('id = "why_not_told"', 'id = "fact_died"', "used twice"),
        ('id = "what_happened"', 'id = "limbs_review"', "used twice"),
        ('id = "what_happened"', 'id = "own_plan"', "used twice"),
    ],
)
def test_ids_that_are_taken_are_refused(written: Path, old: str, new: str, said: str) -> None:
    form = written / "forms" / "marram_referral.toml"
    text = form.read_text(encoding="utf-8")
    assert old in text
    form.write_text(text.replace(old, new), encoding="utf-8")
    assert said in " ".join(one.reason for one in mistakes_in(written))


def test_what_is_taken_is_what_a_case_keeps_of_its_own() -> None:
    for package in (casework_package, desk_package):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    assert {kind.KIND for kind in _kinds(Stored)} >= OFFICE_RECORDS


def _kinds(kind: type[Stored]) -> Iterator[type[Stored]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


def _kept(case: Walker) -> set[str]:
    """The kinds of row in the case's book."""
    book = case.case.book
    return set(book.records_at(book.heads()))
