"""The words of one Word paragraph, as a reader sees them. Runs in the child.

What a reader would not see (deleted, hidden) or might miss (comments, pictures) becomes a
note instead. Names are matched without their namespace, so that both flavours of the
format ("transitional" and "strict") read alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from mktdesk.exchange.outline import MOST_BLOCKS, Control, Note
from mktdesk.exchange.package import RefusedError
from mktdesk.forms.word_tags import PLACEHOLDER, parse_tag

TICKED, UNTICKED = "\u2612", "\u2610"
_DEEPEST = 60  # nested elements; Word itself writes about twenty
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SYMBOLS = {  # Wingdings and Wingdings 2: boxes and ticks
    "fe": TICKED, "fd": TICKED, "78": TICKED, "fc": TICKED, "52": TICKED, "53": TICKED,
    "54": TICKED, "a8": UNTICKED, "6f": UNTICKED, "71": UNTICKED, "a3": UNTICKED, "2a": UNTICKED,
}  # fmt: skip
_SILENT = frozenset(
    {"pPr", "rPr", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr",
     "tcPr", "sectPr", "softHyphen", "Fallback", "annotationRef", "footnoteRef", "endnoteRef"}
)  # fmt: skip


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute by its name without namespace, or ""."""
    if element is not None:
        for key, text in element.attrib.items():
            if etree.QName(key).localname == name:
                return str(text)
    return ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of names."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local(e) == name), None)
    return element


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a switch such as <w:vanish/> is there and on."""
    switch = child(properties, name)
    return switch is not None and value(switch) not in {"0", "false", "off", "none"}


@dataclass
class Reading:
    """What is gathered on the way: notes, and text boxes met inside paragraphs."""

    hidden_styles: frozenset[str] = frozenset()
    notes: list[Note] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    blocks: int = 0

    def note(self, kind: str, text: str) -> None:
        """Set something aside for the person, unless there is nothing of it."""
        if text.strip():
            self.notes.append(Note(kind, text.strip()))

    def count(self) -> None:
        """One more paragraph or cell. Raises RefusedError past the limit."""
        self.blocks += 1
        if self.blocks > MOST_BLOCKS:
            raise RefusedError("too_long")


@dataclass
class _Words:
    text: list[str] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)


def paragraph_words(paragraph: etree._Element, reading: Reading) -> tuple[str, tuple[Control, ...]]:
    """The text and our content controls of a paragraph."""
    words = _Words()
    if value(child(paragraph, "pPr", "pStyle")) in reading.hidden_styles:
        reading.note("hidden words", plain(paragraph))
        return "", ()
    _walk(paragraph, words, reading, 0)
    reading.note("words struck out", "".join(words.struck))
    return "".join(words.text), tuple(words.controls)


def plain(element: etree._Element) -> str:
    """All the text inside, deleted text too, one line a paragraph."""
    lines = [
        "".join(str(t.text or "") for t in p.iter() if local(t) in {"t", "delText"})
        for p in element.iter()
        if local(p) == "p"
    ] or ["".join(str(t.text or "") for t in element.iter() if local(t) in {"t", "delText"})]
    return "\n".join(lines)


def _walk(element: etree._Element, words: _Words, reading: Reading, depth: int) -> None:
    if depth > _DEEPEST:
        raise RefusedError("damaged")
    for part in element:
        name = local(part)
        if name in _SILENT:
            continue
        if name == "r":
            _run(part, words, reading, depth)
        elif name == "sdt":
            _content_control(part, words, reading, depth)
        elif name in {"drawing", "pict", "object"}:
            _picture(part, name, reading)
        elif not _letters(part, name, words) and not _tracked(part, name, reading):
            _walk(part, words, reading, depth + 1)


def _letters(part: etree._Element, name: str, words: _Words) -> bool:
    """Add what the element writes, if it is one that writes by itself."""
    if name in _MARKS:
        words.text.append(_MARKS[name])
    elif name in {"t", "delText"}:
        words.text.append(str(part.text or ""))
    elif name == "sym":
        words.text.append(_symbol(part))
    elif name == "fldChar":
        words.text.append(_old_form_field(part))
    else:
        return False
    return True


def _tracked(part: etree._Element, name: str, reading: Reading) -> bool:
    """Note tracked changes. True where the words were taken out and are not to be read."""
    if name in {"ins", "moveTo"}:
        reading.note("words added with track changes (they are read)", plain(part))
    elif name in {"del", "moveFrom"}:
        reading.note("words deleted with track changes", plain(part))
        return True
    return False


_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def _run(run: etree._Element, words: _Words, reading: Reading, depth: int) -> None:
    properties = child(run, "rPr")
    hidden = value(child(properties, "rStyle")) in reading.hidden_styles
    if hidden or is_on(properties, "vanish"):
        reading.note("hidden words", plain(run))
        return
    inner = _Words(controls=words.controls, struck=words.struck)
    _walk(run, inner, reading, depth + 1)
    text = "".join(inner.text)
    if is_on(properties, "highlight"):
        reading.note("highlighted words (they are read)", text)
    if is_on(properties, "strike") or is_on(properties, "dstrike"):
        words.struck.append(text)
    elif value(child(properties, "vertAlign")) == "superscript":
        words.text.append(text.translate(_SUPERSCRIPT))
    else:
        words.text.append(text)


def _content_control(sdt: etree._Element, words: _Words, reading: Reading, depth: int) -> None:
    control = our_control(sdt, reading)
    if control is not None:
        words.controls.append(control)
        return
    if child(sdt, "sdtPr", "showingPlcHdr") is not None:
        return  # "Click here to enter text" of somebody else's form
    ticked = ticked_control(sdt)
    if ticked is not None:
        words.text.append(TICKED if ticked else UNTICKED)
        return
    content = child(sdt, "sdtContent")
    if content is not None:
        _walk(content, words, reading, depth + 1)


def our_control(sdt: etree._Element, reading: Reading) -> Control | None:
    """The content control where its tag is one of ours, with what stands in it."""
    properties = child(sdt, "sdtPr")
    tag = value(child(properties, "tag"))
    if parse_tag(tag) is None:
        return None
    content = child(sdt, "sdtContent")
    if child(properties, "showingPlcHdr") is not None or content is None:
        return Control(tag, "", ticked_control(sdt))
    paragraphs = [p for p in content.iter() if local(p) == "p"] or [content]
    texts: list[str] = []
    for paragraph in paragraphs:
        inner = _Words()
        _walk(paragraph, inner, reading, 0)
        reading.note("words struck out", "".join(inner.struck))
        texts.append("".join(inner.text))
    text = "\n".join(texts)
    return Control(tag, "" if text.strip() == PLACEHOLDER else text, ticked_control(sdt))


def ticked_control(sdt: etree._Element) -> bool | None:
    """Whether a tick box control (w14:checkbox) is ticked; None where it is no tick box."""
    box = child(sdt, "sdtPr", "checkbox")
    if box is None:
        return None
    return value(child(box, "checked")) in {"1", "true", "on"}


def _picture(element: etree._Element, name: str, reading: Reading) -> None:
    boxes = [box for box in _seen(element) if local(box) == "txbxContent"]
    reading.boxes.extend(boxes)
    if boxes:
        return
    words = next((value(e, "descr") for e in element.iter() if value(e, "descr")), "")
    what = "an embedded file" if name == "object" else "a picture"
    reading.notes.append(Note("picture", f"{what}: {words}" if words else what))


def _seen(element: etree._Element) -> Iterator[etree._Element]:
    """Every element inside, without the copies that Word keeps for older programs."""
    for part in element:
        if local(part) != "Fallback":
            yield part
            if local(part) != "txbxContent":
                yield from _seen(part)


def _symbol(sym: etree._Element) -> str:
    code = value(sym, "char").lower().removeprefix("f0")
    if "wingdings" in value(sym, "font").lower() and code in _SYMBOLS:
        return _SYMBOLS[code]
    return "\ufffd"


def _old_form_field(mark: etree._Element) -> str:
    """The state of a tick box or list from older Word ("legacy form fields")."""
    box = child(mark, "ffData", "checkBox")
    if box is not None:
        name = "checked" if child(box, "checked") is not None else "default"
        return TICKED if is_on(box, name) else UNTICKED
    options = child(mark, "ffData", "ddList")
    if options is not None:
        entries = [value(e) for e in options if local(e) == "listEntry"]
        chosen = value(child(options, "result")) or value(child(options, "default")) or "0"
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    return ""
