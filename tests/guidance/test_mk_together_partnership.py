"""The 2023 document as a whole: one partnership, its bodies, its names, its yearly review."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta

import pytest

from mktdesk.calendar import Unit, every
from mktdesk.casework.criteria import assess
from mktdesk.casework.lettering import Known, compose
from mktdesk.casework.parallel import beside
from mktdesk.casework.records import Referrer
from mktdesk.casework.situation import Situation, Truth
from mktdesk.casework.sources import referrer_warnings
from mktdesk.desk import cases, starting
from mktdesk.desk.session import Session
from mktdesk.desk.toolkits import copy_supplied, keep_draft, put_in_force, toolkit_lines, toolkit_of
from mktdesk.forms.types import NoteItem
from mktdesk.toolkits import load, texts_of
from mktdesk.toolkits.caseform import threshold_pages
from mktdesk.toolkits.letter_schema import FIELDS
from mktdesk.toolkits.letters import letters
from tests.guidance.situations import Guidance, made
from tests.guidance.together import CLE, LCSPR, RAPID, SAR, WAYS

TOGETHER = "mk-together-2023"


@pytest.fixture
def register(session: Session) -> Iterator[dict[str, str]]:
    """One case of each kind: its public reference by its pathway."""
    with ExitStack() as begun:
        found = {}
        for way in WAYS:
            case = cases.start_referral(session, TOGETHER, way)
            begun.callback(cases.close_case, case)
            found[way] = case.public
        yield found


@pytest.mark.rule("R98")
@pytest.mark.rule("C24")
def test_one_register_holds_every_kind_of_review_each_under_its_own_name(
    session: Session, register: dict[str, str]
) -> None:
    listed = {line.public: line.review_type for line in cases.list_cases(session)}
    kinds = {way: listed[public] for way, public in register.items()}
    assert len(set(kinds.values())) == len(WAYS)
    prefixes = [public.split("-")[0] for public in register.values()]
    assert prefixes == ["LCSPR", "SAR", "DHR", "CLE", "SAL"]
    # The three letters SAR never stand alone: they are two reviews.
    assert kinds["sar"] == "Safeguarding adult review (SAR)"
    assert "SAR" not in kinds["single_agency"]


@pytest.mark.rule("R99")
def test_the_document_is_due_for_review_a_year_on_and_every_year(session: Session) -> None:
    line = next(x for x in toolkit_lines(session) if x.toolkit.id == TOGETHER)
    begun, by = line.toolkit.effective_from, line.toolkit.review_by
    assert by is not None
    (series,) = line.toolkit.process.series
    days = every(series.every.number, Unit(series.every.unit), begun)
    assert [next(days), next(days)] == [begun, by]
    assert not line.to_review(by)
    assert line.to_review(by + timedelta(days=1))


@pytest.mark.rule("R100")
def test_the_guidance_it_follows_can_be_changed_in_an_offices_own_copy(session: Session) -> None:
    assert [words for words in load(TOGETHER).legal_basis if "under review" in words]
    draft = copy_supplied(session, TOGETHER, "together-own", "Our own")
    files = {**texts_of(TOGETHER), "toolkit.toml": toolkit_text(session, draft.edition)}
    kept = keep_draft(session, files, made_from=draft.made_from)
    put_in_force(session, kept, date(2026, 11, 1), "The Home Office published its guidance")
    own = toolkit_of(session, "together-own")
    assert "Home Office guidance of 2026" in own.legal_basis
    assert load(TOGETHER).legal_basis != own.legal_basis


def toolkit_text(session: Session, edition: str) -> str:
    """The head of the office's own copy, with newer guidance."""
    text = texts_of(TOGETHER)["toolkit.toml"]
    old = "Home Office guidance on domestic homicide reviews (under review when this was written)"
    assert old in text
    text = text.replace(old, "Home Office guidance of 2026")
    text = text.replace(f'id = "{TOGETHER}"', 'id = "together-own"', 1)
    return text.replace('edition = "2023"', f'edition = "{edition}"', 1)


@pytest.mark.rule("R102")
@pytest.mark.rule("C25")
def test_each_statutory_review_is_the_duty_of_its_own_body_and_no_other_kind_is() -> None:
    bodies = {body.id: body.label for body in SAR.toolkit.bodies}
    duty = {
        way: bodies[guidance.pathway.owner or ""]
        for way, guidance in WAYS.items()
        if guidance.pathway.statutory
    }
    assert duty == {
        "lcspr": "Local Safeguarding Partners",
        "sar": "Safeguarding Adults Board",
        "dhr": "Community Safety Partnership",
    }
    # Who decides is called otherwise in each document.
    deciders = {SAR.who("rapid_review_adults"), Guidance("mkscb-2010", "scr").who("screening")}
    assert deciders == {"Local Case Review Panel: adults", "MKSCB Chair"}


