"""Toolkits of the office's own: copied, proved, put in force, and found again by their cases."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pikepdf
import pytest

from mktdesk.book import Change, RowChange
from mktdesk.desk import cases, filling
from mktdesk.desk.drafts import Target
from mktdesk.desk.due import due
from mktdesk.desk.overview import overview
from mktdesk.desk.owntoolkits import IN_FORCE, OwnToolkit, files_of
from mktdesk.desk.session import Session
from mktdesk.desk.starting import offers
from mktdesk.desk.toolkits import (
    change_clock,
    change_recipients,
    changes,
    copy_supplied,
    every_line,
    keep_draft,
    new_edition,
    put_in_force,
    save_files,
    save_toolkit_paper,
    toolkit_lines,
    toolkit_of,
    withdraw,
)
from mktdesk.errors import AnswersRefused, CaseError, ToolkitRefused
from mktdesk.toolkits import Toolkit, read_texts, texts_of


def test_a_copy_is_a_draft_until_it_is_put_in_force_with_a_reason(session: Session) -> None:
    own = copy_supplied(session, "mkscb-2016", "north-2026", "Our own guidance")
    with pytest.raises(CaseError):
        toolkit_of(session, "north-2026")
    with pytest.raises(AnswersRefused):
        put_in_force(session, own, date(2026, 1, 1), " ")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the board")
    assert toolkit_of(session, "north-2026").title == "Our own guidance"
    line = next(x for x in toolkit_lines(session) if x.toolkit.id == "north-2026")
    assert line.own is not None
    assert (line.own.state, line.own.made_from) == (IN_FORCE, "mkscb-2016@2016-03")
    assert not line.in_force(date(2025, 12, 31))
    assert line.in_force(date(2026, 1, 1))


def test_a_case_under_it_opens_after_it_was_withdrawn(session: Session) -> None:
    own = copy_supplied(session, "mkscb-2016", "north-2026", "Our own guidance")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the board")
    case = cases.start_referral(session, "north-2026")
    cases.close_case(case)
    withdraw(session, own, "The board took it back")
    with pytest.raises(CaseError):
        cases.start_referral(session, "north-2026")
    again = cases.open_case(session, case.public)
    assert again.toolkit.title == "Our own guidance"
    cases.close_case(again)


def test_what_is_in_force_does_not_change_and_a_mistake_is_refused_by_name(
    session: Session,
) -> None:
    own = copy_supplied(session, "mkscb-2016", "north-2026", "Our own guidance")
    files = texts_of("mkscb-2016")
    broken = {**files, "process.toml": files["process.toml"] + '\n[[event]]\nid = "x"\n'}
    with pytest.raises(ToolkitRefused, match="label"):
        keep_draft(session, broken, made_from="mkscb-2016@2016-03")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the board")
    row = session.vault.register.row("toolkit", own.id)
    assert row is not None
    with pytest.raises(AnswersRefused, match="in force"):
        keep_draft(
            session,
            msgspec.json.decode(str(row.fields["files"]), type=dict[str, str]),
            made_from=own.made_from,
        )


def test_a_name_that_is_taken_is_refused(session: Session) -> None:
    with pytest.raises(AnswersRefused):
        copy_supplied(session, "mkscb-2016", "mkscb-2016", "The same again")


@pytest.fixture
def north(session: Session) -> OwnToolkit:
    copied = copy_supplied(session, "mkscb-2016", "north", "Our own")
    return put_in_force(session, copied, date(2026, 1, 1), "Agreed")


def written(session: Session, own: OwnToolkit, process: str) -> None:
    """As an older version, which proved less, would have kept it."""
    files = {**files_of(own), "process.toml": process}
    older = replace(own, files=msgspec.json.encode(files).decode())
    row = RowChange(OwnToolkit.KIND, own.id, older.to_fields())
    session.vault.register.write(Change("Dana", "toolkit", (row,), "Kept by another version"))


UNPROVED = '\n[[recipient]]\nid = "nobody"\nlabel = "Nobody"\nof = "not_there"\n'


def test_a_case_goes_on_under_one_that_only_a_stricter_proof_refuses(
    session: Session, north: OwnToolkit, tmp_path: Path
) -> None:
    case = cases.start_referral(session, "north")
    cases.close_case(case)
    sound = files_of(north)["process.toml"]
    written(session, north, sound + UNPROVED)
    (line,) = [x for x in toolkit_lines(session) if x.own]
    assert line.refused is not None
    assert "not_there" in line.refused.reason
    assert not line.in_force(date(2026, 6, 1))
    with pytest.raises(CaseError):
        cases.start_referral(session, "north")  # nothing new begins under it
    again = cases.open_case(session, case.public)
    assert not again.read_only
    filling.set_answers(again, {Target(again.form.record, "", "referrer_name"): "Liz Pemberton"})
    what, do = overview(again).guidance
    assert "does not pass the checks" in what
    assert "go on under it" in do
    cases.close_case(again)
    save_files(north, tmp_path / "north.zip")
    with zipfile.ZipFile(tmp_path / "north.zip") as packed:
        assert "north/process.toml" in packed.namelist()
    kept = keep_draft(session, {**files_of(north), "process.toml": sound}, made_from="")
    assert (kept.state, kept.in_force_from) == (IN_FORCE, "2026-01-01")
    assert all(x.refused is None for x in toolkit_lines(session))


def test_a_case_under_one_that_cannot_be_read_opens_to_be_read(
    session: Session, north: OwnToolkit
) -> None:
    case = cases.start_referral(session, "north")
    filling.set_answers(case, {Target(case.form.record, "", "referrer_name"): "Liz Pemberton"})
    cases.close_case(case)
    cases.close_case(cases.start_referral(session, "mkscb-2016"))
    written(session, north, '[[closing]]\nid = "x"\nunheard_of = 1\n')
    assert [line.toolkit.id for line in toolkit_lines(session) if line.own] == []
    (line,) = [x for x in every_line(session) if x.own]
    assert (line.toolkit.id, line.toolkit.title, line.readable) == ("north", "Our own", False)
    assert {one.toolkit.id for one in offers(session)} >= {"mkscb-2016"}
    assert due(session).missing == 0
    again = cases.open_case(session, case.public)
    assert again.read_only
    assert again.answers().get("referrer_name") == "Liz Pemberton"
    view = overview(again)
    assert "cannot be read by this version" in view.guidance[0]
    assert "unheard_of" in view.guidance[0]
    cases.close_case(again)
    cases.close_case(cases.open_case(session, case.public))  # and again: nothing is left held


def test_a_clock_and_a_notice_of_a_draft_are_changed_and_told_in_words(session: Session) -> None:
    own = copy_supplied(session, "mkscb-2010", "north-2010", "Our own note")
    clock = toolkit_lines(session)[-1].toolkit.process.clock[0]
    own = change_clock(session, own, clock.id, 9, "week", "The board asked for it")
    notice = next(x for x in read(own).process.notice if len(x.to) > 1)
    own = change_recipients(session, own, notice.id, notice.to[:1], "GOSE is no more")
    said = changes(session, own)
    assert len(said) == 2
    assert said[0].startswith(f"Clock “{clock.label}”: ")
    assert said[0].endswith("→ nine weeks")
    assert "no longer to" in said[1]
    assert texts_of("mkscb-2010")["process.toml"].count("#") == files_of(own)["process.toml"].count(
        "#"
    )


def test_a_change_that_makes_no_sense_is_refused_and_nothing_is_kept(session: Session) -> None:
    own = copy_supplied(session, "mkscb-2010", "north-2010", "Our own note")
    clock, notice = read(own).process.clock[0], read(own).process.notice[0]
    with pytest.raises(AnswersRefused):
        change_clock(session, own, clock.id, 0, "week", "Why")
    with pytest.raises(AnswersRefused):
        change_clock(session, own, clock.id, 2, "fortnight", "Why")
    with pytest.raises(AnswersRefused, match="reason"):
        change_clock(session, own, clock.id, 2, "week", " ")
    with pytest.raises(AnswersRefused):
        change_recipients(session, own, notice.id, (), "Why")
    with pytest.raises(ToolkitRefused, match="nobody"):
        change_recipients(session, own, notice.id, ("nobody",), "Why")
    assert changes(session, own) == ()


def test_a_new_edition_stands_beside_the_one_in_force_and_follows_it(session: Session) -> None:
    own = copy_supplied(session, "mkscb-2016", "north-2026", "Our own guidance")
    put_in_force(session, own, date(2026, 1, 1), "Agreed by the board")
    first = cases.start_referral(session, "north-2026")
    cases.close_case(first)
    draft = new_edition(session, own)
    assert draft.edition != own.edition
    put_in_force(session, draft, date(2026, 1, 2), "Agreed again")
    second = cases.start_referral(session, "north-2026")
    assert second.facts.edition == draft.edition
    cases.close_case(second)
    again = cases.open_case(session, first.public)
    assert again.facts.edition == own.edition
    cases.close_case(again)


def test_the_paper_holds_what_the_toolkit_says(session: Session, tmp_path: Path) -> None:
    line = toolkit_lines(session)[0]
    save_toolkit_paper(session, line.toolkit, tmp_path / "toolkit.pdf")
    with pikepdf.open(tmp_path / "toolkit.pdf") as pdf:
        assert len(pdf.pages) > 3
        assert "/StructTreeRoot" in pdf.Root


def read(own: OwnToolkit) -> Toolkit:
    return read_texts(files_of(own))
