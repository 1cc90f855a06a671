"""The action plan leaves the vault: as Word or a workbook, under the case's password."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from mktdesk.book import Change
from mktdesk.calendar import today
from mktdesk.casework.plan import ACTION, BULLETIN
from mktdesk.casework.planrows import COLUMNS, PlanRow, plan_rows, plans
from mktdesk.casework.subject import initials, subject_names
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.packs import PackChoice, password
from mktdesk.desk.planning import labels
from mktdesk.desk.saving import save
from mktdesk.documents.bulletin import Bulletin, bulletin_word
from mktdesk.documents.plan_sheet import Plan, PlanSheet, plan_word, plan_workbook
from mktdesk.documents.protect_office import protect_office
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import DateAnswer

WORD, WORKBOOK = ".docx", ".xlsx"
_WHAT = "Action plan"


def file_name(case: OpenCase, ending: str) -> str:
    """What to call the file: the public part only."""
    return f"{case.public} action plan{ending}"


def save_plan(case: OpenCase, out: Path, owner: str = "") -> str:
    """Save the plan of one owner, or every plan; what the file opens with.

    Raises AnswersRefused for another ending or where there is no such plan, ExportFailed,
    InUseElsewhere.
    """
    case.refuse_if_read_only()
    rows = [row for row in _rows(case) if owner in ("", row.plan)]
    if not rows:
        raise AnswersRefused("There is no plan to save.", "Write a recommendation first.")
    makers = {WORD: plan_word, WORKBOOK: plan_workbook}
    make = makers.get(out.suffix.casefold())
    if make is None:
        raise AnswersRefused(
            "A plan is a Word file or a workbook.", "End the name in .docx or .xlsx."
        )
    secret, opens_with = password(case, PackChoice(()))
    data = protect_office(make(_sheet(case, rows)), secret)
    note = {"file": out.name, "sha256": hashlib.sha256(data).hexdigest()}
    change = Change(case.session.actor, "export", (), _WHAT, dict(note))
    save(out, data, partial(case.book.write, change))
    return opens_with


def bulletin_name(case: OpenCase) -> str:
    """What to call the file of a bulletin: the public part only."""
    return f"{case.public} learning bulletin{WORD}"


def save_bulletin(case: OpenCase, row: str, out: Path) -> str:
    """Save a learning bulletin for everybody to read, in clear; journaled. What to know of it.

    Raises AnswersRefused where nothing is written or it names somebody the case is about,
    ExportFailed, InUseElsewhere.
    """
    case.refuse_if_read_only()
    answers = case.answers()
    values = next((one.values for one in answers.table(BULLETIN) if one.id == row), {})
    title, text, on = values.get("title"), values.get("content"), values.get("on")
    if not isinstance(title, str) or not isinstance(text, str) or not text.strip():
        raise AnswersRefused("The bulletin has no words yet.", "Write its title and what it says.")
    said = f"{title} {text}".casefold()
    if any(name.casefold() in said for name in subject_names(case.form, answers)):
        raise AnswersRefused(
            "The bulletin names somebody whom the case is about.", "Take the name out of it."
        )
    data = bulletin_word(
        Bulletin(
            title=title.strip(),
            office=office.settings(case.session).name or case.session.vault.office_name,
            day=on.text if isinstance(on, DateAnswer) else "",
            text=text,
        )
    )
    note = {"file": out.name, "sha256": hashlib.sha256(data).hexdigest()}
    change = Change(case.session.actor, "export", (), "Learning bulletin", dict(note))
    save(out, data, partial(case.book.write, change))
    return "It is not protected: anybody can open it."


def _rows(case: OpenCase) -> tuple[PlanRow, ...]:
    return plan_rows(case.answers(), labels(case.form, ACTION, "progress_now"))


def _sheet(case: OpenCase, rows: list[PlanRow]) -> PlanSheet:
    named = subject_names(case.form, case.answers())
    return PlanSheet(
        about=", ".join(initials(name) for name in named) or case.public,
        reference=case.public,
        marking=office.marking(case.session, case.toolkit),
        footer=office.settings(case.session).footer,
        made_on=today(case.session.clock),
        columns=COLUMNS,
        plans=tuple(
            Plan(owner, tuple(row.cells for row in rows if row.plan == owner))
            for owner in plans(rows)
        ),
    )
