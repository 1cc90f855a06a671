"""What a case and the office give to a letter: for a notice, or for what an agency is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mktdesk.calendar import spoken_date, today
from mktdesk.casework.lettering import (
    Known,
    Sheet,
    asks_of,
    compose,
    decided,
    terms_of,
    written_date,
)
from mktdesk.casework.notices import NoticeStanding, Somebody
from mktdesk.casework.requests import RECORD, RequestStanding, request_standings
from mktdesk.casework.situation import Situation
from mktdesk.casework.status import standing as signature
from mktdesk.desk import notices
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.noticeboard import people_of
from mktdesk.desk.officedays import holidays
from mktdesk.desk.standing import situation
from mktdesk.errors import AnswersRefused
from mktdesk.forms.answers import Answers
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form, Part
from mktdesk.forms.values import DateAnswer, is_blank
from mktdesk.forms.words import words
from mktdesk.toolkits.letter_schema import Ask, Letter
from mktdesk.toolkits.letters import PLAIN, letters
from mktdesk.toolkits.process_schema import Contribution, Event, Step

REQUEST = "request:"  # before the id of a row of the working record
_COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class Filled:
    """What whoever issues a letter wrote: by the ids of its questions, and who signs.

    enclose: what the letter encloses goes with it. everybody: the same letter goes to all of its
    notice who are still to be told.
    """

    asked: Mapping[str, str]
    signed: str = ""
    enclose: bool = True
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A form that goes with a letter, for one row of what the agency is asked for."""

    form: Form
    request: str


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter and whom it goes to. on: the event it tells of; requests: what it asks for."""

    key: str
    letter: Letter
    to: str
    who: Somebody
    by: str = ""
    on: str = ""
    standing: NoticeStanding | None = None
    requests: tuple[RequestStanding, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What is asked before a letter is issued. begun: what each answer begins with, and who signs.

    to: whom it goes to, in words. encloses: the forms that can go with it. others: how many more
    of the same notice are still to be told.
    """

    key: str
    title: str
    to: str
    asks: tuple[Ask, ...]
    begun: Filled
    encloses: tuple[str, ...]
    others: int = 0


def addressed(case: OpenCase, key: str) -> Addressed:
    """The letter of a notice, or of a request ("request:" and its row).

    Raises AnswersRefused where there is none, when they were told already, or nobody is named;
    NoticeRefused where the toolkit forbids it.
    """
    if key.startswith(REQUEST):
        return _of_request(case, key)
    one = notices.to_be_told(case, key)
    if one.notice is None or one.recipient is None:
        raise AnswersRefused("There is no letter to this.", "Record how they were told.")
    if one.delegated:
        raise AnswersRefused(
            f"It is not for the office to tell them: {one.notice.done_by}.",
            "Record the day on which they were told when it has been confirmed to you.",
        )
    letter = letters()[one.notice.letter or PLAIN]
    who = Somebody(one.among, one.name, one.person, one.lines)
    requests = tuple(_requests(case, letter, one.among)) if one.recipient.many else ()
    return Addressed(
        key,
        letter,
        notices.told_to(one),
        who,
        by=one.notice.by,
        on=one.notice.on,
        standing=one,
        requests=requests,
        enclosures=tuple(_enclosures(case, letter, requests)),
    )


def draft(case: OpenCase, key: str) -> Draft:
    """What is asked of whoever issues this letter. Raises as `addressed`."""
    found, now = addressed(case, key), situation(case)
    asks = asks_of(found.letter, _terms(case, found, now, enclose=True))
    answers = case.answers()
    begun = {ask.id: said for ask in asks if (said := _begun(case, found, answers, ask))}
    return Draft(
        key,
        found.letter.title,
        found.to,
        asks,
        Filled(begun, _signatory(case, found)),
        tuple(dict.fromkeys(one.form.short_title for one in found.enclosures)),
        len(notices.alike(case, key)),
    )


def sheet(case: OpenCase, found: Addressed, filled: Filled) -> Sheet:
    """The whole letter. Raises LetterIncomplete, which says what is missing."""
    now, chosen = situation(case), office.settings(case.session)
    known = Known(
        fields=_fields(case, found, now),
        items={"asked_for": tuple(_asked_for(found))},
        terms=_terms(case, found, now, enclose=filled.enclose),
        statements={"purpose": case.toolkit.purpose}
        | {text.id: text.text for text in case.toolkit.process.text},
    )
    name = chosen.name or case.session.vault.office_name
    lines = (*chosen.address.splitlines(), chosen.email, chosen.telephone)
    return Sheet(
        written=compose(found.letter, known, filled.asked),
        greeting=f"Dear {found.who.person or _COLLEAGUE}",
        office=(name, *(line.strip() for line in lines if line.strip())),
        to=tuple(_address(found)),
        made_on=today(case.session.clock),
        reference=case.public,
        marking=office.marking(case.session, case.toolkit),
        signed=filled.signed.strip(),
        role=case.toolkit.name_of(found.by) if found.by else "",
        enclosed=_enclosed(found) if filled.enclose else (),
        footer=chosen.footer,
    )


# whom it goes to


