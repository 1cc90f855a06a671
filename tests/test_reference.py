"""Reference numbers: canonical forms, seals, check symbols, tricks that must not work."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktdesk.errors import ReferenceRefused, SealMistyped
from mktdesk.reference import (
    ALPHABET,
    Reference,
    ReferenceFormat,
    canonical_public,
    canonical_seal,
    check_symbol,
    new_seal,
    parse_full,
)

seals = st.text(ALPHABET, min_size=15, max_size=15).map(lambda s: s + check_symbol(s))


@given(seals)
def test_the_string_on_the_slip_reads_back_however_it_is_typed(seal: str) -> None:
    reference = Reference("SCR-2026-014", seal)
    for typed in (
        reference.full,
        reference.full.lower(),
        reference.full.replace("-", " "),
        reference.full.replace("-", "\u2013"),
        f"  {reference.full}\u00a0",
    ):
        assert parse_full(typed) == reference


@given(seals, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_every_single_mistyped_symbol_is_noticed(seal: str, place: int, symbol: str) -> None:
    if seal[place] != symbol:
        with pytest.raises(SealMistyped, match="last symbol"):
            canonical_seal(seal[:place] + symbol + seal[place + 1 :])


@given(seals, st.integers(0, 15), st.integers(0, 15))
def test_every_swap_of_two_symbols_is_noticed(seal: str, one: int, other: int) -> None:
    symbols = list(seal)
    symbols[one], symbols[other] = symbols[other], symbols[one]
    if symbols != list(seal):
        with pytest.raises(SealMistyped):
            canonical_seal("".join(symbols))


def test_letters_that_look_like_figures_are_read_as_figures() -> None:
    body = "0123401234ABCDE"
    seal = body + check_symbol(body)
    assert canonical_seal(seal.replace("0", "O").replace("1", "l")) == seal


def test_new_seals_differ_and_carry_75_random_bits() -> None:
    made = {new_seal() for _ in range(200)}
    assert len(made) == 200
    assert all(canonical_seal(seal) == seal for seal in made)


@pytest.mark.parametrize(
    ("typed", "public"),
    [
        ("scr/2026/014", "SCR-2026-014"),
        ("ＳＣＲ－２０２６－０１４", "SCR-2026-014"),  # noqa: RUF001 - full-width on purpose
        (" SCR 2026 014 ", "SCR-2026-014"),
        ("CR/2014/7", "CR-2014-7"),
        ("A-1-23", "A-1-23"),
        ("A-12-3", "A-12-3"),
    ],
)
def test_the_canonical_public_part(typed: str, public: str) -> None:
    assert canonical_public(typed) == public
    assert canonical_public(public) == public


@pytest.mark.parametrize(
    "tricky",
    [
        "SCR\u202e2026-014",  # turns the reading direction
        "SCR\u200b-2026-014",  # a space that cannot be seen
        "\u0421CR-2026-014",  # a Cyrillic letter
        "SCR-2026-0\u0661\u0664",  # Arabic figures
        "SCR-2026-014;DROP",
        "SCR-2026-01'4",
        "SCR:2026",
        "SCR\x002026",
        "",
        "---",
        "CON",
        "lpt1",
        "A" * 65,
        "\u00df" * 3 + "\ufb03",
    ],
)
def test_tricky_references_are_refused_by_name(tricky: str) -> None:
    with pytest.raises(ReferenceRefused) as refused:
        canonical_public(tricky)
    assert refused.value.do
    assert not tricky or tricky not in str(refused.value)


@given(st.text(max_size=80))
def test_whatever_is_accepted_is_safe_as_a_file_name(text: str) -> None:
    try:
        public = canonical_public(text)
    except ReferenceRefused:
        return
    assert set(public) <= set(string.ascii_uppercase + string.digits + "-")
    assert 0 < len(public) <= 44
    assert canonical_public(public) == public


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc", "C:\\SCR", "SCR//2026", "./SCR-1"])
def test_a_path_is_not_a_reference(path: str) -> None:
    with pytest.raises(ReferenceRefused, match="path"):
        canonical_public(path)


def test_a_reference_without_its_seal_says_so() -> None:
    with pytest.raises(ReferenceRefused, match="seal is missing"):
        parse_full("SCR-2026-014")


def test_the_seal_is_not_in_what_a_log_would_print() -> None:
    reference = Reference("SCR-2026-014", new_seal())
    assert reference.seal not in f"{reference} {reference!r}"
    assert reference.full.replace("-", "").endswith(reference.seal)


@given(st.integers(2000, 2099), st.integers(1, 9999))
def test_the_office_format_and_its_reading_agree(year: int, number: int) -> None:
    style = ReferenceFormat("SCR", 3)
    assert style.number_of(style.public(year, number)) == (year, number)
    assert style.number_of("OLD-7") is None
