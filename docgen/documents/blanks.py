"""Places that a person fills in by hand: a number or a date that no cell gives is never made up."""

from __future__ import annotations

import datetime

from docgen.russian import date_quoted

NO_NUMBER = "____"
NO_YEAR = "20__"


def date_or_blank(day: datetime.date | None, year: str = NO_YEAR) -> str:
    """««01» сентября 2026 г.», or the line on which a person will write the date.

    ``year`` is the one that may be told beforehand; by default it is left open too.
    """
    return date_quoted(day) if day else f"«__»\u00a0__________\u00a0{year}\u00a0г."


def number_or_blank(number: str | None) -> str:
    """The number, or the line on which registration will put it."""
    return number or NO_NUMBER
