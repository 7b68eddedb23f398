"""``docgen map``: an office keeps its own sheet, says once which column is which, and works."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import openpyxl

from docgen.workbook.column_map import HEADINGS, MAP_NAME, SHEET
from tests.cli.test_own_sheets import outcomes
from tests.desk import Desk

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLES = {"Обучающиеся": "Наши дети", "Представители": "Родители"}
NAMES: Mapping[str, Mapping[str, str]] = {
    "Обучающиеся": {"Код": "№ в журнале", "Дата рождения": "Д.р.", "Адрес": "Где живёт"},
    "Представители": {"Кем приходится": "Родство", "Телефон": "Тел.", "Код": "№ анкеты"},
}


def own_book(desk: Desk, name: str = "pupils.xlsx") -> Path:
    """The sample's pupils under titles and headings of an office's own, with columns of its own."""
    path = desk.folder / "inputs" / "pupils.xlsx"
    book = openpyxl.load_workbook(path)
    for ours, title in TITLES.items():
        sheet = cast("Worksheet", book[ours])
        for cell in sheet[1]:
            cell.value = NAMES[ours].get(str(cell.value), cell.value)
        last = sheet.max_column + 1
        sheet.cell(1, last).value = "Кружок"
        for row in range(2, 6):
            sheet.cell(row, last).value = "шахматы"
        sheet.title = title
    path.unlink()
    own = path.with_name(name)
    book.save(own)
    return own


def map_rows(path: Path) -> list[dict[str, str]]:
    sheet = openpyxl.load_workbook(path)[SHEET]
    return [
        dict(zip(HEADINGS, (str(value or "") for value in row), strict=False))
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def say(path: Path, answers: Sequence[tuple[str, str, Mapping[str, str]]]) -> None:
    """Type values into the rows of a map: (sheet, column, values)."""
    book = openpyxl.load_workbook(path)
    sheet = cast("Worksheet", book[SHEET])
    for title, heading, values in answers:
        rows = [
            row
            for row in sheet.iter_rows(min_row=2)
            if (row[1].value, row[2].value) == (title, heading)
        ]
        assert rows, (title, heading)
        for name, value in {**values, CHECKED: "да"}.items():
            cell = rows[0][HEADINGS.index(name)]
            sheet.cell(cell.row or 0, HEADINGS.index(name) + 1).value = value
    book.save(path)


CHILDREN, PARENTS = TITLES.values()
TO_SHEET, TO_COLUMN, CHECKED = "→ Лист docgen", "→ Столбец docgen", "Верно"
ANSWERS: list[tuple[str, str, Mapping[str, str]]] = [
    (CHILDREN, "№ в журнале", {TO_SHEET: "Обучающиеся", TO_COLUMN: "Код"}),
    (CHILDREN, "Д.р.", {TO_SHEET: "Обучающиеся", TO_COLUMN: "Дата рождения"}),
    (CHILDREN, "Где живёт", {TO_SHEET: "Обучающиеся", TO_COLUMN: "Адрес"}),
    (CHILDREN, "Кружок", {TO_COLUMN: "не нужен"}),
    (PARENTS, "№ анкеты", {TO_SHEET: "Представители", TO_COLUMN: "Код"}),
    (PARENTS, "Родство", {TO_SHEET: "Представители", TO_COLUMN: "Кем приходится"}),
    (PARENTS, "Тел.", {TO_SHEET: "Представители", TO_COLUMN: "Телефон"}),
    (PARENTS, "Кружок", {TO_COLUMN: "не нужен"}),
]


def test_a_sheet_of_ones_own_gives_the_same_papers(desk: Desk) -> None:
    before = outcomes(desk, "contracts", "inputs/pupils.xlsx")
    own = own_book(desk, "дети.xlsx")
    said = desk.docgen("map", "inputs/дети.xlsx")
    assert said.code == 0, said.text
    path = own.with_name(MAP_NAME)
    rows = map_rows(path)
    assert {row["Лист"] for row in rows} == set(TITLES.values())
    sure = {(row["Лист"], row["Столбец"]): row["Уверенность"] for row in rows}
    assert sure[CHILDREN, "Фамилия"] == "точно"
    assert sure[CHILDREN, "Кружок"] == "не узнан"
    samples = " ".join(row["Примеры"] for row in rows)
    assert "Абрамова" not in samples and "А…" in samples

    assert desk.docgen("contracts", "inputs/дети.xlsx").code == 1, "nobody has confirmed it yet"
    say(path, ANSWERS)
    after = outcomes(desk, "contracts", "inputs/дети.xlsx")
    assert after == [(identity, "unchanged") for identity, _ in before]
    told = desk.docgen("contracts", "inputs/дети.xlsx", "--dry-run").err
    assert f"замечание[map-used] дети.xlsx!{CHILDREN}: прочитано по карте {MAP_NAME}" in told
    assert "Кружок" not in told
    checked = desk.docgen("check", "inputs/дети.xlsx")
    assert checked.code == 0, checked.text
    assert "map-used" in checked.out
    # The whole year finds it in the folder as well; the map itself is no workbook.
    year = desk.docgen("year", "--dry-run", "--json", "--only", "З-01")
    papers = {p["identity"] for p in json.loads(year.out)["papers"]}
    assert {i for i, _ in before if i.endswith(":З-01")} <= papers
    assert f'"file": "{MAP_NAME}"' not in year.out


def test_the_map_may_lie_elsewhere(desk: Desk) -> None:
    own_book(desk)
    said = desk.docgen("map", "inputs/pupils.xlsx", "--out", "карта.xlsx")
    assert said.code == 0, said.text
    say(desk.folder / "карта.xlsx", ANSWERS)
    assert desk.docgen("check", "inputs/pupils.xlsx").code == 1
    said = desk.docgen("check", "inputs/pupils.xlsx", "--map", "карта.xlsx")
    assert said.code == 0, said.text
    assert desk.docgen("check", "inputs/pupils.xlsx", "--map", "нет.xlsx").code == 2
    assert desk.docgen("check", "карта.xlsx").code == 0


def test_a_second_map_keeps_every_word_and_adds_new_columns_only(desk: Desk) -> None:
    own = own_book(desk)
    desk.docgen("map", "inputs/pupils.xlsx")
    path = own.with_name(MAP_NAME)
    say(path, ANSWERS)
    before, content = map_rows(path), path.read_bytes()
    said = desk.docgen("map", "inputs/pupils.xlsx")
    assert said.code == 0 and "новых столбцов нет" in said.out
    assert path.read_bytes() == content
    book = openpyxl.load_workbook(own)
    sheet = cast("Worksheet", book[CHILDREN])
    sheet.insert_cols(1)
    sheet.cell(1, 1).value = "Очередь"
    sheet.cell(2, 1).value = "первая"
    book.save(own)
    # Moved by one column, and still read: headings are looked for by their words.
    assert desk.docgen("check", "inputs/pupils.xlsx").code == 0
    said = desk.docgen("map", "inputs/pupils.xlsx")
    assert "добавлено столбцов: 1" in said.out
    after = map_rows(path)
    assert after[: len(before)] == before
    assert [row["Столбец"] for row in after[len(before) :]] == ["Очередь"]


def test_a_map_that_no_longer_fits_is_told(desk: Desk) -> None:
    own = own_book(desk)
    desk.docgen("map", "inputs/pupils.xlsx")
    say(own.with_name(MAP_NAME), ANSWERS)
    book = openpyxl.load_workbook(own)
    sheet = cast("Worksheet", book[CHILDREN])
    for cell in sheet[1]:
        if cell.value == "Где живёт":
            cell.value = "Место"
    book.save(own)
    said = desk.docgen("check", "inputs/pupils.xlsx")
    assert "предупреждение[map-column-gone]" in said.out and "«Где живёт»" in said.out
    assert "ошибка[heading-missing]" in said.out


def test_a_map_made_for_last_months_file_serves_this_months(desk: Desk) -> None:
    own = own_book(desk, "дети сентябрь.xlsx")
    desk.docgen("map", "inputs/дети сентябрь.xlsx")
    say(own.with_name(MAP_NAME), ANSWERS)
    own.rename(own.with_name("дети октябрь.xlsx"))
    said = desk.docgen("check", "inputs/дети октябрь.xlsx")
    assert said.code == 0, said.text
    assert "map-used" in said.out


def test_wrong_words_on_the_map_are_told_in_their_cells(desk: Desk) -> None:
    own = own_book(desk)
    desk.docgen("map", "inputs/pupils.xlsx")
    path = own.with_name(MAP_NAME)
    say(path, [(CHILDREN, "Д.р.", {TO_SHEET: "Обучающиеся", TO_COLUMN: "Дата рожденья"})])
    say(path, [(CHILDREN, "Где живёт", {TO_SHEET: "Дети", TO_COLUMN: "Адрес"})])
    say(path, [(CHILDREN, "Кружок", {TO_SHEET: "Обучающиеся", TO_COLUMN: "Фамилия"})])
    said = desk.docgen("map", "inputs/pupils.xlsx")
    assert said.code == 1 and "не тронута" in said.out
    assert said.err.count("ошибка[map-row-unreadable]") == 3
    assert "возможно, это «Дата рождения»" in said.err
    assert "уже взят" in said.err
    (desk.folder / "inputs" / MAP_NAME).write_bytes(own.read_bytes())
    assert "ошибка[map-unreadable]" in desk.docgen("check", "inputs/pupils.xlsx").out


def test_the_sample_needs_no_map(desk: Desk) -> None:
    said = desk.docgen("map", "inputs/partners.xlsx", "inputs/directory.xlsx")
    assert said.code == 0, said.text
    assert "карта не составлена" in said.out
    assert not (desk.folder / "inputs" / MAP_NAME).exists()


def test_repeated_headings_are_told_apart_by_their_order(desk: Desk) -> None:
    path = desk.folder / "inputs" / "список.xlsx"
    book = openpyxl.Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = "Части"
    heads = ["Договор", "Организация", "Наименование части", "Часов", "Дата", "Дата"]
    sheet.append([*heads, "Место занятий"])
    sheet.append(["Д-01", "СОШ5", "Модуль", 36, "01.09.2026", "31.05.2027", "г. Заречногорск"])
    book.save(path)
    desk.docgen("map", "inputs/список.xlsx")
    found = openpyxl.load_workbook(path.with_name(MAP_NAME))
    lines = cast("Worksheet", found[SHEET])
    targets = iter(("Начало", "Окончание"))
    for row in range(2, lines.max_row + 1):
        if lines.cell(row, 3).value == "Дата":
            lines.cell(row, 4).value = "Части программ"
            lines.cell(row, 5).value = next(targets)
    found.save(path.with_name(MAP_NAME))
    from docgen.records.partners import ProgrammePart
    from docgen.workbook.reading import read_tables

    reading = read_tables([path], None, [ProgrammePart])
    (part,) = reading.tables.of(ProgrammePart)
    assert (f"{part.start:%d.%m}", f"{part.end:%d.%m}") == ("01.09", "31.05")
    assert not [d for d in reading.diagnostics if d.is_error]
