"""Fills the workbook with the sheet «Склонения»."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Final, cast

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from docgen.russian import CASES, Case, Declension, Form
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
from docgen.workbook.declensions import (
    CASE_HEADINGS,
    CHECKED,
    GENDER,
    GENDER_WORDS,
    HEADINGS,
    NOTES_SHEET,
    PROPOSED,
    REASON,
    SHEET,
    SORT,
    SOURCE,
    TEXT,
    stamp_of,
)
from docgen.workbook.sheet_writing import saved

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: Final = {SORT: 13, TEXT: 34, GENDER: 9, SOURCE: 14, REASON: 34, CHECKED: 12, PROPOSED: 12}
_FORM_WIDTH: Final = 34
_DOUBT_ROW, _DOUBT_FORM, _SETTLED = "FFF2CC", "FFC000", "E2EFDA"
_EDITABLE: Final = frozenset([*list(CASE_HEADINGS.values())[1:], CHECKED])
_SOURCES: Final = {
    "column": "столбец книги",
    "dictionary": "словарь",
    "engine": "программа",
    "rule": "программа",
}
_LOOK: Final = "проверьте жёлтые формы"
_HINTS: Final = {
    TEXT: "Как в книге. Опечатку исправляйте в книге, не здесь.",
    GENDER: "Пол человека, род организации. Не тот – исправьте на листах «Люди», «Организации».",
    CHECKED: "Когда все формы строки верны, выберите «да»: больше о ней не спросят.",
    REASON: "Почему программа сомневается.",
}
_NOTES: Final = (
    "Здесь имена, должности и организации ваших книг во всех падежах.",
    "Жёлтые строки сверху программа просит проверить: в ярких ячейках она не уверена.",
    "Неверную форму исправьте прямо в ячейке. Когда все формы строки верны, выберите «да» в "
    f"столбце «{CHECKED}».",
    "Остальные строки смотреть не обязательно; исправить можно любую.",
    "Сохраните файл, закройте его и повторите docgen cases: исправленное и подтверждённое "
    "запишется в словарь (файл словарь.tsv) и будет стоять во всех бумагах.",
    "Форма из столбца книги, например «ФИО (род. падеж)», сильнее словаря.",
)


def build_declensions(declensions: Sequence[Declension]) -> bytes:
    """The workbook of ``declensions.declensions_bytes``, rows in the order given."""
    book = Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = SHEET
    last = len(declensions) + 1
    widths = [_WIDTHS.get(heading, _FORM_WIDTH) for heading in HEADINGS]
    for index, (heading, width) in enumerate(zip(HEADINGS, widths, strict=True), start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = width
        dimension.number_format = TEXT_FORMAT
        dimension.protection = Protection(locked=False)
        dimension.alignment = wrapped()
        dimension.hidden = heading == PROPOSED
        cell = cell_at(sheet, 1, index)
        put_text(cell, heading)
        dress(cell, ALWAYS if heading in _EDITABLE else OPTIONAL, bold=heading in _EDITABLE)
        if heading in _HINTS:
            cell.comment = Comment(_HINTS[heading], "docgen", height=80, width=260)
    looks = _Looks()
    for number, declension in enumerate(declensions, start=2):
        _put_row(sheet, number, declension, looks)
        fit_row(sheet, number, [*widths[:-1], 200])
    _add_choice(sheet, max(last, 2))
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADINGS))}{last}"
    sheet.print_title_cols = "A:B"
    free_columns(sheet, len(HEADINGS) + 1)
    set_page(sheet, sum(widths))
    protect(sheet)
    fill_notes(book.create_sheet(NOTES_SHEET), _NOTES)
    return saved(book)


def _put_row(sheet: Worksheet, number: int, declension: Declension, looks: _Looks) -> None:
    gender = GENDER_WORDS[declension.gender]
    proposed = [form.text for form in declension.forms]
    texts = {
        SORT: str(declension.sort),
        TEXT: declension.text,
        GENDER: gender,
        SOURCE: _sources(declension.forms),
        REASON: (declension.reason or _LOOK) if declension.is_doubtful else "",
        CHECKED: "да" if declension.is_settled else "",
        PROPOSED: stamp_of(declension.sort, gender, proposed, declension.is_settled),
    }
    forms = dict(zip(CASE_HEADINGS.values(), declension.forms, strict=True))
    colour = _DOUBT_ROW if declension.is_doubtful else _SETTLED if declension.is_settled else ""
    for index, heading in enumerate(HEADINGS, start=1):
        cell = cell_at(sheet, number, index)
        form = forms.get(heading)
        text = form.text if form else texts[heading]
        if text:
            put_text(cell, text)
        shade = _DOUBT_FORM if form and form.doubtful else colour
        looks.put(cell, shade, bool(form and form.doubtful), heading in _EDITABLE)


class _Looks:
    """Styles of cells: made once each, since openpyxl compares every new one with all it has."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool, bool], StyleArray] = {}

    def put(self, cell: Cell, shade: str, bold: bool, editable: bool) -> None:
        known = self._known.get((shade, bold, editable))
        if known is None:
            cell.number_format = TEXT_FORMAT
            cell.border = border()
            cell.alignment = wrapped()
            cell.font = Font(name=FONT, size=11, bold=bold)
            cell.protection = Protection(locked=not editable)
            if shade:
                cell.fill = PatternFill("solid", fgColor=shade)
            known = self._known[shade, bold, editable] = copy(cell._style)  # type: ignore[attr-defined]  # the stubs lack it
        cell._style = copy(known)  # type: ignore[attr-defined]  # the stubs lack it


def _sources(forms: Sequence[Form]) -> str:
    """Who made the oblique forms: «программа, столбец книги»."""
    oblique = [form for case, form in zip(CASES, forms, strict=True) if case is not Case.NOM]
    return ", ".join(dict.fromkeys(_SOURCES[form.source] for form in oblique))


def _add_choice(sheet: Worksheet, last: int) -> None:
    letter = get_column_letter(HEADINGS.index(CHECKED) + 1)
    choice = DataValidation(type="list", formula1='"да"', allow_blank=True)
    choice.promptTitle, choice.prompt = CHECKED, _HINTS[CHECKED]
    choice.showInputMessage = True
    choice.errorTitle, choice.error = "docgen", "Выберите «да» или очистите ячейку."
    choice.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(choice)
