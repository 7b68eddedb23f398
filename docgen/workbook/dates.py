"""Dates as clerks write them: numbers of Excel, digits, words; one day or nothing.

What has two readings is never chosen silently; months without a day, ranges and years alone
are no dates.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from docgen.workbook.cleaning import Finding

FIRST_YEAR = 1901
LAST_YEAR = 2100

_HINT = "запишите дату так: 01.09.2026"


@dataclass(frozen=True)
class DateReading:
    """``slashes``: written with «/», and day and month could change places."""

    day: datetime.date | None
    findings: tuple[Finding, ...] = ()
    slashes: str = ""


_MONTHS: dict[str, int] = {}
for _number, _forms in enumerate(
    (
        "январь января янв january jan",
        "февраль февраля фев февр february feb",
        "март марта мар march mar",
        "апрель апреля апр april apr",
        "май мая may",
        "июнь июня июн june jun",
        "июль июля июл july jul",
        "август августа авг august aug",
        "сентябрь сентября сен сент september sep sept",
        "октябрь октября окт october oct",
        "ноябрь ноября ноя нояб november nov",
        "декабрь декабря дек december dec",
    ),
    start=1,
):
    for _form in _forms.split():
        _MONTHS[_form] = _number

_TAIL = re.compile(r"(?:\s*(?:года рождения|года|год|г\.\s?р|г)\.?)+\s*$", re.IGNORECASE)
_TIME = re.compile(
    r"(?<=\d)[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$"
)
_LEAD = re.compile(r"^от\s+", re.IGNORECASE)
_DMY = re.compile(r"(\d{1,2})\s*([./,\-–—−]|\s)\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_YMD = re.compile(r"(\d{4})\s*([./\-–—−])\s*(\d{1,2})\s*\2\s*(\d{1,2})")
_D_WORD_Y = re.compile(
    r"[«\"„“]?\s*(\d{1,2})\s*[»\"“”]?(?:-?(?:го|е|ое))?[\s.\-]+([а-яёa-z]+)\.?,?[\s\-]+(\d{4}|\d{2})",
    re.IGNORECASE,
)
_WORD_D_Y = re.compile(r"([а-яёa-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_DIGITS = re.compile(r"\d{5,8}")
_ANY_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")


def read_date(text: str) -> DateReading:
    """One date in words or digits."""
    bare = _LEAD.sub("", _TAIL.sub("", text.strip(" \t\n'\"`,;")))
    if len(_ANY_DATE.findall(bare)) > 1:
        return _unreadable("в ячейке больше одной даты", "оставьте одну дату")
    findings = []
    time = _TIME.search(bare)
    if time:
        bare = bare[: time.start()]
        if any(int(part or 0) for part in time.groups()):
            findings.append(Finding("date-time-dropped", "время при дате отброшено"))
    bare = _TAIL.sub("", bare).strip().rstrip(".,")
    found = _YMD.fullmatch(bare)
    if found:
        return _make(int(found[1]), int(found[3]), int(found[4]), findings)
    found = _DMY.fullmatch(bare)
    if found:
        return _day_month_year(found, findings)
    found = _D_WORD_Y.fullmatch(bare)
    if found:
        return _with_word(found[1], found[2], found[3], findings)
    found = _WORD_D_Y.fullmatch(bare)
    if found:
        return _with_word(found[2], found[1], found[3], findings)
    if any(c in "ОоOoЗзlI" for c in bare) and re.fullmatch(r"[\dОоOoЗзlI./\-\s]+", bare):
        return _unreadable("в дате буквы вместо цифр (О вместо нуля, З вместо тройки)", _HINT)
    if _DIGITS.fullmatch(bare):
        return _unreadable("дата записана числом без точек", _HINT)
    return _unreadable("не похоже на дату", _HINT)


def _day_month_year(found: re.Match[str], findings: list[Finding]) -> DateReading:
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4], findings)
    if second > 12 >= first > 0:
        return _unreadable(
            f"месяца {second} нет: похоже, день и месяц стоят по-американски",
            _HINT,
            code="date-impossible",
            slashes="us" if found[2] == "/" else "",
        )
    slashes = ""
    if found[2] == "/" and first != second:
        slashes = "doubt" if first <= 12 else "ru"
    return _make(year, second, first, findings, slashes)


def _with_word(day: str, word: str, year: str, findings: list[Finding]) -> DateReading:
    month = _MONTHS.get(word.lower())
    if month is None:
        return _unreadable(f"нет месяца «{word}»", _HINT)
    return _make(_full_year(year, findings), month, int(day), findings)


def _full_year(text: str, findings: list[Finding]) -> int:
    if len(text) == 4:
        return int(text)
    # A clerk's short years are of this century, or of the birth of a grown person.
    year = 2000 + int(text) if int(text) < 50 else 1900 + int(text)
    findings.append(Finding("date-short-year", f"год из двух цифр прочитан как {year}"))
    return year


def _make(
    year: int, month: int, day: int, findings: list[Finding], slashes: str = ""
) -> DateReading:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _unreadable(f"год {year} невозможен", "проверьте год", code="date-impossible")
    try:
        made = datetime.date(year, month, day)
    except ValueError:
        return _unreadable(
            f"нет такого дня: {day:02}.{month:02}.{year}", "проверьте день и месяц",
            code="date-impossible",
        )  # fmt: skip
    return DateReading(made, tuple(findings), slashes)


def _unreadable(
    message: str, hint: str, *, code: str = "date-unreadable", slashes: str = ""
) -> DateReading:
    return DateReading(None, (Finding(code, message, hint),), slashes)


def date_of_serial(raw: str, *, dated: bool, epoch_1904: bool) -> DateReading:
    """The date behind a number of Excel; ``dated``: its format shows a date."""
    number = Decimal(raw)
    whole = int(number)
    if not dated and (FIRST_YEAR <= number <= LAST_YEAR and number == whole):
        return _unreadable(f"это год ({whole}), а не дата", _HINT)
    if not dated and not 15_000 <= number <= 73_050:
        return _unreadable("это число, а не дата", _HINT)
    base = datetime.date(1904, 1, 1) if epoch_1904 else datetime.date(1899, 12, 30)
    # Before serial 366 lies the year 1900 with its day that never was: nobody means it.
    if not (0 if epoch_1904 else 366) < whole < 73_500:
        return _unreadable("число не может быть датой", _HINT, code="date-impossible")
    findings = []
    if number != whole:
        findings.append(Finding("date-time-dropped", "время при дате отброшено"))
    day = base + datetime.timedelta(days=whole)
    if not dated:
        findings.append(
            Finding(
                "date-as-number",
                f"дата записана числом и прочитана как {day:%d.%m.%Y}",
                "задайте столбцу формат «Дата»",
            )
        )
    return _make(day.year, day.month, day.day, findings)
