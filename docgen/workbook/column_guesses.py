"""Any workbook → its column map: what docgen supposes each column of hers to be.

A heading that is ours is certain. One that looks like ours, or whose values are of a type that
only one of our columns has, is a guess: it waits for the clerk's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.diagnostics import Diagnostic
from docgen.opc.reading import BrokenPart
from docgen.records.schema import Column, ColumnType, Record, columns_of
from docgen.records.spelling import word_key
from docgen.records.workbooks import SHEETS
from docgen.workbook.cells import Book, Cell, CellKind, Grid, SheetEntry, open_book, rows_of
from docgen.workbook.column_map import (
    ALIKE,
    EXACT,
    UNKNOWN,
    ColumnMap,
    MapRow,
    is_map,
    kind_called,
    read_column_map,
    stamp_of,
)
from docgen.workbook.free_tables import find_table, type_of_heading
from docgen.workbook.headings import (
    HeadingRow,
    compound_keys,
    find_headings,
    likeness,
    match_headings,
    numbered,
    schema_keys,
)
from docgen.workbook.parsing import parse_cell
from docgen.workbook.reading import class_of_sheet, is_instruction

_SAMPLE_ROWS = 30
_SAMPLES = 3
_LIKE = 0.72
_TELLING = frozenset(
    {
        ColumnType.INN,
        ColumnType.OGRN,
        ColumnType.SNILS,
        ColumnType.ACCOUNT,
        ColumnType.LICENCE,
        ColumnType.EMAIL,
        ColumnType.IKZ,
        ColumnType.CHOICE,
    }
)
"""Types whose values are taken for nothing else."""
_PLAIN = (ColumnType.CHOICE, ColumnType.YES_NO, ColumnType.INTEGER)


@dataclass
class MapOutcome:
    """``content`` is the new map; ``None`` when the one that is there must stay: something on it
    could not be read, or there is nothing to add. ``kept``: rows that were there.
    ``known_sheets``: sheets of ours where nothing is to be asked. ``set_aside``: the file that is
    there holds something of hers besides its rows."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    rows: list[MapRow] = field(default_factory=list)
    kept: int = 0
    known_sheets: int = 0
    content: bytes | None = None
    set_aside: bool = False


def lay_out_map(workbooks: Sequence[Path], path: Path) -> MapOutcome:
    """Read workbooks and the map that is there; the next map keeps all its rows as they are."""
    there = read_column_map(path if _is_there(path) else None)
    outcome = MapOutcome(list(there.diagnostics), set_aside=there.has_more)
    found: list[MapRow] = []
    for workbook in workbooks:
        if is_map(workbook):
            continue
        book, faults = open_book(workbook, workbook.name)
        outcome.diagnostics += faults
        for entry in book.sheets if book else ():
            assert book is not None
            try:
                rows = list(_rows_of_sheet(book, entry, there))
            except BrokenPart as broken:
                outcome.diagnostics.append(broken.diagnostic(book.name))
                continue
            ours = class_of_sheet(entry.title) is not None
            if rows and ours and all(row.sure == EXACT for row in rows):
                outcome.known_sheets += 1
            else:
                found += rows
    known = {(row.place, row.name) for row in there.rows}
    new = [row for row in found if (row.place, row.name) not in known]
    outcome.rows = [*there.rows, *new]
    outcome.kept = len(there.rows)
    if new and not there.is_broken:
        # openpyxl is heavy, and reading a map does without it.
        from docgen.workbook.column_map_writing import build_map

        outcome.content = build_map(outcome.rows)
    return outcome


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True


# --- sheets -----------------------------------------------------------------------------------


def _rows_of_sheet(book: Book, entry: SheetEntry, there: ColumnMap) -> Iterator[MapRow]:
    grid = book.read(entry)
    if is_instruction(entry.title) or not grid.rows:
        return
    ours = class_of_sheet(entry.title)
    if ours is not None and ours.SHEET.layout == "pairs":
        return
    file = book.name
    said = [kind_called(row.to_sheet) for row in there.rows if row.place == _place(file, entry)]
    kind = next((kind for kind in said if kind), ours) or _likely_kind(grid, entry.title)
    headings = _headings(grid, kind)
    if headings is None:
        return
    guesses = _Guesses(book, grid, headings, kind)
    for number, (_, nth) in numbered(headings.texts):
        to_column, sure = guesses.of(number)
        to_sheet = kind.SHEET.title if kind and to_column else ""
        row = MapRow(
            file=file,
            title=entry.title,
            heading=headings.texts[number],
            to_sheet=to_sheet,
            to_column=to_column,
            sure=sure,
            samples=guesses.samples(number),
            nth=nth,
        )
        yield replace(row, stamp=stamp_of(nth, to_sheet, to_column))


def _place(file: str, entry: SheetEntry) -> tuple[str, str]:
    return MapRow(file, entry.title, "", "", "").place


def _headings(grid: Grid, kind: type[Record] | None) -> HeadingRow | None:
    if kind is not None:
        found = find_headings(grid, columns_of(kind), kind.SHEET.compounds)
        if found is not None:
            return found
    table = find_table(grid)
    return table.headings if table else None


