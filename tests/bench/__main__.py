"""`python3 tasks.py bench`: each speed as a ratio to the bare parts, side by side in one run.

For each pair the two sides run in turn (A B A B …), and the median of the ratios is printed:
machines are noisy, ratios less so.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import (
    books,
    duelist,
    pack_pages,
    panel_pages,
    room_keys,
    start,
    toolkit_files,
)

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Pair:
    """What is measured, against what, and the aim for the ratio."""

    name: str
    aim: float
    ours: Callable[[], float]
    bare: Callable[[], float]


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> int:
    """Print a line a pair; exit 0 whatever the figures: they are reported, not judged."""
    print(f"{platform.platform()}, Python {platform.python_version()}, {ROUNDS} rounds each")
    print(f"{'what':<58} {'ours ms':>9} {'bare ms':>9} {'ratio':>6} {'aim':>5}")
    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs(Path(folder)):
            pair.ours(), pair.bare()  # one round to warm both sides
            ours, bare = [], []
            for _ in range(ROUNDS):
                ours.append(pair.ours())
                bare.append(pair.bare())
            ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
            figures = statistics.median(ours) * 1000, statistics.median(bare) * 1000
            met = "" if ratio <= pair.aim else "  over"
            print(
                f"{pair.name:<58} {figures[0]:>9.2f} {figures[1]:>9.2f} {ratio:>6.2f} "
                f"{pair.aim:>5.1f}{met}",
                flush=True,
            )
        print(on_the_screen(Path(folder) / "room"), flush=True)
    return 0


def on_the_screen(folder: Path) -> str:
    """A key of meeting mode, in a process of its own: it shows a window, and needs a Qt."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.screen_keys", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def pairs(folder: Path) -> list[Pair]:
    """Everything that is measured."""
    case = books.Case(folder / "case")
    saving = books.Saving(folder / "saving")
    register = books.Register(folder / "register")
    waiting = duelist.DueList(register)
    table = room_keys.Table(folder / "table")
    form, answers = pack_pages.prepare()
    panel = panel_pages.Panel(form)
    toolkit_files.prepare()
    return [
        Pair(
            "start to first window / bare PySide6 window",
            1.6,
            lambda: seconds(start.program),
            lambda: seconds(start.bare_window),
        ),
        Pair(
            "open a book of 2,000 entries and read it / bare sqlcipher3",
            1.5,
            lambda: seconds(case.ours),
            lambda: seconds(case.bare),
        ),
        Pair(
            "open a case through the desk, lease and all / bare",
            1.5,
            lambda: seconds(case.desk),
            lambda: seconds(case.bare_answers),
        ),
        Pair(
            "50 saved changes, anchor each second / 50 bare commits",
            2.0,
            lambda: seconds(saving.ours),
            lambda: seconds(saving.bare),
        ),
        Pair(
            "48 members' decisions at a meeting / 48 bare commits",
            2.0,
            lambda: seconds(table.ours),
            lambda: seconds(table.bare),
        ),
        Pair(
            "pack of the same text / bare platypus",
            1.5,
            lambda: seconds(lambda: pack_pages.ours(form, answers)),
            lambda: seconds(lambda: pack_pages.bare(answers)),
        ),
        Pair(
            "panel pack, 12 cases, 400 pages, 10 copies / bare, 10 encryptions",
            1.5,
            lambda: seconds(panel.ours),
            lambda: seconds(panel.bare),
        ),
        Pair(
            "register of 10,000 cases: show / bare query",
            2.0,
            lambda: seconds(register.show),
            lambda: seconds(register.bare_show),
        ),
        Pair(
            "register of 10,000 cases: search / bare query",
            2.0,
            lambda: seconds(register.search),
            lambda: seconds(register.bare_search),
        ),
        Pair(
            "due in 10,000 cases, 60,000 open clocks / bare ordered query",
            2.0,
            lambda: seconds(waiting.show),
            lambda: seconds(waiting.bare),
        ),
        Pair(
            "read and prove every toolkit supplied / bare tomllib",
            2.5,
            lambda: seconds(toolkit_files.ours),
            lambda: seconds(toolkit_files.bare),
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
