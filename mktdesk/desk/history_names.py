"""The words of the journal: what actions and rows are called, and fields that need a name."""

from __future__ import annotations

from typing import NamedTuple

from mktdesk.casework import meetingrecords as met


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
KINDS: dict[str, Kind] = {
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
    "merge": Kind("Joined with a copy that came back", "changes"),
    "settle": Kind("Settled a conflict", "changes"),
    "set-up": Kind("Set up the vault", "office"),
    "settings": Kind("Changed the settings", "office"),
    "toolkit": Kind("Changed a toolkit", "office"),
    "office-day": Kind("Changed a closed day", "office"),
    "meeting": Kind("Changed the meetings", "office"),
    "round": Kind("Marked what comes round", "office"),
    "directory": Kind("Changed the directory", "office"),
    "travel": Kind("Took along, or brought back", "out"),
    "rename": Kind("Renamed the office", "office"),
    "add-case": Kind("Entered a case", "office"),
    "add-meeting": Kind("Entered a meeting", "office"),
    "adopt-meeting": Kind("Entered a meeting that was found", "office"),
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
IN_MEETING: dict[str, Kind] = {  # what the same verbs say in a meeting's book
    "begin": Kind("Meeting made", "changes"),
    "start": Kind("Began the meeting", "changes"),
    "meeting": Kind("Recorded at the meeting", "changes"),
    "reseal": Kind("Gave the meeting a new seal", "keys"),
    "change-key": Kind("Changed the meeting's key", "keys"),
}
NAMES: dict[str, tuple[str, dict[str, str]]] = {
    "away": (
        "Taken along",
        {"public": "Reference", "by": "Taken by", "to": "Taken to", "back_by": "Brought back by"},
    ),
    "travel": ("Travelling copy", {"back": "Went back as far as"}),
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
    "meeting-book": ("Meeting", {"public": "Reference", "stage": "Where it stands"}),
    met.MeetingFacts.KIND: (
        "Meeting",
        {"body_words": "Whose meeting", "state": "Where it stands", "public": "Reference"},
    ),
    met.Attendee.KIND: (
        "Who is there",
        {"for_whom": "Stands in for", "presence": "There or not"},
    ),
    met.Movement.KIND: ("Coming and going", {"what": "What happened"}),
    met.AgendaItem.KIND: (
        "Item of the agenda",
        {
            "public": "Case",
            "minutes": "Minutes planned",
            "presenter": "Presented by",
            "relist": "Comes back on",
            "state": "How it stands",
            "despite": "Ended all the same because",
            "earlier": "Minutes of",
        },
    ),
    met.Interest.KIND: ("Interest declared", {"what": "Interest"}),
    met.ActionPoint.KIND: ("Action point", {"text": "Action", "due": "By", "done": "Done on"}),
    met.ItemNote.KIND: ("Note on an item", {"text": "Note"}),
    met.MinuteText.KIND: ("Minutes", {"text": "Words"}),
    met.MinutesChoice.KIND: (
        "How the minutes are drafted",
        {"reasons": "Members' reasons are told", "names": "Whom a case is about is named"},
    ),
    met.MinutesApproved.KIND: ("Approval of the minutes", {"day": "Approved on"}),
    met.Circulated.KIND: (
        "Paper sent round",
        {
            "what": "Paper",
            "to": "For",
            "copy": "Copy number",
            "sha256": "SHA-256",
            "file_name": "File name",
            "left_out": "Items whose papers are not in it",
            "password_is": "Opens with",
        },
    ),
    met.SignatureMark.KIND: ("Signature at the table", {}),
    "office-round": (
        "What comes round in the office",
        {"label": "What it was", "toolkit": "Guidance", "due": "Was due on", "day": "Done on"},
    ),
    "terms": (
        "Terms of reference",
        {"name": "File name", "day": "Holds from", "sha256": "SHA-256", "size": "Size in bytes"},
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
MEETING_KINDS = frozenset(
    kind.KIND
    for kind in (
        met.MeetingFacts, met.Attendee, met.Movement, met.AgendaItem, met.Interest,
        met.ActionPoint, met.ItemNote, met.MinuteText, met.MinutesChoice,
        met.MinutesApproved, met.Circulated,
        met.SignatureMark,
    )
)  # fmt: skip
NOTES: dict[str, str] = {
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
