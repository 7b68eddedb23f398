"""How the cells and sheets of a made workbook look: formats, widths, colours, page, protection."""

from __future__ import annotations

import datetime
import enum
import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from docgen.records.schema import Column, ColumnType

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

CELL_LIMIT: Final = 32_767
"""Excel cuts a longer text off without a word."""

_LAST_COLUMN: Final = 16_384

FONT: Final = "Calibri"
LINE_HEIGHT: Final = 15.0
_MOST_LINES: Final = 20
PAGE_WIDTH: Final = 150
"""Characters that stay legible across a landscape A4 page."""
_NOTES_WIDTH: Final = 100

ALWAYS, SOMETIMES, OPTIONAL = ("1F4E79", "FFFFFF"), ("BDD7EE", "1F3864"), ("EDEDED", "595959")

_FORMATS: Mapping[ColumnType, str] = {
    ColumnType.DATE: "dd.mm.yyyy",
    ColumnType.INTEGER: "0",
    ColumnType.MONEY: "#,##0.00",
}
TEXT_FORMAT: Final = "@"

_WIDTHS: Mapping[ColumnType, int] = {
    ColumnType.TEXT: 28,
    ColumnType.LONG_TEXT: 46,
    ColumnType.ITEMS: 42,
    ColumnType.CODE: 12,
    ColumnType.REFERENCE: 16,
    ColumnType.REFERENCES: 20,
    ColumnType.CHOICE: 24,
    ColumnType.YES_NO: 13,
    ColumnType.DATE: 14,
    ColumnType.INTEGER: 13,
    ColumnType.MONEY: 14,
    ColumnType.INN: 15,
    ColumnType.KPP: 12,
    ColumnType.OGRN: 18,
    ColumnType.OKTMO: 14,
    ColumnType.KBK: 24,
    ColumnType.BIK: 12,
    ColumnType.ACCOUNT: 25,
    ColumnType.PERSONAL_ACCOUNT: 15,
    ColumnType.LICENCE: 25,
    ColumnType.SNILS: 17,
    ColumnType.IKZ: 42,
    ColumnType.PHONE: 21,
    ColumnType.EMAIL: 28,
    ColumnType.ACADEMIC_YEAR: 13,
}
_LONG_WORDS = ("наименование", "адрес", "кем выдана", "порядок", "название", "текст", "место")


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell of a sheet that we are making, counted from one."""
    # Only the first cell of a merged range is ever written, and that one is a Cell.
    return cast("Cell", sheet.cell(row, column))


def put_text(cell: Cell, text: str) -> None:
    """Write a text as a text, whatever it begins with (``=``, ``+``, ``-``, ``@``)."""
    if len(text) > CELL_LIMIT:
        raise ValueError(f"{cell.coordinate}: longer than an Excel cell")
    try:
        cell.value = text
    except IllegalCharacterError:
        raise ValueError(f"{cell.coordinate}: a character that a workbook cannot hold") from None
    if text:
        cell.data_type = "s"
    cell.number_format = TEXT_FORMAT


def put_value(cell: Cell, column: Column, value: object) -> None:
    """Write a record's value so that reading the cell gives it back; the cell stays unlocked.

    A text is written as it is into a column of any type. Raises ``ValueError`` for what a cell
    cannot hold, ``TypeError`` for what no record holds.
    """
    if isinstance(value, bool):
        put_text(cell, "да" if value else "нет")
    elif isinstance(value, datetime.date | int | Decimal) and column.cell_type in _FORMATS:
        cell.value = value
        cell.number_format = _FORMATS[column.cell_type]
    elif isinstance(value, str | enum.Enum):
        put_text(cell, str(value))
    elif isinstance(value, Iterable):
        items = tuple(map(str, value))
        if any(";" in item for item in items):
            raise ValueError(f"{cell.coordinate}: «;» stands between items, not in them")
        put_text(cell, "; ".join(items))
    else:
        raise TypeError(f"{column.attribute}: {type(value).__name__}")

    cell.protection = Protection(locked=False)
    cell.alignment = wrapped(column)


def number_format(column: Column) -> str:
    """The format of a column's empty cells: text, wherever Excel could eat a zero."""
    return _FORMATS.get(column.cell_type, TEXT_FORMAT)


