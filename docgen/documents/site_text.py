"""Сведения для сайта: what an organisation of the network publishes about it (SITE, NET-24).

Places where lessons are held in network form (``addressPlaceSet``), programmes with their
language, numbers of pupils (``eduChislenEl``), local acts, prices, premises and equipment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.builder import Builder, distinct
from docgen.documents.officials import OfficialContext, official_context
from docgen.documents.seating import ACADEMIC_HOUR
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording, quoted, upper_first
from docgen.records.acts import LocalAct
from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.partners import Agreement, Party, ProgrammePart, Resource
from docgen.records.pupils import Enrolment, Group
from docgen.records.schema import Record
from docgen.records.spelling import name_key
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import (
    ActKind,
    AgreementKind,
    EnrolmentFunding,
    PartyRole,
    ResourceKind,
)
from docgen.russian import EMPTY, Dictionary, count, money_digits

_LANGUAGE = "русский"
_SHOWN_RESOURCES = (ResourceKind.PREMISES, ResourceKind.EQUIPMENT)


@dataclass(frozen=True, kw_only=True)
class SitePlaceContext:
    """Место занятий."""

    address: str = term("адрес")
    partner: str | None = term("партнёр", "Чьё место; пусто у мест самой организации.")
    programme: str | None = term("программа", "В кавычках; пусто у мест самой организации.")


@dataclass(frozen=True, kw_only=True)
class SiteProgrammeContext:
    """Программа организации: what it is, how many pupils it has, what it costs."""

    programme: Programme = term("строка", "Строка листа «Программы».")
    name: str = term("название", "В кавычках.")
    volume: str = term("объём", "«72 академических часа».")
    language: str = term("язык", "Язык обучения.")
    partners: tuple[str, ...] = term("партнёры", "Сокращённые наименования; пусто, если их нет.")
    counted: bool = term("зачислены", "Обучающиеся названы на листе «Зачисления».")
    pupils: int = term("обучающихся", "Зачислено; пока зачислений нет, число из договора.")
    at_budget: int = term("за_счёт_бюджета", "По муниципальному заданию и сертификатам.")
    for_fee: int = term("за_плату")
    prices: tuple[str, ...] = term("стоимость", "«18 000 рублей 00 копеек»; пусто, если платы нет.")


@dataclass(frozen=True, kw_only=True)
class SitePartContext:
    """Часть чужой программы, которую организация ведёт как участник."""

    programme: str = term("программа", "В кавычках.")
    base: str = term("базовая", "Сокращённое наименование.")
    title: str = term("наименование")
    hours: int = term("часов")
    address: str = term("место")


@dataclass(frozen=True, kw_only=True)
class SiteActContext:
    """Локальный акт, который размещают файлом."""

    title: str = term("вид", "«Положение о сетевой форме».")
    programme: str | None = term("программа", "В кавычках; у плана и программы.")
    approved: str | None = term("утверждён", "«приказ от 28.08.2026 № 14»; пусто, пока не издан.")


@dataclass(frozen=True, kw_only=True)
class SiteTextContext:
    """Terms of the text for the site of one organisation."""

    organisation: Organisation = term("организация", "Строка листа «Организации».")
    name: str = term("наименование", "Полное, с прописной буквы.")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    own_places: tuple[SitePlaceContext, ...] = term("свои_места", "Адреса занятий организации.")
    network_places: tuple[SitePlaceContext, ...] = term(
        "сетевые_места", "Адреса у партнёров: addressPlaceSet (NET-24)."
    )
    programmes: tuple[SiteProgrammeContext, ...] = term("программы", "По порядку строк.")
    planned: bool = term("есть_плановые", "Хотя бы у одной программы зачислений ещё нет.")
    parts: tuple[SitePartContext, ...] = term("части", "Части программ других организаций.")
    local_acts: tuple[SiteActContext, ...] = term("локальные_акты", "По порядку строк.")
    paid: bool = term("платно", "Хотя бы по одной программе заключают платные договоры.")
    resources: tuple[Resource, ...] = term("ресурсы", "Помещения и оборудование для сети.")
    head: OfficialContext = term("руководитель", "Кто отвечает за сведения.")


def build(
    subject: Organisation, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[SiteTextContext | None, list[Diagnostic]]:
    """The text for one organisation, or ``None`` and what it lacks."""
    gaps, wording = Shortfalls(), Wording(dictionary)
    gaps.check_required(subject)
    settings = tables.only(Settings)
    head = gaps.follow(subject, "head", tables)
    if not subject.places:
        gaps.need(subject, "places", None)
    if gaps.stop or settings is None or not isinstance(head, Person):
        return None, gaps.diagnostics
    programmes = tuple(_programme(row, tables) for row in _programmes(subject, tables))
    context = SiteTextContext(
        organisation=subject,
        name=upper_first(subject.full_name),
        settings=settings,
        acts=citations(tables),
        own_places=tuple(
            SitePlaceContext(address=place, partner=None, programme=None)
            for place in subject.places
        ),
        network_places=_network_places(subject, tables),
        programmes=programmes,
        planned=any(not programme.counted for programme in programmes),
        parts=_parts(subject, tables),
        local_acts=tuple(_act(row, tables) for row in _local_acts(subject, tables)),
        paid=any(programme.for_fee for programme in programmes),
        resources=_resources(subject, tables),
        head=official_context(head, tables, wording, at=subject),
    )
    return context, [*gaps.diagnostics, *wording.diagnostics]


def _programmes(subject: Organisation, tables: Tables) -> tuple[Programme, ...]:
    return tables.referring(Programme, "organisation", subject.code)


def _local_acts(subject: Organisation, tables: Tables) -> tuple[LocalAct, ...]:
    return tables.referring(LocalAct, "organisation", subject.code)


def _networks(subject: Organisation, tables: Tables, *roles: PartyRole) -> list[Agreement]:
    """Network agreements in which the organisation plays one of the roles."""
    found = []
    for party in tables.referring(Party, "organisation", subject.code):
        agreement = tables.find(Agreement, party.agreement)
        if agreement and agreement.kind is AgreementKind.NETWORK and party.role in roles:
            found.append(agreement)
    return found


def _agreements_on(programme: Programme, tables: Tables) -> list[Agreement]:
    rows = tables.referring(Agreement, "programme", programme.code)
    return [row for row in rows if row.kind is AgreementKind.NETWORK]


def _network_places(subject: Organisation, tables: Tables) -> tuple[SitePlaceContext, ...]:
    """Where partners hold lessons or let pupils in, each address once for a programme."""
    found: dict[tuple[str | None, str], SitePlaceContext] = {}
    for agreement in _networks(subject, tables, PartyRole.BASE):
        programme = tables.find(Programme, agreement.programme)
        name = quoted(programme.title) if programme else None
        parts = tables.referring(ProgrammePart, "agreement", agreement.code)
        premises = tables.referring(Resource, "agreement", agreement.code)
        places = [(row.organisation, row.address) for row in parts]
        places += [
            (row.organisation, row.address)
            for row in premises
            if row.kind is ResourceKind.PREMISES and row.address
        ]
        for code, address in places:
            if code != subject.code and address:
                place = SitePlaceContext(
                    address=address, partner=_short_name(code, tables), programme=name
                )
                found.setdefault((agreement.programme, name_key(address)), place)
    return tuple(found.values())


def _programme(row: Programme, tables: Tables) -> SiteProgrammeContext:
    agreements = _agreements_on(row, tables)
    partners = [
        _short_name(party.organisation, tables)
        for agreement in agreements
        for party in tables.referring(Party, "agreement", agreement.code)
        if party.role is not PartyRole.BASE
    ]
    enrolments = _enrolments(row, tables)
    funding = Counter(enrolment.funding for enrolment in enrolments)
    for_fee = funding[EnrolmentFunding.FEE]
    planned = sum(agreement.pupils_count or 0 for agreement in agreements)
    return SiteProgrammeContext(
        programme=row,
        name=quoted(row.title),
        volume=count(row.hours or 0, ACADEMIC_HOUR),
        language=row.language or _LANGUAGE,
        partners=tuple(dict.fromkeys(partners)),
        counted=bool(enrolments),
        pupils=len(enrolments) or planned,
        at_budget=len(enrolments) - for_fee,
        for_fee=for_fee,
        prices=_prices(enrolments),
    )


def _enrolments(programme: Programme, tables: Tables) -> tuple[Enrolment, ...]:
    groups = tables.referring(Group, "programme", programme.code)
    return tuple(
        row for group in groups for row in tables.referring(Enrolment, "group", group.code)
    )


def _prices(enrolments: Iterable[Enrolment]) -> tuple[str, ...]:
    """Full prices before discounts, each once: a discount is a family's own affair."""
    costs: set[Decimal] = {
        row.cost + (row.discount or 0)
        for row in enrolments
        if row.funding is EnrolmentFunding.FEE and row.cost is not None
    }
    return tuple(money_digits(cost) for cost in sorted(costs))


