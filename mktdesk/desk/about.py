"""What this program is and what is inside it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from mktdesk import __version__, resources
from mktdesk.desk.updates import built_in_publishers
from mktdesk.errors import UpdateRefused

_LICENCES = "licences"


class Part(msgspec.Struct, frozen=True):
    """One thing that the program brings. texts: the names of the files with its licence."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """parts: none in a checkout, whose list the build makes. publishers: whose updates it knows.

    bill: where the bill of materials lies, or nothing in a checkout.
    """

    version: str
    parts: tuple[Part, ...]
    publishers: tuple[str, ...]
    bill: str


def about() -> About:
    """The program as it was built."""
    folder = resources.folder("about")
    parts: tuple[Part, ...] = ()
    try:
        listed = (folder / "licences.json").read_bytes()
        parts = msgspec.json.decode(listed, type=tuple[Part, ...])
    except (OSError, msgspec.DecodeError):
        pass  # a checkout: nothing was built, so nothing was listed
    bill = folder / "sbom.cdx.json"
    return About(__version__, parts, _publishers(), str(bill) if bill.is_file() else "")


def licence_text(part: Part) -> str:
    """The words of a part's licence, as it brought them; nothing where it brought none."""
    folder = resources.folder("about") / _LICENCES
    found = []
    for name in part.texts:
        path = folder / name
        if path.parent == folder and path.is_file():
            found.append(path.read_text(encoding="utf-8", errors="replace"))
    return "\n\n".join(found)


def _publishers() -> tuple[str, ...]:
    try:
        return tuple(one.name for one in built_in_publishers())
    except UpdateRefused:
        return ()
