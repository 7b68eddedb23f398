"""Приказы, распоряжения, постановления: what the templates of all kinds of orders see (ORD).

A template says the preamble and the usual items of its kind; here the clerk's own items become
sentences (an action, who, a term), annexes get their numbers and people their cases.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.builder import Builder, distinct
from docgen.documents.issuer import IssuerContext, issuer_context, settlement_of
from docgen.documents.officials import OfficialContext, official_context
from docgen.documents.order_annexes import OrderAnnexContext, annexes_of
from docgen.documents.order_items import OrderItemContext, items_of
from docgen.documents.order_network import (
    InstitutionContext,
    NetworkedProgrammeContext,
    OrderedProgrammeContext,
    agreements_of,
    institutions_of,
    network_of,
    network_sources,
    programmes_of,
)
from docgen.documents.order_pupils import (
    OrderGroupContext,
    group_of,
    listed_pupils,
    pupils_sources,
)
from docgen.documents.roadmap import period_words
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording, quoted, upper_first
from docgen.records.acts import LocalAct
from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.orders import Acknowledgement, Order, OrderAnnex, OrderItem
from docgen.records.partners import Agreement
from docgen.records.pupils import Group
from docgen.records.roadmap import Measure, Roadmap
from docgen.records.schema import Record, columns_of
from docgen.records.tables import Tables, codes_in
from docgen.records.terms import term
from docgen.records.vocabulary import ExpulsionReason, LegalForm, OrderKind, PlanKind
from docgen.russian import EMPTY, Case, Dictionary


@dataclass(frozen=True, kw_only=True)
class OrderContext:
    """Terms of an order of any kind."""

    order: Order = term("приказ", "Строка листа «Приказы».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу: акты.FZ273, акты.FZ273_род.")
    form: IssuerContext = term("бланк", "Кто издаёт, вид документа, дата, номер, место.")
    of_founder: bool = term("от_учредителя", "Издаёт орган управления или администрация.")
    title: str = term("заголовок", "«О …» без точки.")
    basis: str | None = term("основание", "После «на основании»; может быть пусто.")
    standard: bool = term("обычные_пункты", "Печатать ли обычные пункты этого вида приказа.")
    items: tuple[OrderItemContext, ...] = term("пункты", "Пункты листа «Пункты» по порядку.")
    annexes: tuple[OrderAnnexContext, ...] = term(
        "приложения", "Все, вместе с теми, что лежат отдельными файлами."
    )
    pupils_annex: str | None = term(
        "приложение_обучающиеся", "«приложению № 1» — список обучающихся; пусто, если его нет."
    )
    organisations_annex: str | None = term(
        "приложение_организации", "«приложению № 1» — перечень организаций; пусто, если его нет."
    )
    agreements_annex: str | None = term(
        "приложение_договоры", "«приложению № 2» — сведения о договорах; пусто, если его нет."
    )
    programmes_annex: str | None = term(
        "приложение_программы", "«приложению № 1» — перечень программ; пусто, если его нет."
    )
    separate_annex: str | None = term(
        "приложение_документ", "«приложению № 1» — отдельный документ; пусто, если его нет."
    )
    programmes: tuple[OrderedProgrammeContext, ...] = term("программы", "Столбец «Программы».")
    any_joint: bool = term("есть_совместные", "Какая-то из программ утверждается совместно.")
    completed: bool = term("завершение", "Отчисление по завершении обучения.")
    own_wish: bool = term("по_инициативе_обучающегося", "Отчисление досрочно, по их инициативе.")
    by_organisation: bool = term("по_инициативе_организации", "Отчисление досрочно.")
    network: tuple[NetworkedProgrammeContext, ...] = term(
        "сеть", "Договоры о сетевой форме, о которых приказ, с программой и сторонами."
    )
    institutions: tuple[InstitutionContext, ...] = term(
        "организации", "Стороны этих договоров, каждая один раз."
    )
    group: OrderGroupContext | None = term("о_группе", "В приказах об обучающихся; иначе пусто.")
    plan: str | None = term(
        "дорожная_карта", "Винительный: «дорожную карту мероприятий … на 2026/2027 учебный год»."
    )
    measure: str | None = term(
        "мероприятие", "«мероприятия 6 дорожной карты …», родительный; может быть пусто."
    )
    local_acts: tuple[str, ...] = term("локальные_акты", "С прописной буквы.")
    coordinator: str | None = term("координатор_вин", "Полное наименование: кого? что?")
    control: OfficialContext | None = term("контроль", "Пусто: «оставляю за собой».")
    signatory: OfficialContext = term("подписант")
    readers: tuple[OfficialContext, ...] = term("ознакомление", "Кто знакомится под подпись.")
    recipients: tuple[str, ...] = term("рассылка", "Сокращённые наименования.")
    executor: OfficialContext | None = term("исполнитель", "Кто подготовил проект.")


class OrderDraft:
    """One order being composed: its issuer, its people, and what went wrong so far."""

    def __init__(self, order: Order, tables: Tables, dictionary: Dictionary) -> None:
        self.order = order
        self.tables = tables
        self.wording = Wording(dictionary)
        self.shortfalls = Shortfalls()
        self.shortfalls.check_required(order)
        self.settings = tables.only(Settings)
        issuer = self.shortfalls.follow(order, "issuer", tables)
        self.issuer = issuer if isinstance(issuer, Organisation) else None
        signatory: Record | None = None
        if order.signatory:
            signatory = self.shortfalls.follow(order, "signatory", tables)
        elif self.issuer is not None:
            signatory = self.shortfalls.follow(self.issuer, "head", tables)
        self.signatory = signatory if isinstance(signatory, Person) else None
        for checked in (self.settings, self.issuer, self.signatory):
            if checked is not None:
                self.shortfalls.check_required(checked)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return [*self.shortfalls.diagnostics, *self.wording.diagnostics]

    def official(self, person: Person) -> OfficialContext:
        """A person as this paper names him: its own organisation goes without saying."""
        return official_context(person, self.tables, self.wording, at=self.issuer)

    def person(self, owner: Record, attribute: str) -> OfficialContext | None:
        """The person that a cell names; ``None`` for an empty cell."""
        if getattr(owner, attribute) is None:
            return None
        found = self.shortfalls.follow(owner, attribute, self.tables)
        if not isinstance(found, Person):
            return None
        self.shortfalls.check_required(found)
        return self.official(found)

    def people(self, codes: Sequence[str]) -> list[Person]:
        found = (self.tables.find(Person, code) for code in codes)
        return [person for person in found if person is not None]


def build(
    subject: Order, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[OrderContext | None, list[Diagnostic]]:
    """The context of one order, or ``None`` and what it lacks."""
    draft = OrderDraft(subject, tables, dictionary)
    shortfalls = draft.shortfalls
    rows = tables.referring(OrderItem, "order", subject.code)
    for row in (*rows, *tables.referring(OrderAnnex, "order", subject.code)):
        shortfalls.check_required(row)
    control, executor = draft.person(subject, "control"), draft.person(subject, "executor")
    if shortfalls.stop or draft.issuer is None or draft.signatory is None:
        return None, draft.diagnostics
    if draft.settings is None:
        shortfalls.say(subject, "", "не прочитан лист «Настройки»", "добавьте его в справочник")
        return None, draft.diagnostics
    form = form_of(draft, draft.issuer, draft.settings)
    annexes = annexes_of(subject, form, tables)
    programmes = programmes_of(subject, tables)
    agreements = agreements_of(subject, draft.issuer, tables)
    items = items_of(subject, rows, draft.official, tables, annexes)
    if subject.standard_items is False and not items:
        shortfalls.say(
            subject,
            "standard_items",
            "в приказе нет ни одного пункта",
            "добавьте строки на лист «Пункты» или уберите «нет»",
            "ORD-03",
        )
        return None, draft.diagnostics
    context = OrderContext(
        order=subject,
        settings=draft.settings,
        acts=citations(tables),
        form=form,
        of_founder=draft.issuer.legal_form is LegalForm.AUTHORITY,
        title=title_of(subject, draft.settings, tables),
        basis=", ".join(subject.basis) or None,
        standard=subject.standard_items is not False,
        items=items,
        annexes=annexes.contexts,
        pupils_annex=annexes.pupils,
        organisations_annex=annexes.organisations,
        agreements_annex=annexes.agreements,
        programmes_annex=annexes.programmes,
        separate_annex=annexes.separate,
        programmes=programmes,
        any_joint=any(programme.joint for programme in programmes),
        completed=subject.expulsion is ExpulsionReason.COMPLETED,
        own_wish=subject.expulsion is ExpulsionReason.OWN_WISH,
        by_organisation=subject.expulsion is ExpulsionReason.ORGANISATION,
        network=network_of(agreements, tables),
        institutions=institutions_of(agreements, tables),
        group=group_of(subject, tables, draft.official),
        plan=plan_in_text(subject.plan, Case.ACC, tables),
        measure=_measure(subject, tables),
        local_acts=tuple(
            upper_first(str(act.kind))
            for code in subject.local_acts
            if (act := tables.find(LocalAct, code)) is not None
        ),
        coordinator=_coordinator(subject, tables, draft.wording),
        control=control,
        signatory=draft.official(draft.signatory),
        readers=tuple(draft.official(person) for person in readers_of(subject, rows, tables)),
        recipients=tuple(
            organisation.short_name
            for code in subject.distribution
            if (organisation := tables.find(Organisation, code)) is not None
        ),
        executor=executor,
    )
    return context, draft.diagnostics


def form_of(draft: OrderDraft, issuer: Organisation, settings: Settings) -> IssuerContext:
    """The head of the order."""
    order = draft.order
    return issuer_context(
        issuer,
        order.document,
        draft.wording,
        number=order.number,
        date=order.date,
        near=order.expected,
        place=order.place or settlement_of(issuer.legal_address) or settings.city,
    )


def readers_of(order: Order, items: Sequence[OrderItem], tables: Tables) -> tuple[Person, ...]:
    """Who signs the acquaintance sheet: those of the sheet, else all whom the order names."""
    rows = tables.referring(Acknowledgement, "order", order.code)
    codes = [row.person for row in rows] or [
        code for item in items for code in (*item.people, *codes_in(item.substitute))
    ] + list(codes_in(order.control))
    found = (tables.find(Person, code) for code in dict.fromkeys(codes))
    return tuple(person for person in found if person is not None)


_TITLES: Mapping[OrderKind, str] = {
    OrderKind.ROADMAP: "Об утверждении дорожной карты",
    OrderKind.MODEL: "Об утверждении модели сетевого взаимодействия",
    OrderKind.NETWORK: "Об организации сетевого взаимодействия в {year} учебном году",
    OrderKind.RESPONSIBLE: "О назначении ответственных за организацию сетевого взаимодействия",
    OrderKind.PROGRAMMES: "Об утверждении дополнительных общеобразовательных программ",
    OrderKind.ENROL: "О зачислении на обучение по программе {programme}",
    OrderKind.TRANSFER: "О зачислении в порядке перевода на обучение по программе {programme}",
    OrderKind.EXPEL: "Об отчислении обучающихся",
    OrderKind.RESULTS: "Об итогах сетевого взаимодействия",
}


def title_of(order: Order, settings: Settings, tables: Tables) -> str:
    """The title of the row, or the usual one of its kind."""
    if order.title:
        return order.title
    group = tables.find(Group, order.group)
    agreement = tables.find(Agreement, next(iter(order.agreements), None))
    code = group.programme if group else agreement.programme if agreement else None
    programme = tables.find(Programme, code)
    name = quoted(programme.title) if programme is not None else ""
    if order.kind is OrderKind.EXPEL and len(listed_pupils(order, tables)) == 1:
        return "Об отчислении обучающегося"
    return _TITLES[order.kind].format(year=settings.academic_year, programme=name).strip()


_PLANS: Mapping[PlanKind, Mapping[Case, str]] = {
    PlanKind.ROADMAP: {Case.ACC: "дорожную карту", Case.GEN: "дорожной карты"},
    PlanKind.ANNEX: {Case.ACC: "план", Case.GEN: "плана"},
    PlanKind.INTERACTION: {Case.ACC: "план", Case.GEN: "плана"},
    PlanKind.EVENTS: {Case.ACC: "план-график", Case.GEN: "плана-графика"},
}


def plan_in_text(code: str | None, case: Case, tables: Tables) -> str | None:
    """«дорожную карту мероприятий … на 2026/2027 учебный год», accusative or genitive."""
    plan = tables.find(Roadmap, code)
    if plan is None or plan.kind is None:
        return None
    words = (_PLANS[plan.kind][case], plan.title, plan.territory, period_words(plan))
    return " ".join(" ".join(word.split()) for word in words if word)


def _measure(order: Order, tables: Tables) -> str | None:
    found = tables.find(Measure, order.measure)
    if found is None:
        return None
    plan = plan_in_text(found.plan, Case.GEN, tables) or ""
    return f"мероприятия {found.number} {plan}".strip()


def _coordinator(order: Order, tables: Tables, wording: Wording) -> str | None:
    found = tables.find(Organisation, order.coordinator)
    if found is None:
        return None
    name = wording.organisation(found, Case.ACC)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def order_sources(order: Order, tables: Tables) -> tuple[Record, ...]:
    """Every row that an order is made of: a fault in one of them holds it."""
    own: list[Record | None] = [order, tables.only(Settings)]
    issuer = tables.find(Organisation, order.issuer)
    if issuer is not None and not order.signatory:
        own.append(tables.find(Person, issuer.head))
    for child in (OrderItem, OrderAnnex, Acknowledgement):
        own += tables.referring(child, "order", order.code)
    found = list(own)
    for row in own:
        if isinstance(row, Order | OrderItem | Acknowledgement):
            found += _referred(row, tables)
    if issuer is not None:
        found += network_sources(order, issuer, tables)
    found += pupils_sources(order, tables)
    measure = tables.find(Measure, order.measure)
    if measure is not None:
        found.append(tables.find(Roadmap, measure.plan))
    return distinct(found)


def _referred(row: Record, tables: Tables) -> list[Record | None]:
    return [
        tables.find(column.refers_to, code)
        for column in columns_of(type(row))
        if column.refers_to
        for code in codes_in(getattr(row, column.attribute))
    ]


def order_names(order: Order, tables: Tables) -> Mapping[str, str]:
    """Words for the file name: who issues the order."""
    issuer = tables.find(Organisation, order.issuer)
    return {"кто": issuer.short_name if issuer else order.issuer or ""}


def _period(order: Order, run_day: datetime.date) -> tuple[datetime.date, datetime.date | None]:
    """Acts are judged by the order's own date; a draft has none and is judged by the run's."""
    return order.date or run_day, None


ORDER = Builder(
    record=Order,
    context_of=lambda record, sheets: OrderContext,
    build=build,
    sources=order_sources,
    names=order_names,
    name_fields=("кто",),
    period=_period,
)
