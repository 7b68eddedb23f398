"""Terms as plans write them, read as dates: «Июнь – июль 2022 года», «до 15 октября 2026 года».

The words stay as they are: what is read here is only for arithmetic. A term without a year, or
one that names no time at all («ежемесячно»), has no dates and is not guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from docgen.russian.dates import month_name
from docgen.russian.grammar import Case


@dataclass(frozen=True)
class Period:
    """The first and the last day; ``begins`` is ``None`` where only the end is said («до …»)."""

    begins: date | None
    ends: date


_MONTHS = {
    form: number
    for number in range(1, 13)
    for form in {month_name(number, case) for case in (Case.NOM, Case.GEN, Case.PRE)}
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR_WORD = r"(?:\s*(?:год(?:а|у|ы|ов)?|гг?\.?))?"
# A point of time: day, month and year, of which the second of two may say what the first leaves out
_POINT = (
    rf"(?:(?P<d{{n}}>\d{{{{1,2}}}})?\s*(?P<m{{n}}>{_MONTH})|(?P<b{{n}}>\d{{{{1,2}}}})(?!\.))"
    rf"(?:\s+(?P<y{{n}}>[12]\d{{{{3}}}}){_YEAR_WORD})?"
)
_DIGITS = r"\d{1,2}\.\d{1,2}\.\d{4}"
_FIRST, _SECOND = _POINT.format(n=1), _POINT.format(n=2)
_BETWEEN = r"(?:\s*-\s*|\s+по\s+|\s+и\s+)"
_LEAD = re.compile(r"^(?:в\s+течение|в\s+период|период|срок:?)\s+")
_UNTIL = re.compile(r"^(?:до|к|не\s+позднее|по)\s+")
_TWO = re.compile(rf"(?:с\s+)?{_FIRST}{_BETWEEN}{_SECOND}")
_ONE = re.compile(rf"(?:в\s+|на\s+)?{_FIRST}")
_TWO_DIGITS = re.compile(rf"(?:с\s+)?({_DIGITS})(?:\s*г\.?)?{_BETWEEN}({_DIGITS})(?:\s*г\.?)?")
_ONE_DIGITS = re.compile(rf"({_DIGITS})(?:\s*г\.?|\s+года)?")
_QUARTER = re.compile(
    r"(?P<first>iv|i{1,3}|[1-4])(?:\s*-?\s*(?:й|ый|ой))?\s+(?P<what>квартал\w*|полугоди\w*)\s+"
    rf"(?P<year>[12]\d{{3}}){_YEAR_WORD}"
)
_SCHOOL_YEAR = re.compile(
    r"([12]\d{3})\s*[/-]\s*([12]\d{3})\s+(?:учебн\w+\s+год\w*|уч\.\s*г\w*\.?)"
)
_YEARS = re.compile(rf"([12]\d{{3}})(?:\s*-\s*([12]\d{{3}}))?{_YEAR_WORD}")
_SCHOOL_YEAR_BEGINS, _SCHOOL_YEAR_ENDS = (9, 1), (8, 31)


def read_period(text: str) -> Period | None:
    """The dates that a term means, or ``None`` where they can't be told from the words alone.

    >>> read_period("Июнь – июль 2022 года")
    Period(begins=datetime.date(2022, 6, 1), ends=datetime.date(2022, 7, 31))
    """
    words = re.sub(r"\s+", " ", re.sub("[–—−‑]", "-", text.lower().replace("\u00a0", " ")))
    words = _LEAD.sub("", words.strip(" .,;"))
    until = _UNTIL.match(words)
    found = _read(words[until.end() :] if until else words)
    if found is None or (found.begins is not None and found.begins > found.ends):
        return None
    if not until:
        return found
    # «До октября» ends before October, «до 15 октября» with that day.
    return Period(None, found.ends) if found.begins == found.ends else None


def _read(words: str) -> Period | None:
    if found := _TWO_DIGITS.fullmatch(words):
        first, second = _digits(found[1]), _digits(found[2])
        return Period(first, second) if first and second else None
    if found := _ONE_DIGITS.fullmatch(words):
        day = _digits(found[1])
        return Period(day, day) if day else None
    if found := _SCHOOL_YEAR.fullmatch(words):
        first_year, last_year = int(found[1]), int(found[2])
        if last_year == first_year + 1:
            return Period(
                date(first_year, *_SCHOOL_YEAR_BEGINS), date(last_year, *_SCHOOL_YEAR_ENDS)
            )
        return None
    if found := _QUARTER.fullmatch(words):
        return _part_of_year(found)
    if found := _YEARS.fullmatch(words):
        return Period(date(int(found[1]), 1, 1), date(int(found[2] or found[1]), 12, 31))
    if found := _TWO.fullmatch(words):
        return _two_points(found)
    if found := _ONE.fullmatch(words):
        if not found["m1"] or not found["y1"]:
            return None
        return _span(found["d1"], _MONTHS[found["m1"]], int(found["y1"]))
    return None


def _two_points(found: re.Match[str]) -> Period | None:
    """«Сентябрь 2022 – май 2023 года», «20–24 октября 2026 года»."""
    if not found["m2"] or not found["y2"]:
        return None
    month, year = _MONTHS[found["m2"]], int(found["y2"])
    last = _span(found["d2"], month, year)
    if found["b1"]:
        first = _span(found["b1"], month, year) if found["d2"] else None
    else:
        first = _span(found["d1"], _MONTHS[found["m1"]], int(found["y1"] or year))
    return Period(first.begins, last.ends) if first and last else None


def _part_of_year(found: re.Match[str]) -> Period | None:
    number = _ROMAN[found["first"]]
    months = 3 if found["what"].startswith("квартал") else 6
    if number > 12 // months:
        return None
    year, last = int(found["year"]), number * months
    return Period(
        date(year, last - months + 1, 1), date(year, last, calendar.monthrange(year, last)[1])
    )


def _span(day: str | None, month: int, year: int) -> Period | None:
    """One day, or the whole month."""
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return Period(date(year, month, 1), date(year, month, last))
    if not 1 <= int(day) <= last:
        return None
    only = date(year, month, int(day))
    return Period(only, only)


def _digits(text: str) -> date | None:
    day, month, year = map(int, text.split("."))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def term_dates(text: str | None, begins: date | None, ends: date | None) -> Period | None:
    """The dates of a term: those typed beside it win over what its words say.

    ``None`` where neither the words nor the columns give an end.
    """
    read = read_period(text) if text else None
    last = ends or (read.ends if read else None)
    if last is None:
        return None
    return Period(begins or (read.begins if read else None), last)
