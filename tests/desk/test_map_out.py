"""The map of a case's process, as it leaves the vault."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from mktdesk.desk import map_out
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.history import Wanted, case_history
from mktdesk.desk.work import Silent
from mktdesk.errors import InUseElsewhere


def exports(case: OpenCase) -> list[tuple[str, str]]:
    found = case_history(case).find(Wanted(group="out"))
    return [(line.did, line.why) for line in found]


def test_a_saved_map_opens_with_the_full_reference_and_is_journaled(
    case: OpenCase, tmp_path: Path
) -> None:
    out = tmp_path / map_out.file_name(case)
    assert out.name == "SCR-2026-001 process map.pdf"
    assert "full reference" in map_out.save_map(case, out, Silent())
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out, password="SCR-2026-001")
    with pikepdf.open(out, password=case.handle.reference.full) as pdf:
        assert pdf.docinfo["/Title"] == "SCR-2026-001: Serious case review"
        assert "/StructTreeRoot" in pdf.Root
    assert exports(case) == [("Saved or printed", "Process map")]


def test_a_printed_map_is_journaled_before_it_is_given(case: OpenCase) -> None:
    data = map_out.print_map(case, Silent())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 1
    assert exports(case) == [("Printed", "Process map")]


def test_nothing_leaves_a_case_that_is_only_read(case: OpenCase, tmp_path: Path) -> None:
    case.handle.read_only = True
    try:
        with pytest.raises(InUseElsewhere):
            map_out.save_map(case, tmp_path / "map.pdf", Silent())
        with pytest.raises(InUseElsewhere):
            map_out.print_map(case, Silent())
    finally:
        case.handle.read_only = False
    assert not list(tmp_path.glob("*.pdf"))
