"""What a trace of system calls says: which sockets, and which files were opened for writing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

_LINE = re.compile(r"(?:\[pid\s+\d+\] |\d+\s+)?(\w+)\((.*)$")
# strace -y shows which folder a name counts from.
_NAME = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_FAILED = re.compile(r"\)\s*=\s*-1 ")
_WRITES = re.compile(r"\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND)\b")
_NETWORK = re.compile(r"\bAF_(INET6?|PACKET|NETLINK|BLUETOOTH|VSOCK)\b")
_CHANGES = {
    "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat",
    "link", "linkat", "symlink", "symlinkat", "truncate",
}  # fmt: skip
TRACED = ",".join(("socket", "connect", "open", "openat", "openat2", *sorted(_CHANGES)))
_NOWHERE = (
    "/dev/null",
    "/dev/tty",
    "/dev/ptmx",
    "/proc/self/",
    "/dev/shm/",  # noqa: S108 - memory, not a file
    "/dev/dri/",
    "/memfd:",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """sockets: by their family, of networks alone. written: places that were changed."""

    sockets: tuple[str, ...]
    written: tuple[str, ...]


def read_trace(lines: Iterable[str]) -> Seen:
    """What these lines of strace say; calls that failed changed nothing, but a socket counts."""
    sockets: list[str] = []
    written: list[str] = []
    for line in lines:
        found = _LINE.match(line.strip())
        if not found:
            continue
        call, rest = found[1], found[2]
        if call in {"socket", "connect"}:
            sockets += [f"AF_{family[1]}" for family in _NETWORK.finditer(rest)]
            continue
        if _FAILED.search(rest):
            continue
        opened = call in {"open", "openat", "openat2"} and _WRITES.search(rest)
        if opened or call in _CHANGES:
            written += [
                str(PurePosixPath(name[1] or "/", name[2])) for name in _NAME.finditer(rest)
            ]
    return Seen(tuple(sockets), tuple(dict.fromkeys(written)))


def outside(written: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """The places that lie in none of the allowed folders."""
    homes = [PurePosixPath(home) for home in allowed]
    return [
        place
        for place in written
        if not place.startswith(_NOWHERE)
        and not any(PurePosixPath(place).is_relative_to(home) for home in homes)
    ]
