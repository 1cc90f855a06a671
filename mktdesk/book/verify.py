"""Checking a book: the file, the chains, records = journal replayed, attachments."""

from __future__ import annotations

from collections.abc import Iterable

from mktdesk.book import attachments, journal, records
from mktdesk.book.codec import canonical, read_as
from mktdesk.book.file import File
from mktdesk.book.journal import Payload, Stored
from mktdesk.book.types import EntryId, Finding
from mktdesk.errors import VaultDamaged

_RESTORE = "Put back the last good backup; until then open it for reading only."


def verify(file: File, book_id: str) -> list[Finding]:
    """Everything that is wrong with a book, in the order in which it was looked for."""
    findings = _check_file(file)
    if findings:
        return findings  # what a damaged file says is not worth checking
    try:
        entries = list(journal.stored_entries(file))
        findings = _check_chains(file, book_id, entries)
        findings += _check_payloads(entries)
        findings += _check_records(file, entries)
        findings += _check_attachments(file, entries)
    except VaultDamaged as error:
        findings.append(Finding("unreadable", error.what, _RESTORE))
    return findings


def _check_file(file: File) -> list[Finding]:
    found = []
    try:
        bad = file.rows("PRAGMA cipher_integrity_check")
        if bad:
            count = len(bad)
            parts = "1 part of the file was" if count == 1 else f"{count} parts of the file were"
            what = f"{parts} altered on the disk ({bad[0][0]})."
            found.append(Finding("file-altered", what, _RESTORE))
        elif (answer := file.rows("PRAGMA integrity_check")) != [("ok",)]:
            what = f"The database is not consistent ({answer[0][0]})."
            found.append(Finding("file-inconsistent", what, _RESTORE))
    except VaultDamaged as error:
        found.append(Finding("file-altered", error.what, _RESTORE))
    return found


def _check_chains(file: File, book_id: str, entries: Iterable[Stored]) -> list[Finding]:
    """Each chain: numbers from 1 without a gap, each hash right and named by the next."""
    findings = []
    last: dict[str, Stored] = {}
    hashes = {entry.id: entry.hash for entry in entries}
    for entry in sorted(entries, key=lambda entry: entry.id):
        before = last.get(entry.id.chain)
        expected = before.hash if before else journal.FIRST_PREV
        follows = (before.id.seq if before else 0) + 1 == entry.id.seq
        rises = before is None or before.lamport < entry.lamport
        honest = entry.hash == entry.expected_hash(book_id)
        if not (follows and rises and honest and entry.prev == expected):
            findings.append(_broken(f"entry {entry.id.seq} does not follow from the one before"))
        seen = read_as(entry.seen, dict[str, tuple[int, str]])
        if any(
            hashes.get(EntryId(chain, seq)) != bytes.fromhex(digest)
            for chain, (seq, digest) in seen.items()
        ):
            findings.append(_broken(f"entry {entry.id.seq} names an entry that is not there"))
        last[entry.id.chain] = entry
    table = {
        (chain, seq, digest, lamport)
        for chain, seq, digest, lamport in file.rows("SELECT chain, seq, hash, lamport FROM head")
    }
    if table != {(chain, e.id.seq, e.hash, e.lamport) for chain, e in last.items()}:
        findings.append(_broken("the list of last entries does not agree with the entries"))
    return findings


def _broken(how: str) -> Finding:
    return Finding("journal-broken", f"The history was altered: {how}.", _RESTORE)


def _check_payloads(entries: Iterable[Stored]) -> list[Finding]:
    """Each payload is the one that was signed into the chain, or was erased with a reason."""
    findings, erased, gone = [], set(), []
    for entry in entries:
        if entry.payload is None or entry.salt is None:
            gone.append(entry)
            continue
        payload = read_as(entry.payload, Payload)
        altered = journal.digest_of(entry.salt, entry.payload) != entry.digest
        if altered or tuple(sorted(payload.fields)) != entry.names:
            what = f"The content of history entry {entry.id.seq} was altered."
            findings.append(Finding("entry-altered", what, _RESTORE))
        if entry.verb == "erase":
            listed = read_as(canonical(payload.note.get("erased")), list[tuple[str, int]])
            erased |= {EntryId(chain, seq) for chain, seq in listed}
    for entry in gone:
        if entry.id not in erased:
            what = f"The content of history entry {entry.id.seq} is missing and was not erased."
            findings.append(Finding("entry-missing", what, _RESTORE))
    return findings


def _check_records(file: File, entries: list[Stored]) -> list[Finding]:
    rows, replaced = records.fold(entries)
    table = records.load_all(file)
    differing = {
        key
        for key in rows.keys() | table.keys()
        if key not in rows
        or key not in table
        or table[key] != (rows[key], records.words_of(rows[key].fields))
    }
    do = "Rebuild the records from the history, or put back the last good backup."
    if differing:
        what = f"{len(differing)} records are not what the history adds up to."
        return [Finding("records-differ", what, do)]
    if any(entry.before != old for entry, old in zip(entries, replaced, strict=True)):
        return [Finding("records-differ", "Old values in the history do not agree.", do)]
    return []


def _check_attachments(file: File, entries: Iterable[Stored]) -> list[Finding]:
    findings = []
    here = attachments.sizes(file)
    brought: set[str] = set()
    for entry in entries:
        if entry.payload is not None:
            brought |= set(read_as(entry.payload, Payload).attachments)
    for name in sorted(brought | here.keys()):
        if name not in here:
            findings.append(Finding("attachment-missing", "An attached file is missing.", _RESTORE))
        elif name not in brought:
            what = "There is an attached file that the history does not know."
            findings.append(Finding("attachment-unknown", what, _RESTORE))
        else:
            findings += _check_attachment(file, name, here[name])
    return findings


def _check_attachment(file: File, name: str, size: int) -> list[Finding]:
    try:
        if len(attachments.get(file, name)) == size:
            return []
    except VaultDamaged:
        pass
    return [Finding("attachment-altered", "An attached file was altered.", _RESTORE)]
