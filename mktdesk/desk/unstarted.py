"""A new referral that is not a case yet: what is answered is a draft in the register.

Each person has one of their own. It goes when the case is started or the answers are discarded.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mktdesk.casework.records import Referrer
from mktdesk.desk.session import Session
from mktdesk.desk.threshold import referrer_row
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import Json, from_json, is_blank, to_json

_SCOPE = "new-referral"
_REFERRER = ("source", "before", "note")


@dataclass(frozen=True, slots=True)
class Unstarted:
    """Where somebody was on the page. toolkit, pathway: ids, the pathway "" while none is chosen.

    answers: to `starting.incident_form`. reason: for the way chosen. step: of the page, from 0.
    """

    toolkit: str
    answers: Answers = field(default_factory=Answers)
    referrer: Referrer | None = None
    pathway: str = ""
    reason: str = ""
    step: int = 0

    @property
    def blank(self) -> bool:
        """Whether nothing is said that would be missed."""
        said = any(not is_blank(value) for value in self.answers.single.values())
        return not said and self.referrer is None and not self.reason.strip()


def keep(session: Session, one: Unstarted) -> None:
    """Keep what is answered; a page on which nothing is said keeps nothing."""
    if one.blank:
        forget(session)
        return
    session.refuse_if_read_only()
    who = one.referrer
    answers: dict[str, Json] = {
        key: to_json(value) for key, value in one.answers.single.items() if not is_blank(value)
    }
    raw: dict[str, Json] = {
        "toolkit": one.toolkit,
        "answers": answers,
        "referrer": None if who is None else [getattr(who, name) for name in _REFERRER],
        "pathway": one.pathway,
        "reason": one.reason,
        "step": one.step,
    }
    session.vault.register.save_draft(_SCOPE, session.vault.staff.id, raw, session.actor)


def kept(session: Session) -> Unstarted | None:
    """What this person left on the page; None for nothing, or what cannot be read."""
    match session.vault.register.drafts(_SCOPE).get(session.vault.staff.id):
        case {
            "toolkit": str(toolkit),
            "answers": dict(answers),
            "referrer": referrer,
            "pathway": str(pathway),
            "reason": str(reason),
            "step": int(step),
        }:
            try:
                single = {key: from_json(value) for key, value in answers.items()}
            except ValueError:
                return None
            return Unstarted(toolkit, Answers(single), _who(referrer), pathway, reason, step)
    return None


def forget(session: Session) -> None:
    """The case is started, or the answers are discarded."""
    who = session.vault.staff.id
    if who in session.vault.register.drafts(_SCOPE):
        session.refuse_if_read_only()
        session.vault.register.drop_draft(_SCOPE, who)


def _who(raw: Json) -> Referrer | None:
    match raw:
        case [str(source), str(before), str(note)]:
            return referrer_row(source, before, note)
    return None
