"""The thresholds of the guidance as truth tables: which limbs meet them, and which do not."""

from __future__ import annotations

from itertools import product

import pytest

from mktdesk.casework.criteria import Assessment, Proposal, Result, Standing, assess, propose
from mktdesk.casework.facts import facts_of
from mktdesk.casework.records import Override, Referrer
from mktdesk.casework.situation import Situation, Truth
from mktdesk.casework.sources import referrer_warnings
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.values import DateAnswer
from mktdesk.toolkits import form_of_case, load

MET, NOT_MET, NOT_KNOWN = Result.MET, Result.NOT_MET, Result.NOT_KNOWN
MEDWAY, NOTE, TOGETHER = "medway-2007", "mkscb-2010", "mk-together-2023"


def situation(**facts: str) -> Situation:
    return Situation("", facts={name: Truth(answer) for name, answer in facts.items()})


def of(toolkit: str, criterion: str, **facts: str) -> Assessment:
    found = assess(load(toolkit).process, situation(**facts))
    return next(one for one in found if one.criterion.id == criterion)


def result(toolkit: str, criterion: str, **facts: str) -> Result:
    return of(toolkit, criterion, **facts).result


def way(toolkit: str, pathway: str, **facts: str) -> Proposal:
    found = propose(load(toolkit).process, situation(**facts))
    return next(one for one in found if one.pathway.id == pathway)


def every_no(toolkit: str, **but: str) -> dict[str, str]:
    return {fact.id: "no" for fact in load(toolkit).process.fact} | but


# 2007


@pytest.mark.rule("R63")
def test_medway_a_death_with_abuse_as_a_factor_must_be_reviewed() -> None:
    table = {("yes", "yes"): MET, ("yes", "no"): NOT_MET, ("yes", "not_known"): NOT_KNOWN,
             ("no", "yes"): NOT_MET, ("not_known", "yes"): NOT_KNOWN}  # fmt: skip
    for (died, abuse), expected in table.items():
        assert result(MEDWAY, "death", died=died, abuse=abuse) is expected, (died, abuse)
    assert way(MEDWAY, "scr", died="yes", abuse="yes").strength == "must"
    assert way(MEDWAY, "scr", **every_no(MEDWAY)).standing is Standing.NOT_PROPOSED


@pytest.mark.parametrize(
    "limb",
    [
        pytest.param("injury", marks=pytest.mark.rule("R64")),
        pytest.param("sexual_abuse", marks=pytest.mark.rule("R65")),
        pytest.param("parent_murdered", marks=pytest.mark.rule("R66")),
        pytest.param("parent_mental_illness", marks=pytest.mark.rule("R67")),
        pytest.param("concern", marks=pytest.mark.rule("R68")),
    ],
)
def test_medway_each_of_the_five_alone_has_a_review_considered(limb: str) -> None:
    alone = way(MEDWAY, "scr", **every_no(MEDWAY, **{limb: "yes"}))
    assert (alone.standing, alone.strength) == (Standing.PROPOSED, "consider")
    assert [one.criterion.id for one in alone.why] == [limb]
    assert way(MEDWAY, "scr", **every_no(MEDWAY)).standing is Standing.NOT_PROPOSED
    unknown = way(MEDWAY, "scr", **every_no(MEDWAY, **{limb: "not_known"}))
    assert unknown.standing is Standing.OPEN


@pytest.mark.rule("R77")
def test_medway_lessons_learned_is_below_the_threshold_with_an_incident_and_concern() -> None:
    below = {"incident": "yes", "concern": "yes"}
    assert result(MEDWAY, "llr", **every_no(MEDWAY, **below)) is MET
    for missing in below:
        assert result(MEDWAY, "llr", **every_no(MEDWAY, **{**below, missing: "no"})) is NOT_MET
    accident = {**below, "died": "yes", "natural_or_accident": "yes"}
    assert result(MEDWAY, "llr", **every_no(MEDWAY, **accident)) is MET
    other = {**below, "died": "yes", "natural_or_accident": "no"}
    assert result(MEDWAY, "llr", **every_no(MEDWAY, **other)) is NOT_MET
    over = of(MEDWAY, "llr", **every_no(MEDWAY, **accident, abuse="yes"))
    assert over.result is NOT_MET
    assert over.why == ("Is another threshold met: Serious case review: a child has died? Yes",)


# 2023


