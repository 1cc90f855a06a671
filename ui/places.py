"""The places of the rail: only those that work."""

from __future__ import annotations

from ui.window import Place

CASES, STAFF, SAFETY, RETENTION, HISTORY, SETTINGS = (
    "cases",
    "staff",
    "safety",
    "retention",
    "history",
    "settings",
)
PLACES = (
    Place(CASES, "Cases"),
    Place(STAFF, "Staff and keys"),
    Place(SAFETY, "Backups and checks"),
    Place(RETENTION, "Retention"),
    Place(HISTORY, "History"),
    Place(SETTINGS, "Settings"),
)
