"""What the program needs of the computer and of its command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mktdesk import policy
from mktdesk.policy import Policy
from ui.preferences import Preferences

if TYPE_CHECKING:  # fetched by the worker once the first window is there
    from PySide6.QtWidgets import QApplication

    from mktdesk.desk.session import Desk
    from ui.dialogs.files import Files
    from ui.sessionlock import Buses


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for. vault: the folder, or None for the one last used.

    pack: a travel pack that was double-clicked.

    back: where somebody was when the desk locked, as `ui.returning` writes it, or nothing.
    """

    vault: Path | None = None
    demo: bool = False
    say_when_shown: bool = False
    back: str = ""
    pack: Path | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """What the program needs of the computer; a test brings its own.

    open_desk, files: called when first needed. start_again: starts a fresh, locked program with
    these arguments and returns when its window is there. say_shown: tells the program before us.
    buses: where a Linux desktop says that its session is locked. policy: what the administrator
    of this computer has set.
    """

    preferences: Preferences
    open_desk: Callable[[], Desk]
    files: Callable[[], Files]
    start_again: Callable[[Sequence[str]], object]
    say_shown: Callable[[], None]
    buses: Callable[[], Buses]
    policy: Policy = field(default_factory=Policy)


def this_computer(wish: Wish) -> Outside:
    """The real one. A demonstration keeps nothing but beside its own vault."""
    state = wish.vault.parent / "computer" if wish.demo and wish.vault else None
    return Outside(
        Preferences.of_this_person(), partial(_desk, state), _files, _start_again, _say_shown,
        _buses, policy.read(),
    )  # fmt: skip


def prepared(qt: QApplication, outside: Outside) -> Outside:
    """The same, once what the administrator has set of windows holds."""
    hide_where_asked(qt, outside.policy)
    return outside


def hide_where_asked(qt: QApplication, found: Policy) -> None:
    """Keep every window out of captures where the administrator has set so."""
    if found.screen_capture == "hide":
        from ui.hidden import Hidden  # noqa: PLC0415 - where the administrator asks for it

        Hidden(qt)


def _desk(demo_state: Path | None) -> Desk:
    from mktdesk.desk.session import for_demonstration, on_this_machine  # noqa: PLC0415 - in the worker

    return for_demonstration(demo_state) if demo_state else on_this_machine()


def _files() -> Files:
    from ui.dialogs.files import FileDialogs  # noqa: PLC0415 - when a file is first asked for

    return FileDialogs()


def _start_again(arguments: Sequence[str]) -> int:
    from ui.relaunch import start_again  # noqa: PLC0415 - when the desk locks

    return start_again(arguments)


def _say_shown() -> None:
    from ui.relaunch import say_shown  # noqa: PLC0415 - after locking only

    say_shown()


def _buses() -> Buses:
    from ui.sessionlock import Buses  # noqa: PLC0415 - once an office is open

    return Buses.of_this_computer()


def read_wish(arguments: Sequence[str]) -> Wish:
    """The command line. Ends the program on a wrong one, saying why."""
    if not arguments:
        return Wish()
    import argparse  # noqa: PLC0415 - most starts have no arguments, and should be quick

    parser = argparse.ArgumentParser(prog="mktdesk-window", description="The desk for reviews.")
    parser.add_argument("--vault", type=Path, metavar="FOLDER", help="the vault to unlock")
    parser.add_argument("--demo", action="store_true", help="a vault of fictional cases")
    parser.add_argument("--say-when-shown", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--back", default="", help=argparse.SUPPRESS)
    parser.add_argument("pack", type=Path, nargs="?", help="a travel pack (.mktpack) to take in")
    found = parser.parse_args(arguments)
    vault = found.vault.absolute() if found.vault else None
    if found.demo and vault is None:
        vault = _demo_folder()
    pack = found.pack.absolute() if found.pack else None
    return Wish(vault, found.demo, found.say_when_shown, found.back, pack)


def _demo_folder() -> Path:
    """A place for a demonstration's vault, in a new folder of its own."""
    import tempfile  # noqa: PLC0415 - 5 ms that the first window need not wait for

    return Path(tempfile.mkdtemp(prefix="mktdesk-demonstration-")) / "vault"
