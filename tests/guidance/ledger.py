"""The acceptance ledger: each rule of the guidance, and what proves it or why nothing does.

`rules.toml` names the rules (R1-R435) and the contradictions (C1-C30). What proves one is not
written there: pytest itself collects the tests that bear its mark.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

ROOT = Path(__file__).resolve().parents[2]
RULES = Path(__file__).with_name("rules.toml")
CATALOGUE = (*(f"R{n}" for n in range(1, 436)), *(f"C{n}" for n in range(1, 31)))

Kind: TypeAlias = Literal[
    "deadline", "decision", "notify", "letter", "form", "field", "role",
    "constraint", "report", "record", "text", "term", "doc",
]  # fmt: skip
Proofs: TypeAlias = Mapping[str, list[str]]


class NotCollectedError(Exception):
    """pytest could not collect the tests; the words are its own."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule in our own words. source: document and heading; later: a plan of the ledger."""

    id: str
    source: str
    label: str
    kinds: tuple[Kind, ...]
    later: str = ""
    not_software: str = ""

    @property
    def excuse(self) -> str:
        """Why no test proves it, or nothing."""
        if self.not_software:
            return f"not software's duty: {self.not_software}"
        return f"later: {self.later}" if self.later else ""


class Ledger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules in the catalogue's order, and the plans that `later` may name."""

    plans: tuple[str, ...]
    rule: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The lines to print, the total last, and what is wrong with the ledger."""

    lines: tuple[str, ...]
    faults: tuple[str, ...]


def read_ledger(path: Path = RULES) -> Ledger:
    """The ledger of a file. Raises msgspec.ValidationError naming the key."""
    return msgspec.toml.decode(path.read_bytes(), type=Ledger)


def mistakes(ledger: Ledger) -> list[str]:
    """What is wrong with the ledger by itself, whatever the tests prove."""
    found = [rule.id for rule in ledger.rule]
    wrong = [f"{name}: in the ledger twice" for name, times in Counter(found).items() if times > 1]
    wrong += [f"{name}: not a rule" for name in found if name not in CATALOGUE]
    wrong += [f"{name}: not in the ledger" for name in CATALOGUE if name not in found]
    for rule in ledger.rule:
        if not (rule.label.strip() and rule.source.strip() and rule.kinds):
            wrong.append(f"{rule.id}: needs a label, a source and a kind")
        if rule.later and rule.not_software:
            wrong.append(f"{rule.id}: either later or not software's duty")
        if rule.later and rule.later not in ledger.plans:
            wrong.append(f"{rule.id}: no such plan: {rule.later}")
    return wrong


def account(ledger: Ledger, proofs: Proofs) -> Account:
    """A line for each rule and the total. proofs: node ids of the tests, by rule."""
    faults = [*mistakes(ledger), *_disagreements(ledger, proofs)]
    lines = []
    covered = later = not_software = 0
    by_id = {rule.id: rule for rule in ledger.rule}
    for name in CATALOGUE:
        rule = by_id.get(name)
        tests = proofs.get(name, ())
        covered += bool(tests)
        if rule is None:
            lines.append(f"{name} not in the ledger | {', '.join(tests)}")
            continue
        if not tests:
            later += bool(rule.later)
            not_software += bool(rule.not_software)
        why = ", ".join(tests) or rule.excuse or "nothing proves it, and no reason is given"
        lines.append(f"{name} {rule.label} ({rule.source}) | {why}")
    lines.append(
        f"covered {covered}, later {later}, not software's duty {not_software}, of {len(CATALOGUE)}"
    )
    return Account(tuple(lines), tuple(faults))


def _disagreements(ledger: Ledger, proofs: Proofs) -> Iterator[str]:
    for name in proofs:
        if name not in CATALOGUE:
            yield f"{name}: marked at {', '.join(proofs[name])}, but not a rule"
    for rule in ledger.rule:
        if rule.excuse and rule.id in proofs:
            yield f"{rule.id}: has a test, but the ledger says {rule.excuse}"
        if not rule.excuse and rule.id not in proofs:
            yield f"{rule.id}: no test bears its mark, and the ledger gives no reason"


def collect(tests: Path = ROOT / "tests", root: Path = ROOT) -> dict[str, list[str]]:
    """The node ids of the tests by the rule whose mark they bear, as pytest collects them.

    Raises NotCollectedError with pytest's words, when a test file does not import.
    """
    with tempfile.TemporaryDirectory(prefix="mktdesk-rules-") as folder:
        found = Path(folder) / "marks.json"
        options = ("--collect-only", "-qq", "-p", "no:cacheprovider", "-m", "")  # long ones too
        plugin = ("-p", "tests.guidance.marks")
        command = [
            sys.executable,
            "-m",
            "pytest",
            *options,
            *plugin,
            f"--rule-marks={found}",
            str(tests),
        ]
        ran = subprocess.run(
            [*command, f"--rootdir={root}"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if ran.returncode or not found.exists():
            raise NotCollectedError(ran.stdout + ran.stderr)
        return msgspec.convert(json.loads(found.read_bytes()), dict[str, list[str]])
