"""A command typed on a computer with a home of its own, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from mktdesk.cli import main
from mktdesk.cli.opening import PASSPHRASE_VARIABLE

PASSPHRASE = "six-larches-by-the-canal"


def settle_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the computer remembers lies in `home`; it has no keyring, and knows the passphrase."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)  # asked for anew, by that word
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)


def said(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    """Everything a command said, which ended with this code."""
    got = main([str(each) for each in arguments])
    told = capsys.readouterr()
    assert got == code, told
    return told.out + told.err
