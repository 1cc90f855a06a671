"""A meeting's minutes: drafted from the record, edited by section, approved at a later meeting.

2016 guidance 3.2 and 1.2 (R302, R201). A section that a person has written stays as they wrote it:
where the record has changed since, that is said and the new draft stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mktdesk.book import RowChange, Written
from mktdesk.calendar import spoken_date
from mktdesk.casework.meetingrecords import (
    MEETING_ROW,
    Circulated,
    MeetingFacts,
    MinutesApproved,
    MinutesChoice,
    MinuteText,
    SignatureMark,
    State,
)
from mktdesk.casework.minuting import Drafted, digest_of, draft, without_names
from mktdesk.desk.casefile import new_id, put
from mktdesk.desk.minutesheld import recorded
from mktdesk.desk.panelchoice import circulated
from mktdesk.desk.panelitems import when_words
from mktdesk.desk.sittingbook import MeetingBook, facts_of, moment, refuse_read_only
from mktdesk.errors import AnswersRefused, StepRefused

TYPING = "minutes"  # the scope of sections that are being typed
_CHOICE = "minutes"
DRAFT = "Draft, not yet approved"


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as it stands. drafted: what the record gives now.

    edited: a person wrote it. changed: the record has changed since they did. typing: text that
    was being typed and is not kept yet, None where there is none.
    """

    id: str
    title: str
    text: str
    drafted: str
    edited: bool = False
    changed: bool = False
    by: str = ""
    at: str = ""
    typing: str | None = None


@dataclass(frozen=True, slots=True)
class MinutesView:
    """All that the page shows. agrees: the words are still those that were approved."""

    public: str
    body: str
    when: str
    sections: tuple[SectionView, ...]
    choice: MinutesChoice
    approved: MinutesApproved | None
    digest: str
    sent: tuple[Circulated, ...]
    ended: bool
    read_only: bool

    @property
    def agrees(self) -> bool:
        """Nothing differs from what was approved; true while nothing was."""
        return self.approved is None or self.approved.digest == self.digest

    @property
    def status(self) -> str:
        """In words: a draft, or when and where they were approved."""
        return status_words(self.approved)

    @property
    def changed(self) -> tuple[SectionView, ...]:
        """The sections whose record has changed since a person wrote them."""
        return tuple(one for one in self.sections if one.changed)


@dataclass(frozen=True, slots=True)
class Approval:
    """How the minutes are approved. meeting: public reference of the meeting that does it, or "".

    day: ISO. name, role: who signs for it. strokes: as SignatureMark has them, "" for a typed one.
    """

    day: str
    name: str
    role: str
    meeting: str = ""
    corrections: str = ""
    strokes: str = ""


def view(meeting: MeetingBook) -> MinutesView:
    """The minutes as they stand: each section as written, or else as drafted."""
    facts, written = facts_of(meeting), _written(meeting)
    approved = _approved(meeting)
    typing = meeting.book.drafts(TYPING)
    sections = []
    for one in drafted(meeting):
        kept = written.pop(one.id, None)
        typed = typing.get(one.id)
        sections.append(_section(one, kept, typed if isinstance(typed, str) else None))
    # A section whose item has gone since somebody wrote it.
    sections += [
        SectionView(row.id, _lost_title(row), row.text, "", edited=True, by=row.by, at=row.at)
        for row in written.values()
    ]
    return MinutesView(
        public=meeting.public,
        body=facts.body_words or facts.body.partition("/")[2],
        when=when_words(facts),
        sections=tuple(sections),
        choice=chosen(meeting),
        approved=approved,
        digest=digest_of((one.title, one.text) for one in sections),
        sent=circulated(meeting, "minutes"),
        ended=facts.state in {State.ENDED.value, State.APPROVED.value},
        read_only=meeting.read_only,
    )


def drafted(meeting: MeetingBook) -> tuple[Drafted, ...]:
    """Every section as the record gives it now, names as the office has chosen."""
    choice, found = chosen(meeting), recorded(meeting)
    sections = draft(found.held, reasons=choice.reasons)
    if choice.names:
        return sections
    everybody = [name for names in found.names.values() for name in names]
    return tuple(
        Drafted(one.id, one.title, _initialled(one, found.names, everybody)) for one in sections
    )


def _initialled(one: Drafted, names: dict[str, tuple[str, ...]], all_names: list[str]) -> str:
    item = one.id.removeprefix("item-")
    # Members stand in the attendance by their own names, whoever else bears them.
    if one.id in {"attendance", "circulation"}:
        return one.text
    return without_names(one.text, names.get(item, all_names))


def _section(one: Drafted, kept: MinuteText | None, typing: str | None) -> SectionView:
    if kept is None:
        return SectionView(one.id, one.title, one.text, one.text, typing=typing)
    return SectionView(
        one.id,
        kept.title or one.title,
        kept.text,
        one.text,
        edited=True,
        changed=kept.drafted != one.text,
        by=kept.by,
        at=kept.at,
        typing=typing,
    )


def _lost_title(row: MinuteText) -> str:
    return row.title or "An item that is no longer on the agenda"


def chosen(meeting: MeetingBook) -> MinutesChoice:
    """How the minutes are drafted."""
    row = meeting.book.row(MinutesChoice.KIND, _CHOICE)
    return MinutesChoice(_CHOICE) if row is None else MinutesChoice.of(row.id, row.fields)


def status_words(approved: MinutesApproved | None) -> str:
    """What stands under the title and at the foot of every page."""
    if approved is None:
        return DRAFT
    at = f" at {approved.meeting}" if approved.meeting else ""
    corrected = ", with corrections" if approved.corrections else ""
    return f"Approved{at} on {spoken_date(date.fromisoformat(approved.day))}{corrected}"


