"""A program of its own that begins a planned meeting when told to: for the test of two at once.

Arguments: the vault's folder, its own folder, the slot, the passphrase. It says "ready", waits for
a line, begins the first meeting of the calendar, says its reference and "writes" or "reads", and
closes it at the next line.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mktdesk.desk import meetingbooks, meetings
from mktdesk.desk.session import Desk, NoSecrets
from mktdesk.office import KdfCost, Machine
from tests.desk.conftest import Ticking


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(vault: str, own: str, slot: str, passphrase: str) -> None:
    machine = Machine(Path(own).name, Path(own), NoSecrets(), Ticking())
    session = Desk(machine, KdfCost.floor()).unlock(Path(vault), slot, passphrase)
    planned = meetings.diary(session).coming[0]
    say("ready")
    sys.stdin.readline()
    meeting = meetingbooks.start_meeting(session, planned)
    say(f"{meeting.public} {'reads' if meeting.read_only else 'writes'}")
    sys.stdin.readline()
    meetingbooks.close_meeting(meeting)
    session.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
