"""What the commands say of meetings."""

from __future__ import annotations

from mktdesk.cli.opening import tell
from mktdesk.desk import meetingbooks
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.session import Session


def print_meetings(session: Session, text: str) -> None:
    """One line a meeting, the latest first."""
    for line in meetingbooks.list_meetings(session, text):
        cases = "1 case" if line.cases == 1 else f"{line.cases} cases"
        print(line.public, line.body, line.day_words, line.place, line.state, cases, sep=" | ")


def print_meeting(session: Session, reference: str) -> None:
    """Where a meeting stands, who belongs to it, and its agenda."""
    meeting = meetingbooks.look_into_meeting(session, reference)
    try:
        for alarm in meeting.handle.alarms:
            tell(f"{alarm.what} {alarm.do}")
        _print(meeting)
    finally:
        meetingbooks.close_meeting(meeting)


def _print(meeting: OpenMeeting) -> None:
    facts = meeting.facts
    print(f"{meeting.public}  {facts.body_words}, {facts.day_words}")
    print(f"  Where: {facts.place or '-'}")
    print(f"  Stands: {meeting.state_words}")
    for one in meeting.attendees():
        print(
            f"  {one.name} ({', '.join(filter(None, (one.capacity, one.agency)))}): {one.presence}"
        )
    for number, item in enumerate(meeting.items(), start=1):
        title = " ".join(filter(None, (item.public, item.title)))
        print(f"  Item {number}: {title}: {item.state}")
