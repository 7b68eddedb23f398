"""Зачисление: the papers of one pupil in one group — заявление, договор, платный договор.

One context for the three: what the matrix forbids (content.md 3.1) is not in it. A free contract
has no cost to print, a pupil of 18 no representative, a child under 14 signs nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.agreement import in_copies, person_context
from docgen.documents.agreement_names import genitive_adjective
from docgen.documents.builder import Builder, distinct
from docgen.documents.families import (
    Household,
    LearnerContext,
    RepresentativeContext,
    household,
)
from docgen.documents.parties import PersonContext, RequisiteContext
from docgen.documents.requisites import requisites_of
from docgen.documents.seating import ACADEMIC_HOUR, date_line
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.signatories import Signing, join_preambles, preamble
from docgen.documents.wording import (
    Wording,
    quoted,
    signature,
    signature_post,
    upper_first,
)
from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.enrolments import needs_medical_note, school_of
from docgen.records.partners import Agreement, Party, ProgrammePart
from docgen.records.pupils import (
    ConsentPurpose,
    Enrolment,
    Group,
    Guardian,
    Pupil,
    read_payment,
)
from docgen.records.schema import Record
from docgen.records.spelling import name_key
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import (
    ConsentScope,
    EnrolmentFunding,
    PartyRole,
    PersonalDataTransfer,
)
from docgen.russian import EMPTY, Case, Dictionary, count, money_digits, money_full


@dataclass(frozen=True, kw_only=True)
class SchoolContext:
    """Организация, which enrols the pupil: the base of the group's programme."""

    row: Organisation = term("строка", "Строка листа «Организации».")
    full_name: str = term("наименование", "Полное, с прописной буквы.")
    short_name: str = term("краткое")
    address: str = term("адрес", "Место нахождения.")
    head_post_dative: str = term("должность_руководителя_дат", "«Директору», с прописной.")
    head_dative: str = term("руководителю", "«Железняк Марине Петровне».")
    signatory_post: str = term("должность_подписанта", "С прописной буквы.")
    signature: str = term("подпись", "Инициалы и фамилия подписанта.")
    requisites: tuple[RequisiteContext, ...] = term("реквизиты", "Только те, что заполнены.")
    has_seal: bool = term("печать")


@dataclass(frozen=True, kw_only=True)
class TaughtPartContext:
    """What a partner teaches of a networked programme."""

    title: str = term("наименование")
    hours: str = term("объём", "«36 академических часов».")
    start: datetime.date = term("начало")
    end: datetime.date = term("окончание")
    address: str = term("место")


@dataclass(frozen=True, kw_only=True)
class NetworkPartnerContext:
    """Партнёр: a participant of the network agreement of the group."""

    full_name: str = term("наименование", "Полное, с прописной буквы.")
    short_name: str = term("краткое")
    address: str = term("адрес", "Место нахождения.")
    teaches: bool = term("ведёт_часть")
    licence: str | None = term("лицензия", "«от 12.03.2021 № Л035-…»; пусто, если не ведёт.")
    parts: tuple[TaughtPartContext, ...] = term("части")


@dataclass(frozen=True, kw_only=True)
class PaymentContext:
    """One payment of the schedule."""

    number: int = term("номер", "С единицы.")
    due: datetime.date = term("срок", "Не позднее этой даты.")
    amount: str = term("сумма", "«9 000 рублей 00 копеек».")


@dataclass(frozen=True, kw_only=True)
class FeeContext:
    """Плата: only where the pupil pays (PAY-08, PAY-25)."""

    total: str = term("полная_стоимость", "Цифрами и прописью.")
    payments: tuple[PaymentContext, ...] = term("платежи", "По порядку сроков.")
    in_one_payment: bool = term("одним_платежом")
    discount: str | None = term("скидка", "Цифрами и прописью; пусто, если её нет.")
    discount_basis: str | None = term("основание_скидки")
    vat: str = term("ндс")
    defects_mended_in: str = term("срок_устранения", "После «в течение»: «10 календарных дней».")


