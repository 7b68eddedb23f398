"""Workbooks → records of a run, and which file each sheet came from.

A sheet missing in the named workbooks is taken from ``directory.xlsx`` beside the first of
them; whole workbooks that a family reads besides its own stand there too (``pupils.xlsx``).
All faults of all sheets are found in one run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.diagnostics import Diagnostic, Origin, diagnose, nearest, perhaps
from docgen.opc.reading import BrokenPart
from docgen.records.schema import Record, columns_of
from docgen.records.spelling import word_key
from docgen.records.tables import Tables
from docgen.records.workbooks import SHEETS
from docgen.workbook.cells import Book, Grid, SheetEntry, collection_paused, open_book
from docgen.workbook.column_map import (
    CHECKED,
    MAP_NAME,
    ColumnMap,
    SheetMap,
    map_beside,
    read_column_map,
)
from docgen.workbook.guidance import GUIDE_SHEET, LISTS_SHEET
from docgen.workbook.headings import NO_RENAMING, find_headings
from docgen.workbook.tables import read_pairs, read_table

DIRECTORY_NAME = "directory.xlsx"
_OWN_SHEETS = frozenset(map(word_key, (GUIDE_SHEET, LISTS_SHEET, "Инструкция")))
"""Sheets of docgen's own blank that hold no records."""


@dataclass(frozen=True)
class Reading:
    """What was read.

    ``sources`` names the file(s) of each sheet as shown to the clerk; ``files`` says where each
    file that is called so stands. ``unread``: stems of the files that could not be opened.
    """

    tables: Tables
    diagnostics: list[Diagnostic]
    sources: Mapping[type[Record], str]
    unread: frozenset[str] = frozenset()
    files: Mapping[str, Path] = field(default_factory=dict)


def sheet_keys(kind: type[Record]) -> tuple[str, ...]:
    """The titles under which a sheet is found, ready to compare."""
    return tuple(word_key(title) for title in (kind.SHEET.title, *kind.SHEET.aliases))


def class_of_sheet(title: str, kinds: Iterable[type[Record]] = SHEETS) -> type[Record] | None:
    """The record class whose sheet has this title, whatever its case, ё/е and spaces."""
    key = word_key(title)
    return next((kind for kind in kinds if key in sheet_keys(kind)), None)


def is_instruction(title: str) -> bool:
    """Whether the sheet is one of those that docgen's own blank carries for the reader."""
    return word_key(title) in _OWN_SHEETS


def read_tables(
    files: Sequence[Path],
    directory: Path | None,
    sheets: Sequence[type[Record]],
    spare: Collection[str] = (),
    column_map: Path | None = None,
) -> Reading:
    """Read the sheets of a run.

    ``column_map``: how an office's own sheets are read, by default the map beside the first
    file.

    ``directory``: the directory workbook or its folder; by default ``directory.xlsx`` beside
    the first file. ``spare``: stems of workbooks that are read from beside (``pupils.xlsx``)
    where no named file holds a sheet of theirs, and that a run does without when they are not
    there; a required sheet of any other is missed. Sheets of one title in several named files are
    read one after the other; a second sheet of settings is an error, since nothing says which one
    holds.
    """
    with collection_paused():
        return _read(files, directory, sheets, spare, column_map)


def _read(
    files: Sequence[Path],
    directory: Path | None,
    sheets: Sequence[type[Record]],
    spare: Collection[str],
    column_map: Path | None,
) -> Reading:
    # «inputs/*.xlsx» names the map too.
    named = [path for path in dict.fromkeys(files) if path.name != MAP_NAME]
    if column_map is None and named:
        column_map = map_beside(named[0])
    run = _Run(sheets, read_column_map(column_map))
    names = _shown_names(named)
    for path in named:
        run.read_file(path, names[path], only=None)
    missing = [kind for kind in sheets if kind not in run.sources]
    beside = _directory_path(named, directory)
    looked = False
    asked = directory is not None or (beside is not None and _may_be_there(beside))
    if missing and asked and beside is not None and not _is_among(beside, named):
        looked = True
        run.read_file(beside, beside.name, only=missing)
    if named:
        run.read_beside(named, spare)
    run.report_missing(named, beside, looked, spare)
    return run.reading()


def _shown_names(files: Sequence[Path]) -> dict[Path, str]:
    """File names as messages show them: with the folder where two names are the same."""
    plain = [path.name for path in files]
    return {
        path: path.name if plain.count(path.name) == 1 else f"{path.parent.name}/{path.name}"
        for path in files
    }


