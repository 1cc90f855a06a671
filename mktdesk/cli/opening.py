"""How a command gets in: whose entry, which passphrase, and what must be said at the door."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session, VaultInfo, on_this_machine
from mktdesk.errors import DeskError

PASSPHRASE_VARIABLE = "MKTDESK_PASSPHRASE"  # noqa: S105 - a variable's name


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


def tell(words: str) -> None:
    """Something that the person should know beside what was asked for."""
    print(f"mktdesk: {words}", file=sys.stderr)


def unlock(options: argparse.Namespace) -> Session:
    """Open the vault that was named, as the member of staff that was."""
    desk = on_this_machine()
    slot = slot_of(desk.look(options.vault), options)
    session = desk.unlock(options.vault, slot, passphrase(options))
    for what, do in session.policy.warnings:
        tell(f"{what} {do}")
    for alarm in session.vault.alarms:
        tell(f"{alarm.what} {alarm.do}")
    return session


def slot_of(info: VaultInfo, options: argparse.Namespace) -> str:
    """Whose entry --staff means. Raises DeskError where that is not clear."""
    wanted = (options.staff or "").casefold()
    found = [
        s.slot_id
        for s in info.staff
        if not wanted or wanted in {s.slot_id, s.name.casefold(), s.label.casefold()}
    ]
    if wanted and info.likely in found:  # somebody who has other computers too
        found = [info.likely]
    if len(found) != 1:
        raise DeskError(
            "It is not clear who is opening the vault.",
            "Name one with --staff: " + "; ".join(s.label for s in info.staff) + ".",
        )
    return found[0]


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
        return path.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError("The passphrase file cannot be read.", "Check its name.") from error


def open_case(session: Session, reference: str) -> OpenCase:
    """Open a case, and say what is wrong with it and who holds it."""
    case = cases.open_case(session, reference)
    for alarm in case.handle.alarms:
        tell(f"{alarm.what} {alarm.do}")
    if case.read_only and case.handle.held_by:
        tell(f"{case.public} is open elsewhere: {case.handle.held_by}. It opens for reading only.")
    return case
