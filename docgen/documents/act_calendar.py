"""Календарный учебный график сетевых программ: weeks, parts, holidays, attestation (KUG)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder, distinct
from docgen.documents.local_act import (
    ActContext,
    ActDrafting,
    Parameters,
    act_names,
    act_period,
    act_sources,
    parameters_of,
)
from docgen.documents.seating import DASH, part_rows
from docgen.documents.wording import quoted
from docgen.norms.act_parameters import Period, parameter_rules
from docgen.norms.teaching_weeks import NamedPeriod, TeachingCalendar, calendar_of
from docgen.records.acts import LocalAct
from docgen.records.agreements import network_agreements_of, role_in
from docgen.records.directory import Organisation, Programme
from docgen.records.partners import Agreement, ProgrammePart
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import ActParameterName, PartyRole
from docgen.russian import EMPTY, Dictionary, month_year


@dataclass(frozen=True, kw_only=True)
class FreeDaysContext:
    """Каникулы или нерабочий день."""

    name: str = term("название", "«осенние», «День Победы».")
    period: str = term("период", "«26.10.2026–01.11.2026».")


@dataclass(frozen=True, kw_only=True)
class CalendarPartContext:
    """Часть программы в графике."""

    number: int = term("номер", "С единицы в каждой программе.")
    title: str = term("наименование")
    organisation: str = term("организация", "Кто ведёт.")
    start: datetime.date = term("начало")
    end: datetime.date = term("окончание")
    weeks: int = term("недель", "В которых есть хотя бы один учебный день.")
    hours: int = term("часов")
    weekly: str = term("в_неделю", "Часов в неделю в среднем: «2», «1,8».")
    address: str = term("место")
    assessment: str = term("контроль", "Форма контроля или «—».")


@dataclass(frozen=True, kw_only=True)
class MonthContext:
    """Месяц графика одной программы."""

    name: str = term("название", "«сентябрь 2026 года».")
    weeks: str = term("недели", "Номера: «1–4»; «—», если занятий нет.")
    count: int = term("число_недель")
    parts: tuple[str, ...] = term("части", "Части, которые идут в этом месяце.")
    notes: tuple[str, ...] = term("отметки", "Аттестация, каникулы, нерабочие дни.")


@dataclass(frozen=True, kw_only=True)
class ProgrammeCalendarContext:
    """График одной сетевой программы."""

    title: str = term("название", "В кавычках.")
    direction: str = term("направленность")
    age: str | None = term("возраст")
    base: str = term("базовая", "Сокращённое наименование базовой организации.")
    is_base: bool = term("наша", "Базовая организация — та, чей это график.")
    start: datetime.date = term("начало")
    end: datetime.date = term("окончание")
    weeks: int = term("недель")
    hours: int = term("часов", "Всех показанных частей.")
    parts: tuple[CalendarPartContext, ...] = term("части")
    months: tuple[MonthContext, ...] = term("месяцы")
    assessment: str | None = term("аттестация", "Форма; пусто, если аттестации нет.")
    assessed_by: str = term("аттестацию_проводит", "Сокращённое наименование или «—».")
    assessment_time: str | None = term("время_аттестации", "Период; пусто, если не назван.")


@dataclass(frozen=True, kw_only=True)
class CalendarContext(ActContext):
    """Terms of the calendar schedule."""

    parameters: Parameters = term("параметры", "Лист «Параметры актов».")
    holidays: tuple[FreeDaysContext, ...] = term("каникулы")
    days_off: tuple[FreeDaysContext, ...] = term("нерабочие_дни")
    programmes: tuple[ProgrammeCalendarContext, ...] = term("программы")


def build(
    subject: LocalAct, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[CalendarContext | None, list[Diagnostic]]:
    """The context of one schedule, or ``None`` and what it lacks, cell by cell."""
    draft = ActDrafting(subject, tables, dictionary)
    parameters = parameters_of(draft)
    draft.parameter(ActParameterName.HOLIDAYS)
    if not draft.parameter(ActParameterName.DAYS_OFF):
        draft.lacking(parameter_rules()[ActParameterName.DAYS_OFF])
    agreements = _agreements(subject, tables)
    if not agreements:
        draft.shortfalls.say(
            subject,
            "organisation",
            "организация не ведёт сетевых программ: её нет в договорах о сетевой форме",
            "проверьте лист «Стороны» или удалите строку",
            "KUG",
        )
    for agreement in agreements:
        programme = draft.shortfalls.follow(agreement, "programme", tables)
        for row in (programme, *part_rows(agreement, tables)):
            if row is not None:
                draft.shortfalls.check_required(row)
    if draft.failed:
        return None, draft.diagnostics
    calendar = calendar_of(subject, tables)
    context = CalendarContext(
        **draft.common(),
        parameters=parameters,
        holidays=tuple(_free(named) for named in calendar.holidays),
        days_off=tuple(_free(named) for named in calendar.days_off),
        programmes=tuple(_programme(agreement, draft, calendar) for agreement in agreements),
    )
    return context, draft.diagnostics


def sources(act: LocalAct, tables: Tables) -> tuple[Record, ...]:
    """Those of any act, and the agreements, programmes and parts that the schedule shows."""
    agreements = _agreements(act, tables)
    found: list[Record | None] = [*act_sources(act, tables), *agreements]
    for agreement in agreements:
        found.append(tables.find(Programme, agreement.programme))
        found += part_rows(agreement, tables)
    return distinct(found)


def _agreements(act: LocalAct, tables: Tables) -> list[Agreement]:
    """Network agreements by which the organisation teaches, its own programmes first."""
    found = [
        (role, agreement)
        for agreement in network_agreements_of(act.organisation, tables)
        if (role := role_in(agreement, act.organisation, tables))
        in (PartyRole.BASE, PartyRole.TEACHING)
    ]
    return [agreement for _, agreement in sorted(found, key=lambda f: f[0] is not PartyRole.BASE)]


def _programme(
    agreement: Agreement, draft: ActDrafting, calendar: TeachingCalendar
) -> ProgrammeCalendarContext:
    """The whole programme at its base organisation; at another, the parts that it teaches."""
    tables, own = draft.tables, draft.act.organisation
    programme = tables.get(Programme, agreement.programme)
    is_base = role_in(agreement, own, tables) is PartyRole.BASE
    rows = [row for row in part_rows(agreement, tables) if is_base or row.organisation == own]
    start, end = programme.start, programme.end
    if not is_base and rows:
        start, end = min(row.start for row in rows), max(row.end for row in rows)
    if start is None or end is None:
        raise ValueError("a programme without dates has been refused before")
    base = tables.find(Organisation, programme.organisation)
    interim = next(
        (
            one.value
            for one in draft.parameter(ActParameterName.INTERIM_PERIOD)
            if one.subject == programme.code and isinstance(one.value, Period)
        ),
        None,
    )
    return ProgrammeCalendarContext(
        title=quoted(programme.title),
        direction=str(programme.direction),
        age=programme.age,
        base=base.short_name if base else str(programme.organisation),
        is_base=is_base,
        start=start,
        end=end,
        weeks=calendar.weeks(start, end),
        hours=sum(row.hours for row in rows) if rows else programme.hours or 0,
        parts=tuple(
            _part(number, row, tables, calendar) for number, row in enumerate(rows, start=1)
        ),
        months=_months(start, end, rows, interim, tables, calendar),
        assessment=agreement.assessment_form if agreement.assessment else None,
        assessed_by=_short_name(agreement.assessment_by or programme.organisation or DASH, tables),
        assessment_time=str(interim) if interim else None,
    )


def _part(
    number: int, row: ProgrammePart, tables: Tables, calendar: TeachingCalendar
) -> CalendarPartContext:
    weeks = calendar.weeks(row.start, row.end)
    return CalendarPartContext(
        number=number,
        title=row.title,
        organisation=_short_name(row.organisation, tables),
        start=row.start,
        end=row.end,
        weeks=weeks,
        hours=row.hours,
        weekly=_weekly(row.hours, weeks),
        address=row.address,
        assessment=row.assessment or DASH,
    )


def _weekly(hours: int, weeks: int) -> str:
    """Hours a week: a whole number, or one decimal place with a comma; «—» without weeks."""
    if not weeks:
        return DASH
    return f"{hours / weeks:.1f}".removesuffix(".0").replace(".", ",")


def _months(
    start: datetime.date,
    end: datetime.date,
    rows: Sequence[ProgrammePart],
    interim: Period | None,
    tables: Tables,
    calendar: TeachingCalendar,
) -> tuple[MonthContext, ...]:
    """Months from the first lesson to the last. A week belongs to the month in which it begins."""
    begun = [max(monday, start) for monday in calendar.mondays(start, end)]
    free = [
        *(NamedPeriod(f"{named.name} каникулы", named.period) for named in calendar.holidays),
        *calendar.days_off,
    ]
    months = []
    for month in _month_periods(start, end):
        numbers = [n for n, day in enumerate(begun, start=1) if day in month]
        notes = [f"{named.name} — {named.period}" for named in free if _meet(named.period, month)]
        if interim is not None and _meet(interim, month):
            notes.insert(0, f"аттестация — {interim}")
        months.append(
            MonthContext(
                name=month_year(month.start.year, month.start.month),
                weeks=_range(numbers),
                count=len(numbers),
                parts=tuple(
                    f"{row.title} ({_short_name(row.organisation, tables)})"
                    for row in rows
                    if _meet(Period(row.start, row.end), month)
                ),
                notes=tuple(notes),
            )
        )
    return tuple(months)


def _month_periods(start: datetime.date, end: datetime.date) -> list[Period]:
    found = []
    first = start.replace(day=1)
    while first <= end:
        following = (first + datetime.timedelta(days=32)).replace(day=1)
        found.append(Period(first, following - datetime.timedelta(days=1)))
        first = following
    return found


def _meet(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def _range(numbers: Sequence[int]) -> str:
    if not numbers:
        return DASH
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _free(named: NamedPeriod) -> FreeDaysContext:
    return FreeDaysContext(name=named.name, period=str(named.period))


def _short_name(code: str, tables: Tables) -> str:
    organisation = tables.find(Organisation, code)
    return organisation.short_name if organisation else code


ACT_CALENDAR = Builder(
    record=LocalAct,
    context_of=lambda record, sheets: CalendarContext,
    build=build,
    sources=sources,
    names=act_names,
    name_fields=("чей",),
    period=act_period,
)
"""Календарный учебный график."""
