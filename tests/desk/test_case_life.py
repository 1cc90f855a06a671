"""A case from reference to signatures, as the desk does it."""

from __future__ import annotations

import dataclasses

import pytest

from mktdesk.book import Change, RowChange
from mktdesk.casework.status import State
from mktdesk.desk import cases, filling, signing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target, keep_place, kept_place, save_draft
from mktdesk.desk.session import Session
from mktdesk.desk.settings import PUBLIC_WARNING, change_settings, settings
from mktdesk.desk.signing import Signature
from mktdesk.errors import AnswersRefused, ReferenceRefused
from mktdesk.forms.flow import Place
from mktdesk.forms.values import DateAnswer, Value, YesNo

CHAIR = Signature("Ruth Tolland", "Head of Service", "Northshire Council", "6 October 2026")


def single(field: str) -> Target:
    return Target("referral", "", field)


def day(iso: str) -> DateAnswer:
    return DateAnswer(iso, iso, iso, "day")


def fill_section_1(case: OpenCase) -> None:
    child = case.answers().table("subject")[0].id
    answers: dict[Target, Value] = {
        single("referred"): "Mara Voss",
        single("referrer_name"): "Peter Lindqvist",
        single("referrer_agency"): "Social Care",
        single("lead_name"): "Joan Abara",
        single("date_of_referral"): day("2026-11-03"),
        single("circumstances"): "Lives with her mother.",
        single("incident"): "Found alone.",
        single("why_referring"): "Several agencies knew.",
        single("date_received"): day("2026-11-04"),
        Target("subject", child, "name"): "Mara Voss",
        Target("subject", child, "date_of_birth"): day("2021-11-02"),
    }
    filling.set_answers(case, answers)


def fill_section_2(case: OpenCase) -> None:
    answers: dict[str, Value] = {
        "senior_manager": "Alma Reyes",
        "options": ("a",),
        "recommended": "recommended",
        "recommendation_reasons": "Both limbs.",
        "decision_and_reason": "Agreed.",
        "legal_advice": YesNo("no"),
        "meeting_date": day("2026-11-20"),
    }
    filling.set_answers(case, {single(k): v for k, v in answers.items()})
    filling.add_row(
        case,
        "panel_member",
        {
            "name": "Hal Dryden",
            "job_title": "Superintendent",
            "agency": "Police",
            "participation": "decided",
            "decision": ("a",),
            "reason": "Both limbs are met.",
        },
    )


def states(case: OpenCase) -> list[State]:
    """Of the parts that the case began with."""
    began = {part.id for part in case.intake.parts}
    return [s.state for s in cases.statuses(case) if s.part in began]


@pytest.mark.rule("R186")
def test_each_referral_gets_the_next_reference_and_none_is_given_twice(session: Session) -> None:
    made = []
    for _ in range(3):
        case = cases.start_referral(session)
        made.append(case.public)
        cases.close_case(case)
    assert made == ["SCR-2026-001", "SCR-2026-002", "SCR-2026-003"]
    assert [line.public for line in cases.list_cases(session)] == made


@pytest.mark.rule("R203")
def test_a_case_goes_from_reference_to_the_chairs_decision(case: OpenCase) -> None:
    assert states(case) == [State.NOT_STARTED, State.WAITING, State.WAITING]
    fill_section_1(case)
    assert states(case)[0] is State.READY
    first = signing.review(case, "section1")
    signing.sign(case, first, first.suggested)
    fill_section_2(case)
    signing.sign(case, signing.review(case, "section2"), CHAIR)
    (line,) = cases.list_cases(case.session)
    assert line.stage.startswith("Section 3"), "recommended, not decided"
    filling.set_answers(
        case,
        {
            single("chair_view"): "agree",
            single("chair_because"): "Criteria met.",
            single("terms_of_reference_issues"): "Sharing what is known.",
            single("chair_date"): day("2026-11-24"),
        },
    )
    last = dataclasses.replace(CHAIR, name="Marian Oyelaran")
    signing.sign(case, signing.review(case, "section3"), last)
    assert states(case) == [State.SIGNED] * 3
    (line,) = cases.list_cases(case.session)
    assert line.stage.startswith("Sub-group drafts scope and terms of reference")
    assert (line.subject, line.names) == ("MV", "Mara Voss")


