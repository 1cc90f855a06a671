"""The office's cases: list, start, register an old one, open, show the full reference."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from operator import attrgetter

import msgspec

from mktdesk.book import Book, Change, RowChange
from mktdesk.calendar import stamp, today
from mktdesk.casework.records import CASE_ROW, CaseFacts
from mktdesk.casework.status import PartStatus, part_status
from mktdesk.casework.subject import initials, subject_names
from mktdesk.desk import duerows
from mktdesk.desk import settings as office
from mktdesk.desk.appointing import standing_rows
from mktdesk.desk.casefile import OpenCase, facts_of, new_id, put_new
from mktdesk.desk.closing import closure
from mktdesk.desk.drafts import settle_drafts
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import DEFAULT_TOOLKIT, toolkit_of, trouble_of
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.errors import CaseError, ReferenceRefused
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form
from mktdesk.forms.values import Json
from mktdesk.office import CASE, CaseHandle
from mktdesk.reference import Reference, canonical_public
from mktdesk.toolkits import Toolkit, form_of_case, load, supplied
from mktdesk.toolkits.process_schema import Pathway


class CaseLine(msgspec.Struct, frozen=True):
    """One line of the list of cases. names are shown on demand; subject is initials."""

    public: str
    subject: str = ""
    names: str = ""
    review_type: str = ""
    toolkit: str = msgspec.field(default="", name="toolkit_title")
    stage: str = ""
    started: str = ""  # ISO date
    changed: str = ""  # UTC stamp
    restricted: bool = False  # to named staff: subject and names are not in the register


def toolkits() -> tuple[Toolkit, ...]:
    """The toolkits a case can begin under, the usual one first. Raises ToolkitRefused."""
    return tuple(load(name) for name in sorted(supplied(), key=lambda x: x != DEFAULT_TOOLKIT))


def list_cases(session: Session, text: str = "", stage_words: str = "") -> tuple[CaseLine, ...]:
    """The cases whose line holds every word of `text` and whose stage begins as asked."""
    lines = session.vault.summaries(CaseLine, text)
    lines.sort(key=attrgetter("public"))
    return tuple(line for line in lines if line.stage.startswith(stage_words))


def start_referral(
    session: Session, toolkit_id: str = DEFAULT_TOOLKIT, pathway_id: str = ""
) -> OpenCase:
    """Allocate the next reference of the year and make the case's book (R186).

    pathway_id: nothing is the toolkit's first.
    """
    toolkit = toolkit_of(session, toolkit_id)
    pathway = toolkit.pathway(pathway_id)
    style = office.reference_format(session, toolkit, pathway)
    public = session.vault.allocate(style, today(session.clock).year)
    return _begin(session, toolkit, pathway, public, old=False)


def register_old_case(
    session: Session, toolkit_id: str, reference: str, pathway_id: str = ""
) -> OpenCase:
    """A case from before mktdesk: its old reference becomes the public part and gains a seal.

    Raises ReferenceRefused when the reference is not one, or is taken.
    """
    public = canonical_public(reference)
    toolkit = toolkit_of(session, toolkit_id)
    return _begin(session, toolkit, toolkit.pathway(pathway_id), public, old=True)


def _begin(
    session: Session, toolkit: Toolkit, pathway: Pathway, public: str, *, old: bool
) -> OpenCase:
    facts = CaseFacts(
        CASE_ROW,
        toolkit=toolkit.id,
        edition=toolkit.edition,
        form=pathway.intake_form or toolkit.intake_form,
        review_type=pathway.id,
        pathway=pathway.id,
        public=public,
        started_at=stamp(session.clock.now()),
        old_reference=old,
    )
    summary: dict[str, Json] = {
        "review_type": pathway.label,
        "toolkit_title": toolkit.short_title,
        "started": today(session.clock).isoformat(),
        "stage": "",
        "subject": "",
        "names": "",
        "changed": facts.started_at,
    }
    handle = session.vault.create_case(public, summary=summary)
    case = OpenCase(session, handle, toolkit, form_of_case(toolkit, facts.form, pathway.id), facts)
    rows = [put_new(facts)]
    for _, page in case.form.pages():
        if page.repeat:
            # The first child's page stands there from the start.
            rows.extend(
                RowChange(page.repeat.record, new_id(), {"order": n})
                for n in range(page.repeat.minimum)
            )
    day = today(session.clock)
    rows.extend(standing_rows(session, toolkit, pathway.id, Answers(), day))
    case.write("start", rows)
    refresh_summary(case)
    return case


def open_case(session: Session, reference: str, *, typed: Reference | None = None) -> OpenCase:
    """Open a case by its public part. What was being typed when it last closed is kept.

    typed: the full reference, without which a restricted case raises ReferenceNeeded. Under
    guidance that this version cannot read it is only to be read. Raises ReferenceRefused,
    CaseError, VaultDamaged, NewerVersion.
    """
    handle = session.vault.open_case(canonical_public(reference), typed=typed, kind=CASE)
    try:
        facts = facts_of(handle.book)
        if not handle.read_only and _stood_in_for(session, facts):
            session.vault.close_case(handle)
            public = canonical_public(reference)
            handle = session.vault.open_case(public, typed=typed, read_only=True)
        case = _seen_through(session, handle, facts)
        if not case.read_only:
            if settle_drafts(case):
                refresh_summary(case)
            elif not duerows.known(case):
                duerows.keep(case)
    except BaseException:
        session.vault.close_case(handle)
        raise
    return case


def look_into(session: Session, reference: str) -> OpenCase:
    """A case to be read and nothing else, whoever has it open; close it with `close_case`.

    Raises as `open_case`.
    """
    handle = session.vault.open_case(canonical_public(reference), read_only=True, kind=CASE)
    try:
        return seen_through(session, handle)
    except BaseException:
        session.vault.close_case(handle)
        raise


def _stood_in_for(session: Session, facts: CaseFacts) -> bool:
    trouble = trouble_of(session, facts.toolkit, facts.edition)
    return trouble is not None and trouble.read_only


def seen_through(session: Session, handle: CaseHandle) -> OpenCase:
    """An open book as the case that it holds. Raises CaseError, ToolkitRefused."""
    return _seen_through(session, handle, facts_of(handle.book))


def _seen_through(session: Session, handle: CaseHandle, facts: CaseFacts) -> OpenCase:
    toolkit, form = guidance_of(session, facts)
    return OpenCase(session, handle, toolkit, form, facts)


def guidance_of(session: Session, facts: CaseFacts) -> tuple[Toolkit, Form]:
    """The toolkit a case is under and its whole form. Raises CaseError where it is not there."""
    toolkit = toolkit_of(session, facts.toolkit, facts.edition)
    known = {pathway.id for pathway in toolkit.process.pathway} | {""}
    if not {facts.form, *facts.kept_forms} <= set(toolkit.forms) or facts.pathway not in known:
        raise CaseError(
            "This case began under an edition of the guidance that is not installed.",
            f"Install the toolkit {facts.toolkit}, edition {facts.edition}.",
        )
    form = form_of_case(toolkit, facts.form, facts.pathway, facts.kept_forms)
    return toolkit, _in_place(form, facts.record, facts.row) if facts.row else form


@cache
def _in_place(form: Form, record: str, row: str) -> Form:
    """The form with its single answers in a row that another toolkit's form began."""
    return replace(form, id=row, record=record)


