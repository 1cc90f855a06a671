"""What the journal says, in words: kinds of action, and fields by the names that people know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from mktdesk.book import ERASED, Entry
from mktdesk.calendar import spoken_date
from mktdesk.casework.noticerows import STATES, Given
from mktdesk.casework.records import Happening
from mktdesk.desk.closing import ClosingMark, Closure
from mktdesk.desk.rounds import Round
from mktdesk.forms.types import Field, Form
from mktdesk.forms.values import Json, from_json
from mktdesk.forms.words import words
from mktdesk.toolkits.process_schema import Event, Process, Step

GONE = "(erased)"
_SECRET = "(kept secret)"  # noqa: S105 - what is shown in place of one
_STRANGE = "(cannot be shown)"


class Kind(NamedTuple):
    """A kind of action: what a line says was done, and the group it is found under."""

    did: str
    group: str


GROUPS: dict[str, str] = {
    "changes": "Answers and documents",
    "signatures": "Signatures",
    "out": "Exports and prints",
    "looked": "References and cases looked at",
    "entry": "Unlocking and locking",
    "keys": "Staff and keys",
    "safety": "Backups and disposal",
    "office": "The office",
    "erased": "Erasing and restoring",
    "kept": "The program's own book-keeping",
}
_KINDS: dict[str, Kind] = {
    "edit": Kind("Changed", "changes"),
    "add": Kind("Added", "changes"),
    "remove": Kind("Removed", "changes"),
    "undo": Kind("Took back", "changes"),
    "redo": Kind("Did again", "changes"),
    "take in": Kind("Took in a form", "changes"),
    "begin": Kind("Case made", "changes"),
    "start": Kind("Started the case", "changes"),
    "threshold": Kind("Set a threshold by hand", "changes"),
    "referrer": Kind("Recorded who refers", "changes"),
    "pathway": Kind("Chose the pathway", "changes"),
    "link": Kind("Linked the case", "changes"),
    "unlink": Kind("Took a link away", "changes"),
    "family lead": Kind("Named the family-contact lead", "changes"),
    "convert": Kind("Converted the case", "changes"),
    "move": Kind("Moved the case to other guidance", "changes"),
    "sign": Kind("Signed", "signatures"),
    "close": Kind("Closed the case", "signatures"),
    "reopen": Kind("Opened the case again", "signatures"),
    "export": Kind("Saved or printed", "out"),
    "print": Kind("Printed", "out"),
    "view": Kind("Looked at", "looked"),
    "unlock": Kind("Unlocked the vault", "entry"),
    "lock": Kind("Locked the vault", "entry"),
    "refused": Kind("Was refused", "entry"),
    "recover": Kind("Came in by the recovery code", "entry"),
    "erase": Kind("Erased", "erased"),
    "erased": Kind("Left blank after erasing", "erased"),
    "restore": Kind("Went on from an older copy", "erased"),
    "merge": Kind("Merged", "erased"),
    "set-up": Kind("Set up the vault", "office"),
    "settings": Kind("Changed the settings", "office"),
    "toolkit": Kind("Changed a toolkit", "office"),
    "office-day": Kind("Changed a closed day", "office"),
    "meeting": Kind("Changed the meetings", "office"),
    "round": Kind("Marked what comes round", "office"),
    "directory": Kind("Changed the directory", "office"),
    "add-case": Kind("Entered a case", "office"),
    "adopt-case": Kind("Entered a case that was found", "office"),
    "allocate": Kind("Gave a reference", "office"),
    "add-staff": Kind("Added somebody", "keys"),
    "invite": Kind("Invited somebody", "keys"),
    "join": Kind("Came by an invitation", "keys"),
    "change-passphrase": Kind("Changed a passphrase", "keys"),
    "give-passphrase": Kind("Gave a passphrase", "keys"),
    "revoke": Kind("Took a way in away", "keys"),
    "new-recovery": Kind("Made a new recovery code", "keys"),
    "restrict": Kind("Restricted a case", "keys"),
    "unrestrict": Kind("Ended a restriction", "keys"),
    "reseal": Kind("Gave a case a new seal", "keys"),
    "change-key": Kind("Changed a case's key", "keys"),
    "backup": Kind("Made a backup", "safety"),
    "backup-purged": Kind("Removed disposed cases from a backup", "safety"),
    "rebuild": Kind("Made again from the cases or the history", "safety"),
    "retention": Kind("Set how long cases are kept", "safety"),
    "hold": Kind("Held a case back from disposal", "safety"),
    "release": Kind("Let a held case go on", "safety"),
    "approve-disposal": Kind("Approved a disposal", "safety"),
    "withdraw-approval": Kind("Took an approval back", "safety"),
    "dispose": Kind("Disposed of a case", "safety"),
    "vault-file": Kind("Wrote vault.json", "keys"),
    "keys-level": Kind("Brought the keys level", "kept"),
    "mend": Kind("Went on with what was cut short", "kept"),
    "anchor": Kind("Brought the register level", "kept"),
}
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
_SECRETS = frozenset({("seal", "seal")})
_NAMES: dict[str, tuple[str, dict[str, str]]] = {
    "signoff": (
        "Signature",
        {"part": "Section", "superseded_why": "Reopened because", "date": "Date as written"},
    ),
    "document": ("Document", {"name": "File name", "sha256": "SHA-256", "size": "Size in bytes"}),
    "pack": ("Case pack", {"parts": "Sections", "sha256": "SHA-256", "password_is": "Opens with"}),
    "case": ("Case", {"toolkit_title": "Guidance", "public": "Reference", "names": "Names"}),
    "closing": ("Closing checklist", {"by": "Said by", "day": "Said on"}),
    "closure": (
        "Closing",
        {
            "day": "Closed on",
            "by": "Closed by",
            "reopened_on": "Opened again on",
            "reopened_by": "Opened again by",
            "reopened_why": "Opened again because",
        },
    ),
    "happening": ("Step", {"points": "Seen to", "by": "Recorded by"}),
    "threshold": ("Threshold", {"label": "Criterion", "by": "Set by"}),
    "referrer": ("Referrer", {"source": "Who refers", "before": "What comes first was done"}),
    "conversion": (
        "Pathway",
        {
            "from_words": "From",
            "to_words": "To",
            "proposed": "What the program proposed",
            "left": "Without a place on the new way",
            "by": "Chosen by",
        },
    ),
    "notice": (
        "Notice",
        {
            "label": "What it was",
            "state": "Where it stands",
            "day": "Told on",
            "by": "Told by",
            "channel": "How",
            "confirmed": "Confirmed on",
            "why": "Not applicable because",
        },
    ),
    "link": ("Linked case", {"other": "Reference", "two_way": "Shown in the other case"}),
    "family_lead": ("Family-contact lead", {"case": "Works in", "why": "Why it moved"}),
    "seal": ("Full reference", {"seal": "Seal"}),
    "anchor": ("How far the case is", {}),
    "office": (
        "Settings",
        {
            "pack_key": "Password of packs",
            "idle_minutes": "Minutes until lock",
            "backup_days": "Days until a backup is old",
        },
    ),
    "clock": ("How a clock is counted", {"start": "Counted from", "unit": "Counted in"}),
    "extension": (
        "Extension of a clock",
        {"was": "Was due", "day": "Due now", "on": "Agreed on", "person": "Agreed by (person)"},
    ),
    "pause": (
        "Pause of a clock",
        {"until": "Counts again from", "process": "Held up by", "ended_why": "Went on because"},
    ),
    "due": ("What is due in a case", {}),
    "office-day": ("Closed day of the office", {}),
    "frequency": (
        "How often it comes round",
        {"first": "From", "number": "Every", "unit": "Counted in", "same": "By months: the same"},
    ),
    "meeting": ("Meeting", {"instead_of": "Instead of"}),
    "office-round": (
        "What comes round in the office",
        {"label": "What it was", "toolkit": "Guidance", "due": "Was due on", "day": "Done on"},
    ),
    "extra-meeting": ("Extra meeting", {"considered": "Is one considered"}),
    "vault-file": ("vault.json", {}),
    "retention": ("How long cases are kept", {}),
    "toolkit": (
        "Toolkit",
        {"made_from": "Made from", "state": "Where it stands", "in_force_from": "In force from"},
    ),
    "hold": ("Held back from disposal", {}),
    "disposal": ("Disposal", {"why": "Reason"}),
}
_NOTES: dict[str, str] = {
    "computer": "Computer",
    "failed_before": "Failed attempts before",
    "file": "File",
    "sha256": "SHA-256",
    "reference": "Reference",
    "public": "Reference",
    "alarms": "Alarms",
    "entries": "Entries",
    "lines": "Lines",
}
_DAYED = (Happening, Given, ClosingMark, Closure, Round)
_DAYS = (
    *((kept.KIND, "day") for kept in _DAYED),
    *((Closure.KIND, "reopened_on"), (Given.KIND, "confirmed"), (Round.KIND, "due")),
)
_UNSAID = frozenset({"of", "from", "erased", "document"})


def kind_of(entry: Entry) -> Kind:
    """What was done, in words. A verb of a later version stands for itself."""
    if entry.verb == "sign" and "superseded_why" in entry.fields:
        return Kind("Reopened", "signatures")
    if entry.kind in _RECORDED and entry.verb in _STEPPED:
        return _STEPPED[entry.verb]
    if entry.kind == ClosingMark.KIND and entry.verb in _MARKED:
        return _MARKED[entry.verb]
    known = _KINDS.get(entry.verb)
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
    the forms that the case had on other ways, whose answers its book still holds.
    """

    def __init__(
        self,
        form: Form | None = None,
        process: Process | None = None,
        before: Iterable[Form] = (),
    ) -> None:
        """Read the form's pages once."""
        self._form = form
        steps = process.step if process else ()
        things: tuple[Event | Step, ...] = (*steps, *(process.event if process else ()))
        self._steps = {thing.id: thing.label for thing in things}
        points = {point.id: point.text for step in steps for point in step.point}
        self._notices = {one.id: one.label for one in process.notice} if process else {}
        self._lines = {one.id: one.text for one in process.closing} if process else {}
        self._recipients = {one.id: one.label for one in process.recipient} if process else {}
        self._says: dict[tuple[str, str], Callable[[str], str]] = {
            **dict.fromkeys(_DAYS, _day),
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
        found = self.said(entry.fields)
        return sorted(found, key=lambda name: (order.get((entry.kind, name), last), name))

    @staticmethod
    def said(fields: Mapping[str, Json]) -> list[str]:
        """The fields that mean something to a person."""
        return [name for name in fields if name not in _PLUMBING]

    def named(self, kind: str, name: str) -> Named:
        """What a field is called. One that an older or newer version had stands for itself."""
        known = self._answers.get((kind, name))
        if known is not None:
            return known
        where, names = _NAMES.get(kind, (self.row(kind), {}))
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
        return ""

    def row(self, kind: str) -> str:
        """What a row of this kind is called."""
        if kind in self._rows:
            return self._rows[kind]
        if self._form is not None and kind == self._form.record:
            return self._form.short_title
        return _NAMES[kind][0] if kind in _NAMES else kind.replace("-", " ").capitalize()

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
        said.append(f"{_NOTES.get(key, key.replace('_', ' ').capitalize())}: {shown}")
    return "; ".join(said)
