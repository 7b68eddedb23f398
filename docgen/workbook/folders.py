"""The workbooks of a folder: which of the files are ours to read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.diagnostics import Refusal
from docgen.records.workbooks import FAMILIES
from docgen.workbook.cells import open_book
from docgen.workbook.column_map import MAP_NAME
from docgen.workbook.declensions import is_declensions_sheet
from docgen.workbook.free_tables import workbooks_in
from docgen.workbook.reading import DIRECTORY_NAME, class_of_sheet

_READ = frozenset({".xlsx", ".xlsm"})
_TABLES = _READ | {".xls", ".xlsb", ".ods", ".csv"}
"""What a clerk may have saved one of our workbooks as; reading it says what to do."""


@dataclass(frozen=True)
class FolderOfBooks:
    """``ours``: the directory first, then in the order of the families. ``stems``: the workbooks
    that they are or would not let us see. ``foreign``: tables that are not ours."""

    ours: tuple[Path, ...]
    stems: frozenset[str]
    foreign: tuple[Path, ...]


def books_of_folder(folder: Path, column_map: Path | None = None) -> FolderOfBooks:
    """The workbooks that stand in a folder, without those below it.

    ``column_map``: which sheets of the office's own are ours, by default the map of the folder.

    One that bears a name of ours is ours whatever is in it, and one that does not open may be:
    both are to be told of by whoever reads them.
    Raises ``Refusal`` when the folder is not there or closed.
    """
    try:
        found = sorted(path for path in folder.iterdir() if _is_table(path))
    except OSError as failure:
        raise Refusal(
            f"папка {folder} не открывается: нет её или нет к ней доступа",
            hint="назовите папку с книгами, например: docgen year inputs",
            exit_code=2,
        ) from failure
    places = _places()
    held = {path: _stems_in(path, places, column_map) for path in found}
    ours = [path for path in found if held[path] is not None]

    def place(path: Path) -> tuple[bool, int, str]:
        own = held[path] or ()
        first = min((places[stem] for stem in own), default=len(places))
        return path.name != DIRECTORY_NAME, first, path.name

    return FolderOfBooks(
        ours=tuple(sorted(ours, key=place)),
        stems=frozenset().union(*(held[path] or () for path in ours)),
        foreign=tuple(path for path in found if held[path] is None),
    )


def _stems_in(path: Path, known: Collection[str], column_map: Path | None) -> frozenset[str] | None:
    """Stems of the workbooks of ours that a file is; ``None`` for anybody else's table."""
    named = frozenset({path.stem}).intersection(known)
    if path.suffix.lower() not in _READ:
        return named or None
    book, _ = open_book(path)
    if book is None:
        return named
    if named:
        # Its name vouches for it: no sheet need be read to compare its headings.
        titled = (class_of_sheet(entry.title) for entry in book.sheets)
        return named.union(kind.SHEET.workbook for kind in titled if kind is not None)
    return workbooks_in(path, column_map) or None


def _is_table(path: Path) -> bool:
    ours = path.suffix.lower() in _TABLES and not path.name.startswith(("~$", "."))
    return ours and path.name != MAP_NAME and not is_declensions_sheet(path)


def _places() -> Mapping[str, int]:
    stems = ["directory", *(family.workbook for family in FAMILIES.values())]
    return {stem: place for place, stem in enumerate(dict.fromkeys(stems))}
