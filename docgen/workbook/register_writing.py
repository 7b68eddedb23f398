"""Fills the workbook that is laid beside a paper with tables."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem

from docgen.records.paper_tables import PaperTable
from docgen.workbook.appearance import (
    FONT,
    SOMETIMES,
    border,
    cell_at,
    dress,
    fit_row,
    put_text,
    set_page,
    wrapped,
)
from docgen.workbook.registers import sheet_titles, typed
from docgen.workbook.sheet_writing import saved

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_NARROWEST: Final = 6
_WIDEST: Final = 50
_ARROW: Final = 4
"""Room for the arrow of the filter beside the longest word of a heading."""


def build_register(title: str, tables: Sequence[PaperTable], mark: str) -> bytes:
    """The workbook of ``registers.register_bytes``."""
    book = Workbook()
    book.remove(cast("Worksheet", book.active))
    for name, table in zip(sheet_titles(title, tables), tables, strict=True):
        _fill(book.create_sheet(name), title, table, mark)
    return saved(book)


def _fill(sheet: Worksheet, title: str, table: PaperTable, mark: str) -> None:
    widths = [
        _width(heading, [row[column] for row in table.rows])
        for column, heading in enumerate(table.heading)
    ]
    for column, (heading, width) in enumerate(zip(table.heading, widths, strict=True), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        cell = cell_at(sheet, 1, column)
        put_text(cell, heading)
        dress(cell, SOMETIMES, bold=True)
    fit_row(sheet, 1, widths)
    for number, row in enumerate(table.rows, 2):
        for column, text in enumerate(row, 1):
            _put(cell_at(sheet, number, column), text)
        fit_row(sheet, number, widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(table.rows) + 1}"
    set_page(sheet, sum(widths))
    sheet.page_setup.fitToWidth = 1
    sheet.print_options.gridLines = False
    header = HeaderFooterItem()
    # «&» opens a code of Excel's own there.
    header.left.text, header.right.text = (text.replace("&", "&&") for text in (title, mark))
    sheet.oddHeader = header


def _put(cell: Cell, text: str) -> None:
    value = typed(text)
    if isinstance(value, str):
        put_text(cell, value)
        cell.alignment = wrapped()
    else:
        cell.value = value
        cell.number_format = _format(value, text)
        cell.alignment = Alignment(vertical="top", horizontal="center")
    cell.font = Font(name=FONT, size=11)
    cell.border = border()


def _format(value: int | Decimal | datetime.date, text: str) -> str:
    """So that Excel shows the number as the paper does."""
    if isinstance(value, datetime.date):
        return "dd.mm.yyyy"
    whole = "#,##0" if " " in text else "0"
    decimals = len(text.partition(",")[2])
    return f"{whole}.{'0' * decimals}" if decimals else whole


def _width(heading: str, texts: Sequence[str]) -> int:
    longest_word = max((len(word) for word in heading.split()), default=0) + _ARROW
    longest_line = max((len(line) for text in texts for line in text.split("\n")), default=0) + 2
    return max(_NARROWEST, longest_word, min(longest_line, _WIDEST))
