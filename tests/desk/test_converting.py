"""A case goes another way, or under other guidance: what stays, what comes, what has no place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktdesk.casework.stepping import Given
from mktdesk.desk import cases, closing, converting, drafts, filling, signing, stepping
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.drafts import Target
from mktdesk.desk.erasing import CAUSES, erase
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.overview import overview
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.standing import situation, steps
from mktdesk.desk.toolkits import copy_supplied, put_in_force
from mktdesk.errors import AnswersRefused, InUseElsewhere
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import FieldKind
from mktdesk.forms.values import Value, YesNo
from mktdesk.toolkits import load
from tests.journeys.walking import Walker
from tests.offices import office_of

TOGETHER = "mk-together-2023"
PANEL: dict[str, Value] = {
    "rra_immediate": "None",
    "rra_good_practice": "None",
    "rra_decision": "cle",
    "rra_reasons": "No serious abuse; something to learn.",
    "rra_agreed": "panel",
    "rra_date": read_date("20/11/2026"),
}


@pytest.fixture
def adult(session: Session) -> OpenCase:
    return cases.start_referral(session, TOGETHER, "sar")


def panel_decides(case: OpenCase) -> None:
    filling.set_answers(case, {Target("referral", "", key): v for key, v in PANEL.items()})
    member: dict[str, Value] = {"name": "R. Osei", "agency": "Health", "view": "agrees"}
    filling.add_row(case, "rra_member", member)
    read = signing.review(case, "rapid_review_adults")
    signing.sign(case, read, signing.Signature("R. Osei", "Chair", "Health", "20/11/2026"))


def everything(case: OpenCase) -> dict[str, object]:
    """Every answer that the book holds, whether the form asks for it or not."""
    kinds = {kind for form in case.toolkit.forms.values() for kind in scopes_of(form)}
    kinds |= set(scopes_of(case.form))
    return {f"{kind}/{row.id}": dict(row.fields) for kind in kinds for row in case.book.rows(kind)}


# another pathway


def test_what_is_provided_for_comes_before_what_needs_a_reason(adult: OpenCase) -> None:
    found = converting.ways(adult)
    assert [way.pathway.id for way in found] == ["lcspr", "dhr", "cle", "single_agency"]
    assert [bool(way.ground) for way in found] == [True, True, True, False]
    assert not any(way.decided for way in found)
    cases.close_case(adult)


def test_a_decision_that_names_another_way_is_proposed_and_gives_the_reason(
    session: Session, adult: OpenCase
) -> None:
    panel_decides(adult)
    first = converting.ways(adult)[0]
    assert (first.pathway.id, first.decided) == ("cle", True)
    assert first.ground.startswith("It was decided: ")
    before = converting.preview(adult, "cle")
    assert before.ground == first.ground
    assert adult.pathway.id == "sar"  # a preview does nothing
    case = converting.convert(adult, "cle")
    assert case.pathway.id == "cle"
    assert converting.decided_for(case) == ()  # it has come to where the decision led
    (kept,) = converting.conversions(case)
    assert (kept.from_pathway, kept.to_pathway, kept.reason) == ("sar", "cle", first.ground)
    assert kept.left == ""
    (line,) = {
        line.did: line for line in case_history(case).find(Wanted(text=first.ground))
    }.values()
    assert line.did == "Converted the case"
    public = case.public
    cases.close_case(adult)  # the page that is still open closes what it had
    (listed,) = cases.list_cases(session)
    assert listed.review_type == load(TOGETHER).pathway("cle").label
    again = cases.open_case(session, public)
    assert "rapid_review_adults" in situation(again).events
    signed = next(s for s in again.signoffs() if s.part == "rapid_review_adults")
    assert signing.agrees(again, signed)
    blocks, agrees = signing.read_version(again, signed)
    assert agrees
    assert blocks
    cases.close_case(again)


def test_the_preview_says_what_then_happens(adult: OpenCase) -> None:
    given_day = Given(date(2026, 11, 20))
    stepping.record(adult, "rapid_started", given_day)
    told = converting.preview(adult, "dhr")
    done = next(s.step.label for s in steps(adult) if s.step.id == "rapid_started")
    assert told.steps.kept == (done,)
    assert "Panel for domestic homicide concludes the rapid review" in told.steps.new
    assert "Panel for adults concludes the rapid review" in told.steps.gone
    titles = {part.title for part in load(TOGETHER).forms["rapid_review_dhr"].parts}
    assert titles <= set(told.parts)
    case = converting.convert(adult, "dhr", "The police gave written notice")
    labels = {s.step.label: s.state for s in steps(case)}
    assert set(told.steps.kept) == {s.step.label for s in steps(case) if s.state == "done"}
    assert not set(told.steps.gone) & {
        label for label, state in labels.items() if state != "not needed"
    }
    assert titles <= {part.title for part in case.form.parts}
    cases.close_case(case)


def test_without_a_ground_a_reason_is_needed(adult: OpenCase) -> None:
    for reason in ("", "  "):
        with pytest.raises(AnswersRefused):
            converting.convert(adult, "single_agency", reason)
    with pytest.raises(AnswersRefused):
        converting.convert(adult, "sar", "It is that already")
    with pytest.raises(KeyError):
        converting.convert(adult, "no_such_way", "Because")
    assert converting.conversions(adult) == ()
    case = converting.convert(adult, "single_agency", "The board asked for it")
    assert converting.conversions(case)[0].reason == "The board asked for it"
    cases.close_case(case)


def test_a_closed_case_and_one_that_is_only_read_go_nowhere(
    session: Session, adult: OpenCase
) -> None:
    adult.write("close", (put(closing.Closure("closure", day="2026-11-20", by="R. Osei")),))
    with pytest.raises(AnswersRefused, match="Closed"):
        converting.convert(adult, "cle")
    cases.close_case(adult)
    reading = cases.look_into(session, adult.public)
    with pytest.raises(InUseElsewhere):
        converting.convert(reading, "cle")
    assert converting.ways(reading)
    cases.close_case(reading)


def test_what_was_half_typed_is_an_answer_first(adult: OpenCase) -> None:
    field = next(f.id for f in scopes_of(adult.form)["referral"] if f.kind is FieldKind.NARRATIVE)
    drafts.save_draft(adult, Target("referral", "", field), "Half a sent")
    case = converting.convert(adult, "cle")
    assert case.answers().get(field) == "Half a sent"
    cases.close_case(case)


@pytest.mark.rule("R174")
def test_2023_a_learning_exercise_that_should_be_statutory_goes_to_the_panel(
    session: Session,
) -> None:
    case = cases.start_referral(session, TOGETHER, "cle")
    filling.set_answer(
        case, Target("referral", "", "fact_adult_needs"), YesNo("yes", "Care plan of May")
    )
    offered = {way.pathway.id: way.ground for way in converting.ways(case)}
    statutory = {way.id for way in load(TOGETHER).process.pathway if way.statutory}
    assert all(offered[name] for name in statutory)
    before = everything(case)
    there = converting.convert(case, "sar")
    assert there.pathway.statutory
    panel = next(s for s in steps(there) if s.step.id == "rapid_review_adults")
    assert panel.step.who == "lcrp_adults"
    assert everything(there).items() >= before.items()
    assert there.answers().get("fact_adult_needs") == YesNo("yes", "Care plan of May")
    cases.close_case(there)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[OpenCase]]:
    """One case that goes round and round."""
    from mktdesk.calendar import SystemClock  # noqa: PLC0415 - for this fixture alone
    from mktdesk.desk.session import Desk, NoSecrets  # noqa: PLC0415 - the same
    from mktdesk.office import KdfCost, Machine  # noqa: PLC0415 - the same

    folder = tmp_path_factory.mktemp("walked")
    machine = Machine("test computer", folder / "state", NoSecrets(), SystemClock())
    desk = Desk(machine, KdfCost.floor())
    session, _ = office_of(desk, folder / "vault", "six-larches-by-the-canal")
    held = [cases.start_referral(session, TOGETHER, "lcspr")]
    yield held
    cases.close_case(held[0])
    session.close()


WAYS = [way.id for way in load(TOGETHER).process.pathway]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from(WAYS), min_size=1, max_size=3),
    st.integers(0, 200),
    st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip())),
)
def test_there_and_back_keeps_every_answer(
    walked: list[OpenCase], visited: list[str], place: int, words: str
) -> None:
    case = walked[0]
    start = case.pathway.id
    fields = [
        field.id
        for field in scopes_of(case.form)["referral"]
        if field.kind in {FieldKind.TEXT, FieldKind.NARRATIVE, FieldKind.LINES}
    ]
    filling.set_answer(case, Target("referral", "", fields[place % len(fields)]), words)
    before, shown = everything(case), case.answers()
    for way in (*visited, start):
        if way != case.pathway.id:
            case = converting.convert(case, way, "To and fro")
        assert everything(case).items() >= before.items()
    walked[0] = case
    assert case.pathway.id == start
    asked = {field.id for field in scopes_of(case.form)["referral"]}
    for name, value in shown.single.items():
        assert name in asked
        assert case.answers().get(name) == value
    for record, rows in shown.rows.items():
        assert case.answers().table(record) == rows


# other guidance


def test_a_case_moves_to_what_replaces_its_guidance(session: Session) -> None:
    case = cases.start_referral(session, "mkscb-2016")
    (subject,) = case.book.rows("subject")
    said: dict[Target, Value] = {
        Target("referral", "", "fact_concern"): YesNo("yes", "Three agencies"),
        Target("referral", "", "date_received"): read_date("11/11/2026"),
        Target("referral", "", "referrer_name"): "Liz Pemberton",
        Target("subject", subject.id, "name"): "Maja Wrońska",
    }
    filling.set_answers(case, said)
    before = everything(case)
    (there,) = (x for x in converting.editions(case) if x.id == TOGETHER)
    told = converting.preview_move(case, there)
    assert {one.asked for one in told.left} >= {
        "Is there cause for concern about how agencies worked together to safeguard the child?"
    }
    with pytest.raises(AnswersRefused):
        converting.move(case, there, " ")
    moved = converting.move(case, there, "The 2016 guidance is no longer used")
    assert (moved.facts.toolkit, moved.facts.edition) == (there.id, there.edition)
    assert moved.pathway.id == there.process.pathway[0].id
    (kept,) = converting.conversions(moved)
    assert kept.what == "edition"
    assert kept.left.splitlines() == list(dict.fromkeys(one.question for one in told.left))
    assert "Three agencies" not in kept.left  # what is erased in its own place is gone
    assert converting.without_place(moved) == told.left
    assert any("Three agencies" in one.words for one in told.left)
    assert everything(moved).items() >= before.items()
    answers = moved.answers()
    asked = scopes_of(moved.form)
    assert "date_received" in {field.id for field in asked[moved.form.record]}
    assert answers.get("date_received") == said[Target("referral", "", "date_received")]
    assert "received" in situation(moved).events
    # what is answered from now on is answered in the same row
    filling.set_answer(
        moved, Target(moved.form.record, "", "date_received"), read_date("12/11/2026")
    )
    public = moved.public
    cases.close_case(moved)
    again = cases.open_case(session, public)
    assert again.answers().get("date_received") == read_date("12/11/2026")
    assert overview(again).toolkit == there.short_title
    assert cases.list_cases(session)[0].toolkit == there.short_title
    told_again = case_history(again).find(Wanted(text="no longer used"))
    assert "Moved the case to other guidance" in {line.did for line in told_again}
    cases.close_case(again)


def test_what_is_done_stays_done_and_signed_under_the_offices_own_edition(
    session: Session,
) -> None:
    case = cases.start_referral(session, TOGETHER, "sar")
    panel_decides(case)
    stepping.record(case, "rapid_started", Given(date(2026, 11, 20)))
    own = copy_supplied(session, TOGETHER, "own-2023", "Our own guidance")
    assert "own-2023" not in {x.id for x in converting.editions(case)}  # a draft is none
    put_in_force(session, own, date(2026, 11, 1), "Agreed by the Board")
    (mine,) = (x for x in converting.editions(case) if x.id == "own-2023")
    done = {s.step.id for s in steps(case) if s.state == "done"}
    assert done == {"rapid_started", "rapid_review_adults"}
    told = converting.preview_move(case, mine)
    assert told.left == ()
    assert (told.steps.new, told.steps.gone, told.steps.put_by) == ((), (), ())
    moved = converting.move(case, mine, "Our own from now on")
    assert {s.step.id for s in steps(moved) if s.state == "done"} == done
    (signed,) = moved.signoffs()
    assert signing.agrees(moved, signed)
    blocks, agrees = signing.read_version(moved, signed)
    assert agrees
    assert any(line.answer == "R. Osei" for block in blocks for line in block.lines)
    cases.close_case(moved)


def test_a_step_that_was_signed_in_a_form_the_new_guidance_has_not_stays_done(
    session: Session,
) -> None:
    walker = Walker(cases.start_referral(session, "mkscb-2016"))
    walker.sign("section1", "Liz Pemberton")
    case = walker.case
    day = situation(case).events["referral"].day
    (there,) = (x for x in converting.editions(case) if x.id == TOGETHER)
    label = next(s.label for s in there.process.step if s.id == "referral")
    assert label in converting.preview_move(case, there, "sar").steps.kept
    moved = converting.move(case, there, "The 2016 guidance is no longer used", "sar")
    assert moved.pathway.id == "sar"
    happened = situation(moved).events["referral"]
    assert (happened.day, happened.words) == (
        day,
        "signed by Liz Pemberton, under the 2016 toolkit",
    )
    assert next(s for s in steps(moved) if s.step.id == "referral").state == "done"
    # what is signed under the new guidance goes before what was carried over
    again = Walker(moved, day=date(2026, 11, 20))
    again.sign("referral", "Robin Osei")
    assert situation(moved).events["referral"].words == "signed by Robin Osei"
    cases.close_case(moved)


def test_answers_out_of_sight_are_told_and_erased_by_their_names(session: Session) -> None:
    case = cases.start_referral(session, "mkscb-2016")
    filling.set_answer(case, Target("referral", "", "lead_contact"), "01632 960144")
    (there,) = (x for x in converting.editions(case) if x.id == TOGETHER)
    case = converting.move(case, there, "The 2016 guidance is no longer used", "sar")
    assert any("960144" in one.words for one in converting.without_place(case))
    (line,) = case_history(case).find(Wanted(text="01632 960144"))
    assert "contact" in line.field.lower()
    assert line.can_erase
    erase(case, [line.id], next(iter(CAUSES)), "Asked by the referrer")
    assert case_history(case).find(Wanted(text="01632 960144")) == ()
    assert all("960144" not in one.words for one in converting.without_place(case))
    cases.close_case(case)
