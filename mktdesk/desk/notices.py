"""The notices of a case: where each stands; recording that somebody was told, or need not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mktdesk.book import RowChange, Written
from mktdesk.calendar import today
from mktdesk.casework.noticerows import BY_OTHER, CONFIRMED, ISSUED, NOT_APPLICABLE, OWN, Given
from mktdesk.casework.notices import NoticeStanding, notice_key
from mktdesk.casework.refusals import refuse_publishing, refuse_telling
from mktdesk.desk.casefile import OpenCase, new_id
from mktdesk.desk.noticeboard import (
    OpenNotice,
    alike,
    notices,
    open_notices,
    refuse_if_told,
    standing_of,
    still_missing,
    to_be_told,
    told_to,
)
from mktdesk.errors import AnswersRefused, InUseElsewhere
from mktdesk.forms.values import DateAnswer

__all__ = [
    "LONGEST", "OpenNotice", "Told", "alike", "certain_day", "change_of", "confirm", "issue",
    "issue_all", "mark_issued", "name_somebody", "not_applicable", "notices", "open_notices",
    "still_missing", "tell", "tell_again", "to_be_told", "told_by_other", "told_to", "withdraw",
]  # fmt: skip

LONGEST = 500  # characters of what is written beside a mark


@dataclass(frozen=True, slots=True)
class Told:
    """On which day they were told, by whom, and how ("Letter", "Telephone")."""

    day: date
    by: str = ""
    channel: str = ""


def certain_day(case: OpenCase, found: DateAnswer) -> date:
    """A day as it was typed. Raises AnswersRefused unless it is one certain day, not to come."""
    if not found.earliest or found.earliest != found.latest or found.doubt:
        look = f" {found.doubt[0].upper()}{found.doubt[1:]}." if found.doubt else ""
        raise AnswersRefused(
            f"That is not one certain day.{look}",
            "Give day, month and year, such as 3 March 2026.",
        )
    day = date.fromisoformat(found.earliest)
    _refuse_future(case, day)
    return day


# marks


def issue(case: OpenCase, key: str, told: Told, letter_id: str = "") -> Written:
    """They were told by the office. letter_id: the row of the letter's copy.

    Raises AnswersRefused when they were told already, when nobody is named, for a notice that
    somebody outside gives, and for a day to come; NoticeRefused where the toolkit forbids it.
    """
    return _write(case, mark_issued(case, key, told, letter_id))


def issue_all(case: OpenCase, key: str, told: Told) -> Written:
    """They were told, and with them everybody `alike`: one action, one undo. Raises as `issue`."""
    given = [mark_issued(case, one, told) for one in (key, *alike(case, key))]
    return case.write("add", [change_of(case, one) for one in given])


def mark_issued(case: OpenCase, key: str, told: Told, letter_id: str = "") -> Given:
    """The row that `issue` keeps, for whoever writes it with more. Raises as `issue`."""
    _may_write(case)
    one = to_be_told(case, key)
    if one.delegated and one.notice is not None:
        raise AnswersRefused(
            f"It is not for the office to tell them: {one.notice.done_by}.",
            "Record the day on which they were told when it has been confirmed to you.",
        )
    return _mark(case, one, told, state=ISSUED, letter_id=letter_id)


def confirm(case: OpenCase, key: str, day: date, by: str) -> Written:
    """Somebody confirms it: that they received it or, of a notice that somebody outside gives,
    that they were told on that day (R40).

    Raises AnswersRefused without a name, and for what is confirmed, or was never told.
    """
    _may_write(case)
    named = _named(by)
    one = standing_of(case, key)
    if one.given is not None and one.given.confirmed:
        raise AnswersRefused("It is confirmed already.", "Withdraw the mark to put it right.")
    if one.told and one.given is not None:
        _refuse_future(case, day)
        told = replace(one.given, state=CONFIRMED, confirmed=day.isoformat(), confirmed_by=named)
        return _write(case, told)
    if not one.delegated:
        raise AnswersRefused(
            "They have not been told yet.", "Record that they were told; then it can be confirmed."
        )
    now = today(case.session.clock).isoformat()
    made = _mark(case, to_be_told(case, key), Told(day, named), state=CONFIRMED)
    return _write(case, replace(made, confirmed=now, confirmed_by=named))


def told_by_other(case: OpenCase, key: str, told: Told, source: str) -> Written:
    """Somebody else told them. source: who told the office so. Raises as `issue`."""
    _may_write(case)
    named, known = _named(told.by), _named(source)
    made = _mark(case, to_be_told(case, key), replace(told, by=named), state=BY_OTHER)
    now = today(case.session.clock).isoformat()
    return _write(case, replace(made, confirmed=now, confirmed_by=known))


def not_applicable(case: OpenCase, key: str, why: str) -> Written:
    """They need not be told, for a reason. Raises AnswersRefused without one, or once told."""
    _may_write(case)
    one = standing_of(case, key)
    refuse_if_told(one)
    reason = _short(why)
    if not reason:
        raise AnswersRefused("“Not applicable” needs a reason.", "Say why; it is recorded.")
    return _write(case, replace(_row(one), state=NOT_APPLICABLE, why=reason), reason)


def withdraw(case: OpenCase, key: str, why: str) -> Written:
    """A mark was wrong; the notice stands as before. Somebody only named is named no longer.

    Raises AnswersRefused without a reason, or where nothing is marked.
    """
    _may_write(case)
    one = standing_of(case, key)
    if one.given is None or not (one.given.settled or one.by_hand):
        raise AnswersRefused("There is no mark to withdraw.", "Nothing was changed.")
    reason = _short(why)
    if not reason:
        raise AnswersRefused("Withdrawing a mark needs a reason.", "Say why; it is recorded.")
    if one.by_hand and one.given.settled:
        return _write(case, _row(one), reason)
    return case.write("remove", (RowChange(Given.KIND, key, delete=True),), reason=reason)


# beside what the toolkit calls for


def name_somebody(
    case: OpenCase, notice_id: str, recipient_id: str, names: Sequence[str]
) -> Written:
    """Further people behind a recipient of many, who are each to be told.

    Raises AnswersRefused when none is named, or the recipient is not one of many here.
    """
    _may_write(case)
    known = {one.key: one for one in notices(case)}
    if not any(_of_many(one, notice_id, recipient_id) for one in known.values()):
        raise AnswersRefused("This notice goes to one recipient.", "Nobody can be added to it.")
    wanted = dict.fromkeys(name for raw in names if (name := _short(" ".join(raw.split()))))
    rows = [
        Given(key, notice_id, recipient=recipient_id, name=name, among=name)
        for name in wanted
        if (key := notice_key(notice_id, recipient_id, name)) not in known
    ]
    if not rows:
        raise AnswersRefused("Nobody new is named.", "Write one name on a line.")
    return case.write("add", [_said(replace(row, recorded_at=case.now())) for row in rows])


def tell_again(case: OpenCase, key: str, what: str, told: Told) -> Written:
    """They were told of more: a development, a correction (R85). Raises as `issue`."""
    _may_write(case)
    one = standing_of(case, key)
    if not one.told or one.notice is None or one.recipient is None:
        raise AnswersRefused(
            "They have not been told a first time.", "Record that first, then what came later."
        )
    taken, number = {each.key for each in notices(case)}, 2
    while (made := notice_key(one.notice.id, one.recipient.id, one.among, number)) in taken:
        number += 1
    base = Given(made, one.notice.id, _what(what), one.recipient.id, one.name, one.among)
    return _write(case, _filled(case, base, told, ISSUED))


def tell(
    case: OpenCase, recipient: str, what: str, told: Told, *, publishing: bool = False
) -> Written:
    """Somebody was told something that the toolkit does not call for, or it was published.

    Raises NoticeRefused with the toolkit's reason where it must not be (C13: R78, R79);
    AnswersRefused when nobody or nothing is named.
    """
    _may_write(case)
    process, pathway = case.toolkit.process, case.pathway.id
    who = _named(recipient)
    refuse_telling(process, pathway, who)
    if publishing:
        refuse_publishing(process, pathway)
    base = Given(f"{OWN}:{new_id()}", label=_what(what), recipient=_short(who))
    return _write(case, _filled(case, base, told, ISSUED))


# how it is kept


def _of_many(one: NoticeStanding, notice_id: str, recipient_id: str) -> bool:
    if one.notice is None or one.recipient is None or not one.recipient.many:
        return False
    return (one.notice.id, one.recipient.id) == (notice_id, recipient_id)


def _row(one: NoticeStanding) -> Given:
    """A row as it stands before anything is marked."""
    if one.notice is None or one.recipient is None:
        assert one.given is not None
        return one.given
    return Given(one.key, one.notice.id, "", one.recipient.id, one.name, one.among)


def _mark(
    case: OpenCase, one: NoticeStanding, told: Told, *, state: str, letter_id: str = ""
) -> Given:
    made = _filled(case, _row(one), told, state)
    return replace(made, letter_id=letter_id)


def _filled(case: OpenCase, base: Given, told: Told, state: str) -> Given:
    _refuse_future(case, told.day)
    return replace(
        base,
        state=state,
        day=told.day.isoformat(),
        by=_short(told.by) or case.session.actor,
        channel=_short(told.channel),
    )


def change_of(case: OpenCase, given: Given) -> RowChange:
    """Only what is said, or differs: the history then says no more than what was done."""
    before = case.book.row(Given.KIND, given.id)
    old = Given.of(given.id, before.fields if before else {}).to_fields()
    new = replace(given, recorded_at=case.now()).to_fields()
    return RowChange(Given.KIND, given.id, {k: v for k, v in new.items() if v != old[k]})


def _write(case: OpenCase, given: Given, reason: str = "") -> Written:
    there = case.book.row(Given.KIND, given.id) is not None
    return case.write("edit" if there else "add", (change_of(case, given),), reason=reason)


def _said(given: Given) -> RowChange:
    return RowChange(Given.KIND, given.id, {k: v for k, v in given.to_fields().items() if v})


def _what(what: str) -> str:
    said = _short(what)
    if not said:
        raise AnswersRefused("Nothing is said of what they were told.", "Say it in a few words.")
    return said


def _named(by: str) -> str:
    if not by.strip():
        raise AnswersRefused("Nobody is named.", "Give the name.")
    return _short(by)


def _short(words: str) -> str:
    plain = words.strip()
    if len(plain) > LONGEST:
        raise AnswersRefused(
            "That is more than a mark can hold.", f"Use at most {LONGEST} characters."
        )
    return plain


def _refuse_future(case: OpenCase, day: date) -> None:
    if day > today(case.session.clock):
        raise AnswersRefused("That day is still to come.", "Give the day on which it happened.")


def _may_write(case: OpenCase) -> None:
    if case.read_only:
        raise InUseElsewhere(
            f"This case is open elsewhere: {case.handle.held_by}.",
            "Ask them to close it, then open it again.",
        )
