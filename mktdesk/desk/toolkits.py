"""The toolkits an office can work by: those that came with the program, and its own copies.

An office's own toolkit is kept in the register, as the text of its files, so that every computer
that opens the vault has it. An edition is never changed once it is in force: a case remembers the
one it is under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

import msgspec

from mktdesk.book import Change, RowChange
from mktdesk.calendar import stamp, today
from mktdesk.casework.records import Stored
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, CaseError, ToolkitRefused
from mktdesk.toolkits import (
    Toolkit,
    load,
    mistakes_in,
    read_texts,
    read_toolkit,
    supplied,
    texts_of,
)

DEFAULT_TOOLKIT = "mkscb-2016"
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
class ToolkitLine:
    """A toolkit in the list. own: what is kept of it, for one of the office's own."""

    toolkit: Toolkit
    own: OwnToolkit | None = None

    def in_force(self, on: date) -> bool:
        """Whether a case can begin under it on that day."""
        if self.own is not None:
            since = self.own.in_force_from
            return self.own.state == IN_FORCE and bool(since) and since <= on.isoformat()
        until = self.toolkit.effective_to
        return self.toolkit.effective_from <= on and (until is None or on <= until)

    def to_review(self, on: date) -> bool:
        """Whether the day by which the guidance is to be reviewed is past (R99)."""
        return self.toolkit.review_by is not None and self.toolkit.review_by < on


def toolkit_lines(session: Session) -> tuple[ToolkitLine, ...]:
    """Every toolkit: those supplied, the office's default first, then its own as they were made.

    Raises ToolkitRefused.
    """
    came = sorted(supplied(), key=lambda name: (name != DEFAULT_TOOLKIT, name))
    own = (OwnToolkit.of(r.id, r.fields) for r in session.vault.register.rows(OwnToolkit.KIND))
    return (
        *(ToolkitLine(load(name)) for name in came),
        *(ToolkitLine(_read(one.files), one) for one in own),
    )


def toolkit_of(session: Session, toolkit_id: str, edition: str = "") -> Toolkit:
    """The toolkit of that id, and of that edition where one is named.

    Without an edition: the supplied one, or the office's own that came into force last. Raises
    CaseError when it is not there, ToolkitRefused.
    """
    if toolkit_id in supplied():
        found = load(toolkit_id)
        if edition in {"", found.edition}:
            return found
    own = [line for line in _own_lines(session, toolkit_id) if line.own is not None]
    if edition:
        own = [line for line in own if line.toolkit.edition == edition]
    else:
        now = today(session.clock)
        own = [line for line in own if line.in_force(now)]
        own.sort(key=lambda line: line.own.in_force_from if line.own else "")
    if own:
        return own[-1].toolkit
    raise CaseError(
        "This case began under an edition of the guidance that is not installed.",
        f"Install the toolkit {toolkit_id}, edition {edition or 'in force'}.",
    )


def _own_lines(session: Session, toolkit_id: str) -> list[ToolkitLine]:
    rows = session.vault.register.rows(OwnToolkit.KIND)
    kept = (OwnToolkit.of(row.id, row.fields) for row in rows)
    return [ToolkitLine(_read(one.files), one) for one in kept if one.toolkit == toolkit_id]


@cache
def _read(files: str) -> Toolkit:
    return read_texts(msgspec.json.decode(files, type=dict[str, str]))


def copy_supplied(session: Session, toolkit_id: str, new_id: str, title: str) -> OwnToolkit:
    """Copy a toolkit as the office's own, as a draft. Raises AnswersRefused, ToolkitRefused."""
    if new_id in supplied() or _own_lines(session, new_id):
        raise AnswersRefused("There is a toolkit of that name already.", "Choose another name.")
    files = texts_of(toolkit_id)
    original = load(toolkit_id)
    edition = today(session.clock).isoformat()
    head = files["toolkit.toml"]
    for key, value in (("id", new_id), ("title", title), ("edition", edition)):
        head = _with_key(head, key, value)
    files["toolkit.toml"] = head
    return keep_draft(session, files, made_from=f"{original.id}@{original.edition}")


def keep_draft(session: Session, files: Mapping[str, str], *, made_from: str) -> OwnToolkit:
    """Keep a draft; it is proved first. Raises ToolkitRefused, AnswersRefused for one in force."""
    session.refuse_if_read_only()
    text = msgspec.json.encode(dict(files), order="sorted").decode()
    toolkit = _read(text)
    kept = OwnToolkit(
        f"{toolkit.id}@{toolkit.edition}",
        toolkit=toolkit.id,
        edition=toolkit.edition,
        made_from=made_from,
        files=text,
        by=session.actor,
        at=stamp(session.clock.now()),
    )
    before = session.vault.register.row(OwnToolkit.KIND, kept.id)
    if before is not None and OwnToolkit.of(before.id, before.fields).state != DRAFT:
        raise AnswersRefused(
            "That edition is in force, or was: it does not change.", "Make a new edition of it."
        )
    _write(session, kept, "")
    return kept


def put_in_force(session: Session, own: OwnToolkit, since: date, why: str) -> OwnToolkit:
    """Put a draft in force from a day, with a reason."""
    return _change(session, own, {"state": IN_FORCE, "in_force_from": since.isoformat()}, why)


def withdraw(session: Session, own: OwnToolkit, why: str) -> OwnToolkit:
    """No case begins under it any more; those under it go on."""
    return _change(session, own, {"state": WITHDRAWN}, why)


def _change(session: Session, own: OwnToolkit, fields: Mapping[str, str], why: str) -> OwnToolkit:
    session.refuse_if_read_only()
    if not why.strip():
        raise AnswersRefused("That needs a reason.", "Say why; it is recorded.")
    made = replace(own, **fields, why=why.strip(), by=session.actor, at=stamp(session.clock.now()))
    _write(session, made, why.strip())
    return made


def _write(session: Session, own: OwnToolkit, why: str) -> None:
    row = RowChange(OwnToolkit.KIND, own.id, own.to_fields())
    session.vault.register.write(Change(session.actor, "toolkit", (row,), why))


def _with_key(text: str, key: str, value: str) -> str:
    """A top-level text of a TOML file replaced; the rest stays as it is written."""
    lines = text.splitlines(keepends=True)
    for n, line in enumerate(lines):
        if line.startswith("["):
            break
        if line.split("=", 1)[0].strip() == key:
            lines[n] = f"{key} = {msgspec.json.encode(value).decode()}\n"
            return "".join(lines)
    raise KeyError(key)


# for people who write one


def check_folder(folder: Path) -> tuple[Toolkit | None, tuple[ToolkitRefused, ...]]:
    """A toolkit that is being written: it, or every mistake that was found in it."""
    mistakes = mistakes_in(folder.resolve())
    return (None, mistakes) if mistakes else (read_toolkit(folder.resolve()), ())


def counts(toolkit: Toolkit) -> tuple[tuple[str, int], ...]:
    """What a toolkit holds, in figures."""
    p = toolkit.process
    return (
        ("ways of working", len(p.pathway)),
        ("thresholds", len(p.criterion)),
        ("steps", len(p.step)),
        ("clocks", len(p.clock)),
        ("notices", len(p.notice)),
        ("forms", len(toolkit.forms)),
        ("lines of the closing checklist", len(p.closing)),
    )
