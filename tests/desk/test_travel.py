"""Two laptops and an office: cases and meetings go along, are worked on, and come back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mktdesk.book import Book, Change, RowChange, conflicts_of, parcel_of
from mktdesk.desk import (
    backup,
    casekeys,
    cases,
    conflicts,
    converting,
    directory,
    meetingbooks,
    retention,
    settings,
    travel,
    travelling,
)
from mktdesk.desk.meetingbooks import OwnMeeting
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.desk.travel import Choice
from mktdesk.desk.verify import verify
from mktdesk.desk.work import Silent
from mktdesk.errors import (
    AnswersRefused,
    AtTheOffice,
    CaseError,
    ExportFailed,
    MergeRefused,
    PackRefused,
    ReferenceRefused,
    UnlockRefused,
    VaultError,
)
from mktdesk.office import Machine, bringing, disposal, travelpack
from mktdesk.reference import parse_full
from tests.desk.conftest import PASSPHRASE, Ticking
from tests.desk.travels import (
    DAY,
    FLOOR,
    Laptop,
    answer,
    back,
    bring,
    edit,
    full,
    new_case,
    read,
    single,
    take,
    there_and_back,
)

PASS = "two-herons-on-the-weir-at-dusk"


def test_a_case_goes_to_a_meeting_is_worked_on_and_comes_back(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office", b="office")
    made = take(session, stick / "out.mktpack", cases=(public,), to="the panel")
    assert (made.cases, made.opens_with) == (1, f"the full reference of {public}")
    (line,) = travel.away(session, public)
    assert line.words.startswith(f"Taken to the panel by {session.actor} on ")
    copy = laptop.open(stick / "out.mktpack", full(session, public).lower())
    assert [one.public for one in cases.list_cases(copy)] == [public]
    assert read(copy, public)["a"] == "office"
    edit(copy, public, a="laptop")
    edit(session, public, b="office again")
    (came,) = bring(session, back(laptop, copy, stick))
    assert came.came
    assert came.conflicts == 0
    assert read(session, public) == {"a": "laptop", "b": "office again"}
    assert travel.away(session) == ()
    case = cases.look_into(session, public)
    assert {entry.actor for entry in case.book.history()} >= {"Ravi Osei", session.actor}
    cases.close_case(case)
    assert verify(session, Silent()) == ()
    assert verify(copy, Silent()) == ()


def test_brought_back_twice_late_or_out_of_order(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    edit(copy, public, a="first")
    early = back(laptop, copy, stick, "early")
    edit(copy, public, a="second")
    late = back(laptop, copy, stick, "late")
    bring(session, late)
    register = session.vault.register.heads()
    for pack in (early, late, early):
        (line,) = bring(session, pack)
        assert line.came
        assert "Nothing new" in line.words
    assert session.vault.register.heads() == register
    assert read(session, public) == {"a": "second"}


def test_a_conflict_is_said_and_found_on_both_sides(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    edit(copy, public, a="laptop")
    edit(session, public, a="desk")
    (line,) = bring(session, back(laptop, copy, stick))
    assert line.conflicts == 1
    assert "1 conflict to decide" in line.words
    case = cases.look_into(session, public)
    (found,) = conflicts_of(case.book)
    assert {(side.actor, side.value) for side in found.sides} == {
        ("Ravi Osei", "laptop"),
        (session.actor, "desk"),
    }
    cases.close_case(case)


def test_a_meeting_goes_with_its_cases_under_its_own_reference(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    one, two, stays = (new_case(session, a=str(number)) for number in range(3))
    meeting = meetingbooks.start_meeting(session, OwnMeeting(_body(session), DAY, "Saxon Court"))
    public = meeting.public
    meetingbooks.close_meeting(meeting)
    made = take(session, stick / "m.mktpack", meeting=public, cases=(one, two), to="the meeting")
    assert made.cases == 2
    copy = laptop.open(stick / "m.mktpack", full(session, public))
    assert {line.public for line in cases.list_cases(copy)} == {one, two}
    assert [line.public for line in meetingbooks.list_meetings(copy)] == [public]
    edit(copy, two, a="said at the meeting")
    there = meetingbooks.open_meeting(copy, public)
    there.write("edit", [RowChange("attendee", "x1", {"name": "N. Aziz"})])
    meetingbooks.close_meeting(there)
    lines = bring(session, back(laptop, copy, stick))
    assert {line.public for line in lines if line.came} == {public, one, two}
    assert read(session, two)["a"] == "said at the meeting"
    here = meetingbooks.look_into_meeting(session, public)
    assert [row.fields["name"] for row in here.book.rows("attendee")] == ["N. Aziz"]
    meetingbooks.close_meeting(here)
    assert stays not in {line.public for line in lines}


def _body(session: Session) -> str:
    (first, *_) = cases.toolkits()
    return f"{first.id}/{first.bodies[0].id}"


def test_a_passphrase_opens_it_and_the_office_remembers_it(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    with pytest.raises(AnswersRefused):
        take(session, stick / "out.mktpack", cases=(public,), passphrase="panel2026")
    made = take(session, stick / "out.mktpack", cases=(public,), passphrase=PASS)
    assert made.opens_with == "the passphrase"
    with pytest.raises(PackRefused, match="passphrase"):
        laptop.open(stick / "out.mktpack", full(session, public))
    copy = laptop.open(stick / "out.mktpack", PASS)
    edit(copy, public, a="laptop")
    (line,) = bring(session, back(laptop, copy, stick))
    assert line.came
    register = session.vault.register
    kept = repr([dict(row.fields) for row in register.rows("away")])
    assert PASS not in kept + repr(register.history(limit=10_000))
    assert "Ravi Osei" not in kept
    assert verify(session, Silent()) == ()


@pytest.mark.parametrize("end", ["restricted", "disposed", "given up"])
def test_what_opens_a_pack_is_forgotten_when_nobody_may_need_it(
    session: Session, stick: Path, end: str
) -> None:
    public = new_case(session, a="office")
    take(session, stick / "out.mktpack", cases=(public,), passphrase=PASS)
    register = session.vault.register
    assert PASS in repr(register.history(limit=10_000))
    if end == "restricted":
        case = cases.open_case(session, public)
        casekeys.restrict(case, (session.vault.staff.id,), "named staff only")
        cases.close_case(case)
        assert travel.away(session, public)
    elif end == "disposed":
        disposal.dispose(session.vault.shelf, public, "kept long enough", ("Ann", "Bob"))
    else:
        travel.given_up(session, travel.away(session)[0].row, "the meeting was cancelled")
    assert (PASS in repr(register.history(limit=10_000))) == (end == "given up")
    assert register.verify() == []


def test_the_copy_is_locked_and_unlocked_by_the_same_reference(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    folder = copy.vault.folder
    copy.close()
    info = laptop.desk.look(folder)
    assert info.travelling is not None
    assert info.travelling.public == public
    spoken = full(session, public).replace("-", " ").lower()
    again = laptop.desk.unlock(folder, info.staff[0].slot_id, spoken)
    assert read(again, public)["a"] == "office"
    again.close()
    with pytest.raises(UnlockRefused):
        laptop.desk.unlock(folder, info.staff[0].slot_id, "not the reference")


def test_a_travelling_copy_does_nothing_that_is_the_offices(
    session: Session, laptop: Laptop, stick: Path, tmp_path: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    chosen = settings.settings(copy)
    case = cases.open_case(copy, public)
    entry = directory.Entry(directory.PERSON, "", {})
    refused: list[Any] = [
        lambda: cases.start_referral(copy),
        lambda: cases.register_old_case(copy, case.toolkit.id, "OLD-1-23"),
        lambda: meetingbooks.start_meeting(copy, OwnMeeting(_body(copy), DAY)),
        lambda: settings.change_settings(copy, _other(chosen)),
        lambda: copy.vault.rename_office("Another"),
        lambda: copy.vault.add_staff("Somebody", "seven grey herons wait"),
        lambda: backup.back_up(copy, tmp_path / "backups", Silent()),
        lambda: directory.keep(copy, entry, {"name": "N. Aziz"}),
        lambda: disposal.dispose(copy.vault.shelf, public, "why", ("A", "B")),
        lambda: casekeys.reseal(case, casekeys.fresh_reference(case), "why"),
        lambda: retention.hold(copy, public, "why"),
        lambda: take(copy, stick / "again.mktpack", cases=(public,)),
        lambda: bring(copy, back(laptop, copy, stick)),
    ]
    for do in refused:
        with pytest.raises(AtTheOffice) as told:
            do()
        assert public in told.value.what
        assert "office" in told.value.do
    cases.close_case(case)
    assert verify(copy, Silent()) == ()
    assert settings.settings(copy) == chosen


def _other(chosen: Any) -> Any:
    return replace(chosen, telephone="01908 000000")


def test_what_the_cases_need_travels_along(session: Session, laptop: Laptop, stick: Path) -> None:
    settings.change_settings(session, replace(settings.settings(session), telephone="01908 1"))
    register = session.vault.register
    register.write(Change("x", "directory", [RowChange("agency", "a1", {"name": "Police"})]))
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    assert settings.settings(copy).telephone == "01908 1"
    assert directory.agency(copy, "police") is not None
    assert copy.vault.register.rows("seal") != []
    assert full(copy, public) == full(session, public)


# what stands in the way at the office


def test_somebody_has_the_case_open(
    session: Session, laptop: Laptop, stick: Path, desk: Desk, tmp_path: Path
) -> None:
    public, other = new_case(session, a="office"), new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    edit(copy, public, a="laptop")
    pack = back(laptop, copy, stick)
    here = cases.open_case(session, public)
    (line,) = bring(session, pack)
    assert not line.came
    assert "open here" in line.words
    cases.close_case(here)
    second = Desk(Machine("other computer", tmp_path / "state-2", NoSecrets(), Ticking()), FLOOR)
    info = second.look(session.vault.folder)
    colleague = second.unlock(session.vault.folder, info.staff[0].slot_id, PASSPHRASE)
    theirs = cases.open_case(colleague, public)
    (line,) = bring(session, pack)
    assert not line.came
    assert "other computer has" in line.words
    cases.close_case(theirs)
    colleague.close()
    (line,) = bring(session, pack)
    assert line.came
    assert read(session, other) == {"a": "office"}


def test_a_disposed_case_stays_so_and_the_others_come_in(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    one, two = new_case(session, a="1"), new_case(session, a="2")
    meeting = meetingbooks.start_meeting(session, OwnMeeting(_body(session), DAY))
    meetingbooks.close_meeting(meeting)
    take(session, stick / "m.mktpack", meeting=meeting.public, cases=(one, two))
    copy = laptop.open(stick / "m.mktpack", full(session, meeting.public))
    edit(copy, one, a="laptop")
    edit(copy, two, a="laptop")
    disposal.dispose(session.vault.shelf, one, "kept long enough", ("Ann", "Bob"))
    lines = {line.public: line for line in bring(session, back(laptop, copy, stick))}
    assert not lines[one].came
    assert "disposed of" in lines[one].words
    assert lines[two].came
    assert read(session, two) == {"a": "laptop"}
    assert one not in {line.public for line in cases.list_cases(session)}


def test_resealed_and_another_key_meanwhile(session: Session, laptop: Laptop, stick: Path) -> None:
    public = new_case(session, a="office")
    old = full(session, public)
    copy = there_and_back(session, laptop, stick, public)
    edit(copy, public, a="laptop")
    case = cases.open_case(session, public)
    casekeys.reseal(case, casekeys.fresh_reference(case), "a slip was lost")
    cases.close_case(case)
    casekeys.change_key(session, parse_full(full(session, public)), "a laptop was lost")
    pack = back(laptop, copy, stick)
    with pytest.raises(PackRefused, match="not its full reference"):
        bring(session, pack)
    (line,) = bring(session, pack, typed=old)
    assert line.came
    assert "another full reference" in line.words
    assert read(session, public) == {"a": "laptop"}


def test_restricted_meanwhile_asks_for_the_full_reference(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    reference = full(session, public)
    copy = there_and_back(session, laptop, stick, public)
    edit(copy, public, a="laptop")
    case = cases.open_case(session, public)
    casekeys.restrict(case, (session.vault.staff.id,), "named staff only")
    cases.close_case(case)
    pack = back(laptop, copy, stick)
    with pytest.raises(AnswersRefused, match="does not know"):
        bring(session, pack)
    (line,) = bring(session, pack, typed=reference)
    assert line.came
    case = casekeys.open_restricted(session, reference)
    assert single(case) == {"a": "laptop"}
    cases.close_case(case)


def test_a_restricted_case_goes_alone_under_its_own_reference(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    reference = full(session, public)
    case = cases.open_case(session, public)
    casekeys.restrict(case, (session.vault.staff.id,), "named staff only")
    cases.close_case(case)
    choice = Choice(cases=(public,), passphrase=PASS)
    with pytest.raises(CaseError, match="restricted"):
        travel.take(session, choice, stick / "x.mktpack", Silent(), cost=FLOOR, typed=reference)
    choice = Choice(cases=(public,))
    travel.take(session, choice, stick / "x.mktpack", Silent(), cost=FLOOR, typed=reference)
    copy = laptop.open(stick / "x.mktpack", reference)
    assert read(copy, public) == {"a": "office"}


def test_restored_from_a_backup_meanwhile(
    session: Session, laptop: Laptop, stick: Path, tmp_path: Path
) -> None:
    public = new_case(session, a="before")
    backup.back_up(session, tmp_path / "backups", Silent())
    edit(session, public, a="after", b="after")
    copy = there_and_back(session, laptop, stick, public)
    edit(copy, public, c="laptop")
    backup.restore_one(session, tmp_path / "backups", public, reason="a bad disk", override=True)
    assert read(session, public) == {"a": "before"}
    edit(session, public, d="office")
    (line,) = bring(session, back(laptop, copy, stick))
    assert line.came
    assert "put back from a backup" in line.words
    assert read(session, public) == {"a": "after", "b": "after", "c": "laptop", "d": "office"}
    assert verify(session, Silent()) == ()


def test_moved_to_another_toolkit_meanwhile(session: Session, laptop: Laptop, stick: Path) -> None:
    case = cases.start_referral(session, "mkscb-2016")
    public = case.public
    cases.close_case(case)
    copy = there_and_back(session, laptop, stick, public)
    edit(copy, public, referrer_name="Joan Pell")
    case = cases.open_case(session, public)
    to = next(one for one in converting.editions(case) if one.id != case.toolkit.id)
    case = converting.move(case, to, "The 2016 guidance is no longer used")
    cases.close_case(case)
    (line,) = bring(session, back(laptop, copy, stick))
    assert line.came
    assert f"it is under {to.title} now" in line.words
    case = cases.open_case(session, public)
    assert case.toolkit.id == to.id
    row = case.book.row("referral", "referral")
    assert row is not None
    assert row.fields["referrer_name"] == "Joan Pell"
    assert conflicts.conflicts(case) == ()
    assert verify(session, Silent()) == ()
    cases.close_case(case)


def test_a_pack_of_another_office_or_on_its_other_way(
    session: Session, laptop: Laptop, stick: Path, desk: Desk, tmp_path: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    with pytest.raises(PackRefused, match="on its way to a meeting"):
        bring(session, stick / "out.mktpack")
    pack = back(laptop, copy, stick)
    with pytest.raises(PackRefused, match="on its way back"):
        laptop.open(pack, full(session, public), name="other")
    other, _ = desk.first_start(tmp_path / "other", "Elsewhere", "Ann Archer", PASSPHRASE)
    with pytest.raises(PackRefused, match="another vault"):
        bring(other, pack, typed=full(session, public))
    other.close()


def test_an_unknown_case_is_said(session: Session, laptop: Laptop, stick: Path) -> None:
    public = new_case(session, a="office")
    reference = full(session, public)
    copy = there_and_back(session, laptop, stick, public)
    pack = back(laptop, copy, stick)
    handle = session.vault.open_case(public)
    book = handle.case_id
    session.vault.close_case(handle)
    gone = RowChange("case", book, delete=True)
    session.vault.register.write(Change("x", "edit", [gone]))
    (line,) = bring(session, pack, typed=reference)
    assert not line.came
    assert "is not in this vault" in line.words


# the laptop


def test_a_wrong_reference_or_no_name_makes_nothing(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public, other = new_case(session), new_case(session)
    take(session, stick / "out.mktpack", cases=(public,))
    with pytest.raises(PackRefused, match="not its full reference"):
        laptop.open(stick / "out.mktpack", full(session, other))
    with pytest.raises(ReferenceRefused):
        laptop.open(stick / "out.mktpack", "SCR-2026")
    with pytest.raises(AnswersRefused, match="history names"):
        laptop.open(stick / "out.mktpack", full(session, public), who=" ")
    assert not laptop.base.exists() or not list(laptop.base.iterdir())


def test_a_folder_that_holds_something_is_left_alone(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session)
    there_and_back(session, laptop, stick, public)
    with pytest.raises(VaultError, match="already"):
        laptop.open(stick / "out.mktpack", full(session, public))
    place = travelling.default_folder(laptop.desk, stick / "out.mktpack")
    assert place == laptop.desk.machine.state / "travelling" / public


def test_two_laptops_at_once(session: Session, laptop: Laptop, stick: Path) -> None:
    public = new_case(session, a="office")
    first = there_and_back(session, laptop, stick, public)
    second = laptop.open(stick / "out.mktpack", full(session, public), "Ida Lamb", "second")
    edit(first, public, b="first")
    edit(second, public, c="second")
    bring(session, back(laptop, first, stick, "one"))
    bring(session, back(laptop, second, stick, "two"))
    assert read(session, public) == {"a": "office", "b": "first", "c": "second"}


def test_a_copied_folder_that_is_written_on_twice_is_refused(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    folder, slot = copy.vault.folder, copy.vault.staff.id
    copy.close()
    shutil.copytree(folder, folder.with_name("cloned"))
    reference = full(session, public)
    one = laptop.desk.unlock(folder, slot, reference)
    edit(one, public, a="one")
    bring(session, back(laptop, one, stick, "one"))
    one.close()
    clone = laptop.desk.unlock(folder.with_name("cloned"), slot, reference)
    assert clone.vault.alarms  # its computer has seen it further on
    clone.close()


def test_removing_the_copy_waits_until_everything_went_back(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    edit(copy, public, a="laptop")
    with pytest.raises(AnswersRefused, match="has not gone back"):
        travelling.remove_copy(copy)
    back(laptop, copy, stick)
    assert travelling.state(copy).all_back
    edit(copy, public, a="one thing more")
    assert not travelling.state(copy).all_back
    back(laptop, copy, stick)
    folder = copy.vault.folder
    keys = (folder / "vault.json").read_bytes()
    travelling.remove_copy(copy)
    assert not folder.exists()
    assert keys
    assert not list(laptop.desk.machine.state.glob("*.json"))


def test_the_offices_own_vault_is_never_removed_so(session: Session) -> None:
    for do in (travelling.state, lambda one: travelling.remove_copy(one, anyway=True)):
        with pytest.raises(VaultError, match="office's own"):
            do(session)
    assert session.vault.folder.exists()


def test_an_old_copy_reminds_gently(session: Session, laptop: Laptop, stick: Path) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    assert travelling.state(copy).reminder == ""
    clock = copy.clock
    assert isinstance(clock, Ticking)
    clock._now += timedelta(days=9)
    assert "taken 9 days ago" in travelling.state(copy).reminder
    assert f"copy for {public} was taken 9 days ago" in travelling.old_words(copy)[0]
    assert travelling.old_words(session) == ("", "")


def test_a_pack_that_will_not_come_back_is_no_longer_away(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    (line,) = travel.away(session)
    with pytest.raises(AnswersRefused):
        travel.given_up(session, line.row, " ")
    travel.given_up(session, line.row, "the meeting was cancelled")
    assert travel.away(session) == ()
    (came,) = bring(session, back(laptop, copy, stick))  # it can come all the same
    assert came.came


def test_nothing_is_written_into_a_vault(session: Session) -> None:
    public = new_case(session)
    with pytest.raises(ExportFailed, match="inside a vault"):
        take(session, session.vault.folder / "cases" / "x.mktpack", cases=(public,))


def test_a_pack_of_a_case_that_is_open_here_holds_what_was_just_written(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    case = cases.open_case(session, public)
    answer(case, a="just now")
    travel.take(
        session, Choice(cases=(public,)), stick / "o.mktpack", Silent(), opened=[case], cost=FLOOR
    )
    assert case.book.history(limit=1)[0].verb == "export"
    cases.close_case(case)
    copy = laptop.open(stick / "o.mktpack", full(session, public))
    assert read(copy, public) == {"a": "just now"}


def test_views_on_the_laptop_are_kept_in_the_offices_history(
    session: Session, laptop: Laptop, stick: Path
) -> None:
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    cases.show_reference(copy, public, "the chair asked")
    bring(session, back(laptop, copy, stick))
    entry = next(e for e in session.vault.register.history() if e.reason == "Brought back")
    told = entry.note["there"]
    assert isinstance(told, list)
    assert any(one["reason"] == "the chair asked" for one in told)  # type: ignore[index,call-overload]


def test_whoever_knows_only_the_reference_cannot_make_a_pack_that_comes_in(
    session: Session, laptop: Laptop, stick: Path, tmp_path: Path
) -> None:
    """They would have to hold what the office wrote, and the reference alone does not."""
    public = new_case(session, a="office")
    copy = there_and_back(session, laptop, stick, public)
    pack = back(laptop, copy, stick)
    with travelpack.opened(pack, full(session, public), "back") as honest:
        (going,) = honest.about.books
        book = Book.create(
            tmp_path / "f.db", b"k" * 32,
            book_id=going.book, kind="case", installation="forger", clock=Ticking(),
        )  # fmt: skip
        book.write(Change("Eve", "edit", [RowChange("case", "case", {"public": "X"})]))
        forged = replace(honest, parcels={going.book: parcel_of(book)})
        with pytest.raises(MergeRefused, match="not made from the office's copy"):
            bringing.bring_one(session.vault, forged, going, None)
        book.close()
    assert read(session, public) == {"a": "office"}
