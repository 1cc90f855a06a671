"""The case pack: chosen parts and appendices as one protected PDF (R187, R188, R350)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mktdesk.book import Change
from mktdesk.calendar import today
from mktdesk.casework.records import Document, Pack
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase, new_id, put
from mktdesk.desk.papers import content, goes_into_pack
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.desk.signatures import signed_marks
from mktdesk.desk.strength import strength
from mktdesk.desk.work import Progress, Share
from mktdesk.documents.appendix import Appendix
from mktdesk.documents.pack import PackRequest, build_pack
from mktdesk.documents.pages import page_count
from mktdesk.documents.protect import protect
from mktdesk.errors import AnswersRefused, Cancelled

SHORTEST_PASSPHRASE = 12
TYPED = "the password you typed"
LONGEST_NAME = 200  # characters of the recipient, and of the copy's number
_BUILDING = 0.95  # of the work; the rest is protecting and saving


@dataclass(frozen=True, slots=True)
class PackChoice:
    """What goes into a pack and for whom. documents: ids of attached files.

    passphrase: a password of the sender's own; empty means the office's policy.
    """

    parts: tuple[str, ...]
    documents: tuple[str, ...] = ()
    recipient: str = ""
    copy_number: str = "1"
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class PackMade:
    """A pack that was saved. opens_with says what the password is, never the password."""

    path: Path
    sha256: str
    pages: int
    opens_with: str


def preview(case: OpenCase, choice: PackChoice, progress: Progress) -> bytes:
    """The pack as a PDF in memory, to look at; it is not protected, so it is never saved."""
    return build_pack(
        _request(case, choice), progress=progress.report, cancelled=progress.cancelled
    )


def make_pack(case: OpenCase, choice: PackChoice, out: Path, progress: Progress) -> PackMade:
    """Build, protect (AES-256, R6) and save a pack; its SHA-256 is journaled.

    Raises AnswersRefused, ExportFailed, Cancelled, InUseElsewhere.
    """
    case.refuse_if_read_only()
    secret, opens_with = password(case, choice)
    plain = preview(case, choice, Share(progress, _BUILDING))
    progress.report(_BUILDING, "Protecting the pack")
    data = protect(plain, secret)
    digest = hashlib.sha256(data).hexdigest()
    made = PackMade(out, digest, page_count(plain), opens_with)
    pack = Pack(
        new_id(),
        parts=",".join(choice.parts),
        recipient=choice.recipient,
        copy_number=choice.copy_number,
        made_at=case.now(),
        made_by=case.session.actor,
        sha256=digest,
        pages=made.pages,
        file_name=out.name,
        password_is=opens_with,
    )
    progress.report(1.0, "Saving the pack")  # the last look at Cancel: from here on it is out
    if progress.cancelled():
        raise Cancelled
    change = Change(case.session.actor, "export", (put(pack),), f"Pack for {_who(choice)}")
    save(out, data, partial(case.book.write, change))
    return made


def password(case: OpenCase, choice: PackChoice) -> tuple[str, str]:
    """The password of a pack and what to call it. Raises AnswersRefused when it is too weak."""
    if choice.passphrase:
        refuse_weak(case.session, choice.passphrase, case.public, case.session.vault.office_name)
        return choice.passphrase, TYPED
    if office.settings(case.session).pack_key == "public":
        return case.handle.reference.public, "the public part of the reference"
    return case.handle.reference.full, "the full reference, as the slip shows it"


def refuse_weak(session: Session, passphrase: str, *known: str) -> None:
    """Raise AnswersRefused for a password of the sender's own that is too weak for a pack.

    known: words that whoever tries would try first.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise AnswersRefused(
            "That password is too short for a pack.",
            f"Use at least {SHORTEST_PASSPHRASE} characters, or the full reference.",
        )
    guessed = strength(passphrase, known, session.policy)
    if not guessed.enough:
        raise AnswersRefused("That password is too easy to guess.", guessed.advice)


def file_name(case: OpenCase, choice: PackChoice) -> str:
    """What to call the file: the public part only, never a name."""
    copy = "".join(c for c in choice.copy_number if c.isascii() and c.isalnum())[:8]
    return f"{case.public} case pack copy {copy or '1'}.pdf"


def _who(choice: PackChoice) -> str:
    return choice.recipient.strip() or "the office's own use"


def _request(case: OpenCase, choice: PackChoice) -> PackRequest:
    if max(len(choice.recipient), len(choice.copy_number)) > LONGEST_NAME:
        raise AnswersRefused(
            "That does not fit on the cover.", f"Use at most {LONGEST_NAME} characters."
        )
    if not choice.parts and not choice.documents:
        raise AnswersRefused("The pack is empty.", "Choose at least one part or document.")
    wanted = [d for d in case.documents() if d.id in choice.documents]
    for document in wanted:
        if not goes_into_pack(document):
            raise AnswersRefused(
                f"{document.name} cannot be put into a PDF.",
                "Save it as PDF and attach that, or send it separately.",
            )
    return PackRequest(
        form=case.form,
        answers=case.answers(),
        parts=tuple(part.id for part in case.form.parts if part.id in choice.parts),
        marking=office.marking(case.session, case.toolkit),
        reference_public=case.public,
        title=case.pathway.label,
        office_name=office.settings(case.session).name or case.session.vault.office_name,
        recipient=choice.recipient.strip(),
        copy_number=choice.copy_number,
        made_on=today(case.session.clock),
        handling=case.toolkit.handling,
        signatures=signed_marks(case),
        appendices=tuple(_appendix(case, d) for d in wanted),
        footer=office.settings(case.session).footer,
    )


def _appendix(case: OpenCase, document: Document) -> Appendix:
    return Appendix(document.title, document.name, document.media_type, content(case, document))
