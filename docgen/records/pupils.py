"""Sheets of ``pupils.xlsx``: children, who answers for them, groups and enrolments.

A pupil and a representative stand in one row each however many groups the child goes to. Only
what some paper prints or some rule needs is asked for: no СНИЛС, no diagnosis (152-ФЗ ст. 5).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from docgen.records.directory import Organisation, Person, Programme
from docgen.records.partners import Agreement
from docgen.records.schema import ColumnType as T
from docgen.records.schema import (
    Record,
    SheetInfo,
    column,
    full_name,
    number_and_date,
    period,
    text_and_date,
    when,
)
from docgen.records.vocabulary import (
    ConsentScope,
    EnrolmentFunding,
    GuardianStatus,
    Sex,
    SpecialNeedsPaper,
)

SIGNS_HIMSELF_FROM = 14
"""Age in years from which a pupil signs beside the parent (ГК ст. 26)."""
ADULT_FROM = 18
"""Age in years from which nobody represents the pupil (ГК ст. 21)."""

_APPOINTED = when(
    "status",
    GuardianStatus.GUARDIAN,
    GuardianStatus.TRUSTEE,
    GuardianStatus.FOSTER,
)
_PAID = when("funding", EnrolmentFunding.FEE)
_BY_CERTIFICATE = when("funding", EnrolmentFunding.CERTIFICATE)
_SPECIAL = when("special_needs", True)


@dataclass(frozen=True, kw_only=True)
class Guardian(Record):
    """Законный представитель: a parent, or whom the guardianship authority appointed."""

    SHEET: ClassVar = SheetInfo(
        title="Представители",
        workbook="pupils",
        label_attributes=("surname", "first_name", "patronymic"),
        purpose="По строке на каждого родителя или другого законного представителя; у братьев "
        "и сестёр она одна.",
        compounds=(
            full_name("ФИО представителя", "ФИО законного представителя", "ФИО родителя"),
            text_and_date(
                "Кем и когда выдан паспорт",
                "passport_issuer",
                "passport_date",
                "Паспорт выдан",
                "Кем и когда выдан",
                "Кем, когда выдан паспорт",
            ),
            number_and_date(
                "Акт о назначении (№, дата)",
                "appointment_number",
                "appointment_date",
                "№ и дата акта о назначении",
                "Номер и дата акта о назначении",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="П-01")
    surname: str = column("Фамилия", required=True, example="Абрамова", norm="EDU-06, APP-02")
    first_name: str = column("Имя", required=True, example="Ольга", norm="EDU-06, APP-02")
    patronymic: str | None = column("Отчество", example="Сергеевна", norm="EDU-06, APP-02")
    sex: Sex | None = column(
        "Пол",
        T.CHOICE,
        choices=Sex,
        synonyms={"м": "мужской", "ж": "женский", "муж": "мужской", "жен": "женский"},
        hint="Обязателен, если нет отчества: по фамилии пол не определяется.",
    )
    status: GuardianStatus = column(
        "Кем приходится",
        T.CHOICE,
        required=True,
        choices=GuardianStatus,
        aliases=("Статус", "Статус представителя"),
        synonyms={"мама": "мать", "папа": "отец"},
        example="мать",
        hint="Если одному ребёнку — мать, а другому — опекун, сделайте две строки.",
        norm="APP-02",
    )
    phone: str = column(
        "Телефон", T.PHONE, required=True, example="+7 900 000-00-01", norm="EDU-06, PAY-03"
    )
    email: str | None = column(
        "E-mail", T.EMAIL, aliases=("Эл. почта", "Электронная почта"), norm="APP-02"
    )
    address: str = column(
        "Адрес",
        required=True,
        aliases=("Место жительства", "Адрес места жительства"),
        example="623990, Свердловская область, г. Заречногорск, ул. Садовая, д. 12, кв. 5",
        norm="EDU-06, PAY-04, PDN-02",
    )
    passport: str = column(
        "Паспорт",
        required=True,
        aliases=("Серия и номер паспорта", "Документ, удостоверяющий личность"),
        example="65 00 000101",
        hint="Серия и номер. Другой документ назовите словами: «вид на жительство 82 № 0000001».",
        norm="EDU-06, PDN-02",
    )
    passport_issuer: str = column(
        "Кем выдан паспорт",
        required=True,
        example="ГУ МВД России по Свердловской области",
        norm="PDN-02",
    )
    passport_date: datetime.date = column(
        "Дата выдачи паспорта", T.DATE, required=True, example="14.05.2015", norm="PDN-02"
    )
    appointed_by: str | None = column(
        "Кем назначен",
        required=_APPOINTED,
        aliases=("Орган опеки и попечительства",),
        example="Управление социальной политики № 99",
        hint="Кто издал акт о назначении опекуна (попечителя) или заключил договор о приёмной "
        "семье.",
        norm="EDU-06, PDN-02",
    )
    appointment_number: str | None = column(
        "Номер акта о назначении", required=_APPOINTED, example="118", norm="EDU-06, PDN-02"
    )
    appointment_date: datetime.date | None = column(
        "Дата акта о назначении",
        T.DATE,
        required=_APPOINTED,
        example="03.02.2024",
        norm="EDU-06, PDN-02",
    )


@dataclass(frozen=True, kw_only=True)
class Pupil(Record):
    """Обучающийся: a child, or a grown-up pupil of an additional programme."""

    SHEET: ClassVar = SheetInfo(
        title="Обучающиеся",
        workbook="pupils",
        required=True,
        label_attributes=("surname", "first_name", "patronymic"),
        purpose="По строке на каждого ребёнка, сколько бы программ он ни осваивал.",
        compounds=(
            full_name("ФИО обучающегося", "ФИО ребёнка", "ФИО ученика"),
            text_and_date(
                "Кем и когда выдан паспорт",
                "passport_issuer",
                "passport_date",
                "Паспорт выдан",
                "Кем, когда выдан паспорт",
            ),
            text_and_date(
                "Кем и когда выдано свидетельство",
                "birth_certificate_issuer",
                "birth_certificate_date",
                "Свидетельство выдано",
                "Кем, когда выдано свидетельство",
            ),
            number_and_date(
                "Документ об особых условиях (№, дата)",
                "special_needs_number",
                "special_needs_date",
                "№ и дата документа об особых условиях",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="У-01")
    surname: str = column("Фамилия", required=True, example="Абрамова", norm="EDU-05, APP-03")
    first_name: str = column("Имя", required=True, example="Варвара", norm="EDU-05, APP-03")
    patronymic: str | None = column("Отчество", example="Ильинична", norm="EDU-05, APP-03")
    sex: Sex | None = column(
        "Пол",
        T.CHOICE,
        choices=Sex,
        synonyms={"м": "мужской", "ж": "женский", "муж": "мужской", "жен": "женский"},
        hint="Обязателен, если нет отчества: по фамилии пол не определяется.",
    )
    birth_date: datetime.date = column(
        "Дата рождения", T.DATE, required=True, example="14.03.2014", norm="EDU-05, APP-03"
    )
    guardian: str | None = column(
        "Представитель",
        T.REFERENCE,
        refers_to=Guardian,
        aliases=("Законный представитель", "Родитель"),
        example="П-01",
        hint="Код с листа «Представители»; не нужен тому, кому уже исполнилось 18 лет.",
        norm="EDU-06, APP-02",
    )
    address: str = column(
        "Адрес",
        required=True,
        aliases=("Место жительства", "Адрес места жительства"),
        example="623990, Свердловская область, г. Заречногорск, ул. Садовая, д. 12, кв. 5",
        norm="EDU-05, PAY-06, PDN-01",
    )
    phone: str | None = column(
        "Телефон",
        T.PHONE,
        example="+7 900 000-00-02",
        hint="Если своего телефона нет, в договоре будет телефон представителя.",
        norm="EDU-05, PAY-06",
    )
    email: str | None = column("E-mail", T.EMAIL, aliases=("Эл. почта", "Электронная почта"))
    birth_certificate: str | None = column(
        "Свидетельство о рождении",
        aliases=("Св-во о рождении",),
        example="V-АИ № 500101",
        hint="Серия и номер: до 14 лет это документ ребёнка, до 18 — полномочия родителя. "
        "Иностранный документ назовите словами.",
        norm="EDU-06, APP-03, PDN-01",
    )
    birth_certificate_issuer: str | None = column(
        "Кем выдано свидетельство", example="отдел ЗАГС г. Заречногорска", norm="PDN-01"
    )
    birth_certificate_date: datetime.date | None = column(
        "Дата выдачи свидетельства", T.DATE, example="25.03.2014", norm="PDN-01"
    )
    passport: str | None = column(
        "Паспорт",
        aliases=("Серия и номер паспорта",),
        example="65 00 000201",
        hint="С 14 лет. Серия и номер; документ другого государства назовите словами.",
        norm="APP-03, PDN-01",
    )
    passport_issuer: str | None = column(
        "Кем выдан паспорт", example="ГУ МВД России по Свердловской области", norm="PDN-01"
    )
    passport_date: datetime.date | None = column(
        "Дата выдачи паспорта", T.DATE, example="20.05.2025", norm="PDN-01"
    )
    special_needs: bool | None = column(
        "ОВЗ или инвалидность",
        T.YES_NO,
        aliases=("ОВЗ",),
        example="нет",
        hint="Диагноз не пишется нигде.",
        norm="APP-08",
    )
    special_needs_paper: SpecialNeedsPaper | None = column(
        "Документ об особых условиях",
        T.CHOICE,
        required=_SPECIAL,
        choices=SpecialNeedsPaper,
        synonyms={"ПМПК": "заключение ПМПК"},
        example="заключение ПМПК",
        norm="APP-08",
    )
    special_needs_number: str | None = column(
        "Номер документа об особых условиях", required=_SPECIAL, example="214", norm="APP-08"
    )
    special_needs_date: datetime.date | None = column(
        "Дата документа об особых условиях",
        T.DATE,
        required=_SPECIAL,
        example="22.05.2026",
        norm="APP-08",
    )
    publication: bool | None = column(
        "Предложить согласие на публикацию",
        T.YES_NO,
        aliases=("Публикация фото",),
        example="да",
        hint="«да» — будет бланк отдельного согласия; отметки в нём ставит сам представитель.",
        norm="PDR-01",
    )

    @property
    def full_name(self) -> str:
        """«Абрамова Варвара Ильинична»: as far as the cells go."""
        return " ".join(p for p in (self.surname, self.first_name, self.patronymic) if p)


@dataclass(frozen=True, kw_only=True)
class Group(Record):
    """Группа: the pupils who take a programme together."""

    SHEET: ClassVar = SheetInfo(
        title="Группы",
        workbook="pupils",
        required=True,
        purpose="По строке на каждую группу каждой программы.",
        compounds=(
            period("Период занятий", "Срок занятий", "Период обучения", "Срок обучения", "Период"),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="РТ-1", norm="EDU-03")
    programme: str = column(
        "Программа", T.REFERENCE, required=True, refers_to=Programme, example="РОБО", norm="EDU-03"
    )
    agreement: str | None = column(
        "Сетевой договор",
        T.REFERENCE,
        refers_to=Agreement,
        example="Д-01",
        hint="Код договора о сетевой форме; пусто, если группа занимается без партнёров.",
        norm="EDU-04, APP-05",
    )
    teacher: str | None = column("Педагог", T.REFERENCE, refers_to=Person, example="Ж-01")
    address: str = column(
        "Место занятий",
        required=True,
        aliases=("Адрес занятий",),
        example="г. Заречногорск, ул. Школьная, д. 7а",
        norm="EDU-03",
    )
    timetable: str = column(
        "Расписание",
        required=True,
        aliases=("Время занятий",),
        example="вторник и четверг, 15:00–15:45",
        norm="APP-04",
    )
    weekly_hours: int = column(
        "Часов в неделю", T.INTEGER, required=True, example="2", norm="EDU-03"
    )
    start: datetime.date = column(
        "Начало занятий", T.DATE, required=True, example="01.09.2026", norm="X-14"
    )
    end: datetime.date = column(
        "Окончание занятий", T.DATE, required=True, example="31.05.2027", norm="X-14"
    )
    places: int | None = column("Мест", T.INTEGER, example="15")
    certificate: str = column(
        "Документ об обучении",
        required=True,
        example="свидетельство об освоении программы",
        hint="Если документ не выдаётся, так и напишите: «не выдаётся».",
        norm="EDU-10, PAY-13",
    )
    medical_note: bool | None = column(
        "Нужно медицинское заключение",
        T.YES_NO,
        example="нет",
        hint="«да», если этого требуют правила приёма; для физкультурно-спортивной "
        "направленности нужно всегда.",
        norm="APP-07",
    )
    conditions: str | None = column(
        "Особые условия",
        T.LONG_TEXT,
        example="занимающийся приносит сменную обувь",
        hint="Что ещё записать в договор: форма, оборудование, выезды.",
        norm="PAY-15",
    )


@dataclass(frozen=True, kw_only=True)
class Enrolment(Record):
    """Зачисление: one pupil in one group, with all that his papers need."""

    SHEET: ClassVar = SheetInfo(
        title="Зачисления",
        workbook="pupils",
        required=True,
        label_attributes=("code", "pupil"),
        purpose="По строке на каждого обучающегося в каждой группе: заявление и договор.",
        compounds=(
            period("Период обучения", "Срок обучения", "Период"),
            number_and_date(
                "Заявление (№, дата)",
                "application_number",
                "application_date",
                "№ и дата заявления",
                "Номер и дата заявления",
            ),
            number_and_date(
                "Договор (№, дата)",
                "contract_number",
                "contract_date",
                "№ и дата договора",
                "Номер и дата договора",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="З-01")
    pupil: str = column(
        "Обучающийся", T.REFERENCE, required=True, refers_to=Pupil, example="У-01", norm="APP-03"
    )
    group: str = column(
        "Группа", T.REFERENCE, required=True, refers_to=Group, example="РТ-1", norm="APP-04"
    )
    funding: EnrolmentFunding = column(
        "Источник финансирования",
        T.CHOICE,
        required=True,
        choices=EnrolmentFunding,
        synonyms={
            "бесплатно": "муниципальное задание",
            "бюджет": "муниципальное задание",
            "сертификат": "социальный сертификат",
            "ПФДО": "социальный сертификат",
            "платно": "плата",
        },
        example="муниципальное задание",
        norm="EDU-09, PAY-08",
    )
    start: datetime.date = column(
        "Начало обучения", T.DATE, required=True, example="01.09.2026", norm="EDU-02, PAY-12"
    )
    end: datetime.date = column(
        "Окончание обучения", T.DATE, required=True, example="31.05.2027", norm="EDU-02, PAY-12"
    )
    application_number: str | None = column(
        "Номер заявления", hint="Оставьте пустым: номер ставится при регистрации.", norm="APP-11"
    )
    application_date: datetime.date | None = column(
        "Дата заявления", T.DATE, hint="Оставьте пустой: дату ставит заявитель.", norm="APP-11"
    )
    contract_number: str | None = column(
        "Номер договора", hint="Оставьте пустым: номер ставится при регистрации.", norm="X-08"
    )
    contract_date: datetime.date | None = column(
        "Дата договора", T.DATE, hint="Оставьте пустой: дата ставится при подписании.", norm="X-08"
    )
    order_date: datetime.date | None = column(
        "Дата приказа о зачислении", T.DATE, hint="Платный договор не может быть позже приказа."
    )
    certificate_number: str | None = column(
        "Номер сертификата",
        required=_BY_CERTIFICATE,
        aliases=("№ сертификата",),
        example="6600000123",
        norm="EDU-09, APP-09",
    )
    certificate_hours: int | None = column(
        "Часов по сертификату",
        T.INTEGER,
        required=_BY_CERTIFICATE,
        example="72",
        norm="EDU-09",
    )
    cost: Decimal | None = column(
        "Полная стоимость, руб.",
        T.MONEY,
        required=_PAID,
        aliases=("Полная стоимость", "Стоимость"),
        example="18000,00",
        hint="За весь период обучения, со скидкой.",
        norm="PAY-08",
    )
    schedule: tuple[str, ...] = column(
        "График платежей",
        T.ITEMS,
        required=_PAID,
        example="01.10.2026 — 9000,00; 01.02.2027 — 9000,00",
        hint="«до какой даты — сколько рублей», через «;»; вместе — полная стоимость.",
        norm="PAY-08",
    )
    discount: Decimal | None = column(
        "Скидка, руб.",
        T.MONEY,
        aliases=("Скидка",),
        example="2000,00",
        hint="На сколько уже уменьшена полная стоимость.",
        norm="PAY-25",
    )
    discount_basis: str | None = column(
        "Основание скидки",
        example="второй ребёнок из одной семьи (пункт 4.2 Положения о платных услугах)",
        norm="PAY-25",
    )
    medical_date: datetime.date | None = column(
        "Дата медицинского заключения",
        T.DATE,
        aliases=("Медицинское заключение",),
        example="20.08.2026",
        hint="Что противопоказаний нет; содержание заключения не переписывается.",
        norm="APP-07",
    )
    adapted: bool | None = column(
        "Адаптированная программа",
        T.YES_NO,
        example="нет",
        hint="«да», если обучение идёт по адаптированной программе.",
        norm="APP-08",
    )


@dataclass(frozen=True, kw_only=True)
class ConsentPurpose(Record):
    """Цель обработки: one purpose, for which its own consent is asked (PDN-04)."""

    SHEET: ClassVar = SheetInfo(
        title="Цели согласий",
        workbook="pupils",
        purpose="По строке на каждую цель, для которой нужно согласие: на каждую цель — отдельный "
        "лист. Чего требует закон или договор, сюда не вносят.",
    )

    code: str = column("Код", T.CODE, required=True, example="НАВИГАТОР")
    purpose: str = column(
        "Цель",
        required=True,
        example="учёт обучающихся в региональной информационной системе",
        hint="Одна цель, в именительном падеже: «учёт обучающихся в …».",
        norm="PDN-04",
    )
    scope: ConsentScope = column(
        "Кому предложить",
        T.CHOICE,
        required=True,
        choices=ConsentScope,
        example="всем",
        norm="PDN-11",
    )
    pupil_items: tuple[str, ...] = column(
        "Данные обучающегося",
        T.ITEMS,
        required=True,
        example="фамилия, имя, отчество; дата рождения; группа",
        hint="Закрытый перечень через «;», без «и другие».",
        norm="PDN-05",
    )
    guardian_items: tuple[str, ...] = column(
        "Данные представителя",
        T.ITEMS,
        example="фамилия, имя, отчество; телефон",
        hint="Если нужны; закрытый перечень через «;».",
        norm="PDN-05",
    )
    actions: tuple[str, ...] = column(
        "Действия",
        T.ITEMS,
        required=True,
        example="сбор; запись; хранение; использование; передача; удаление",
        hint="Что делают с данными, через «;».",
        norm="PDN-07",
    )
    recipients: tuple[str, ...] = column(
        "Получатели",
        T.REFERENCES,
        refers_to=Organisation,
        example="СОШ5",
        hint="Кому передаются данные; для сетевых программ пусто: это партнёры группы.",
        norm="PDN-06, PDN-12",
    )
    until: str = column(
        "Срок согласия",
        required=True,
        example="до отчисления обучающегося",
        hint="Дата или событие; бессрочного согласия не бывает.",
        norm="PDN-08",
    )


@dataclass(frozen=True)
class Payment:
    """One line of a schedule of payments: the day by which, and how many roubles."""

    due: datetime.date
    amount: Decimal


_PAYMENT = re.compile(
    r"(?:до\s+)?(\d{1,2})\.(\d{1,2})\.(\d{4})\s*(?:г\.?)?\s*[-–—:]\s*"
    r"(\d[\d\s\u00a0\u202f]*(?:[.,]\d{1,2})?)\s*(?:руб(?:\.|л\w*)?)?"
)


def read_payment(text: str) -> Payment | None:
    """«01.10.2026 — 9 000,00» as a payment; ``None`` for what cannot be read so."""
    found = _PAYMENT.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year, amount = found.groups()
    try:
        due = datetime.date(int(year), int(month), int(day))
        return Payment(due, Decimal(re.sub(r"\s", "", amount).replace(",", ".")))
    except (ValueError, InvalidOperation):
        return None


def age_on(born: datetime.date, day: datetime.date) -> int:
    """Full years of age on a day; one born on 29 February grows older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
