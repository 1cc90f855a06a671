from __future__ import annotations

import hashlib
import stat

import pytest

from installers import sign_update
from mktdesk.desk.updates import Publisher, check_update
from mktdesk.errors import SignatureWrong

PASSPHRASE = "a passphrase for tests alone"


@pytest.fixture
def typed(monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSPHRASE)


def test_a_key_is_made_and_what_it_signs_is_vouched_for(tmp_path, typed, capsys):
    key, notes, installer = tmp_path / "key.pem", tmp_path / "notes", tmp_path / "mktdesk-9.msi"
    notes.write_text("Meetings.", encoding="utf-8")
    installer.write_bytes(b"an installer")
    assert sign_update.main(["new-key", str(key)]) == 0
    public = capsys.readouterr().out.strip()
    assert b"ENCRYPTED" in key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    out = tmp_path / "out.mktupdate"
    sign = ["sign", str(key), str(installer), "--version", "9.1", "--notes", str(notes)]
    assert sign_update.main([*sign, "--out", str(out)]) == 0
    publisher = Publisher("Ours", sign_update.load_key(key, PASSPHRASE).public_key())
    assert publisher.key.public_bytes_raw().hex() == public
    found = check_update(out.read_bytes(), (publisher,), "0.1.0")
    [artefact] = found.manifest.artefacts
    assert (artefact.name, artefact.system, artefact.size) == ("mktdesk-9.msi", "Windows", 12)
    assert artefact.sha256 == hashlib.sha256(b"an installer").hexdigest()
    assert (found.manifest.version, found.manifest.notes) == ("9.1", "Meetings.")
    with pytest.raises(SignatureWrong):
        check_update(out.read_bytes().replace(b"9.1", b"9.2"), (publisher,), "0.1.0")


def test_a_key_is_never_written_over(tmp_path):
    key = tmp_path / "key.pem"
    sign_update.new_key(key, PASSPHRASE)
    before = key.read_bytes()
    with pytest.raises(FileExistsError):
        sign_update.new_key(key, PASSPHRASE)
    assert key.read_bytes() == before


def test_a_wrong_passphrase_opens_no_key(tmp_path):
    sign_update.new_key(tmp_path / "key.pem", PASSPHRASE)
    with pytest.raises(ValueError, match=r"."):
        sign_update.load_key(tmp_path / "key.pem", "another")


def test_a_short_passphrase_makes_no_key(tmp_path, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "short")
    assert sign_update.main(["new-key", str(tmp_path / "key.pem")]) == 1
    assert not (tmp_path / "key.pem").exists()
