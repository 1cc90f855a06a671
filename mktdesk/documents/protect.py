"""Passwords on PDFs: AES-256, revision 6, metadata encrypted too (R188)."""

from __future__ import annotations

import io
import secrets

import pikepdf

from mktdesk.errors import ExportFailed

MAX_PASSWORD_BYTES = 127  # the format's own limit


def protect(pdf: bytes, password: str) -> bytes:
    """The same file, opened only with `password`. Reading aloud stays allowed.

    The owner's password is random and forgotten, so nobody lifts the limits. Raises
    ExportFailed when the password does not fit the format or the result does not open.
    """
    _refuse_unfit(password)  # before a file is opened for it
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return protect_open(document, password)


def protect_open(document: pikepdf.Pdf, password: str) -> bytes:
    """A file that is open already, as it stands, protected as `protect` does it."""
    _refuse_unfit(password)
    out = io.BytesIO()
    document.save(
        out,
        encryption=pikepdf.Encryption(
            user=password,
            owner=secrets.token_urlsafe(32),
            R=6,
            aes=True,
            metadata=True,
            allow=pikepdf.Permissions(
                accessibility=True,
                extract=True,
                print_lowres=True,
                print_highres=True,
                modify_annotation=False,
                modify_assembly=False,
                modify_form=False,
                modify_other=False,
            ),
        ),
    )
    done = out.getvalue()
    _must_open(done, password)
    return done


def opens(pdf: bytes, password: str) -> bool:
    """Whether a protected PDF opens with this password, and has a page to show."""
    try:
        with pikepdf.open(io.BytesIO(pdf), password=password) as document:
            return document.is_encrypted and len(document.pages) > 0
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return False


def _refuse_unfit(password: str) -> None:
    if not password or len(password.encode("utf-8", "replace")) > MAX_PASSWORD_BYTES:
        raise ExportFailed(
            "This password cannot protect a PDF.", "Use between 1 and 127 plain characters."
        )


def _must_open(pdf: bytes, password: str) -> None:
    """A pack that nobody can open is found out here, not by its recipient."""
    if not opens(pdf, password):
        raise ExportFailed(
            "The protected file did not open again with its password.", "Make the pack again."
        )
