"""A small healthy district for the cases of the rules, and words to spoil it with.

Every rule is silent over it; a case changes a cell or two and says what must be told.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from docgen.documents.seating import agreement_sources
from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.letters import Disagreement, Dispatch
from docgen.records.network import Decision, Meeting, Question, Questionnaire
from docgen.records.partners import (
    Agreement,
    Amendment,
    ListedPupil,
    Party,
    ProgrammePart,
    Resource,
)
from docgen.records.roadmap import Measure, Progress, Roadmap, RoadmapApproval, Task
from docgen.records.schema import Record, RowOrigin, columns_of
from docgen.records.tables import Tables
from docgen.records.vocabulary import (
    AgreementKind,
    AmendmentAction,
    ApprovalWay,
    ApprovingPaper,
    Audience,
    Authority,
    Direction,
    DispatchMethod,
    DispatchStage,
    Funding,
    LegalForm,
    LicenceStatus,
    MeasureState,
    PartyRole,
    PersonalDataTransfer,
    PlanKind,
    ProgrammeApproval,
    ProgrammeKind,
    QuestionKind,
    Renewal,
    ResourceKind,
    Signing,
    StudyForm,
    Transport,
    VoteRule,
)
from tests.checks.classroom import CLASSROOM
from tests.checks.network_rows import NETWORK_ROWS
from tests.checks.order_rows import ORDER_ROWS

TODAY = datetime.date(2026, 11, 22)

BIK = "016577551"
ORDINARY_BIK = "046577674"

District = dict[type[Record], list[Record]]
Edit = Callable[[District], None]


def day(text: str) -> datetime.date:
    """«01.09.2026» as a date."""
    return datetime.datetime.strptime(text, "%d.%m.%Y").date()


def _origin(kind: type[Record], row: int) -> RowOrigin:
    columns = {c.attribute: _letters(n) for n, c in enumerate(columns_of(kind))}
    return RowOrigin(f"{kind.SHEET.workbook}.xlsx", kind.SHEET.title, row, columns=columns)


def _letters(number: int) -> str:
    first, second = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def make(kind: type[Record], row: int, values: Mapping[str, Any]) -> Record:
    """A record of a class at a row; whatever is not named is an empty cell."""
    made: Record = kind(origin=_origin(kind, row), **values)
    return made


_LICENSED: dict[str, Any] = {
    "teaches": True,
    "licence_date": day("12.03.2021"),
    "licence_issuer": "Министерство образования Свердловской области",
    "licence_covers_additional": True,
    "licence_status": LicenceStatus.ACTIVE,
    "licence_checked_on": day("20.08.2026"),
}
_TREASURY: dict[str, Any] = {
    "treasury_account": "03234643657010006200",
    "single_treasury_account": "40102810645370000054",
    "personal_account": "20626D12470",
    "bik": BIK,
    "bank": "Уральское ГУ Банка России//УФК по Свердловской области, г. Екатеринбург",
    "oktmo": "65701000",
}

_ORGANISATIONS: list[dict[str, Any]] = [
    {
        "code": "СОШ5",
        "phone": "+7 (34398) 2-15-07",
        "full_name": "муниципальное учреждение «Школа № 5»",
        "short_name": "МБОУ СОШ № 5",
        "legal_form": LegalForm.INSTITUTION,
        "inn": "6600000010",
        "kpp": "660001001",
        "ogrn": "1026600000010",
        "legal_address": "623000, г. Заречногорск, ул. Школьная, д. 5",
        "places": ("г. Заречногорск, ул. Школьная, д. 5",),
        "head": "Ж-01",
        "licence_number": "Л035-01277-66/00190001",
        **_LICENSED,
        **_TREASURY,
    },
    {
        "code": "ТЕХНО",
        "phone": "+7 (34398) 2-15-07",
        "full_name": "муниципальное учреждение «Технопарк»",
        "short_name": "МАУ «Технопарк»",
        "legal_form": LegalForm.INSTITUTION,
        "inn": "6600000027",
        "kpp": "660001001",
        "ogrn": "1026600000021",
        "legal_address": "623000, г. Заречногорск, ул. Заводская, д. 10",
        "places": ("г. Заречногорск, ул. Заводская, д. 10",),
        "head": "Т-01",
        "licence_number": "Л035-01277-66/00190002",
        **_LICENSED,
        "settlement_account": "40703810500000000001",
        "correspondent_account": "30101810500000000674",
        "bik": ORDINARY_BIK,
        "bank": "Банк, г. Екатеринбург",
    },
    {
        "code": "МУЗЕЙ",
        "phone": "+7 (34398) 2-15-07",
        "full_name": "муниципальное учреждение «Музей»",
        "short_name": "МБУК «Музей»",
        "legal_form": LegalForm.INSTITUTION,
        "inn": "6600000034",
        "kpp": "660001001",
        "ogrn": "1026600000032",
        "legal_address": "623000, г. Заречногорск, ул. Старая, д. 1",
        "head": "М-01",
        "teaches": False,
    },
    {
        "code": "ИП",
        "phone": "+7 (34398) 2-15-07",
        "full_name": "индивидуальный предприниматель Рогов Илья Львович",
        "short_name": "ИП Рогов И.Л.",
        "legal_form": LegalForm.ENTREPRENEUR,
        "inn": "660000000155",
        "ogrn": "315660000000150",
        "legal_address": "623000, г. Заречногорск, ул. Новая, д. 2",
        "head": "Р-01",
        "teaches": False,
    },
    {
        "code": "УО",
        "full_name": "Управление образования",
        "short_name": "Управление образования",
        "legal_form": LegalForm.AUTHORITY,
        "inn": "6600000041",
        "kpp": "660001001",
        "ogrn": "1026600000043",
        "legal_address": "623000, г. Заречногорск, ул. Главная, д. 1",
        "head": "Н-01",
        "teaches": False,
    },
]


def _head(
    code: str, name: str, organisation: str, post: str = "директор", **more: Any
) -> dict[str, Any]:
    surname, first, patronymic = name.split()
    return {
        "code": code,
        "surname": surname,
        "first_name": first,
        "patronymic": patronymic,
        "post": post,
        "organisation": organisation,
        "authority": Authority.CHARTER,
        **more,
    }


_PEOPLE: list[dict[str, Any]] = [
    _head("Ж-01", "Железняк Марина Петровна", "СОШ5"),
    _head("Т-01", "Тарасов Игорь Ильич", "ТЕХНО"),
    _head("М-01", "Мирная Ольга Олеговна", "МУЗЕЙ"),
    _head(
        "Р-01",
        "Рогов Илья Львович",
        "ИП",
        "индивидуальный предприниматель",
        authority=Authority.EGRIP,
        authority_date=day("15.05.2015"),
    ),
    _head("Н-01", "Носова Анна Юрьевна", "УО", "начальник", authority=Authority.REGULATION),
    _head(
        "К-07",
        "Котов Пётр Игоревич",
        "СОШ5",
        "заместитель директора",
        authority=None,
        phone="+7 (34398) 2-15-08",
    ),
    _head(
        "Д-03",
        "Дымова Вера Ильинична",
        "СОШ5",
        "заместитель директора",
        authority=Authority.POWER_OF_ATTORNEY,
        authority_number="12",
        authority_date=day("12.01.2026"),
    ),
]

_PROGRAMME: dict[str, Any] = {
    "kind": ProgrammeKind.GENERAL,
    "form": StudyForm.FULL_TIME,
    "hours": 72,
    "duration": "9 месяцев",
    "organisation": "СОШ5",
    "start": day("01.09.2026"),
    "end": day("31.05.2027"),
    "approval_number": "114-од",
    "approval_date": day("26.08.2026"),
}
_PROGRAMMES: list[dict[str, Any]] = [
    {"code": "РОБО", "title": "Робототехника", "direction": Direction.TECHNICAL, **_PROGRAMME},
    {"code": "КРАЙ", "title": "Родной край", "direction": Direction.TOURISM, **_PROGRAMME},
]

_NETWORK: dict[str, Any] = {
    "kind": AgreementKind.NETWORK,
    "start": day("01.09.2026"),
    "end": day("30.06.2027"),
    "teaching_start": day("01.09.2026"),
    "teaching_end": day("31.05.2027"),
    "approval": ProgrammeApproval.BASE,
    "pupils_count": 2,
    "timetable_by": "СОШ5",
    "assessment": False,
    "certificate": "свидетельство об освоении программы",
    "transport": Transport.NONE,
    "safety_person": "К-07",
    "inform_date": day("25.08.2026"),
    "claim_days": 10,
    "court": "Арбитражный суд Свердловской области",
    "notice_days": 30,
    "signing": Signing.PAPER,
}
_AGREEMENTS: list[dict[str, Any]] = [
    {
        **_NETWORK,
        "code": "Д-01",
        "programme": "РОБО",
        "number": "12",
        "date": day("28.08.2026"),
        "list_days": 5,
        "assessment": True,
        "assessment_form": "защита проекта",
        "assessment_by": "ТЕХНО",
        "results_days": 5,
        "funding": Funding.PAYMENT,
        "amount": Decimal("48000.00"),
        "vat": "НДС не облагается",
        "payment_terms": "ежемесячно",
        "payment_source": "субсидия на выполнение муниципального задания",
        "payer": "СОШ5",
        "payee": "ТЕХНО",
        "purchase_basis": "пункт 5 части 1 статьи 93 Федерального закона № 44-ФЗ",
        "purchase_code": "263660000001066000100100010018560244",
        "personal_data": PersonalDataTransfer.INSTRUCTION,
        "personal_data_items": "фамилия, имя, отчество, дата рождения",
        "personal_data_days": 30,
        "personal_data_contact": "К-07",
        "fallback": "базовая организация реализует часть собственными силами",
    },
    {
        **_NETWORK,
        "code": "Д-02",
        "programme": "КРАЙ",
        "pupils_count": 10,
        "funding": Funding.FREE,
        "personal_data": PersonalDataTransfer.NONE,
        "not_applicable": frozenset({"list_days", "fallback"}),
    },
    {
        "code": "С-01",
        "kind": AgreementKind.COOPERATION,
        "start": day("01.09.2026"),
        "end": day("31.08.2029"),
        "funding": Funding.FREE,
        "claim_days": 10,
        "court": "Арбитражный суд Свердловской области",
        "notice_days": 30,
        "topics": ("совместные мероприятия", "обмен опытом"),
        "council": True,
        "vote_rule": VoteRule.MAJORITY,
        "join_days": 15,
        "renewal": Renewal.NONE,
        "not_applicable": frozenset({"approver"}),
        "signing": Signing.ELECTRONIC,
    },
    {
        "code": "ДС-01",
        "kind": AgreementKind.SUPPLEMENTARY,
        "start": day("15.01.2027"),
        "main_agreement": "Д-01",
        "signing": Signing.PAPER,
    },
]


def _rows(fields: str, *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    names = fields.split()
    return [dict(zip(names, row, strict=True)) for row in rows]


_PARTIES = _rows(
    "agreement organisation role signatory",
    ("Д-01", "СОШ5", PartyRole.BASE, "Д-03"),
    ("Д-01", "ТЕХНО", PartyRole.TEACHING, None),
    ("Д-02", "СОШ5", PartyRole.BASE, None),
    ("Д-02", "МУЗЕЙ", PartyRole.RESOURCE, None),
    ("Д-02", "ИП", PartyRole.RESOURCE, None),
    ("С-01", "УО", PartyRole.COORDINATOR, None),
    ("С-01", "СОШ5", PartyRole.MEMBER, None),
    ("С-01", "ТЕХНО", PartyRole.MEMBER, None),
)
_PARTS = _rows(
    "agreement organisation title hours start end address",
    (
        "Д-01",
        "СОШ5",
        "Модуль «Сборка»",
        36,
        day("01.09.2026"),
        day("31.12.2026"),
        "г. Заречногорск, ул. Школьная, 5",
    ),
    (
        "Д-01",
        "ТЕХНО",
        "Модуль «Программы»",
        36,
        day("11.01.2027"),
        day("31.05.2027"),
        "Заречногорск, Заводская, дом 10, каб. 12",
    ),
)
_RESOURCES = _rows(
    "agreement organisation kind name quantity address usage",
    ("Д-01", "СОШ5", ResourceKind.STAFF, "педагог", "1", None, "по расписанию"),
    ("Д-01", "ТЕХНО", ResourceKind.EQUIPMENT, "набор", "8 комплектов", None, "вторник"),
    ("Д-02", "СОШ5", ResourceKind.STAFF, "педагог", "1", None, "по расписанию"),
    ("Д-02", "МУЗЕЙ", ResourceKind.PREMISES, "зал", "1", "ул. Старая, д. 1", "среда"),
    ("Д-02", "ИП", ResourceKind.EQUIPMENT, "автобус", "1", None, "среда"),
)
_AMENDMENTS = _rows(
    "agreement point action text",
    ("ДС-01", "пункт 3.2", AmendmentAction.REPLACE, "3.2. Занятия проводятся по средам."),
)
_PUPILS = _rows(
    "agreement surname first_name patronymic birth_date",
    ("Д-01", "Иванова", "Анна", "Олеговна", day("14.03.2014")),
    ("Д-01", "Петров", "Лев", "Ильич", day("02.11.2013")),
)
_LETTERS = _rows(
    "code agreement addressee stage reply_by executor method",
    ("П-01", "Д-01", "ТЕХНО", DispatchStage.TO_SIGN, day("25.08.2026"), "К-07", None),
    ("П-02", "Д-02", "МУЗЕЙ", DispatchStage.TO_SIGN, day("25.08.2026"), "К-07", None),
    ("П-03", "Д-02", "ИП", DispatchStage.DRAFT, day("25.08.2026"), "К-07", DispatchMethod.EMAIL),
    ("П-04", "С-01", "СОШ5", DispatchStage.TO_SIGN, day("25.08.2026"), "К-07", None),
    ("П-05", "С-01", "ТЕХНО", DispatchStage.TO_SIGN, day("25.08.2026"), "К-07", None),
    ("П-06", "ДС-01", "ТЕХНО", DispatchStage.DRAFT, day("15.12.2026"), "К-07", None),
)
_LETTERS[0] |= {"number": "214", "date": day("20.08.2026"), "received": day("21.08.2026")}
_LETTERS[1] |= {"number": "215", "date": day("20.08.2026")}
_DISAGREEMENTS = _rows(
    "agreement point draft_wording organisation own_wording",
    ("Д-02", "пункт 3.2", "Занятия — по средам.", "МУЗЕЙ", "Занятия — по пятницам."),
    ("Д-02", "пункт 5.3", "За один рабочий день.", "МУЗЕЙ", "За три рабочих дня."),
)
_MEETINGS = _rows(
    "code number date title place chair secretary present agenda",
    (
        "СОВ-01",
        "1",
        day("10.07.2026"),
        "совещания",
        "г. Заречногорск",
        "Н-01",
        "К-07",
        ("Ж-01", "Т-01"),
        ("О программах", "О расписании"),
    ),
    (
        "СОВ-02",
        "2",
        day("24.08.2026"),
        "совещания",
        "г. Заречногорск",
        "Н-01",
        "К-07",
        ("Ж-01",),
        ("О договорах",),
    ),
)
_DECISIONS = _rows(
    "meeting agenda_item decided votes_for votes_against abstained responsible due",
    ("СОВ-01", 1, "Согласовать программы", 4, 0, 0, ("Ж-01",), day("31.07.2026")),
    ("СОВ-01", 2, "Утвердить расписание", 3, 0, 1, (), None),
    ("СОВ-02", 1, "Заключить договоры", 3, 0, 0, ("Ж-01",), day("31.08.2026")),
)
_QUESTIONNAIRES = _rows(
    "code audience title purpose anonymous",
    ("АНК-П", Audience.TEACHER, "Готовность к сети", "узнать, кто готов", True),
    ("АНК-Р", Audience.PARENT, "Занятия", "узнать спрос", False),
)
_QUESTIONS = _rows(
    "questionnaire number text kind options",
    ("АНК-П", 1, "Готовы ли вы вести занятия?", QuestionKind.ONE, ("да", "нет")),
    ("АНК-П", 2, "Что вам мешает?", QuestionKind.OPEN, ()),
    ("АНК-Р", 1, "Довольны ли вы?", QuestionKind.SCALE, ("1", "2", "3")),
)
_TERM: dict[str, Any] = {"start": day("01.09.2026"), "end": day("31.05.2027"), "author": "Н-01"}
_PLANS: list[dict[str, Any]] = [
    {
        "code": "ДК-1",
        "kind": PlanKind.ROADMAP,
        "title": "мероприятий по развитию сети",
        "territory": "в районе",
        "goal": "Развитие сети",
        **_TERM,
    },
    {"code": "ПВ-1", "kind": PlanKind.INTERACTION, "title": "взаимодействия", **_TERM},
    {"code": "ПГ-1", "kind": PlanKind.EVENTS, "title": "мероприятий", **_TERM},
]
_APPROVALS = _rows(
    "plan way person paper date",
    ("ДК-1", ApprovalWay.PERSON, "Н-01", None, day("25.08.2026")),
    ("ДК-1", ApprovalWay.AGREED, "Т-01", None, day("24.08.2026")),
    ("ПВ-1", ApprovalWay.PAPER, None, ApprovingPaper.ORDER, day("25.08.2026")),
    ("ПГ-1", ApprovalWay.PERSON, "Н-01", None, day("25.08.2026")),
)
_TASKS = _rows("plan text", ("ДК-1", "Внедрение модели"))
_MEASURES = _rows(
    "code plan number title executors groups term result",
    ("М-1", "ДК-1", "1", "Договоры", ("Н-01",), (), "сентябрь 2026 года", "Договоры"),
    (
        "М-2",
        "ДК-1",
        "2",
        "Занятия",
        (),
        ("директора школ",),
        "октябрь 2026 – май 2027 года",
        "Охват",
    ),
    ("М-3", "ДК-1", "3", "Итоги", ("Н-01",), (), "май 2027 года", "Приказ"),
    ("М-4", "ПВ-1", "1", "Встречи", ("Т-01",), (), "до 15 октября 2026 года", "Протокол"),
    ("М-5", "ПГ-1", "1", "Открытие", ("Н-01",), (), "12 сентября 2026 года", "Отзывы"),
)
_MEASURES[3] |= {"organisations": ("СОШ5", "ТЕХНО")}
_MEASURES[4] |= {"form": "праздник", "place": "МБОУ СОШ № 5", "audience": "дети"}
_PROGRESS = _rows("measure date state", ("М-1", day("30.09.2026"), MeasureState.DONE))
_SETTINGS = [
    {
        "academic_year": "2026/2027",
        "municipality": "Заречногорский муниципальный район",
        "authority": "УО",
        "city": "г. Заречногорск",
    }
]

_SHEETS: list[tuple[type[Record], list[dict[str, Any]]]] = [
    (Settings, _SETTINGS),
    (Organisation, _ORGANISATIONS),
    (Person, _PEOPLE),
    (Programme, _PROGRAMMES),
    (Agreement, _AGREEMENTS),
    (Party, _PARTIES),
    (ProgrammePart, _PARTS),
    (Resource, _RESOURCES),
    (Amendment, _AMENDMENTS),
    (ListedPupil, _PUPILS),
    (Dispatch, _LETTERS),
    (Disagreement, _DISAGREEMENTS),
    (Meeting, _MEETINGS),
    (Decision, _DECISIONS),
    (Questionnaire, _QUESTIONNAIRES),
    (Question, _QUESTIONS),
    *NETWORK_ROWS,
    (Roadmap, _PLANS),
    (RoadmapApproval, _APPROVALS),
    (Task, _TASKS),
    (Measure, _MEASURES),
    (Progress, _PROGRESS),
]


def _rows_of_all() -> Mapping[type[Record], list[dict[str, Any]]]:
    """The district's own rows, those of the class beside them, the orders over both."""
    whole: dict[type[Record], list[dict[str, Any]]] = {}
    for rows in (dict(_SHEETS), CLASSROOM, ORDER_ROWS):
        for kind, listed in rows.items():
            whole[kind] = [*whole.get(kind, []), *listed]
    return whole


