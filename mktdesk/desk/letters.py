"""Letters leave the vault: looked at first, protected, kept with the case, journaled.

Issuing the letter of a notice marks the notice; asking an agency marks the day it was asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from mktdesk.book import Change, RowChange, attachment_name
from mktdesk.calendar import today
from mktdesk.casework.enclosure import abouts, prefilled
from mktdesk.casework.records import Document
from mktdesk.casework.requests import RECORD
from mktdesk.desk import notices
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase, new_id, put
from mktdesk.desk.lettersheet import Addressed, Draft, Filled, addressed, draft, sheet
from mktdesk.desk.notices import Told
from mktdesk.desk.packs import PackChoice, password
from mktdesk.desk.reading import read_date
from mktdesk.desk.saving import save
from mktdesk.documents.letter import letter_pdf, letter_word
from mktdesk.documents.protect import protect
from mktdesk.documents.protect_office import protect_office
from mktdesk.documents.word_form import blank_or_filled
from mktdesk.forms.values import Json, is_blank, to_json

__all__ = ["Draft", "Filled", "Kind", "Made", "draft", "file_name", "issue", "preview"]


class Kind(StrEnum):
    """What kind of file a letter leaves as; the value is the file's ending."""

    PDF = ".pdf"
    WORD = ".docx"


@dataclass(frozen=True, slots=True)
class Made:
    """A letter that was saved. files: its own and those that go with it, the letter first.

    opens_with says what the password is, never the password.
    """

    files: tuple[Path, ...]
    sha256: str
    opens_with: str


def preview(case: OpenCase, key: str, filled: Filled) -> bytes:
    """The letter as a PDF in memory, to look at; it is not protected, so it is never saved.

    Raises LetterIncomplete, AnswersRefused, NoticeRefused.
    """
    return letter_pdf(sheet(case, addressed(case, key), filled))


def file_name(case: OpenCase, key: str, kind: Kind) -> str:
    """What to call the file: the public part only, never a name."""
    found = addressed(case, key)
    alike = [
        one.key
        for one in notices.notices(case)
        if found.standing is not None
        and (one.notice, one.recipient) == (found.standing.notice, found.standing.recipient)
        and not one.further
    ]
    number = f" {alike.index(key) + 1}" if len(alike) > 1 else ""
    return f"{case.public} {found.letter.title.lower()}{number}{kind}"


def issue(
    case: OpenCase, key: str, filled: Filled, out: Path, kind: Kind, passphrase: str = ""
) -> Made:
    """Save the letter, and what it encloses, under the case's password or one of its own.

    A copy is kept among the case's documents, the notice is marked as issued, and each file that
    leaves is journaled with its SHA-256. With `filled.everybody` the letters of the others go into
    the same folder. Raises LetterIncomplete, AnswersRefused, NoticeRefused, ExportFailed,
    InUseElsewhere; then nothing is marked.
    """
    case.refuse_if_read_only()
    secret, opens_with = password(case, PackChoice((), passphrase=passphrase))
    others = notices.alike(case, key) if filled.everybody else ()
    # Every letter is whole before the first one leaves.
    ready = [_ready(case, one, filled, kind, secret) for one in (key, *others)]
    beside = [path for one in ready if filled.enclose for path in _beside(case, one, out, secret)]
    for one in ready[1:]:
        path = _free(out.parent, Path(one.name).stem, kind)
        save(path, one.locked, partial(_journal, case, one.title, path.name, one.sha256))
        beside.insert(0, path)
    rows = [row for one in ready for row in one.rows]
    kept = Change(case.session.actor, "add", rows)
    save(out, ready[0].locked, partial(_record, case, ready, out.name, kept))
    return Made((out, *beside), ready[0].sha256, opens_with)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A letter that can leave. name: what its file is called; rows: what the case keeps of it."""

    found: Addressed
    name: str
    title: str
    copy: bytes
    locked: bytes
    rows: tuple[RowChange, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.locked).hexdigest()


def _ready(case: OpenCase, key: str, filled: Filled, kind: Kind, secret: str) -> _Ready:
    found = addressed(case, key)
    whole = sheet(case, found, filled)
    copy = letter_pdf(whole)
    word = kind is Kind.WORD
    locked = protect_office(letter_word(whole), secret) if word else protect(copy, secret)
    document = _copy(case, found, copy)
    rows = [put(document), *_marks(case, found)]
    if found.standing is not None:
        told = Told(today(case.session.clock), case.session.actor, "Letter")
        given = notices.mark_issued(case, key, told, document.id)
        rows.append(notices.change_of(case, given))
    name = file_name(case, key, kind)
    return _Ready(found, name, found.letter.title, copy, locked, tuple(rows))


def _record(case: OpenCase, ready: Sequence[_Ready], name: str, kept: Change) -> None:
    _journal(case, ready[0].title, name, ready[0].sha256)
    case.book.write(kept, attachments=[one.copy for one in ready])


def _journal(case: OpenCase, what: str, name: str, digest: str) -> None:
    note: dict[str, Json] = {"file": name, "sha256": digest}
    case.book.write(Change(case.session.actor, "export", (), what, note))


def _copy(case: OpenCase, found: Addressed, data: bytes) -> Document:
    """What is kept of the letter: its words as a PDF, whatever it left as."""
    return Document(
        new_id(),
        name=file_name(case, found.key, Kind.PDF),
        title=f"{found.letter.title} to {found.to}",
        media_type="application/pdf",
        sha256=attachment_name(data),
        size=len(data),
        added_at=case.now(),
        added_by=case.session.actor,
    )


def _marks(case: OpenCase, found: Addressed) -> Iterator[RowChange]:
    """What is asked of the agency is asked today, where no other day is noted."""
    day = read_date(f"{today(case.session.clock):%d/%m/%Y}")
    for one in found.requests:
        if is_blank(case.answers().row(RECORD, one.row).get("asked")):
            yield RowChange(RECORD, one.row, {"asked": to_json(day)})


# what goes with it


def _beside(case: OpenCase, one: _Ready, out: Path, secret: str) -> Iterator[Path]:
    for title, data in _enclosures(case, one.found):
        path = _free(out.parent, f"{case.public} {title.lower()}", Kind.WORD)
        locked = protect_office(data, secret)
        digest = hashlib.sha256(locked).hexdigest()
        save(path, locked, partial(_journal, case, title, path.name, digest))
        yield path


def _enclosures(case: OpenCase, found: Addressed) -> Iterator[tuple[str, bytes]]:
    """Each form, a copy for each person the case is about, filled with what is known."""
    answers, chosen = case.answers(), office.settings(case.session)
    lines = (chosen.name, chosen.address, chosen.email, chosen.telephone)
    for one in found.enclosures:
        for about in abouts(one.form, answers):
            data = blank_or_filled(
                one.form,
                prefilled(one.form, case.form, answers, about, one.request),
                marking=office.marking(case.session, case.toolkit),
                reference_public=case.public,
                office_lines=_lines(lines),
                footer=chosen.footer,
            )
            yield one.form.short_title, data


def _lines(blocks: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for block in blocks for line in block.splitlines() if line.strip())


def _free(folder: Path, name: str, kind: Kind) -> Path:
    """A name in the folder that no file has: nothing is replaced unasked."""
    path, number = folder / f"{name}{kind}", 2
    while path.exists():
        path, number = folder / f"{name} ({number}){kind}", number + 1
    return path
