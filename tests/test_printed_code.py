"""The text of a printed code: read back whole, refused when one character is wrong."""

from __future__ import annotations

import string
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.printed_code import (
    PrintedCode,
    Stage,
    check_character,
    mark_of,
    paper_letters,
    read_code,
)

CODES = st.builds(
    PrintedCode,
    st.uuids().map(lambda identity: paper_letters(str(identity))),
    st.sampled_from(Stage),
    st.lists(st.text(), min_size=1).map(lambda texts: mark_of(*texts)),
)
CHARACTERS = string.ascii_letters + string.digits + ":-О "


@given(CODES)
def test_a_code_is_read_back(code: PrintedCode) -> None:
    assert read_code(code.text) == code
    # The smallest picture that the office prints holds 38 of these characters.
    assert len(code.text) == 37
    assert set(code.text) <= set(string.ascii_uppercase + string.digits + ":")


@given(CODES, st.integers(0, 36), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_found(code: PrintedCode, at: int, other: str) -> None:
    wrong = code.text[:at] + other + code.text[at + 1 :]
    assert wrong == code.text or read_code(wrong) is None


@given(CODES, st.integers(0, 35))
def test_two_neighbours_that_changed_places_are_found(code: PrintedCode, at: int) -> None:
    text = code.text
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert swapped == text or read_code(swapped) is None


@given(st.text())
def test_any_other_text_is_no_code(text: str) -> None:
    assert read_code(text) is None


def test_the_check_character_is_that_of_the_standard() -> None:
    # ISO 7064, MOD 37,36: worked by hand, 36 → 10+36=10 → 20 → 20+11=31 → 62 % 37 = 25 → 1 - 25.
    assert check_character("AB") == string.ascii_uppercase[12 - 10]


def test_a_mark_tells_its_parts_apart() -> None:
    assert mark_of("аб", "в") != mark_of("а", "бв") != mark_of("а", "б", "в")


def test_what_is_no_id_has_no_code() -> None:
    with pytest.raises(ValueError, match="UUID"):
        paper_letters("network-agreement:Д-1")
    assert len(paper_letters(str(uuid.uuid4()))) == 16
