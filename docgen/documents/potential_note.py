"""Информационная справка: equipment, premises and staff of every organisation (REP-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder
from docgen.documents.reports import (
    ReportContext,
    Reporting,
    listed,
    report_sources,
)
from docgen.documents.wording import upper_first
from docgen.records.directory import Organisation
from docgen.records.network import Deficit, Potential, Report
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import LegalForm, Readiness
from docgen.russian import EMPTY, Case, Dictionary, count, date_digits


@dataclass(frozen=True, kw_only=True)
class PotentialContext:
    """Потенциал одной организации."""

    number: int = term("номер", "С единицы.")
    organisation: str = term("организация", "Сокращённое наименование.")
    equipment: str = term("база", "Материально-техническая база, с прописной буквы.")
    premises: str = term("инфраструктура")
    staff: str = term("кадры")
    methodical: str = term("методика", "Методические ресурсы или «не указаны».")
    readiness: str = term("готовность", "«Готова», «Готова при условии: …».")
    assessed: str = term("оценено", "Дата оценки или «дата не указана».")


@dataclass(frozen=True, kw_only=True)
class PotentialNoteContext(ReportContext):
    """Terms of the note on potential."""

    assessed: str = term("оценено", "«изучен потенциал 17 организаций».")
    readiness: str = term("готовность", "«готовы — 14, готовы при условии — 2, не готовы — 1».")
    organisations: tuple[PotentialContext, ...] = term("организации", "По порядку строк.")
    unassessed: tuple[str, ...] = term("не_оценены", "Организации без строки, наименования.")


def build(
    subject: Report, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[PotentialNoteContext | None, list[Diagnostic]]:
    """The context of the note, or ``None`` and what it lacks."""
    reporting = Reporting(subject, tables, dictionary)
    rows = tables.of(Potential)
    reporting.check(rows)
    if reporting.failed:
        return None, reporting.diagnostics
    unassessed = _unassessed(tables)
    context = PotentialNoteContext(
        **reporting.common(_conclusions(rows, unassessed, reporting)),
        assessed=f"изучен потенциал {count(len(rows), 'организация', Case.GEN)}",
        readiness=_by_readiness(rows),
        organisations=tuple(_row(row, n, reporting) for n, row in enumerate(rows, start=1)),
        unassessed=unassessed,
    )
    return context, reporting.diagnostics


def _unassessed(tables: Tables) -> tuple[str, ...]:
    known = {row.organisation for row in tables.of(Potential)}
    return tuple(
        o.short_name
        for o in tables.of(Organisation)
        if o.code not in known and o.legal_form is not LegalForm.AUTHORITY
    )


def _row(row: Potential, number: int, reporting: Reporting) -> PotentialContext:
    readiness = str(row.readiness)
    if row.readiness is Readiness.CONDITIONAL and row.condition:
        readiness = f"готова {row.condition}"
    return PotentialContext(
        number=number,
        organisation=reporting.short_name(row.organisation),
        equipment=upper_first(row.equipment),
        premises=upper_first(row.premises),
        staff=upper_first(row.staff),
        methodical=upper_first(row.methodical or "не указаны"),
        readiness=upper_first(readiness),
        assessed=date_digits(row.assessed_on) if row.assessed_on else "дата не указана",
    )


_WORDS = {
    Readiness.READY: "готовы к работе в сети",
    Readiness.CONDITIONAL: "готовы при условии",
    Readiness.NOT_READY: "не готовы",
}


def _of(rows: Sequence[Potential], readiness: Readiness) -> list[Potential]:
    return [row for row in rows if row.readiness is readiness]


def _by_readiness(rows: Sequence[Potential]) -> str:
    return ", ".join(
        f"{words}\u00a0— {len(_of(rows, readiness))}" for readiness, words in _WORDS.items()
    )


def _conclusions(
    rows: Sequence[Potential], unassessed: Sequence[str], reporting: Reporting
) -> list[str]:
    """What the rows alone say."""
    told = []
    ready = _of(rows, Readiness.READY)
    told.append(
        f"К работе в сети {'готова' if len(ready) == 1 else 'готовы'} "
        f"{count(len(ready), 'организация')} из {len(rows)}"
    )
    not_ready = _of(rows, Readiness.NOT_READY)
    if not_ready:
        names = listed([reporting.short_name(row.organisation) for row in not_ready])
        told.append(f"Пока не готовы к работе: {names}")
    deficits = reporting.tables.of(Deficit)
    if deficits:
        helped = {row.filled_by for row in deficits if row.filled_by}
        able = [row for row in ready if row.organisation in helped]
        told.append(
            f"Среди готовых {count(len(able), 'организация')} могут восполнить дефициты других: "
            f"{listed([reporting.short_name(row.organisation) for row in able])}"
            if able
            else "Среди готовых нет организаций, которые восполнят выявленные дефициты"
        )
    if unassessed:
        told.append(f"Не оценён потенциал: {listed(list(unassessed))}")
    return told


def _sources(subject: Report, tables: Tables) -> tuple[Record, ...]:
    return report_sources(subject, tables, [*tables.of(Potential), *tables.of(Deficit)])


POTENTIAL_NOTE = Builder(
    record=Report,
    context_of=lambda record, sheets: PotentialNoteContext,
    build=build,
    sources=_sources,
    due=lambda subject, tables: (bool(tables.of(Potential)), []),
)
