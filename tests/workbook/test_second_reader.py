"""Our reader and an independent one (calamine) find the same cells in the same workbooks.

The two are of other makes: ours goes through expat, calamine is a library in Rust. Whatever they
say differently stands in ``DIFFERENCES`` or ``OF_ONE_CELL`` with the reason why ours is kept; a
difference that is not in a table is a fault of one of them.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pytest
from python_calamine import CalamineError, CalamineWorkbook

from docgen.workbook.cells import Book, Cell, CellKind, open_book
from docgen.workbook.dates import date_of_serial
from tests.spoiled.bench import FILES, plain
from tests.workbook import messy_book
from tests.workbook.making import (
    DATE,
    MAIN,
    PERCENT,
    RUSSIAN_DATE,
    STRICT,
    TEN_ZEROS,
    BookXml,
    Raw,
    SheetXml,
    date,
    error,
    number,
)
from tests.workbook.renew_sample import BOOKS
from tests.workbook.test_cells import CELLS, STRINGS

Theirs = object
"""A value of calamine; ``None`` and an empty text mean that it sees no cell."""


class Difference(Enum):
    """What calamine says otherwise of a cell that both have read, and why ours stays."""

    DIGITS = "a number is a float there: the digits of an account or a code are rounded"
    DATE = "what looks like a date is one already; here its column decides"
    BOOLEAN = "a truth value; here the digit of the file, and its column decides"
    ERROR = "#Н/Д is an empty cell there; here it is told of"
    NO_VALUE = "a formula without a value is an empty cell there; here it is told of"
    ISO_DATE = "a date written as text; here its column decides"


def _as_number(cell: Cell, book: Book, theirs: Theirs) -> bool:
    return type(theirs) is float and float(cell.text) == theirs


def _as_date(cell: Cell, book: Book, theirs: Theirs) -> bool:
    if not isinstance(theirs, datetime.date) or not book.style(cell.style).dated:
        return False
    own = date_of_serial(cell.text, dated=True, epoch_1904=book.epoch_1904).day
    return own == (theirs.date() if isinstance(theirs, datetime.datetime) else theirs)


def _as_truth(cell: Cell, book: Book, theirs: Theirs) -> bool:
    return theirs is (cell.text in ("1", "true"))


def _as_iso(cell: Cell, book: Book, theirs: Theirs) -> bool:
    shown = theirs.isoformat() if isinstance(theirs, datetime.date) else ""
    return shown == cell.text


def _as_nothing(cell: Cell, book: Book, theirs: Theirs) -> bool:
    return theirs in ("", None)


DIFFERENCES: Mapping[
    CellKind, tuple[tuple[Difference, Callable[[Cell, Book, Theirs], bool]], ...]
] = {
    CellKind.NUMBER: ((Difference.DIGITS, _as_number), (Difference.DATE, _as_date)),
    CellKind.BOOLEAN: ((Difference.BOOLEAN, _as_truth),),
    CellKind.ERROR: ((Difference.ERROR, _as_nothing),),
    CellKind.NO_VALUE: ((Difference.NO_VALUE, _as_nothing),),
    CellKind.ISO_DATE: ((Difference.ISO_DATE, _as_iso),),
}


def read_both(path: Path) -> tuple[set[Difference], list[str]]:
    """The known differences of a workbook, and those that nobody has explained."""
    book, faults = open_book(path)
    assert book is not None, faults
    other = CalamineWorkbook.from_path(str(path))
    assert [entry.title for entry in book.sheets] == other.sheet_names
    known: set[Difference] = set()
    unknown = []
    for entry in book.sheets:
        ours = {
            (row, cell.column): cell
            for row, cells in book.read(entry).rows.items()
            for cell in cells
        }
        rows = other.get_sheet_by_name(entry.title).to_python(skip_empty_area=False)
        theirs = {
            (row, column): value
            for row, values in enumerate(rows, start=1)
            for column, value in enumerate(values, start=1)
            if value != ""
        }
        for place in sorted(ours.keys() | theirs.keys()):
            cell, value = ours.get(place), theirs.get(place)
            if cell is not None and cell.kind is CellKind.TEXT and cell.text == value:
                continue
            reason = _explained(cell, book, value)
            if reason is None:
                unknown.append(f"{entry.title} {place}: {cell} – {value!r}")
            else:
                known.add(reason)
    return known, unknown


def _explained(cell: Cell | None, book: Book, theirs: Theirs) -> Difference | None:
    if cell is None:
        return None
    reasons = DIFFERENCES.get(cell.kind, ())
    return next((reason for reason, holds in reasons if holds(cell, book, theirs)), None)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_the_sample_is_read_alike(path: Path) -> None:
    known, unknown = read_both(path)
    assert unknown == []
    assert known <= {Difference.DIGITS, Difference.DATE}


@pytest.mark.parametrize("name", FILES)
def test_what_another_program_has_saved_is_read_alike(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(plain(name))
    assert read_both(path)[1] == []


def test_the_messy_workbook_is_read_alike(tmp_path: Path) -> None:
    known, unknown = read_both(messy_book.write(tmp_path))
    assert unknown == []
    assert known == set(Difference) - {Difference.ISO_DATE}


# --- one cell of each sort ----------------------------------------------------------------------


@dataclass(frozen=True)
class Apart:
    """One cell that calamine reads in a way of its own. ``theirs`` ``None``: not even the sheet."""

    theirs: object
    why: str


OF_ONE_CELL: Mapping[str, Apart] = {
    "index past the end": Apart(None, "one bad cell, and no cell of the sheet is read"),
    "negative index": Apart("первая", "the text of somebody else is taken"),
    "index that is no number": Apart("первая", "the text of somebody else is taken"),
    "index with a fraction": Apart("первая", "the text of somebody else is taken"),
    "a word in a number cell": Apart(None, "one bad cell, and no cell of the sheet is read"),
    "not a number": Apart(math.nan, "NaN would go into a paper"),
    "infinity": Apart(math.inf, "«inf» would go into a paper"),
    "kind of nobody": Apart(None, "one bad cell, and no cell of the sheet is read"),
    "a date that never was": Apart(datetime.date(1900, 2, 28), "29.02.1900 becomes another day"),
    "a date before all dates": Apart(datetime.time(0, 0), "a negative number becomes midnight"),
    "a time of day": Apart(datetime.time(12, 0), "the number is gone; here its column decides"),
    "a date of the 19th century": Apart(
        datetime.date(1900, 1, 10), "what no clerk means; here it is told of"
    ),
}
MORE_CELLS: tuple[tuple[str, Raw], ...] = (
    ("a date", date(46266)),
    ("a date with a time", date(46266.5)),
    ("a date in Russian letters", date(46266, RUSSIAN_DATE)),
    ("a date past all dates", date(4_000_000)),
    ("a date that never was", date(60)),
    ("a date before all dates", date(-5)),
    ("a date of the 19th century", date(10)),
    ("a time of day", date(0.5)),
    ("a date and time in words", Raw("2026-09-01T10:00:00", "d", DATE)),
    ("a percentage", number("0.5", PERCENT)),
    ("twenty digits", number("40101810645370000001")),
    ("a number with zeros in front", number("5", TEN_ZEROS)),
    ("false", Raw("0", "b")),
    ("another error", error("#REF!")),
    (
        "runs of a text",
        Raw(None, "inlineStr", inside="<is><r><t>жир</t></r><r><t>ная</t></r></is>"),
    ),
    ("an escape in a text", Raw(None, "inlineStr", inside="<is><t>а_x000D_б</t></is>")),
    (
        "spaces around a text",
        Raw(None, "inlineStr", inside='<is><t xml:space="preserve">  а </t></is>'),
    ),
)
ONE_CELL = {**{name: cell for name, cell, _ in CELLS}, **dict(MORE_CELLS)}


@pytest.mark.parametrize("name", ONE_CELL)
def test_a_cell_is_read_alike_or_the_reason_is_known(name: str, tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(BookXml({"Лист": SheetXml([[ONE_CELL[name]]])}, strings=STRINGS).data())
    apart = OF_ONE_CELL.get(name)
    if apart is None:
        assert read_both(path)[1] == []
        return
    assert apart.why
    sheet = CalamineWorkbook.from_path(str(path))
    if apart.theirs is None:
        with pytest.raises(CalamineError):
            sheet.get_sheet_by_index(0)
        return
    assert len(read_both(path)[1]) == 1
    assert repr(sheet.get_sheet_by_index(0).to_python()) == repr([[apart.theirs]])


def test_every_difference_of_the_table_is_met() -> None:
    assert OF_ONE_CELL.keys() <= ONE_CELL.keys()
    assert {reason for reasons in DIFFERENCES.values() for reason, _ in reasons} == set(Difference)


@pytest.mark.parametrize("strict", [False, True], ids=["usual", "strict"])
def test_hidden_merged_and_far_cells_are_read_alike(strict: bool, tmp_path: Path) -> None:
    sheet = SheetXml(
        [["Код", "Имя"], ["А-1", "Ева"], None, ["А-2", None, "вне таблицы"]],
        merges=["A4:B4"],
        hidden_rows=[2],
        hidden_columns=[3],
        dimension="A1:XFD1048576",
        namespace=STRICT if strict else MAIN,
    )
    path = tmp_path / "книга.xlsx"
    path.write_bytes(BookXml({"Лист": sheet, "Скрытый": SheetXml([["а"]], state="hidden")}).data())
    assert read_both(path) == (set(), [])
