from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.book import Change, RowChange
from mktdesk.errors import CaseError, UnlockRefused, VaultDamaged, VaultError
from mktdesk.office import (
    KdfCost,
    Machine,
    SystemSecrets,
    Vault,
    recover,
    staff,
    unlock,
    vault_info,
)
from mktdesk.office.opening import join
from mktdesk.office.people import computer_name, since_words

PASSPHRASE = "seven grey herons wait"
OTHER = "nine brown wrens sing"
COST = KdfCost.floor()


def with_cases(vault: Vault, count: int = 3) -> list[str]:
    fulls = []
    for number in range(count):
        handle = vault.create_case(f"OLD-{number}", {"subject": f"Subject {number}"})
        row = RowChange("person", "r1", {"name": f"Zoë {number}"})
        handle.book.write(Change("Ann", "edit", [row]))
        fulls.append(handle.reference.full)
        vault.close_case(handle)
    return fulls


def looks_right(vault: Vault, fulls: list[str]) -> None:
    assert vault.alarms == ()
    assert vault.verify() == []
    for number, full in enumerate(fulls):
        assert vault.seal_of(f"OLD-{number}").full == full
        handle = vault.open_case(f"OLD-{number}")
        assert handle.book.rows("person")[0].fields == {"name": f"Zoë {number}"}
        vault.close_case(handle)


def names(folder: Path) -> list[str]:
    return [person.name for person in vault_info(folder).staff]


# -- invitations


@pytest.fixture
def elsewhere(tmp_path: Path, clock) -> Machine:
    """A colleague's computer, with a keyring of its own."""

    class Own:
        def __init__(self) -> None:
            self.kept: dict[str, str] = {}

        def get(self, name: str) -> str | None:
            return self.kept.get(name)

        def put(self, name: str, value: str) -> None:
            self.kept[name] = value

    return Machine("laptop-c", tmp_path / "state-c", Own(), clock)


def test_an_invited_colleague_makes_a_way_in_on_their_own_computer(
    vault: Vault, folder: Path, elsewhere: Machine, enter
) -> None:
    fulls = with_cases(vault)
    invitation = staff.invite(vault, " Bea Booth ")
    assert [(p.name, p.kind) for p in staff.people(vault)] == [
        ("Ann Archer", "staff"), ("Recovery code", "recovery"), ("Bea Booth", "invitation"),
    ]  # fmt: skip
    assert names(folder) == ["Ann Archer"]  # nobody can unlock with an invitation
    typed = invitation.code.lower().replace("-", " ")
    joined = join(folder, typed, OTHER, machine=elsewhere, kdf=COST)
    assert joined.staff.name == "Bea Booth"
    looks_right(joined, fulls)
    assert [e.verb for e in joined.register.history(limit=3)].count("unlock") >= 1
    joined.lock()
    assert [(s.name, s.device_bound) for s in vault_info(folder).staff] == [
        ("Ann Archer", True), ("Bea Booth", True),
    ]  # fmt: skip
    with pytest.raises(VaultError, match="has been used"):
        join(folder, invitation.code, OTHER, machine=elsewhere, kdf=COST)
    bea = vault_info(folder).staff[1].slot_id
    with pytest.raises(VaultError, match="another computer"):
        unlock(folder, bea, OTHER, machine=vault.shelf.machine)
    unlock(folder, bea, OTHER, machine=elsewhere).lock()
    looks_right(vault, fulls)  # who was at work goes on


@pytest.mark.parametrize("moved", [{"hours": 25}, {"hours": -25}, {"days": 3650}, {"days": -3650}])
def test_an_invitation_ends_by_the_clock_whichever_way_it_is_moved(
    vault, folder, elsewhere, moved
) -> None:
    invitation = staff.invite(vault, "Bea Booth")
    elsewhere.clock.move(**moved)
    with pytest.raises(VaultError, match="time is over"):
        join(folder, invitation.code, OTHER, machine=elsewhere, kdf=COST)
    assert len(staff.people(vault)) == 2
    staff.invite(vault, "Bea Booth")  # the spent one does not hold the name


def test_an_invitations_time_cannot_be_lengthened_in_the_file(vault, folder, elsewhere) -> None:
    invitation = staff.invite(vault, "Bea Booth")
    path = folder / "vault.json"
    later = invitation.until.replace("2026-11-22", "2026-11-23")
    assert later != invitation.until
    path.write_text(path.read_text().replace(invitation.until, later))
    elsewhere.clock.move(hours=30)
    with pytest.raises(VaultDamaged):
        join(folder, invitation.code, OTHER, machine=elsewhere, kdf=COST)


def test_two_people_with_one_name_are_not_invited(vault) -> None:
    staff.invite(vault, "Bea Booth")
    for name in ("bea booth", "Recovery code", " ", "x" * 300):
        with pytest.raises(VaultError):
            staff.invite(vault, name)


# -- the same person on a second computer


