"""What stays of a case's forms when it goes another way (pure)."""

from __future__ import annotations

from mktdesk.casework.records import CaseFacts
from mktdesk.forms.answers import Answers
from mktdesk.forms.check import progress
from mktdesk.forms.types import Form
from mktdesk.toolkits import Toolkit


def forms_to_keep(toolkit: Toolkit, facts: CaseFacts, form: Form, answers: Answers) -> str:
    """The ids for `CaseFacts.kept` when the case leaves the pathway it is on.

    The forms of its pathways that somebody has written in, so that a decision signed there can
    still be read, and still counts. form: the case's whole form; answers: to it.
    """
    now = toolkit.pathway(facts.pathway).forms
    each = dict.fromkeys((*facts.kept_forms, *now))
    return ",".join(
        name
        for name in each
        if name != facts.form
        and any(progress(form, answers, part.id).started for part in toolkit.forms[name].parts)
    )
