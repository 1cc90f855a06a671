"""Where the program's own files lie, in a checkout and when frozen."""

from __future__ import annotations

import sys
from pathlib import Path


def folder(name: str) -> Path:
    """A folder under `resources/`. Read only: nothing is ever written there."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return root / "resources" / name
