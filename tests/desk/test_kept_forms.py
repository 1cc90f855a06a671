"""A case that goes another way keeps what was decided on the first."""

from __future__ import annotations

from dataclasses import replace

from mktdesk.casework.keeping import forms_to_keep
from mktdesk.casework.records import CaseFacts
from mktdesk.desk import cases, filling, signing
from mktdesk.desk.casefile import OpenCase, put
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.desk.standing import situation
from mktdesk.forms.values import Value

PANEL: dict[str, Value] = {
    "rra_immediate": "None",
    "rra_good_practice": "None",
    "rra_decision": "cle",
    "rra_reasons": "No serious abuse; something to learn.",
    "rra_agreed": "panel",
    "rra_date": read_date("20/11/2026"),
}


def decided(session: Session) -> OpenCase:
    """A case of an adult that the panel sent to the Review Group."""
    case = cases.start_referral(session, "mk-together-2023", "sar")
    filling.set_answers(case, {Target("referral", "", key): v for key, v in PANEL.items()})
    member: dict[str, Value] = {"name": "R. Osei", "agency": "Health", "view": "agrees"}
    filling.add_row(case, "rra_member", member)
    read = signing.review(case, "rapid_review_adults")
    signing.sign(case, read, signing.Signature("R. Osei", "Chair", "Health", "20/11/2026"))
    return case


def test_the_decision_is_there_after_the_case_went_another_way(session: Session) -> None:
    case = decided(session)
    public = case.public
    kept = forms_to_keep(case.toolkit, case.facts, case.form, case.answers())
    facts = replace(case.facts, pathway="cle", kept=kept)
    case.write("edit", (put(facts),), reason="The panel decided so")
    cases.close_case(case)

    case = cases.open_case(session, public)
    assert CaseFacts.of("case", case.facts.to_fields()).kept_forms == ("rapid_review_adults",)
    now = situation(case)
    assert now.pathway == "cle"
    assert now.outcomes["sar_cle"]
    assert not now.outcomes["sar_go"]
    assert "rapid_review_adults" in now.events
    signed = next(line for line in cases.statuses(case) if line.part == "rapid_review_adults")
    assert signed.words.startswith("Signed by R. Osei")
    cases.close_case(case)


def test_a_decision_that_the_case_has_no_part_for_did_not_come_out_so(session: Session) -> None:
    case = cases.start_referral(session, "mk-together-2023", "sar")
    outcomes = situation(case).outcomes
    assert outcomes["dhr_go"] is False
    assert outcomes["sin_met"] is False
    assert "sar_go" not in outcomes
    cases.close_case(case)
