from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.errors import CaseError, InUseElsewhere, ReferenceRefused, VaultError
from mktdesk.office import Vault, disposal
from mktdesk.office.backup import back_up
from mktdesk.office.backupnotes import HELD_ROW
from mktdesk.office.backupset import open_place
from mktdesk.office.disposal import STONE_ROW, dispose
from mktdesk.office.repair import rebuild_register
from mktdesk.office.restore_case import restore_case
from mktdesk.office.ways import Way

BOTH = ("Ann Archer", "Bo Bell")


@pytest.fixture
def filled(vault: Vault) -> Vault:
    for number in range(2):
        handle = vault.create_case(f"OLD-{number}", {"names": f"Qwertine Marker{number}"})
        handle.book.write(
            Change("Ann", "edit", [RowChange("person", "r1", {"name": f"Marker{number}"})])
        )
        vault.close_case(handle)
    return vault


def said(vault: Vault) -> str:
    rows = vault.register.history(limit=10_000)
    return " ".join(f"{e.fields} {e.before} {e.reason} {e.note}" for e in rows)


def test_nothing_of_the_case_is_left_but_its_tombstone(filled: Vault, folder: Path, enter) -> None:
    case = next(row.case_id for row in filled.cases() if row.public == "OLD-0")
    seal = filled.seal_of("OLD-0").seal
    assert seal in said(filled)
    stone = dispose(filled.shelf, "OLD-0", "kept ten years", BOTH)
    assert (stone.public, stone.why, stone.approved) == ("OLD-0", "kept ten years", BOTH)
    assert not (folder / "cases" / "OLD-0").exists()
    assert [row.public for row in filled.cases()] == ["OLD-1"]
    assert filled.register.row("seal", case) is None
    assert seal not in said(filled)
    assert "Marker0" not in said(filled)
    assert "Marker1" in said(filled)
    row = filled.register.row(STONE_ROW, case)
    assert row is not None
    assert (row.fields["public"], row.fields["why"]) == ("OLD-0", "kept ten years")
    assert filled.verify() == []
    with pytest.raises(ReferenceRefused):
        filled.create_case("OLD-0")
    filled.lock()
    vault = enter()
    assert vault.alarms == ()
    assert vault.verify() == []


@pytest.mark.parametrize("approved", [(), ("Ann",), ("Ann", "Ann"), ("Ann", "ANN")])
def test_it_takes_a_reason_and_two_different_people(filled: Vault, approved) -> None:
    with pytest.raises(VaultError, match="two different people"):
        dispose(filled.shelf, "OLD-0", "why", approved)
    with pytest.raises(VaultError, match="two different people"):
        dispose(filled.shelf, "OLD-0", " ", BOTH)
    with pytest.raises(CaseError):
        dispose(filled.shelf, "OLD-7", "why", BOTH)
    assert len(filled.cases()) == 2


def test_not_while_the_case_is_open(filled: Vault) -> None:
    handle = filled.open_case("OLD-0")
    with pytest.raises(InUseElsewhere):
        dispose(filled.shelf, "OLD-0", "why", BOTH)
    filled.close_case(handle)
    dispose(filled.shelf, "OLD-0", "why", BOTH)


@pytest.mark.parametrize("step", ["_destroy_files", "overwrite", "_clear_register"])
def test_cut_short_anywhere_it_is_finished_when_the_vault_is_next_opened(
    filled: Vault, folder: Path, enter, monkeypatch, step: str
) -> None:
    def cut(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(disposal, step, cut)
        with pytest.raises(KeyboardInterrupt):
            dispose(filled.shelf, "OLD-0", "why", BOTH)
    if step != "_clear_register":
        assert "disposal-unfinished" in {finding.code for finding in filled.verify()}
    filled.lock()
    vault = enter()
    assert not (folder / "cases" / "OLD-0").exists()
    assert vault.verify() == []
    assert [row.public for row in vault.cases()] == ["OLD-1"]
    assert "Marker0" not in said(vault)


def test_an_older_list_of_tombstones_and_an_altered_one_are_noticed(
    filled: Vault, folder: Path, enter
) -> None:
    dispose(filled.shelf, "OLD-0", "why", BOTH)
    path = folder / "disposed.json"
    whole = path.read_bytes()
    path.unlink()
    assert [finding.code for finding in filled.verify()] == ["disposed-rolled-back"]
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert [finding.code for finding in filled.verify()] == ["disposed-altered"]
    filled.lock()
    vault = enter()
    assert vault.verify() == []
    assert path.read_bytes() == whole
    assert vault.register.history(kind="", limit=1)[0].verb == "mend"


def test_a_folder_put_back_by_hand_is_not_adopted_and_goes(
    filled: Vault, folder: Path, tmp_path: Path, enter
) -> None:
    shutil.copytree(folder / "cases" / "OLD-0", tmp_path / "kept")
    dispose(filled.shelf, "OLD-0", "why", BOTH)
    shutil.copytree(tmp_path / "kept", folder / "cases" / "OLD-0")
    assert [finding.code for finding in filled.verify()] == ["disposal-unfinished"]
    filled.lock()
    vault = enter()
    assert not (folder / "cases" / "OLD-0").exists()
    assert [row.public for row in vault.cases()] == ["OLD-1"]
    assert vault.verify() == []


def test_the_next_backup_drops_the_sets_that_hold_it(filled: Vault, tmp_path: Path, clock) -> None:
    stick = tmp_path / "stick"

    def copy() -> None:
        clock.move(hours=1)
        back_up(filled, stick, lambda _s, _w: None, lambda: False)

    copy()
    copy()
    place = open_place(stick)
    old = {path.name for path in (stick / "content").glob("*/*")}
    dispose(filled.shelf, "OLD-0", "why", BOTH)
    (held,) = [r for r in filled.register.rows(HELD_ROW) if r.fields["public"] == "OLD-0"]
    assert place.id in held.fields
    copy()
    (held,) = [r for r in filled.register.rows(HELD_ROW) if r.fields["public"] == "OLD-0"]
    assert place.id not in held.fields
    (one,) = place.sets()
    assert [case.public for case in one.cases] == ["OLD-1"]
    left = {path.name for path in (stick / "content").glob("*/*")}
    assert left == {piece.sha256 for piece in one.pieces()}
    assert old - left


def test_what_a_restore_or_a_rebuilding_moved_aside_goes_too(
    filled: Vault, folder: Path, tmp_path: Path, machine, made
) -> None:
    stick = tmp_path / "stick"
    back_up(filled, stick, lambda _s, _w: None, lambda: False)
    for public in ("OLD-0", "OLD-1"):
        case = filled.open_case(public)
        case.book.write(Change("Ann", "note"))
        filled.close_case(case)
        restore_case(filled, stick, public, reason="try", override=True)
    filled.lock()
    (folder / "register.db").write_bytes(b"rubbish" * 900)
    done = rebuild_register(
        folder, Way(made.slot, "seven grey herons wait"), machine=machine, reason="try"
    )
    assert len(list((folder / "replaced").iterdir())) == 4  # with the journal
    dispose(done.vault.shelf, "OLD-0", "why", BOTH)
    (left,) = (folder / "replaced").iterdir()
    assert left.name.startswith("OLD-1@")
    assert done.vault.verify() == []
    done.vault.lock()
