"""Erasing what an entry of a case's history said, for a stated reason, wherever it stands.

The book removes the payload, the old values beside it, drafts and files; what the office's
register copied from the case goes here, in its own journal too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mktdesk.book import ERASED, EntryId, RowChange, Written
from mktdesk.casework.records import Document, Pack, Stored
from mktdesk.casework.subject import subject_names
from mktdesk.desk.casefile import ORDER, OpenCase
from mktdesk.desk.cases import refresh_summary
from mktdesk.desk.converting import forms_before
from mktdesk.desk.history import History, case_history
from mktdesk.desk.history_words import GONE
from mktdesk.errors import AnswersRefused
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.values import Json

CAUSES = {
    "correction": "It should not be in this case, or is wrong",
    "retention": "The time for which it may be kept is over",
}
_SHORTEST = 3  # letters: a line of the register is not erased for holding "no"


def erase(case: OpenCase, entries: Sequence[EntryId], cause: str, why: str) -> Written:
    """Erase entries for good. cause: a key of CAUSES; why: in the person's words.

    The chain still verifies, and the history says that, when, by whom and why. Raises
    AnswersRefused without a reason or for an entry that must stay (signatures, the case's own
    beginning, erasures), InUseElsewhere.
    """
    case.refuse_if_read_only()
    if cause not in CAUSES or not why.strip():
        raise AnswersRefused("Erasing needs a reason.", "Say why; it is recorded.")
    _refuse_fixed(case_history(case), entries)
    reason = f"{cause.capitalize()}: {why.strip()}"
    said = _said(case, entries)
    orders = {
        (kind, row.id): row.fields[ORDER]
        for kind in _kinds(case)
        for row in case.book.rows(kind)
        if ORDER in row.fields
    }
    with case.book.exclusively():
        written = case.book.erase(entries, case.session.actor, reason)
        rows = [*_blanked(case, orders), *_mended(case)]
        if rows:
            case.write("erased", rows)
    _erase_in_register(case, said - set(subject_names(case.form, case.answers())), reason)
    refresh_summary(case)
    return written


def _kinds(case: OpenCase) -> set[str]:
    """The kinds of rows that hold answers, those of the ways it was on before too."""
    return {kind for form in (case.form, *forms_before(case)) for kind in scopes_of(form)}


def _refuse_fixed(history: History, entries: Sequence[EntryId]) -> None:
    can = {line.id for line in history.lines if line.can_erase}
    if not entries or any(place not in can for place in entries):
        raise AnswersRefused(
            "This entry stays: the case could not be read without it.",
            "Erase the entries that hold what must go.",
        )


def _said(case: OpenCase, entries: Sequence[EntryId]) -> set[str]:
    """The texts that entries hold as whole answers."""
    wanted = set(entries)
    return {
        value.strip()
        for entry in case.book.history(limit=1 << 40)
        if entry.id in wanted
        for value in entry.fields.values()
        if isinstance(value, str)
    }


def _blanked(case: OpenCase, orders: Mapping[tuple[str, str], Json]) -> Iterator[RowChange]:
    """Erased answers stand blank and can be given again; rows keep their place."""
    for kind in _kinds(case):
        for row in case.book.rows(kind):
            gone = [name for name, value in row.fields.items() if value == ERASED]
            if gone:
                places = {ORDER: orders.get((kind, row.id))}
                yield RowChange(kind, row.id, {name: places.get(name) for name in gone})


def _mended(case: OpenCase) -> Iterator[RowChange]:
    """Make documents and packs that lost fields readable again, and drop what has no file."""
    here = set(case.book.attachments())
    kinds: tuple[type[Stored], ...] = (Document, Pack)
    for kind in kinds:
        for record in case.book.rows(kind.KIND):
            gone = [name for name, value in record.fields.items() if value == ERASED]
            if kind is Document and str(record.fields.get("sha256")) not in here:
                yield RowChange(kind.KIND, record.id, delete=True)
            elif gone:
                blank: dict[str, Json] = kind(record.id).to_fields()
                fields = {n: GONE if isinstance(blank.get(n), str) else blank.get(n) for n in gone}
                yield RowChange(kind.KIND, record.id, fields)


def _erase_in_register(case: OpenCase, names: set[str], reason: str) -> None:
    """The list of cases and its own history forget the names as well."""
    if not names:
        return
    register, case_id = case.session.vault.register, case.handle.case_id
    case.session.vault.flush_anchors()  # nothing of the names waits to be written
    held = [name for name in names if len(name) >= _SHORTEST]
    entries = [
        entry.id
        for entry in register.history(kind="case", row=case_id, limit=1 << 40)
        if not entry.erased and any(name in str(entry.fields.get("names", "")) for name in held)
    ]
    with register.exclusively():  # nobody reads the list while the line has gaps
        if entries:
            register.erase(entries, case.session.actor, reason)
        refresh_summary(case)
        case.session.vault.flush_anchors()
