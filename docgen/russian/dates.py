"""Dates as papers write them: «1 сентября 2026 года», «01» сентября 2026 г., in words."""

from __future__ import annotations

from datetime import date

from docgen.russian.grammar import INDEX, Case, Gender
from docgen.russian.numerals import ordinal_words

NBSP = "\u00a0"


def _soft_month(stem: str) -> tuple[str, ...]:
    # «октябрём»: the stress is on the ending in the months in -брь, январь and февраль.
    instrumental = "ем" if stem in ("апрел", "июн", "июл") else "ём"
    return tuple(stem + ending for ending in ("ь", "я", "ю", "ь", instrumental, "е"))


def _hard_month(stem: str) -> tuple[str, ...]:
    return tuple(stem + ending for ending in ("", "а", "у", "", "ом", "е"))


_MONTHS: tuple[tuple[str, ...], ...] = (
    _soft_month("январ"),
    _soft_month("феврал"),
    _hard_month("март"),
    _soft_month("апрел"),
    ("май", "мая", "маю", "май", "маем", "мае"),
    _soft_month("июн"),
    _soft_month("июл"),
    _hard_month("август"),
    _soft_month("сентябр"),
    _soft_month("октябр"),
    _soft_month("ноябр"),
    _soft_month("декабр"),
)


def month_name(month: int, case: Case = Case.NOM) -> str:
    """«сентябрь», «сентября»: the name of month 1–12. Raises ``ValueError`` for another number."""
    if not 1 <= month <= 12:
        raise ValueError(f"a month is 1 to 12, not {month}")
    return _MONTHS[month - 1][INDEX[case]]


def date_long(day: date) -> str:
    """«1 сентября 2026 года»: verbal form, no leading zero.

    Day and month cannot be torn over a line; the year may go to the next one, or a line of long
    dates would be stretched to the margin.
    """
    return f"{day.day}{NBSP}{month_name(day.month, Case.GEN)} {day.year}{NBSP}года"


def date_verbal(day: date) -> str:
    """«1 сентября 2026 г.»: the date of an order or letter; cannot be torn over a line."""
    return NBSP.join((str(day.day), month_name(day.month, Case.GEN), str(day.year), "г."))


def date_quoted(day: date) -> str:
    """««01» сентября 2026 г.»: the form of contracts and грифы; cannot be torn over a line."""
    return NBSP.join((f"«{day.day:02d}»", month_name(day.month, Case.GEN), str(day.year), "г."))


def date_digits(day: date) -> str:
    """«01.09.2026»: the form of tables, lists and appendices."""
    return f"{day:%d.%m.}{day.year:04d}"


def date_words(day: date, case: Case = Case.NOM) -> str:
    """«первое сентября две тысячи двадцать шестого года»; the day takes the case."""
    number = ordinal_words(day.day, Gender.N, case)
    year = ordinal_words(day.year, Gender.M, Case.GEN)
    return f"{number} {month_name(day.month, Case.GEN)} {year} года"


def month_year(year: int, month: int, case: Case = Case.NOM) -> str:
    """«сентябрь 2026 года», «сентября 2026 года»: the month takes the case."""
    return f"{month_name(month, case)} {year}{NBSP}года"


def school_year(first_year: int) -> str:
    """«2026/2027»: a school year named by the calendar year in which it begins."""
    return f"{first_year}/{first_year + 1}"
