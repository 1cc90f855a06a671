"""Pieces of Word's own language: paragraphs, tables, content controls.

Only what the form needs. Every text goes through `_text_parts`, so that letters which XML
cannot hold show as U+FFFD and are never the end of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from mktdesk.forms.word_tags import LONGEST, PLACEHOLDER, WordTag

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
NAMES = {"w": W, "w14": W14, "w15": W15}
TICKED, UNTICKED = "\u2612", "\u2610"

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GREY = "595959"  # 7:1 on white
_INK = "1B2127"
_STYLED_TABS = (4680, 9360)  # those of the styles Header and Footer, for another paper
_BOX_FONT = "MS Gothic"  # Word's own choice for tick boxes

Element = etree._Element  # noqa: SLF001 - lxml's type has no public name


def element(name: str, *children: Element, **attributes: str) -> Element:
    """An element such as "w:p"; an attribute val="x" means w:val (w14:val inside w14)."""
    prefix, _, local = name.partition(":")
    made = etree.Element(f"{{{NAMES[prefix]}}}{local}", nsmap=NAMES)
    for key, text in attributes.items():
        made.set(f"{{{NAMES[prefix]}}}{key}", text)
    made.extend(children)
    return made


def run(text: str, *properties: Element) -> Element:
    """Words; a line feed is a line break, a tab a tab."""
    made = element("w:r")
    if properties:
        made.append(element("w:rPr", *properties))
    made.extend(_text_parts(text))
    return made


def paragraph(
    *runs: Element,
    style: str = "",
    keep: bool = False,
    right_tab: int = 0,
    after: int = 0,
    centred: bool = False,
) -> Element:
    """A paragraph of runs and content controls.

    keep: on one page with what follows (in a row's first cell: with the next row). right_tab:
    the one tab stop, in twentieths of a point; what follows a tab ends there. after: the room
    below, in the same measure, where it is not the style's.
    """
    made = element("w:p")
    properties = element("w:pPr")
    if style:
        properties.append(element("w:pStyle", val=style))
    if keep:
        properties.append(element("w:keepNext"))
    if right_tab:
        styled = [element("w:tab", val="clear", pos=str(at)) for at in _STYLED_TABS]
        stop = element("w:tab", val="right", pos=str(right_tab))
        properties.append(element("w:tabs", *styled, stop))
    if after:
        properties.append(element("w:spacing", after=str(after)))
    if centred:
        properties.append(element("w:jc", val="center"))
    if len(properties):
        made.append(properties)
    made.extend(runs)
    return made


def section_end(settings: Element) -> Element:
    """The last paragraph of a section, with that section's settings; the next begins a page."""
    spacing = element("w:spacing", before="0", after="0", line="20", lineRule="exact")
    return element("w:p", element("w:pPr", spacing, settings))


def gap() -> Element:
    """A little room after a table, which Word wants a paragraph for."""
    return element(
        "w:p",
        element("w:pPr", element("w:spacing", before="0", after="0", line="160", lineRule="exact")),
    )


def bold() -> Element:
    """Makes a run bold."""
    return element("w:b")


def grey() -> Element:
    """Makes a run of help grey."""
    return element("w:color", val=_GREY)


def ink() -> Element:
    """Makes a run black where its style has a colour."""
    return element("w:color", val=_INK)


def text_control(tag: WordTag, title: str, text: str, *, locked: bool = False) -> Element:
    """A box to type in, of one or more lines.

    It is of the kind that allows formatting: LibreOffice 7.4 garbles names of mixed scripts
    and loses line breaks in plain-text controls.
    """
    return _control(tag, title, [], text, locked=locked)


def list_control(
    tag: WordTag, title: str, labels: Sequence[tuple[str, str]], chosen: str
) -> Element:
    """A list to choose from: (value, words) each; chosen is the words, or ""."""
    items = [element("w:listItem", displayText=words, value=value) for value, words in labels]
    return _control(tag, title, [element("w:dropDownList", *items)], chosen)


def tick_control(tag: WordTag, title: str, *, ticked: bool) -> Element:
    """A tick box."""
    box = element(
        "w14:checkbox",
        element("w14:checked", val="1" if ticked else "0"),
        element("w14:checkedState", val="2612", font=_BOX_FONT),
        element("w14:uncheckedState", val="2610", font=_BOX_FONT),
    )
    fonts = element("w:rFonts", ascii=_BOX_FONT, hAnsi=_BOX_FONT, eastAsia=_BOX_FONT)
    return element(
        "w:sdt",
        element("w:sdtPr", *_identity(tag, title), box),
        element("w:sdtContent", run(TICKED if ticked else UNTICKED, fonts)),
    )


def cell(*blocks: Element, width: int, shaded: bool = False, span: int = 1) -> Element:
    """A table cell; width in twentieths of a point, span in columns."""
    properties = element("w:tcPr", element("w:tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(element("w:gridSpan", val=str(span)))
    if shaded:
        properties.append(element("w:shd", val="clear", color="auto", fill="EDEDED"))
    return element("w:tc", properties, *(blocks or (paragraph(),)))


def row(*cells: Element, header: bool = False, height: int = 0) -> Element:
    """A table row; a header row is repeated on each page. height: at least, in twentieths of
    a point; a row without one stays whole on its page.
    """
    properties = element("w:trPr")
    properties.append(
        element("w:trHeight", val=str(height), hRule="atLeast")
        if height
        else element("w:cantSplit")
    )
    if header:
        properties.append(element("w:tblHeader"))
    return element("w:tr", properties, *cells)


def repeating(rows: Sequence[Element], title: str) -> Element:
    """Rows that Word offers to add more of."""
    items = [
        element(
            "w:sdt",
            element("w:sdtPr", element("w15:repeatingSectionItem")),
            element("w:sdtContent", one),
        )
        for one in rows
    ]
    name = element("w:alias", val=title[:LONGEST])
    return element(
        "w:sdt",
        element("w:sdtPr", name, element("w15:repeatingSection")),
        element("w:sdtContent", *items),
    )


def table(widths: Sequence[int], rows: Sequence[Element], description: str) -> Element:
    """A ruled table; the description is read aloud by screen readers."""
    return element(
        "w:tbl",
        element(
            "w:tblPr",
            element("w:tblStyle", val="TableGrid"),
            element("w:tblW", w=str(sum(widths)), type="dxa"),
            element("w:tblLayout", type="fixed"),
            element("w:tblLook", val="0420"),
            element("w:tblDescription", val=_clean(description)),
        ),
        element("w:tblGrid", *(element("w:gridCol", w=str(width)) for width in widths)),
        *rows,
    )


def field_code(code: str) -> Iterator[Element]:
    """A field that Word works out: PAGE, NUMPAGES."""
    yield element("w:r", element("w:fldChar", fldCharType="begin"))
    instruction = element("w:instrText")
    instruction.text = f" {code} "
    yield element("w:r", instruction)
    yield element("w:r", element("w:fldChar", fldCharType="separate"))
    yield run("1")
    yield element("w:r", element("w:fldChar", fldCharType="end"))


def with_names(root: Element, ignorable: dict[str, str]) -> Element:
    """The same document, its newer namespaces declared so that older programs skip them."""
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    names: dict[str | None, str] = {**root.nsmap, "mc": mc}
    names.update(ignorable)
    made = etree.Element(root.tag, nsmap=names)
    for key, text in root.attrib.items():
        made.set(key, text)
    made.set(f"{{{mc}}}Ignorable", " ".join(ignorable))
    made.extend(list(root))
    etree.cleanup_namespaces(made, keep_ns_prefixes=[name for name in names if name])
    return made


def _control(
    tag: WordTag, title: str, kind: Sequence[Element], text: str, *, locked: bool = False
) -> Element:
    properties = element("w:sdtPr", *_identity(tag, title))
    if locked:
        properties.append(element("w:lock", val="sdtLocked"))  # it can be filled, not deleted
    if not text:
        properties.append(element("w:showingPlcHdr"))
    properties.extend(kind)
    shown = run(text) if text else run(PLACEHOLDER, grey())
    return element("w:sdt", properties, element("w:sdtContent", shown))


def _identity(tag: WordTag, title: str) -> tuple[Element, Element]:
    return element("w:alias", val=_clean(title)[:LONGEST]), element("w:tag", val=str(tag))


def _text_parts(text: str) -> Iterator[Element]:
    text = _clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    for part in re.split("([\n\t])", text):
        if part == "\n":
            yield element("w:br")
        elif part == "\t":
            yield element("w:tab")
        elif part:
            words = element("w:t")
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            words.text = part
            yield words


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
