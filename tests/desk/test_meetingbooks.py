"""Meetings as books of real vaults: begun once, kept level with the calendar, never a case."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from mktdesk.book import RowChange
from mktdesk.casework.meetingrecords import (
    MEETING_ROW,
    AgendaItem,
    Attendee,
    MeetingFacts,
    MinutesApproved,
    Movement,
    State,
)
from mktdesk.casework.meetings import Meeting
from mktdesk.desk import backup, cases, meetingbooks, meetings, repair, retention, settings
from mktdesk.desk.casefile import put
from mktdesk.desk.history import Wanted, meeting_history, office_history
from mktdesk.desk.meetingbooks import OwnMeeting
from mktdesk.desk.meetings import Rhythm
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, CaseError, InUseElsewhere
from mktdesk.office import KdfCost, Machine
from tests.desk.conftest import PASSPHRASE, Ticking

KEY = "mkscb-2016/sub_group"
BODY = "mkscb-2016/scrsg"
OWN = OwnMeeting(BODY, read_date("3 December 2026 10:00"), "Room 4")
PRESSER = Path(__file__).with_name("presser.py")
ARCHIVE = Path(__file__).resolve().parents[1] / "data" / "vaults" / "desk.zip"


@pytest.fixture
def planned(session: Session) -> Meeting:
    """The sub-group's first meeting of the calendar: 24 November 2026, 14:00."""
    rhythm = Rhythm(read_date("24 November 2026 14:00"), 6, "week", place="Civic Offices")
    meetings.set_rhythm(session, KEY, rhythm, "Agreed by the board")
    return meetings.diary(session).coming[0]


@pytest.fixture
def colleague(session: Session, desk: Desk, tmp_path: Path) -> Iterator[Callable[[], Session]]:
    """Bo at another computer, who unlocks the vault when asked."""
    bo = session.vault.add_staff("Bo Bell", PASSPHRASE, kdf=KdfCost.floor())
    machine = Machine("other computer", tmp_path / "other", NoSecrets(), desk.machine.clock)
    opened: list[Session] = []

    def unlock() -> Session:
        opened.append(
            Desk(machine, KdfCost.floor()).unlock(session.vault.folder, bo.id, PASSPHRASE)
        )
        return opened[-1]

    yield unlock
    for each in opened:
        each.close()


def test_a_planned_meeting_becomes_a_book_once(session: Session, planned: Meeting) -> None:
    meeting = meetingbooks.start_meeting(session, planned)
    assert meeting.public == "MTG-2026-001"
    facts = meeting.facts
    assert (facts.body, facts.body_words) == (BODY, "Serious Case Review Sub-Group")
    assert (facts.series, facts.own_day) == (KEY, "2026-11-24")
    assert facts.day_words == "Tue 24 Nov 2026, 14:00"
    assert (facts.place, facts.toolkit, facts.made_by) == (
        "Civic Offices", "mkscb-2016", "Dana Whitlock",
    )  # fmt: skip
    meetingbooks.close_meeting(meeting)
    again = meetingbooks.start_meeting(session, planned)
    assert (again.public, again.facts) == ("MTG-2026-001", facts)
    with pytest.raises(CaseError, match="open here already"):
        meetingbooks.start_meeting(session, planned)
    meetingbooks.close_meeting(again)
    other = meetingbooks.start_meeting(session, meetings.diary(session).coming[1])
    assert other.public == "MTG-2026-002"
    meetingbooks.close_meeting(other)
    assert session.vault.verify() == []


