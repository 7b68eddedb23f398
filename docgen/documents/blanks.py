"""Places that a person fills in by hand: a number or a date that no cell gives is never made up."""

from __future__ import annotations

import datetime

from docgen.russian import date_quoted

NO_NUMBER = "____"
NO_YEAR = "20__"
_EARLY_MONTHS = 3


def date_or_blank(day: datetime.date | None, year: str = NO_YEAR) -> str:
    """««01» сентября 2026 г.», or the line on which a person will write the date.

    ``year`` is the one that may be told beforehand; by default it is left open too.
    """
    return date_quoted(day) if day else f"«__»\u00a0__________\u00a0{year}\u00a0г."


def year_near(day: datetime.date | None) -> str:
    """The year for the line of a paper that begins to work on this day.

    Open in the first months of a year: the paper may be signed before the year turns, and
    nothing is guessed.
    """
    return f"{day:%Y}" if day and day.month > _EARLY_MONTHS else NO_YEAR


def reference_in_table(
    number: str | None, day: datetime.date | None, near: datetime.date | None
) -> str:
    """«от 31.08.2026 № 12»: a column is too narrow for the line that texts have for a date."""
    shown = f"{day:%d.%m.%Y}" if day else f"__.__.{year_near(near)}"
    return f"от\u00a0{shown} №\u00a0{number_or_blank(number)}"


def number_or_blank(number: str | None) -> str:
    """The number, or the line on which registration will put it."""
    return number or NO_NUMBER
