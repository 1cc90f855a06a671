"""The program starts without reading a toolkit that it does not need yet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from mktdesk.desk.session import Desk, NoSecrets
from mktdesk.office import KdfCost, Machine
from mktdesk.toolkits import supplied
from tests.offices import office_of

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "six-larches-by-the-canal"

# Goes to the page that is wanted, and says which toolkits' files were opened on the way there;
# then reads one, so that it is seen that this would have been noticed.
SCRIPT = """
    import json, os, sys, time
    from pathlib import Path
    read = set()
    def hook(event, args):
        if event == "open" and isinstance(args[0], (str, os.PathLike)):
            parts = Path(args[0]).parts
            if "toolkits" in parts and parts[-1].endswith(".toml"):
                read.add(parts[parts.index("toolkits") + 1])
    sys.addaudithook(hook)
    from ui.app import first_window
    wanted, vault, passphrase = sys.argv[1:]
    qt, app = first_window(["mktdesk", *(["--vault", vault] if vault else [])])
    asked = False
    until = time.monotonic() + 60
    while time.monotonic() < until:
        qt.processEvents()
        page = app.window.screen_shown
        if app.worker.busy or not app._painted:
            continue
        if type(page).__name__ == wanted or (asked and type(page).__name__ != "UnlockPage"):
            break
        if not asked and getattr(page, "_people", None):
            page.unlock_asked.emit(page._people[0][0], passphrase)
            asked = True
    shown = type(page).__name__
    before = sorted(read)
    from mktdesk.toolkits import read_toolkit
    from mktdesk import resources
    read_toolkit(resources.folder("toolkits") / "mk-together-2023")
    print(json.dumps([shown, before, sorted(read)]))
    sys.stdout.flush()
    os._exit(0)
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    machine = replace(Machine.this_one(), secrets=NoSecrets(), state=tmp_path / "state")
    desk = Desk(machine, KdfCost.floor())
    session, _ = office_of(desk, tmp_path / "vault", PASSPHRASE)
    session.close()
    return tmp_path / "vault"


def shown(page: str, vault: Path | str, home: Path) -> list[str]:
    """The toolkits read until a page stood on the screen ("": the one after unlocking)."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), page, str(vault), PASSPHRASE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    reached: str
    before: list[str]
    after: list[str]
    reached, before, after = json.loads(done.stdout)
    assert reached == page or (page == "" and reached != "UnlockPage")
    assert "mk-together-2023" in after
    return before


def test_the_first_page_of_all_reads_no_toolkit(tmp_path: Path):
    assert shown("StartPage", "", tmp_path) == []


def test_the_page_to_unlock_reads_no_toolkit(vault: Path, tmp_path: Path):
    assert shown("UnlockPage", vault, tmp_path) == []


def test_the_first_page_of_an_empty_vault_reads_only_the_one_that_a_marking_is_taken_from(
    vault: Path, tmp_path: Path
):
    assert len(supplied()) > 1
    assert shown("", vault, tmp_path) == ["mkscb-2016"]
