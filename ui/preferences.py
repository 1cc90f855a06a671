"""What this computer remembers for the person who uses it: where the vault is, how big the text.

Nothing of any case and nobody's name. Kept as JSON beside the system's other settings.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths

_LIMIT = 1 << 16  # bytes; ours is a few hundred


@dataclass(frozen=True, slots=True)
class Choices:
    """vault: the folder last opened, or "". appearance: "system", "light" or "dark".

    scale: text size from 1.0 to 2.0.
    """

    vault: str = ""
    appearance: str = "system"
    scale: float = 1.0


class Preferences:
    """Reads and keeps the choices in one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.choices = _read(file)

    @classmethod
    def of_this_person(cls) -> Preferences:
        """The real ones."""
        kind = QStandardPaths.StandardLocation.GenericConfigLocation
        place = QStandardPaths.writableLocation(kind)
        return cls(Path(place) / "mktdesk" / "window.json")

    def keep(self, chosen: Choices) -> None:
        """Remember the choices; where they cannot be written they hold until the program ends."""
        before, self.choices = self.choices, chosen
        if chosen == before:
            return
        # A convenience: a full disk or a locked profile must not stop anybody's work.
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps(asdict(self.choices), indent=1), encoding="utf-8")
            part.replace(self._file)


def _read(file: Path) -> Choices:
    """The choices in a file; whatever is not as we write it counts as not chosen."""
    try:
        with file.open("rb") as opened:
            raw = json.loads(opened.read(_LIMIT))
    except (OSError, ValueError, RecursionError):
        return Choices()
    if not isinstance(raw, dict):
        return Choices()
    known = Choices()
    kept = {
        field.name: raw[field.name]
        for field in fields(Choices)
        if type(raw.get(field.name)) is type(getattr(known, field.name))
    }
    if kept.get("appearance", "system") not in {"system", "light", "dark"}:
        del kept["appearance"]
    if not 1.0 <= kept.get("scale", 1.0) <= 2.0:  # noqa: PLR2004 - the theme's own limits
        del kept["scale"]
    return replace(known, **kept)
