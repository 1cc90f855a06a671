from __future__ import annotations

from datetime import date

from mktdesk.documents.slip import recovery_sheet_pdf, slip_pdf


def test_the_slip_shows_the_whole_reference_once(read: type) -> None:
    full = "SCR-2026-014-7K3M-ABCD-EFGH-1234"
    seen = read(
        slip_pdf(
            office_name="Example Partnership",
            reference_public="SCR-2026-014",
            reference_full=full,
            marking="RESTRICTED",
            made_on=date(2026, 2, 12),
        )
    )
    assert len(seen.pdf.pages) == 1
    assert seen.said().count(full) == 1
    assert full not in seen.furniture(0)
    assert full not in str(seen.pdf.docinfo.Title)
    assert "Thu 12 Feb 2026" in seen.said()


def test_only_the_seal_is_said_to_have_no_doubtful_letters(read: type) -> None:
    full = "SOLIHULL-2014-7-7K3M-ABCD-EFGH-1234"  # an old reference with I, L, O and U
    seen = read(
        slip_pdf(
            office_name="Example Partnership",
            reference_public="SOLIHULL-2014-7",
            reference_full=full,
            marking="RESTRICTED",
            made_on=date(2026, 2, 12),
        )
    )
    assert "It has no letters" not in seen.said()
    assert "Its last sixteen symbols, in four groups, have no letters I, L, O or U" in seen.said()


def test_the_recovery_sheet_shows_the_code(read: type) -> None:
    code = "7K3M-ABCD-EFGH-1234-7K3M-ABCD-EFGH-1234"
    seen = read(recovery_sheet_pdf(office_name="Example", code=code, made_on=date(2026, 2, 12)))
    assert len(seen.pdf.pages) == 1
    assert code in seen.said()
    assert "Ref No" not in seen.furniture(0)
