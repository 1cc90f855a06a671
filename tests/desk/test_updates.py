from __future__ import annotations

import base64
import json
from datetime import date
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from mktdesk import resources
from mktdesk.desk.about import Part, about, licence_text
from mktdesk.desk.updates import (
    LARGEST,
    Artefact,
    Compared,
    Manifest,
    Publisher,
    built_in_publishers,
    check_update,
    check_update_file,
    signed_update,
)
from mktdesk.errors import NoUpdateKey, SignatureWrong, UpdateRefused

KEY = Ed25519PrivateKey.from_private_bytes(b"a test key, and nothing besides.")
OURS = (Publisher("The test publisher", KEY.public_key()),)
ARTEFACT = Artefact("mktdesk-0.2.0.msi", "Windows", 71_000_000, "ab" * 32)
MANIFEST = Manifest("0.2.0", date(2026, 11, 20), "Meetings.\nAnd packs.", (ARTEFACT,))
UPDATE = signed_update(MANIFEST, KEY)


def test_what_the_publisher_signed_is_told():
    found = check_update(UPDATE, OURS, "0.1.0")
    assert found.manifest == MANIFEST
    assert found.signed_by == "The test publisher"
    assert found.compared is Compared.NEWER
    assert found.published == "Fri 20 Nov 2026"
    assert "0.2.0 is newer than yours, 0.1.0" in found.verdict


@pytest.mark.parametrize(
    ("theirs", "ours", "compared", "words"),
    [
        ("0.2.0", "0.1.9", Compared.NEWER, "newer"),
        ("0.10.0", "0.9.0", Compared.NEWER, "newer"),
        ("1", "0.99.99.99", Compared.NEWER, "newer"),
        ("0.2", "0.2.0", Compared.SAME, "nothing needs to be done"),
        ("0.1.9", "0.2.0", Compared.OLDER, "Do not go back"),
    ],
)
def test_versions_are_compared_as_numbers(theirs, ours, compared, words):
    manifest = msgspec.structs.replace(MANIFEST, version=theirs)
    found = check_update(signed_update(manifest, KEY), OURS, ours)
    assert found.compared is compared
    assert words in found.verdict


def test_somebody_elses_signature_is_refused():
    other = Ed25519PrivateKey.generate()
    with pytest.raises(SignatureWrong) as refused:
        check_update(signed_update(MANIFEST, other), OURS, "0.1.0")
    assert "did not sign" in refused.value.what
    second = (*OURS, Publisher("Another", other.public_key()))
    assert check_update(signed_update(MANIFEST, other), second, "0.1.0").signed_by == "Another"


@given(st.integers(0, len(json.loads(UPDATE)["manifest"]) - 1), st.characters(codec="ascii"))
@settings(deadline=None)
def test_a_manifest_that_was_changed_in_one_letter_is_refused(place, letter):
    file = json.loads(UPDATE)
    changed = file["manifest"][:place] + letter + file["manifest"][place + 1 :]
    if changed != file["manifest"]:
        with pytest.raises(SignatureWrong):
            check_update(json.dumps(file | {"manifest": changed}).encode(), OURS, "0.1.0")


def test_a_signature_over_the_manifest_alone_is_not_one():
    file = json.loads(UPDATE)
    bare = base64.b64encode(KEY.sign(file["manifest"].encode())).decode()
    with pytest.raises(SignatureWrong):
        check_update(json.dumps(file | {"signature": bare}).encode(), OURS, "0.1.0")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"[]",
        b"{}",
        UPDATE[:-20],
        b'{"manifest": "x", "signature": "not base64 \xff"}',
        b'{"manifest": "x", "signature": "====="}',
        b'{"manifest": "\\ud800", "signature": ""}',
        json.dumps(json.loads(UPDATE) | {"more": 1}).encode(),
        b"[" * 100_000,
    ],
)
def test_what_is_no_update_file_is_refused_in_words(data):
    with pytest.raises(UpdateRefused) as refused:
        check_update(data, OURS, "0.1.0")
    assert "not an update file" in refused.value.what or isinstance(refused.value, SignatureWrong)


