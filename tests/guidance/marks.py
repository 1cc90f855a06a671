"""A plugin of pytest: writes down which tests bear the mark of which rule.

`pytest --collect-only -p tests.guidance.marks --rule-marks=FILE` writes a JSON object: for each
rule the node ids of its tests. A test of many cases stands once, unless only some of its cases
bear the mark.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rule-marks", type=Path, default=None, help="where to write the marks")


def pytest_collection_finish(session: pytest.Session) -> None:
    out: Path | None = session.config.getoption("--rule-marks")
    if out is None:
        return
    found: dict[str, dict[str, None]] = {}
    for item in session.items:
        cases = getattr(item, "callspec", None)
        of_one_case = list(cases.marks) if cases else []
        for mark in item.iter_markers("rule"):
            whole = mark not in of_one_case
            node = item.nodeid.partition("[")[0] if whole else item.nodeid
            for rule in mark.args:
                found.setdefault(str(rule), {})[node] = None
    out.write_text(json.dumps({rule: list(nodes) for rule, nodes in found.items()}), "utf-8")
