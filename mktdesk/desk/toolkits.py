"""The toolkits an office can work by: those that came with the program, and its own copies.

An office's own toolkit is kept in the register, as the text of its files, so that every computer
that opens the vault has it. An edition is never changed once it is in force: a case remembers the
one it is under.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

import msgspec

from mktdesk.book import Change, RowChange
from mktdesk.calendar import Unit, stamp, today
from mktdesk.casework.records import Stored
from mktdesk.desk.saving import save
from mktdesk.desk.session import Session
from mktdesk.desk.settings import settings
from mktdesk.desk.work import Silent
from mktdesk.documents.toolkit_sheet import ToolkitSheet, toolkit_pdf
from mktdesk.errors import AnswersRefused, CaseError, ToolkitRefused
from mktdesk.toolkits import (
    Toolkit,
    load,
    mistakes_in,
    read_texts,
    read_toolkit,
    supplied,
    texts_in,
    texts_of,
)
from mktdesk.toolkits.differences import differences
from mktdesk.toolkits.reading import sections
from mktdesk.toolkits.rewrite import list_value, span_value, text_value, with_key, with_top_key

DEFAULT_TOOLKIT = "mkscb-2016"
_LONGEST = 1000  # units of a clock
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

    One of its own that this version of the program refuses is left out, so that all other work
    goes on; opening a case under it says what is wrong. Raises ToolkitRefused for one supplied.
    """
    came = sorted(supplied(), key=lambda name: (name != DEFAULT_TOOLKIT, name))
    own = (OwnToolkit.of(r.id, r.fields) for r in session.vault.register.rows(OwnToolkit.KIND))
    return (*(ToolkitLine(load(name)) for name in came), *_readable(own))


def _readable(own: Iterable[OwnToolkit]) -> Iterator[ToolkitLine]:
    for one in own:
        with contextlib.suppress(ToolkitRefused):
            yield ToolkitLine(_read(one.files), one)


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
    head = files["toolkit.toml"]
    edition = today(session.clock).isoformat()
    for key, value in (("id", new_id), ("title", title), ("edition", edition)):
        head = with_top_key(head, key, text_value(value))
    files["toolkit.toml"] = head
    return keep_draft(session, files, made_from=f"{original.id}@{original.edition}")


def new_edition(session: Session, own: OwnToolkit) -> OwnToolkit:
    """A draft of the office's own toolkit as it is, to be changed; named by today's date."""
    files = files_of(own)
    there = {line.toolkit.edition for line in _own_lines(session, own.toolkit)}
    day = today(session.clock).isoformat()
    names = (day, *(f"{day}.{n}" for n in range(2, 1000)))
    edition = next(name for name in names if name not in there)
    head = with_top_key(files["toolkit.toml"], "edition", text_value(edition))
    return keep_draft(session, {**files, "toolkit.toml": head}, made_from=own.id)


def change_clock(
    session: Session, own: OwnToolkit, clock_id: str, number: int, unit: str, why: str
) -> OwnToolkit:
    """Another length for a clock of a draft. Raises AnswersRefused, ToolkitRefused."""
    _needs_reason(why)
    if not 1 <= number <= _LONGEST or unit not in set(Unit):
        raise AnswersRefused("That is no length of time.", f"Give a number from 1 to {_LONGEST}.")
    files = files_of(own)
    text = with_key(files["process.toml"], "clock", clock_id, "within", span_value(number, unit))
    clock = next(x for x in _read(own.files).process.clock if x.id == clock_id)
    if clock.units:
        others = [one for one in clock.units if one != unit]
        text = with_key(text, "clock", clock_id, "units", list_value([unit, *others]))
    changed = {**files, "process.toml": text}
    return keep_draft(session, changed, made_from=own.made_from, why=why)


def change_recipients(
    session: Session, own: OwnToolkit, notice_id: str, to: Sequence[str], why: str
) -> OwnToolkit:
    """Other recipients for a notice of a draft. Raises AnswersRefused, ToolkitRefused."""
    _needs_reason(why)
    if not to:
        raise AnswersRefused("A notice goes to somebody.", "Choose at least one recipient.")
    files = files_of(own)
    text = with_key(files["process.toml"], "notice", notice_id, "to", list_value(to))
    changed = {**files, "process.toml": text}
    return keep_draft(session, changed, made_from=own.made_from, why=why)