def test_somebody_opens_the_vault_on_a_second_computer_of_theirs(
    vault: Vault, folder: Path, made, elsewhere
) -> None:
    fulls = with_cases(vault)
    invitation = staff.invite(vault, "ann archer")
    assert invitation.known
    assert not staff.invite(vault, "Bea Booth").known
    elsewhere.clock.move(hours=20)
    joined = join(folder, invitation.code, OTHER, machine=elsewhere, kdf=COST)
    looks_right(joined, fulls)
    info = vault_info(folder)
    assert [(s.name, s.computer) for s in info.staff] == [
        ("Ann Archer", "laptop-a"), ("ann archer", "laptop-c"),
    ]  # fmt: skip
    day = since_words(joined.shelf.head_now().slots[-1])
    assert [s.label for s in info.staff][1] == f"ann archer (laptop-c, since {day})"
    assert len({s.label for s in info.staff}) == 2
    assert [(p.label, p.here) for p in staff.people(joined) if p.kind == "staff"] == [
        (info.staff[0].label, False), (info.staff[1].label, True),
    ]  # fmt: skip
    assert vault_info(folder, "laptop-c").likely == joined.staff.id
    assert vault_info(folder, "laptop-a").likely == made.slot
    joined.lock()
    with pytest.raises(VaultError, match="another computer"):
        unlock(folder, made.slot, PASSPHRASE, machine=elsewhere)
    unlock(folder, made.slot, PASSPHRASE, machine=vault.shelf.machine).lock()
    staff.revoke(vault, info.staff[1].slot_id, "the second laptop was lost")
    assert [s.label for s in vault_info(folder).staff] == ["Ann Archer"]
    assert vault.register.history(limit=20)
    with pytest.raises((VaultError, UnlockRefused)):
        unlock(folder, info.staff[1].slot_id, OTHER, machine=elsewhere)


def test_a_name_is_given_once_on_one_computer(vault: Vault) -> None:
    for name in ("Ann Archer", "ANN ARCHER "):
        with pytest.raises(VaultError, match="Somebody of this name"):
            vault.add_staff(name, OTHER, kdf=COST)
    staff.invite(vault, "Bea Booth")
    with pytest.raises(VaultError, match="Somebody of this name"):
        vault.add_staff("Bea Booth", OTHER, kdf=COST)


@given(st.text(max_size=300))
def test_any_computers_name_can_be_kept(name: str) -> None:
    kept = computer_name(name)
    assert len(kept) <= 200
    assert kept == computer_name(kept)
    assert not kept or kept.isprintable()


# -- passphrases


def test_a_passphrase_changes_only_with_the_old_one(vault, folder, made, machine, enter) -> None:
    with pytest.raises(UnlockRefused):
        staff.change_passphrase(vault, "wrong", OTHER, cost=COST)
    machine.clock.move(seconds=61)
    with pytest.raises(VaultError, match="characters"):
        staff.change_passphrase(vault, PASSPHRASE, "short", cost=COST)
    before = vault_info(folder).staff
    staff.change_passphrase(vault, PASSPHRASE, OTHER, cost=COST)
    assert vault_info(folder).staff == before
    vault.lock()
    with pytest.raises(UnlockRefused):
        enter()
    machine.clock.move(seconds=61)
    again = unlock(folder, made.slot, OTHER, machine=machine)
    assert again.verify() == []
    assert "change-passphrase" in [entry.verb for entry in again.register.history()]
    again.lock()


def test_who_has_the_printed_code_gives_a_new_passphrase(vault, folder, made, second) -> None:
    fulls = with_cases(vault)
    with pytest.raises(VaultError, match="printed recovery code"):
        staff.give_passphrase(vault, made.slot, OTHER, cost=COST)
    vault.lock()
    recovered = recover(folder, made.code, machine=second)
    with pytest.raises(VaultError, match="no passphrase"):
        staff.change_passphrase(recovered, PASSPHRASE, OTHER, cost=COST)
    given = staff.give_passphrase(recovered, made.slot, OTHER, cost=COST)
    recovered.lock()
    assert names(folder) == ["Ann Archer"]
    with pytest.raises(UnlockRefused):
        unlock(folder, made.slot, PASSPHRASE, machine=second)
    second.clock.move(seconds=61)
    again = unlock(folder, given.id, OTHER, machine=second)
    looks_right(again, fulls)
    again.lock()


# -- taking a way in away


@pytest.fixture
def bea(vault: Vault) -> str:
    return vault.add_staff("Bea Booth", OTHER, kdf=COST).id


