"""A spoiled cell is named with its place, holds its own papers and no others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docgen.records.schema import ColumnType, columns_of
from docgen.records.workbooks import SHEETS
from docgen.workbook.parsing import is_secret
from tests.desk import Desk, new_desk
from tests.spoiled.bench import MAIN_KINDS, Answer, Books, ask, rehearse, spoil
from tests.spoiled.cells import LIST_REFUSED, MONEY_SAME, REFUSED, REMARKED, SAME, Cell


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose inputs are laid anew for every case."""
    return new_desk(tmp_path_factory.mktemp("spoiled"))


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk where the papers of two agreements of the sample are laid."""
    desk = new_desk(tmp_path_factory.mktemp("laid"))
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01", "--only", "Д-02")
    assert said.code == 0, said.text
    yield desk


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


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_spoiled_cell_is_named_and_its_papers_are_not_made(bench: Desk, case: Cell) -> None:
    # A row that does not say what it is asks for no agreement: its other papers are looked at.
    kinds = () if case.heading == "Вид документа" else MAIN_KINDS
    answer, cell = answer_to(bench, case, kinds)
    assert answer.code == 1
    assert case.code in answer.told_at(case.place[0], cell), answer.told
    assert answer.made() == set(case.frees)
    assert answer.refused() == set(case.holds)
    if is_secret(column_type(case)):
        assert str(case.value) not in answer.text


@pytest.mark.parametrize("case", LIST_REFUSED, ids=str)
def test_a_spoiled_pupil_holds_the_list_and_not_the_agreement(bench: Desk, case: Cell) -> None:
    answer, cell = answer_to(bench, case, kinds=())
    assert case.code in answer.told_at(case.place[0], cell), answer.told
    assert answer.document["refused"] == ["pupil-list:Д-01"]
    assert {"Д-01", "Д-10"} == answer.made()


@pytest.mark.parametrize("case", REMARKED, ids=str)
def test_what_can_be_read_is_made_and_remarked_upon(bench: Desk, case: Cell) -> None:
    answer, cell = answer_to(bench, case)
    assert answer.code == 0
    assert case.code in answer.told_at(case.place[0], cell), answer.told


@pytest.mark.parametrize(
    ("sheet", "heading", "key", "value"),
    [
        *((*place, value) for *place, values in SAME for value in values),
        *(("Договоры", "Сумма, руб.", "Д-02", value) for value in MONEY_SAME),
    ],
    ids=lambda part: repr(part)[:40],
)
def test_another_spelling_of_the_same_gives_the_same_papers(
    laid: Desk, sheet: str, heading: str, key: str, value: object
) -> None:
    spoil(laid, [lambda books: type_in(books, sheet, heading, key, value)])
    answer = ask(laid, "agreements", "inputs/partners.xlsx", "--only", "Д-01", "--only", "Д-02")
    assert answer.code == 0, answer.told
    assert {paper["outcome"] for paper in answer.document["papers"]} == {"unchanged"}
    assert len(answer.document["papers"]) == 6
