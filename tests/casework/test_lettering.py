from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.casework.lettering import (
    Block,
    Kind,
    Known,
    Written,
    asks_of,
    compose,
    decided,
    holds,
    terms_of,
    written_date,
)
from mktdesk.casework.situation import Situation, Truth
from mktdesk.errors import LetterIncomplete
from mktdesk.toolkits.letter_schema import FIELDS, TERMS, Ask, Letter, Paragraph
from mktdesk.toolkits.letters import letters
from mktdesk.toolkits.process_schema import Fact, Outcome, Pathway, Process, Step
from mktdesk.toolkits.schema import ConditionDef

LETTER = Letter(
    id="note",
    title="Note",
    subject="Case {reference}",
    ask=(
        Ask("reason", "Why"),
        Ask("steer", "What to look at", required=False, when=("review",)),
    ),
    paragraph=(
        Paragraph(text="A {subject} died.", when=("died",)),
        Paragraph(text="Nobody died.", when=("not died",)),
        Paragraph(heading="Why", text="{reason}"),
        Paragraph(heading="What to look at", text="{steer}", when=("review",)),
        Paragraph(items="asked_for", when=("asked",)),
        Paragraph(statement=("purpose", "aim")),
    ),
)
FIELDS_KNOWN = {"reference": "SCR-2026-014", "subject": "child"}


def lines(found: Written) -> list[str]:
    return [" / ".join(block.words) for block in found.blocks]


def test_what_stands_in_this_situation_is_merged() -> None:
    known = Known(FIELDS_KNOWN, terms=frozenset({"died"}), statements={"aim": "To learn."})
    found = compose(LETTER, known, {"reason": " Both limbs are met.\n\nAll agreed. "})
    assert found.subject == "Case SCR-2026-014"
    assert lines(found) == [
        "A child died.", "Why", "Both limbs are met. / All agreed.", "To learn.",
    ]  # fmt: skip


def test_an_optional_answer_left_blank_takes_its_paragraph_and_heading_with_it() -> None:
    known = Known(FIELDS_KNOWN, terms=frozenset({"review"}))
    assert lines(compose(LETTER, known, {"reason": "x"})) == ["Nobody died.", "Why", "x"]
    both = compose(LETTER, known, {"reason": "x", "steer": "The hospital"})
    assert lines(both)[-2:] == ["What to look at", "The hospital"]


def test_an_answer_to_a_question_that_does_not_stand_is_not_said() -> None:
    assert [ask.id for ask in asks_of(LETTER, frozenset())] == ["reason"]
    known = Known(FIELDS_KNOWN)
    found = compose(LETTER, known, {"reason": "x", "steer": "Secret", "subject": "dog"})
    assert "Secret" not in str(found)
    assert "dog" not in str(found)


def test_everything_that_is_missing_is_named_at_once() -> None:
    known = Known({"reference": ""}, terms=frozenset({"died", "asked"}))
    with pytest.raises(LetterIncomplete) as found:
        compose(LETTER, known, {"reason": "  "})
    assert found.value.missing == (
        FIELDS["asked_for"], FIELDS["reference"], FIELDS["subject"], "“Why”",
    )  # fmt: skip
    assert all(words in found.value.what for words in found.value.missing)


def test_what_was_typed_is_never_merged_again() -> None:
    known = Known(FIELDS_KNOWN)
    found = compose(LETTER, known, {"reason": "See {reference} and {steer} {"})
    assert "See {reference} and {steer} {" in lines(found)


@given(
    st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=20)),
    st.frozensets(st.sampled_from(sorted(TERMS))),
    st.sampled_from(sorted(letters())),
    st.text(max_size=30),
)
def test_a_letter_is_whole_or_refused(
    fields: dict[str, str], terms: frozenset[str], name: str, typed: str
) -> None:
    letter = letters()[name]
    asked = {ask.id: typed for ask in letter.ask}
    known = Known(fields, {"asked_for": ("Information",)}, terms, {"purpose": "To learn."})
    wanted = [ask for ask in asks_of(letter, terms) if ask.required]
    with suppress(LetterIncomplete):
        found = compose(letter, known, asked)
        assert typed.strip() or not wanted
        assert all(words for block in found.blocks for words in block.words)
        kinds = [block.kind for block in found.blocks]
        assert kinds[-1] is not Kind.HEADING
        assert (Kind.HEADING, Kind.HEADING) not in pairwise(kinds)


