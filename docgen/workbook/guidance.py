"""What the blank workbook tells the clerk about each column, in Russian.

Everything is composed from the schema: the hint shown at a cell, the note on a heading and the
rows of the sheet «Как заполнять» say the same thing because they are made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.records.schema import Column, ColumnType, Record, describe_required

GUIDE_SHEET: Final = "Как заполнять"
LISTS_SHEET: Final = "Списки"
SERVICE_SHEETS: Final = frozenset({GUIDE_SHEET, LISTS_SHEET})
"""Sheets of ours that hold no rows of hers: a reader passes them by."""

COMMANDS: Mapping[str, str] = {"partners": "agreements"}
"""Workbook → the command that makes papers from it."""

PROMPT_LIMIT: Final = 255
"""Excel refuses a file whose input hint is longer than this."""

PROMPT_TITLE_LIMIT: Final = 32

_TYPE_WORDS: Mapping[ColumnType, str] = {
    ColumnType.TEXT: "Текст одной строкой.",
    ColumnType.LONG_TEXT: "Текст; новая строка — Alt+Enter.",
    ColumnType.ITEMS: "Перечень: пункты через «;» или с новой строки (Alt+Enter).",
    ColumnType.CODE: "Короткий код без пробелов; у каждой строки свой.",
    ColumnType.YES_NO: "«да» или «нет».",
    ColumnType.DATE: "Дата: день.месяц.год.",
    ColumnType.INTEGER: "Целое число, без слов.",
    ColumnType.MONEY: "Сумма в рублях, копейки после запятой.",
    ColumnType.INN: "10 цифр; у предпринимателя 12.",
    ColumnType.KPP: "9 знаков.",
    ColumnType.OGRN: "13 цифр; у предпринимателя 15.",
    ColumnType.OKTMO: "8 или 11 цифр.",
    ColumnType.KBK: "20 цифр.",
    ColumnType.BIK: "9 цифр.",
    ColumnType.ACCOUNT: "20 цифр.",
    ColumnType.PERSONAL_ACCOUNT: "11 знаков, как в извещении казначейства.",
    ColumnType.LICENCE: "Номер записи в реестре: Л035-00000-00/00000000.",
    ColumnType.SNILS: "11 цифр: 000-000-000 00.",
    ColumnType.IKZ: "36 цифр.",
    ColumnType.PHONE: "Телефон с кодом города.",
    ColumnType.EMAIL: "Один адрес.",
    ColumnType.ACADEMIC_YEAR: "Два года через косую черту.",
}

_NEVER_IMPLIED = frozenset(
    {
        ColumnType.CHOICE,
        ColumnType.YES_NO,
        ColumnType.DATE,
        ColumnType.INTEGER,
        ColumnType.MONEY,
        ColumnType.LICENCE,
    }
)
"""Types whose words a hint of the column adds to; elsewhere the hint says the same and more."""

GENERAL_RULES: tuple[str, ...] = (
    "Заполняйте листы по порядку вкладок: сначала «Настройки» и справочники, затем остальное. "
    "Бумаги делаются по строкам: одна строка — одна организация, один человек, один договор.",
    "Заголовки (первая строка) закрыты от изменений: по ним программа узнаёт столбцы. Строки "
    "можно добавлять, удалять, сортировать и отбирать, ширину столбцов — менять.",
    "Цвет заголовка говорит, нужен ли столбец: тёмно-синий — всегда, голубой — при условии "
    "(условие — в подсказке ячейки и ниже на этом листе), серый — по желанию.",
    "Там, где у ячейки есть стрелка, выбирайте значение из списка. Код организации, человека, "
    "программы и договора появляется в списках сам, как только вписан на своём листе.",
    "Если обязательное сведение в этой строке не имеет смысла, напишите «не применяется»: "
    "пустая ячейка — это ошибка, а «не применяется» — ответ.",
    "Номера, коды и счета хранятся как текст, поэтому нули в начале не пропадают. При вставке "
    "из другой таблицы выбирайте «Вставить только значения».",
    "Не объединяйте ячейки, не оставляйте строк «Итого» и примечаний под таблицей, не "
    "пишите формул: впишите готовое значение.",
    "Нужен свой столбец — дайте ему название правее последнего заголовка: в шаблонах Word он "
    "доступен под этим названием.",
    "Примеры стоят только на этом листе и в подсказках: в бумаги они не попадут.",
)


def requirement(kind: type[Record], column: Column) -> str:
    """When the column is filled: «всегда», «если …» or «по желанию»."""
    return describe_required(kind, column) or "по желанию"


def what_to_type(column: Column) -> str:
    """What the cell takes: sentences with full stops, the column's own hint last."""
    if column.choices is not None:
        words = "Одно из: " + "; ".join(str(member) for member in column.choices) + "."
    elif column.refers_to:
        sheet = column.refers_to.SHEET.title
        many = column.cell_type is ColumnType.REFERENCES
        words = f"Код{'ы' if many else ''} с листа «{sheet}»{', через «;»' if many else ''}."
    else:
        words = _TYPE_WORDS[column.cell_type]
    if not column.hint:
        return words
    tells_all = column.cell_type not in _NEVER_IMPLIED
    if column.refers_to:
        tells_all = "код" in column.hint.lower()
    return column.hint if tells_all else f"{words} {column.hint}"


def prompt(kind: type[Record], column: Column) -> tuple[str, str]:
    """Title and text of the hint that stands beside the selected cell.

    Both keep within what Excel accepts: whole sentences are left out, the least needed first
    (the norm, the example, the list of choices that the arrow shows anyway).
    """
    needed = f"Заполнять: {requirement(kind, column)}."
    example = f"Пример: {column.example}" if column.example else ""
    norm = f"Требование: {column.norm}." if column.norm else ""
    what = what_to_type(column)
    attempts = (
        (what, example, needed, norm),
        (what, example, needed),
        (what, needed),
        (column.hint, example, needed),
        (column.hint, needed),
        (needed,),
    )
    for pieces in attempts:
        text = "\n".join(piece for piece in pieces if piece)
        if len(text) <= PROMPT_LIMIT:
            return _cut(column.heading, PROMPT_TITLE_LIMIT), text
    return _cut(column.heading, PROMPT_TITLE_LIMIT), _cut(needed, PROMPT_LIMIT)


def heading_note(kind: type[Record], column: Column) -> str:
    """The note that opens over a heading: when to fill it and an example, no more."""
    note = f"Заполнять: {requirement(kind, column)}."
    return f"{note}\nПример: {column.example}" if column.example else note


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
