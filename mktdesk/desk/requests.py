"""Requests to agencies in an open case: raised in one go, marked with a day, files with them.

Each is a row of the working record, so that details, history and undo are those of everything
else; the working record goes on when a case is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mktdesk.book import RowChange
from mktdesk.calendar import spoken_date, today
from mktdesk.casework.composition import RECORD as APPOINTED
from mktdesk.casework.composition import Remark, remarks
from mktdesk.casework.records import Document
from mktdesk.casework.requests import RECORD, RequestStanding, request_standings
from mktdesk.desk import directory, papers
from mktdesk.desk.appointing import wanting
from mktdesk.desk.casefile import ORDER, OpenCase, new_id, stored
from mktdesk.desk.casemeeting import CaseMeeting, case_meeting
from mktdesk.desk.directorynames import agency_names
from mktdesk.desk.drafts import Target
from mktdesk.desk.filling import set_answers
from mktdesk.desk.officedays import holidays
from mktdesk.desk.standing import situation
from mktdesk.errors import AnswersRefused
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer, Value, YesNo
from mktdesk.toolkits.process_schema import Contribution

AGENCY = "agency"  # the referral's list of involved agencies, of every toolkit (R13, R367)


@dataclass(frozen=True, slots=True)
class Involved:
    """An agency that the referral, or a request, names. asked: ids of what it was asked for."""

    name: str
    contact: str = ""
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Board:
    """All that the agencies' page shows. files: the documents of each request, by its row.

    remarks: what is to be seen to among the appointed people; appointed: how many there are.
    meeting: which one agencies bring their information to (R197). known: the directory's agencies
    that the case does not name yet. wanting: who is on its panel by their office, and is not
    appointed yet.
    """

    requests: tuple[RequestStanding, ...]
    involved: tuple[Involved, ...]
    contributions: tuple[Contribution, ...]
    files: Mapping[str, tuple[Document, ...]]
    remarks: tuple[Remark, ...]
    appointed: int
    today: date
    read_only: bool
    meeting: CaseMeeting | None = None
    known: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of whom. asked, due: the days, or None while not known."""

    agencies: tuple[str, ...]
    contributions: tuple[str, ...]
    asked: DateAnswer | None = None
    due: DateAnswer | None = None


def board(case: OpenCase) -> Board:
    """Requests, agencies that can be asked, and what is to be seen to, as things stand."""
    answers = case.answers()
    process = case.toolkit.process
    involved = tuple(_involved(answers))
    named = {one.name.casefold() for one in involved}
    return Board(
        requests=standings(case, answers),
        involved=involved,
        contributions=offered(case),
        files=_files(case),
        remarks=remarks(process, case.pathway.id, answers),
        appointed=len(answers.table(APPOINTED)),
        today=today(case.session.clock),
        read_only=case.read_only,
        meeting=case_meeting(case),
        wanting=wanting(case, answers),
        known=tuple(x for x in agency_names(case.session) if x.casefold() not in named),
    )


def standings(case: OpenCase, answers: Answers | None = None) -> tuple[RequestStanding, ...]:
    """Where each request stands today."""
    session = case.session
    return request_standings(
        case.toolkit.process,
        situation(case),
        case.answers() if answers is None else answers,
        today(session.clock),
        holidays(session),
    )


def offered(case: OpenCase) -> tuple[Contribution, ...]:
    """What agencies are asked for on the case's pathway (R150)."""
    here = case.pathway.id
    found = case.toolkit.process.contribution
    return tuple(one for one in found if not one.pathways or here in one.pathways)


def ask(case: OpenCase, wanted: Ask) -> int:
    """Raise a request for each agency and contribution, as one action; how many were raised.

    One that is there already is not raised again. Raises AnswersRefused: no agency or nothing to
    ask for, a day that is not certain or to come, or an order of days that the guidance does not
    have (R248, both days named); InUseElsewhere.
    """
    case.refuse_change()
    agencies = tuple(dict.fromkeys(name.strip() for name in wanted.agencies if name.strip()))
    if not agencies or not wanted.contributions:
        raise AnswersRefused(
            "Nothing is asked of anybody yet.", "Choose agencies, and what they are asked for."
        )
    days: dict[str, Value] = {}
    if wanted.asked is not None:
        days["asked"] = _past_day(case, wanted.asked)
    if wanted.due is not None:
        days["due"] = _certain(wanted.due)
    answers = case.answers()
    there = {
        (_same(_text(row, "agency")), _text(row, "contribution")) for row in answers.table(RECORD)
    }
    contacts = {_same(one.name): one.contact for one in _involved(answers)}
    made: list[Row] = []
    for agency in agencies:
        for contribution in wanted.contributions:
            if (_same(agency), contribution) in there:
                continue
            values: dict[str, Value] = {"agency": agency, "contribution": contribution, **days}
            values.update(_known(case, agency, contacts.get(_same(agency), "")))
            made.append(Row(new_id(), values))
    if not made:
        raise AnswersRefused(
            "All of that was asked for already.", "Mark what became of it in the list."
        )
    _refuse_order(case, answers, made)
    first = _next_order(case)
    changes = [
        RowChange(RECORD, row.id, {**stored(row.values), ORDER: first + place})
        for place, row in enumerate(made)
    ]
    case.write("add", changes)
    return len(made)


