"""A sheet of the schema → records: heading row found, rows told from totals and notes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from docgen.codes import Severity
from docgen.diagnostics import Diagnostic, Origin, diagnose, shorten
from docgen.identifiers import masked
from docgen.records.schema import (
    Column,
    ColumnType,
    Compound,
    Record,
    RowOrigin,
    columns_of,
    template_field,
)
from docgen.records.spelling import word_key
from docgen.workbook.cells import (
    FIRST_ROWS,
    Book,
    Cell,
    CellKind,
    Grid,
    Merge,
    SheetEntry,
    cells_by_column,
    column_letters,
    rows_of,
)
from docgen.workbook.cleaning import Finding
from docgen.workbook.compounds import UNPARTED, Parts, part_cell
from docgen.workbook.headings import (
    NO_RENAMING,
    HeadingRow,
    Match,
    Renaming,
    find_headings,
    heading_text,
    is_column_numbers,
    match_headings,
    name_column,
    schema_keys,
)
from docgen.workbook.parsing import Parsed, is_secret, parse_cell

K = TypeVar("K")
V = TypeVar("V")
_MOST_REMEMBERED = 4096
_NO_ATTRIBUTES: frozenset[str] = frozenset()

# --- what rows are ----------------------------------------------------------------------------

_TOTAL = re.compile(r"^\W*(?:итого|всего)(?:\W|$)", re.IGNORECASE)
_ASIDE = re.compile(
    r"^\W*(?:примечани|исполнитель|составил|согласовано|директор\s*_|заведующ\w*\s*_|подпись|м\.\s?п\.)"
    r"|^\*",
    re.IGNORECASE,
)
COUNTERS = frozenset({"n", "nпп", "пп", "номерпп"})
"""Keys of headings that only number the rows."""


def is_total(cells: Sequence[Cell]) -> bool:
    """«Итого», «Всего» at the beginning of a row."""
    return any(cell.kind is CellKind.TEXT and _TOTAL.match(cell.text) for cell in cells[:3])


def is_aside(cells: Sequence[Cell], width: int, after_gap: bool, spans: Iterable[Merge]) -> bool:
    """Notes, section titles and signatures between or under the rows of a table.

    ``width``: columns of the table; ``after_gap``: blank rows stand before; ``spans``: merges
    that begin in this row.
    """
    if width < 3:
        return False
    if any(m.right - m.left + 1 >= max(3, width / 2) for m in spans) and len(cells) == 1:
        return True
    if len(cells) <= 2 and cells[0].kind is CellKind.TEXT and _ASIDE.match(cells[0].text):
        return True
    return after_gap and (len(cells) == 1 or (len(cells) == 2 and width >= 5))


def first_words(cells: Iterable[Cell]) -> str:
    """How a message shows which row is meant."""
    return shorten(next((cell.text[:400] for cell in cells if cell.kind is CellKind.TEXT), ""))


def is_repeated_heading(cells: Sequence[Cell], texts: Mapping[int, str]) -> bool:
    """The heading row again, as it is repeated for printing."""
    # Most rows are told from the heading by their first cells, without cleaning any.
    if len(cells) < 2 or not any(
        texts.get(cell.column) == " ".join(cell.text[:80].split()) for cell in cells[:2]
    ):
        return False
    same = sum(texts.get(cell.column) == heading_text(cell) for cell in cells)
    return same >= max(2, len(cells) - 1)


def row_ranges(rows: Iterable[int]) -> str:
    """5, 6, 7, 12 → «5–7, 12»."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    shown = [f"{a}" if a == b else f"{a}–{b}" for a, b in ranges[:8]]
    return ", ".join(shown) + (" и другие" if len(ranges) > 8 else "")


# --- what is said about cells -----------------------------------------------------------------


MAX_REMARKS = 20_000


class TooManyRemarks(Exception):
    """A sheet with more faults than anybody mends cell by cell: its rows are not read."""


