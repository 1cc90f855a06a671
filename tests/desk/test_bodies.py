"""Bodies in the register of real vaults: members with rows of their own, terms of reference."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.casework.bodies import Terms
from mktdesk.desk import bodies, directory, meetingbooks
from mktdesk.desk.bodies import BodyShown
from mktdesk.desk.bodyrows import BODY, MEMBER
from mktdesk.desk.directory import Entry
from mktdesk.desk.directorynames import directory_names
from mktdesk.desk.history import office_history
from mktdesk.desk.meetingbooks import OwnMeeting
from mktdesk.desk.papers import Shown, shown_as
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, CaseError, DocumentRefused, ExportFailed
from mktdesk.forms.values import DateAnswer, Value, YesNo

PDF = b"%PDF-1.7\n% the terms of reference\n"
NEW = Entry(MEMBER, "", {})


def day_of(text: str) -> DateAnswer:
    return read_date(text)


@pytest.fixture
def panel(session: Session) -> str:
    """The row of the sub-group of 2016."""
    values: dict[str, Value] = {"name": "SCR Sub-Group", "body": "mkscb-2016/scrsg", "quorum": "4"}
    directory.keep(session, Entry(BODY, "", {}), values)
    return next(one.row for one in directory.directory(session).entries if one.kind == BODY)


@pytest.fixture
def old(session: Session) -> str:
    """A body from before members had rows: their names stand in one field, a line each."""
    fields = {
        "name": "The Board",
        "body": "mkscb-2016/mkscb",
        "members": "Jo Bell\n\n Sam Field \nDr Ada, GP",
    }
    session.vault.register.write(Change("Ann", "directory", [RowChange(BODY, "b1", dict(fields))]))
    return "b1"


def add(session: Session, body: str, name: str, **more: Value) -> None:
    bodies.keep_member(session, body, NEW, {"name": name, "capacity": "member", **more})


def names(shown: BodyShown) -> list[str]:
    return [line.member.name for line in shown.members]


@pytest.mark.rule("R34")
def test_members_have_agency_discipline_capacity_and_days(session: Session, panel: str) -> None:
    police = {"agency": "Northshire Police", "discipline": "Police "}
    add(session, panel, "Amara Cole", title="DI", **police, **{"from": day_of("1 April 2026")})
    add(session, panel, "Ruth Okafor", capacity="chair")
    add(session, panel, "Dee Lane", capacity="deputy", for_whom="Amara Cole")
    add(session, panel, "Lee Hall", capacity="adviser", until=day_of("November 2026"))
    shown = bodies.body_shown(session, panel)
    assert shown.guidance == "Serious Case Review Sub-Group (2016 toolkit)"
    assert names(shown) == ["Ruth Okafor", "Amara Cole", "Lee Hall", "Dee Lane"]
    chair, inspector, adviser, deputy = shown.members
    assert (chair.capacity, chair.dates) == ("Chair", "")
    assert inspector.discipline_words == "Northshire Police, police"
    assert inspector.dates == "from 1 April 2026"
    assert deputy.capacity == "Deputy for Amara Cole"
    assert (adviser.member.votes, adviser.dates) == (False, "until November 2026")
    entry = next(x for x in directory.directory(session).entries if x.row == panel)
    assert entry.what.endswith("4 members")
    before = bodies.body_shown(session, panel, date(2026, 3, 31))
    assert "Amara Cole" not in names(before)
    assert [line.member.name for line in before.others] == ["Amara Cole"]
    later = bodies.body_shown(session, panel, date(2026, 12, 1))
    assert "Lee Hall" not in names(later)


def test_a_member_is_changed_and_leaves_with_a_day(session: Session, panel: str) -> None:
    add(session, panel, "Bo Bell")
    (line,) = bodies.body_shown(session, panel).members
    changed = {**line.entry.values, "votes": YesNo("no"), "until": day_of("1 November 2026")}
    bodies.keep_member(session, panel, line.entry, changed)
    shown = bodies.body_shown(session, panel)
    assert names(shown) == []
    (gone,) = shown.others
    assert (gone.member.votes, gone.dates) == (False, "until 1 November 2026")
    with pytest.raises(AnswersRefused, match="Somebody else has changed"):
        bodies.keep_member(session, panel, line.entry, {**changed, "until": day_of("2 June 2026")})
    bodies.remove_member(session, panel, gone.entry)
    assert bodies.body_shown(session, panel).others == ()
    with pytest.raises(AnswersRefused, match="removed already"):
        bodies.remove_member(session, panel, gone.entry)


def test_what_cannot_be_is_refused(session: Session, panel: str) -> None:
    with pytest.raises(AnswersRefused, match="Name"):
        bodies.keep_member(session, panel, NEW, {"name": "", "capacity": "member"})
    with pytest.raises(AnswersRefused, match="Capacity"):
        bodies.keep_member(session, panel, NEW, {"name": "Bo"})
    with pytest.raises(AnswersRefused, match="in somebody's place"):
        add(session, panel, "Dee", capacity="deputy")
    days = {"from": day_of("2 March 2026"), "until": day_of("1 March 2026")}
    with pytest.raises(AnswersRefused, match="ends before"):
        add(session, panel, "Bo", **days)
    with pytest.raises(AnswersRefused, match="removed"):
        add(session, "gone", "Bo")
    with pytest.raises(AnswersRefused, match="removed"):
        bodies.body_shown(session, "gone")
    assert bodies.body_shown(session, panel).members == ()


def test_names_from_an_old_list_are_members_and_get_rows_with_the_first_change(
    session: Session, old: str
) -> None:
    board = ("Dr Ada, GP", "Jo Bell", "Sam Field")
    assert directory_names(session, "mkscb-2016", date(2026, 11, 21)).members == {"mkscb": board}
    shown = bodies.body_shown(session, old)
    assert tuple(names(shown)) == board
    assert session.vault.register.rows(MEMBER) == []
    jo = shown.members[1].entry
    bodies.keep_member(session, old, jo, {**jo.values, "agency": "Housing"})
    shown = bodies.body_shown(session, old)
    assert tuple(names(shown)) == board
    assert shown.members[1].member.agency == "Housing"
    body = session.vault.register.row(BODY, old)
    assert body is not None
    assert "members" not in body.fields
    assert len(session.vault.register.rows(MEMBER)) == 3
    assert directory_names(session, "mkscb-2016", date(2026, 11, 21)).members == {"mkscb": board}
    was = [line.old for line in office_history(session).lines if line.field == "Members"]
    assert any("Sam Field" in text for text in was)


def test_a_change_of_the_body_itself_takes_the_list_up_too(session: Session, old: str) -> None:
    entry = next(x for x in directory.directory(session).entries if x.row == old)
    assert entry.what.endswith("3 members")
    directory.keep(session, entry, {**entry.values, "note": "Meets in the Civic Offices"})
    assert {str(row.fields["name"]) for row in session.vault.register.rows(MEMBER)} == {
        "Jo Bell", "Sam Field", "Dr Ada, GP",
    }  # fmt: skip
    assert len(bodies.body_shown(session, old).members) == 3


def test_a_body_that_is_no_more_has_no_members_to_tell(session: Session, panel: str) -> None:
    add(session, panel, "Bo Bell")
    entry = next(x for x in directory.directory(session).entries if x.row == panel)
    directory.keep(session, entry, {**entry.values, "until": day_of("31 March 2026")})
    on = date(2026, 11, 21)
    assert directory_names(session, "mkscb-2016", on).members == {}
    assert directory_names(session, "mkscb-2016", date(2026, 3, 31)).members == {
        "scrsg": ("Bo Bell",)
    }
    assert next(x for x in directory.directory(session).entries if x.row == panel).ended


@pytest.mark.rule("R288")
def test_what_the_guidance_wants_of_a_panel_is_said(session: Session) -> None:
    values: dict[str, Value] = {"name": "Panel for Child D", "body": "mkscb-2016/scr_panel"}
    directory.keep(session, Entry(BODY, "", {}), values)
    row = next(one.row for one in directory.directory(session).entries if one.kind == BODY)
    for number in range(5):
        add(session, row, f"Member {number}", capacity="member" if number else "chair")
    (lack,) = bodies.body_shown(session, row).lacks
    assert (lack.words, lack.rule) == ("The guidance wants 6 members at least; 5 decide.", "R288")
    add(session, row, "Member 6")
    assert bodies.body_shown(session, row).lacks == ()


@pytest.mark.rule("R7")
@pytest.mark.rule("R140")
def test_terms_of_reference_are_kept_with_version_and_day_and_opened(
    session: Session, panel: str, tmp_path: Path
) -> None:
    first = bodies.attach_terms(session, panel, "Terms.pdf", PDF, "version 1", day_of("1/1/2024"))
    bodies.attach_terms(session, panel, "New.txt", b"New terms", "version 2", day_of("1/4/2026"))
    shown = bodies.body_shown(session, panel)
    assert [(x.title, x.version, x.day) for x in shown.papers] == [
        ("New", "version 2", "2026-04-01"),
        ("Terms", "version 1", "2024-01-01"),
    ]
    assert shown.holds is not None
    assert shown.holds.version == "version 2"
    then = bodies.body_shown(session, panel, date(2026, 3, 31))
    assert then.holds == first
    assert (shown_as(first), bodies.terms_content(session, first)) == (Shown.PDF, PDF)
    bodies.save_terms(session, first, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == PDF
    assert any(line.did == "Saved or printed" for line in office_history(session).lines)
    with pytest.raises(ExportFailed):
        bodies.save_terms(session, first, tmp_path / "none" / "copy.pdf")
    bodies.remove_terms(session, first)
    assert [x.version for x in bodies.body_shown(session, panel).papers] == ["version 2"]
    assert session.vault.register.verify() == []


def test_a_paper_without_version_day_or_content_is_refused(
    session: Session, panel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = day_of("1/1/2024")
    for version, when in (("", day), ("1", day_of("2024"))):
        with pytest.raises(AnswersRefused, match="version and the day"):
            bodies.attach_terms(session, panel, "a.pdf", PDF, version, when)
    with pytest.raises(DocumentRefused, match="empty"):
        bodies.attach_terms(session, panel, "a.pdf", b"", "1", day)
    monkeypatch.setattr(bodies, "LARGEST_PAPER", 10)
    with pytest.raises(DocumentRefused, match="larger than"):
        bodies.attach_terms(session, panel, "a.pdf", PDF, "1", day)
    monkeypatch.undo()
    with pytest.raises(AnswersRefused, match="removed"):
        bodies.attach_terms(session, "gone", "a.pdf", PDF, "1", day)
    with pytest.raises(CaseError):
        bodies.terms_content(session, Terms("t", sha256="0" * 64))


def test_a_body_goes_with_its_members_and_papers(session: Session, panel: str) -> None:
    add(session, panel, "Bo Bell")
    bodies.attach_terms(session, panel, "a.pdf", PDF, "1", day_of("1/1/2024"))
    entry = next(x for x in directory.directory(session).entries if x.row == panel)
    directory.remove(session, entry)
    register = session.vault.register
    assert register.rows(MEMBER) == register.rows(Terms.KIND) == register.rows(BODY) == []


def test_the_history_says_whose_member_somebody_is(session: Session, panel: str) -> None:
    add(session, panel, "Bo Bell", agency="Housing")
    bodies.attach_terms(session, panel, "a.pdf", PDF, "version 1", day_of("1/1/2024"))
    said = {(x.where, x.field, x.new) for x in office_history(session).lines}
    assert ("Directory: member: Bo Bell, SCR Sub-Group", "Agency", "Housing") in said
    assert ("Terms of reference: SCR Sub-Group", "Holds from", "Mon 1 Jan 2024") in said
    assert not any(panel in new for _, _, new in said)


@pytest.mark.rule("R4")
def test_a_meeting_expects_the_members_of_its_body_on_its_day(session: Session, panel: str) -> None:
    add(session, panel, "Ruth Okafor", capacity="chair")
    add(session, panel, "Gone Away", until=day_of("1 December 2026"))
    add(session, panel, "Bo Bell", discipline="Health", **{"from": day_of("2 December 2026")})
    own = OwnMeeting("mkscb-2016/scrsg", day_of("3 December 2026 10:00"))
    meeting = meetingbooks.start_meeting(session, own)
    people = [(x.name, x.capacity, x.discipline) for x in meeting.attendees()]
    assert people == [("Ruth Okafor", "chair", ""), ("Bo Bell", "member", "health")]
    assert meeting.facts.quorum == 4
    meetingbooks.close_meeting(meeting)