@pytest.mark.rule("R182")
def test_the_chair_decides_after_the_sub_group_has_signed(case: OpenCase) -> None:
    fill_section_1(case)
    with pytest.raises(AnswersRefused, match="comes after"):
        signing.sign(case, signing.review(case, "section2"), CHAIR)
    with pytest.raises(AnswersRefused, match="comes after"):
        signing.sign(case, signing.review(case, "section3"), CHAIR)


def test_an_incomplete_part_is_not_signed(case: OpenCase) -> None:
    with pytest.raises(AnswersRefused, match="not complete"):
        signing.sign(case, signing.review(case, "section1"), CHAIR)
    assert not case.signoffs()


def test_a_signed_part_changes_only_for_a_reason_and_keeps_its_signed_version(
    case: OpenCase,
) -> None:
    fill_section_1(case)
    signed = signing.sign(case, signing.review(case, "section1"), CHAIR)
    with pytest.raises(AnswersRefused, match="is signed"):
        filling.set_answer(case, single("incident"), "Other words.")
    with pytest.raises(AnswersRefused, match="stated reason"):
        signing.reopen(case, "section1", "  ")
    signing.reopen(case, "section1", "The date was wrong")
    filling.set_answer(case, single("incident"), "Other words.")
    (kept,) = case.signoffs()
    assert not kept.stands
    assert kept.superseded_why == "The date was wrong"
    assert kept.digest == signed.digest
    assert not signing.agrees(case, kept)
    assert states(case)[0] is State.SUPERSEDED
    as_signed = signing.signed_answers(case, kept)
    assert as_signed.get("incident") == "Found alone."
    assert case.answers().get("incident") == "Other words."
    blocks, digest_is_the_signed_one = signing.read_version(case, kept)
    assert digest_is_the_signed_one
    lines = [line.answer for block in blocks for line in block.lines]
    assert "Found alone." in lines


def test_reopening_a_part_supersedes_what_was_signed_on_its_strength(case: OpenCase) -> None:
    fill_section_1(case)
    signing.sign(case, signing.review(case, "section1"), CHAIR)
    fill_section_2(case)
    signing.sign(case, signing.review(case, "section2"), CHAIR)
    signing.reopen(case, "section1", "New facts")
    assert [s.stands for s in case.signoffs()] == [False, False]
    assert states(case) == [State.SUPERSEDED, State.SUPERSEDED, State.WAITING]


def test_the_digest_is_of_exactly_what_was_signed(case: OpenCase) -> None:
    fill_section_1(case)
    signed = signing.sign(case, signing.review(case, "section1"), CHAIR)
    assert signing.agrees(case, signed)
    assert len(signed.digest) == 64


def test_undo_and_redo_and_a_signature_stops_them(case: OpenCase) -> None:
    fill_section_1(case)
    filling.set_answer(case, single("incident"), "Other words.")
    filling.undo(case)
    assert case.answers().get("incident") == "Found alone."
    filling.redo(case)
    assert case.answers().get("incident") == "Other words."
    row = filling.add_row(case, "agency", {"agency": "Police"}).row
    filling.remove_row(case, "agency", row)
    assert case.answers().table("agency") == ()
    filling.undo(case)
    assert [r.id for r in case.answers().table("agency")] == [row]
    signing.sign(case, signing.review(case, "section1"), CHAIR)
    assert filling.undo(case) is None


def test_rows_keep_the_order_they_are_given(case: OpenCase) -> None:
    names = ["Police", "School", "Housing"]
    ids = [filling.add_row(case, "agency", {"agency": name}).row for name in names]
    filling.move_row(case, "agency", ids[2], 1)
    assert [r.get("agency") for r in case.answers().table("agency")] == [
        "Police",
        "Housing",
        "School",
    ]
    assert filling.move_row(case, "agency", ids[0], 0) is None


def test_the_last_child_is_not_removed(case: OpenCase) -> None:
    child = case.answers().table("subject")[0].id
    with pytest.raises(AnswersRefused, match="at least 1 child"):
        filling.remove_row(case, "subject", child)
    second = filling.add_row(case, "subject").row
    filling.remove_row(case, "subject", second)


