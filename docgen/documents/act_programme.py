"""Сетевая программа and its учебный план: acts of the base organisation about one programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder, distinct
from docgen.documents.local_act import ActContext, ActDrafting, act_names, act_period, act_sources
from docgen.documents.network_agreement import certificate_issued
from docgen.documents.programme_parts import PartContext, ResourceContext
from docgen.documents.seating import (
    DASH,
    part_contexts,
    part_rows,
    party_rows,
    resource_contexts,
    resource_rows,
)
from docgen.documents.wording import quoted
from docgen.records.acts import LocalAct, PlanRow
from docgen.records.directory import Organisation, Programme
from docgen.records.partners import Agreement
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import AgreementKind, PartyRole, ProgrammeApproval
from docgen.russian import EMPTY, Case, Dictionary, count

_ROLES: Mapping[PartyRole, str] = {
    PartyRole.BASE: "базовая организация",
    PartyRole.TEACHING: "организация-участник, ведёт часть программы",
    PartyRole.RESOURCE: "организация-участник, предоставляет ресурсы",
}


@dataclass(frozen=True, kw_only=True)
class PlanRowContext:
    """Раздел учебного плана."""

    number: int = term("номер", "С единицы.")
    title: str = term("раздел")
    organisation: str = term("организация", "Кто ведёт.")
    total: int = term("всего", "Часов.")
    theory: int = term("теория")
    practice: int = term("практика")
    assessment: str = term("контроль", "Форма контроля или «—».")


@dataclass(frozen=True, kw_only=True)
class NetworkPartyContext:
    """Организация, которая участвует в программе."""

    name: str = term("наименование", "Полное.")
    short_name: str = term("краткое")
    role: str = term("роль", "Чем занята: «базовая организация».")
    hours: int = term("часов", "Которые ведёт; ноль, если не ведёт.")
    hours_text: str = term("объём", "«36 часов» или «—».")


@dataclass(frozen=True, kw_only=True)
class ProgrammeActContext(ActContext):
    """What both papers show of the programme."""

    programme: Programme = term("программа", "Строка листа «Программы».")
    title: str = term("название", "В кавычках.")
    volume: str = term("объём", "«72 часа».")
    volume_genitive: str = term("объём_род", "«72 часов».")
    parties: tuple[NetworkPartyContext, ...] = term("стороны", "Базовая организация первой.")


@dataclass(frozen=True, kw_only=True)
class TrainingPlanContext(ProgrammeActContext):
    """Terms of учебный план."""

    rows: tuple[PlanRowContext, ...] = term("разделы")
    total: int = term("всего", "Часов во всех разделах.")
    theory: int = term("теория", "Часов теории во всех разделах.")
    practice: int = term("практика", "Часов практики во всех разделах.")


@dataclass(frozen=True, kw_only=True)
class NetworkProgrammeContext(ProgrammeActContext):
    """Terms of the networked programme: its title page and plan."""

    agreement: Agreement = term("договор", "Строка договора о сетевой форме.")
    parts: tuple[PartContext, ...] = term("части", "По порядку дат.")
    resources: tuple[ResourceContext, ...] = term("ресурсы", "По порядку сторон.")
    joint: bool = term("совместно", "Программу утверждают базовая организация и участники.")
    certified: bool = term("документ_выдаётся", "По окончании выдаётся документ об обучении.")


class _Drafting(ActDrafting):
    """An act about one programme, with the agreement by which it is networked."""

    def __init__(self, act: LocalAct, tables: Tables, dictionary: Dictionary) -> None:
        super().__init__(act, tables, dictionary)
        found = self.shortfalls.follow(act, "programme", tables)
        self.programme = found if isinstance(found, Programme) else None
        if self.programme is not None:
            self.shortfalls.check_required(self.programme)
        self.agreement = network_agreement(act.programme, tables)
        for row in part_rows(self.agreement, tables) if self.agreement else ():
            self.shortfalls.check_required(row)

    def of_programme(self) -> dict[str, Any]:
        """Values of the fields of ``ProgrammeActContext``."""
        programme = self.programme
        if programme is None or programme.hours is None:
            raise ValueError("a programme without hours has been refused before")
        return {
            **self.common(),
            "programme": programme,
            "title": quoted(programme.title),
            "volume": count(programme.hours, "час"),
            "volume_genitive": count(programme.hours, "час", Case.GEN),
            "parties": self._parties(),
        }

    def _parties(self) -> tuple[NetworkPartyContext, ...]:
        if self.agreement is None:
            return ()
        parts = part_rows(self.agreement, self.tables)
        made = []
        for party in party_rows(self.agreement, self.tables):
            organisation = self.tables.find(Organisation, party.organisation)
            hours = sum(row.hours for row in parts if row.organisation == party.organisation)
            made.append(
                NetworkPartyContext(
                    name=organisation.full_name if organisation else party.organisation,
                    short_name=organisation.short_name if organisation else party.organisation,
                    role=_ROLES.get(party.role, str(party.role)),
                    hours=hours,
                    hours_text=count(hours, "час") if hours else DASH,
                )
            )
        return tuple(made)


def build_plan(
    subject: LocalAct, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[TrainingPlanContext | None, list[Diagnostic]]:
    """The context of one training plan, or ``None`` and what it lacks, cell by cell."""
    draft = _Drafting(subject, tables, dictionary)
    rows = tables.referring(PlanRow, "programme", subject.programme)
    for row in rows:
        draft.shortfalls.check_required(row)
    if not rows:
        draft.shortfalls.say(
            subject,
            "programme",
            "на листе «Учебные планы» нет строк этой программы",
            "добавьте разделы программы: кто ведёт, сколько часов",
            "NET-06",
        )
    if draft.failed:
        return None, draft.diagnostics
    shown = tuple(_row(number, row, tables) for number, row in enumerate(rows, start=1))
    context = TrainingPlanContext(
        **draft.of_programme(),
        rows=shown,
        total=sum(row.total for row in shown),
        theory=sum(row.theory for row in shown),
        practice=sum(row.practice for row in shown),
    )
    return context, draft.diagnostics


def build_programme(
    subject: LocalAct, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[NetworkProgrammeContext | None, list[Diagnostic]]:
    """The context of one networked programme, or ``None`` and what it lacks, cell by cell."""
    draft = _Drafting(subject, tables, dictionary)
    agreement = draft.agreement
    if agreement is None:
        draft.shortfalls.say(
            subject,
            "programme",
            "у программы нет договора о сетевой форме",
            "добавьте договор на лист «Договоры»: из него берутся части и стороны",
            "NET-06",
        )
    if draft.failed or agreement is None:
        return None, draft.diagnostics
    role_of = {
        party.organisation: _ROLES.get(party.role, str(party.role))
        for party in party_rows(agreement, tables)
    }
    context = NetworkProgrammeContext(
        **draft.of_programme(),
        agreement=agreement,
        parts=tuple(part for _, part in part_contexts(agreement, tables, role_of)),
        resources=tuple(found for _, found in resource_contexts(agreement, tables, role_of)),
        joint=agreement.approval is ProgrammeApproval.JOINT,
        certified=certificate_issued(agreement),
    )
    return context, draft.diagnostics


def network_agreement(programme: str | None, tables: Tables) -> Agreement | None:
    """The network agreement by which a programme runs, the first one where there are several."""
    rows = tables.referring(Agreement, "programme", programme)
    return next((row for row in rows if row.kind is AgreementKind.NETWORK), None)


def sources(act: LocalAct, tables: Tables) -> tuple[Record, ...]:
    """Those of any act, the programme with its plan, and what the agreement says of it."""
    agreement = network_agreement(act.programme, tables)
    found: list[Record | None] = [
        *act_sources(act, tables),
        tables.find(Programme, act.programme),
        *tables.referring(PlanRow, "programme", act.programme),
        agreement,
    ]
    if agreement is not None:
        parties = party_rows(agreement, tables)
        found += [*parties, *part_rows(agreement, tables), *resource_rows(agreement, tables)]
        found += [tables.find(Organisation, party.organisation) for party in parties]
    return distinct(found)


def names(act: LocalAct, tables: Tables) -> Mapping[str, str]:
    """Words for the file name: whose act it is, and of which programme."""
    programme = tables.find(Programme, act.programme)
    title = programme.title if programme else act.programme
    return {**act_names(act, tables), "название_программы": str(title or "")}


def _row(number: int, row: PlanRow, tables: Tables) -> PlanRowContext:
    organisation = tables.find(Organisation, row.organisation)
    return PlanRowContext(
        number=number,
        title=row.title,
        organisation=organisation.short_name if organisation else row.organisation,
        total=row.theory + row.practice,
        theory=row.theory,
        practice=row.practice,
        assessment=row.assessment or DASH,
    )


TRAINING_PLAN = Builder(
    record=LocalAct,
    context_of=lambda record, sheets: TrainingPlanContext,
    build=build_plan,
    sources=sources,
    names=names,
    name_fields=("чей", "название_программы"),
    period=act_period,
)
"""Учебный план."""

NETWORK_PROGRAMME = Builder(
    record=LocalAct,
    context_of=lambda record, sheets: NetworkProgrammeContext,
    build=build_programme,
    sources=sources,
    names=names,
    name_fields=("чей", "название_программы"),
    period=act_period,
)
"""Сетевая программа."""
