"""A case filled from the fictional Word referral, decided and signed, and its pack as text."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from mktdesk import resources
from mktdesk.desk import cases, filling, intake, packs, signing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.desk.settings import change_settings, settings
from mktdesk.desk.work import Silent
from mktdesk.forms.values import Value, YesNo
from mktdesk.office import KdfCost, Machine
from tests.offices import office_of

FORM = resources.folder("demo") / "child-referral.docx"


class Ticking:
    def __init__(self) -> None:
        self._now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("guidance")
    machine = Machine("test computer", folder / "state", NoSecrets(), Ticking())
    desk = Desk(machine, KdfCost.floor())
    opened, _ = office_of(desk, folder / "vault", "six-larches-by-a-canal", staff="Dana")
    change_settings(
        opened,
        dataclasses.replace(
            settings(opened),
            email="reviews@test-office.example",
            telephone="01632 960100",
            address="Galley Hill Centre, Galley Hill",
            footer="Intellectual property of the Test Office",
        ),
    )
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def decided(session: Session) -> Iterator[OpenCase]:
    """Taken in from Word, section 1 signed, threshold not met but an audit recommended, agreed."""
    case = intake.accept(session, intake.read_referral(FORM.read_bytes(), FORM.name))

    def answer(**values: Value) -> None:
        filling.set_answers(case, {Target("referral", "", k): v for k, v in values.items()})

    answer(date_received=read_date("13/02/2026"), source="agency", review_sought="not_sure")
    referral = signing.review(case, "section1")
    signing.sign(case, referral, referral.suggested)
    answer(
        senior_manager="Alma Reyes, Head of Safeguarding",
        options=("b", "f"),
        recommended="not_recommended",
        recommendation_reasons="The harm is serious; no concern about joint working was found.",
        decision_and_reason="Agreed by all but one.",
        alternative_review="A multi-agency audit was chosen over a SILP.",
        legal_advice=YesNo("yes", "Council solicitor, 2 March 2026"),
        meeting_date=read_date("05/03/2026"),
    )
    members: list[dict[str, Value]] = [
        {"participation": "decided", "decision": ("b", "f"), "reason": "No joint-working concern."},
        {"participation": "abstained"},
        {"participation": "stepped_out", "reason": "Treated the child."},
    ]
    for number, member in enumerate(members):
        who: dict[str, Value] = {
            "name": f"Member {number}",
            "job_title": "Head",
            "agency": f"Agency {number}",
        }
        filling.add_row(case, "panel_member", {**who, **member})
    chair = signing.Signature("Ruth Tolland", "Head of Service", "Council", "5 March 2026")
    signing.sign(case, signing.review(case, "section2"), chair)
    answer(
        chair_view="agree",
        chair_because="The reasoning is sound.",
        terms_of_reference_issues="None: no review.",
        chair_date=read_date("09/03/2026"),
    )
    independent = signing.Signature("Marian Oyelaran", "Independent Chair", "Board", "9 March 2026")
    signing.sign(case, signing.review(case, "section3"), independent)
    yield case
    cases.close_case(case)


@pytest.fixture(scope="session")
def pack(decided: OpenCase) -> bytes:
    """The pack of all three sections, before protection."""
    parts = tuple(part.id for part in decided.form.parts)
    return packs.preview(decided, packs.PackChoice(parts, recipient="Panel"), Silent())


def _read(pack: bytes, *options: str) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler's pdftotext is not installed")
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pack, capture_output=True, check=True).stdout.decode()


@pytest.fixture(scope="session")
def pages(pack: bytes) -> list[str]:
    """The pack's words page by page as they lie there, as another program reads them."""
    found = _read(pack, "-layout").split("\f")[:-1]
    with pikepdf.open(io.BytesIO(pack)) as opened:
        assert len(found) == len(opened.pages)
    return found


@pytest.fixture(scope="session")
def text(pack: bytes) -> str:
    """All the words in reading order, spaces squeezed."""
    return " ".join(_read(pack, "-raw").split())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path
