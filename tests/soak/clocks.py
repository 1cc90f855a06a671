"""The clock moved by up to ten years, both ways: order stays right, the jump is shown."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from mktdesk.desk import cases, history
from mktdesk.desk.casefile import OpenCase
from mktdesk.errors import DeskError
from tests.soak.desk import PUBLIC, HandClock, Place, add_link, links, remember_passphrases
from tests.soak.row import Figures, Row

_TEN_YEARS = timedelta(days=3652).total_seconds()
_AGAIN_EVERY = 10  # jumps: then the vault is locked and unlocked
_SHOWN_BACK, _SHOWN_ON = 60, timedelta(days=366).total_seconds()


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Move the clock `count` times while a case is being answered."""
    remember_passphrases()
    clock, seen = HandClock(), Figures()
    clock.move(days=365 * 40)  # room on both sides
    middle = clock.moment
    place = Place(base, clock)
    place.make()
    session = place.unlock()
    case = cases.open_case(session, PUBLIC)
    last = add_link(case)
    for number in range(count):
        before = clock.moment
        clock.moment = middle + timedelta(seconds=chance.uniform(-_TEN_YEARS, _TEN_YEARS))
        jump = (clock.moment - before).total_seconds()
        try:
            last = add_link(case)
            cases.settle(case)
            _check(case, last, jump, seen)
            if number % _AGAIN_EVERY == 0:
                cases.close_case(case)
                session.close()
                session = place.unlock()
                seen["alarms"] += bool(session.vault.alarms or session.vault.verify())
                case = cases.open_case(session, PUBLIC)
                seen["held by nobody"] += case.read_only
        except DeskError:
            seen["refused"] += 1
        seen["tried"] += 1
    seen["lost"] += last - links(case)
    cases.close_case(case)
    session.close()
    return seen


def _check(case: OpenCase, last: int, jump: float, seen: Figures) -> None:
    """The newest line is the newest answer, whatever its time, and it tells of the jump."""
    newest = history.case_history(case).lines[0]
    seen["out of order"] += not newest.new.startswith(f"{last} ")
    big = jump < -_SHOWN_BACK or jump > _SHOWN_ON
    seen["shown"] += big and bool(newest.clock)
    seen["not shown"] += big and not newest.clock
    seen["shown wrongly"] += not big and bool(newest.clock)


ROW = Row(
    "clock", "the clock moved by up to ten years both ways", 1_000, 250, 40, run,
    wrong=("out of order", "not shown", "shown wrongly", "alarms", "lost", "refused",
           "held by nobody"),
    needed=("tried", "shown"),
)  # fmt: skip
