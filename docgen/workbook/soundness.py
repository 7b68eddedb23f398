"""Which cells need no second look: a quick yes for the plain values that most cells hold.

A large table is mostly right. For a column of a known type a few characters decide that nothing
can be said of a cell; only the others go the long way through ``parsing``. A quick yes must never
differ from the long way: ``tests/workbook/test_soundness.py`` compares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from docgen import identifiers
from docgen.identifiers import Identifier, Invalid
from docgen.records.schema import Column, ColumnType
from docgen.workbook.cells import Cell, CellKind, Formula, NumberStyle
from docgen.workbook.parsing import IDENTIFIERS, names_people

Sound = Callable[[Cell], bool]
"""Whether nothing can be said of this cell; ``False`` says only that it must be looked at."""

_NAME = re.compile(r"[А-ЯЁ][А-ЯЁа-яё]+(?:[ -][А-ЯЁ][А-ЯЁа-яё.]*){0,5}")
_WORDS = re.compile(r"[А-ЯЁа-яё0-9][А-ЯЁа-яё0-9.,;:()№«»+/–—-]*(?: [А-ЯЁа-яё0-9.,;:()№«»+/–—-]+)*")
_MOST_WORDS = 2_000
# «нет», «не указано», «отсутствует» are noted as empty; longer words than these are none.
_EMPTY_STARTS = frozenset("нНоОnN")
_LONGEST_EMPTY = 14
_MONEY = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_PHONE = re.compile(r"\+7 \([0-9]{3,5}\) [0-9]{1,3}-[0-9]{2}-[0-9]{2}")
_SNILS = re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2}")
_FIRST_SERIAL, _LAST_SERIAL = 15_000, 60_000
"""Days of 1941–2064, well inside what the long way accepts."""


def sound_in(
    column: Column, typed: bool, style_of: Callable[[int], NumberStyle], epoch_1904: bool
) -> Sound:
    """The quick test for cells of one column.

    ``typed``: its heading promises the column's type; of other columns only the file's own
    faults are told.
    """
    kind = column.cell_type
    number = _number_in(kind, typed, style_of, epoch_1904)
    text = _text_in(column, kind)

    def sound(cell: Cell) -> bool:
        if cell.formula is Formula.EXTERNAL:
            return False
        if cell.kind is CellKind.TEXT:
            return text(cell.text)
        return cell.kind is CellKind.NUMBER and number(cell)

    return sound


def _text_in(column: Column, kind: ColumnType) -> Callable[[str], bool]:
    if names_people(column) and kind is ColumnType.TEXT:
        return _is_name
    if kind in (ColumnType.TEXT, ColumnType.LONG_TEXT):
        return _is_plain
    if kind is ColumnType.PHONE:
        return _is_phone
    identifier = IDENTIFIERS.get(kind)
    if identifier is identifiers.SNILS:
        return _is_snils
    if identifier is not None and identifier.pattern == identifiers.DIGITS:
        return lambda text: _is_valid(identifier, text)
    return _never


def _number_in(
    kind: ColumnType, typed: bool, style_of: Callable[[int], NumberStyle], epoch_1904: bool
) -> Sound:
    if not typed:
        return lambda cell: True
    if kind is ColumnType.DATE:
        return lambda cell: (
            not epoch_1904
            and style_of(cell.style).dated
            and cell.text.isdigit()
            and len(cell.text) == 5
            and _FIRST_SERIAL <= int(cell.text) <= _LAST_SERIAL
        )
    if kind is ColumnType.MONEY:
        return lambda cell: (
            _MONEY.fullmatch(cell.text) is not None and _plain_number(style_of(cell.style))
        )
    identifier = IDENTIFIERS.get(kind)
    if identifier is not None and identifier.pattern == identifiers.DIGITS:
        return lambda cell: (
            len(cell.text) <= 15
            and _plain_number(style_of(cell.style))
            and _is_valid(identifier, cell.text)
        )
    return lambda cell: False


def _plain_number(style: NumberStyle) -> bool:
    return not (style.dated or style.percent or style.zeros)


def _never(text: str) -> bool:
    return False


def _is_name(text: str) -> bool:
    return len(text) < 60 and _NAME.fullmatch(text) is not None and _is_no_empty_word(text)


def _is_plain(text: str) -> bool:
    return (
        len(text) <= _MOST_WORDS and _WORDS.fullmatch(text) is not None and _is_no_empty_word(text)
    )


def _is_no_empty_word(text: str) -> bool:
    return len(text) > _LONGEST_EMPTY or text[0] not in _EMPTY_STARTS


def _is_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None and identifiers.PHONE.is_valid(text)


def _is_snils(text: str) -> bool:
    return _SNILS.fullmatch(text) is not None and _holds(
        identifiers.SNILS, text[:3] + text[4:7] + text[8:11] + text[12:]
    )


def _is_valid(identifier: Identifier, text: str) -> bool:
    return (
        len(text) in identifier.lengths
        and text.isascii()
        and text.isdigit()
        and _holds(identifier, text)
    )


def _holds(identifier: Identifier, digits: str) -> bool:
    try:
        identifier.judge(digits)
    except Invalid:
        return False
    return True
