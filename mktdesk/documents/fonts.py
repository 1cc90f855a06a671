"""The bundled typefaces: which one holds a character, and its embedding in a PDF.

Every pair of a glyph and the text it stands for gets a code of its own, so shaped letters
that have no code print like any other, and the printed text copies as what it was: one shape
can stand for several letters. Nothing is printed with a font that is not embedded.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name

from mktdesk import resources
from mktdesk.errors import ExportFailed

REGULAR, BOLD = "NotoSans-Regular", "NotoSans-Bold"
# Asked in this order for a character that the text face lacks, or that a script's own face
# shapes better than the text face does (Devanagari).
_FALLBACKS = (
    "NotoSansArabic-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansBengali-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansGujarati-Regular",
    "NotoSansGurmukhi-Regular",
    "NotoSansTamil-Regular",
    "NotoSansTelugu-Regular",
    "NotoSansKannada-Regular",
    "NotoSansMalayalam-Regular",
    "NotoSansSinhala-Regular",
    "NotoSansOriya-Regular",
    "NotoSansEthiopic-Regular",
    "NotoSansGeorgian-Regular",
    "NotoSansArmenian-Regular",
    "NotoSansThai-Regular",
    "NotoSansLao-Regular",
    "NotoSansKhmer-Regular",
    "NotoSansMyanmar-Regular",
    "NotoSansThaana-Regular",
    "NotoSansTifinagh-Regular",
    "NotoSansNKo-Regular",
    "NotoSansSymbols2-Regular",
    "NotoSansSymbols-Regular",
    "NotoSansMath-Regular",
    "DroidSansFallbackFull",
    "NanumSquareR",
)
# Tables by which text is shaped; what is printed is shaped already.
_NOT_FOR_PRINT = {
    int.from_bytes(tag, "big") for tag in (b"GSUB", b"GPOS", b"GDEF", b"MATH", b"STAT")
}
_SCRIPT_FACE_FIRST = re.compile("[\u0900-\u097f\ua8e0-\ua8ff\u1cd0-\u1cff]")


class Face:
    """One font file in one document: measures, shapes, remembers which glyphs were printed."""

    def __init__(self, path: Path, resource: str) -> None:
        self.name = path.stem
        self.resource = resource  # its name in the page's resources: "F1"
        self._face = hb.Face(_read(path))
        self.font = hb.Font(self._face)
        self._thousand = 1000 / int(self._face.upem)
        self._glyphs: dict[str, int] = {}
        self._advances: dict[int, float] = {}
        self.codes: dict[tuple[int, str], int] = {}  # (glyph, what it stands for) -> code

    def glyph(self, char: str) -> int:
        """The glyph of a character, 0 when the face has none."""
        found = self._glyphs.get(char)
        if found is None:
            # A lone surrogate is no character to a font.
            code = ord(char)
            surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 (Unicode's own bounds)
            found = 0 if surrogate else self.font.get_nominal_glyph(code) or 0
            self._glyphs[char] = found
        return found

    def advance(self, glyph: int) -> float:
        """The width of a glyph in thousandths of the type size."""
        found = self._advances.get(glyph)
        if found is None:
            found = round(self.font.get_glyph_h_advance(glyph) * self._thousand, 3)
            self._advances[glyph] = found
        return found

    def code(self, glyph: int, text: str) -> str:
        """The code that prints a glyph where it stands for `text`, as four hex digits."""
        return f"{self.codes.setdefault((glyph, text), len(self.codes) + 1):04X}"

    def thousandths(self, units: float) -> float:
        """Font units in thousandths of the type size."""
        return units * self._thousand

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font object of this face, cut down to the glyphs that were printed."""
        codes = [(code, glyph, text) for (glyph, text), code in self.codes.items()]
        glyphs = sorted({glyph for _, glyph, _ in codes})
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.drop_table_tag_set.update(_NOT_FOR_PRINT)
        data = hb.subset(self._face, wanted).blob.data
        base = Name(f"/{_subset_tag(glyphs)}+{self.name}")
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=base,
            CIDSystemInfo=Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            CIDToGIDMap=pdf.make_stream(
                b"\0\0" + b"".join(glyph.to_bytes(2, "big") for _, glyph, _ in codes)
            ),
            DW=0,
            W=Array([1, Array([self.advance(glyph) for _, glyph, _ in codes])]),
            FontDescriptor=pdf.make_indirect(self._descriptor(pdf, base, data)),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=base,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(_to_unicode({code: text for code, _, text in codes})),
            )
        )

    def _descriptor(self, pdf: pikepdf.Pdf, base: Name, data: bytes) -> Dictionary:
        extents: Any = self.font.get_font_extents("ltr")
        ascent = round(self.thousandths(extents.ascender))
        descent = round(self.thousandths(extents.descender))
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=base,
            Flags=4,
            FontBBox=Array([-1000, descent, 2500, ascent]),
            ItalicAngle=0,
            Ascent=ascent,
            Descent=descent,
            CapHeight=714,
            StemV=160 if "Bold" in self.name else 80,
            FontFile2=pdf.make_stream(data, Length1=len(data)),
        )


class Faces:
    """The faces of one document, opened as characters need them."""

    def __init__(self) -> None:
        self._folder = resources.folder("fonts")
        self._open: dict[str, Face] = {}
        self._chosen: dict[str, Face | None] = {}
        self.regular = self._get(REGULAR)
        self.bold = self._get(BOLD)

    def _get(self, name: str) -> Face:
        if name not in self._open:
            path = self._folder / f"{name}.ttf"
            self._open[name] = Face(path, f"F{len(self._open) + 1}")
        return self._open[name]

    def text(self, *, bold: bool) -> Face:
        """The text face: Latin, Greek, Cyrillic."""
        return self.bold if bold else self.regular

    def holding(self, char: str) -> Face | None:
        """The face for a character, None when no bundled face has it."""
        if char not in self._chosen:
            self._chosen[char] = self._find(char)
        return self._chosen[char]

    def _find(self, char: str) -> Face | None:
        if self.regular.glyph(char) and not _SCRIPT_FACE_FIRST.match(char):
            return self.regular
        for name in _FALLBACKS:
            if self._get(name).glyph(char):
                return self._get(name)
        return self.regular if self.regular.glyph(char) else None

    def used(self) -> list[Face]:
        """The faces that something was printed in, in a steady order."""
        return [face for face in self._open.values() if face.codes]


def _subset_tag(glyphs: list[int]) -> str:
    """The six letters that name a subset; the same glyphs give the same letters."""
    number = hash(tuple(glyphs)) % 26**6
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters += chr(65 + letter)
    return letters


def _to_unicode(codes: dict[int, str]) -> bytes:
    """The CMap by which a reader copies and searches the text."""
    pairs = [(code, utf16_hex(text)) for code, text in codes.items() if text]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:04X}> <{text}>" for code, text in block]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def utf16_hex(text: str) -> str:
    """UTF-16BE as hexadecimal; a lone surrogate becomes the replacement character."""
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return clean.encode("utf-16-be").hex().upper()


def _read(path: Path) -> hb.Blob:
    try:
        return hb.Blob.from_file_path(str(path))
    except hb.HarfBuzzError as error:
        raise ExportFailed(
            f"mktdesk lacks a font that papers are printed with: {path.name}.",
            "Ask your IT department to install mktdesk again.",
        ) from error
