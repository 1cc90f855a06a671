"""The places of the rail: only those that work."""

from __future__ import annotations

from ui.window import Place

DUE, CASES, MEETINGS, TRAVEL, DIRECTORY, TOOLKITS, STAFF, SAFETY, RETENTION, HISTORY, SETTINGS = (
    "due",
    "cases",
    "meetings",
    "travel",
    "directory",
    "toolkits",
    "staff",
    "safety",
    "retention",
    "history",
    "settings",
)
PLACES = (
    Place(DUE, "Due"),
    Place(CASES, "Cases"),
    Place(MEETINGS, "Meetings"),
    Place(TRAVEL, "Travel packs"),
    Place(DIRECTORY, "Directory"),
    Place(TOOLKITS, "Toolkits"),
    Place(STAFF, "Staff and keys"),
    Place(SAFETY, "Backups and checks"),
    Place(RETENTION, "Retention"),
    Place(HISTORY, "History"),
    Place(SETTINGS, "Settings"),
)
