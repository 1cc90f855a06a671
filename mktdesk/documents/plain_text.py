"""The bytes of a text file as text, however the office's programs saved it."""

from __future__ import annotations


def decode_text(data: bytes) -> str:
    """UTF-8, Windows' UTF-16 with its mark, or Windows-1252: every byte gives a character."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
