from __future__ import annotations

import pytest

from mktdesk import toolkits
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import Form
from mktdesk.forms.values import DateAnswer, YesNo


def day(text: str, iso: str) -> DateAnswer:
    return DateAnswer(text, iso, iso, "day")


@pytest.fixture(scope="session")
def form() -> Form:
    return toolkits.load("mkscb-2016").intake


@pytest.fixture
def complete() -> Answers:
    """A referral with nothing missing in section 1."""
    child = Row(
        "c1",
        {
            "name": "Mara Voss",
            "date_of_birth": day("2/11/2021", "2021-11-02"),
            "incident_date": DateAnswer(
                "24/10/2026", "2026-10-24", "2026-10-24", "day", variant="serious_incident"
            ),
            "child_protection_plan": YesNo("no"),
        },
    )
    return Answers(
        {
            "referred": "Mara Voss",
            "referrer_name": "Peter Lindqvist",
            "referrer_agency": "Social Care",
            "lead_name": "Joan Abara",
            "date_of_referral": day("3/11/2026", "2026-11-03"),
            "circumstances": "Lives with her mother.",
            "incident": "Found alone.",
            "why_referring": "Several agencies knew.",
            "date_received": day("4/11/2026", "2026-11-04"),
        },
        {"subject": (child,)},
    )
