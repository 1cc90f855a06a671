"""What the journal says, in words: kinds of action, and fields by the names that people know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from mktdesk.book import ERASED, Entry
from mktdesk.calendar import spoken_date
from mktdesk.casework.bodies import Terms
from mktdesk.casework.meetingrecords import ActionPoint, AgendaItem, Attendee, MeetingFacts
from mktdesk.casework.noticerows import STATES, Given
from mktdesk.casework.records import Happening
from mktdesk.desk.bodyrows import MEMBER, OF
from mktdesk.desk.closing import ClosingMark, Closure
from mktdesk.desk.history_names import IN_MEETING, KINDS, MEETING_KINDS, NAMES, NOTES, Kind
from mktdesk.desk.rounds import Round
from mktdesk.forms.types import Field, Form
from mktdesk.forms.values import Json, from_json
from mktdesk.forms.words import words
from mktdesk.toolkits.process_schema import Event, Process, Step

GONE = "(erased)"
_SECRET = "(kept secret)"  # noqa: S105 - what is shown in place of one
_STRANGE = "(cannot be shown)"
_RECORDED = frozenset({Happening.KIND, Given.KIND})
_STEPPED = {  # what people call adding, changing and removing the record of a step or notice
    "add": Kind("Recorded", "changes"),
    "edit": Kind("Corrected", "changes"),
    "remove": Kind("Withdrew", "changes"),
}
_MARKED = {  # what people call it in the closing checklist
    "edit": Kind("Marked", "changes"),
    "remove": Kind("Took a mark back", "changes"),
}
_PLUMBING = frozenset(
    {"order", "heads", "digest", "media_type", "signed_at", "superseded_at", "recorded_at"}
    | {"what", "from_toolkit", "from_edition", "from_form", "from_pathway", "from_kept"}
    | {"to_toolkit", "to_edition", "to_pathway"}
    | {"clocks", "counted"}
    | {"among", "letter_id", "request", "files"}
)
# In a meeting's book other fields say nothing to a person, and "what" says something.
_MEETING_PLUMBING = frozenset(
    {"order", "item", "attendee", "toolkit", "edition", "body", "series", "own_day", "planned"}
    | {"made_at", "made_by", "started_at", "ended_at", "strokes", "digest", "at", "by"}
    | {"paused_at", "spent", "shown", "step", "drafted"}
)
_OWN_PLUMBING = {  # by kind of row: which body it is of is said by its place
    MEMBER: frozenset({OF}),
    Terms.KIND: frozenset({"body", "added_at", "added_by", "note"}),
}
_SECRETS = frozenset({("seal", "seal"), ("away", "passphrase"), ("travel", "secret")})
_DAYED = (Happening, Given, ClosingMark, Closure, Round)
_DAYS = (
    *((kept.KIND, "day") for kept in _DAYED),
    *(
        (Closure.KIND, "reopened_on"),
        (Given.KIND, "confirmed"),
        (Round.KIND, "due"),
        (Terms.KIND, "day"),
        (MeetingFacts.KIND, "day"),
        (AgendaItem.KIND, "relist"),
        (ActionPoint.KIND, "due"),
        (ActionPoint.KIND, "done"),
    ),
)
_STATED = (  # words of the record that are a person's too
    (MeetingFacts.KIND, "state"),
    (AgendaItem.KIND, "state"),
    (Attendee.KIND, "presence"),
    (Attendee.KIND, "capacity"),
)
_UNSAID = frozenset({"of", "from", "erased", "document"})


def kind_of(entry: Entry, book: str = "case") -> Kind:
    """What was done, in words. A verb of a later version stands for itself.

    book: the kind of the book that says so.
    """
    if book == "meeting" and entry.verb in IN_MEETING:
        return IN_MEETING[entry.verb]
    if entry.verb == "sign" and "superseded_why" in entry.fields:
        return Kind("Reopened", "signatures")
    if entry.kind in _RECORDED and entry.verb in _STEPPED:
        return _STEPPED[entry.verb]
    if entry.kind == ClosingMark.KIND and entry.verb in _MARKED:
        return _MARKED[entry.verb]
    known = KINDS.get(entry.verb)
    return known or Kind(entry.verb.replace("-", " ").capitalize(), "keys")


@dataclass(frozen=True, slots=True)
class Named:
    """Where a field stands, what it is called, and how its values are said."""

    where: str
    name: str
    field: Field | None = None
    secret: bool = False
    says: Callable[[str], str] | None = None  # what a text stands for

    def say(self, raw: Json) -> str:
        """A stored value in words; nothing for a blank."""
        if raw is None:
            return ""
        if raw == ERASED:
            return GONE
        if self.secret:
            return _SECRET
        if self.says is not None and isinstance(raw, str):
            return self.says(raw)
        if self.field is not None:
            try:
                return words(self.field, from_json(raw))
            except ValueError:
                return _STRANGE
        match raw:
            case bool():
                return "Yes" if raw else "No"
            case str() | int() | float():
                return str(raw)
        return _STRANGE


class Glossary:
    """The names of a book's kinds and fields.

    form, process: the case's form and its toolkit's process, or none for the register. before:
    the forms that the case had on other ways, whose answers its book still holds. places: what
    single rows are called, by kind and id.
    """

    def __init__(
        self,
        form: Form | None = None,
        process: Process | None = None,
        before: Iterable[Form] = (),
        places: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        """Read the form's pages once."""
        self._form = form
        self._places = places or {}
        steps = process.step if process else ()
        things: tuple[Event | Step, ...] = (*steps, *(process.event if process else ()))
        self._steps = {thing.id: thing.label for thing in things}
        points = {point.id: point.text for step in steps for point in step.point}
        self._notices = {one.id: one.label for one in process.notice} if process else {}
        self._lines = {one.id: one.text for one in process.closing} if process else {}
        self._recipients = {one.id: one.label for one in process.recipient} if process else {}
        self._says: dict[tuple[str, str], Callable[[str], str]] = {
            **dict.fromkeys(_DAYS, _day),
            **dict.fromkeys(_STATED, str.capitalize),
            (Happening.KIND, "points"): partial(_listed, points),
            (Given.KIND, "state"): partial(_called, STATES),
            (Given.KIND, "notice"): partial(_called, self._notices),
            (Given.KIND, "recipient"): partial(_called, self._recipients),
        }
        self._answers: dict[tuple[str, str], Named] = {}
        self._rows: dict[str, str] = {}
        for one in (*((form,) if form else ()), *before):
            self._learn(one)

    def _learn(self, form: Form) -> None:
        """What a form calls its answers; what is called something already stays."""
        for _, page in form.pages():
            title = f"{page.number} {page.title}".strip()
            home = page.repeat.record if page.repeat else form.record
            if page.repeat:
                self._rows.setdefault(home, title)
            for field in page.fields:
                self._answers.setdefault((home, field.id), Named(title, field.name, field))
            for table in page.tables:
                place = f"{title}: {table.noun}"
                self._rows.setdefault(table.record, place)
                for field in table.fields:
                    named = Named(place, field.name, field)
                    self._answers.setdefault((table.record, field.id), named)

    def shown(self, entry: Entry) -> list[str]:
        """The fields of an entry that mean something to a person, in the form's order."""
        order = {key: place for place, key in enumerate(self._answers)}
        last = len(order)
        found = self.said(entry.kind, entry.fields)
        return sorted(found, key=lambda name: (order.get((entry.kind, name), last), name))

    @staticmethod
    def said(kind: str, fields: Mapping[str, Json]) -> list[str]:
        """The fields of a kind's row that mean something to a person."""
        hidden = _MEETING_PLUMBING if kind in MEETING_KINDS else _PLUMBING
        own = _OWN_PLUMBING.get(kind, frozenset())
        return [name for name in fields if name not in hidden and name not in own]

    def named(self, kind: str, name: str) -> Named:
        """What a field is called. One that an older or newer version had stands for itself."""
        known = self._answers.get((kind, name))
        if known is not None:
            return known
        where, names = NAMES.get(kind, (self.row(kind), {}))
        said = names.get(name) or name.replace("_", " ").capitalize()
        says = self._says.get((kind, name))
        return Named(where, said, secret=(kind, name) in _SECRETS, says=says)

    def place(self, kind: str, row: str) -> str:
        """What one row is called, where it has a name of its own: a step is called by its label,
        a notice by its own and its recipient's.
        """
        notice, _, rest = row.partition(":")
        if kind == Given.KIND and notice in self._notices:
            to = rest.partition(":")[0].partition("#")[0]
            return f"{self._notices[notice]}, to: {self._recipients.get(to, to)}"
        if kind == Happening.KIND and row in self._steps:
            return f"{self.row(kind)}: {self._steps[row]}"
        if kind == ClosingMark.KIND and row in self._lines:
            return f"{self.row(kind)}: {self._lines[row]}"
        own = self._places.get((kind, row), "")
        return f"{self.row(kind)}: {own}" if own else ""

    def row(self, kind: str) -> str:
        """What a row of this kind is called."""
        if kind in self._rows:
            return self._rows[kind]
        if self._form is not None and kind == self._form.record:
            return self._form.short_title
        return NAMES[kind][0] if kind in NAMES else kind.replace("-", " ").capitalize()

    def is_answer(self, kind: str) -> bool:
        """Whether the form asks for what rows of this kind hold."""
        return kind in self._rows or (self._form is not None and kind == self._form.record)


def _listed(labels: Mapping[str, str], ids: str) -> str:
    return "; ".join(labels.get(key, key) for key in ids.split(",") if key)


def _called(labels: Mapping[str, str], key: str) -> str:
    return labels.get(key, key)


def _day(iso: str) -> str:
    return spoken_date(date.fromisoformat(iso)) if iso else ""


def note_words(note: Mapping[str, Json]) -> str:
    """What an action noted of itself: "Computer: Room 4; Failed attempts before: 2"."""
    said = []
    for key, value in note.items():
        if key in _UNSAID or value in ("", None, 0) or isinstance(value, dict):
            continue
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        said.append(f"{NOTES.get(key, key.replace('_', ' ').capitalize())}: {shown}")
    return "; ".join(said)