def _directory_path(files: Sequence[Path], directory: Path | None) -> Path | None:
    if directory is not None:
        return directory / DIRECTORY_NAME if _is_folder(directory) else directory
    return files[0].parent / DIRECTORY_NAME if files else None


def _may_be_there(path: Path) -> bool:
    """Whether there is a file to try; one behind a closed door is, and trying it says so."""
    try:
        return path.exists()
    except OSError:
        return True


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_among(path: Path, files: Sequence[Path]) -> bool:
    def place(one: Path) -> Path:
        try:
            return one.resolve()
        except (OSError, RuntimeError):
            return one.absolute()

    return place(path) in {place(file) for file in files}


def _is_blank(book: Book, entry: SheetEntry, kind: type[Record]) -> bool:
    """Whether a sheet of parameters has been left as ``docgen blank`` makes it."""
    try:
        record, faults = read_pairs(book, entry, book.read(entry), kind)
    except BrokenPart:
        return False
    return (
        record is not None
        and not faults
        and not record.extra
        and all(record.lacks(column.attribute) for column in columns_of(kind))
    )


class _Run:
    """What one run has read so far."""

    def __init__(self, kinds: Sequence[type[Record]], columns: ColumnMap) -> None:
        self.kinds = kinds
        self.columns = columns
        self.records: dict[type[Record], list[Record]] = {kind: [] for kind in kinds}
        self.sources: dict[type[Record], list[str]] = {}
        self.diagnostics: list[Diagnostic] = list(columns.diagnostics)
        self.files: dict[str, Path] = {}
        self.titles: dict[str, str] = {}
        self.refused: set[str] = set()

    def read_file(self, path: Path, shown: str, only: Sequence[type[Record]] | None) -> None:
        """Read the sheets of a file; ``only`` these classes, where it is not ``None``."""
        self.files[shown] = path
        book, diagnostics = open_book(path, shown)
        self.diagnostics += diagnostics
        if book is None:
            self.refused.add(path.stem)
            return
        for entry in book.sheets:
            mapped = self._mapped(book, entry)
            if mapped is None:
                kind = class_of_sheet(entry.title, self.kinds)
            elif mapped.kind is None:
                continue  # she said that she does not need it
            else:
                kind = mapped.kind if mapped.kind in self.kinds else None
            if kind is not None and (only is None or kind in only):
                self._read_sheet(book, entry, kind, mapped)
            elif kind is None and only is None:
                self._pass_by(book, entry)

    def _mapped(self, book: Book, entry: SheetEntry) -> SheetMap | None:
        try:
            return self.columns.of(book, entry)
        except BrokenPart:
            return None  # reading the sheet says so

    def read_beside(self, named: Sequence[Path], stems: Iterable[str]) -> None:
        """Read the workbooks of which no sheet was found, where they stand under their own names.

        Never a part of one: a sheet that the clerk left out of her copy must not come from
        another year's file.
        """
        for stem in stems:
            own = [kind for kind in self.kinds if kind.SHEET.workbook == stem]
            path = named[0].parent / f"{stem}.xlsx"
            absent = self.sources.keys().isdisjoint(own) and not _is_among(path, named)
            if absent and _may_be_there(path):
                self.read_file(path, path.name, only=own)

    def _read_sheet(
        self, book: Book, entry: SheetEntry, kind: type[Record], mapped: SheetMap | None
    ) -> None:
        origin = Origin(book.name, entry.title)
        known = self.sources.get(kind)
        if known and kind.SHEET.layout == "pairs":
            if _is_blank(book, entry, kind):
                return  # a workbook of «docgen blank» beside the one that is filled
            self.diagnostics.append(
                diagnose(
                    "sheet-pairs-twice",
                    origin,
                    f"лист «{kind.SHEET.title}» уже прочитан из {known[0]}",
                    hint="оставьте один такой лист",
                )
            )
            return
        try:
            grid = book.read(entry)
            if kind.SHEET.layout == "pairs":
                record, diagnostics = read_pairs(book, entry, grid, kind)
                self.records[kind] += [record] if record else []
            else:
                renaming = mapped.renaming if mapped else NO_RENAMING
                records, diagnostics = read_table(book, entry, grid, kind, renaming)
                self.records[kind] += records
                if mapped:
                    self._say_mapped(mapped, grid, origin)
        except BrokenPart as broken:
            self.diagnostics.append(broken.diagnostic(book.name))
            self.sources.setdefault(kind, []).append(book.name)
            return
        if entry.hidden:
            self.diagnostics.append(
                diagnose(
                    "sheet-hidden",
                    origin,
                    "лист скрыт, но прочитан",
                    hint="покажите лист и проверьте его",
                )
            )
        if known:
            self.diagnostics.append(
                diagnose(
                    "sheet-twice",
                    origin,
                    f"строки листа «{kind.SHEET.title}» добавлены к прочитанным из {known[0]}",
                )
            )
        self.diagnostics += diagnostics
        self.sources.setdefault(kind, []).append(book.name)

    def _say_mapped(self, mapped: SheetMap, grid: Grid, origin: Origin) -> None:
        """That the map was used, and where it no longer fits."""
        if mapped.kind is None:
            return
        columns = self.columns
        if mapped.renames:
            self.diagnostics.append(
                diagnose(
                    "map-used",
                    origin,
                    f"прочитано по карте {columns.name} как лист «{mapped.kind.SHEET.title}», "
                    f"столбцов по карте: {len(mapped.rows)}",
                )
            )
        if mapped.waiting:
            shown = ", ".join(f"«{row.heading[:40]}»" for row in mapped.waiting[:8])
            self.diagnostics.append(
                diagnose(
                    "map-unconfirmed",
                    columns.origin(mapped.waiting[0], CHECKED),
                    f"не подтверждены и не прочитаны догадки для столбцов: {shown}",
                    hint=f"исправьте догадку или напишите «да» в столбце «{CHECKED}»",
                )
            )
        kind = mapped.kind
        headings = find_headings(grid, columns_of(kind), kind.SHEET.compounds, mapped.renaming)
        if headings is None:
            return
        present = mapped.renaming.found_in(headings)
        for row in mapped.rows:
            if row.name not in present:
                self.diagnostics.append(
                    diagnose(
                        "map-column-gone",
                        columns.origin(row),
                        f"на листе {origin.file}!{origin.sheet} больше нет столбца "
                        f"«{row.heading[:60]}»",
                        hint="верните столбец или наберите docgen map: новые столбцы добавятся "
                        "в карту; лишнюю строку карты удалите",
                    )
                )

    def _pass_by(self, book: Book, entry: SheetEntry) -> None:
        """Say that a sheet with data is not read."""
        self.titles.setdefault(entry.title, book.name)
        if class_of_sheet(entry.title) or is_instruction(entry.title):
            return
        try:
            if not book.read(entry).rows:
                return
        except BrokenPart as broken:
            self.diagnostics.append(broken.diagnostic(book.name))
            return
        hidden = "скрытый " if entry.hidden else ""
        self.diagnostics.append(
            diagnose(
                "sheet-unknown",
                Origin(book.name, entry.title),
                f"{hidden}лист не из тех, что нужны, и не прочитан",
            )
        )

    def report_missing(
        self, files: Sequence[Path], beside: Path | None, looked: bool, spare: Collection[str]
    ) -> None:
        """A required sheet that no file holds."""
        if self.refused:
            return  # it may stand in the file that could not be opened
        for kind in self.kinds:
            if kind in self.sources or not kind.SHEET.required or kind.SHEET.workbook in spare:
                continue
            first = files[0].name if files else DIRECTORY_NAME
            self.diagnostics.append(
                diagnose(
                    "sheet-missing",
                    Origin(first),
                    f"нет листа «{kind.SHEET.title}»" + self._searched(beside, looked),
                    hint=self._advice(kind, beside, looked),
                )
            )

    @staticmethod
    def _searched(beside: Path | None, looked: bool) -> str:
        return f", нет его и в {beside.name}" if looked and beside else ""

    def _advice(self, kind: type[Record], beside: Path | None, looked: bool) -> str:
        near = nearest(kind.SHEET.title, self.titles, key=word_key, likeness=0.7)
        if near:
            return f"{perhaps(near)}: переименуйте лист"
        if kind.SHEET.workbook == "directory" and not looked:
            return f"добавьте лист или положите рядом {DIRECTORY_NAME}"
        return "добавьте лист; чистый делает команда docgen blank"

    def reading(self) -> Reading:
        return Reading(
            Tables(self.records),
            self.diagnostics,
            {kind: ", ".join(dict.fromkeys(names)) for kind, names in self.sources.items()},
            frozenset(self.refused),
            self.files,
        )
