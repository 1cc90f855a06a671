"""What was built, and how a proof runs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ProofFailed(Exception):
    """What was built does not do what it must; the words say what."""


@dataclass(frozen=True, slots=True)
class Built:
    """dist: where `tasks.py build` put it. work: a folder for the proofs, done away with."""

    dist: Path
    work: Path

    @property
    def program(self) -> Path:
        """The program itself."""
        return self.dist / "mktdesk" / "mktdesk"

    @property
    def package(self) -> Path:
        """The newest .deb. Raises ProofFailed."""
        found = sorted(self.dist.glob("mktdesk_*.deb"), key=lambda path: path.stat().st_mtime)
        if not found:
            raise ProofFailed("there is no .deb: run python3 tasks.py build")
        return found[-1]


def bare_environment(home: Path) -> dict[str, str]:
    """The environment of somebody whose computer has no Python: a home, a path, no display."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "TMPDIR": str(home / "tmp"),
    }


def run(
    command: Sequence[str | Path],
    environment: dict[str, str],
    *,
    wanted: int = 0,
    limit: float = 300,
) -> str:
    """What a command says; ProofFailed where it ends otherwise than wanted."""
    Path(environment.get("TMPDIR", "/tmp")).mkdir(parents=True, exist_ok=True)  # noqa: S108
    done = subprocess.run(
        [str(word) for word in command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=limit,
        check=False,
    )
    if done.returncode != wanted:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise ProofFailed(f"{command[0]} ended with {done.returncode}:\n{tail}")
    return done.stdout


def must(holds: object, words: str) -> None:
    """Raise ProofFailed with these words unless it holds."""
    if not holds:
        raise ProofFailed(words)


def need(tool: str, package: str) -> str:
    """Where a tool is. Raises ProofFailed with the package that brings it."""
    found = shutil.which(tool) or shutil.which(tool, path="/usr/sbin:/sbin")
    if found is None:
        raise ProofFailed(f"{tool} is missing: apt-get install {package}")
    return found


def say(words: str) -> None:
    """One line to whoever runs the proofs."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def size_of(folder: Path) -> int:
    """Bytes of a folder's files, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def clean(folder: Path) -> Path:
    """An empty folder of that name."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder
