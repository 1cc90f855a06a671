"""Who a case is about, as a list may show it: initials unless the name is asked for."""

from __future__ import annotations

import re

from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form
from mktdesk.forms.values import is_blank
from mktdesk.forms.words import words

_ASIDE = re.compile(r"\([^)]*\)|[“”\"'‘’]")  # “Kuba”, (Kasia): not part of the initials


def initials(name: str) -> str:
    """The initials of a name as it is written: "Jakub (“Kuba”) Wroński" -> "JW"."""
    plain = _ASIDE.sub(" ", name).split(",")[0]
    return "".join(word[0] for word in plain.split() if word[0].isalpha()).upper()


def subject_names(form: Form, answers: Answers) -> tuple[str, ...]:
    """The names of those the case is about: one for each repeated page that has one."""
    for _, page in form.pages():
        if page.repeat is None:
            continue
        named = next(f for f in page.fields if f.id == page.repeat.title_field)
        rows = answers.table(page.repeat.record)
        found = [words(named, row.get(named.id)) for row in rows if not is_blank(row.get(named.id))]
        return tuple(name for name in found if name)
    return ()
