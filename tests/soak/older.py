"""Something older put back: a page, a case's file, the register, vault.json."""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from mktdesk.desk import cases, filling, papers, settings
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from tests.soak.desk import PUBLIC, HandClock, Place, add_link, remember_passphrases
from tests.soak.row import Figures, Row

_PAGE = 4096
_STEPS = 24
_KINDS = ("page", "case.db", "register.db", "vault.json")
Snapshot: TypeAlias = dict[str, bytes]


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Put something back `count` times, each kind in turn."""
    remember_passphrases()
    place, seen = Place(base / "now", HandClock()), Figures()
    place.make()
    snapshots = _history(place, chance)
    now = snapshots.pop()
    kept = base / "kept"
    shutil.copytree(place.base, kept)
    truth = _said(place)
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        shutil.rmtree(place.base)
        shutil.copytree(kept, place.base)
        while not _put_back(place, kind, snapshots, now, chance):
            pass  # that one was the same as it is now
        seen["tried"] += 1
        seen[f"older {kind}"] += 1
        _look(place, kind, truth, seen)
    return seen


def _history(place: Place, chance: random.Random) -> list[Snapshot]:
    """A case's life, with the vault's files after each step."""
    found = []
    for step in range(_STEPS):
        session = place.unlock()
        case = cases.open_case(session, PUBLIC)
        for _ in range(chance.randrange(1, 4)):
            add_link(case)
        _something(case, session, step)
        cases.close_case(case)
        session.close()
        files = (p for p in place.vault.rglob("*") if p.is_file())
        found.append({str(p.relative_to(place.vault)): p.read_bytes() for p in files})
    return found


def _something(case: OpenCase, session: Session, step: int) -> None:
    if step % 3 == 0:
        filling.add_row(case, "family_member", {"name": f"Person {step}"})
    if step % 4 == 1:
        filling.undo(case)
    if step % 5 == 2:
        papers.attach(case, f"{step}.txt", b"%d" % step * 3000)
    if step % 6 == 3:
        chosen = settings.settings(session)
        settings.change_settings(session, replace(chosen, name=f"Office {step}"))


def _put_back(
    place: Place, kind: str, snapshots: list[Snapshot], now: Snapshot, chance: random.Random
) -> bool:
    """Put something older back; False where it does not differ."""
    older = chance.choice(snapshots)
    if kind == "page":
        name = chance.choice(("register.db", f"cases/{PUBLIC}/case.db"))
        data = bytearray(now[name])
        pages = [
            at
            for at in range(0, min(len(data), len(older[name])), _PAGE)
            if data[at : at + _PAGE] != older[name][at : at + _PAGE]
        ]
        if not pages:
            return False
        at = chance.choice(pages)
        data[at : at + _PAGE] = older[name][at : at + _PAGE]
    else:
        name = f"cases/{PUBLIC}/case.db" if kind == "case.db" else kind
        data = bytearray(older[name])
        if data == now[name]:
            return False
    (place.vault / name).write_bytes(data)
    return True


def _said(place: Place) -> str:
    """The committed answers, as somebody who unlocks and looks would see them."""
    session = place.unlock()
    try:
        case = cases.open_case(session, PUBLIC)
        answers = repr((case.answers(), case.documents(), case.packs()))
        lines = repr((cases.list_cases(session), settings.settings(session)))
        cases.close_case(case)
        return answers + lines
    finally:
        session.close()


def _look(place: Place, kind: str, truth: str, seen: Figures) -> None:
    try:
        session = place.unlock()
        findings = [*session.vault.alarms, *session.vault.verify()]
        session.close()
        noticed = bool(findings)
        same = noticed or _said(place) == truth
    except DeskError:
        noticed, same = True, False
    except Exception as error:  # noqa: BLE001 - a crash is what must not be
        sys.stderr.write(f"older {kind}: {error!r}\n")
        seen["crashed"] += 1
        return
    seen["noticed" if noticed else "changed nothing"] += noticed or same
    seen[f"unnoticed {kind}"] += not noticed and not same
    seen["unnoticed"] += not noticed and not same


ROW = Row(
    "older", "an old page, case, register or vault.json put back", 800, 200, 40, run,
    wrong=("unnoticed", "crashed"),
    needed=("tried", "noticed", *(f"older {kind}" for kind in _KINDS)),
)  # fmt: skip