@pytest.mark.rule("R108")
def test_2023_a_serious_incident_is_notified() -> None:
    limbs = ("child_abuse", "child_died", "child_harmed", "in_area", "outside_england")
    for answers in product(("yes", "no"), repeat=len(limbs)):
        known = dict(zip(limbs, answers, strict=True))
        abuse, died, harmed, here, abroad = (one == "yes" for one in answers)
        expected = MET if abuse and (died or harmed) and (here or abroad) else NOT_MET
        assert result(TOGETHER, "sin", **known) is expected, known
    assert result(TOGETHER, "sin", child_abuse="yes", child_died="yes") is NOT_KNOWN
    assert way(TOGETHER, "lcspr", child_abuse="yes", child_died="yes", in_area="yes").strength


@pytest.mark.parametrize(
    "factor",
    [
        pytest.param("improvements", marks=pytest.mark.rule("R109")),
        pytest.param("recurrent", marks=pytest.mark.rule("R110")),
        pytest.param("working_together", marks=pytest.mark.rule("R111")),
    ],
)
def test_2023_a_factor_is_shown_and_changes_nothing(factor: str) -> None:
    for limbs in ({}, {"child_abuse": "no"}, every_no(TOGETHER, child_abuse="yes")):
        plain = of(TOGETHER, "sin", **limbs)
        for answer in ("yes", "no", "not_known"):
            weighed = of(TOGETHER, "sin", **{**limbs, factor: answer})
            assert weighed.result is plain.result
            assert factor not in {limb.id for limb in weighed.because}
            (shown,) = (limb for limb in weighed.factors if limb.id == factor)
            assert shown.answer == answer


@pytest.mark.rule("R115")
def test_2023_an_adult_review_needs_care_needs_concern_and_death_or_serious_abuse() -> None:
    limbs = ("adult_needs", "adult_concern", "adult_death", "adult_alive")
    for answers in product(("yes", "no"), repeat=len(limbs)):
        needs, concern, death, alive = (one == "yes" for one in answers)
        expected = MET if needs and concern and (death or alive) else NOT_MET
        known = dict(zip(limbs, answers, strict=True))
        assert result(TOGETHER, "sar", **known) is expected, known
    assert result(TOGETHER, "sar", adult_needs="yes", adult_concern="yes") is NOT_KNOWN


@pytest.mark.rule("R116")
@pytest.mark.rule("C14")
def test_2023_the_death_of_a_rough_sleeper_is_a_must_of_local_policy_that_can_be_set_aside() -> (
    None
):
    toolkit = load(TOGETHER)
    now = situation(**every_no(TOGETHER, rough_sleeping="yes"))
    found = propose(toolkit.process, now)[0]
    assert (found.pathway.id, found.standing, found.strength) == ("sar", Standing.PROPOSED, "must")
    assert [(one.criterion.id, one.criterion.local) for one in found.why] == [
        ("sar_rough_sleeping", True)
    ]
    (act,) = (one for one in found.assessments if one.criterion.id == "sar")
    assert (act.result, act.criterion.local) == (NOT_MET, False)  # the Act's own limbs are not met
    aside = Override("sar_rough_sleeping", result="not met", reason="No care needs", by="R. Osei")
    left = propose(toolkit.process, now, {"sar_rough_sleeping": aside})
    assert Standing.PROPOSED not in {one.standing for one in left}
    assert result(TOGETHER, "sar_rough_sleeping", **every_no(TOGETHER)) is NOT_MET


def dated(form: str, pathway: str, born: str, died: str) -> dict[str, str]:
    """The facts that come of dates alone."""
    toolkit = load(TOGETHER)
    whole = form_of_case(toolkit, form, pathway)
    record = next(page.repeat.record for _, page in whole.pages() if page.repeat)
    asked = {"date_of_birth": born, "incident_date": died}
    values = {key: DateAnswer(text, text, text, "day") for key, text in asked.items()}
    answers = Answers(single=values, rows={record: (Row("r1", values),)})
    return {
        key: value.value for key, value in facts_of(whole, toolkit.process, answers).truths.items()
    }


HOMICIDE = {"death_violence": "yes", "death_related": "yes"}


@pytest.mark.rule("R117")
@pytest.mark.parametrize(
    ("born", "expected"), [("2010-02-08", NOT_MET), ("2010-02-07", MET), ("1950-01-01", MET)]
)
def test_2023_domestic_homicide_from_the_sixteenth_birthday(born: str, expected: Result) -> None:
    facts = dated("dhr_referral", "dhr", born, "2026-02-07")
    assert result(TOGETHER, "dhr", **facts, **HOMICIDE) is expected


