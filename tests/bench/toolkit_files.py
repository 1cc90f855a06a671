"""Reading every toolkit that comes with the program, proofs and all, beside its bare TOML."""

from __future__ import annotations

import tomllib

from mktdesk import resources
from mktdesk.toolkits import read_toolkit, supplied
from mktdesk.toolkits.letters import letters

_FOLDERS = [resources.folder("toolkits") / name for name in supplied()]
_FILES = [path for folder in _FOLDERS for path in sorted(folder.rglob("*.toml"))]


def prepare() -> None:
    """The letters are read once in a program's life, and are no part of a toolkit."""
    letters()


def ours() -> None:
    """Each toolkit checked, built and proved; nothing is remembered from the round before."""
    for folder in _FOLDERS:
        read_toolkit(folder)


def bare() -> None:
    """The same files through tomllib alone."""
    for path in _FILES:
        tomllib.loads(path.read_text(encoding="utf-8"))
