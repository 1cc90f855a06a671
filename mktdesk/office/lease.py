"""Who holds a case for writing: one file beside it, locked while held.

The system's file lock tells a holder that lives from one that died. Where a shared folder
does not carry locks from one computer to another, the name and the time in the file do.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

import msgspec

from mktdesk.calendar import Clock, stamp
from mktdesk.office.disk import told
from mktdesk.office.header import new_id
from mktdesk.office.turns import lock

FILE = "case.lease"
LASTS = timedelta(minutes=10)
_LIMIT = 4096
_LOOKS, _BETWEEN_LOOKS = 40, 0.005  # seconds


class Holder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who holds it, where, and until when unless renewed (UTC)."""

    staff: str
    machine: str
    installation: str
    token: str
    until: str


@dataclass(slots=True)
class Lease:
    """A held lease."""

    path: Path
    handle: int
    holder: Holder

    @classmethod
    def take(
        cls, folder: Path, *, staff: str, machine: str, installation: str, clock: Clock,
        name: str = FILE,
    ) -> Self | Holder:  # fmt: skip
        """The lease, or who holds it. Raises VaultUnwritable where no file can be made."""
        path = folder / name
        with told():
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        found = _read(handle)
        living = not lock(handle)
        if living:  # whoever has it may have taken it just now, and not written who it is yet
            found = _named(handle)
        elsewhere = found is not None and found.installation != installation
        if living or (elsewhere and found and _lasts(found, clock)):
            os.close(handle)
            return found or Holder("somebody", "another window", "", "", "")
        until = stamp(clock.now() + LASTS)
        lease = cls(path, handle, Holder(staff, machine, installation, new_id(), until))
        lease._write(lease.holder)
        return lease

    @classmethod
    def seen(cls, folder: Path, clock: Clock) -> Holder | None:
        """Who holds it, as the file beside the book says; nobody where it says so or is old.

        Only for a list: it asks no lock, so who was killed is named until the time is over.
        """
        try:
            handle = os.open(folder / FILE, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            return None
        try:
            found = _read(handle)
        finally:
            os.close(handle)
        # Another computer's clock may be somewhat ahead of this one's.
        return found if found is not None and _lasts(found, clock, 2 * LASTS) else None

    def renew(self, clock: Clock) -> bool:
        """Hold it for longer, when half its time is over; False when somebody else took it."""
        if datetime.fromisoformat(self.holder.until) - clock.now() > LASTS / 2:
            return True
        found = _read(self.handle)
        if found is None or found.token != self.holder.token:
            return False
        until = stamp(clock.now() + LASTS)
        self.holder = msgspec.structs.replace(self.holder, until=until)
        self._write(self.holder)
        return True

    def release(self) -> None:
        """Let others have it; once."""
        found = _read(self.handle)
        if found is not None and found.token == self.holder.token:
            with contextlib.suppress(OSError):  # a vanished folder holds nothing any more
                os.ftruncate(self.handle, 0)
        os.close(self.handle)

    def _write(self, holder: Holder) -> None:
        data = msgspec.json.encode(holder)
        with told():
            os.lseek(self.handle, 0, os.SEEK_SET)
            os.write(self.handle, data)
            os.ftruncate(self.handle, len(data))
            os.fsync(self.handle)


def _read(handle: int) -> Holder | None:
    """What the file says; nothing for an empty or torn one."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        return msgspec.json.decode(os.read(handle, _LIMIT), type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _named(handle: int) -> Holder | None:
    """Who holds a lease that somebody holds; nothing where they do not say so soon."""
    for _ in range(_LOOKS):
        found = _read(handle)
        if found is not None:
            return found
        time.sleep(_BETWEEN_LOOKS)
    return None


def _lasts(holder: Holder, clock: Clock, at_most: timedelta = LASTS) -> bool:
    try:
        left = datetime.fromisoformat(holder.until) - clock.now()
    except (ValueError, TypeError):
        return False
    return timedelta(0) < left <= at_most  # a time further off than that is not one of ours
