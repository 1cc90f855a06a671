"""The toolkits an office can work by: those that came with the program, and its own copies.

An office's own toolkit is kept in the register, as the text of its files, so that every computer
that opens the vault has it. An edition is never changed once it is in force: a case remembers the
one it is under.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from mktdesk.book import Change, RowChange
from mktdesk.calendar import Unit, stamp, today
from mktdesk.desk.owntoolkits import (
    DRAFT,
    IN_FORCE,
    WITHDRAWN,
    OwnToolkit,
    Trouble,
    files_of,
    own_toolkits,
    read_own,
    read_proved,
    title_of,
    trouble_words,
)
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


@dataclass(frozen=True, slots=True)
class ToolkitLine:
    """A toolkit in the list. own: what is kept of it, for one of the office's own.

    refused: what this version of the program finds wrong with it. readable: it can be worked by
    all the same; otherwise `toolkit` is the one it was made from, under its own name.
    """

    toolkit: Toolkit
    own: OwnToolkit | None = None
    refused: ToolkitRefused | None = None
    readable: bool = True

    def in_force(self, on: date) -> bool:
        """Whether a case can begin under it on that day."""
        if self.refused is not None:
            return False
        if self.own is not None:
            since = self.own.in_force_from
            return self.own.state == IN_FORCE and bool(since) and since <= on.isoformat()
        until = self.toolkit.effective_to
        return self.toolkit.effective_from <= on and (until is None or on <= until)

    def to_review(self, on: date) -> bool:
        """Whether the day by which the guidance is to be reviewed is past (R99)."""
        return self.toolkit.review_by is not None and self.toolkit.review_by < on


def toolkit_lines(session: Session) -> tuple[ToolkitLine, ...]:
    """Every toolkit that can be worked by: those supplied, the office's default first, then its
    own as they were made. Raises ToolkitRefused for one supplied.
    """
    return tuple(line for line in every_line(session) if line.readable)


def every_line(session: Session) -> tuple[ToolkitLine, ...]:
    """The same with those of its own that this version of the program cannot read."""
    came = sorted(supplied(), key=lambda name: (name != DEFAULT_TOOLKIT, name))
    own = (_line(session, one) for one in own_toolkits(session))
    return (*(ToolkitLine(load(name)) for name in came), *own)


def _line(session: Session, own: OwnToolkit) -> ToolkitLine:
    kept = read_own(own.files)
    if kept.toolkit is not None:
        return ToolkitLine(kept.toolkit, own, kept.refused)
    found = _stand_in(session, own) or load(DEFAULT_TOOLKIT)
    named = replace(found, id=own.toolkit, edition=own.edition, title=title_of(own))
    return ToolkitLine(named, own, kept.refused, readable=False)


def _stand_in(session: Session, own: OwnToolkit) -> Toolkit | None:
    """What one that cannot be read was made from, or that was made from; None for no such."""
    rows = {one.id: one for one in own_toolkits(session)}
    for _ in range(len(rows) + 1):
        source = own.made_from
        if source not in rows:
            name = source.partition("@")[0]
            return load(name) if name in supplied() else None
        own = rows[source]
        if (toolkit := read_own(own.files).toolkit) is not None:
            return toolkit
    return None


def toolkit_of(session: Session, toolkit_id: str, edition: str = "") -> Toolkit:
    """The toolkit of that id, and of that edition where one is named.

    Without an edition: the supplied one, or the office's own that came into force last. Of an
    edition that this version cannot read, what it was made from: see `trouble_of`. Raises
    CaseError when it is not there, ToolkitRefused.
    """
    if toolkit_id in supplied():
        found = load(toolkit_id)
        if edition in {"", found.edition}:
            return found
    own = [one for one in own_toolkits(session) if one.toolkit == toolkit_id]
    if edition:
        for one in own:
            if one.edition == edition:
                return _under(session, one)
    else:
        now = today(session.clock)
        lines = [line for one in own if (line := _line(session, one)).in_force(now)]
        lines.sort(key=lambda line: line.own.in_force_from if line.own else "")
        if lines:
            return lines[-1].toolkit
    raise CaseError(
        "This case began under an edition of the guidance that is not installed.",
        f"Install the toolkit {toolkit_id}, edition {edition or 'in force'}.",
    )


def _under(session: Session, own: OwnToolkit) -> Toolkit:
    kept = read_own(own.files)
    found = kept.toolkit or _stand_in(session, own)
    if found is None:
        assert kept.refused is not None
        raise kept.refused
    return found


def trouble_of(session: Session, toolkit_id: str, edition: str) -> Trouble | None:
    """What is wrong with the edition that a case is under; None when nothing is."""
    for one in own_toolkits(session):
        if (one.toolkit, one.edition) == (toolkit_id, edition):
            kept = read_own(one.files)
            if kept.refused is not None:
                return Trouble(*trouble_words(one), read_only=kept.toolkit is None)
    return None


def copy_supplied(session: Session, toolkit_id: str, new_id: str, title: str) -> OwnToolkit:
    """Copy a toolkit as the office's own, as a draft. Raises AnswersRefused, ToolkitRefused."""
    if new_id in supplied() or any(one.toolkit == new_id for one in own_toolkits(session)):
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
    there = {one.edition for one in own_toolkits(session) if one.toolkit == own.toolkit}
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
    clock = next(x for x in read_proved(own.files).process.clock if x.id == clock_id)
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


def changes(session: Session, own: OwnToolkit) -> tuple[str, ...]:
    """What it does differently from what it was made from, in words; nothing of one that was
    written from the beginning.
    """
    if not own.made_from:
        return ()
    source, _, edition = own.made_from.partition("@")
    return differences(toolkit_of(session, source, edition), read_proved(own.files))


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
    """Keep a draft; it is proved first. One in force is corrected where this version refuses it.

    Raises ToolkitRefused, AnswersRefused for one in force that passes.
    """
    session.refuse_if_read_only()
    text = msgspec.json.encode(dict(files), order="sorted").decode()
    toolkit = read_proved(text)
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
    row = session.vault.register.row(OwnToolkit.KIND, kept.id)
    before = OwnToolkit.of(row.id, row.fields) if row is not None else None
    if before is not None and before.state != DRAFT:
        if read_own(before.files).refused is None:
            raise AnswersRefused(
                "That edition is in force, or was: it does not change.", "Make a new edition of it."
            )
        kept = replace(kept, state=before.state, in_force_from=before.in_force_from)
    _write(session, kept, why.strip())
    return kept


def put_in_force(session: Session, own: OwnToolkit, since: date, why: str) -> OwnToolkit:
    """Put a draft in force from a day, with a reason. Raises ToolkitRefused, AnswersRefused."""
    read_proved(own.files)
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


def save_files(own: OwnToolkit, out: Path) -> None:
    """Save its files as a zip, to be corrected in an editor. They hold nothing personal.

    Raises ExportFailed.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in sorted(files_of(own).items()):
            packed.writestr(f"{own.toolkit}/{name}", text)
    save(out, made.getvalue())


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
