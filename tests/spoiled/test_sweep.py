"""Garbage of every sort in every column: never our own error, every fault with its cell."""

from __future__ import annotations

import datetime

import pytest

from docgen.records.schema import Column, ColumnType, Record, columns_of
from docgen.records.workbooks import SHEETS
from tests.desk import Desk, new_desk
from tests.spoiled.bench import Answer, Books, all_books, ask, spoil

GARBAGE: dict[str, object] = {
    "words": "мусор {{ 7*7 }}",
    "latin": "CON",
    "digits": "12345",
    "number": 12345,
    "fraction": -0.5,
    "huge": 9.99e307,
    "date": datetime.datetime(2026, 3, 12, 10, 30),
    "time": datetime.time(10, 30),
    "truth": True,
    "error": "#N/A",
    "formula": "=A1",
    "control": "а_x0007_б",
    "half": "_xD83D_",
    "long": "ы " * 16_000,
    "semicolons": ";;;\n;",
    "dashes": "—",
    "bidi": "\u202eа\u202c",
}
NEVER_SOUND = ("error", "formula", "control", "half")
"""Sorts that no column can take."""
FREE = frozenset({ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.ITEMS})


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_desk(tmp_path_factory.mktemp("sweep"))


def litter(
    books: Books, value: object, offset: int, spare: frozenset[ColumnType] = frozenset()
) -> dict[str, tuple[type[Record], Column]]:
    """Put the value into every column of every sheet, each time in another row; the places."""
    placed = {}
    for kind in SHEETS:
        title = kind.SHEET.title
        sheet = books.sheet(title)
        for number, column in enumerate(columns_of(kind)):
            if column.cell_type in spare:
                continue
            if kind.SHEET.layout == "pairs":
                cell = books.cell(title, column.heading, "")
            else:
                row = 2 + (number * 7 + offset) % (sheet.max_row - 1)
                cell = sheet.cell(row, int(books.heading(title, column.heading).column or 0))
            cell.value = value  # type: ignore[assignment]
            placed[f"{title}!{cell.coordinate}"] = (kind, column)
    return placed


def swept(
    bench: Desk, sort: str, offset: int
) -> tuple[Answer, dict[str, tuple[type[Record], Column]]]:
    placed: dict[str, tuple[type[Record], Column]] = {}
    spoil(bench, [lambda books: placed.update(litter(books, GARBAGE[sort], offset))])
    return ask(bench, "year", "inputs", "--dry-run"), placed


@pytest.mark.parametrize("offset", (0, 3))
@pytest.mark.parametrize("sort", GARBAGE)
def test_garbage_in_every_column_is_survived(bench: Desk, sort: str, offset: int) -> None:
    """``ask`` looks at the exit code, at tracebacks and at the place of every error."""
    answer, placed = swept(bench, sort, offset)
    assert answer.code == 1
    if sort in NEVER_SOUND:
        said = {f"{d['sheet']}!{d['cell']}" for d in answer.errors if d.get("cell")}
        assert placed.keys() <= said


def _may_be_yes(column: Column) -> bool:
    return column.cell_type is ColumnType.YES_NO or "да" in column.synonyms


@pytest.mark.parametrize("sort", ("words", "truth", "fraction"))
def test_no_typed_column_takes_garbage_in_silence(bench: Desk, sort: str) -> None:
    """Every column that is not free text says something of what it cannot read."""
    placed: dict[str, tuple[type[Record], Column]] = {}
    # A code is whatever it is: were it the same garbage, references to it would be right.
    spare = FREE | {ColumnType.CODE}
    spoil(bench, [lambda books: placed.update(litter(books, GARBAGE[sort], 0, spare))])
    answer = ask(bench, "check", *all_books())
    said = {f"{d['sheet']}!{d['cell']}" for d in answer.told if d.get("cell")}
    silent = {
        place: column.heading
        for place, (_, column) in placed.items()
        # «да» is what a yes-or-no column reads in a true value.
        if place not in said and not (sort == "truth" and _may_be_yes(column))
    }
    assert silent == {}
