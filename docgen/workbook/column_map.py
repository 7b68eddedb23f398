"""The column map: how an office's own sheets are read as ours, and what the clerk corrected there.

A row says which of our columns a column of hers is. What docgen only supposes counts once she
has looked at it: she changes the cell or writes «да» beside it. A hidden column keeps what was
proposed, so that the map can be laid out again and no word of hers is lost.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from docgen.diagnostics import Diagnostic, Origin, diagnose, nearest, perhaps
from docgen.opc.reading import BrokenPart
from docgen.records.schema import Record, columns_of
from docgen.records.spelling import word_key
from docgen.records.workbooks import SHEETS
from docgen.workbook.cells import Book, Grid, SheetEntry, column_letters, open_book
from docgen.workbook.headings import Renaming, candidates, heading_text

MAP_NAME: Final = "Столбцы.xlsx"
"""The map beside the first workbook."""
SHEET: Final = "Столбцы"
NOTES_SHEET: Final = "Пояснения"
FILE, TITLE, HEADING = "Файл", "Лист", "Столбец"
TO_SHEET, TO_COLUMN = "→ Лист docgen", "→ Столбец docgen"
SURE, SAMPLES, CHECKED, PROPOSED = "Уверенность", "Примеры", "Верно", "Предложено"
HEADINGS: Final = (
    *(FILE, TITLE, HEADING, TO_SHEET, TO_COLUMN),
    *(SURE, SAMPLES, CHECKED, PROPOSED),
)
NOT_NEEDED: Final = "не нужен"
EXACT, ALIKE, UNKNOWN = "точно", "похоже", "не узнан"
_REQUIRED = (FILE, TITLE, HEADING, TO_SHEET, TO_COLUMN)
_SEARCH_ROWS = 20
_YES = frozenset(map(word_key, ("да", "верно", "проверено", "ок", "ok")))
_STAMP = re.compile(r"([0-9]{1,4}) ([0-9a-f]{8})")


@dataclass(frozen=True)
class MapRow:
    """One column of hers. ``nth`` tells columns of one heading apart, from 1."""

    file: str
    title: str
    heading: str
    to_sheet: str
    to_column: str
    sure: str = ""
    samples: str = ""
    checked: str = ""
    stamp: str = ""
    nth: int = 1
    row: int = 0

    @property
    def name(self) -> tuple[str, int]:
        return word_key(self.heading), self.nth

    @property
    def place(self) -> tuple[str, str]:
        """File and sheet, ready to compare."""
        return self.file.casefold(), word_key(self.title)

    @property
    def hers(self) -> bool:
        """Whether she has said what the column is, or that docgen was right."""
        proposed = _STAMP.fullmatch(self.stamp)
        changed = proposed is None or proposed[2] != _target_hash(self.to_sheet, self.to_column)
        return changed or word_key(self.checked) in _YES

    @property
    def unneeded(self) -> bool:
        return word_key(NOT_NEEDED) in (word_key(self.to_column), word_key(self.to_sheet))


def stamp_of(nth: int, to_sheet: str, to_column: str) -> str:
    """What was proposed for a column, and which of its name it is."""
    return f"{nth} {_target_hash(to_sheet, to_column)}"


def _target_hash(to_sheet: str, to_column: str) -> str:
    said = f"{word_key(to_sheet)}|{word_key(to_column)}"
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def headings_of(kind: type[Record]) -> tuple[str, ...]:
    """What a column of a sheet may be said to be: our columns, then those for several."""
    own = (column.heading for column in columns_of(kind))
    return (*own, *(compound.heading for compound in kind.SHEET.compounds))


def kind_called(title: str) -> type[Record] | None:
    """The table of ours with this title or alias."""
    key = word_key(title)
    return next(
        (
            kind
            for kind in SHEETS
            if kind.SHEET.layout == "table"
            and key in map(word_key, (kind.SHEET.title, *kind.SHEET.aliases))
        ),
        None,
    )


# --- one sheet --------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetMap:
    """How one sheet of hers is read. ``kind`` is ``None`` for a sheet that is not needed.

    ``waiting`` are columns where docgen's guess is not confirmed.
    """

    kind: type[Record] | None
    renaming: Renaming = field(default_factory=Renaming)
    rows: tuple[MapRow, ...] = ()
    waiting: tuple[MapRow, ...] = ()

    @property
    def renames(self) -> bool:
        """Whether the sheet would read otherwise without the map."""
        title = self.rows[0].title if self.rows else ""
        return kind_called(title) is not self.kind or any(
            ours is None or word_key(ours) != key for (key, _), ours in self.renaming.names.items()
        )


def _sheet_map(rows: Sequence[MapRow]) -> SheetMap | None:
    """What the rows of one sheet say together; ``None`` when they decide nothing."""
    kinds = [kind for row in rows if not row.unneeded and (kind := kind_called(row.to_sheet))]
    if not kinds:
        whole = bool(rows) and all(row.unneeded and row.hers for row in rows)
        return SheetMap(None, rows=tuple(rows)) if whole else None
    kind = Counter(kinds).most_common(1)[0][0]
    if kind_called(rows[0].title) is not kind and not any(
        row.hers and kind_called(row.to_sheet) is kind for row in rows
    ):
        return None  # that it is our sheet at all is a guess that nobody has looked at
    names: dict[tuple[str, int], str | None] = {}
    used: list[MapRow] = []
    waiting: list[MapRow] = []
    for row in rows:
        if row.unneeded:
            if row.hers:
                names[row.name] = None
                used.append(row)
        elif row.to_column and kind_called(row.to_sheet) is kind:
            if row.hers or row.sure == EXACT:
                names[row.name] = row.to_column
                used.append(row)
            else:
                waiting.append(row)
    return SheetMap(kind, Renaming(names), tuple(used), tuple(waiting))


# --- the map ----------------------------------------------------------------------------------


@dataclass
class ColumnMap:
    """All rows of a map. ``has_more``: the file holds something of hers besides them."""

    name: str = MAP_NAME
    rows: list[MapRow] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    has_more: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether something on it could not be read."""
        return any(fault.is_error for fault in self.diagnostics)

    def of(self, book: Book, entry: SheetEntry) -> SheetMap | None:
        """How a sheet is read; ``None`` where the map says nothing of it.

        A map made for last month's file serves this month's too, when the sheet has the same
        title and every column that the map names. Raises ``BrokenPart``.
        """
        if not self.rows:
            return None
        file = _file_of(book).casefold()
        title = word_key(entry.title)
        own = [row for row in self.rows if row.place == (file, title)]
        if own:
            return _sheet_map(own)
        if any(row.place[0] == file for row in self.rows):
            return None
        others = dict.fromkeys(row.place for row in self.rows if row.place[1] == title)
        for place in others:
            found = _sheet_map([row for row in self.rows if row.place == place])
            if found and found.kind and found.renames and _fits(found, book.beginning(entry)):
                return found
        return None

    def kinds_in(self, book: Book) -> Iterator[type[Record]]:
        """The record classes that sheets of a workbook are mapped to. Raises ``BrokenPart``."""
        for entry in book.sheets:
            found = self.of(book, entry)
            if found is not None and found.kind is not None:
                yield found.kind

    def origin(self, row: MapRow, heading: str = HEADING) -> Origin:
        return Origin(self.name, SHEET, row.row, f"{column_letters(_PLACES[heading])}{row.row}")


