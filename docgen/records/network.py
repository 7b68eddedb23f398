"""Sheets of ``network.xlsx``: what the network lacks, has, wants, decides and achieves."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from docgen.records.directory import Organisation, Person, Programme
from docgen.records.schema import ColumnType as T
from docgen.records.schema import (
    Record,
    SheetInfo,
    column,
    number_and_date,
    period,
    when,
)
from docgen.records.vocabulary import (
    Audience,
    BetterWhen,
    DeficitKind,
    Direction,
    Measured,
    NetworkActivity,
    NetworkRole,
    QuestionKind,
    Readiness,
    ReportKind,
    RiskLevel,
    Severity,
)

_ANALYTICAL = when(
    "kind",
    ReportKind.RESOURCES,
    ReportKind.POTENTIAL,
    ReportKind.MONITORING,
    ReportKind.STAFF,
)
_CONDITIONAL = when("readiness", Readiness.CONDITIONAL)
_OFFERED = when("kind", QuestionKind.ONE, QuestionKind.MANY, QuestionKind.SCALE)


@dataclass(frozen=True, kw_only=True)
class Report(Record):
    """Справка или реестр: one row makes one paper over the rows of the other sheets."""

    SHEET: ClassVar = SheetInfo(
        title="Справки и реестры",
        workbook="network",
        aliases=("Справки",),
        purpose="По строке на справку или реестр: за какой период, кто составил. Содержание "
        "берётся с остальных листов.",
        compounds=(period("Период", "Отчётный период", start="period_start", end="period_end"),),
    )

    code: str = column("Код", T.CODE, required=True, example="СПР-01")
    kind: ReportKind = column(
        "Вид справки",
        T.CHOICE,
        required=True,
        choices=ReportKind,
        aliases=("Вид документа",),
        synonyms={
            "мониторинг": "справка по итогам мониторинга",
            "аналитическая справка": "аналитическая справка о дефицитах",
            "информационная справка": "информационная справка о потенциале",
            "кадры": "анализ кадрового обеспечения",
            "реестр партнёров": "реестр организаций-партнёров",
        },
        example="аналитическая справка о дефицитах",
    )
    date: datetime.date | None = column(
        "Дата",
        T.DATE,
        aliases=("Дата составления",),
        hint="Оставьте пустой, пока справка — проект: дата ставится при подписании.",
        norm="X-08",
    )
    period_start: datetime.date = column(
        "Начало периода", T.DATE, required=True, example="01.06.2026", norm="REP-01"
    )
    period_end: datetime.date = column(
        "Окончание периода", T.DATE, required=True, example="30.06.2026", norm="REP-01"
    )
    sample: str | None = column(
        "Выборка",
        T.LONG_TEXT,
        required=_ANALYTICAL,
        example="все организации муниципальной сети",
        hint="Кого охватило изучение; с маленькой буквы, без точки.",
        norm="REP-01",
    )
    method: tuple[str, ...] = column(
        "Методика",
        T.ITEMS,
        required=_ANALYTICAL,
        aliases=("Методы",),
        example="самообследование организаций; осмотр помещений",
        hint="Как собраны сведения; несколько — через «;».",
        norm="REP-01",
    )
    conclusions: tuple[str, ...] = column(
        "Выводы",
        T.ITEMS,
        hint="Сверх тех, что следуют из чисел: предложения с большой буквы, через «;».",
        norm="REP-01",
    )
    proposals: tuple[str, ...] = column(
        "Предложения",
        T.ITEMS,
        required=_ANALYTICAL,
        example="включить закупку оборудования в план на 2027 год",
        hint="Что сделать, глаголом в неопределённой форме; несколько — через «;».",
        norm="REP-01",
    )
    author: str = column(
        "Составитель",
        T.REFERENCE,
        required=True,
        refers_to=Person,
        example="Ж-01",
        norm="REP-01",
    )
    approver: str | None = column(
        "Утверждает",
        T.REFERENCE,
        refers_to=Person,
        hint="Если справку или реестр утверждает руководитель; иначе оставьте пустым.",
    )


@dataclass(frozen=True, kw_only=True)
class Deficit(Record):
    """Дефицит: a resource that an organisation lacks for a programme (roadmap, step 1)."""

    SHEET: ClassVar = SheetInfo(
        title="Дефициты",
        workbook="network",
        label_attributes=("organisation", "description"),
        purpose="По строке на каждый недостающий ресурс каждой организации.",
    )

    organisation: str = column(
        "Организация",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        example="СОШ5",
        norm="REP-01",
    )
    kind: DeficitKind = column(
        "Вид дефицита",
        T.CHOICE,
        required=True,
        choices=DeficitKind,
        synonyms={
            "материальный": "материально-технический",
            "оборудование": "материально-технический",
            "помещения": "инфраструктурный",
            "кадры": "кадровый",
            "методический": "учебно-методический",
        },
        example="материально-технический",
        norm="REP-01",
    )
    description: str = column(
        "Дефицит",
        required=True,
        aliases=("Описание", "Чего не хватает"),
        example="нет станков с числовым программным управлением",
        hint="С маленькой буквы, без точки.",
        norm="REP-01",
    )
    severity: Severity = column(
        "Степень",
        T.CHOICE,
        required=True,
        choices=Severity,
        aliases=("Значимость",),
        example="существенный",
        norm="REP-01",
    )
    programme: str | None = column(
        "Программа",
        T.REFERENCE,
        refers_to=Programme,
        example="РОБО",
        hint="Программа, для которой нужен ресурс; если для всех — оставьте пустым.",
        norm="REP-03",
    )
    required: str = column(
        "Требуется",
        required=True,
        aliases=("Требуемый ресурс",),
        example="станок с ЧПУ, 2 шт.",
        norm="REP-03",
    )
    filled_by: str | None = column(
        "Может восполнить",
        T.REFERENCE,
        refers_to=Organisation,
        aliases=("Кто может восполнить",),
        example="СОШ5",
        hint="Организация-партнёр, у которой ресурс есть.",
        norm="REP-03",
    )


@dataclass(frozen=True, kw_only=True)
class DirectionDemand(Record):
    """Направление сетевого взаимодействия: a направленность with its demand (step 2)."""

    SHEET: ClassVar = SheetInfo(
        title="Направления",
        workbook="network",
        label_attributes=("direction",),
        purpose="По строке на направление сетевого взаимодействия: спрос и исполнители.",
    )

    direction: Direction = column(
        "Направленность",
        T.CHOICE,
        required=True,
        choices=Direction,
        example="техническая",
        norm="REP-02, X-15",
    )
    content: str = column(
        "Направление",
        required=True,
        aliases=("Содержание направления",),
        example="робототехника, трёхмерное моделирование",
        hint="Чем займётся сеть; с маленькой буквы, без точки.",
        norm="REP-02",
    )
    demand: int = column(
        "Спрос, чел.",
        T.INTEGER,
        required=True,
        aliases=("Спрос",),
        example="120",
        hint="Сколько детей хотят заниматься, по опросу или заявкам.",
        norm="REP-02",
    )
    demand_source: str | None = column(
        "Источник спроса", example="анкетирование родителей", norm="REP-02"
    )
    executors: tuple[str, ...] = column(
        "Исполнители",
        T.REFERENCES,
        required=True,
        refers_to=Organisation,
        aliases=("Исполнитель",),
        example="СОШ5",
        hint="Коды организаций через «;».",
        norm="REP-02",
    )
    responsible: str | None = column(
        "Ответственный", T.REFERENCE, refers_to=Person, example="Ж-01", norm="REP-02"
    )


@dataclass(frozen=True, kw_only=True)
class Potential(Record):
    """Потенциал организации: what it has for the network (step 4)."""

    SHEET: ClassVar = SheetInfo(
        title="Потенциал",
        workbook="network",
        label_attributes=("organisation",),
        purpose="По строке на организацию: что у неё есть для сети и готова ли она.",
    )

    organisation: str = column(
        "Организация",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        example="СОШ5",
        norm="REP-04",
    )
    assessed_on: datetime.date | None = column(
        "Дата оценки", T.DATE, aliases=("Оценено",), example="18.06.2026", norm="REP-04"
    )
    equipment: str = column(
        "Материально-техническая база",
        T.LONG_TEXT,
        required=True,
        aliases=("Материально-технические ресурсы",),
        example="лаборатория робототехники на 15 мест",
        hint="С маленькой буквы, без точки; если нет — «нет».",
        norm="REP-04",
    )
    premises: str = column(
        "Инфраструктура",
        T.LONG_TEXT,
        required=True,
        example="учебные кабинеты, лекторий на 60 мест",
        norm="REP-04",
    )
    staff: str = column(
        "Кадры",
        T.LONG_TEXT,
        required=True,
        aliases=("Кадровые ресурсы",),
        example="четыре педагога дополнительного образования",
        norm="REP-04",
    )
    methodical: str | None = column(
        "Методические ресурсы", T.LONG_TEXT, aliases=("Учебно-методические ресурсы",), norm="REP-04"
    )
    readiness: Readiness = column(
        "Готовность",
        T.CHOICE,
        required=True,
        choices=Readiness,
        synonyms={"да": "готова", "нет": "не готова", "условно": "готова при условии"},
        example="готова",
        norm="REP-03, REP-04",
    )
    condition: str | None = column(
        "Условие",
        required=_CONDITIONAL,
        example="после ремонта мастерской",
        hint="При каком условии; с маленькой буквы, без точки.",
        norm="REP-04",
    )
    contact: str | None = column(
        "Контактное лицо",
        T.REFERENCE,
        refers_to=Person,
        hint="Если пусто — руководитель организации.",
        norm="REP-03",
    )


@dataclass(frozen=True, kw_only=True)
class StaffFigure(Record):
    """Кадровое обеспечение: people of one post in one organisation (plan, section 3)."""

    SHEET: ClassVar = SheetInfo(
        title="Кадры",
        workbook="network",
        label_attributes=("organisation", "post"),
        purpose="По строке на должность в каждой организации: числа, без имён.",
    )

    organisation: str = column(
        "Организация", T.REFERENCE, required=True, refers_to=Organisation, example="СОШ5"
    )
    post: str = column(
        "Должность", required=True, example="педагог дополнительного образования", norm="REP-01"
    )
    needed: int = column(
        "Требуется, чел.",
        T.INTEGER,
        required=True,
        aliases=("Требуется",),
        example="6",
        norm="REP-01",
    )
    working: int = column(
        "Работает, чел.", T.INTEGER, required=True, aliases=("Работает",), example="5"
    )
    qualified: int | None = column(
        "С квалификационной категорией, чел.", T.INTEGER, example="3", norm="REP-01"
    )
    trained: int | None = column(
        "Повысили квалификацию за три года, чел.", T.INTEGER, example="4", norm="REP-01"
    )
    young: int | None = column("До 35 лет, чел.", T.INTEGER, example="2", norm="REP-01")


@dataclass(frozen=True, kw_only=True)
class NetworkModel(Record):
    """Муниципальная модель сетевого взаимодействия (step 6)."""

    SHEET: ClassVar = SheetInfo(
        title="Модели",
        workbook="network",
        aliases=("Модель",),
        purpose="По строке на модель; роли, риски и показатели — на своих листах.",
        compounds=(period("Срок действия", "Период действия", "Период"),),
    )

    code: str = column("Код", T.CODE, required=True, example="М-2026")
    title: str = column(
        "Наименование модели",
        required=True,
        aliases=("Наименование",),
        example="Муниципальная модель сетевого взаимодействия",
        norm="REP-06",
    )
    goal: str = column(
        "Цель",
        T.LONG_TEXT,
        required=True,
        example="расширить доступ детей к современным программам за счёт общих ресурсов",
        hint="Глаголом в неопределённой форме, с маленькой буквы, без точки.",
        norm="REP-06",
    )
    tasks: tuple[str, ...] = column(
        "Задачи",
        T.ITEMS,
        required=True,
        example="объединить оборудование организаций; подготовить педагогов",
        hint="Глаголом в неопределённой форме; через «;».",
        norm="REP-06",
    )
    start: datetime.date = column(
        "Начало действия", T.DATE, required=True, example="01.09.2026", norm="REP-06"
    )
    end: datetime.date = column(
        "Окончание действия", T.DATE, required=True, example="31.08.2029", norm="REP-06"
    )
    mechanisms: tuple[str, ...] = column(
        "Механизмы",
        T.ITEMS,
        required=True,
        example="договоры о сетевой форме; общее расписание; совет сети",
        hint="Именительный падеж, с маленькой буквы; через «;».",
        norm="REP-06",
    )
    local_base: tuple[str, ...] = column(
        "Муниципальные документы",
        T.ITEMS,
        example="дорожная карта на 2026–2027 годы",
        hint="Документы района сверх федеральных: именительный падеж, через «;».",
        norm="REP-06",
    )
    author: str = column(
        "Составитель", T.REFERENCE, required=True, refers_to=Person, example="Ж-01", norm="REP-06"
    )
    approver: str | None = column("Утверждает", T.REFERENCE, refers_to=Person)


@dataclass(frozen=True, kw_only=True)
class NetworkMember(Record):
    """Участник модели: whose organisation, in which role (plan, section 4)."""

    SHEET: ClassVar = SheetInfo(
        title="Участники сети",
        workbook="network",
        label_attributes=("model", "organisation"),
        purpose="По строке на организацию модели: её роль и чем она занята.",
    )

    model: str = column(
        "Модель", T.REFERENCE, required=True, refers_to=NetworkModel, example="М-2026"
    )
    organisation: str = column(
        "Организация",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        example="СОШ5",
        norm="REP-06",
    )
    role: NetworkRole = column(
        "Роль",
        T.CHOICE,
        required=True,
        choices=NetworkRole,
        synonyms={
            "базовая": "базовая организация",
            "участник": "организация-участник",
            "ресурсы": "ресурсная организация",
            "МОЦ": "координатор",
        },
        example="координатор",
        norm="REP-06",
    )
    activity: NetworkActivity = column(
        "Активность",
        T.CHOICE,
        required=True,
        choices=NetworkActivity,
        synonyms={"активный": "активная", "пассивный": "пассивная"},
        example="активная",
        hint="Активная организация ведёт программы или даёт ресурсы, пассивная ими пользуется.",
        norm="REP-06",
    )
    functions: tuple[str, ...] = column(
        "Функции",
        T.ITEMS,
        required=True,
        example="ведёт реестр программ; проводит мониторинг",
        hint="Что делает: глагол в третьем лице; через «;».",
        norm="REP-06",
    )


@dataclass(frozen=True, kw_only=True)
class Risk(Record):
    """Риск модели и чем он снижается."""

    SHEET: ClassVar = SheetInfo(
        title="Риски",
        workbook="network",
        label_attributes=("model", "title"),
        purpose="Риски модели: насколько вероятны и что с ними делать.",
    )

    model: str = column(
        "Модель", T.REFERENCE, required=True, refers_to=NetworkModel, example="М-2026"
    )
    title: str = column(
        "Риск", required=True, example="отказ организации от участия в сети", norm="REP-06"
    )
    level: RiskLevel = column(
        "Вероятность", T.CHOICE, required=True, choices=RiskLevel, example="средняя", norm="REP-06"
    )
    measures: str = column(
        "Меры",
        T.LONG_TEXT,
        required=True,
        example="запасной партнёр для каждой программы",
        hint="С маленькой буквы, без точки.",
        norm="REP-06",
    )


@dataclass(frozen=True, kw_only=True)
class Indicator(Record):
    """Показатель: plan and fact of one period (step 10)."""

    SHEET: ClassVar = SheetInfo(
        title="Показатели",
        workbook="network",
        label_attributes=("name",),
        purpose="По строке на показатель и период: план и факт. Показатель второго периода — "
        "новая строка с тем же наименованием.",
        compounds=(period("Период", "Отчётный период", start="period_start", end="period_end"),),
    )

    name: str = column(
        "Показатель",
        required=True,
        aliases=("Наименование показателя",),
        example="Охват детей программами в сетевой форме",
        hint="С большой буквы, без точки; во всех периодах одинаково.",
        norm="REP-07",
    )
    unit: str = column(
        "Единица измерения", required=True, aliases=("Ед. изм.",), example="чел.", norm="REP-07"
    )
    period_start: datetime.date = column(
        "Начало периода", T.DATE, required=True, example="01.09.2026", norm="REP-07"
    )
    period_end: datetime.date = column(
        "Окончание периода", T.DATE, required=True, example="31.12.2026", norm="REP-07"
    )
    plan: int = column("План", T.INTEGER, required=True, example="250", norm="REP-07")
    fact: int | None = column(
        "Факт",
        T.INTEGER,
        example="262",
        hint="Оставьте пустым, если период не кончился или факт считает программа.",
        norm="REP-07",
    )
    measured: Measured | None = column(
        "Факт считается по",
        T.CHOICE,
        choices=Measured,
        aliases=("Источник факта",),
        example="обучающиеся по договорам",
        hint="Если выбрано, факт считается по строкам книг, вписывать его не нужно.",
        norm="REP-07",
    )
    better: BetterWhen | None = column(
        "Лучше, когда",
        T.CHOICE,
        choices=BetterWhen,
        example="больше",
        hint="Если пусто — «больше».",
        norm="REP-07",
    )
    reason: str | None = column(
        "Причина отклонения",
        T.LONG_TEXT,
        aliases=("Причина",),
        hint="Почему план не выполнен; с маленькой буквы, без точки.",
        norm="REP-07",
    )


@dataclass(frozen=True, kw_only=True)
class Meeting(Record):
    """Согласительное совещание: one row makes one протокол with its decisions (step 5)."""

    SHEET: ClassVar = SheetInfo(
        title="Совещания",
        workbook="network",
        purpose="По строке на совещание; вопросы и решения — на листе «Решения».",
        compounds=(
            number_and_date(
                "Протокол (№, дата)",
                "number",
                "date",
                "№ и дата протокола",
                "Номер и дата протокола",
            ),
        ),
    )

    code: str = column("Код", T.CODE, required=True, example="СОВ-01")
    number: str | None = column(
        "Номер протокола", aliases=("Номер", "№ протокола"), example="1", norm="REP-05"
    )
    date: datetime.date = column(
        "Дата",
        T.DATE,
        required=True,
        aliases=("Дата совещания",),
        example="10.07.2026",
        norm="REP-05",
    )
    title: str = column(
        "Наименование",
        required=True,
        example="совещания по вопросам сетевого взаимодействия",
        hint="В родительном падеже, с маленькой буквы: протокол чего?",
        norm="REP-05",
    )
    place: str = column(
        "Место проведения",
        required=True,
        aliases=("Место",),
        example="г. Заречногорск, ул. Садовая, д. 17",
        norm="REP-05",
    )
    organisation: str | None = column(
        "Организация",
        T.REFERENCE,
        refers_to=Organisation,
        hint="Кто проводит; если пусто — орган управления из настроек.",
        norm="REP-05",
    )
    chair: str = column(
        "Председатель",
        T.REFERENCE,
        required=True,
        refers_to=Person,
        aliases=("Председательствующий",),
        example="Ж-01",
        norm="REP-05",
    )
    secretary: str = column(
        "Секретарь", T.REFERENCE, required=True, refers_to=Person, example="Ж-01", norm="REP-05"
    )
    present: tuple[str, ...] = column(
        "Присутствовали",
        T.REFERENCES,
        required=True,
        refers_to=Person,
        example="Ж-01",
        hint="Коды людей через «;»; председатель и секретарь присутствуют и без этого.",
        norm="REP-05",
    )
    absent: tuple[str, ...] = column("Отсутствовали", T.REFERENCES, refers_to=Person, norm="REP-05")
    agenda: tuple[str, ...] = column(
        "Повестка",
        T.ITEMS,
        required=True,
        aliases=("Повестка дня",),
        example="О распределении программ; О графике занятий",
        hint="Вопросы по порядку, через «;» или с новой строки.",
        norm="REP-05",
    )


@dataclass(frozen=True, kw_only=True)
class Decision(Record):
    """Решение совещания: who was heard, what was decided, who does it and when."""

    SHEET: ClassVar = SheetInfo(
        title="Решения",
        workbook="network",
        label_attributes=("meeting", "decided"),
        purpose="По строке на решение; несколько решений одного вопроса — несколько строк.",
    )

    meeting: str = column(
        "Совещание", T.REFERENCE, required=True, refers_to=Meeting, example="СОВ-01"
    )
    agenda_item: int = column(
        "Вопрос №",
        T.INTEGER,
        required=True,
        aliases=("№ вопроса",),
        example="1",
        hint="Номер вопроса повестки.",
        norm="REP-05",
    )
    heard: str | None = column(
        "Слушали",
        T.REFERENCE,
        refers_to=Person,
        aliases=("Докладчик",),
        example="Ж-01",
        hint="Кто докладывал; достаточно в первой строке вопроса.",
        norm="REP-05",
    )
    report: str | None = column(
        "О чём доклад",
        T.LONG_TEXT,
        example="о спросе на программы технической направленности",
        hint="С маленькой буквы, без точки.",
        norm="REP-05",
    )
    spoke: tuple[str, ...] = column(
        "Выступили",
        T.REFERENCES,
        refers_to=Person,
        example="Ж-01",
        norm="REP-05",
    )
    speeches: str | None = column(
        "Суть выступлений",
        T.LONG_TEXT,
        example="поддержали общее расписание",
        hint="С маленькой буквы, без точки.",
        norm="REP-05",
    )
    decided: str = column(
        "Решили",
        T.LONG_TEXT,
        required=True,
        aliases=("Решение",),
        example="Заключить договоры о сетевой форме до начала учебного года",
        hint="С большой буквы, без точки.",
        norm="REP-05",
    )
    votes_for: int | None = column("За", T.INTEGER, example="11", norm="REP-05")
    votes_against: int | None = column("Против", T.INTEGER, example="0", norm="REP-05")
    abstained: int | None = column("Воздержались", T.INTEGER, example="0", norm="REP-05")
    responsible: tuple[str, ...] = column(
        "Ответственные",
        T.REFERENCES,
        refers_to=Person,
        aliases=("Ответственный",),
        example="Ж-01",
        norm="REP-05",
    )
    due: datetime.date | None = column(
        "Срок", T.DATE, aliases=("Срок исполнения",), example="28.08.2026", norm="REP-05"
    )


@dataclass(frozen=True, kw_only=True)
class Questionnaire(Record):
    """Анкета: one row makes one questionnaire of the questions that refer to it."""

    SHEET: ClassVar = SheetInfo(
        title="Анкеты",
        workbook="network",
        purpose="По строке на анкету; вопросы — на листе «Вопросы анкет».",
    )

    code: str = column("Код", T.CODE, required=True, example="АНК-П")
    audience: Audience = column(
        "Кого спрашивают",
        T.CHOICE,
        required=True,
        choices=Audience,
        aliases=("Адресат",),
        synonyms={"учитель": "педагог", "ученик": "обучающийся", "учащийся": "обучающийся"},
        example="педагог",
        norm="REP-08",
    )
    title: str = column(
        "Тема",
        required=True,
        example="Готовность педагогов к работе в сети",
        hint="С большой буквы, без кавычек и точки.",
        norm="REP-08",
    )
    purpose: str = column(
        "Цель",
        T.LONG_TEXT,
        required=True,
        example="выяснить, какая помощь нужна педагогам",
        hint="Глаголом в неопределённой форме, с маленькой буквы, без точки.",
        norm="REP-08",
    )
    instruction: str | None = column(
        "Инструкция",
        T.LONG_TEXT,
        hint="Сверх обычной: как отвечать, куда сдать анкету.",
        norm="REP-08",
    )
    age: str | None = column(
        "Возраст",
        required=when("audience", Audience.PUPIL),
        example="11–17 лет",
        norm="REP-08",
    )
    anonymous: bool = column(
        "Анонимная",
        T.YES_NO,
        required=True,
        example="да",
        hint="«нет» — в анкете есть имя, и нужно согласие на обработку персональных данных.",
        norm="REP-08",
    )
    return_by: datetime.date | None = column("Сдать до", T.DATE, example="25.09.2026")


@dataclass(frozen=True, kw_only=True)
class Question(Record):
    """Вопрос анкеты."""

    SHEET: ClassVar = SheetInfo(
        title="Вопросы анкет",
        workbook="network",
        label_attributes=("questionnaire", "number"),
        purpose="По строке на вопрос, в порядке номеров.",
    )

    questionnaire: str = column(
        "Анкета", T.REFERENCE, required=True, refers_to=Questionnaire, example="АНК-П"
    )
    number: int = column(
        "Номер", T.INTEGER, required=True, aliases=("№ вопроса",), example="1", norm="REP-08"
    )
    text: str = column(
        "Вопрос",
        T.LONG_TEXT,
        required=True,
        aliases=("Текст вопроса",),
        example="Ведёте ли вы занятия по сетевым программам?",
        norm="REP-08",
    )
    kind: QuestionKind = column(
        "Вид вопроса",
        T.CHOICE,
        required=True,
        choices=QuestionKind,
        aliases=("Тип ответа",),
        synonyms={
            "один": "один ответ",
            "несколько": "несколько ответов",
            "открытый вопрос": "открытый",
        },
        example="один ответ",
        norm="REP-08",
    )
    options: tuple[str, ...] = column(
        "Варианты ответа",
        T.ITEMS,
        required=_OFFERED,
        aliases=("Варианты",),
        example="да; нет; собираюсь",
        hint="Через «;»; у шкалы — от низшего к высшему.",
        norm="REP-08",
    )
