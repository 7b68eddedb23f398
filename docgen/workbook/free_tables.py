"""Tables that no schema describes: what can be checked by the words of their headings.

«ИНН родителя» is an ИНН whoever made the table. Where no heading is known, nothing is known
of the values either: then only the file's own faults are told, and as warnings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docgen.codes import CATALOGUE, Severity
from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.opc.reading import BrokenPart
from docgen.records.schema import Column, ColumnType, Record, columns_of
from docgen.records.spelling import as_cyrillic, word_key
from docgen.workbook.cells import (
    Book,
    Cell,
    CellKind,
    Formula,
    Grid,
    SheetEntry,
    cells_by_column,
    collection_paused,
    column_letters,
    open_book,
    rows_of,
)
from docgen.workbook.cleaning import Finding, clean
from docgen.workbook.column_map import map_beside, read_column_map
from docgen.workbook.headings import (
    CLOSE,
    MOST_COLUMNS,
    NO_RENAMING,
    HeadingRow,
    Renaming,
    candidates,
    find_headings,
    heading_text,
    is_column_numbers,
    likeness,
    match_headings,
    schema_keys,
    with_column_numbers,
)
from docgen.workbook.parsing import EXTERNAL_VALUE, Parsed, cell_fault, is_name_heading, parse_cell
from docgen.workbook.reading import class_of_sheet, is_instruction
from docgen.workbook.soundness import Sound, sound_in
from docgen.workbook.tables import (
    COUNTERS,
    DateOrder,
    Merges,
    Remarks,
    TooManyRemarks,
    first_words,
    is_aside,
    is_filled,
    is_repeated_heading,
    is_total,
    read_pairs,
    read_table,
    row_ranges,
    shown_value,
)

# --- whole files ------------------------------------------------------------------------------


def check_file(path: Path, shown_name: str = "") -> list[Diagnostic]:
    """What is to mend in a workbook, docgen's or anybody's: container, headings, cells.

    Rules across cells and rows are not judged here. A sound workbook gives no error.
    """
    with collection_paused():
        return _check_book(path, shown_name)


def _check_book(path: Path, shown_name: str) -> list[Diagnostic]:
    book, diagnostics = open_book(path, shown_name)
    if book is None:
        return diagnostics
    filled = False
    for entry in book.sheets:
        try:
            grid = book.read(entry)
            if any(is_filled(cells) for cells in grid.rows.values()):
                filled = True
                diagnostics += _check_sheet(book, entry, grid)
        except BrokenPart as broken:
            filled = True
            diagnostics.append(broken.diagnostic(book.name))
    if not filled:
        diagnostics.append(
            diagnose(
                "book-empty",
                Origin(book.name),
                "книга пуста: ни на одном листе нет данных",
                hint="проверьте, тот ли это файл и сохранён ли он",
            )
        )
    return diagnostics


def workbooks_in(path: Path, column_map: Path | None = None) -> frozenset[str]:
    """Stems of docgen's workbooks whose sheets stand in a file (``directory``, ``partners``).

    A sheet that the column map reads as ours is ours; ``column_map`` is by default the one
    beside the file. Empty for anybody else's table, also where it bears the title of one of
    our sheets, and for a file that can't be read. Once a sheet is known for ours, titles are
    enough for the others: one whose headings are spoilt must be read to say so.
    """
    book, _ = open_book(path)
    if book is None:
        return frozenset()
    titled = [(entry, kind) for entry in book.sheets if (kind := class_of_sheet(entry.title))]
    mapped = _mapped_kinds(book, column_map or map_beside(path))
    if not mapped and not any(_is_ours(book, entry, kind) for entry, kind in titled):
        return frozenset()
    return frozenset(kind.SHEET.workbook for kind in (*mapped, *(kind for _, kind in titled)))


def _mapped_kinds(book: Book, column_map: Path | None) -> tuple[type[Record], ...]:
    if column_map is None:
        return ()
    try:
        return tuple(read_column_map(column_map).kinds_in(book))
    except BrokenPart:
        return ()


def _is_ours(book: Book, entry: SheetEntry, kind: type[Record]) -> bool:
    try:
        return fits_schema(book.beginning(entry), kind)
    except BrokenPart:
        return False


def fits_schema(grid: Grid, kind: type[Record], renaming: Renaming = NO_RENAMING) -> bool:
    """Whether the headings are those of the schema, or another table has taken its title."""
    columns = columns_of(kind)
    required = [column for column in columns if column.required is True]
    if kind.SHEET.layout == "pairs":
        keys = schema_keys(columns)
        found = {
            keys[key].attribute
            for cells in grid.rows.values()
            for cell in cells
            if (key := word_key(heading_text(cell))) in keys
        }
        return len(found) * 2 >= len(required)
    headings = find_headings(grid, columns, kind.SHEET.compounds, renaming)
    if headings is None:
        return False
    match = match_headings(headings, columns, kind.SHEET.compounds)
    known = {column.attribute for column in (*match.columns.values(), *match.near.values())}
    # «ФИО» is one heading that many tables have, though it stands for several columns of ours.
    joined = {
        part: compound.heading
        for compound in match.compounds.values()
        for part in compound.parts
        if part not in known
    }
    wanted = {joined.get(column.attribute, column.attribute) for column in required}
    return len(wanted & (known | set(joined.values()))) * 2 >= len(wanted)


def _check_sheet(book: Book, entry: SheetEntry, grid: Grid) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if is_instruction(entry.title):
        return found
    if entry.hidden:
        found.append(
            diagnose(
                "sheet-hidden",
                Origin(book.name, entry.title),
                "лист скрыт, но прочитан",
                hint="покажите лист и проверьте его",
            )
        )
    kind = class_of_sheet(entry.title)
    if kind is not None and fits_schema(grid, kind):
        reader = read_pairs if kind.SHEET.layout == "pairs" else read_table
        return found + reader(book, entry, grid, kind)[1]
    return found + _FreeTable(book, entry, grid).check()


# --- what a heading says of its column --------------------------------------------------------

_WORDS: Mapping[str, ColumnType] = {
    "инн": ColumnType.INN,
    "кпп": ColumnType.KPP,
    "огрн": ColumnType.OGRN,
    "огрнип": ColumnType.OGRN,
    "снилс": ColumnType.SNILS,
    "бик": ColumnType.BIK,
    "октмо": ColumnType.OKTMO,
    "кбк": ColumnType.KBK,
    "икз": ColumnType.IKZ,
    "телефон": ColumnType.PHONE,
    "телефоны": ColumnType.PHONE,
    "тел": ColumnType.PHONE,
}
_ACCOUNT = re.compile(r"\b[рк]\s?/\s?с\b|(?:расчетн|казначейск|корр?\w*)\w*\.?\s+счет")
_PERSONAL_ACCOUNT = re.compile(r"\bл\s?/\s?с\b|лицево\w*\s+счет")
_MAIL = re.compile(r"mail|(?:электрон\w*|эл\.?)\s*почт", re.IGNORECASE)
_DATE = re.compile(r"(?:^|\s)дата\b|^число,?\s+месяц,?\s+год|^д\.\s?р\.")
_NOT_ONLY_DATE = re.compile(r"номер|n\b|№|время|место|кем|реквизит|\bи\b")
_MONEY = re.compile(
    r"^(?:сумма|стоимость|цена|оплата|плата)\b(?!.*(?:пропис|слов|балл|час|мест|очк|порядок|срок|вид))"
)
_NO_PERSON = re.compile(r"файл|организаци|учрежд|школ|групп|ник\b|пользоват", re.IGNORECASE)
_VOCABULARY = (
    "Фамилия", "Имя", "Отчество", "Телефон", "СНИЛС", "Адрес", "Сумма", "Организация",
    "Наименование", "Должность", "Стоимость", "Программа",
)  # fmt: skip
_ENDINGS = re.compile(r"(?:ами|ями|ией|ого|его|ому|ем|ом|ей|ой|ий|ии|ию|ия|ы|и|а|я|у|ю|е|о|ь)$")
_PART_OF_NAME = re.compile(
    r"(?i)\W*(фамилия|имя|отчество|ф\.?\s*и\.?\s*о\.?)(?=\W|$)(.*)", re.DOTALL
)


def misspelt(text: str) -> tuple[str, str] | None:
    """A word of a heading that looks like a known one, and that one."""
    for word in re.findall(r"\w{3,}", text):
        key = word_key(word)
        for known in _VOCABULARY:
            other = word_key(known)
            if CLOSE <= likeness(key, other) < 1 and not _same_word(key, other):
                return word, known
    return None


def _same_word(one: str, other: str) -> bool:
    """«Адреса», «организацией»: other endings are no slips; «Фамилие» is no ending at all."""
    if one.startswith("фамили"):
        return one in ("фамилии", "фамилию", "фамилией", "фамилиями")
    return _ENDINGS.sub("", one) == _ENDINGS.sub("", other)


@lru_cache(maxsize=4096)
def type_of_heading(text: str) -> ColumnType | None:
    """The type that a heading promises; ``None`` when it promises nothing."""
    plain = as_cyrillic(text).casefold().replace("ё", "е").strip()
    if _MAIL.search(text.casefold()) or (
        "почт" in plain and "индекс" not in plain and "эл" in plain
    ):
        return ColumnType.EMAIL
    if _PERSONAL_ACCOUNT.search(plain):
        return ColumnType.PERSONAL_ACCOUNT
    if _ACCOUNT.search(plain):
        return ColumnType.ACCOUNT
    words = re.findall(r"\w+", plain)
    types = {_WORDS[word] for word in words if word in _WORDS}
    if types:
        # Two identifiers in one column («ИНН/КПП») are neither.
        return types.pop() if len(types) == 1 else None
    if _DATE.search(plain) and not _NOT_ONLY_DATE.search(plain):
        return ColumnType.DATE
    if _MONEY.search(plain):
        return ColumnType.MONEY
    if is_name_heading(text) and not _NO_PERSON.search(text):
        return ColumnType.TEXT
    return None


MOST_ROWS_ABOVE = 8
"""Titles and stamps above a table take a few rows; below more rows of words it has begun."""


@dataclass(frozen=True)
class FoundTable:
    headings: HeadingRow
    types: Mapping[int, ColumnType]


def find_table(grid: Grid) -> FoundTable | None:
    """The heading row: the one whose words promise most; else the first row of words."""
    best: tuple[int, FoundTable] | None = None
    plain: HeadingRow | None = None
    wide_above = 0
    for candidate in candidates(grid):
        if wide_above > MOST_ROWS_ABOVE:
            break  # a list of words, such as an instruction: it has no heading of its own
        if candidate.first == candidate.last and len(candidate.texts) > 1:
            wide_above += 1
        types = {
            number: kind
            for number, text in candidate.texts.items()
            if len(text) < 80 and (kind := type_of_heading(text))
        }
        score = len(types)
        one_line = candidate.first == candidate.last
        if score >= 2 or (score and len(candidate.texts) <= 2):
            better = best is None or score > best[0]
            same = best is not None and score == best[0]
            first_line = best is not None and best[1].headings.last == candidate.first
            if better or (same and one_line and first_line):
                best = (score, FoundTable(candidate, types))
        elif plain is None and one_line and _looks_like_headings(grid, candidate):
            plain = candidate
    if best:
        return FoundTable(with_column_numbers(grid, best[1].headings), best[1].types)
    return FoundTable(with_column_numbers(grid, plain), {}) if plain else None


def _looks_like_headings(grid: Grid, candidate: HeadingRow) -> bool:
    cells = grid.rows[candidate.first]
    return (
        len(cells) >= 2
        and all(cell.kind is CellKind.TEXT and len(cell.text) < 80 for cell in cells)
        and candidate.first + 1 in grid.rows
    )


class _Repeats:
    """Rows that say nothing new: only their number in the list differs."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self._seen: set[tuple[tuple[int, str], ...]] = set()

    def note(self, row: int, cells: Sequence[Cell], counters: Collection[int]) -> None:
        said = tuple(
            [(cell.column, cell.text.strip()) for cell in cells if cell.column not in counters]
        )
        if len(said) > 2 and said in self._seen:
            self.rows.append(row)
        self._seen.add(said)


