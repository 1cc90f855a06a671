"""Moments from the book, as the screen shows them."""

from __future__ import annotations

from datetime import datetime

from mktdesk.calendar import spoken_date


def spoken_moment(stored: str) -> str:
    """A stored UTC stamp in the computer's own time: "Tue 30 Dec 2025, 14:02"."""
    try:
        moment = datetime.fromisoformat(stored).astimezone()
    except ValueError:
        return stored
    return f"{spoken_date(moment.date())}, {moment:%H:%M}"
