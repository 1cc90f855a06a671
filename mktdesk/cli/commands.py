"""What each command does: one use case of the desk, told in lines of text."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mktdesk.desk import cases, demo, intake, packs, papers, signing
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session, VaultInfo, for_demonstration, on_this_machine
from mktdesk.desk.verify import verify
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, DeskError, DocumentRefused, UnlockRefused

PASSPHRASE_VARIABLE = "MKTDESK_PASSPHRASE"  # noqa: S105 - a variable's name
_LARGEST_FORM = 30_000_000


@dataclass(frozen=True, slots=True)
class Teller:
    """Says how far long work is, on the error stream of a terminal."""

    def report(self, fraction: float, words: str) -> None:
        """One line, written over."""
        if sys.stderr.isatty():
            print(f"\r{fraction:4.0%} {words:<60.60}", end="", file=sys.stderr, flush=True)
            if fraction >= 1:
                print(file=sys.stderr)

    def cancelled(self) -> bool:
        """Ctrl+C ends the program instead."""
        return False


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
        secret = secret_file(options.form_password_file) if options.form_password_file else None
        read = intake.read_referral(_form(options.form), options.form.name, password=secret)
        for line in read.lines:
            doubt = f"   [look: {line.doubt}]" if line.doubt else ""
            row = f" {line.row + 1}" if line.row is not None else ""
            print(f"{line.record}{row} | {line.asked} | {_one_line(line.raw)}{doubt}")
        for part in read.unread:
            print(f"not read | {part.where} | {_one_line(part.text)}")
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
    """One line a case."""
    session = unlock(options)
    try:
        for line in cases.list_cases(session, options.search):
            who = line.names if options.names else line.subject
            print(line.public, who, line.review_type, line.stage, line.started, sep=" | ")
    finally:
        session.close()
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Where a case stands; with --answers, everything that was answered."""
    session = unlock(options)
    try:
        if options.full_reference:
            print(f"full reference: {_full(session, options)}")
            return 0
        case = cases.open_case(session, options.reference)
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
    print(f"{case.public}  {case.toolkit.short_title}, {case.toolkit.review_type.label}")
    for status in cases.statuses(case):
        print(f"  {status.title}: {status.words}")
        if answers:
            for block in signing.read_back(case.form, case.answers(), status.part):
                print(f"    {block.heading}")
                for line in block.lines:
                    print(f"      {line.asked}: {_one_line(line.answer) or '-'}")
    for document in case.documents():
        shown = papers.shown_as(document).value
        print(f"  Document: {document.title} ({document.size:,} bytes, {shown})")
    for pack in case.packs():
        print(f"  Pack: {pack.file_name}, {pack.pages} pages, SHA-256 {pack.sha256}")


def run_pack(options: argparse.Namespace) -> int:
    """Make the protected case pack."""
    session = unlock(options)
    try:
        case = cases.open_case(session, options.reference)
        try:
            every = tuple(part.id for part in case.form.parts)
            wanted = tuple(options.parts.split(",")) if options.parts else every
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
    """Check the vault: a line for each finding."""
    session = unlock(options)
    try:
        findings = verify(session, Teller())
    finally:
        session.close()
    for finding in findings:
        print(f"{finding.code}: {finding.what} {finding.do}")
    if not findings:
        print("sound: every check passed")
    return 1 if findings else 0


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


def unlock(options: argparse.Namespace) -> Session:
    """Open the vault that was named, as the member of staff that was."""
    desk = on_this_machine()
    slot = slot_of(desk.look(options.vault), options)
    try:
        return desk.unlock(options.vault, slot, passphrase(options))
    except UnlockRefused as error:
        raise DeskError(error.what, error.do) from None


def slot_of(info: VaultInfo, options: argparse.Namespace) -> str:
    """Whose entry --staff means. Raises DeskError where that is not clear."""
    wanted = (options.staff or "").casefold()
    found = [
        s for s in info.staff if not wanted or wanted in {s.slot_id.casefold(), s.name.casefold()}
    ]
    if len(found) != 1:
        raise DeskError(
            "It is not clear who is opening the vault.",
            "Name one with --staff: " + ", ".join(s.name for s in info.staff) + ".",
        )
    return found[0].slot_id


def passphrase(options: argparse.Namespace, *, twice: bool = False) -> str:
    """From a file, the environment, or the person. Raises DeskError where there is none."""
    if options.passphrase_file:
        return secret_file(options.passphrase_file)
    if given := os.environ.get(PASSPHRASE_VARIABLE):
        return given
    if not sys.stdin.isatty():
        raise DeskError(
            "There is nobody here to type the passphrase.",
            f"Use --passphrase-file FILE, or set {PASSPHRASE_VARIABLE}.",
        )
    typed = getpass.getpass("Passphrase: ")
    if twice and getpass.getpass("The same again: ") != typed:
        raise DeskError("The two passphrases differ.", "Nothing was made; try again.")
    return typed


def secret_file(path: Path) -> str:
    """A secret that a file holds. Raises DeskError."""
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError("The passphrase file cannot be read.", "Check its name.") from error


def _form(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FORM:
            raise DocumentRefused(
                f"{path.name} is too large.", "Forms are at most a few megabytes."
            )
        return path.read_bytes()
    except OSError as error:
        raise DocumentRefused(f"{path.name} cannot be read.", "Check its name.") from error


def _one_line(text: str) -> str:
    return " / ".join(part.strip() for part in text.splitlines() if part.strip())
