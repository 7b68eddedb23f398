"""The quick yes for plain cells never differs from the long way, and is given to most cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.records.schema import Column, ColumnType
from docgen.workbook.cells import Cell, CellKind, Formula, NumberStyle
from docgen.workbook.parsing import parse_cell
from docgen.workbook.soundness import sound_in

STYLES = (NumberStyle(), NumberStyle(dated=True), NumberStyle(zeros=10), NumberStyle(percent=True))
HEADINGS = ("Примечание", "ФИО")

# type of the column, its heading, the text of a cell: plain values that need no second look
PLAIN = [
    (ColumnType.LONG_TEXT, "Адрес", "г. Заречногорск, ул. Школьная, д. 5, кв. 12"),
    (ColumnType.TEXT, "ФИО", "Котова Анна Юрьевна"),
    (ColumnType.TEXT, "ФИО", "Мамин-Сибиряк Д.Н."),
    (ColumnType.INN, "ИНН", "7707083893"),
    (ColumnType.SNILS, "СНИЛС", "112-233-445 95"),
    (ColumnType.PHONE, "Телефон", "+7 (34398) 2-15-07"),
]
# those that must be looked at
ODD = [
    (ColumnType.LONG_TEXT, "Адрес", "нет"),
    (ColumnType.LONG_TEXT, "Адрес", "два  пробела"),
    (ColumnType.LONG_TEXT, "Адрес", "Cоветская"),
    (ColumnType.TEXT, "ФИО", "Котова 0льга"),
    (ColumnType.INN, "ИНН", "7707083894"),
    (ColumnType.SNILS, "СНИЛС", "112-233-445 96"),
    (ColumnType.DATE, "Дата", "01.09.2026"),
]


def quick(
    kind: ColumnType, heading: str, cell: Cell, typed: bool = True, old: bool = False
) -> bool:
    column = Column("column_1", heading, kind)
    return sound_in(column, typed, STYLES.__getitem__, old)(cell)


@pytest.mark.parametrize(("kind", "heading", "text"), PLAIN)
def test_a_plain_value_passes_at_once(kind: ColumnType, heading: str, text: str) -> None:
    assert quick(kind, heading, Cell(1, text, CellKind.TEXT))


@pytest.mark.parametrize(("kind", "heading", "text"), ODD)
def test_an_odd_value_is_looked_at(kind: ColumnType, heading: str, text: str) -> None:
    assert not quick(kind, heading, Cell(1, text, CellKind.TEXT))


def test_a_value_from_another_file_is_looked_at() -> None:
    cell = Cell(1, "Котова Анна Юрьевна", CellKind.TEXT, 0, Formula.EXTERNAL)
    assert not quick(ColumnType.TEXT, "ФИО", cell)


WORDS = st.one_of(
    st.text("АБВабвгёЁнетНОо /.,-–—«»()№+0123456789aAoO", max_size=24),
    st.sampled_from(["нет", "н/д", "не указано", "-", "Отсутствует", "не применяется", "x"]),
    st.from_regex(r"\d{9,13}", fullmatch=True),
    st.from_regex(r"\d{3}-\d{3}-\d{3} \d{2}", fullmatch=True),
    st.from_regex(r"\+7 \(\d{3,5}\) \d{1,3}-\d\d-\d\d", fullmatch=True),
)
NUMBERS = st.one_of(
    st.integers(0, 10**16).map(str),
    st.floats(0, 10**6, allow_nan=False).map(lambda f: f"{f:.3f}"),
    st.integers(10_000, 80_000).map(str),
)


@given(
    kind=st.sampled_from(list(ColumnType)),
    heading=st.sampled_from(HEADINGS),
    text=WORDS,
)
def test_a_text_that_passes_at_once_has_nothing_to_tell(
    kind: ColumnType, heading: str, text: str
) -> None:
    cell = Cell(1, text, CellKind.TEXT)
    if text and quick(kind, heading, cell):
        parsed = parse_cell(cell, Column("column_1", heading, kind))
        assert not parsed.findings
        assert not parsed.slashes


@given(
    kind=st.sampled_from(list(ColumnType)),
    style=st.integers(0, len(STYLES) - 1),
    number=NUMBERS,
    old=st.booleans(),
)
def test_a_number_that_passes_at_once_has_nothing_to_tell(
    kind: ColumnType, style: int, number: str, old: bool
) -> None:
    cell = Cell(1, number, CellKind.NUMBER, style)
    if quick(kind, "Значение", cell, old=old):
        column = Column("column_1", "Значение", kind)
        assert not parse_cell(cell, column, STYLES[style], old).findings