def files_of(own: OwnToolkit) -> dict[str, str]:
    """The text of its files by name."""
    return msgspec.json.decode(own.files, type=dict[str, str])


def changes(session: Session, own: OwnToolkit) -> tuple[str, ...]:
    """What it does differently from what it was made from, in words; nothing of one that was
    written from the beginning.
    """
    if not own.made_from:
        return ()
    source, _, edition = own.made_from.partition("@")
    return differences(toolkit_of(session, source, edition), _read(own.files))


def toolkit_paper(session: Session, toolkit: Toolkit) -> bytes:
    """The toolkit as a PDF. It holds nothing personal and is not protected."""
    sheet = ToolkitSheet(
        title=f"{toolkit.title}, edition {toolkit.edition}",
        office_name=settings(session).name,
        marking="",
        made_on=today(session.clock),
        sections=sections(toolkit),
    )
    return toolkit_pdf(sheet, progress=Silent().report, cancelled=Silent().cancelled)


def save_toolkit_paper(session: Session, toolkit: Toolkit, out: Path) -> None:
    """Save the toolkit as a PDF. Raises ExportFailed."""
    save(out, toolkit_paper(session, toolkit))


def keep_draft(
    session: Session, files: Mapping[str, str], *, made_from: str, why: str = ""
) -> OwnToolkit:
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
        why=why.strip(),
        by=session.actor,
        at=stamp(session.clock.now()),
    )
    before = session.vault.register.row(OwnToolkit.KIND, kept.id)
    if before is not None and OwnToolkit.of(before.id, before.fields).state != DRAFT:
        raise AnswersRefused(
            "That edition is in force, or was: it does not change.", "Make a new edition of it."
        )
    _write(session, kept, why.strip())
    return kept


def put_in_force(session: Session, own: OwnToolkit, since: date, why: str) -> OwnToolkit:
    """Put a draft in force from a day, with a reason."""
    return _change(session, own, {"state": IN_FORCE, "in_force_from": since.isoformat()}, why)


def withdraw(session: Session, own: OwnToolkit, why: str) -> OwnToolkit:
    """No case begins under it any more; those under it go on."""
    return _change(session, own, {"state": WITHDRAWN}, why)


def _change(session: Session, own: OwnToolkit, fields: Mapping[str, str], why: str) -> OwnToolkit:
    session.refuse_if_read_only()
    _needs_reason(why)
    made = replace(own, **fields, why=why.strip(), by=session.actor, at=stamp(session.clock.now()))
    _write(session, made, why.strip())
    return made


def _needs_reason(why: str) -> None:
    if not why.strip():
        raise AnswersRefused("That needs a reason.", "Say why; it is recorded.")


def _write(session: Session, own: OwnToolkit, why: str) -> None:
    row = RowChange(OwnToolkit.KIND, own.id, own.to_fields())
    session.vault.register.write(Change(session.actor, "toolkit", (row,), why))


# for people who write one


def check_folder(folder: Path) -> tuple[Toolkit | None, tuple[ToolkitRefused, ...]]:
    """A toolkit that is being written: it, or every mistake that was found in it."""
    mistakes = mistakes_in(folder.resolve())
    return (None, mistakes) if mistakes else (read_toolkit(folder.resolve()), ())


def keep_folder(session: Session, folder: Path) -> OwnToolkit:
    """Keep a toolkit that was written in an editor, as a draft.

    Raises ToolkitRefused with its first mistake, AnswersRefused for an edition that is in force or
    a name that a supplied one has.
    """
    toolkit, mistakes = check_folder(folder)
    for mistake in mistakes:
        raise mistake
    if toolkit is not None and toolkit.id in supplied():
        raise AnswersRefused(
            "A toolkit that came with the program has that id.",
            "Give the folder and `id` in toolkit.toml another name.",
        )
    return keep_draft(session, texts_in(folder.resolve()), made_from="")


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
