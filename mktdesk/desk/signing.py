"""Check your answers, sign a part, reopen it for a stated reason, read the signed version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from mktdesk.book import Record, RowChange, Written, heads_from_json, heads_to_json
from mktdesk.calendar import spoken_date, today
from mktdesk.casework.meetingrecords import SignatureMark
from mktdesk.casework.records import CaseFacts, SignOff
from mktdesk.casework.status import digest_agrees, follows, standing, waits_for
from mktdesk.desk.beside import part_cautions
from mktdesk.desk.casefile import OpenCase, answers_at, answers_of, new_id, put
from mktdesk.desk.cases import guidance_of, refresh_summary
from mktdesk.desk.closing import refuse_if_closed
from mktdesk.desk.directorynames import Holder, holders_of
from mktdesk.desk.drafts import settle_drafts
from mktdesk.desk.standing import problems_of
from mktdesk.desk.whereabouts import refuse_held_part
from mktdesk.errors import AnswersRefused, InUseElsewhere
from mktdesk.forms.answers import Answers
from mktdesk.forms.check import Problem
from mktdesk.forms.digest import part_digest
from mktdesk.forms.flow import Place, is_asked, places, title
from mktdesk.forms.types import Form
from mktdesk.forms.values import DateAnswer
from mktdesk.forms.words import words


@dataclass(frozen=True, slots=True)
class Line:
    """One answer read back: what was asked and what was answered."""

    asked: str
    answer: str


@dataclass(frozen=True, slots=True)
class Block:
    """One page, or one row of a table on it, read back. row: "person 2", or nothing."""

    place: Place
    page: str
    lines: tuple[Line, ...]
    row: str = ""

    @property
    def heading(self) -> str:
        """What it is called: "1.2 Family details: person 2"."""
        return f"{self.page}: {self.row}" if self.row else self.page


@dataclass(frozen=True, slots=True)
class Signature:
    """What a person types to sign. date as written; role comes from the form."""

    name: str
    title: str
    organisation: str
    date: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that signing would put a name to, and what stands in the way.

    digest is of exactly these answers: a signature is refused once they differ. holders: who
    holds the role now by the office's directory. cautions: what goes on beside the case and is to
    be thought of first.
    """

    part: str
    title: str
    role: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]
    waits_for: tuple[str, ...]
    suggested: Signature
    digest: str
    holders: tuple[Holder, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def can_sign(self) -> bool:
        """No error, and the parts before it are signed."""
        return not self.waits_for and all(p.level != "error" for p in self.problems)


def review(case: OpenCase, part_id: str) -> Review:
    """Read a part back before it is signed. What was left half typed is an answer first."""
    if not case.read_only:
        settle_drafts(case)
    return _read(case, part_id)


def _read(case: OpenCase, part_id: str) -> Review:
    answers = case.answers()
    part = case.form.part(part_id)
    assert part.signoff is not None
    before = waits_for(case.form, case.signoffs(), part)
    return Review(
        part=part.id,
        title=part.title,
        role=part.signoff.role,
        blocks=read_back(case.form, answers, part_id),
        problems=problems_of(case, answers, part_id),
        waits_for=tuple(p.title for p in before),
        suggested=_suggested(case, answers, part_id),
        digest=part_digest(case.form, answers, part_id),
        holders=_holders(case, part.signoff.role),
        cautions=part_cautions(case, part_id),
    )


def _holders(case: OpenCase, role: str) -> tuple[Holder, ...]:
    """By the role's words: that is how a form names it."""
    role_id = next((one.id for one in case.toolkit.roles if one.label == role), "")
    return holders_of(case.session, case.toolkit.id, role_id, today(case.session.clock))


def read_back(form: Form, answers: Answers, part_id: str) -> tuple[Block, ...]:
    """A part's answers in words, page by page; a question that is not asked is left out."""
    blocks: list[Block] = []
    for place in places(form, answers, part_id):
        page = form.page(place.page)
        name = title(form, answers, place)
        row = answers.row(page.repeat.record, place.row) if page.repeat else None
        values = row.values if row else answers.single
        lines = tuple(
            Line(field.name, words(field, values.get(field.id)))
            for field in page.fields
            if is_asked(form, answers, row, field)
        )
        if lines:
            blocks.append(Block(place, name, lines))
        for table in page.tables:
            rows = answers.table(table.record)
            if not rows:
                blocks.append(Block(place, name, (Line(table.heading, "None"),)))
            for number, one in enumerate(rows, 1):
                lines = tuple(
                    Line(field.name, words(field, one.get(field.id)))
                    for field in table.fields
                    if is_asked(form, answers, one, field)
                )
                blocks.append(Block(place, name, lines, f"{table.noun} {number}"))
    return tuple(blocks)


def _suggested(case: OpenCase, answers: Answers, part_id: str) -> Signature:
    sign = case.form.part(part_id).signoff
    assert sign is not None
    date = answers.get(sign.date_from)
    name = answers.get(sign.name_from)
    organisation = answers.get(sign.organisation_from)
    return Signature(
        name=name if isinstance(name, str) else "",
        title="",
        organisation=organisation if isinstance(organisation, str) else "",
        date=date.text if isinstance(date, DateAnswer) else spoken_date(today(case.session.clock)),
    )


def sign(
    case: OpenCase, read: Review, signature: Signature, *, strokes: str | None = None
) -> SignOff:
    """Put a name to a part as it was read; name, role, date and the digest of it are kept.

    strokes: for a signature at the table, as `SignatureMark` has them; empty for one typed there.

    Raises AnswersRefused when something is missing or has changed since it was read, or a part
    before it is not signed; StepRefused when an open disagreement holds its step (R107).
    """
    _may_sign(case)
    checked = _read(case, read.part)
    if standing(case.signoffs(), read.part) is not None:
        raise AnswersRefused(f"{checked.title} is signed already.", "Nothing was changed.")
    if checked.waits_for:
        raise AnswersRefused(
            f"{checked.title} comes after {checked.waits_for[0]}.", "Sign that one first."
        )
    refuse_held_part(case, read.part)
    if errors := sum(p.level == "error" for p in checked.problems):
        raise AnswersRefused(
            f"{checked.title} is not complete: {errors} to put right.",
            "The list at the top of the page leads to each.",
        )
    if checked.digest != read.digest:
        raise AnswersRefused(
            f"{checked.title} has changed since it was read. It is not signed.",
            'Choose "Check and sign" in the task list, read it again, then sign.',
        )
    if not signature.name.strip() or not signature.date.strip():
        raise AnswersRefused("A signature needs a name and a date.", "Type both and sign again.")
    signoff = SignOff(
        new_id(),
        part=read.part,
        name=signature.name.strip(),
        role=checked.role,
        title=signature.title.strip(),
        organisation=signature.organisation.strip(),
        date=signature.date.strip(),
        digest=checked.digest,
        signed_at=case.now(),
        heads=msgspec.json.encode(heads_to_json(case.book.heads()), order="sorted").decode(),
    )
    rows = [put(signoff)]
    if strokes is not None:
        rows.append(put(_mark(case, signoff, strokes)))
    case.write("sign", rows)
    refresh_summary(case)
    return signoff


def _mark(case: OpenCase, signoff: SignOff, strokes: str) -> SignatureMark:
    return SignatureMark(
        signoff.id,
        signoff=signoff.id,
        name=signoff.name,
        role=signoff.role,
        strokes=strokes,
        digest=signoff.digest,
        at=signoff.signed_at,
        by=case.session.actor,
    )


def reopen(case: OpenCase, part_id: str, why: str) -> Written:
    """Open a signed part for change. Its signature is marked superseded, with the reason.

    Parts signed on the strength of this one are superseded with it. The signed version stays
    readable. Raises AnswersRefused without a reason or a signature.
    """
    _may_sign(case)
    if not why.strip():
        raise AnswersRefused(
            "A signed section changes only for a stated reason.", "Say why; it is recorded."
        )
    part = case.form.part(part_id)
    signoffs = case.signoffs()
    signed = standing(signoffs, part_id)
    if signed is None:
        raise AnswersRefused(f"{part.title} is not signed.", "Change it as it is.")
    rows = [_superseded(case, signed, why.strip())]
    for later in follows(case.form, signoffs, part):
        resting = standing(signoffs, later.id)
        assert resting is not None
        rows.append(_superseded(case, resting, f"{part.title} was reopened: {why.strip()}"))
    written = case.write("sign", rows, reason=why.strip())
    refresh_summary(case)
    return written


def _superseded(case: OpenCase, signoff: SignOff, why: str) -> RowChange:
    fields = {"superseded_at": case.now(), "superseded_why": why}
    return RowChange(SignOff.KIND, signoff.id, dict(fields))


def read_version(case: OpenCase, signoff: SignOff) -> tuple[tuple[Block, ...], bool]:
    """What was signed, read back from the journal, and whether its digest is the signed one.

    By the form of that day: the case may have gone another way since.
    """
    form, answers = _then(case, signoff)
    agrees = digest_agrees(form, answers, signoff)
    return read_back(form, answers, signoff.part), agrees


def signed_answers(case: OpenCase, signoff: SignOff) -> Answers:
    """The answers as they stood at a signature."""
    return _then(case, signoff)[1]


def _then(case: OpenCase, signoff: SignOff) -> tuple[Form, Answers]:
    heads = heads_from_json(msgspec.json.decode(signoff.heads))
    kinds = case.book.records_at(heads)
    (record,) = kinds[CaseFacts.KIND]
    facts = CaseFacts.of(record.id, record.fields)
    form = case.form if facts == case.facts else guidance_of(case.session, facts)[1]
    return form, answers_at(form, kinds)


def records_signed(case: OpenCase, signoff: SignOff) -> Mapping[str, Sequence[Record]]:
    """Every record as it stood at a signature, by kind."""
    return case.book.records_at(heads_from_json(msgspec.json.decode(signoff.heads)))


def agrees(case: OpenCase, signoff: SignOff) -> bool:
    """Whether the answers now are exactly what the signature was put to."""
    form, _ = _then(case, signoff)
    return digest_agrees(form, answers_of(form, case.book), signoff)


def _may_sign(case: OpenCase) -> None:
    if case.read_only:
        raise InUseElsewhere(
            f"This case is open elsewhere: {case.handle.held_by}.",
            "Ask them to close it, then open it again.",
        )
    refuse_if_closed(case)
