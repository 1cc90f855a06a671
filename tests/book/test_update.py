"""A book that an older program wrote, opened by one whose tables have a further step."""

from __future__ import annotations

import shutil

import pytest

from mktdesk.book import Change, RowChange, schema, update
from mktdesk.book.file import File
from mktdesk.errors import NewerVersion, VaultDamaged, VaultUnwritable

NEXT = ("CREATE TABLE further (id TEXT PRIMARY KEY) STRICT",)


@pytest.fixture
def old(desk) -> bytes:
    """The bytes of a book as the program before left it."""
    book = desk.create()
    book.write(Change("Dana", "edit", (RowChange("person", "r1", {"name": "Ann"}),)))
    book.close()
    left: bytes = desk.path.read_bytes()
    return left


@pytest.fixture
def newer(old, monkeypatch) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))


@pytest.mark.usefixtures("old", "newer")
def test_it_is_brought_up_to_date_and_its_copy_does_not_stay(desk):
    book = desk.open()
    assert book.row("person", "r1").fields == {"name": "Ann"}
    assert book.verify() == []
    book.close()
    assert desk.bare().execute("SELECT count(*) FROM further").fetchone() == (0,)
    assert not list(desk.path.parent.glob("*before*"))
    desk.open().close()


@pytest.mark.usefixtures("newer")
def test_the_copy_is_made_and_proved_before_the_first_step(desk, old, monkeypatch):
    seen: list[bytes] = []
    steps = schema.bring_up_to_date

    def look(file: File, now: str) -> None:
        kept = update.copy_of(file.path)
        seen.append(kept.read_bytes())
        copied = File(kept, desk.key, read_only=True)
        assert update.is_sound(copied)
        copied.close()
        steps(file, now)

    monkeypatch.setattr(schema, "bring_up_to_date", look)
    desk.open().close()
    assert seen == [old]


def test_a_step_that_fails_changes_nothing(desk, old, monkeypatch):
    wrong = (*schema.STEPS, NEXT, ("CREATE TABLE further (id TEXT) STRICT",))
    monkeypatch.setattr(schema, "STEPS", wrong)
    with pytest.raises(Exception, match="further"):
        desk.open()
    monkeypatch.undo()
    assert not update.copy_of(desk.path).exists()
    book = desk.open()
    assert book.row("person", "r1").fields == {"name": "Ann"}
    assert book.verify() == []
    book.close()
    assert desk.bare().execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.usefixtures("newer")
def test_a_damaged_file_is_not_brought_up_to_date(desk, old):
    flipped = bytearray(old)
    flipped[len(flipped) - 2000] ^= 1
    desk.path.write_bytes(flipped)
    with pytest.raises(VaultDamaged):
        desk.open()
    assert desk.path.read_bytes() == bytes(flipped)
    assert not update.copy_of(desk.path).exists()


@pytest.mark.usefixtures("newer")
def test_without_room_for_the_copy_nothing_is_changed(desk, old, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(VaultUnwritable, match="nothing was changed"):
        desk.open()
    assert desk.path.read_bytes() == old
    assert not update.copy_of(desk.path).exists()


@pytest.mark.usefixtures("old", "newer")
def test_a_file_that_comes_out_wrong_keeps_its_copy_and_says_so(desk, monkeypatch):
    answers = iter((True, False))  # the copy is sound, the file afterwards is not
    monkeypatch.setattr(update, "is_sound", lambda _file: next(answers))
    with pytest.raises(VaultDamaged, match="before-update"):
        desk.open()
    assert update.copy_of(desk.path).exists()


@pytest.mark.usefixtures("newer")
def test_a_copy_that_a_kill_left_goes_when_the_file_is_proved(desk, old):
    desk.open().close()
    update.copy_of(desk.path).write_bytes(old)
    desk.open().close()
    assert not update.copy_of(desk.path).exists()


@pytest.mark.usefixtures("newer")
def test_one_that_is_only_read_is_left_as_it_is(desk, old):
    desk.open(read_only=True).close()
    assert desk.path.read_bytes() == old


@pytest.mark.usefixtures("old")
def test_the_program_before_refuses_what_the_next_one_wrote(desk, monkeypatch):
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    desk.open().close()
    after = desk.path.read_bytes()
    monkeypatch.undo()
    with pytest.raises(NewerVersion, match="newer mktdesk"):
        desk.open()
    assert desk.path.read_bytes() == after


@pytest.mark.usefixtures("newer")
def test_another_program_that_was_quicker_is_no_trouble(desk, monkeypatch):
    held, quicker = File.held_still, [True]

    def held_still(file: File):
        if quicker.pop():
            quicker.append(False)
            desk.open("laptop-b").close()  # between the look at the version and the copy
        return held(file)

    monkeypatch.setattr(File, "held_still", held_still)
    book = desk.open()
    assert book.verify() == []
    book.close()
    assert not list(desk.path.parent.glob("*before*"))