# marking


def mark_asked(case: OpenCase, row: str, day: DateAnswer) -> None:
    """It went out on that day."""
    _mark(case, row, {"asked": _past_day(case, day)})


def mark_received(
    case: OpenCase, row: str, day: DateAnswer, assured_by: str = "", left_out: str = ""
) -> None:
    """The return came. assured_by: who signed it off in the agency (R245). left_out: what it says
    nothing of, such as one of the family (R192).
    """
    values: dict[str, Value] = {"received": _past_day(case, day), "left_out": left_out.strip()}
    if assured_by.strip():
        values["assured_by"] = assured_by.strip()
    _mark(case, row, values)


def mark_nil(case: OpenCase, row: str, day: DateAnswer) -> None:
    """The agency says that it knows nothing of the family."""
    _mark(case, row, {"nil_return": YesNo("yes"), "received": _past_day(case, day)})


def mark_secured(case: OpenCase, row: str, day: DateAnswer, how: str, by: str = "") -> None:
    """The agency's records are safe. how: one of the form's options (R35, R195, R406)."""
    values: dict[str, Value] = {"secured": how, "secured_on": _past_day(case, day)}
    if by.strip():
        values["secured_by"] = by.strip()
    _mark(case, row, values)


def mark_chased(case: OpenCase, row: str, day: DateAnswer, note: str = "") -> None:
    """The agency was reminded on that day; a line is added to those before it."""
    certain = _past_day(case, day)
    said = spoken_date(date.fromisoformat(certain.earliest))
    line = f"{said}: {' '.join(note.split())}" if note.strip() else said
    before = _text(_row(case, row), "chased").rstrip()
    _mark(case, row, {"chased": f"{before}\n{line}" if before else line})


def attach(case: OpenCase, row: str, name: str, data: bytes) -> Document:
    """Keep a file with a request: what the agency sent. Raises DocumentRefused, InUseElsewhere."""
    case.refuse_change()
    agency = _text(_row(case, row), "agency").strip()
    return papers.attach(case, name, data, f"{agency}: {name}", request=row)


def _mark(case: OpenCase, row: str, values: Mapping[str, Value]) -> None:
    case.refuse_change()
    _row(case, row)
    set_answers(case, {Target(RECORD, row, key): value for key, value in values.items()})


def _row(case: OpenCase, row: str) -> Row:
    for one in case.answers().table(RECORD):
        if one.id == row:
            return one
    raise AnswersRefused("That request has been removed.", "Undo brings it back.")


def _certain(day: DateAnswer) -> DateAnswer:
    if not day.earliest or day.earliest != day.latest or day.doubt:
        raise AnswersRefused(
            "A request needs one certain day.",
            "Give day, month and year, such as 3 March 2026.",
        )
    return day


def _past_day(case: OpenCase, day: DateAnswer) -> DateAnswer:
    certain = _certain(day)
    if date.fromisoformat(certain.earliest) > today(case.session.clock):
        raise AnswersRefused("That day is still to come.", "Give the day on which it happened.")
    return certain


def _known(case: OpenCase, agency: str, contact: str) -> dict[str, Value]:
    """What the referral, or else the office's directory, says of an agency."""
    found: dict[str, Value] = {"contact": contact} if contact else {}
    entry = directory.agency(case.session, agency)
    for name in ("contact", "named_officer", "agency_kind"):
        value = entry.values.get(name) if entry is not None else None
        if value and name not in found:
            found[name] = value
    return found


def _refuse_order(case: OpenCase, answers: Answers, made: Iterable[Row]) -> None:
    """A chronology that would be due after the report is not asked for (R248)."""
    rows = (*answers.table(RECORD), *made)
    before = {doubt for one in standings(case, answers) for doubt in one.doubts}
    for one in standings(case, answers.with_rows(RECORD, rows)):
        for doubt in one.doubts:
            if doubt not in before:
                raise AnswersRefused(f"{one.agency}: {doubt}", "Give it an earlier day.")


def _next_order(case: OpenCase) -> float:
    places = (record.fields.get(ORDER) for record in case.book.rows(RECORD))
    return max((float(x) for x in places if isinstance(x, int | float)), default=-1.0) + 1


# what is there


def _involved(answers: Answers) -> Iterator[Involved]:
    """The referral's agencies, then others that were asked already; each once."""
    asked: dict[str, set[str]] = {}
    for row in answers.table(RECORD):
        asked.setdefault(_same(_text(row, "agency")), set()).add(_text(row, "contribution"))
    seen: set[str] = set()
    for row in (*answers.table(AGENCY), *answers.table(RECORD)):
        name = _text(row, "agency").strip()
        if name and _same(name) not in seen:
            seen.add(_same(name))
            yield Involved(name, _text(row, "contact"), frozenset(asked.get(_same(name), ())))


def _files(case: OpenCase) -> dict[str, tuple[Document, ...]]:
    found: dict[str, tuple[Document, ...]] = {}
    for document in case.documents():
        if document.request:
            found[document.request] = (*found.get(document.request, ()), document)
    return found


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _text(row: Row, field: str) -> str:
    value = row.get(field)
    return value if isinstance(value, str) else ""