def test_an_answer_of_a_megabyte_is_kept_and_one_character_more_is_refused(case: OpenCase) -> None:
    filling.set_answer(case, single("circumstances"), "x" * 1_000_000)
    with pytest.raises(AnswersRefused, match="more than an answer can hold"):
        filling.set_answer(case, single("circumstances"), "x" * 1_000_001)
    assert case.answers().get("circumstances") == "x" * 1_000_000


def test_saying_the_same_again_writes_nothing(case: OpenCase) -> None:
    filling.set_answer(case, single("incident"), "Found alone.")
    heads = case.book.heads()
    assert filling.set_answer(case, single("incident"), "Found alone.") is None
    assert case.book.heads() == heads


def test_what_was_being_typed_is_an_answer_when_the_case_is_next_opened(session: Session) -> None:
    case = cases.start_referral(session)
    public, child = case.public, case.answers().table("subject")[0].id
    save_draft(case, single("incident"), "Found al")
    save_draft(case, Target("subject", child, "name"), "Mara")
    assert case.answers().get("incident") is None
    session.vault.close_case(case.handle)  # as when the program ends: no draft is settled
    again = cases.open_case(session, public)
    assert again.answers().get("incident") == "Found al"
    assert again.answers().table("subject")[0].get("name") == "Mara"
    assert again.book.drafts("answer") == {}
    cases.close_case(again)


def test_a_draft_that_says_what_stands_already_is_none(session: Session) -> None:
    case = cases.start_referral(session)
    save_draft(case, single("incident"), "GHOST WORDS")
    save_draft(case, single("incident"), None)  # deleted again
    assert case.book.drafts("answer") == {}
    filling.set_answer(case, single("incident"), "Found alone.")
    save_draft(case, single("incident"), "Found alone. GHOST WORDS")
    save_draft(case, single("incident"), "Found alone.")
    session.vault.close_case(case.handle)  # as when the program ends
    again = cases.open_case(session, case.public)
    assert again.answers().get("incident") == "Found alone."
    cases.close_case(again)


def test_what_is_signed_is_what_was_read(case: OpenCase) -> None:
    fill_section_1(case)
    read = signing.review(case, "section1")
    filling.set_answer(case, single("incident"), "Other words.")
    with pytest.raises(AnswersRefused, match="changed since"):
        signing.sign(case, read, CHAIR)
    assert not case.signoffs()
    signing.sign(case, signing.review(case, "section1"), CHAIR)


def test_what_was_being_typed_is_read_before_it_is_signed(case: OpenCase) -> None:
    fill_section_1(case)
    save_draft(case, single("incident"), "GHOST WORDS")
    read = signing.review(case, "section1")
    assert "GHOST WORDS" in [line.answer for block in read.blocks for line in block.lines]
    save_draft(case, single("incident"), "Unread words")
    signed = signing.sign(case, read, CHAIR)
    assert signing.signed_answers(case, signed).get("incident") == "GHOST WORDS"
    assert signing.agrees(case, signed)


def test_a_draft_never_changes_a_signed_part(session: Session) -> None:
    case = cases.start_referral(session)
    fill_section_1(case)
    read = signing.review(case, "section1")
    signed = signing.sign(case, read, CHAIR)
    save_draft(case, single("incident"), "Typed too late")
    save_draft(case, single("senior_manager"), "Alma Reyes")
    session.vault.close_case(case.handle)
    again = cases.open_case(session, case.public)
    assert signing.agrees(again, signed)
    assert again.answers().get("incident") == "Found alone."
    assert again.answers().get("senior_manager") == "Alma Reyes"
    assert again.book.drafts("answer") == {}
    note = again.book.history(limit=1)[0].note
    assert note["referral//incident"] == "Typed too late"
    cases.close_case(again)


def test_undo_passes_over_a_draft_that_went_into_a_note(session: Session) -> None:
    case = cases.start_referral(session)
    filling.set_answer(case, single("incident"), "Found alone.")
    save_draft(case, Target("family_member", "gone", "name"), "Ivo")
    session.vault.close_case(case.handle)
    again = cases.open_case(session, case.public)
    assert again.book.history(limit=1)[0].note["family_member/gone/name"] == "Ivo"
    done = filling.undo(again)
    assert done is not None
    assert done.changed == {("referral", "referral")}
    assert again.answers().get("incident") is None
    assert filling.redo(again) is not None
    assert again.answers().get("incident") == "Found alone."
    assert filling.redo(again) is None
    assert filling.undo(again) is not None
    assert filling.undo(again) is None
    assert not again.book.can_undo(session.actor)
    cases.close_case(again)