@dataclass
class Remarks:
    """Diagnostics of one sheet. Notes of one kind in one column are said once, with a count."""

    found: list[Diagnostic] = field(default_factory=list)
    _noted: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(
        self,
        origin: Origin,
        finding: Finding,
        value: object = "",
        norm: str = "",
        related: Iterable[Origin] = (),
    ) -> None:
        made = diagnose(
            finding.code,
            origin,
            finding.message,
            hint=finding.hint,
            value=value,
            norm=norm,
            related=related,
        )
        if made.severity is not Severity.NOTE:
            if len(self.found) >= MAX_REMARKS:
                raise TooManyRemarks
            self.found.append(made)
            return
        key = (finding.code, re.sub(r"[0-9]", "", origin.cell))
        if key in self._noted:
            index, count = self._noted[key]
            self._noted[key] = (index, count + 1)
        else:
            self._noted[key] = (len(self.found), 1)
            self.found.append(made)

    def give_up(self, file: str, sheet: str) -> None:
        """Say that the sheet is not read for the number of its faults."""
        self.found.append(
            diagnose(
                "sheet-hopeless",
                Origin(file, sheet),
                f"на листе больше {MAX_REMARKS} неладов: лист не прочитан",
                hint="исправьте столбцы целиком и повторите",
            )
        )

    def done(self) -> list[Diagnostic]:
        for index, count in self._noted.values():
            if count > 1:
                first = self.found[index]
                self.found[index] = diagnose(
                    first.code,
                    first.origin,
                    f"{first.message} (и ещё в {count - 1} яч. этого столбца)",
                    hint=first.hint,
                    value=first.value,
                    norm=first.norm,
                )
        return self.found


def shown_value(cell: Cell, column: Column) -> str:
    """What of a cell may stand in a message."""
    if cell.kind in (CellKind.BROKEN, CellKind.NO_VALUE):
        return ""
    return masked(cell.text[:400]) if is_secret(column.cell_type) else shorten(cell.text[:400])


class DateOrder:
    """Dates with slashes: a column tells by its other dates which number is the day."""

    def __init__(self) -> None:
        self._doubts: dict[str, list[tuple[Origin, Parsed]]] = {}
        self._seen: dict[str, set[str]] = {}

    def note(self, attribute: str, origin: Origin, parsed: Parsed) -> None:
        self._seen.setdefault(attribute, set()).add(parsed.slashes)
        if parsed.slashes == "doubt":
            self._doubts.setdefault(attribute, []).append((origin, parsed))

    def judge(self, remarks: Remarks) -> None:
        for attribute, doubts in self._doubts.items():
            seen = self._seen[attribute]
            if "us" in seen:
                for origin, _ in doubts:
                    remarks.add(
                        origin,
                        Finding(
                            "date-order-conflict",
                            "в столбце есть даты, где первым стоит месяц: неясно, где здесь день",
                            "запишите даты столбца с точками: 01.09.2026",
                        ),
                    )
            elif "ru" not in seen:
                origin, parsed = doubts[0]
                more = f" (таких дат в столбце: {len(doubts)})" if len(doubts) > 1 else ""
                remarks.add(
                    origin,
                    Finding(
                        "date-ambiguous",
                        "день и месяц можно переставить; прочитано как "
                        f"{parsed.value:%d.%m.%Y}{more}",
                        "запишите дату с точками: 01.09.2026",
                    ),
                )


# --- tables -----------------------------------------------------------------------------------


class Merges:
    """Merged cells of the rows of a table: only the first cell holds the value."""

    def __init__(self, grid: Grid, below: int) -> None:
        self._grid = grid
        self._by_column: dict[int, list[Merge]] = {}
        self._by_row: dict[int, list[Merge]] = {}
        for merge in grid.merges:
            if merge.top > below:
                self._by_row.setdefault(merge.top, []).append(merge)
                if merge.bottom > merge.top:
                    self._by_column.setdefault(merge.left, []).append(merge)
        for merges in self._by_column.values():
            merges.sort()

    def beginning(self, row: int) -> Sequence[Merge]:
        return self._by_row.get(row, ())

    def above(self, row: int, column: int) -> tuple[Cell, Merge] | None:
        """The cell that gives its value to an empty one of a vertical merge."""
        merges = self._by_column.get(column)
        if not merges:
            return None
        merge = merges[bisect_left(merges, (row,)) - 1]
        if not merge.top < row <= merge.bottom:
            return None
        first = cells_by_column(self._grid.rows.get(merge.top, [])).get(column)
        return (first, merge) if first else None

    def __bool__(self) -> bool:
        return bool(self._by_row)


