"""kill -9 in the middle of a meeting: it opens again at the same item, with every decision that
was said to be recorded.

What is done at the table is a fixed order of acts, each told by its number alone, so that what a
meeting must hold after so many of them can be reckoned without it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mktdesk.casework.meetingrecords import Attendee, Presence
from mktdesk.desk import agenda, attendance, cases, deciding, meetingbooks, sitting, sittingnotes
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.itemsheet import open_item
from mktdesk.desk.meetingbooks import OpenMeeting, OwnMeeting
from mktdesk.desk.reading import read_date
from mktdesk.desk.session import Session
from mktdesk.errors import DeskError
from tests.soak.desk import PASSPHRASE, STAFF, Place, remember_passphrases
from tests.soak.row import Figures, Row

MEMBERS, CASES = 8, 3
ROUND = MEMBERS + 4  # taken, a decision each, one leaves, comes back, a note
_WALKER = MEMBERS - 1  # who leaves and comes back
_LONGEST = 0.6  # seconds between the first thing said and the kill
_WHOLE_EVERY = 100  # kills: one of so many is of a program started afresh


@dataclass
class State:
    """What a meeting holds: the item that is taken, the walker's presence, by item its note, and
    by item and member the number of the act that recorded their decision.
    """

    item: int = -1
    there: bool = True
    notes: dict[int, str] = field(default_factory=dict)
    decisions: dict[tuple[int, int], str] = field(default_factory=dict)


def expected(acts: int) -> State:
    """What the meeting holds after so many acts."""
    state = State()
    for number in range(acts):
        kind, item = number % ROUND, number // ROUND % CASES
        if kind == 0:
            state.item = item
        elif kind <= MEMBERS:
            state.decisions[item, kind - 1] = str(number)
        elif kind == MEMBERS + 1:
            state.there = False
        elif kind == MEMBERS + 2:
            state.there = True
        else:
            state.notes[item] = str(number)
    return state


def make(place: Place) -> None:
    """A vault with a meeting of eight members and three cases on its agenda, begun."""
    session, _ = place.desk.first_start(place.vault, "Test office", STAFF, PASSPHRASE)
    wanted = []
    for _ in range(CASES):
        case = cases.start_referral(session)
        wanted.append(agenda.Wanted(case.public, "recommendation"))
        cases.close_case(case)
    day = read_date(f"{session.clock.now():%d/%m/%Y} 10:00")
    meeting = meetingbooks.start_meeting(session, OwnMeeting("mkscb-2016/scrsg", day))
    for one in sitting.look(meeting).attendees:
        attendance.remove_attendee(meeting, one.id)
    for number in range(MEMBERS):
        attendance.add_attendee(
            meeting, Attendee("", f"Member {'ABCDEFGH'[number]}", "Manager", "Agency")
        )
    agenda.add_cases(meeting, wanted)
    sitting.begin(meeting)
    attendance.everybody_came(meeting)
    meetingbooks.close_meeting(meeting)
    session.close()


@dataclass
class Room:
    """A meeting that goes on in this process. case: of the item that is taken."""

    session: Session
    meeting: OpenMeeting
    case: OpenCase | None = None

    @classmethod
    def of(cls, session: Session, number: int) -> Room:
        """The meeting as it opens again before an act."""
        meeting = meetingbooks.open_meeting(session, public_of(session))
        room = cls(session, meeting)
        if number % ROUND:
            room.case = open_item(meeting, room.items[number // ROUND % CASES])
        return room

    @property
    def items(self) -> list[str]:
        return [one.id for one in sitting.look(self.meeting).items]

    @property
    def members(self) -> list[str]:
        return [one.id for one in sitting.look(self.meeting).attendees]

    def act(self, number: int) -> None:
        """One thing at the table."""
        kind, item = number % ROUND, self.items[number // ROUND % CASES]
        walker = self.members[_WALKER]
        if kind == 0:
            if self.case is not None:
                cases.close_case(self.case)
            self.case = open_item(self.meeting, item)
            sitting.take(self.meeting, item)
        elif kind <= MEMBERS:
            assert self.case is not None
            who = self.members[kind - 1]
            key = "ab"[number % 2]
            deciding.decide(self.meeting, self.case, item, who, (key,), str(number))
        elif kind == MEMBERS + 1:
            attendance.mark(self.meeting, walker, Presence.LEFT)
        elif kind == MEMBERS + 2:
            attendance.mark(self.meeting, walker, Presence.PRESENT)
        else:
            sittingnotes.write_note(self.meeting, item, str(number))


def public_of(session: Session) -> str:
    """The one meeting of the vault."""
    (line,) = meetingbooks.list_meetings(session)
    return line.public


def work(base: Path, out: int, first: int) -> None:
    """Unlock, open the meeting, and go on from an act; say each that is recorded."""
    room = Room.of(Place(base).unlock(), first)
    number = first
    while True:
        room.act(number)
        number += 1
        os.write(out, b"%d\n" % number)


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Kill `count` programs in the middle of one meeting, one after another."""
    remember_passphrases()
    place, seen = Place(base), Figures()
    make(place)
    done = 0
    for number in range(count):
        told = _killed(base, chance, done, whole=number % _WHOLE_EVERY == _WHOLE_EVERY - 1)
        seen["tried"] += 1
        seen["silent"] += told == 0
        told = max(told, done)
        seen["recorded"] += told - done
        done = _check(place, told, seen)
    return seen


