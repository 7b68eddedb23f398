"""One spoiled cell a row: where, what is typed, what must be said, which papers are held."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

CONTROL = "Д-10"
"""An agreement that no row here touches: its papers are made whatever happens to others."""

Where = tuple[str, str, str]
"""Sheet, heading, row: a code, or «agreement/the next column» where codes repeat."""


@dataclass(frozen=True)
class Cell:
    """``code`` is said at ``at``, which is the spoiled cell unless another is to blame.

    ``holds``: the agreements none of whose agreement papers may be made; ``frees`` (the
    control unless told otherwise) are still made.
    """

    sheet: str
    heading: str
    key: str
    value: object
    code: str
    holds: tuple[str, ...] = ("Д-01",)
    at: Where | None = None
    frees: tuple[str, ...] = (CONTROL,)

    @property
    def place(self) -> Where:
        return self.at or (self.sheet, self.heading, self.key)

    def __str__(self) -> str:
        shown = repr(self.value)
        return f"{self.sheet}, {self.heading}, {self.key}: {shown[:40]}"


BIG = (40702810000000019792.0, 40102810645370000054.0)
A, P, ORG, M, R = "Договоры", "Стороны", "Организации", "Люди", "Программы"
PARTS, MEANS, CHANGES, PUPILS, S = (
    "Части программ",
    "Ресурсы",
    "Изменения",
    "Списки обучающихся",
    "Настройки",
)
ALL = ("Д-01", "Д-10")

IDENTIFIERS = (
    Cell(ORG, "ИНН", "СОШ5", "6691005487", "identifier-checksum"),
    Cell(ORG, "ИНН", "СОШ5", "669100548", "identifier-invalid"),
    Cell(ORG, "ИНН", "СОШ5", "66910054866", "identifier-invalid"),
    Cell(ORG, "ИНН", "СОШ5", "669100548б", "identifier-invalid"),
    Cell(ORG, "ИНН", "СОШ5", "669100246697", "identifier-length"),
    Cell(ORG, "ИНН", "СОШ5", 6691005486.5, "identifier-invalid"),
    Cell(ORG, "ИНН", "СОШ5", "6,69101E+09", "identifier-invalid"),
    Cell(ORG, "ИНН", "СОШ5", "6691005486, 6691004115", "identifier-several"),
    Cell(ORG, "ИНН", "ИПМ", "669100246698", "identifier-checksum", ("Д-11",)),
    Cell(ORG, "ИНН", "ИПМ", "669100246607", "identifier-checksum", ("Д-11",)),
    Cell(ORG, "КПП", "СОШ5", "66910100", "identifier-invalid"),
    Cell(ORG, "ОГРН", "СОШ5", "1026601920841", "identifier-checksum"),
    Cell(ORG, "ОГРН", "СОШ5", 1026601920841, "identifier-checksum"),
    Cell(ORG, "ОГРН", "СОШ5", "319665800561424", "identifier-length"),
    Cell(ORG, "ОГРН", "ИПМ", "319665800561425", "identifier-checksum", ("Д-11",)),
    Cell(ORG, "Расчётный счёт", "СТАРТ", "40702810000000019793", "account-key", ("Д-03",)),
    Cell(ORG, "Расчётный счёт", "СТАРТ", "4070281000000001979", "identifier-invalid", ("Д-03",)),
    Cell(ORG, "Расчётный счёт", "СТАРТ", BIG[0], "number-too-long", ("Д-03",)),
    Cell(ORG, "Расчётный счёт", "СТАРТ", "4,07028E+19", "identifier-invalid", ("Д-03",)),
    Cell(ORG, "Корреспондентский счёт", "СТАРТ", "30101810600000000999", "account-key", ("Д-03",)),
    Cell(ORG, "БИК", "СТАРТ", "146577998", "identifier-invalid", ("Д-03",)),
    Cell(ORG, "БИК", "СТАРТ", 46577998, "identifier-invalid", ("Д-03",)),
    Cell(ORG, "Единый казначейский счёт", "СОШ5", "40102810645370000055", "account-key"),
    Cell(ORG, "Единый казначейский счёт", "СОШ5", BIG[1], "number-too-long"),
    Cell(ORG, "Казначейский счёт", "СОШ5", "03234644656880006200", "treasury-account-shape"),
    Cell(ORG, "Казначейский счёт", "СОШ5", 3234643656880006200, "number-too-long"),
    Cell(ORG, "Лицевой счёт", "СОШ5", "2090", "identifier-invalid"),
    Cell(ORG, "ОКТМО", "СОШ5", "6568800", "identifier-invalid"),
    Cell(ORG, "КБК", "СОШ5", "1234", "identifier-invalid"),
    Cell(ORG, "Лицензия №", "КВАНТ", "Л035-01277-66", "identifier-invalid"),
    Cell(ORG, "E-mail", "СОШ5", "school5(at)example.ru", "identifier-invalid"),
    Cell(A, "ИКЗ", "Д-02", "26366910109696691010010014", "identifier-invalid", ("Д-02",)),
    Cell(A, "ИКЗ", "Д-02", 2.6366910109696691e35, "number-too-long", ("Д-02",)),
    Cell(A, "КБК", "Д-02", 9.0607030710225e19, "number-too-long", ("Д-02",)),
)

UNREADABLE_DATES = tuple(
    Cell(A, "Дата", "Д-01", value, code)
    for value, code in (
        ("тридцать первого августа", "date-unreadable"),
        ("после подписания", "date-unreadable"),
        ("сентябрь 2026", "date-unreadable"),
        ("08.2026", "date-unreadable"),
        ("2026", "date-unreadable"),
        ("1.9", "date-unreadable"),
        ("31.08.2O26", "date-unreadable"),
        ("31.02.2026", "date-impossible"),
        ("30.02.2026 г.", "date-impossible"),
        ("31.08.1026", "date-impossible"),
        ("99.99.9999", "date-impossible"),
        (-5, "date-impossible"),
        (0.5, "date-impossible"),
        (1e10, "date-impossible"),
        (True, "boolean-instead"),
        ("=TODAY()", "formula-without-value"),
        ("#N/A", "cell-error"),
    )
)
DATES = (
    *UNREADABLE_DATES,
    Cell(ORG, "Дата лицензии", "КВАНТ", "в 2021 году", "date-unreadable"),
    Cell(M, "Дата документа о полномочиях", "Ш-02", "12.13.2026", "date-impossible"),
    Cell(P, "Дата подписания", "Д-01/СОШ5", "28.08.20226", "date-unreadable"),
    Cell(PARTS, "Окончание", "Д-01/СОШ5", "до Нового года", "date-unreadable"),
    Cell(A, "Окончание действия", "Д-01", "2026-08-01", "dates-reversed"),
    Cell(A, "Окончание реализации", "Д-01", "2026-08-01", "dates-reversed"),
    Cell(R, "Окончание", "РОБО", "01.01.2026", "dates-reversed"),
    Cell(
        PARTS,
        "Начало",
        "Д-01/КВАНТ",
        "15.06.2027",
        "dates-reversed",
        at=(PARTS, "Окончание", "Д-01/КВАНТ"),
    ),
)

CODES = (
    Cell(A, "Программа", "Д-01", "РОБ", "reference-unknown"),
    Cell(A, "Программа", "Д-01", None, "value-missing"),
    Cell(A, "Программа", "Д-01", "РОБO", "mixed-alphabet"),
    Cell(A, "Код", "Д-01", None, "value-missing", ()),
    Cell(A, "Код", "Д-01", "Д-99", "base-not-one", ()),
    Cell(A, "Код", "Д-01", "Д-02", "code-duplicate", ("Д-02",), (A, "Код", "Д-02")),
    Cell(A, "Плательщик", "Д-02", "СОШ1", "organisation-of-no-party", ("Д-02",)),
    Cell(A, "Аттестацию проводит", "Д-01", "СОШ1", "organisation-of-no-party"),
    Cell(A, "Ответственный за безопасность", "Д-01", "Х-99", "reference-unknown"),
    Cell(A, "Основной договор", "ДС-01", "Д-99", "reference-unknown", ("ДС-01",)),
    Cell(A, "Основной договор", "ДС-01", "ДС-02", "main-is-supplementary", ("ДС-01",)),
    Cell(A, "Визы", "Д-18", "К-01; Х-99", "reference-unknown", ("Д-18",)),
    Cell(P, "Договор", "Д-01/КВАНТ", None, "value-missing"),
    Cell(P, "Договор", "Д-01/КВАНТ", "Д-77", "reference-unknown"),
    Cell(P, "Договор", "Д-01/КВАНТ", "XYZ", "reference-unknown"),
    Cell(P, "Договор", "Д-01/СОШ5", None, "value-missing", ALL, frees=()),
    Cell(P, "Организация", "Д-01/КВАНТ", "КВАНТОРИУМ", "reference-unknown"),
    Cell(P, "Организация", "Д-01/КВАНТ", "СОШ5", "party-twice"),
    Cell(P, "Организация", "Д-01/КВАНТ", None, "value-missing"),
    Cell(P, "Организация", "С-03/ИСТОК", "ИСТОКИ", "reference-unknown", ("С-03",)),
    Cell(P, "Роль", "Д-01/КВАНТ", "базовая организация", "base-not-one"),
    Cell(P, "Роль", "Д-01/КВАНТ", "координатор", "role-unsuitable"),
    Cell(P, "Роль", "Д-01/КВАНТ", "помощник", "choice-unknown"),
    Cell(P, "Роль", "Д-01/КВАНТ", None, "value-missing"),
    Cell(P, "Роль", "С-03/СОШ1", "координатор", "coordinator-not-one", ("С-03",)),
    Cell(P, "Подписант", "Д-01/КВАНТ", "Х-99", "reference-unknown"),
    Cell(ORG, "Код", "КВАНТ", "СОШ5", "code-duplicate"),
    Cell(ORG, "Код", "КВАНТ", "КВАНT", "mixed-alphabet"),
    Cell(ORG, "Руководитель", "КВАНТ", None, "value-missing"),
    Cell(ORG, "Руководитель", "КВАНТ", "Ш-99", "reference-unknown"),
    Cell(M, "Код", "Ш-02", "Ж-01", "code-duplicate"),
    Cell(M, "Код", "Ш-02", None, "value-missing"),
    Cell(R, "Код", "ЛЫЖИ", "РОБО", "code-duplicate", ALL, frees=("Д-02",)),
    Cell(R, "Код", "РОБО", None, "value-missing"),
    Cell(PARTS, "Организация", "Д-01/КВАНТ", "МУЗЕЙ", "row-of-no-party"),
    Cell(MEANS, "Организация", "Д-01/КВАНТ", "СОШ1", "row-of-no-party"),
    Cell(MEANS, "Договор", "Д-01/КВАНТ", None, "value-missing"),
    Cell(MEANS, "Договор", "Д-02/ЛИЦЕЙ4", None, "value-missing", ("Д-01", "Д-02")),
    Cell(P, "Договор", "С-03/СОШ3", "XYZ", "reference-unknown", ("С-03",)),
    Cell(MEANS, "Договор", "Д-01/КВАНТ", "Д-0l", "reference-unknown", frees=("Д-02",)),
    Cell(CHANGES, "Договор", "ДС-01", "ДС-09", "reference-unknown", ("ДС-01",)),
    Cell(PUPILS, "Договор", "Д-01/Абрамова", "Д-99", "reference-unknown"),
    Cell(S, "Орган управления", "", "УО2", "reference-unknown", ALL, frees=()),
    Cell(S, "Визы", "", "К-01; О-99", "reference-unknown", ALL, frees=()),
)

WORDS = (
    Cell(A, "Вид документа", "Д-01", "договор", "choice-unknown"),
    Cell(A, "Вид документа", "Д-01", None, "value-missing"),
    Cell(A, "Финансирование", "Д-01", "бартер", "choice-unknown"),
    Cell(A, "Аттестация", "Д-01", "может быть", "yes-no-unknown"),
    Cell(A, "Суд", "Д-01", None, "value-missing"),
    Cell(ORG, "Правовая форма", "КВАНТ", "кооператив", "choice-unknown"),
    Cell(ORG, "Полное наименование", "КВАНТ", None, "value-missing"),
    Cell(
        ORG,
        "Полное наименование",
        "КВАНТ",
        "ABC",
        "name-gender-unknown",
        at=(ORG, "Род наименования", "КВАНТ"),
    ),
    Cell(M, "Фамилия", "Ш-02", "Шeвчук", "mixed-alphabet"),
    Cell(M, "Фамилия", "Ш-02", None, "value-missing"),
    Cell(M, "Имя", "Ш-02", "Poман", "mixed-alphabet"),
    Cell(M, "Имя", "Ш-02", "Р.", "signatory-by-initials"),
    Cell(M, "Пол", "Ш-02", "средний", "choice-unknown"),
    Cell(M, "Должность", "Ш-02", None, "value-missing"),
    Cell(M, "Основание полномочий", "Ш-02", None, "authority-missing"),
    Cell(M, "Основание полномочий", "Ш-02", "Конституция", "choice-unknown"),
    Cell(M, "Номер документа о полномочиях", "Ш-02", None, "value-missing"),
    Cell(M, "Дата документа о полномочиях", "Ш-02", None, "value-missing"),
    Cell(R, "Направленность", "РОБО", "кулинарная", "choice-unknown"),
    Cell(R, "Вид программы", "РОБО", None, "value-missing"),
    Cell(MEANS, "Вид ресурса", "Д-01/КВАНТ", "чудо", "choice-unknown"),
    Cell(PARTS, "Место занятий", "Д-01/КВАНТ", "где придётся", "address-unknown"),
    Cell(CHANGES, "Действие", "ДС-01", "заменить", "choice-unknown", ("ДС-01",)),
    Cell(S, "Учебный год", "", "2026", "academic-year-unreadable", ALL, frees=()),
    Cell(S, "Город", "", None, "value-missing", ALL, frees=()),
    Cell(S, "Стиль оформления", "", "как красиво", "choice-unknown", ALL, frees=()),
)

NUMBERS = (
    Cell(R, "Объём, часов", "РОБО", "семьдесят два", "number-unreadable"),
    Cell(R, "Объём, часов", "РОБО", 0, "number-zero"),
    Cell(R, "Объём, часов", "РОБО", -72, "number-unreadable"),
    Cell(R, "Объём, часов", "РОБО", 72.5, "number-unreadable"),
    Cell(R, "Объём, часов", "РОБО", datetime.datetime(2026, 3, 12), "date-instead"),
    Cell(A, "Число обучающихся", "Д-01", 16, "pupils-count"),
    Cell(A, "Число обучающихся", "Д-01", "пятнадцать", "number-unreadable"),
    Cell(A, "Экземпляров", "Д-01", 1, "copies-too-few"),
    Cell(A, "Сумма, руб.", "Д-01", 100, "money-in-free-agreement"),
    Cell(A, "Сумма, руб.", "Д-02", "девяносто тысяч", "money-unreadable", ("Д-02",)),
    Cell(A, "Сумма, руб.", "Д-02", "96.350", "money-unreadable", ("Д-02",)),
    Cell(A, "Сумма, руб.", "Д-02", -5, "money-unreadable", ("Д-02",)),
    Cell(A, "Сумма, руб.", "Д-02", 96350.505, "money-unreadable", ("Д-02",)),
    Cell(A, "Сумма, руб.", "Д-02", "#REF!", "cell-error", ("Д-02",)),
    Cell(A, "Сумма, руб.", "Д-02", "=V4*2", "formula-without-value", ("Д-02",)),
    Cell(PARTS, "Часов", "Д-01/КВАНТ", 37, "hours-exceed", at=(A, "Программа", "Д-01")),
    Cell(PARTS, "Часов", "Д-01/КВАНТ", "#DIV/0!", "cell-error"),
)

TEXTS = (
    Cell(ORG, "Полное наименование", "КВАНТ", "ООО «Р_x0001_»", "text-forbidden-character"),
    Cell(ORG, "Юридический адрес", "КВАНТ", "ул._x0000_Мира", "text-forbidden-character"),
    Cell(ORG, "Юридический адрес", "КВАНТ", "ул. _xD800_Мира", "text-forbidden-character"),
    Cell(ORG, "Юридический адрес", "КВАНТ", "=cmd|' /C calc'!A0", "formula-without-value"),
    Cell(ORG, "Юридический адрес", "КВАНТ", "#VALUE!", "cell-error"),
    Cell(ORG, "Сокращённое наименование", "КВАНТ", "—", "value-missing"),
    Cell(ORG, "Сокращённое наименование", "КВАНТ", " \u00a0 ", "value-missing"),
    Cell(ORG, "Сокращённое наименование", "КВАНТ", "нет данных", "value-missing"),
    Cell(A, "Код", "Д-01", "Д" * 300, "text-too-long", ()),
)

LEAD = (PUPILS, "Дата рождения", "Д-01/Абрамова")
LIST_REFUSED = (
    Cell(*LEAD, "вчера", "date-unreadable"),
    Cell(*LEAD, None, "value-missing"),
    Cell(PUPILS, "Фамилия", "Д-01/Абрамова", "Абpамова", "mixed-alphabet"),
    Cell(PUPILS, "Имя", "Д-01/Абрамова", None, "value-missing"),
)
"""Cells that hold the list of pupils and not the agreement, which names no pupil."""

REMARKED = (
    Cell(ORG, "Телефон", "СОШ5", "5-15", "phone-doubtful", ()),
    Cell(A, "Номер", "Д-01", None, "number-without-date", ()),
    Cell(M, "Фамилия", "Ш-02", "../../etc/passwd", "name-unlikely", ()),
    Cell(M, "Фамилия", "Ш-02", "12345", "name-unlikely", ()),
    Cell(M, "Фамилия", "Ш-02", "Шев4ук", "name-with-digits", ()),
    Cell(A, "Место заключения", "Д-01", "a\u202eb", "text-direction-marks", ()),
    Cell(A, "Место заключения", "Д-01", "г. Реж�", "text-damaged", ()),
    Cell(A, "Место заключения", "Д-01", "г. Реж\u00ad", "text-invisible", ()),
    Cell(A, "Место заключения", "Д-01", "г.\nРеж", "line-break-joined", ()),
    Cell(A, "Место заключения", "Д-01", "г. Рeж", "mixed-alphabet-text", ()),
    Cell(A, "Место заключения", "Д-01", "г. Реж_x005F_x000D_", "text-escaped", ()),
    Cell(A, "Место заключения", "Д-01", datetime.datetime(2026, 9, 1), "date-in-text", ()),
    Cell(A, "Дата", "Д-01", "08/09/2026", "date-ambiguous", ()),
    Cell(P, "Подписант", "Д-01/КВАНТ", "Ж-01", "signatory-twice", ()),
)
"""Cells that are remarked upon while the paper is made."""

DAY = datetime.datetime(2026, 8, 31)
SAME: tuple[tuple[str, str, str, tuple[object, ...]], ...] = (
    (
        A,
        "Дата",
        "Д-01",
        (
            "31.08.2026",
            "31.08.2026 г.",
            "31 августа 2026",
            "31 августа 2026 года",
            "«31» августа 2026 г.",
            '"31" августа 2026 г.',
            "2026-08-31",
            "2026-08-31T00:00:00",
            "31/08/2026",
            "31-08-2026",
            "31.08.26",
            "31.8.2026",
            " 31.08.2026 ",
            "31.08.2026 00:00:00",
            46265,
            datetime.datetime(2026, 8, 31, 13, 5),
        ),
    ),
    (A, "Программа", "Д-01", ("робо", " РОБО ", "Робототехника", "робототехника")),
    (A, "Аттестация", "Д-01", ("Да", "ДА", "+", True, 1)),
    (A, "Число обучающихся", "Д-01", ("15", "15 чел.", 15.0, "15,0")),
    (A, "Финансирование", "Д-01", ("Безвозмездно", "безвозмездно ", "безвозмездно.")),
    (P, "Организация", "Д-01/КВАНТ", ("квант", "ГАУ ДО СО «Квантолаб»", 'ГАУ ДО СО "Квантолаб"')),
    (P, "Договор", "Д-01/КВАНТ", ("д-01", "Д-01\u00a0", "\u200bД-01")),
    (
        ORG,
        "ИНН",
        "СОШ5",
        (6691005486, 6691005486.0, "6691 005 486", "ИНН 6691005486", "'6691005486"),
    ),
    (ORG, "ОГРН", "СОШ5", (1026601920840, "1026601920840.0")),
    (ORG, "Казначейский счёт", "СОШ5", ("0323 4643 6568 8000 6200",)),
    (R, "Объём, часов", "РОБО", ("72", "72 ч.", "72 часа", 72.0)),
    (S, "Учебный год", "", ("2026-2027", "2026/27", "2026 / 2027 уч. год")),
)
"""Other spellings of what the sample says: the papers of Д-01 come out the same to the byte."""

MONEY_SAME = (
    "96 350,50",
    "96350,50 руб.",
    "96 350 руб. 50 коп.",
    "96\u00a0350,5 ₽",
    "96'350.50",
    96350.5,
    96350.50000000001,
)
"""Spellings of the sum of Д-02."""
