"""The door for documents from outside: a limited process reads, words come back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from mktdesk.errors import Cancelled, DocumentRefused, PasswordNeeded
from mktdesk.exchange.outline import LARGEST_FILE, Outline, Reply

_ROOT = Path(__file__).resolve().parent.parent.parent
_KEPT = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "TEMP", "TMP")  # what Python needs to start
_PATIENCE = 0.1  # seconds between looks at the Cancel button
_AGAIN = "Ask the sender for a fresh copy of the form."
_REFUSALS = {
    "damaged": ("The file is damaged, so it cannot be read.", _AGAIN),
    "not_word": (
        "The file is not a Word document (.docx).",
        "Open it in the program that made it, save it as .docx, and choose that file.",
    ),
    "old_word": (
        "The file is in the old Word format (.doc), which mktdesk does not read.",
        "Open it in Word or LibreOffice, save it as .docx, and choose that file.",
    ),
    "old_excel": (
        "The file is a workbook in the old Excel format (.xls), not a Word document.",
        "Ask the sender for the Word form, or attach the workbook to the case as it is.",
    ),
    "pdf": (
        "The file is a PDF, not a Word document.",
        "Ask the sender for the Word form, or attach the PDF to the case as it is.",
    ),
    "empty_file": ("The file is empty.", _AGAIN),
    "protected": (
        "The file is protected with a password.",
        "Type the password that the sender gave; often it is the reference number.",
    ),
    "wrong_password": (
        "The password does not open the file.",
        "Check the password with the sender and type it again.",
    ),
    "too_large": (
        f"The file is larger than {LARGEST_FILE // (1024 * 1024)} MB.",
        "Ask the sender to leave out the pictures, and attach them to the case by themselves.",
    ),
    "too_large_inside": (
        "The file unpacks to far more than a form ever holds.",
        "Do not open it. Ask the sender what they sent.",
    ),
    "too_long": (
        "The document is far longer than a form.",
        "Choose the form itself; attach other documents to the case.",
    ),
    "too_slow": ("Reading the file took too long, and was stopped.", _AGAIN),
}
_NEED_PASSWORD = {"protected", "wrong_password"}


def child_command() -> tuple[str, ...]:
    """How the reading process is started: from a checkout, or from the frozen program."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--read-document")
    return (sys.executable, "-s", "-E", "-m", "mktdesk.exchange.child")


def fetch_outline(
    data: bytes,
    password: str | None,
    timeout_s: int,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    command: Sequence[str] | None = None,
) -> Outline:
    """What the document says, read in a limited process of its own.

    timeout_s: seconds of both processor and clock. Raises DocumentRefused and Cancelled.
    """
    if len(data) > LARGEST_FILE:
        raise refusal("too_large")
    secret = (password or "").encode("utf-8")
    sent = len(secret).to_bytes(4, "big") + secret + data
    answer = _run([*(command or child_command()), str(timeout_s)], sent, timeout_s, cancelled)
    try:
        reply = msgspec.json.decode(answer, type=Reply)
    except (msgspec.DecodeError, RecursionError) as error:
        # The child was stopped by its limits, or fell over: either way nothing was read.
        raise refusal("damaged") from error
    if reply.outline is None:
        raise refusal(reply.refused)
    return reply.outline


def refusal(code: str) -> DocumentRefused:
    """The refusal of that code, in words."""
    kind = PasswordNeeded if code in _NEED_PASSWORD else DocumentRefused
    return kind(*_REFUSALS.get(code, _REFUSALS["damaged"]))


def _run(command: list[str], sent: bytes, timeout_s: int, cancelled: Callable[[], bool]) -> bytes:
    """The child's answer. It is stopped when time is up or the person cancels."""
    answered: list[bytes] = []
    with subprocess.Popen(  # noqa: S603 - our own command; the document goes through a pipe
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        # A thread feeds and listens, since a pipe's two ends must both be served at once.
        talk = threading.Thread(target=lambda: answered.append(child.communicate(sent)[0]))
        talk.start()
        late = time.monotonic() + timeout_s
        stopped: DocumentRefused | Cancelled | None = None
        while talk.is_alive() and stopped is None:
            talk.join(_PATIENCE)
            if cancelled():
                stopped = Cancelled()
            elif time.monotonic() > late:
                stopped = refusal("too_slow")
        if stopped is not None:
            child.kill()
        talk.join()
    if stopped is not None:
        raise stopped
    return answered[0]