@pytest.mark.rule("R104")
def test_what_runs_beside_a_review_is_kept_with_it_and_the_review_says_that_it_blames_nobody() -> (
    None
):
    rows = [{"process": kind, "state": "open"} for kind in ("criminal", "coroner", "disciplinary")]
    found = beside(made({}, {"parallel": rows}))
    assert [one.process for one in found] == ["criminal", "coroner", "disciplinary"]
    offered = {
        option.key
        for _, page in SAR.form.pages()
        for table in page.tables
        if table.record == "parallel"
        for field in table.fields
        if field.id == "process"
        for option in field.options
    }
    assert {"criminal", "coroner", "disciplinary"} <= offered
    text = next(x.text for x in SAR.toolkit.process.text if x.id == "no_blame")
    for word in ("criminal", "coronial", "employment", "blame"):
        assert word in text


@pytest.mark.rule("R101")
@pytest.mark.rule("R104")
def test_an_agency_that_is_asked_reads_what_a_review_is_for_and_that_nobody_is_blamed() -> None:
    asked = next(x for x in SAR.toolkit.process.contribution if "sar" in x.pathways)
    known = Known(
        fields=dict.fromkeys(FIELDS, "x"),
        items={"asked_for": ("Information for the rapid review",)},
        statements={text.id: text.text for text in SAR.toolkit.process.text},
    )
    letter = compose(letters()[asked.letter or ""], known, {})
    words = " ".join(line for block in letter.blocks for line in block.words)
    for said in ("safer", "good practice to share", "prevent", "blame", "criminal, coronial"):
        assert said in words


@pytest.mark.rule("R112")
def test_the_national_panels_view_is_weighed_with_the_date_of_its_letter() -> None:
    now = Situation(
        "lcspr",
        facts={"panel_local": Truth.YES},
        reasons={"panel_local": "Letter of 3 March 2026"},
    )
    found = next(x for x in assess(LCSPR.toolkit.process, now) if x.criterion.id == "sin")
    (said,) = (limb.words for limb in found.factors if limb.id == "panel_local")
    assert said.endswith("Yes. Letter of 3 March 2026")
    fact = next(x for x in LCSPR.toolkit.process.fact if x.id == "panel_local")
    assert "date of the Panel's letter" in fact.help


@pytest.mark.rule("R113")
def test_what_serious_harm_means_stands_where_it_is_asked() -> None:
    page = next(x for x in threshold_pages(LCSPR.toolkit.process) if x.id == "limbs_lcspr")
    notes = " ".join(item.text for item in page.items if isinstance(item, NoteItem))
    asked = next(field for field in page.fields if field.id == "fact_child_harmed")
    for said in (notes, asked.help):
        assert "Serious harm" in said
        for area in ("mental health", "intellectual", "emotional", "social", "behavioural"):
            assert area in said


@pytest.mark.rule("R143")
def test_the_authority_notifies_and_any_partner_may_refer_another_way() -> None:
    process = LCSPR.toolkit.process

    def warned(source: str, before: str = "") -> tuple[str, ...]:
        return referrer_warnings(process, "lcspr", Referrer("referrer", source, before), {})

    assert warned("la") == ()
    (told,) = warned("partner_child")
    assert "Delegated Safeguarding Partners" in told
    assert "strategy meeting" in told
    assert warned("partner_child", "yes") == ()
    route = next(f for _, page in LCSPR.form.pages() for f in page.fields if f.id == "route")
    assert [option.key for option in route.options] == ["notification", "strategy", "dsps"]
    assert "R143" in LCSPR.ruled("referral")


@pytest.mark.rule("C15")
@pytest.mark.rule("C16")
@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("DARFR", "dhr"),
        ("dardr", "dhr"),
        ("DADR", "dhr"),
        ("domestic abuse related death", "dhr"),
        ("continuous learning", "cle"),
        ("collaborative learning", "cle"),
    ],
)
def test_a_review_is_found_by_every_name_it_has(session: Session, typed: str, way: str) -> None:
    found = starting.find(starting.offers(session), typed)
    assert (TOGETHER, way) in {(one.offer.toolkit.id, one.pathway.id) for one in found}


@pytest.mark.rule("C16")
def test_review_group_and_review_board_are_one_body() -> None:
    (group,) = (x for x in CLE.toolkit.bodies if "Review Board" in x.aliases)
    assert group.label == "Review Group" == CLE.who("cle_exercise")
    assert CLE.pathway.owner == group.id


@pytest.mark.rule("C24")
def test_whoever_looks_for_sar_sees_which_of_the_two_each_one_is(session: Session) -> None:
    found = starting.find(starting.offers(session), "SAR")
    assert found
    for one in found:
        assert one.pathway.label != "SAR"
        assert any(word in one.pathway.label for word in ("adult", "agency")), one.pathway.label


def test_every_panel_has_a_chair_whose_name_stands_under_its_conclusion() -> None:
    for way, part in RAPID.items():
        sign = WAYS[way].form.part(part).signoff
        assert sign is not None
        assert sign.role == "Chair of the Local Case Review Panel"
