"""A Word file to an `Outline`: its body, tables, heads and feet, notes. Runs in the child."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from mktdesk.exchange.outline import Block, Cell, Control, Note, Outline, Para, Table
from mktdesk.exchange.package import Package, RefusedError, main_part, open_package
from mktdesk.exchange.words import (
    Reading,
    child,
    is_on,
    local,
    our_control,
    paragraph_words,
    plain,
    value,
)

_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_ASIDES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_DEEPEST_TABLE = 12


def read_outline(data: bytes, password: str) -> Outline:
    """The outline of a Word file. Raises RefusedError with the gate's code for anything else."""
    package = open_package(data, password)
    name = main_part(package)
    root = package.xml(name)
    body = child(root, "body")
    if body is None:
        raise RefusedError("damaged")
    relations = package.relations(name)
    reading = Reading(_hidden_styles(package, relations))
    blocks = tuple(_blocks(body, reading, 0))
    header = tuple(_furniture(package, relations, "header", reading))
    footer = tuple(_furniture(package, relations, "footer", reading))
    for kind, part in relations:
        if kind in _ASIDES:
            _notes_of(package.xml(part), _ASIDES[kind], reading)
    if any("vbaProject" in part for part in package.names):
        reading.notes.append(Note("macros", "The file holds macros. They were not run."))
    return Outline(blocks, header, footer, tuple(reading.notes))


def _blocks(parent: etree._Element, reading: Reading, depth: int) -> Iterator[Block]:
    """The paragraphs and tables of a body, a cell, a text box or a header."""
    if depth > _DEEPEST_TABLE:
        raise RefusedError("damaged")
    for part in parent:
        name = local(part)
        if name == "p":
            yield from _paragraph(part, reading, depth)
        elif name == "tbl":
            yield Table(tuple(_rows(part, reading, depth)))
        elif name == "sdt":
            yield from _block_control(part, reading, depth)
        elif name in {"del", "moveFrom"}:
            reading.note("words deleted with track changes", plain(part))
        elif name == "altChunk":
            reading.notes.append(Note("picture", "an embedded file"))
        elif name in {"AlternateContent", "Choice"} or name in _WRAPPERS:
            yield from _blocks(part, reading, depth)


def _block_control(sdt: etree._Element, reading: Reading, depth: int) -> Iterator[Block]:
    control = None if _holds_rows(sdt) else our_control(sdt, reading)
    content = child(sdt, "sdtContent")
    if control is not None:
        reading.count()
        yield Para("", (control,))
    elif content is not None and child(sdt, "sdtPr", "showingPlcHdr") is None:
        yield from _blocks(content, reading, depth)


def _holds_rows(sdt: etree._Element) -> bool:
    """A control around rows or tables repeats them; it holds no answer itself."""
    return any(local(e) in {"tr", "tbl"} for e in sdt.iter())


def _paragraph(paragraph: etree._Element, reading: Reading, depth: int) -> Iterator[Block]:
    reading.count()
    text, controls = paragraph_words(paragraph, reading)
    yield Para(text, controls)
    boxes, reading.boxes = reading.boxes, []
    for box in boxes:
        yield from _blocks(box, reading, depth + 1)


def _rows(parent: etree._Element, reading: Reading, depth: int) -> Iterator[tuple[Cell, ...]]:
    for part in parent:
        name = local(part)
        if name == "tr":
            properties = child(part, "trPr")
            if child(properties, "del") is not None:
                reading.note("a row deleted with track changes", plain(part))
            elif is_on(properties, "hidden"):
                reading.note("a hidden row", plain(part))
            else:
                yield tuple(_cells(part, reading, depth))
        elif name in _WRAPPERS:
            yield from _rows(part, reading, depth)


def _cells(row: etree._Element, reading: Reading, depth: int) -> Iterator[Cell]:
    before = value(child(row, "trPr", "gridBefore"))
    column = int(before) if before.isdigit() else 0
    for cell, controls in _cell_elements(row, reading):
        reading.count()
        properties = child(cell, "tcPr")
        width = value(child(properties, "gridSpan"))
        span = min(int(width), 100) if width.isdigit() and int(width) else 1
        merge = child(properties, "vMerge")
        carried = merge is not None and value(merge) != "restart"
        blocks = (Para("", controls),) if controls else tuple(_blocks(cell, reading, depth + 1))
        yield Cell(blocks, column, span, carried)
        column += span


def _cell_elements(
    parent: etree._Element, reading: Reading
) -> Iterator[tuple[etree._Element, tuple[Control, ...]]]:
    for part in parent:
        name = local(part)
        if name == "tc":
            yield part, ()
        elif name == "sdt":
            control = our_control(part, reading)
            content = child(part, "sdtContent")
            cell = child(content, "tc")
            if control is not None and cell is not None:
                yield cell, (control,)
            elif content is not None:
                yield from _cell_elements(content, reading)
        elif name in _WRAPPERS:
            yield from _cell_elements(part, reading)


def _furniture(
    package: Package, relations: list[tuple[str, str]], kind: str, reading: Reading
) -> Iterator[Para]:
    """Every paragraph of the heads or feet, each once: Word keeps a copy for each section."""
    seen: set[Para] = set()
    for found, part in relations:
        root = package.xml(part) if found == kind else None
        for para in () if root is None else _flat(_blocks(root, reading, 0)):
            if para not in seen:
                seen.add(para)
                yield para


def _flat(blocks: Iterator[Block]) -> Iterator[Para]:
    for block in blocks:
        if isinstance(block, Para):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from _flat(iter(cell.blocks))


def _notes_of(root: etree._Element | None, kind: str, reading: Reading) -> None:
    for note in () if root is None else root:
        if value(note, "type") in {"separator", "continuationSeparator", "continuationNotice"}:
            continue
        author = value(note, "author")
        reading.note(f"{kind} by {author}" if author else kind, plain(note))


def _hidden_styles(package: Package, relations: list[tuple[str, str]]) -> frozenset[str]:
    """The ids of styles whose words do not show."""
    for kind, part in relations:
        if kind == "styles":
            root = package.xml(part)
            return frozenset(
                value(style, "styleId")
                for style in (() if root is None else root)
                if local(style) == "style" and is_on(child(style, "rPr"), "vanish")
            )
    return frozenset()