def test_who_is_revoked_cannot_open_it_and_the_others_can(
    vault, folder, bea, made, machine, enter
) -> None:
    fulls = with_cases(vault)
    kept = {path: path.read_bytes() for path in folder.rglob("case.json")}
    old_header = (folder / "vault.json").read_bytes()
    told: list[float] = []
    assert staff.revoke(vault, bea, "left", lambda share, _what: told.append(share)) == ()
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert all(path.read_bytes() != data for path, data in kept.items())
    looks_right(vault, fulls)
    entry = next(e for e in vault.register.history() if e.verb == "revoke")
    assert (entry.note["name"], entry.reason) == ("Bea Booth", "left")
    vault.lock()
    with pytest.raises(UnlockRefused):
        unlock(folder, bea, OTHER, machine=machine)
    machine.clock.move(seconds=61)
    looks_right(enter(), fulls)
    recovered = recover(folder, made.code, machine=machine)
    looks_right(recovered, fulls)
    recovered.lock()
    # With the old header put back they are let in, but read nothing that was wrapped since.
    (folder / "vault.json").write_bytes(old_header)
    back = unlock(folder, bea, OTHER, machine=machine)
    assert [alarm.code for alarm in back.alarms] == ["header-rolled-back"]
    with pytest.raises(VaultDamaged):
        back.open_case("OLD-0")
    back.lock()


def test_a_window_that_was_open_meanwhile_is_told_and_spoils_nothing(
    vault, folder, bea, enter, second
) -> None:
    fulls = with_cases(vault)
    other = enter(second)
    held = other.open_case("OLD-1")
    staff.revoke(vault, bea, "left")
    held.book.write(Change("Ann", "edit", [RowChange("person", "r1", {"name": "Zoë 1"})]))
    for use in (
        lambda: other.create_case("NEW-1"),
        lambda: other.open_case("OLD-0"),
        lambda: other.rename_office("X"),
        lambda: staff.invite(other, "Cy"),
        lambda: staff.people(other),
    ):
        with pytest.raises(VaultError, match="have been changed since you unlocked"):
            use()
    other.lock()
    looks_right(vault, fulls)
    looks_right(enter(second), fulls)


def test_invitations_end_when_somebody_is_revoked(vault, folder, bea, elsewhere) -> None:
    invitation = staff.invite(vault, "Cy")
    staff.revoke(vault, bea, "left")
    with pytest.raises(VaultError, match="no invitation"):
        join(folder, invitation.code, OTHER, machine=elsewhere, kdf=COST)


def test_an_invitation_can_be_taken_back(vault, folder, elsewhere) -> None:
    invitation = staff.invite(vault, "Cy")
    open_one = staff.people(vault)[-1]
    assert open_one.kind == "invitation"
    staff.revoke(vault, open_one.slot_id, "a mistake")
    with pytest.raises(VaultError, match="no invitation"):
        join(folder, invitation.code, OTHER, machine=elsewhere, kdf=COST)


def test_nobody_locks_themselves_or_everybody_out(vault, folder, made, machine) -> None:
    recovery = next(p.slot_id for p in staff.people(vault) if p.kind == "recovery")
    for nobody in (made.slot, recovery, "0" * 16):
        with pytest.raises(VaultError, match="cannot be taken away"):
            staff.revoke(vault, nobody, "left")
    vault.lock()
    recovered = recover(folder, made.code, machine=machine)
    with pytest.raises(VaultError, match="any more"):
        staff.revoke(recovered, made.slot, "left")
    with pytest.raises(VaultError, match="reason"):
        staff.revoke(recovered, made.slot, " ")
    recovered.lock()


# -- the recovery sheet


def test_a_new_sheet_replaces_the_old_one(vault, folder, made, machine, enter) -> None:
    fulls = with_cases(vault)
    code = staff.new_code()
    assert staff.replace_recovery(vault, code, "the old one was lost") == ()
    looks_right(vault, fulls)
    vault.lock()
    with pytest.raises(UnlockRefused):
        recover(folder, made.code, machine=machine)
    looks_right(enter(), fulls)
    recovered = recover(folder, code, machine=machine)
    looks_right(recovered, fulls)
    from mktdesk.office import casefile  # noqa: PLC0415

    for full in fulls:  # with the code alone, whatever becomes of register and vault key
        case = recovered.shelf.case_file(full[:5])
        found = casefile.recovered(case, recovered.shelf.keys.private)
        assert found.reference.full == full
    recovered.lock()


def test_a_new_sheet_needs_a_reason_and_a_good_code(vault, made) -> None:
    with pytest.raises(VaultError, match="reason"):
        staff.replace_recovery(vault, staff.new_code(), "")
    with pytest.raises(VaultError, match="not complete"):
        staff.replace_recovery(vault, "ABCDE", "lost")
    with pytest.raises(VaultError, match="not the vault's"):
        staff.replace_recovery(vault, staff.new_code(), "lost", old_code=staff.new_code())
    with pytest.raises(CaseError, match="no case"):
        vault.open_case("NONE-1")


def test_a_device_bound_entry_stays_so_when_its_passphrase_changes(
    vault: Vault, enter: Callable[..., Vault], ring
) -> None:
    staff.change_passphrase(vault, PASSPHRASE, OTHER, cost=COST)
    (ann,) = (p for p in staff.people(vault) if p.kind == "staff")
    assert (ann.device_bound, ann.here) == (True, True)
    device = [key for key in ring.kept if "/device/" in key[1]]
    assert len(device) == 1
    assert isinstance(vault.shelf.machine.secrets, SystemSecrets)
