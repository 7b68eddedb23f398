"""Filters for template authors: the list they are shown is the list that works."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from docgen.russian import FILTER_HELP, FILTERS
from docgen.russian.filters import FilterNote
from tests.russian.tables import plain

_EXAMPLE = re.compile(r"\{\{ (?P<value>.+?)\|(?P<filter>\w+)(?:\((?P<arguments>.*)\))? \}\}")


def _value(text: str) -> object:
    if text == "дата":
        return date(2026, 9, 1)
    return text[1:-1] if text[0] == "'" else int(text)


@pytest.mark.parametrize("note", FILTER_HELP, ids=lambda note: note.name)
def test_the_example_in_the_list_gives_what_the_list_says(note: FilterNote) -> None:
    found = _EXAMPLE.fullmatch(note.example)
    assert found
    arguments = [a.strip()[1:-1] for a in (found["arguments"] or "").split(",") if a]
    made = FILTERS[found["filter"]](_value(found["value"]), *arguments)
    assert plain(made) == note.result


def test_every_filter_is_in_the_list() -> None:
    listed = {name for note in FILTER_HELP for name in note.name.split(", ")}
    assert listed == set(FILTERS)


@pytest.mark.parametrize(
    ("value", "filter_name", "made"),
    [
        ("Управление образования", "рд", "Управления образования"),
        ("МАОУ «Гимназия № 2»", "дт", "МАОУ «Гимназия № 2»"),
        ("заведующая детским садом", "рд", "заведующей детским садом"),
        ("старший воспитатель", "тв", "старшим воспитателем"),
        ("Юшкова А.М.", "дательный", "Юшковой А.М."),
        ("ИП Юшков А.М.", "рд", "ИП Юшкова А.М."),
    ],
)
def test_a_case_filter_sees_what_it_is_given(value: str, filter_name: str, made: str) -> None:
    assert FILTERS[filter_name](value) == made


@pytest.mark.parametrize(
    ("filter_name", "value", "arguments"),
    [
        ("рд", 5, ()),
        ("дата", "01.09.2026", ()),
        ("прописью", "пять", ()),
        ("прописью", True, ()),
        ("деньги", 0.1, ()),
        ("деньги", "много", ()),
        ("согласовать", "Гайдук Т.С.", ("действующий",)),
        ("должность", "директор", ("зв",)),
    ],
)
def test_a_wrong_value_is_refused_in_russian(
    filter_name: str, value: object, arguments: tuple[str, ...]
) -> None:
    with pytest.raises((TypeError, ValueError), match=r"[а-я]"):
        FILTERS[filter_name](value, *arguments)


def test_a_sum_may_be_text_from_a_cell() -> None:
    assert FILTERS["деньги_цифрами"]("15 000,50") == FILTERS["деньги_цифрами"](Decimal("15000.5"))
