"""A case's keys: who may open it, another seal, another key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mktdesk.book import Change
from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import Json
from mktdesk.office import Person, keys_of_cases, staff
from mktdesk.reference import Reference, parse_full

KEY_CHANGED = (
    "Somebody who could open this case has left, or a computer was lost: under another key, what "
    "they may have copied reads nothing that is written from now on. What was written before "
    "stays readable to them; the full reference stays as it is."
)
OLD_PACKS = "Packs that were already sent keep the old reference as their password."


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a case. named: slot ids, empty where everybody may. people: who there is."""

    restricted: bool
    named: tuple[str, ...]
    people: tuple[Person, ...]


def access(case: OpenCase) -> Access:
    """Who may open the case, and who could be named for it."""
    vault = case.session.vault
    keys = vault.shelf.case_file(case.public)
    there = tuple(person for person in staff.people(vault) if person.kind == "staff")
    return Access(keys.restricted, keys.named(), there)


def restrict(case: OpenCase, named: Sequence[str], reason: str) -> None:
    """Let only these people open the case, each with its full reference.

    Raises AnswersRefused when whoever asks would shut themselves out unawares, CaseError.
    """
    session = case.session
    mine = session.vault.staff.id
    if mine not in named and not session.vault.shelf.recovering:
        raise AnswersRefused(
            "You are not among those you named, and could not open the case again.",
            "Name yourself too; somebody else who is named can take you off the list.",
        )
    _settle(case)
    keys_of_cases.restrict(session.vault, case.handle, named, reason)


def unrestrict(case: OpenCase, reason: str) -> None:
    """Let everybody who can open the vault open the case again."""
    _settle(case)
    keys_of_cases.unrestrict(case.session.vault, case.handle, reason)
    cases.settle(case)  # the list shows the subject again


def fresh_reference(case: OpenCase) -> Reference:
    """The case's next full reference, to be noted or printed before it counts."""
    return keys_of_cases.fresh_reference(case.handle)


def reseal(case: OpenCase, fresh: Reference, reason: str) -> None:
    """Make the fresh reference the case's own; see OLD_PACKS."""
    _settle(case)
    keys_of_cases.reseal(case.session.vault, case.handle, fresh, reason)


def change_key(session: Session, full: Reference, reason: str) -> None:
    """Copy a closed case under another key. Raises CaseError while it is open."""
    keys_of_cases.change_key(session.vault, full.public, reason, typed=full)


def open_restricted(session: Session, typed: str) -> OpenCase:
    """Open a restricted case with its full reference, however it was typed; journaled.

    Raises ReferenceRefused, SealMistyped, CaseError.
    """
    reference = parse_full(typed)
    case = cases.open_case(session, reference.public, typed=reference)
    note: dict[str, Json] = {"reference": reference.public}
    if not session.vault.read_only:
        words = "Restricted case opened"
        session.vault.register.write(Change(session.actor, "view", (), words, note))
    return case


def _settle(case: OpenCase) -> None:
    case.refuse_if_read_only()
    cases.settle(case)
