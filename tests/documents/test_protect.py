from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from mktdesk.documents.protect import protect
from mktdesk.errors import ExportFailed

PASSWORD = "SCR-2026-014-7K3M-ABCD-EFGH-1234"


@pytest.mark.rule("R188")
def test_it_opens_with_the_reference_and_not_without(
    pack: Callable[..., bytes], tool: Callable[..., str]
) -> None:
    plain = pack()
    done = protect(plain, PASSWORD)
    for wrong in ("", PASSWORD[:-1], PASSWORD.lower()):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(done), password=wrong)
    with pikepdf.open(io.BytesIO(done), password=PASSWORD) as pdf:
        assert pdf.encryption.R == 6
        assert pdf.encryption.stream_method == pdf.encryption.string_method
        assert str(pdf.encryption.stream_method).endswith("aesv3")
        assert pdf.allow.accessibility
        assert not pdf.allow.modify_other
        assert not pdf.owner_password_matched
    assert "R = 6" in tool(done, "qpdf", "--check", f"--password={PASSWORD}", "FILE")


def test_no_word_of_the_pack_stands_in_clear(pack: Callable[..., bytes]) -> None:
    plain = pack()
    assert b"Serious case review" in plain, "its metadata, before"
    done = protect(plain, PASSWORD)
    for words in (b"Serious case review", b"SCR-2026-014", b"Example Partnership", b"xmpmeta"):
        assert words not in done


def test_the_owners_password_is_never_the_same(pack: Callable[..., bytes]) -> None:
    plain = pack(parts=())
    assert protect(plain, PASSWORD) != protect(plain, PASSWORD)


@pytest.mark.parametrize("password", ["", "x" * 128, "é" * 64])
def test_a_password_that_cannot_be_one_is_refused(password: str) -> None:
    with pytest.raises(ExportFailed):
        protect(b"", password)