_PLACES: Mapping[str, int] = {heading: place for place, heading in enumerate(HEADINGS, 1)}


def _file_of(book: Book) -> str:
    """The name of the file without the folder that tells it from another of that name."""
    return book.name.rpartition("/")[2]


def _fits(found: SheetMap, grid: Grid) -> bool:
    wanted = set(found.renaming.names)
    return any(found.renaming.found_in(row) >= wanted for row in candidates(grid))


def map_beside(workbook: Path) -> Path | None:
    """The map that lies beside a workbook, if one does."""
    path = workbook.parent / MAP_NAME
    try:
        return path if path.is_file() else None
    except OSError:
        return None


def is_map(path: Path) -> bool:
    """Whether a file is a column map and no workbook; by its name, then by its sheets."""
    if path.name.casefold() == MAP_NAME.casefold():
        return True
    book, _ = open_book(path)
    titles = [word_key(entry.title) for entry in book.sheets] if book else []
    return word_key(SHEET) in titles and word_key(NOTES_SHEET) in titles


def read_column_map(path: Path | None) -> ColumnMap:
    """The rows of a map; an empty map for ``None``. What can't be understood is an error."""
    if path is None:
        return ColumnMap()
    book, diagnostics = open_book(path)
    made = ColumnMap(path.name, diagnostics=diagnostics)
    if book is None:
        return made
    try:
        titled = [entry for entry in book.sheets if word_key(entry.title) == word_key(SHEET)]
        if not titled or not _read_rows(book, titled[0], made):
            made.diagnostics.append(
                diagnose(
                    "map-unreadable",
                    Origin(book.name, SHEET if titled else ""),
                    "это не карта столбцов: нет листа «Столбцы» с заголовками "
                    + ", ".join(f"«{heading}»" for heading in _REQUIRED),
                    hint="уберите или переименуйте этот файл: docgen map сделает новый",
                )
            )
        service = (word_key(SHEET), word_key(NOTES_SHEET), word_key(LISTS))
        made.has_more |= any(
            book.read(entry).rows for entry in book.sheets if word_key(entry.title) not in service
        )
    except BrokenPart as broken:
        made.diagnostics.append(broken.diagnostic(book.name))
    _judge(made)
    return made


