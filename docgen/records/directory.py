"""Sheets of ``directory.xlsx`` (справочник): settings, organisations, people, programmes.

One row each; everything else refers to them by code or by an unambiguous name, so that a
name has one spelling everywhere (X-13).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import ClassVar

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
    Authority,
    Direction,
    LayoutStandard,
    LegalForm,
    LicenceStatus,
    NameGender,
    ParticipleAgreement,
    ProgrammeApproval,
    ProgrammeKind,
    Sex,
    StudyForm,
)

_ACTING_WORDS = re.compile(
    r"\s*(?:и\.?\s*о\.|ио\s|врио\b|вр\.\s*и\.\s*о\.|в\.\s*р\.\s*и\.\s*о\."
    r"|(?:временно\s+)?исполня\w+\s+обязанности)\s*",
    re.IGNORECASE,
)


_SELLS = when("paid_allowed", True)


@dataclass(frozen=True, kw_only=True)
class Settings(Record):
    """Настройки: what is the same for every paper of the office."""

    SHEET: ClassVar = SheetInfo(
        title="Настройки",
        workbook="directory",
        layout="pairs",
        required=True,
        label_attributes=(),
        identity=("academic_year",),
        purpose="Общие для всех бумаг сведения: одна строка — один параметр.",
    )

    academic_year: str = column(
        "Учебный год", T.ACADEMIC_YEAR, required=True, example="2026/2027", norm="X-14"
    )
    municipality: str = column(
        "Муниципалитет", required=True, example="Заречногорский муниципальный район"
    )
    authority: str | None = column(
        "Орган управления",
        T.REFERENCE,
        refers_to="Organisation",
        example="СОШ5",
        hint="Код органа управления образованием с листа «Организации».",
    )
    city: str = column(
        "Город",
        required=True,
        example="г. Заречногорск",
        hint="Место заключения договоров, если в строке договора не указано другое.",
        norm="X-08",
    )
    layout: LayoutStandard | None = column(
        "Стиль оформления",
        T.CHOICE,
        choices=LayoutStandard,
        synonyms={"2025": "ГОСТ Р 7.0.97-2025", "2016": "ГОСТ Р 7.0.97-2016"},
        example="ГОСТ Р 7.0.97-2025",
    )
    qr_code: bool | None = column(
        "QR-код на бумагах",
        T.YES_NO,
        aliases=("QR-код", "Штрих-код"),
        example="нет",
        hint="«да»: в углу первого листа код, по которому docgen signed узнаёт скан бумаги.",
    )
    participle: ParticipleAgreement | None = column(
        "Согласование «действующий»",
        T.CHOICE,
        choices=ParticipleAgreement,
        example="по имени",
        hint="«по имени»: директора Ивановой, действующей; «по должности»: действующего.",
    )
    visas: tuple[str, ...] = column(
        "Визы",
        T.REFERENCES,
        refers_to="Person",
        aliases=("Согласующие",),
        example="Ж-01",
        hint="Коды людей, чьи визы нужны в листе согласования, по порядку, через «;».",
    )


@dataclass(frozen=True, kw_only=True)
class Organisation(Record):
    """Организация: a school, a centre, a partner, the education authority, an ИП."""

    SHEET: ClassVar = SheetInfo(
        title="Организации",
        workbook="directory",
        aliases=("Организация", "Партнёры"),
        required=True,
        label_attributes=("short_name", "code"),
        purpose="По строке на каждую организацию: школы, партнёры, орган управления, ИП.",
        compounds=(
            number_and_date(
                "Лицензия (№, дата)",
                "licence_number",
                "licence_date",
                "Лицензия",
                "Лицензия № и дата",
                "№ и дата лицензии",
                "Номер и дата лицензии",
                "Лицензия (номер, дата)",
            ),
            number_and_date(
                "Приказ о стоимости услуг (№, дата)",
                "price_order_number",
                "price_order_date",
                "Приказ о стоимости услуг",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="СОШ5")
    full_name: str = column(
        "Полное наименование",
        required=True,
        aliases=("Наименование полное", "Наименование организации"),
        example="муниципальное бюджетное общеобразовательное учреждение "
        "«Средняя общеобразовательная школа № 5»",
        hint="Как в Уставе, с организационно-правовой формой.",
        norm="X-01",
    )
    short_name: str = column(
        "Сокращённое наименование",
        required=True,
        aliases=("Краткое наименование", "Наименование сокращённое"),
        example="МБОУ СОШ № 5",
        norm="X-01",
    )
    legal_form: LegalForm = column(
        "Правовая форма",
        T.CHOICE,
        required=True,
        choices=LegalForm,
        aliases=("ОПФ", "Организационно-правовая форма"),
        synonyms={
            "ИП": "индивидуальный предприниматель",
            "ООО": "общество",
            "АНО": "некоммерческая организация",
        },
        example="учреждение",
    )
    name_gender: NameGender | None = column(
        "Род наименования",
        T.CHOICE,
        choices=NameGender,
        synonyms={"м": "мужской", "ж": "женский", "с": "средний"},
        hint="Заполните, если программа ошиблась: «именуемое», «именуемая» или «именуемый».",
    )
    full_name_genitive: str | None = column(
        "Полное наименование (род. падеж)",
        hint="Кого? Чего? Заполняется, если программа просклоняла неверно.",
    )
    full_name_instrumental: str | None = column(
        "Полное наименование (тв. падеж)",
        hint="Кем? Чем? Заполняется, если программа просклоняла неверно.",
    )
    inn: str | None = column("ИНН", T.INN, required=True, example="6600000010", norm="X-06, X-07")
    kpp: str | None = column(
        "КПП",
        T.KPP,
        required=when(
            "legal_form",
            LegalForm.INSTITUTION,
            LegalForm.COMPANY,
            LegalForm.NONPROFIT,
            LegalForm.AUTHORITY,
        ),
        example="660001001",
        norm="X-06",
    )
    ogrn: str | None = column(
        "ОГРН",
        T.OGRN,
        required=True,
        aliases=("ОГРНИП", "ОГРН / ОГРНИП"),
        example="1026600000019",
        hint="13 знаков; у индивидуального предпринимателя 15 (ОГРНИП).",
        norm="X-06, X-07",
    )
    legal_address: str = column(
        "Юридический адрес",
        required=True,
        aliases=("Место нахождения", "Адрес"),
        example="623000, Свердловская область, г. Заречногорск, ул. Школьная, д. 5",
        norm="X-02",
    )
    places: tuple[str, ...] = column(
        "Адреса занятий",
        T.ITEMS,
        aliases=("Места осуществления образовательной деятельности",),
        example="г. Заречногорск, ул. Школьная, д. 5",
        hint="Несколько адресов — через «;».",
        norm="X-02",
    )
    head: str | None = column(
        "Руководитель",
        T.REFERENCE,
        required=True,
        refers_to="Person",
        example="Ж-01",
        hint="Код человека с листа «Люди».",
        norm="X-05",
    )
    teaches: bool | None = column(
        "Ведёт образовательную деятельность",
        T.YES_NO,
        required=True,
        example="да",
        hint="«да» — нужна лицензия; «нет» — организация может только предоставить ресурсы.",
        norm="NET-02",
    )
    licence_number: str | None = column(
        "Лицензия №",
        T.LICENCE,
        required=when("teaches", True),
        aliases=("Номер лицензии",),
        example="Л035-01277-66/00190001",
        norm="X-03, X-04",
    )
    licence_date: datetime.date | None = column(
        "Дата лицензии", T.DATE, required=when("teaches", True), example="12.03.2021", norm="X-03"
    )
    licence_issuer: str | None = column(
        "Кем выдана лицензия",
        required=when("teaches", True),
        aliases=("Лицензирующий орган",),
        example="Министерство образования Свердловской области",
        norm="X-03",
    )
    licence_covers_additional: bool | None = column(
        "Подвид «Дополнительное образование детей и взрослых»",
        T.YES_NO,
        required=when("teaches", True),
        aliases=("Подвид ДОДиВ",),
        example="да",
        norm="X-03",
    )
    licence_status: LicenceStatus | None = column(
        "Статус лицензии",
        T.CHOICE,
        required=when("teaches", True),
        choices=LicenceStatus,
        example="действует",
        norm="X-03",
    )
    licence_checked_on: datetime.date | None = column(
        "Лицензия проверена",
        T.DATE,
        example="20.08.2026",
        hint="Когда запись смотрели в реестре лицензий.",
        norm="X-03",
    )
    treasury_account: str | None = column(
        "Казначейский счёт", T.ACCOUNT, example="03234643657010006200", norm="X-06"
    )
    single_treasury_account: str | None = column(
        "Единый казначейский счёт", T.ACCOUNT, aliases=("ЕКС",), norm="X-06"
    )
    personal_account: str | None = column(
        "Лицевой счёт", T.PERSONAL_ACCOUNT, aliases=("л/с",), norm="X-06"
    )
    settlement_account: str | None = column(
        "Расчётный счёт", T.ACCOUNT, aliases=("р/с",), norm="X-06"
    )
    correspondent_account: str | None = column(
        "Корреспондентский счёт", T.ACCOUNT, aliases=("к/с",), norm="X-06"
    )
    bik: str | None = column("БИК", T.BIK, norm="X-06")
    bank: str | None = column(
        "Банк",
        aliases=("Наименование банка", "ТОФК"),
        example="Уральское ГУ Банка России//УФК по Свердловской области, г. Екатеринбург",
        norm="X-06",
    )
    oktmo: str | None = column("ОКТМО", T.OKTMO, example="65701000", norm="X-06")
    kbk: str | None = column("КБК", T.KBK, norm="X-06")
    phone: str | None = column("Телефон", T.PHONE, example="+7 (34398) 2-15-07")
    email: str | None = column("E-mail", T.EMAIL, aliases=("Эл. почта", "Электронная почта"))
    site: str | None = column("Сайт", aliases=("Адрес сайта",))
    has_seal: bool | None = column("Есть печать", T.YES_NO, example="да", norm="NET-22")
    contract_required: bool | None = column(
        "Договор об образовании по правилам приёма",
        T.YES_NO,
        example="да",
        hint="«да», если правила приёма требуют договора и при бесплатном обучении.",
        norm="EDU-01",
    )
    paid_allowed: bool | None = column(
        "Платные услуги разрешены",
        T.YES_NO,
        example="нет",
        hint="«да», если Устав разрешает приносящую доход деятельность и есть положение о платных "
        "услугах.",
        norm="PAY-23",
    )
    price_order_number: str | None = column(
        "Номер приказа о стоимости услуг",
        required=_SELLS,
        example="120-од",
        norm="PAY-23",
    )
    price_order_date: datetime.date | None = column(
        "Дата приказа о стоимости услуг",
        T.DATE,
        required=_SELLS,
        example="25.08.2026",
        norm="PAY-23",
    )
    services_vat: str | None = column(
        "НДС по платным услугам",
        required=_SELLS,
        example="НДС не облагается (подпункт 14 пункта 2 статьи 149 НК РФ)",
        norm="PAY-24",
    )
    defect_days: int | None = column(
        "Срок устранения недостатков, дней",
        T.INTEGER,
        required=_SELLS,
        example="10",
        hint="За сколько календарных дней исправляются недостатки платных услуг.",
        norm="PAY-19",
    )
    issues: tuple[str, ...] = column(
        "Виды распорядительных документов",
        T.ITEMS,
        aliases=("Издаёт документы",),
        example="приказ; распоряжение",
        hint="Что вправе издавать: приказ, распоряжение, постановление. Если пусто — приказ.",
        norm="ORD-01",
    )

    @property
    def is_entrepreneur(self) -> bool:
        return self.legal_form is LegalForm.ENTREPRENEUR


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """Человек: a head, a signatory, one who approves or answers for something."""

    SHEET: ClassVar = SheetInfo(
        title="Люди",
        workbook="directory",
        required=True,
        label_attributes=("surname", "first_name", "patronymic"),
        purpose="По строке на каждого человека, который подписывает, согласует или отвечает.",
        compounds=(
            full_name("ФИО сотрудника", "ФИО руководителя", initials=True),
            number_and_date(
                "Документ о полномочиях (№, дата)",
                "authority_number",
                "authority_date",
                "Номер и дата документа о полномочиях",
                "№ и дата документа о полномочиях",
                "№ и дата доверенности",
                "Доверенность (№, дата)",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="Ж-01")
    surname: str = column("Фамилия", required=True, example="Железняк")
    first_name: str = column(
        "Имя", required=True, example="Марина", hint="Можно инициал с точкой, если имя неизвестно."
    )
    patronymic: str | None = column("Отчество", example="Петровна")
    sex: Sex | None = column(
        "Пол",
        T.CHOICE,
        choices=Sex,
        synonyms={"м": "мужской", "ж": "женский", "муж": "мужской", "жен": "женский"},
        hint="Обязателен, если нет отчества: по фамилии пол не определяется.",
    )
    name_genitive: str | None = column("ФИО (род. падеж)", hint="Если программа ошиблась.")
    name_dative: str | None = column("ФИО (дат. падеж)", hint="Если программа ошиблась.")
    name_instrumental: str | None = column("ФИО (тв. падеж)", hint="Если программа ошиблась.")
    post: str | None = column(
        "Должность",
        required=True,
        example="директор",
        hint="Без «и. о.»: для этого есть столбец «Исполняет обязанности».",
        norm="X-05",
    )
    post_genitive: str | None = column("Должность (род. падеж)", hint="Если программа ошиблась.")
    post_dative: str | None = column("Должность (дат. падеж)", hint="Если программа ошиблась.")
    organisation: str | None = column(
        "Организация", T.REFERENCE, refers_to=Organisation, example="СОШ5"
    )
    acting: bool | None = column(
        "Исполняет обязанности", T.YES_NO, aliases=("И. о.", "Врио"), example="нет"
    )
    authority: Authority | None = column(
        "Основание полномочий",
        T.CHOICE,
        choices=Authority,
        aliases=("Основание", "Действует на основании"),
        synonyms={
            "устава": "Устав",
            "положения": "Положение",
            "доверенности": "доверенность",
            "приказа": "приказ",
            "ЕГРИП": "запись в ЕГРИП",
        },
        example="Устав",
        hint="Нужно каждому, кто подписывает договоры.",
        norm="X-05",
    )
    authority_number: str | None = column(
        "Номер документа о полномочиях",
        required=when("authority", Authority.POWER_OF_ATTORNEY, Authority.ORDER),
        example="12",
        norm="X-05",
    )
    authority_date: datetime.date | None = column(
        "Дата документа о полномочиях",
        T.DATE,
        required=when("authority", Authority.POWER_OF_ATTORNEY, Authority.ORDER, Authority.EGRIP),
        example="01.09.2026",
        norm="X-05",
    )
    phone: str | None = column("Телефон", T.PHONE)
    email: str | None = column("E-mail", T.EMAIL, aliases=("Эл. почта", "Электронная почта"))

    @property
    def acting_words(self) -> str:
        """«и. о.» and the like at the start of the post, as typed; empty where there is none."""
        found = _ACTING_WORDS.match(self.post or "")
        return found[0] if found else ""


@dataclass(frozen=True, kw_only=True)
class Programme(Record):
    """Программа: an additional general educational programme run in network form."""

    SHEET: ClassVar = SheetInfo(
        title="Программы",
        workbook="directory",
        required=True,
        label_attributes=("title", "code"),
        purpose="Дополнительные общеобразовательные программы.",
        compounds=(
            period("Период реализации", "Срок реализации", "Период", "Даты реализации"),
            number_and_date(
                "Приказ об утверждении (№, дата)",
                "approval_number",
                "approval_date",
                "Приказ об утверждении",
                "№ и дата приказа об утверждении",
                "Номер и дата приказа об утверждении",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="РОБО")
    title: str = column(
        "Наименование программы",
        required=True,
        aliases=("Наименование", "Программа", "Название программы"),
        example="Робототехника",
        hint="Без кавычек: кавычки поставит программа.",
        norm="NET-05",
    )
    kind: ProgrammeKind = column(
        "Вид программы",
        T.CHOICE,
        required=True,
        choices=ProgrammeKind,
        example="общеразвивающая",
        norm="NET-05, X-16",
    )
    direction: Direction = column(
        "Направленность",
        T.CHOICE,
        required=True,
        choices=Direction,
        example="техническая",
        norm="NET-05, X-15",
    )
    form: StudyForm | None = column(
        "Форма обучения", T.CHOICE, required=True, choices=StudyForm, example="очная"
    )
    hours: int | None = column(
        "Объём, часов", T.INTEGER, required=True, aliases=("Часов",), example="72", norm="NET-06"
    )
    duration: str | None = column("Срок освоения", required=True, example="9 месяцев")
    age: str | None = column("Возраст обучающихся", example="11–14 лет")
    organisation: str | None = column(
        "Базовая организация",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        aliases=("Организация",),
        example="СОШ5",
        norm="NET-01",
    )
    start: datetime.date | None = column(
        "Начало", T.DATE, required=True, aliases=("Дата начала",), example="01.09.2026", norm="X-14"
    )
    end: datetime.date | None = column(
        "Окончание",
        T.DATE,
        required=True,
        aliases=("Дата окончания",),
        example="31.05.2027",
        norm="X-14",
    )
    approval: ProgrammeApproval | None = column(
        "Утверждает", T.CHOICE, choices=ProgrammeApproval, norm="NET-07"
    )
    approval_number: str | None = column(
        "Номер приказа об утверждении", example="114-од", norm="NET-07"
    )
    approval_date: datetime.date | None = column(
        "Дата приказа об утверждении", T.DATE, example="26.08.2026", norm="NET-07"
    )
    language: str | None = column(
        "Язык обучения", example="русский", hint="Если пусто — русский.", norm="SITE"
    )
    network: bool | None = column(
        "Сетевая форма",
        T.YES_NO,
        example="да",
        hint="«нет», если программа идёт без партнёров.",
        norm="NET-01",
    )
    distance: bool | None = column(
        "Дистанционные технологии", T.YES_NO, example="нет", norm="PP1678"
    )
