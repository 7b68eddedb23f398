"""Sums of money: digits in groups of three, roubles in words, kopecks always in two digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from docgen.russian.grammar import Case, Gender
from docgen.russian.numerals import counted, number_words

NBSP = "\u00a0"

_ROUBLE = ("рубль", "рубля", "рублю", "рубль", "рублём", "рубле")
_ROUBLES = ("рубли", "рублей", "рублям", "рубли", "рублями", "рублях")
_KOPECK = ("копейка", "копейки", "копейке", "копейку", "копейкой", "копейке")
_KOPECKS = ("копейки", "копеек", "копейкам", "копейки", "копейками", "копейках")


def _split(amount: Decimal | int) -> tuple[int, int]:
    """Roubles and kopecks. Raises ``ValueError`` for a negative or not finite sum.

    A ``float`` is refused with ``TypeError``: 0.1 + 0.2 is not a sum of money.
    """
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError("a sum of money is a Decimal or an int")
    value = Decimal(amount)
    if not value.is_finite() or value < 0:
        raise ValueError("a sum of money is zero or more")
    value = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    roubles = int(value)
    return roubles, int((value - roubles) * 100)


def group_digits(number: int) -> str:
    """«2 000 000»: groups of three with no-break spaces."""
    return f"{number:,}".replace(",", NBSP)


def _kopecks(kopecks: int, case: Case) -> str:
    return f"{kopecks:02d}{NBSP}{counted(kopecks, case, _KOPECK, _KOPECKS)}"


def money_digits(amount: Decimal | int, case: Case = Case.NOM) -> str:
    """«2 000 000 рублей 05 копеек»: a sum in roubles, rounded to kopecks."""
    roubles, kopecks = _split(amount)
    noun = counted(roubles, case, _ROUBLE, _ROUBLES)
    return f"{group_digits(roubles)}{NBSP}{noun} {_kopecks(kopecks, case)}"


def money_words(amount: Decimal | int, case: Case = Case.NOM) -> str:
    """«два миллиона рублей 05 копеек»: roubles in words, kopecks in digits."""
    roubles, kopecks = _split(amount)
    words = number_words(roubles, Gender.M, case)
    return f"{words} {counted(roubles, case, _ROUBLE, _ROUBLES)} {_kopecks(kopecks, case)}"


def money_full(amount: Decimal | int, case: Case = Case.NOM) -> str:
    """«2 000 000 (два миллиона) рублей 05 копеек»: the form of contracts."""
    roubles, kopecks = _split(amount)
    words = number_words(roubles, Gender.M, case)
    noun = counted(roubles, case, _ROUBLE, _ROUBLES)
    return f"{group_digits(roubles)} ({words}) {noun} {_kopecks(kopecks, case)}"
