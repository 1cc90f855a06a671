"""What each command does: one use case of the desk, told in lines of text."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from mktdesk import policy
from mktdesk.casework.route import Route
from mktdesk.cli.meetings import print_meeting, print_meetings
from mktdesk.cli.opening import Teller, open_case, passphrase, secret_file, unlock
from mktdesk.desk import cases, demo, intake, packs, signing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.meetingbooks import is_meeting
from mktdesk.desk.outside import read_file
from mktdesk.desk.session import Session, for_demonstration, on_this_machine
from mktdesk.desk.verify import NOT_CHECKED, verify
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, DocumentRefused, ExportFailed, VaultDamaged

_SOUND = "sound: every check passed"
_MEND = (
    "Put back the last good backup (mktdesk restore); a damaged register can be made again from "
    "the cases (mktdesk rebuild)."
)


def run_init(options: argparse.Namespace) -> int:
    """Make a vault; its recovery code is printed once."""
    chosen = passphrase(options, twice=True)
    session, code = on_this_machine().first_start(
        options.vault, options.office, options.name, chosen
    )
    try:
        if session.vault.protection_note:
            print(session.vault.protection_note)
        print("Write this recovery code down and keep it in a safe, away from the computer.")
        print("It is not shown again, and it opens the vault when a passphrase is lost.")
        print(f"recovery code: {code}")
    finally:
        session.close()
    return 0


def run_refer(options: argparse.Namespace) -> int:
    """Take in a Word form, having shown what was read and what was not."""
    session = unlock(options)
    try:
        session.refuse_if_read_only()
        secret = secret_file(options.form_password_file) if options.form_password_file else None
        read = intake.read_referral(_form(options.form), options.form.name, password=secret)
        print(f"read as: {read.form.short_title}, {read.toolkit.short_title}")
        for line in read.lines:
            doubt = f"   [look: {line.doubt}]" if line.doubt else ""
            row = f" {line.row + 1}" if line.row is not None else ""
            print(f"{line.record}{row} | {line.asked} | {_one_line(line.raw)}{doubt}")
        for part in read.unread:
            print(f"not read | {part.where} | {_one_line(part.text)}")
        if read.office_seen:
            print(f"the form names its office: {_one_line(read.office_seen)}")
        if read.reference_seen and not options.old_reference:
            print(
                f"the form carries the reference {read.reference_seen}; the case gets a new one "
                "unless you give --old-reference"
            )
        if not options.yes and sys.stdin.isatty():
            answer = input("Is this what the form says? Type yes to accept it: ")
            if answer.strip().casefold() != "yes":
                print("Nothing was stored.")
                return 1
        case = intake.accept(session, read, old_reference=options.old_reference)
        cases.close_case(case)
        print(f"answers read: {len(read.lines)}, to look at: {read.doubts}")
        print(f"parts of the document not read: {len(read.unread)}")
        print(f"reference: {case.public}")
    finally:
        session.close()
    return 0


def run_list(options: argparse.Namespace) -> int:
    """One line a case, or one line a meeting."""
    session = unlock(options)
    try:
        if options.meetings:
            print_meetings(session, options.search)
            return 0
        for line in cases.list_cases(session, options.search):
            who = line.names if options.names else line.subject
            print(line.public, who, line.review_type, line.stage, line.started, sep=" | ")
    finally:
        session.close()
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Where a case or a meeting stands; of a case with --answers, everything that was answered."""
    session = unlock(options)
    try:
        if options.full_reference is not None:
            print(f"full reference: {_full(session, options)}")
            return 0
        if is_meeting(session, options.reference):
            print_meeting(session, options.reference)
            return 0
        case = open_case(session, options.reference)
        try:
            _print_case(case, answers=options.answers)
        finally:
            cases.close_case(case)
    finally:
        session.close()
    return 0


def _full(session: Session, options: argparse.Namespace) -> str:
    return cases.show_reference(session, options.reference, options.full_reference).full


def _print_case(case: OpenCase, *, answers: bool) -> None:
    print(f"{case.public}  {case.toolkit.short_title}, {case.pathway.label}")
    for status in cases.statuses(case):
        print(f"  {status.title}: {status.words}")
        if answers:
            for block in signing.read_back(case.form, case.answers(), status.part):
                print(f"    {block.heading}")
                for line in block.lines:
                    print(f"      {line.asked}: {_one_line(line.answer) or '-'}")
    _print_steps(whereabouts(case))
    for document in case.documents():
        print(f"  Document: {document.title} ({document.name}, {document.size:,} bytes)")
    for pack in case.packs():
        print(f"  Pack: {pack.file_name}, {pack.pages} pages, SHA-256 {pack.sha256}")