def as_kept(case: OpenCase) -> OpenCase:
    """The case as its book has it now: it may have gone another way since it was opened."""
    facts = facts_of(case.book)
    if facts == case.facts:
        return case
    toolkit, form = guidance_of(case.session, facts)
    return replace(case, facts=facts, toolkit=toolkit, form=form)


def settle(case: OpenCase) -> None:
    """Bring the register level with the case: its line in the list and its anchor.

    Called within a second of a change, and when the case closes; a change itself waits for
    one commit only.
    """
    if not case.read_only:
        refresh_summary(case)
        case.session.vault.flush_anchors()


def close_case(case: OpenCase) -> None:
    """Bring the register level, close the case's file, give back its lease."""
    try:
        settle(case)
    finally:
        case.session.vault.close_case(case.handle)


def statuses(case: OpenCase) -> tuple[PartStatus, ...]:
    """The task list: where each part stands, in words."""
    answers, signed = case.answers(), case.signoffs()
    return tuple(part_status(case.form, answers, signed, part) for part in case.form.parts)


def refresh_summary(case: OpenCase) -> None:
    """Bring the case's line in the register up to date with its book."""
    case = as_kept(case)
    names = subject_names(case.form, case.answers())
    closed = closure(case)
    case.session.vault.update_summary(
        case.handle.case_id,
        {
            "subject": ", ".join(initials(name) for name in names),
            "names": ", ".join(names),
            "review_type": case.pathway.label,
            "toolkit_title": case.toolkit.short_title,
            "stage": closed.words if closed else whereabouts(case).stage,
            "closed": closed.day if closed else "",
            "changed": case.now(),
        },
    )
    duerows.keep(case)


def show_reference(session: Session, reference: str, why: str) -> Reference:
    """The full reference, to read, copy or print; who saw it and why is journaled."""
    if not why.strip():
        raise ReferenceRefused("Say why the full reference is needed.", "A few words are enough.")
    found = session.vault.seal_of(canonical_public(reference))
    register: Book = session.vault.register
    register.write(Change(session.actor, "view", (), why, {"reference": found.public}))
    return found
