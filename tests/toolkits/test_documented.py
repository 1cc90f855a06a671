"""docs/toolkits.md names every key of a toolkit's files and no other: it cannot go stale."""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

import msgspec
import pytest

from mktdesk.desk.toolkits import check_folder
from mktdesk.toolkits import process_base, process_people, process_schema, schema
from mktdesk.toolkits.letters import letters
from mktdesk.toolkits.process_schema import Process
from mktdesk.toolkits.prove import OFFICE_RECORDS
from mktdesk.toolkits.read import read_texts
from mktdesk.toolkits.schema import FormDef, Table, ToolkitDef

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "toolkits.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `([a-z_]+)` \| (yes)? ?\| (.+) \|$", re.MULTILINE)
_HEADING = re.compile(r"^##+ (.+)$", re.MULTILINE)

# Under which heading the keys of each table stand.
TABLES: dict[str, type[Table]] = {
    "A span of time": process_base.Span,
    "A condition on answers": schema.ConditionDef,
    "A question to the case": process_base.When,
    "The top of toolkit.toml": schema.ToolkitDef,
    "`[reference]`": schema.ReferenceDef,
    "`[marking]`": schema.MarkingDef,
    "`[review_type]`, `[[role]]`": schema.LabelDef,
    "`[[body]]`": schema.BodyDef,
    "`[texts]`": schema.TextsDef,
    "The top of a form": schema.FormDef,
    "`[[part]]`": schema.PartDef,
    "`[part.signoff]`": schema.SignOffDef,
    "`[[part.page]]`": schema.PageDef,
    "`[part.page.repeat]`": schema.RepeatDef,
    '`[[part.page.item]]` with `type = "field"`: one question': schema.FieldDef,
    "An option": schema.OptionDef,
    '`[[part.page.item]]` with `type = "line"`: a few questions in a row': schema.ItemLine,
    '`[[part.page.item]]` with `type = "rows"`: a table of any number of rows': schema.ItemRows,
    '`[[part.page.item]]` with `type = "note"`: fixed words': schema.ItemNote,
    "`[[option_list]]`": schema.OptionListDef,
    "`[[check]]`": schema.CheckDef,
    "`[[date_order]]`": schema.DateOrderDef,
    "`[[prefill]]`": schema.PrefillDef,
    "The top of process.toml": process_schema.Process,
    "`[[pathway]]`": process_schema.Pathway,
    "`[[source]]`": process_schema.Source,
    "`[[fact]]`": process_schema.Fact,
    "`age` of a fact": process_schema.Age,
    "`[[criterion]]`": process_schema.Criterion,
    "`[[event]]`": process_schema.Event,
    "`[[step]]`": process_schema.Step,
    "`[[step.point]]`": process_schema.Point,
    "`[[outcome]]`": process_schema.Outcome,
    "`[[clock]]`": process_schema.Clock,
    "`[clock.extension]`": process_schema.Extension,
    "`[[recipient]]`": process_people.Recipient,
    "`[[notice]]`": process_people.Notice,
    "`[[refusal]]`": process_people.Refusal,
    "`[[contribution]]`": process_people.Contribution,
    "`[[appointment]]`": process_people.Appointment,
    "`[[appointment.declaration]]`": process_people.Declaration,
    "`[[composition]]`": process_people.Composition,
    "`[[series]]`": process_people.Series,
    "`[[sitting]]`": process_people.Sitting,
    "`[sitting.seats]`": process_people.Seats,
    "`[[sitting.core]]`": process_people.Core,
    "`[[level]]`": process_people.Level,
    "`deciders` of a level": process_people.Decider,
    "`[disagreement_holds]`": process_people.Handover,
    "`[[closing]]`": process_people.Closing,
    "`[[text]]`": process_people.StandardText,
}
_SAME_KEYS = {schema.ItemField}  # as FieldDef


