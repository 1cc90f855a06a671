"""What two people wrote without knowing of each other, to be settled by a person.

Each conflict shows both sides with who and when. Meanwhile the record shows what the journal's
one order adds up to; choosing is an entry that has seen both, and settles it in every copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mktdesk.book import (
    ERASED,
    SETTLE,
    Book,
    Change,
    Conflict,
    Json,
    Record,
    RowChange,
    conflicts_of,
)
from mktdesk.book.conflicts import kept_by, touches_of
from mktdesk.casework.clashes import Clash, ClashKind, clashes, fields_of
from mktdesk.casework.records import SignOff
from mktdesk.desk import signing
from mktdesk.desk.backup import when_words
from mktdesk.desk.casefile import OpenBook, OpenCase, stored
from mktdesk.desk.drafts import Target
from mktdesk.desk.history_words import Glossary, Named
from mktdesk.errors import AnswersRefused
from mktdesk.forms.types import Field
from mktdesk.forms.values import Value

_NOTHING = "(nothing)"
_REMOVED, _KEPT = "Removed it", "Changed it"


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side in words: who wrote it, when (local), and a line for each thing that differs.

    stands: the record shows this one meanwhile. may: it can be chosen (not where it was erased).
    """

    who: str
    when: str
    lines: tuple[str, ...]
    stands: bool
    may: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict in words. title: where it is. field: whose value a person can write anew, of a
    single question of the form; None where only a side can be chosen. target: where it is asked.
    """

    title: str
    what: str
    sides: tuple[SideShown, ...]
    group: tuple[Conflict, ...] = ()
    clash: Clash | None = None
    field: Field | None = None
    target: Target | None = None


def conflicts(case: OpenCase) -> tuple[Shown, ...]:
    """Every open conflict of a case; none of a case that never travelled."""
    touches = touches_of(case.book)
    if not touches:
        return ()
    names = Glossary(case.form, case.toolkit.process)
    found = [_shown(case, names, group) for group in grouped(case.book)]
    known = clashes(case.form, case.toolkit.process, case.answers(), case.signoffs(), touches)
    return (*found, *(_of_clash(one) for one in known))


def count(case: OpenCase) -> int:
    """How many are open."""
    return len(conflicts(case))


def grouped(book: Book) -> tuple[tuple[Conflict, ...], ...]:
    """The open conflicts of a book; what the same entries say of one row is settled as one."""
    groups: dict[tuple[object, ...], list[Conflict]] = {}
    for one in conflicts_of(book):
        places = tuple(side.place for side in one.sides)
        groups.setdefault((one.kind, one.row, bool(one.field), places), []).append(one)
    return tuple(tuple(group) for group in groups.values())


def side_by_side(book: Book, names: Glossary, group: tuple[Conflict, ...]) -> Shown:
    """A group in words; one of its sides can be chosen."""
    first = group[0]
    if not first.field:
        return _of_removal(book, names, first)
    named = _named(names, group)
    title = names.place(first.kind, first.row) or next(iter(named.values())).where
    what = ", ".join(one.name for one in named.values())
    sides = tuple(
        _side(group, named, number, standing=number == len(first.sides) - 1)
        for number in range(len(first.sides))
    )
    return Shown(title, what, sides, group)


def _named(names: Glossary, group: Sequence[Conflict]) -> dict[str, Named]:
    """What a person calls the fields; all of them where none says anything."""
    kind = group[0].kind
    said = names.said(kind, {one.field: None for one in group})
    known = (one.field for one in group if one.field in said or not said)
    return {name: names.named(kind, name) for name in known}


def _shown(case: OpenCase, names: Glossary, group: tuple[Conflict, ...]) -> Shown:
    """As `side_by_side`; a single question of the form can be answered anew."""
    shown, first = side_by_side(case.book, names, group), group[0]
    named = _named(names, group) if first.field else {}
    if len(group) > 1 or not named or named[first.field].field is None:
        return shown
    row = "" if first.kind == case.form.record else first.row
    target = Target(first.kind, row, first.field)
    return replace(shown, field=named[first.field].field, target=target)


def _side(
    group: Sequence[Conflict], named: Mapping[str, Named], number: int, *, standing: bool
) -> SideShown:
    side = group[0].sides[number]
    lines = []
    for one in group:
        name = named.get(one.field)
        if name is not None:
            words = name.say(one.sides[number].value) or _NOTHING
            lines.append(words if len(named) == 1 else f"{name.name}: {words}")
    may = all(one.sides[number].value != ERASED for one in group)
    return SideShown(side.actor, when_words(side.at), tuple(lines), standing, may)


def _of_removal(book: Book, names: Glossary, one: Conflict) -> Shown:
    here = book.row(one.kind, one.row) is not None
    kept = _text_of(names, one.kind, _kept(book, one))
    sides = tuple(
        SideShown(
            side.actor, when_words(side.at),
            (_REMOVED,) if side.removed else (_KEPT, *kept), here != side.removed, may=True,
        )
        for side in one.sides
    )  # fmt: skip
    title = names.place(one.kind, one.row) or names.row(one.kind)
    return Shown(title, "Removed by one and changed by the other", sides, (one,))


def _text_of(names: Glossary, kind: str, fields: Mapping[str, Json]) -> tuple[str, ...]:
    said = [(names.named(kind, name), fields[name]) for name in names.said(kind, fields)]
    return tuple(f"{one.name}: {words}" for one, raw in said if (words := one.say(raw)))


def _of_clash(clash: Clash) -> Shown:
    sides = tuple(
        SideShown(one.actor, when_words(one.at), (one.words[:1].upper() + one.words[1:],),
                  stands=True, may=True)
        for one in clash.parties
    )  # fmt: skip
    what = {
        ClashKind.SIGNED_CHANGED: "Signed by one and changed by the other",
        ClashKind.SIGNED_TWICE: "Signed by both",
        ClashKind.EXCLUDING: "Both are answered yes, and cannot both be so",
    }[clash.kind]
    return Shown(clash.words, what, sides, clash=clash)


# settling


def choose(case: OpenCase, shown: Shown, number: int) -> None:
    """Let one side stand, by its place among the sides; journaled.

    Raises AnswersRefused where the conflict is settled already or the side was erased,
    InUseElsewhere.
    """
    case.refuse_change()
    refuse_settled(shown, conflicts(case))
    if shown.clash is not None:
        _settle_clash(case, shown.clash, number)
        return
    let_stand(case, shown, number)


def let_stand(opened: OpenBook, shown: Shown, number: int) -> None:
    """Write that one side stands. Raises AnswersRefused where what it said was erased."""
    if not shown.sides[number].may:
        raise AnswersRefused("What this side said was erased.", "Choose the other, or write anew.")
    first = shown.group[0]
    if first.field:
        fields = {one.field: one.sides[number].value for one in shown.group}
        row = RowChange(first.kind, first.row, fields)
    elif first.sides[number].removed:
        row = RowChange(first.kind, first.row, delete=True)
    else:
        row = RowChange(first.kind, first.row, _kept(opened.book, first))
    _write(opened, (row,), shown, shown.sides[number].who)


def choose_anew(case: OpenCase, shown: Shown, value: Value) -> None:
    """Write a third answer, of a conflict with `field`. Raises as `choose`."""
    case.refuse_change()
    refuse_settled(shown, conflicts(case))
    if shown.field is None:
        raise AnswersRefused("Nothing can be written here.", "Choose one of the sides.")
    first = shown.group[0]
    row = RowChange(first.kind, first.row, stored({first.field: value}))
    _write(case, (row,), shown, "")


def _write(opened: OpenBook, rows: Sequence[RowChange], shown: Shown, whose: str) -> None:
    note: dict[str, Json] = {"about": f"{shown.title}: {shown.what}", "whose": whose}
    opened.book.write(Change(opened.session.actor, SETTLE, tuple(rows), note=note))


def refuse_settled(shown: Shown, now: Iterable[Shown]) -> None:
    """Before one is settled: it is among those open now. Raises AnswersRefused."""
    if not any((one.group, one.clash) == (shown.group, shown.clash) for one in now):
        raise AnswersRefused(
            "This has been settled, or has changed meanwhile.", "Look at the conflicts again."
        )


def _kept(book: Book, one: Conflict) -> dict[str, Json]:
    """The row as the side that kept it had it; what was erased stays away."""
    found = kept_by(book, one)
    return {name: value for name, value in found.items() if value != ERASED}


def _settle_clash(case: OpenCase, clash: Clash, number: int) -> None:
    chosen = clash.parties[number]
    match clash.kind:
        case ClashKind.SIGNED_TWICE:
            others = [one for one in clash.parties if one is not chosen]
            why = f"Two signatures came together; {chosen.actor}'s stands."
            rows = [
                RowChange(
                    SignOff.KIND, one.row, {"superseded_at": case.now(), "superseded_why": why}
                )
                for one in others
            ]
            case.book.write(Change(case.session.actor, SETTLE, rows, why))
        case ClashKind.SIGNED_CHANGED if chosen.row:
            why = "What was signed stands; changes made without knowing of it were put back."
            case.book.write(Change(case.session.actor, SETTLE, _as_signed(case, clash), why))
        case ClashKind.SIGNED_CHANGED:
            signing.reopen(case, clash.part, f"{chosen.actor} had changed it, and that stands.")
        case ClashKind.EXCLUDING:
            cleared = [one.row for one in clash.parties if one is not chosen]
            fields: dict[str, Json] = dict.fromkeys(cleared)
            row = RowChange(case.form.record, case.facts.row or case.form.id, fields)
            case.book.write(Change(case.session.actor, SETTLE, (row,)))


def _as_signed(case: OpenCase, clash: Clash) -> list[RowChange]:
    """The changes that bring a section back to what was signed."""
    signed = next(one for one in case.signoffs() if one.id == clash.parties[0].row)
    then = signing.records_signed(case, signed)
    rows: list[RowChange] = []
    for kind, names in fields_of(case.form.part(clash.part), case.form).items():
        old = _by_id(then.get(kind, ()))
        now = _by_id(case.book.rows(kind))
        for row in sorted(old.keys() | now.keys()):
            if row not in old:
                if kind != case.form.record:
                    rows.append(RowChange(kind, row, delete=True))
                continue
            wanted = {**dict.fromkeys(names), **_of(old[row], names)}
            fresh = row not in now
            fields = wanted if not fresh else {**dict(old[row].fields)}
            here = {} if fresh else now[row].fields
            changed = {key: value for key, value in fields.items() if here.get(key) != value}
            if changed:
                rows.append(RowChange(kind, row, changed))
    return rows


def _by_id(rows: Iterable[Record]) -> dict[str, Record]:
    return {row.id: row for row in rows}


def _of(row: Record, names: Iterable[str]) -> dict[str, Json]:
    return {name: row.fields[name] for name in names if name in row.fields}
