"""The ledger names every rule once, and what it says of the tests is what pytest collects."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from mktdesk import resources
from tests.guidance.ledger import (
    CATALOGUE,
    RULES,
    Ledger,
    NotCollectedError,
    Rule,
    account,
    collect,
    mistakes,
    read_ledger,
)

TESTS = Path(__file__).resolve().parents[1]
EVERY = tuple(Rule(name, "A document", "A label", ("form",), later="a plan") for name in CATALOGUE)


def ledger(*changed: Rule) -> Ledger:
    """A sound ledger, with some rules otherwise."""
    by_id = {rule.id: rule for rule in (*EVERY, *changed)}
    return Ledger(("a plan",), tuple(by_id.values()))


def marked() -> set[str]:
    """The rules whose marks are written anywhere in the tests."""
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        if path != Path(__file__).resolve():
            text = path.read_text(encoding="utf-8")
            found |= set(re.findall(r'mark\.rule\("([^"]*)"\)', text))
    return found


def test_every_rule_stands_in_the_ledger_once_and_says_what_it_must() -> None:
    real = read_ledger()
    assert mistakes(real) == []
    assert [rule.id for rule in real.rule] == list(CATALOGUE)
    assert len(real.rule) == 465


def test_a_rule_without_a_reason_has_a_test_and_every_mark_is_a_rule() -> None:
    needed = {rule.id for rule in read_ledger().rule if not rule.excuse}
    assert needed - marked() == set()
    assert marked() - set(CATALOGUE) == set()


def test_the_rules_that_toolkits_cite_are_in_the_ledger() -> None:
    cited = set()
    for path in resources.folder("toolkits").parent.rglob("*.toml"):
        cited |= set(re.findall(r'\brule = "([^"]*)"', path.read_text(encoding="utf-8")))
    assert cited
    assert cited - set(CATALOGUE) == set()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ledger(Rule("R436", "D", "L", ("form",))), "R436: not a rule"),
        (Ledger(("a plan",), EVERY[1:]), "R1: not in the ledger"),
        (Ledger(("a plan",), (*EVERY, EVERY[0])), "R1: in the ledger twice"),
        (ledger(Rule("R1", "D", " ", ("form",))), "R1: needs a label, a source and a kind"),
        (ledger(Rule("R1", "D", "L", ())), "R1: needs a label, a source and a kind"),
        (ledger(Rule("R1", "D", "L", ("form",), later="some day")), "R1: no such plan: some day"),
        (
            ledger(Rule("R1", "D", "L", ("form",), later="a plan", not_software="no")),
            "R1: either later or not software's duty",
        ),
    ],
)
def test_a_mistake_in_the_ledger_is_named(wrong: Ledger, said: str) -> None:
    assert mistakes(ledger()) == []
    assert mistakes(wrong) == [said]
    assert said in account(wrong, {}).faults


def test_a_key_or_a_kind_that_is_not_one_is_refused(tmp_path: Path) -> None:
    whole = RULES.read_text(encoding="utf-8")
    for old, new in (('label = "', 'lable = "'), ('kinds = ["role"]', 'kinds = ["rule"]')):
        assert old in whole
        (tmp_path / "rules.toml").write_text(whole.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(msgspec.ValidationError):
            read_ledger(tmp_path / "rules.toml")


def test_each_rule_has_its_line_and_the_total_counts_them() -> None:
    told = account(
        ledger(
            Rule("R2", "2018 web page", "Reports", ("report",)),
            Rule("C19", "2016 guidance", "Numbers", ("doc",), not_software="a fault of the text"),
        ),
        {"R2": ["tests/test_a.py::test_b", "tests/test_a.py::test_c"]},
    )
    assert told.faults == ()
    assert [line.split()[0] for line in told.lines[:-1]] == list(CATALOGUE)
    assert told.lines[0] == "R1 A label (A document) | later: a plan"
    assert told.lines[1] == (
        "R2 Reports (2018 web page) | tests/test_a.py::test_b, tests/test_a.py::test_c"
    )
    assert "C19 Numbers (2016 guidance) | not software's duty: a fault of the text" in told.lines
    assert told.lines[-1] == "covered 1, later 463, not software's duty 1, of 465"


def test_a_ledger_that_the_tests_contradict_is_at_fault() -> None:
    wrong = ledger(
        Rule("R2", "D", "L", ("form",)), Rule("R3", "D", "L", ("form",), not_software="no")
    )
    told = account(wrong, {"R1": ["a::b"], "R3": ["a::c"], "R999": ["a::d"]})
    assert told.faults == (
        "R999: marked at a::d, but not a rule",
        "R1: has a test, but the ledger says later: a plan",
        "R2: no test bears its mark, and the ledger gives no reason",
        "R3: has a test, but the ledger says not software's duty: no",
    )
    assert "nothing proves it, and no reason is given" in told.lines[1]


MARKED = """
import pytest

pytestmark = pytest.mark.rule("R1")

@pytest.mark.rule("R2")
class TestGroup:
    def test_in_a_class(self): ...

@pytest.mark.rule("R3")
@pytest.mark.parametrize("n", [1, 2])
def test_of_two_cases(n): ...

@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.rule("C4"), id="two")])
def test_of_one_case(n): ...
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of one test file, with pytest's settings beside it."""
    settings = '[tool.pytest.ini_options]\nmarkers = ["rule(id): a rule"]\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "test_marked.py").write_text(MARKED, encoding="utf-8")
    return tmp_path


def test_marks_are_found_as_pytest_finds_them(project: Path) -> None:
    file = "test_marked.py::"
    found = collect(project / "test_marked.py", project)
    assert found["R2"] == [f"{file}TestGroup::test_in_a_class"]
    assert found["R3"] == [f"{file}test_of_two_cases"]
    assert found["C4"] == [f"{file}test_of_one_case[two]"]
    assert found["R1"] == [*found["R2"], *found["R3"], f"{file}test_of_one_case"]
    assert set(found) == {"R1", "R2", "R3", "C4"}


def test_tests_that_do_not_import_are_told_and_not_passed_over(project: Path) -> None:
    (project / "test_marked.py").write_text("import nothing_of_that_name", encoding="utf-8")
    with pytest.raises(NotCollectedError, match="nothing_of_that_name"):
        collect(project / "test_marked.py", project)
