"""Договор о сетевой форме (NET): what its template sees and how that is composed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from docgen.documents.agreement import AgreementContext, AnnexContext
from docgen.documents.parties import PartyContext, PersonContext
from docgen.documents.programme_parts import CalendarRowContext, PartContext, ResourceContext
from docgen.records.directory import Programme
from docgen.records.terms import term


@dataclass(frozen=True, kw_only=True)
class NetworkAgreementContext(AgreementContext):
    """Terms of the network agreement and of its annexes (parts, resources, calendar)."""

    programme: Programme = term("программа", "Строка листа «Программы».")
    programme_kind_genitive: str = term("вид_программы_род", "«общеразвивающей».")
    direction_genitive: str = term("направленность_род", "«технической».")
    study_form_genitive: str = term("форма_обучения_род", "«очной».")
    approved_jointly: bool = term("совместное_утверждение", "Программу утверждают все вместе.")
    # parties
    base: PartyContext = term("базовая", "Базовая организация.")
    participants: tuple[PartyContext, ...] = term("участники", "Все, кроме базовой.")
    teaching: tuple[PartyContext, ...] = term("участники_ведущие", "Ведут часть программы.")
    lending: tuple[PartyContext, ...] = term(
        "участники_ресурсные", "Не ведут часть программы, а только дают ресурсы."
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
    data_erased_in: str | None = term("пдн_срок_удаления", "После «в течение»: «30 дней».")
    data_person: PersonContext | None = term("ответственный_за_пдн")
    # disputes and end
    claim_answered_in: str = term("срок_претензии", "После «в течение»: «10 рабочих дней».")
    notice_before: str = term(
        "срок_расторжения", "После «не позднее чем за»: «30 календарных дней»."
    )
