"""A reader for the PDFs we make: what each page says, mark by mark, as a reader would copy it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from mktdesk import toolkits
from mktdesk.documents.pack import PackRequest, build_pack
from mktdesk.documents.typeset import Typesetter
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import Form
from mktdesk.forms.values import DateAnswer, NotKnown, Value, YesNo

NAMES = ("ইমরান হোসেন", "রফিক হোসেন", "يوسف المصري", "محمد علی خان", "Ọláyínká Ṣóyínká")


@dataclass(frozen=True)
class Mark:
    """Text drawn in one stretch of marked content. mcid is None for an artifact."""

    page: int
    tag: str
    mcid: int | None
    text: str


class PdfReader:
    """A tagged PDF read back through pikepdf."""

    def __init__(self, data: bytes, password: str = "") -> None:
        self.pdf = pikepdf.open(io.BytesIO(data), password=password)
        self.marks: list[Mark] = []
        self.loose: list[str] = []  # operators that draw outside any mark
        for number, page in enumerate(self.pdf.pages):
            self._read(number, page)
        self._instead()

    def _read(self, number: int, page: pikepdf.Page) -> None:
        fonts = {name: _codes(font) for name, font in page.obj.Resources.Font.items()}
        font, text, mark = "", "", None
        for instruction in pikepdf.parse_content_stream(page):
            operands, operator = list(instruction.operands), str(instruction.operator)
            if operator in {"BDC", "BMC"}:
                assert mark is None, "marks are not nested"
                facts = operands[1] if operator == "BDC" else pikepdf.Dictionary()
                mcid = facts.get("/MCID")
                actual = facts.get("/ActualText")
                mark = (str(operands[0])[1:], None if mcid is None else int(mcid), actual)
                text = ""
            elif operator == "EMC":
                assert mark is not None
                words = text if mark[2] is None else str(mark[2])
                self.marks.append(Mark(number, mark[0], mark[1], words))
                mark = None
            elif operator == "Tf":
                font = str(operands[0])
            elif operator in {"Tj", "TJ"}:
                parts = operands[0] if operator == "TJ" else [operands[0]]
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        raw = bytes(part)
                        for at in range(0, len(raw), 2):
                            text += fonts[font].get(raw[at] * 256 + raw[at + 1], "")
            if operator in {"Tj", "TJ", "f", "S", "Do"} and mark is None:
                self.loose.append(operator)

    def _instead(self) -> None:
        """Put in what the structure says of a mark in place of its glyphs."""
        parents = self.pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(parents[at]): parents[at + 1] for at in range(0, len(parents), 2)}
        for at, mark in enumerate(self.marks):
            if mark.mcid is not None:
                page = int(self.pdf.pages[mark.page].obj.StructParents)
                owner = owners[page][mark.mcid]
                if "/ActualText" in owner:
                    self.marks[at] = replace(mark, text=str(owner.ActualText))

    def said(self, page: int | None = None) -> str:
        """Everything but the furniture, in the order drawn."""
        return "".join(
            mark.text for mark in self.marks if mark.mcid is not None and page in {None, mark.page}
        )

    def furniture(self, page: int) -> str:
        """What the artifacts of a page say."""
        return " ".join(m.text for m in self.marks if m.mcid is None and m.page == page)

    def elements(self, role: str) -> list[pikepdf.Object]:
        """The elements of a role in reading order."""
        found: list[pikepdf.Object] = []

        def walk(element: pikepdf.Object) -> None:
            if str(element.get("/S", "")) == f"/{role}":
                found.append(element)
            kids = element.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    walk(kid)

        walk(self.pdf.Root.StructTreeRoot.K)
        return found

    def words(self, element: pikepdf.Object) -> str:
        """The text under an element as a screen reader gets it."""
        if "/ActualText" in element:
            return str(element.ActualText)
        said = ""
        for kid in element.get("/K", pikepdf.Array()):
            if "/S" in kid:
                said += self.words(kid)
            elif str(kid.get("/Type")) == "/MCR":
                page = next(i for i, p in enumerate(self.pdf.pages) if p.obj == kid.Pg)
                place = (page, int(kid.MCID))
                said += "".join(m.text for m in self.marks if (m.page, m.mcid) == place)
        return said


def _codes(font: pikepdf.Object) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", cmap, re.MULTILINE)
    }


@pytest.fixture
def read() -> type[PdfReader]:
    return PdfReader


@pytest.fixture
def setter() -> Typesetter:
    return Typesetter(lambda: None)


@pytest.fixture(scope="session")
def form() -> Form:
    return toolkits.load("mkscb-2016").forms["referral"]


@pytest.fixture(scope="session")
def answers() -> Answers:
    single: dict[str, Value] = {
        "referred": "Voss & <b>Wren</b> &amp; family",
        "referrer_name": NAMES[0],
        "referrer_contact": "1 High Street\nMilton Keynes\n01632 960001",
        "office_discussion": YesNo("yes", "DI Rowan Teale"),
        "date_of_referral": DateAnswer("12/02/2026"),
        "circumstances": "The family moved in March.\n\nThe uncle, يوسف المصري, visits.",
        "options": ("b", "d"),
        "recommended": "not_recommended",
    }
    family = tuple(
        Row(
            str(at),
            {
                "name": f"{NAMES[at]}" if at < len(NAMES) else f"Relative {at}",
                "relationship": "Uncle",
                "date_of_birth": DateAnswer("1989 (day not known)"),
                "legal_status": NotKnown(),
            },
        )
        for at in range(13)
    )
    subjects = (
        Row("a", {"name": "Ada Voss", "ethnic_origin": NotKnown()}),
        Row("b", {"name": NAMES[2]}),
    )
    return Answers(single=single, rows={"subject": subjects, "family_member": family})


@pytest.fixture
def request_for(form: Form, answers: Answers) -> PackRequest:
    return PackRequest(
        form=form,
        answers=answers,
        parts=("section1", "section2", "section3"),
        marking="RESTRICTED",
        reference_public="SCR-2026-014",
        title="Serious case review",
        office_name="Example Partnership",
        recipient="DI Rowan Teale",
        copy_number="3 of 8",
        made_on=date(2026, 2, 12),
        handling=("For the panel only.",),
    )


@pytest.fixture
def pack(request_for: PackRequest) -> Callable[..., bytes]:
    def build(**changes: object) -> bytes:
        request = replace(request_for, **changes)  # type: ignore[arg-type]
        return build_pack(request, progress=lambda _d, _w: None, cancelled=lambda: False)

    return build


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., str]:
    """Runs a PDF tool of the system on some bytes; skips where it is not installed."""

    def run(data: bytes, *command: str, status: int = 0) -> str:
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not installed")
        file = tmp_path / "file.pdf"
        file.write_bytes(data)
        full = [str(file) if part == "FILE" else part for part in command]
        done = subprocess.run(full, capture_output=True, timeout=60, check=False)
        assert done.returncode == status, done.stderr.decode()
        return done.stdout.decode("utf-8")

    return run
