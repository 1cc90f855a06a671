"""A meeting's agenda in print: who is expected, what is taken when, what is still missing.

2016 guidance 1.1 and 1.2 (R197 to R199): what the panel considers, and what agencies still owe it.
Cases stand here under their public references; nobody the cases are about is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.documents.story import Section, cell
from mktdesk.documents.styles import LABEL, NOTE
from mktdesk.documents.tables import Grid
from mktdesk.documents.tags import Element

_WIDTHS = (0.55, 1.0, 5.2, 2.4, 1.05)
_HEADS = ("No", "Time", "Item", "Presented by", "Minutes")


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item. title: what it is, a case by its public reference. starts: "14:20", or nothing.

    decide: what the meeting is to do. missing: what is not there yet, a piece each. note: what
    the reader of this copy is to know, such as that its papers are not in it.
    """

    number: int
    title: str
    starts: str = ""
    presenter: str = ""
    minutes: int = 0
    decide: str = ""
    missing: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting's agenda. when: day and time in words. expected: (name, what they are there as).

    quorum: how many must be there, in words, or nothing.
    """

    body: str
    reference: str
    when: str
    place: str
    lines: tuple[AgendaLine, ...] = ()
    expected: tuple[tuple[str, str], ...] = ()
    quorum: str = ""


def print_agenda(section: Section, agenda: Agenda) -> None:
    """Print it into a section that is empty."""
    section.heading(1, "Agenda")
    pairs = [("Meeting", agenda.body), ("Reference", agenda.reference), ("When", agenda.when)]
    if agenda.place:
        pairs.append(("Where", agenda.place))
    if agenda.quorum:
        pairs.append(("To decide", agenda.quorum))
    section.pairs(pairs, (1, 4))
    section.gap(10)
    _items(section, agenda.lines)
    if agenda.expected:
        section.heading(2, "Who is expected", bookmark=False)
        section.table(("Name", "As"), agenda.expected, (1, 1.4))


def _items(section: Section, lines: tuple[AgendaLine, ...]) -> None:
    table = Element("Table", section.element)
    top = Element("TR", Element("THead", table))
    head = tuple(
        cell(words, Element("TH", top, scope="Column"), LABEL, head=True) for words in _HEADS
    )
    body = Element("TBody", table)
    rows = []
    for line in lines:
        row = Element("TR", body)
        minutes = str(line.minutes) if line.minutes else ""
        words = (str(line.number), line.starts, item_words(line), line.presenter, minutes)
        rows.append(tuple(cell(word, Element("TD", row)) for word in words))
    section.blocks.append(Grid(_WIDTHS, rows, head))
    if not rows:
        section.text("Nothing is on the agenda.", NOTE)


def item_words(line: AgendaLine) -> str:
    """What the agenda says of an item, a line for each thing."""
    said = [line.title]
    if line.decide:
        said.append(f"To do: {line.decide}")
    if line.missing:
        said.append(f"Not there yet: {'; '.join(line.missing)}")
    if line.note:
        said.append(line.note)
    return "\n".join(said)
