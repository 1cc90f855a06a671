"""`python3 tasks.py soak`: every promise of safety against its fault, many times, with figures.

Rows are done in chunks, each in a process of its own with a seed made from --seed, the row and
the chunk; what is done is kept in the state folder, so a soak goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from math import ceil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.soak.row import NotHereError, Row  # noqa: E402 - after the path is set
from tests.soak.rows import ROWS  # noqa: E402


@dataclass(frozen=True)
class Part:
    """What a chunk showed: figures, seconds of one core, why it could not be tried, errors."""

    figures: dict[str, int]
    seconds: float = 0
    not_here: str = ""
    said: str = ""


@dataclass(frozen=True)
class Chunk:
    """A part of a row: its number, and how often the fault is tried in it."""

    row: Row
    number: int
    count: int


def main(arguments: list[str]) -> int:
    """Do what is left of the rows; 0 when nothing was seen that must not be."""
    wanted = _parser().parse_args(arguments)
    if wanted.chunk:
        name, number, count = wanted.chunk
        return _one(name, number, int(count), wanted.seed)
    names = wanted.rows.split(",") if wanted.rows else [row.name for row in ROWS]
    if strange := set(names) - {row.name for row in ROWS}:
        sys.stderr.write(f"There is no row {', '.join(sorted(strange))}.\n")
        return 2
    rows = [row for row in ROWS if row.name in names]
    wanted.state.mkdir(parents=True, exist_ok=True)
    kept = wanted.state / f"seed-{wanted.seed}-share-{wanted.share:g}.json"
    done: dict[str, Part] = {}
    if kept.exists():
        done = {name: Part(**part) for name, part in json.loads(kept.read_text()).items()}
    faults = 0
    for row in rows:
        _do_row(row, wanted, done, kept)
        faults += _tell(row, wanted, done)
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tasks.py soak", description=__doc__)
    parser.add_argument("--rows", default="", help=", ".join(row.name for row in ROWS))
    parser.add_argument("--share", type=float, default=1.0, help="of the full counts; 0.02 is 2 %%")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument(
        "--state",
        type=Path,
        default=ROOT / "build" / "soak",
        help="where it is kept how far the soak is",
    )
    parser.add_argument("--chunk", nargs=3, help=argparse.SUPPRESS)
    return parser


def chunks_of(row: Row, share: float) -> Iterator[Chunk]:
    """A row's chunks; the last may be smaller."""
    left = max(1, ceil(row.full * share))
    number = 0
    while left > 0:
        yield Chunk(row, number, min(left, row.chunk))
        left -= row.chunk
        number += 1


def _do_row(row: Row, wanted: argparse.Namespace, done: dict[str, Part], kept: Path) -> None:
    todo = [c for c in chunks_of(row, wanted.share) if f"{row.name}/{c.number}" not in done]
    with ThreadPoolExecutor(wanted.workers) as pool:
        running = {pool.submit(_start, chunk, wanted.seed): chunk for chunk in todo}
        for ended in as_completed(running):
            done[f"{row.name}/{running[ended].number}"] = ended.result()
            fresh = kept.with_suffix(".new")
            fresh.write_text(
                json.dumps({name: asdict(part) for name, part in done.items()}, indent=1)
            )
            fresh.replace(kept)


def _start(chunk: Chunk, seed: str) -> Part:
    """A chunk in a process of its own: its figures, its seconds, and how it ended if badly."""
    begun = time.monotonic()
    said = [chunk.row.name, str(chunk.number), str(chunk.count)]
    command = [sys.executable, "-m", "tests.soak", "--seed", seed, "--chunk", *said]
    ran = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    lines = ran.stdout.strip().splitlines()
    good = ran.returncode == 0 and lines
    part = Part(**json.loads(lines[-1])) if good else Part({"crashed": 1})
    return replace(part, seconds=time.monotonic() - begun, said=ran.stderr[-2000:])


def _one(name: str, number: str, count: int, seed: str) -> int:
    """Run one chunk and print its figures as JSON: the other side of `_start`."""
    row = next(row for row in ROWS if row.name == name)
    chance = random.Random(f"{seed}/{name}/{number}")
    with tempfile.TemporaryDirectory(prefix="mktdesk-soak-") as folder:
        try:
            figures = row.run(count, chance, Path(folder))
        except NotHereError as reason:
            sys.stdout.write(json.dumps({"figures": {}, "not_here": str(reason)}))
            return 0
    sys.stdout.write(json.dumps({"figures": figures}))
    return 0


def _tell(row: Row, wanted: argparse.Namespace, done: dict[str, Part]) -> int:
    """Print the row's line; how many things it shows that must not be."""
    parts = [done[f"{row.name}/{c.number}"] for c in chunks_of(row, wanted.share)]
    figures: Counter[str] = Counter()
    for part in parts:
        figures.update(part.figures)
    seconds = sum(part.seconds for part in parts)
    not_here = next((part.not_here for part in parts if part.not_here), "")
    faults = [f"crashed: {figures['crashed']}"] if figures["crashed"] else []
    if not not_here:
        faults += row.faults(figures, whole=wanted.share >= 1)
    verdict = f"NOT DONE: {not_here}" if not_here else "WRONG" if faults else "right"
    sys.stdout.write(f"{row.name:<9} {row.fault}: {verdict}\n")
    shown = ", ".join(f"{name} {count:,}" for name, count in figures.items() if count)
    sys.stdout.write(f"          {shown or 'nothing'}; {seconds:.0f} s of one core")
    if wanted.share < 1 and figures["tried"]:
        sys.stdout.write(f"; the full {row.full:,}: {seconds / figures['tried'] * row.full:.0f} s")
    sys.stdout.write("\n")
    for fault in faults:
        sys.stdout.write(f"          WRONG {fault}\n")
    for part in parts:
        if part.said and (faults or not_here):
            sys.stdout.write(f"{part.said}\n")
    sys.stdout.flush()
    return len(faults) + bool(not_here)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
