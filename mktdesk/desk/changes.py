"""Everything about a case's links and changes of way at one moment, for its page."""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.casework.changing import Homeless
from mktdesk.casework.links import FamilyLead
from mktdesk.casework.records import Conversion
from mktdesk.desk import converting, linking, splitting
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.closing import closure
from mktdesk.desk.converting import Way
from mktdesk.desk.linking import Linked
from mktdesk.desk.splitting import Subject
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Pathway


@dataclass(frozen=True, slots=True)
class Changes:
    """pathway: what the case is on. ways: where else it can go. editions: guidance it can move to.

    history: how it came here, newest first. left: answers that its form does not ask for. closed:
    why nothing can be changed now, or nothing.
    """

    public: str
    toolkit: Toolkit
    pathway: Pathway
    ways: tuple[Way, ...]
    editions: tuple[Toolkit, ...]
    links: tuple[Linked, ...]
    lead: FamilyLead | None
    subjects: tuple[Subject, ...]
    history: tuple[Conversion, ...]
    left: tuple[Homeless, ...]
    read_only: bool = False
    closed: str = ""


def changes(case: OpenCase) -> Changes:
    """How the case stands now."""
    closed = closure(case)
    return Changes(
        public=case.public,
        toolkit=case.toolkit,
        pathway=case.pathway,
        ways=converting.ways(case),
        editions=converting.editions(case),
        links=linking.linked(case),
        lead=linking.family_lead(case),
        subjects=splitting.subjects(case),
        history=tuple(reversed(converting.conversions(case))),
        left=converting.without_place(case),
        read_only=case.read_only,
        closed=closed.words if closed else "",
    )
