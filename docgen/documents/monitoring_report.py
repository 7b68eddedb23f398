"""Информационно-аналитическая справка: the network in a period, plan against fact (REP-07)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder
from docgen.documents.reports import (
    NO_FIGURE,
    ReportContext,
    Reporting,
    figure,
    listed,
    percent,
    report_sources,
    share,
)
from docgen.documents.wording import upper_first
from docgen.records.agreements import parties_of
from docgen.records.charts import Chart, ChartKind, ChartSeries
from docgen.records.figures import (
    Coverage,
    before,
    coverage,
    fact_of,
    indicators_of,
    is_registered,
    network_agreements,
    partner_hours,
    partners,
)
from docgen.records.network import DirectionDemand, Indicator, Report
from docgen.records.partners import Agreement, ProgrammePart
from docgen.records.roadmap import Measure, Progress, Roadmap
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import BetterWhen, PlanKind
from docgen.russian import EMPTY, Case, Dictionary, count, date_long


@dataclass(frozen=True, kw_only=True)
class CoverageContext:
    """Охват одной направленности, или итог."""

    name: str = term("направленность", "С прописной буквы; у итога «Всего».")
    programmes: str = term("программ")
    agreements: str = term("договоров")
    pupils: str = term("обучающихся", "По договорам.")
    enrolled: str = term("зачислено", "Поимённо зачисленные или «сведений нет».")
    hours: str = term("часов", "Часы, которые ведут партнёры.")
    demand: str = term("спрос", "Число или «сведений нет».")
    met: str = term("доля", "«62 %» спроса или «сведений нет».")


@dataclass(frozen=True, kw_only=True)
class IndicatorContext:
    """Показатель: план, факт, выполнение и динамика."""

    number: int = term("номер", "С единицы.")
    name: str = term("показатель")
    unit: str = term("единица")
    plan: str = term("план")
    fact: str = term("факт", "Число или «сведений нет».")
    done: str = term("выполнение", "«104 %» или «сведений нет».")
    previous: str = term("прежде", "Факт предыдущего периода или «сведений нет».")
    change: str = term("динамика", "«+98», «−3», «без изменений» или «сведений нет».")
    is_met: bool | None = term("выполнен", "Пусто, если факта нет.")
    reason: str | None = term("причина", "Почему план не выполнен.")


@dataclass(frozen=True, kw_only=True)
class RoadmapMeasureContext:
    """Мероприятие дорожной карты на день последней отметки."""

    number: str = term("номер", "Как в дорожной карте.")
    title: str = term("наименование")
    period: str = term("срок", "Словами из плана или «не указан».")
    standing: str = term("состояние", "«Исполнено 29.06.2026», «Просрочено на 12 дней».")


@dataclass(frozen=True, kw_only=True)
class MonitoringReportContext(ReportContext):
    """Terms of the monitoring report."""

    agreements: str | None = term(
        "договоры", "«18 договоров» с занятиями в периоде; пусто, если их нет."
    )
    registered: int = term("подписано", "У скольких из них есть номер и дата.")
    partners: str = term("партнёры", "«12 организаций-партнёров».")
    programmes: str = term("программы", "«18 программ».")
    pupils: str = term("обучающиеся", "Винительный падеж: «289 обучающихся», «1 обучающегося».")
    hours: str = term("часы", "«566 часов».")
    coverage: tuple[CoverageContext, ...] = term(
        "охват", "Шесть направленностей; пусто без договоров."
    )
    coverage_total: CoverageContext = term("охват_всего")
    coverage_chart: Chart | None = term("диаграмма_охвата", "Пусто, если договоров нет.")
    indicators: tuple[IndicatorContext, ...] = term("показатели", "По порядку строк.")
    plan_chart: Chart | None = term("диаграмма_плана", "Пусто, если фактов нет.")
    measures: tuple[RoadmapMeasureContext, ...] = term(
        "мероприятия", "Мероприятия дорожных карт периода; пусто, если карт или отметок нет."
    )
    measures_done: str = term("мероприятия_итог", "«исполнено 5 из 14, просрочено 1».")
    measures_day: str | None = term("мероприятия_на", "День последней отметки.")


def build(
    subject: Report, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[MonitoringReportContext | None, list[Diagnostic]]:
    """The context of the report, or ``None`` and what it lacks."""
    reporting = Reporting(subject, tables, dictionary)
    if reporting.failed:
        return None, reporting.diagnostics
    rows = indicators_of(tables, subject.period_start, subject.period_end)
    reporting.check(rows)
    if reporting.failed:
        return None, reporting.diagnostics
    agreements = network_agreements(tables, subject.period_start, subject.period_end)
    covered = coverage(tables, agreements) if agreements else ()
    indicators = tuple(_indicator(row, n, tables) for n, row in enumerate(rows, start=1))
    unregistered = sum(not is_registered(agreement) for agreement in agreements)
    context = MonitoringReportContext(
        **reporting.common(_conclusions(indicators, covered, unregistered, tables)),
        agreements=count(len(agreements), "договор") if agreements else None,
        registered=len(agreements) - unregistered,
        partners=count(len(partners(tables, agreements)), "организация-партнёр"),
        programmes=count(sum(row.programmes for row in covered), "программа"),
        pupils=count(sum(row.pupils for row in covered), "обучающийся", Case.ACC),
        hours=count(partner_hours(tables, agreements), "час"),
        coverage=tuple(_coverage(row, tables) for row in covered),
        coverage_total=_total(covered, tables),
        coverage_chart=_coverage_chart(covered, tables) if covered else None,
        indicators=indicators,
        plan_chart=_plan_chart(rows, tables),
        **_measures(subject, tables, dictionary),
    )
    return context, reporting.diagnostics


def _demand(row: Coverage, tables: Tables) -> int | None:
    """How many children want this направленность; ``None`` when nobody was asked."""
    own = [d.demand for d in tables.of(DirectionDemand) if d.direction is row.direction]
    return sum(own) if own else None


def _coverage(row: Coverage, tables: Tables) -> CoverageContext:
    demand = _demand(row, tables)
    return CoverageContext(
        name=upper_first(row.direction),
        programmes=figure(row.programmes),
        agreements=figure(row.agreements),
        pupils=figure(row.pupils),
        enrolled=figure(row.enrolled),
        hours=figure(row.partner_hours),
        demand=figure(demand),
        met=share(row.pupils, demand or 0),
    )


def _total(rows: Sequence[Coverage], tables: Tables) -> CoverageContext:
    """The bottom line. The total demand is told only when every направленность has one."""
    demands = [_demand(row, tables) for row in rows]
    known = [demand for demand in demands if demand is not None]
    demand = sum(known) if rows and len(known) == len(demands) else None
    pupils = sum(row.pupils for row in rows)
    return CoverageContext(
        name="Всего",
        programmes=figure(sum(row.programmes for row in rows)),
        agreements=figure(sum(row.agreements for row in rows)),
        pupils=figure(pupils),
        enrolled=figure(_sum([row.enrolled for row in rows])),
        hours=figure(sum(row.partner_hours for row in rows)),
        demand=figure(demand),
        met=share(pupils, demand or 0),
    )


def _sum(values: Sequence[int | None]) -> int | None:
    """The sum of what is known; ``None`` when something is not: a part is not the whole."""
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None


def _roadmaps(subject: Report, tables: Tables) -> list[Roadmap]:
    """Roadmaps whose period meets that of the report."""
    return [
        plan
        for plan in tables.of(Roadmap)
        if plan.kind is PlanKind.ROADMAP
        and plan.start
        and plan.end
        and plan.start <= subject.period_end
        and plan.end >= subject.period_start
    ]


def _marks(subject: Report, tables: Tables) -> list[Progress]:
    """Entries on the measures of those roadmaps, made by the day of the report."""
    codes = {
        measure.code
        for plan in _roadmaps(subject, tables)
        for measure in tables.referring(Measure, "plan", plan.code)
    }
    until = subject.date or subject.period_end
    return [
        row
        for row in tables.of(Progress)
        if row.measure in codes and row.date and row.date <= until
    ]


def _measures(subject: Report, tables: Tables, dictionary: Dictionary) -> dict[str, Any]:
    """How the roadmap stands on the day of the last entry: what came later is not known yet."""
    # Measures know the kinds of paper, and these know every builder, this one too.
    from docgen.documents.measures import MeasureStanding, measure_statuses

    marks = _marks(subject, tables)
    if not marks:
        return {"measures": (), "measures_done": "", "measures_day": None}
    on = max(row.date for row in marks)
    found = [
        status
        for plan in _roadmaps(subject, tables)
        for status in measure_statuses(plan, tables, on, dictionary=dictionary)
    ]
    done = sum(status.standing is MeasureStanding.DONE for status in found)
    late = sum(status.late for status in found)
    rows = tuple(
        RoadmapMeasureContext(
            number=status.number,
            title=upper_first(status.title),
            period=status.period or "не указан",
            standing=_standing(str(status.standing), status.late_days, status.done_on),
        )
        for status in found
    )
    return {
        "measures": rows,
        "measures_done": f"исполнено {done} из {len(found)}, просрочено {late}",
        "measures_day": date_long(on),
    }


def _standing(standing: str, late_days: int, done_on: datetime.date | None) -> str:
    if late_days:
        late = f"срок нарушен на {count(late_days, 'день', Case.ACC)}"
        return f"{upper_first(standing)}, {late}"
    return f"{upper_first(standing)} {done_on:%d.%m.%Y}" if done_on else upper_first(standing)


def _is_met(indicator: Indicator, fact: int) -> bool:
    if indicator.better is BetterWhen.LESS:
        return fact <= indicator.plan
    return fact >= indicator.plan


def _indicator(row: Indicator, number: int, tables: Tables) -> IndicatorContext:
    fact = fact_of(row, tables)
    earlier = before(row, tables)
    previous = fact_of(earlier, tables) if earlier else None
    is_met = None if fact is None else _is_met(row, fact)
    return IndicatorContext(
        number=number,
        name=row.name,
        unit=row.unit,
        plan=figure(row.plan),
        fact=figure(fact),
        done=NO_FIGURE if fact is None else share(fact, row.plan),
        previous=figure(previous),
        change=_change(fact, previous),
        is_met=is_met,
        reason=row.reason if is_met is False else None,
    )


def _change(fact: int | None, previous: int | None) -> str:
    if fact is None or previous is None:
        return NO_FIGURE
    if fact == previous:
        return "без изменений"
    sign = "+" if fact > previous else "−"
    return f"{sign}{figure(abs(fact - previous))}"


def _conclusions(
    indicators: Sequence[IndicatorContext],
    covered: Sequence[Coverage],
    unregistered: int,
    tables: Tables,
) -> list[str]:
    """What the figures alone say; what they don't say is said to be unknown."""
    told = []
    known = [row for row in indicators if row.is_met is not None]
    met = [row for row in known if row.is_met]
    if known:
        told.append(
            f"План выполнен по {count(len(met), 'показатель', Case.DAT)} из {len(known)}, "
            "факт которых известен"
            if len(known) < len(indicators)
            else f"План выполнен по {count(len(met), 'показатель', Case.DAT)} из {len(known)}"
        )
    unknown = [row.name for row in indicators if row.is_met is None]
    if unknown:
        names = "; ".join(f"«{name}»" for name in unknown)
        told.append(f"Нет сведений о факте, и судить о выполнении плана рано: {names}")
    told += [
        f"Не выполнен план по показателю «{row.name}»: {row.fact} вместо {row.plan}"
        + (f"; причина: {row.reason}" if row.reason else "; причина не указана")
        for row in known
        if row.is_met is False
    ]
    if covered:
        most = max(row.pupils for row in covered)
        leaders = [row for row in covered if row.pupils == most]
        told.append(
            f"Больше всего детей договоры предусматривают в программах "
            f"{listed([_of(row) for row in leaders])} направленности: {most}"
        )
        empty = [row for row in covered if not row.agreements]
        if empty:
            told.append(f"Нет программ {listed([_of(row) for row in empty])} направленности")
        short = [
            row
            for row in covered
            if (demand := _demand(row, tables)) is not None and row.pupils < demand
        ]
        if len(short) == len(covered):
            told.append("Спрос превышает охват по программам всех направленностей")
        elif short:
            told.append(
                f"Спрос превышает охват по программам {listed([_of(row) for row in short])} "
                "направленности"
            )
    if unregistered:
        told.append(
            f"Числа по договорам предварительные: {count(unregistered, 'договор')} ещё не "
            f"{'подписан' if unregistered % 10 == 1 and unregistered % 100 != 11 else 'подписаны'}"
        )
    return told


