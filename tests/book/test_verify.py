from __future__ import annotations

import pytest

from mktdesk.book import Book, Change, RowChange


@pytest.fixture
def filled(book: Book) -> Book:
    for number in range(5):
        row = RowChange("person", f"r{number % 2}", {"name": f"name {number}"})
        book.write(Change("Ann", "edit", [row], note={"n": number}), attachments=[b"%d" % number])
    return book


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE entry SET actor = 'Eve' WHERE seq = 2", "journal-broken"),
        ("UPDATE entry SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2", "journal-broken"),
        ("UPDATE entry SET verb = 'view' WHERE seq = 2", "journal-broken"),
        ("UPDATE entry SET row = 'r9' WHERE seq = 2", "journal-broken"),
        ("UPDATE entry SET fields = '[\"age\"]' WHERE seq = 2", "journal-broken"),
        ("UPDATE entry SET deleted = 1 WHERE seq = 2", "journal-broken"),
        ("UPDATE entry SET lamport = lamport + 1 WHERE seq = 5", "journal-broken"),
        ("UPDATE entry SET action = 'x' WHERE seq = 2", "journal-broken"),
        ("UPDATE entry SET prev = zeroblob(32) WHERE seq = 2", "journal-broken"),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 5", "journal-broken"),
        ("UPDATE entry SET digest = zeroblob(32) WHERE seq = 2", "journal-broken"),
        ('UPDATE entry SET seen = \'{"z":[1,"00"]}\' WHERE seq = 2', "journal-broken"),
        ("DELETE FROM entry WHERE seq = 3", "journal-broken"),
        ("DELETE FROM entry WHERE seq = 5", "journal-broken"),
        ("UPDATE entry SET chain = 'z' WHERE seq = 5", "journal-broken"),
        ("DELETE FROM head", "journal-broken"),
        ("UPDATE about SET value = 'book-2' WHERE name = 'book_id'", "journal-broken"),
        ("UPDATE entry SET salt = zeroblob(16) WHERE seq = 2", "entry-altered"),
        (
            'UPDATE entry SET payload = CAST(\'{"fields":{"name":"x"}}\' AS BLOB) WHERE seq = 2',
            "entry-altered",
        ),
        ("UPDATE entry SET payload = x'7b' WHERE seq = 2", "unreadable"),
        ("UPDATE entry SET before = NULL WHERE seq = 5", "records-differ"),
        ('UPDATE record SET fields = CAST(\'{"name":"x"}\' AS BLOB)', "records-differ"),
        ("UPDATE record SET words = ''", "records-differ"),
        ("DELETE FROM record WHERE id = 'r0'", "records-differ"),
        (
            "INSERT INTO record SELECT 'x', id, fields, words, 1, 'c', 1 FROM record",
            "records-differ",
        ),
        ("UPDATE attachment_part SET data = x'39' WHERE rowid = 1", "attachment-altered"),
        ("UPDATE attachment SET size = 9", "attachment-altered"),
        ("DELETE FROM attachment", "attachment-missing"),
        ("INSERT INTO attachment VALUES ('00', 0)", "attachment-unknown"),
    ],
)
def test_whoever_has_the_key_cannot_change_history_unnoticed(
    desk, filled: Book, codes, statement: str, code: str
) -> None:
    assert codes(filled) == []
    filled.close()
    assert desk.tamper(statement) > 0
    again = desk.open()
    assert code in codes(again)
    assert all(finding.what and finding.do for finding in again.verify())
    again.close()


def test_an_entry_of_another_book_does_not_fit(desk, filled: Book, codes, tmp_path) -> None:
    last = filled.history()[0]
    other = Book.create(
        tmp_path / "other.db", desk.key,
        book_id="book-2", kind="case", installation="laptop-a", clock=desk.clock,
    )  # fmt: skip
    for entry in reversed(filled.history()):
        row = RowChange(entry.kind, entry.row, dict(entry.fields))
        other.write(Change("Ann", "edit", [row]))
    assert other.heads()["laptop-a"] != filled.heads()["laptop-a"]
    assert other.history()[0].fields == last.fields
    other.close()
