"""Two computers with two windows each on one vault: no change is lost, one writer a case."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

from mktdesk.book import Change, RowChange
from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError, InUseElsewhere, UnlockRefused
from tests.soak.desk import PUBLIC, Place, add_link, links, remember_passphrases
from tests.soak.row import Figures, Row

_COMPUTERS = ("laptop-a", "laptop-a", "laptop-b", "laptop-b")
_TURN = 25  # changes of the register between two tries for the case
_SHARED_ROWS = 40
_PATIENCE = 200  # times that a change is tried again while others write


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """`count` changes by four programs that race."""
    remember_passphrases()
    Place(base).make(answers=1)
    for computer in set(_COMPUTERS):
        Place(base, computer=computer).unlock().close()
    children = []
    for number, computer in enumerate(_COMPUTERS):
        seed = chance.random()
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            _race(Place(base, computer=computer), number, count // 4, random.Random(seed), theirs)
        os.close(theirs)
        children.append((child, ours))
    seen = Figures()
    for child, ours in children:
        _gather(child, ours, seen)
    _look(base, seen)
    return seen


def _gather(child: int, ours: int, seen: Figures) -> None:
    said = b""
    while more := os.read(ours, 65536):
        said += more
    os.close(ours)
    _, status = os.waitpid(child, 0)
    seen["crashed"] += status != 0
    for word in said.decode().split(";"):
        name, _, number = word.partition("=")
        if number:
            seen[name] += int(number)


def _race(place: Place, number: int, count: int, chance: random.Random, out: int) -> None:
    """One program: changes of the register, and of the case when it can be had."""
    seen, code = Figures(), 1
    try:
        session = _unlocked(place, seen)
        for change in range(count):
            _tried(lambda change=change: _register(session, number, change), seen)
            seen["tried"] += 1
            seen["in the register"] += 1
            if change % _TURN == chance.randrange(_TURN):
                _case(session, chance, seen)
        session.close()
        code = 0
    except BaseException as error:  # noqa: BLE001 - a child says how it ended
        sys.stderr.write(f"two: {error!r}\n")
    finally:
        os.write(out, ";".join(f"{name}={n}" for name, n in seen.items()).encode())
        os._exit(code)


def _tried(work: object, seen: Figures) -> object:
    """Do it, again while another program writes."""
    assert callable(work)
    for _ in range(_PATIENCE):
        try:
            return work()
        except InUseElsewhere:
            seen["waited"] += 1
            time.sleep(0.001)
    return work()


def _unlocked(place: Place, seen: Figures) -> Session:
    """Two windows that unlock at once: the second is told to wait, as after a wrong passphrase."""
    for _ in range(10):
        try:
            return place.unlock()
        except (UnlockRefused, InUseElsewhere):
            seen["waited to unlock"] += 1
            time.sleep(1.1)
    return place.unlock()


def _register(session: Session, number: int, change: int) -> None:
    row = RowChange("race", f"r{change % _SHARED_ROWS}", {f"by {number}": change})
    session.vault.register.write(Change(session.actor, "edit", [row]))


def _case(session: Session, chance: random.Random, seen: Figures) -> None:
    case = _tried(lambda: cases.open_case(session, PUBLIC), seen)
    assert isinstance(case, OpenCase)
    if case.read_only:
        seen["second openers"] += 1
        seen["not told who"] += "laptop" not in case.handle.held_by
        try:
            add_link(case)
            seen["second writer"] += 1
        except InUseElsewhere:
            pass
    else:
        for _ in range(chance.randrange(1, 6)):
            add_link(case)
            seen["tried"] += 1
            seen["in the case"] += 1
    try:
        cases.close_case(case)
    except InUseElsewhere:  # the register is written to: the case is closed all the same
        seen["closed before its anchor"] += 1


def _look(base: Path, seen: Figures) -> None:
    try:
        session = Place(base).unlock()
        case = cases.open_case(session, PUBLIC)
        seen["lost"] += abs(seen["in the case"] + 1 - links(case))
        entries = session.vault.register.history(kind="race", limit=1 << 40)
        seen["lost"] += abs(seen["in the register"] - len(entries))
        cases.close_case(case)
        seen["unsound"] += bool(session.vault.alarms or session.vault.verify())
        session.close()
    except (DeskError, AssertionError) as error:
        sys.stderr.write(f"two: {error}\n")
        seen["broken"] += 1


ROW = Row(
    "two", "two windows on each of two computers, one vault", 100_000, 5_000, 240, run,
    wrong=("lost", "unsound", "broken", "crashed", "second writer", "not told who"),
    needed=("tried", "in the case", "in the register"),
)  # fmt: skip
