"""What the administrator of this computer has set: one TOML file that people cannot change.

Only ever stricter than what a person or the office may choose. A setting that is unknown, or
has a value that cannot be meant, is told in words and its safer value holds: a mistake in the
file neither opens a door nor keeps anybody from work.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

FILE_NAME = "policy.toml"
IDLE_MINUTES = (1, 240)
SHORTEST = (8, 64)  # characters
CLIPBOARD_SECONDS = (0, 60)
LONGEST_MARKING = 60
STRENGTHS = ("good", "strong")
BY_IT = "Set by your IT department."
_LIMIT = 1 << 16  # bytes
_MEND = "Tell your IT department; until it is mended, the safer value holds."
_OTHERS_MAY_WRITE = 0o022


@dataclass(frozen=True, slots=True)
class Policy:
    """What is set; a default is what holds where nothing is.

    vault: the one folder that is opened. idle_minutes: the most, or 0. shortest_passphrase: in
    characters, or 0 for the program's own. passphrase_strength: one of STRENGTHS. pack_password:
    "full" forbids the public part alone. marking: of every paper. clipboard_seconds: how long a
    secret stays there; 0 copies none. screen_capture: "allow" or "hide". given: the settings
    that the file names. warnings: (what, do) of each mistake in it.
    """

    vault: str = ""
    idle_minutes: int = 0
    shortest_passphrase: int = 0
    passphrase_strength: str = "good"  # noqa: S105 - a word for how strong
    pack_password: str = ""
    marking: str = ""
    clipboard_seconds: int = 60
    screen_capture: str = "allow"
    file: str = ""
    given: frozenset[str] = frozenset()
    warnings: tuple[tuple[str, str], ...] = ()

    def sets(self, name: str) -> bool:
        """Whether the file names this setting, rightly or wrongly."""
        return name in self.given

    @property
    def folder(self) -> Path | None:
        """The folder of the one vault, `~` being whoever uses the computer; None where none is."""
        return Path(self.vault).expanduser() if self.vault else None

    def most_minutes(self, chosen: int) -> int:
        """The office's choice, or the administrator's where that is shorter."""
        return min(chosen, self.idle_minutes) if self.idle_minutes else chosen


@dataclass(frozen=True, slots=True)
class _Rule:
    """good: whether a value can be meant. wanted: in words. safer: what holds when it cannot."""

    good: Callable[[object], bool]
    wanted: str
    safer: object


def _whole(low: int, high: int) -> Callable[[object], bool]:
    def good(value: object) -> bool:
        return type(value) is int and low <= value <= high

    return good


def _one_of(*words: str) -> Callable[[object], bool]:
    return words.__contains__


def _is_folder(value: object) -> bool:
    if not isinstance(value, str) or "\0" in value:
        return False
    return Path(value).is_absolute() or value == "~" or value[:2] in {"~/", "~\\"}


def _is_marking(value: object) -> bool:
    return (
        isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_MARKING and value.isprintable()
    )


_RULES: Mapping[str, _Rule] = {
    "vault": _Rule(_is_folder, "a whole path of a folder in quotes", ""),
    "idle_minutes": _Rule(_whole(*IDLE_MINUTES), "a number from 1 to 240", 5),
    "shortest_passphrase": _Rule(_whole(*SHORTEST), "a number from 8 to 64", 14),
    "passphrase_strength": _Rule(_one_of(*STRENGTHS), '"good" or "strong"', "strong"),
    "pack_password": _Rule(_one_of("full"), '"full"', "full"),
    "marking": _Rule(_is_marking, f"up to {LONGEST_MARKING} letters in quotes", ""),
    "clipboard_seconds": _Rule(_whole(*CLIPBOARD_SECONDS), "a number from 0 to 60", 0),
    "screen_capture": _Rule(_one_of("allow", "hide"), '"allow" or "hide"', "hide"),
}
_Values: TypeAlias = dict[str, object]


def place() -> Path:
    """Where this system's administrator keeps the file: where nobody else may write.

    On Windows beside the program, which is as protected as the program itself; in ProgramData
    anybody may put a file where there is none.
    """
    if sys.platform == "win32":
        return _program_folder() / FILE_NAME
    if sys.platform == "darwin":
        return Path("/Library/Application Support/mktdesk") / FILE_NAME
    return Path("/etc/mktdesk") / FILE_NAME


def _program_folder() -> Path:
    if getattr(sys, "frozen", False):
        return Path(sys.executable).parent
    return Path(r"C:\Program Files\mktdesk")


def read(file: Path | None = None) -> Policy:
    """What is set on this computer; nothing where there is no such file. Never raises."""
    source = file or place()
    try:
        with source.open("rb") as opened:
            raw = opened.read(_LIMIT + 1)
            status = os.fstat(opened.fileno())
    except (FileNotFoundError, NotADirectoryError):
        return Policy()
    except OSError:
        return _strictest(str(source), "It cannot be read.")
    if len(raw) > _LIMIT:
        return _strictest(str(source), "It is far longer than such a file is.")
    found = parse(raw, str(source))
    if os.name == "posix" and (status.st_uid != 0 or status.st_mode & _OTHERS_MAY_WRITE):
        warning = (
            f"People other than the administrator can change {source}.",
            "Tell your IT department: it must belong to root, and nobody else may write to it.",
        )
        found = replace(found, warnings=(*found.warnings, warning))
    return found


def parse(raw: bytes, name: str = FILE_NAME) -> Policy:
    """What a settings file sets, and what is wrong with it in words. Never raises."""
    import tomllib  # noqa: PLC0415 - most computers have no such file, and start without it

    try:
        told: _Values = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _strictest(name, "It is not text in UTF-8.")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        hint = (
            " A Windows path goes into single quotes: 'C:\\Office\\vault'." if b"\\" in raw else ""
        )
        return _strictest(name, f"It is not TOML: {error}.{hint}")
    values: _Values = {}
    warnings: list[tuple[str, str]] = []
    for key, value in told.items():
        rule = _RULES.get(key)
        if rule is None:
            what = f"The settings file {name} names “{key[:40]}”, which mktdesk does not know."
            warnings.append((what, "Tell your IT department; it does nothing."))
        elif rule.good(value):
            values[key] = value.strip() if isinstance(value, str) else value
        else:
            values[key] = rule.safer
            held = f"“{rule.safer}” holds" if rule.safer != "" else "it is not set"
            what = f"The settings file {name} has no usable value for “{key}”: {held}."
            warnings.append((what, f"Tell your IT department: it must be {rule.wanted}."))
    return _made(name, values, warnings)


def _strictest(name: str, why: str) -> Policy:
    """Nobody can tell what a file means that cannot be read: everything is at its safer value."""
    values = {key: rule.safer for key, rule in _RULES.items()}
    return _made(name, values, [(f"The settings file {name} is not used. {why}", _MEND)])


def _made(name: str, values: _Values, warnings: list[tuple[str, str]]) -> Policy:
    return Policy(
        file=name,
        given=frozenset(values),
        warnings=tuple(warnings),
        **values,  # type: ignore[arg-type]  # each was looked at by its rule
    )


def in_words(policy: Policy, *, can_hide: bool) -> tuple[tuple[str, str], ...]:
    """What is set, as (what, how) for a person. can_hide: whether this system can hide windows."""
    strong = policy.passphrase_strength == STRENGTHS[-1]
    longest = f"at least {policy.shortest_passphrase} characters"
    kind = "strong" if strong else "good"
    passphrases = f"{longest}, and {kind}" if policy.shortest_passphrase else f"{kind} ones only"
    seconds = policy.clipboard_seconds
    hidden = policy.screen_capture == "hide"
    cannot = "mktdesk's windows should be hidden from it, and this system has no way to do so"
    lines = {
        "vault": ("The vault's folder", policy.vault or "not set"),
        "idle_minutes": ("Minutes until it locks", f"{policy.idle_minutes} at most"),
        "shortest_passphrase": ("New passphrases and passwords", passphrases),
        "passphrase_strength": ("New passphrases and passwords", passphrases),
        "pack_password": ("The password of a case pack", "the full reference"),
        "marking": ("Marking", policy.marking or "as the office chose"),
        "clipboard_seconds": (
            "A secret on the clipboard",
            f"cleared after {seconds} seconds" if seconds else "none is copied",
        ),
        "screen_capture": (
            "Screen capture and sharing",
            ("mktdesk's windows are hidden from it" if can_hide else cannot)
            if hidden
            else "allowed",
        ),
    }
    return tuple(dict.fromkeys(line for key, line in lines.items() if policy.sets(key)))
