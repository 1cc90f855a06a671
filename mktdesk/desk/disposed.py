"""The cases that were disposed of, and what still holds copies of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mktdesk.desk.backup import when_words
from mktdesk.desk.session import Session
from mktdesk.forms.values import Json
from mktdesk.office.backupnotes import HELD_ROW, PLACE_ROW
from mktdesk.office.disposal import STONE_ROW
from mktdesk.office.kinds import KINDS
from mktdesk.office.restore import ASIDE_ROW
from mktdesk.reference import canonical_public


@dataclass(frozen=True, slots=True)
class DisposedLine:
    """A tombstone. held_in: backups that still hold the case, each with the date it went in."""

    public: str
    when: str
    why: str
    approved: str
    held_in: tuple[str, ...]


def disposed(session: Session) -> tuple[DisposedLine, ...]:
    """The cases that were disposed of, newest first, and and what still holds them.

    Known backups, and whole vaults that a restore moved aside.
    """
    register = session.vault.register
    places = {row.id: str(row.fields.get("folder", "")) for row in register.rows(PLACE_ROW)}
    held = {row.id: row.fields for row in register.rows(HELD_ROW)}
    stones = sorted(
        register.rows(STONE_ROW), key=lambda row: str(row.fields.get("at", "")), reverse=True
    )
    return tuple(
        DisposedLine(
            str(row.fields.get("public", "")), when_words(str(row.fields["at"])),
            str(row.fields.get("why", "")), str(row.fields.get("approved", "")),
            (*_in_backups(held.get(row.id, {}), places), *_aside(session, row.fields)),
        )
        for row in stones
    )  # fmt: skip


def _in_backups(held: Mapping[str, Json], places: Mapping[str, str]) -> list[str]:
    return [
        f"{places.get(place, 'a backup')}, since {when_words(str(at))}"
        for place, at in sorted(held.items())
        if place != "public"
    ]


def _aside(session: Session, stone: Mapping[str, Json]) -> list[str]:
    """Whole vaults that a restore moved aside, and that still hold the case."""
    folders = (row.fields.get("folder") for row in session.vault.register.rows(ASIDE_ROW))
    public = canonical_public(str(stone.get("public", "")))
    return [
        f"{folder}, moved aside by a restore"
        for folder in folders
        if any((Path(str(folder)) / kind.folder / public).exists() for kind in KINDS)
    ]
