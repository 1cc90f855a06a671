"""Meetings are books beside cases: everything that keeps a case safe keeps a meeting safe."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.errors import CaseError, InUseElsewhere, NewerWork, ReferenceRefused, VaultDamaged
from mktdesk.office import CASE, MEETING, CaseHandle, Vault, keys_of_cases, recover, staff
from mktdesk.office.backup import back_up
from mktdesk.office.disposal import dispose
from mktdesk.office.kinds import listed_publics
from mktdesk.office.repair import rebuild_records, rebuild_register
from mktdesk.office.restore import restore_vault
from mktdesk.office.restore_case import restore_case
from mktdesk.office.ways import Way
from mktdesk.reference import Reference, ReferenceFormat
from tests.office.conftest import PASSPHRASE

NUMBERS = ReferenceFormat("MTG")
BOTH = ("Ann Archer", "Bo Bell")


def put(handle: CaseHandle, place: str) -> None:
    handle.book.write(Change("Ann", "edit", [RowChange("facts", "m", {"place": place})]))


def place_in(vault: Vault, public: str) -> object:
    handle = vault.open_case(public, read_only=True, kind=MEETING)
    row = handle.book.row("facts", "m")
    handle.close()
    return row.fields["place"] if row else None


def change(vault: Vault, public: str, place: str) -> None:
    handle = vault.open_case(public, kind=MEETING)
    put(handle, place)
    vault.close_case(handle)


@pytest.fixture
def held(vault: Vault) -> Vault:
    """A vault with one case and one meeting, "MTG-2026-001"."""
    vault.close_case(vault.create_case("SCR-2026-001", {"names": "Ada"}))
    public = vault.allocate(NUMBERS, 2026)
    handle = vault.create_case(public, {"body": "Panel"}, MEETING)
    put(handle, "Room 4")
    vault.close_case(handle)
    return vault


@pytest.fixture
def stick(held: Vault, tmp_path: Path) -> Path:
    made = back_up(held, tmp_path / "stick", lambda _s, _w: None, lambda: False)
    assert (made.cases, made.meetings, made.copied, made.problems) == (1, 1, 2, ())
    return tmp_path / "stick"


def codes(vault: Vault) -> list[str]:
    return [finding.code for finding in vault.verify()]


def test_a_meeting_lies_in_a_folder_of_its_own_and_in_no_list_of_cases(
    held: Vault, folder: Path
) -> None:
    assert (folder / "meetings" / "MTG-2026-001" / "case.db").exists()
    assert not (folder / "cases" / "MTG-2026-001").exists()
    assert [row.public for row in held.cases()] == ["SCR-2026-001"]
    assert [row.public for row in held.listed(MEETING)] == ["MTG-2026-001"]
    assert len(held.listed()) == 2
    with pytest.raises(CaseError, match="no case with this reference"):
        held.open_case("MTG-2026-001", kind=CASE)
    with pytest.raises(CaseError, match="no meeting with this reference"):
        held.open_case("SCR-2026-001", kind=MEETING)
    seal = held.seal_of("MTG-2026-001")
    assert seal.full.startswith("MTG-2026-001-")
    assert held.verify() == []


def test_no_public_part_is_ever_a_case_s_and_a_meeting_s(held: Vault) -> None:
    with pytest.raises(ReferenceRefused, match="used before"):
        held.create_case("MTG-2026-001")
    with pytest.raises(ReferenceRefused, match="used before"):
        held.create_case("SCR-2026-001", kind=MEETING)
    assert held.allocate(NUMBERS, 2026) == "MTG-2026-002"
    assert held.allocate(ReferenceFormat("SCR"), 2026) == "SCR-2026-002"


def test_its_number_is_not_given_again_after_it_was_disposed_of(
    held: Vault, folder: Path, stick: Path, enter, machine
) -> None:
    stone = dispose(held.shelf, "MTG-2026-001", "kept long enough", BOTH)
    assert stone.public == "MTG-2026-001"
    assert not (folder / "meetings" / "MTG-2026-001").exists()
    assert held.listed(MEETING) == []
    assert codes(held) == []
    (folder / "numbers.json").unlink()
    assert held.allocate(NUMBERS, 2026) == "MTG-2026-002"
    with pytest.raises(CaseError, match="disposed of"):
        restore_case(held, stick, "MTG-2026-001", reason="back")
    shutil.copytree(folder / "cases" / "SCR-2026-001", folder / "meetings" / "MTG-2026-001")
    assert "Meeting MTG-2026-001 was disposed of" in " ".join(f.what for f in held.verify())
    held.lock()
    again = enter()
    assert not (folder / "meetings" / "MTG-2026-001").exists()
    assert codes(again) == []


def test_one_window_holds_it_and_another_reads(held: Vault, enter, second, clock) -> None:
    mine = held.open_case("MTG-2026-001", kind=MEETING)
    other = enter(second)
    theirs = other.open_case("MTG-2026-001", kind=MEETING)
    assert theirs.read_only
    assert theirs.held_by == "Ann Archer, laptop-a"
    assert other.held_by("MTG-2026-001", MEETING) == "Ann Archer, laptop-a"
    assert held.held_by("MTG-2026-001", MEETING) == ""
    with pytest.raises(InUseElsewhere, match="Meeting MTG-2026-001 is open"):
        dispose(other.shelf, "MTG-2026-001", "kept long enough", BOTH)
    held.close_case(mine)
    assert other.held_by("MTG-2026-001", MEETING) == ""


def test_a_lease_that_nobody_renewed_is_nobody_s(held: Vault, enter, second, clock) -> None:
    held.open_case("MTG-2026-001", kind=MEETING)
    other = enter(second)
    clock.move(minutes=11)
    assert other.held_by("MTG-2026-001", MEETING) == ""


def test_the_recovery_code_opens_it(held: Vault, folder: Path, made, second) -> None:
    full = held.seal_of("MTG-2026-001").full
    held.lock()
    vault = recover(folder, made.code, machine=second)
    assert place_in(vault, "MTG-2026-001") == "Room 4"
    assert vault.seal_of("MTG-2026-001").full == full
    vault.lock()


def test_revoking_somebody_wraps_it_under_the_new_key(held: Vault, folder: Path, enter) -> None:
    bo = held.add_staff("Bo Bell", PASSPHRASE).id
    before = (folder / "meetings" / "MTG-2026-001" / "case.json").read_bytes()
    staff.revoke(held, bo, "left")
    after = (folder / "meetings" / "MTG-2026-001" / "case.json").read_bytes()
    assert before != after
    assert codes(held) == []
    held.lock()
    again = enter()
    assert place_in(again, "MTG-2026-001") == "Room 4"


def test_a_new_seal_a_new_key_and_a_restriction(held: Vault, made) -> None:
    handle = held.open_case("MTG-2026-001", kind=MEETING)
    fresh = keys_of_cases.fresh_reference(handle)
    keys_of_cases.reseal(held, handle, fresh, "the slip was lost")
    held.close_case(handle)
    assert held.seal_of("MTG-2026-001") == fresh
    keys_of_cases.change_key(held, "MTG-2026-001", "a copy was lost")
    assert place_in(held, "MTG-2026-001") == "Room 4"
    assert codes(held) == []
    handle = held.open_case("MTG-2026-001", kind=MEETING)
    keys_of_cases.restrict(held, handle, [made.slot], "about a member of the panel")
    held.close_case(handle)
    (row,) = held.listed(MEETING)
    assert (row.public, row.summary) == ("MTG-2026-001", {"body": "Panel", "restricted": True})
    assert [row.public for row in held.cases()] == ["SCR-2026-001"]
    handle = held.open_case("MTG-2026-001", typed=Reference(fresh.public, fresh.seal))
    assert handle.kind is MEETING
    keys_of_cases.unrestrict(held, handle, "settled")
    held.close_case(handle)
    assert codes(held) == []


@pytest.mark.parametrize("name", ["case.db", "case.json"])
def test_a_flipped_byte_is_noticed_and_named(held: Vault, folder: Path, name: str) -> None:
    path = folder / "meetings" / "MTG-2026-001" / name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    found = held.verify()
    assert found
    assert all("meetings/MTG-2026-001" in one.what for one in found)


def test_a_missing_folder_an_older_copy_and_a_stray_are_named(held: Vault, folder: Path) -> None:
    place = folder / "meetings" / "MTG-2026-001"
    older = place.with_name("kept")
    shutil.copytree(place, folder / "older")
    change(held, "MTG-2026-001", "Room 5")
    shutil.move(place, older)
    said = {finding.code: finding.what for finding in held.verify()}
    assert said["case-missing"].startswith("Meeting MTG-2026-001 is in the register")
    assert "meetings/kept" in said["case-altered"]
    shutil.rmtree(older)
    shutil.move(folder / "older", place)
    (rolled,) = held.verify()
    assert (rolled.code, rolled.what[:20]) == ("case-rolled-back", "Meeting MTG-2026-001")
    handle = held.open_case("MTG-2026-001", kind=MEETING)
    assert handle.read_only
    held.close_case(handle)
    held.accept_case("MTG-2026-001", "put back on purpose")
    assert held.verify() == []


def test_a_meeting_in_the_folder_of_cases_and_the_reverse_are_noticed(
    held: Vault, folder: Path
) -> None:
    (folder / "meetings" / "MTG-2026-001").rename(folder / "cases" / "MTG-2026-001")
    assert sorted(codes(held)) == ["case-altered", "case-missing"]
    with pytest.raises(VaultDamaged):
        held.open_case("MTG-2026-001")
    (folder / "cases" / "MTG-2026-001").rename(folder / "meetings" / "MTG-2026-001")
    assert held.verify() == []
    (folder / "cases" / "SCR-2026-001").rename(folder / "meetings" / "SCR-2026-001")
    with pytest.raises(VaultDamaged):
        held.open_case("SCR-2026-001")


def test_a_meeting_the_register_lost_is_adopted_as_one(held: Vault, enter) -> None:
    (case,) = (row.case_id for row in held.listed(MEETING))
    rows = [RowChange(kind, case, delete=True) for kind in (MEETING.row, "seal", "anchor")]
    held.register.write(Change("Eve", "remove", rows))
    assert "Meeting MTG-2026-001 has a folder" in held.verify()[0].what
    held.lock()
    again = enter()
    assert [row.public for row in again.listed(MEETING)] == ["MTG-2026-001"]
    assert again.verify() == []


def test_a_register_made_again_lists_meetings_and_cases(
    held: Vault, folder: Path, made, machine
) -> None:
    held.lock()
    (folder / "register.db").write_bytes(b"nothing of use")
    done = rebuild_register(folder, Way(made.slot, PASSPHRASE), machine=machine, reason="spoilt")
    assert (done.cases, done.meetings, done.unread) == (1, 1, ())
    assert set(listed_publics(done.vault.register, MEETING)) == {"MTG-2026-001"}
    assert place_in(done.vault, "MTG-2026-001") == "Room 4"
    rebuild_records(done.vault, "MTG-2026-001", "to be sure")
    assert done.vault.verify() == []
    done.vault.lock()


def test_a_whole_vault_comes_back_with_its_meetings(
    held: Vault, folder: Path, stick: Path, made, second, tmp_path: Path
) -> None:
    change(held, "MTG-2026-001", "Room 5")
    held.close_case(held.create_case(held.allocate(NUMBERS, 2026), kind=MEETING))
    held.lock()
    wanted = r"Meeting MTG-2026-001 has 1 later entry.*Meeting MTG-2026-002 is not in the backup"
    way = Way(code=made.code)
    with pytest.raises(NewerWork, match=wanted):
        restore_vault(stick, folder, way, machine=second, reason="lost")
    done = restore_vault(stick, folder, way, machine=second, reason="lost", override=True)
    assert (done.cases, done.meetings) == (1, 1)
    assert place_in(done.vault, "MTG-2026-001") == "Room 4"
    assert done.vault.allocate(NUMBERS, 2026) == "MTG-2026-003"
    assert done.vault.verify() == []
    done.vault.lock()


def test_one_meeting_is_put_back_in_its_own_place(held: Vault, folder: Path, stick: Path) -> None:
    change(held, "MTG-2026-001", "Room 5")
    with pytest.raises(NewerWork, match="Meeting MTG-2026-001 has 1 later entry"):
        restore_case(held, stick, "MTG-2026-001", reason="a mistake")
    shutil.rmtree(folder / "meetings")
    done = restore_case(held, stick, "MTG-2026-001", reason="lost", override=True)
    assert done.aside is None
    assert place_in(held, "MTG-2026-001") == "Room 4"
    assert not (folder / "cases" / "MTG-2026-001").exists()
    assert held.verify() == []


def test_a_vault_from_before_meetings_opens_and_gets_its_first(
    vault: Vault, folder: Path, enter, tmp_path: Path
) -> None:
    vault.close_case(vault.create_case("SCR-2026-001"))
    vault.lock()
    (folder / "meetings").rmdir()
    again = enter()
    assert again.verify() == []
    assert again.listed(MEETING) == []
    made = back_up(again, tmp_path / "stick", lambda _s, _w: None, lambda: False)
    assert (made.cases, made.meetings) == (1, 0)
    again.close_case(again.create_case("MTG-2026-001", kind=MEETING))
    assert again.verify() == []
