"""However labels and words are strewn over a document, no word of anybody's is lost."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktdesk.exchange.lexicon import Lexicon
from mktdesk.exchange.outline import Block, Cell, Outline, Para, Table
from mktdesk.exchange.walk import read_outline
from mktdesk.exchange.word_reader import match_form
from mktdesk.toolkits import load

FORM = load("mkscb-2016").forms["referral"]
GOOD = Path(__file__).parent.parent / "data/referrals/Referral form SCR-2026-014 Wronski.docx"
BODY = read_outline(GOOD.read_bytes(), "").body
LEXICON = Lexicon(FORM)
LABELS = [label for slot in LEXICON.slots for label in slot.labels]
HEADINGS = [heading.text for heading in LEXICON.headings]
OPTIONS = [option.label for slot in LEXICON.slots for option in slot.field.options]
FIXED = [*LABELS, *HEADINGS, *OPTIONS, *FORM.boilerplate, "Signed (SCR Sub-Group Chair)", "Name"]
WORD = st.integers(1000, 9999).map(lambda number: f"zq{number}")
SHORT = st.sampled_from(["Yes", "No", "not known", "3/4/2019", "as above", "x", "☒", "☐", "4"])
SHAPES = [
    "{word}", "{fixed}: {word}", "{fixed}\n{word}", "{fixed} {word}", "{word} {fixed}",
    "☒ {fixed} {word}", "☐ {word} ☒ {fixed}", "{fixed}? Yes, {word}", "{fixed}", "{short}",
    "Ref No: {word}", "{fixed}:\t{word}", "[x] {word}", "{short} {word}", "(If so {word})",
    "{word}. {fixed}", "7 February 2026 {word}", "{fixed} ({word})", "x {fixed} {word}",
]  # fmt: skip
TEXT = st.builds(
    lambda shape, fixed, word, short: shape.format(fixed=fixed, word=word, short=short),
    st.sampled_from(SHAPES), st.sampled_from(FIXED), WORD, SHORT,
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        cells, column = [], 0
        for _ in range(draw(st.integers(1, 4))):
            span = draw(st.sampled_from([1, 1, 1, 2]))
            text = draw(TEXT | st.just(""))
            cells.append(
                Cell((Para(text),), column, span, draw(st.sampled_from([False, False, True])))
            )
            column += span
        rows.append(tuple(cells))
    return Table(tuple(rows))


BLOCKS = st.lists(TEXT.map(Para) | tables(), min_size=1, max_size=8)


def words_of(blocks: list[Block]) -> set[str]:
    found: set[str] = set()
    for block in blocks:
        texts = [block.text] if isinstance(block, Para) else [
            inner.text for row in block.rows for cell in row for inner in cell.blocks
            if isinstance(inner, Para)
        ]  # fmt: skip
        for text in texts:
            found |= {word.strip("().,:?") for word in text.split() if "zq" in word}
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(BLOCKS, st.integers(0, len(BODY)))
def test_every_word_is_an_answer_or_is_shown(blocks, at) -> None:
    outline = Outline((*BODY[:at], *blocks, *BODY[at:]))
    read = match_form(outline, FORM, "")
    kept = " ".join(
        [*(one.raw for one in read.read), *(one.text for one in read.unread),
         *(one.doubt for one in read.read), read.reference_seen, read.office_seen]
    )  # fmt: skip
    assert {word for word in words_of(blocks) if word not in kept} == set()