def _of_request(case: OpenCase, key: str) -> Addressed:
    row_id = key.removeprefix(REQUEST)
    every = _all_requests(case)
    asked = next((one for one in every if one.row == row_id), None)
    if asked is None or not asked.agency:
        raise AnswersRefused(
            "That request is not on this case.", "Look at the list of agencies again."
        )
    wanted = _contribution(case, row_id)
    letter = letters()[(wanted.letter if wanted else None) or "information_request"]
    known = people_of(case).many["agencies"]
    who = next(x for x in known if isinstance(x, Somebody) and _same(x.name, asked.agency))
    return Addressed(
        key,
        letter,
        asked.agency,
        who,
        on=(wanted.after if wanted else None) or "",
        requests=(asked,),
        enclosures=tuple(_enclosures(case, letter, (asked,))),
    )


def _address(found: Addressed) -> Iterator[str]:
    named = found.who.person or found.who.name
    if not named:
        yield found.to
        return
    yield named
    yield from found.who.lines


# what it asks for


def _requests(case: OpenCase, letter: Letter, agency: str) -> Iterator[RequestStanding]:
    """What this letter asks of an agency and has not come; any, where none is this letter's."""
    theirs = [x for x in _all_requests(case) if _same(x.agency, agency) and not x.returned]
    own = [x for x in theirs if _letter_of(case, x) == letter.id]
    yield from own or [x for x in theirs if _letter_of(case, x) is None]


def _letter_of(case: OpenCase, one: RequestStanding) -> str | None:
    wanted = _contribution(case, one.row)
    return wanted.letter if wanted else None


def _all_requests(case: OpenCase) -> tuple[RequestStanding, ...]:
    return request_standings(
        case.toolkit.process,
        situation(case),
        case.answers(),
        today(case.session.clock),
        holidays(case.session),
    )


def _contribution(case: OpenCase, row_id: str) -> Contribution | None:
    wanted = case.answers().row(RECORD, row_id).get("contribution")
    return next((one for one in case.toolkit.process.contribution if one.id == wanted), None)


def _enclosures(
    case: OpenCase, letter: Letter, requests: tuple[RequestStanding, ...]
) -> Iterator[Enclosure]:
    for one in requests if letter.encloses else ():
        wanted = _contribution(case, one.row)
        if wanted is not None and wanted.form is not None:
            yield Enclosure(case.toolkit.forms[wanted.form], one.row)


def _asked_for(found: Addressed) -> Iterator[str]:
    for one in found.requests:
        by = f", by {spoken_date(date.fromisoformat(one.due))}" if one.due else ""
        yield f"{one.contribution}{by}"


def _enclosed(found: Addressed) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.form.short_title for one in found.enclosures))


# what is merged


def _fields(case: OpenCase, found: Addressed, now: Situation) -> dict[str, str]:
    chosen = office.settings(case.session)
    since = now.events.get(found.on)
    process = case.toolkit.process
    things: tuple[Event | Step, ...] = (*process.event, *process.step)
    return {
        "event": next((x.label for x in things if x.id == found.on), ""),
        "guidance": case.toolkit.guidance,
        "happened": written_date(since.day) if since else "",
        "kind": case.pathway.label,
        "office": chosen.name or case.session.vault.office_name,
        "office_email": chosen.email.strip(),
        "office_telephone": chosen.telephone.strip(),
        "outcome": "; ".join(x.label for x in decided(process, now, found.on)),
        "recipient": found.to,
        "reference": case.public,
        "subject": _subject(case),
    }


def _terms(case: OpenCase, found: Addressed, now: Situation, *, enclose: bool) -> frozenset[str]:
    terms = set(terms_of(case.toolkit.process, now, found.on, _variants(case)))
    said = {
        "referrer": found.standing is not None
        and found.standing.recipient is not None
        and found.standing.recipient.id == "referrer",
        "asked": bool(found.requests),
        "enclosed": enclose and bool(found.enclosures),
        "telephone": bool(office.settings(case.session).telephone.strip()),
    }
    return frozenset(terms | {name for name, holds in said.items() if holds})


def _subject(case: OpenCase) -> str:
    """What the form calls whom the case is about: "child", "adult"."""
    repeats = (page.repeat for _, page in case.intake.pages() if page.repeat)
    return next((repeat.noun for repeat in repeats), case.toolkit.subject_noun)


def _variants(case: OpenCase) -> Iterator[str]:
    """What the dates of the form say they are: a death, a serious incident."""
    answers = case.answers()
    rows = [answers.single, *(row.values for table in answers.rows.values() for row in table)]
    for row in rows:
        for value in row.values():
            if isinstance(value, DateAnswer) and value.variant and value.text.strip():
                yield value.variant


def _part(case: OpenCase, on: str) -> Part | None:
    wanted = next((step.part for step in case.toolkit.process.step if step.id == on), None)
    return next((part for part in case.form.parts if part.id == wanted), None)


def _begun(case: OpenCase, found: Addressed, answers: Answers, ask: Ask) -> str:
    """What the form already says, of the part that was decided where it is a decision."""
    part = _part(case, found.on)
    there = {f.id for page in part.pages for f in page.fields} if part else None
    single = {field.id: field for field in scopes_of(case.form)[case.form.record]}
    for name in ask.answers:
        if name in single and (there is None or name in there):
            value = answers.get(name)
            if not is_blank(value):
                return words(single[name], value)
    return ""


def _signatory(case: OpenCase, found: Addressed) -> str:
    """Whoever signed what the letter tells of, where the letter is theirs; or holds the role."""
    part = _part(case, found.on)
    if part is not None and part.signoff is not None:
        mark = signature(case.signoffs(), part.id)
        if mark is not None and part.signoff.role == case.toolkit.name_of(found.by):
            return mark.name
    return people_of(case).held.get(found.by, "")


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