def test_an_extra_and_an_own_meeting_are_begun_too(session: Session, planned: Meeting) -> None:
    meetings.add_extra(session, KEY, read_date("30 November 2026 09:30"), "Room 1", "Two referrals")
    extra = next(one for one in meetings.diary(session).coming if one.extra)
    first = meetingbooks.start_meeting(session, extra)
    assert (first.facts.own_day, first.facts.day_words) == ("", "Mon 30 Nov 2026, 09:30")
    meetingbooks.close_meeting(first)
    again = meetingbooks.start_meeting(session, extra)
    assert again.public == first.public
    meetingbooks.close_meeting(again)
    for number in (2, 3):  # what no calendar has can be held twice on a day
        own = meetingbooks.start_meeting(session, OWN)
        assert own.public == f"MTG-2026-{number:03}"
        assert (own.facts.series, own.facts.place) == ("", "Room 4")
        meetingbooks.close_meeting(own)


def test_the_office_chooses_how_its_meetings_are_numbered(session: Session) -> None:
    settings.change_settings(session, replace(settings.settings(session), meeting_prefix="pnl"))
    for number in (1, 2):
        meeting = meetingbooks.start_meeting(session, OWN)
        assert meeting.public == f"PNL-2026-00{number}"
        meetingbooks.close_meeting(meeting)
    case = cases.start_referral(session)
    assert case.public == "SCR-2026-001"
    cases.close_case(case)
    with pytest.raises(AnswersRefused, match="letters only"):
        settings.change_settings(session, replace(settings.settings(session), meeting_prefix="P1"))


def test_what_is_no_meeting_is_not_begun(session: Session, planned: Meeting) -> None:
    with pytest.raises(AnswersRefused, match="certain day"):
        meetingbooks.start_meeting(session, replace(OWN, day=read_date("December 2026")))
    with pytest.raises(AnswersRefused, match="time"):
        meetingbooks.start_meeting(session, replace(OWN, day=read_date("3 December 2026")))
    with pytest.raises(AnswersRefused, match="no such body"):
        meetingbooks.start_meeting(session, replace(OWN, body="mkscb-2016/nobody"))
    with pytest.raises(AnswersRefused, match="no meeting"):
        meetingbooks.start_meeting(session, replace(planned, series="mkscb-2016/gone"))
    meetings.cancel(session, planned, "Snow")
    cancelled = next(one for one in meetings.diary(session).coming if one.cancelled)
    with pytest.raises(AnswersRefused, match="cancelled"):
        meetingbooks.start_meeting(session, cancelled)
    assert meetingbooks.list_meetings(session) == ()


def test_a_meeting_is_in_no_list_of_cases_and_a_case_in_no_list_of_meetings(
    session: Session, planned: Meeting
) -> None:
    cases.close_case(cases.start_referral(session))
    meetingbooks.close_meeting(meetingbooks.start_meeting(session, planned))
    assert [line.public for line in cases.list_cases(session)] == ["SCR-2026-001"]
    (line,) = meetingbooks.list_meetings(session)
    assert (line.public, line.body) == ("MTG-2026-001", "Serious Case Review Sub-Group")
    assert (line.day_words, line.place, line.state) == (
        "Tue 24 Nov 2026, 14:00", "Civic Offices", "Planned",
    )  # fmt: skip
    assert line.planned == meetingbooks.planned_key(planned)
    assert meetingbooks.list_meetings(session, "sub-group") == (line,)
    assert meetingbooks.list_meetings(session, "adult") == ()
    assert meetingbooks.is_meeting(session, "mtg-2026-001")
    assert not meetingbooks.is_meeting(session, "SCR-2026-001")
    for open_it in (cases.open_case, cases.look_into):
        with pytest.raises(CaseError, match="no case"):
            open_it(session, "MTG-2026-001")
    for look in (meetingbooks.open_meeting, meetingbooks.look_into_meeting):
        with pytest.raises(CaseError, match="no meeting"):
            look(session, "SCR-2026-001")