def _print_steps(found: Route) -> None:
    """Each step with where it stands, who does it, and what is missing of what is now."""
    print(f"  Steps: {found.progress}")
    for one in found.steps:
        print(f"    {one.mark.capitalize()}: {one.step.label} ({one.who}): {one.words}")
        for words in (*(f"Held: {why}" for why in one.held), *one.looks, *one.missing, *one.due):
            print(f"      {words}")
    for event in found.events:
        print(f"    Event: {event.event.label}: {event.words}")


def run_pack(options: argparse.Namespace) -> int:
    """Make the protected case pack."""
    session = unlock(options)
    try:
        case = open_case(session, options.reference)
        try:
            every = tuple(part.id for part in case.form.parts if not part.own)
            usual = tuple(part.id for part in case.intake.parts)
            wanted = tuple(options.parts.split(",")) if options.parts else usual
            if strange := set(wanted) - set(every):
                raise AnswersRefused(
                    f"There is no part {min(strange)!r}.", f"Choose from {', '.join(every)}."
                )
            documents = tuple(d.id for d in case.documents() if d.name in options.document)
            if len(documents) < len(options.document):
                raise AnswersRefused(
                    "A document that you named is not in the case.",
                    "Use show to see its documents.",
                )
            if options.out.exists() and not options.force:
                raise ExportFailed(
                    f"{options.out.name} is there already.", "Choose another name, or use --force."
                )
            choice = packs.PackChoice(wanted, documents, options.recipient, options.copy)
            made = packs.make_pack(case, choice, options.out, Teller())
        finally:
            cases.close_case(case)
    finally:
        session.close()
    print(f"pages: {made.pages}")
    print(f"sha256: {made.sha256}")
    print(f"opens with: {made.opens_with}")
    print(f"case pack: {made.path}")
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Check the vault: a line for each finding. What could not be checked is said, and is none."""
    try:
        session = unlock(options)
    except VaultDamaged as error:
        print(f"vault-damaged: {error.what} {_MEND}")
        return 1
    try:
        findings = verify(session, Teller())
    finally:
        session.close()
    for finding in findings:
        print(f"{finding.code}: {finding.what} {finding.do}")
    wrong = [finding for finding in findings if finding.code != NOT_CHECKED]
    if not wrong:
        print("sound: every check that could be made passed" if findings else _SOUND)
    return 1 if wrong else 0


def run_demo(options: argparse.Namespace) -> int:
    """Make a vault of fictional cases."""
    with tempfile.TemporaryDirectory() as state:
        made = demo.make_demo(for_demonstration(Path(state)), options.folder, Teller())
        made.session.close()
    print(f"vault: {options.folder}")
    print(f"recovery code: {made.recovery_code}")
    print(f"passphrase: {made.passphrase}")
    return 0


def run_try(options: argparse.Namespace) -> int:
    """The main job without a window."""
    folder = options.folder or Path(tempfile.mkdtemp(prefix="mktdesk-demonstration-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"demonstration vault: {folder / 'vault'}")
    with tempfile.TemporaryDirectory() as state:
        made, reference = demo.show_work(for_demonstration(Path(state)), folder, Silent())
    print(f"case pack: {made.path}")
    print(f"password: {reference}")
    return 0


def run_policy(options: argparse.Namespace) -> int:
    """What the administrator's settings file sets on this computer, and what is wrong in it."""
    found = policy.read(options.file)
    if not found.file:
        print(f"no settings file: {options.file or policy.place()}")
        return 1 if options.file else 0
    print(f"settings file: {found.file}")
    for what, how in policy.in_words(found, can_hide=sys.platform in {"win32", "darwin"}):
        print(f"{what}: {how}")
    for what, do in found.warnings:
        print(f"mistake: {what} {do}")
    return 1 if found.warnings else 0


def _form(path: Path) -> bytes:
    if not path.is_file():  # a pipe or a device could keep us for ever
        raise DocumentRefused(f"{path.name} cannot be read: it is not a file.", "Check its name.")
    return read_file(path, intake.LARGEST_FORM)


def _one_line(text: str) -> str:
    return " / ".join(part.strip() for part in text.splitlines() if part.strip())
