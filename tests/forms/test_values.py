from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.forms.values import (
    DateAnswer,
    NotKnown,
    Value,
    YesNo,
    from_json,
    is_blank,
    to_json,
)

texts = st.text(max_size=40)
values = st.one_of(
    st.none(),
    texts,
    st.lists(texts, max_size=4).map(tuple),
    st.just(NotKnown()),
    st.builds(YesNo, st.sampled_from(["yes", "no", "not_known"]), texts),
    st.builds(
        DateAnswer,
        texts,
        texts,
        texts,
        st.sampled_from(["day", "month", "year", "none"]),
        texts,
        texts,
        texts,
    ),
)


@given(values)
def test_every_answer_survives_the_book(value: Value) -> None:
    through = msgspec.json.decode(msgspec.json.encode(to_json(value)))
    assert from_json(through) == value


@pytest.mark.parametrize(
    "strange", [3, True, {"t": "other"}, {"t": "yes_no", "answer": "maybe", "detail": ""}, [1]]
)
def test_a_shape_that_was_never_stored_is_refused(strange: object) -> None:
    with pytest.raises(ValueError, match="not a stored answer"):
        from_json(strange)  # type: ignore[arg-type]


def test_not_known_is_an_answer_and_a_blank_is_not() -> None:
    assert not is_blank(NotKnown())
    assert not is_blank(YesNo("not_known"))
    assert is_blank("  \n")
    assert is_blank(())
    assert is_blank(None)
