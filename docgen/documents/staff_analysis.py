"""Анализ кадрового обеспечения: who works, who is missing, how qualified (plan, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder
from docgen.documents.reports import (
    NO_FIGURE,
    ReportContext,
    Reporting,
    figure,
    in_places,
    listed,
    report_sources,
    share,
)
from docgen.documents.wording import upper_first
from docgen.records.charts import Chart, ChartKind, ChartSeries
from docgen.records.network import Deficit, Report, StaffFigure
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import DeficitKind
from docgen.russian import EMPTY, Case, Dictionary, count


@dataclass(frozen=True, kw_only=True)
class StaffContext:
    """Строка таблицы кадров, или итог."""

    number: int = term("номер", "С единицы; у итога ноль.")
    organisation: str = term("организация", "Сокращённое наименование; у итога «Всего».")
    post: str = term("должность")
    needed: str = term("требуется")
    working: str = term("работает")
    missing: str = term("не_хватает")
    qualified: str = term("с_категорией", "Число или «сведений нет».")
    trained: str = term("повысили", "Число или «сведений нет».")
    young: str = term("молодых", "Число или «сведений нет».")


@dataclass(frozen=True, kw_only=True)
class StaffDeficitContext:
    """Кадровый дефицит программы."""

    organisation: str = term("организация")
    description: str = term("дефицит")
    required: str = term("требуется")
    filled_by: str = term("может_восполнить", "Организация или «партнёр не найден».")


@dataclass(frozen=True, kw_only=True)
class StaffAnalysisContext(ReportContext):
    """Terms of the analysis of staff."""

    rows: tuple[StaffContext, ...] = term("кадры", "По порядку строк.")
    total: StaffContext = term("всего", "Итог по столбцам.")
    staffed: str = term("укомплектованность", "«59 из 68 (87 %)».")
    surveyed: str = term("изучено", "«в 12 организациях».")
    deficits: tuple[StaffDeficitContext, ...] = term("дефициты", "Кадровые дефициты программ.")
    chart: Chart = term("диаграмма", "Требуется и работает по должностям.")


def build(
    subject: Report, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[StaffAnalysisContext | None, list[Diagnostic]]:
    """The context of the analysis, or ``None`` and what it lacks."""
    reporting = Reporting(subject, tables, dictionary)
    rows = tables.of(StaffFigure)
    reporting.check(rows)
    if reporting.failed:
        return None, reporting.diagnostics
    needed, working = sum(row.needed for row in rows), sum(row.working for row in rows)
    context = StaffAnalysisContext(
        **reporting.common(_conclusions(rows, reporting)),
        rows=tuple(
            _line(reporting.short_name(row.organisation), row.post, [row], number)
            for number, row in enumerate(rows, start=1)
        ),
        total=_line("Всего", "", rows, 0),
        staffed=f"{working} из {needed} ({share(working, needed)})",
        surveyed=in_places(len({row.organisation for row in rows}), "организация"),
        deficits=tuple(
            StaffDeficitContext(
                organisation=reporting.short_name(row.organisation),
                description=upper_first(row.description),
                required=row.required,
                filled_by=reporting.short_name(row.filled_by) or "партнёр не найден",
            )
            for row in _deficits(tables)
        ),
        chart=_chart(rows),
    )
    return context, reporting.diagnostics


def _deficits(tables: Tables) -> list[Deficit]:
    return [row for row in tables.of(Deficit) if row.kind is DeficitKind.STAFF]


def _sum(values: Sequence[int | None]) -> int | None:
    """The sum of what is known; ``None`` when a row does not say: a part is not the whole."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _line(name: str, post: str, rows: Sequence[StaffFigure], number: int) -> StaffContext:
    needed, working = sum(row.needed for row in rows), sum(row.working for row in rows)
    return StaffContext(
        number=number,
        organisation=name,
        post=post,
        needed=figure(needed),
        working=figure(working),
        missing=figure(sum(max(row.needed - row.working, 0) for row in rows)),
        qualified=figure(_sum([row.qualified for row in rows])),
        trained=figure(_sum([row.trained for row in rows])),
        young=figure(_sum([row.young for row in rows])),
    )


def _conclusions(rows: Sequence[StaffFigure], reporting: Reporting) -> list[str]:
    """What the figures alone say."""
    needed, working = sum(row.needed for row in rows), sum(row.working for row in rows)
    told = [f"Сеть укомплектована педагогическими кадрами на {share(working, needed)}"]
    missing = {
        row.organisation: sum(
            max(other.needed - other.working, 0)
            for other in rows
            if other.organisation == row.organisation
        )
        for row in rows
    }
    lacking = [reporting.short_name(code) for code, number in missing.items() if number]
    number = sum(missing.values())
    told.append(
        f"Не хватает {count(number, 'педагог', Case.GEN)} "
        f"{in_places(len(lacking), 'организация')}: {listed(lacking)}"
        if lacking
        else "Свободных мест нет: все потребности закрыты"
    )
    for attribute, words in (
        ("qualified", "Квалификационную категорию имеют"),
        ("trained", "За три года повысили квалификацию"),
    ):
        known = _sum([getattr(row, attribute) for row in rows])
        told.append(
            f"{words} {known} из {count(working, 'педагог', Case.GEN)} ({share(known, working)})"
            if known is not None
            else f"{words}: {NO_FIGURE}, потому что не все организации их представили"
        )
    deficits = _deficits(reporting.tables)
    if deficits:
        filled = sum(bool(row.filled_by) for row in deficits)
        told.append(
            f"Организации-партнёры могут закрыть {count(filled, 'кадровый дефицит', Case.ACC)} "
            f"из {len(deficits)}"
        )
    return told


def _chart(rows: Sequence[StaffFigure]) -> Chart:
    posts = list(dict.fromkeys(row.post for row in rows))

    def totals(attribute: str) -> tuple[int, ...]:
        return tuple(
            sum(getattr(row, attribute) for row in rows if row.post == post) for post in posts
        )

    return Chart(
        kind=ChartKind.BARS,
        title="Потребность в педагогах и её обеспечение",
        categories=tuple(upper_first(post) for post in posts),
        series=(
            ChartSeries(name="требуется", values=totals("needed")),
            ChartSeries(name="работает", values=totals("working")),
        ),
        unit="чел.",
        text="Сколько педагогов требуется и сколько работает на каждой должности.",
    )


def _sources(subject: Report, tables: Tables) -> tuple[Record, ...]:
    return report_sources(subject, tables, [*tables.of(StaffFigure), *_deficits(tables)])


STAFF_ANALYSIS = Builder(
    record=Report,
    context_of=lambda record, sheets: StaffAnalysisContext,
    build=build,
    sources=_sources,
    due=lambda subject, tables: (bool(tables.of(StaffFigure)), []),
)
