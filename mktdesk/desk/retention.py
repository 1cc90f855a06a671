"""How long cases and meetings are kept, what falls due, and disposing with two approvals.

The guidance gives no period: the office sets its own, for all it keeps, for one toolkit's cases or
for its meetings, with a reason. Nothing is ever disposed of by itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

import msgspec

from mktdesk.book import Change, RowChange
from mktdesk.calendar import months_after, spoken_date, stamp, today
from mktdesk.casework.records import Stored
from mktdesk.desk.cases import toolkits
from mktdesk.desk.disposed import DisposedLine, disposed
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, CaseError
from mktdesk.office import CASE, MEETING, Kind
from mktdesk.office.disposal import dispose as office_dispose
from mktdesk.reference import canonical_public

OFFICE_RULE = "office"  # the rule for every toolkit that has none of its own
MEETING_RULE = "meetings"  # the rule for the meetings' own books
COUNTED_FROM = {
    "started": "The day the case began",
    "changed": "The day it was last worked on",
    "closed": "The day it was closed; of a meeting, the day its minutes were approved",
}
_LONGEST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Rule(Stored):
    """How long cases are kept; id: a toolkit's, MEETING_RULE or OFFICE_RULE. No years: not set."""

    KIND: ClassVar[str] = "retention"

    years: int = 0
    counted_from: str = "changed"
    why: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Hold(Stored):
    """A case that is not to be disposed of, whatever its age; id: the case's."""

    KIND: ClassVar[str] = "hold"

    why: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Approvals(Stored):
    """Who approved a case's disposal; id: the case's. state: of the case when they did."""

    KIND: ClassVar[str] = "disposal"

    why: str = ""
    state: str = ""
    first_id: str = ""
    first_by: str = ""
    first_at: str = ""
    second_id: str = ""
    second_by: str = ""
    second_at: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the page shows it. title: the toolkit's, or the office's for all."""

    rule: Rule
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """A case or a meeting against its rule.

    due: ISO date, "" where no rule or no date says. days: left until then, less than none when it
    is past. approved: who has approved its disposal. waits: a period is set and is counted from
    the closing, which has not come.
    """

    public: str
    subject: str
    toolkit: str
    counted: str
    due: str
    days: int
    held: str
    why: str
    approved: tuple[str, ...]
    waits: bool = False
    kind: Kind = CASE

    @property
    def is_due(self) -> bool:
        """The period is over, and nothing holds the case."""
        return bool(self.due) and self.days <= 0 and not self.held

    @property
    def words(self) -> str:
        """Where it stands."""
        if self.held:
            return f"On hold: {self.held}"
        if self.waits:
            if self.kind is MEETING:
                return "Counted from the approval of its minutes, which has not come"
            return "Counted from its closing: it is open"
        if not self.due:
            return "No period is set"
        if self.days > 0:
            return f"Due {spoken_date(date.fromisoformat(self.due))}"
        if len(self.approved) > 1:
            return f"Approved by {' and '.join(self.approved)}"
        if self.approved:
            return f"Approved by {self.approved[0]}; one more is needed"
        return f"Due since {spoken_date(date.fromisoformat(self.due))}"


def due_day(line: DueLine) -> date | None:
    """The day on which a case falls due, or none."""
    return date.fromisoformat(line.due) if line.due else None


class _Summary(msgspec.Struct, frozen=True):
    public: str
    subject: str = ""
    toolkit_title: str = ""
    started: str = ""
    changed: str = ""
    closed: str = ""
    body: str = ""  # of a meeting: whose


# rules


def rules(session: Session) -> tuple[RuleLine, ...]:
    """The office's rule first, then each toolkit's, then that of meetings."""
    titles = {OFFICE_RULE: "Every kind of case"}
    titles |= {toolkit.id: toolkit.short_title for toolkit in toolkits()}
    titles[MEETING_RULE] = "Meetings"
    return tuple(
        RuleLine(rule := _rule(session, key), title, _rule_words(rule, key))
        for key, title in titles.items()
    )


def set_rule(session: Session, rule_id: str, years: int, counted_from: str, reason: str) -> None:
    """Set, change or (no years) take away a rule; journaled with the reason.

    Raises AnswersRefused without a reason, or for a period or a day that makes no sense.
    """
    _refuse_silence(reason)
    if rule_id not in {line.rule.id for line in rules(session)}:
        raise AnswersRefused("There is no such kind of case.", "Choose one from the list.")
    if not 0 <= years <= _LONGEST_YEARS or counted_from not in COUNTED_FROM:
        raise AnswersRefused(
            "That is not a period.", f"Give whole years, from 1 to {_LONGEST_YEARS}, or none."
        )
    now = stamp(session.clock.now())
    rule = Rule(rule_id, years, counted_from, reason.strip(), session.actor, now)
    _write(session, "retention", [_row(rule)], reason)


def _rule(session: Session, rule_id: str) -> Rule:
    row = session.vault.register.row(Rule.KIND, rule_id)
    return Rule.of(rule_id, row.fields) if row else Rule(rule_id)


def _rule_words(rule: Rule, rule_id: str) -> str:
    if not rule.years:
        return "Not set" if rule_id == OFFICE_RULE else "As every kind of case"
    years = "1 year" if rule.years == 1 else f"{rule.years} years"
    since = COUNTED_FROM.get(rule.counted_from, "")
    return f"{years} from {since[:1].lower()}{since[1:]}"


# what falls due


def due_list(session: Session) -> tuple[DueLine, ...]:
    """Every case and meeting against its rule: what is due first, then by date, then the others."""
    register = session.vault.register
    holds = {row.id: Hold.of(row.id, row.fields) for row in register.rows(Hold.KIND)}
    approvals = {row.id: Approvals.of(row.id, row.fields) for row in register.rows(Approvals.KIND)}
    by_title = {toolkit.short_title: toolkit.id for toolkit in toolkits()}
    kept = {line.rule.id: line.rule for line in rules(session)}
    listed = [(CASE, row) for row in session.vault.cases()]
    listed += [(MEETING, row) for row in session.vault.listed(MEETING)]
    lines = []
    for kind, row in listed:
        summary = msgspec.convert({"public": row.public, **row.summary}, _Summary, strict=False)
        usual = MEETING_RULE if kind is MEETING else OFFICE_RULE
        rule = kept[by_title.get(summary.toolkit_title, usual)]
        rule = rule if rule.years else kept[OFFICE_RULE]
        given = approvals.get(row.case_id, Approvals(row.case_id))
        if given.state != _state(session, row.case_id):
            given = Approvals(row.case_id)
        held = holds.get(row.case_id, Hold(row.case_id)).why
        lines.append(_due_line(session, kind, summary, rule, held, given))
    return tuple(sorted(lines, key=lambda line: (not line.due, line.due, line.public)))


def _due_line(
    session: Session, kind: Kind, summary: _Summary, rule: Rule, held: str, given: Approvals
) -> DueLine:
    days_of = {"started": summary.started, "closed": summary.closed}
    counted = days_of.get(rule.counted_from, summary.changed[:10])
    due, days = "", 0
    waits = bool(rule.years) and not counted  # nothing falls due while the case is open
    if rule.years and counted:
        end = years_after(date.fromisoformat(counted), rule.years)
        due, days = end.isoformat(), (end - today(session.clock)).days
    approved = tuple(name for name in (given.first_by, given.second_by) if name)
    return DueLine(
        summary.public, summary.subject or summary.body, summary.toolkit_title, counted, due,
        days, held, given.why, approved, waits, kind,
    )  # fmt: skip


def years_after(day: date, years: int) -> date:
    """The same day that many years later; 28 February where there is no 29th."""
    return months_after(day, 12 * years)


def line_of(session: Session, reference: str) -> DueLine:
    """One case's line. Raises CaseError where there is no such case."""
    public = canonical_public(reference)
    found = next((line for line in due_list(session) if line.public == public), None)
    if found is None:
        raise CaseError(
            "There is nothing with this reference here.", "Check the reference with the list."
        )
    return found