def district(*edits: Edit) -> Tables:
    """The healthy district after some edits."""
    rows: District = {
        kind: [make(kind, number, values) for number, values in enumerate(listed, start=2)]
        for kind, listed in _rows_of_all().items()
    }
    for edit in edits:
        edit(rows)
    return Tables(rows)


# --- edits ----------------------------------------------------------------------------------


def at(rows: Iterable[Record], key: str | int) -> Record:
    """A row by its code, or a child row by its place on the sheet, from 0."""
    listed = list(rows)
    if isinstance(key, int):
        return listed[key]
    return next(r for r in listed if getattr(r, "code", None) == key)


def change(kind: type[Record], key: str | int, /, **values: Any) -> Edit:
    """Write values into cells of a row."""

    def edit(rows: District) -> None:
        old = at(rows[kind], key)
        place = next(n for n, r in enumerate(rows[kind]) if r is old)
        made: Any = dataclasses.replace(old, **values)
        rows[kind][place] = made

    return edit


def drop(kind: type[Record], *keys: str | int) -> Edit:
    """Delete rows."""

    def edit(rows: District) -> None:
        gone = [at(rows[kind], key) for key in keys]
        rows[kind] = [r for r in rows[kind] if not any(r is g for g in gone)]

    return edit


def add(kind: type[Record], like: str | int, /, **values: Any) -> Edit:
    """Add a row that is like another but for some values."""

    def edit(rows: District) -> None:
        row = max(r.origin.row for r in rows[kind]) + 1
        made: Any = dataclasses.replace(at(rows[kind], like), origin=_origin(kind, row), **values)
        rows[kind].append(made)

    return edit


def put(kind: type[Record], *listed: Mapping[str, Any]) -> Edit:
    """Add rows to a sheet, which may have had none."""

    def edit(rows: District) -> None:
        present = rows.setdefault(kind, [])
        for values in listed:
            present.append(make(kind, len(present) + 2, values))

    return edit


def without_column(kind: type[Record], attribute: str) -> Edit:
    """Take a whole column away from a sheet, heading and all."""

    def edit(rows: District) -> None:
        for place, row in enumerate(rows[kind]):
            columns = {a: c for a, c in row.origin.columns.items() if a != attribute}
            origin = dataclasses.replace(row.origin, columns=columns)
            values: dict[str, Any] = {"origin": origin, attribute: None}
            made: Any = dataclasses.replace(row, **values)
            rows[kind][place] = made

    return edit


# --- which papers are held ------------------------------------------------------------------


def sources_of(tables: Tables, agreement: Agreement) -> list[Record]:
    """The rows that an agreement's papers are made of, the list of pupils among them."""
    pupils = [p for p in tables.of(ListedPupil) if p.agreement == agreement.code]
    return [*agreement_sources(agreement, tables), *pupils]
