"""Failures that a person can meet.

Each says what happened and what to do next, in plain words, and holds nothing secret or
personal: at most a public reference, a file's name as the person gave it, or a rule.
A mistake of ours is an ordinary exception and is never one of these.
"""

from __future__ import annotations


class DeskError(Exception):
    """A failure from the world. `what` happened; what to `do` next."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(f"{what} {do}")
        self.what = what
        self.do = do


class VaultError(DeskError):
    """The office's vault cannot be used as it is."""


class UnlockRefused(VaultError):
    """The vault did not open; never says which part was wrong."""

    def __init__(self, wait_seconds: int = 0) -> None:
        do = "Check who you are and type the passphrase again."
        if wait_seconds:
            seconds = "1 second" if wait_seconds == 1 else f"{wait_seconds} seconds"
            do = f"Wait {seconds}, then try again."
        super().__init__("The vault did not open.", do)
        self.wait_seconds = wait_seconds


class VaultUnwritable(VaultError):
    """Read-only, full, or vanished: what was typed stays on the screen."""


class VaultDamaged(VaultError):
    """A file of the vault is not as it was left."""


class UpdateRefused(DeskError):
    """A file is not an update file that this program can vouch for."""


class NoUpdateKey(UpdateRefused):
    """No publisher's key is built into this program, so it can vouch for no update file."""


class SignatureWrong(UpdateRefused):
    """The publisher did not sign an update file as it stands."""


class SetByIT(VaultError):
    """What was asked is not what the administrator of this computer has set."""


class NewerVersion(VaultError):
    """Written by a newer mktdesk than this one."""


class NewerWork(VaultError):
    """What would be put back is older than what is there; goes on only when told to."""


class AtTheOffice(VaultError):
    """A travelling copy does not do this: it is done at the office alone."""


class InUseElsewhere(VaultError):
    """Somebody else holds this book; it opens for reading only."""


class CaseError(DeskError):
    """This case cannot be opened or changed as asked."""


class MergeRefused(CaseError):
    """What came back cannot be joined to what is here; nothing was changed."""


class BookForked(MergeRefused):
    """Two copies were written on as the same computer: their histories cannot both be true."""

    def __init__(self) -> None:
        super().__init__(
            "Both copies hold an entry of the same computer and number that says something else: "
            "one of them was copied or put back, and then both were written on.",
            "Nothing was changed. Keep both, look at what came back where it lies, and write what "
            "is missing here by hand.",
        )


class PackRefused(DeskError):
    """A travel pack that is damaged, cut short, or not one."""


class ReferenceNeeded(CaseError):
    """This case is restricted: it opens only with its full reference, typed."""

    def __init__(self) -> None:
        super().__init__(
            "This case is restricted to named staff, and you are one of them.",
            "Type its full reference, as on the slip, to open it.",
        )


class ReferenceRefused(DeskError):
    """Not a reference this office could have given, or a mistyped one."""


class SealMistyped(ReferenceRefused):
    """The check symbol does not agree with the rest of the seal."""

    def __init__(self) -> None:
        super().__init__(
            "The last symbol of the reference, its check symbol, does not agree with the others.",
            "Look for one mistyped or swapped symbol and type the reference again.",
        )


class ToolkitRefused(DeskError):
    """A toolkit or form does not load: names the file, the key and the reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(
            f"The toolkit file {file} has a mistake at {key}: {reason}.",
            "Put back the toolkit as it was supplied, or correct that line.",
        )
        self.file, self.key, self.reason = file, key, reason


class HolidaysRefused(DeskError):
    """A table of bank holidays does not load: names the file and the reason."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(
            f"The table of bank holidays {file} has a mistake: {reason}.",
            "Put back the table as it was supplied, or correct that line.",
        )
        self.file, self.reason = file, reason


class AnswersRefused(DeskError):
    """What was asked cannot be done with these answers (incomplete, signed, out of place)."""


class StepRefused(AnswersRefused):
    """A step or event of the process cannot be recorded as asked: its day, its place, its kind."""


class ClockRefused(DeskError):
    """A clock cannot be extended, paused or counted so; says who may, or what is missing."""


class NoticeRefused(AnswersRefused):
    """The guidance does not let this be told to the recipient, or published: `why` it does not."""

    def __init__(self, why: str, recipient: str = "") -> None:
        super().__init__(why, "Nothing was recorded: the toolkit does not allow it here.")
        self.why, self.recipient = why, recipient


class LetterIncomplete(AnswersRefused):
    """A letter cannot go out: `missing` says, in words, what it lacks."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            f"The letter cannot go out yet. Missing: {'; '.join(missing)}.",
            "Fill that in, then look at the letter again.",
        )
        self.missing = missing


class TwoLeads(AnswersRefused):
    """Two cases that are to be linked have a family-contact lead each. other: the public reference
    of the other case; mine, theirs: who they are.
    """

    def __init__(self, other: str, mine: str, theirs: str) -> None:
        super().__init__(
            "Both cases have a family-contact lead.",
            "One person has contact over linked cases: choose which stays, or name the lead anew.",
        )
        self.other, self.mine, self.theirs = other, mine, theirs


class DocumentRefused(DeskError):
    """A file that came from outside cannot be read."""


class PasswordNeeded(DocumentRefused):
    """The file has a password of its own, and none or a wrong one was given."""


class ExportFailed(DeskError):
    """A pack or a form could not be made or saved."""


class Cancelled(DeskError):
    """The person pressed Cancel; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Stopped as you asked.", "Nothing was changed.")
