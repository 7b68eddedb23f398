"""Sheets as offices lay them out: what may be so, what is remarked upon, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.desk import Desk, new_desk
from tests.spoiled.bench import Books, ask, spoil

Change = Callable[[Books], None]


@dataclass(frozen=True)
class Layout:
    """``code`` is said at ``place`` («Лист!A5», «Лист!строка 5»); empty: nothing is said.

    ``holds``: whether the papers of Д-01 wait; otherwise they come out the same to the byte.
    """

    name: str
    change: Change
    code: str = ""
    place: str = ""
    holds: bool = False

    def __str__(self) -> str:
        return self.name


def typed(title: str, **cells: object) -> Change:
    def change(books: Books) -> None:
        for address, value in cells.items():
            books.sheet(title)[address].value = value

    return change


def first_rows(books: Books) -> None:
    sheet = books.sheet("Договоры")
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Реестр договоров на 2026/2027 учебный год"
    sheet.merge_cells("A1:H1")


def group_headings(books: Books) -> None:
    """«Срок» over two columns; the other headings one line lower."""
    sheet = books.sheet("Договоры")
    sheet.insert_rows(1)
    sheet["G1"] = "Срок"
    sheet.merge_cells("G1:H1")


def two_line_headings(books: Books) -> None:
    sheet = books.sheet("Части программ")
    sheet.insert_rows(1)
    for letter in "ABCDGH":
        sheet[f"{letter}1"] = sheet[f"{letter}2"].value
        sheet[f"{letter}2"] = None
        sheet.merge_cells(f"{letter}1:{letter}2")
    sheet["E1"] = "Сроки"
    sheet.merge_cells("E1:F1")


def column_numbers(books: Books) -> None:
    sheet = books.sheet("Стороны")
    sheet.insert_rows(2)
    for column in range(1, 7):
        sheet.cell(2, column).value = column


def repeated_headings(books: Books) -> None:
    sheet = books.sheet("Стороны")
    sheet.insert_rows(10)
    for column in range(1, 7):
        sheet.cell(10, column).value = sheet.cell(1, column).value


def merged_down(books: Books) -> None:
    books.sheet("Стороны")["A3"] = None
    books.sheet("Стороны").merge_cells("A2:A3")


def merged_across(books: Books) -> None:
    books.sheet("Стороны").merge_cells("B2:C2")


def hidden_row(books: Books) -> None:
    books.sheet("Стороны").row_dimensions[3].hidden = True


def hidden_column(books: Books) -> None:
    books.sheet("Стороны").column_dimensions["C"].hidden = True


def hidden_sheet(books: Books) -> None:
    books.sheet("Стороны").sheet_state = "hidden"


def buried_sheet(books: Books) -> None:
    books.sheet("Стороны").sheet_state = "veryHidden"


def sheet_in_capitals(books: Books) -> None:
    books.sheet("Договоры").title = " ДОГОВОРЫ "


def sheets_reversed(books: Books) -> None:
    book = books.book("partners")
    book.move_sheet("Списки обучающихся", -5)


def stranger_sheet(books: Books) -> None:
    books.book("partners").create_sheet("Черновик")["A1"] = "не забыть позвонить"


def year_1904(books: Books) -> None:
    books.book("partners").epoch = CALENDAR_MAC_1904


def row_copied(books: Books) -> None:
    sheet = books.sheet("Договоры")
    for column in range(1, sheet.max_column + 1):
        sheet.cell(26, column).value = sheet.cell(2, column).value


def row_copied_as_draft(books: Books) -> None:
    row_copied(books)
    books.sheet("Договоры")["A26"] = "Д-01А"


LAYOUTS = (
    Layout("a title above the headings", first_rows),
    Layout("a group heading above the headings", group_headings),
    Layout("headings of two lines", two_line_headings),
    Layout("a row of column numbers", column_numbers),
    Layout("blank rows between", lambda books: books.sheet("Стороны").insert_rows(3, 4)),
    Layout("a sheet named in capitals", sheet_in_capitals),
    Layout("sheets in another order", sheets_reversed),
    Layout("dates counted from 1904", year_1904),
    Layout("headings repeated", repeated_headings, "row-total", "Стороны!A10"),
    Layout(
        "a totals row",
        typed("Части программ", A42="Итого", D42=999),
        "row-total",
        "Части программ!A42",
    ),
    Layout(
        "a totals row in the second column",
        typed("Части программ", B42="ВСЕГО часов:", D42=999),
        "row-total",
        "Части программ!B42",
    ),
    Layout("a note below", typed("Стороны", A70="Примечание: сверено"), "row-aside", "Стороны!A70"),
    Layout(
        "a signature below", typed("Стороны", A72="Директор ____ Ким"), "row-aside", "Стороны!A72"
    ),
    Layout("cells merged down", merged_down, "cells-merged", "Стороны!A2"),
    Layout("cells merged across", merged_across, "cells-merged", "Стороны!B2", holds=True),
    Layout("a hidden row", hidden_row, "row-hidden", "Стороны!строка 3"),
    Layout("a hidden column", hidden_column, "column-hidden", "Стороны!C1"),
    Layout("a hidden sheet", hidden_sheet, "sheet-hidden", "Стороны"),
    Layout("a very hidden sheet", buried_sheet, "sheet-hidden", "Стороны"),
    Layout("a sheet of strangers", stranger_sheet, "sheet-unknown", "Черновик"),
    Layout("a row copied", row_copied, "code-duplicate", "Договоры!A26", holds=True),
    Layout("a row copied under another code", row_copied_as_draft, "base-not-one", "Договоры!A26"),
    Layout(
        "a party typed twice",
        typed("Стороны", A64="Д-01", B64="СОШ5", C64="базовая организация"),
        "party-twice",
        "Стороны!B64",
        holds=True,
    ),
    Layout(
        "a party row half typed",
        typed("Стороны", A63="Д-01", B63="МУЗЕЙ"),
        "value-missing",
        "Стороны!C63",
        holds=True,
    ),
)


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk where the papers of Д-01 of the sample are laid."""
    desk = new_desk(tmp_path_factory.mktemp("laid"))
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01").code == 0
    return desk


@pytest.mark.parametrize("case", LAYOUTS, ids=str)
def test_a_layout_is_read_or_refused_never_misread(laid: Desk, case: Layout) -> None:
    spoil(laid, [case.change])
    answer = ask(laid, "agreements", "inputs/partners.xlsx", "--only", "Д-01")
    said = {
        (d["code"], f"{d['sheet']}!{d.get('cell') or 'строка ' + str(d.get('row'))}"): d
        for d in answer.told
        if d.get("sheet")
    }
    sheets = {(d["code"], d.get("sheet")) for d in answer.told}
    if case.code:
        assert (case.code, case.place) in said or (case.code, case.place) in sheets, answer.told
    else:
        assert answer.told == []
    if case.holds:
        assert answer.document["papers"] == []
    else:
        assert [p["outcome"] for p in answer.document["papers"]] == ["unchanged"] * 3


def test_all_sheets_may_stand_in_one_workbook(laid: Desk) -> None:
    books = Books()
    whole = books.book("partners")
    for sheet in books.book("directory"):
        copy = whole.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                copy[cell.coordinate].value = cell.value
                copy[cell.coordinate].number_format = cell.number_format
    (laid.folder / "one").mkdir(exist_ok=True)
    whole.save(laid.folder / "one" / "всё.xlsx")
    answer = ask(laid, "agreements", "one/всё.xlsx", "--only", "Д-01")
    assert answer.told == []
    assert [p["outcome"] for p in answer.document["papers"]] == ["unchanged"] * 3
