"""Read the letters from `resources/letters/`; name every mistake by file and key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mktdesk import resources
from mktdesk.errors import ToolkitRefused
from mktdesk.toolkits.letter_schema import FIELDS, NOT, TERMS, Letter, Paragraph
from mktdesk.toolkits.tables import table_of

PLAIN = "plain"  # the letter of a notice whose toolkit names none
LISTS = frozenset({"asked_for"})
MERGE = re.compile(r"\{([^{}]*)\}")


@cache
def letters() -> Mapping[str, Letter]:
    """The letters that came with the program, by id. Raises ToolkitRefused."""
    return read_letters(resources.folder("letters"))


def read_letters(folder: Path) -> Mapping[str, Letter]:
    """The letters of a folder, by id. Raises ToolkitRefused with file, key and reason."""
    found = {path.stem: read_letter(path) for path in sorted(folder.glob("*.toml"))}
    return MappingProxyType(found)


def read_letter(path: Path) -> Letter:
    """One letter. Raises ToolkitRefused: an unknown merge field, term or question among others."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ToolkitRefused(path.name, "the file", "it cannot be read") from error
    letter = table_of(path.name, raw, Letter)
    if letter.id != path.stem:
        raise ToolkitRefused(path.name, "id", f"the file is called {path.name!r}")
    _prove(path.name, letter)
    return letter


def _prove(file: str, letter: Letter) -> None:
    asked = [ask.id for ask in letter.ask]
    for number, name in enumerate(asked):
        if name in asked[:number] or name in FIELDS:
            raise ToolkitRefused(file, f"ask {name}", "the id is used twice")
    known = set(asked) | FIELDS.keys()
    _fields(file, "subject", letter.subject, FIELDS.keys())
    for ask in letter.ask:
        _terms(file, f"ask {ask.id}", ask.when)
    for number, one in enumerate(letter.paragraph, start=1):
        key = f"paragraph {number}"
        _one_of(file, key, one)
        _terms(file, key, one.when)
        _fields(file, key, one.text, known - LISTS)
        _fields(file, key, one.heading, FIELDS.keys() - LISTS)
        if one.items and one.items not in LISTS:
            raise ToolkitRefused(file, key, f"{one.items!r} is not a list")
    used = {name for one in letter.paragraph for name in MERGE.findall(one.text)}
    for name in asked:
        if name not in used:
            raise ToolkitRefused(file, f"ask {name}", "no paragraph says it")


def _one_of(file: str, key: str, one: Paragraph) -> None:
    given = (one.text, one.items, one.statement)
    if sum(bool(x) for x in given) != 1:
        raise ToolkitRefused(file, key, "it is either a text, a list or a statement")


def _fields(file: str, key: str, text: str, known: Iterable[str]) -> None:
    there = set(known)
    for name in MERGE.findall(text):
        if name not in there:
            raise ToolkitRefused(file, key, f"there is no merge field {name!r}")
    if "{" in MERGE.sub("", text) or "}" in MERGE.sub("", text):
        raise ToolkitRefused(file, key, "a merge field has no end or no beginning")


def _terms(file: str, key: str, terms: Iterable[str]) -> None:
    for term in terms:
        if term.removeprefix(NOT) not in TERMS:
            raise ToolkitRefused(file, key, f"there is no term {term!r}")
