"""What the tests of travelling share: a laptop beside the office's computer, a case on both."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mktdesk.book import RowChange
from mktdesk.desk import cases, travel, travelling
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.travel import BroughtLine, Choice
from mktdesk.desk.work import Silent
from mktdesk.forms.values import DateAnswer
from mktdesk.office import KdfCost

FLOOR = KdfCost.floor()
DAY = DateAnswer("1 December 2026, 14:00", "2026-12-01", "2026-12-01", time="14:00")


@dataclass
class Laptop:
    """A computer beside the office's, with a stick between them."""

    desk: Desk
    base: Path
    opened: list[Session] = field(default_factory=list)

    def open(self, pack: Path, typed: str, who: str = "Ravi Osei", name: str = "copy") -> Session:
        session = travelling.open_pack(self.desk, pack, typed, self.base / name, who, Silent())
        self.opened.append(session)
        return session


def answer(case: OpenCase, **fields: Any) -> None:
    row = case.facts.row or case.form.id
    case.write("edit", [RowChange(case.form.record, row, fields)])


def single(case: OpenCase) -> dict[str, Any]:
    row = case.facts.row or case.form.id
    found = case.book.row(case.form.record, row)
    return dict(found.fields) if found else {}


def new_case(session: Session, **fields: Any) -> str:
    case = cases.start_referral(session)
    answer(case, **fields)
    cases.close_case(case)
    return case.public


def edit(session: Session, public: str, **fields: Any) -> None:
    case = cases.open_case(session, public)
    answer(case, **fields)
    cases.close_case(case)


def read(session: Session, public: str) -> dict[str, Any]:
    case = cases.look_into(session, public)
    try:
        return single(case)
    finally:
        cases.close_case(case)


def full(session: Session, public: str) -> str:
    return session.vault.seal_of(public).full


def take(session: Session, out: Path, **choice: Any) -> travel.TakenOut:
    return travel.take(session, Choice(**choice), out, Silent(), cost=FLOOR)


def there_and_back(session: Session, laptop: Laptop, stick: Path, public: str) -> Session:
    """A case's copy on the laptop."""
    take(session, stick / "out.mktpack", cases=(public,), to="the panel")
    return laptop.open(stick / "out.mktpack", full(session, public))


def back(laptop: Laptop, copy: Session, stick: Path, name: str = "back") -> Path:
    return travelling.take_back(copy, stick / f"{name}.mktpack", Silent(), laptop.desk)


def bring(session: Session, pack: Path, **how: Any) -> tuple[BroughtLine, ...]:
    return travel.bring(session, pack, Silent(), **how)
