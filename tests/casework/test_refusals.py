from __future__ import annotations

import pytest

from mktdesk.casework.refusals import (
    refusal_of,
    refusals_on,
    refuse_publishing,
    refuse_telling,
)
from mktdesk.errors import NoticeRefused
from mktdesk.toolkits.process_schema import Pathway, Process, Recipient, Refusal

PROCESS = Process(
    pathway=(
        Pathway("scr", "Review", "SCR"),
        Pathway("llr", "Lessons", "LLR"),
        Pathway("other", "Other", "O", not_published="The review is the other board's."),
    ),
    recipient=(
        Recipient("ofsted", "Ofsted"),
        Recipient("sha", "Strategic Health Authority"),
        Recipient("board", "The Board"),
    ),
    refusal=(
        Refusal("told", ("llr",), "It is not sent to them.", to=("ofsted", "sha")),
        Refusal("published", ("llr",), "It is not published.", publishing=True),
    ),
)


@pytest.mark.parametrize(
    "who",
    [
        "ofsted",
        "Ofsted",
        "OFSTED, Piccadilly Gate",
        "sha",
        "The SHA",
        "strategic  health authority",
    ],
)
def test_whoever_is_named_by_their_own_words_is_refused_with_the_reason(who: str) -> None:
    with pytest.raises(NoticeRefused) as refused:
        refuse_telling(PROCESS, "llr", who)
    assert refused.value.why == "It is not sent to them."
    assert refused.value.why in refused.value.what
    assert refused.value.recipient in {"Ofsted", "Strategic Health Authority"}
    refuse_telling(PROCESS, "scr", who)


@pytest.mark.parametrize("who", ["", "Marsha Ofstedt", "Health authority", "board", "The Board"])
def test_others_are_not(who: str) -> None:
    refuse_telling(PROCESS, "llr", who)


def test_publishing_is_refused_where_the_toolkit_says_so() -> None:
    with pytest.raises(NoticeRefused, match="It is not published"):
        refuse_publishing(PROCESS, "llr")
    with pytest.raises(NoticeRefused, match="the other board's"):
        refuse_publishing(PROCESS, "other")
    refuse_publishing(PROCESS, "scr")


def test_what_is_forbidden_on_a_pathway_can_be_listed() -> None:
    assert [one.id for one in refusals_on(PROCESS, "llr")] == ["told", "published"]
    assert refusals_on(PROCESS, "scr") == ()
    found = refusal_of(PROCESS, "llr", "sha")
    assert found is not None
    assert found.id == "told"
    assert refusal_of(PROCESS, "llr", "board") is None
    assert refusal_of(PROCESS, "scr", "sha") is None
