"""Sheets of ``roadmap.xlsx``: plans of the network, what they ask of whom, how far it has come."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from docgen.records.directory import Organisation, Person
from docgen.records.schema import ColumnType as T
from docgen.records.schema import (
    Record,
    SheetInfo,
    column,
    number_and_date,
    period,
    when,
)
from docgen.records.vocabulary import ApprovalWay, ApprovingPaper, MeasureState, PlanKind

_ROADMAP = when("kind", PlanKind.ROADMAP)
_DATED = when("kind", PlanKind.ROADMAP, PlanKind.INTERACTION, PlanKind.EVENTS)
_BY_PERSON = when("way", ApprovalWay.PERSON, ApprovalWay.AGREED)
_BY_PAPER = when("way", ApprovalWay.PAPER, ApprovalWay.ANNEX)


@dataclass(frozen=True, kw_only=True)
class Roadmap(Record):
    """Дорожная карта or another plan of the network (MAP): one row makes one paper."""

    SHEET: ClassVar = SheetInfo(
        title="Дорожные карты",
        workbook="roadmap",
        aliases=("Планы",),
        required=True,
        purpose="По строке на дорожную карту, план или план-график; кто утверждает, задачи и "
        "мероприятия — на соседних листах, по коду плана.",
        compounds=(period("Период", "Срок реализации", "Период реализации"),),
    )

    code: str = column("Код", T.CODE, required=True, aliases=("Код плана",), example="ДК-26")
    kind: PlanKind = column(
        "Вид плана",
        T.CHOICE,
        required=True,
        choices=PlanKind,
        synonyms={
            "план к приказу": "план-приложение к приказу",
            "план-приложение": "план-приложение к приказу",
            "план сетевого взаимодействия": "план взаимодействия",
            "план-график": "план-график мероприятий",
        },
        example="дорожная карта",
    )
    title: str = column(
        "Наименование",
        T.LONG_TEXT,
        required=True,
        aliases=("Заголовок",),
        example="мероприятий по развитию сетевого взаимодействия",
        hint="Продолжение слов «Дорожная карта», «План» или «План-график»: чего?",
        norm="MAP-04",
    )
    territory: str | None = column(
        "Территория",
        required=_ROADMAP,
        example="в Заречногорском муниципальном районе",
        hint="Где? С предлогом, как в заголовке.",
        norm="MAP-04",
    )
    start: datetime.date | None = column(
        "Начало периода", T.DATE, required=_DATED, example="01.09.2026", norm="MAP-04, MAP-09"
    )
    end: datetime.date | None = column(
        "Окончание периода", T.DATE, required=_DATED, example="30.06.2027", norm="MAP-04, MAP-09"
    )
    period: str | None = column(
        "Период словами",
        example="на 2026/2027 учебный год",
        hint="Как в заголовке; если пусто — «на период с … по …» по датам.",
        norm="MAP-04",
    )
    goal: str | None = column(
        "Цель",
        T.LONG_TEXT,
        required=_ROADMAP,
        example="Развитие сетевого взаимодействия в дополнительном образовании района",
        norm="MAP-05",
    )
    legal_basis: bool | None = column(
        "Назвать правовую основу",
        T.YES_NO,
        example="да",
        hint="«да» — в плане перечислены действующие акты о сетевой форме и дополнительном "
        "образовании; для планов прошлых лет — «нет».",
    )
    results: tuple[str, ...] = column(
        "Ожидаемые результаты",
        T.ITEMS,
        required=when("kind", PlanKind.ANNEX),
        example="повышение качества работы образовательных учреждений",
        hint="Через «;» или с новой строки (Alt+Enter).",
        norm="MAP-06",
    )
    author: str | None = column(
        "Составитель",
        T.REFERENCE,
        required=_DATED,
        refers_to=Person,
        example="Ж-01",
        hint="Кто подписывает план внизу.",
        norm="MAP-08",
    )
    author_post: str | None = column(
        "Должность составителя",
        hint="Если под планом нужна полнее, чем на листе «Люди».",
        norm="MAP-08",
    )
    note: str | None = column("Примечание", T.LONG_TEXT)

    def judged_on(self, run_day: datetime.date) -> datetime.date:
        """The date by which the law of the plan is judged: a plan comes before its measures."""
        return min(run_day, self.start) if self.start else run_day


@dataclass(frozen=True, kw_only=True)
class RoadmapApproval(Record):
    """Утверждение плана: one гриф (MAP-01, MAP-03) or the mark of an annex (MAP-10)."""

    SHEET: ClassVar = SheetInfo(
        title="Утверждение",
        workbook="roadmap",
        label_attributes=("plan", "way"),
        purpose="Кто и как утверждает план: либо подписью (один или несколько грифов "
        "«УТВЕРЖДАЮ»), либо документом; оба способа сразу не бывают.",
        compounds=(
            number_and_date(
                "Документ (№, дата)",
                "number",
                "date",
                "№ и дата",
                "Номер и дата",
                "№ и дата документа",
            ),
        ),
    )

    plan: str = column(
        "План",
        T.REFERENCE,
        required=True,
        refers_to=Roadmap,
        aliases=("Код плана", "Дорожная карта"),
        example="ДК-26",
    )
    way: ApprovalWay = column(
        "Способ",
        T.CHOICE,
        required=True,
        choices=ApprovalWay,
        synonyms={
            "утверждает": "УТВЕРЖДАЮ",
            "согласовывает": "СОГЛАСОВАНО",
            "приказом": "утверждён документом",
            "утверждена документом": "утверждён документом",
            "приложение к приказу": "приложение к документу",
        },
        example="УТВЕРЖДАЮ",
        norm="MAP-01, MAP-03",
    )
    person: str | None = column(
        "Кто",
        T.REFERENCE,
        required=_BY_PERSON,
        refers_to=Person,
        aliases=("Утверждающий",),
        example="Ж-01",
        norm="MAP-01, MAP-02",
    )
    post: str | None = column(
        "Должность в грифе",
        hint="Если в грифе нужна полнее, чем на листе «Люди».",
        norm="MAP-01",
    )
    paper: ApprovingPaper | None = column(
        "Каким документом",
        T.CHOICE,
        required=_BY_PAPER,
        choices=ApprovingPaper,
        example="приказ",
        norm="MAP-01, MAP-10",
    )
    issuer: str | None = column(
        "Кто издал",
        T.REFERENCE,
        refers_to=Organisation,
        hint="Если пусто — орган управления из настроек.",
        norm="MAP-01, MAP-10",
    )
    issuer_genitive: str | None = column(
        "Кто издал (род. падеж)",
        hint="Приказ кого? Заполняется, если программа просклоняла неверно или органа нет на "
        "листе «Организации».",
        norm="MAP-10",
    )
    annex_number: str | None = column(
        "Номер приложения", hint="Если приложений у документа несколько.", norm="MAP-10"
    )
    number: str | None = column(
        "Номер",
        aliases=("Номер документа",),
        hint="Оставьте пустым: номер ставится при регистрации, в проекте будет «№ ____».",
        norm="MAP-01, MAP-10",
    )
    date: datetime.date | None = column(
        "Дата",
        T.DATE,
        aliases=("Дата утверждения",),
        hint="Оставьте пустым: дату ставят, когда утверждают.",
        norm="MAP-01",
    )

    @property
    def by_paper(self) -> bool:
        """Whether a document approves the plan, not a signature on it."""
        return self.way in (ApprovalWay.PAPER, ApprovalWay.ANNEX)


@dataclass(frozen=True, kw_only=True)
class Task(Record):
    """Задача плана (MAP-05)."""

    SHEET: ClassVar = SheetInfo(
        title="Задачи",
        workbook="roadmap",
        label_attributes=("plan",),
        purpose="Задачи плана, по строке на задачу, по порядку.",
    )

    plan: str = column(
        "План",
        T.REFERENCE,
        required=True,
        refers_to=Roadmap,
        aliases=("Код плана", "Дорожная карта"),
        example="ДК-26",
    )
    text: str = column(
        "Задача",
        T.LONG_TEXT,
        required=True,
        example="Разработка и внедрение модели сетевого взаимодействия",
        hint="Без знака в конце: его поставит программа.",
        norm="MAP-05",
    )


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """Мероприятие плана (MAP-06): a row of its table, a section of a plan in sections."""

    SHEET: ClassVar = SheetInfo(
        title="Мероприятия",
        workbook="roadmap",
        label_attributes=("plan", "number"),
        purpose="По строке на мероприятие или раздел плана, в порядке номеров.",
    )

    code: str = column(
        "Код",
        T.CODE,
        required=True,
        aliases=("Код мероприятия",),
        example="ДК-26-1",
        hint="По нему ведётся ход исполнения.",
    )
    plan: str = column(
        "План",
        T.REFERENCE,
        required=True,
        refers_to=Roadmap,
        aliases=("Код плана", "Дорожная карта"),
        example="ДК-26",
    )
    number: str = column("Номер", required=True, aliases=("№ п/п",), example="1")
    title: str = column(
        "Мероприятие",
        T.LONG_TEXT,
        required=True,
        aliases=("Наименование мероприятия", "Раздел"),
        example="Поиск организаций-партнёров",
        hint="Без знака в конце: его поставит программа.",
        norm="MAP-06",
    )
    points: tuple[str, ...] = column(
        "Подпункты",
        T.ITEMS,
        example="Разработка и заключение договоров; Разработка сетевых программ",
        hint="Через «;» или с новой строки (Alt+Enter).",
        norm="MAP-06",
    )
    executors: tuple[str, ...] = column(
        "Исполнители",
        T.REFERENCES,
        refers_to=Person,
        aliases=("Ответственные исполнители", "Ответственные"),
        example="Ж-01",
        hint="Коды людей через «;», главный первым: должность и фамилия встанут с листа «Люди».",
        norm="MAP-06, MAP-09",
    )
    groups: tuple[str, ...] = column(
        "Группы исполнителей",
        T.ITEMS,
        example="руководители ОО",
        hint="Исполнители без фамилий, через «;».",
        norm="MAP-06",
    )
    organisations: tuple[str, ...] = column(
        "Организации",
        T.REFERENCES,
        refers_to=Organisation,
        example="СОШ5",
        hint="Участники сети, которых касается мероприятие; в плане взаимодействия — с кем.",
    )
    term: str | None = column(
        "Срок",
        aliases=("Срок реализации", "Дата проведения"),
        example="сентябрь – октябрь 2026 года",
        hint="Как в плане: месяц, месяцы, день, «до 15 октября 2026 года».",
        norm="MAP-06, MAP-09",
    )
    begins: datetime.date | None = column(
        "Начало",
        T.DATE,
        hint="Заполняется, если из «Срока» не понять дат (например, «ежемесячно»).",
        norm="MAP-09",
    )
    ends: datetime.date | None = column(
        "Окончание",
        T.DATE,
        hint="Заполняется, если из «Срока» не понять дат (например, «ежемесячно»).",
        norm="MAP-09",
    )
    place: str | None = column(
        "Место",
        aliases=("Место проведения",),
        example="МБОУ СОШ № 5, актовый зал",
        hint="Для плана-графика.",
    )
    audience: str | None = column(
        "Участники",
        aliases=("Аудитория",),
        example="обучающиеся 5–7 классов и их родители",
        hint="Для плана-графика.",
    )
    form: str | None = column(
        "Форма проведения", aliases=("Форма",), example="день открытых дверей"
    )
    result: str | None = column(
        "Результат",
        T.LONG_TEXT,
        example="Аналитическая справка, содержащая:",
        hint="Чем кончается мероприятие; если дальше перечень — с двоеточием.",
        norm="MAP-06",
    )
    result_items: tuple[str, ...] = column(
        "Состав результата",
        T.ITEMS,
        example="информацию о наличии дефицитов; характеристику дефицитов",
        hint="Перечень под результатом, через «;».",
        norm="MAP-06",
    )
    papers: tuple[str, ...] = column(
        "Виды бумаг",
        T.ITEMS,
        example="Аналитическая справка о ресурсах",
        hint="Какие бумаги docgen — результат мероприятия: названия видов через «;».",
        norm="MAP-07",
    )


@dataclass(frozen=True, kw_only=True)
class Progress(Record):
    """Ход исполнения: what has become of a measure, in the order of the entries."""

    SHEET: ClassVar = SheetInfo(
        title="Ход исполнения",
        workbook="roadmap",
        label_attributes=("measure",),
        purpose="Отметки об исполнении: по строке на отметку, последняя по дате главная.",
    )

    measure: str = column(
        "Мероприятие",
        T.REFERENCE,
        required=True,
        refers_to=Measure,
        aliases=("Код мероприятия",),
        example="ДК-26-1",
    )
    date: datetime.date = column(
        "Дата", T.DATE, required=True, aliases=("Дата отметки",), example="30.09.2026"
    )
    state: MeasureState = column(
        "Состояние",
        T.CHOICE,
        required=True,
        choices=MeasureState,
        synonyms={"выполнено": "исполнено", "в работе": "начато", "выполняется": "начато"},
        example="исполнено",
    )
    new_end: datetime.date | None = column(
        "Новый срок",
        T.DATE,
        required=when("state", MeasureState.POSTPONED),
        example="30.10.2026",
    )
    comment: str | None = column("Примечание", T.LONG_TEXT, aliases=("Комментарий",))
    paper: str | None = column(
        "Документ", example="справка от 30.09.2026 № 12", hint="Чем подтверждается исполнение."
    )