def _parts(subject: Organisation, tables: Tables) -> tuple[SitePartContext, ...]:
    found = []
    for agreement in _networks(subject, tables, PartyRole.TEACHING):
        programme = tables.find(Programme, agreement.programme)
        if programme is None:
            continue
        for row in tables.referring(ProgrammePart, "agreement", agreement.code):
            if row.organisation == subject.code:
                found.append(
                    SitePartContext(
                        programme=quoted(programme.title),
                        base=_short_name(programme.organisation or "", tables),
                        title=row.title,
                        hours=row.hours,
                        address=row.address,
                    )
                )
    return tuple(found)


def _act(row: LocalAct, tables: Tables) -> SiteActContext:
    programme = tables.find(Programme, row.programme)
    approved = None
    if row.order_number and row.order_date:
        approved = f"приказ от\u00a0{row.order_date:%d.%m.%Y} №\u00a0{row.order_number}"
    named = programme is not None and row.kind in (
        ActKind.TRAINING_PLAN,
        ActKind.NETWORK_PROGRAMME,
    )
    return SiteActContext(
        title=upper_first(str(row.kind)),
        programme=quoted(programme.title) if programme is not None and named else None,
        approved=approved,
    )


def _resources(subject: Organisation, tables: Tables) -> tuple[Resource, ...]:
    """Its premises and equipment in all its network agreements, each once."""
    found: dict[str, Resource] = {}
    for row in tables.referring(Resource, "organisation", subject.code):
        if row.kind in _SHOWN_RESOURCES:
            found.setdefault(name_key(row.name), row)
    return tuple(found.values())


