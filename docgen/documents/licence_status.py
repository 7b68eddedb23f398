"""Реестр лицензий: which organisations may teach additional programmes (roadmap, task 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder
from docgen.documents.reports import (
    ReportContext,
    Reporting,
    ended,
    listed,
    report_sources,
    share,
)
from docgen.records.directory import Organisation
from docgen.records.figures import is_licensed, teaching
from docgen.records.network import Report
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import LegalForm, LicenceStatus
from docgen.russian import EMPTY, Case, Dictionary, count, date_digits


@dataclass(frozen=True, kw_only=True)
class LicenceContext:
    """Строка реестра лицензий."""

    number: int = term("номер", "С единицы.")
    organisation: str = term("организация", "Полное наименование.")
    licence: str = term("лицензия", "«№ … от …, кем выдана» или «сведений нет».")
    covers: str = term("подвид", "«есть», «нет» или «сведений нет».")
    status: str = term("статус", "«действует».")
    checked: str = term("проверена", "Дата проверки записи или «не проверялась».")


@dataclass(frozen=True, kw_only=True)
class LicenceStatusContext(ReportContext):
    """Terms of the register of licences."""

    licensed: tuple[LicenceContext, ...] = term("с_подвидом", "Подвид есть, лицензия действует.")
    others: tuple[LicenceContext, ...] = term("без_подвида", "Остальные, кто ведёт обучение.")
    exempt: str | None = term("без_лицензии", "Кто обучения не ведёт: через «;», с точкой.")
    summary: str = term("итог", "«Подвид есть у 15 из 16 организаций (94 %)».")


def build(
    subject: Report, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[LicenceStatusContext | None, list[Diagnostic]]:
    """The context of the register, or ``None`` and what it lacks."""
    reporting = Reporting(subject, tables, dictionary)
    if reporting.failed:
        return None, reporting.diagnostics
    all_teaching = teaching(tables)
    licensed = [o for o in all_teaching if is_licensed(o)]
    others = [o for o in all_teaching if not is_licensed(o)]
    exempt = _exempt(tables)
    context = LicenceStatusContext(
        **reporting.common(_conclusions(others)),
        licensed=_rows(licensed, 1),
        others=_rows(others, len(licensed) + 1),
        exempt=ended("; ".join(o.short_name for o in exempt)) if exempt else None,
        summary=f"Подвид лицензии есть у {len(licensed)} из "
        f"{count(len(all_teaching), 'организация', Case.GEN)} "
        f"({share(len(licensed), len(all_teaching))})",
    )
    return context, reporting.diagnostics


def _exempt(tables: Tables) -> list[Organisation]:
    """Who needs no licence: those who don't teach, the education authority apart."""
    return [
        o
        for o in tables.of(Organisation)
        if o.teaches is False and o.legal_form is not LegalForm.AUTHORITY
    ]


def _rows(organisations: Sequence[Organisation], first: int) -> tuple[LicenceContext, ...]:
    return tuple(_row(o, number) for number, o in enumerate(organisations, first))


def _row(organisation: Organisation, number: int) -> LicenceContext:
    parts = []
    if organisation.licence_number:
        parts.append(f"№\u00a0{organisation.licence_number}")
    if organisation.licence_date:
        parts.append(f"от\u00a0{date_digits(organisation.licence_date)}")
    licence = " ".join(parts)
    if licence and organisation.licence_issuer:
        licence += f", {organisation.licence_issuer}"
    covers = organisation.licence_covers_additional
    checked = organisation.licence_checked_on
    return LicenceContext(
        number=number,
        organisation=organisation.short_name,
        licence=licence or "сведений нет",
        covers="сведений нет" if covers is None else ("есть" if covers else "нет"),
        status=organisation.licence_status or "сведений нет",
        checked=date_digits(checked) if checked else "не проверялась",
    )


def _conclusions(others: Sequence[Organisation]) -> list[str]:
    if not others:
        return ["Все организации, которые ведут обучение, имеют право на дополнительное "
                "образование детей и взрослых"]  # fmt: skip
    lacking = [o.short_name for o in others if o.licence_covers_additional is False]
    stopped = [
        o.short_name
        for o in others
        if o.licence_status in (LicenceStatus.SUSPENDED, LicenceStatus.TERMINATED)
    ]
    told = []
    if lacking:
        told.append(
            f"Подвида «Дополнительное образование детей и взрослых» нет в лицензии: "
            f"{listed(lacking)}. До его получения вести дополнительные программы нельзя"
        )
    if stopped:
        told.append(f"Лицензия приостановлена или прекращена: {listed(stopped)}")
    return told


def _sources(subject: Report, tables: Tables) -> tuple[Record, ...]:
    return report_sources(subject, tables, tables.of(Organisation))


LICENCE_STATUS = Builder(
    record=Report,
    context_of=lambda record, sheets: LicenceStatusContext,
    build=build,
    sources=_sources,
    due=lambda subject, tables: (bool(teaching(tables)), []),
)
