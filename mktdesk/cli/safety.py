"""The commands that keep a vault safe: backing up, putting back, making again."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field

from mktdesk.cli.opening import Teller, passphrase, secret_file, slot_of, unlock
from mktdesk.desk import backup, repair
from mktdesk.desk.session import VaultInfo, on_this_machine

_REGISTER = "register"


def run_backup(options: argparse.Namespace) -> int:
    """Back the vault up; exit code 1 when a case has no good copy now."""
    session = unlock(options)
    try:
        made = backup.back_up(session, options.to, Teller())
    finally:
        session.close()
    if made.meetings:
        print(f"meetings: {made.meetings}")
    print(f"cases: {made.cases}, copied now: {made.copied}, bytes written: {made.size}")
    for public in made.not_checked:
        print(f"not checked: {public} is restricted; it was copied and not opened")
    for what, do in made.problems:
        print(f"{what} {do}")
    if not made.journaled:
        print("The vault is read-only, so its register does not know of this backup.")
    print(f"backup: {made.folder}, {made.when}")
    return 1 if made.problems else 0


def run_restore(options: argparse.Namespace) -> int:
    """Put the vault or one case back; with --list, say what there is."""
    if options.list:
        for line in backup.backups_in(options.source):
            print(f"{line.set_id} | {line.when} | {line.held}")
        return 0
    if options.case:
        return _restore_case(options)
    way = _way(options, backup.whose_backup(options.source, options.set))
    done = backup.restore_office(
        on_this_machine(), options.source, options.vault, Teller(),
        reason=options.reason, slot=way.slot, passphrase=way.passphrase, code=way.code,
        set_id=options.set, override=options.override,
    )  # fmt: skip
    done.session.close()
    for name in done.readmitted:
        print(f"{name} can open the vault again: revoke this entry if it was taken away before")
    if done.aside:
        print(f"what was there before: {done.aside}")
    held = backup.held_words(done.cases, done.meetings)
    print(f"restored: {held}, from the backup of {done.when}")
    return 0


def _restore_case(options: argparse.Namespace) -> int:
    session = unlock(options)
    try:
        when = backup.restore_one(
            session, options.source, options.case,
            reason=options.reason, set_id=options.set, override=options.override,
        )  # fmt: skip
    finally:
        session.close()
    print(f"restored: {options.case.upper()}, from the backup of {when}")
    return 0


def run_rebuild(options: argparse.Namespace) -> int:
    """Make records again from a history, or the register from the cases."""
    if options.records:
        session = unlock(options)
        try:
            public = "" if options.records == _REGISTER else options.records
            repair.rebuild_records(session, public, options.reason)
        finally:
            session.close()
        print("rebuilt: the records are what the history adds up to")
        return 0
    desk = on_this_machine()
    way = _way(options, desk.look(options.vault))
    done = repair.rebuild_register(
        desk, options.vault, Teller(),
        reason=options.reason, slot=way.slot, passphrase=way.passphrase, code=way.code,
    )  # fmt: skip
    done.session.close()
    for public in done.unread:
        print(f"{public} did not open: put it back from a backup")
    if done.aside:
        print(f"the old register: {done.aside}")
    held = backup.held_words(done.cases, done.meetings)
    print(f"rebuilt: the register lists {held}")
    return 1 if done.unread else 0


@dataclass(frozen=True, slots=True)
class _Way:
    slot: str = ""
    passphrase: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


def _way(options: argparse.Namespace, info: VaultInfo) -> _Way:
    if options.recovery_code_file:
        return _Way(code=secret_file(options.recovery_code_file))
    return _Way(slot_of(info, options), passphrase(options))
