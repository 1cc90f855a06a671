"""Files from outside: read into memory, and text made readable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.desk.outside import LARGEST_TEXT, read_file, readable
from mktdesk.errors import DocumentRefused


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 1000)
    assert read_file(tmp_path / "a.txt", 1000) == b"x" * 1000


def test_a_file_that_is_too_large_gone_or_a_folder_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 1001)
    for path in (tmp_path / "a.txt", tmp_path / "gone.txt", tmp_path):
        with pytest.raises(DocumentRefused, match=path.name) as refused:
            read_file(path, 1000)
        assert str(tmp_path.parent) not in str(refused.value)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_as_offices_save_it(code: str) -> None:
    assert readable("Café – “quoted”, £5".encode(code)).text == "Café – “quoted”, £5"


@given(st.binary(max_size=400))
def test_no_bytes_break_it_and_none_are_hidden(data: bytes) -> None:
    found = readable(data)
    assert found.whole
    assert "\0" not in found.text
    assert bool(found.text) or data in {b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"}


def test_only_the_beginning_of_a_very_long_text_is_given_and_it_says_so() -> None:
    found = readable(b"a" * (LARGEST_TEXT + 1))
    assert not found.whole
    assert len(found.text) == LARGEST_TEXT
