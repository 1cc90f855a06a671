"""A meeting's papers and minutes by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mktdesk.casework.meetingrecords import Attendee
from mktdesk.desk import agenda, attendance
from mktdesk.desk.meetingbooks import OwnMeeting, close_meeting, start_meeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import on_this_machine
from tests.cli.saying import PASSPHRASE, said, settle_in


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle_in(tmp_path / "home", monkeypatch)


def test_papers_and_minutes_are_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault, out = tmp_path / "vault", tmp_path / "out"
    out.mkdir()
    said(capsys, "init", vault, "--office", "Test office", "--name", "Dana Whitlock")
    desk = on_this_machine()
    (slot,) = desk.look(vault).staff
    session = desk.unlock(vault, slot.slot_id, PASSPHRASE)
    day = read_date("21/11/2026 10:00")
    meeting = start_meeting(session, OwnMeeting("mkscb-2016/scrsg", day, "Room 2"))
    for name in ("Amara Osei", "Lewis Grant"):
        attendance.add_attendee(meeting, Attendee("", name))
    item = agenda.add_item(meeting, "Any other business")
    lewis = next(one.id for one in meeting.attendees() if one.name == "Lewis Grant")
    attendance.declare(meeting, item, lewis, "It is about his team.")
    public = meeting.public
    close_meeting(meeting)
    session.close()

    told = said(capsys, "papers", vault, public, "--out", out)
    assert [line.split(" | ")[2] for line in told.splitlines()[:2]] == ["Amara Osei", "Lewis Grant"]
    assert "opens with: the meeting's full reference" in told
    said(capsys, "papers", vault, public, "--out", out, "--agenda", "--to", "Ann Bell")
    assert sorted(one.name for one in out.iterdir()) == [
        f"{public} agenda copy {number}.pdf" for number in (1, 2, 3)
    ]
    minutes = out / "minutes.docx"
    told = said(capsys, "minutes", vault, public, "--out", minutes)
    assert "opens with" in told
    assert "Lewis Grant stepped out of item 1 (Any other business): save theirs" in told
    theirs = out / "minutes, part.docx"
    said(capsys, "minutes", vault, public, "--out", theirs, "--to", "Lewis Grant")
    assert theirs.exists()
    told = said(capsys, "minutes", vault, public, "--out", minutes, code=1)
    assert "is there already" in told
