"""A pack against the same text drawn with bare reportlab platypus."""

from __future__ import annotations

import io
from datetime import date

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from mktdesk import resources, toolkits
from mktdesk.documents.pack import PackRequest, build_pack
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import FieldItem, LineItem, NoteItem, RowsItem
from mktdesk.forms.words import words

ROWS = 400
NARRATIVE = " ".join(
    f"On day {n} the health visitor called and there was no reply." for n in range(400)
)


class Packs:
    """Section 1 with 400 family members, 400 key events and three long narratives."""

    def __init__(self) -> None:
        self.form = toolkits.load("mkscb-2016").intake
        people = tuple(
            Row(f"p{n}", {"name": f"Person Number {n}", "relationship": "Neighbour of the family"})
            for n in range(ROWS)
        )
        events = tuple(Row(f"e{n}", {"event": f"{n}: {NARRATIVE[:180]}"}) for n in range(ROWS))
        single = {"circumstances": NARRATIVE, "incident": NARRATIVE, "why_referring": NARRATIVE}
        child = (Row("c", {"name": "Mara Voss"}),)
        rows = {"subject": child, "family_member": people, "key_event": events}
        self.answers = Answers(single, rows)
        faces = resources.folder("fonts")
        pdfmetrics.registerFont(TTFont("Bench", str(faces / "NotoSans-Regular.ttf")))
        self.style = ParagraphStyle("b", fontName="Bench", fontSize=9.5, leading=13)

    def ours(self) -> None:
        """The pack, tagged, with contents, bookmarks and furniture."""
        request = PackRequest(
            form=self.form,
            answers=self.answers,
            parts=("section1",),
            marking="RESTRICTED",
            reference_public="SCR-2026-001",
            title="Case pack",
            office_name="Office",
            recipient="Recipient",
            copy_number="1",
            made_on=date(2026, 11, 21),
        )
        build_pack(request, progress=_silent, cancelled=_never)

    def bare(self) -> None:
        """The same words through platypus, with nothing added."""
        story: list[object] = []
        for page in self.form.part("section1").pages:
            for item in page.items:
                match item:
                    case NoteItem(text):
                        story.append(self._words(text))
                    case FieldItem(field):
                        story.append(self._words(field.label))
                        story.append(self._words(words(field, self.answers.get(field.id)) or "-"))
                    case LineItem(_, fields):
                        story.extend(self._words(field.label) for field in fields)
                    case RowsItem():
                        story.extend(self._tables(item))
        SimpleDocTemplate(io.BytesIO(), pagesize=A4).build(story)

    def _words(self, text: str) -> Paragraph:
        return Paragraph(text.replace("&", "&amp;"), self.style)

    def _tables(self, item: RowsItem) -> list[Table]:
        heads = [self._words(field.label) for field in item.fields]
        rows = [
            [self._words(words(field, row.get(field.id))) for field in item.fields]
            for row in self.answers.table(item.record)
        ]
        grid = TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.3, "grey"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        # In fifties, as measured: one long table slows down with its length.
        return [Table([heads, *rows[n : n + 50]], style=grid) for n in range(0, len(rows), 50)]


def _silent(_fraction: float, _words: str) -> None:
    """Nobody is watching."""


def _never() -> bool:
    return False
