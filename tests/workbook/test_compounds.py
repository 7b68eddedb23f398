"""One cell for several columns: parted where that is certain, else told how to write it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from docgen.diagnostics import Diagnostic
from docgen.records.directory import Organisation, Person
from docgen.records.partners import Agreement, ListedPupil
from docgen.records.pupils import Guardian, Pupil
from docgen.records.schema import Record, Split, columns_of
from docgen.records.spelling import word_key
from docgen.records.workbooks import SHEETS
from docgen.workbook.cells import Cell, CellKind
from docgen.workbook.compounds import Parts, part_cell
from docgen.workbook.reading import read_tables
from tests.workbook.making import SheetXml, Value, date, error, number, save


def part(kind: type[Record], split: Split, cell: str | Cell, place: int = 0) -> Parts:
    compound = [c for c in kind.SHEET.compounds if c.split is split][place]
    columns = {column.attribute: column for column in columns_of(kind)}
    made = Cell(1, cell, CellKind.TEXT) if isinstance(cell, str) else cell
    return part_cell(made, compound, columns)


def values(parts: Parts) -> Mapping[str, object]:
    return {attribute: parsed.value for attribute, parsed in parts.parsed.items()}


def codes(parts: Parts) -> list[str]:
    told = [f.code for parsed in parts.parsed.values() for f in parsed.findings]
    return [*(f.code for f in parts.findings), *told]


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts", "told"),
    [
        ("Котова Анна Юрьевна", ("Котова", "Анна", "Юрьевна"), []),
        ("  Котова\nАнна Юрьевна, ", ("Котова", "Анна", "Юрьевна"), []),
        ("КОТОВА АННА ЮРЬЕВНА", ("КОТОВА", "АННА", "ЮРЬЕВНА"), []),
        ("Анна Юрьевна Котова", ("Котова", "Анна", "Юрьевна"), ["name-order"]),
        ("Нани Карловна Попович", ("Попович", "Нани", "Карловна"), ["name-order"]),
        ("Попович Мария Карловна", ("Попович", "Мария", "Карловна"), []),
        ("Римский-Корсаков Николай Андреевич", ("Римский-Корсаков", "Николай", "Андреевич"), []),
        ("Мамедов Али Вагиф оглы", ("Мамедов", "Али", "Вагиф оглы"), []),
        ("Долматов Ярослав Никитич", ("Долматов", "Ярослав", "Никитич"), []),
        ("Алиева Лейла Вагиф кызы", ("Алиева", "Лейла", "Вагиф кызы"), []),
        ("Нго Тхи Лан", None, ["name-unsplit"]),
        ("Ли Сун", ("Ли", "Сун", None), []),
        ("Котова А.Ю.", ("Котова", "А.", "Ю."), []),
        ("Котова А. Ю.", ("Котова", "А.", "Ю."), []),
        ("А.Ю. Котова", ("Котова", "А.", "Ю."), ["name-order"]),
        ("Котовa Анна Юрьевна", ("Котовa", "Анна", "Юрьевна"), ["mixed-alphabet"]),
        ("Мария Иванова", None, ["name-unsplit"]),
        ("Анна Мария Котова", None, ["name-unsplit"]),
        ("Пётр Ильич", None, ["name-unsplit"]),
        ("Котова", None, ["name-unsplit"]),
        ("Котова Анна Ю.", None, ["name-unsplit"]),
        ("А. Котова Ю.", None, ["name-unsplit"]),
        ("Иванова Мария Петровна, Иванов Пётр Петрович", None, ["name-unsplit"]),
        ("Иванова (Петрова) Мария Петровна", None, ["name-unsplit"]),
        ("Иванов Иван Иванович 2015", None, ["name-unsplit"]),
        ("Иванов Иван Иванович младший", None, ["name-unsplit"]),
        ("-", None, []),
        ("нет", None, ["empty-word"]),
    ],
)
def test_a_name_is_parted_only_where_it_is_plain(
    text: str, parts: tuple[str, str, str | None] | None, told: list[str]
) -> None:
    found = part(Person, Split.FULL_NAME, text)
    got = values(found)
    wanted = dict(zip(("surname", "first_name", "patronymic"), parts or (), strict=False))
    assert got == {name: value for name, value in wanted.items() if value}
    assert codes(found) == told


def test_initials_are_no_name_of_a_pupil() -> None:
    (finding,) = part(Pupil, Split.FULL_NAME, "Котова А.Ю.").findings
    assert finding.code == "name-unsplit"
    assert "полностью" in finding.hint


# --- numbers with dates -----------------------------------------------------------------------

DAY = datetime.date(2026, 9, 12)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("№ 45 от 12.09.2026", ("45", DAY)),
        ("45 от 12.09.2026 г.", ("45", DAY)),
        ("от 12.09.2026 № 45", ("45", DAY)),
        ("№45/1, 12.09.2026", ("45/1", DAY)),
        ("453/1 (12.09.2026)", ("453/1", DAY)),
        ("№ 45-од от «12» сентября 2026 года", ("45-од", DAY)),
        ("№ СФ-12/2026\nот 12.09.2026", ("СФ-12/2026", DAY)),
        ("б/н от 12.09.2026", ("б/н", DAY)),
        ("№ 45", ("45", None)),
        ("12.09.2026", (None, DAY)),
        ("№ 45 от 12.09", None),
        ("12.09", None),
        ("№ 12-09-26", None),
        ("№ 45 от сентября 2026", None),
        ("договор 45 от 12.09.2026", None),
        ("№ 5 от 01.09.2026, № 6 от 12.09.2026", None),
        ("45 от 12.09.2026, продлён", None),
    ],
)
def test_a_number_and_its_date_are_parted(
    text: str, parts: tuple[str | None, datetime.date | None] | None
) -> None:
    found = part(Agreement, Split.NUMBER_AND_DATE, text)
    if parts is None:
        assert values(found) == {}
        assert codes(found) == ["compound-unsplit"]
        assert "№ 45 от 12.09.2026" in found.findings[0].hint
    else:
        wanted = dict(zip(("number", "date"), parts, strict=True))
        assert values(found) == {name: value for name, value in wanted.items() if value}
        assert codes(found) == []


def test_each_part_is_judged_as_in_its_own_column() -> None:
    short = part(Agreement, Split.NUMBER_AND_DATE, "45 от 12.09.26")
    assert values(short)["date"] == DAY and codes(short) == ["date-short-year"]
    assert codes(part(Agreement, Split.NUMBER_AND_DATE, "45 от 31.06.2026")) == ["date-impossible"]
    licence = part(Organisation, Split.NUMBER_AND_DATE, "№ Л035-01277-66/0019 от 12.03.2021")
    assert codes(licence) == ["identifier-invalid"]
    alone = part(Agreement, Split.NUMBER_AND_DATE, Cell(1, "45", CellKind.NUMBER))
    assert values(alone) == {"number": "45"}
    said = part(Agreement, Split.NUMBER_AND_DATE, "не применяется")
    assert said.not_applicable and not said.parsed
    assert codes(part(Agreement, Split.PERIOD, Cell(1, "46266", CellKind.NUMBER))) == [
        "compound-unsplit"
    ]
    assert codes(part(Agreement, Split.PERIOD, Cell(1, "#REF!", CellKind.ERROR))) == ["cell-error"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ГУ МВД России по Свердловской области, 14.05.2015", True),
        ("14.05.2015 ГУ МВД России по Свердловской области", True),
        ("выдан 14.05.2015 г. ГУ МВД России по Свердловской области", True),
        ("ГУ МВД России 14.05.2015 код 660-001", False),
        ("ГУ МВД России, 14.05", False),
    ],
)
def test_who_gave_a_paper_and_when(text: str, parts: bool) -> None:
    found = part(Guardian, Split.TEXT_AND_DATE, text)
    if parts:
        assert values(found) == {
            "passport_issuer": "ГУ МВД России по Свердловской области",
            "passport_date": datetime.date(2015, 5, 14),
        }
    else:
        assert (values(found), codes(found)) == ({}, ["compound-unsplit"])


# --- periods ----------------------------------------------------------------------------------

YEAR = (datetime.date(2026, 9, 1), datetime.date(2027, 5, 31))


@pytest.mark.parametrize(
    ("text", "days", "told"),
    [
        ("с 01.09.2026 по 31.05.2027", YEAR, []),
        ("01.09.2026–31.05.2027", YEAR, []),
        ("01.09.2026-31.05.2027", YEAR, []),
        ("01.09.2026 г. – 31.05.2027 г.", YEAR, []),
        ("с 1 сентября 2026 г. по 31 мая 2027 г.", YEAR, []),
        ("01.09.26-31.05.27", YEAR, ["date-short-year"] * 2),
        ("сентябрь 2026 – май 2027", YEAR, ["period-by-months"]),
        (
            "Июнь – июль 2022 года",
            (datetime.date(2022, 6, 1), datetime.date(2022, 7, 31)),
            ["period-by-months"],
        ),
        ("с 01.09.2026", (YEAR[0], None), []),
        ("по 31.05.2027", (None, YEAR[1]), []),
        ("2026/2027 учебный год", None, ["compound-unsplit"]),
        ("2026-2027", None, ["compound-unsplit"]),
        ("9 месяцев", None, ["compound-unsplit"]),
        ("с 01.09 по 31.05.2027", None, ["compound-unsplit"]),
        ("сентябрь–май", None, ["compound-unsplit"]),
        ("с 01.09.2026 до исполнения обязательств", None, ["compound-unsplit"]),
        ("01.09.2026, 31.05.2027", None, ["compound-unsplit"]),
        ("с 31.06.2026 по 31.05.2027", (None, YEAR[1]), ["date-impossible"]),
    ],
)
def test_a_period_gives_its_first_and_last_day(
    text: str, days: tuple[datetime.date | None, datetime.date | None] | None, told: list[str]
) -> None:
    found = part(Agreement, Split.PERIOD, text)
    got = values(found)
    assert (got.get("start"), got.get("end")) == (days or (None, None))
    assert codes(found) == told


# --- sheets -----------------------------------------------------------------------------------


def read(
    folder: Path, rows: Sequence[Sequence[Value]], kind: type[Record]
) -> tuple[Sequence[Record], list[Diagnostic]]:
    path = save(folder, {kind.SHEET.title: SheetXml(rows)})
    reading = read_tables([path], None, [kind])
    told = [d for d in reading.diagnostics if d.code != "headings-absent"]
    return reading.tables.of(kind), told


def test_every_part_keeps_the_cell_that_it_was_read_from(tmp_path: Path) -> None:
    heads: list[Value] = ["Договор", "Ф.И.О. ребёнка", "Дата рождения"]
    (row,), told = read(tmp_path, [heads, ["Д-01", "Ли Сун", date(42000)]], ListedPupil)
    assert isinstance(row, ListedPupil)
    assert (row.surname, row.first_name, row.patronymic) == ("Ли", "Сун", None)
    assert {row.origin.at(a).cell for a in ("surname", "first_name", "patronymic")} == {"B2"}
    assert told == []


def test_a_compound_beside_its_parts_must_agree_with_them(tmp_path: Path) -> None:
    heads: list[Value] = ["Договор", "ФИО", "Фамилия", "Имя", "Отчество", "Дата рождения"]
    rows: list[list[Value]] = [
        heads,
        ["Д-01", "Котова Анна Юрьевна", "Котова", "Анна", "Юрьевна", "01.09.2015"],
        ["Д-01", "Котова Анна Юрьевна", "Котова", "Алла", None, "01.09.2015"],
    ]
    (first, second), told = read(tmp_path, rows, ListedPupil)
    assert isinstance(first, ListedPupil) and isinstance(second, ListedPupil)
    assert first.extra == {"фио": "Котова Анна Юрьевна"}
    assert (second.first_name, second.patronymic) == ("Алла", "Юрьевна")
    assert second.origin.at("patronymic").cell == "B3"
    conflicts = [(d.origin.cell, d.message) for d in told if d.code == "compound-conflict"]
    assert conflicts == [("B3", "здесь одно, а в столбце «Имя» другое")]


def test_a_missing_part_has_its_own_column_beside_the_compound(tmp_path: Path) -> None:
    heads: list[Value] = ["Договор", "Фамилия, имя", "Отчество", "Дата рождения"]
    rows: list[list[Value]] = [heads, ["Д-01", "Котова Анна", "Юрьевна", "01.09.2015"]]
    (row,), told = read(tmp_path, rows, ListedPupil)
    assert isinstance(row, ListedPupil)
    assert (row.surname, row.first_name, row.patronymic) == ("Котова", "Анна", "Юрьевна")
    assert told == []


def test_a_heading_over_two_columns_is_no_compound(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["Код", "Срок действия", None, "Примечание"],
        [None, "Начало действия", "Окончание действия", None],
        ["Д-01", "01.09.2026", "31.05.2027", None],
    ]
    (row,), _ = read(tmp_path, rows, Agreement)
    assert isinstance(row, Agreement)
    assert (row.start, row.end) == YEAR


def test_faults_of_a_compound_name_its_cell(tmp_path: Path) -> None:
    heads: list[Value] = ["Код", "№ и дата договора", "Срок действия"]
    rows: list[list[Value]] = [
        heads,
        ["Д-01", error("#N/A"), "навсегда"],
        ["Д-02", number("4.0102810645370E19"), None],
    ]
    _, told = read(tmp_path, rows, Agreement)
    errors = [(d.code, d.origin.cell) for d in told if d.is_error and d.code != "heading-missing"]
    assert errors == [("cell-error", "B2"), ("compound-unsplit", "C2"), ("number-too-long", "B3")]


# --- the declarations -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.SHEET.title)
def test_compounds_lead_to_columns_and_bear_names_of_their_own(kind: type[Record]) -> None:
    columns = columns_of(kind)
    attributes = [column.attribute for column in columns]
    taken = [word_key(text) for column in columns for text in (column.heading, *column.aliases)]
    for compound in kind.SHEET.compounds:
        assert set(compound.parts) <= set(attributes)
        keys = [word_key(text) for text in (compound.heading, *compound.aliases)]
        assert set(keys).isdisjoint(taken)
        taken += keys
    named = any(compound.split is Split.FULL_NAME for compound in kind.SHEET.compounds)
    assert named == ("surname" in attributes)
