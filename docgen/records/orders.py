"""Sheets of ``orders.xlsx``: orders of the authority and of schools, and what belongs to each."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from docgen.records.acts import LocalAct
from docgen.records.directory import Organisation, Person, Programme
from docgen.records.partners import Agreement
from docgen.records.pupils import Enrolment, Group
from docgen.records.roadmap import Measure, Roadmap
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
    AnnexContent,
    DocumentKind,
    ExpulsionReason,
    ItemAction,
    OrderKind,
)

_OF_PUPILS = when("kind", OrderKind.ENROL, OrderKind.TRANSFER, OrderKind.EXPEL)


@dataclass(frozen=True, kw_only=True)
class Order(Record):
    """Приказ: a row makes one order (распоряжение, постановление) with its annexes."""

    SHEET: ClassVar = SheetInfo(
        title="Приказы",
        workbook="orders",
        aliases=("Распоряжения", "Приказы и распоряжения"),
        required=True,
        purpose="По строке на приказ, распоряжение или постановление; пункты, приложения и лист "
        "ознакомления — на соседних листах, по коду приказа.",
        compounds=(
            number_and_date(
                "№ и дата приказа",
                "number",
                "date",
                "Номер и дата приказа",
                "№ и дата",
                "Номер и дата",
                "Приказ (№, дата)",
            ),
            period("Период", "Срок", "Период действия"),
        ),
    )

    code: str = column("Код", T.CODE, required=True, aliases=("Код приказа",), example="П-01")
    kind: OrderKind = column(
        "О чём",
        T.CHOICE,
        required=True,
        choices=OrderKind,
        aliases=("Вид приказа",),
        synonyms={
            "зачисление": "о зачислении",
            "отчисление": "об отчислении",
            "перевод": "о переводе к участнику",
            "назначение ответственных": "о назначении ответственных",
        },
        example="о назначении ответственных",
        norm="ORD-02",
    )
    issuer: str = column(
        "Издаёт",
        T.REFERENCE,
        required=True,
        refers_to=Organisation,
        aliases=("Организация", "Кто издаёт"),
        example="СОШ5",
        norm="ORD-01",
    )
    document: DocumentKind = column(
        "Вид документа",
        T.CHOICE,
        required=True,
        choices=DocumentKind,
        example="приказ",
        hint="Орган управления образованием и школа издают приказ, администрация — постановление "
        "или распоряжение.",
        norm="ORD-01",
    )
    title: str | None = column(
        "Заголовок",
        aliases=("Заголовок к тексту",),
        example="О назначении ответственных за сетевое взаимодействие",
        hint="«О …» или «Об …», без кавычек и точки. Если пусто — обычный для такого приказа.",
        norm="ORD-02",
    )
    purpose: str | None = column(
        "Цель",
        example="организации дополнительного образования детей в сетевой форме",
        hint="Продолжите «В целях …». Если пусто — обычная для такого приказа.",
        norm="ORD-03",
    )
    basis: tuple[str, ...] = column(
        "Основание",
        T.ITEMS,
        required=when("kind", OrderKind.ROADMAP, OrderKind.RESULTS, OrderKind.EXPEL),
        aliases=("На основании",),
        example="протокола согласительного совещания от 25.08.2026 № 1",
        hint="Продолжите «на основании …»: протокола, справки, заявления. Несколько — через «;».",
        norm="ORD-03",
    )
    start: datetime.date | None = column(
        "Дата начала",
        T.DATE,
        required=_OF_PUPILS,
        aliases=("С какой даты", "Период с"),
        example="01.09.2026",
        hint="С какого дня зачислены, переведены, отчислены; у остальных приказов — начало "
        "периода, на который он издан.",
        norm="ORD-03",
    )
    end: datetime.date | None = column(
        "Дата окончания",
        T.DATE,
        aliases=("По какую дату", "Период по"),
        example="31.05.2027",
        norm="ORD-03",
    )
    plan: str | None = column(
        "Дорожная карта",
        T.REFERENCE,
        required=when("kind", OrderKind.ROADMAP),
        refers_to=Roadmap,
        aliases=("План",),
        example="ДК-26",
        norm="ORD-ROADMAP",
    )
    measure: str | None = column(
        "Мероприятие",
        T.REFERENCE,
        refers_to=Measure,
        aliases=("Мероприятие плана",),
        example="ДК-26-1",
        hint="Во исполнение какого мероприятия дорожной карты издан приказ.",
        norm="ORD-03",
    )
    approved: str | None = column(
        "Утверждаемый документ",
        required=when("kind", OrderKind.MODEL),
        example="модель сетевого взаимодействия образовательных организаций",
        hint="Винительный падеж: что утвердить?",
        norm="ORD-06",
    )
    coordinator: str | None = column(
        "Координатор",
        T.REFERENCE,
        required=when("kind", OrderKind.MODEL),
        refers_to=Organisation,
        example="СОШ5",
        hint="Муниципальный опорный центр или другая организация, которая ведёт всю работу.",
        norm="ORD-03",
    )
    programmes: tuple[str, ...] = column(
        "Программы",
        T.REFERENCES,
        required=when("kind", OrderKind.PROGRAMMES),
        refers_to=Programme,
        aliases=("Программа",),
        example="РОБО",
        norm="ORD-03",
    )
    agreements: tuple[str, ...] = column(
        "Договоры",
        T.REFERENCES,
        required=when("kind", OrderKind.TRANSFER),
        refers_to=Agreement,
        aliases=("Договор",),
        example="Д-01",
        hint="Договоры о сетевой форме. Если пусто в приказе о сетевом взаимодействии: у школы — "
        "её договоры, у органа управления — все.",
        norm="ORD-NETWORK",
    )
    local_acts: tuple[str, ...] = column(
        "Локальные акты",
        T.REFERENCES,
        refers_to=LocalAct,
        example="СОШ5-СЕТЬ",
        hint="Локальные акты, которые утверждает приказ об утверждении программ.",
        norm="ORD-03",
    )
    group: str | None = column(
        "Группа",
        T.REFERENCE,
        required=when("kind", OrderKind.ENROL, OrderKind.EXPEL),
        refers_to=Group,
        example="РТ-1",
        norm="ORD-03",
    )
    enrolments: tuple[str, ...] = column(
        "Зачисления",
        T.REFERENCES,
        refers_to=Enrolment,
        example="З-01",
        hint="Если приказ не обо всей группе: коды строк листа «Зачисления».",
        norm="ORD-03",
    )
    expulsion: ExpulsionReason | None = column(
        "Почему отчислены",
        T.CHOICE,
        required=when("kind", OrderKind.EXPEL),
        choices=ExpulsionReason,
        aliases=("Основание отчисления",),
        example="завершение обучения",
        norm="ORD-03",
    )
    standard_items: bool | None = column(
        "Обычные пункты",
        T.YES_NO,
        example="да",
        hint="«нет» — в приказе будут только пункты листа «Пункты» и контроль. Если пусто — «да».",
        norm="ORD-03",
    )
    control: str | None = column(
        "Контроль",
        T.REFERENCE,
        refers_to=Person,
        aliases=("Контроль возложен на",),
        example="Ж-01",
        hint="На кого возложен контроль. Если пусто — «оставляю за собой».",
        norm="ORD-04",
    )
    signatory: str | None = column(
        "Подписывает",
        T.REFERENCE,
        refers_to=Person,
        aliases=("Подписант",),
        hint="Если пусто — руководитель того, кто издаёт.",
        norm="ORD-05",
    )
    number: str | None = column(
        "Номер",
        aliases=("Номер приказа", "№ приказа"),
        hint="Оставьте пустым: номер ставится при регистрации, в проекте будет «№ ____».",
        norm="ORD-01, X-08",
    )
    date: datetime.date | None = column(
        "Дата",
        T.DATE,
        aliases=("Дата приказа",),
        hint="Оставьте пустым: дата ставится при подписании.",
        norm="ORD-01, X-08",
    )
    place: str | None = column(
        "Место издания",
        hint="Если пусто — населённый пункт из адреса того, кто издаёт, а если в адресе он не "
        "ясен — город из настроек.",
        norm="ORD-01, X-08",
    )
    distribution: tuple[str, ...] = column(
        "Рассылка",
        T.REFERENCES,
        refers_to=Organisation,
        example="СОШ5",
        hint="Кому отправить копии приказа, по порядку, через «;».",
        norm="ORD-04",
    )
    executor: str | None = column(
        "Исполнитель",
        T.REFERENCE,
        refers_to=Person,
        hint="Кто подготовил проект: имя и телефон внизу последнего листа.",
    )
    note: str | None = column("Примечание", T.LONG_TEXT)

    @property
    def expected(self) -> datetime.date | None:
        """The day near which an order without a date will be signed, as far as it can be told.

        An order comes before what it begins, one about results after its period.
        """
        return self.end if self.kind is OrderKind.RESULTS else self.start


@dataclass(frozen=True, kw_only=True)
class OrderItem(Record):
    """Пункт приказа: an action, those who do it, a term (ORD-03)."""

    SHEET: ClassVar = SheetInfo(
        title="Пункты",
        workbook="orders",
        aliases=("Пункты приказов",),
        label_attributes=("order", "number"),
        purpose="Пункты, которые вы добавляете к обычным: что сделать, кто, когда. Контроль — "
        "столбец листа «Приказы».",
    )

    order: str = column(
        "Приказ",
        T.REFERENCE,
        required=True,
        refers_to=Order,
        aliases=("Код приказа",),
        example="П-01",
    )
    number: str = column(
        "Номер пункта",
        required=True,
        aliases=("Пункт",),
        example="1",
        hint="1, 2, 3; подпункты — 1.1, 1.2. Если перед вашими стоят обычные пункты, в бумаге "
        "номера сдвинутся.",
        norm="ORD-03",
    )
    action: ItemAction | None = column(
        "Действие",
        T.CHOICE,
        choices=ItemAction,
        synonyms={"назначить": "назначить ответственным", "поручение": "поручить"},
        example="назначить ответственным",
        hint="Если пусто — «поручить».",
        norm="ORD-03",
    )
    text: str = column(
        "Текст пункта",
        T.LONG_TEXT,
        required=True,
        aliases=("Текст",),
        example="организовать ознакомление родителей с положением о сетевой форме",
        hint="Поручение — глагол в неопределённой форме; для «назначить ответственным» — за что: "
        "«организацию сетевого взаимодействия». Без точки в конце.",
        norm="ORD-03",
    )
    people: tuple[str, ...] = column(
        "Ответственные",
        T.REFERENCES,
        required=when("action", ItemAction.APPOINT),
        refers_to=Person,
        aliases=("Исполнители", "Ответственный"),
        example="Ж-01",
        norm="ORD-03",
    )
    organisations: tuple[str, ...] = column(
        "Руководителям организаций",
        T.REFERENCES,
        refers_to=Organisation,
        example="СОШ5",
        hint="Если поручение дано организациям, а не людям.",
        norm="ORD-03",
    )
    due: datetime.date | None = column(
        "Срок", T.DATE, aliases=("Срок исполнения",), example="15.09.2026", norm="ORD-03"
    )
    due_words: str | None = column(
        "Срок словами",
        example="ежемесячно, до 5-го числа",
        hint="Если срок не дата.",
        norm="ORD-03",
    )
    substitute: str | None = column(
        "Замещает",
        T.REFERENCE,
        refers_to=Person,
        hint="Кто исполняет обязанности назначенного, когда его нет.",
        norm="ORD-03",
    )
    annex: int | None = column(
        "Приложение",
        T.INTEGER,
        aliases=("Номер приложения",),
        example="1",
        hint="Номер приложения, на которое ссылается пункт.",
        norm="ORD-06",
    )


@dataclass(frozen=True, kw_only=True)
class OrderAnnex(Record):
    """Приложение к приказу (ORD-06)."""

    SHEET: ClassVar = SheetInfo(
        title="Приложения",
        workbook="orders",
        aliases=("Приложения к приказам",),
        label_attributes=("order", "number"),
        purpose="Приложения, которые отличаются от обычных. Если у приказа здесь нет строк, "
        "программа сама прилагает список обучающихся, перечень организаций и т. п.",
    )

    order: str = column(
        "Приказ",
        T.REFERENCE,
        required=True,
        refers_to=Order,
        aliases=("Код приказа",),
        example="П-01",
    )
    number: int = column("Номер приложения", T.INTEGER, required=True, example="1", norm="ORD-06")
    content: AnnexContent = column(
        "Содержание",
        T.CHOICE,
        required=True,
        choices=AnnexContent,
        example="текст",
        norm="ORD-06",
    )
    title: str | None = column(
        "Наименование приложения",
        required=when("content", AnnexContent.TEXT, AnnexContent.SEPARATE),
        aliases=("Название приложения",),
        example="Порядок передачи результатов",
        norm="ORD-06",
    )
    text: tuple[str, ...] = column(
        "Текст приложения",
        T.ITEMS,
        required=when("content", AnnexContent.TEXT),
        example="Участник передаёт ведомость до 5-го числа; копия хранится в учебной части",
        hint="Каждый абзац — с новой строки (Alt+Enter) или через «;».",
        norm="ORD-06",
    )


@dataclass(frozen=True, kw_only=True)
class Acknowledgement(Record):
    """Строка листа ознакомления (ORD-04)."""

    SHEET: ClassVar = SheetInfo(
        title="Ознакомление",
        workbook="orders",
        aliases=("Лист ознакомления",),
        label_attributes=("order", "person"),
        purpose="Кто знакомится с приказом под подпись. Если строк нет, в листе те, кого приказ "
        "называет.",
    )

    order: str = column(
        "Приказ",
        T.REFERENCE,
        required=True,
        refers_to=Order,
        aliases=("Код приказа",),
        example="П-01",
    )
    person: str = column(
        "Кто знакомится",
        T.REFERENCE,
        required=True,
        refers_to=Person,
        aliases=("Человек", "ФИО"),
        example="Ж-01",
        norm="ORD-04",
    )
    date: datetime.date | None = column(
        "Дата ознакомления",
        T.DATE,
        hint="Оставьте пустым: дату ставит тот, кто знакомится.",
        norm="ORD-04",
    )
