"""The structure is a test: sizes that say when a second job has moved in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).resolve().parents[2]
_Node = TypeVar("_Node", bound=ast.AST)
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MOST_PUBLIC_METHODS = 25
FOLDERS = ("mktdesk", "ui", "installers")
FILES = sorted(
    [*(file for name in FOLDERS for file in (ROOT / name).rglob("*.py")), ROOT / "tasks.py"]
)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_functions_and_classes_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    tree = ast.parse(source)
    for function in _of_kind(tree, ast.FunctionDef):
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= LONGEST_FUNCTION, function.name
    for one in _of_kind(tree, ast.ClassDef):
        methods = [n for n in one.body if isinstance(n, ast.FunctionDef)]
        public = [m.name for m in methods if not m.name.startswith("_")]
        assert len(public) <= MOST_PUBLIC_METHODS, one.name


def _of_kind(tree: ast.AST, kind: type[_Node]) -> Iterator[_Node]:
    return (node for node in ast.walk(tree) if isinstance(node, kind))


def test_there_are_files_to_check() -> None:
    assert len(FILES) > 40