def test_its_line_says_how_far_it_has_come(session: Session, planned: Meeting) -> None:
    meeting = meetingbooks.start_meeting(session, planned)
    rows = [put(AgendaItem(f"i{n}", public=f"SCR-2026-00{n}", order=n)) for n in (2, 1)]
    rows.append(put(AgendaItem("m", "minutes", "Minutes of the last meeting")))
    meeting.write("add", rows)
    assert [item.id for item in meeting.items()] == ["m", "i1", "i2"]
    said = []
    for state in (State.HELD, State.ENDED):
        meeting.write("edit", (RowChange(MeetingFacts.KIND, MEETING_ROW, {"state": state.value}),))
        meetingbooks.settle(meeting)
        (line,) = meetingbooks.list_meetings(session)
        said.append((line.state, line.cases))
    assert said == [("Being held", 2), ("Held; minutes to be approved", 2)]
    meeting.write("edit", (put(MinutesApproved("a", day="2027-01-05")),))
    meetingbooks.settle(meeting)
    assert meetingbooks.list_meetings(session)[0].state == "Minutes approved Tue 5 Jan 2027"
    assert meetingbooks.as_kept(meeting).facts.state == "ended"
    meetingbooks.close_meeting(meeting)


def test_while_it_is_planned_it_follows_the_calendar(session: Session, planned: Meeting) -> None:
    meetingbooks.close_meeting(meetingbooks.start_meeting(session, planned))
    meetings.move(session, planned, read_date("26 November 2026 15:00"), "Room 2", "Chair is ill")
    moved = next(x for x in meetings.diary(session).coming if x.own_day == planned.own_day)
    meeting = meetingbooks.start_meeting(session, moved)
    assert meeting.public == "MTG-2026-001"
    assert meeting.facts.day_words == "Thu 26 Nov 2026, 15:00"
    assert meeting.facts.place == "Room 2"
    (last, *_) = meeting_history(meeting).find(Wanted(text="chair is ill"))
    assert last.did == "Changed"
    meeting.write("edit", (RowChange(MeetingFacts.KIND, MEETING_ROW, {"state": "held"}),))
    meetingbooks.close_meeting(meeting)
    meetings.move(session, moved, read_date("27 November 2026 15:00"), "Room 2", "Again")
    held = meetingbooks.open_meeting(session, "MTG-2026-001")
    assert held.facts.day == "2026-11-26"  # where it was held stays
    meetingbooks.close_meeting(held)


def test_somebody_else_reads_it_while_it_is_held(
    session: Session, planned: Meeting, colleague: Callable[[], Session]
) -> None:
    mine = meetingbooks.start_meeting(session, planned)
    bo = colleague()
    theirs = meetingbooks.start_meeting(bo, planned)
    assert (theirs.public, theirs.read_only) == (mine.public, True)
    assert theirs.handle.held_by == "Dana Whitlock, test computer"
    with pytest.raises(InUseElsewhere, match="This meeting is open for reading only"):
        theirs.refuse_change()
    (line,) = meetingbooks.list_meetings(bo)
    assert line.held_by == "Dana Whitlock, test computer"
    assert meetingbooks.list_meetings(session)[0].held_by == ""
    meetingbooks.close_meeting(theirs)
    meetingbooks.close_meeting(mine)


def test_two_who_press_at_once_get_one_meeting(
    session: Session, planned: Meeting, colleague: Callable[[], Session]
) -> None:
    bo, ready = colleague(), Barrier(2)

    def press(who: Session) -> meetingbooks.OpenMeeting:
        ready.wait()
        return meetingbooks.start_meeting(who, planned)

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(press, (session, bo))
    assert one.public == two.public == "MTG-2026-001"
    assert [one.read_only, two.read_only].count(False) == 1
    assert one.facts == two.facts
    for meeting in (one, two):
        meetingbooks.close_meeting(meeting)
    assert len(meetingbooks.list_meetings(session)) == 1
    assert session.vault.verify() == []


