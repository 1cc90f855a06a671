"""A panel's own decisions recorded one by one at a meeting, beside as many bare commits."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from mktdesk.casework.meetingrecords import Attendee
from mktdesk.desk import agenda, attendance, cases, deciding, meetingbooks, sitting
from mktdesk.desk.itemsheet import sheet
from mktdesk.desk.meetingbooks import OwnMeeting
from mktdesk.desk.reading import read_date
from tests.bench.books import connect, desk_in

MEMBERS, KEYS = 8, 6


class Table:
    """Eight members and one case; every key is a write, and the table is read after it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        session, _ = desk_in(folder).first_start(folder / "vault", "O", "S", "bench-larch-kettle")
        self.case = cases.start_referral(session)
        cases.settle(self.case)
        own = OwnMeeting("mkscb-2016/scrsg", read_date("21 November 2026 10:00"))
        self.meeting = meetingbooks.start_meeting(session, own)
        for letter in "ABCDEFGH"[:MEMBERS]:
            attendance.add_attendee(self.meeting, Attendee("", f"Member {letter}", "M", "Agency"))
        wanted = agenda.Wanted(self.case.public, "recommendation")
        (self.item,) = agenda.add_cases(self.meeting, (wanted,))
        sitting.begin(self.meeting)
        attendance.everybody_came(self.meeting)
        sitting.take(self.meeting, self.item)
        self.members = [one.id for one in sitting.look(self.meeting).attendees]
        self.db = connect(folder / "bare.db")
        self.db.execute("CREATE TABLE decision (at REAL, body BLOB)")
        self.round = 0

    def ours(self) -> None:
        """Through the desk."""
        for _ in range(KEYS):
            self.round += 1
            for member in self.members:
                key = "ab"[self.round % 2]
                deciding.decide(
                    self.meeting, self.case, self.item, member, (key,), f"Round {self.round}"
                )
                assert sheet(self.meeting, self.case, self.item).seats.of(member)

    def bare(self) -> None:
        """One commit a key through sqlcipher3 alone."""
        for number in range(KEYS * MEMBERS):
            body = msgspec.json.encode({"decision": ["a"], "reason": f"Round {number}"})
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute("INSERT INTO decision VALUES (?, ?)", (time.time(), body))
            self.db.execute("COMMIT")
