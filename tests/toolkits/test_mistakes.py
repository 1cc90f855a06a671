"""Mistakes in toolkits are found by name: broken references, and ways that lead nowhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktdesk import resources
from mktdesk.cli import main
from mktdesk.toolkits import mistakes_in, supplied

_SHIPPED = supplied()
# A key of process.toml whose value names something that must be there.
_KEYS = (
    "who|after|on|to|by|starts|ends|owner|part|outcome|pathway|field|step|of"
    "|dated|excludes|unless|ground"
)
_NAMES = re.compile(rf'^({_KEYS}) = .*"([a-z][a-z0-9_-]*)"', re.MULTILINE)
_ANSWERS = re.compile(
    r'^when = .*\{ field = "([a-z0-9_]+)", (?:is|includes) = "([a-z0-9_]+)"', re.MULTILINE
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A shipped toolkit that may be spoilt."""
    made = tmp_path / "mkscb-2016"
    shutil.copytree(resources.folder("toolkits") / "mkscb-2016", made)
    return made


def spoil(folder: Path, old: str, new: str, file: str = "process.toml") -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("toolkit", _SHIPPED)
def test_what_is_shipped_has_no_mistake(toolkit: str) -> None:
    assert mistakes_in(resources.folder("toolkits") / toolkit) == ()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_one_name_that_points_nowhere_is_refused_by_it(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    toolkit = data.draw(st.sampled_from(_SHIPPED))
    folder = tmp_path_factory.mktemp("spoilt") / toolkit
    shutil.copytree(resources.folder("toolkits") / toolkit, folder)
    path = folder / "process.toml"
    text = path.read_text(encoding="utf-8")
    named = [(one, 2) for one in _NAMES.finditer(text)]
    asked = [(one, group) for one in _ANSWERS.finditer(text) for group in (1, 2)]
    one, group = data.draw(st.sampled_from(named) | st.sampled_from(asked))
    spoilt = text[: one.start(group)] + "nowhere" + text[one.end(group) :]
    path.write_text(spoilt, encoding="utf-8")
    said = " ".join(f"{one.key} {one.reason}" for one in mistakes_in(folder))
    assert said


def test_every_mistake_is_told_and_not_only_the_first(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(copied, 'who = "administrator"', 'who = "nobody"')
    spoil(copied, 'ends = "', 'ends = "never_')
    assert main(["toolkit", "check", str(copied)]) == 1
    said = capsys.readouterr().out
    assert "there is no body or role 'nobody'" in said
    assert "there is no event or step 'never_" in said
    assert "mistakes: 2" in said


def test_a_sound_one_says_what_it_holds(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["toolkit", "check", str(copied)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("sound: ")
    assert re.search(r"ways of working: [1-9]", said)


def test_a_step_nobody_can_come_to_and_a_circle_are_named(copied: Path) -> None:
    step = """
[[step]]
id = "lost"
label = "Lost"
who = "administrator"
pathways = ["silp"]
when = { all = [{ pathway = "scr" }] }
"""
    with (copied / "process.toml").open("a", encoding="utf-8") as file:
        file.write(step)
    (only,) = mistakes_in(copied)
    assert (only.key, only.reason) == ("step lost", "no case can ever come to it: see `when`")
    with (copied / "process.toml").open("a", encoding="utf-8") as file:
        file.write(step.replace('"lost"', '"one"').replace("pathways", 'after = ["two"]\npathways'))
        file.write(step.replace('"lost"', '"two"').replace("pathways", 'after = ["one"]\npathways'))
    assert any("it waits for itself" in one.reason for one in mistakes_in(copied))


def test_a_clock_that_never_starts_on_its_way_is_named(copied: Path) -> None:
    clock = """
[[step]]
id = "audit_only"
label = "Audit only"
who = "administrator"
pathways = ["multi_agency_audit"]

[[clock]]
id = "lost"
label = "Lost"
starts = ["audit_only"]
ends = "decision"
within = { number = 2, unit = "week" }
owner = "administrator"
pathways = ["scr"]
"""
    text = (copied / "process.toml").read_text(encoding="utf-8")
    audit = next(x for x in re.findall(r'\[\[pathway\]\]\nid = "([a-z_-]+)"', text) if "audit" in x)
    with (copied / "process.toml").open("a", encoding="utf-8") as file:
        file.write(clock.replace("multi_agency_audit", audit))
    assert [(one.key, one.reason) for one in mistakes_in(copied)] == [
        ("clock lost", "on the pathway 'scr' it never starts")
    ]


def test_a_form_that_nothing_uses_and_dates_in_the_wrong_order_are_named(copied: Path) -> None:
    shutil.copy(copied / "forms" / "referral.toml", copied / "forms" / "spare.toml")
    spoil(copied, 'id = "referral"', 'id = "spare"', "forms/spare.toml")
    head = (copied / "toolkit.toml").read_text(encoding="utf-8")
    head = re.sub(r"^forms = \[", 'forms = ["spare", ', head, flags=re.MULTILINE)
    head = re.sub(r"^review_by = .*\n", "", head, flags=re.MULTILINE)
    head = head.replace("effective_from = ", "review_by = 2001-01-01\neffective_from = ", 1)
    (copied / "toolkit.toml").write_text(head, encoding="utf-8")
    said = {(one.key, one.reason) for one in mistakes_in(copied)}
    assert ("review_by", "it is before `effective_from`") in said
    assert ("forms", "no pathway uses the form 'spare'") in said


def test_a_folder_that_is_no_toolkit_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["toolkit", "check", str(tmp_path)]) == 1
    assert "toolkit.toml: the file: it is not there" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('variant = "death"', 'variant = "funeral"', "no kind of date 'funeral'"),
        ('dated = "incident_date"', 'dated = "incident"', "no date 'incident'"),
        (
            'dated = "incident_date"',
            'age = { born = "date_of_birth", on = "somewhen" }\ndated = "incident_date"',
            "no date 'somewhen'",
        ),
        ('variant = "death"', 'variant = "death"\nexcludes = ["died"]', "no fact 'died'"),
        (
            'question = "Has the child died?"\ndated = "incident_date"\n',
            'question = "Has the child died?"\n',
            "no kind of date 'death'",
        ),
    ],
)
def test_what_a_limb_rests_on_must_be_there(copied: Path, old: str, new: str, told: str) -> None:
    spoil(copied, old, new)
    found = mistakes_in(copied)
    assert any("died" in one.key and told in one.reason for one in found), found
