"""The speed of the case pack beside the same text through bare reportlab platypus."""

from __future__ import annotations

import io
from datetime import date

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import escapeOnce
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from mktdesk import resources, toolkits
from mktdesk.documents.pack import PackRequest, build_pack
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import Form
from mktdesk.forms.values import DateAnswer, Value

WORDS = [
    "child",
    "seen",
    "mother",
    "father",
    "nursery",
    "visit",
    "injury",
    "bruise",
    "explained",
    "referral",
    "strategy",
    "meeting",
    "health",
    "visitor",
    "police",
    "attended",
    "address",
    "disclosed",
    "concern",
    "school",
    "attendance",
    "missed",
    "letter",
]
EVENTS, PARAGRAPHS = 800, 120


def sentences(seed: int, words: int) -> str:
    """The same words for the same seed, no two alike, in sentences."""
    out = []
    for at in range(words):
        number = (seed * 7919 + at * 104_729) % 1_000_003
        out.append(WORDS[number % len(WORDS)] if number % 5 else f"{number}")
    return " ".join(out).capitalize() + "."


def filled(number: int = 0, share: float = 1) -> Answers:
    """About a hundred pages of answers to the referral form, or a share of that.

    number: of the case; no two have the same words.
    """
    first, lines = number * 10_000, round(PARAGRAPHS * share)
    single: dict[str, Value] = {
        "circumstances": "\n".join(sentences(first + at, 110) for at in range(lines)),
        "incident": "\n".join(sentences(first + 500 + at, 110) for at in range(lines)),
    }
    events = tuple(
        Row(
            f"e{at}",
            {
                "when": DateAnswer(f"{1 + at % 28:02}/03/2016"),
                "event": sentences(first + at, 30 + at % 40),
            },
        )
        for at in range(round(EVENTS * share))
    )
    return Answers(single=single, rows={"key_event": events})


def ours(form: Form, answers: Answers) -> bytes:
    """The whole pack: cover, contents, sections, furniture, tags."""
    request = PackRequest(
        form=form,
        answers=answers,
        parts=tuple(part.id for part in form.parts),
        marking="RESTRICTED",
        reference_public="SCR-2026-014",
        title="Child K",
        office_name="Example Partnership",
        recipient="Panel",
        copy_number="1",
        made_on=date(2026, 11, 21),
        handling=("For the panel.",),
    )
    return build_pack(request, progress=lambda _done, _doing: None, cancelled=lambda: False)


def bare(*cases: Answers) -> bytes:
    """The same narratives and events with platypus alone: paragraphs, tables of fifty rows."""
    file = io.BytesIO()
    story = [flowable for answers in cases for flowable in bare_story(answers)]
    SimpleDocTemplate(file, leftMargin=48, rightMargin=48, topMargin=68, bottomMargin=62).build(
        story
    )
    return file.getvalue()


def bare_story(answers: Answers) -> list[Flowable]:
    """What platypus lays out for one case."""
    style = ParagraphStyle("body", fontName="BenchRegular", fontSize=9, leading=12.5)
    story: list[Flowable] = []
    for value in answers.single.values():
        story += [Paragraph(escapeOnce(line), style) for line in str(value).split("\n")]
    rows = []
    for row in answers.table("key_event"):
        when, event = row.get("when"), row.get("event")
        assert isinstance(when, DateAnswer)
        rows.append([Paragraph(when.text, style), Paragraph(escapeOnce(str(event)), style)])
    grid = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, "grey"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    for start in range(0, len(rows), 50):
        story.append(Table(rows[start : start + 50], colWidths=(159, 340), style=grid))
    return story


def prepare() -> tuple[Form, Answers]:
    """The form and a hundred pages of answers; the bare side's font is registered."""
    font = resources.folder("fonts") / "NotoSans-Regular.ttf"
    pdfmetrics.registerFont(TTFont("BenchRegular", str(font)))
    return toolkits.load("mkscb-2016").forms["referral"], filled()
