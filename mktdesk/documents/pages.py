"""What a finished PDF is made of."""

from __future__ import annotations

import io

import pikepdf


def page_count(pdf: bytes) -> int:
    """How many pages an unprotected PDF of ours has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
