"""An open case at one moment as plain data: what its page shows, with no book behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mktdesk.calendar import spoken_date
from mktdesk.casework.noticegroups import in_short
from mktdesk.casework.records import SignOff
from mktdesk.casework.route import Next, Route
from mktdesk.casework.status import PartStatus, State, part_status
from mktdesk.casework.subject import initials, subject_names
from mktdesk.desk import beside, closing, conflicts, planning, travel
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.clocks import clocks
from mktdesk.desk.clocks import words as clock_words
from mktdesk.desk.converting import decided_for
from mktdesk.desk.directorynames import agency_names
from mktdesk.desk.drafts import Target
from mktdesk.desk.linking import links
from mktdesk.desk.notices import notices
from mktdesk.desk.standing import problems_of
from mktdesk.desk.toolkits import trouble_of
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.check import Problem
from mktdesk.forms.flow import Place, places, title
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form
from mktdesk.forms.values import Value, is_blank


@dataclass(frozen=True, slots=True)
class PageStatus:
    """One page of the task list. words say where it stands; errors stop its part's signing."""

    place: Place
    title: str
    words: str
    errors: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything a case's page shows at a glance.

    subject is initials. alarms are (what, do) of each thing found wrong on opening. saved_at is
    the local time "14:02" and saved_on the day, of the moment this was read. route: where the
    case is in its process. notices: who is to be told, in short. beside, plan, closing: what is
    open of disagreements and other processes, of its action plan and of its closing checklist.
    closed: when it was closed, in words, or nothing. agencies: those of the office's directory.
    guidance: what is wrong with the toolkit it is under, and what to do.
    """

    public: str
    subject: str
    toolkit: str
    review_type: str
    form: Form
    answers: Answers
    parts: tuple[PartStatus, ...]
    pages: tuple[PageStatus, ...]
    problems: tuple[Problem, ...]
    signoffs: tuple[SignOff, ...]
    documents: int
    packs: int
    can_undo: bool
    can_redo: bool
    read_only: bool
    held_by: str
    alarms: tuple[tuple[str, str], ...]
    saved_at: str
    saved_on: str
    route: Route = field(default_factory=Route)
    changes: str = ""  # a way that was decided on and is not taken yet, or how many links
    clocks: str = ""  # where they stand, in a few words
    beside: str = ""
    plan: str = ""
    closing: str = ""
    closed: str = ""
    notices: str = ""
    agencies: tuple[str, ...] = ()
    guidance: tuple[str, str] = ("", "")
    conflicts: int = 0  # that are still to be decided
    away: str = ""  # whether it was taken along and is not back yet

    def part(self, part_id: str) -> PartStatus:
        """Where a part stands. Raises KeyError."""
        for status in self.parts:
            if status.part == part_id:
                return status
        raise KeyError(part_id)

    @property
    def next_part(self) -> PartStatus | None:
        """The first part that is still to be signed; None when all are."""
        settled = {State.SIGNED, State.KEPT}
        return next((s for s in self.parts if s.state not in settled), None)

    @property
    def next(self) -> Next:
        """What is to be done first; no words when nothing is."""
        if self.route.steps:
            return self.route.next
        part = self.next_part  # a toolkit without a process
        return Next(f"{part.title}. {part.words}.", part.part) if part is not None else Next()

    @property
    def beginning(self) -> Place:
        """Where work goes on: the first page to complete of the first part that is not signed.

        A place with no page when all of it is complete: there the part is checked and signed.
        """
        part = self.next_part
        if part is None:
            return self.pages[0].place
        if part.state is State.READY:
            return Place(part.part, "")
        pages = [page for page in self.pages if page.place.part == part.part]
        return next((page.place for page in pages if page.errors), pages[0].place)

    def stands(self, place: Place) -> bool:
        """Whether the page is there: a repeated one goes with its row."""
        return any(page.place == place for page in self.pages)


def overview(case: OpenCase) -> Overview:
    """The case as it stands now."""
    answers, signed = case.answers(), case.signoffs()
    parts = tuple(part_status(case.form, answers, signed, part) for part in case.form.parts)
    found = problems_of(case, answers)
    closed = closing.closure(case)
    moment = case.session.clock.now().astimezone()
    actor = case.session.actor
    return Overview(
        public=case.public,
        subject=", ".join(initials(name) for name in subject_names(case.form, answers)),
        toolkit=case.toolkit.short_title,
        review_type=case.pathway.label,
        form=case.form,
        answers=answers,
        parts=parts,
        pages=page_statuses(case.form, answers, found, {p.part for p in parts if p.signoff}),
        problems=found,
        signoffs=signed,
        documents=len(case.documents()),
        packs=len(case.packs()),
        can_undo=not case.read_only and case.book.can_undo(actor),
        can_redo=not case.read_only and case.book.can_redo(actor),
        read_only=case.read_only,
        held_by=case.handle.held_by,
        alarms=tuple((alarm.what, alarm.do) for alarm in case.handle.alarms),
        saved_at=f"{moment:%H:%M}",
        saved_on=spoken_date(moment.date()),
        route=whereabouts(case, parts),
        changes=_changes(case),
        clocks=clock_words(clocks(case)),
        beside=beside.state_words(case, answers),
        plan=planning.state_words(case, answers),
        closing=closing.state_words(case),
        closed=closed.words if closed else "",
        notices=in_short(notices(case)),
        agencies=agency_names(case.session),
        guidance=_guidance(case),
        conflicts=conflicts.count(case),
        away="Away" if travel.away(case.session, case.public) else "",
    )


def _guidance(case: OpenCase) -> tuple[str, str]:
    found = trouble_of(case.session, case.facts.toolkit, case.facts.edition)
    return (found.what, found.do) if found else ("", "")


def _changes(case: OpenCase) -> str:
    decided = decided_for(case)
    if decided:
        return f"Decided: {decided[0].label}"
    count = len(links(case))
    return "" if not count else "1 link" if count == 1 else f"{count} links"


def page_statuses(
    form: Form, answers: Answers, found: tuple[Problem, ...], signed: set[str]
) -> tuple[PageStatus, ...]:
    """Where each page stands; found: the form's problems, signed: ids of the signed parts."""
    errors = Counter(p.place for p in found if p.level == "error")
    warnings = Counter(p.place for p in found if p.level == "warning")
    made = []
    for place in places(form, answers):
        if place.part in signed:
            words = ""
        elif errors[place]:
            words = f"{errors[place]} to complete"
        elif warnings[place]:
            words = f"{warnings[place]} to look at"
        else:
            words = "Done" if _started(form, answers, place) else "Nothing yet"
        made.append(PageStatus(place, title(form, answers, place), words, errors[place]))
    return tuple(made)


