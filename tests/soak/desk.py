"""What the rows share: a computer without a keyring, a vault, and answers in a hash chain."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mktdesk.calendar import Clock, SystemClock
from mktdesk.desk import cases, filling, papers
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.session import Desk, NoSecrets, Session
from mktdesk.office import KdfCost, Machine, crypto

PASSPHRASE = "seven grey herons wait"
STAFF = "Ann Archer"
PUBLIC = "OLD-1"
MARKER = "Quillanthorpe"  # a name that stands nowhere else
TOOLKIT = "mkscb-2016"
FIELD = "why_referring"


@dataclass
class HandClock:
    """It stands until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


def remember_passphrases() -> None:
    """Stretch each passphrase once in this process: for rows that unlock thousands of times."""
    if not hasattr(crypto._argon2, "cache_info"):
        crypto._argon2 = functools.cache(crypto._argon2)


@dataclass
class Place:
    """A vault in a folder, and the computer beside it."""

    base: Path
    clock: Clock = field(default_factory=SystemClock)
    computer: str = "laptop-a"
    beside: Path | None = None  # where the computer remembers, when not beside the vault

    @property
    def vault(self) -> Path:
        return self.base / "vault"

    @property
    def desk(self) -> Desk:
        # Where the command finds it too, when XDG_DATA_HOME is "state" beside the vault.
        state = (self.beside or self.base) / f"state-{self.computer}" / "mktdesk"
        return Desk(Machine(self.computer, state, NoSecrets(), self.clock), KdfCost.floor())

    def make(self, *, answers: int = 0) -> None:
        """A vault with one case, of so many answers."""
        session, _ = self.desk.first_start(self.vault, "Test office", STAFF, PASSPHRASE)
        case = cases.register_old_case(session, TOOLKIT, PUBLIC)
        for _ in range(answers):
            add_link(case)
        papers.attach(case, "mail.txt", b"a letter " * 400)
        cases.close_case(case)
        session.close()

    def unlock(self) -> Session:
        """The vault, by the one slot that there is."""
        return self.desk.unlock(self.vault, self.desk.look(self.vault).staff[0].slot_id, PASSPHRASE)


def link_of(before: str) -> str:
    """The next link of the chain of answers: its number, and the hash of the one before it."""
    number = int(before.split(" ", 1)[0]) + 1 if before else 1
    return f"{number} {hashlib.sha256(before.encode()).hexdigest()}"


def add_link(case: OpenCase) -> int:
    """Answer with the next link; its number once it is committed."""
    before = case.answers().get(FIELD)
    link = link_of(before if isinstance(before, str) else "")
    filling.set_answer(case, Target("referral", "", FIELD), link)
    return int(link.split(" ", 1)[0])


def links(case: OpenCase) -> int:
    """How many links the case's journal holds. Raises AssertionError where one is not right."""
    said = [
        str(entry.fields[FIELD])
        for entry in reversed(case.book.history(kind="referral", limit=1 << 40))
        if FIELD in entry.fields
    ]
    before = ""
    for link in said:
        assert link == link_of(before), "a link of the chain is not the one that was written"
        before = link
    assert (case.answers().get(FIELD) or "") == before, "the answer is not the last link"
    return len(said)
