"""Files attached to a case: kept inside its book, shown from memory."""

from __future__ import annotations

import mimetypes
from enum import StrEnum
from functools import partial
from pathlib import Path

from mktdesk.book import Change, RowChange, attachment_name
from mktdesk.casework.records import Document
from mktdesk.desk.casefile import OpenCase, new_id, put
from mktdesk.desk.saving import save
from mktdesk.errors import AnswersRefused, DocumentRefused
from mktdesk.forms.values import Json

LARGEST_FILE = 100_000_000  # bytes; larger things (video) belong on their own encrypted medium

_SHOWN_TEXT = frozenset({"text/plain", "text/csv", "message/rfc822"})
_SHOWN_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp"})


class Shown(StrEnum):
    """How the program can show a file from memory."""

    PDF = "pdf"
    PICTURE = "picture"
    TEXT = "text"
    NOT = "not"


def attach(
    case: OpenCase, name: str, data: bytes, title: str = "", *, request: str = ""
) -> Document:
    """Keep a file inside the case's book. Raises DocumentRefused, InUseElsewhere.

    request: id of the request to an agency that it answers.
    """
    if not data:
        raise DocumentRefused(f"{name} is empty.", "Choose the file again.")
    if len(data) > LARGEST_FILE:
        raise DocumentRefused(
            f"{name} is larger than {LARGEST_FILE // 1_000_000} MB.",
            "Keep it on its own encrypted medium and note here where it is.",
        )
    document = Document(
        new_id(),
        name=name,
        title=title or name,
        media_type=media_type(name, data),
        sha256=attachment_name(data),
        size=len(data),
        added_at=case.now(),
        added_by=case.session.actor,
        request=request,
    )
    change = Change(case.session.actor, "add", (put(document),))
    case.book.write(change, attachments=[data])
    return document


def rename(case: OpenCase, document: Document, title: str) -> None:
    """Give an attached file another title."""
    if not title.strip():
        raise AnswersRefused("A document needs a title.", "Type one, or leave the old one.")
    case.write("edit", (RowChange(Document.KIND, document.id, {"title": title.strip()}),))


def detach(case: OpenCase, document: Document) -> None:
    """Take a file off the list; undo brings it back."""
    case.write("remove", (RowChange(Document.KIND, document.id, delete=True),))


def put_back(case: OpenCase, document: Document) -> None:
    """Put a file that was taken off the list back on it; its bytes never left the book."""
    case.write("add", (put(document),))


def content(case: OpenCase, document: Document) -> bytes:
    """The file's bytes, in memory only."""
    return case.book.attachment(document.sha256)


def copy_name(case: OpenCase, document: Document) -> str:
    """What to call a copy: the public part only. A file comes in under all sorts of names, and
    what leaves by ours says nobody's.
    """
    if document.name.startswith(f"{case.public} "):
        return document.name  # one of our own
    return f"{case.public} document {document.added_at[:10]}{Path(document.name).suffix}"


def save_copy(case: OpenCase, document: Document, out: Path) -> None:
    """Save an attached file outside the vault, in clear: the person's own act, journaled."""
    case.refuse_if_read_only()
    note: dict[str, Json] = {"document": document.id, "sha256": document.sha256}
    change = Change(case.session.actor, "export", (), "Copy of a document", note)
    save(out, content(case, document), partial(case.book.write, change))


def shown_as(document: Document) -> Shown:
    """How the program can show it."""
    if document.media_type == "application/pdf":
        return Shown.PDF
    if document.media_type in _SHOWN_PICTURES:
        return Shown.PICTURE
    if document.media_type in _SHOWN_TEXT:
        return Shown.TEXT
    return Shown.NOT


def goes_into_pack(document: Document) -> bool:
    """Whether a pack can carry it as an appendix."""
    return shown_as(document) is not Shown.NOT


def media_type(name: str, data: bytes) -> str:
    """What a file is: by its first bytes where they say so, else by its name."""
    for start, kind in _SIGNATURES:
        if data.startswith(start):
            return kind
    guessed, _ = mimetypes.guess_type(name, strict=False)
    return guessed or "application/octet-stream"


_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
