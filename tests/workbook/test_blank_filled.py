"""A newcomer's first book: the blank, two organisations and one agreement, typed by hand."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import cast

from docx import Document
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.checks.rules import check_all
from docgen.diagnostics import Diagnostic
from docgen.records.linking import link
from docgen.records.partners import Agreement, Party
from docgen.records.tables import Tables
from docgen.records.workbooks import sheets_of_family
from docgen.workbook.blank import blank_bytes
from docgen.workbook.reading import read_tables
from tests.desk import Desk

Typed = dict[str, object]
TODAY = datetime.date(2026, 8, 28)
DAY = datetime.datetime

SETTINGS: Typed = {
    "Учебный год": "2026/2027",
    "Муниципалитет": "Приозёрный муниципальный округ",
    "Город": "г. Приозёрск-Уральский",
}
SCHOOL: Typed = {
    "Код": "ШК",
    "Полное наименование": "Муниципальное бюджетное общеобразовательное учреждение «Школа № 9»",
    "Сокращённое наименование": "МБОУ «Школа № 9»",
    "Правовая форма": "учреждение",
    "ИНН": "6691002742",
    "КПП": "669101001",
    "ОГРН": "1026601915427",
    "Юридический адрес": "623980, Свердловская область, г. Приозёрск-Уральский, ул. Труда, д. 9",
    "Адреса занятий": "г. Приозёрск-Уральский, ул. Труда, д. 9",
    "Руководитель": "Р1",
    "Ведёт образовательную деятельность": "да",
    "Лицензия №": "Л035-01277-66/00190901",
    "Дата лицензии": DAY(2020, 3, 3),
    "Кем выдана лицензия": "Министерство образования Свердловской области",
    "Подвид «Дополнительное образование детей и взрослых»": "да",
    "Статус лицензии": "действует",
    "Лицензия проверена": DAY(2026, 8, 20),
    "Есть печать": "да",
}
LIBRARY: Typed = {
    "Код": "БИБ",
    "Полное наименование": "Муниципальное казённое учреждение культуры «Библиотека»",
    "Сокращённое наименование": "МКУК «Библиотека»",
    "Правовая форма": "учреждение",
    "ИНН": "6691004115",
    "КПП": "669101001",
    "ОГРН": "1026601918133",
    "Юридический адрес": "623980, Свердловская область, г. Приозёрск-Уральский, ул. Труда, д. 1",
    "Адреса занятий": "г. Приозёрск-Уральский, ул. Труда, д. 1",
    "Руководитель": "Р2",
    "Ведёт образовательную деятельность": "нет",
    "Есть печать": "нет",
}
PEOPLE: list[Typed] = [
    {
        "Код": "Р1",
        "Фамилия": "Ракитина",
        "Имя": "Ольга",
        "Отчество": "Сергеевна",
        "Должность": "директор",
        "Организация": "ШК",
        "Основание полномочий": "Устав",
    },
    {
        "Код": "Р2",
        "Фамилия": "Мельник",
        "Имя": "Иван",
        "Отчество": "Павлович",
        "Должность": "директор",
        "Организация": "БИБ",
        "Основание полномочий": "Устав",
    },
]
PROGRAMME: Typed = {
    "Код": "ЧТ",
    "Наименование программы": "Мастерская чтения",
    "Вид программы": "общеразвивающая",
    "Направленность": "социально-гуманитарная",
    "Форма обучения": "очная",
    "Объём, часов": 36,
    "Срок освоения": "9 месяцев",
    "Базовая организация": "ШК",
    "Начало": DAY(2026, 9, 1),
    "Окончание": DAY(2027, 5, 31),
    "Номер приказа об утверждении": "15",
    "Дата приказа об утверждении": DAY(2026, 8, 25),
}
AGREEMENT: Typed = {
    "Код": "Д1",
    "Вид документа": "договор о сетевой форме",
    "Программа": "ЧТ",
    "Начало действия": DAY(2026, 9, 1),
    "Окончание действия": DAY(2027, 6, 30),
    "Начало реализации": DAY(2026, 9, 1),
    "Окончание реализации": DAY(2027, 5, 31),
    "Программу утверждает": "базовой организацией",
    "Число обучающихся": 12,
    "Срок передачи списка, дней": "не применяется",
    "Расписание составляет": "ШК",
    "Аттестация": "нет",
    "Документ об обучении": "не выдаётся",
    "Финансирование": "безвозмездно",
    "Доставку обеспечивает": "родители",
    "Ответственный за безопасность": "Ракитина О.С.",
    "Передача персональных данных": "не передаются",
    "Дата уведомления родителей": DAY(2026, 8, 27),
    "При утрате лицензии участником": "не применяется",
    "Срок ответа на претензию, дней": 10,
    "Суд": "Арбитражный суд Свердловской области",
    "Срок уведомления о расторжении, дней": 30,
    "Способ подписания": "на бумаге",
}
ROWS: dict[str, list[Typed]] = {
    "Организации": [SCHOOL, LIBRARY],
    "Люди": PEOPLE,
    "Программы": [PROGRAMME],
    "Договоры": [AGREEMENT],
    "Стороны": [
        {"Договор": "Д1", "Организация": "ШК", "Роль": "базовая организация"},
        {
            "Договор": "Д1",
            "Организация": "БИБ",
            "Роль": "участник, предоставляющий ресурсы",
        },
    ],
    "Части программ": [
        {
            "Договор": "Д1",
            "Организация": "ШК",
            "Наименование части": "Беседы о книгах",
            "Часов": 36,
            "Начало": DAY(2026, 9, 1),
            "Окончание": DAY(2027, 5, 31),
            "Место занятий": "г. Приозёрск-Уральский, ул. Труда, д. 1",
        }
    ],
    "Ресурсы": [
        {
            "Договор": "Д1",
            "Организация": "ШК",
            "Вид ресурса": "кадры",
            "Наименование ресурса": "учитель литературы",
            "Количество": "1 человек",
            "Время использования": "1 час в неделю",
        },
        {
            "Договор": "Д1",
            "Организация": "БИБ",
            "Вид ресурса": "помещение",
            "Наименование ресурса": "читальный зал",
            "Количество": "1 зал",
            "Адрес": "г. Приозёрск-Уральский, ул. Труда, д. 1",
            "Время использования": "пятница, 15:00–15:45",
        },
    ],
}


def type_in(sheet: Worksheet, row: int, typed: Typed) -> None:
    places = {str(cell.value): cell.column for cell in sheet[1]}
    for heading, value in typed.items():
        sheet.cell(row, cast(int, places[heading])).value = value  # type: ignore[assignment]


def filled() -> Workbook:
    book = load_workbook(io.BytesIO(blank_bytes("agreements")))
    for line in cast(Worksheet, book["Настройки"]).iter_rows(min_row=2, max_col=2):
        if str(line[0].value) in SETTINGS:
            line[1].value = SETTINGS[str(line[0].value)]  # type: ignore[assignment]
    for title, rows in ROWS.items():
        for number, typed in enumerate(rows, start=2):
            type_in(cast(Worksheet, book[title]), number, typed)
    return book


def read(book: Workbook, path: Path) -> tuple[Tables, list[Diagnostic]]:
    book.save(path)
    reading = read_tables([path], None, sheets_of_family("agreements"))
    tables, unlinked = link(reading.tables)
    known = [*reading.diagnostics, *unlinked]
    return tables, [*known, *check_all(tables, TODAY, known=known)]


def test_a_blank_filled_by_hand_has_nothing_to_mend(tmp_path: Path) -> None:
    tables, found = read(filled(), tmp_path / "partners.xlsx")
    assert [f"{d.code} {d.origin}" for d in found] == []
    assert tables.get(Agreement, "Д1").safety_person == "Р1"
    assert [party.organisation for party in tables.of(Party)] == ["ШК", "БИБ"]


def test_her_own_column_at_the_right_reaches_the_record(tmp_path: Path) -> None:
    book = filled()
    sheet = cast(Worksheet, book["Договоры"])
    place = sheet.max_column + 1
    sheet.cell(1, place).value = "Куратор от района"
    sheet.cell(2, place).value = "Петрова А.А."
    tables, found = read(book, tmp_path / "partners.xlsx")
    assert not [d for d in found if d.is_error]
    assert tables.get(Agreement, "Д1").extra == {"куратор_от_района": "Петрова А.А."}


def test_a_blank_filled_by_hand_gives_its_agreement(desk: Desk) -> None:
    filled().save(desk.folder / "моя.xlsx")
    said = desk.docgen("agreements", "моя.xlsx")
    assert said.code == 0, said.text
    (paper,) = desk.papers()
    text = "\n".join(p.text for p in Document(str(paper)).paragraphs).replace("\u00a0", " ")
    assert "в лице директора Ракитиной Ольги Сергеевны, действующей на основании Устава" in text
    assert "в лице директора Мельника Ивана Павловича, действующего на основании Устава" in text
    assert "Муниципальное казённое учреждение культуры «Библиотека», именуемое" in text
