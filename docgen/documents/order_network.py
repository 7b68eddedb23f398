"""What an order says of the network: its programmes, agreements and institutions."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.documents.blanks import reference_in_table
from docgen.documents.seating import part_rows, party_rows, resource_rows
from docgen.documents.wording import quoted, signature
from docgen.records.directory import Organisation, Person, Programme
from docgen.records.orders import Order
from docgen.records.partners import Agreement, Party
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import (
    AgreementKind,
    LegalForm,
    OrderKind,
    PartyRole,
    ProgrammeApproval,
    ResourceKind,
)
from docgen.russian import count


@dataclass(frozen=True, kw_only=True)
class OrderedProgrammeContext:
    """Программа, о которой приказ."""

    number: int = term("номер", "С единицы.")
    name: str = term("название", "В кавычках: «Робототехника».")
    programme: Programme = term("программа", "Строка листа «Программы».")
    base: str = term("базовая", "Сокращённое наименование базовой организации.")
    hours: str = term("часы", "«72 часа».")
    joint: bool = term("совместно", "Утверждается совместно с участниками.")
    partners: tuple[str, ...] = term("участники", "Сокращённые наименования; может быть пусто.")


@dataclass(frozen=True, kw_only=True)
class NetworkMemberContext:
    """Сторона договора о сетевой форме."""

    short_name: str = term("краткое")
    role: str = term("роль", "«базовая организация».")


@dataclass(frozen=True, kw_only=True)
class NetworkedProgrammeContext:
    """Договор о сетевой форме, его программа и стороны."""

    number: int = term("номер", "С единицы.")
    agreement: Agreement = term("договор", "Строка листа «Договоры».")
    agreement_line: str = term("договор_от", "«от 26.08.2026 № 12» или места для них.")
    programme: str = term("программа", "В кавычках: «Робототехника».")
    hours: str = term("часы", "«72 часа».")
    members: tuple[NetworkMemberContext, ...] = term("стороны", "Базовая — первая.")
    places: tuple[str, ...] = term("площадки", "Где идут занятия, каждый адрес один раз.")
    timetable_by: str = term("расписание", "Кто составляет расписание; может быть пусто.")
    safety: str = term("за_безопасность", "«Т.А. Ткачук»; может быть пусто.")
    staff: tuple[str, ...] = term("кадры", "Педагоги и другие, кого выделяют стороны.")


@dataclass(frozen=True, kw_only=True)
class InstitutionContext:
    """Организация, которая участвует в сетевом взаимодействии."""

    number: int = term("номер", "С единицы.")
    name: str = term("наименование", "Полное наименование.")
    roles: tuple[str, ...] = term("роли", "В чём участвует: «базовая организация».")
    programmes: tuple[str, ...] = term("программы", "В кавычках, каждая один раз.")


def agreements_of(order: Order, issuer: Organisation, tables: Tables) -> tuple[Agreement, ...]:
    """The network agreements of an order.

    Those of its column; an order about the network without them has, for a school, the
    agreements in which it is the base, for a founder all.
    """
    if order.agreements:
        found = (tables.find(Agreement, code) for code in order.agreements)
        return tuple(a for a in found if a is not None and a.kind is AgreementKind.NETWORK)
    if order.kind is not OrderKind.NETWORK:
        return ()
    every = [a for a in tables.of(Agreement) if a.kind is AgreementKind.NETWORK]
    if issuer.legal_form is LegalForm.AUTHORITY:
        return tuple(every)
    return tuple(a for a in every if _base_of(a, tables) == issuer.code)


def _base_of(agreement: Agreement, tables: Tables) -> str | None:
    rows = party_rows(agreement, tables)
    return next((row.organisation for row in rows if row.role is PartyRole.BASE), None)


def programmes_of(order: Order, tables: Tables) -> tuple[OrderedProgrammeContext, ...]:
    """The programmes of the order's column, with the partners of their network agreements."""
    found = (tables.find(Programme, code) for code in order.programmes)
    return tuple(
        OrderedProgrammeContext(
            number=number,
            name=quoted(programme.title),
            programme=programme,
            base=_short(programme.organisation, tables),
            hours=_hours(programme),
            joint=programme.approval is ProgrammeApproval.JOINT,
            partners=_partners(programme, tables),
        )
        for number, programme in enumerate((p for p in found if p is not None), start=1)
    )