# --- one table --------------------------------------------------------------------------------


class _FreeTable:
    def __init__(self, book: Book, entry: SheetEntry, grid: Grid) -> None:
        self.book = book
        self.entry = entry
        self.grid = grid
        self.remarks = Remarks()
        self.dates = DateOrder()
        self.table: FoundTable | None = None
        self.columns: dict[int, Column] = {}
        self.sound: dict[int, Sound] = {}
        self.people: list[tuple[int, int]] = []  # columns of surname and first name
        self.repeats = _Repeats()

    def check(self) -> list[Diagnostic]:
        self.table = find_table(self.grid)
        if self.table is None or not self.table.types:
            self._check_unknown()
            return self.remarks.done()
        try:
            self._check_headings(self.table)
            self._check_rows(self.table)
            self.dates.judge(self.remarks)
        except TooManyRemarks:
            self.remarks.give_up(self.book.name, self.entry.title)
        return self.remarks.done()

    def _origin(self, row: int = 0, column: int = 0) -> Origin:
        cell = f"{column_letters(column)}{row}" if column else ""
        return Origin(self.book.name, self.entry.title, row, cell)

    def _say(self, row: int, column: int, code: str, message: str, hint: str = "") -> None:
        self.remarks.add(self._origin(row, column), Finding(code, message, hint))

    # --- no known heading: the file's own faults only

    def _check_unknown(self) -> None:
        self._say(
            0, 0, "table-foreign", "знакомых заголовков нет: значения не проверены по их смыслу"
        )
        said = 0
        for row, cells in rows_of(self.grid):
            for cell in cells:
                fault = cell_fault(cell)
                findings = [fault] if fault else []
                if cell.kind is CellKind.TEXT:
                    findings += clean(cell.text).findings
                for finding in findings:
                    said += 1
                    if said <= 50:
                        self._warn(row, cell, finding)
        if said > 50:
            self._say(0, 0, "table-foreign", f"и ещё ячеек с такими неладами: {said - 50}")

    def _warn(self, row: int, cell: Cell, finding: Finding) -> None:
        code = finding.code
        if CATALOGUE[code].severity is Severity.ERROR:
            code = "table-cell-fault"
        self._say(row, cell.column, code, finding.message, finding.hint)

    # --- headings

    def _check_headings(self, table: FoundTable) -> None:
        row = table.headings.first
        seen: dict[str, int] = {}
        for number, text in sorted(table.headings.texts.items()):
            column_type = table.types.get(number, ColumnType.LONG_TEXT)
            column = Column(f"column_{number}", text, column_type)
            self.columns[number] = column
            self.sound[number] = sound_in(
                column, number in table.types, self.book.style, self.book.epoch_1904
            )
            key = word_key(text)
            if key and key in seen:
                self._say(
                    row,
                    number,
                    "heading-duplicate",
                    f"столбцы {column_letters(seen[key])} и {column_letters(number)} называются "
                    f"одинаково: «{text[:60]}»",
                    "переименуйте или удалите один из них",
                )
            seen.setdefault(key, number)
            if number <= MOST_COLUMNS:
                self._say_misspelt(row, number, text)
        self._check_names(table)
        hidden = [n for n in self.columns if self.grid.is_hidden_column(n)]
        if hidden:
            shown = ", ".join(f"«{self.columns[n].heading[:40]}»" for n in hidden[:8])
            self._say(row, hidden[0], "column-hidden", f"прочитаны скрытые столбцы: {shown}")

    def _say_misspelt(self, row: int, number: int, text: str) -> None:
        found = misspelt(text)
        if found:
            self._say(
                row,
                number,
                "heading-misspelt",
                f"в заголовке «{text[:60]}» слово «{found[0]}» похоже на «{found[1]}»",
                "исправьте заголовок, если это опечатка",
            )

    def _check_names(self, table: FoundTable) -> None:
        """A first name and patronymic with no surname beside them name nobody."""
        people: dict[str, dict[str, int]] = {}
        shown: dict[str, str] = {}
        for number, text in table.headings.texts.items():
            found = _PART_OF_NAME.match(text)
            if found:
                owner = word_key(found[2])
                shown.setdefault(owner, found[2].strip())
                part = word_key(found[1])
                people.setdefault(owner, {}).setdefault(part, number)
        for owner, parts in people.items():
            surname = parts.get("фамилия", parts.get("фио", 0))
            first = parts.get("имя", parts.get("фио", 0))
            if len(parts) >= 2 and not (surname and first):
                wanted = f"{'Имя' if surname else 'Фамилия'} {shown[owner]}".strip()[:60]
                there = " и ".join(
                    f"«{table.headings.texts[n][:40]}»" for n in sorted(parts.values())
                )
                self._say(
                    table.headings.first,
                    0,
                    "table-name-incomplete",
                    f"в строке заголовков {table.headings.first} есть {there}, но нет столбца "
                    f"«{wanted}»",
                    f"добавьте столбец «{wanted}» или верните ему это название",
                )
            if surname and first != surname and first:
                self.people.append((surname, first))

    # --- rows

    def _check_rows(self, table: FoundTable) -> None:
        merges = Merges(self.grid, table.headings.last)
        hidden: list[int] = []
        stray: dict[int, int] = {}
        count = 0
        counters = {n for n, c in self.columns.items() if word_key(c.heading) in COUNTERS}
        previous = table.headings.last
        for row, cells in rows_of(self.grid):
            if row <= table.headings.last:
                continue
            inside = [cell for cell in cells if cell.column in self.columns]
            for cell in cells:
                if cell.column not in self.columns:
                    stray.setdefault(cell.column, row)
            if not is_filled(inside):
                continue
            after_gap = row > previous + 1
            previous = row
            if self._is_no_record(row, inside, table, after_gap, merges):
                continue
            count += 1
            if row in self.grid.hidden_rows:
                hidden.append(row)
            self._check_row(row, inside, merges)
            self.repeats.note(row, inside, counters)
        self._say_repeats()
        for column, row in sorted(stray.items())[:5]:
            self._say(
                row,
                column,
                "heading-empty",
                f"в столбце {column_letters(column)} есть данные, но нет заголовка",
                "впишите заголовок или удалите лишнее",
            )
        if hidden:
            filtered = "; возможно, включён фильтр" if self.grid.filtered else ""
            self._say(
                hidden[0],
                0,
                "row-hidden",
                f"скрытые строки прочитаны наравне с другими: {row_ranges(hidden)}{filtered}",
                "покажите их и проверьте; лишние удалите",
            )
        if not count:
            self._say(0, 0, "sheet-empty", "под заголовками нет ни одной строки данных")

    def _say_repeats(self) -> None:
        if self.repeats.rows:
            self._say(
                self.repeats.rows[0],
                0,
                "table-row-twice",
                f"строки повторяют прежние слово в слово: {row_ranges(self.repeats.rows)}",
                "удалите лишние",
            )

    def _is_no_record(
        self, row: int, cells: Sequence[Cell], table: FoundTable, after_gap: bool, merges: Merges
    ) -> bool:
        if is_total(cells):
            code, message = "row-total", f"строка итогов пропущена: «{first_words(cells)}»"
        elif is_repeated_heading(cells, table.headings.texts) or is_column_numbers(cells):
            code, message = "row-total", "повтор заголовка пропущен"
        elif is_aside(cells, len(table.headings.texts), after_gap, merges.beginning(row)):
            code, message = (
                "row-aside",
                f"строка не похожа на запись и пропущена: «{first_words(cells)}»",
            )
        else:
            return False
        self._say(row, cells[0].column, code, message)
        return True

    def _check_row(self, row: int, cells: Sequence[Cell], merges: Merges) -> None:
        by_column = cells_by_column(list(cells))
        for merge in merges.beginning(row):
            if merge.left in self.columns:
                self._say(
                    row,
                    merge.left,
                    "cells-merged",
                    f"ячейки {merge} объединены: значение есть только в первой",
                    "снимите объединение и заполните каждую ячейку",
                )
        for number, cell in by_column.items():
            if self.sound[number](cell):
                continue
            column = self.columns[number]
            parsed = self._parse(cell, column, number)
            if not (parsed.findings or parsed.slashes):
                continue
            origin = self._origin(row, number)
            for finding in parsed.findings:
                said = Finding(
                    finding.code, f"{finding.message} (столбец «{column.heading[:40]}»)",
                    finding.hint,
                )  # fmt: skip
                self.remarks.add(origin, said, shown_value(cell, column))
            if parsed.slashes:
                self.dates.note(column.attribute, origin, parsed)
        for pair in self.people:
            blank = [n for n in pair if n not in by_column or not by_column[n].text.strip()]
            if len(blank) == 1 and not merges:
                heading = self.columns[blank[0]].heading[:40]
                self._say(
                    row,
                    blank[0],
                    "table-name-blank",
                    f"пусто в столбце «{heading}»",
                    "впишите недостающую часть имени",
                )

    def _parse(self, cell: Cell, column: Column, number: int) -> Parsed:
        assert self.table is not None
        if number in self.table.types:
            return parse_cell(cell, column, self.book.style(cell.style), self.book.epoch_1904)
        fault = cell_fault(cell)
        if fault:
            return Parsed(None, (fault,))
        parsed = parse_cell(cell, column) if cell.kind is CellKind.TEXT else Parsed()
        if cell.formula is Formula.EXTERNAL and cell.kind is not CellKind.TEXT:
            return Parsed(None, (EXTERNAL_VALUE,))
        return parsed
