from __future__ import annotations

import pytest

from mktdesk.forms.types import Part


@pytest.mark.parametrize(
    ("number", "title", "called"),
    [
        ("2", "Section 2: Sub-group", "section 2"),
        ("2", "Chair's screening", "“Chair's screening”"),
        ("–", "Thresholds", "“Thresholds”"),
        ("–", "Section 2: Sub-group", "“Section 2: Sub-group”"),
    ],
)
def test_a_part_is_called_by_its_number_only_where_its_title_tells_it(
    number: str, title: str, called: str
) -> None:
    assert Part("part", number, title, "", ()).called == called
