"""The notices of a case: where each stands, and who is still to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mktdesk.calendar import today
from mktdesk.casework.noticerows import Given
from mktdesk.casework.notices import (
    NoticeStanding,
    NoticeState,
    People,
    needs_name,
    notice_standings,
)
from mktdesk.casework.notices import open_notices as _still_open
from mktdesk.casework.refusals import refuse_telling
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.directorynames import directory_names
from mktdesk.desk.noticepeople import people
from mktdesk.desk.officedays import holidays
from mktdesk.desk.standing import situation
from mktdesk.errors import AnswersRefused


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice that somebody still has to see to. due: None is "at once". owner: in words."""

    key: str
    label: str
    due: date | None
    owner: str
    words: str


def notices(case: OpenCase) -> tuple[NoticeStanding, ...]:
    """Where each notice of the case stands."""
    given = {row.id: Given.of(row.id, row.fields) for row in case.book.rows(Given.KIND)}
    return notice_standings(
        case.toolkit.process,
        situation(case),
        people_of(case),
        given,
        today(case.session.clock),
        holidays(case.session),
    )


def people_of(case: OpenCase) -> People:
    """Who is behind the recipients, by the case's own records and the office's directory."""
    on = today(case.session.clock)
    names = directory_names(case.session, case.toolkit.id, on)
    return people(case.form, case.answers(), names)


def open_notices(case: OpenCase) -> tuple[OpenNotice, ...]:
    """What is still to be told, the earliest due first; what has no day stands before it."""
    found = [
        OpenNotice(
            one.key,
            f"{one.label}: {told_to(one)}",
            one.due.day if one.due else None,
            case.toolkit.name_of(one.notice.by) if one.notice else "",
            one.words,
        )
        for one in _still_open(notices(case))
    ]
    return tuple(sorted(found, key=lambda one: one.due or date.min))


def told_to(one: NoticeStanding) -> str:
    """Who is told, in words: "Referrer (Liz Pemberton)"."""
    return f"{one.to} ({one.name})" if one.name and one.name != one.to else one.to


def still_missing(case: OpenCase) -> str:
    """What the closing checklist says of the notices; nothing when none is open."""
    waiting = open_notices(case)
    if not waiting:
        return ""
    count = "1 notice is" if len(waiting) == 1 else f"{len(waiting)} notices are"
    more = "" if len(waiting) == 1 else ", the first of them"
    return f"{count} open{more} “{waiting[0].label}”."


def alike(case: OpenCase, key: str) -> tuple[str, ...]:
    """The keys of the others of the same notice who are still to be told, and are named."""
    every = notices(case)
    own = next((one for one in every if one.key == key), None)
    if own is None or own.notice is None:
        return ()
    return tuple(
        one.key
        for one in every
        if one.notice == own.notice
        and one.key != key
        and one.state in {NoticeState.TO_DO, NoticeState.LATE}
        and not one.delegated
    )


def standing_of(case: OpenCase, key: str) -> NoticeStanding:
    """One notice of the case. Raises AnswersRefused for none, NoticeRefused for a forbidden one."""
    for one in notices(case):
        if one.key == key:
            return one
    recipient = key.split(":")[1] if ":" in key else ""
    refuse_telling(case.toolkit.process, case.pathway.id, recipient)
    raise AnswersRefused("That notice is not one of this case's.", "Nothing was changed.")


def to_be_told(case: OpenCase, key: str) -> NoticeStanding:
    """A notice that can be given now.

    Raises AnswersRefused when they were told, or nobody is named behind the recipient;
    NoticeRefused where the toolkit forbids it.
    """
    one = standing_of(case, key)
    refuse_if_told(one)
    if one.recipient is not None and needs_name(one.recipient) and not one.name:
        raise AnswersRefused(
            f"Nobody is named yet behind “{one.to}”.",
            "Enter the agencies, or name somebody, then record that they were told.",
        )
    return one


def refuse_if_told(one: NoticeStanding) -> None:
    """Raises AnswersRefused when they were told."""
    if one.told:
        raise AnswersRefused(
            "They were told already.", "Withdraw the mark, or record what they are told beyond it."
        )
