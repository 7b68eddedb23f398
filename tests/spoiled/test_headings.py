"""Headings renamed, removed, moved, doubled; rows and whole sheets taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from docgen.records.schema import Column, Record, columns_of
from docgen.records.workbooks import SHEETS
from tests.desk import Desk, new_desk
from tests.spoiled.bench import Answer, Books, ask, places, rehearse, spoil
from tests.spoiled.cells import CONTROL

TABLES = [kind for kind in SHEETS if kind.SHEET.layout == "table"]
MAIN = ("directory", "partners")
"""Workbooks of which every column is tried; of the others the first ones stand for all."""


def _required(kind: type[Record]) -> list[Column]:
    found = [column for column in columns_of(kind) if column.required is True]
    return found if kind.SHEET.workbook in MAIN else found[:2]


REQUIRED = [(kind.SHEET.title, column) for kind in TABLES for column in _required(kind)]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_desk(tmp_path_factory.mktemp("headings"))


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk where the papers of one agreement of the sample are laid."""
    desk = new_desk(tmp_path_factory.mktemp("laid"))
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01").code == 0
    return desk


def check(desk: Desk, *changes: Callable[[Books], None], sheet: str = "Договоры") -> Answer:
    """Spoil the sample and check the workbook of this sheet, its directory beside it."""
    spoil(desk, changes)
    book = places()[sheet]
    return ask(desk, "check", f"inputs/{'partners' if book == 'directory' else book}.xlsx")


def name_of(part: object) -> str:
    return part.heading if isinstance(part, Column) else str(part)


@pytest.mark.parametrize(("sheet", "column"), REQUIRED, ids=name_of)
def test_a_required_column_that_is_gone_is_named(bench: Desk, sheet: str, column: Column) -> None:
    def drop(books: Books) -> None:
        books.sheet(sheet).delete_cols(int(books.heading(sheet, column.heading).column or 0))

    answer = check(bench, drop, sheet=sheet)
    missing = [d for d in answer.errors if d["code"] == "heading-missing"]
    assert [(d["sheet"], d["row"]) for d in missing] == [(sheet, 1)]
    assert f"«{column.heading}»" in missing[0]["message"]


@pytest.mark.parametrize(("sheet", "column"), REQUIRED, ids=name_of)
def test_a_required_heading_renamed_is_named(bench: Desk, sheet: str, column: Column) -> None:
    def rename(books: Books) -> None:
        books.heading(sheet, column.heading).value = "Прочее (важно)"

    answer = check(bench, rename, sheet=sheet)
    missing = [d for d in answer.errors if d["code"] == "heading-missing"]
    assert [d["sheet"] for d in missing] == [sheet]
    assert f"«{column.heading}»" in missing[0]["message"]
    assert "heading-own" in {d["code"] for d in answer.told if d.get("sheet") == sheet}


Looks = tuple[Any, str]
"""Value and number format of a cell."""


def rearranged(books: Books, sheet: str, order: Callable[[list[Looks]], list[Looks]]) -> None:
    """Put the columns of a sheet into another order, with the formats of their cells."""
    for row in books.sheet(sheet).iter_rows():
        looks: list[Looks] = [(cell.value, cell.number_format) for cell in row]
        for cell, (value, number_format) in zip(row, order(looks), strict=True):
            cell.value = value
            cell.number_format = number_format


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.SHEET.title)
@pytest.mark.parametrize(
    "order", [lambda c: c[::-1], lambda c: c[3:] + c[:3]], ids=["back", "turn"]
)
def test_columns_may_stand_in_any_order(
    laid: Desk, kind: type[Record], order: Callable[[list[Looks]], list[Looks]]
) -> None:
    spoil(laid, [lambda books: rearranged(books, kind.SHEET.title, order)])
    assert_same_papers(laid)


def assert_same_papers(laid: Desk) -> None:
    answer = ask(laid, "agreements", "inputs/partners.xlsx", "--only", "Д-01")
    assert answer.code == 0, answer.told
    assert [paper["outcome"] for paper in answer.document["papers"]] == ["unchanged"] * 3


