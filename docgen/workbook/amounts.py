"""Numbers as clerks write them: whole numbers with units, money with noise."""

from __future__ import annotations

import decimal
import re
from dataclasses import dataclass
from decimal import Decimal

from docgen.workbook.cleaning import Finding

MAX_DIGITS = 15
"""Excel keeps no more digits of a number: the rest is lost in the file."""

_CONTEXT = decimal.Context(prec=MAX_DIGITS, Emax=9999, Emin=-9999)
_KOPECK = Decimal("0.01")


@dataclass(frozen=True)
class NumberReading:
    number: Decimal | None
    findings: tuple[Finding, ...] = ()


def is_too_long(raw: str) -> bool:
    """Whether a number of the file has more whole digits than Excel keeps."""
    return abs(Decimal(raw)) >= Decimal(10) ** MAX_DIGITS


def shown_number(raw: str) -> Decimal:
    """A number without the traces of binary fractions: 0.30000000000000004 → 0.3."""
    return _CONTEXT.create_decimal(raw)


def number_as_text(raw: str, zeros: int = 0) -> str:
    """A number as its cell shows it: ``12,5``; padded when its format asks for zeros."""
    number = shown_number(raw)
    if number == number.to_integral_value():
        text = str(int(number))
        return text.zfill(zeros) if zeros and not text.startswith("-") else text
    return format(number.normalize(_CONTEXT), "f").replace(".", ",")


_UNIT = re.compile(
    r"\s*(?:ч|час|часа|часов|дн|день|дня|дней|чел|человек|человека|шт|руб|экз|л|мес|лет|год|года)\.?$",
    re.IGNORECASE,
)


def read_whole(text: str) -> NumberReading:
    """A whole number, 0 and up; a unit after it does not count."""
    bare = _UNIT.sub("", text)
    compact = re.sub(r"(?<=\d)[\s'’](?=\d{3}(?:\D|$))", "", bare.strip())
    compact = re.sub(r"[.,]0+$", "", compact)
    if not re.fullmatch(r"[0-9]{1,15}", compact):
        return _no_number("нужно целое число", "оставьте в ячейке только цифры")
    return NumberReading(Decimal(compact))


def whole_of(number: Decimal) -> NumberReading:
    """The same for a number cell."""
    if number != number.to_integral_value() or number < 0:
        return _no_number("нужно целое число, 0 или больше", "исправьте число")
    return NumberReading(number)


_MONEY_WORDS = re.compile(
    r"(?<=[\d\s.,)])(?:рублей|рубля|рубль|руб|р|₽|rub)(?=[\s.,\d]|$)\.?", re.IGNORECASE
)
_KOPECKS = re.compile(r"\s*(\d{2})\s*(?:копеек|копейки|копейка|коп|к)\.?$", re.IGNORECASE)
_MONEY = re.compile(r"(?P<roubles>\d+)(?:[.,](?P<kopecks>\d{1,2}))?")
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*(?:[.,](?!\d{3}$)\d{1,2})?")


def read_money(text: str) -> NumberReading:
    """Roubles with kopecks: «48 000,00 руб.», «1 500 р. 50 коп.», «5000-00»."""
    # «15 000 (пятнадцать тысяч) рублей»: the words repeat the digits.
    bare = re.sub(r"\([А-Яа-яЁё\s\-]+\)", " ", text).strip().rstrip(".;").lstrip("₽").strip()
    kopecks = ""
    found = _KOPECKS.search(bare)
    if found and re.search(r"(?i)р|₽", bare[: found.start()]):
        kopecks = found[1]
        bare = bare[: found.start()]
    bare = _MONEY_WORDS.sub(" ", bare + " ").strip(" .,")
    bare = re.sub(r"(?<=\d)[\s'’](?=\d{3}(?:\D|$))", "", bare)
    bare = re.sub(r"(?<=\d)\s*[-=–—](\d{2})$", r",\1", bare)
    if re.fullmatch(r"-\s*\d.*", bare) or bare.startswith(("−", "–")):
        return _no_money("сумма меньше нуля")
    grouped = _GROUPED.fullmatch(bare)
    if grouped:
        mark = grouped["mark"]
        if bare.count(mark) == 1 and not re.search(r"[.,]\d{1,2}$", bare):
            return _no_money("непонятно, что отделяет знак: тысячи или копейки")
        bare = bare.replace(mark, "")
    found_money = _MONEY.fullmatch(bare)
    if not found_money or (kopecks and found_money["kopecks"]):
        return _no_money("не похоже на сумму")
    if len(found_money["roubles"]) > MAX_DIGITS:
        return _no_money("слишком большая сумма")
    fraction = kopecks or found_money["kopecks"] or "0"
    return NumberReading(Decimal(f"{found_money['roubles']}.{fraction}").quantize(_KOPECK))


def money_of(number: Decimal) -> NumberReading:
    """The same for a number cell. Traces of binary fractions are rounded away."""
    if number < 0:
        return _no_money("сумма меньше нуля")
    rounded = number.quantize(_KOPECK)
    if abs(rounded - number) > Decimal("0.000001"):
        return _no_money("в сумме больше двух знаков после запятой")
    return NumberReading(rounded)


def _no_number(message: str, hint: str) -> NumberReading:
    return NumberReading(None, (Finding("number-unreadable", message, hint),))


def _no_money(message: str) -> NumberReading:
    hint = "запишите сумму цифрами: 48000,00"
    return NumberReading(None, (Finding("money-unreadable", message, hint),))