def column_width(column: Column) -> int:
    width = _WIDTHS[column.cell_type]
    heading = column.heading.lower()
    if column.cell_type is ColumnType.TEXT and any(word in heading for word in _LONG_WORDS):
        width = 42
    if column.choices is not None:
        width = max(len(str(member)) for member in column.choices) + 4
    # The filter's arrow covers the end of the longest word.
    return max(width, max(len(word) for word in column.heading.split()) + 4)


def line_count(text: str, width: int) -> int:
    """How many lines a text takes in a column; a little generous, for wide letters."""
    return sum(max(1, math.ceil(len(line) * 1.05 / width)) for line in text.split("\n"))


class _FittedRow(RowDimension):
    """A row whose height is proposed: a fixed one would not grow with what she types."""

    customHeight = False  # noqa: N815 - the name is openpyxl's


def fit_row(sheet: Worksheet, row: int, widths: Sequence[int]) -> None:
    """Make a row as high as its longest text needs, leaving the fitting of it to Excel."""
    # ``sheet[row]`` would look at every cell of the sheet for its last column.
    (cells,) = sheet.iter_rows(min_row=row, max_row=row, max_col=len(widths))
    count = max(
        line_count(str(cell.value), width)
        for cell, width in zip(cells, widths, strict=True)
        if cell.value is not None
    )
    height = LINE_HEIGHT * min(count, _MOST_LINES)
    sheet.row_dimensions[row] = _FittedRow(sheet, index=row, ht=height)


def dress_heading(cell: Cell, column: Column) -> None:
    if column.required is True:
        dress(cell, ALWAYS, bold=True)
    elif column.required:
        dress(cell, SOMETIMES, bold=True)
    else:
        dress(cell, OPTIONAL, bold=False)


def dress(cell: Cell, colours: tuple[str, str], *, bold: bool) -> None:
    cell.fill = PatternFill("solid", fgColor=colours[0])
    cell.font = Font(name=FONT, size=11, bold=bold, color=colours[1])
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = border()
    cell.protection = Protection(locked=True)


def border() -> Border:
    line = Side(style="thin", color="BFBFBF")
    return Border(left=line, right=line, top=line, bottom=line)


def wrapped(column: Column | None = None) -> Alignment:
    """Texts wrap at the left; dates and numbers stand in the middle, clear of the next text."""
    centred = column is not None and column.cell_type in _FORMATS
    return Alignment(wrap_text=True, vertical="top", horizontal="center" if centred else None)


def free_columns(sheet: Worksheet, first: int) -> None:
    """Unlock everything to the right: her own columns, and the deletion of whole rows.

    Excel deletes a row of a protected sheet only when every cell of it is unlocked.
    """
    letter = get_column_letter(first)
    dimension = ColumnDimension(sheet, index=letter, min=first, max=_LAST_COLUMN, width=18)
    dimension.number_format = TEXT_FORMAT
    dimension.protection = Protection(locked=False)
    dimension.alignment = wrapped()
    sheet.column_dimensions[letter] = dimension


def protect(sheet: Worksheet) -> None:
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "sort",
        "autoFilter",
    ):
        setattr(protection, allowed, False)


def set_page(sheet: Worksheet, width: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = max(1, math.ceil(width / PAGE_WIDTH / 1.4))
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)  # inches
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    footer = HeaderFooterItem()
    footer.center.text = "&A — &P из &N"
    sheet.oddFooter = footer


def fill_notes(sheet: Worksheet, notes: Sequence[str]) -> None:
    """A sheet of advice: numbered paragraphs one under another, on the page of the workbook."""
    sheet.column_dimensions["A"].width = _NOTES_WIDTH
    for number, text in enumerate(notes, start=1):
        cell = cell_at(sheet, number, 1)
        put_text(cell, f"{number}. {text}")
        cell.font = Font(name=FONT, size=11)
        cell.alignment = wrapped()
        sheet.row_dimensions[number].height = LINE_HEIGHT * line_count(text, _NOTES_WIDTH)
    set_page(sheet, PAGE_WIDTH)
