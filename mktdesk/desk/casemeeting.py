"""Which meeting considers a case (R197), and whether an extra one is held for it (R198).

2016 guidance 1.1. The register keeps of each case what the answer follows from, so that the
meetings' page gives it without opening one, also when the calendar was changed meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import msgspec

from mktdesk.calendar import Period, Unit
from mktdesk.casework.meetings import comes_to
from mktdesk.casework.progress import StepState
from mktdesk.casework.records import Stored
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.closing import closure
from mktdesk.desk.meetings import coming, reason_of
from mktdesk.desk.standing import situation, steps
from mktdesk.forms.values import Json
from mktdesk.toolkits.process_schema import Series

COMES = "comes"  # the field of a case's row of kind DUE
_CONSIDERED = "extra_meeting"  # the one row of its kind


@dataclass(frozen=True, slots=True)
class ExtraConsidered(Stored):
    """In a case: whether an extra meeting was considered for it (R198), and why so."""

    KIND: ClassVar[str] = "extra-meeting"

    considered: str = ""  # "yes" or "no"
    reason: str = ""
    by: str = ""
    recorded_at: str = ""  # UTC stamp


@dataclass(frozen=True, slots=True)
class CaseMeeting:
    """The meeting that will consider a case. words: which and why, or what is missing to say it.

    ask_extra: the next meeting is less than the notice away, so that an extra one is considered.
    """

    words: str
    moment: datetime | None = None
    ask_extra: bool = False
    extra: ExtraConsidered | None = None

    @property
    def extra_words(self) -> str:
        """Whether an extra meeting is considered, and why; or that it is still to be."""
        if self.extra is not None:
            held = self.extra.considered == "yes"
            said = "An extra meeting is to be held" if held else "No extra meeting is held"
            return f"{said}: {self.extra.reason} ({self.extra.by})"
        return "An extra meeting is still to be considered." if self.ask_extra else ""


class Comes(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A case that waits for its first meeting, as the register keeps it; nothing of a person.

    series: "toolkit/series". day: ISO, and time "HH:MM" or nothing: when the referral was
    received. considered: whether an extra meeting is held, "yes" or "no", or nothing.
    """

    series: str
    day: str
    time: str = ""
    considered: str = ""


def case_meeting(case: OpenCase) -> CaseMeeting | None:
    """Which meeting considers the case (R197); None where its guidance names no such series."""
    found = _series_of(case)
    if found is None or found.notice is None:
        return None
    received = situation(case).events.get("received")
    if received is None:
        return CaseMeeting("It is said once the day is known on which the referral was received.")
    notice = Period(found.notice.number, Unit(found.notice.unit))
    planned = coming(case.session, f"{case.toolkit.id}/{found.id}", received.day)
    taken = comes_to(received.day, received.time, planned, notice, found.label)
    return CaseMeeting(taken.words, taken.moment, taken.near, _considered(case))


def consider_extra(case: OpenCase, considered: bool, reason: str) -> None:
    """Whether an extra meeting is to be held for the case, and why (R198)."""
    case.refuse_change()
    made = ExtraConsidered(
        _CONSIDERED,
        considered="yes" if considered else "no",
        reason=reason_of(reason),
        by=case.session.actor,
        recorded_at=case.now(),
    )
    case.write("edit", (put(made),), reason=reason.strip())


def comes_of(case: OpenCase) -> Json:
    """What the register keeps of it; nothing where no meeting is waited for, or none with a notice.

    A case waits until its body has taken its first step in it.
    """
    found = _series_of(case)
    received = situation(case).events.get("received")
    if found is None or found.notice is None or received is None or closure(case) is not None:
        return None
    first = next(
        (one for one in steps(case) if one.step.who == found.owner and one.step.part is not None),
        None,
    )
    if first is None or first.state in (StepState.DONE, StepState.NOT_NEEDED):
        return None
    extra = _considered(case)
    key, day = f"{case.toolkit.id}/{found.id}", received.day.isoformat()
    return [key, day, received.time, extra.considered if extra else ""]


def _considered(case: OpenCase) -> ExtraConsidered | None:
    row = case.book.row(ExtraConsidered.KIND, _CONSIDERED)
    return ExtraConsidered.of(row.id, row.fields) if row else None


def _series_of(case: OpenCase) -> Series | None:
    """The meetings of the body that owns the case's pathway, or the toolkit's only ones."""
    own = [one for one in case.toolkit.process.series if one.kind == "meeting"]
    named = [one for one in own if one.owner == case.pathway.owner]
    found = named or (own if len(own) == 1 else [])
    return found[0] if found else None
