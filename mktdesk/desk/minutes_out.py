"""Minutes leave the vault: as PDF or Word, protected, journaled with whom they went to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mktdesk.book import Change
from mktdesk.calendar import spoken_date, stamp, today
from mktdesk.casework.meetingrecords import AgendaItem, Circulated, MinutesApproved
from mktdesk.casework.minuting import without_items
from mktdesk.casework.sittingblocks import item_name
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import new_id, put
from mktdesk.desk.minutes import MinutesView, view
from mktdesk.desk.panelchoice import Recipient, not_for
from mktdesk.desk.panelpack import PaperMeeting, password
from mktdesk.desk.saving import save
from mktdesk.desk.signatures import drawn, moment_said
from mktdesk.desk.sittingbook import MeetingBook, facts_of, items_of, refuse_read_only
from mktdesk.desk.toolkits import toolkit_of
from mktdesk.desk.work import Progress
from mktdesk.documents.minutes import MinutesPaper, minutes_pdf, minutes_word
from mktdesk.documents.protect import protect
from mktdesk.documents.protect_office import protect_office
from mktdesk.documents.signatures import SignedMark
from mktdesk.errors import AnswersRefused, Cancelled

PDF, WORD = ".pdf", ".docx"
MINUTES = "minutes"
WITHHELD = "An interest was declared in this item: what was said of it is not in this copy."


@dataclass(frozen=True, slots=True)
class MinutesSaved:
    """Minutes that were saved. opens_with says what the password is, never the password."""

    path: Path
    sha256: str
    opens_with: str


def preview(meeting: MeetingBook, progress: Progress) -> bytes:
    """The minutes as a PDF in memory, to look at; not protected, so never saved."""
    paper = _paper(meeting, view(meeting))
    return minutes_pdf(paper, progress=progress.report, cancelled=progress.cancelled)


def file_name(meeting: MeetingBook, ending: str, *, whole: bool = True) -> str:
    """What to call the file: public references alone. whole: nothing is left out."""
    return f"{meeting.public} minutes{'' if whole else ', part'}{ending}"


def left_out(meeting: MeetingBook, name: str) -> str:
    """The items that somebody's copy does not hold, in words, or nothing: they stepped out."""
    return _items_said(meeting, not_for(meeting, Recipient(name)))


def _items_said(meeting: MeetingBook, ids: frozenset[str]) -> str:
    return ", ".join(
        f"item {number} ({item_name(one)})" for number, one in _numbered(meeting) if one.id in ids
    )


def _numbered(meeting: MeetingBook) -> Iterator[tuple[int, AgendaItem]]:
    return enumerate(items_of(meeting), start=1)


def save_minutes(
    meeting: PaperMeeting,
    out: Path,
    to: Sequence[str],
    progress: Progress,
    passphrase: str = "",
) -> MinutesSaved:
    """Save the minutes under the meeting's full reference, or a passphrase; by the name's ending.

    to: everybody they go to, each kept with the file's SHA-256. Whoever stepped out of an item gets
    a copy that leaves it out, as with the papers. Raises AnswersRefused for readers who do not get
    the same, another ending, nobody, or a weak passphrase; ExportFailed, Cancelled, InUseElsewhere.
    """
    refuse_read_only(meeting)
    names = tuple(dict.fromkeys(name.strip() for name in to if name.strip()))
    if not names:
        raise AnswersRefused("The minutes go to nobody.", "Name at least one reader.")
    without = _without(meeting, names)
    secret, opens_with = password(meeting, Recipient(names[0], passphrase=passphrase))
    paper = _paper(meeting, view(meeting), without)
    data = _protected(paper, out.suffix.casefold(), secret, progress)
    digest = hashlib.sha256(data).hexdigest()
    now, actor = stamp(meeting.session.clock.now()), meeting.session.actor
    rows = [
        put(
            Circulated(
                new_id(),
                what=MINUTES,
                to=name,
                sha256=digest,
                at=now,
                by=actor,
                file_name=out.name,
                password_is=opens_with,
            )
        )
        for name in names
    ]
    progress.report(1.0, "Saving the minutes")  # the last look at Cancel
    if progress.cancelled():
        raise Cancelled
    change = Change(actor, "export", rows, f"Minutes for {len(rows)}")
    save(out, data, lambda: meeting.book.write(change))
    return MinutesSaved(out, digest, opens_with)


def _without(meeting: MeetingBook, names: Sequence[str]) -> frozenset[str]:
    """The items that one file for these readers leaves out."""
    found = {name: not_for(meeting, Recipient(name)) for name in names}
    if len(set(found.values())) > 1:
        name, ids = next((name, ids) for name, ids in found.items() if ids)
        raise AnswersRefused(
            f"{name} stepped out of {_items_said(meeting, ids)} and gets another copy.",
            "Save theirs by itself: it leaves that out.",
        )
    return next(iter(found.values()))


def _protected(paper: MinutesPaper, ending: str, secret: str, progress: Progress) -> bytes:
    if ending == PDF:
        plain = minutes_pdf(paper, progress=progress.report, cancelled=progress.cancelled)
        return protect(plain, secret)
    if ending == WORD:
        return protect_office(minutes_word(paper), secret)
    raise AnswersRefused("Minutes are a PDF or a Word file.", "End the name in .pdf or .docx.")


def _paper(
    meeting: MeetingBook, shown: MinutesView, without: frozenset[str] = frozenset()
) -> MinutesPaper:
    chosen, facts = office.settings(meeting.session), facts_of(meeting)
    toolkit = toolkit_of(meeting.session, facts.toolkit, facts.edition)
    given = shown.approved
    return MinutesPaper(
        body=shown.body,
        reference=meeting.public,
        when=shown.when,
        place=facts.place,
        status=shown.status,
        marking=office.marking(meeting.session, toolkit),
        office_name=chosen.name or meeting.session.vault.office_name,
        made_on=today(meeting.session.clock),
        sections=_sections(meeting, shown, without),
        digest=shown.digest,
        approval=_approval(shown, given) if given is not None else (),
        signatures=(_mark(meeting, given),) if given is not None else (),
        footer=chosen.footer,
        left_out=f"{_items_said(meeting, without)}: an interest was declared" if without else "",
    )


def _sections(
    meeting: MeetingBook, shown: MinutesView, without: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    theirs = {f"item-{one}" for one in without}
    numbers = [number for number, one in _numbered(meeting) if one.id in without]
    told = []
    for one in shown.sections:
        text = without_items(one.text, numbers) if one.id == "actions" else one.text
        told.append((one.title, WITHHELD if one.id in theirs else text))
    return tuple(told)


def _approval(shown: MinutesView, given: MinutesApproved) -> tuple[tuple[str, str], ...]:
    agrees = "" if shown.agrees else "The words above differ from those that were approved."
    said = (
        ("Approved", shown.status),
        ("Corrections", given.corrections or "None"),
        ("Signed by", f"{given.by}, {given.role}"),
        ("Digest then", given.digest),
        ("Note", agrees),
    )
    return tuple((name, words) for name, words in said if words)


def _mark(meeting: MeetingBook, given: MinutesApproved) -> SignedMark:
    lines = drawn(meeting.book).get(given.id)
    return SignedMark(
        part_id=MINUTES,
        role=given.role,
        name=given.by,
        title="",
        organisation="",
        date=spoken_date(date.fromisoformat(given.day)),
        digest=given.digest,
        strokes=lines.strokes if lines is not None else "",
        signed_at=moment_said(given.at),
        what="The minutes",
    )
