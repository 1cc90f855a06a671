"""The disk is full, turns read-only, or vanishes while a case is being answered."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mktdesk.desk import cases, papers
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target, save_draft
from mktdesk.errors import DeskError, InUseElsewhere, VaultUnwritable
from tests.soak.desk import PUBLIC, Place, add_link, links, remember_passphrases
from tests.soak.row import Figures, NotHereError, Row

_SIZE = "4m"
_DRAFT = "half a sentence, not yet"
_TARGET = Target("referral", "", "circumstances")
_KINDS = ("full", "read-only", "vanished")


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Take the disk away `count` times, each way in turn."""
    remember_passphrases()
    (base / "kept").mkdir()
    Place(base / "kept").make(answers=3)
    seen = Figures()
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        with _small_disk(base / "disk"):
            shutil.copytree(base / "kept" / "vault", base / "disk" / "base" / "vault")
            beside = base / f"computer-{number}"
            shutil.copytree(base / "kept", beside)
            _trouble(Place(base / "disk" / "base", beside=beside), kind, chance, seen)
            shutil.rmtree(beside)
        seen["tried"] += 1
        seen[kind] += 1
    return seen


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    mount("-t", "tmpfs", "-o", f"size={_SIZE}", "none", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def mount(*arguments: str) -> None:
    """Mount, or say why this machine cannot."""
    if shutil.which("mount") is None:
        raise NotHereError("There is no mount command here.")
    done = subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise NotHereError(f"No right to mount a small disk: {done.stderr.strip()}")


def _trouble(place: Place, kind: str, chance: random.Random, seen: Figures) -> None:
    session = place.unlock()
    case = cases.open_case(session, PUBLIC)
    for _ in range(chance.randrange(1, 4)):
        told = add_link(case)
    save_draft(case, _TARGET, _DRAFT)
    disk = place.base.parent
    if kind == "read-only":  # no disk turns so while a file of it is open for writing
        cases.close_case(case)
        session.close()
    put_right = _take_away(disk, kind, chance)
    if kind == "read-only":
        session = place.unlock()
        case = cases.open_case(session, PUBLIC)
        seen["lost"] += max(0, told - links(case))
    refused, told = _go_on(case, told, chance, seen)
    seen["refused"] += refused
    seen["went on as if nothing were"] += not refused
    put_right()
    _close(case, seen)
    _look(place, told, seen)


def _take_away(disk: Path, kind: str, chance: random.Random) -> Callable[[], object]:
    """Bring the trouble about; what puts it right."""
    if kind == "full":
        ballast = disk / "ballast"
        room = shutil.disk_usage(disk).free - chance.randrange(0, 60_000)
        ballast.write_bytes(bytes(max(0, room // 4096 * 4096)))
        return ballast.unlink
    if kind == "read-only":
        mount("-o", "remount,ro,size=4m", str(disk))
        return lambda: mount("-o", f"remount,rw,size={_SIZE}", str(disk))
    away = disk / "away"
    (disk / "base").rename(away)
    return lambda: away.rename(disk / "base")


def _go_on(case: OpenCase, told: int, chance: random.Random, seen: Figures) -> tuple[bool, int]:
    """Answer and attach until it is refused; whether it was, and the last answer that was not."""
    for _ in range(40):
        try:
            told = add_link(case)
            if chance.random() < 0.5:
                papers.attach(case, "big.bin", chance.randbytes(20_000))
            cases.settle(case)
        except (VaultUnwritable, InUseElsewhere) as error:
            seen["no advice"] += not error.do
            return True, told
        except DeskError:
            seen["another error"] += 1
            return True, told
    return False, told


def _close(case: OpenCase, seen: Figures) -> None:
    try:
        cases.close_case(case)
        case.session.close()
    except DeskError:
        seen["could not close"] += 1
        case.session.close()


def _look(place: Place, told: int, seen: Figures) -> None:
    try:
        session = place.unlock()
        case = cases.open_case(session, PUBLIC)
        seen["lost"] += max(0, told - links(case))
        # The draft became an answer when the case was opened again.
        seen["draft lost"] += case.answers().get(_TARGET.field) != _DRAFT
        seen["unsound"] += bool(session.vault.alarms or session.vault.verify())
        cases.close_case(case)
        session.close()
    except (DeskError, AssertionError):
        seen["broken"] += 1


ROW = Row(
    "disk", "the disk full, read-only, or vanishing", 500, 125, 9, run,
    wrong=("lost", "draft lost", "unsound", "broken", "another error", "no advice",
           "went on as if nothing were"),
    needed=("tried", "refused", *_KINDS),
)  # fmt: skip