def read_table(
    book: Book,
    entry: SheetEntry,
    grid: Grid,
    kind: type[Record],
    renaming: Renaming = NO_RENAMING,
) -> tuple[list[Record], list[Diagnostic]]:
    """Records of a sheet with a row for each; ``renaming`` of a column map that knows it."""
    return _TableReader(book, entry, grid, kind, renaming).read()


class _TableReader:
    def __init__(
        self,
        book: Book,
        entry: SheetEntry,
        grid: Grid,
        kind: type[Record],
        renaming: Renaming,
    ) -> None:
        self.renaming = renaming
        self.book = book
        self.entry = entry
        self.grid = grid
        self.kind = kind
        self.columns = columns_of(kind)
        self.remarks = Remarks()
        self.dates = DateOrder()
        self.by_attribute = {column.attribute: column for column in self.columns}
        self._memo: dict[tuple[int, Cell], Parsed] = {}
        self._parts: dict[tuple[int, Cell], Parts] = {}
        self._plain: dict[str, str] = {}

    def read(self) -> tuple[list[Record], list[Diagnostic]]:
        compounds = self.kind.SHEET.compounds
        headings = find_headings(self.grid, self.columns, compounds, self.renaming)
        if headings is None:
            self._no_headings()
            return [], self.remarks.done()
        match = match_headings(headings, self.columns, compounds)
        try:
            self._judge_headings(headings, match)
            records = self._read_rows(headings, match)
        except TooManyRemarks:
            self.remarks.give_up(self.book.name, self.entry.title)
            return [], self.remarks.done()
        self.dates.judge(self.remarks)
        if not records:
            self._say_empty("на листе нет ни одной записи")
        return records, self.remarks.done()

    # --- headings

    def _sheet_origin(self, row: int = 0, column: int = 0) -> Origin:
        cell = f"{column_letters(column)}{row}" if column else ""
        return Origin(self.book.name, self.entry.title, row, cell)

    def _say_empty(self, message: str) -> None:
        # The blank has every sheet; those that a run can do without are left empty on purpose.
        if self.kind.SHEET.required:
            self.remarks.add(self._sheet_origin(), Finding("sheet-empty", message))

    def _no_headings(self) -> None:
        if not self.grid.rows:
            self._say_empty("лист пуст")
            return
        wanted = ", ".join(f"«{c.heading}»" for c in self.columns[:4])
        self.remarks.add(
            self._sheet_origin(),
            Finding(
                "headings-not-found",
                "не найдена строка заголовков",
                f"в ней должны стоять: {wanted} и другие; возьмите чистый лист командой "
                "docgen blank",
            ),
        )

    def _judge_headings(self, headings: HeadingRow, match: Match) -> None:
        near = {column.attribute: number for number, column in match.near.items()}
        absent = []
        for column in match.missing:
            number = near.get(column.attribute)
            if column.required is True:
                hint = f"добавьте столбец «{column.heading}»"
                if number:
                    found = name_column(number, headings.texts[number])
                    hint = f"возможно, это {found}: исправьте заголовок"
                self.remarks.add(
                    self._sheet_origin(headings.first, number or 0),
                    Finding(
                        "heading-missing",
                        f"в строке заголовков {headings.first} нет столбца «{column.heading}»",
                        hint,
                    ),
                    norm=column.norm,
                )
            elif number:
                self.remarks.add(
                    self._sheet_origin(headings.first, number),
                    Finding(
                        "heading-misspelt",
                        f"заголовок «{headings.texts[number][:60]}» не узнан и похож на "
                        f"«{column.heading}»",
                        f"исправьте заголовок на «{column.heading}», если это он",
                    ),
                )
            else:
                absent.append(column.heading)
        if absent:
            shown = ", ".join(f"«{heading}»" for heading in absent[:12])
            more = f" и ещё {len(absent) - 12}" if len(absent) > 12 else ""
            self.remarks.add(
                self._sheet_origin(headings.first),
                Finding("headings-absent", f"нет необязательных столбцов: {shown}{more}"),
            )
        for first, second in match.duplicates:
            self.remarks.add(
                self._sheet_origin(headings.first, second),
                Finding(
                    "heading-duplicate",
                    f"столбцы {column_letters(first)} и {column_letters(second)} называются "
                    f"одинаково: «{headings.texts[second][:60]}»; прочитан первый",
                    "удалите или переименуйте один из них",
                ),
                related=self._rows_that_differ(headings, first, second),
            )
        own = [
            number
            for number in match.own
            if number not in match.near
            if word_key(headings.texts[number]) not in COUNTERS
        ]
        if own:
            shown = ", ".join(name_column(n, headings.texts[n]) for n in own[:12])
            self.remarks.add(
                self._sheet_origin(headings.first, own[0]),
                Finding(
                    "heading-own",
                    f"свои столбцы, доступные шаблонам: {shown}",
                    "если это столбец программы, исправьте его заголовок",
                ),
            )
        read = sorted([*match.columns, *match.compounds])
        hidden = [n for n in read if self.grid.is_hidden_column(n)]
        if hidden:
            shown = ", ".join(name_column(n, headings.texts[n]) for n in hidden[:8])
            self.remarks.add(
                self._sheet_origin(headings.first, hidden[0]),
                Finding("column-hidden", f"прочитаны скрытые столбцы: {shown}"),
            )

    def _rows_that_differ(self, headings: HeadingRow, first: int, second: int) -> Iterator[Origin]:
        """Rows where two columns of one name hold two values: nobody knows which one holds."""
        for row, cells in self.grid.rows.items():
            by_column = cells_by_column(cells)
            other = by_column.get(second)
            known = by_column.get(first)
            if row > headings.last and other and (known is None or known.text != other.text):
                yield self._sheet_origin(row, second)

    # --- rows

    def _read_rows(self, headings: HeadingRow, match: Match) -> list[Record]:
        letters = {
            part: column_letters(n)
            for n, compound in match.compounds.items()
            for part in compound.parts
        }
        letters |= {column.attribute: column_letters(n) for n, column in match.columns.items()}
        letters |= {name: column_letters(n) for n, name in match.own.items()}
        known = headings.texts.keys() | headings.unwanted
        columns = dict(match.columns)
        for number in match.compounds:
            heading = headings.texts[number]
            columns[number] = Column(f"compound_{number}", heading, ColumnType.LONG_TEXT)
        for number, name in match.own.items():
            columns[number] = Column(name, headings.texts[number], ColumnType.LONG_TEXT)
        code = next((n for n, c in columns.items() if c.cell_type is ColumnType.CODE), 0)
        merges = Merges(self.grid, headings.last)
        stray: dict[int, int] = {}
        hidden: list[int] = []
        records: list[Record] = []
        previous = headings.last
        release = not merges
        for row, cells in rows_of(self.grid):
            if row <= headings.last:
                continue
            if release and row > headings.last + FIRST_ROWS:
                # Its record takes its place: a large sheet is not in memory twice.
                del self.grid.rows[row]
            inside = [cell for cell in cells if cell.column in columns]
            for cell in cells:
                if cell.column not in columns and cell.column not in known:
                    stray.setdefault(cell.column, row)
            if not is_filled(inside):
                continue
            after_gap = row > previous + 1
            previous = row
            if self._is_no_record(row, inside, headings, after_gap, merges, code):
                continue
            if row in self.grid.hidden_rows:
                hidden.append(row)
            records.append(self._record(row, inside, columns, letters, match, merges))
        self._report_stray(stray)
        self._report_hidden(hidden)
        return records

    def _is_no_record(
        self,
        row: int,
        cells: list[Cell],
        headings: HeadingRow,
        after_gap: bool,
        merges: Merges,
        code: int,
    ) -> bool:
        coded = next((c for c in cells if c.column == code), None)
        if is_total(cells) and (coded is None or _TOTAL.match(coded.text)):
            finding = Finding("row-total", f"строка итогов не прочитана: «{first_words(cells)}»")
        elif is_repeated_heading(cells, headings.as_written) or is_column_numbers(cells):
            finding = Finding("row-total", "повтор заголовка не прочитан")
        elif (coded is None or merges.beginning(row) or _ASIDE.match(coded.text)) and is_aside(
            cells, len(headings.texts), after_gap, merges.beginning(row)
        ):
            finding = Finding(
                "row-aside",
                f"строка не похожа на запись и не прочитана: «{first_words(cells)}»",
                "если это запись, заполните её столбцы; если примечание, всё в порядке",
            )
        else:
            return False
        self.remarks.add(self._sheet_origin(row, cells[0].column), finding)
        return True

    def _record(
        self,
        row: int,
        cells: list[Cell],
        columns: Mapping[int, Column],
        letters: Mapping[str, str],
        match: Match,
        merges: Merges,
    ) -> Record:
        own = match.own
        by_column = cells_by_column(cells)
        if merges:
            self._fill_merged(row, by_column, columns, merges)
        values: dict[str, Any] = {}
        extra = dict.fromkeys(own.values(), "") if own else self._plain
        not_applicable: set[str] = set()
        told: list[tuple[str, Finding, Cell, Column]] = []
        dated: list[tuple[str, Parsed]] = []
        for number, cell in by_column.items():
            if number in match.compounds and number not in own:
                continue
            column = columns[number]
            parsed = self._parse(number, cell, column)
            for finding in parsed.findings:
                # In her own column a date is what it looks like.
                # What a compound says of its cell is told below.
                if number not in match.compounds and not (
                    number in own and finding.code == "date-in-text"
                ):
                    told.append((column.attribute, finding, cell, column))
            if parsed.not_applicable:
                not_applicable.add(column.attribute)
            if number in own:
                extra[column.attribute] = str(parsed.value or "")
            else:
                values[column.attribute] = parsed.value
            if parsed.slashes:
                dated.append((column.attribute, parsed))
        cells_of_parts: dict[str, str] = {}
        for number, compound in match.compounds.items():
            if number not in by_column:
                continue
            parts = self._part(number, by_column[number], compound)
            address = f"{column_letters(number)}{row}"
            whole = columns[number]
            cells_of_parts[whole.attribute] = address
            # A row that has the first part in its own column does not need this cell.
            spared = values.get(compound.parts[0]) is not None
            told += [
                (whole.attribute, f, by_column[number], whole)
                for f in parts.findings
                if not (spared and f.code in UNPARTED)
            ]
            if parts.not_applicable:
                not_applicable.update(a for a in compound.parts if values.get(a) is None)
            for attribute, parsed in parts.parsed.items():
                part = self.by_attribute[attribute]
                alone = values.get(attribute)
                if alone not in (None, ()) or attribute in not_applicable:
                    if parsed.value not in (None, alone):
                        told.append((whole.attribute, _conflict(part), by_column[number], whole))
                    continue
                values[attribute] = parsed.value
                cells_of_parts[attribute] = address
                told += [(attribute, f, by_column[number], whole) for f in parsed.findings]
                if parsed.slashes:
                    dated.append((attribute, parsed))
        origin = RowOrigin(
            self.book.name,
            self.entry.title,
            row,
            _label(self.kind, values),
            letters,
            cells_of_parts or self._plain,
        )
        for attribute, finding, cell, column in told:
            self.remarks.add(origin.at(attribute), finding, shown_value(cell, column), column.norm)
        for attribute, parsed in dated:
            self.dates.note(attribute, origin.at(attribute), parsed)
        return self.kind(
            origin=origin,
            extra=extra,
            not_applicable=frozenset(not_applicable) if not_applicable else _NO_ATTRIBUTES,
            **values,
        )

    def _parse(self, number: int, cell: Cell, column: Column) -> Parsed:
        key = (number, cell)
        parsed = self._memo.get(key)
        if parsed is None:
            style = self.book.style(cell.style)
            parsed = parse_cell(cell, column, style, self.book.epoch_1904)
            _remember(self._memo, key, parsed)
        return parsed

    def _part(self, number: int, cell: Cell, compound: Compound) -> Parts:
        key = (number, cell)
        parts = self._parts.get(key)
        if parts is None:
            style = self.book.style(cell.style)
            parts = part_cell(cell, compound, self.by_attribute, style, self.book.epoch_1904)
            _remember(self._parts, key, parts)
        return parts

    def _fill_merged(
        self,
        row: int,
        cells: dict[int, Cell],
        columns: Mapping[int, Column],
        merges: Merges,
    ) -> None:
        for merge in merges.beginning(row):
            covered = [columns[n] for n in range(merge.left, merge.right + 1) if n in columns]
            if len(covered) > 1:
                others = ", ".join(f"«{column.heading}»" for column in covered[1:4])
                finding = Finding(
                    "cells-merged",
                    f"ячейки {merge} объединены: значение отнесено к столбцу "
                    f"«{covered[0].heading}», а не к {others}",
                    "снимите объединение и заполните каждую ячейку",
                )
                self.remarks.add(self._sheet_origin(row, merge.left), finding)
            elif merge.bottom > merge.top and merge.left in columns and merge.left in cells:
                finding = Finding(
                    "cells-merged",
                    f"ячейки {merge} объединены: значение взято для каждой строки",
                    "снимите объединение и заполните каждую строку",
                )
                self.remarks.add(self._sheet_origin(row, merge.left), finding)
        for number in columns:
            if number not in cells:
                above = merges.above(row, number)
                if above:
                    cells[number] = above[0]

    def _report_stray(self, stray: Mapping[int, int]) -> None:
        for column, row in sorted(stray.items())[:5]:
            more = f" (и ещё столбцов: {len(stray) - 5})" if len(stray) > 5 else ""
            self.remarks.add(
                self._sheet_origin(row, column),
                Finding(
                    "heading-empty",
                    f"в столбце {column_letters(column)} есть данные, но нет заголовка: "
                    f"они не прочитаны{more}",
                    "впишите заголовок или удалите лишнее",
                ),
            )

    def _report_hidden(self, rows: Sequence[int]) -> None:
        if rows:
            filtered = "; возможно, включён фильтр" if self.grid.filtered else ""
            self.remarks.add(
                self._sheet_origin(rows[0]),
                Finding(
                    "row-hidden",
                    f"скрытые строки прочитаны наравне с другими: {row_ranges(rows)}{filtered}",
                    "покажите их и проверьте; лишние удалите",
                ),
            )


