"""Whoever is on a panel by their office is appointed to its cases unasked (R141)."""

from __future__ import annotations

from datetime import date

from mktdesk.book import RowChange
from mktdesk.casework.composition import RECORD, standing
from mktdesk.desk.casefile import ORDER, OpenCase, new_id
from mktdesk.desk.directorynames import holders_of
from mktdesk.desk.session import Session
from mktdesk.forms.answers import Answers
from mktdesk.forms.values import Json, is_blank
from mktdesk.toolkits import Toolkit


def standing_rows(
    session: Session, toolkit: Toolkit, pathway_id: str, answers: Answers, on: date
) -> list[RowChange]:
    """A row for each who is wanting. Whoever holds the role of the appointment's own id in the
    directory is named; without one the name stays to be written.
    """
    after = len(answers.table(RECORD))
    rows = []
    for number, one in enumerate(standing(toolkit.process, pathway_id, answers)):
        fields: dict[str, Json] = {"role": one.id, ORDER: float(after + number)}
        found = holders_of(session, toolkit.id, one.id, on)
        if found:
            fields["name"] = found[0].name
            if found[0].organisation:
                fields["organisation"] = found[0].organisation
        rows.append(RowChange(RECORD, new_id(), fields))
    return rows


def left_over(toolkit: Toolkit, pathway_id: str, answers: Answers) -> list[RowChange]:
    """Rows of another pathway's panel that nobody wrote anything in: they go with it."""
    panels = toolkit.process.composition
    here = {x.id for x in panels if not x.pathways or pathway_id in x.pathways}
    stay = {name for x in panels if x.id in here for name in x.standing}
    gone = {name for x in panels for name in x.standing} - stay
    return [
        RowChange(RECORD, row.id, delete=True)
        for row in answers.table(RECORD)
        if row.get("role") in gone
        and all(key == "role" or is_blank(value) for key, value in row.values.items())
    ]


def wanting(case: OpenCase, answers: Answers) -> tuple[str, ...]:
    """Who is wanting on the case's panel, in words."""
    return tuple(x.label for x in standing(case.toolkit.process, case.pathway.id, answers))


def appoint(case: OpenCase, on: date) -> int:
    """Appoint whoever is wanting; how many that were. Raises InUseElsewhere."""
    case.refuse_change()
    rows = standing_rows(case.session, case.toolkit, case.pathway.id, case.answers(), on)
    if rows:
        case.write("add", rows)
    return len(rows)
