"""One case becomes two: chosen subjects get a case of their own, and both are linked.

The subjects stay in the first case as well, where their section may be signed; what is copied is
listed, and from then on each case has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mktdesk.book import RowChange
from mktdesk.casework.links import Link
from mktdesk.casework.records import Referrer
from mktdesk.casework.subject import initials
from mktdesk.desk.beginning import began
from mktdesk.desk.casefile import ORDER, OpenCase, new_id
from mktdesk.desk.cases import close_case, refresh_summary, start_referral
from mktdesk.desk.closing import refuse_if_closed
from mktdesk.desk.drafts import settle_drafts
from mktdesk.desk.linking import link
from mktdesk.errors import AnswersRefused
from mktdesk.forms.answers import Answers
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form, Page
from mktdesk.forms.values import Json, is_blank
from mktdesk.forms.words import words
from mktdesk.toolkits.caseform import THRESHOLD


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whom the case is about: the row's id, and initials or a place in the list."""

    row: str
    words: str


@dataclass(frozen=True, slots=True)
class Split:
    """The case that was made; link: of the first case to it."""

    public: str
    link: Link


def subjects(case: OpenCase) -> tuple[Subject, ...]:
    """Those whom the case is about; initials, as a list may show them."""
    page = _subject_page(case.form)
    if page is None or page.repeat is None:
        return ()
    named = next(field for field in page.fields if field.id == page.repeat.title_field)
    found = []
    for number, row in enumerate(case.answers().table(page.repeat.record), 1):
        name = initials(words(named, row.get(named.id)))
        found.append(Subject(row.id, name or f"{page.repeat.noun} {number}"))
    return tuple(found)


def split(
    case: OpenCase,
    rows: Sequence[str],
    reason: str,
    *,
    pathway_id: str = "",
    with_referral: bool = True,
) -> Split:
    """Make a second case of these subjects, under the same guidance, and link the two.

    pathway_id: "" is the one of this case, where a case can begin on it. with_referral: the other
    answers of the form it began with, its tables and the limbs are copied too. Raises
    AnswersRefused without a reason, without a subject, or where nobody would be left over.
    """
    case.refuse_change()
    refuse_if_closed(case)
    known = [one.row for one in subjects(case)]
    chosen = [row for row in known if row in set(rows)]
    if not chosen or len(chosen) == len(known):
        raise AnswersRefused(
            "A case is split by some of those whom it is about, not by all or none.",
            "Choose who gets a case of their own.",
        )
    if not reason.strip():
        raise AnswersRefused("A case is split only for a reason.", "Say why; it is recorded.")
    settle_drafts(case)
    made = start_referral(case.session, case.toolkit.id, _start(case, pathway_id))
    try:
        _fill(case, made, chosen, reason.strip(), with_referral=with_referral)
    finally:
        close_case(made)
    return Split(made.public, link(case, made.public, "split_into", reason.strip()))


def _start(case: OpenCase, pathway_id: str) -> str:
    ways = {way.id for way in case.toolkit.process.pathway if way.start}
    wanted = pathway_id or case.pathway.id
    return wanted if wanted in ways else ""


def _fill(
    case: OpenCase, made: OpenCase, chosen: Sequence[str], reason: str, *, with_referral: bool
) -> None:
    page = _subject_page(case.form)
    assert page is not None
    assert page.repeat is not None
    rows = _subject_rows(case, made, page.repeat.record, chosen)
    if with_referral:
        rows += _referral_rows(case, made, case.answers())
        rows += [
            RowChange(record.kind, record.id, record.fields)
            for record in case.book.rows(Referrer.KIND)
        ]
    came = began(made, reason=reason, source=f"Split from {case.public}")
    made.write("pathway", (*rows, came), reason=reason)
    refresh_summary(made)


def _subject_rows(
    case: OpenCase, made: OpenCase, record: str, chosen: Sequence[str]
) -> list[RowChange]:
    page = _subject_page(made.form)
    home = page.repeat.record if page is not None and page.repeat is not None else record
    waiting = [row.id for row in made.book.rows(home)]
    asked = {field.id: field.kind for field in scopes_of(made.form).get(home, ())}
    kinds = {field.id: field.kind for field in scopes_of(case.form)[record]}
    rows = []
    for number, one in enumerate(chosen):
        kept = case.book.row(record, one)
        assert kept is not None
        fields = {
            name: value
            for name, value in kept.fields.items()
            if name in asked and kinds.get(name) is asked[name]
        }
        place = waiting[number] if number < len(waiting) else new_id()
        rows.append(RowChange(home, place, {**fields, ORDER: float(number)}))
    return rows


def _referral_rows(case: OpenCase, made: OpenCase, answers: Answers) -> list[RowChange]:
    """What the part says that names the subjects: its answers and tables; and the limbs.

    What was recommended and decided stands in parts of its own, and is not copied.
    """
    theirs = scopes_of(made.form)
    asked = {field.id: field.kind for field in theirs[made.form.record]}
    kept = next(iter(case.book.rows(case.form.record)), None)
    single: dict[str, Json] = {}
    for page in _shared_pages(case.form):
        for field in page.fields if page.repeat is None and kept is not None else ():
            if asked.get(field.id) is field.kind and not is_blank(answers.get(field.id)):
                assert kept is not None
                single[field.id] = kept.fields[field.id]
    rows = [RowChange(made.form.record, made.form.id, single)] if single else []
    for table in (table for page in _shared_pages(case.form) for table in page.tables):
        kinds = {field.id: field.kind for field in theirs.get(table.record, ())}
        known = {x.id for x in table.fields if kinds.get(x.id) is x.kind} | {ORDER}
        found = case.book.rows(table.record) if kinds else []
        rows += [RowChange(table.record, new_id(), _only(x.fields, known)) for x in found]
    return rows


def _shared_pages(form: Form) -> Iterator[Page]:
    for part in form.parts:
        about = any(page.repeat is not None for page in part.pages)
        if part.id == THRESHOLD or about:
            yield from part.pages


def _only(fields: Mapping[str, Json], wanted: set[str]) -> dict[str, Json]:
    return {name: value for name, value in fields.items() if name in wanted}


def _subject_page(form: Form) -> Page | None:
    """The page that stands once for each person the case is about."""
    return next((page for _, page in form.pages() if page.repeat is not None), None)