@dataclass(frozen=True, kw_only=True)
class EnrolmentContext:
    """Terms of the papers of one enrolment."""

    row: Enrolment = term("зачисление", "Строка листа «Зачисления».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    school: SchoolContext = term("организация")
    programme: Programme = term("программа", "Строка листа «Программы».")
    programme_name: str = term("название_программы", "В кавычках: «Робототехника».")
    programme_kind_genitive: str = term("вид_программы_род", "«общеразвивающей».")
    direction_genitive: str = term("направленность_род", "«технической».")
    volume: str = term("объём_программы", "«72 академических часа».")
    weekly_hours: str = term("часов_в_неделю", "«2 часа».")
    certificate_hours: str | None = term("часов_по_сертификату", "«72 академических часа».")
    group: Group = term("группа", "Строка листа «Группы».")
    teacher: PersonContext | None = term("педагог", "Может быть пусто.")
    learner: LearnerContext = term("обучающийся")
    representative: RepresentativeContext | None = term("представитель", "Пусто с 18 лет.")
    is_child: bool = term("до_14", "Обучающемуся нет 14 лет: он ничего не подписывает.")
    is_adolescent: bool = term("от_14_до_18", "Подписывает вместе с представителем.")
    is_adult: bool = term("совершеннолетний", "С 18 лет: подписывает сам.")
    by_task: bool = term("муниципальное_задание")
    by_certificate: bool = term("социальный_сертификат")
    fee: FeeContext | None = term("плата", "Пусто, если обучение бесплатное.")
    has_contract: bool = term("договор_нужен", "К заявлению будет договор.")
    partners: tuple[NetworkPartnerContext, ...] = term(
        "партнёры", "Участники сетевого договора группы; пусто без него."
    )
    medical_note: bool = term("нужно_медзаключение")
    certificate_issued: bool = term("документ_выдаётся")
    consents: bool = term("есть_согласия", "К заявлению есть бланки согласий.")
    number: str = term("номер", "Номер договора или «____».")
    date_line: str = term("дата_строкой", "Дата договора или «__» __________ 2026 г.")
    application_number: str = term("номер_заявления", "Номер заявления или «____».")
    application_date_line: str = term("дата_заявления_строкой")
    place: str = term("место", "Место заключения: «г. Заречногорск».")
    preamble: str = term("преамбула_сторон", "Все стороны одной фразой, без знака в конце.")
    role: str = term("роль", "Кто заключает договор с организацией: «Заказчик».")
    role_genitive: str = term("роль_род", "«Заказчика».")
    role_dative: str = term("роль_дат", "«Заказчику».")
    role_instrumental: str = term("роль_тв", "«Заказчиком».")
    in_copies: str = term("в_экземплярах", "«в двух экземплярах».")


SCHOOL_ROLE = {True: "Исполнитель", False: "Организация"}
_LEARNER = ("Обучающийся", "Обучающегося", "Обучающемуся", "Обучающимся")
_CUSTOMER = ("Заказчик", "Заказчика", "Заказчику", "Заказчиком")
_REPRESENTATIVE = ("Представитель", "Представителя", "Представителю", "Представителем")


def build(
    subject: Enrolment, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[EnrolmentContext | None, list[Diagnostic]]:
    """The context of a contract, judged by its date; ``None`` and what it lacks."""
    return _build(subject, tables, dictionary, subject.contract_date or subject.start)


def build_application(
    subject: Enrolment, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[EnrolmentContext | None, list[Diagnostic]]:
    """The context of an application, judged by its date; ``None`` and what it lacks."""
    return _build(subject, tables, dictionary, subject.application_date or subject.start)


def _build(
    subject: Enrolment, tables: Tables, dictionary: Dictionary, day: datetime.date
) -> tuple[EnrolmentContext | None, list[Diagnostic]]:
    gaps, wording = Shortfalls(), Wording(dictionary)
    settings = gaps.settings_of(subject, tables)
    gaps.check_required(subject)
    pupil = gaps.follow(subject, "pupil", tables)
    group = gaps.follow(subject, "group", tables)
    if settings is None or not isinstance(pupil, Pupil) or not isinstance(group, Group):
        return None, gaps.diagnostics
    gaps.check_required(group)
    programme = gaps.follow(group, "programme", tables)
    if not isinstance(programme, Programme):
        return None, gaps.diagnostics
    gaps.check_required(programme)
    school = gaps.follow(programme, "organisation", tables)
    signing = _signing(school, tables, gaps) if isinstance(school, Organisation) else None
    home = household(pupil, tables, day, wording, gaps)
    fee = _fee(subject, signing.organisation, gaps) if signing and is_paid(subject) else None
    if gaps.stop or signing is None or home is None:
        return None, [*gaps.diagnostics, *wording.diagnostics]
    paid = is_paid(subject)
    role = _LEARNER if home.is_adult else _CUSTOMER if paid else _REPRESENTATIVE
    phrase = _preamble(signing, home, role[0], paid, settings, wording, gaps)
    if gaps.stop:
        return None, [*gaps.diagnostics, *wording.diagnostics]
    teacher = tables.find(Person, group.teacher)
    agreement = tables.find(Agreement, group.agreement)
    context = EnrolmentContext(
        row=subject,
        settings=settings,
        acts=citations(tables),
        school=_school(signing, wording),
        programme=programme,
        programme_name=quoted(programme.title),
        programme_kind_genitive=genitive_adjective(str(programme.kind)),
        direction_genitive=genitive_adjective(str(programme.direction)),
        volume=count(programme.hours or 0, ACADEMIC_HOUR),
        weekly_hours=count(group.weekly_hours, "час"),
        certificate_hours=count(subject.certificate_hours, ACADEMIC_HOUR)
        if subject.certificate_hours is not None
        else None,
        group=group,
        teacher=person_context(teacher, tables, wording) if teacher else None,
        learner=home.learner,
        representative=home.representative,
        is_child=home.is_child,
        is_adolescent=home.is_adolescent,
        is_adult=home.is_adult,
        by_task=subject.funding is EnrolmentFunding.TASK,
        by_certificate=subject.funding is EnrolmentFunding.CERTIFICATE,
        fee=fee,
        has_contract=paid or needs_contract(subject, tables),
        partners=network_partners(agreement, tables) if agreement else (),
        medical_note=needs_medical_note(group, programme),
        certificate_issued=name_key(group.certificate) != "не выдается",
        consents=bool(purposes_for(subject, tables)) or bool(pupil.publication),
        number=subject.contract_number or "____",
        date_line=date_line(subject.contract_date, subject),
        application_number=subject.application_number or "____",
        application_date_line=date_line(subject.application_date, subject),
        place=settings.city,
        preamble=phrase,
        role=role[0],
        role_genitive=role[1],
        role_dative=role[2],
        role_instrumental=role[3],
        in_copies=in_copies(3 if home.is_adolescent else 2),
    )
    return context, [*gaps.diagnostics, *wording.diagnostics]


def is_paid(subject: Enrolment) -> bool:
    """Whether the pupil pays (PAY)."""
    return subject.funding is EnrolmentFunding.FEE


def needs_contract(subject: Enrolment, tables: Tables) -> bool:
    """Whether a free enrolment has a contract: by certificate, or by the rules of admission.

    Free additional education begins with the order alone (ст. 53 ч. 1 273-ФЗ).
    """
    if subject.funding is EnrolmentFunding.CERTIFICATE:
        return True
    school = school_of(subject, tables)
    return subject.funding is EnrolmentFunding.TASK and bool(school and school.contract_required)


def purposes_for(subject: Enrolment, tables: Tables) -> tuple[ConsentPurpose, ...]:
    """Purposes for which this enrolment asks a consent (PDN-11), in the order of their rows."""
    pupil = tables.find(Pupil, subject.pupil)
    group = tables.find(Group, subject.group)
    programme = tables.find(Programme, group.programme) if group else None
    agreement = tables.find(Agreement, group.agreement) if group else None
    passes = agreement is not None and agreement.personal_data in (
        PersonalDataTransfer.INSTRUCTION,
        PersonalDataTransfer.OPERATOR,
    )
    asked = {
        ConsentScope.EVERYONE: True,
        ConsentScope.NETWORK: passes,
        ConsentScope.MEDICAL: bool(group and programme and needs_medical_note(group, programme)),
        ConsentScope.SPECIAL_NEEDS: bool(pupil and pupil.special_needs),
    }
    return tuple(p for p in tables.of(ConsentPurpose) if asked.get(p.scope, False))


def network_partners(agreement: Agreement, tables: Tables) -> tuple[NetworkPartnerContext, ...]:
    """Participants of a network agreement beside its base, in the order of their rows (EDU-04)."""
    found = []
    for party in tables.referring(Party, "agreement", agreement.code):
        organisation = tables.find(Organisation, party.organisation)
        if organisation is None or party.role is PartyRole.BASE:
            continue
        parts = tuple(
            TaughtPartContext(
                title=part.title,
                hours=count(part.hours, ACADEMIC_HOUR),
                start=part.start,
                end=part.end,
                address=part.address,
            )
            for part in tables.referring(ProgrammePart, "agreement", agreement.code)
            if part.organisation == organisation.code
        )
        teaches = party.role is PartyRole.TEACHING
        found.append(
            NetworkPartnerContext(
                full_name=upper_first(organisation.full_name),
                short_name=organisation.short_name,
                address=organisation.legal_address,
                teaches=teaches,
                licence=_licence(organisation) if teaches else None,
                parts=parts,
            )
        )
    return tuple(found)


def _licence(organisation: Organisation) -> str | None:
    if organisation.licence_number is None or organisation.licence_date is None:
        return None
    return f"от {organisation.licence_date:%d.%m.%Y} №\u00a0{organisation.licence_number}"


def _signing(school: Organisation, tables: Tables, gaps: Shortfalls) -> Signing | None:
    gaps.check_required(school)
    head = gaps.follow(school, "head", tables)
    if not isinstance(head, Person):
        return None
    gaps.check_required(head)
    return Signing(school, head, head)


def _school(signing: Signing, wording: Wording) -> SchoolContext:
    organisation, head = signing.organisation, signing.head
    post = upper_first(wording.post(head, Case.DAT))
    if head.acting or head.acting_words:
        post = f"Исполняющему обязанности {wording.post(head, Case.GEN)}"
    return SchoolContext(
        row=organisation,
        full_name=upper_first(organisation.full_name),
        short_name=organisation.short_name,
        address=organisation.legal_address,
        head_post_dative=post,
        head_dative=wording.name(head, Case.DAT),
        signatory_post=signature_post(head, wording),
        signature=signature(head),
        requisites=requisites_of(organisation),
        has_seal=bool(organisation.has_seal),
    )


def _preamble(
    signing: Signing,
    home: Household,
    role: str,
    paid: bool,
    settings: Settings,
    wording: Wording,
    gaps: Shortfalls,
) -> str:
    learner, parent = home.learner, home.representative
    phrases = [preamble(signing, SCHOOL_ROLE[paid], True, settings.participle, wording, gaps)]
    born = f"{learner.born:%d.%m.%Y} года рождения"
    if parent is None:
        phrases.append(f"{learner.full_name}, {born}, {learner.named} в дальнейшем «{role}»")
    elif home.is_child:
        phrases.append(
            f"{parent.full_name} ({parent.status}), {parent.acting} на основании "
            f"{parent.authority_genitive} {parent.for_child}, {born} (далее — Обучающийся), "
            f"{parent.named} в дальнейшем «{role}»"
        )
    else:
        phrases.append(
            f"{parent.full_name} ({parent.status}), {parent.acting} на основании "
            f"{parent.authority_genitive}, {parent.named} в дальнейшем «{role}»"
        )
        phrases.append(f"{learner.full_name}, {born}, {learner.named} в дальнейшем «Обучающийся»")
    return join_preambles(phrases)


def _fee(subject: Enrolment, school: Organisation, gaps: Shortfalls) -> FeeContext | None:
    total = gaps.need(subject, "cost", subject.cost)
    vat = gaps.need(school, "services_vat", school.services_vat)
    days = gaps.need(school, "defect_days", school.defect_days)
    payments = [read_payment(text) for text in subject.schedule]
    if not payments or None in payments:
        gaps.say(
            subject,
            "schedule",
            "график платежей не прочитан",
            "запишите так: «01.10.2026 — 9000,00; 01.02.2027 — 9000,00»",
            "PAY-08",
        )
    discount: Decimal | None = subject.discount or None
    if discount is not None:
        gaps.need(subject, "discount_basis", subject.discount_basis)
    if gaps.stop or total is None or vat is None or days is None:
        return None
    known = sorted((p for p in payments if p is not None), key=lambda payment: payment.due)
    return FeeContext(
        total=money_full(total),
        payments=tuple(
            PaymentContext(number=number, due=payment.due, amount=money_digits(payment.amount))
            for number, payment in enumerate(known, start=1)
        ),
        in_one_payment=len(known) == 1,
        discount=money_full(discount) if discount is not None else None,
        discount_basis=subject.discount_basis if discount is not None else None,
        vat=vat.rstrip("."),
        defects_mended_in=count(days, "календарный день", Case.GEN),
    )


def enrolment_sources(subject: Enrolment, tables: Tables) -> tuple[Record, ...]:
    """Every row that the papers of an enrolment are made of."""
    pupil = tables.find(Pupil, subject.pupil)
    group = tables.find(Group, subject.group)
    programme = tables.find(Programme, group.programme) if group else None
    school = school_of(subject, tables)
    found: list[Record | None] = [subject, tables.only(Settings), pupil, group, programme, school]
    found.append(tables.find(Guardian, pupil.guardian) if pupil else None)
    found.append(tables.find(Person, group.teacher) if group else None)
    found.append(tables.find(Person, school.head) if school else None)
    agreement = tables.find(Agreement, group.agreement) if group else None
    if agreement is not None:
        found.append(agreement)
        parties = tables.referring(Party, "agreement", agreement.code)
        found += parties
        found += tables.referring(ProgrammePart, "agreement", agreement.code)
        found += [tables.find(Organisation, party.organisation) for party in parties]
    return distinct(found)


def _named(subject: Enrolment, tables: Tables) -> Mapping[str, str]:
    pupil = tables.find(Pupil, subject.pupil)
    return {"фамилия_имя": short_label(pupil) if pupil else subject.pupil}


def short_label(pupil: Pupil) -> str:
    """Surname and first name: what tells a file from its neighbours, and no more."""
    return f"{pupil.surname} {pupil.first_name}"


def _contract_period(
    subject: Enrolment, run_day: datetime.date
) -> tuple[datetime.date, datetime.date | None]:
    """A draft will be signed by the first lesson at the latest."""
    return subject.contract_date or _earlier(run_day, subject.start), subject.end


def _application_period(
    subject: Enrolment, run_day: datetime.date
) -> tuple[datetime.date, datetime.date | None]:
    """An application is spent when it is granted: no act can outlive it."""
    return subject.application_date or _earlier(run_day, subject.start), None


def _earlier(run_day: datetime.date, start: datetime.date | None) -> datetime.date:
    return min(run_day, start) if start else run_day


ADMISSION_APPLICATION = Builder(
    record=Enrolment,
    context_of=lambda record, sheets: EnrolmentContext,
    build=build_application,
    sources=enrolment_sources,
    names=_named,
    name_fields=("фамилия_имя",),
    period=_application_period,
)
EDUCATION_CONTRACT = Builder(
    record=Enrolment,
    context_of=lambda record, sheets: EnrolmentContext,
    build=build,
    sources=enrolment_sources,
    due=lambda subject, tables: (needs_contract(subject, tables), []),
    names=_named,
    name_fields=("фамилия_имя",),
    period=_contract_period,
)
PAID_CONTRACT = Builder(
    record=Enrolment,
    context_of=lambda record, sheets: EnrolmentContext,
    build=build,
    sources=enrolment_sources,
    due=lambda subject, tables: (is_paid(subject), []),
    names=_named,
    name_fields=("фамилия_имя",),
    period=_contract_period,
)
