"""The structure of a tagged PDF: what is a heading, a paragraph, a cell; in reading order.

While a page is drawn every mark is put under an element or named an artifact. At the end the
tree is written into the file, so that a screen reader finds its way (PDF 1.7, 14.7 and 14.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


class Element:
    """One element of the structure tree. It is under `parent` from the moment it is made."""

    __slots__ = ("actual", "alt", "annotations", "box", "kids", "role", "scope", "span")

    def __init__(
        self,
        role: str,
        parent: Element | None = None,
        *,
        alt: str = "",
        actual: str = "",
        scope: str = "",
        span: int = 1,
    ) -> None:
        self.role, self.alt, self.actual = role, alt, actual
        self.scope, self.span = scope, span
        self.kids: list[Element | tuple[int, int]] = []  # elements, or (page, marked content)
        self.annotations: list[pikepdf.Object] = []
        self.box: tuple[float, float, float, float] | None = None  # a figure's place on its page
        if parent is not None:
            parent.kids.append(self)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


def write_tree(pdf: pikepdf.Pdf, document: Element, marks: list[int]) -> None:
    """Write the tree under `document` into the file.

    marks: how many pieces of marked content each page holds.
    """
    pages: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    by_page: list[list[Any]] = [[None] * count for count in marks]
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    annotated: list[pikepdf.Object] = []
    root.K = _write(pdf, document, root, pages, by_page, annotated)
    numbers = Array()
    for number, (page, owners) in enumerate(zip(pages, by_page, strict=True)):
        page.StructParents = number
        page.Tabs = Name.S
        numbers.append(number)
        numbers.append(pdf.make_indirect(Array(owners)))
    for number, (annotation, element) in enumerate(_pairs(annotated), start=len(pages)):
        annotation.StructParent = number
        numbers.append(number)
        numbers.append(element)
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pages) + len(annotated) // 2
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _pairs(items: list[pikepdf.Object]) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    return zip(items[::2], items[1::2], strict=True)


def _write(
    pdf: pikepdf.Pdf,
    element: Element,
    parent: pikepdf.Object,
    pages: list[pikepdf.Object],
    by_page: list[list[Any]],
    annotated: list[pikepdf.Object],
) -> pikepdf.Object:
    made = pdf.make_indirect(_shell(element, parent))
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(_write(pdf, kid, made, pages, by_page, annotated))
        else:
            page, mark = kid
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[page], MCID=mark))
            by_page[page][mark] = made
    for annotation in element.annotations:
        kids.append(Dictionary(Type=Name.OBJR, Obj=annotation))
        annotated += [annotation, made]
    made.K = Array(kids)
    return made


def _shell(element: Element, parent: pikepdf.Object) -> Dictionary:
    shell = Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent)
    if element.alt:
        shell.Alt = String(element.alt)
    if element.actual:
        # A lone surrogate would stop the file from being written.
        shell.ActualText = String(element.actual.encode("utf-8", "replace").decode("utf-8"))
    if element.box:
        sides = Array([round(side, 2) for side in element.box])
        shell.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=sides)
    if element.scope or element.span > 1:
        shell.A = Dictionary(O=Name.Table)
        if element.scope:
            shell.A.Scope = Name(f"/{element.scope}")
        if element.span > 1:
            shell.A.ColSpan = element.span
    return shell
