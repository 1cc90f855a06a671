"""The program tries itself on this computer: the main job in a folder that is done away with.

Nothing is read or kept of any real vault, and nothing goes into the system's secret store. For
whoever installs the program and asks whether all of it arrived.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from mktdesk.calendar import england_and_wales
from mktdesk.desk import demo, intake, papers_out
from mktdesk.desk.backup import back_up
from mktdesk.desk.cases import close_case, list_cases, open_case
from mktdesk.desk.packs import PackChoice, file_name, make_pack
from mktdesk.desk.session import Desk, Session, for_demonstration
from mktdesk.desk.verify import verify
from mktdesk.desk.work import Silent
from mktdesk.documents.protect import opens
from mktdesk.errors import DeskError, UnlockRefused
from mktdesk.toolkits import load, supplied


class CheckFailed(Exception):  # told in one line, never to a person at a desk
    """A check did not find what must be there; the words say what."""


@dataclass
class Bench:
    """What the checks hand on to one another. folder: done away with at the end."""

    folder: Path
    desk: Desk
    session: Session | None = None
    public: str = ""
    full: str = ""

    @property
    def office(self) -> Session:
        """The open office of the checks."""
        if self.session is None:
            raise CheckFailed("no vault is open")
        return self.session


Check: TypeAlias = tuple[str, Callable[[Bench], object]]


def _guidance(_bench: Bench) -> None:
    for name in supplied():
        load(name)
    england_and_wales()


def _vault(bench: Bench) -> None:
    made = bench.desk.first_start(bench.folder / "vault", demo.OFFICE, demo.STAFF, demo.PASSPHRASE)
    bench.session = made[0]


def _referral(bench: Bench) -> None:
    case = demo.take_in_referral(bench.office)
    bench.public, bench.full = case.public, case.handle.reference.full
    close_case(case)


def _word_form(bench: Bench) -> None:
    case = open_case(bench.office, bench.public)
    out = bench.folder / "form.docx"
    try:
        papers_out.filled_form(case, out)
    finally:
        close_case(case)
    read = intake.read_referral(out.read_bytes(), out.name, password=bench.full)
    if read.reference_seen != bench.public:
        raise CheckFailed("the form that was read back names another case")


def _pack(bench: Bench) -> None:
    case = open_case(bench.office, bench.public)
    try:
        choice = PackChoice(parts=tuple(part.id for part in case.intake.parts))
        made = make_pack(case, choice, bench.folder / file_name(case, choice), Silent())
    finally:
        close_case(case)
    data = made.path.read_bytes()
    if not opens(data, bench.full) or opens(data, "") or opens(data, bench.public):
        raise CheckFailed("the pack does not open with its password alone")


def _sound(bench: Bench) -> None:
    found = verify(bench.office, Silent())
    if found:
        raise CheckFailed(found[0].what)


def _backup(bench: Bench) -> None:
    made = back_up(bench.office, bench.folder / "backup", Silent())
    if made.problems:
        raise CheckFailed("the backup does not agree with the vault")


def _lock(bench: Bench) -> None:
    bench.office.close()
    bench.session = None
    folder = bench.folder / "vault"
    slot = bench.desk.look(folder).staff[0].slot_id
    try:
        bench.desk.unlock(folder, slot, "not the passphrase").close()
    except UnlockRefused as refused:
        time.sleep(refused.wait_seconds)
    else:
        raise CheckFailed("a wrong passphrase opened the vault")
    bench.session = bench.desk.unlock(folder, slot, demo.PASSPHRASE)
    if [line.public for line in list_cases(bench.office)] != [bench.public]:
        raise CheckFailed("the case is not there after unlocking")


CHECKS: tuple[Check, ...] = (
    ("the guidance and the bank holidays are there and load", _guidance),
    ("a vault is made and opens", _vault),
    ("a Word referral is read in a process of its own, and taken in", _referral),
    ("the form goes out as Word under a password, and is read back", _word_form),
    ("a case pack is made that its password alone opens", _pack),
    ("every check of the vault is passed", _sound),
    ("a backup is made and agrees with the vault", _backup),
    ("the vault locks, refuses a wrong passphrase, and opens with the right one", _lock),
)


def self_test(say: Callable[[str], object], further: Sequence[Check] = ()) -> int:
    """Try each check in turn, one line each; 0 when all are passed, 1 at the first that is not.

    further: checks of whoever calls, tried last. The folder of the checks is gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="mktdesk-self-test-") as name:
        folder = Path(name)
        bench = Bench(folder, for_demonstration(folder / "computer"))
        try:
            for words, check in (*CHECKS, *further):
                try:
                    check(bench)
                except DeskError as error:
                    say(f"FAILED  {words}: {error.what} {error.do}")
                    return 1
                except Exception as error:  # noqa: BLE001 - a part that did not arrive, whatever it is
                    say(f"FAILED  {words}: {type(error).__name__}: {error}")
                    return 1
                say(f"ok      {words}")
        finally:
            if bench.session is not None:
                bench.session.close()
    if folder.exists():
        say("FAILED  nothing is left behind: its folder could not be done away with")
        return 1
    say("ok      nothing is left behind")
    return 0