def _partners(programme: Programme, tables: Tables) -> tuple[str, ...]:
    names = [
        _short(row.organisation, tables)
        for agreement in tables.referring(Agreement, "programme", programme.code)
        for row in party_rows(agreement, tables)
        if row.role is not PartyRole.BASE
    ]
    return tuple(dict.fromkeys(names))


def network_of(
    agreements: tuple[Agreement, ...], tables: Tables
) -> tuple[NetworkedProgrammeContext, ...]:
    """What the order's table says of each agreement."""
    return tuple(
        _networked(number, agreement, tables) for number, agreement in enumerate(agreements, 1)
    )


def _networked(number: int, agreement: Agreement, tables: Tables) -> NetworkedProgrammeContext:
    programme = tables.find(Programme, agreement.programme)
    safety = tables.find(Person, agreement.safety_person)
    parts = part_rows(agreement, tables)
    resources = resource_rows(agreement, tables)
    return NetworkedProgrammeContext(
        number=number,
        agreement=agreement,
        agreement_line=reference_in_table(agreement.number, agreement.date, agreement.start),
        programme=quoted(programme.title) if programme else "",
        hours=_hours(programme),
        members=tuple(
            NetworkMemberContext(
                short_name=_short(row.organisation, tables), role=str(row.role or "")
            )
            for row in party_rows(agreement, tables)
        ),
        places=tuple(dict.fromkeys(part.address for part in parts if part.address)),
        timetable_by=_short(agreement.timetable_by, tables),
        safety=signature(safety) if safety else "",
        staff=tuple(
            f"{row.name} ({_short(row.organisation, tables)})"
            for row in resources
            if row.kind is ResourceKind.STAFF
        ),
    )


def institutions_of(
    agreements: tuple[Agreement, ...], tables: Tables
) -> tuple[InstitutionContext, ...]:
    """Every party of the agreements once, in the order in which they come up."""
    roles: dict[str, dict[str, None]] = {}
    programmes: dict[str, dict[str, None]] = {}
    for agreement in agreements:
        programme = tables.find(Programme, agreement.programme)
        for row in party_rows(agreement, tables):
            if tables.find(Organisation, row.organisation) is None:
                continue
            roles.setdefault(row.organisation, {})[str(row.role or "")] = None
            named = programmes.setdefault(row.organisation, {})
            if programme is not None:
                named[quoted(programme.title)] = None
    return tuple(
        InstitutionContext(
            number=number,
            name=tables.get(Organisation, code).full_name,
            roles=tuple(played),
            programmes=tuple(programmes[code]),
        )
        for number, (code, played) in enumerate(roles.items(), start=1)
    )


def network_sources(order: Order, issuer: Organisation, tables: Tables) -> list[Record | None]:
    """Rows of the agreements that the order speaks of."""
    found: list[Record | None] = []
    for agreement in agreements_of(order, issuer, tables):
        found += [agreement, tables.find(Programme, agreement.programme)]
        parties: tuple[Party, ...] = party_rows(agreement, tables)
        found += parties
        found += [tables.find(Organisation, row.organisation) for row in parties]
        found += part_rows(agreement, tables)
        found += resource_rows(agreement, tables)
        found.append(tables.find(Person, agreement.safety_person))
    return found


def _short(code: str | None, tables: Tables) -> str:
    organisation = tables.find(Organisation, code)
    return organisation.short_name if organisation else code or ""


def _hours(programme: Programme | None) -> str:
    return count(programme.hours, "час") if programme and programme.hours else ""