def section(heading: str) -> str:
    """What stands under a heading, up to the next."""
    starts = [(one.group(1), one.end()) for one in _HEADING.finditer(DOCUMENT)]
    (begin,) = [end for name, end in starts if name == heading]
    rest = DOCUMENT[begin:]
    following = _HEADING.search(rest)
    return rest[: following.start()] if following else rest


def test_every_table_of_the_schema_has_its_heading() -> None:
    there = {
        kind
        for module in (schema, process_base, process_people, process_schema)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Table) and kind is not Table
    }
    assert there - _SAME_KEYS == set(TABLES.values())


@pytest.mark.parametrize("heading", list(TABLES))
def test_the_keys_of_a_table_are_those_of_the_schema(heading: str) -> None:
    said = {key: bool(must) for key, must, _ in _ROW.findall(section(heading))}
    known = msgspec.structs.fields(TABLES[heading])
    assert said == {one.encode_name: one.required for one in known}


@pytest.mark.parametrize("heading", list(TABLES))
def test_every_word_that_a_key_can_have_is_named(heading: str) -> None:
    rows = {key: words for key, _, words in _ROW.findall(section(heading))}
    hints = typing.get_type_hints(TABLES[heading])
    for one in msgspec.structs.fields(TABLES[heading]):
        for word in _literals(hints[one.name]):
            shown = f'"{word}"' if word == "" else str(word)
            if word == "" and one.default == "":
                continue
            assert f"`{shown}`" in rows[one.encode_name]


def _literals(hint: object) -> Iterator[object]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    else:
        for inside in get_args(hint):
            yield from _literals(inside)


def test_the_examples_are_read() -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    whole = [tomllib.loads(block) for block in blocks]
    kinds = {"forms": ToolkitDef, "part": FormDef, "pathway": Process}
    read = [
        msgspec.convert(table, kind)
        for table in whole
        for key, kind in kinds.items()
        if key in table
    ]
    assert {type(one) for one in read} == set(kinds.values())
    for table in whole:
        assert set(table) & {*kinds, "prefill", "outcome"}


def test_a_toolkit_of_the_first_example_and_its_form_alone_is_sound(tmp_path: Path) -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    head, form = (next(x for x in blocks if key in x) for key in ("intake_form", "[part.signoff]"))
    head = head.replace(', "marram_panel"', "")
    folder = tmp_path / "marram-2026"
    (folder / "forms").mkdir(parents=True)
    (folder / "toolkit.toml").write_text(head, encoding="utf-8")
    (folder / "forms" / "marram_referral.toml").write_text(form, encoding="utf-8")
    toolkit, mistakes = check_folder(folder)
    assert mistakes == ()
    assert toolkit is not None
    files = {"toolkit.toml": head, "forms/marram_referral.toml": form}
    assert read_texts(files).process.pathway[0].id == "review"


def test_what_is_taken_and_what_letters_look_for_is_named() -> None:
    taken = section("Ids that are taken, and ids that are looked for")
    assert {name for name in OFFICE_RECORDS if f"`{name}`" not in taken} == set()
    answers = {name for one in letters().values() for ask in one.ask for name in ask.answers}
    assert {name for name in answers if f"`{name}`" not in taken} == set()
    said = section("Letters")
    assert set(re.findall(r"^\| `([a-z_]+)` \|", said, re.MULTILINE)) == set(letters())
    texts = {name for one in letters().values() for p in one.paragraph for name in p.statement}
    assert {name for name in texts if f"`{name}`" not in said} == set()


def test_the_working_record_is_told_as_it_is() -> None:
    said = set(
        re.findall(r"^\| `([a-z_]+)` \|", section("What the working record holds"), re.MULTILINE)
    )
    working = tomllib.loads((ROOT / "resources" / "working.toml").read_text(encoding="utf-8"))
    records = {
        item["record"] for part in working["part"] for page in part["page"] for item in page["item"]
    }
    assert said == records
