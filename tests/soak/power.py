"""The power goes: the writes of a real session replayed to any moment, torn and reordered.

A session is recorded with strace. At a chosen moment every write up to a file's last fsync is on
the disk; of those after it, any 512-byte sectors, in any order. What was said to be saved before
that moment must be there. The same with `synchronous=OFF` must fail, or the replay proves nothing.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

from mktdesk.book import file
from mktdesk.desk import cases, papers
from mktdesk.errors import DeskError
from tests.soak.desk import PUBLIC, Place, add_link, links, remember_passphrases
from tests.soak.row import Figures, NotHereError, Row

T = TypeVar("T")
_SECTOR = 512
_CONTENT = frozenset({"write", "truncate"})  # the other calls are about names
_ANSWERS = 30  # in a recorded session
_OFF_SHARE = 10  # of the states, one in so many is also tried with synchronous=OFF
_CALLS = "openat,pwrite64,write,lseek,ftruncate,fsync,fdatasync,unlink,rename,mkdir,rmdir,close"
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+|\?)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")
Op: TypeAlias = tuple[str, str, int, bytes]  # what, path, offset or size, bytes (or other path)


def write(base: Path, *, off: bool) -> None:
    """The session that is recorded; each answer is said once it is committed."""
    if off:
        settings = tuple(s.replace("= EXTRA", "= OFF") for s in file._SETTINGS)
        file.__dict__["_SETTINGS"] = settings
    session = Place(base).unlock()
    case = cases.open_case(session, PUBLIC)
    for _ in range(_ANSWERS):
        number = add_link(case)
        os.write(1, b"%d\n" % number)
        if number % 6 == 0:
            cases.settle(case)
        if number % 9 == 0:
            papers.attach(case, f"{number}.txt", b"%d " % number * 2000)
        if number % 20 == 0:
            cases.close_case(cases.start_referral(session))
    cases.close_case(case)
    session.close()


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Cut the power at `count` moments of one recorded session."""
    if shutil.which("strace") is None:
        raise NotHereError("strace is not installed.")
    remember_passphrases()
    place, seen = Place(base / "start"), Figures()
    place.make(answers=2)
    log = _recorded(place, base / "run", off=False)
    for told, disk in _moments(place, log, count, chance):
        seen["tried"] += 1
        seen["wrong"] += not _sound(base / "cut", disk, told)
    off = _recorded(place, base / "off", off=True)
    for told, disk in _moments(place, off, max(8, count // _OFF_SHARE), chance):
        seen["with OFF"] += 1
        seen["OFF noticed"] += not _sound(base / "cut", disk, told)
    return seen


def _recorded(place: Place, copy: Path, *, off: bool) -> list[Op]:
    """The writes of a session on a copy of the vault, as paths within it."""
    shutil.copytree(place.base, copy)
    log = copy.with_suffix(".strace")
    command = [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "4000000",
        "-e",
        f"trace={_CALLS}",
        "-o",
        str(log),
    ]
    command += [sys.executable, "-m", "tests.soak.power", str(copy), "off" if off else "on"]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    if ran.returncode or "30" not in ran.stdout:
        raise NotHereError(f"The session could not be recorded: {ran.stderr[-500:]}")
    return list(_ops(log, f"{copy}/"))


def _ops(log: Path, root: str) -> Iterator[Op]:
    reader = _Reader(root)
    with log.open() as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None or found[3] in {"-1", "?"}:
                continue
            op = reader.op(found[1], found[2], int(found[3]))
            if op is not None:
                yield op


@dataclass
class _Reader:
    """Makes operations of calls; knows where each plain write goes on."""

    root: str
    at: dict[tuple[str, str], int] = field(default_factory=dict)

    def op(self, call: str, inside: str, result: int) -> Op | None:
        strings = [_text(s) for s in _STRING.findall(inside)]
        handle = _FD.match(inside)
        if handle is None:
            return self._named(call, inside, [s.decode() for s in strings])
        path = _text(handle[2]).decode()
        if call == "write" and handle[1] == "1":
            return ("told", "", int(strings[0]), b"")
        if not path.startswith(self.root):
            return None
        return self._through(call, (handle[1], path), inside, strings, result)

    def _named(self, call: str, inside: str, names: list[str]) -> Op | None:
        if not names or not names[-1].startswith(self.root):
            return None
        within = [name.removeprefix(self.root) for name in names]
        if call == "openat":
            self.at = {k: v for k, v in self.at.items() if k[1] != names[-1]}
            return ("create", within[-1], 0, b"") if "O_CREAT" in inside else None
        return (call, within[0], 0, within[-1].encode())

    def _through(
        self, call: str, key: tuple[str, str], inside: str, strings: list[bytes], result: int
    ) -> Op | None:
        path, last = key[1].removeprefix(self.root), inside.rpartition(", ")[2]
        if call == "pwrite64":
            return ("write", path, int(last), strings[-1])
        if call == "write":
            offset = self.at.get(key, 0)
            self.at[key] = offset + len(strings[-1])
            return ("write", path, offset, strings[-1])
        if call == "lseek":
            self.at[key] = result
        elif call == "ftruncate":
            return ("truncate", path, int(last), b"")
        elif call in {"fsync", "fdatasync"}:
            return ("sync", path, 0, b"")
        return None


def _text(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


@dataclass
class Disk:
    """What is safely there, and what is on its way. Names of files are as the log has them.

    Making, renaming and removing become safe in their order, as a file system's own journal
    keeps them, and no later than the next fsync; until then the last of them may be lost.
    """

    safe: dict[str, bytes]
    coming: dict[str, list[Op]] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    since: list[Op] = field(default_factory=list)  # calls after the last fsync

    def take(self, op: Op) -> None:
        """One call of the log."""
        if op[0] == "sync":
            for one in self.since:
                self._apply(one)
            self.since = []
            for one in self.coming.pop(op[1], []):
                self.safe[op[1]] = _done(self.safe[op[1]], one)
        elif op[1].startswith("vault"):
            self.since.append(op)
        else:  # what the computer remembers of itself may be later than the vault
            self._apply(op)
            for one in self.coming.pop(op[1], []):
                self.safe[op[1]] = _done(self.safe.get(op[1], b""), one)

    def _apply(self, op: Op) -> None:
        what, path, _, other = op
        if what == "create":
            self.safe.setdefault(path, b"")
        elif what in _CONTENT:
            self.coming.setdefault(path, []).append(op)
        elif what == "mkdir":
            self.folders.add(path)
        elif what == "unlink":
            self.safe.pop(path, None)
            self.coming.pop(path, None)
        elif what == "rename":
            self._rename(path, other.decode())

    def _rename(self, old: str, new: str) -> None:
        self.safe = _moved(self.safe, old, new)
        self.coming = _moved(self.coming, old, new)
        if old in self.folders:
            self.folders = {new if path == old else path for path in self.folders}

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files as the power leaves them: any part of what was coming, in any order."""
        left = Disk(dict(self.safe), {p: [*ops] for p, ops in self.coming.items()})
        names = [at for at, op in enumerate(self.since) if op[0] not in _CONTENT]
        lost = set(names[chance.randrange(len(names) + 1) :])
        for at, op in enumerate(self.since):
            if at not in lost and (op[0] not in _CONTENT or op[1] in left.safe):
                left._apply(op)
        found = dict(left.safe)
        for path, ops in left.coming.items():
            pieces = [piece for op in ops for piece in _sectors(op)]
            kept = [piece for piece in pieces if chance.random() < chance.choice((0.1, 0.5, 0.95))]
            if chance.random() < 0.5:  # else in order, but torn off somewhere
                chance.shuffle(kept)
            for piece in kept:
                found[path] = _done(found.get(path, b""), piece)
        return found


def _moved(kept: dict[str, T], old: str, new: str) -> dict[str, T]:
    """The same with a file, or all that lies in a folder, under its new name."""
    inside = {path for path in kept if path == old or path.startswith(f"{old}/")}
    staying = {path: value for path, value in kept.items() if path not in inside and path != new}
    return staying | {new + path.removeprefix(old): kept[path] for path in inside}


def _sectors(op: Op) -> Iterator[Op]:
    what, path, offset, data = op
    if what != "write":
        yield op
        return
    start = 0
    while start < len(data):
        end = min(len(data), (offset + start) // _SECTOR * _SECTOR + _SECTOR - offset)
        yield ("write", path, offset + start, data[start:end])
        start = end


def _done(content: bytes, op: Op) -> bytes:
    what, _, offset, data = op
    if what == "truncate":
        return content[:offset].ljust(offset, b"\0")
    return content[:offset].ljust(offset, b"\0") + data + content[offset + len(data) :]


def _moments(
    place: Place, log: list[Op], count: int, chance: random.Random
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """`count` moments: the last answer that was said by then, and the files as they are left."""
    files = (path for path in place.base.rglob("*") if path.is_file())
    disk = Disk({str(path.relative_to(place.base)): path.read_bytes() for path in files})
    when = sorted(chance.randrange(1, len(log) + 1) for _ in range(count))
    told = number = 0
    for number, op in enumerate(log, 1):
        if op[0] == "told":
            told = op[2]
        else:
            disk.take(op)
        while when and when[0] == number:
            when.pop(0)
            yield told, disk.cut(chance)


def _sound(folder: Path, files: dict[str, bytes], told: int) -> bool:
    """The vault that is left opens, is whole, and holds what was said to be saved."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    try:
        session = Place(folder).unlock()
        try:
            if session.vault.alarms or session.vault.verify():
                return False
            case = cases.open_case(session, PUBLIC)
            kept = links(case)
            cases.close_case(case)
        finally:
            session.close()
    except (DeskError, AssertionError) as error:
        sys.stderr.write(f"power: {error}\n")
        return False
    return told <= kept


ROW = Row(
    "power", "power cut: writes replayed, torn and reordered up to the last fsync", 10_000, 500,
    20, run, wrong=("wrong",), needed=("tried", "OFF noticed"),
)  # fmt: skip

if __name__ == "__main__":
    write(Path(sys.argv[1]), off=sys.argv[2] == "off")