def _likely_kind(grid: Grid, title: str) -> type[Record] | None:
    """The sheet of ours that a sheet is most like; ``None`` when two or none may be meant."""
    best: list[tuple[float, type[Record]]] = []
    for kind in SHEETS:
        if kind.SHEET.layout != "table":
            continue
        columns = columns_of(kind)
        headings = find_headings(grid, columns, kind.SHEET.compounds)
        if headings is None:
            continue
        known = match_headings(headings, columns, kind.SHEET.compounds).known()
        if len(known) < 2:
            continue
        required = [column for column in columns if column.required is True]
        there = sum(column.attribute in known for column in required)
        score = len(known) + 4 * there / max(1, len(required))
        score += 3 * max(
            likeness(word_key(title), word_key(name))
            for name in (kind.SHEET.title, *kind.SHEET.aliases)
        )
        best.append((score, kind))
    best.sort(key=lambda found: -found[0])
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


# --- columns ----------------------------------------------------------------------------------


class _Guesses:
    """What each column of one sheet may be; no column of ours is given twice."""

    def __init__(
        self, book: Book, grid: Grid, headings: HeadingRow, kind: type[Record] | None
    ) -> None:
        self._book = book
        self._texts = headings.texts
        self._cells: dict[int, list[Cell]] = {}
        for row, cells in rows_of(grid):
            if headings.last < row <= headings.last + _SAMPLE_ROWS:
                for cell in cells:
                    self._cells.setdefault(cell.column, []).append(cell)
        self._found: dict[int, tuple[str, str]] = {}
        self._columns: Mapping[str, Column] = {}
        if kind is not None:
            self._columns = {column.heading: column for column in columns_of(kind)}
            self._guess(headings, kind)

    def of(self, number: int) -> tuple[str, str]:
        """Our heading, and how sure it is."""
        return self._found.get(number, ("", UNKNOWN))

    def samples(self, number: int) -> str:
        """A few values, by their shape alone where they may be about a person."""
        column = self._columns.get(self.of(number)[0])
        plain = column is not None and column.cell_type in _PLAIN
        texts = dict.fromkeys(map(self._text, self._cells.get(number, ())))
        shown = [text for text in texts if text][:_SAMPLES]
        return "; ".join(text if plain else shape(text) for text in shown)

    def _text(self, cell: Cell) -> str:
        if cell.kind is CellKind.NUMBER and self._book.style(cell.style).dated:
            return "00.00.0000"
        return " ".join(cell.text.split())[:60]

    def _guess(self, headings: HeadingRow, kind: type[Record]) -> None:
        columns, compounds = columns_of(kind), kind.SHEET.compounds
        match = match_headings(headings, columns, compounds)
        for number, column in match.columns.items():
            self._found[number] = column.heading, EXACT
        for number, compound in match.compounds.items():
            self._found[number] = compound.heading, EXACT
        free = {column.heading: column for column in match.missing}
        known = match.known()
        names = {
            **{key: column.heading for key, column in schema_keys(free.values()).items()},
            **{
                key: compound.heading
                for key, compound in compound_keys(compounds).items()
                if known.isdisjoint(compound.parts)
            },
        }
        for number, text in sorted(self._texts.items()):
            if number in self._found or not word_key(text):
                continue
            heading = self._alike(word_key(text), names) or self._by_type(number, text, free)
            if heading:
                self._found[number] = heading, ALIKE
                free.pop(heading, None)
                names = {key: name for key, name in names.items() if name != heading}

    @staticmethod
    def _alike(key: str, names: Mapping[str, str]) -> str:
        """The heading that one looks like, begins with or ends with."""
        best, heading = 0.0, ""
        for known, name in names.items():
            ratio = likeness(key, known)
            if len(known) > 3 and (key.startswith(known) or key.endswith(known)):
                ratio = max(ratio, _LIKE + len(known) / 1000)
            if ratio > best:
                best, heading = ratio, name
        return heading if best >= _LIKE else ""

    def _by_type(self, number: int, text: str, free: Mapping[str, Column]) -> str:
        """The one free column of the type that the heading or the values show."""
        promised = type_of_heading(text)
        by_type = [c for c in free.values() if c.cell_type is promised and promised]
        if len(by_type) == 1 and promised is not ColumnType.TEXT:
            return by_type[0].heading
        fitting = [c for c in free.values() if c.cell_type in _TELLING and self._holds(number, c)]
        return fitting[0].heading if len(fitting) == 1 else ""

    def _holds(self, number: int, column: Column) -> bool:
        """Whether all values of a column of hers are such as this column of ours asks for."""
        cells = self._cells.get(number, [])
        if len(cells) < 2:
            return False
        parsed = [parse_cell(cell, column, self._book.style(cell.style)) for cell in cells]
        return all(p.value is not None and not p.findings for p in parsed)


def shape(text: str) -> str:
    """A value by its shape: letters after the first of a word and all digits are hidden.

    >>> shape("Котова Анна, 12.03.2014")
    'К… А…, 00.00.0000'
    """
    hidden = re.sub(r"[^\W\d_]{2,}", lambda word: f"{word[0][0]}…", text)
    return re.sub(r"\d", "0", hidden)
