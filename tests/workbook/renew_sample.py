"""The checked-in sample as rows of the schema, and the way to write it anew.

The workbooks of ``inputs/`` are the only source of the sample. When a heading, a hint or a
list of the schema changes, ``python -m tests.workbook.renew_sample`` writes them again with the
same rows.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.records.schema import Column, ColumnType, Record, columns_of
from docgen.records.workbooks import SHEETS, sheets_of
from docgen.workbook.blank import write_workbook

INPUTS = Path(__file__).parents[2] / "inputs"
WORKBOOKS = tuple(dict.fromkeys(kind.SHEET.workbook for kind in SHEETS))
BOOKS = tuple(INPUTS / f"{workbook}.xlsx" for workbook in WORKBOOKS)
"""The whole sample: every sheet of the schema stands in one of these."""

Rows = dict[type[Record], list[dict[str, object]]]


def sample_rows() -> Rows:
    """Every row of the sample: attribute → value as it stands in the cell."""
    rows: Rows = {}
    for workbook in WORKBOOKS:
        book = load_workbook(INPUTS / f"{workbook}.xlsx")
        for kind in sheets_of(workbook):
            sheet = cast(Worksheet, book[kind.SHEET.title])
            pairs = kind.SHEET.layout == "pairs"
            rows[kind] = [_pairs(kind, sheet)] if pairs else _table(kind, sheet)
    return rows


def write_sample(folder: Path, rows: Rows) -> None:
    """All workbooks; in each, codes of the others stand in the drop-downs."""
    for workbook in WORKBOOKS:
        write_workbook(folder / f"{workbook}.xlsx", sheets_of(workbook), rows)


def _columns_by_name(kind: type[Record]) -> dict[str, Column]:
    return {name: c for c in columns_of(kind) for name in (c.heading, *c.aliases)}


def _table(kind: type[Record], sheet: Worksheet) -> list[dict[str, object]]:
    known = _columns_by_name(kind)
    headings = [str(cell.value) for cell in sheet[1]]
    return [
        {
            known[heading].attribute: _value(known[heading], cell)
            for heading, cell in zip(headings, row, strict=True)
            if cell is not None
        }
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def _pairs(kind: type[Record], sheet: Worksheet) -> dict[str, object]:
    known = _columns_by_name(kind)
    return {
        known[str(row[0])].attribute: _value(known[str(row[0])], row[1])
        for row in sheet.iter_rows(min_row=2, max_col=2, values_only=True)
        if row[1] is not None
    }


def _value(column: Column, cell: object) -> object:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if column.cell_type is ColumnType.MONEY and not isinstance(cell, str):
        return Decimal(str(cell)).quantize(Decimal("0.01"))
    return cell


if __name__ == "__main__":
    write_sample(INPUTS, sample_rows())
