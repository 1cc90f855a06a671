"""At the office: taking cases and meetings along, where they are, and bringing a pack back."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mktdesk.book import Change, Merged, RowChange, conflicts_of
from mktdesk.book.pack import head_of
from mktdesk.book.packhead import PackHead
from mktdesk.calendar import stamp
from mktdesk.casework.meetings import Frequency, MeetingRow
from mktdesk.casework.records import OfficeSettings
from mktdesk.desk import cases, conflicts, meetingbooks, meetingconflicts
from mktdesk.desk.backup import age_words, when_words
from mktdesk.desk.casefile import OpenBook
from mktdesk.desk.directory import KINDS as DIRECTORY
from mktdesk.desk.officedays import OfficeDay
from mktdesk.desk.owntoolkits import OwnToolkit
from mktdesk.desk.packs import refuse_weak
from mktdesk.desk.saving import refuse_vault
from mktdesk.desk.session import Session
from mktdesk.desk.work import Progress, Share
from mktdesk.errors import AnswersRefused, CaseError, DeskError, PackRefused, ReferenceNeeded
from mktdesk.office import MEETING, CaseHandle, KdfCost, bringing, taking, travelpack
from mktdesk.office.awayrows import AWAY
from mktdesk.office.bringing import Came
from mktdesk.office.kinds import CASE
from mktdesk.office.travelpack import Going, Read, Wish
from mktdesk.reference import Reference, canonical_public, parse_full

SUFFIX = ".mktpack"
ALONG = (
    OfficeSettings.KIND, *DIRECTORY, OfficeDay.KIND, OwnToolkit.KIND, Frequency.KIND,
    MeetingRow.KIND,
)  # fmt: skip
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes along. meeting: its public part, or nothing for cases by themselves.

    cases: public parts. to: where it is taken, in words. passphrase: empty for the full reference
    of the meeting, or of the one case.
    """

    meeting: str = ""
    cases: tuple[str, ...] = ()
    to: str = ""
    passphrase: str = field(default="", repr=False)

    @property
    def public(self) -> str:
        """What the pack is about, and whose full reference opens it."""
        return self.meeting or (self.cases[0] if self.cases else "")


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A pack that was saved. opens_with: in words, never what is typed."""

    path: Path
    sha256: str
    size: int
    cases: int
    opens_with: str


@dataclass(frozen=True, slots=True)
class AwayLine:
    """A case or meeting that is away. when: local date and time; age: "3 days ago"."""

    row: str
    public: str
    when: str
    age: str
    by: str
    to: str

    @property
    def words(self) -> str:
        """In a sentence: "Taken to the panel by D. Whitlock on Sat 21 Nov 2026, 14:02"."""
        where = f"to {self.to} " if self.to else ""
        return f"Taken {where}by {self.by} on {self.when}"


@dataclass(frozen=True, slots=True)
class BroughtLine:
    """What became of one book of a pack, in words. came: it is joined now.

    needs_reference: it comes in once its full reference was typed. conflicts: to be decided.
    """

    public: str
    words: str
    came: bool
    needs_reference: bool = False
    conflicts: int = 0


# taking


def take(
    session: Session, choice: Choice, out: Path, progress: Progress, *,
    opened: Sequence[OpenBook] = (), cost: KdfCost | None = None, typed: str = "",
) -> TakenOut:  # fmt: skip
    """Write a pack of a meeting with its chosen cases, or of one case; journaled.

    opened: the books that somebody here has open. typed: the full reference of a restricted case
    that is not open. Raises AnswersRefused, ExportFailed, Cancelled, CaseError, AtTheOffice.
    """
    session.refuse_if_read_only()
    publics = _publics(choice)
    refuse_vault(out)
    if choice.passphrase:
        refuse_weak(session, choice.passphrase, *publics, session.vault.office_name)
    reference = parse_full(typed) if typed else None
    with contextlib.ExitStack() as stack:
        handles = [
            stack.enter_context(_at_hand(session, public, opened, reference)) for public in publics
        ]
        session.vault.flush_anchors()
        first = handles[0]
        wish = Wish(
            "meeting" if first.kind is MEETING else "case", "out", first.reference.public,
            "passphrase" if choice.passphrase else "reference",
            choice.passphrase or first.reference.full, cost or KdfCost.standard(),
        )  # fmt: skip
        made = taking.take(
            session.vault, handles, wish, out, to=choice.to.strip(), along=ALONG,
            report=Share(progress, 0.95).report, cancelled=progress.cancelled,
        )  # fmt: skip
    progress.report(1.0, "Saved")
    opens_with = "the passphrase" if choice.passphrase else f"the full reference of {choice.public}"
    count = sum(handle.kind is CASE for handle in handles)
    return TakenOut(out, made.pack.sha256, made.pack.size, count, opens_with)


def file_name(choice: Choice) -> str:
    """What to call the pack: the public part only."""
    return f"{choice.public}{SUFFIX}"


def _publics(choice: Choice) -> tuple[str, ...]:
    named = (*((choice.meeting,) if choice.meeting else ()), *choice.cases)
    publics = tuple(dict.fromkeys(canonical_public(public) for public in named))
    if not publics:
        raise AnswersRefused("Nothing was chosen to take along.", "Choose a meeting or a case.")
    if not choice.meeting and len(publics) > 1:
        raise AnswersRefused(
            "Several cases go along with a meeting.", "Choose the meeting, or one case."
        )
    return publics


@contextlib.contextmanager
def _at_hand(
    session: Session, public: str, opened: Sequence[OpenBook], typed: Reference | None
) -> Iterator[CaseHandle]:
    """A book as it is open here, or opened for the moment, whoever else has it."""
    there = next((one.handle for one in opened if one.public == public), None)
    if there is not None and not there.closed:
        yield there
        return
    vault = session.vault
    mine = typed if typed is not None and typed.public == public else None
    try:
        handle = vault.open_case(public, typed=mine)
    except ReferenceNeeded:
        raise
    except CaseError:  # it is open here in another page
        handle = vault.open_case(public, typed=mine, read_only=True)
    try:
        yield handle
    finally:
        vault.close_case(handle)


# where things are


def away(session: Session, public: str = "") -> tuple[AwayLine, ...]:
    """What is away from the office, newest first: all of it, or of one case or meeting."""
    found = [
        (str(row.fields.get("at", "")), row)
        for row in session.vault.register.rows(AWAY)
        if not row.fields.get("back_at") and public in {"", row.fields.get("public")}
    ]
    return tuple(
        AwayLine(
            row.id, str(row.fields.get("public", "")), when_words(at),
            age_words(at, session.clock), str(row.fields.get("by", "")),
            str(row.fields.get("to", "")),
        )
        for at, row in sorted(found, key=lambda one: one[0], reverse=True)
    )  # fmt: skip


def given_up(session: Session, row: str, why: str) -> None:
    """Say that a pack will not come back; it can still be brought. Raises AnswersRefused."""
    if not why.strip():
        raise AnswersRefused("This needs a reason.", "Say what became of the pack.")
    session.refuse_if_read_only()
    register = session.vault.register
    if register.row(AWAY, row) is None:
        raise AnswersRefused("This is not away.", "Look at the list again.")
    fields = {"back_at": stamp(session.clock.now()), "back_by": session.actor}
    change = RowChange(AWAY, row, dict(fields))
    register.write(Change(session.actor, "travel", (change,), why.strip()))


# bringing back


def look(path: Path) -> PackHead:
    """What a pack tells without its secret. Raises PackRefused, NewerVersion."""
    return head_of(path)


def secret_at_hand(session: Session, head: PackHead) -> str:
    """What opens a pack of ours, where the register knows it; else nothing, and it is typed."""
    if head.by_reference:
        with contextlib.suppress(DeskError):
            return session.vault.seal_of(head.public).full
        return ""
    rows = session.vault.register.rows(AWAY)
    kept = [str(row.fields.get("passphrase", "")) for row in rows
            if row.fields.get("opens_with") == head.public]  # fmt: skip
    return next((one for one in reversed(kept) if one), "")


def canonical_secret(head: PackHead, typed: str) -> str:
    """What a person typed, as the pack was sealed with it. Raises ReferenceRefused."""
    if not head.by_reference:
        return typed
    return parse_full(typed).full


def bring(
    session: Session, path: Path, progress: Progress, *,
    typed: str = "", references: Sequence[str] = (),
) -> tuple[BroughtLine, ...]:  # fmt: skip
    """Join what a pack holds to the office's books, one by one; a line for each, in words.

    typed: the pack's reference or passphrase; the register's where it is empty. references: full
    references of restricted cases. Raises PackRefused, NewerVersion, AtTheOffice, AnswersRefused.
    """
    session.refuse_if_read_only()
    head = look(path)
    secret = canonical_secret(head, typed) if typed else secret_at_hand(session, head)
    if not secret:
        raise AnswersRefused(
            "The office does not know what opens this pack.",
            f"Type the {head.spoken}.",
        )
    given = {one.public: one for one in (parse_full(text) for text in references if text.strip())}
    if typed and head.by_reference:
        given.setdefault(head.public, parse_full(typed))
    with travelpack.opened(path, secret, "back") as read:
        bringing.refuse_strange(session.vault, read.about)
        lines: list[BroughtLine] = []
        came: dict[str, Merged] = {}
        for number, going in enumerate(read.about.books):
            progress.report(number / len(read.about.books), f"Bringing back {going.public}")
            lines.append(_bring_one(session, read, going, given, came))
        bringing.note_back(session.vault, read, came, _digest(path))
    progress.report(1.0, "Brought back")
    return tuple(lines)


def _bring_one(
    session: Session, read: Read, going: Going, given: Mapping[str, Reference],
    came: dict[str, Merged],
) -> BroughtLine:  # fmt: skip
    try:
        one = bringing.bring_one(session.vault, read, going, given.get(going.public))
    except ReferenceNeeded:
        return BroughtLine(
            going.public,
            "Restricted to named staff: type its full reference, then bring the pack back again.",
            came=False,
            needs_reference=True,
        )
    except DeskError as error:
        return BroughtLine(going.public, f"{error.what} {error.do}", came=False)
    came[going.book] = one.merged
    try:
        return _said(session, one, going)
    finally:
        session.vault.close_case(one.handle)


def _said(session: Session, one: Came, going: Going) -> BroughtLine:
    """The register brought level with the book, and what happened, in words."""
    found = _conflicts(session, one)
    words = [_brought(one.merged)]
    if found:
        many = "1 conflict" if found == 1 else f"{found} conflicts"
        words.append(f"{many} to decide")
    if one.older:
        words.append(
            "the office's copy had been put back from a backup, and has again what it lacked"
        )
    if one.resealed:
        words.append("it has another full reference since: the pack's opens no new pack")
    if one.merged.erased:
        words.append("what was erased in either copy is erased in both")
    if one.merged.nothing_new:
        return BroughtLine(
            one.handle.reference.public, "; ".join(words) + ".", came=True, conflicts=found
        )
    with contextlib.suppress(DeskError):  # it stays in the list as it was, and opens all the same
        words.extend(_refreshed(session, one, going))
    public = one.handle.reference.public
    return BroughtLine(public, "; ".join(words) + ".", came=True, conflicts=found)


def _conflicts(session: Session, one: Came) -> int:
    """How many a person has to decide, as the page shows them."""
    with contextlib.suppress(DeskError):
        if one.handle.kind is CASE:
            return conflicts.count(cases.seen_through(session, one.handle))
        return meetingconflicts.count(meetingbooks.seen_through(session, one.handle))
    return len(conflicts_of(one.handle.book))


def _brought(merged: Merged) -> str:
    count = sum(merged.brought.values())
    if not count:
        return "Nothing new: it was brought back before"
    return "1 entry came in" if count == 1 else f"{count} entries came in"


def _refreshed(session: Session, one: Came, going: Going) -> Iterator[str]:
    if one.handle.kind is MEETING:
        meetingbooks.refresh_summary(meetingbooks.seen_through(session, one.handle))
        return
    case = cases.seen_through(session, one.handle)
    cases.refresh_summary(case)
    before = case.book.records_at(going.taken_at()).get(case.facts.KIND, [])
    then = [(row.fields.get("toolkit"), row.fields.get("edition")) for row in before]
    if then and then[0] != (case.facts.toolkit, case.facts.edition):
        yield (
            f"it is under {case.toolkit.title} now: answers without a place there are under Changes"
        )


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
    except OSError as error:
        raise PackRefused("The travel pack cannot be read.", "Put the drive back in.") from error
    return digest.hexdigest()
