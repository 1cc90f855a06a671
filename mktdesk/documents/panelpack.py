"""The panel pack: cover, agenda, then each case's referral and returns, in copies for its readers.

2016 guidance 1.1 (R187, R188): what a panel reads is marked, numbered and protected.
Built once; `Copies` makes each reader's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from mktdesk.documents.agenda import Agenda, AgendaLine, print_agenda
from mktdesk.documents.appendix import Appendix, add_file
from mktdesk.documents.blocks import Paragraph, Text
from mktdesk.documents.copies import Places
from mktdesk.documents.formprint import long_date, print_part
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.signatures import SignedMark, print_meaning
from mktdesk.documents.story import Section
from mktdesk.documents.styles import COVER_MARKING, NOTE, TITLE
from mktdesk.documents.tags import Element
from mktdesk.errors import ExportFailed
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form

Progress = Callable[[float, str], None]
_READ = 0.1  # of the work: reading attached files


@dataclass(frozen=True, slots=True)
class FormPaper:
    """A part of a case's form as it is printed; part: its id."""

    title: str
    form: Form
    answers: Answers
    part: str
    signatures: tuple[SignedMark, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePaper:
    """A file that was returned. kept: where it is to be found. read: its bytes, when needed."""

    title: str
    name: str
    media_type: str
    kept: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class AbsentPaper:
    """A paper that belongs to the item and is not in the pack. why: and where to find it."""

    title: str
    why: str


Paper: TypeAlias = FormPaper | FilePaper | AbsentPaper


@dataclass(frozen=True, slots=True)
class PackItem:
    """One item with its papers. withheld: why its papers are not in this pack, or nothing."""

    line: AgendaLine
    papers: tuple[Paper, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class PanelPack:
    """What the pack is made of. The items, in order, are the agenda's lines.

    agenda_only: the items have no pages of their own. footer: whose words these are (R177); the
    office and the date where empty.
    """

    agenda: Agenda
    items: tuple[PackItem, ...]
    marking: str
    office_name: str
    made_on: date
    footer: str = ""
    handling: tuple[str, ...] = ()
    agenda_only: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return "Agenda" if self.agenda_only else "Panel pack"


@dataclass(frozen=True, slots=True)
class Built:
    """The pack with its free places. absent: (item's number, title, why) of what it lacks."""

    paper: bytes
    absent: tuple[tuple[int, str, str], ...]


def build_panel_pack(
    pack: PanelPack, *, progress: Progress, cancelled: Callable[[], bool]
) -> Built:
    """The pack as an unprotected tagged PDF whose places `Copies` fills.

    A file that cannot be printed does not stop it: the pack says so in its place, with where
    the file is kept. Raises Cancelled; KeyError for a part that the form does not have.
    """
    reference = pack.agenda.reference
    note = pack.footer or f"{pack.office_name}, {long_date(pack.made_on)}"
    places = Places()
    document = Document(
        title=f"{reference}: {pack.name.lower()}",
        author=pack.office_name,
        made_on=pack.made_on,
        furniture=Furniture(pack.marking, reference, note),
        levels=2,
        overlay=places.over,
    )
    _cover(document, pack, places)
    document.contents = document.section()
    print_agenda(_body(document), _agenda(pack))
    if pack.handling:
        handling = _body(document)
        handling.heading(1, "Handling")
        for words in pack.handling:
            handling.text(words)
    absent: list[tuple[int, str, str]] = []
    printed = () if pack.agenda_only else pack.items
    for at, item in enumerate(printed):
        progress(_READ * at / len(printed), f"Reading the papers of item {item.line.number}")
        absent += _item(document, item, cancelled)

    if any(_signed(paper) for item in printed for paper in item.papers):
        print_meaning(_body(document), level=1)

    def rest(done: float, doing: str) -> None:
        progress(_READ + (1 - _READ) * done, doing)

    return Built(render(document, rest, cancelled), tuple(absent))


def _signed(paper: Paper) -> bool:
    if not isinstance(paper, FormPaper):
        return False
    return any(mark.part_id == paper.part for mark in paper.signatures)


def _agenda(pack: PanelPack) -> Agenda:
    """The agenda of this pack: it says which papers its reader does not get."""
    lines = (replace(one.line, note=one.withheld or one.line.note) for one in pack.items)
    return replace(pack.agenda, lines=tuple(lines))


def _body(document: Document, role: str = "Sect") -> Section:
    section = document.section(role)
    document.body.append(section)
    return section


def _cover(document: Document, pack: PanelPack, places: Places) -> None:
    cover = document.section()
    document.front.append(cover)
    cover.gap(90)
    cover.text(pack.marking, COVER_MARKING)
    cover.gap(30)
    heading = Paragraph(pack.name, TITLE, Element("H1", cover.element))
    cover.blocks.append(Text(heading, bookmark=(0, "Cover")))
    cover.text(pack.agenda.body, TITLE)
    cover.gap(10)
    pairs = [("Meeting", pack.agenda.reference), ("When", pack.agenda.when)]
    if pack.agenda.place:
        pairs.append(("Where", pack.agenda.place))
    pairs += [
        ("Marking", pack.marking),
        ("Made on", long_date(pack.made_on)),
        ("From", pack.office_name),
    ]
    cover.pairs(pairs, (1, 3))
    cover.gap(16)
    places.panel(cover)


def _item(
    document: Document, item: PackItem, cancelled: Callable[[], bool]
) -> Sequence[tuple[int, str, str]]:
    """The item's own page, then its papers; what of them could not be printed."""
    line = item.line
    page = _body(document, "Part")
    page.heading(1, f"{line.number}. {line.title}")
    page.pairs(_about(line), (1, 3))
    page.gap(8)
    if item.withheld:
        page.text(item.withheld)
        return []
    absent: list[tuple[int, str, str]] = []
    printed: list[str] = []
    for paper in item.papers:
        why = _paper(document, paper, cancelled)
        if why:
            absent.append((line.number, paper.title, why))
        else:
            printed.append(paper.title)
    page.text(_counted(printed, absent), NOTE)
    if printed:
        page.items(printed)
    for _, title, why in absent:
        # In the contents too: a reader who looks for it there finds why it is not here.
        page.deeper = -1
        page.heading(3, f"{title}: not in this pack")
        page.text(why)
    return absent


def _about(line: AgendaLine) -> list[tuple[str, str]]:
    pairs = [
        ("Time", f"{line.starts}, {line.minutes} minutes" if line.starts else ""),
        ("Presented by", line.presenter),
        ("To do", line.decide),
        ("Not there yet", "\n".join(line.missing)),
    ]
    return [(name, said) for name, said in pairs if said] or [("Papers", "None needed")]


def _counted(printed: Sequence[str], absent: Sequence[object]) -> str:
    if not printed and not absent:
        return "This item has no papers."
    count = f"{len(printed)} paper{'' if len(printed) == 1 else 's'}"
    missing = f" {len(absent)} not in this pack, named below." if absent else ""
    return f"{count} in this pack{':' if printed else '.'}{missing}"


def _paper(document: Document, paper: Paper, cancelled: Callable[[], bool]) -> str:
    """Print it on pages of its own; why it is not there, or nothing."""
    match paper:
        case AbsentPaper():
            return paper.why
        case FormPaper():
            section = _body(document, "Part")
            section.deeper = 1
            part = paper.form.part(paper.part)
            print_part(section, paper.form, part, paper.answers, paper.signatures)
            return ""
        case FilePaper():
            opening = Section(Element("Part"), deeper=1)
            appendix = Appendix(paper.title, paper.name, paper.media_type, paper.read())
            try:
                add_file(document, opening, "", appendix, cancelled)
            except ExportFailed as error:
                return f"{error.what} {paper.kept}"
            document.root.kids.append(opening.element)
            return ""
