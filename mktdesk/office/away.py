"""What a travelling copy of the office's vault does not do: whatever only the office may decide.

It is a vault like any other, of the cases that were taken along. Numbers are given, and staff,
keys, settings, directory, calendar, backups and disposal are kept, at the office alone: what was
changed of these on the way would be lost, for only the cases and the meeting come back.
"""

from __future__ import annotations

from msgspec import UNSET

from mktdesk.errors import AtTheOffice
from mktdesk.office.header import Header, Travelling

_ALLOWED = frozenset(
    {"unlock", "set-up", "anchor", "vault-file", "view", "export", "keys-level", "mend", "erase"}
    | {"travel", "restore", "rebuild", "adopt-case", "adopt-meeting", "merge"}
)
_NUMBERS = frozenset({"allocate", "add-case", "add-meeting"})


def travelling(head: Header) -> Travelling | None:
    """What a travelling copy is a copy of; None in an office's own vault."""
    return None if head.travelling is UNSET else head.travelling


def refuse(head: Header, act: str) -> None:
    """Raise AtTheOffice for what a travelling copy does not do. act: the verb of its entry."""
    copy = travelling(head)
    if copy is None or act in _ALLOWED:
        return
    what = f"This is a travelling copy, taken for {copy.public}."
    if act in _NUMBERS:
        raise AtTheOffice(
            what,
            "New referrals and meetings are begun at the office, where their numbers are given. "
            "Note what is needed in the case, and begin it there.",
        )
    raise AtTheOffice(
        what,
        "Settings, the directory, the calendar, toolkits, who can open what, backups and disposal "
        "are the office's: change them there, for they do not come back with the pack.",
    )
