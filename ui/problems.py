"""Problems of a form as the screen shows them: at their questions, and listed at the top."""

from __future__ import annotations

from collections.abc import Sequence

from mktdesk.desk.drafts import Target
from mktdesk.forms.check import Problem
from mktdesk.forms.types import Form
from ui.notices import SummaryLine

_MOST = 25  # lines in a summary: more than that nobody reads, and each is a widget


def target_of(problem: Problem) -> Target:
    """The question a problem is about."""
    return Target(problem.record, problem.row, problem.field_id)


def messages(problems: Sequence[Problem]) -> dict[Target, str]:
    """The first message for each question."""
    found: dict[Target, str] = {}
    for problem in problems:
        found.setdefault(target_of(problem), problem.message)
    return found


def errors_of(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stop the signature."""
    return [problem for problem in problems if problem.level == "error"]


def summary_lines(form: Form, errors: Sequence[Problem]) -> list[SummaryLine]:
    """A line for each of the first errors, with the page it is on; one line for the rest."""
    lines = []
    for problem in errors[:_MOST]:
        page = form.page(problem.place.page)
        where = f"{page.number} {page.title}".strip()
        lines.append(SummaryLine(f"{problem.message} ({where})", target_of(problem)))
    if (left := len(errors) - _MOST) > 0:
        lines.append(SummaryLine(f"{left} more: go to the next", target_of(errors[_MOST])))
    return lines
