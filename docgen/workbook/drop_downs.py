"""Drop-downs and other checks that the sheet itself makes while she types."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from docgen.records.schema import Column, ColumnType, Record, columns_of
from docgen.workbook.appearance import put_text
from docgen.workbook.guidance import LISTS_SHEET

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

DATA_ROWS: Final = 2000
"""How many rows under the heading have drop-downs and hints (more, when more are written)."""

_Style = Literal["stop", "warning", "information", "none"]
_NOT_APPLICABLE: Final = "не применяется"
_FIRST_DATE: Final = datetime.date(1950, 1, 1)
_LAST_DATE: Final = datetime.date(2100, 12, 31)

_LENGTHS: Mapping[ColumnType, tuple[int, ...]] = {
    ColumnType.INN: (10, 12),
    ColumnType.KPP: (9,),
    ColumnType.OGRN: (13, 15),
    ColumnType.OKTMO: (8, 11),
    ColumnType.KBK: (20,),
    ColumnType.BIK: (9,),
    ColumnType.ACCOUNT: (20,),
    ColumnType.PERSONAL_ACCOUNT: (11,),
    ColumnType.IKZ: (36,),
}
"""Only the length is checked in the sheet: the check digits are the reader's work."""


class Lists:
    """The drop-downs: named ranges on a hidden sheet, or over the code column of a sheet.

    A named range has neither the 255 characters' limit of a literal list nor the extension
    that older programs drop for a list on another sheet.
    """

    def __init__(
        self,
        sheets: Sequence[type[Record]],
        rows: Mapping[type[Record], Sequence[Mapping[str, object]]],
    ) -> None:
        self._formulas: dict[str, str] = {}
        self._columns: list[tuple[str, tuple[str, ...]]] = []
        codes = {kind: _codes(given) for kind, given in rows.items()}
        for kind in sheets:
            last = last_row(rows.get(kind, ()))
            for column in columns_of(kind):
                if column.cell_type is ColumnType.CODE:
                    self._formulas[_codes_name(kind)] = _growing(kind, column, last)
        columns = [column for kind in sheets for column in columns_of(kind)]
        for target in dict.fromkeys(column.refers_to for column in columns):
            if target is not None and target not in sheets and codes.get(target):
                self._add(_codes_name(target), target.SHEET.title, codes[target])
        for kind in sheets:
            for column in columns_of(kind):
                if column.choices is not None:
                    self._add_choices(column.choices.__name__, tuple(map(str, column.choices)))
                elif column.cell_type is ColumnType.YES_NO:
                    self._add_choices("YesNo", ("да", "нет"))

    def name_for(self, column: Column) -> str:
        """The named range of a column's drop-down; empty when it has none."""
        if column.refers_to:
            name = _codes_name(column.refers_to)
            return name if name in self._formulas else ""
        if column.choices is not None:
            name = f"docgen_{column.choices.__name__}"
        elif column.cell_type is ColumnType.YES_NO:
            name = "docgen_YesNo"
        else:
            return ""
        return f"{name}_or_na" if isinstance(column.required, tuple) else name

    def _add_choices(self, name: str, words: tuple[str, ...]) -> None:
        if f"docgen_{name}" in self._formulas:
            return
        # One column of cells serves two names: «не применяется» is its last cell.
        letter = self._add(f"docgen_{name}", name, (*words, _NOT_APPLICABLE), shown=len(words))
        self._formulas[f"docgen_{name}_or_na"] = _fixed(letter, len(words) + 1)

    def _add(self, name: str, title: str, words: tuple[str, ...], shown: int | None = None) -> str:

        self._columns.append((title, words))
        letter = get_column_letter(len(self._columns))
        self._formulas[name] = _fixed(letter, shown or len(words))
        return letter

    def write(self, book: Workbook) -> None:

        sheet = book.create_sheet(LISTS_SHEET)
        sheet.sheet_state = "hidden"
        sheet.protection.sheet = True
        for index, (title, words) in enumerate(self._columns, start=1):
            for row, word in enumerate((title, *words), start=1):
                put_text(sheet.cell(row, index), word)
        for name, formula in self._formulas.items():
            book.defined_names[name] = DefinedName(name, attr_text=formula)


def _fixed(letter: str, count: int) -> str:
    return f"'{LISTS_SHEET}'!${letter}$2:${letter}${count + 1}"


def _growing(kind: type[Record], column: Column, last: int) -> str:
    """A range over the codes typed so far.

    A range with its empty rows would open the drop-down at the blank end of the list and, in
    Excel, switch the check off.
    """
    letter = get_column_letter(columns_of(kind).index(column) + 1)
    sheet = quote_sheetname(kind.SHEET.title)
    whole = f"{sheet}!${letter}$2:${letter}${last}"
    return f"{sheet}!${letter}$2:INDEX({whole},MAX(1,COUNTA({whole})))"


def _codes_name(kind: type[Record]) -> str:
    return f"docgen_codes_{kind.__name__}"


def _codes(rows: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    return tuple(str(row["code"]) for row in rows if row.get("code"))


def validation_for(column: Column, named_range: str, first_cell: str) -> DataValidation:
    """What the sheet itself checks while she types.

    «Stop» stands only where nothing else can be right: a name instead of a code and «не
    применяется» in a column required by condition are good answers too.
    """
    style: _Style = "warning" if isinstance(column.required, tuple) else "stop"
    if named_range:
        rule = DataValidation(type="list", formula1=named_range)
        if column.cell_type is ColumnType.REFERENCES:
            # The list offers single codes; several of them through «;» are hers to type.
            rule.showErrorMessage = False
        else:
            rule.showErrorMessage = True
            rule.errorStyle = "warning" if column.refers_to else style
            rule.error = "Такого значения нет в списке. Выберите из списка или проверьте написание."
        return rule
    if column.cell_type is ColumnType.DATE:
        bounds = (str(_serial(day)) for day in (_FIRST_DATE, _LAST_DATE))
        rule = DataValidation(type="date", operator="between")
        rule.formula1, rule.formula2 = bounds
        rule.error = "Нужна дата: день.месяц.год, например 01.09.2026."
    elif column.cell_type is ColumnType.INTEGER:
        rule = DataValidation(type="whole", operator="between", formula1="0", formula2="1000000")
        rule.error = "Нужно целое число без слов, например 36."
    elif column.cell_type is ColumnType.MONEY:
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
        rule.error = "Нужна сумма числом: рубли и копейки через запятую, например 48000,50."
    elif column.cell_type in _LENGTHS:
        lengths = _LENGTHS[column.cell_type]
        tests = ",".join(f"LEN({first_cell})={n}" for n in lengths)
        tests += f',{first_cell}="{_NOT_APPLICABLE}"'
        rule = DataValidation(type="custom", formula1=f"OR({tests})")
        rule.error = f"Число знаков: {' или '.join(map(str, lengths))}. Проверьте номер."
        style = "warning"
    else:
        return DataValidation(type=None)
    rule.showErrorMessage = True
    rule.errorStyle = style
    return rule


def _serial(day: datetime.date) -> int:
    """Excel's number of a day in the 1900 system."""
    return (day - datetime.date(1899, 12, 30)).days


def last_row(rows: Sequence[object]) -> int:
    """The last row with drop-downs on a sheet with these rows."""
    return max(DATA_ROWS, len(rows) + DATA_ROWS // 2) + 1
