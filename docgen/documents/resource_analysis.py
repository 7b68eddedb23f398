"""Аналитическая справка: which resources the organisations lack, and who can help (REP-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder
from docgen.documents.reports import (
    ReportContext,
    Reporting,
    ended,
    happened,
    in_places,
    listed,
    report_sources,
    sentence,
    share,
)
from docgen.documents.wording import quoted, upper_first
from docgen.records.charts import Chart, ChartKind, ChartSeries
from docgen.records.directory import Programme
from docgen.records.network import Deficit, Report
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import DeficitKind, Severity
from docgen.russian import EMPTY, Case, Dictionary, count

_KIND_NOUNS = {
    DeficitKind.EQUIPMENT: "материально-технической базы",
    DeficitKind.PREMISES: "инфраструктуры",
    DeficitKind.STAFF: "кадров",
    DeficitKind.METHODICAL: "учебно-методического обеспечения",
    DeficitKind.INFORMATION: "информационных ресурсов",
    DeficitKind.FINANCIAL: "финансирования",
}
"""What the deficits of a kind are deficits of, in the genitive."""


@dataclass(frozen=True, kw_only=True)
class DeficitContext:
    """Строка таблицы дефицитов."""

    number: int = term("номер", "Сквозной, с единицы.")
    organisation: str = term("организация", "Сокращённое наименование.")
    programme: str = term("программа", "В кавычках; «для всех программ», если не указана.")
    description: str = term("дефицит", "Предложение с точкой.")
    severity: str = term("степень")
    required: str = term("требуется", "Со строчной буквы, с точкой.")
    filled_by: str = term("может_восполнить", "Организация или «партнёр не найден».")


@dataclass(frozen=True, kw_only=True)
class DeficitKindContext:
    """Дефициты одного вида: figures for the summary, rows for the table."""

    name: str = term("вид", "«Материально-технический».")
    of_what: str = term("чего", "«материально-технической базы».")
    total: int = term("всего")
    critical: int = term("критических")
    substantial: int = term("существенных")
    minor: int = term("незначительных")
    organisations: int = term("организаций", "В скольких организациях такой дефицит.")
    share: str = term("доля", "«43 %» всех дефицитов.")
    rows: tuple[DeficitContext, ...] = term("строки")


@dataclass(frozen=True, kw_only=True)
class HelperContext:
    """Организация, которая может восполнить дефициты."""

    organisation: str = term("организация", "Сокращённое наименование.")
    deficits: int = term("дефицитов", "Сколько дефицитов.")
    for_whom: str = term("для_кого", "Организации через запятую.")


@dataclass(frozen=True, kw_only=True)
class ResourceAnalysisContext(ReportContext):
    """Terms of the analysis of resources."""

    found: str = term("выявлено", "«выявлено 14 дефицитов в 8 организациях».")
    severities: str = term("по_степени", "«критических — 3, существенных — 7, …».")
    kinds: tuple[DeficitKindContext, ...] = term("виды", "Виды, у которых есть дефициты.")
    total: int = term("всего")
    critical: int = term("критических")
    substantial: int = term("существенных")
    minor: int = term("незначительных")
    helpers: tuple[HelperContext, ...] = term("партнёры", "Кто может восполнить, по убыванию.")
    chart: Chart = term("диаграмма", "Дефициты по видам.")


def build(
    subject: Report, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[ResourceAnalysisContext | None, list[Diagnostic]]:
    """The context of the analysis, or ``None`` and what it lacks."""
    reporting = Reporting(subject, tables, dictionary)
    rows = tables.of(Deficit)
    reporting.check(rows)
    if reporting.failed:
        return None, reporting.diagnostics
    kinds = _kinds(rows, reporting)
    context = ResourceAnalysisContext(
        **reporting.common(_conclusions(rows, kinds, reporting)),
        found=f"{happened(len(rows), 'выявлен')} {count(len(rows), 'дефицит')} "
        f"{in_places(_organisations(rows), 'организация')}",
        severities=_severities(rows),
        kinds=kinds,
        total=len(rows),
        critical=_of(rows, Severity.CRITICAL),
        substantial=_of(rows, Severity.SUBSTANTIAL),
        minor=_of(rows, Severity.MINOR),
        helpers=_helpers(rows, reporting),
        chart=_chart(kinds),
    )
    return context, reporting.diagnostics


def _of(rows: Sequence[Deficit], severity: Severity) -> int:
    return sum(row.severity is severity for row in rows)


def _organisations(rows: Sequence[Deficit]) -> int:
    return len({row.organisation for row in rows})


def _kinds(rows: Sequence[Deficit], reporting: Reporting) -> tuple[DeficitKindContext, ...]:
    """Every kind that is met, the most frequent first."""
    groups = {kind: [row for row in rows if row.kind is kind] for kind in DeficitKind}
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    found = []
    number = 0
    for kind, own in ordered:
        if own:
            found.append(
                DeficitKindContext(
                    name=upper_first(kind),
                    of_what=_KIND_NOUNS[kind],
                    total=len(own),
                    critical=_of(own, Severity.CRITICAL),
                    substantial=_of(own, Severity.SUBSTANTIAL),
                    minor=_of(own, Severity.MINOR),
                    organisations=_organisations(own),
                    share=share(len(own), len(rows)),
                    rows=tuple(
                        _row(row, place, reporting) for place, row in enumerate(own, number + 1)
                    ),
                )
            )
            number += len(own)
    return tuple(found)


def _row(row: Deficit, number: int, reporting: Reporting) -> DeficitContext:
    programme = reporting.tables.find(Programme, row.programme)
    return DeficitContext(
        number=number,
        organisation=reporting.short_name(row.organisation),
        programme=quoted(programme.title) if programme else "для всех программ",
        description=sentence(row.description),
        severity=row.severity,
        required=ended(row.required),
        filled_by=reporting.short_name(row.filled_by) or "партнёр не найден",
    )


def _severities(rows: Sequence[Deficit]) -> str:
    words = {
        Severity.CRITICAL: "критических",
        Severity.SUBSTANTIAL: "существенных",
        Severity.MINOR: "незначительных",
    }
    return ", ".join(f"{word}\u00a0— {_of(rows, severity)}" for severity, word in words.items())


def _helpers(rows: Sequence[Deficit], reporting: Reporting) -> tuple[HelperContext, ...]:
    helped: dict[str, list[Deficit]] = {}
    for row in rows:
        if row.filled_by:
            helped.setdefault(row.filled_by, []).append(row)
    ordered = sorted(helped.items(), key=lambda item: -len(item[1]))
    return tuple(
        HelperContext(
            organisation=reporting.short_name(code),
            deficits=len(own),
            for_whom=", ".join(
                dict.fromkeys(reporting.short_name(row.organisation) for row in own)
            ),
        )
        for code, own in ordered
    )


def _conclusions(
    rows: Sequence[Deficit], kinds: Sequence[DeficitKindContext], reporting: Reporting
) -> list[str]:
    """What the figures alone say."""
    most = [kind for kind in kinds if kind.total == kinds[0].total]
    told = [
        f"Чаще всего не хватает {listed([kind.of_what for kind in most])}: "
        + (f"{most[0].total} из {len(rows)}" if len(most) == 1 else f"по {most[0].total}")
        + (f" ({most[0].share})" if len(most) == 1 else "")
    ]
    critical = [row for row in rows if row.severity is Severity.CRITICAL]
    if critical:
        names = dict.fromkeys(reporting.short_name(row.organisation) for row in critical)
        told.append(
            f"Полностью {_hinder(len(critical))} реализации программ "
            f"{count(len(critical), 'дефицит')}: {listed(list(names))}"
        )
    filled = sum(bool(row.filled_by) for row in rows)
    told.append(
        f"Организации-партнёры могут восполнить {count(filled, 'дефицит', Case.ACC)} "
        f"из {len(rows)}"
        + (f"; для {len(rows) - filled} партнёр не найден" if filled < len(rows) else "")
    )
    return told


def _hinder(number: int) -> str:
    return "препятствует" if number % 10 == 1 and number % 100 != 11 else "препятствуют"


def _chart(kinds: Sequence[DeficitKindContext]) -> Chart:
    return Chart(
        kind=ChartKind.BARS,
        title="Дефициты по видам",
        categories=tuple(kind.name for kind in kinds),
        series=(ChartSeries(name="дефициты", values=tuple(kind.total for kind in kinds)),),
        unit="ед.",
        text="Число дефицитов каждого вида, от самого частого к самому редкому.",
    )


def _sources(subject: Report, tables: Tables) -> tuple[Record, ...]:
    return report_sources(subject, tables, tables.of(Deficit))


RESOURCE_ANALYSIS = Builder(
    record=Report,
    context_of=lambda record, sheets: ResourceAnalysisContext,
    build=build,
    sources=_sources,
    due=lambda subject, tables: (bool(tables.of(Deficit)), []),
)