def _killed(base: Path, chance: random.Random, first: int, *, whole: bool) -> int:
    """How many acts a program said were recorded before it was killed."""
    ours, theirs = os.pipe()
    if whole:
        os.set_inheritable(theirs, True)
        command = [sys.executable, "-m", "tests.soak.room", str(base), str(theirs), str(first)]
        child = os.posix_spawn(sys.executable, command, os.environ)
    else:
        child = os.fork()
        if child == 0:
            try:
                work(base, theirs, first)
            finally:
                os._exit(1)
    os.close(theirs)
    said = os.read(ours, 4096)
    time.sleep(chance.uniform(0, _LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(ours, 4096):
        said += more
    os.close(ours)
    lines = said.rpartition(b"\n")[0].split(b"\n")
    return int(lines[-1] or 0)


def _check(place: Place, told: int, seen: Figures) -> int:
    """Look at the meeting and its cases; how many acts they hold."""
    try:
        session = place.unlock()
        meeting = meetingbooks.open_meeting(session, public_of(session))
        found = _read(session, meeting)
        meetingbooks.close_meeting(meeting)
        seen["unsound"] += bool(session.vault.alarms)
        session.close()
    except (DeskError, AssertionError) as error:
        sys.stderr.write(f"room: {error}\n")
        seen["broken"] += 1
        return told
    for acts in (told, told + 1):  # the one that was under way may be recorded
        if found == expected(acts):
            return acts
    held = expected(told)
    seen["elsewhere"] += found.item != held.item
    seen["lost"] += 1
    return told


def _read(session: Session, meeting: OpenMeeting) -> State:
    table = sitting.look(meeting)
    items = {one.id: number for number, one in enumerate(table.items)}
    members = {one.id: number for number, one in enumerate(table.attendees)}
    state = State(items.get(table.facts.item, -1), table.attendees[_WALKER].there)
    state.notes = {items[key]: text for key, text in table.notes.items()}
    for item in table.items:
        for member, reason in _reasons(session, item.public):
            state.decisions[items[item.id], members[member]] = reason
    return state


def _reasons(session: Session, public: str) -> Iterator[tuple[str, str]]:
    case = cases.open_case(session, public)
    try:
        for row in case.answers().table("panel_member"):
            yield row.id, str(row.get("reason"))
    finally:
        cases.close_case(case)


ROW = Row(
    "room", "kill -9 in the middle of a meeting: attendance, items, members' decisions, notes",
    500, 100, 5, run,
    wrong=("lost", "elsewhere", "broken", "unsound", "silent"), needed=("tried", "recorded"),
)  # fmt: skip

if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
