"""Workbooks of anybody: what their headings promise is checked, sound ones pass."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.codes import Severity
from docgen.diagnostics import Diagnostic
from docgen.records.schema import ColumnType
from docgen.workbook.free_tables import check_file, misspelt, type_of_heading, workbooks_in
from tests.identifiers.test_identifiers import inn_10, inn_12, snils
from tests.workbook.making import (
    DATE,
    PERCENT,
    RUSSIAN_DATE,
    TEN_ZEROS,
    BookXml,
    Raw,
    SheetXml,
    Value,
    date,
    error,
    number,
    save,
)

T = ColumnType
HEADS: list[Value] = [
    "№ п/п", "Фамилия ученика", "Имя ученика", "Отчество ученика", "Дата рождения", "Класс",
    "ФИО матери", "ИНН матери", "СНИЛС ученика", "Телефон", "Адрес", "Сумма, руб.",
]  # fmt: skip
INN = inn_12("0100000777")
SNILS = snils("001234777")
BAD_INN = INN[:-1] + str((int(INN[-1]) + 1) % 10)
FAR = '<row r="900000"><c r="XFD900000"><v>1</v></c></row>'


def pupil(n: int, surname: str, patronymic: str | None) -> list[Value]:
    return [
        n, surname, "Анна", patronymic, date(40972 + n), f"{n}А", f"{surname} Вера", INN,
        f"{SNILS[:3]}-{SNILS[3:6]}-{SNILS[6:9]} {SNILS[9:]}", "+7 (900) 000-00-01",
        "г. Образцово, ул. Примерная, д. 1", 12500.5,
    ]  # fmt: skip


ROWS = [
    pupil(1, "Тестова", "Образцовна"),
    pupil(2, "Пробная", None),
    pupil(3, "Макетова-Эскиз", "-"),
]
SURNAME, BORN, MOTHER, INN_AT, SNILS_AT, PHONE, ADDRESS, SUM = 1, 4, 6, 7, 8, 9, 10, 11


def check(folder: Path, sheet: SheetXml, **more: bool) -> list[Diagnostic]:
    path = folder / "Список.xlsx"
    path.write_bytes(BookXml({"Договоры": sheet}, **more).data())  # type: ignore[arg-type]
    return check_file(path)


def with_cell(column: int, value: Value) -> SheetXml:
    rows = copy.deepcopy(ROWS)
    rows[1][column] = value
    return SheetXml([HEADS, *rows])


def with_head(column: int, value: Value) -> SheetXml:
    heads = list(HEADS)
    heads[column] = value
    return SheetXml([heads, *ROWS])


SOUND: list[tuple[str, SheetXml]] = [
    ("as it should be", SheetXml([HEADS, *ROWS])),
    ("columns the other way round", SheetXml([HEADS[::-1], *[r[::-1] for r in ROWS]])),
    ("titles above", SheetXml([["Список учеников"], None, HEADS, *ROWS], merges=["A1:L1"])),
    ("far below", SheetXml([None] * 50 + [HEADS, *ROWS])),
    ("column numbers", SheetXml([HEADS, list(range(1, 13)), *ROWS])),
    ("capitals", SheetXml([[str(h).upper() for h in HEADS], *ROWS])),
    ("blank rows", SheetXml([HEADS, ROWS[0], None, [], ROWS[1]])),
    ("Jinja code", with_cell(SURNAME, "{{ 7*7 }}{% for x in y %}")),
    ("a formula as text", with_cell(SURNAME, "=1+1")),
    ("XML", with_cell(SURNAME, "<w:p>&amp;</w:p>")),
    ("path", with_cell(SURNAME, "../../etc/passwd")),
    ("CON", with_cell(SURNAME, "CON")),
    ("300 letters", with_cell(SURNAME, "Ж" * 300)),
    ("dots at the end", with_cell(SURNAME, "Иванов...")),
    ("letters apart from their marks", with_cell(SURNAME, "Йогин")),
    ("32,767 letters", with_cell(ADDRESS, "я" * 32_767)),
    ("no-break spaces", with_cell(SURNAME, "Тестова\u00a0")),
    ("line break in an address", with_cell(ADDRESS, "г. Образцово\r\nул. Первая")),
    ("emoji", with_cell(ADDRESS, "👨\u200d👩\u200d👧")),
    ("a computed sum", with_cell(SUM, Raw("12", formula="6*2"))),
    ("binary fraction", with_cell(SUM, number("12500.499999999998"))),
    ("money in words of money", with_cell(SUM, "12 500,50 руб.")),
    ("digits of СНИЛС", with_cell(SNILS_AT, SNILS)),
    ("ИНН with a tail", with_cell(INN_AT, f"{INN}.0")),
    ("telephone as a number", with_cell(PHONE, number("79000000001"))),
    ("two telephones", with_cell(PHONE, "89000000001 (мама), 8 900 000 00 02")),
    ("iso date cell", with_cell(BORN, Raw("2012-03-04", "d"))),
    ("date in Russian format", with_cell(BORN, date(40972, RUSSIAN_DATE))),
    *[
        (f"date {written}", with_cell(BORN, written))
        for written in (
            "04.03.2012", "4.3.2012", "04.03.2012 г.", "4 марта 2012 г.", "2012-03-04",
            "2012-03-04T00:00:00", "04-03-2012", "2012/03/04", "March 4, 2012", "4 мар. 2012",
            "04.03.2012 г.р.", "14/03/2012",
        )
    ],
    ("foreign table", SheetXml([["Name", "Qty"], ["bolt", 5], ["nut", 7]])),
    ("numbers only", SheetXml([[1, 2, 3], [4, 5, 6]])),
    ("one cell", SheetXml([["заметка"]])),
    ("error cell of a foreign table", SheetXml([["Name", "Qty"], ["bolt", error("#DIV/0!")]])),
]  # fmt: skip


@pytest.mark.parametrize("sheet", [s[1] for s in SOUND], ids=[s[0] for s in SOUND])
def test_a_sound_workbook_gives_no_error(tmp_path: Path, sheet: SheetXml) -> None:
    assert [d for d in check(tmp_path, sheet) if d.is_error] == []


ONE_WRONG: list[tuple[str, SheetXml, str, str]] = [
    ("ИНН as number", with_cell(INN_AT, number(INN[1:])), "leading-zero-lost", "H3"),
    ("ИНН in power form", with_cell(INN_AT, number("1.00007777E9")), "identifier-checksum", "H3"),
    ("ИНН of text power", with_cell(INN_AT, "1,0E+10"), "identifier-invalid", "H3"),
    ("ИНН key", with_cell(INN_AT, BAD_INN), "identifier-checksum", "H3"),
    ("two ИНН", with_cell(INN_AT, f"{INN}; {INN}"), "identifier-several", "H3"),
    ("letters in ИНН", with_cell(INN_AT, "О" + INN[1:]), "identifier-invalid", "H3"),
    ("СНИЛС as number", with_cell(SNILS_AT, number(SNILS[2:])), "leading-zero-lost", "I3"),
    ("СНИЛС key", with_cell(SNILS_AT, "112-233-445 96"), "identifier-checksum", "I3"),
    ("date of no day", with_cell(BORN, "30.02.2012"), "date-impossible", "E3"),
    ("American date", with_cell(BORN, "03/14/2012"), "date-impossible", "E3"),
    ("date of two readings", with_cell(BORN, "03/04/2012"), "date-ambiguous", "E3"),
    ("year", with_cell(BORN, number("2012")), "date-unreadable", "E3"),
    ("words", with_cell(BORN, "весной"), "date-unreadable", "E3"),
    ("less than nothing", with_cell(SUM, -5), "money-unreadable", "L3"),
    ("a third of a kopeck", with_cell(SUM, 0.333), "money-unreadable", "L3"),
    ("percent", with_cell(SUM, Raw("0.2", style=PERCENT)), "percent-instead", "L3"),
    ("date in money", with_cell(SUM, Raw("46266", style=DATE)), "date-instead", "L3"),
    ("truth in a name", with_cell(SURNAME, True), "boolean-instead", "B3"),
    ("error", with_cell(SURNAME, error("#N/A")), "cell-error", "B3"),
    ("formula", with_cell(5, Raw(None, formula="A1")), "formula-without-value", "F3"),
    ("other file", with_cell(5, Raw("1", formula="[1]Л!A1")), "formula-external", "F3"),
    ("latin letter", with_cell(SURNAME, "Tестова"), "mixed-alphabet", "B3"),
    ("latin letter elsewhere", with_cell(ADDRESS, "г. Oбразцово"), "mixed-alphabet-text", "K3"),
    ("digit in a name", with_cell(SURNAME, "Тест0ва"), "name-with-digits", "B3"),
    ("control", with_cell(SURNAME, "Тест_x0001_"), "text-forbidden-character", "B3"),
    ("half a pair", with_cell(ADDRESS, "г. _xD800_"), "text-forbidden-character", "K3"),
    ("right to left", with_cell(SURNAME, "Тест\u202eова"), "text-direction-marks", "B3"),
    ("too long", with_cell(ADDRESS, "я" * 32_768), "text-too-long", "K3"),
    ("lost string", with_cell(SURNAME, Raw("-1", "s")), "cell-broken", "B3"),
    ("no surname", with_cell(SURNAME, None), "table-name-blank", "B3"),
    ("spaces for a surname", with_cell(SURNAME, " \u00a0"), "table-name-blank", "B3"),
    ("heading twice", with_head(3, "имя  ученика"), "heading-duplicate", "D1"),
    ("no heading", with_head(10, None), "heading-empty", "K2"),
    ("slip in a heading", with_head(9, "Телифон"), "heading-misspelt", "J1"),
    ("surname removed", with_head(1, "Прочее"), "table-name-incomplete", ""),
    ("totals", SheetXml([HEADS, *ROWS, ["Итого", *[None] * 10, 100]]), "row-total", "A5"),
    ("note", SheetXml([HEADS, *ROWS, None, ["Примечание: все"]]), "row-aside", "A6"),
    ("hidden row", SheetXml([HEADS, *ROWS], hidden_rows=[3]), "row-hidden", ""),
    ("hidden column", SheetXml([HEADS, *ROWS], hidden_columns=[8]), "column-hidden", "H1"),
    ("hidden sheet", SheetXml([HEADS, *ROWS], state="hidden"), "sheet-hidden", ""),
    ("merged", SheetXml([HEADS, *ROWS], merges=["K2:K3"]), "cells-merged", "K2"),
    ("headings only", SheetXml([HEADS]), "sheet-empty", ""),
    ("nothing", SheetXml([]), "book-empty", ""),
    ("spaces only", SheetXml([[" ", "\u00a0"]]), "book-empty", ""),
    ("no headings", SheetXml(ROWS), "table-foreign", ""),
    ("stray cell", SheetXml([HEADS, *ROWS], extra_rows=FAR), "heading-empty", "XFD900000"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "code", "cell"), [w[1:] for w in ONE_WRONG], ids=[w[0] for w in ONE_WRONG]
)
def test_one_thing_wrong_is_one_thing_said(
    tmp_path: Path, sheet: SheetXml, code: str, cell: str
) -> None:
    found = check(tmp_path, sheet)
    assert [(d.code, d.origin.cell) for d in found] == [(code, cell)]
    assert found[0].origin.file == "Список.xlsx"
    assert INN not in f"{found[0].message}{found[0].hint}{found[0].value}"


def test_all_faults_come_in_one_run(tmp_path: Path) -> None:
    rows = copy.deepcopy(ROWS)
    rows[0][INN_AT] = "1"
    rows[1][BORN] = "весной"
    rows[2][SUM] = "много"
    found = check(tmp_path, SheetXml([HEADS, *rows]))
    assert [d.origin.cell for d in found] == ["H2", "E3", "L4"]


def test_a_fault_in_a_cell_names_the_heading(tmp_path: Path) -> None:
    (found,) = check(tmp_path, with_cell(SURNAME, error("#N/A")))
    assert "«Фамилия ученика»" in found.message and "#Н/Д" in found.message


def test_dates_of_the_1904_epoch_are_four_years_on(tmp_path: Path) -> None:
    sheet = with_cell(BORN, date(39510))
    assert check(tmp_path, sheet, epoch_1904=True) == []


def test_zeros_shown_by_the_format_are_no_loss(tmp_path: Path) -> None:
    # The format has ten places: an ИНН of an organisation.
    good = inn_10("010000000")
    sheet = with_cell(INN_AT, Raw(str(int(good)), style=TEN_ZEROS))
    assert check(tmp_path, sheet) == []


def test_a_foreign_fault_is_a_warning(tmp_path: Path) -> None:
    sheet = SheetXml([["Name", "Qty"], ["bolt", error("#DIV/0!")], ["a\u202eb", 1]])
    found = check(tmp_path, sheet)
    assert {d.severity for d in found} == {Severity.NOTE, Severity.WARNING}
    assert ("table-cell-fault", "B2") in [(d.code, d.origin.cell) for d in found]


def test_a_broken_sheet_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "к.xlsx"
    path.write_bytes(
        BookXml(
            {"Сломан": SheetXml([], whole="<worksheet"), "Цел": with_cell(BORN, "весной")}
        ).data()
    )
    assert [d.code for d in check_file(path)] == ["file-damaged", "date-unreadable"]


def test_a_list_of_words_has_no_headings_of_its_own(tmp_path: Path) -> None:
    words: list[list[Value]] = [[f"Поле {n}", "что это"] for n in range(20)]
    sheet = SheetXml([*words, ["ИНН", "Дата рождения"], ["КПП", "Телефон"]])
    assert [d.code for d in check(tmp_path, sheet)] == ["table-foreign"]


def test_instructions_of_the_blank_are_no_tables(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        {"Как заполнять": SheetXml([["ИНН", "Дата"], ["десять цифр", "день"]])},
    )
    assert check_file(path) == []


def test_a_sheet_of_the_schema_with_lists_in_its_title_is_read(tmp_path: Path) -> None:
    sheet = SheetXml([["Договор", "Фамилия", "Имя", "Дата рождения"], ["Д", "И", "П", "весной"]])
    path = save(tmp_path, {"Списки обучающихся": sheet})
    assert "date-unreadable" in [d.code for d in check_file(path)]


def test_a_sheet_of_the_schema_is_read_by_the_schema(tmp_path: Path) -> None:
    sheet = SheetXml([["Договор", "Организация", "Роль"], ["Д-01", "СОШ5", "главная"]])
    path = save(tmp_path, {"Стороны": sheet})
    assert workbooks_in(path) == {"partners"}
    assert "choice-unknown" in [d.code for d in check_file(path)]


def test_another_table_under_a_title_of_the_schema_is_free(tmp_path: Path) -> None:
    path = save(tmp_path, {"Договоры": SheetXml([HEADS, *ROWS])})
    assert workbooks_in(path) == frozenset()
    assert workbooks_in(tmp_path / "нет.xlsx") == frozenset()


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("ИНН", T.INN),
        ("ИНН родителя", T.INN),
        ("ИHH", T.INN),
        ("ИНН/КПП", None),
        ("КПП", T.KPP),
        ("ОГРН (ОГРНИП)", T.OGRN),
        ("СНИЛС ребёнка", T.SNILS),
        ("р/с", T.ACCOUNT),
        ("Расчётный счёт", T.ACCOUNT),
        ("Лицевой счёт", T.PERSONAL_ACCOUNT),
        ("Телефон (моб.)", T.PHONE),
        ("E-mail", T.EMAIL),
        ("Электронная почта", T.EMAIL),
        ("Эл.почта", T.EMAIL),
        ("Почтовый индекс", None),
        ("Дата рождения", T.DATE),
        ("Ребёнок Дата рождения", T.DATE),
        ("Дата и номер договора", None),
        ("Номер и дата приказа", None),
        ("Сумма, руб.", T.MONEY),
        ("Сумма прописью", None),
        ("Стоимость обучения", T.MONEY),
        ("Сумма баллов", None),
        ("Фамилия", T.TEXT),
        ("Ф.И.О. директора", T.TEXT),
        ("Имя файла", None),
        ("Класс", None),
        ("Name", None),
    ],
)
def test_headings_promise_types(heading: str, kind: ColumnType | None) -> None:
    assert type_of_heading(heading) is kind


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Фамилие ребёнка", "Фамилия"),
        ("Фамили", "Фамилия"),
        ("Отчетсво", "Отчество"),
        ("Телифон", "Телефон"),
        ("Адресс", "Адрес"),
        ("Адреса", None),
        ("Организации", None),
        ("Фамилии", None),
        ("Фамилия", None),
        ("Класс", None),
    ],
)
def test_slips_in_headings_are_told_from_endings(heading: str, word: str | None) -> None:
    found = misspelt(heading)
    assert (found[1] if found else None) == word


@given(st.lists(st.lists(st.none() | st.text(max_size=12) | st.integers() | st.booleans(),
                         max_size=6), max_size=8))  # fmt: skip
def test_any_table_is_checked_without_a_crash(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Value]]
) -> None:
    legal = [
        ["".join(c for c in v if c.isprintable()) if isinstance(v, str) else v for v in row]
        for row in rows
    ]
    path = save(tmp_path_factory.getbasetemp(), {"Л": SheetXml(legal)}, "любая.xlsx")
    for found in check_file(path):
        assert found.message and found.origin.file == "любая.xlsx"
