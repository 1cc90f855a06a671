"""The papers of a meeting go out: agenda and panel pack, one numbered copy for each reader.

2016 guidance 1.1 (R187, R188): protected, journaled with its SHA-256 in the meeting's
book and in the book of every case that is in it. Whoever declared an interest in an item does not
get its papers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from mktdesk.book import Change
from mktdesk.calendar import stamp, today
from mktdesk.casework.meetingrecords import Circulated
from mktdesk.casework.records import Pack
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase, new_id, put
from mktdesk.desk.packs import TYPED, refuse_weak
from mktdesk.desk.panelchoice import (
    AGENDA,
    PACK,
    PapersChoice,
    Recipient,
    copies_sent,
    copy_label,
    next_copy,
    not_for,
    refuse_unfit,
)
from mktdesk.desk.panelitems import OpenCases, agenda_of, opened, pack_items
from mktdesk.desk.saving import Batch
from mktdesk.desk.sittingbook import (
    MeetingBook,
    facts_of,
    items_of,
    refuse_read_only,
)
from mktdesk.desk.toolkits import toolkit_of
from mktdesk.desk.work import Progress, Share
from mktdesk.documents.copies import Copies, CopyMark
from mktdesk.documents.panelpack import PackItem, PanelPack, build_panel_pack
from mktdesk.errors import Cancelled, ExportFailed
from mktdesk.reference import Reference

WITHHELD = "An interest was declared in this item: its papers are not in this copy."
_NAMES = {PACK: "panel pack", AGENDA: "agenda"}
FULL_REFERENCE = "the meeting's full reference"
_BUILT = 0.6  # of the work; the rest is the copies
_NONE: Mapping[str, OpenCase] = MappingProxyType({})


class HasReference(Protocol):
    """An open book's handle, as far as its password goes."""

    @property
    def reference(self) -> Reference:
        """Its full reference."""