# holding


def hold(session: Session, reference: str, reason: str) -> None:
    """Keep a case whatever its age; approvals that were given are void."""
    _refuse_silence(reason)
    case = _case_id(session, reference)
    held = Hold(case, reason.strip(), session.actor, stamp(session.clock.now()))
    _write(session, "hold", [_row(held), *_void(session, case)], reason)


def release(session: Session, reference: str, reason: str) -> None:
    """Let a case fall due again. Raises AnswersRefused when it is not on hold."""
    _refuse_silence(reason)
    case = _case_id(session, reference)
    if session.vault.register.row(Hold.KIND, case) is None:
        raise AnswersRefused("This is not on hold.", "Nothing was changed.")
    _write(session, "release", [RowChange(Hold.KIND, case, delete=True)], reason)


# disposing


def approve(session: Session, reference: str, reason: str) -> DueLine:
    """Approve a case's disposal as the person at the desk; the case's line afterwards.

    Raises AnswersRefused when it is not due, without a reason, for whoever came in with the
    recovery code, and for the same person twice.
    """
    _refuse_silence(reason)
    line = line_of(session, reference)
    _refuse_not_due(line)
    _refuse_nameless(session)
    case = _case_id(session, reference)
    row, me = session.vault.register.row(Approvals.KIND, case), session.vault.staff
    given = Approvals.of(case, row.fields) if row else Approvals(case)
    state, now = _state(session, case), stamp(session.clock.now())
    if given.state != state or not given.first_id:
        given = Approvals(case, reason.strip(), state, me.id, me.name, now)
    elif me.id in {given.first_id, given.second_id} or _same(me.name, given.first_by):
        raise AnswersRefused(
            "You have approved this already.", "Another member of staff approves it next."
        )
    elif given.second_id:
        raise AnswersRefused("Two people have approved this already.", "It can be disposed of.")
    else:
        given = replace(given, second_id=me.id, second_by=me.name, second_at=now)
    _write(session, "approve-disposal", [_row(given)], reason)
    return line_of(session, reference)


