"""Weeks of lessons, counted by days."""

from __future__ import annotations

import datetime

import pytest

from docgen.norms.act_parameters import Period
from docgen.norms.teaching_weeks import NamedPeriod, TeachingCalendar


def day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d.%m.%Y").date()


def named(name: str, start: str, end: str = "") -> NamedPeriod:
    return NamedPeriod(name, Period(day(start), day(end or start)))


AUTUMN = named("осенние", "26.10.2026", "01.11.2026")
NEW_YEAR = named("Новый год", "31.12.2026", "10.01.2027")
PLAIN = TeachingCalendar((), (), lessons_in_holidays=False)
RESTING = TeachingCalendar((AUTUMN,), (NEW_YEAR,), lessons_in_holidays=False)
WORKING = TeachingCalendar((AUTUMN,), (NEW_YEAR,), lessons_in_holidays=True)


@pytest.mark.parametrize(
    ("calendar", "start", "end", "weeks"),
    [
        (PLAIN, "01.09.2026", "01.09.2026", 1),
        (PLAIN, "01.09.2026", "06.09.2026", 1),
        (PLAIN, "01.09.2026", "07.09.2026", 2),
        (PLAIN, "06.09.2026", "06.09.2026", 0),  # a Sunday
        (PLAIN, "02.09.2026", "01.09.2026", 0),
        (PLAIN, "19.10.2026", "08.11.2026", 3),
        (RESTING, "19.10.2026", "08.11.2026", 2),  # a whole week of holidays
        (WORKING, "19.10.2026", "08.11.2026", 3),
        (WORKING, "28.12.2026", "17.01.2027", 2),  # days off whatever is said of holidays
        (RESTING, "26.10.2026", "01.11.2026", 0),
        (PLAIN, "01.09.2026", "31.05.2027", 40),
    ],
)
def test_weeks_are_counted_by_their_teaching_days(
    calendar: TeachingCalendar, start: str, end: str, weeks: int
) -> None:
    assert calendar.weeks(day(start), day(end)) == weeks


def test_parts_that_follow_one_another_make_up_the_whole() -> None:
    """Weeks of two parts add up when one ends with a week and the other begins with the next."""
    whole = RESTING.weeks(day("01.09.2026"), day("31.01.2027"))
    first = RESTING.weeks(day("01.09.2026"), day("15.11.2026"))
    second = RESTING.weeks(day("16.11.2026"), day("31.01.2027"))
    assert first + second == whole
