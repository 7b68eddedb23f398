"""Spoil a copy of the sample, run the real command on it, tell what it answered.

Cells are named as a clerk would: sheet, heading, row. So the rows of data do not change when
the sample grows a column.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.records.workbooks import SHEETS
from tests.desk import ROOT, Desk

FILES = tuple(dict.fromkeys(kind.SHEET.workbook for kind in SHEETS))
SHEET_TITLES = frozenset(kind.SHEET.title for kind in SHEETS)
NO_CELL_OF_ITS_OWN = frozenset(
    {
        "sheet-missing",
        "headings-not-found",
        "heading-missing",
        "required-column-absent",
        "sheet-empty",
        "book-empty",
        "only-unknown",
    }
)
"""Codes that speak of a sheet or a file, not of a cell."""


@cache
def plain(name: str) -> bytes:
    """A workbook of the sample without drop-downs, guide and dressed empty cells.

    Its values are those of the sample; opening and saving it takes half the time.
    """
    made = openpyxl.Workbook()
    del made[made.sheetnames[0]]
    for sheet in openpyxl.load_workbook(ROOT / "inputs" / f"{name}.xlsx"):
        if sheet.title in SHEET_TITLES:
            bare = made.create_sheet(sheet.title)
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if cell.value is not None:
                    at = (int(cell.row), int(cell.column or 0))
                    bare.cell(*at, value=cell.value).number_format = cell.number_format
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def all_books() -> list[str]:
    """The workbooks of the sample as a command names them."""
    return [f"inputs/{name}.xlsx" for name in FILES]


@cache
def places() -> Mapping[str, str]:
    """Sheet → the workbook of the sample that holds it."""
    return {kind.SHEET.title: kind.SHEET.workbook for kind in SHEETS}


class Books:
    """The workbooks of the sample, opened when they are touched."""

    def __init__(self) -> None:
        self.opened: dict[str, Workbook] = {}

    def book(self, name: str) -> Workbook:
        if name not in self.opened:
            self.opened[name] = openpyxl.load_workbook(io.BytesIO(plain(name)))
        return self.opened[name]

    def sheet(self, title: str) -> Worksheet:
        return self.book(places()[title])[title]

    def heading(self, title: str, heading: str) -> Cell | MergedCell:
        return next(c for c in self.sheet(title)[1] if c.value == heading)

    def row(self, title: str, key: str) -> int:
        """The row of ``key``: its code, or «agreement/the next column» where codes repeat."""
        first, _, second = key.partition("/")
        for a, b in self.sheet(title).iter_rows(min_row=2, max_col=2):
            if a.value == first and (not second or b.value == second):
                return int(a.row)
        raise KeyError(key)

    def cell(self, title: str, heading: str, key: str) -> Cell | MergedCell:
        if title == "Настройки":
            return self.sheet(title).cell(self.row(title, heading), 2)
        return self.sheet(title).cell(
            self.row(title, key), int(self.heading(title, heading).column or 0)
        )

    def save(self, folder: Path) -> None:
        """Lay the sample into a folder, spoiled where it was touched."""
        for name in FILES:
            target = folder / f"{name}.xlsx"
            if name in self.opened:
                self.opened[name].save(target)
            else:
                target.write_bytes(plain(name))


@dataclass(frozen=True)
class Answer:
    """What a command said in its JSON document."""

    code: int
    document: Mapping[str, Any]
    text: str

    @property
    def told(self) -> list[Mapping[str, Any]]:
        return list(self.document.get("diagnostics", ()))

    @property
    def errors(self) -> list[Mapping[str, Any]]:
        return [d for d in self.told if d["severity"] == "error"]

    def told_at(self, sheet: str, cell: str) -> set[str]:
        """Codes of what is said about a cell (or a row, or a sheet)."""
        return {d["code"] for d in self.told if place(d) == f"{sheet}!{cell}".rstrip("!")}

    def made(self) -> set[str]:
        """Subjects of the papers that were made."""
        return {paper["identity"].partition(":")[2] for paper in self.document["papers"]}

    def refused(self) -> set[str]:
        return {identity.partition(":")[2] for identity in self.document["refused"]}


def place(diagnostic: Mapping[str, Any]) -> str:
    """«Лист!C5», «Лист!строка 5», «Лист», or nothing for a whole file."""
    sheet = diagnostic.get("sheet", "")
    if diagnostic.get("cell"):
        return f"{sheet}!{diagnostic['cell']}"
    return f"{sheet}!строка {diagnostic['row']}" if diagnostic.get("row") else sheet


def ask(desk: Desk, *arguments: str) -> Answer:
    """Run a command with ``--json``; whatever it says must be one document and no traceback."""
    said = desk.docgen(*arguments, "--json")
    assert said.code in (0, 1), said.text
    assert "Traceback" not in said.text
    answer = Answer(said.code, json.loads(said.out), said.text)
    assert (said.code == 1) == bool(answer.errors), said.text
    for fault in answer.errors:
        assert fault["file"], fault
        # A parameter that the sheet «параметр | значение» does not have has no cell either.
        named = fault.get("cell") or fault.get("row") or fault.get("sheet") == "Настройки"
        assert named or fault["code"] in NO_CELL_OF_ITS_OWN, fault
        assert fault["message"] and not fault["message"].endswith("."), fault
    return answer


def spoil(desk: Desk, changes: Iterable[Callable[[Books], None]]) -> Books:
    """Lay a fresh sample on the desk and spoil it."""
    books = Books()
    for change in changes:
        change(books)
    books.save(desk.folder / "inputs")
    return books


MAIN_KINDS = ("network-agreement", "cooperation-agreement", "supplementary-agreement")


def rehearse(desk: Desk, agreements: Iterable[str], kinds: Iterable[str] = MAIN_KINDS) -> Answer:
    """Make these agreements without laying them anywhere; all their papers without ``kinds``."""
    only = [word for named in (*agreements, *kinds) for word in ("--only", named)]
    return ask(desk, "agreements", "inputs/partners.xlsx", "--dry-run", *only)
