"""Weeks of lessons: what a calendar schedule counts (norms/content.md 6.2, KUG)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.norms.act_parameters import Period, settled
from docgen.records.acts import LocalAct
from docgen.records.tables import Tables
from docgen.records.vocabulary import ActParameterName

_WEEK = datetime.timedelta(days=7)
_DAY = datetime.timedelta(days=1)
_SUNDAY = 6


@dataclass(frozen=True)
class NamedPeriod:
    """Holidays or a day off with its name: «осенние», «День Победы»."""

    name: str
    period: Period


@dataclass(frozen=True)
class TeachingCalendar:
    """Days on which an organisation holds no lessons.

    ``holidays`` are каникулы, which count only where ``lessons_in_holidays`` is false.
    """

    holidays: tuple[NamedPeriod, ...]
    days_off: tuple[NamedPeriod, ...]
    lessons_in_holidays: bool

    def mondays(self, start: datetime.date, end: datetime.date) -> tuple[datetime.date, ...]:
        """Mondays of the weeks that have a teaching day between two days, both included.

        A teaching day is any but a Sunday, a day off and, unless lessons go on, a holiday.
        """
        return tuple(m for m in _mondays(start, end) if self._teaches(m, start, end))

    def weeks(self, start: datetime.date, end: datetime.date) -> int:
        """How many weeks of lessons there are between two days, both included."""
        return len(self.mondays(start, end))

    def _teaches(self, monday: datetime.date, start: datetime.date, end: datetime.date) -> bool:
        days = (monday + _DAY * n for n in range(_SUNDAY))
        return any(start <= day <= end and not self._is_free(day) for day in days)

    def _is_free(self, day: datetime.date) -> bool:
        free = self.days_off if self.lessons_in_holidays else (*self.days_off, *self.holidays)
        return any(day in named.period for named in free)


def calendar_of(act: LocalAct, tables: Tables) -> TeachingCalendar:
    """The calendar that the parameters of an act make; unreadable rows are passed over."""
    (lessons, *_) = [
        *(s.value for s in settled(act, ActParameterName.HOLIDAY_LESSONS, tables)),
        None,
    ]
    return TeachingCalendar(
        holidays=named_periods(act, ActParameterName.HOLIDAYS, tables),
        days_off=named_periods(act, ActParameterName.DAYS_OFF, tables),
        lessons_in_holidays=lessons is True,
    )


def named_periods(act: LocalAct, name: ActParameterName, tables: Tables) -> tuple[NamedPeriod, ...]:
    """Periods of a parameter, by their dates."""
    found = [
        NamedPeriod(s.subject, s.value)
        for s in settled(act, name, tables)
        if isinstance(s.value, Period)
    ]
    return tuple(sorted(found, key=lambda named: named.period))


def _mondays(start: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    monday = start - _DAY * start.weekday()
    while monday <= end:
        yield monday
        monday += _WEEK