@pytest.mark.parametrize(
    "change",
    [
        {"version": "0.2.0-beta"},
        {"artefacts": []},
        {"format": "mktdesk-update-2"},
        {"fetch_from": "somewhere"},
        {"artefacts": [{"name": "../x", "system": "Windows", "size": 1, "sha256": "ab" * 32}]},
        {"artefacts": [{"name": "x", "system": "Windows", "size": 1, "sha256": "AB"}]},
    ],
)
def test_what_is_signed_and_not_understood_is_for_it(change):
    told = json.dumps(json.loads(json.loads(UPDATE)["manifest"]) | change)
    signature = base64.b64encode(KEY.sign(b"mktdesk update 1\n" + told.encode())).decode()
    data = json.dumps({"manifest": told, "signature": signature}).encode()
    with pytest.raises(UpdateRefused) as refused:
        check_update(data, OURS, "0.1.0")
    assert "cannot read what it says" in refused.value.what


def test_without_a_key_nothing_is_vouched_for():
    with pytest.raises(NoUpdateKey) as refused:
        check_update(UPDATE, (), "0.1.0")
    assert "No publisher's key" in refused.value.what


def test_the_programs_own_list_of_publishers_is_read_and_holds_no_test_key():
    for publisher in built_in_publishers():
        assert publisher.key.public_bytes_raw() != KEY.public_key().public_bytes_raw()


def test_a_key_that_the_publisher_put_in_is_known(tmp_path):
    file = tmp_path / "publishers.toml"
    public = KEY.public_key().public_bytes_raw().hex()
    file.write_text(f'[[key]]\npublisher = "Ours"\ned25519 = "{public}"\n', encoding="utf-8")
    [publisher] = built_in_publishers(file)
    assert publisher.name == "Ours"
    assert check_update(UPDATE, (publisher,), "0.1.0").signed_by == "Ours"


@pytest.mark.parametrize(
    "text",
    ["key = 3", '[[key]]\npublisher = ""\ned25519 = ""', '[[key]]\ned25519 = "ab"', "= ="],
)
def test_a_damaged_list_of_publishers_is_told(tmp_path, text):
    file = tmp_path / "publishers.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UpdateRefused, match="install mktdesk again"):
        built_in_publishers(file)


def test_a_file_that_is_not_there_or_far_too_large_is_told(tmp_path):
    with pytest.raises(UpdateRefused, match="cannot be read"):
        check_update_file(tmp_path / "none.mktupdate")
    (tmp_path / "large").write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(UpdateRefused, match="larger than"):
        check_update_file(tmp_path / "large")


def test_about_in_a_checkout_lists_nothing():
    found = about()
    assert found.parts == ()
    assert found.bill == ""
    assert found.version


@pytest.fixture
def built(tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "about"
    (folder / "licences").mkdir(parents=True)
    (folder / "licences" / "x-1.txt").write_text("Permission is granted.", encoding="utf-8")
    (folder / "licences.json").write_text(
        '[{"name": "x", "version": "1", "licence": "MIT", "texts": ["x-1.txt"]}]', encoding="utf-8"
    )
    (folder / "sbom.cdx.json").write_text("{}", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not to be shown", encoding="utf-8")
    known = resources.folder
    monkeypatch.setattr(
        "mktdesk.resources.folder", lambda name: folder if name == "about" else known(name)
    )
    return folder


def test_about_in_a_built_program_lists_its_parts_and_reads_their_licences(built):
    found = about()
    assert found.parts == (Part("x", "1", "MIT", ("x-1.txt",)),)
    assert found.bill == str(built / "sbom.cdx.json")
    assert licence_text(found.parts[0]) == "Permission is granted."
    assert licence_text(Part("y", "1", "MIT", ("../../secret.txt", "none.txt"))) == ""
