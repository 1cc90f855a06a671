"""Taking back and doing again, derived from the journal alone, so it survives a restart.

An undo writes the inverse of an action as a new action; a redo is the inverse of an undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mktdesk.book.file import File
from mktdesk.book.journal import Span
from mktdesk.book.records import Standing
from mktdesk.book.types import BARRIERS, ERASED, UNDOABLE, Entry, Json, RowChange, RowKey
from mktdesk.errors import CaseError


@dataclass(slots=True)
class Stacks:
    """The actions that one person can undo and redo; the last is next."""

    undo: list[Span] = field(default_factory=list)
    redo: list[Span] = field(default_factory=list)


class UndoLog:
    """Follows one installation's chain and keeps each actor's stacks."""

    def __init__(self, file: File, chain: str) -> None:
        """Nothing is read until it is asked for."""
        self._file, self._chain = file, chain
        self._seq = 0
        self._stacks: dict[str, Stacks] = {}

    def of(self, actor: str) -> Stacks:
        """The actor's stacks, after catching up with the journal."""
        first, last = 0, None
        for seq, action, actor_, verb in self._file.rows(
            "SELECT seq, action, actor, verb FROM entry WHERE chain = ? AND seq > ? ORDER BY seq",
            (self._chain, self._seq),
        ):
            if last is not None and last[0] != action:
                self._follow((first, self._seq), last[1], last[2])
            if last is None or last[0] != action:
                first, last = seq, (action, actor_, verb)
            self._seq = seq
        if last is not None:  # an action is written whole, so the last one is complete
            self._follow((first, self._seq), last[1], last[2])
        return self._stacks.setdefault(actor, Stacks())

    def _follow(self, span: Span, actor: str, verb: str) -> None:
        stacks = self._stacks.setdefault(actor, Stacks())
        if verb in BARRIERS:
            self._stacks.clear()
        elif verb in UNDOABLE:
            stacks.undo.append(span)
            stacks.redo.clear()
        elif verb == "undo" and stacks.undo:
            stacks.undo.pop()
            stacks.redo.append(span)
        elif verb == "redo" and stacks.redo:
            stacks.redo.pop()
            stacks.undo.append(span)


@dataclass(slots=True)
class _Net:
    """What an action did to one row, all its entries together."""

    existed: bool
    alive: bool
    old: dict[str, Json] = field(default_factory=dict)
    new: dict[str, Json] = field(default_factory=dict)


def inverse(
    entries: Iterable[Entry], now: Mapping[RowKey, Standing | None]
) -> tuple[RowChange, ...]:
    """The changes that take an action back, given the rows as they stand.

    Raises CaseError when a row or field has been changed since, or erased.
    """
    nets: dict[RowKey, _Net] = {}
    for entry in entries:
        if entry.kind:
            _add(nets, entry)
    changes = []
    for key, net in reversed(nets.items()):
        standing = now[key]
        _refuse_if_changed(net, standing)
        if net.existed:
            restored = {name: net.old.get(name) for name in (*net.new, *net.old)}
            if any(value == ERASED for value in restored.values()):
                raise _changed("erased")
            changes.append(RowChange(*key, fields=restored))
        elif standing is not None:
            changes.append(RowChange(*key, delete=True))
    return tuple(changes)


def _add(nets: dict[RowKey, _Net], entry: Entry) -> None:
    if entry.erased:
        raise _changed("erased")
    net = nets.setdefault((entry.kind, entry.row), _Net(entry.before is not None, alive=True))
    old = entry.before or {}
    for name in (*entry.fields, *old):
        net.old.setdefault(name, old.get(name))
    if entry.deleted:
        net.alive, net.new = False, {}
    else:
        net.alive = True
        net.new.update(entry.fields)


def _refuse_if_changed(net: _Net, standing: Standing | None) -> None:
    if (standing is not None) != net.alive:
        raise _changed("changed")
    if standing is None:
        return
    if not net.existed and set(standing.fields) - set(net.new):
        raise _changed("changed")
    if any(standing.fields.get(name) != value for name, value in net.new.items()):
        raise _changed("changed")


def _changed(how: str) -> CaseError:
    return CaseError(
        f"This cannot be taken back: it has been {how} since.",
        "Look at the history, and change it by hand if it must be changed.",
    )