def _of(row: Coverage) -> str:
    """The направленность in the genitive: «технической»."""
    return "-".join(
        f"{word[:-2]}ой" if word.endswith("ая") else word for word in row.direction.split("-")
    )


def _coverage_chart(covered: Sequence[Coverage], tables: Tables) -> Chart:
    demands = tuple(_demand(row, tables) for row in covered)
    series = [ChartSeries(name="обучающиеся", values=tuple(row.pupils for row in covered))]
    if any(demand is not None for demand in demands):
        series.append(ChartSeries(name="спрос", values=demands))
    return Chart(
        kind=ChartKind.BARS,
        title="Охват по направленностям",
        categories=tuple(upper_first(row.direction) for row in covered),
        series=tuple(series),
        unit="чел.",
        text="Сколько детей занимается по программам каждой направленности и сколько хотели бы.",
    )


def _plan_chart(rows: Sequence[Indicator], tables: Tables) -> Chart | None:
    """Facts in per cent of the plan: indicators of different units stand on one scale.

    Where less is better a short bar would look like a failure: those stay in the table alone.
    """
    known = [
        (row, fact)
        for row in rows
        if (fact := fact_of(row, tables)) is not None
        and row.plan
        and row.better is not BetterWhen.LESS
    ]
    if not known:
        return None
    return Chart(
        kind=ChartKind.BARS,
        title="Факт к плану",
        categories=tuple(row.name for row, _ in known),
        series=(
            ChartSeries(name="план", values=tuple(100 for _ in known)),
            ChartSeries(name="факт", values=tuple(percent(fact, row.plan) for row, fact in known)),
        ),
        unit="%",
        text="Факт каждого показателя в процентах к плану; план принят за сто процентов.",
    )


def _sources(subject: Report, tables: Tables) -> tuple[Record, ...]:
    rows: list[Record] = [*tables.of(DirectionDemand)]
    if subject.period_start and subject.period_end:
        rows += _marks(subject, tables)
        for plan in _roadmaps(subject, tables):
            rows += [plan, *tables.referring(Measure, "plan", plan.code)]
    if subject.period_start and subject.period_end:
        for indicator in indicators_of(tables, subject.period_start, subject.period_end):
            rows.append(indicator)
            if earlier := before(indicator, tables):
                rows.append(earlier)
        for agreement in network_agreements(tables, subject.period_start, subject.period_end):
            rows += _agreement_rows(agreement, tables)
    return report_sources(subject, tables, rows)


def _agreement_rows(agreement: Agreement, tables: Tables) -> list[Record]:
    parts = tables.referring(ProgrammePart, "agreement", agreement.code)
    return [agreement, *parties_of(agreement, tables), *parts]


MONITORING_REPORT = Builder(
    record=Report,
    context_of=lambda record, sheets: MonitoringReportContext,
    build=build,
    sources=_sources,
)