def test_a_draft_of_what_an_answer_says_by_then_is_no_entry(session: Session) -> None:
    case = cases.start_referral(session)
    save_draft(case, single("incident"), "Found alone.")
    change = RowChange("referral", "referral", {"incident": "Found alone."})
    case.book.write(Change(session.actor, "edit", (change,)))
    heads = case.book.heads()
    session.vault.close_case(case.handle)
    again = cases.open_case(session, case.public)
    assert again.book.heads() == heads
    assert again.book.drafts("answer") == {}
    cases.close_case(again)


def test_the_case_remembers_where_the_person_was(session: Session) -> None:
    case = cases.start_referral(session)
    assert kept_place(case) is None
    keep_place(case, Place("section1", "family"))
    cases.close_case(case)
    again = cases.open_case(session, case.public)
    assert kept_place(again) == Place("section1", "family")
    cases.close_case(again)


def test_an_old_case_keeps_its_reference_and_gains_a_seal(session: Session) -> None:
    old = cases.register_old_case(session, "mkscb-2016", "cr/2014/7")
    assert old.public == "CR-2014-7"
    assert old.facts.old_reference
    assert old.handle.reference.full.startswith("CR-2014-7-")
    cases.close_case(old)
    with pytest.raises(ReferenceRefused):
        cases.register_old_case(session, "mkscb-2016", "CR 2014 7")


def test_who_looked_at_a_full_reference_and_why_is_journaled(session: Session) -> None:
    case = cases.start_referral(session)
    cases.close_case(case)
    with pytest.raises(ReferenceRefused, match="Say why"):
        cases.show_reference(session, case.public, " ")
    shown = cases.show_reference(session, case.public, "Slip for Dr Aziz")
    assert shown == case.handle.reference
    last = session.vault.register.history(limit=1)[0]
    assert (last.verb, last.reason, last.actor) == ("view", "Slip for Dr Aziz", session.actor)
    assert shown.seal not in repr(last)


def test_the_list_is_searched_by_every_word(session: Session) -> None:
    for name in ("Mara Voss", "Idris Calloway"):
        case = cases.start_referral(session)
        child = case.answers().table("subject")[0].id
        filling.set_answer(case, Target("subject", child, "name"), name)
        cases.close_case(case)
    assert [c.names for c in cases.list_cases(session, "mara")] == ["Mara Voss"]
    assert [c.names for c in cases.list_cases(session, "scr 002")] == ["Idris Calloway"]
    assert not cases.list_cases(session, "mara idris")


@pytest.mark.rule("C23")
def test_the_bare_reference_as_password_needs_a_reason_that_is_kept(session: Session) -> None:
    before = settings(session)
    weak = dataclasses.replace(before, pack_key="public")
    with pytest.raises(AnswersRefused, match="guessed in seconds"):
        change_settings(session, weak)
    assert settings(session) == before
    change_settings(session, weak, reason="The board decided so on 3 March")
    assert settings(session).pack_key == "public"
    last = session.vault.register.history(limit=1)[0]
    assert last.reason == "The board decided so on 3 March"
    assert "seconds" in PUBLIC_WARNING


def test_the_reference_format_is_a_setting(session: Session) -> None:
    change_settings(session, dataclasses.replace(settings(session), reference_prefix="lcr"))
    case = cases.start_referral(session)
    assert case.public == "LCR-2026-001"
    cases.close_case(case)
    with pytest.raises(AnswersRefused):
        change_settings(session, dataclasses.replace(settings(session), reference_prefix="L1"))


def test_settings_out_of_reach_are_refused(session: Session) -> None:
    for wrong in (
        {"idle_minutes": 0},
        {"idle_minutes": 999},
        {"backup_days": 0},
        {"backup_days": 91},
        {"appearance": "pink"},
    ):
        with pytest.raises(AnswersRefused):
            change_settings(session, dataclasses.replace(settings(session), **wrong))
