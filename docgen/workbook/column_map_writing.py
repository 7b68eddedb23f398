"""Fills the workbook with the sheet «Столбцы»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from docgen.records.workbooks import SHEETS
from docgen.workbook.appearance import (
    ALWAYS,
    FONT,
    OPTIONAL,
    TEXT_FORMAT,
    border,
    cell_at,
    dress,
    fill_notes,
    fit_row,
    free_columns,
    protect,
    put_text,
    set_page,
    wrapped,
)
from docgen.workbook.column_map import (
    ALIKE,
    CHECKED,
    FILE,
    HEADING,
    HEADINGS,
    LISTS,
    NOT_NEEDED,
    NOTES_SHEET,
    PROPOSED,
    SAMPLES,
    SHEET,
    SURE,
    TITLE,
    TO_COLUMN,
    TO_SHEET,
    UNKNOWN,
    MapRow,
    headings_of,
)
from docgen.workbook.sheet_writing import saved

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: Final = {
    FILE: 24,
    TITLE: 20,
    HEADING: 34,
    TO_SHEET: 24,
    TO_COLUMN: 38,
    SURE: 14,
    SAMPLES: 34,
    CHECKED: 10,
    PROPOSED: 12,
}
_EDITABLE: Final = frozenset({TO_SHEET, TO_COLUMN, CHECKED})
_ALIKE, _UNKNOWN = "FFF2CC", "EDEDED"
_MARGIN: Final = 500
"""Rows under the last that have drop-downs: she may add some."""
_NOTES: Final = (
    "По строке на каждый столбец ваших листов: каким столбцом docgen его считать.",
    "«точно» — заголовок узнан; такие строки действуют сразу, если лист ваш или подтверждён.",
    "Жёлтые строки («похоже») — догадка. Верна — выберите «да» в столбце «Верно»; неверна — "
    "выберите в списке другой столбец.",
    "Серые строки («не узнан») — ваши собственные столбцы: они доступны шаблонам под своими "
    "именами. Если это столбец docgen, выберите лист и столбец в списке.",
    f"Столбец, который читать не надо, отметьте «{NOT_NEEDED}»: о нём больше не будет сказано.",
    "Весь лист читается как один лист docgen: того, куда ведёт большинство его столбцов.",
    "Сохраните файл и закройте его. Пока он лежит рядом с книгой, все команды читают её по этой "
    "карте. Переставлять и добавлять столбцы в своей книге можно.",
    "Появились новые столбцы — повторите docgen map: они добавятся внизу, ваши строки останутся.",
)


def build_map(rows: Sequence[MapRow]) -> bytes:
    """The workbook with these rows, in their order. The same rows give the same bytes."""
    book = Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = SHEET
    widths = [_WIDTHS[heading] for heading in HEADINGS]
    for index, heading in enumerate(HEADINGS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = _WIDTHS[heading]
        dimension.number_format = TEXT_FORMAT
        dimension.protection = Protection(locked=False)
        dimension.alignment = wrapped()
        dimension.hidden = heading == PROPOSED
        cell = cell_at(sheet, 1, index)
        put_text(cell, heading)
        dress(cell, ALWAYS if heading in _EDITABLE else OPTIONAL, bold=heading in _EDITABLE)
    cell_at(sheet, 1, HEADINGS.index(SAMPLES) + 1).comment = Comment(
        "Вид значений: буквы и цифры скрыты.", "docgen", height=60, width=220
    )
    for number, row in enumerate(rows, start=2):
        _put_row(sheet, number, row)
        fit_row(sheet, number, [*widths[:-1], 200])
    last = len(rows) + 1
    _add_lists(book, sheet, last + _MARGIN)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADINGS))}{last}"
    free_columns(sheet, len(HEADINGS) + 1)
    set_page(sheet, sum(widths))
    protect(sheet)
    fill_notes(book.create_sheet(NOTES_SHEET, 1), _NOTES)
    return saved(book)


def _put_row(sheet: Worksheet, number: int, row: MapRow) -> None:
    texts = {
        FILE: row.file,
        TITLE: row.title,
        HEADING: row.heading,
        TO_SHEET: row.to_sheet,
        TO_COLUMN: row.to_column,
        SURE: row.sure,
        SAMPLES: row.samples,
        CHECKED: row.checked,
        PROPOSED: row.stamp,
    }
    shade = "" if row.hers else {ALIKE: _ALIKE, UNKNOWN: _UNKNOWN}.get(row.sure, "")
    for index, heading in enumerate(HEADINGS, start=1):
        cell = cell_at(sheet, number, index)
        if texts[heading]:
            put_text(cell, texts[heading])
        cell.number_format = TEXT_FORMAT
        cell.border = border()
        cell.alignment = wrapped()
        cell.font = Font(name=FONT, size=11)
        cell.protection = Protection(locked=heading not in _EDITABLE)
        if shade:
            cell.fill = PatternFill("solid", fgColor=shade)


def _add_lists(book: Workbook, sheet: Worksheet, last: int) -> None:
    """Drop-downs: our sheets, and the columns of the sheet that stands beside."""
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    lists.protection.sheet = True
    kinds = [kind for kind in SHEETS if kind.SHEET.layout == "table"]
    columns = [[kind.SHEET.title for kind in kinds], *map(list, map(headings_of, kinds))]
    for place, words in enumerate(columns, start=1):
        words = [*words, NOT_NEEDED]
        for row, word in enumerate(words, start=1):
            put_text(cell_at(lists, row, place), word)
        letter = get_column_letter(place)
        name = "docgen_sheets" if place == 1 else f"docgen_columns_{place - 1}"
        area = f"'{LISTS}'!${letter}$1:${letter}${len(words)}"
        book.defined_names[name] = DefinedName(name, attr_text=area)
    to_sheet = get_column_letter(HEADINGS.index(TO_SHEET) + 1)
    formulas = {
        TO_SHEET: "docgen_sheets",
        TO_COLUMN: f'INDIRECT("docgen_columns_"&MATCH(${to_sheet}2,docgen_sheets,0))',
        CHECKED: '"да"',
    }
    for heading, formula in formulas.items():
        letter = get_column_letter(HEADINGS.index(heading) + 1)
        choice = DataValidation(type="list", formula1=formula, allow_blank=True)
        choice.showErrorMessage = True
        choice.errorStyle = "warning"
        choice.errorTitle, choice.error = "docgen", "Такого нет в списке. Оставить?"
        choice.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(choice)
