"""Signatures of a case as they are printed and leave."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from mktdesk.desk import signing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.papers_out import save_signatures, signatures_name
from mktdesk.desk.signatures import moment_said, signature_page, signed_marks
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused
from tests.desk.sittings import ready_for_the_panel


def test_the_page_of_signatures_is_protected_and_journaled(case: OpenCase, tmp_path: Path) -> None:
    out = tmp_path / signatures_name(case)
    with pytest.raises(AnswersRefused, match="Nothing of this case is signed"):
        save_signatures(case, out, "", Silent())
    ready_for_the_panel(case)
    opens_with = save_signatures(case, out, "", Silent())
    assert opens_with == "the full reference, as the slip shows it"
    with pikepdf.open(out, password=case.handle.reference.full) as pdf:
        assert len(pdf.pages) == 1
    assert out.name == f"{case.public} signatures.pdf"
    assert case.book.history(limit=1)[0].verb == "export"


def test_a_superseded_signature_stays_on_the_page(case: OpenCase) -> None:
    ready_for_the_panel(case)
    signing.reopen(case, "section1", "A date was wrong.")
    (mark,) = signed_marks(case)
    assert mark.superseded
    assert mark.what == "Section 1: Referral"
    with pikepdf.open(io.BytesIO(signature_page(case, Silent()))) as pdf:
        assert len(pdf.pages) == 1


def test_a_moment_is_said_in_local_time() -> None:
    assert moment_said("2027-07-12T15:05:00.000Z") == "Mon 12 Jul 2027 at 16:05"
    assert moment_said("") == ""
