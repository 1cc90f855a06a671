"""Options that the guidance letters, and options that only the program gives keys."""

from __future__ import annotations

import pytest

from mktdesk.forms.check import wrong
from mktdesk.forms.types import Field, FieldKind, Option
from mktdesk.forms.words import words

LETTERED = Field(
    "f",
    FieldKind.OPTIONS,
    "Agreed",
    options=(Option("a", "Meets it", ("b",)), Option("b", "Does not", ("a",))),
)
PLAIN = Field(
    "f",
    FieldKind.OPTIONS,
    "Assured",
    options=(Option("plan", "The plan", ("none",)), Option("none", "Nothing", ("plan",))),
)


@pytest.mark.parametrize(
    ("field", "chosen", "said"),
    [
        (LETTERED, ("a", "b"), "a) Meets it; b) Does not"),
        (PLAIN, ("plan", "none"), "The plan; Nothing"),
        (PLAIN, ("gone",), "gone"),
    ],
)
def test_an_answer_has_letters_only_where_the_form_has(
    field: Field, chosen: tuple[str, ...], said: str
) -> None:
    assert words(field, chosen) == said


def test_what_excludes_another_is_called_as_the_form_calls_it() -> None:
    (lettered,) = wrong(LETTERED, ("a", "b"))
    assert lettered == ("error", "Agreed: a) and b) exclude one another")
    (plain,) = wrong(PLAIN, ("none", "plan"))
    assert plain == ("error", "Assured: “Nothing” and “The plan” exclude one another")
