"""The sample as an office may keep it: names, papers and periods in one cell each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import openpyxl

from tests.desk import Desk

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Joined = Mapping[str, tuple[tuple[str, ...], str]]
"""Heading of one column → headings of those it takes the place of, how the cell is written."""

NAME = ("Фамилия", "Имя", "Отчество")
PUPILS: Mapping[str, Joined] = {
    "Обучающиеся": {
        "Ф.И.О. ребёнка": (NAME, "{} {} {}"),
        "Кем и когда выдано свидетельство": (
            ("Кем выдано свидетельство", "Дата выдачи свидетельства"),
            "{}, {}",
        ),
    },
    "Представители": {
        "ФИО": (NAME, "{} {} {}"),
        "Паспорт выдан": (("Дата выдачи паспорта", "Кем выдан паспорт"), "{} {}"),
    },
    "Группы": {"Период занятий": (("Начало занятий", "Окончание занятий"), "с {} по {} г.")},
    "Зачисления": {"Срок обучения": (("Начало обучения", "Окончание обучения"), "{}–{}")},
}
PARTNERS: Mapping[str, Joined] = {
    "Договоры": {
        "Номер и дата": (("Номер", "Дата"), "№ {} от {}"),
        "Срок действия": (("Начало действия", "Окончание действия"), "с {} по {}"),
    },
    "Части программ": {"Сроки": (("Начало", "Окончание"), "{} - {}")},
    "Списки обучающихся": {"ФИО ученика": (NAME, "{} {} {}")},
}


def shown(value: object) -> str:
    return value.strftime("%d.%m.%Y") if hasattr(value, "strftime") else str(value or "")


def join(path: Path, sheets: Mapping[str, Joined]) -> int:
    """Put several columns of each sheet into one at its end; how many cells were made."""
    book = openpyxl.load_workbook(path)
    made = 0
    for title, joined in sheets.items():
        sheet = cast("Worksheet", book[title])
        for heading, (parts, form) in joined.items():
            made += _join_columns(sheet, heading, parts, form)
    book.save(path)
    return made


def places(sheet: Worksheet) -> dict[str, int]:
    return {str(sheet.cell(1, n).value): n for n in range(1, sheet.max_column + 1)}


def _join_columns(sheet: Worksheet, heading: str, parts: Sequence[str], form: str) -> int:
    found = places(sheet)
    columns = [found[part] for part in parts]
    place, made = sheet.max_column + 1, 0
    for row in range(1, sheet.max_row + 1):
        values = [shown(sheet.cell(row, column).value) for column in columns]
        if row == 1:
            sheet.cell(1, place).value = heading
        elif any(values):
            text = form.format(*values).strip()
            # Half of a pair: what is not there has no words of its own either.
            text = text.removesuffix(" от").removesuffix(" по").removeprefix("№  ")
            sheet.cell(row, place).value = text
            sheet.cell(row, place).number_format = "@"
            made += 1
    for column in sorted(columns, reverse=True):
        sheet.delete_cols(column)
    return made


def outcomes(desk: Desk, *command: str) -> list[tuple[str, str]]:
    said = desk.docgen(*command, "--json")
    assert said.code == 0, said.text
    return [(p["identity"], p["outcome"]) for p in json.loads(said.out)["papers"]]


def test_pupils_typed_as_names_in_one_cell_give_the_same_papers(desk: Desk) -> None:
    path = desk.folder / "inputs" / "pupils.xlsx"
    before = outcomes(desk, "contracts", "inputs/pupils.xlsx")
    assert join(path, PUPILS) > 50
    said = desk.docgen("contracts", "inputs/pupils.xlsx")
    assert said.code == 1
    # Nobody can tell a name of two words from a name and a patronymic.
    assert said.text.count("ошибка[name-unsplit]") == said.text.count("ошибка[") == 1
    book = openpyxl.load_workbook(path)
    sheet = cast("Worksheet", book["Представители"])
    fio = places(sheet)["ФИО"]
    row = next(n for n in range(1, 99) if sheet.cell(n, fio).value == "Нго Тхи Лан")
    sheet.cell(row, fio).value = None
    for column, (heading, value) in enumerate((("Фамилия", "Нго"), ("Имя", "Тхи Лан")), 90):
        sheet.cell(1, column).value, sheet.cell(row, column).value = heading, value
    book.save(path)
    after = outcomes(desk, "contracts", "inputs/pupils.xlsx")
    assert after == [(identity, "unchanged") for identity, _ in before]


def test_agreements_with_numbers_dates_and_periods_in_one_cell_stay_the_same(desk: Desk) -> None:
    before = outcomes(desk, "agreements", "inputs/partners.xlsx")
    assert join(desk.partners, PARTNERS) > 50
    after = outcomes(desk, "agreements", "inputs/partners.xlsx")
    assert after == [(identity, "unchanged") for identity, _ in before]
