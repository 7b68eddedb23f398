"""Реестр организаций-партнёров: what each needs and has, for which programme (REP-03)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder
from docgen.documents.reports import ReportContext, Reporting, listed, report_sources
from docgen.documents.wording import quoted, signature
from docgen.records.agreements import parties_of
from docgen.records.directory import Organisation, Person, Programme
from docgen.records.figures import is_licensed, network_agreements
from docgen.records.network import Deficit, Potential, Report
from docgen.records.partners import Agreement, Party, Resource
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import LegalForm, Readiness
from docgen.russian import EMPTY, Case, Dictionary, count

NONE_GIVEN = "сведений нет"


@dataclass(frozen=True, kw_only=True)
class PartnerContext:
    """Строка реестра партнёров."""

    number: int = term("номер", "С единицы.")
    name: str = term("наименование", "Сокращённое.")
    needs: tuple[str, ...] = term("требуемые", "Ресурсы, которых не хватает, с программой.")
    has: tuple[str, ...] = term(
        "имеющиеся", "Ресурсы по договорам, без них — из оценки потенциала."
    )
    programmes: tuple[str, ...] = term("программы", "В кавычках, каждая один раз.")
    licence: str = term("лицензия", "Номер и подвид, «не требуется» или «сведений нет».")
    contact: tuple[str, ...] = term("контакт", "И.О. Фамилия, телефон, почта — по строкам.")
    readiness: str = term("готовность", "«готова», «готова при условии: …».")


@dataclass(frozen=True, kw_only=True)
class PartnerRegisterContext(ReportContext):
    """Terms of the register of partners."""

    partners: tuple[PartnerContext, ...] = term("партнёры", "По порядку листа «Организации».")
    summary: str = term("итог", "«В реестре 17 организаций, из них готовы к работе 14».")


def build(
    subject: Report, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[PartnerRegisterContext | None, list[Diagnostic]]:
    """The context of the register, or ``None`` and what it lacks."""
    reporting = Reporting(subject, tables, dictionary)
    reporting.check(_own_rows(tables))
    if reporting.failed:
        return None, reporting.diagnostics
    found = _members(subject, tables)
    ready = sum(
        row.readiness is Readiness.READY
        for organisation in found
        for row in tables.referring(Potential, "organisation", organisation.code)[:1]
    )
    context = PartnerRegisterContext(
        **reporting.common(_conclusions(tables, reporting)),
        partners=tuple(
            _partner(organisation, number, subject, tables)
            for number, organisation in enumerate(found, start=1)
        ),
        summary=f"В реестре {count(len(found), 'организация')}; к работе в сети готовы: {ready}",
    )
    return context, reporting.diagnostics


def _own_rows(tables: Tables) -> list[Record]:
    return [*tables.of(Potential), *tables.of(Deficit)]


def _members(subject: Report, tables: Tables) -> list[Organisation]:
    """Organisations that have, lack or agree about something; not the education authority."""
    named = {row.organisation for row in tables.of(Potential)}
    named |= {row.organisation for row in tables.of(Deficit)}
    named |= {
        party.organisation
        for agreement in _agreements(subject, tables)
        for party in parties_of(agreement, tables)
    }
    return [
        o
        for o in tables.of(Organisation)
        if o.code in named and o.legal_form is not LegalForm.AUTHORITY
    ]


def _agreements(subject: Report, tables: Tables) -> Sequence[Agreement]:
    """The network agreements of the academic year that the register prepares.

    A register is made before the lessons begin: those that begin within a year of its period.
    """
    year = datetime.timedelta(days=365)
    return network_agreements(tables, subject.period_start, subject.period_end + year)


def _partner(
    organisation: Organisation, number: int, subject: Report, tables: Tables
) -> PartnerContext:
    potential = next(iter(tables.referring(Potential, "organisation", organisation.code)), None)
    return PartnerContext(
        number=number,
        name=organisation.short_name,
        needs=tuple(
            _need(row, tables)
            for row in tables.referring(Deficit, "organisation", organisation.code)
        ),
        has=_has(organisation, potential, tables),
        programmes=_programmes(organisation, subject, tables),
        licence=_licence(organisation),
        contact=_contact(organisation, potential, tables),
        readiness=_readiness(potential),
    )


def _need(row: Deficit, tables: Tables) -> str:
    programme = tables.find(Programme, row.programme)
    return f"{row.required} ({quoted(programme.title)})" if programme else row.required


def _has(
    organisation: Organisation, potential: Potential | None, tables: Tables
) -> tuple[str, ...]:
    """What the organisation lends by its agreements; before there are any, what it was found to
    have."""
    lent = tables.referring(Resource, "organisation", organisation.code)
    if lent:
        return tuple(dict.fromkeys(f"{row.name}, {row.quantity}" for row in lent))
    if potential is None:
        return ()
    found = (potential.equipment, potential.premises, potential.staff)
    return tuple(text for text in found if text and text.strip().lower() != "нет")


def _programmes(organisation: Organisation, subject: Report, tables: Tables) -> tuple[str, ...]:
    ours = {party.agreement for party in tables.referring(Party, "organisation", organisation.code)}
    titles = []
    for agreement in _agreements(subject, tables):
        programme = tables.find(Programme, agreement.programme)
        if agreement.code in ours and programme is not None:
            titles.append(quoted(programme.title))
    return tuple(dict.fromkeys(titles))


def _licence(organisation: Organisation) -> str:
    if organisation.teaches is False:
        return "не требуется"
    if not organisation.licence_number:
        return NONE_GIVEN
    covers = "подвид есть" if is_licensed(organisation) else "подвида нет"
    return f"№\u00a0{organisation.licence_number}, {covers}"


def _contact(
    organisation: Organisation, potential: Potential | None, tables: Tables
) -> tuple[str, ...]:
    person = tables.find(Person, potential.contact if potential else None) or tables.find(
        Person, organisation.head
    )
    lines = [signature(person)] if person else []
    lines += [
        line
        for line in (
            (person.phone if person else None) or organisation.phone,
            (person.email if person else None) or organisation.email,
        )
        if line
    ]
    return tuple(lines)


def _readiness(potential: Potential | None) -> str:
    if potential is None:
        return "не оценена"
    if potential.readiness is Readiness.CONDITIONAL and potential.condition:
        return f"готова {potential.condition}"
    return potential.readiness


def _conclusions(tables: Tables, reporting: Reporting) -> list[str]:
    open_needs = [row for row in tables.of(Deficit) if not row.filled_by]
    if not open_needs:
        return []
    names = dict.fromkeys(reporting.short_name(row.organisation) for row in open_needs)
    return [
        f"Партнёр ещё не найден для {count(len(open_needs), 'ресурс', Case.GEN)}: "
        f"{listed(list(names))}"
    ]


def _sources(subject: Report, tables: Tables) -> tuple[Record, ...]:
    rows: list[Record] = [*_own_rows(tables), *tables.of(Organisation)]
    for agreement in _agreements(subject, tables):
        rows += [agreement, *parties_of(agreement, tables)]
        rows += tables.referring(Resource, "agreement", agreement.code)
    return report_sources(subject, tables, rows)


PARTNER_REGISTER = Builder(
    record=Report,
    context_of=lambda record, sheets: PartnerRegisterContext,
    build=build,
    sources=_sources,
    due=lambda subject, tables: (bool(_members(subject, tables)), []),
)
