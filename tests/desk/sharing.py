"""Offices and cases that the tests of a module share, because they take their time to make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mktdesk.book import RowChange
from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.office import KdfCost, Machine
from tests.desk.conftest import PASSPHRASE, Ticking
from tests.journeys.walking import Walker
from tests.offices import office_of


@contextmanager
def office_in(folder: Path) -> Iterator[Session]:
    """A new office."""
    desk = Desk(Machine("test computer", folder / "state", NoSecrets(), Ticking()), KdfCost.floor())
    opened, _ = office_of(desk, folder / "vault", PASSPHRASE)
    yield opened
    opened.close()


@contextmanager
def ended(walker: Walker) -> Iterator[OpenCase]:
    """The case is closed afterwards."""
    yield walker.case
    cases.close_case(walker.case)


@contextmanager
def cleared(case: OpenCase) -> Iterator[OpenCase]:
    """No mark, letter or day of asking outlives its test."""
    yield case
    case.handle.read_only = False
    rows = [*case.book.rows("notice"), *case.book.rows("document")]
    changes = [RowChange(row.kind, row.id, delete=True) for row in rows]
    asked = [row for row in case.book.rows("request") if row.fields.get("asked") is not None]
    changes += [RowChange("request", row.id, {"asked": None}) for row in asked]
    if changes:
        case.write("remove", changes)
