"""Small invented rows from which the tests of this room compose agreements."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.partners import (
    Agreement,
    Amendment,
    ListedPupil,
    Party,
    ProgrammePart,
    Resource,
)
from docgen.records.schema import Record, RowOrigin, columns_of
from docgen.records.tables import Tables
from docgen.records.vocabulary import (
    AgreementKind,
    AmendmentAction,
    Authority,
    Direction,
    Funding,
    LegalForm,
    LicenceStatus,
    PartyRole,
    PersonalDataTransfer,
    ProgrammeApproval,
    ProgrammeKind,
    Renewal,
    ResourceKind,
    Sex,
    Signing,
    StudyForm,
    Transport,
    VoteRule,
)
from docgen.records.workbooks import SHEETS

DAY = datetime.date


def row(kind: type[Record], line: int = 2) -> RowOrigin:
    """Where a row of this class would stand: column letters by the order of the schema."""
    letters = {c.attribute: f"C{place}R" for place, c in enumerate(columns_of(kind), start=1)}
    return RowOrigin("partners.xlsx", kind.SHEET.title, line, columns=letters)


def settings(**given: Any) -> Settings:
    values: dict[str, Any] = {
        "academic_year": "2026/2027",
        "municipality": "Заречногорский муниципальный район",
        "city": "г. Заречногорск",
        "visas": ("Л-1", "Л-2"),
    }
    return Settings(origin=row(Settings, 1), **{**values, **given})


def organisation(code: str, line: int = 2, **given: Any) -> Organisation:
    values: dict[str, Any] = {
        "code": code,
        "full_name": "муниципальное бюджетное общеобразовательное учреждение "
        "«Средняя общеобразовательная школа № 5»",
        "short_name": f"МБОУ {code}",
        "legal_form": LegalForm.INSTITUTION,
        "inn": "6600000010",
        "kpp": "660001001",
        "ogrn": "1026600000010",
        "legal_address": "г. Заречногорск, ул. Школьная, д. 5",
        "places": ("г. Заречногорск, ул. Школьная, д. 5",),
        "head": f"Г-{code}",
        "teaches": True,
        "licence_number": "Л035-01277-66/00190001",
        "licence_date": DAY(2021, 3, 12),
        "licence_issuer": "Министерство образования Свердловской области",
        "licence_covers_additional": True,
        "licence_status": LicenceStatus.ACTIVE,
        "treasury_account": "03234643657010006200",
        "single_treasury_account": "40102810645370000054",
        "personal_account": "20626D12470",
        "bik": "016577551",
        "bank": "Уральское ГУ Банка России//УФК по Свердловской области, г. Екатеринбург",
        "has_seal": True,
    }
    return Organisation(origin=row(Organisation, line), **{**values, **given})


def person(code: str, line: int = 2, **given: Any) -> Person:
    values: dict[str, Any] = {
        "code": code,
        "surname": "Иванова",
        "first_name": "Мария",
        "patronymic": "Петровна",
        "sex": Sex.FEMALE,
        "post": "директор",
        "authority": Authority.CHARTER,
    }
    return Person(origin=row(Person, line), **{**values, **given})


def programme(**given: Any) -> Programme:
    values: dict[str, Any] = {
        "code": "РОБО",
        "title": "Робототехника",
        "kind": ProgrammeKind.GENERAL,
        "direction": Direction.TECHNICAL,
        "form": StudyForm.FULL_TIME,
        "hours": 72,
        "duration": "9 месяцев",
        "organisation": "СОШ5",
        "start": DAY(2026, 9, 1),
        "end": DAY(2027, 5, 31),
    }
    return Programme(origin=row(Programme), **{**values, **given})


def network(code: str = "Д-01", line: int = 2, **given: Any) -> Agreement:
    values: dict[str, Any] = {
        "code": code,
        "kind": AgreementKind.NETWORK,
        "programme": "РОБО",
        "start": DAY(2026, 9, 1),
        "end": DAY(2027, 6, 30),
        "teaching_start": DAY(2026, 9, 1),
        "teaching_end": DAY(2027, 5, 31),
        "approval": ProgrammeApproval.BASE,
        "pupils_count": 15,
        "list_days": 5,
        "timetable_by": "СОШ5",
        "assessment": True,
        "assessment_form": "защита проекта",
        "assessment_by": "ТЕХНО",
        "results_days": 2,
        "certificate": "свидетельство об освоении программы",
        "funding": Funding.PAYMENT,
        "amount": Decimal("48000.00"),
        "vat": "НДС не облагается",
        "payment_terms": "ежемесячно",
        "payment_source": "субсидия на выполнение муниципального задания",
        "payer": "СОШ5",
        "payee": "ТЕХНО",
        "purchase_basis": "пункт 5 части 1 статьи 93 Федерального закона № 44-ФЗ",
        "purchase_code": "1" * 36,
        "transport": Transport.BASE,
        "safety_person": "Г-ТЕХНО",
        "personal_data": PersonalDataTransfer.INSTRUCTION,
        "personal_data_items": "фамилия, имя, отчество, дата рождения, группа",
        "personal_data_days": 30,
        "personal_data_contact": "Г-ТЕХНО",
        "inform_date": DAY(2026, 8, 25),
        "fallback": "базовая организация реализует часть программы собственными силами",
        "claim_days": 10,
        "court": "Арбитражный суд Свердловской области",
        "notice_days": 31,
        "signing": Signing.PAPER,
    }
    return Agreement(origin=row(Agreement, line), **{**values, **given})


def cooperation(code: str = "С-01", line: int = 2, **given: Any) -> Agreement:
    values: dict[str, Any] = {
        "code": code,
        "kind": AgreementKind.COOPERATION,
        "start": DAY(2026, 9, 1),
        "end": DAY(2027, 8, 31),
        "funding": Funding.FREE,
        "claim_days": 10,
        "court": "Арбитражный суд Свердловской области",
        "notice_days": 30,
        "topics": ("совместные мероприятия", "обмен опытом"),
        "council": True,
        "vote_rule": VoteRule.MAJORITY,
        "join_days": 15,
        "renewal": Renewal.NONE,
        "approver": "Л-1",
        "signing": Signing.PAPER,
    }
    return Agreement(origin=row(Agreement, line), **{**values, **given})


def supplementary(code: str = "ДС-01", line: int = 3, **given: Any) -> Agreement:
    values: dict[str, Any] = {
        "code": code,
        "kind": AgreementKind.SUPPLEMENTARY,
        "main_agreement": "Д-01",
        "start": DAY(2027, 1, 15),
        "signing": Signing.PAPER,
    }
    return Agreement(origin=row(Agreement, line), **{**values, **given})


def party(agreement: str, organisation: str, role: PartyRole, line: int = 2, **given: Any) -> Party:
    return Party(
        origin=row(Party, line),
        agreement=agreement,
        organisation=organisation,
        role=role,
        **given,
    )


def part(agreement: str, organisation: str, line: int = 2, **given: Any) -> ProgrammePart:
    values: dict[str, Any] = {
        "title": "Модуль «Программирование роботов»",
        "hours": 36,
        "start": DAY(2026, 10, 1),
        "end": DAY(2027, 1, 31),
        "address": "г. Заречногорск, ул. Заводская, д. 10",
    }
    return ProgrammePart(
        origin=row(ProgrammePart, line),
        agreement=agreement,
        organisation=organisation,
        **{**values, **given},
    )


def resource(agreement: str, organisation: str, line: int = 2, **given: Any) -> Resource:
    values: dict[str, Any] = {
        "kind": ResourceKind.PREMISES,
        "name": "лаборатория робототехники",
        "quantity": "1",
        "address": "г. Заречногорск, ул. Заводская, д. 10",
        "usage": "вторник, 15:00–17:00",
    }
    return Resource(
        origin=row(Resource, line),
        agreement=agreement,
        organisation=organisation,
        **{**values, **given},
    )


def amendment(agreement: str, line: int = 2, **given: Any) -> Amendment:
    values: dict[str, Any] = {
        "point": "пункт 3.2",
        "action": AmendmentAction.REPLACE,
        "text": "Расписание составляет Базовая организация.",
    }
    return Amendment(origin=row(Amendment, line), agreement=agreement, **{**values, **given})


def pupil(agreement: str, line: int = 2, **given: Any) -> ListedPupil:
    values: dict[str, Any] = {
        "surname": "Соловьёва",
        "first_name": "Анна",
        "patronymic": "Ильинична",
        "birth_date": DAY(2014, 3, 14),
        "group": "РТ-1",
    }
    return ListedPupil(origin=row(ListedPupil, line), agreement=agreement, **{**values, **given})


def tables(rows: Iterable[Record]) -> Tables:
    """Rows sorted into their classes."""
    given = list(rows)
    return Tables({kind: [r for r in given if isinstance(r, kind)] for kind in SHEETS})


def district(*more: Record) -> list[Record]:
    """Settings, two organisations with heads, two people for visas, a programme."""
    return [
        settings(),
        programme(),
        organisation("СОШ5", 2),
        organisation(
            "ТЕХНО",
            3,
            full_name="муниципальное автономное учреждение дополнительного образования "
            "«Детский технопарк „Орбита“»",
            legal_address="г. Заречногорск, ул. Заводская, д. 10",
            places=(),
        ),
        person("Г-СОШ5", 2, organisation="СОШ5"),
        person(
            "Г-ТЕХНО",
            3,
            surname="Орлов",
            first_name="Сергей",
            patronymic="Ильич",
            sex=Sex.MALE,
            organisation="ТЕХНО",
            phone="+7 (34398) 2-15-07",
        ),
        person("Л-1", 4, surname="Белова", post="начальник", organisation=None),
        person("Л-2", 5, surname="Серова", post="юрисконсульт", authority=None),
        *more,
    ]


def network_rows(**given: Any) -> list[Record]:
    """A whole network agreement of a school and a technopark that teaches a part."""
    return district(
        network(**given),
        party("Д-01", "ТЕХНО", PartyRole.TEACHING, 2),
        party("Д-01", "СОШ5", PartyRole.BASE, 3),
        part("Д-01", "ТЕХНО", 2),
        part("Д-01", "СОШ5", 3, title="Введение", start=DAY(2026, 9, 1), end=DAY(2026, 9, 30)),
        resource("Д-01", "ТЕХНО"),
    )
