"""Whoever sits on a panel by their office; and what goes on beside a case, where it matters."""

from __future__ import annotations

from datetime import date

import pytest

from mktdesk.casework.stepping import Given
from mktdesk.desk import (
    appointing,
    cases,
    closing,
    directory,
    filling,
    planning,
    requests,
    signing,
    stepping,
)
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.forms.values import Value
from tests.journeys.walking import Walker

DAY = date(2026, 11, 21)


def appointed(case: OpenCase) -> list[tuple[Value, Value]]:
    return [(row.get("role"), row.get("name")) for row in case.answers().table("appointed")]


@pytest.mark.rule("R141")
def test_a_domestic_homicide_review_begins_with_both_who_sit_on_every_panel(
    session: Session,
) -> None:
    held = {"name": "Ben Cole", "role": "mk-together-2023/dasp_chair"}
    directory.keep(session, directory.Entry("holder", "", {}), held)
    case = cases.start_referral(session, "mk-together-2023", "dhr")
    assert appointed(case) == [("dasp_chair", "Ben Cole"), ("da_coordinator", None)]
    said = [one.words for one in requests.board(case).remarks if one.rule == "R141"]
    assert "nobody is named yet as Domestic Abuse Co-ordinator" in said[0]
    first = case.answers().table("appointed")[0]
    filling.remove_row(case, "appointed", first.id)
    (label,) = requests.board(case).wanting
    assert label.startswith("Chair of the Domestic Abuse Strategic Partnership Board")
    assert appointing.appoint(case, DAY) == 1
    assert appointing.appoint(case, DAY) == 0
    assert ("dasp_chair", "Ben Cole") in appointed(case)
    cases.close_case(case)
    other = cases.start_referral(session, "mk-together-2023", "sar")
    assert appointed(other) == []
    cases.close_case(other)


@pytest.mark.rule("R334")
def test_an_open_inquest_is_told_wherever_the_case_is_published_or_closed(
    session: Session,
) -> None:
    case = cases.start_referral(session, "mkscb-2016", "scr")
    walker = Walker(case)
    walker.answer(date_received=walker.today)
    assert closing.shown(case).cautions == ()
    walker.add("parallel", process="coroner", state="open")
    told = (
        "Coroner's inquiry or inquest: not ended. "
        "Consider the timing with it before anything is published."
    )
    looks = {one.step.id: one.looks for one in whereabouts(case).steps}
    assert told in looks["published"]
    assert told in looks["cleared"]
    assert told not in looks["spread"]
    assert signing.review(case, "publication").cautions == (told,)
    assert signing.review(case, "section1").cautions == ()
    assert closing.shown(case).cautions == (told,)
    assert planning.shown(case).cautions == (told,)
    assert told in stepping.record(case, "published", Given(date(2026, 3, 2))).warnings
    (row,) = case.answers().table("parallel")
    walker.change("parallel", row.id, state="ended")
    assert closing.shown(case).cautions == ()
    cases.close_case(case)
