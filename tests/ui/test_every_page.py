"""Every page of every toolkit's forms can be shown, filled, and gone through by keyboard."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mktdesk import toolkits
from mktdesk.desk.reading import read_date
from mktdesk.forms.answers import Answers
from mktdesk.forms.flow import Place, is_asked, places
from mktdesk.forms.types import Form
from tests.toolkits.test_every_form import FORMS, filled
from ui.formview import FormView
from ui.page import reachable


def shown_and_reached(qtbot: QtBot, form: Form, answers: Answers, place: Place) -> None:
    page = form.page(place.page)
    view = FormView(form, page, read_date, row=place.row)
    qtbot.addWidget(view)
    view.set_answers(answers)
    view.resize(720, 900)
    view.show()
    names = " ".join(widget.accessibleName() for widget in reachable(view))
    row = answers.row(page.repeat.record, place.row) if page.repeat else None
    for field in page.fields:
        assert (field.name in names) is is_asked(form, answers, row, field), field.id
    view.hide()


@pytest.mark.parametrize("form", FORMS)
def test_every_page_of_a_form_can_be_shown_and_its_questions_reached(
    qtbot: QtBot, form: Form
) -> None:
    answers = filled(form, rows=1)
    for place in places(form, answers):
        shown_and_reached(qtbot, form, answers, place)


@pytest.mark.parametrize("toolkit_id", toolkits.supplied())
def test_every_page_of_the_offices_own_record_can_be_shown(qtbot: QtBot, toolkit_id: str) -> None:
    toolkit = toolkits.load(toolkit_id)
    way = toolkit.process.pathway[0]
    form = toolkits.form_of_case(toolkit, way.intake_form or toolkit.intake_form, way.id)
    answers = filled(form, rows=1)
    for part in form.parts:
        for place in places(form, answers, part.id) if part.own else ():
            shown_and_reached(qtbot, form, answers, place)
