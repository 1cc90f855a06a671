"""Who belongs to the office's bodies, as the register's rows say it.

Members once stood as names in one field of their body, a line each. Such a name is read as a member
with the id that its row will have, and all get rows with the first change of the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from mktdesk.book import Book, Record, RowChange
from mktdesk.casework.bodies import ADVISER, CAPACITIES, Member, Terms, members_on
from mktdesk.casework.bodies import MEMBER as PLAIN
from mktdesk.desk.casefile import readable_value
from mktdesk.desk.session import Session
from mktdesk.forms.values import DateAnswer, Json, Value, YesNo

BODY, MEMBER = "body", "member"  # kinds of row in the register
LISTED = "members"  # the body's field that named them, a line each
OF = "of"  # the member's field that holds its body's row


def memberships(session: Session) -> dict[str, tuple[Member, ...]]:
    """Everybody who ever belonged to a body, by the body's row."""
    register = session.vault.register
    found: dict[str, list[Member]] = {}
    for row in register.rows(MEMBER):
        found.setdefault(str(row.fields.get(OF, "")), []).append(member_of(row.id, row.fields))
    for body in register.rows(BODY):
        found.setdefault(body.id, []).extend(
            Member(key, name) for key, name in _listed(body.id, body.fields.get(LISTED))
        )
    return {body: tuple(members) for body, members in found.items()}


def body_members(session: Session, on: date) -> dict[str, tuple[Member, ...]]:
    """The members on a day of each body of the guidance that is entered, by "toolkit/body".

    Of several entries for one body all count; those that are no more, or not yet, do not.
    """
    belong = memberships(session)
    found: dict[str, tuple[Member, ...]] = {}
    for row in session.vault.register.rows(BODY):
        values = {key: readable_value(raw) for key, raw in row.fields.items()}
        body = values.get("body")
        if isinstance(body, str) and _stands(values, on):
            found[body] = (*found.get(body, ()), *belong.get(row.id, ()))
    return {body: members_on(members, on) for body, members in found.items()}


def quorum_of(session: Session, body: str, on: date) -> int:
    """How many members the office wants to be there; 0 where it has not said so."""
    for row in session.vault.register.rows(BODY):
        values = {key: readable_value(raw) for key, raw in row.fields.items()}
        said = values.get("quorum")
        if values.get("body") == body and isinstance(said, str) and _stands(values, on):
            return int(said) if said.strip().isdecimal() else 0
    return 0


def member_of(row: str, fields: Mapping[str, Json]) -> Member:
    """A member from the fields of their row."""
    values = {key: readable_value(raw) for key, raw in fields.items()}
    capacity = _text(values, "capacity")
    capacity = capacity if capacity in CAPACITIES else PLAIN
    votes = values.get("votes")
    usual = capacity != ADVISER
    return Member(
        row,
        _text(values, "name"),
        _text(values, "title"),
        _text(values, "agency"),
        " ".join(_text(values, "discipline").split()).casefold(),
        capacity,
        _text(values, "for_whom"),
        votes.answer == "yes" if isinstance(votes, YesNo) and votes.answer else usual,
        _earliest(values.get("from")),
        _latest(values.get("until")),
    )


def taken_up(register: Book, body: str, names: Json = None) -> list[RowChange]:
    """Rows for the members that a body names in its list, which goes. names: a new list of them."""
    row = register.row(BODY, body)
    kept = row.fields.get(LISTED) if row else None
    gone = [RowChange(BODY, body, {LISTED: None})] if kept is not None else []
    made = [
        RowChange(MEMBER, key, {OF: body, "name": name, "capacity": PLAIN})
        for key, name in _listed(body, kept if names is None else names)
    ]
    return [*made, *gone]


def belongings(register: Book, body: str) -> list[RowChange]:
    """What goes with a body that is taken out: its members' rows and its papers."""
    return [RowChange(row.kind, row.id, delete=True) for row in _belonging(register, body)]


def papers_of(register: Book, body: str) -> tuple[Terms, ...]:
    """The terms of reference of a body, the latest first."""
    rows = register.rows(Terms.KIND)
    found = (Terms.of(row.id, row.fields) for row in rows if row.fields.get("body") == body)
    return tuple(sorted(found, key=lambda one: (one.day, one.added_at), reverse=True))


def _belonging(register: Book, body: str) -> Iterator[Record]:
    for kind, field in ((MEMBER, OF), (Terms.KIND, "body")):
        yield from (row for row in register.rows(kind) if row.fields.get(field) == body)


def _listed(body: str, raw: Json) -> Iterator[tuple[str, str]]:
    """The names in a list with the ids of the rows that they get."""
    said = readable_value(raw)
    names = [line.strip() for line in said.splitlines()] if isinstance(said, str) else []
    for number, name in enumerate(name for name in names if name):
        yield f"{body}-{number}", name


def _stands(values: Mapping[str, Value], on: date) -> bool:
    """A body of these dates is there on a day."""
    since, until = _earliest(values.get("from")), _latest(values.get("until"))
    return Member("", "", since=since, until=until).on(on)


def _earliest(value: Value) -> str:
    return value.earliest if isinstance(value, DateAnswer) else ""


def _latest(value: Value) -> str:
    return value.latest if isinstance(value, DateAnswer) else ""


def _text(values: Mapping[str, Value], field: str) -> str:
    value = values.get(field)
    return value.strip() if isinstance(value, str) else ""
