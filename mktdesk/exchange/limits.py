"""What the child may not do: it reads one document and answers, nothing else.

POSIX systems hold memory, processor time, file size and open files themselves. Everywhere,
an audit hook stops Python from opening files to write, sockets and other programs.
"""

from __future__ import annotations

import sys

_MEMORY = 1536 * 1024 * 1024  # bytes of address space; reading a form takes a sixth of it
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn",
              "os.fork", "os.startfile", "os.remove", "os.rename", "os.rmdir", "os.mkdir",
              "shutil.", "ftplib.", "urllib.", "webbrowser.", "ctypes.dlopen")  # fmt: skip


def hold_process(seconds: int) -> None:
    """Set the limits for good. Call once everything is imported and the input is read."""
    sys.addaudithook(_refuse)
    if sys.platform == "win32":
        return  # Windows has no such limits: the parent's clock and the size limits hold there
    import resource  # noqa: PLC0415 - POSIX only

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the document
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # no file, pipe or socket can be opened


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        msg = f"not allowed here: {event}"
        raise PermissionError(msg)
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writing = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if writing or (isinstance(flags, int) and flags & 0b11):
            msg = "not allowed here: opening a file to write"
            raise PermissionError(msg)
