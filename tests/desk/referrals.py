"""A referral of the 2016 guidance with everybody it names, for the tests of letters."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mktdesk.desk import cases, filling, notices, settings
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.forms.values import NotKnown, Value
from tests.desk.sharing import office_in
from tests.journeys.walking import Walker

REASON = "Both limbs are met: see the panel's own words."
ISSUES = "How the hospital's concern reached the school."


@contextmanager
def office_of_letters(folder: Path) -> Iterator[Session]:
    """An office that can sign its letters."""
    with office_in(folder) as opened:
        wanted = replace(
            settings.settings(opened),
            address="1 High Street\nOuseford NX1 1AA",
            email="office@northshire.example",
        )
        settings.change_settings(opened, wanted)
        yield opened


def referred(office: Session, *children: str) -> Walker:
    """A referral of these children, received, with two agencies asked."""
    walker = Walker(cases.start_referral(office, "mkscb-2016"))
    walker.answer(
        referrer_name="Liz Pemberton",
        referrer_agency="Ouseford General Hospital, named nurse",
        referrer_contact="Ward 4, Ouseford NX1 3TT",
        date_received=walker.today,
    )
    first = walker.case.answers().table("subject")[0].id
    for number, name in enumerate(children):
        row = first if not number else filling.add_row(walker.case, "subject").row
        day = replace(read_date("7/2/2026"), variant="serious_incident")
        known: dict[str, Value] = {
            "name": name, "date_of_birth": read_date("14/3/2018"), "incident_date": day,
            "home_address": NotKnown(), "ethnic_origin": "White Polish",
        }  # fmt: skip
        filling.set_answers(
            walker.case, {Target("subject", row, key): value for key, value in known.items()}
        )
    for name, kin in (
        ("Ewa Wrońska", "Mother"), ("Olek Wroński", "Half-brother"), ("Jan Wroński", "Uncle"),
    ):  # fmt: skip
        walker.add("family_member", name=name, relationship=kin)
    walker.add(
        "request", agency="Northshire Police", contribution="information",
        named_officer="DI Rowan Teale", contact="Station Road\nOuseford",
        due=read_date("30/3/2026"),
    )  # fmt: skip
    walker.add("request", agency="Brookhollow School", contribution="information")
    return walker


def decided(office: Session) -> OpenCase:
    """Referred, recommended for a serious case review, and so decided by the Chair."""
    walker = referred(office, "Maja Wrońska")
    walker.sign("section1")
    walker.sign("section2", recommended="recommended", options=("a",))
    walker.sign(
        "section3", "Marian Oyelaran", chair_view="agree",
        chair_because=REASON, terms_of_reference_issues=ISSUES,
    )  # fmt: skip
    return walker.case


def key_of(case: OpenCase, notice: str, name: str = "") -> str:
    found = [
        one.key
        for one in notices.notices(case)
        if one.key.startswith(f"{notice}:") and name in one.name
    ]
    assert found, notice
    return found[0]


def said(data: bytes, password: str = "") -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler's pdftotext is not installed")
    command = ["pdftotext", "-layout", "-upw", password, "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())
