"""Cases that belong together: linked both ways, and with one family-contact lead over them.

Another case is opened only for the moment in which something is read or written there. Where it
cannot be (restricted, open elsewhere), this case says so, and it can be tried again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from mktdesk.book import RowChange
from mktdesk.casework.links import RELATIONS, FamilyLead, Link
from mktdesk.desk.casefile import OpenCase, new_id, put
from mktdesk.desk.cases import close_case, look_into, open_case
from mktdesk.errors import AnswersRefused, CaseError, DeskError, TwoLeads
from mktdesk.reference import canonical_public

_LEAD = "lead"  # the one row of its kind
_NO_LEAD = RowChange(FamilyLead.KIND, _LEAD, delete=True)


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as the page shows it. review, stage: of the other case, as the list has them."""

    link: Link
    review: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class LeadMoved:
    """Who leads now, and the linked cases that could not be told (public references)."""

    lead: FamilyLead
    untold: tuple[str, ...] = ()


def links(case: OpenCase) -> tuple[Link, ...]:
    """The links of a case, oldest first."""
    rows = (Link.of(row.id, row.fields) for row in case.book.rows(Link.KIND))
    return tuple(sorted((x for x in rows if x.other), key=lambda one: one.recorded_at))


def linked(case: OpenCase) -> tuple[Linked, ...]:
    """The links with what the list of cases says of the others."""
    known = {row.public: row.summary for row in case.session.vault.cases()}
    return tuple(
        Linked(
            one,
            str(known.get(one.other, {}).get("review_type", "")),
            str(known.get(one.other, {}).get("stage", "")),
        )
        for one in links(case)
    )


def link(case: OpenCase, other: str, relation: str, note: str = "", *, lead: str = "") -> Link:
    """Link this case to another of the office, both ways where the other can be opened.

    relation: what this case is to the other. lead: where both have a family-contact lead already,
    the public reference of the case whose lead stays. Raises ReferenceRefused, CaseError where
    there is no such case, AnswersRefused for itself and for one that is linked so already,
    TwoLeads where two leads stand and none was chosen.
    """
    case.refuse_change()
    public = _another(case, other)
    if any(x.other == public and x.relation == relation for x in links(case)):
        raise AnswersRefused(f"It is linked so to {public} already.", "Nothing was changed.")
    mine = Link(
        new_id(),
        other=public,
        relation=relation,
        note=note.strip(),
        by=case.session.actor,
        recorded_at=case.now(),
    )
    _one_lead(case, public, lead)
    mine = replace(mine, two_way=_write_back(case, mine))
    case.write("link", (put(mine),), reason=note.strip())
    return mine


def link_back(case: OpenCase, link_id: str, *, lead: str = "") -> bool:
    """Try again to show a link in the other case too; whether it is there now.

    lead: as for `link`, whose AnswersRefused it raises too.
    """
    case.refuse_change()
    mine = _link(case, link_id)
    if mine.two_way:
        return True
    _one_lead(case, mine.other, lead)
    there = _write_back(case, mine)
    if there:
        case.write("link", (RowChange(Link.KIND, link_id, {"two_way": True}),))
    return there


def unlink(case: OpenCase, link_id: str, reason: str) -> bool:
    """Take a link away, in the other case too where it can be opened; whether it is gone there.

    The family-contact lead stays with the cases that still hang together with the one they work
    in, and with no other. Raises AnswersRefused without a reason.
    """
    case.refuse_change()
    mine = _link(case, link_id)
    if not reason.strip():
        raise AnswersRefused("A link is taken away only for a reason.", "Say why; it is recorded.")
    gone = not mine.two_way
    rest = _closure(case, [one.other for one in links(case) if one.id != link_id])
    apart = () if mine.other in rest else _closure(case, [mine.other])
    mine_goes, theirs_goes = _parted(case, mine.other, rest, apart)
    with _opened(case, mine.other) as other:
        if other is not None:
            back = RELATIONS[mine.relation].back
            there = [x for x in links(other) if (x.other, x.relation) == (case.public, back)]
            rows = [RowChange(Link.KIND, one.id, delete=True) for one in there]
            rows += [_NO_LEAD] if theirs_goes else []
            if rows:
                other.write("unlink", rows, reason=reason.strip())
            gone = True
    changes = [RowChange(Link.KIND, link_id, delete=True), *([_NO_LEAD] if mine_goes else [])]
    case.write("unlink", changes, reason=reason.strip())
    left = (*(rest if mine_goes else ()), *(apart if theirs_goes else ()))
    for public in left:
        with _opened(case, public) as one:
            if one is not None and family_lead(one) is not None:
                one.write("unlink", (_NO_LEAD,), reason=reason.strip())
    return gone


def _parted(
    case: OpenCase, other: str, rest: tuple[str, ...], apart: tuple[str, ...]
) -> tuple[bool, bool]:
    """Whether the family-contact lead goes from this side and from the other of a link that is
    taken away: they stay where the case is that they work in.

    rest, apart: the cases that still hang together with this one, and with the other.
    """
    if not apart:
        return False, False
    mine, theirs = family_lead(case), _lead_of(case, other)
    return (
        mine is not None and mine.case in apart and mine.case not in rest,
        theirs is not None and theirs.case in {case.public, *rest},
    )


