"""Toolkits: what is supplied loads and is proved; every mistake is named by file and key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mktdesk import resources, toolkits
from mktdesk.errors import ToolkitRefused
from mktdesk.forms.scopes import scopes_of


@pytest.mark.parametrize("toolkit_id", toolkits.supplied())
def test_every_supplied_toolkit_loads(toolkit_id: str) -> None:
    toolkit = toolkits.load(toolkit_id)
    assert toolkit.intake.parts
    assert all(form.edition == f"{toolkit.id}/{toolkit.edition}" for form in toolkit.forms.values())


@pytest.mark.rule("R350")
def test_the_2016_form_is_restricted_by_default() -> None:
    toolkit = toolkits.load("mkscb-2016")
    assert toolkit.marking.default == "RESTRICTED"
    assert "OFFICIAL-SENSITIVE" in toolkit.marking.choices


FIELDS_OF_APPENDIX_1 = {
    "R353": {"referral": {"referred"}},
    "R354": {"referral": {"referrer_name", "referrer_agency", "referrer_contact"}},
    "R356": {"referral": {"lead_name", "lead_agency", "lead_contact"}},
    "R357": {"referral": {"date_of_referral", "referrer_signed", "date_received"}},
    "R359": {
        "subject": {
            "name",
            "date_of_birth",
            "home_address",
            "ethnic_origin",
            "faith_religion",
            "disability",
        }
    },
    "R366": {
        "family_member": {"name", "relationship", "date_of_birth", "legal_status", "ethnic_origin"}
    },
    "R367": {"agency": {"agency", "contact", "reason"}},
    "R369": {"key_event": {"when", "event"}},
    "R385": {"panel_member": {"name", "job_title", "agency"}},
}


@pytest.mark.rule("R353")
@pytest.mark.rule("R354")
@pytest.mark.rule("R356")
@pytest.mark.rule("R357")
@pytest.mark.rule("R359")
@pytest.mark.rule("R366")
@pytest.mark.rule("R367")
@pytest.mark.rule("R369")
@pytest.mark.rule("R385")
def test_the_referral_form_asks_what_appendix_1_asks() -> None:
    scopes = scopes_of(toolkits.load("mkscb-2016").intake)
    for rule, wanted in FIELDS_OF_APPENDIX_1.items():
        for record, fields in wanted.items():
            assert fields <= {f.id for f in scopes[record]}, rule


OPTIONS_OF_APPENDIX_1 = {
    "a": "Meets the threshold for a Serious Case Review",
    "b": "Does not meet the threshold for a Serious Case Review",
    "c": "Warrants a Significant Incident Learning Review (SILP)",
    "d": "Warrants a Multi-Agency Review",
    "e": "Warrants a Single-Agency Review",
    "f": "Warrants a Multi-Agency Audit",
    "g": "Warrants a Single Agency Audit",
    "h": "Further information to be gathered before a decision can be made",
    "i": "Needs no further action",
}


@pytest.mark.rule("R371")
@pytest.mark.rule("R372")
@pytest.mark.rule("R373")
@pytest.mark.rule("R374")
@pytest.mark.rule("R375")
@pytest.mark.rule("R376")
@pytest.mark.rule("R377")
@pytest.mark.rule("R378")
@pytest.mark.rule("R379")
def test_the_options_are_a_to_i_in_the_forms_words() -> None:
    scopes = scopes_of(toolkits.load("mkscb-2016").intake)
    for record, name in (("referral", "options"), ("panel_member", "decision")):
        field = next(f for f in scopes[record] if f.id == name)
        assert {o.key: o.label for o in field.options} == OPTIONS_OF_APPENDIX_1


@pytest.fixture
def spoiled(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the 2016 toolkit with one replacement in one file."""

    def spoil(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "mkscb-2016"
        shutil.copytree(resources.folder("toolkits") / "mkscb-2016", folder, dirs_exist_ok=True)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return spoil


FORM = "forms/referral.toml"
SENT = "forms/additional_information.toml"
MISTAKES = [
    ("toolkit.toml", "schema = 1", "schema = 2", "schema"),
    ("toolkit.toml", 'edition = "2016-03"', 'edition = ""', "edition"),
    ("toolkit.toml", 'prefix = "SCR"', 'prefix = "scr/"', "reference.prefix"),
    ("toolkit.toml", 'intake_form = "referral"', 'intake_form = "other"', "intake_form"),
    ("toolkit.toml", 'role = "sub_group_chair"', 'role = "nobody"', "body scrsg"),
    ("toolkit.toml", 'id = "mkscb-2016"', 'id = "other"', "id"),
    ("toolkit.toml", "[texts]", "[texts", "the file"),
    ("toolkit.toml", 'id = "mkscb-2016"', 'id = "mkscb-2016\\n"', "id"),
    ("toolkit.toml", 'edition = "2016-03"', 'edition = "../2016"', "edition"),
    ("toolkit.toml", "digits = 3", f"digits = {'9' * 5000}", "the file"),
    (FORM, 'record = "referral"', 'recrod = "referral"', "the file"),
    (FORM, 'kind = "narrative"', 'kind = "essay"', "kind"),
    (FORM, 'id = "referrer_name"', 'id = "Referrer Name"', "id"),
    (FORM, 'id = "referrer_agency"', 'id = "referrer_name"', "record referral referrer_name"),
    (FORM, 'excludes = ["b", "h", "i"]', 'excludes = ["z"]', "options"),
    (FORM, 'option_list = "decision"', 'option_list = "other"', "options"),
    (FORM, 'field = "options", includes = "h"', 'field = "option", includes = "h"', "further"),
    (FORM, 'field = "options", includes = "h"', 'field = "options", includes = "z"', "further"),
    (FORM, 'field = "options", includes = "h"', 'field = "options"', "further"),
    (FORM, 'after = ["section1"]', 'after = ["section9"]', "section2"),
    (FORM, 'date_from = "meeting_date"', 'date_from = "meeting"', "section2"),
    (FORM, 'first = "date_of_birth"', 'first = "name"', "birth_before_incident"),
    (FORM, 'title_field = "name"', 'title_field = "nickname"', "subject"),
    (FORM, 'field = "lead_name"\nmessage', 'field = "leader"\nmessage', "discussed"),
    (SENT, 'record = "info_sibling"\nsource', 'record = "siblings"\nsource', "prefill siblings"),
    (SENT, "{ info_agency =", "{ agency_name =", "prefill information"),
    (SENT, 'by = "relationship"\nwithout', "without", "prefill info_relative"),
    ("process.toml", 'letter = "receipt"', 'letter = "recipt"', "notice receipt"),
]


@pytest.mark.parametrize(("file", "old", "new", "key"), MISTAKES)
def test_a_mistake_is_named_by_file_and_key(
    spoiled: Callable[[str, str, str], Path], file: str, old: str, new: str, key: str
) -> None:
    with pytest.raises(ToolkitRefused) as refused:
        toolkits.read_toolkit(spoiled(file, old, new))
    assert refused.value.file == Path(file).name
    assert key in refused.value.key or key in str(refused.value)
    assert refused.value.reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('source = "family_member"', 'source = "family"'),
        ('info_home = "home_address"', 'info_home = "address"'),
        ('by = "relationship"', 'by = "kin"'),
    ],
)
def test_a_form_filled_from_what_no_case_holds_is_refused(
    spoiled: Callable[[str, str, str], Path], old: str, new: str
) -> None:
    with pytest.raises(ToolkitRefused, match="prefill info") as refused:
        toolkits.read_toolkit(spoiled(SENT, old, new))
    assert refused.value.key.startswith("form additional_information")


@pytest.mark.parametrize("depth", [50, 600, 20_000])
def test_a_condition_that_nests_without_end_is_refused(
    spoiled: Callable[[str, str, str], Path], depth: int
) -> None:
    when = "{ not = " * depth + '{ pathway = "scr" }' + " }" * depth
    line = f'[[closing]]\nid = "endless"\ntext = "Endless"\nwhen = {when}\n\n'
    folder = spoiled("process.toml", "[[closing]]", f"{line}[[closing]]")
    with pytest.raises(ToolkitRefused, match="nests deeper") as refused:
        toolkits.read_toolkit(folder)
    assert refused.value.file == "process.toml"


def test_a_toolkit_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolkitRefused, match="is not there"):
        toolkits.read_toolkit(tmp_path / "nothing")


def test_exclusions_are_made_to_hold_both_ways(spoiled: Callable[[str, str, str], Path]) -> None:
    one_way = spoiled(FORM, 'excludes = ["a", "h"]', "excludes = []")
    form = toolkits.read_toolkit(one_way).intake
    field = next(f for f in scopes_of(form)["referral"] if f.id == "options")
    assert {"a", "h"} <= set(next(o for o in field.options if o.key == "b").excludes)
