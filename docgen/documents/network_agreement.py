"""Договор о сетевой форме (NET): what its template sees and how that is composed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from docgen.diagnostics import Diagnostic
from docgen.documents.agreement import (
    AgreementContext,
    AnnexContext,
    Drafting,
    agreement_period,
    duration,
)
from docgen.documents.agreement_names import genitive_adjective
from docgen.documents.builder import Builder
from docgen.documents.parties import PartyContext, PersonContext
from docgen.documents.programme_parts import CalendarRowContext, PartContext, ResourceContext
from docgen.documents.seating import (
    ACADEMIC_HOUR,
    DASH,
    agreement_sources,
    part_rows,
    participants_named,
)
from docgen.documents.wording import quoted
from docgen.records.directory import Programme
from docgen.records.partners import Agreement, Party
from docgen.records.spelling import name_key
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import (
    Funding,
    PartyRole,
    PersonalDataTransfer,
    ProgrammeApproval,
    ResourceKind,
    Transport,
)
from docgen.russian import EMPTY, Case, Dictionary, count, money_full


@dataclass(frozen=True, kw_only=True)
class NetworkAgreementContext(AgreementContext):
    """Terms of the network agreement and of its annexes (parts, resources, calendar)."""

    programme: Programme = term("программа", "Строка листа «Программы».")
    programme_name: str = term("название_программы", "В кавычках: «Робототехника».")
    programme_kind_genitive: str = term("вид_программы_род", "«общеразвивающей».")
    direction_genitive: str = term("направленность_род", "«технической».")
    study_form_genitive: str = term("форма_обучения_род", "«очной».")
    programme_volume: str = term("объём_программы", "«72 академических часа».")
    approved_jointly: bool = term(
        "совместное_утверждение", "Программу утверждают базовая и те, кто ведёт её части."
    )
    # parties
    base: PartyContext = term("базовая", "Базовая организация.")
    participants: tuple[PartyContext, ...] = term("участники", "Все, кроме базовой.")
    teaching: tuple[PartyContext, ...] = term("участники_ведущие", "Ведут часть программы.")
    lending: tuple[PartyContext, ...] = term(
        "участники_ресурсные", "Не ведут часть программы, а только дают ресурсы."
    )
    hosts: tuple[PartyContext, ...] = term(
        "участники_с_местом", "У кого проходят занятия; если таких нет — все участники."
    )
    one_participant: bool = term("один_участник", "Участник один, роль без номера.")
    # annexes
    parts: tuple[PartContext, ...] = term("части", "Все части программы по порядку начала.")
    parts_hours: int = term("часов_всего", "Сумма часов всех частей.")
    resources: tuple[ResourceContext, ...] = term("ресурсы", "Ресурсы всех сторон.")
    calendar: tuple[CalendarRowContext, ...] = term("календарь", "Календарный график.")
    annexes: tuple[AnnexContext, ...] = term("приложения", "По порядку номеров.")
    parts_annex: AnnexContext | None = term(
        "приложение_части", "Пусто, если у программы не выделены части."
    )
    resources_annex: AnnexContext = term("приложение_ресурсы")
    calendar_annex: AnnexContext = term("приложение_календарь")
    pupils_annex: AnnexContext | None = term(
        "приложение_список", "Пусто, если список обучающихся участнику не передаётся."
    )
    # duties
    timetable_by: PartyContext = term("расписание_составляет", "Сторона.")
    list_due: str | None = term(
        "срок_списка", "После «не позднее чем за»: «5 рабочих дней»; пусто, если не передаётся."
    )
    assessed: bool = term("аттестация", "Промежуточная аттестация предусмотрена.")
    assessment_by: PartyContext | None = term("аттестацию_проводит", "Сторона.")
    results_due: str | None = term("срок_результатов", "После «в течение»: «5 рабочих дней».")
    certificate_issued: bool = term("документ_выдаётся", "Документ об обучении выдаётся.")
    certificate_by: PartyContext = term("документ_выдаёт", "Сторона; обычно базовая.")
    site_addresses: tuple[str, ...] = term(
        "адреса_для_сайта", "Адреса занятий у участников: их публикует базовая организация."
    )
    places: tuple[str, ...] = term(
        "места_занятий", "Все адреса занятий по программе, каждый один раз."
    )
    # money
    free: bool = term("безвозмездно")
    paid: bool = term("оплата", "Оплата услуг.")
    reimbursed: bool = term("возмещение", "Возмещение затрат.")
    amount: Decimal | None = term("сумма", "Только при оплате и возмещении.")
    amount_full: str | None = term(
        "сумма_полностью", "«48 000 (сорок восемь тысяч) рублей 00 копеек»."
    )
    payer: PartyContext | None = term("плательщик", "Сторона.")
    payee: PartyContext | None = term("получатель", "Сторона.")
    # safety, personal data
    transport_needed: bool = term("доставка_нужна")
    transport_base: bool = term("доставляет_базовая")
    transport_participant: bool = term("доставляет_участник")
    transport_parents: bool = term("доставляют_родители")
    safety_person: PersonContext = term("ответственный_за_безопасность")
    data_passed: bool = term("пдн_передаются", "Персональные данные обучающихся передаются.")
    data_by_instruction: bool = term("пдн_поручение", "Участник обрабатывает по поручению.")
    data_by_operator: bool = term("пдн_оператор", "Участник — самостоятельный оператор.")
    data_receivers: tuple[PartyContext, ...] = term(
        "пдн_получатели", "Участники, которым передаются данные; пусто, если не передаются."
    )
    data_erased_in: str | None = term("пдн_срок_удаления", "После «в течение»: «30 дней».")
    data_person: PersonContext | None = term("ответственный_за_пдн")
    # disputes and end
    claim_answered_in: str = term("срок_претензии", "После «в течение»: «10 рабочих дней».")
    notice_before: str = term(
        "срок_расторжения", "После «не позднее чем за»: «30 календарных дней»."
    )


def build(
    subject: Agreement, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[NetworkAgreementContext | None, list[Diagnostic]]:
    """The context of one network agreement, or ``None`` and what it lacks, cell by cell."""
    draft = Drafting(subject, tables, dictionary)
    if draft.failed:
        return None, draft.diagnostics
    gaps = draft.shortfalls
    programme = gaps.follow(subject, "programme", tables)
    base = draft.first([party for party in draft.parties if party.is_base], "базовая организация")
    timetable_by = draft.party("timetable_by")
    certificate_by = draft.party("certificate_by") if subject.certificate_by else base
    safety_person = draft.person("safety_person")
    for attribute, found in (("timetable_by", timetable_by), ("safety_person", safety_person)):
        if getattr(subject, attribute) is None:
            gaps.need(subject, attribute, found)
    for attribute in (
        "start",
        "end",
        "teaching_start",
        "teaching_end",
        "claim_days",
        "notice_days",
    ):
        gaps.need(subject, attribute, getattr(subject, attribute))
    assessed = bool(subject.assessment)
    with_money = subject.funding is not Funding.FREE
    assessment_by = draft.party("assessment_by") if assessed else None
    payer = draft.party("payer") if with_money else None
    payee = draft.party("payee") if with_money else None
    data_passed = passes_data(subject)
    data_person = draft.person("personal_data_contact") if data_passed else None
    if draft.failed or not (base and timetable_by and certificate_by and safety_person):
        return None, draft.diagnostics
    programme = cast(Programme, programme)
    participants = tuple(party for party in draft.parties if party is not base)
    parts = tuple(
        sorted((p for party in draft.parties for p in party.parts), key=lambda part: part.number)
    )
    annexes = annexes_of(subject, tables)
    context = NetworkAgreementContext(
        **draft.common(),
        programme=programme,
        programme_name=quoted(programme.title),
        programme_kind_genitive=genitive_adjective(str(programme.kind)),
        direction_genitive=genitive_adjective(str(programme.direction)),
        study_form_genitive=genitive_adjective(str(programme.form)),
        programme_volume=count(programme.hours or 0, ACADEMIC_HOUR),
        approved_jointly=subject.approval is ProgrammeApproval.JOINT,
        base=base,
        participants=participants,
        teaching=tuple(party for party in participants if party.teaches_part),
        lending=tuple(party for party in participants if not party.teaches_part),
        hosts=tuple(p for p in participants if _places_of(p)) or participants,
        one_participant=len(participants) == 1,
        parts=parts,
        parts_hours=sum(part.hours for part in parts),
        resources=tuple(
            sorted(
                (r for party in draft.parties for r in party.resources),
                key=lambda resource: resource.number,
            )
        ),
        calendar=_calendar(subject, programme, base, parts, assessment_by),
        annexes=tuple(annexes.values()),
        parts_annex=annexes.get(_PARTS),
        resources_annex=annexes[_RESOURCES],
        calendar_annex=annexes[_CALENDAR],
        pupils_annex=annexes.get(PUPILS),
        timetable_by=timetable_by,
        list_due=duration(subject.list_days, "рабочий", Case.ACC) if PUPILS in annexes else None,
        assessed=assessed,
        assessment_by=assessment_by,
        results_due=duration(subject.results_days, "рабочий", Case.GEN) if assessed else None,
        certificate_issued=certificate_issued(subject),
        certificate_by=certificate_by,
        site_addresses=_site_addresses(participants),
        places=_each_once([part.address for part in parts]) or base.organisation.places,
        free=not with_money,
        paid=subject.funding is Funding.PAYMENT,
        reimbursed=subject.funding is Funding.REIMBURSEMENT,
        amount=subject.amount if with_money else None,
        amount_full=money_full(subject.amount) if with_money and subject.amount else None,
        payer=payer,
        payee=payee,
        transport_needed=subject.transport is not Transport.NONE,
        transport_base=subject.transport is Transport.BASE,
        transport_participant=subject.transport is Transport.PARTICIPANT,
        transport_parents=subject.transport is Transport.PARENTS,
        safety_person=safety_person,
        data_passed=data_passed,
        data_by_instruction=subject.personal_data is PersonalDataTransfer.INSTRUCTION,
        data_by_operator=subject.personal_data is PersonalDataTransfer.OPERATOR,
        data_receivers=_data_receivers(participants) if data_passed else (),
        data_erased_in=duration(subject.personal_data_days, "календарный", Case.GEN)
        if data_passed
        else None,
        data_person=data_person,
        claim_answered_in=duration(subject.claim_days, "рабочий", Case.GEN) or "",
        notice_before=duration(subject.notice_days, "календарный", Case.ACC) or "",
    )
    return context, draft.diagnostics


_PARTS = "Части программы"
_RESOURCES = "Ресурсы Сторон"
_CALENDAR = "Календарный график"
PUPILS = "Список обучающихся"


def annexes_of(agreement: Agreement, tables: Tables) -> Mapping[str, AnnexContext]:
    """Annexes of an agreement by title, numbered without gaps.

    Without parts there is no annex of parts; the list of pupils is due only to a participant
    that teaches (NET-06, NET-08) and is the last, since it is a file of its own.
    """
    titles = [_PARTS] if part_rows(agreement, tables) else []
    titles += [_RESOURCES, _CALENDAR]
    titles += [PUPILS] if list_is_due(agreement, tables) else []
    return {
        title: AnnexContext(number=number, title=title, own_file=title == PUPILS)
        for number, title in enumerate(titles, start=1)
    }


def list_is_due(agreement: Agreement, tables: Tables) -> bool:
    """Whether a participant that teaches is given the list of pupils (NET-08)."""
    rows = tables.referring(Party, "agreement", agreement.code)
    teaches = any(row.role is PartyRole.TEACHING for row in rows)
    return teaches and (passes_data(agreement) or agreement.list_days is not None)


def passes_data(agreement: Agreement) -> bool:
    """Whether personal data of pupils go to the participant (NET-19)."""
    return agreement.personal_data in (
        PersonalDataTransfer.INSTRUCTION,
        PersonalDataTransfer.OPERATOR,
    )


def certificate_issued(agreement: Agreement) -> bool:
    """False when the cell says «не выдаётся» or «не применяется» (NET-14)."""
    return agreement.certificate is not None and name_key(agreement.certificate) != "не выдается"


def _data_receivers(participants: tuple[PartyContext, ...]) -> tuple[PartyContext, ...]:
    """Participants that teach; where none does, all of them let pupils in (NET-19)."""
    return tuple(party for party in participants if party.teaches_part) or participants


def _places_of(party: PartyContext) -> list[str]:
    """Where a party holds lessons or lets pupils in."""
    premises = [r.address for r in party.resources if r.kind == ResourceKind.PREMISES]
    return [part.address for part in party.parts] + [place for place in premises if place]


def _site_addresses(participants: tuple[PartyContext, ...]) -> tuple[str, ...]:
    """Addresses at participants' that the base must publish (NET-24), each once."""
    return _each_once([place for party in participants for place in _places_of(party)])


