"""Fills the sheets of a workbook made from the schema: tables, pairs, «Как заполнять»."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from docgen.diagnostics import Refusal
from docgen.opc.writing import write_package
from docgen.records.schema import Column, Record, columns_of
from docgen.workbook.appearance import (
    ALWAYS,
    FONT,
    LINE_HEIGHT,
    PAGE_WIDTH,
    SOMETIMES,
    TEXT_FORMAT,
    border,
    cell_at,
    column_width,
    dress,
    dress_heading,
    fit_row,
    free_columns,
    line_count,
    number_format,
    protect,
    put_text,
    put_value,
    set_page,
    wrapped,
)
from docgen.workbook.drop_downs import Lists, last_row, validation_for
from docgen.workbook.guidance import (
    COMMANDS,
    GENERAL_RULES,
    GUIDE_SHEET,
    heading_note,
    prompt,
    requirement,
    what_to_type,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SHEETS: Final = "xl/worksheets/sheet"
_END: Final = b"</worksheet>"
_AUTHOR: Final = "docgen"
_FIXED_TIME: Final = datetime.datetime(2026, 1, 1)


def build_workbook(
    sheets: Sequence[type[Record]], rows: Mapping[type[Record], Sequence[Mapping[str, object]]]
) -> bytes:
    """The workbook of ``blank.workbook_bytes``; raises what that says."""
    book = Workbook()
    guide = cast("Worksheet", book.active)
    guide.title = GUIDE_SHEET
    lists = Lists(sheets, rows)
    _fill_guide(guide, sheets)
    for kind in sheets:
        sheet = book.create_sheet(kind.SHEET.title)
        fill = _fill_pairs if kind.SHEET.layout == "pairs" else _fill_table
        fill(sheet, kind, rows.get(kind, ()), lists)
    lists.write(book)
    return saved(book)


def _fill_table(
    sheet: Worksheet, kind: type[Record], rows: Sequence[Mapping[str, object]], lists: Lists
) -> None:
    columns = columns_of(kind)
    last = last_row(rows)
    widths = []
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        widths.append(column_width(column))
        dimension = sheet.column_dimensions[letter]
        dimension.width = widths[-1]
        # The style of a whole column reaches every row she will add and weighs nothing.
        dimension.number_format = number_format(column)
        dimension.protection = Protection(locked=False)
        dimension.alignment = wrapped(column)
        heading = cell_at(sheet, 1, index)
        put_text(heading, column.heading)
        dress_heading(heading, column)
        note = Comment(heading_note(kind, column), _AUTHOR, height=80, width=260)
        heading.comment = note
        _add_validation(sheet, kind, column, lists, f"{letter}2:{letter}{last}")
    free_columns(sheet, len(columns) + 1)
    _put_rows(sheet, kind, rows)
    for number in range(2, len(rows) + 2):
        fit_row(sheet, number, widths)
    sheet.row_dimensions[1].height = LINE_HEIGHT * max(
        line_count(c.heading, w) for c, w in zip(columns, widths, strict=True)
    )
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_cols = "A:A"
    set_page(sheet, sum(widths))
    protect(sheet)
    sheet.sheet_properties.tabColor = (ALWAYS if kind.SHEET.required else SOMETIMES)[0]


def _put_rows(sheet: Worksheet, kind: type[Record], rows: Sequence[Mapping[str, object]]) -> None:
    by_attribute = {column.attribute: column for column in columns_of(kind)}
    places = {attribute: place for place, attribute in enumerate(by_attribute, start=1)}
    for number, row in enumerate(rows, start=2):
        for attribute, value in row.items():
            column = by_attribute[attribute]
            if value not in (None, ()):
                put_value(cell_at(sheet, number, places[attribute]), column, value)


def _fill_pairs(
    sheet: Worksheet, kind: type[Record], rows: Sequence[Mapping[str, object]], lists: Lists
) -> None:
    if len(rows) > 1:
        raise ValueError(f"«{kind.SHEET.title}» holds one record")
    given = rows[0] if rows else {}
    columns = columns_of(kind)
    unknown = set(given) - {column.attribute for column in columns}
    if unknown:
        raise KeyError(*sorted(unknown))
    widths = {"A": 34, "B": 46, "C": 70}
    for letter, width in widths.items():
        dimension = sheet.column_dimensions[letter]
        dimension.width = width
        dimension.number_format = TEXT_FORMAT
        dimension.protection = Protection(locked=False)
        dimension.alignment = wrapped()
    for index, title in enumerate(("Параметр", "Значение", "Пояснение"), start=1):
        heading = cell_at(sheet, 1, index)
        put_text(heading, title)
        dress(heading, ALWAYS, bold=True)
    for number, column in enumerate(columns, start=2):
        parameter, value, words = (cell_at(sheet, number, index) for index in (1, 2, 3))
        put_text(parameter, column.heading)
        dress_heading(parameter, column)
        value.number_format = number_format(column)
        value.protection = Protection(locked=False)
        value.alignment = wrapped(column)
        value.border = border()
        if given.get(column.attribute) not in (None, ()):
            put_value(value, column, given[column.attribute])
        explanation = f"{what_to_type(column)} Заполнять: {requirement(kind, column)}."
        if column.example:
            explanation += f" Например: {column.example}"
        put_text(words, explanation)
        words.alignment = wrapped()
        words.border = border()
        words.protection = Protection(locked=True)
        sheet.row_dimensions[number].height = LINE_HEIGHT * max(
            line_count(explanation, widths["C"]), line_count(column.heading, widths["A"])
        )
        _add_validation(sheet, kind, column, lists, f"B{number}")
    sheet.freeze_panes = "A2"
    free_columns(sheet, 4)
    set_page(sheet, sum(widths.values()))
    protect(sheet)
    sheet.sheet_properties.tabColor = ALWAYS[0]


def _fill_guide(sheet: Worksheet, sheets: Sequence[type[Record]]) -> None:
    widths = {"A": 34, "B": 40, "C": 62, "D": 40, "E": 15}
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    row = 1
    _put_line(sheet, row, "Как заполнять эту книгу", bold=True, size=16)
    for number, rule in enumerate(GENERAL_RULES, start=1):
        row += 1
        _put_line(sheet, row, f"{number}. {rule}")
    commands = "Проверить книгу, ничего не создавая: docgen check ФАЙЛ.xlsx."
    for workbook in dict.fromkeys(kind.SHEET.workbook for kind in sheets):
        if workbook in COMMANDS:
            commands += f" Сделать бумаги: docgen {COMMANDS[workbook]} ФАЙЛ.xlsx."
    row += 1
    _put_line(sheet, row, commands, bold=True)
    for kind in sheets:
        row += 2
        optional = "" if kind.SHEET.required else " Лист можно оставить пустым."
        _put_line(sheet, row, f"Лист «{kind.SHEET.title}»", bold=True, size=13)
        row += 1
        _put_line(sheet, row, f"{kind.SHEET.purpose}{optional}")
        row += 1
        titles = ("Столбец", "Когда заполнять", "Что писать", "Пример", "Требование")
        if kind.SHEET.layout == "pairs":
            titles = ("Параметр", *titles[1:])
        for index, title in enumerate(titles, start=1):
            cell = cell_at(sheet, row, index)
            put_text(cell, title)
            dress(cell, SOMETIMES, bold=True)
        for column in columns_of(kind):
            row += 1
            texts = (
                column.heading,
                requirement(kind, column),
                what_to_type(column),
                column.example,
                column.norm,
            )
            for index, text in enumerate(texts, start=1):
                cell = cell_at(sheet, row, index)
                put_text(cell, text)
                cell.alignment = wrapped()
                cell.border = border()
            dress_heading(cell_at(sheet, row, 1), column)
            sheet.row_dimensions[row].height = LINE_HEIGHT * max(
                line_count(text, width) for text, width in zip(texts, widths.values(), strict=True)
            )
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = "548235"
    set_page(sheet, PAGE_WIDTH)


def _put_line(
    sheet: Worksheet, row: int, text: str, *, bold: bool = False, size: float = 11
) -> None:
    """A paragraph across the guide; its height is set because Excel never fits merged cells."""
    cell = cell_at(sheet, row, 1)
    put_text(cell, text)
    cell.font = Font(name=FONT, bold=bold, size=size)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=5)
    sheet.row_dimensions[row].height = LINE_HEIGHT * size / 11 * line_count(text, 190)


def _add_validation(
    sheet: Worksheet, kind: type[Record], column: Column, lists: Lists, cells: str
) -> None:
    validation = validation_for(column, lists.name_for(column), cells.partition(":")[0])
    validation.promptTitle, validation.prompt = prompt(kind, column)
    validation.showInputMessage = True
    validation.allow_blank = True
    validation.errorTitle = "docgen"
    validation.add(cells)
    sheet.add_data_validation(validation)


def saved(book: Workbook) -> bytes:
    """Bytes that depend on the content alone: openpyxl stamps the clock on what it saves.

    Raises ``Refusal`` when the machine has no room for the files in which openpyxl writes sheets.
    """
    book.properties.creator = _AUTHOR
    book.properties.created = book.properties.modified = _FIXED_TIME
    stream = io.BytesIO()
    try:
        with zipfile.ZipFile(stream, "w") as archive:
            ExcelWriter(book, archive).write_data()
    except (OSError, SerialisationError) as error:
        raise _no_room() from error
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # A disk that fills up with the last bytes of a sheet cuts it without a word.
    if not all(part.endswith(_END) for name, part in parts.items() if name.startswith(_SHEETS)):
        raise _no_room()
    return write_package(parts)


def _no_room() -> Refusal:
    return Refusal(
        "таблица Excel не записывается: временная папка компьютера переполнена или закрыта",
        hint="освободите место на диске и повторите команду",
    )
