"""Who can get which papers of a meeting, and what went out before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mktdesk.casework.composition import same_person
from mktdesk.casework.meetingrecords import Circulated
from mktdesk.desk import cases
from mktdesk.desk.panelitems import as_words, item_title
from mktdesk.desk.sittingbook import MeetingBook, attendees_of, interests_of, items_of
from mktdesk.desk.travelling import travelling_copy
from mktdesk.errors import AnswersRefused

PACK, AGENDA = "pack", "agenda"
_AWAY = "T"  # behind a number that was given away from the office
LONGEST_READER = 300  # characters of a name
_UNTYPED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a copy. attendee: their id on the attendance list, or nothing for somebody else.

    passphrase: their own; empty means the meeting's full reference.
    """

    name: str
    attendee: str = ""
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class PapersChoice:
    """Which papers go to whom. items: ids of the agenda's items whose papers go in; with none the
    copies are the agenda alone.

    typed: full references of restricted cases that are to be in it, by public part: they go in on
    nobody's word but this.
    """

    recipients: tuple[Recipient, ...]
    items: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=lambda: _UNTYPED)

    @property
    def what(self) -> str:
        """What the copies are: "pack" or "agenda"."""
        return PACK if self.items else AGENDA


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """An item as the choice shows it. restricted: its case needs its full reference typed."""

    id: str
    number: int
    title: str
    public: str
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class OfferedReader:
    """Somebody of the attendance list. not_for: ids of items in which they declared an interest.

    sent: when they got a copy before, as UTC stamps.
    """

    attendee: str
    name: str
    role: str
    not_for: tuple[str, ...]
    sent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen. next_copy: the first copy's number: none is given twice."""

    items: tuple[OfferedItem, ...]
    readers: tuple[OfferedReader, ...]
    next_copy: int


def offer(meeting: MeetingBook) -> Offer:
    """What the papers can be made of, and for whom."""
    restricted = {one.public for one in cases.list_cases(meeting.session) if one.restricted}
    items = tuple(
        OfferedItem(one.id, number, item_title(one), one.public, one.public in restricted)
        for number, one in enumerate(items_of(meeting), start=1)
    )
    sent = copies_sent(meeting)
    readers = tuple(
        OfferedReader(
            one.id,
            one.name,
            as_words(one),
            tuple(sorted(not_for(meeting, Recipient(one.name, one.id)))),
            tuple(row.at for row in sent if row.to == one.name),
        )
        for one in attendees_of(meeting)
    )
    return Offer(items, readers, next_copy(sent))


def circulated(meeting: MeetingBook, what: str = "") -> tuple[Circulated, ...]:
    """What went out, oldest first. what: "agenda", "pack", "minutes", or all."""
    found = (Circulated.of(row.id, row.fields) for row in meeting.book.rows(Circulated.KIND))
    wanted = (one for one in found if what in ("", one.what))
    return tuple(sorted(wanted, key=lambda one: (one.at, one.copy.zfill(9))))


def refuse_unfit(choice: PapersChoice) -> None:
    """Raise AnswersRefused for a choice without readers, or one whose name cannot be printed."""
    if not choice.recipients:
        raise AnswersRefused("Nobody gets a copy.", "Choose at least one reader.")
    for who in choice.recipients:
        if not who.name.strip():
            raise AnswersRefused("A copy has no reader.", "Name everybody who gets one.")
        if len(who.name) > LONGEST_READER:
            raise AnswersRefused(
                "That name does not fit on a copy.", f"Use at most {LONGEST_READER} characters."
            )


def not_for(meeting: MeetingBook, who: Recipient) -> frozenset[str]:
    """Ids of the items in which somebody declared an interest and takes no part.

    Whoever bears the name of somebody on the list is taken to be them.
    """
    theirs = {who.attendee} | {
        one.id for one in attendees_of(meeting) if same_person(one.name, who.name)
    }
    found = interests_of(meeting)
    return frozenset(one.item for one in found if one.attendee in theirs and one.stepped_out)


def copies_sent(meeting: MeetingBook) -> tuple[Circulated, ...]:
    """The numbered copies that went out, oldest first: packs, and agendas by themselves."""
    return tuple(one for one in circulated(meeting) if one.what in {PACK, AGENDA})


def next_copy(sent: Iterable[Circulated]) -> int:
    """No number is given twice in one meeting: a copy that turns up names its reader."""
    plain = (one.copy.removesuffix(_AWAY) for one in sent)
    return max((int(copy) for copy in plain if copy.isdecimal()), default=0) + 1


def copy_label(meeting: MeetingBook, number: int) -> str:
    """A copy's number as it is printed: one made in a travelling copy of the meeting, while the
    office may be making others, is told from the office's of that number.
    """
    away = travelling_copy(meeting.session) is not None
    return f"{number}{_AWAY}" if away else str(number)