class PaperMeeting(MeetingBook, Protocol):
    """An open meeting whose papers can leave."""

    @property
    def handle(self) -> HasReference:
        """What knows its full reference."""


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A copy that was saved. left_out: numbers of the items whose papers its reader does not get.

    opens_with says what the password is, never the password.
    """

    path: Path
    number: str
    name: str
    sha256: str
    pages: int
    opens_with: str
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PapersMade:
    """What came of it. absent: (item's number, paper, why) of what is in no copy.

    failed: why the copies for `without` were not saved; "" where all were.
    """

    copies: tuple[CopyMade, ...]
    absent: tuple[tuple[int, str, str], ...]
    failed: str = ""
    without: tuple[str, ...] = ()


def preview(
    meeting: MeetingBook,
    choice: PapersChoice,
    progress: Progress,
    here: Mapping[str, OpenCase] = _NONE,
) -> bytes:
    """The first recipient's copy as a PDF in memory, to look at; never saved. Raises as below."""
    refuse_unfit(choice)
    who = choice.recipients[0]
    with opened(meeting, choice.items, choice.typed, here) as there:
        items = pack_items(meeting, there, choice.items)
        number = next_copy(copies_sent(meeting))
        plan = _Plan(choice.what, _kept_from(meeting, choice, who), [(number, who)])
        copies, _ = _built(meeting, items, plan, progress)
        return copies.plain(CopyMark(copy_label(meeting, number), who.name))


def make_papers(
    meeting: PaperMeeting,
    choice: PapersChoice,
    folder: Path,
    progress: Progress,
    here: Mapping[str, OpenCase] = _NONE,
) -> PapersMade:
    """Build, mark, protect (AES-256, R6) and save a copy for each recipient, in one run.

    Copies alike but for their mark are laid out once. Each is whole before the first is in its
    place; what cannot be saved ends the run, those before it go out, and it is said. Every copy is
    journaled with its SHA-256 before it is out. Raises AnswersRefused, ExportFailed where no copy
    could be saved, Cancelled (then nothing is out), InUseElsewhere.
    """
    refuse_read_only(meeting)
    refuse_unfit(choice)
    secrets = [password(meeting, one) for one in choice.recipients]
    first = next_copy(copies_sent(meeting))
    plans = _plans(meeting, choice, first)
    with opened(meeting, choice.items, choice.typed, here) as there, Batch() as batch:
        items = pack_items(meeting, there, choice.items)
        run = _Run(meeting, folder, batch, choice.recipients, choice.what, secrets, first)
        for number, plan in enumerate(plans):
            part = _Part(progress, number / len(plans), 1 / len(plans))
            copies, absent = _built(meeting, items, plan, Share(part, _BUILT))
            run.absent.update(dict.fromkeys(absent))
            if not run.make(copies, plan, part):
                break
        progress.report(1.0, "Saving the copies")  # the last look at Cancel
        if progress.cancelled():
            raise Cancelled
        return run.out(there, items)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Copies that differ in nothing but their mark: what they are, and are not to have in them."""

    what: str
    not_for: frozenset[str]
    readers: Sequence[tuple[int, Recipient]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of longer work, from `start` on, both as parts of the whole (0 to 1)."""

    whole: Progress
    start: float
    length: float

    def report(self, fraction: float, words: str) -> None:
        """How far the stretch is, told as the whole's."""
        self.whole.report(self.start + fraction * self.length, words)

    def cancelled(self) -> bool:
        """Whether the whole is stopped."""
        return self.whole.cancelled()


@dataclass(slots=True)
class _Run:
    meeting: PaperMeeting
    folder: Path
    batch: Batch
    recipients: Sequence[Recipient]
    what: str
    secrets: Sequence[tuple[str, str]]
    first: int
    made: dict[int, CopyMade] = field(default_factory=dict)
    absent: dict[tuple[int, str, str], None] = field(default_factory=dict)
    failed: ExportFailed | None = None

    def make(self, copies: Copies, plan: _Plan, progress: Progress) -> bool:
        """The copies of one plan, each whole beside its place; whether all could be."""
        numbers = _numbers(self.meeting, plan.not_for)
        for at, (number, who) in enumerate(plan.readers):
            label = copy_label(self.meeting, number)
            progress.report(_BUILT + (1 - _BUILT) * at / len(plan.readers), f"Copy {label}")
            if progress.cancelled():
                raise Cancelled
            secret, opens_with = self.secrets[number - self.first]
            data = copies.protected(CopyMark(label, who.name), secret)
            path = _free(self.folder, file_name(self.meeting, label, plan.what), self.made.values())
            try:
                self.batch.add(path, data)
            except ExportFailed as error:
                self.failed = error
                return False
            digest = hashlib.sha256(data).hexdigest()
            made = CopyMade(path, label, who.name, digest, copies.pages, opens_with, numbers)
            self.made[number] = made
        return True

    def out(self, there: OpenCases, items: Sequence[PackItem]) -> PapersMade:
        """Journal what is whole, then put it out."""
        if not self.made:
            assert self.failed is not None
            raise self.failed
        made = [self.made[number] for number in sorted(self.made)]
        self.batch.put_out(partial(_record, self.meeting, there, items, made, self.what))
        return PapersMade(
            tuple(made),
            tuple(self.absent),
            f"{self.failed.what} {self.failed.do}" if self.failed else "",
            tuple(
                who.name
                for number, who in enumerate(self.recipients, start=self.first)
                if number not in self.made
            ),
        )


def _built(
    meeting: MeetingBook, items: Sequence[PackItem], plan: _Plan, progress: Progress
) -> tuple[Copies, tuple[tuple[int, str, str], ...]]:
    chosen = office.settings(meeting.session)
    facts = facts_of(meeting)
    toolkit = toolkit_of(meeting.session, facts.toolkit, facts.edition)
    numbers = _numbers(meeting, plan.not_for)
    pack = PanelPack(
        agenda=agenda_of(meeting),
        items=tuple(_withheld(one) if one.line.number in numbers else one for one in items),
        marking=office.marking(meeting.session, toolkit),
        office_name=chosen.name or meeting.session.vault.office_name,
        made_on=today(meeting.session.clock),
        footer=chosen.footer,
        handling=toolkit.handling,
        agenda_only=plan.what == AGENDA,
    )
    built = build_panel_pack(pack, progress=progress.report, cancelled=progress.cancelled)
    return Copies(built.paper), built.absent


def _withheld(item: PackItem) -> PackItem:
    """The item as its reader may see it: that it is taken, and when."""
    return replace(item, line=replace(item.line, missing=()), papers=(), withheld=WITHHELD)


def password(meeting: PaperMeeting, who: Recipient) -> tuple[str, str]:
    """What somebody's copy opens with, and what to call it. Raises AnswersRefused if it is weak."""
    if who.passphrase:
        office_name = meeting.session.vault.office_name
        refuse_weak(meeting.session, who.passphrase, meeting.public, office_name, who.name)
        return who.passphrase, TYPED
    return meeting.handle.reference.full, FULL_REFERENCE


def file_name(meeting: MeetingBook, number: str, what: str = PACK) -> str:
    """What to call a copy: public references and its number, never a name."""
    return f"{meeting.public} {_NAMES[what]} copy {number}.pdf"


def _record(
    meeting: PaperMeeting,
    there: OpenCases,
    items: Sequence[PackItem],
    made: Sequence[CopyMade],
    what: str,
) -> None:
    """In each case's book what of it leaves and with whom, then in the meeting's."""
    session = meeting.session
    now, numbers = stamp(session.clock.now()), _numbers_of(meeting)
    with_papers = {one.line.number for one in items if one.papers}
    said = f"Panel pack of {meeting.public}"
    for public, case in there.found.items() if what == PACK else ():
        number = numbers.get(public)
        if public in there.said or number not in with_papers:
            continue
        rows = [put(_pack(case, one, now)) for one in made if number not in one.left_out]
        if rows:
            case.book.write(Change(session.actor, "export", rows, said))
    kept = [put(_circulated(meeting, one, now, what)) for one in made]
    count = f"{len(kept)} copies" if len(kept) > 1 else "1 copy"
    meeting.book.write(
        Change(session.actor, "export", kept, f"{_NAMES[what].capitalize()}, {count}")
    )


def _pack(case: OpenCase, one: CopyMade, now: str) -> Pack:
    return Pack(
        new_id(),
        parts=",".join(part.id for part in case.form.parts if not part.own),
        recipient=one.name,
        copy_number=one.number,
        made_at=now,
        made_by=case.session.actor,
        sha256=one.sha256,
        pages=one.pages,
        file_name=one.path.name,
        password_is=one.opens_with,
    )


def _circulated(meeting: MeetingBook, one: CopyMade, now: str, what: str) -> Circulated:
    called = [item.public or item.title for item in items_of(meeting)]
    return Circulated(
        new_id(),
        what=what,
        to=one.name,
        copy=one.number,
        sha256=one.sha256,
        at=now,
        by=meeting.session.actor,
        file_name=one.path.name,
        pages=one.pages,
        left_out=", ".join(called[number - 1] for number in one.left_out),
        password_is=one.opens_with,
    )


def _plans(meeting: MeetingBook, choice: PapersChoice, first: int) -> tuple[_Plan, ...]:
    """Readers of the same papers together, in the order of their first copy's number."""
    found: dict[frozenset[str], list[tuple[int, Recipient]]] = {}
    for number, who in enumerate(choice.recipients, start=first):
        found.setdefault(_kept_from(meeting, choice, who), []).append((number, who))
    return tuple(_Plan(choice.what, kept, readers) for kept, readers in found.items())


def _kept_from(meeting: MeetingBook, choice: PapersChoice, who: Recipient) -> frozenset[str]:
    """The items whose papers somebody does not get; an agenda has no papers to keep."""
    return not_for(meeting, who) if choice.what == PACK else frozenset()


def _numbers(meeting: MeetingBook, ids: frozenset[str]) -> tuple[int, ...]:
    items = enumerate(items_of(meeting), start=1)
    return tuple(number for number, one in items if one.id in ids)


def _numbers_of(meeting: MeetingBook) -> dict[str, int]:
    return {one.public: number for number, one in enumerate(items_of(meeting), 1) if one.public}


def _free(folder: Path, name: str, made: Iterable[CopyMade]) -> Path:
    """A place in the folder where no file lies or will: nothing is replaced unasked."""
    taken = {one.path for one in made}
    free = (path for path in _places(folder, name) if path not in taken and not path.exists())
    return next(free)


def _places(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    stem, ending = Path(name).stem, Path(name).suffix
    number = 2
    while True:
        yield folder / f"{stem} ({number}){ending}"
        number += 1
