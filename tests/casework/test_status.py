from __future__ import annotations

from mktdesk.casework.status import part_status
from mktdesk.forms.answers import Answers
from mktdesk.toolkits import form_of_case, load


def test_what_is_waited_for_is_called_as_the_task_list_calls_it() -> None:
    toolkit = load("mkscb-2010")
    form = form_of_case(toolkit, toolkit.intake_form, toolkit.process.pathway[0].id)
    titles = {part.title for part in form.parts}
    waits = {part_status(form, Answers(), (), part).words for part in form.parts}
    waits = {words for words in waits if words.startswith("After ")}
    assert waits
    assert {words.removeprefix("After ").strip("“”") for words in waits} <= titles
