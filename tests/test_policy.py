from __future__ import annotations

import os
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktdesk import policy
from mktdesk.policy import Policy, parse

EXAMPLE = Path(__file__).parents[1] / "installers" / "policy.toml"
ALL = b"""
vault = "/srv/office/vault"
idle_minutes = 10
shortest_passphrase = 16
passphrase_strength = "strong"
pack_password = "full"
marking = "OFFICIAL-SENSITIVE"
clipboard_seconds = 20
screen_capture = "hide"
"""
SAFER = {
    "vault": "",
    "idle_minutes": 5,
    "shortest_passphrase": 14,
    "passphrase_strength": "strong",
    "pack_password": "full",
    "marking": "",
    "clipboard_seconds": 0,
    "screen_capture": "hide",
}


def test_no_file_sets_nothing(tmp_path):
    assert policy.read(tmp_path / "policy.toml") == Policy()
    assert policy.read(tmp_path / "no folder" / "policy.toml") == Policy()
    assert not policy.in_words(Policy(), can_hide=True)


def test_every_setting_is_read():
    found = parse(ALL)
    assert found.warnings == ()
    assert found.folder == Path("/srv/office/vault")
    assert (found.idle_minutes, found.shortest_passphrase) == (10, 16)
    assert (found.passphrase_strength, found.pack_password) == ("strong", "full")
    assert (found.marking, found.clipboard_seconds) == ("OFFICIAL-SENSITIVE", 20)
    assert found.screen_capture == "hide"
    assert found.given == set(SAFER)


def test_the_example_names_every_setting_and_sets_none():
    text = EXAMPLE.read_text(encoding="utf-8")
    assert parse(text.encode()) == Policy(file=policy.FILE_NAME)
    named = re.findall(r"^# (\w+) = ", text, re.MULTILINE)
    own = {"file", "given", "warnings"}
    assert set(named) == {field.name for field in fields(Policy)} - own
    taken = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    assert parse(taken.encode()).warnings == ()
    assert parse(taken.encode()).given == set(named)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('idle_minutes = "ten"', "idle_minutes"),
        ("idle_minutes = 0", "idle_minutes"),
        ("idle_minutes = 241", "idle_minutes"),
        ("idle_minutes = true", "idle_minutes"),
        ("idle_minutes = 9.5", "idle_minutes"),
        ("shortest_passphrase = 7", "shortest_passphrase"),
        ("shortest_passphrase = 65", "shortest_passphrase"),
        ('passphrase_strength = "weak"', "passphrase_strength"),
        ("passphrase_strength = ['strong']", "passphrase_strength"),
        ('pack_password = "public"', "pack_password"),
        ("marking = 3", "marking"),
        ('marking = " "', "marking"),
        (f'marking = "{"x" * 61}"', "marking"),
        (r'marking = "a\nb"', "marking"),
        ("clipboard_seconds = 61", "clipboard_seconds"),
        ("clipboard_seconds = -1", "clipboard_seconds"),
        ("screen_capture = false", "screen_capture"),
        ('vault = "office/vault"', "vault"),
        ("vault = []", "vault"),
        ('vault = ""', "vault"),
    ],
)
def test_a_wrong_value_is_named_and_its_safer_value_holds(line, key):
    found = parse(line.encode())
    assert getattr(found, key) == SAFER[key]
    [(what, do)] = found.warnings
    assert f"“{key}”" in what
    assert "it must be" in do


def test_an_unknown_setting_is_named_and_the_others_hold():
    found = parse(b'idle_minuts = 3\nclipboard_seconds = 7\n[more]\na = "b"')
    assert [what.split("“")[1].split("”")[0] for what, _ in found.warnings] == [
        "idle_minuts",
        "more",
    ]
    assert found.clipboard_seconds == 7
    assert found.idle_minutes == 0


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"idle_minutes = ", "It is not TOML"),
        (b'vault = "C:\\Office\\vault"', "single quotes"),
        ("idle_minutes = 3".encode("utf-16"), "UTF-8"),
        (b"a = " + b"[" * 5000, "It is not TOML"),
    ],
)
def test_a_file_that_cannot_be_read_sets_everything_to_its_safer_value(raw, words):
    found = parse(raw)
    assert {key: getattr(found, key) for key in SAFER} == SAFER
    [(what, _)] = found.warnings
    assert words in what


def test_a_file_as_notepad_saves_it_is_read():
    assert parse("\ufeffidle_minutes = 3\r\n".encode()).idle_minutes == 3


def test_a_file_that_is_far_too_long_or_a_folder_sets_the_safer_values(tmp_path):
    long = tmp_path / "long.toml"
    long.write_bytes(b"#" * (1 << 17))
    for wrong in (long, tmp_path):
        found = policy.read(wrong)
        assert found.screen_capture == "hide"
        assert str(wrong) in found.warnings[0][0]


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_a_file_that_others_can_write_is_told(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_bytes(b"idle_minutes = 3")
    file.chmod(0o666)
    found = policy.read(file)
    assert found.idle_minutes == 3
    assert "People other than the administrator can change" in found.warnings[-1][0]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="root's own file")
def test_the_administrators_own_file_is_not_told(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_bytes(b"idle_minutes = 3")
    file.chmod(0o644)
    assert policy.read(file).warnings == ()


def test_the_office_may_be_stricter_than_the_administrator():
    assert Policy(idle_minutes=10).most_minutes(30) == 10
    assert Policy(idle_minutes=10).most_minutes(5) == 5
    assert Policy().most_minutes(30) == 30


def test_the_home_of_whoever_uses_it(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert parse(b'vault = "~/vault"').folder == tmp_path / "vault"


def test_every_setting_is_told_in_words():
    lines = dict(policy.in_words(parse(ALL), can_hide=True))
    assert lines == {
        "The vault's folder": "/srv/office/vault",
        "Minutes until it locks": "10 at most",
        "New passphrases and passwords": "at least 16 characters, and strong",
        "The password of a case pack": "the full reference",
        "Marking": "OFFICIAL-SENSITIVE",
        "A secret on the clipboard": "cleared after 20 seconds",
        "Screen capture and sharing": "mktdesk's windows are hidden from it",
    }
    cannot = dict(policy.in_words(parse(b'screen_capture = "hide"'), can_hide=False))
    assert "no way to do so" in cannot["Screen capture and sharing"]
    none = dict(policy.in_words(parse(b"clipboard_seconds = 0"), can_hide=False))
    assert none == {"A secret on the clipboard": "none is copied"}


@settings(deadline=None)  # the first call imports the reader
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fall_over(raw):
    assert isinstance(parse(raw), Policy)


_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.text(max_size=9).map(lambda t: t.encode().hex())),
    lambda inner: st.lists(inner, max_size=2),
)


@settings(deadline=None)  # the same
@given(st.dictionaries(st.sampled_from(sorted(SAFER)), _VALUES))
def test_no_value_is_ever_laxer_than_nothing(values):
    def toml(value: object) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list):
            return "[" + ", ".join(map(toml, value)) + "]"
        return f'"{value}"' if isinstance(value, str) else str(value)

    found = parse("\n".join(f"{key} = {toml(value)}" for key, value in values.items()).encode())
    assert found.clipboard_seconds <= 60
    assert found.most_minutes(240) <= 240
    assert found.shortest_passphrase in {0, *range(8, 65)}
    assert found.pack_password in {"", "full"}
    assert found.given == set(values)