def test_two_programs_that_press_at_once_get_one_meeting(
    session: Session, planned: Meeting, tmp_path: Path
) -> None:
    bo = session.vault.add_staff("Bo Bell", PASSPHRASE, kdf=KdfCost.floor())
    vault, own = str(session.vault.folder), session.vault.staff.id
    programs = [
        subprocess.Popen(
            [sys.executable, PRESSER, vault, str(tmp_path / name), slot, PASSPHRASE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            env={**os.environ, "PYTHONPATH": str(PRESSER.parents[2])},
        )
        for name, slot in (("one", own), ("two", bo.id))
    ]  # fmt: skip

    def heard(program: subprocess.Popen[str]) -> str:
        assert program.stdout is not None
        return program.stdout.readline().strip()

    def tell(program: subprocess.Popen[str]) -> None:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()

    assert [heard(program) for program in programs] == ["ready", "ready"]
    for program in programs:
        tell(program)
    assert sorted(heard(program) for program in programs) == [
        "MTG-2026-001 reads",
        "MTG-2026-001 writes",
    ]
    for program in programs:
        program.communicate("go\n", timeout=60)
        assert program.returncode == 0
    assert len(meetingbooks.list_meetings(session)) == 1
    assert session.vault.verify() == []


def test_a_start_that_was_cut_short_goes_on(
    session: Session, planned: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutError(Exception):
        pass

    def cut(*_: object) -> None:
        raise CutError

    with monkeypatch.context() as patch:
        patch.setattr(meetingbooks.OpenMeeting, "write", cut)
        with pytest.raises(CutError):
            meetingbooks.start_meeting(session, planned)
    session.vault.adopt_cases()
    meeting = meetingbooks.start_meeting(session, planned)
    assert meeting.facts.own_day == "2026-11-24"
    meetingbooks.close_meeting(meeting)
    again = meetingbooks.start_meeting(session, planned)
    assert again.public == meeting.public
    meetingbooks.close_meeting(again)


def test_the_histories_say_it_in_words(session: Session, planned: Meeting) -> None:
    meeting = meetingbooks.start_meeting(session, planned)
    people = [put(Attendee("p1", "Ivy Lowe", agency="Police"))]
    meeting.write("add", [*people, put(Movement("m1", "p1", "came"))])
    lines = meeting_history(meeting).lines
    assert [line.did for line in reversed(lines)][:2] == ["Meeting made", "Began the meeting"]
    said = {(line.where, line.field, line.new) for line in lines}
    assert ("Meeting", "Whose meeting", "Serious Case Review Sub-Group") in said
    assert ("Who is there: Ivy Lowe", "Agency", "Police") in said
    assert ("Coming and going: Ivy Lowe", "What happened", "came") in said
    meetingbooks.close_meeting(meeting)
    office = {(line.did, line.where, line.new) for line in office_history(session).lines}
    assert ("Entered a meeting", "Meeting", "MTG-2026-001") in office


def test_it_is_kept_as_the_office_says_from_the_approval_of_its_minutes(
    session: Session, desk: Desk, planned: Meeting
) -> None:
    meeting = meetingbooks.start_meeting(session, planned)
    titles = {line.rule.id: line.title for line in retention.rules(session)}
    assert titles[retention.MEETING_RULE] == "Meetings"
    retention.set_rule(session, retention.MEETING_RULE, 6, "closed", "the board's policy")
    retention.set_rule(session, retention.OFFICE_RULE, 1, "started", "the board's policy")
    meetingbooks.settle(meeting)
    (line,) = retention.due_list(session)
    assert (line.public, line.subject) == ("MTG-2026-001", "Serious Case Review Sub-Group")
    assert line.words == "Counted from the approval of its minutes, which has not come"
    meeting.write("edit", (put(MinutesApproved("a", day="2027-01-05")),))
    meetingbooks.close_meeting(meeting)
    assert retention.line_of(session, "MTG-2026-001").due == "2033-01-05"
    desk.machine.clock._now += timedelta(days=7 * 366)  # type: ignore[attr-defined]
    assert retention.line_of(session, "MTG-2026-001").is_due
    retention.hold(session, "MTG-2026-001", "an inquest")
    assert retention.line_of(session, "MTG-2026-001").words == "On hold: an inquest"
    retention.release(session, "MTG-2026-001", "it is over")


def test_a_meeting_that_is_due_is_disposed_of_with_two_approvals(
    session: Session, desk: Desk, planned: Meeting, colleague: Callable[[], Session]
) -> None:
    meetingbooks.close_meeting(meetingbooks.start_meeting(session, planned))
    retention.set_rule(session, retention.MEETING_RULE, 1, "started", "the board's policy")
    with pytest.raises(AnswersRefused, match="Meeting MTG-2026-001 is not due"):
        retention.approve(session, "MTG-2026-001", "over")
    desk.machine.clock._now += timedelta(days=400)  # type: ignore[attr-defined]
    retention.approve(session, "MTG-2026-001", "over")
    retention.approve(colleague(), "MTG-2026-001", "over")
    gone = retention.dispose(session, "MTG-2026-001")
    assert (gone.public, gone.why) == ("MTG-2026-001", "over")
    assert meetingbooks.list_meetings(session) == ()
    assert session.vault.verify() == []
    later = meetings.diary(session).coming[0]
    again = meetingbooks.start_meeting(session, later)
    assert again.public == "MTG-2027-001"
    meetingbooks.close_meeting(again)


def test_backups_and_a_register_made_again_know_the_meetings(
    session: Session, desk: Desk, planned: Meeting, tmp_path: Path
) -> None:
    cases.close_case(cases.start_referral(session))
    meetingbooks.close_meeting(meetingbooks.start_meeting(session, planned))
    before = meetingbooks.list_meetings(session)
    made = backup.back_up(session, tmp_path / "stick", Silent())
    assert made.changed_words == "2 of 1 case and 1 meeting had changed."
    (known,) = backup.known_backups(session)
    assert known.held_words == "1 case and 1 meeting"
    (kept,) = backup.backups_in(tmp_path / "stick")
    assert (kept.publics, kept.held) == (("MTG-2026-001", "SCR-2026-001"), "1 case and 1 meeting")
    slot, folder = session.vault.staff.id, session.vault.folder
    session.close()
    (folder / "register.db").write_bytes(b"spoilt")
    done = repair.rebuild_register(
        desk, folder, Silent(), reason="a bad disk", slot=slot, passphrase=PASSPHRASE
    )
    assert (done.cases, done.meetings, done.unread) == (1, 1, ())
    (line,) = meetingbooks.list_meetings(done.session)
    assert (line.public, line.planned) == ("MTG-2026-001", before[0].planned)
    assert (line.body, line.state, line.day) == (before[0].body, "Planned", before[0].day)
    done.session.close()


def test_a_trouble_in_a_meeting_is_put_right_as_one_in_a_case(
    session: Session, planned: Meeting
) -> None:
    meetingbooks.close_meeting(meetingbooks.start_meeting(session, planned))
    book = session.vault.folder / "meetings" / "MTG-2026-001" / "case.db"
    raw = bytearray(book.read_bytes())
    raw[len(raw) // 2] ^= 1
    book.write_bytes(raw)
    troubles = repair.check(session, Silent())
    assert {trouble.public for trouble in troubles} == {"MTG-2026-001"}
    assert all(repair.RESTORE_CASE in trouble.remedies for trouble in troubles)


def test_an_old_vault_gets_its_first_meeting(tmp_path: Path) -> None:
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(tmp_path)
    machine = Machine("another computer", tmp_path / "state", NoSecrets(), Ticking())
    ann = "b64203ec2fbbd626"
    old = Desk(machine, KdfCost.floor()).unlock(tmp_path / "vault", ann, "seven grey herons wait")
    assert not (tmp_path / "vault" / "meetings").exists()
    assert meetingbooks.list_meetings(old) == ()
    meetingbooks.close_meeting(meetingbooks.start_meeting(old, OWN))
    assert [line.public for line in meetingbooks.list_meetings(old)] == ["MTG-2026-001"]
    assert len(cases.list_cases(old)) == 2
    assert old.vault.verify() == []
    old.close()
