"""Муниципальная модель сетевого взаимодействия: who is whom, by what and with what (REP-06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.approvals import (
    ApprovalRowContext,
    approved_word,
    by_paper,
    by_person,
    in_rows,
)
from docgen.documents.builder import Builder
from docgen.documents.issuer import by_document
from docgen.documents.officials import OfficialContext, official_context
from docgen.documents.reports import figure, listed, period_words, report_sources
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording, upper_first
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.figures import coverage, indicators_of, network_agreements
from docgen.records.network import NetworkMember, NetworkModel, Risk
from docgen.records.orders import Order
from docgen.records.partners import Agreement, Resource
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import NetworkActivity, NetworkRole, OrderKind, ResourceKind
from docgen.russian import EMPTY, Case, Dictionary, Gender, count

_LEVELS: Sequence[tuple[str, tuple[NetworkRole, ...]]] = (
    ("Управление", (NetworkRole.FOUNDER,)),
    ("Координация: муниципальный опорный центр", (NetworkRole.COORDINATOR,)),
    ("Базовые организации", (NetworkRole.BASE,)),
    ("Партнёры", (NetworkRole.PARTICIPANT, NetworkRole.RESOURCE)),
)


@dataclass(frozen=True, kw_only=True)
class LevelContext:
    """Уровень схемы."""

    name: str = term("название")
    organisations: tuple[str, ...] = term("организации", "Сокращённые наименования.")


@dataclass(frozen=True, kw_only=True)
class MemberContext:
    """Участник модели."""

    number: int = term("номер", "С единицы.")
    organisation: str = term("организация", "Сокращённое наименование.")
    role: str = term("роль", "С прописной буквы.")
    activity: str = term("активность")
    functions: tuple[str, ...] = term("функции")


@dataclass(frozen=True, kw_only=True)
class ModelResourceContext:
    """Ресурсы сети одного вида."""

    kind: str = term("вид", "С прописной буквы.")
    number: str = term("число", "Сколько записей о ресурсах.")
    lenders: str = term("кто_даёт", "Организации через запятую.")


@dataclass(frozen=True, kw_only=True)
class RiskContext:
    number: int = term("номер", "С единицы.")
    title: str = term("риск", "С прописной буквы.")
    level: str = term("вероятность")
    measures: str = term("меры", "С прописной буквы.")


@dataclass(frozen=True, kw_only=True)
class ModelIndicatorContext:
    number: int = term("номер", "С единицы.")
    name: str = term("показатель")
    unit: str = term("единица")
    period: str = term("период", "«2026/2027» или даты.")
    plan: str = term("план")


@dataclass(frozen=True, kw_only=True)
class ModelDirectionContext:
    """Направленность в модели."""

    name: str = term("направленность", "С прописной буквы.")
    programmes: int = term("программ")
    pupils: int = term("обучающихся")


@dataclass(frozen=True, kw_only=True)
class NetworkModelContext:
    """Terms of the municipal model."""

    model: NetworkModel = term("модель", "Строка листа «Модели».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    approvals: tuple[ApprovalRowContext, ...] = term("грифы", "Гриф утверждения, если он нужен.")
    period: str = term("период", "«с 1 сентября 2026 года по 31 августа 2029 года».")
    author: OfficialContext = term("составитель")
    tasks: tuple[str, ...] = term("задачи")
    levels: tuple[LevelContext, ...] = term("уровни", "Схема сверху вниз; пустых уровней нет.")
    coordinator: str | None = term("координатор", "Сокращённое наименование; может быть пусто.")
    members: tuple[MemberContext, ...] = term("участники", "По порядку строк.")
    active: str = term("активных", "«16 организаций».")
    passive: str = term("пассивных", "«2 организации».")
    mechanisms: tuple[str, ...] = term("механизмы")
    local_base: tuple[str, ...] = term("муниципальные_документы")
    resources: tuple[ModelResourceContext, ...] = term("ресурсы", "Пусто, если договоров нет.")
    directions: tuple[ModelDirectionContext, ...] = term(
        "направленности", "Пусто, если договоров нет."
    )
    total_programmes: int = term("всего_программ")
    total_pupils: int = term("всего_обучающихся")
    risks: tuple[RiskContext, ...] = term("риски")
    indicators: tuple[ModelIndicatorContext, ...] = term("показатели", "Плановые значения.")


def build(
    subject: NetworkModel, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[NetworkModelContext | None, list[Diagnostic]]:
    """The context of a model, or ``None`` and what it lacks."""
    wording, shortfalls = Wording(dictionary), Shortfalls()
    members = tables.referring(NetworkMember, "model", subject.code)
    risks = tables.referring(Risk, "model", subject.code)
    for row in (subject, *members, *risks):
        shortfalls.check_required(row)
    settings = shortfalls.settings_of(subject, tables)
    if not members:
        shortfalls.say(
            subject,
            "code",
            "в модели нет участников",
            "добавьте строки на лист «Участники сети»",
            "REP-06",
        )
    author = shortfalls.follow(subject, "author", tables) if subject.author else None
    if shortfalls.stop or settings is None or not isinstance(author, Person):
        return None, shortfalls.diagnostics
    agreements = network_agreements(tables, subject.start, subject.end)
    by_direction = [row for row in coverage(tables, agreements) if row.agreements]
    coordinators = [m for m in members if m.role is NetworkRole.COORDINATOR]
    context = NetworkModelContext(
        model=subject,
        settings=settings,
        acts=citations(tables),
        approvals=_approvals(subject, tables, wording),
        period=period_words(subject.start, subject.end),
        author=official_context(author, tables, wording),
        tasks=subject.tasks,
        levels=_levels(members, tables),
        coordinator=_name(coordinators[0].organisation, tables) if coordinators else None,
        members=tuple(_member(row, n, tables) for n, row in enumerate(members, start=1)),
        active=_active(members, NetworkActivity.ACTIVE),
        passive=_active(members, NetworkActivity.PASSIVE),
        mechanisms=subject.mechanisms,
        local_base=subject.local_base,
        resources=_resources(agreements, tables),
        directions=tuple(
            ModelDirectionContext(
                name=upper_first(row.direction), programmes=row.programmes, pupils=row.pupils
            )
            for row in by_direction
        ),
        total_programmes=sum(row.programmes for row in by_direction),
        total_pupils=sum(row.pupils for row in by_direction),
        risks=tuple(
            RiskContext(
                number=number,
                title=upper_first(row.title),
                level=row.level,
                measures=upper_first(row.measures),
            )
            for number, row in enumerate(risks, start=1)
        ),
        indicators=tuple(
            ModelIndicatorContext(
                number=number,
                name=row.name,
                unit=row.unit,
                period=f"{row.period_start:%d.%m.%Y}\u00a0– {row.period_end:%d.%m.%Y}",
                plan=figure(row.plan),
            )
            for number, row in enumerate(indicators_of(tables, subject.start, subject.end), start=1)
        ),
    )
    return context, [*shortfalls.diagnostics, *wording.diagnostics]


def _name(code: str | None, tables: Tables) -> str:
    organisation = tables.find(Organisation, code)
    return organisation.short_name if organisation else (code or "")


def _approvals(
    subject: NetworkModel, tables: Tables, wording: Wording
) -> tuple[ApprovalRowContext, ...]:
    """The signature of him whom the row names, else the order that approves the model (MAP-01)."""
    year = str(subject.start.year)
    person = tables.find(Person, subject.approver)
    if person is not None:
        organisation = tables.find(Organisation, person.organisation)
        return in_rows([by_person(person, organisation, wording, year=year)])
    order = _approving_order(subject, tables)
    issuer = tables.find(Organisation, order.issuer) if order else None
    if order is None or issuer is None:
        return ()
    paper = by_paper(
        approved_word(Gender.F),
        by_document(order.document),
        wording.organisation(issuer, Case.GEN),
        number=order.number,
        date=order.date,
        year=year,
    )
    return in_rows([paper])


def _approving_order(subject: NetworkModel, tables: Tables) -> Order | None:
    """The order of a model that begins to work while this model does."""
    return next(
        (
            order
            for order in tables.of(Order)
            if order.kind is OrderKind.MODEL
            and (order.start is None or subject.start <= order.start <= subject.end)
        ),
        None,
    )


def _levels(members: Sequence[NetworkMember], tables: Tables) -> tuple[LevelContext, ...]:
    levels = []
    for name, roles in _LEVELS:
        names = tuple(_name(m.organisation, tables) for m in members if m.role in roles)
        if names:
            levels.append(LevelContext(name=name, organisations=names))
    return tuple(levels)


def _member(row: NetworkMember, number: int, tables: Tables) -> MemberContext:
    return MemberContext(
        number=number,
        organisation=_name(row.organisation, tables),
        role=upper_first(row.role),
        activity=row.activity,
        functions=row.functions,
    )


def _active(members: Sequence[NetworkMember], activity: NetworkActivity) -> str:
    return count(sum(m.activity is activity for m in members), "организация")


def _resources(agreements: Sequence[Agreement], tables: Tables) -> tuple[ModelResourceContext, ...]:
    """Resources of the agreements by kind, with those who lend them."""
    rows = [
        row
        for agreement in agreements
        for row in tables.referring(Resource, "agreement", agreement.code)
    ]
    found = []
    for kind in ResourceKind:
        own = [row for row in rows if row.kind is kind]
        if own:
            lenders = dict.fromkeys(_name(row.organisation, tables) for row in own)
            found.append(
                ModelResourceContext(
                    kind=upper_first(kind),
                    number=figure(len(own)),
                    lenders=listed(list(lenders)),
                )
            )
    return tuple(found)


def _sources(subject: NetworkModel, tables: Tables) -> tuple[Record, ...]:
    rows: list[Record] = [
        *tables.referring(NetworkMember, "model", subject.code),
        *tables.referring(Risk, "model", subject.code),
    ]
    if subject.start and subject.end:
        order = _approving_order(subject, tables)
        rows += [order] if order else []
        rows += indicators_of(tables, subject.start, subject.end)
        for agreement in network_agreements(tables, subject.start, subject.end):
            rows += [agreement, *tables.referring(Resource, "agreement", agreement.code)]
    return report_sources(subject, tables, rows)


NETWORK_MODEL = Builder(
    record=NetworkModel,
    context_of=lambda record, sheets: NetworkModelContext,
    build=build,
    sources=_sources,
    period=lambda subject, run_day: (
        min(run_day, subject.start) if subject.start else run_day,
        subject.end,
    ),
)