def _short_name(code: str, tables: Tables) -> str:
    organisation = tables.find(Organisation, code)
    return organisation.short_name if organisation else code


def _due(subject: Organisation, tables: Tables) -> tuple[bool, list[Diagnostic]]:
    """Who teaches and takes part in a network publishes it."""
    roles = (PartyRole.BASE, PartyRole.TEACHING)
    return bool(subject.teaches and _networks(subject, tables, *roles)), []


def _sources(subject: Organisation, tables: Tables) -> tuple[Record, ...]:
    found: list[Record | None] = [
        subject,
        tables.only(Settings),
        tables.find(Person, subject.head),
        *_local_acts(subject, tables),
        *tables.referring(Resource, "organisation", subject.code),
    ]
    agreements = _networks(subject, tables, PartyRole.BASE, PartyRole.TEACHING)
    for programme in _programmes(subject, tables):
        found += [programme, *_enrolments(programme, tables)]
        found += tables.referring(Group, "programme", programme.code)
        agreements += _agreements_on(programme, tables)
    for agreement in agreements:
        found += [agreement, tables.find(Programme, agreement.programme)]
        for party in tables.referring(Party, "agreement", agreement.code):
            found += [party, tables.find(Organisation, party.organisation)]
        found += tables.referring(ProgrammePart, "agreement", agreement.code)
        found += tables.referring(Resource, "agreement", agreement.code)
    return distinct(found)


SITE_TEXT = Builder(
    record=Organisation,
    context_of=lambda record, sheets: SiteTextContext,
    build=build,
    sources=_sources,
    due=_due,
)
