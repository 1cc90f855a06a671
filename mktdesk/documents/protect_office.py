"""Word files and workbooks under a password: AES-256, as current office programs open it."""

from __future__ import annotations

import io

from mktdesk.errors import ExportFailed

_MOST_PASSWORD = 255  # characters that office programs take


def protect_office(data: bytes, password: str) -> bytes:
    """The same file under a password. Raises ExportFailed."""
    import msoffcrypto  # noqa: PLC0415 - slow to import

    if not 0 < len(password) <= _MOST_PASSWORD:
        raise ExportFailed(
            "This password cannot protect an office file.", "Use between 1 and 255 characters."
        )
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, out)
    protected = out.getvalue()
    # A file that nobody can open is found out here, not by its reader.
    again, check = msoffcrypto.OfficeFile(io.BytesIO(protected)), io.BytesIO()
    again.load_key(password=password, verify_password=True)
    again.decrypt(check, verify_integrity=True)
    if check.getvalue() != data:
        raise ExportFailed("The protected file does not open again.", "Try again.")
    return protected
