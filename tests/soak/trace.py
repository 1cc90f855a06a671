"""A whole session traced: nothing of a case is written outside the vault, no network is opened."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mktdesk import resources
from mktdesk.desk import (
    cases,
    drafts,
    erasing,
    filling,
    history,
    history_out,
    intake,
    packs,
    papers,
    papers_out,
    verify,
)  # fmt: skip
from mktdesk.desk.drafts import Target
from mktdesk.desk.history import Wanted
from mktdesk.desk.work import Silent
from tests.soak.desk import MARKER, PUBLIC, Place
from tests.soak.memory import offspring, window_environment
from tests.soak.row import Figures, NotHereError, Row

_PATIENCE = 90.0  # seconds
_CALLS = "openat,creat,write,pwrite64,writev,pwritev,sendto,sendmsg,socket,rename,link,symlink"
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")
_WRITES = {"write", "pwrite64", "writev", "pwritev", "sendto", "sendmsg"}


def session(base: Path) -> None:
    """The journey: a form comes in, is answered, goes out in every way, and the desk is locked."""
    place, out = Place(base), base / "out"
    out.mkdir()
    place.make()
    opened = place.unlock()
    data = (resources.folder("demo") / "child-referral.docx").read_bytes()
    case = intake.accept(opened, intake.read_referral(data, "child-referral.docx"))
    row = case.book.rows("subject")[0].id
    filling.set_answer(case, Target("subject", row, "name"), MARKER)
    filling.add_row(case, "family_member", {"name": f"Ivo {MARKER}"})
    drafts.save_draft(case, Target("referral", "", "circumstances"), f"{MARKER} was seen")
    document = papers.attach(case, "mail.txt", f"Dear {MARKER}".encode(), f"About {MARKER}")
    assert papers.content(case, document)
    cases.settle(case)
    parts = tuple(part.id for part in case.form.parts)
    choice = packs.PackChoice(parts, (document.id,))
    packs.preview(case, choice, Silent())
    packs.make_pack(case, choice, out / "pack.pdf", Silent())
    papers_out.filled_form(case, out / "form.docx")
    lines = history.case_history(case).find(Wanted())
    for name in ("history.pdf", "history.xlsx"):
        history_out.save_case_history(case, lines, Wanted(), out / name, Silent())
    wrong = next(line for line in lines if line.new == f"Ivo {MARKER}")
    erasing.erase(case, [wrong.id], "correction", "not family")
    cases.close_case(case)
    old = cases.open_case(opened, PUBLIC)
    filling.set_answer(old, Target("referral", "", "referrer_name"), MARKER)
    cases.close_case(old)
    assert not verify.verify(opened, Silent())
    opened.close()


def run(count: int, _chance: random.Random, base: Path) -> Figures:
    """Trace `count` sessions."""
    if shutil.which("strace") is None:
        raise NotHereError("strace is not installed.")
    seen = Figures()
    for number in range(count):
        folder = base / f"session-{number}"
        folder.mkdir()
        log = base / f"{number}.strace"
        quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [*_traced(log), "-m", "tests.soak.trace", str(folder)]
        ran = subprocess.run(command, check=False, capture_output=True, text=True, env=quiet)
        if ran.returncode:
            raise NotHereError(f"The session could not be traced: {ran.stderr[-800:]}")
        _read(log, folder / "vault", seen)
        token = f"trace-{os.getpid()}-{number}"
        seen["locked and began again"] += _window(Place(folder), log, token)
        _read(log, folder / "vault", seen)
        seen["tried"] += 1
        for path in (folder / "out").iterdir():
            seen["files handed out"] += 1
            seen["marker outside the vault"] += _marked(path.read_bytes())
        log.unlink()
    return seen


def _traced(log: Path) -> list[str]:
    """The beginning of a command that is traced."""
    strace = ["strace", "-f", "-y", "-xx", "-s", "4000000", "-e", f"trace={_CALLS}"]
    return [*strace, "-o", str(log), sys.executable]


def _window(place: Place, log: Path, token: str) -> bool:
    """The program with its window unlocks, opens the case, locks; whether it began again."""
    again: list[int] = []
    command = [*_traced(log), "-m", "tests.soak.window", str(place.vault)]
    with (
        _bus(place.vault.parent / "bus") as bus,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**window_environment(place, token), **bus},
        ) as program,
    ):
        assert program.stdin is not None
        program.stdin.write(b"lock\n")
        program.stdin.close()
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            time.sleep(0.2)
            names = {process: _command(process) for process in offspring(token)}
            again = [process for process, name in names.items() if name == b"ui"]
            if again and b"tests.soak.window" not in names.values():
                break
        for process in offspring(token):
            if process != program.pid:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
    return bool(again)


@contextmanager
def _bus(path: Path) -> Iterator[dict[str, str]]:
    """A bus for the window to listen to, where one can be started: its place for the program."""
    if shutil.which("dbus-daemon") is None:
        yield {}
        return
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(
        [*command, f"--address=unix:path={path}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        yield {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address}
        daemon.terminate()


def _command(process: int) -> bytes:
    """The module that a process of Python runs."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        if b"-m" in words and not words[0].endswith(b"strace"):
            return words[words.index(b"-m") + 1]
    return b""


def _read(log: Path, vault: Path, seen: Figures) -> None:
    with log.open() as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            call, inside = found[1], found[2]
            if call == "socket":
                seen["sockets"] += 1
                seen["network sockets"] += "AF_INET" in inside
            elif call in _WRITES:
                handle = _FD.match(inside)
                path = bytes.fromhex(handle[2].replace("\\x", "")).decode() if handle else ""
                data = b"".join(
                    bytes.fromhex(s.replace("\\x", "")) for s in _STRING.findall(inside)
                )
                _written(path, data, vault, seen)


def _written(path: str, data: bytes, vault: Path, seen: Figures) -> None:
    if path.startswith(f"{vault}/"):
        seen["writes in the vault"] += 1
        seen["clear in the vault"] += _marked(data)
    elif path.startswith("pipe:"):  # to and from the process that reads Word files
        seen["writes to our own process"] += 1
    else:
        seen["writes elsewhere"] += 1
        if _marked(data):
            sys.stderr.write(f"trace: {path}\n")
            seen["marker outside the vault"] += 1


def _marked(data: bytes) -> bool:
    return any(MARKER.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))


ROW = Row(
    "trace", "a whole session traced for files and sockets", 1, 1, 1, run,
    wrong=("marker outside the vault", "clear in the vault", "network sockets"),
    needed=("tried", "locked and began again", "writes in the vault", "files handed out"),
)  # fmt: skip

if __name__ == "__main__":
    session(Path(sys.argv[1]))