def _same(one: str, other: str) -> bool:
    """Two ways in of the same name are one person's, on two computers."""
    return one.casefold() == other.casefold()


def withdraw(session: Session, reference: str, reason: str) -> None:
    """Take back every approval of a case's disposal."""
    _refuse_silence(reason)
    rows = _void(session, _case_id(session, reference))
    if not rows:
        raise AnswersRefused("Nobody has approved this.", "Nothing was changed.")
    _write(session, "withdraw-approval", rows, reason)


def dispose(session: Session, reference: str) -> DisposedLine:
    """Destroy a case that two people have approved; its tombstone.

    Raises AnswersRefused without two approvals that still stand or when it is not due,
    InUseElsewhere while it is open, VaultUnwritable.
    """
    line = line_of(session, reference)
    _refuse_not_due(line)
    needed = 2
    if len(line.approved) < needed:
        raise AnswersRefused(
            "Disposal needs the approval of two different people.",
            "An approval is void once the case has been changed.",
        )
    office_dispose(session.vault.shelf, line.public, line.why, line.approved)
    return next(one for one in disposed(session) if one.public == line.public)


def _refuse_not_due(line: DueLine) -> None:
    if not line.is_due:
        raise AnswersRefused(
            f"{line.kind.called(line.public)} is not due. {line.words}.",
            "Only what is due is disposed of.",
        )


def _refuse_nameless(session: Session) -> None:
    head = session.vault.shelf.header
    if not any((s.id, s.kind) == (session.vault.staff.id, "staff") for s in head.slots):
        raise AnswersRefused(
            "The recovery code is nobody's name.", "Unlock the vault as yourself to approve."
        )


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise AnswersRefused("This needs a reason.", "Say why; it is recorded.")


def _case_id(session: Session, reference: str) -> str:
    public = line_of(session, reference).public
    return next(row.case_id for row in session.vault.listed() if row.public == public)


def _state(session: Session, case: str) -> str:
    """What the case holds, as the register saw it last: another one voids approvals."""
    row = session.vault.register.row("anchor", case)
    heads = msgspec.json.encode(row.fields.get("heads") if row else None, order="sorted")
    return hashlib.sha256(heads).hexdigest()


def _void(session: Session, case: str) -> list[RowChange]:
    there = session.vault.register.row(Approvals.KIND, case) is not None
    return [RowChange(Approvals.KIND, case, delete=True)] if there else []


def _row(record: Stored) -> RowChange:
    return RowChange(record.KIND, record.id, record.to_fields())


def _write(session: Session, verb: str, rows: list[RowChange], reason: str) -> None:
    session.vault.register.write(Change(session.actor, verb, rows, reason.strip()))
