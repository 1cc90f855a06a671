"""What a toolkit says of a meeting is refused by file, key and reason where it cannot be so."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from mktdesk.toolkits import Toolkit, load, supplied
from mktdesk.toolkits.process_people import Core, Seats, Sitting
from mktdesk.toolkits.prove_sittings import sitting_mistakes

SEATS = Seats(
    record="panel_member", name="name", agency="agency", view="decision", title="job_title",
    reason="reason", taking_part="participation", decided="decided", abstained="abstained",
    stepped_out="stepped_out",
)  # fmt: skip
GOOD = Sitting(
    id="s", step="recommendation", met_on="meeting_date", decision="options", seats=SEATS,
    further="further_information", relist="relist_date", brief=("name", "incident"),
)  # fmt: skip


def with_sitting(one: Sitting, toolkit: str = "mkscb-2016") -> Toolkit:
    found = load(toolkit)
    return replace(found, process=msgspec.structs.replace(found.process, sitting=(one,)))


def wrong(one: Sitting, toolkit: str = "mkscb-2016") -> list[str]:
    return [mistake.reason for mistake in sitting_mistakes(with_sitting(one, toolkit))]


def seats(**changed: str | None) -> Sitting:
    return msgspec.structs.replace(GOOD, seats=msgspec.structs.replace(SEATS, **changed))


@pytest.mark.parametrize("toolkit", sorted(supplied()))
def test_every_step_that_a_body_signs_is_a_sitting_in_every_toolkit(toolkit: str) -> None:
    found = load(toolkit)
    assert list(sitting_mistakes(found)) == []
    bodies = {one.id for one in found.bodies}
    signed = {one.id for one in found.process.step if one.part and one.who in bodies}
    assert {one.step for one in found.process.sitting} == signed
    # Each says where the day of the meeting goes, and what tells the case in short.
    assert all(one.met_on for one in found.process.sitting)
    assert [one.id for one in found.process.sitting if not one.brief] in ([], ["in_check"])


def test_a_sound_one_has_no_mistake() -> None:
    assert wrong(GOOD) == []


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (msgspec.structs.replace(GOOD, step="nothing"), "there is no step 'nothing'"),
        (msgspec.structs.replace(GOOD, step="papers"), "which is no body"),
        (msgspec.structs.replace(GOOD, step="alternatives"), "has no part"),
        (msgspec.structs.replace(GOOD, met_on="options"), "'options' is no date"),
        (msgspec.structs.replace(GOOD, decision="chair_view"), "no field 'chair_view'"),
        (msgspec.structs.replace(GOOD, presented_by="nobody"), "no field 'nobody'"),
        (msgspec.structs.replace(GOOD, brief=("nothing",)), "there is no field 'nothing'"),
        (msgspec.structs.replace(GOOD, minimum=-1), "`minimum`"),
        (msgspec.structs.replace(GOOD, minutes=0), "`minutes`"),
        (
            msgspec.structs.replace(GOOD, core=(Core("police", "z"),), core_field="options"),
            "'options' has no option 'z'",
        ),
        (
            msgspec.structs.replace(GOOD, core=(Core("police"),), core_field="options"),
            "'police' has no option",
        ),
        (seats(record="agency"), "no rows 'agency'"),
        (seats(name="nothing"), "no field 'nothing'"),
        (seats(view="job_title"), "'job_title' is no choice"),
        (seats(abstained="away"), "no option 'away'"),
        (seats(decided=""), "`decided` is missing"),
    ],
)
def test_a_mistake_is_named(one: Sitting, said: str) -> None:
    assert any(said in reason for reason in wrong(one)), wrong(one)


def test_seats_may_keep_only_who_took_part() -> None:
    rule = next(x for x in load("mk-together-2023").process.sitting if x.id == "cle_exercise")
    assert rule.seats is not None
    assert rule.seats.view is None
    assert wrong(rule, "mk-together-2023") == []
