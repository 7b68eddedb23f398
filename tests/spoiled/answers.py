"""What is said of one spoiled cell, and what a good answer to it is."""

from __future__ import annotations

from docgen.records.schema import ColumnType, columns_of
from docgen.records.workbooks import SHEETS
from docgen.workbook.parsing import is_secret
from tests.desk import Desk
from tests.spoiled.bench import MAIN_KINDS, Answer, Books, rehearse, spoil
from tests.spoiled.cells import Cell


def type_in(books: Books, sheet: str, heading: str, key: str, value: object) -> None:
    books.cell(sheet, heading, key).value = value  # type: ignore[assignment]


def answer_to(desk: Desk, case: Cell, kinds: tuple[str, ...] = MAIN_KINDS) -> tuple[Answer, str]:
    """What is said of a spoiled cell, and the address to be named."""
    places: list[str] = []

    def change(books: Books) -> None:
        places.append(books.cell(*case.place).coordinate)
        type_in(books, case.sheet, case.heading, case.key, case.value)

    spoil(desk, [change])
    return rehearse(desk, (*case.holds, *case.frees), kinds), places[0]


def column_type(case: Cell) -> ColumnType:
    kind = next(kind for kind in SHEETS if kind.SHEET.title == case.sheet)
    return next(c.cell_type for c in columns_of(kind) if c.heading == case.heading)


def assert_refused(bench: Desk, case: Cell) -> None:
    """The cell is named, its papers are not made, the others are, no number is shown whole."""
    # A row that does not say what it is asks for no agreement: its other papers are looked at.
    kinds = () if case.heading == "Вид документа" else MAIN_KINDS
    answer, cell = answer_to(bench, case, kinds)
    assert answer.code == 1
    assert case.code in answer.told_at(case.place[0], cell), answer.told
    assert answer.made() == set(case.frees)
    assert answer.refused() == set(case.holds)
    if is_secret(column_type(case)):
        assert str(case.value) not in answer.text
