"""A healthy class for the cases of the rules: an organisation of its own, so that nothing that is
spoilt in the agreements of the district touches it, and the other way round."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from docgen.records.directory import Organisation, Person, Programme
from docgen.records.pupils import ConsentPurpose, Enrolment, Group, Guardian, Pupil
from docgen.records.schema import Record
from docgen.records.vocabulary import (
    Authority,
    ConsentScope,
    Direction,
    EnrolmentFunding,
    GuardianStatus,
    LegalForm,
    LicenceStatus,
    ProgrammeKind,
    StudyForm,
)

Rows = list[dict[str, Any]]


def _day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d.%m.%Y").date()


_PLACE = "г. Заречногорск, ул. Садовая, д. 17"
_PROGRAMME: dict[str, Any] = {
    "kind": ProgrammeKind.GENERAL,
    "form": StudyForm.FULL_TIME,
    "hours": 72,
    "duration": "9 месяцев",
    "age": "7–18 лет",
    "organisation": "ЦЕНТР",
    "start": _day("01.09.2026"),
    "end": _day("31.05.2027"),
    "network": False,
    "approval_number": "72",
    "approval_date": _day("20.08.2026"),
}
_GROUP: dict[str, Any] = {
    "programme": "ГЛИНА",
    "address": "Заречногорск, Садовая, 17, каб. 3",
    "timetable": "суббота, 10:00–11:35",
    "weekly_hours": 2,
    "start": _day("05.09.2026"),
    "end": _day("29.05.2027"),
    "certificate": "не выдаётся",
}
_PAPERS: dict[str, Any] = {
    "address": "623000, г. Заречногорск, ул. Лесная, д. 3",
    "passport": "65 00 000101",
    "passport_issuer": "ГУ МВД России по Свердловской области",
}
_TERM: dict[str, Any] = {"start": _day("05.09.2026"), "end": _day("29.05.2027")}
_BORN: dict[str, Any] = {
    "birth_certificate": "V-АИ № 500101",
    "birth_certificate_issuer": "отдел ЗАГС",
    "birth_certificate_date": _day("20.11.2015"),
}

CLASSROOM: Mapping[type[Record], Rows] = {
    Organisation: [
        {
            "code": "ЦЕНТР",
            "full_name": "муниципальное учреждение «Центр творчества»",
            "short_name": "МБУ ДО «Центр»",
            "legal_form": LegalForm.INSTITUTION,
            "inn": "6600000097",
            "kpp": "660001001",
            "ogrn": "1026600000098",
            "legal_address": f"623000, {_PLACE}",
            "places": (_PLACE,),
            "head": "Ц-01",
            "teaches": True,
            "licence_number": "Л035-01277-66/00190009",
            "licence_date": _day("12.03.2021"),
            "licence_issuer": "Министерство образования Свердловской области",
            "licence_covers_additional": True,
            "licence_status": LicenceStatus.ACTIVE,
            "licence_checked_on": _day("31.08.2026"),
            "contract_required": True,
            "paid_allowed": True,
            "price_order_number": "176-од",
            "price_order_date": _day("24.08.2026"),
            "services_vat": "НДС не облагается",
            "defect_days": 10,
        }
    ],
    Person: [
        {
            "code": "Ц-01",
            "surname": "Центрова",
            "first_name": "Алла",
            "patronymic": "Ильинична",
            "post": "директор",
            "organisation": "ЦЕНТР",
            "authority": Authority.CHARTER,
        }
    ],
    Programme: [
        {"code": "ГЛИНА", "title": "Глина", "direction": Direction.ARTISTIC, **_PROGRAMME},
        {"code": "БЕГ", "title": "Бег", "direction": Direction.SPORT, **_PROGRAMME},
    ],
    Guardian: [
        {
            "code": "Р-1",
            "surname": "Петрова",
            "first_name": "Ольга",
            "patronymic": "Ильинична",
            "status": GuardianStatus.MOTHER,
            "phone": "+7 (34399) 7-01-15",
            "passport_date": _day("14.05.2015"),
            **_PAPERS,
        },
        {
            "code": "Р-2",
            "surname": "Седова",
            "first_name": "Вера",
            "patronymic": "Павловна",
            "status": GuardianStatus.TRUSTEE,
            "phone": "+7 (34399) 7-02-15",
            "passport_date": _day("11.02.2011"),
            "appointed_by": "Управление социальной политики",
            "appointment_number": "118",
            "appointment_date": _day("03.02.2024"),
            **_PAPERS,
        },
    ],
    Pupil: [
        {
            "code": "У-1",
            "surname": "Петров",
            "first_name": "Лев",
            "patronymic": "Ильич",
            "birth_date": _day("02.11.2014"),
            "guardian": "Р-1",
            "address": "623000, г. Заречногорск, ул. Лесная, д. 3",
            **_BORN,
        },
        {
            "code": "У-2",
            "surname": "Седов",
            "first_name": "Пётр",
            "patronymic": "Ильич",
            "birth_date": _day("01.03.2011"),
            "guardian": "Р-2",
            "passport_date": _day("10.03.2025"),
            **_PAPERS,
        },
        {
            "code": "У-3",
            "surname": "Зимина",
            "first_name": "Яна",
            "patronymic": "Олеговна",
            "birth_date": _day("21.03.2008"),
            "passport_date": _day("02.04.2022"),
            **_PAPERS,
        },
        {
            "code": "У-4",
            "surname": "Петрова",
            "first_name": "Ева",
            "patronymic": "Ильинична",
            "birth_date": _day("09.11.2015"),
            "guardian": "Р-1",
            "address": "623000, г. Заречногорск, ул. Лесная, д. 3",
            **_BORN,
        },
    ],
    Group: [
        {"code": "Г-1", "places": 2, **_GROUP},
        {"code": "Г-2", **_GROUP},
        {"code": "Г-3", **_GROUP, "programme": "БЕГ"},
    ],
    Enrolment: [
        {
            "code": "З-1",
            "pupil": "У-1",
            "group": "Г-1",
            "funding": EnrolmentFunding.TASK,
            "application_date": _day("24.08.2026"),
            "contract_date": _day("26.08.2026"),
            "order_date": _day("31.08.2026"),
            **_TERM,
        },
        {
            "code": "З-2",
            "pupil": "У-2",
            "group": "Г-1",
            "funding": EnrolmentFunding.CERTIFICATE,
            "certificate_number": "6600014524",
            "certificate_hours": 72,
            **_TERM,
        },
        {
            "code": "З-3",
            "pupil": "У-3",
            "group": "Г-2",
            "funding": EnrolmentFunding.FEE,
            "cost": Decimal("16000.00"),
            "schedule": ("01.10.2026 — 8000,00", "01.02.2027 — 8000,00"),
            "discount": Decimal("2000.00"),
            "discount_basis": "пункт 4.2 Положения о платных услугах",
            "contract_date": _day("28.08.2026"),
            "order_date": _day("31.08.2026"),
            **_TERM,
        },
        {
            "code": "З-4",
            "pupil": "У-4",
            "group": "Г-3",
            "funding": EnrolmentFunding.TASK,
            "medical_date": _day("20.08.2026"),
            **_TERM,
        },
    ],
    ConsentPurpose: [
        {
            "code": "НАВИГАТОР",
            "purpose": "учёт обучающихся в информационной системе",
            "scope": ConsentScope.EVERYONE,
            "pupil_items": ("фамилия, имя, отчество", "дата рождения"),
            "actions": ("хранение", "передача получателю"),
            "recipients": ("УО",),
            "until": "до отчисления обучающегося",
        }
    ],
}