def _each_once(addresses: Sequence[str]) -> tuple[str, ...]:
    return tuple({name_key(address): address for address in addresses}.values())


def _calendar(
    agreement: Agreement,
    programme: Programme,
    base: PartyContext,
    parts: tuple[PartContext, ...],
    assessment_by: PartyContext | None,
) -> tuple[CalendarRowContext, ...]:
    """Parts by their dates, or the whole programme when it has none; assessment closes it."""
    rows = [
        (
            _period(part.start, part.end),
            part.title,
            str(part.hours),
            part.organisation,
            part.address,
        )
        for part in parts
    ]
    teaching = _period(agreement.teaching_start, agreement.teaching_end)
    if not rows:
        title = f"Программа {quoted(programme.title)}"
        places = "; ".join(base.organisation.places) or DASH
        rows.append((teaching, title, str(programme.hours), base.short_name, places))
    if assessment_by is not None:
        rows.append(
            (
                f"до {agreement.teaching_end:%d.%m.%Y}",
                f"Промежуточная аттестация: {agreement.assessment_form}",
                DASH,
                assessment_by.short_name,
                DASH,
            )
        )
    return tuple(
        CalendarRowContext(
            number=number,
            period=period,
            content=content,
            hours=hours,
            organisation=organisation,
            address=address,
        )
        for number, (period, content, hours, organisation, address) in enumerate(rows, start=1)
    )


def _period(start: datetime.date | None, end: datetime.date | None) -> str:
    return f"{start:%d.%m.%Y} – {end:%d.%m.%Y}"


NETWORK_AGREEMENT = Builder(
    record=Agreement,
    context_of=lambda record, sheets: NetworkAgreementContext,
    build=build,
    sources=agreement_sources,
    names=lambda subject, tables: {"участники": participants_named(subject, tables)},
    name_fields=("участники",),
    period=agreement_period,
)