LISTS: Final = "Списки"


def _find_headings(grid: Grid) -> tuple[int, Mapping[str, int]] | None:
    """The row of the headings of a map, and the column of each."""
    keys = {word_key(heading): heading for heading in HEADINGS}
    for number, cells in list(grid.rows.items())[:_SEARCH_ROWS]:
        places: dict[str, int] = {}
        for cell in cells:
            heading = keys.get(word_key(heading_text(cell)))
            if heading:
                places.setdefault(heading, cell.column)
        if all(heading in places for heading in _REQUIRED):
            return number, places
    return None


def _read_rows(book: Book, entry: SheetEntry, made: ColumnMap) -> bool:
    """Take the rows of a map; ``False`` where its headings are not found."""
    grid = book.read(entry)
    found = _find_headings(grid)
    if found is None:
        return False
    first, places = found
    known = set(places.values())
    counted: Counter[tuple[str, str, str]] = Counter()
    for number, cells in grid.rows.items():
        made.has_more |= any(c.text.strip() and c.column not in known for c in cells)
        if number <= first:
            continue
        texts = {cell.column: " ".join(cell.text.split()) for cell in cells}
        said = {heading: texts.get(place, "") for heading, place in places.items()}
        if not said[HEADING] and not said[FILE]:
            continue
        column = said[FILE], said[TITLE], word_key(said[HEADING])
        counted[column] += 1
        stamp = said.get(PROPOSED, "")
        proposed = _STAMP.fullmatch(stamp)
        made.rows.append(
            MapRow(
                file=said[FILE],
                title=said[TITLE],
                heading=said[HEADING],
                to_sheet=said[TO_SHEET],
                to_column=said[TO_COLUMN],
                sure=said.get(SURE, ""),
                samples=said.get(SAMPLES, ""),
                checked=said.get(CHECKED, ""),
                stamp=stamp,
                # The clerk may sort the map: which of two columns is meant stands in the stamp.
                nth=int(proposed[1]) if proposed else counted[column],
                row=number,
            )
        )
    return True


def _judge(made: ColumnMap) -> None:
    """Tell rows that lead nowhere, to two sheets, or to one column twice; they do not count."""
    by_place: dict[tuple[str, str], list[MapRow]] = {}
    for row in made.rows:
        by_place.setdefault(row.place, []).append(row)
    sound: list[MapRow] = []
    for rows in by_place.values():
        kinds = [kind for row in rows if (kind := kind_called(row.to_sheet))]
        main = Counter(kinds).most_common(1)[0][0] if kinds else None
        taken: dict[str, MapRow] = {}
        for row in rows:
            fault = _fault(row, main, taken)
            if fault:
                heading, message, hint = fault
                origin = made.origin(row, heading)
                made.diagnostics.append(diagnose("map-row-unreadable", origin, message, hint=hint))
            else:
                sound.append(row)
    made.rows = sorted(sound, key=lambda row: row.row)


def _fault(
    row: MapRow, main: type[Record] | None, taken: dict[str, MapRow]
) -> tuple[str, str, str] | None:
    """Heading of the faulty cell, message and hint."""
    if row.unneeded or not (row.to_sheet or row.to_column):
        return None
    kind = kind_called(row.to_sheet) if row.to_sheet else main
    if kind is None:
        titles = [kind.SHEET.title for kind in SHEETS if kind.SHEET.layout == "table"]
        hint = perhaps(nearest(row.to_sheet, titles, key=word_key)) or "выберите лист из списка"
        return TO_SHEET, f"у docgen нет листа «{row.to_sheet[:40]}»", hint
    if kind is not main and main is not None:
        return (
            TO_SHEET,
            f"столбцы листа «{row.title[:40]}» ведут на два листа: «{main.SHEET.title}» и "
            f"«{kind.SHEET.title}»",
            "лист читается как один лист docgen; лишние столбцы отметьте «не нужен»",
        )
    if not row.to_column:
        return None
    known = {word_key(heading): heading for heading in headings_of(kind)}
    key = word_key(row.to_column)
    if key not in known:
        near = nearest(row.to_column, known.values(), key=word_key)
        return (
            TO_COLUMN,
            f"на листе «{kind.SHEET.title}» нет столбца «{row.to_column[:40]}»",
            perhaps(near) or "выберите столбец из списка",
        )
    if key in taken:
        return (
            TO_COLUMN,
            f"столбец «{known[key]}» уже взят из «{taken[key].heading[:40]}»",
            f"оставьте один из них, другой отметьте «{NOT_NEEDED}»",
        )
    taken[key] = row
    return None
