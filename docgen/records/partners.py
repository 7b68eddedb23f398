"""Sheets of ``partners.xlsx``: agreements between organisations and what belongs to each."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from docgen.records.directory import Organisation, Person, Programme
from docgen.records.schema import ColumnType as T
from docgen.records.schema import (
    Record,
    SheetInfo,
    column,
    full_name,
    number_and_date,
    period,
    when,
)
from docgen.records.vocabulary import (
    AgreementKind,
    AmendmentAction,
    Funding,
    PartyRole,
    PersonalDataTransfer,
    ProgrammeApproval,
    Renewal,
    ResourceKind,
    Signing,
    Transport,
    VoteRule,
)

_NETWORK = when("kind", AgreementKind.NETWORK)
_COOPERATION = when("kind", AgreementKind.COOPERATION)
_MAIN = when("kind", AgreementKind.NETWORK, AgreementKind.COOPERATION)
_SUPPLEMENTARY = when("kind", AgreementKind.SUPPLEMENTARY)
_WITH_MONEY = when("funding", Funding.PAYMENT, Funding.REIMBURSEMENT)
_ASSESSED = when("assessment", True)
_DATA_PASSED = when(
    "personal_data", PersonalDataTransfer.INSTRUCTION, PersonalDataTransfer.OPERATOR
)


@dataclass(frozen=True, kw_only=True)
class Agreement(Record):
    """Договор: one row makes one agreement with its annexes."""

    SHEET: ClassVar = SheetInfo(
        title="Договоры",
        workbook="partners",
        aliases=("Соглашения",),
        required=True,
        purpose="По строке на договор или соглашение; стороны, части программы и ресурсы — "
        "на соседних листах, по коду договора.",
        compounds=(
            number_and_date(
                "№ и дата договора",
                "number",
                "date",
                "Номер и дата договора",
                "№ и дата",
                "Номер и дата",
                "Договор (№, дата)",
                "Реквизиты договора",
            ),
            period("Срок действия", "Период действия", "Срок действия договора", "Период", "Срок"),
            period(
                "Период реализации",
                "Срок реализации",
                "Срок реализации программы",
                start="teaching_start",
                end="teaching_end",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, aliases=("Код договора",), example="Д-01")
    kind: AgreementKind = column(
        "Вид документа",
        T.CHOICE,
        required=True,
        choices=AgreementKind,
        aliases=("Вид договора",),
        synonyms={
            "сетевой договор": "договор о сетевой форме",
            "договор о сетевой форме реализации программы": "договор о сетевой форме",
            "допсоглашение": "дополнительное соглашение",
            "договор о сотрудничестве": "соглашение о сотрудничестве",
        },
        example="договор о сетевой форме",
        norm="NET, MUL-03",
    )
    programme: str | None = column(
        "Программа",
        T.REFERENCE,
        required=_NETWORK,
        refers_to=Programme,
        example="РОБО",
        norm="NET-05",
    )
    number: str | None = column(
        "Номер",
        aliases=("Номер договора", "№ договора"),
        hint="Оставьте пустым: номер ставится при регистрации, в проекте будет «№ ____».",
        norm="X-08",
    )
    date: datetime.date | None = column(
        "Дата",
        T.DATE,
        aliases=("Дата договора",),
        hint="Оставьте пустым: дата ставится при подписании.",
        norm="X-08",
    )
    city: str | None = column(
        "Место заключения", hint="Если отличается от города из настроек.", norm="X-08"
    )
    start: datetime.date | None = column(
        "Начало действия",
        T.DATE,
        required=True,
        aliases=("Действует с", "Дата начала"),
        example="01.09.2026",
        norm="NET-16, MUL-08",
    )
    end: datetime.date | None = column(
        "Окончание действия",
        T.DATE,
        required=_MAIN,
        aliases=("Действует по", "Дата окончания"),
        example="30.06.2027",
        norm="NET-16, MUL-08",
    )
    teaching_start: datetime.date | None = column(
        "Начало реализации", T.DATE, required=_NETWORK, example="01.09.2026", norm="NET-16"
    )
    teaching_end: datetime.date | None = column(
        "Окончание реализации", T.DATE, required=_NETWORK, example="31.05.2027", norm="NET-16"
    )
    approval: ProgrammeApproval | None = column(
        "Программу утверждает",
        T.CHOICE,
        required=_NETWORK,
        choices=ProgrammeApproval,
        aliases=("Утверждение программы",),
        example="базовой организацией",
        norm="NET-07",
    )
    pupils_count: int | None = column(
        "Число обучающихся", T.INTEGER, required=_NETWORK, example="15", norm="NET-08"
    )
    list_days: int | None = column(
        "Срок передачи списка, дней",
        T.INTEGER,
        required=_NETWORK,
        example="5",
        hint="За сколько рабочих дней список обучающихся и его изменения передаются участнику; "
        "если список не передаётся — «не применяется».",
        norm="NET-08",
    )
    timetable_by: str | None = column(
        "Расписание составляет",
        T.REFERENCE,
        required=_NETWORK,
        refers_to=Organisation,
        example="СОШ5",
        norm="NET-12",
    )
    assessment: bool | None = column(
        "Аттестация", T.YES_NO, required=_NETWORK, example="да", norm="NET-13"
    )
    assessment_form: str | None = column(
        "Форма аттестации",
        required=(_NETWORK, _ASSESSED),
        example="защита проекта",
        norm="NET-13",
    )
    assessment_by: str | None = column(
        "Аттестацию проводит",
        T.REFERENCE,
        required=(_NETWORK, _ASSESSED),
        refers_to=Organisation,
        example="СОШ5",
        norm="NET-13",
    )
    results_days: int | None = column(
        "Срок передачи результатов, дней",
        T.INTEGER,
        required=(_NETWORK, _ASSESSED),
        example="5",
        norm="NET-13",
    )
    certificate: str | None = column(
        "Документ об обучении",
        required=_NETWORK,
        example="свидетельство об освоении программы",
        hint="Если документ не выдаётся, так и напишите: «не выдаётся».",
        norm="NET-14",
    )
    certificate_by: str | None = column(
        "Документ об обучении выдаёт",
        T.REFERENCE,
        refers_to=Organisation,
        hint="Если пусто — базовая организация.",
        norm="NET-14",
    )
    funding: Funding | None = column(
        "Финансирование",
        T.CHOICE,
        required=_MAIN,
        choices=Funding,
        aliases=("Финансовые условия",),
        synonyms={
            "бесплатно": "безвозмездно",
            "оплата": "оплата услуг",
            "возмещение": "возмещение затрат",
        },
        example="безвозмездно",
        norm="NET-15, MUL-04",
    )
    amount: Decimal | None = column(
        "Сумма, руб.",
        T.MONEY,
        required=(_NETWORK, _WITH_MONEY),
        aliases=("Сумма",),
        example="48000,00",
        norm="NET-15",
    )
    vat: str | None = column(
        "НДС",
        required=(_NETWORK, _WITH_MONEY),
        example="НДС не облагается (подпункт 14 пункта 2 статьи 149 НК РФ)",
        norm="NET-15",
    )
    payment_terms: str | None = column(
        "Порядок оплаты",
        T.LONG_TEXT,
        required=(_NETWORK, _WITH_MONEY),
        example="ежемесячно, в течение 10 рабочих дней после подписания акта",
        norm="NET-15",
    )
    payment_source: str | None = column(
        "Источник средств",
        required=(_NETWORK, _WITH_MONEY),
        example="субсидия на выполнение муниципального задания",
        norm="NET-15",
    )
    payer: str | None = column(
        "Плательщик",
        T.REFERENCE,
        required=(_NETWORK, _WITH_MONEY),
        refers_to=Organisation,
        example="СОШ5",
        norm="NET-15",
    )
    payee: str | None = column(
        "Получатель",
        T.REFERENCE,
        required=(_NETWORK, _WITH_MONEY),
        refers_to=Organisation,
        example="СОШ5",
        norm="NET-15",
    )
    purchase_basis: str | None = column(
        "Основание закупки",
        required=(_NETWORK, when("funding", Funding.PAYMENT)),
        example="пункт 5 части 1 статьи 93 Федерального закона № 44-ФЗ",
        norm="NET-15",
    )
    purchase_code: str | None = column(
        "ИКЗ",
        T.IKZ,
        example="263660000001066000100100010018541244",
        hint="36 цифр; если закупка по 223-ФЗ — «не применяется».",
        required=(_NETWORK, when("funding", Funding.PAYMENT)),
        norm="NET-15",
    )
    kbk: str | None = column("КБК", T.KBK, norm="NET-15")
    transport: Transport | None = column(
        "Доставку обеспечивает",
        T.CHOICE,
        required=_NETWORK,
        choices=Transport,
        aliases=("Доставка обучающихся",),
        example="не требуется",
        norm="NET-20",
    )
    safety_person: str | None = column(
        "Ответственный за безопасность",
        T.REFERENCE,
        required=_NETWORK,
        refers_to=Person,
        example="Ж-01",
        norm="NET-20",
    )
    personal_data: PersonalDataTransfer | None = column(
        "Передача персональных данных",
        T.CHOICE,
        required=_NETWORK,
        choices=PersonalDataTransfer,
        synonyms={"нет": "не передаются", "поручение": "поручение обработки"},
        example="поручение обработки",
        norm="NET-19",
    )
    personal_data_items: str | None = column(
        "Состав персональных данных",
        required=(_NETWORK, _DATA_PASSED),
        example="фамилия, имя, отчество, дата рождения, группа",
        norm="NET-19",
    )
    personal_data_days: int | None = column(
        "Срок удаления данных, дней",
        T.INTEGER,
        required=(_NETWORK, _DATA_PASSED),
        example="30",
        norm="NET-19",
    )
    personal_data_contact: str | None = column(
        "Ответственный за персональные данные",
        T.REFERENCE,
        required=(_NETWORK, _DATA_PASSED),
        refers_to=Person,
        example="Ж-01",
        norm="NET-19",
    )
    inform_date: datetime.date | None = column(
        "Дата уведомления родителей",
        T.DATE,
        required=_NETWORK,
        example="25.08.2026",
        norm="NET-21",
    )
    fallback: str | None = column(
        "При утрате лицензии участником",
        T.LONG_TEXT,
        required=_NETWORK,
        example="базовая организация реализует часть программы собственными силами",
        hint="Что будет с обучающимися; если участник не ведёт обучение — «не применяется».",
        norm="NET-18",
    )
    claim_days: int | None = column(
        "Срок ответа на претензию, дней", T.INTEGER, required=_MAIN, example="10", norm="NET-17"
    )
    court: str | None = column(
        "Суд",
        required=_MAIN,
        example="Арбитражный суд Свердловской области",
        hint="В именительном падеже.",
        norm="NET-17",
    )
    notice_days: int | None = column(
        "Срок уведомления о расторжении, дней",
        T.INTEGER,
        required=_MAIN,
        example="30",
        norm="NET-18, MUL-06",
    )
    topics: tuple[str, ...] = column(
        "Направления сотрудничества",
        T.ITEMS,
        required=_COOPERATION,
        example="совместные мероприятия; обмен опытом",
        hint="Через «;» или с новой строки (Alt+Enter).",
        norm="MUL-04",
    )
    council: bool | None = column(
        "Совет сети", T.YES_NO, required=_COOPERATION, example="да", norm="MUL-05"
    )
    vote_rule: VoteRule | None = column(
        "Решения совета принимаются",
        T.CHOICE,
        required=(_COOPERATION, when("council", True)),
        choices=VoteRule,
        example="большинством голосов",
        norm="MUL-05",
    )
    join_days: int | None = column(
        "Срок рассмотрения заявки о присоединении, дней",
        T.INTEGER,
        required=_COOPERATION,
        example="15",
        norm="MUL-06",
    )
    renewal: Renewal | None = column(
        "Продление",
        T.CHOICE,
        required=_COOPERATION,
        choices=Renewal,
        example="не продлевается",
        norm="MUL-08",
    )
    approver: str | None = column(
        "Согласует учредитель",
        T.REFERENCE,
        required=_COOPERATION,
        refers_to=Person,
        example="Ж-01",
        hint="Человек из органа управления; если учредитель сам сторона — «не применяется».",
        norm="MUL-11",
    )
    main_agreement: str | None = column(
        "Основной договор",
        T.REFERENCE,
        required=_SUPPLEMENTARY,
        refers_to="Agreement",
        example="Д-01",
        hint="Код договора, который меняется.",
        norm="NET-18",
    )
    signing: Signing | None = column(
        "Способ подписания",
        T.CHOICE,
        required=True,
        choices=Signing,
        synonyms={
            "бумага": "на бумаге",
            "ЭП": "электронной подписью",
            "УКЭП": "электронной подписью",
        },
        example="на бумаге",
        norm="NET-22, X-12",
    )
    copies: int | None = column(
        "Экземпляров",
        T.INTEGER,
        hint="Если пусто — по числу сторон.",
        norm="NET-22, MUL-09",
    )
    visas: tuple[str, ...] = column(
        "Визы", T.REFERENCES, refers_to=Person, hint="Если пусто — из настроек."
    )
    note: str | None = column("Примечание", T.LONG_TEXT)

    def judged_on(self, run_day: datetime.date) -> datetime.date:
        """The date by which the law of the agreement's papers is judged.

        Its own date; a draft has none yet and will be signed by its start at the latest, so
        the earlier of the run and the start stands for it.
        """
        if self.date:
            return self.date
        return min(run_day, self.start) if self.start else run_day


@dataclass(frozen=True, kw_only=True)
class Party(Record):
    """Сторона договора."""

    SHEET: ClassVar = SheetInfo(
        title="Стороны",
        workbook="partners",
        required=True,
        label_attributes=("agreement", "organisation"),
        purpose="По строке на каждую сторону каждого договора, в порядке преамбулы.",
    )

    agreement: str = column(
        "Договор",
        T.REFERENCE,
        required=True,
        refers_to=Agreement,
        aliases=("Код договора",),
        example="Д-01",
    )
    organisation: str = column(
        "Организация",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        example="СОШ5",
        norm="NET-01, MUL-01",
    )
    role: PartyRole = column(
        "Роль",
        T.CHOICE,
        required=True,
        choices=PartyRole,
        aliases=("Роль стороны",),
        synonyms={
            "базовая": "базовая организация",
            "ведёт часть": "участник, ведущий часть программы",
            "ресурсы": "участник, предоставляющий ресурсы",
            "участник": "участник сети",
        },
        example="базовая организация",
        norm="NET-01, NET-02, MUL-02",
    )
    signatory: str | None = column(
        "Подписант",
        T.REFERENCE,
        refers_to=Person,
        hint="Если пусто — руководитель организации.",
        norm="NET-04",
    )
    duties: tuple[str, ...] = column(
        "Обязанности",
        T.ITEMS,
        example="предоставлять отчёт о посещаемости ежемесячно",
        hint="Сверх обычных для роли; несколько — через «;». Глагол в неопределённой форме.",
        norm="NET-11",
    )
    signed_on: datetime.date | None = column("Дата подписания", T.DATE, norm="MUL-10")


@dataclass(frozen=True, kw_only=True)
class ProgrammePart(Record):
    """Часть программы: a module that one party teaches (NET-06)."""

    SHEET: ClassVar = SheetInfo(
        title="Части программ",
        workbook="partners",
        label_attributes=("agreement", "title"),
        purpose="Модули и темы: кто, сколько часов, когда и где ведёт.",
        compounds=(period("Период", "Период реализации", "Срок реализации", "Сроки", "Срок"),),
    )

    agreement: str = column(
        "Договор",
        T.REFERENCE,
        required=True,
        refers_to=Agreement,
        aliases=("Код договора",),
        example="Д-01",
    )
    organisation: str = column(
        "Организация",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        aliases=("Кто ведёт",),
        example="СОШ5",
        norm="NET-06",
    )
    title: str = column(
        "Наименование части",
        required=True,
        aliases=("Часть программы", "Модуль"),
        example="Модуль «Программирование роботов»",
        norm="NET-06",
    )
    hours: int = column(
        "Часов", T.INTEGER, required=True, aliases=("Объём, часов",), example="36", norm="NET-06"
    )
    start: datetime.date = column(
        "Начало",
        T.DATE,
        required=True,
        aliases=("Дата начала",),
        example="01.10.2026",
        norm="NET-06",
    )
    end: datetime.date = column(
        "Окончание",
        T.DATE,
        required=True,
        aliases=("Дата окончания",),
        example="31.01.2027",
        norm="NET-06",
    )
    address: str = column(
        "Место занятий",
        required=True,
        aliases=("Адрес", "Адрес занятий"),
        example="г. Заречногорск, ул. Заводская, д. 10",
        norm="NET-12",
    )
    assessment: str | None = column("Форма контроля", example="зачёт", norm="NET-13")


@dataclass(frozen=True, kw_only=True)
class Resource(Record):
    """Ресурс, который сторона предоставляет (NET-10)."""

    SHEET: ClassVar = SheetInfo(
        title="Ресурсы",
        workbook="partners",
        label_attributes=("agreement", "name"),
        purpose="Помещения, оборудование, кадры и материалы каждой стороны.",
    )

    agreement: str = column(
        "Договор",
        T.REFERENCE,
        required=True,
        refers_to=Agreement,
        aliases=("Код договора",),
        example="Д-01",
    )
    organisation: str = column(
        "Организация",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        example="СОШ5",
        norm="NET-10",
    )
    kind: ResourceKind = column(
        "Вид ресурса",
        T.CHOICE,
        required=True,
        choices=ResourceKind,
        example="оборудование",
        norm="NET-10",
    )
    name: str = column(
        "Наименование ресурса",
        required=True,
        aliases=("Ресурс", "Наименование"),
        example="набор для сборки роботов",
        norm="NET-10",
    )
    quantity: str = column(
        "Количество", required=True, aliases=("Кол-во",), example="8 комплектов", norm="NET-10"
    )
    address: str | None = column(
        "Адрес",
        required=when("kind", ResourceKind.PREMISES),
        aliases=("Место нахождения",),
        example="г. Заречногорск, ул. Заводская, д. 10",
        norm="NET-10",
    )
    usage: str | None = column(
        "Время использования",
        required=True,
        aliases=("Часы", "Период использования"),
        example="вторник и четверг, 15:00–17:00",
        norm="NET-10",
    )


@dataclass(frozen=True, kw_only=True)
class Amendment(Record):
    """Изменение, которое вносит дополнительное соглашение."""

    SHEET: ClassVar = SheetInfo(
        title="Изменения",
        workbook="partners",
        label_attributes=("agreement", "point"),
        purpose="Что меняет каждое дополнительное соглашение: по строке на пункт.",
    )

    agreement: str = column(
        "Договор",
        T.REFERENCE,
        required=True,
        refers_to=Agreement,
        aliases=("Дополнительное соглашение", "Код договора"),
        example="ДС-01",
        hint="Код дополнительного соглашения.",
    )
    point: str = column("Пункт", required=True, example="пункт 3.2", norm="NET-18")
    action: AmendmentAction = column(
        "Действие",
        T.CHOICE,
        required=True,
        choices=AmendmentAction,
        example="изложить в новой редакции",
    )
    text: str | None = column(
        "Текст",
        T.LONG_TEXT,
        required=when("action", AmendmentAction.REPLACE, AmendmentAction.ADD),
        aliases=("Новая редакция",),
        example="3.2. Занятия проводятся по средам.",
    )


@dataclass(frozen=True, kw_only=True)
class ListedPupil(Record):
    """Строка списка обучающихся (NET-08): only what the partner may see."""

    SHEET: ClassVar = SheetInfo(
        title="Списки обучающихся",
        workbook="partners",
        label_attributes=("agreement",),
        purpose="Поимённые списки для участников; если списка ещё нет, бумага выйдет с пустыми "
        "строками по числу обучающихся.",
        compounds=(full_name("ФИО обучающегося", "ФИО ребёнка", "ФИО ученика"),),
    )

    agreement: str = column(
        "Договор",
        T.REFERENCE,
        required=True,
        refers_to=Agreement,
        aliases=("Код договора",),
        example="Д-01",
    )
    surname: str = column("Фамилия", required=True, example="Сорокина", norm="NET-08")
    first_name: str = column("Имя", required=True, example="Вера", norm="NET-08")
    patronymic: str | None = column("Отчество", example="Игоревна", norm="NET-08")
    birth_date: datetime.date = column(
        "Дата рождения", T.DATE, required=True, example="14.03.2014", norm="NET-08"
    )
    group: str | None = column("Группа", example="РТ-1")
