"""Letters are proved as they are read: what names nothing is refused by file, key and reason."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from mktdesk import resources
from mktdesk.errors import ToolkitRefused
from mktdesk.toolkits import load, supplied
from mktdesk.toolkits.letter_schema import FIELDS
from mktdesk.toolkits.letters import MERGE, PLAIN, letters, read_letter, read_letters
from mktdesk.toolkits.process_schema import Notice
from mktdesk.toolkits.prove_process import ProcessProof

GOOD = """
id = "note"
title = "Note"
subject = "Case {reference}"
[[ask]]
id = "words"
question = "What to say"
[[paragraph]]
text = "{words}"
"""


def refused(folder: Path, text: str, name: str = "note.toml") -> ToolkitRefused:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ToolkitRefused) as found:
        read_letter(path)
    assert found.value.file == name
    return found.value


def test_a_letter_is_read(tmp_path: Path) -> None:
    (tmp_path / "note.toml").write_text(GOOD, encoding="utf-8")
    assert read_letters(tmp_path)["note"].ask[0].required


@pytest.mark.parametrize(
    ("wrong", "key", "reason"),
    [
        (
            GOOD.replace("{reference}", "{child}"),
            "subject",
            "no merge field 'child'",
        ),
        (GOOD.replace("{words}", "{word}"), "paragraph 1", "no merge field 'word'"),
        (GOOD.replace("{words}", "{words} {"), "paragraph 1", "no end or no beginning"),
        (GOOD.replace("{words}", "Nothing"), "ask words", "no paragraph says it"),
        (
            GOOD.replace("{words}", "{words} {asked_for}"),
            "paragraph 1",
            "no merge field 'asked_for'",
        ),
        (GOOD + 'heading = "{words}"', "paragraph 1", "no merge field 'words'"),
        (GOOD + 'items = "asked_for"', "paragraph 1", "either a text, a list or a statement"),
        (GOOD + 'when = ["dead"]', "paragraph 1", "no term 'dead'"),
        (GOOD + '[[paragraph]]\nitems = "office"', "paragraph 2", "is not a list"),
        (GOOD + '[[ask]]\nid = "words"\nquestion = "Again"', "ask words", "used twice"),
        (GOOD + '[[ask]]\nid = "outcome"\nquestion = "A field"', "ask outcome", "used twice"),
        (GOOD.replace('id = "note"', 'id = "other"'), "id", "the file is called"),
        (GOOD.replace("title", "titel"), "the file", "titel"),
        ("not toml", "the file", "not TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, wrong: str, key: str, reason: str) -> None:
    found = refused(tmp_path, wrong)
    assert found.key == key
    assert reason in found.reason


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolkitRefused, match="cannot be read"):
        read_letter(tmp_path / "gone.toml")


@pytest.mark.parametrize("toolkit_id", supplied())
def test_a_toolkit_that_names_an_unknown_letter_is_refused(toolkit_id: str) -> None:
    toolkit = load(toolkit_id)
    wrong = msgspec.structs.replace(toolkit.process.notice[0], letter="sermon")
    notices: tuple[Notice, ...] = (wrong, *toolkit.process.notice[1:])
    process = msgspec.structs.replace(toolkit.process, notice=notices)
    changed = type(toolkit)(
        **{name: getattr(toolkit, name) for name in toolkit.__slots__} | {"process": process}
    )
    with pytest.raises(ToolkitRefused, match="there is no letter 'sermon'") as found:
        ProcessProof(changed).prove()
    assert found.value.key == f"notice {wrong.id}"


def test_the_letters_that_came_with_the_program_are_there() -> None:
    found = letters()
    assert {PLAIN, "outcome", "information_request", "receipt"} <= found.keys()
    assert {p.stem for p in resources.folder("letters").glob("*.toml")} == found.keys()


@pytest.mark.parametrize("letter", letters().values(), ids=lambda one: one.id)
def test_no_letter_names_a_person_or_the_full_reference(letter: object) -> None:
    """What it can merge is known, and no field of it holds a name of somebody of the case."""
    raw = msgspec.json.encode(letter).decode()
    assert set(MERGE.findall(raw.replace('{"', ""))) & {"name", "subject_name", "seal"} == set()
    assert not {"names", "child", "seal", "full"} & FIELDS.keys()
