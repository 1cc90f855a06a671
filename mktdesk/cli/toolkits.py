"""`mktdesk toolkit check FOLDER` and `keep VAULT FOLDER`: for people who write one in an editor."""

from __future__ import annotations

import argparse

from mktdesk.cli.opening import unlock
from mktdesk.desk.toolkits import check_folder, counts, keep_folder


def run_check(options: argparse.Namespace) -> int:
    """Every mistake on a line of its own (exit 1), or what the toolkit holds (exit 0)."""
    toolkit, mistakes = check_folder(options.folder)
    for one in mistakes:
        print(f"{one.file}: {one.key}: {one.reason}")
    if toolkit is None:
        print(f"mistakes: {len(mistakes)}")
        return 1
    print(f"sound: {toolkit.title}, edition {toolkit.edition}")
    for what, count in counts(toolkit):
        print(f"  {what}: {count}")
    return 0


def run_keep(options: argparse.Namespace) -> int:
    """Keep a toolkit in the vault as a draft."""
    session = unlock(options)
    try:
        kept = keep_folder(session, options.folder)
    finally:
        session.close()
    print(f"draft: {kept.toolkit}, edition {kept.edition}")
    print("Put it in force on the page Toolkits.")
    return 0
