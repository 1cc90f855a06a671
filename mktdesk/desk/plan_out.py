"""The action plan leaves the vault under the case's password; a learning bulletin, in clear."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from mktdesk.book import Change
from mktdesk.calendar import today
from mktdesk.casework.naming import FULL_NAME, Found, Known, known_of, named_in
from mktdesk.casework.plan import ACTION, BULLETIN
from mktdesk.casework.planrows import COLUMNS, PlanRow, plan_rows, plans
from mktdesk.casework.subject import initials, subject_names
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.packs import PackChoice, password
from mktdesk.desk.planning import labels
from mktdesk.desk.saving import save
from mktdesk.desk.work import Progress
from mktdesk.documents.bulletin import Bulletin, bulletin_pdf, bulletin_word
from mktdesk.documents.plan_sheet import Plan, PlanSheet, plan_pdf, plan_word, plan_workbook
from mktdesk.documents.protect import protect
from mktdesk.documents.protect_office import protect_office
from mktdesk.errors import AnswersRefused
from mktdesk.forms.answers import Row
from mktdesk.forms.values import DateAnswer

WORD, WORKBOOK, PDF = ".docx", ".xlsx", ".pdf"
_WHAT = "Action plan"


def file_name(case: OpenCase, ending: str) -> str:
    """What to call the file: the public part only."""
    return f"{case.public} action plan{ending}"


def save_plan(case: OpenCase, out: Path, progress: Progress, owner: str = "") -> str:
    """Save the plan of one owner, or every plan; what the file opens with.

    Raises AnswersRefused for another ending or where there is no such plan, ExportFailed,
    Cancelled, InUseElsewhere.
    """
    case.refuse_if_read_only()
    rows = [row for row in _rows(case) if owner in ("", row.plan)]
    if not rows:
        raise AnswersRefused("There is no plan to save.", "Write a recommendation first.")
    sheet = _sheet(case, rows)
    secret, opens_with = password(case, PackChoice(()))
    match out.suffix.casefold():
        case ".docx":
            data = protect_office(plan_word(sheet), secret)
        case ".xlsx":
            data = protect_office(plan_workbook(sheet), secret)
        case ".pdf":
            made = plan_pdf(sheet, _office_name(case), progress.report, progress.cancelled)
            data = protect(made, secret)
        case _:
            raise AnswersRefused(
                "A plan is a PDF, a Word file or a workbook.",
                "End the name in .pdf, .docx or .xlsx.",
            )
    _save(case, out, data, _WHAT)
    return opens_with


# learning bulletins


def bulletin_name(case: OpenCase, ending: str = WORD) -> str:
    """What to call the file of a bulletin: the public part only."""
    return f"{case.public} learning bulletin{ending}"


def bulletin_check(case: OpenCase, row: str) -> tuple[Found, ...]:
    """What in a bulletin may say whom the case is about. A check, and no guarantee."""
    title, text, _ = _words(case, row)
    return named_in(f"{title}\n{text}", _known(case))


def save_bulletin(
    case: OpenCase, row: str, out: Path, progress: Progress, *, despite: str = ""
) -> str:
    """Save a learning bulletin for everybody to read, in clear; journaled. What to know of it.

    despite: why it goes out although `bulletin_check` found something. Raises AnswersRefused where
    nothing is written, something was found and no reason is given, or it names in full somebody the
    case is about; ExportFailed, Cancelled, InUseElsewhere.
    """
    found = bulletin_check(case, row)
    if any(one.kind == FULL_NAME for one in found):
        raise AnswersRefused(
            "The bulletin names somebody of the case in full.", "Take the name out of it."
        )
    if found and not despite.strip():
        raise AnswersRefused(
            f"The bulletin may say who is meant: {found[0].kind.lower()}, “{found[0].where}”.",
            "Take it out, or say why it can go out all the same.",
        )
    data = _bulletin(case, row, out, progress)
    _save(case, out, data, "Learning bulletin", despite.strip())
    return "It is not protected: anybody can open it."


def save_bulletin_draft(case: OpenCase, row: str, out: Path, progress: Progress) -> str:
    """Save a learning bulletin as a PDF under the case's password, to be agreed before it goes
    out; what it opens with. Raises AnswersRefused, ExportFailed, Cancelled, InUseElsewhere.
    """
    secret, opens_with = password(case, PackChoice(()))
    data = protect(_bulletin(case, row, out, progress), secret)
    _save(case, out, data, "Learning bulletin, protected")
    return opens_with


def _bulletin(case: OpenCase, row: str, out: Path, progress: Progress) -> bytes:
    case.refuse_if_read_only()
    title, text, day = _words(case, row)
    if not title or not text:
        raise AnswersRefused("The bulletin has no words yet.", "Write its title and what it says.")
    made = Bulletin(title, _office_name(case), day, text, today(case.session.clock))
    match out.suffix.casefold():
        case ".docx":
            return bulletin_word(made)
        case ".pdf":
            return bulletin_pdf(made, progress.report, progress.cancelled)
    raise AnswersRefused("A bulletin is a PDF or a Word file.", "End the name in .pdf or .docx.")


def _words(case: OpenCase, row: str) -> tuple[str, str, str]:
    """Title, text and day of a bulletin."""
    for one in case.answers().table(BULLETIN):
        if one.id == row:
            on = one.get("on")
            day = on.text if isinstance(on, DateAnswer) else ""
            return _said(one, "title"), _said(one, "content"), day
    return "", "", ""


def _said(row: Row, field: str) -> str:
    value = row.get(field)
    return value.strip() if isinstance(value, str) else ""


def _known(case: OpenCase) -> Known:
    answers = case.answers()
    return known_of(case.form, answers, subject_names(case.form, answers))


# how they leave


def _save(case: OpenCase, out: Path, data: bytes, what: str, why: str = "") -> None:
    note = {"file": out.name, "sha256": hashlib.sha256(data).hexdigest()}
    words = f"{what}: {why}" if why else what
    change = Change(case.session.actor, "export", (), words, dict(note))
    save(out, data, partial(case.book.write, change))


def _office_name(case: OpenCase) -> str:
    return office.settings(case.session).name or case.session.vault.office_name


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