# one family-contact lead


def family_lead(case: OpenCase) -> FamilyLead | None:
    """Who has contact with the family; None where nobody is named."""
    row = case.book.row(FamilyLead.KIND, _LEAD)
    found = FamilyLead.of(row.id, row.fields) if row is not None else None
    return found if found is not None and found.name else None


def set_family_lead(
    case: OpenCase, name: str, organisation: str = "", *, works_in: str = "", why: str = ""
) -> LeadMoved:
    """Name the one person who has contact with the family, over all linked cases (R125).

    works_in: the public reference of the case they work in, this one where none is given. Raises
    AnswersRefused without a name, for a case that is not linked, and where another is named
    already without a reason why it moves.
    """
    case.refuse_change()
    if not name.strip():
        raise AnswersRefused("Nobody is named.", "Give the name of the family-contact lead.")
    group = _group(case)
    home = canonical_public(works_in) if works_in else case.public
    if home not in {case.public, *group}:
        raise AnswersRefused(f"{home} is not linked to this case.", "Link the two first.")
    lead = FamilyLead(
        _LEAD,
        name=name.strip(),
        organisation=organisation.strip(),
        case=home,
        why=why.strip(),
        by=case.session.actor,
        recorded_at=case.now(),
    )
    before = family_lead(case)
    if before is not None and not before.same_person(lead) and not why.strip():
        raise AnswersRefused(
            f"{before.words} has contact with the family already.",
            "One person has it over all linked cases. Say why it moves; it is recorded.",
        )
    case.write("family lead", (put(lead),), reason=why.strip())
    return LeadMoved(lead, _tell(case, lead, group))


def _tell(case: OpenCase, lead: FamilyLead, group: tuple[str, ...]) -> tuple[str, ...]:
    untold = []
    for public in group:
        with _opened(case, public) as other:
            if other is None:
                untold.append(public)
            elif (there := family_lead(other)) is None or not there.same_person(lead):
                other.write("family lead", (put(lead),), reason=lead.why)
    return tuple(untold)


def _one_lead(case: OpenCase, public: str, chosen: str) -> None:
    """Before two cases are linked: one lead over both, and over those linked to either."""
    mine = family_lead(case)
    theirs = _lead_of(case, public)
    if theirs is None or (mine is not None and theirs.same_person(mine)):
        if mine is not None:
            _tell(case, mine, (public, *_group_of(case, public)))
        return
    if mine is None or chosen == public:
        case.write("family lead", (put(theirs),))
        _tell(case, theirs, _group(case))
        return
    if chosen != case.public:
        raise TwoLeads(public, mine.words, theirs.words)
    _tell(case, mine, (public, *_group_of(case, public)))


def _lead_of(case: OpenCase, public: str) -> FamilyLead | None:
    with _read(case, public) as other:
        return family_lead(other) if other is not None else None


def _group(case: OpenCase) -> tuple[str, ...]:
    """The public references of all cases that hang together with this one, this one left out."""
    return _closure(case, [one.other for one in links(case)])


def _group_of(case: OpenCase, public: str) -> tuple[str, ...]:
    """Those that hang together with another case, that one left out."""
    return tuple(one for one in _closure(case, [public]) if one != public)


def _closure(case: OpenCase, first: list[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = first
    while waiting:
        public = waiting.pop(0)
        if public in found or public == case.public:
            continue
        found[public] = None
        with _read(case, public) as other:
            waiting += [one.other for one in links(other)] if other is not None else []
    return tuple(found)


# the other case


def _another(case: OpenCase, typed: str) -> str:
    public = canonical_public(typed)
    if public == case.public:
        raise AnswersRefused("That is this case.", "Give the reference of the other one.")
    if public not in {row.public for row in case.session.vault.cases()}:
        raise CaseError(f"There is no case {public}.", "Look for it in the list of cases.")
    return public


def _link(case: OpenCase, link_id: str) -> Link:
    for one in links(case):
        if one.id == link_id:
            return one
    raise AnswersRefused("That link has been taken away.", "Nothing was changed.")


def _write_back(case: OpenCase, mine: Link) -> bool:
    with _opened(case, mine.other) as other:
        if other is None:
            return False
        back = RELATIONS[mine.relation].back
        if not any((x.other, x.relation) == (case.public, back) for x in links(other)):
            theirs = replace(mine, id=new_id(), other=case.public, relation=back, two_way=True)
            other.write("link", (put(theirs),), reason=mine.note)
        return True


@contextmanager
def _opened(case: OpenCase, public: str) -> Iterator[OpenCase | None]:
    """The other case to write in; None where it cannot be opened so now."""
    try:
        other = open_case(case.session, public)
    except DeskError:
        yield None
        return
    try:
        yield None if other.read_only else other
    finally:
        close_case(other)


@contextmanager
def _read(case: OpenCase, public: str) -> Iterator[OpenCase | None]:
    """The other case to be read; None where it cannot be opened."""
    try:
        other = look_into(case.session, public)
    except DeskError:
        yield None
        return
    try:
        yield other
    finally:
        close_case(other)
