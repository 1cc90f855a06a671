"""Diary files of real cases: what is in them, what is not, and what the journal says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mktdesk.desk import cases, clocks, diary, due, filling
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import ExportFailed, InUseElsewhere


@pytest.fixture
def named(case: OpenCase) -> OpenCase:
    """Received on Fri 30 Oct 2026; a child has a name."""
    row = case.book.rows("subject")[0].id
    filling.set_answer(case, Target("subject", row, "name"), "Ottoline Verrinder")
    received = read_date("30/10/2026")
    filling.set_answer(case, Target("referral", "", "date_received"), received)
    return case


def test_the_due_days_of_a_case(named: OpenCase, tmp_path: Path) -> None:
    out = tmp_path / "diary.ics"
    count = diary.save_case_diary(named, out)
    data = out.read_bytes()
    text = data.replace(b"\r\n ", b"").decode()
    assert count == text.count("BEGIN:VEVENT") >= 1
    assert f"SUMMARY:{named.public}: Chair's decision" in text
    assert "DTSTART;VALUE=DATE:20261130" in text
    assert text.count("CLASS:CONFIDENTIAL") == count
    assert "VALARM" not in text
    assert "Ottoline" not in text
    assert "OV" not in text
    entry = named.book.history(limit=1)[0]
    assert (entry.verb, entry.actor) == ("export", "Dana Whitlock")
    assert entry.note == {
        "file": "diary.ics",
        "sha256": hashlib.sha256(data).hexdigest(),
        "entries": count,
    }


def test_an_entry_keeps_its_id_when_its_day_moves(named: OpenCase, tmp_path: Path) -> None:
    def saved(name: str) -> tuple[list[str], list[str]]:
        diary.save_case_diary(named, tmp_path / name)
        lines = (tmp_path / name).read_bytes().replace(b"\r\n ", b"").decode().split("\r\n")
        uids = [line for line in lines if line.startswith("UID:")]
        return uids, [line for line in lines if line.startswith("DTSTART")]

    before = saved("one.ics")
    moved = read_date("2/11/2026")
    filling.set_answer(named, Target("referral", "", "date_received"), moved)
    after = saved("two.ics")
    assert before[0] == after[0]
    assert len(set(before[0])) == len(before[0])
    assert before[1] != after[1]


def test_a_case_and_the_list_give_the_same_entries(named: OpenCase, tmp_path: Path) -> None:
    cases.settle(named)
    session = named.session
    lines = due.due(session).lines
    assert diary.save_due_diary(session, lines, tmp_path / "all.ics") >= 1
    diary.save_case_diary(named, tmp_path / "one.ics")

    def events(name: str) -> set[str]:
        whole = (tmp_path / name).read_bytes().decode()
        each = (event.split("END:VEVENT")[0] for event in whole.split("BEGIN:VEVENT")[1:])
        return {
            "".join(line for line in event.splitlines() if "DTSTAMP" not in line) for event in each
        }

    assert {x for x in events("all.ics") if named.public in x} == {
        x for x in events("one.ics") if named.public in x
    }
    entry = session.vault.register.history(limit=1)[0]
    dated = [line for line in lines if line.state != "At once"]
    assert (entry.verb, entry.note["entries"]) == ("export", len(dated))


def test_what_stands_still_is_in_no_diary(named: OpenCase, tmp_path: Path) -> None:
    for one in clocks.clocks(named):
        if one.open:
            since = named.session.clock.now().date()
            clocks.pause(named, one.clock.id, since, "", "The coroner asked")
    with pytest.raises(ExportFailed, match="Nothing here has a day"):
        diary.save_case_diary(named, tmp_path / "one.ics")
    cases.settle(named)
    lines = [line for line in due.due(named.session).lines if line.public]
    assert lines
    with pytest.raises(ExportFailed):
        diary.save_due_diary(named.session, lines, tmp_path / "all.ics")
    assert list(tmp_path.glob("*.ics")) == []


def test_nothing_leaves_a_case_that_cannot_say_so(
    named: OpenCase, session: Session, tmp_path: Path
) -> None:
    look = cases.look_into(session, named.public)
    with pytest.raises(InUseElsewhere):
        diary.save_case_diary(look, tmp_path / "one.ics")
    cases.close_case(look)


def test_nothing_is_put_among_the_vaults_files(named: OpenCase) -> None:
    with pytest.raises(ExportFailed, match="inside a vault"):
        diary.save_case_diary(named, named.session.vault.folder / "one.ics")
