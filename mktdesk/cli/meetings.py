"""What the commands say of meetings, and the papers and minutes that they save."""

from __future__ import annotations

import argparse

from mktdesk.cli.opening import Teller, tell, unlock
from mktdesk.desk import meetingbooks
from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.minutes_out import left_out, save_minutes
from mktdesk.desk.panelchoice import PapersChoice, Recipient, offer
from mktdesk.desk.panelpack import make_papers
from mktdesk.desk.session import Session
from mktdesk.errors import ExportFailed


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


def run_papers(options: argparse.Namespace) -> int:
    """Save a copy of a meeting's papers for each reader. Exit 1: some could not be saved."""
    session = unlock(options)
    try:
        meeting = meetingbooks.open_meeting(session, options.reference)
        try:
            found = offer(meeting)
            readers = {one.name: one.attendee for one in found.readers}
            names = tuple(options.to) or tuple(readers)
            # A restricted case's papers go in only where its full reference is typed.
            items = [one.id for one in found.items if one.public and not one.restricted]
            choice = PapersChoice(
                tuple(Recipient(name, readers.get(name, "")) for name in names),
                () if options.agenda else tuple(items),
            )
            made = make_papers(meeting, choice, options.out, Teller())
        finally:
            meetingbooks.close_meeting(meeting)
    finally:
        session.close()
    for number, title, why in made.absent:
        tell(f"Item {number}, {title}: {why}")
    for one in made.copies:
        print(one.path, f"{one.pages} pages", one.name, one.sha256, sep=" | ")
    if made.failed:
        tell(f"No copy for {', '.join(made.without)}: {made.failed}")
    else:
        print(f"opens with: {made.copies[0].opens_with}")
    return 1 if made.failed else 0


def run_minutes(options: argparse.Namespace) -> int:
    """Save a meeting's minutes as they stand, for those who are named."""
    session = unlock(options)
    try:
        meeting = meetingbooks.open_meeting(session, options.reference)
        try:
            if options.out.exists() and not options.force:
                raise ExportFailed(
                    f"{options.out.name} is there already.", "Choose another name, or use --force."
                )
            names = options.to or _readers(meeting)
            saved = save_minutes(meeting, options.out, names, Teller())
        finally:
            meetingbooks.close_meeting(meeting)
    finally:
        session.close()
    print(f"sha256: {saved.sha256}")
    print(f"opens with: {saved.opens_with}")
    print(f"minutes: {saved.path}")
    return 0


def _readers(meeting: OpenMeeting) -> list[str]:
    """Everybody of the meeting who gets the whole minutes; who does not is told."""
    names = [one.name for one in meeting.attendees() if one.name]
    apart = {name: less for name in names if (less := left_out(meeting, name))}
    whole = [name for name in names if name not in apart]
    for name, less in apart.items() if whole else ():
        tell(f"{name} stepped out of {less}: save theirs by itself, with --to.")
    return whole or names