# editing


def choose(meeting: MeetingBook, *, reasons: bool, names: bool) -> Written:
    """Draft otherwise from now on; what a person wrote stays. Raises StepRefused once approved."""
    _may_edit(meeting)
    made = MinutesChoice(_CHOICE, reasons=reasons, names=names)
    return meeting.write("edit", (put(made),))


def keep_typing(meeting: MeetingBook, section: str, text: str) -> None:
    """Keep a section that is being typed, until it is written."""
    refuse_read_only(meeting)
    meeting.book.save_draft(TYPING, section, text, meeting.session.actor)


def write_section(meeting: MeetingBook, section: str, text: str) -> Written | None:
    """Somebody's own words for a section; None where they are there already.

    Words that are the draft's own make it a drafted section again. Raises StepRefused once the
    minutes are approved, or for a section that is none.
    """
    _may_edit(meeting)
    now = _drafted_now(meeting, section)
    before = _written(meeting).get(section)
    made: Written | None = None
    if text == now:
        if before is not None:
            made = meeting.write("edit", (RowChange(MinuteText.KIND, section, delete=True),))
    elif before is None or (before.text, before.drafted) != (text, now):
        row = MinuteText(
            section, text=text, drafted=now, by=meeting.session.actor, at=moment(meeting)
        )
        made = meeting.write("edit", (put(row),))
    meeting.book.drop_draft(TYPING, section)
    return made


def take_draft(meeting: MeetingBook, section: str) -> Written | None:
    """The section is as the record gives it again; undo brings the own words back."""
    return write_section(meeting, section, _drafted_now(meeting, section))


def keep_own(meeting: MeetingBook, section: str) -> Written | None:
    """The new draft was seen and the own words stay: nothing is said of it any more."""
    kept = _written(meeting).get(section)
    if kept is None:
        return None
    return write_section(meeting, section, kept.text)


def _drafted_now(meeting: MeetingBook, section: str) -> str:
    for one in drafted(meeting):
        if one.id == section:
            return one.text
    if section in _written(meeting):
        return ""
    raise StepRefused("The minutes have no such section.", "Look at them again.")


# approving


def approve(meeting: MeetingBook, given: Approval) -> MinutesApproved:
    """The minutes are approved as they stand, and signed; every section is kept as it is now.

    Raises StepRefused before the meeting has ended or where they are approved already,
    AnswersRefused without a name or a day.
    """
    _may_edit(meeting)
    shown = view(meeting)
    if not shown.ended:
        raise StepRefused("The meeting has not ended.", "End it before its minutes are approved.")
    if shown.changed:
        raise StepRefused(
            f"The record has changed since “{shown.changed[0].title}” was written.",
            "Look at it: take the new draft, or keep the words that are there.",
        )
    if not given.name.strip() or not given.role.strip():
        raise AnswersRefused("A signature needs a name and a role.", "Type both.")
    if not given.day or given.day < facts_of(meeting).day:
        raise AnswersRefused("Minutes are approved after their meeting.", "Give that day.")
    now, actor = moment(meeting), meeting.session.actor
    made = MinutesApproved(
        new_id(),
        meeting=given.meeting.strip(),
        day=given.day,
        corrections=given.corrections.strip(),
        by=given.name.strip(),
        digest=shown.digest,
        role=given.role.strip(),
        at=now,
    )
    mark = SignatureMark(
        made.id,
        signoff=made.id,
        name=made.by,
        role=made.role,
        strokes=given.strokes,
        digest=made.digest,
        at=now,
        by=actor,
    )
    rows = [
        put(MinuteText(x.id, x.text, x.drafted, x.by or actor, x.at or now, x.title))
        for x in shown.sections
    ]
    state = RowChange(MeetingFacts.KIND, MEETING_ROW, {"state": State.APPROVED.value})
    meeting.write("sign", (*rows, put(made), put(mark), state))
    return made


def open_again(meeting: MeetingBook, reason: str) -> Written:
    """Approved minutes can be changed again; the approval is void, and stays in the history.

    Raises StepRefused without a reason, or where they are not approved.
    """
    refuse_read_only(meeting)
    given = _approved(meeting)
    if given is None:
        raise StepRefused("These minutes are not approved.", "Change them as they are.")
    if not reason.strip():
        raise StepRefused("That needs a reason.", "Say why; it is recorded.")
    # What was kept only because it was approved is drafted from the record again.
    drafts = [key for key, kept in _written(meeting).items() if kept.text == kept.drafted]
    rows = (
        RowChange(MinutesApproved.KIND, given.id, delete=True),
        RowChange(MeetingFacts.KIND, MEETING_ROW, {"state": State.ENDED.value}),
        *(RowChange(MinuteText.KIND, key, delete=True) for key in drafts),
    )
    return meeting.write("edit", rows, reason=reason.strip())


# how it is kept


def _may_edit(meeting: MeetingBook) -> None:
    refuse_read_only(meeting)
    if _approved(meeting) is not None:
        raise StepRefused(
            "These minutes are approved.", "Open them again first, with a reason, to change them."
        )


def _written(meeting: MeetingBook) -> dict[str, MinuteText]:
    rows = meeting.book.rows(MinuteText.KIND)
    return {row.id: MinuteText.of(row.id, row.fields) for row in rows}


def _approved(meeting: MeetingBook) -> MinutesApproved | None:
    rows = meeting.book.rows(MinutesApproved.KIND)
    found: Iterable[MinutesApproved] = (MinutesApproved.of(row.id, row.fields) for row in rows)
    return max(found, key=lambda one: (one.day, one.at), default=None)
