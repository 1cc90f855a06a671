"""Revoking, resealing, changing a case's key and the recovery code, cut short midway.

Each is killed at any moment, or finds the disk full: afterwards every case opens with exactly
one of its old and new references, and nothing that was answered is lost.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from mktdesk.desk import cases
from mktdesk.desk.session import Session
from mktdesk.errors import CaseError, DeskError, UnlockRefused
from mktdesk.office import KdfCost, casefile, staff
from mktdesk.office.casekeys import change_key, fresh_reference, reseal
from mktdesk.reference import Reference, parse_full
from tests.soak.desk import PUBLIC, TOOLKIT, Place, add_link, links, remember_passphrases
from tests.soak.disks import mount
from tests.soak.row import Figures, Row

_BEA = "nine brown wrens sing"
_PUBLICS = (PUBLIC, "OLD-2", "OLD-3")
_KINDS = ("revoke", "reseal", "change of key", "new recovery code")
_FULL_EVERY = 6  # of the tries, one in so many finds the disk full instead of being killed
_LONGEST = {"revoke": 0.05, "reseal": 0.02, "change of key": 0.08, "new recovery code": 0.04}
_LINKS = 3


@dataclass
class _Told:
    """What the work said before it ended: the reference to come, and whether it was done."""

    fresh: Reference | None = None
    done: bool = False


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Cut work on keys short `count` times, each kind in turn."""
    remember_passphrases()
    made, seen = Place(base / "made"), Figures()
    _make(made)
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        full = number % _FULL_EVERY == _FULL_EVERY - 1
        place = Place(base / "try" / "base", beside=base / "computer")
        shutil.copytree(made.base, base / "computer")
        (base / "try").mkdir()
        if full:
            mount("-t", "tmpfs", "-o", "size=4m", "none", str(base / "try"))
        try:
            shutil.copytree(made.vault, place.vault)
            old = _references(place)
            told = _out_of_room(place, kind, chance) if full else _killed(place, kind, chance)
            seen["tried"] += 1
            seen["disk full" if full else "killed"] += 1
            seen[f"{kind}, done" if told.done else f"{kind}, cut short"] += 1
            _look(place, kind, old, told, seen)
        finally:
            if full:
                subprocess.run(["umount", "-l", str(base / "try")], check=True)
            shutil.rmtree(base / "try")
            shutil.rmtree(base / "computer")
    return seen


def _make(place: Place) -> None:
    place.make(answers=_LINKS)
    session = place.unlock()
    session.vault.add_staff("Bea Burns", _BEA, kdf=KdfCost.floor())
    for public in _PUBLICS[1:]:
        case = cases.register_old_case(session, TOOLKIT, public)
        for _ in range(_LINKS):
            add_link(case)
        cases.close_case(case)
    session.close()
    _as_bea(place)  # both passphrases are stretched before children are born


def _as_bea(place: Place) -> bool:
    """Whether the colleague can still come in."""
    found = [slot for slot in place.desk.look(place.vault).staff if slot.name == "Bea Burns"]
    if not found:
        return False
    try:
        place.desk.unlock(place.vault, found[0].slot_id, _BEA).close()
    except UnlockRefused:
        return False
    return True


def _references(place: Place) -> dict[str, Reference]:
    session = place.unlock()
    found = {public: session.vault.seal_of(public) for public in _PUBLICS}
    session.close()
    return found


def _work(place: Place, kind: str, out: int) -> None:
    """One piece of work on keys; it says what will hold, and that it is done."""
    session = place.unlock()
    os.write(out, b"begun\n")
    try:
        _turn_keys(session, place, kind, out)
        os.write(out, b"done\n")
    finally:
        # Refused work leaves the vault open; the person locks it, and gives the case back.
        with contextlib.suppress(DeskError):
            session.close()


def _turn_keys(session: Session, place: Place, kind: str, out: int) -> None:
    vault = session.vault
    if kind == "revoke":
        going = next(s for s in place.desk.look(place.vault).staff if s.name == "Bea Burns")
        staff.revoke(vault, going.slot_id, "left the office")
    elif kind == "reseal":
        handle = vault.open_case(PUBLIC)
        fresh = fresh_reference(handle)
        os.write(out, f"{fresh.full}\n".encode())
        reseal(vault, handle, fresh, "a slip was lost")
        vault.close_case(handle)
    elif kind == "change of key":
        change_key(vault, PUBLIC, "a laptop was lost")
    else:
        staff.replace_recovery(vault, staff.new_code(), "the sheet was seen")


def _killed(place: Place, kind: str, chance: random.Random) -> _Told:
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _work(place, kind, theirs)
        finally:
            os._exit(0)
    os.close(theirs)
    said = os.read(ours, 4096)
    time.sleep(chance.uniform(0, _LONGEST[kind]))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return _heard(said, ours)


def _out_of_room(place: Place, kind: str, chance: random.Random) -> _Told:
    """The same in this process, on a disk with little room left."""
    disk = place.base.parent
    room = shutil.disk_usage(disk).free - chance.randrange(0, 240_000)
    (disk / "ballast").write_bytes(bytes(max(0, room // 4096 * 4096)))
    ours, theirs = os.pipe()
    with contextlib.suppress(DeskError):  # refused in words; what is left is looked at
        _work(place, kind, theirs)
    os.close(theirs)
    (disk / "ballast").unlink()
    return _heard(b"", ours)


def _heard(said: bytes, ours: int) -> _Told:
    while more := os.read(ours, 4096):
        said += more
    os.close(ours)
    told = _Told()
    for line in said.decode().split():
        if line == "done":
            told.done = True
        elif line != "begun":
            told.fresh = parse_full(line)
    return told


def _look(place: Place, kind: str, old: dict[str, Reference], told: _Told, seen: Figures) -> None:
    try:
        session = place.unlock()
        for public in _PUBLICS:
            fresh = told.fresh if public == PUBLIC else None
            _one_of(session, old[public], fresh, told, seen)
            case = cases.open_case(session, public)
            seen["answers lost"] += max(0, _LINKS - links(case))
            seen["cannot be written"] += case.read_only
            cases.close_case(case)
        seen["unsound"] += bool(session.vault.alarms or session.vault.verify())
        session.close()
        if kind == "revoke":
            seen["revoked, came in"] += told.done and _as_bea(place)
    except (DeskError, AssertionError) as error:
        sys.stderr.write(f"keys, {kind}: {error}\n")
        seen["does not open"] += 1


def _one_of(
    session: Session, old: Reference, fresh: Reference | None, told: _Told, seen: Figures
) -> None:
    """The case's key opens with one reference and no other."""
    shelf = session.vault.shelf
    case = shelf.case_file(old.public)
    opens = []
    for reference in (old, *([fresh] if fresh else [])):
        try:
            casefile.case_key(case, reference, shelf.keys.vault)
            opens.append(reference)
        except CaseError:
            pass
    seen["opens with both or none"] += len(opens) != 1
    if fresh and told.done:
        seen["done, opens with the old"] += opens != [fresh]
    seen["the register differs"] += session.vault.seal_of(old.public) not in opens


ROW = Row(
    "keys", "revoke, reseal, change of key, recovery code: killed or disk full midway", 1_200, 120,
    12, run,
    wrong=("opens with both or none", "done, opens with the old", "the register differs",
           "does not open", "answers lost", "cannot be written", "unsound", "revoked, came in"),
    needed=("tried", "killed", "disk full"), whole=tuple(f"{kind}, cut short" for kind in _KINDS),
)  # fmt: skip
