"""The record of how a case began: on which way, what was proposed, and why it was chosen."""

from __future__ import annotations

from mktdesk.book import RowChange
from mktdesk.casework.records import Conversion
from mktdesk.desk.casefile import OpenCase, new_id, put_new


def began(
    case: OpenCase, *, reason: str = "", proposed: str = "", left: str = "", source: str = ""
) -> RowChange:
    """The row to write when a case begins. source: what it came of, in words, or nothing."""
    return put_new(
        Conversion(
            new_id(),
            what="start",
            from_words=source,
            to_toolkit=case.toolkit.id,
            to_edition=case.toolkit.edition,
            to_pathway=case.pathway.id,
            to_words=f"{case.pathway.label} ({case.toolkit.short_title})",
            proposed=proposed,
            reason=reason,
            left=left,
            by=case.session.actor,
            recorded_at=case.now(),
        )
    )
