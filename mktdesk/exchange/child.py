"""The process that reads one Word file: `python -m mktdesk.exchange.child`.

In on stdin: the password's length (4 bytes, big-endian), the password, the file. Out on
stdout: a `Reply` as JSON. It never sees the vault, and holds no secret but that password.
"""

from __future__ import annotations

import codecs
import importlib
import sys

import msgspec

from mktdesk.exchange import limits
from mktdesk.exchange.outline import Outline, Reply
from mktdesk.exchange.package import RefusedError
from mktdesk.exchange.walk import read_outline

FOR_PROTECTED_FILES = (
    "msoffcrypto",
    "msoffcrypto.format.ooxml",
    "msoffcrypto.format.doc97",
    "msoffcrypto.format.xls97",
    "msoffcrypto.format.ppt97",
    "cryptography.hazmat.backends.openssl.backend",
    "xml.dom.expatbuilder",
)
_LENGTH = 4  # bytes that say how long the password is


def main() -> None:
    """Read one file from stdin and answer on stdout."""
    seconds = int(sys.argv[-1])
    sent = sys.stdin.buffer.read()
    size = _LENGTH + int.from_bytes(sent[:_LENGTH], "big")
    password, data = sent[_LENGTH:size].decode("utf-8"), sent[size:]
    _import_late_parts(data)
    limits.hold_process(seconds)
    sys.stdout.buffer.write(msgspec.json.encode(answer(data, password)))
    sys.stdout.buffer.flush()


def answer(data: bytes, password: str) -> Reply:
    """The reply to a file: every failure that a file can cause is a code."""
    try:
        outline: Outline = read_outline(data, password)
    except RefusedError as error:
        return Reply(refused=error.code)
    except MemoryError:
        return Reply(refused="too_large_inside")
    except RecursionError:
        return Reply(refused="damaged")
    return Reply(outline)


def _import_late_parts(data: bytes) -> None:
    """Import now what would be imported later: once held, the process opens no more files."""
    codecs.lookup("cp437")  # the names inside a zip file
    if data.startswith(b"\xd0\xcf"):
        codecs.lookup("utf-16-le")
        for name in FOR_PROTECTED_FILES:
            importlib.import_module(name)


if __name__ == "__main__":
    main()
