"""`mktdesk toolkit check FOLDER`: for people who write a toolkit in an editor."""

from __future__ import annotations

import argparse

from mktdesk.desk.toolkits import check_folder, counts


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
