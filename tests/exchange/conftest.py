"""Word documents made in code: App 1 as offices lay it out, and whatever may come instead."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
import pytest
from docx.document import Document

from mktdesk.exchange import ReadForm
from mktdesk.exchange.walk import read_outline
from mktdesk.exchange.word_reader import match_form
from mktdesk.forms.types import Form
from mktdesk.toolkits import load


class Paper:
    """A Word document in the making."""

    def __init__(self) -> None:
        self.document: Document = docx.Document()

    def say(self, *lines: str) -> Paper:
        for line in lines:
            self.document.add_paragraph(line)
        return self

    def table(self, rows: Sequence[Sequence[str]]) -> Paper:
        table = self.document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=False):
                cell.text = text
        return self

    def data(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


@pytest.fixture(scope="session")
def form() -> Form:
    return load("mkscb-2016").forms["referral"]


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def read(form: Form) -> Callable[[Paper | bytes], ReadForm]:
    """Reads in this process, which is quicker; the child process has tests of its own."""

    def reads(document: Paper | bytes) -> ReadForm:
        data = document if isinstance(document, bytes) else document.data()
        return match_form(read_outline(data, ""), form, "")

    return reads


@pytest.fixture
def edited() -> Callable[..., bytes]:
    """Changes parts of a Word file: name -> new bytes, or a function of the old ones."""

    def edit(data: bytes, changes: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                change = changes.get(name, old.read(name))
                new.writestr(name, change if isinstance(change, bytes) else change(old.read(name)))
            for name, change in changes.items():
                if name not in old.namelist() and isinstance(change, bytes):
                    new.writestr(name, change)
        return out.getvalue()

    return edit
