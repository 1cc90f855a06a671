"""Problems of a form as the screen shows them: at their questions, and listed at the top."""

from __future__ import annotations

from collections.abc import Sequence

from mktdesk.desk.drafts import Target
from mktdesk.forms.check import Problem
from mktdesk.forms.types import Form
from ui.notices import SummaryLine


def target_of(problem: Problem) -> Target:
    """The question a problem is about."""
    return Target(problem.record, problem.row, problem.field_id)


def messages(problems: Sequence[Problem]) -> dict[Target, str]:
    """The first message for each question."""
    found: dict[Target, str] = {}
    for problem in problems:
        found.setdefault(target_of(problem), problem.message)
    return found


def summary_lines(form: Form, problems: Sequence[Problem]) -> list[SummaryLine]:
    """A line for each error, with the page it is on."""
    lines = []
    for problem in problems:
        if problem.level == "error":
            page = form.page(problem.place.page)
            where = f"{page.number} {page.title}".strip()
            lines.append(SummaryLine(f"{problem.message} ({where})", target_of(problem)))
    return lines
