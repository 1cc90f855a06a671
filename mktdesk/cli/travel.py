"""The commands that take cases to a meeting and bring them back."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from mktdesk.cli.opening import Teller, passphrase, secret_file, unlock
from mktdesk.desk import meetingbooks, travel, travelling
from mktdesk.desk.session import on_this_machine
from mktdesk.desk.travel import Choice
from mktdesk.errors import AnswersRefused


def run_take(options: argparse.Namespace) -> int:
    """Write a pack of a meeting with its chosen cases, or of one case."""
    _refuse_there(options.out, force=options.force)
    session = unlock(options)
    try:
        meeting = options.reference if meetingbooks.is_meeting(session, options.reference) else ""
        publics = tuple(options.case) if meeting else (options.reference, *options.case)
        choice = Choice(
            meeting=meeting, cases=publics, to=options.to,
            passphrase=secret_file(options.pack_passphrase_file)
            if options.pack_passphrase_file
            else "",
        )  # fmt: skip
        typed = secret_file(options.reference_file) if options.reference_file else ""
        made = travel.take(session, choice, options.out, Teller(), typed=typed)
    finally:
        session.close()
    print(f"cases: {made.cases}, bytes: {made.size}")
    print(f"sha256: {made.sha256}")
    print(f"opens with: {made.opens_with}")
    print(f"travel pack: {made.path}")
    return 0


def run_open(options: argparse.Namespace) -> int:
    """Make a travelling copy of a pack on this computer."""
    desk = on_this_machine()
    folder = options.folder or travelling.default_folder(desk, options.pack)
    session = travelling.open_pack(
        desk, options.pack, _typed(options, travel.look(options.pack).spoken), folder,
        options.name, Teller(),
    )  # fmt: skip
    try:
        print(f"opened for: {travelling.state(session).public}")
        print(f"travelling copy: {folder}")
    finally:
        session.close()
    return 0


def run_back(options: argparse.Namespace) -> int:
    """Write the pack that the office brings back; with --remove, destroy the copy after it."""
    _refuse_there(options.out, force=options.force)
    session = unlock(options)
    try:
        desk = on_this_machine()
        travelling.take_back(session, options.out, Teller(), desk)
        print(f"travel pack: {options.out}")
    except BaseException:
        session.close()
        raise
    if not options.remove:
        session.close()
        return 0
    travelling.remove_copy(session)
    print("the travelling copy is destroyed: keep the pack until the office has brought it back")
    return 0


def run_bring(options: argparse.Namespace) -> int:
    """Join a pack to the office's books; exit code 1 when some of it did not come in."""
    session = unlock(options)
    try:
        typed = secret_file(options.reference_file) if options.reference_file else ""
        references = [secret_file(path) for path in options.case_reference_file]
        lines = travel.bring(session, options.pack, Teller(), typed=typed, references=references)
    finally:
        session.close()
    for line in lines:
        print(f"{line.public} | {'came in' if line.came else 'not yet'} | {line.words}")
    return 0 if all(line.came for line in lines) else 1


def run_away(options: argparse.Namespace) -> int:
    """What is away from the office."""
    session = unlock(options)
    try:
        for line in travel.away(session):
            print(f"{line.public} | {line.words}")
    finally:
        session.close()
    return 0


def _typed(options: argparse.Namespace, what: str) -> str:
    if options.reference_file:
        return secret_file(options.reference_file)
    if options.passphrase_file or not sys.stdin.isatty():
        return passphrase(options)
    return getpass.getpass(f"The pack's {what}: ")


def _refuse_there(out: Path, *, force: bool) -> None:
    if out.exists() and not force:
        raise AnswersRefused(
            f"{out.name} is there already.", "Choose another name, or add --force."
        )
