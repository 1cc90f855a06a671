"""Every place of the rail opens by its number, and a case shows its own history."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mktdesk.desk import demo
from mktdesk.desk.work import Silent
from ui.places import CASES, PLACES

TITLES = {
    "due": "Due",
    "cases": "Cases",
    "meetings": "Meetings",
    "travel": "Travel packs",
    "directory": "Directory",
    "toolkits": "Toolkits",
    "staff": "Staff and keys",
    "safety": "Backups and checks",
    "retention": "Retention",
    "history": "History",
    "settings": "Settings",
}


@pytest.mark.timeout(300)
def test_every_place_of_the_rail_opens_by_its_number(program, typist_of, tmp_path: Path):
    demo.make_demo(program.desk, tmp_path / "vault", Silent()).session.close()
    typist = typist_of(program.start(vault=tmp_path / "vault"))
    typist.wait_for("Unlock")
    typist.to("Passphrase")
    typist.type(demo.PASSPHRASE)
    typist.enter()
    typist.wait_for("Due")
    shown = {}
    for place in PLACES:
        typist.place(place.id)
        typist.rest()
        typist.until(lambda wanted=TITLES[place.id]: typist.title.startswith(wanted))
        shown[place.id] = typist.title
        assert typist.notice() == ""
    assert set(shown) == set(TITLES)
    typist.place(CASES)
    typist.wait_for("Cases")
    typist.choose_line("SCR-2026-003")
    typist.until(lambda: typist.app.window.windowTitle().startswith("SCR-2026-003"))
    typist.rest()
    typist.to_task("History")
    typist.wait_for("History")
    assert re.search(r"^1\d\d lines$", typist.words(), re.MULTILINE)
