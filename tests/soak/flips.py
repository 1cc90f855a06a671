"""One flipped bit in any file of a vault: noticed by verify, and never a wrong answer."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mktdesk.book import Book, file
from mktdesk.desk import cases
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from tests.soak.desk import PASSPHRASE, PUBLIC, HandClock, Place, remember_passphrases
from tests.soak.row import Figures, Row

_COMMAND_EVERY = 1_000  # flips: one of so many is checked by the whole command
_BOOKS = ("register.db", "case.db")


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Flip one bit `count` times, each in a sound vault."""
    remember_passphrases()
    place, seen = Place(base, HandClock()), Figures()
    place.make(answers=20)
    keys = keys_of(place)
    session = place.unlock()
    truth = {name: _said(place.vault / _path(name), keys[name]) for name in _BOOKS}
    files = [p for p in sorted(place.vault.rglob("*")) if p.is_file() and p.stat().st_size]
    sampled = set(chance.sample(range(count), max(1, count // _COMMAND_EVERY)))
    for number in range(count):
        path = files[number % len(files)]
        good = path.read_bytes()
        bit = chance.randrange(len(good) * 8)
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        seen["tried"] += 1
        seen[f"in {path.name}"] += 1
        if path.name in _BOOKS:
            _check_book(path, keys[path.name], truth[path.name], seen)
        else:
            _check_small(place, session, path, seen)
        if number in sampled:
            _check_command(place, path, seen)
        path.write_bytes(good)
    seen["unsound"] += bool(session.vault.verify())
    session.close()
    return seen


def _path(name: str) -> str:
    return name if name == "register.db" else f"cases/{PUBLIC}/{name}"


def keys_of(place: Place) -> dict[str, bytes]:
    """The keys of both books, as they go to SQLCipher."""
    kept: dict[str, bytes] = {}
    connect = file._connect

    def noting(path: Path, key: bytes) -> object:
        kept[path.name] = key
        return connect(path, key)

    file._connect = noting
    try:
        session = place.unlock()
        cases.close_case(cases.open_case(session, PUBLIC))
        session.close()
    finally:
        file._connect = connect
    return kept


def _open(path: Path, key: bytes) -> Book:
    return Book.open(path, key, installation="x", clock=HandClock(), read_only=True)


def _said(path: Path, key: bytes) -> str:
    """Everything that a book tells."""
    book = _open(path, key)
    try:
        files = [book.attachment(name) for name in book.attachments()]
        return repr((book.history(limit=1 << 40), book.search(""), files, book.heads()))
    finally:
        book.close()


def _check_book(path: Path, key: bytes, truth: str, seen: Figures) -> None:
    try:
        if _said(path, key) != truth:
            seen["silent wrong answer"] += 1
    except DeskError:
        seen["refused on reading"] += 1
    try:
        book = _open(path, key)
        try:
            noticed = bool(book.verify())
        finally:
            book.close()
    except DeskError:
        noticed = True
    seen["unnoticed"] += not noticed


def _check_small(place: Place, open_session: Session, path: Path, seen: Figures) -> None:
    """A JSON file: the vault that is open notices, and so does the next to be unlocked."""
    named = " ".join(finding.what for finding in open_session.vault.verify())
    seen["unnoticed"] += path.name not in named and path.parent.name not in named
    if path.name != "vault.json":
        return
    try:
        place.unlock().close()
    except DeskError:
        open_session.clock.move(seconds=61)  # type: ignore[attr-defined]
        return
    seen["silent wrong answer"] += 1


def _check_command(place: Place, path: Path, seen: Figures) -> None:
    """The same vault, copied with its flipped bit, by the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "base"
        shutil.copytree(place.base, copy)
        environment = {
            **os.environ,
            "XDG_DATA_HOME": str(copy / "state-laptop-a"),
            "MKTDESK_PASSPHRASE": PASSPHRASE,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        command = [sys.executable, "-m", "mktdesk", "verify", str(copy / "vault")]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    said = done.stdout + done.stderr
    seen["by command"] += 1
    named = path.name in said or path.parent.name in said
    seen["unnoticed by command"] += done.returncode == 0 or not named


ROW = Row(
    "flips", "a flipped bit in any file of a vault", 100_000, 5_000, 150, run,
    wrong=("unnoticed", "silent wrong answer", "unnoticed by command", "unsound"),
    needed=("tried", "by command", "in vault.json", "in case.db", "in register.db"),
)  # fmt: skip
