"""Toolkits of the office's own as the register keeps them, and what this version makes of them.

Each was proved when it was kept. A later version of the program may prove more: work under it goes
on, because a case must never become unreachable.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import msgspec

from mktdesk.casework.records import Stored
from mktdesk.desk.session import Session
from mktdesk.errors import ToolkitRefused
from mktdesk.toolkits import Toolkit, read_kept, read_texts

_GO_ON = "Its cases go on under it, and no case begins under it."
_ONLY_READ = (
    "Its cases are only to be read, by the questions of the toolkit it was made from; what it "
    "asked beyond them is in their history."
)
_MEND = (
    "Save its files under Toolkits, correct that line, and keep the folder again: "
    "mktdesk toolkit keep."
)
DRAFT, IN_FORCE, WITHDRAWN = "draft", "in_force", "withdrawn"


@dataclass(frozen=True, slots=True)
class OwnToolkit(Stored):
    """A toolkit of the office's own; the row's id is toolkit@edition.

    files: name -> text, as JSON. state: DRAFT, IN_FORCE or WITHDRAWN. in_force_from: ISO day.
    """

    KIND: ClassVar[str] = "toolkit"

    toolkit: str = ""
    edition: str = ""
    made_from: str = ""
    files: str = ""
    state: str = DRAFT
    in_force_from: str = ""
    why: str = ""
    by: str = ""
    at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class Kept:
    """What this version makes of one. toolkit: None when it cannot be read. refused: what is wrong
    with it, or None.
    """

    toolkit: Toolkit | None
    refused: ToolkitRefused | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the guidance a case is under, and what to do. read_only: another toolkit
    stands in for it, so nothing may be written.
    """

    what: str
    do: str
    read_only: bool


def own_toolkits(session: Session) -> tuple[OwnToolkit, ...]:
    """Those of the office's own, as they were made."""
    rows = session.vault.register.rows(OwnToolkit.KIND)
    return tuple(OwnToolkit.of(row.id, row.fields) for row in rows)


def files_of(own: OwnToolkit) -> dict[str, str]:
    """The text of its files by name."""
    return msgspec.json.decode(own.files, type=dict[str, str])


@cache
def read_proved(files: str) -> Toolkit:
    """A toolkit that passes. Raises ToolkitRefused."""
    return read_texts(msgspec.json.decode(files, type=dict[str, str]))


@cache
def read_own(files: str) -> Kept:
    """A toolkit that passed when it was kept."""
    try:
        return Kept(*read_kept(msgspec.json.decode(files, type=dict[str, str])))
    except ToolkitRefused as mistake:
        return Kept(None, mistake)


def title_of(own: OwnToolkit) -> str:
    """What one that cannot be read is called, as far as that can be known."""
    try:
        said = tomllib.loads(files_of(own).get("toolkit.toml", "")).get("title")
    except ValueError:
        said = None
    return said if isinstance(said, str) else own.toolkit


def trouble_words(own: OwnToolkit) -> tuple[str, str]:
    """What is wrong with one that this version refuses, and what to do."""
    kept = read_own(own.files)
    assert kept.refused is not None
    name = f"The office’s own toolkit “{title_of(own)}”, edition {own.edition},"
    where = f"{kept.refused.file}, {kept.refused.key}: {kept.refused.reason}."
    if kept.toolkit is not None:
        return f"{name} does not pass the checks of this version: {where}", f"{_GO_ON} {_MEND}"
    return f"{name} cannot be read by this version: {where}", f"{_ONLY_READ} {_MEND}"
