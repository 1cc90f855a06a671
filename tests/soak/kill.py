"""kill -9 while writing: what was said to be saved is there, and every file opens."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from mktdesk.desk import cases, papers
from mktdesk.errors import DeskError
from tests.soak.desk import PUBLIC, Place, add_link, links, remember_passphrases
from tests.soak.row import Figures, Row

_WHOLE_EVERY = 100  # kills: one of so many is of a program started afresh
_LONGEST = 0.04  # seconds between the first thing said and the kill


def write(base: Path, out: int) -> None:
    """Unlock, open the case, and go on answering; say each answer that is committed."""
    place = Place(base)
    session = place.unlock()
    case = cases.open_case(session, PUBLIC)
    while True:
        number = add_link(case)
        os.write(out, b"%d\n" % number)
        if number % 5 == 0:
            cases.settle(case)
        if number % 7 == 0:
            papers.attach(case, f"{number}.txt", b"%d " % number * 300)


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Kill `count` writers of one vault, one after another."""
    remember_passphrases()
    place, seen = Place(base), Figures()
    place.make(answers=3)
    place.unlock().close()  # the passphrase is stretched before the children are born
    last = 3
    for number in range(count):
        told = _killed(base, chance, whole=number % _WHOLE_EVERY == 0)
        seen["tried"] += 1
        seen["silent"] += told == 0
        seen["committed"] += max(0, told - last)
        last = max(last, _check(place, told, seen))
    return seen


def _killed(base: Path, chance: random.Random, *, whole: bool) -> int:
    """The last answer that a writer said was saved before it was killed."""
    ours, theirs = os.pipe()
    if whole:
        os.set_inheritable(theirs, True)
        command = [sys.executable, "-m", "tests.soak.kill", str(base), str(theirs)]
        child = os.posix_spawn(sys.executable, command, os.environ)
    else:
        child = os.fork()
        if child == 0:
            try:
                write(base, theirs)
            finally:
                os._exit(1)
    os.close(theirs)
    said = os.read(ours, 4096)
    time.sleep(chance.uniform(0, _LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(ours, 4096):
        said += more
    os.close(ours)
    whole_lines = said.rpartition(b"\n")[0].split(b"\n")
    return int(whole_lines[-1] or 0)


def _check(place: Place, told: int, seen: Figures) -> int:
    """Look at everything; how many answers there are."""
    try:
        session = place.unlock()
        case = cases.open_case(session, PUBLIC)
        kept = links(case)
        seen["lost"] += max(0, told - kept)
        seen["invented"] += told > 0 and kept > told + 1
        findings = session.vault.verify()
        seen["unsound"] += bool(findings or session.vault.alarms)
        cases.close_case(case)
        session.close()
    except (DeskError, AssertionError) as error:
        sys.stderr.write(f"kill: {error}\n")
        seen["broken"] += 1
        return told
    return kept


ROW = Row(
    "kill", "kill -9 while writing, hash-chained rows, whole program", 5_000, 250, 12, run,
    wrong=("lost", "broken", "unsound", "invented", "silent"), needed=("tried", "committed"),
)  # fmt: skip

if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