def _remember(memo: dict[K, V], key: K, value: V) -> None:
    """Keep what was made of a cell for the rows that say the same.

    Most cells that repeat do so soon; names and numbers of documents never do, and with the
    memo as large as the sheet they would cost more memory than its records.
    """
    if len(memo) >= _MOST_REMEMBERED:
        memo.clear()
    memo[key] = value


def is_filled(cells: Iterable[Cell]) -> bool:
    """Whether a row holds more than spaces."""
    return any(cell.kind is not CellKind.TEXT or cell.text.strip() for cell in cells)


def _conflict(part: Column) -> Finding:
    return Finding(
        "compound-conflict",
        f"здесь одно, а в столбце «{part.heading}» другое",
        "оставьте верное значение в обоих столбцах или удалите один из них",
    )


def _label(kind: type[Record], values: Mapping[str, Any]) -> str:
    """What names the row in messages: never more than a short name."""
    given = [values.get(attribute) for attribute in kind.SHEET.label_attributes]
    texts = [str(value) for value in given if isinstance(value, str) and value]
    if not texts:
        return ""
    if kind.SHEET.label_attributes[0] == "surname":
        initials = "".join(f" {text[0]}." for text in texts[1:])
        return shorten(texts[0] + initials)
    if "code" in kind.SHEET.label_attributes:
        shown = shorten(texts[0])
        return texts[0] if shown == texts[0] else shown  # one text for both, not two
    return shorten(", ".join(texts))