@pytest.mark.rule("R117")
def test_2023_domestic_homicide_by_a_relative_or_one_of_the_household_and_nobody_else() -> None:
    sixteen = every_no(TOGETHER, death_16="yes", death_violence="yes")
    for by in ("death_related", "death_household"):
        assert result(TOGETHER, "dhr", **{**sixteen, by: "yes"}) is MET
    assert result(TOGETHER, "dhr", **sixteen) is NOT_MET  # a stranger
    asked = {limb.id for limb in of(TOGETHER, "dhr").to_answer}
    assert not any("gender" in name or "orientation" in name for name in asked)
    assert result(TOGETHER, "dhr", **every_no(TOGETHER, death_16="yes", **HOMICIDE)) is MET


@pytest.mark.rule("R118")
@pytest.mark.parametrize("limb", ["coercive", "honour_fgm", "suicide"])
def test_2023_what_a_domestic_homicide_includes_meets_it_without_a_killing(limb: str) -> None:
    by = {} if limb == "suicide" else {"death_related": "yes"}
    facts = every_no(TOGETHER, death_16="yes", **by, **{limb: "yes"})
    assert result(TOGETHER, "dhr", **facts) is MET
    assert result(TOGETHER, "dhr", **{**facts, limb: "no"}) is NOT_MET


@pytest.mark.parametrize(
    "limb",
    [
        pytest.param("near_miss", marks=pytest.mark.rule("R119")),
        pytest.param("agreed_learning", marks=pytest.mark.rule("R121")),
        pytest.param("better_together", marks=pytest.mark.rule("R105")),
        "group",
    ],
)
def test_2023_each_ground_of_a_learning_exercise_alone_proposes_it(limb: str) -> None:
    alone = way(TOGETHER, "cle", **every_no(TOGETHER, **{limb: "yes"}))
    assert (alone.standing, alone.strength) == (Standing.PROPOSED, "consider")
    none = way(TOGETHER, "cle", **every_no(TOGETHER))
    assert none.standing is Standing.NOT_PROPOSED


@pytest.mark.rule("R121")
def test_2023_a_learning_exercise_gives_way_to_a_statutory_threshold() -> None:
    adult = {"adult_needs": "yes", "adult_concern": "yes", "adult_alive": "yes"}
    facts = every_no(TOGETHER, agreed_learning="yes", **adult)
    assert way(TOGETHER, "cle", **facts).standing is Standing.NOT_PROPOSED
    assert way(TOGETHER, "sar", **facts).standing is Standing.PROPOSED
    unknown = {**facts, "adult_concern": "not_known"}
    assert way(TOGETHER, "cle", **unknown).standing is Standing.PROPOSED
    # who agreed stands beside the answer
    fact = next(one for one in load(TOGETHER).process.fact if one.id == "agreed_learning")
    assert "who agreed" in fact.help


# who refers


def warned(toolkit: str, pathway: str, source: str, before: str = "") -> tuple[str, ...]:
    who = Referrer("referrer", source=source, before=before)
    return referrer_warnings(load(toolkit).process, pathway, who, {})


@pytest.mark.rule("R80")
def test_medway_a_professional_who_has_not_asked_first_is_warned_of() -> None:
    assert warned(MEDWAY, "scr", "professional", "yes") == ()
    (told,) = warned(MEDWAY, "scr", "professional", "no")
    assert "designated child protection professional" in told
    assert "The referral is kept." in told


@pytest.mark.rule("R81")
def test_medway_the_secretary_of_state_needs_to_ask_nobody() -> None:
    assert warned(MEDWAY, "scr", "secretary_of_state") == ()


@pytest.mark.rule("R144")
@pytest.mark.parametrize(("pathway", "source"), [("sar", "partner_adult"), ("cle", "partner_cle")])
def test_2023_any_partner_may_refer_an_adult_or_a_learning_exercise(
    pathway: str, source: str
) -> None:
    assert warned(TOGETHER, pathway, source, "yes") == ()


@pytest.mark.parametrize(
    ("pathway", "source", "who"),
    [
        pytest.param("sar", "partner_adult", "line manager", marks=pytest.mark.rule("R163")),
        pytest.param("cle", "partner_cle", "Review Group", marks=pytest.mark.rule("R172")),
        pytest.param("dhr", "other_dhr", "lessons", marks=pytest.mark.rule("R146")),
    ],
)
def test_2023_what_was_not_talked_over_first_is_warned_of_and_the_referral_kept(
    pathway: str, source: str, who: str
) -> None:
    for before in ("no", "not_known", ""):
        (told,) = warned(TOGETHER, pathway, source, before)
        assert who in told
        assert "The referral is kept." in told
    assert warned(TOGETHER, pathway, source, "yes") == ()
