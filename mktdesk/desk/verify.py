"""Verify the whole vault: what is wrong, in words, and what can be done."""

from __future__ import annotations

from mktdesk.book import Finding
from mktdesk.desk.session import Session
from mktdesk.desk.work import Progress

NOT_CHECKED = "not-checked"  # the code of what is said of a restricted case


def verify(session: Session, progress: Progress) -> tuple[Finding, ...]:
    """Check slots, header, register, and every case; nothing found means sound.

    Restricted cases that were not opened are said to be not checked. Raises Cancelled.
    """
    return tuple(session.vault.verify(progress=progress.report, cancelled=progress.cancelled))