def _started(form: Form, answers: Answers, place: Place) -> bool:
    page = form.page(place.page)
    values = answers.single
    if page.repeat:
        values = answers.row(page.repeat.record, place.row).values
    filled = any(not is_blank(values.get(field.id)) for field in page.fields)
    return filled or any(answers.table(table.record) for table in page.tables)


def with_answers(view: Overview, values: Mapping[Target, Value]) -> Overview:
    """The same, but with these answers in it: what could not be saved stays on the screen."""
    answers = view.answers
    for target, value in values.items():
        if target.record == view.form.record:
            answers = answers.with_single(target.field, value)
        else:
            rows = answers.table(target.record)
            changed = (
                Row(row.id, {**row.values, target.field: value}) if row.id == target.row else row
                for row in rows
            )
            answers = answers.with_rows(target.record, changed)
    return replace(view, answers=answers)


def place_of(form: Form, answers: Answers, target: Target) -> Place | None:
    """The page on which an answer (or a table's row) is shown; None when it is not there."""
    for place in places(form, answers):
        page = form.page(place.page)
        home = page.repeat.record if page.repeat else form.record
        asked = {field.id for field in page.fields}
        if home == target.record and place.row == target.row:
            if target.field in asked or (page.repeat and not target.field):
                return place
        elif any(table.record == target.record for table in page.tables):
            return place
    return None


def first_difference(form: Form, before: Answers, after: Answers) -> Target | None:
    """The first answer that differs, or the first row that came (no field); None when none.

    A row that went has no page any more: the one before it, or the first that is left, stands
    for it, or the table itself with no row.
    """
    for record, fields in scopes_of(form).items():
        if record == form.record:
            for field in fields:
                if before.get(field.id) != after.get(field.id):
                    return Target(record, "", field.id)
            continue
        old = {row.id: row for row in before.table(record)}
        for row in after.table(record):
            if row.id not in old:
                return Target(record, row.id, "")
            for field in fields:
                if row.get(field.id) != old[row.id].get(field.id):
                    return Target(record, row.id, field.id)
        if before.table(record) != after.table(record):
            return Target(record, _beside(before.table(record), after.table(record)), "")
    return None


def _beside(before: tuple[Row, ...], after: tuple[Row, ...]) -> str:
    left = {row.id for row in after}
    stayed = ""
    for row in before:
        if row.id not in left:
            break
        stayed = row.id
    return stayed or (after[0].id if after else "")