def test_terms_are_read_either_way() -> None:
    assert holds((), frozenset())
    assert holds(("died", "not harmed"), frozenset({"died"}))
    assert not holds(("died", "not harmed"), frozenset({"died", "harmed"}))
    assert not holds(("died",), frozenset())


# what a case gives


def _when(key: str) -> ConditionDef:
    return ConditionDef(field="x", is_=key)


PROCESS = Process(
    pathway=(
        Pathway("scr", "Review", "SCR", statutory=True),
        Pathway("silp", "Learning event", "SILP"),
    ),
    fact=(Fact("dead", "Dead?", dated="day", variant="death"), Fact("hurt", "Hurt?")),
    step=(Step("first", "First", "chair", part="p1"), Step("last", "Last", "chair", part="p2")),
    outcome=(
        Outcome("go_on", "Go on", "p1", _when("a")),
        Outcome("scr", "A review", "p2", _when("b"), pathway="scr"),
        Outcome("silp", "An event", "p2", _when("c"), pathway="silp"),
        Outcome("none", "No review", "p2", _when("d"), closes=True),
        Outcome("again", "Comes back", "p2", _when("e"), relists=True),
    ),
)


def now(*held: str, **facts: Truth) -> Situation:
    return Situation("scr", facts, outcomes={one.id: one.id in held for one in PROCESS.outcome})


@pytest.mark.parametrize(
    ("held", "terms"),
    [
        (("scr",), {"review", "statutory"}),
        (("silp",), {"review", "other_review"}),
        (("scr", "silp"), {"review", "statutory"}),
        (("none",), {"no_review"}),
        (("again",), set()),
        ((), set()),
    ],
)
def test_a_decision_settles_which_words_stand(held: tuple[str, ...], terms: set[str]) -> None:
    assert terms_of(PROCESS, now("go_on", *held), "last", ()) - {"no_review"} == terms - {
        "no_review"
    }
    assert ("no_review" in terms_of(PROCESS, now(*held), "last", ())) == ("no_review" in terms)


def test_the_decision_that_a_notice_tells_of_goes_first() -> None:
    both = now("go_on", "scr")
    assert [one.id for one in decided(PROCESS, both, "last")] == ["scr"]
    assert [one.id for one in decided(PROCESS, both, "first")] == ["go_on"]
    assert [one.id for one in decided(PROCESS, both, "received")] == ["go_on", "scr"]


@pytest.mark.rule("C21")
def test_a_death_or_serious_harm_comes_from_the_dates_and_the_limbs() -> None:
    assert terms_of(PROCESS, now(), "last", ["death"]) == {"died"}
    assert terms_of(PROCESS, now(dead=Truth.YES), "last", []) == {"died"}
    assert terms_of(PROCESS, now(dead=Truth.NO), "last", ["serious_incident"]) == {"harmed"}
    assert terms_of(PROCESS, now(dead=Truth.NOT_KNOWN), "last", [""]) == set()
    assert terms_of(PROCESS, now(), "last", ["serious_incident", "death"]) == {"died"}
    for name in ("outcome", "receipt", "information_request", "notification"):
        said = {
            term: str(_words(name, frozenset({term} - {""}))) for term in ("died", "harmed", "")
        }
        assert "death of a child" in said["died"]
        assert "harm" in said["harmed"]
        assert "death" not in said["harmed"] + said[""]
        assert "harm" not in said[""]


def _words(name: str, terms: frozenset[str]) -> tuple[Block, ...]:
    letter = letters()[name]
    asked = {ask.id: "Something" for ask in letter.ask}
    known = Known(dict.fromkeys(FIELDS, "child"), {"asked_for": ("Information",)}, terms)
    return compose(letter, known, asked).blocks


def test_days_are_written_out() -> None:
    assert written_date(date(2026, 2, 3)) == "3 February 2026"