# --- pairs ------------------------------------------------------------------------------------


def read_pairs(
    book: Book, entry: SheetEntry, grid: Grid, kind: type[Record]
) -> tuple[Record | None, list[Diagnostic]]:
    """The one record of a sheet «параметр | значение»; ``None`` when it names no parameter."""
    remarks = Remarks()
    try:
        record = _read_pairs(book, entry, grid, kind, remarks)
    except TooManyRemarks:
        remarks.give_up(book.name, entry.title)
        record = None
    return record, remarks.done()


def _read_pairs(
    book: Book, entry: SheetEntry, grid: Grid, kind: type[Record], remarks: Remarks
) -> Record | None:
    columns = columns_of(kind)
    keys = schema_keys(columns)
    names = Counter(
        cell.column
        for cells in grid.rows.values()
        for cell in cells
        if word_key(heading_text(cell)) in keys
    )
    if not names:
        origin = Origin(book.name, entry.title)
        wanted = ", ".join(f"«{c.heading}»" for c in columns[:3])
        remarks.add(
            origin,
            Finding(
                "headings-not-found",
                "на листе не найдено ни одного параметра",
                f"в первом столбце должны стоять: {wanted} и другие",
            ),
        )
        return None
    name_at = names.most_common(1)[0][0]
    value_at = _value_column(grid, name_at)
    cells: dict[str, str] = {}
    values: dict[str, Any] = {}
    extra: dict[str, str] = {}
    not_applicable = set()
    found: list[tuple[str, Finding, Cell, Column]] = []
    for row, line in rows_of(grid):
        by_column = cells_by_column(line)
        if name_at not in by_column:
            continue
        heading = heading_text(by_column[name_at])
        key = word_key(heading)
        if not key or key in ("параметр", "настройка", "показатель"):
            continue
        column = keys.get(key)
        if column is None:
            _say_near_parameter(remarks, book, entry, row, name_at, heading, columns, cells)
            name = template_field(heading)
            if value_at not in by_column or not name or len(name) > 60:
                continue  # a title or an explanation, no parameter
            column = Column(name, heading, ColumnType.LONG_TEXT)
        address = f"{column_letters(value_at)}{row}"
        if column.attribute in cells:
            remarks.add(
                Origin(book.name, entry.title, 0, address),
                Finding(
                    "parameter-duplicate",
                    f"параметр «{column.heading}» уже задан в {cells[column.attribute]}",
                    "оставьте одну строку",
                ),
            )
            continue
        cells[column.attribute] = address
        cell = by_column.get(value_at)
        if cell is None:
            continue
        parsed = parse_cell(cell, column, book.style(cell.style), book.epoch_1904)
        found += [(column.attribute, finding, cell, column) for finding in parsed.findings]
        if parsed.not_applicable:
            not_applicable.add(column.attribute)
        if key in keys:
            values[column.attribute] = parsed.value
        else:
            extra[column.attribute] = str(parsed.value or "")
    # Row 0: the record is the whole sheet, and so is every fault in it.
    origin_of_row = RowOrigin(book.name, entry.title, 0, cells=cells)
    for attribute, finding, cell, column in found:
        remarks.add(origin_of_row.at(attribute), finding, shown_value(cell, column), column.norm)
    return kind(
        origin=origin_of_row, extra=extra, not_applicable=frozenset(not_applicable), **values
    )


def _value_column(grid: Grid, name_at: int) -> int:
    """The column that holds most values to the right of the names."""
    counts: Counter[int] = Counter()
    for cells in grid.rows.values():
        for cell in cells:
            if cell.column > name_at and word_key(cell.text) == "значение":
                return cell.column
        counts.update([cell.column for cell in cells if cell.column > name_at][:1])
    return counts.most_common(1)[0][0] if counts else name_at + 1


def _say_near_parameter(
    remarks: Remarks,
    book: Book,
    entry: SheetEntry,
    row: int,
    name_at: int,
    heading: str,
    columns: Sequence[Column],
    taken: Mapping[str, str],
) -> None:
    """Say that an unknown parameter looks like a known one that is not there."""
    free = [column for column in columns if column.attribute not in taken]
    match = match_headings(HeadingRow(row, row, {name_at: heading}), free)
    for column in match.near.values():
        remarks.add(
            Origin(book.name, entry.title, 0, f"{column_letters(name_at)}{row}"),
            Finding(
                "heading-misspelt",
                f"параметр «{heading[:60]}» не узнан и похож на «{column.heading}»",
                f"исправьте на «{column.heading}», если это он",
            ),
        )