def spelt_otherwise(heading: str) -> str:
    """As another hand would type it: case, ё/е, a line break, a space, a Latin look-alike."""
    broken = heading.upper().replace("Ё", "Е").replace(" ", " \n ")
    return f" {broken.replace('О', 'O')}: "


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.SHEET.title)
def test_headings_may_be_spelt_otherwise(laid: Desk, kind: type[Record]) -> None:
    def change(books: Books) -> None:
        for cell in books.sheet(kind.SHEET.title)[1]:
            cell.value = spelt_otherwise(str(cell.value))

    spoil(laid, [change])
    assert_same_papers(laid)


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.SHEET.title)
def test_headings_may_be_aliases(laid: Desk, kind: type[Record]) -> None:
    def change(books: Books) -> None:
        for column in columns_of(kind):
            for alias in column.aliases[:1]:
                books.heading(kind.SHEET.title, column.heading).value = alias

    spoil(laid, [change])
    assert_same_papers(laid)


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.SHEET.title)
def test_a_sheet_that_is_gone_is_told_of_once(bench: Desk, kind: type[Record]) -> None:
    """One message for each column that refers to it, not one for each cell."""
    title = kind.SHEET.title
    answer = check(
        bench, lambda books: books.book(places()[title]).remove(books.sheet(title)), sheet=title
    )
    told = [d for d in answer.errors if f"«{title}»" in d["message"]]
    if kind.SHEET.required:
        assert "sheet-missing" in {d["code"] for d in told}
        assert len([d for d in told if d["code"] == "reference-unknown"]) < 25
    needed = kind.SHEET.required and kind.SHEET.workbook in MAIN
    whole = rehearse(bench, [CONTROL]) if needed else None
    assert whole is None or not whole.made()


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.SHEET.title)
def test_a_sheet_may_not_be_called_otherwise(bench: Desk, kind: type[Record]) -> None:
    title = kind.SHEET.title

    def rename(books: Books) -> None:
        books.sheet(title).title = title[:-1] + "_1"

    answer = check(bench, rename, sheet=title)
    if kind.SHEET.required:
        missing = [d for d in answer.errors if d["code"] == "sheet-missing"]
        assert len(missing) == 1 and f"«{title}»" in missing[0]["message"]
    else:
        # A directory that lies beside is looked at for what is missing; named, it is told whole.
        named = ask(bench, "check", f"inputs/{places()[title]}.xlsx")
        assert "sheet-unknown" in {d["code"] for d in named.told}


@dataclass(frozen=True)
class Fault:
    """What is done to headings, and what is said where."""

    name: str
    change: Callable[[Books], None]
    code: str
    sheet: str
    cell: str
    exit_code: int

    def __str__(self) -> str:
        return self.name


def typed(sheet: str, **cells: object) -> Callable[[Books], None]:
    def change(books: Books) -> None:
        for address, value in cells.items():
            books.sheet(sheet)[address].value = value

    return change


FAULTS = (
    Fault(
        "a heading with a slip",
        typed("Договоры", E1="Датa дог"),
        "heading-own",
        "Договоры",
        "E1",
        0,
    ),
    Fault(
        "a heading with a letter lost",
        typed("Договоры", AG1="Передача персональных даных"),
        "heading-misspelt",
        "Договоры",
        "AG1",
        1,
    ),
    Fault(
        "a heading that is empty", typed("Договоры", F1=None), "heading-empty", "Договоры", "F19", 0
    ),
    Fault("data beside the table", typed("Стороны", Z5="х"), "heading-empty", "Стороны", "Z5", 0),
    Fault(
        "two headings of one name, other values",
        typed("Договоры", BA1="Дата", BA2="01.09.2026"),
        "heading-duplicate",
        "Договоры",
        "BA1",
        1,
    ),
    Fault(
        "a column of her own",
        typed("Договоры", BA1="Папка №", BA2="17"),
        "heading-own",
        "Договоры",
        "BA1",
        0,
    ),
    Fault(
        "a setting given twice",
        typed("Настройки", A9="Город", B9="г. Другой"),
        "parameter-duplicate",
        "Настройки",
        "B9",
        1,
    ),
    Fault(
        "a setting misspelt",
        typed("Настройки", A3="Муницыпалитет"),
        "heading-misspelt",
        "Настройки",
        "A3",
        1,
    ),
)


@pytest.mark.parametrize("case", FAULTS, ids=str)
def test_a_fault_of_headings_is_named(bench: Desk, case: Fault) -> None:
    answer = check(bench, case.change)
    assert answer.code == case.exit_code, answer.told
    assert case.code in answer.told_at(case.sheet, case.cell), answer.told


def test_of_two_columns_of_one_name_none_is_believed(bench: Desk) -> None:
    """Where they differ, nobody knows which one holds: those rows wait, the others do not."""
    spoil(bench, [typed("Договоры", BA1="Дата", BA2="01.09.2026")])
    answer = rehearse(bench, ["Д-01", CONTROL])
    assert (answer.made(), answer.refused()) == ({CONTROL}, {"Д-01"})


@pytest.mark.parametrize("row", range(2, 26))
def test_an_agreement_whose_row_is_gone_leaves_rows_that_are_named(bench: Desk, row: int) -> None:
    codes = []

    def remove(books: Books) -> None:
        codes.append(str(books.sheet("Договоры").cell(row, 1).value))
        books.sheet("Договоры").delete_rows(row)

    answer = check(bench, remove)
    assert answer.code == 1
    strays = [d for d in answer.errors if d["code"] == "reference-unknown"]
    assert strays and all(d["value"] == codes[0] for d in strays)
    assert all(d["cell"] for d in strays)
