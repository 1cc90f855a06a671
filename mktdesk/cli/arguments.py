"""The commands' names, options and help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from mktdesk import __version__
from mktdesk.cli import commands as does
from mktdesk.cli import meetings, safety, travel
from mktdesk.cli.opening import PASSPHRASE_VARIABLE
from mktdesk.cli.toolkits import run_check, run_keep


def parser() -> argparse.ArgumentParser:
    """Every command with its help and an example."""
    parser = argparse.ArgumentParser(
        prog="mktdesk",
        allow_abbrev=False,  # --passphrase must not stand for --passphrase-file
        description="Safeguarding reviews for a partnership's business office, offline.",
        epilog="A passphrase comes from a prompt, --passphrase-file or the environment variable "
        f"{PASSPHRASE_VARIABLE}; never from an argument.",
    )
    parser.add_argument("--version", action="version", version=f"mktdesk {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_init_words, _refer_words, _list_words, _show_words, _pack_words, _other_words):
        add(commands)
    _meeting_words(commands)
    _safety_words(commands)
    _toolkit_words(commands)
    _travel_words(commands)
    return parser


_TO = "who gets it, once for each; else everybody on the attendance list"
Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this type no public name


def _command(
    commands: Commands[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
    example: str,
    *,
    opens: bool = True,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        allow_abbrev=False,
        help=about,
        description=about,
    )
    parser.epilog = f"Example: {parser.prog} {example}"
    parser.set_defaults(command=run)
    if opens:
        parser.add_argument("vault", metavar="VAULT", type=Path, help="the vault's folder")
        parser.add_argument("--staff", help="who opens it; not needed where there is one")
    return parser


def _passphrase_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file", metavar="FILE", type=Path, help="a file that holds the passphrase"
    )


def _init_words(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "init",
        does.run_init,
        "Make the office's vault and print its recovery code once.",
        'VAULT --office "MK Together" --name "Dana Whitlock"',
        opens=False,
    )
    parser.add_argument("vault", metavar="VAULT", type=Path, help="a new or empty folder")
    parser.add_argument("--office", required=True, help="the office's name")
    parser.add_argument("--name", required=True, help="the first member of staff")
    _passphrase_option(parser)


def _refer_words(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "refer",
        does.run_refer,
        "Take in a referral form (.docx): show what was read and what was not, and make the case.",
        "VAULT referral.docx",
    )
    parser.add_argument("form", metavar="FORM.docx", type=Path)
    parser.add_argument(
        "--yes", action="store_true", help="accept without asking, as where nobody is at a terminal"
    )
    parser.add_argument("--old-reference", default="", help="the number it had before mktdesk")
    parser.add_argument(
        "--form-password-file", metavar="FILE", type=Path, help="holds the form's own password"
    )
    _passphrase_option(parser)


def _list_words(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "list",
        does.run_list,
        "List the cases, or the meetings.",
        'VAULT --search "section 2"',
    )
    parser.add_argument("--search", default="", help="only lines that hold every word")
    parser.add_argument("--names", action="store_true", help="full names, not initials")
    parser.add_argument("--meetings", action="store_true", help="the meetings, latest first")
    _passphrase_option(parser)


def _show_words(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "show",
        does.run_show,
        "Show where a case or a meeting stands.",
        "VAULT SCR-2026-014 --answers",
    )
    parser.add_argument("reference", metavar="REFERENCE", help="the public part")
    parser.add_argument("--answers", action="store_true", help="read every answer back")
    parser.add_argument(
        "--full-reference", metavar="WHY", help="print the full reference; WHY is journaled"
    )
    _passphrase_option(parser)


def _pack_words(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "pack",
        does.run_pack,
        "Make a case pack: one PDF, encrypted, opened by the full reference.",
        'VAULT SCR-2026-014 --out pack.pdf --recipient "Dr N Aziz" --copy 3',
    )
    parser.add_argument("reference", metavar="REFERENCE", help="the public part")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True)
    parser.add_argument("--parts", default="", help="section1,section2,section3 (default: all)")
    parser.add_argument("--document", action="append", default=[], help="an appendix, by file name")
    parser.add_argument("--force", action="store_true", help="replace a file of that name")
    parser.add_argument("--recipient", default="")
    parser.add_argument("--copy", default="1", help="the copy number on the cover")
    _passphrase_option(parser)


def _meeting_words(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "papers",
        meetings.run_papers,
        "Make a meeting's panel pack: a numbered, protected copy for each reader.",
        'VAULT MTG-2026-003 --out D:/papers --to "Amara Osei"',
    )
    parser.add_argument("reference", metavar="REFERENCE", help="the meeting's public part")
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True)
    parser.add_argument("--to", action="append", default=[], metavar="NAME", help=_TO)
    parser.add_argument("--agenda", action="store_true", help="the agenda alone")
    _passphrase_option(parser)
    parser = _command(
        commands,
        "minutes",
        meetings.run_minutes,
        "Save a meeting's minutes as they stand, as PDF or Word.",
        "VAULT MTG-2026-003 --out D:/minutes.docx",
    )
    parser.add_argument("reference", metavar="REFERENCE", help="the meeting's public part")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True)
    parser.add_argument("--to", action="append", default=[], metavar="NAME", help=_TO)
    _force_option(parser)
    _passphrase_option(parser)


def _safety_words(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "backup",
        safety.run_backup,
        "Back the vault up to a folder or stick; only what changed is copied again.",
        "VAULT E:/mktdesk-backup",
    )
    parser.add_argument("to", metavar="TO", type=Path, help="a folder of backups, or a new one")
    _passphrase_option(parser)
    parser = _command(
        commands,
        "restore",
        safety.run_restore,
        "Put a vault, or one case of it, back from a folder of backups.",
        'E:/mktdesk-backup VAULT --reason "the laptop was lost"',
        opens=False,
    )
    parser.add_argument("source", metavar="FROM", type=Path, help="a folder of backups")
    parser.add_argument("vault", metavar="VAULT", type=Path, help="where the vault is to lie")
    parser.add_argument("--reason", default="", help="why; it is journaled")
    parser.add_argument("--case", metavar="REFERENCE", default="", help="this case alone")
    parser.add_argument("--set", metavar="ID", default="", help="an older backup, as listed")
    parser.add_argument("--list", action="store_true", help="list the backups and do nothing")
    parser.add_argument("--override", action="store_true", help="also over newer work")
    _way_options(parser)
    parser = _command(
        commands,
        "rebuild",
        safety.run_rebuild,
        "Make a register that cannot be read again from the cases, or a case's records from its "
        "history.",
        'VAULT --reason "a bad disk"',
        opens=False,
    )
    parser.add_argument("vault", metavar="VAULT", type=Path, help="the vault's folder")
    parser.add_argument("--reason", default="", help="why; it is journaled")
    parser.add_argument(
        "--records", metavar="REFERENCE", help="a case's records; \"register\" for the register's"
    )
    _way_options(parser)


def _way_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--staff", help="who opens it; not needed where there is one")
    parser.add_argument(
        "--recovery-code-file", metavar="FILE", type=Path, help="holds the recovery code"
    )
    _passphrase_option(parser)


def _other_words(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "verify",
        does.run_verify,
        "Check the whole vault. Exit 0: sound. Exit 1: findings, one a line.",
        "VAULT",
    )
    _passphrase_option(parser)
    parser = _command(
        commands,
        "policy",
        does.run_policy,
        "Say what the administrator's settings file sets. Exit 1: there are mistakes in it.",
        "policy.toml",
        opens=False,
    )
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="one to be tried")
    parser = _command(
        commands,
        "demo",
        does.run_demo,
        "Make a vault of fictional cases.",
        "FOLDER",
        opens=False,
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="a new or empty folder")
    parser = _command(
        commands,
        "try",
        does.run_try,
        "Do the main job without a window: a referral becomes a protected case pack.",
        "FOLDER",
        opens=False,
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", help="default: a new one")


def _toolkit_words(commands: Commands[argparse.ArgumentParser]) -> None:
    toolkit = commands.add_parser("toolkit", help="Toolkits: the guidance as data.")
    inside = toolkit.add_subparsers(required=True, metavar="COMMAND")
    parser = _command(
        inside,
        "check",
        run_check,
        "Check a toolkit's folder. Exit 0: sound. Exit 1: its mistakes, one a line.",
        "FOLDER",
        opens=False,
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the folder with toolkit.toml")
    parser = _command(
        inside,
        "keep",
        run_keep,
        "Keep a toolkit that you wrote in the vault, as a draft.",
        "VAULT FOLDER",
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the folder with toolkit.toml")
    _passphrase_option(parser)


def _travel_words(commands: Commands[argparse.ArgumentParser]) -> None:
    travelling = commands.add_parser("travel", help="Cases that go to a meeting and come back.")
    inside = travelling.add_subparsers(required=True, metavar="COMMAND")
    for add in (_travel_take, _travel_open, _travel_back, _travel_bring, _travel_away):
        _passphrase_option(add(inside))


def _travel_take(inside: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    parser = _command(
        inside,
        "take",
        travel.run_take,
        "Write a travel pack of a meeting with its chosen cases, or of one case.",
        'VAULT MTG-2026-003 --case SCR-2026-014 --out D:/panel.mktpack --to "Saxon Court"',
    )
    parser.add_argument("reference", metavar="REFERENCE", help="of the meeting or case")
    parser.add_argument("--case", action="append", default=[], metavar="REFERENCE")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True)
    parser.add_argument("--to", default="", help="where it is taken")
    parser.add_argument(
        "--pack-passphrase-file", metavar="FILE", type=Path,
        help="opens it with this passphrase; else with the full reference",
    )  # fmt: skip
    _reference_option(parser, "the full reference of a restricted case")
    _force_option(parser)
    return parser


def _travel_open(inside: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    parser = _command(
        inside,
        "open",
        travel.run_open,
        "Open a travel pack on this computer, as a travelling copy.",
        'D:/panel.mktpack --name "Ravi Osei"',
        opens=False,
    )
    parser.add_argument("pack", metavar="PACK", type=Path)
    parser.add_argument("--name", required=True, help="who works with it")
    parser.add_argument("--folder", metavar="FOLDER", type=Path, help="where the copy lies")
    _reference_option(parser, "the pack's full reference")
    return parser


def _travel_back(inside: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    parser = _command(
        inside,
        "back",
        travel.run_back,
        "Write the pack that the office brings back, from a travelling copy.",
        "FOLDER --out D:/panel-back.mktpack --remove",
    )
    parser.add_argument("--out", metavar="FILE", type=Path, required=True)
    parser.add_argument("--remove", action="store_true", help="then destroy the travelling copy")
    _force_option(parser)
    return parser


def _travel_bring(inside: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    parser = _command(
        inside,
        "bring",
        travel.run_bring,
        "Bring a pack back to the office. Exit 1: some of it did not come in.",
        "VAULT D:/panel-back.mktpack",
    )
    parser.add_argument("pack", metavar="PACK", type=Path)
    _reference_option(parser, "what opens the pack, where the office does not know it")
    parser.add_argument(
        "--case-reference-file", metavar="FILE", type=Path, action="append", default=[],
        help="holds the full reference of a restricted case",
    )  # fmt: skip
    return parser


def _travel_away(inside: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    return _command(inside, "away", travel.run_away, "List what is away from the office.", "VAULT")


def _reference_option(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--reference-file", metavar="FILE", type=Path, help=f"holds {what}")


def _force_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="replace a file of that name")
