"""How a value becomes text of a paper, and what is refused rather than printed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from docgen.diagnostics import Origin
from docgen.opc.writing import escaped
from docgen.records.terms import Missing

Printing = Mapping[type, Callable[[Any], str]]
"""How values of a class are printed: class → function. The nearest base class counts."""


class Fault(Exception):
    """A value that can't be printed: the paper is refused, the others go on."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str = "",
        origin: Origin | None = None,
        value: object = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.origin = origin
        self.value = value


def date_in_digits(value: datetime.date) -> str:
    """«01.09.2026»"""
    return value.strftime("%d.%m.%Y")


def decimal_in_digits(value: Decimal) -> str:
    """«1 234,50»: groups parted by no-break spaces, as many places as the value has."""
    if not value.is_finite():
        raise Fault("template-value-kind", "это не число")
    return f"{value:,f}".replace(",", "\u00a0").replace(".", ",")


DEFAULT_PRINTING: Printing = {
    datetime.date: date_in_digits,
    Decimal: decimal_in_digits,
}

# What XML can't hold or Word would show as something else. Line feed, carriage return and tab
# have their own marks in Word.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
needs_care = _SPECIAL.search
"""Of a text: whether something in it is not written down letter for letter."""
LONGEST_VALUE = 1_000_000


def printed(value: object, printing: Printing) -> str:
    """The text of a value, line ends as ``\\n``. Raises ``Fault`` for what has none.

    Text passes as it is, a whole number by its digits, other classes by ``printing``. ``None``,
    yes/no, fractions and moments are refused: how they read is the author's choice.
    """
    kind = type(value)
    if kind is str:
        text: str = value  # type: ignore[assignment]
    elif isinstance(value, str):
        text = str(value)
    elif isinstance(value, Missing):
        raise Fault(
            "template-value-missing",
            f"нет значения для поля «{value.name}»",
            hint="заполните ячейку или напишите «не применяется», если шаблон это допускает",
            origin=value.origin,
        )
    elif value is None:
        raise Fault("template-value-missing", "нет значения", hint="заполните ячейку")
    elif kind is int:
        text = str(value)
    else:
        text = _by_class(value, printing)
    return checked(text)


def checked(text: str) -> str:
    """Text that Word can hold, line ends as ``\\n``. Raises ``Fault`` for a control character."""
    if len(text) > LONGEST_VALUE:
        raise Fault("template-limit", f"значение длиннее {LONGEST_VALUE} знаков")
    if _SPECIAL.search(text) is None:
        return text
    bad = _FORBIDDEN.search(text)
    if bad is not None:
        raise Fault(
            "template-value-control",
            f"в значении управляющий знак U+{ord(bad.group()):04X}, в Word его быть не может",
            hint="наберите значение заново, не копируя его из другой программы",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _by_class(value: object, printing: Printing) -> str:
    # A moment is a date in Python's eyes, but nobody wants its hours in a paper.
    if not isinstance(value, datetime.datetime | bool):
        for base in type(value).__mro__:
            if base in printing:
                return printing[base](value)
    raise Fault("template-value-kind", *_why_not(value))


def _why_not(value: object) -> tuple[str]:
    if isinstance(value, bool):
        return ("«да/нет» само не печатается: напишите {{ 'да' if поле else 'нет' }}",)
    if isinstance(value, float):
        return ("дробное число без формата не печатается",)
    if isinstance(value, datetime.datetime):
        return ("дата со временем не печатается",)
    if isinstance(value, tuple | list | frozenset | set):
        return ("перечень не печатается целиком: нужен повтор {% for … %} или фильтр join",)
    if isinstance(value, bytes):
        return ("двоичные данные не печатаются",)
    return ("составное значение не печатается целиком: назовите его поле через точку",)


def as_text(text: str) -> str:
    """Text inside ``w:t``: escaped; a line end and a tab become Word's own marks."""
    if _SPECIAL.search(text) is None:
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\n" in text:
        text = text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in text:
        text = text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return text


def as_attribute(text: str) -> str:
    """The value of an attribute between double quotes: a reader would make spaces of line ends."""
    return escaped(text).replace("\n", "&#10;").replace("\t", "&#9;")
