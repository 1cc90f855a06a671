"""A referral that arrived as a Word form: read it, look at it, accept it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mktdesk.book import Change, RowChange, attachment_name
from mktdesk.casework.records import Document
from mktdesk.desk.beginning import began
from mktdesk.desk.casefile import ORDER, OpenCase, new_id, put, stored
from mktdesk.desk.cases import refresh_summary, register_old_case, start_referral
from mktdesk.desk.session import Session
from mktdesk.desk.starting import offers, startable
from mktdesk.desk.toolkits import DEFAULT_TOOLKIT
from mktdesk.errors import DocumentRefused
from mktdesk.exchange import ReadForm, Unread, read_one_of
from mktdesk.forms.answers import Answers
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form
from mktdesk.forms.values import Json, Value, is_blank
from mktdesk.forms.words import words
from mktdesk.toolkits import Toolkit, load, supplied
from mktdesk.toolkits.process_schema import Pathway

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

LARGEST_FORM = 25_000_000  # bytes


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One answer that was read: where it stood, what it said, and how it is understood."""

    record: str
    row: int | None  # from 0, in a table's order
    field: str
    asked: str
    raw: str
    understood: str
    where: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Intake:
    """A Word form as it was read, before anybody has accepted it. Nothing is stored yet.

    pathway: the way on which a case begins with that form.
    """

    toolkit: Toolkit
    pathway: Pathway
    file_name: str
    data: bytes
    answers: Answers
    lines: tuple[ReadLine, ...]
    unread: tuple[Unread, ...]
    reference_seen: str
    office_seen: str = ""

    @property
    def form(self) -> Form:
        """The form that it was read as."""
        return _form_of(self.toolkit, self.pathway)

    @property
    def doubts(self) -> int:
        """How many answers a person should look at."""
        return sum(bool(line.doubt) for line in self.lines)


def read_referral(
    data: bytes,
    file_name: str,
    *,
    toolkit_id: str = DEFAULT_TOOLKIT,
    password: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Intake:
    """Read a referral form; nothing is stored.

    toolkit_id: whose form is looked for first. A file that is not it may be that of another kind
    of review, or of another edition. Raises DocumentRefused (PasswordNeeded where the file asks
    for one), Cancelled.
    """
    ways = _ways(toolkit_id)
    form, read = read_one_of(data, tuple(ways), password=password, cancelled=cancelled)
    toolkit, pathway = ways[form]
    return Intake(
        toolkit=toolkit,
        pathway=pathway,
        file_name=file_name,
        data=data,
        answers=read.answers,
        lines=_lines(form, read),
        unread=read.unread,
        reference_seen=read.reference_seen,
        office_seen=read.office_seen,
    )


def ways_of(session: Session, intake: Intake) -> tuple[Intake, ...]:
    """The ways on which a case can begin with the form that was read, the one it was read as first.

    Each is the intake as it would be accepted: several kinds of review begin with one form, and
    the office's own guidance has the forms of what it was made from. Raises ToolkitRefused.
    """
    found = [intake]
    for offer in offers(session):
        for way in startable(offer.toolkit):
            there = replace(intake, toolkit=offer.toolkit, pathway=way)
            same = (offer.toolkit.id, way.id) == (intake.toolkit.id, intake.pathway.id)
            if not same and _asks_the_same(intake.form, there.form):
                found.append(there)
    return tuple(found)


def _asks_the_same(one: Form, other: Form) -> bool:
    def asked(form: Form) -> dict[str, frozenset[tuple[str, str]]]:
        records = scopes_of(form).items()
        return {key: frozenset((x.id, x.kind) for x in fields) for key, fields in records}

    return one.id == other.id and asked(one) == asked(other)


def _ways(toolkit_id: str) -> dict[Form, tuple[Toolkit, Pathway]]:
    """Each form that a case can begin with, and where: the toolkit's own before the newest."""
    rest = sorted((load(name) for name in supplied() if name != toolkit_id), key=_newest)
    found: dict[Form, tuple[Toolkit, Pathway]] = {}
    for toolkit in (load(toolkit_id), *rest):
        for way in toolkit.process.pathway:
            if way.start:
                found.setdefault(_form_of(toolkit, way), (toolkit, way))
    return found


def _newest(toolkit: Toolkit) -> int:
    return -toolkit.effective_from.toordinal()


def _form_of(toolkit: Toolkit, pathway: Pathway) -> Form:
    return toolkit.forms[pathway.intake_form or toolkit.intake_form]


def _lines(form: Form, read: ReadForm) -> tuple[ReadLine, ...]:
    fields = {
        (record, field.id): field
        for record, of_record in scopes_of(form).items()
        for field in of_record
    }
    return tuple(
        ReadLine(
            record=one.record,
            row=one.row,
            field=one.field_id,
            asked=fields[one.record, one.field_id].name,
            raw=one.raw,
            understood=words(fields[one.record, one.field_id], one.value),
            where=one.where,
            doubt=one.doubt,
        )
        for one in read.read
    )


def accept(session: Session, intake: Intake, *, old_reference: str = "") -> OpenCase:
    """Make the case of what was read; the form as it came is attached to it.

    old_reference registers the case under the reference it had before mktdesk.
    """
    if not intake.lines:
        raise DocumentRefused(
            f"No answers were found in {intake.file_name}.", "Open the form and look at it."
        )
    if old_reference:
        case = register_old_case(session, intake.toolkit.id, old_reference, intake.pathway.id)
    else:
        case = start_referral(session, intake.toolkit.id, intake.pathway.id)
    rows = _changes(case, intake.answers)
    document = Document(
        new_id(),
        name=intake.file_name,
        title="Referral form as received",
        media_type=DOCX,
        sha256=attachment_name(intake.data),
        size=len(intake.data),
        added_at=case.now(),
        added_by=session.actor,
        note=_unread_note(intake),
    )
    case.book.write(
        Change(
            session.actor,
            "take in",
            (*rows, put(document), began(case, source=intake.form.title)),
            f"Read from {intake.file_name}",
        ),
        attachments=[intake.data],
    )
    refresh_summary(case)
    return case


def _unread_note(intake: Intake) -> str:
    return "\n".join(f"{one.where}: {one.text}" for one in intake.unread)


def _changes(case: OpenCase, answers: Answers) -> list[RowChange]:
    changes: list[RowChange] = []
    for record in scopes_of(case.form):
        if record == case.form.record:
            if single := _filled(answers.single):
                changes.append(RowChange(record, case.form.id, stored(single)))
            continue
        # A new case has empty rows waiting (the first child's page): they are filled first.
        waiting = [row.id for row in case.book.rows(record)]
        for number, row in enumerate(answers.table(record)):
            place = waiting[number] if number < len(waiting) else new_id()
            fields: dict[str, Json] = {**stored(_filled(row.values)), ORDER: float(number)}
            changes.append(RowChange(record, place, fields))
    return changes


def _filled(values: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if not is_blank(value)}
