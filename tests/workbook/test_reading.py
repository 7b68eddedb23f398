"""Sheets of the schema: headings in every disguise, rows that are no records, files of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.codes import Severity
from docgen.diagnostics import Diagnostic
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.partners import Agreement, ListedPupil, Party, Resource
from docgen.records.schema import Record, columns_of
from docgen.records.vocabulary import PartyRole
from docgen.workbook.cells import Cell, CellKind, Grid, open_book
from docgen.workbook.headings import HeadingRow, find_headings, match_headings
from docgen.workbook.reading import class_of_sheet, read_tables
from docgen.workbook.tables import row_ranges
from tests.workbook.making import Raw, SheetXml, Value, error, number, save

Rows = list[list[Value]]
HEADS = ["Договор", "Организация", "Роль"]
PARTIES: Rows = [
    ["Д-01", "СОШ5", "базовая организация"],
    ["Д-01", "ТЕХНО", "участник, ведущий часть программы"],
    ["Д-02", "СОШ5", "базовая"],
]


def read(
    folder: Path, sheet: SheetXml, kind: type[Record] = Party
) -> tuple[Sequence[Record], list[Diagnostic]]:
    path = save(folder, {kind.SHEET.title: sheet})
    reading = read_tables([path], None, [kind])
    return reading.tables.of(kind), reading.diagnostics


def codes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    return [d.code for d in diagnostics if d.code != "headings-absent"]


def parties(rows: Sequence[Sequence[Value] | None], **more: object) -> SheetXml:
    return SheetXml(rows, **more)  # type: ignore[arg-type]


# --- headings ---------------------------------------------------------------------------------

SAME: list[tuple[str, Callable[[], SheetXml]]] = [
    ("as declared", lambda: parties([list(HEADS), *PARTIES])),
    ("upper case", lambda: parties([[h.upper() for h in HEADS], *PARTIES])),
    ("spaces and stars", lambda: parties([[f"  {h} * " for h in HEADS], *PARTIES])),
    ("line breaks", lambda: parties([["Дого-\nвор", "Органи-\nзация", "Роль\n"], *PARTIES])),
    ("latin twins", lambda: parties([["Дoгoвoр", "Oргaнизaция", "Poль"], *PARTIES])),
    ("invisible", lambda: parties([["Дого\u00adвор", "\u200bОрганизация", "Роль "], *PARTIES])),
    ("aliases", lambda: parties([["Код договора", "Организация", "Роль стороны"], *PARTIES])),
    ("titles above", lambda: parties([["Список"], None, ["2026 год"], list(HEADS), *PARTIES])),
    ("far below", lambda: parties([None] * 40 + [list(HEADS), *PARTIES])),
    ("column numbers", lambda: parties([list(HEADS), [1, 2, 3], *PARTIES])),
    ("column numbers as text", lambda: parties([list(HEADS), ["1.", "2.", "3."], *PARTIES])),
    (
        "two lines, heads merged down",
        lambda: parties(
            [["Договор", "Сторона", None], [None, "Организация", "Роль"], *PARTIES],
            merges=["A1:A2", "B1:C1"],
        ),
    ),
    (
        "two lines of one heading",
        lambda: parties([["Код", "Организация", "Роль"], ["договора", None, "стороны"], *PARTIES]),
    ),
    (
        "moved columns",
        lambda: parties([[*reversed(HEADS)], *[[*reversed(row)] for row in PARTIES]]),
    ),
    ("blank rows", lambda: parties([list(HEADS), PARTIES[0], [], [], PARTIES[1], PARTIES[2]])),
    ("spaces below", lambda: parties([list(HEADS), *PARTIES, [" ", "\u00a0", "  "]])),
]  # fmt: skip


@pytest.mark.parametrize("make", [s[1] for s in SAME], ids=[s[0] for s in SAME])
def test_the_same_table_in_another_dress_reads_the_same(
    tmp_path: Path, make: Callable[[], SheetXml]
) -> None:
    rows, found = read(tmp_path, make())
    assert codes(found) == []
    assert [(r.agreement, r.organisation) for r in rows if isinstance(r, Party)] == [
        ("Д-01", "СОШ5"),
        ("Д-01", "ТЕХНО"),
        ("Д-02", "СОШ5"),
    ]
    assert [r.role for r in rows if isinstance(r, Party)] == [
        PartyRole.BASE,
        PartyRole.TEACHING,
        PartyRole.BASE,
    ]


SPOILT: list[tuple[str, SheetXml, list[tuple[str, str]], int]] = [
    (
        "a required heading is missing",
        parties([["Договор", "Организация"], ["Д-01", "СОШ5"]]),
        [("heading-missing", "")],
        1,
    ),
    (
        "a required heading is misspelt",
        parties([["Договор", "Органзация", "Роль"], *PARTIES]),
        [("heading-missing", "B1")],
        3,
    ),
    (
        "an optional heading is misspelt",
        parties([[*HEADS, "Подписаннт"], [*PARTIES[0], "Ж-01"]]),
        [("heading-misspelt", "D1")],
        1,
    ),
    (
        "a heading stands twice",
        parties([[*HEADS, "Роль"], [*PARTIES[0], "базовая"]]),
        [("heading-duplicate", "D1")],
        1,
    ),
    (
        "data without a heading",
        parties([[*HEADS], [*PARTIES[0], None, "что-то"]]),
        [("heading-empty", "E2")],
        1,
    ),
    ("own columns", parties([[*HEADS, "Куратор"], [*PARTIES[0], "я"]]), [("heading-own", "D1")], 1),
    ("a counter is no own column", parties([["№ п/п", *HEADS], [1, *PARTIES[0]]]), [], 1),
    ("headings only", parties([list(HEADS)]), [("sheet-empty", "")], 0),
    ("empty sheet", parties([]), [("sheet-empty", "")], 0),
    ("no headings", parties(PARTIES), [("headings-not-found", "")], 0),
    (
        "a totals row",
        parties([list(HEADS), *PARTIES, ["Итого:", "3", None]]),
        [("row-total", "A5")],
        3,
    ),
    (
        "a totals row to the right",
        parties([list(HEADS), *PARTIES, [None, "Всего", "3"]]),
        [("row-total", "B5")],
        3,
    ),
    (
        "notes under the table",
        parties([list(HEADS), *PARTIES, [], ["* кроме летних смен"], ["Исполнитель: Петрова"]]),
        [("row-aside", "A6"), ("row-aside", "A7")],
        3,
    ),
    (
        "a section row over the table",
        parties([list(HEADS), ["Раздел 1"], *PARTIES], merges=["A2:C2"]),
        [("row-aside", "A2")],
        3,
    ),
    (
        "headings repeated for print",
        parties([list(HEADS), PARTIES[0], list(HEADS), PARTIES[1]]),
        [("row-total", "A3")],
        2,
    ),
    (
        "hidden rows are read and told",
        parties([list(HEADS), *PARTIES], hidden_rows=[3, 4], filtered=True),
        [("row-hidden", "")],
        3,
    ),
    (
        "hidden columns are read and told",
        parties([list(HEADS), *PARTIES], hidden_columns=[2]),
        [("column-hidden", "B1")],
        3,
    ),
    (
        "cells merged down give their value to each row",
        parties(
            [list(HEADS), PARTIES[0], [None, *PARTIES[1][1:]]],
            merges=["A2:A3"],
        ),
        [("cells-merged", "A2")],
        2,
    ),
    (
        "cells merged across belong to the first column",
        parties([[*HEADS, "Подписант"], [*PARTIES[0], None]], merges=["C2:D2"]),
        [("cells-merged", "C2")],
        1,
    ),
    (
        "an error of Excel",
        parties([list(HEADS), ["Д-01", error("#N/A"), "базовая"]]),
        [("cell-error", "B2")],
        1,
    ),
    (
        "a formula that was never counted",
        parties([list(HEADS), ["Д-01", Raw(None, formula="A1"), "базовая"]]),
        [("formula-without-value", "B2")],
        1,
    ),
    (
        "a word that is not in the list",
        parties([list(HEADS), ["Д-01", "СОШ5", "главная"]]),
        [("choice-unknown", "C2")],
        1,
    ),
    (
        "all faults of a row at once",
        parties([list(HEADS), ["CОШ", error("#REF!"), "главная"]]),
        [("mixed-alphabet", "A2"), ("cell-error", "B2"), ("choice-unknown", "C2")],
        1,
    ),
]


@pytest.mark.parametrize(
    ("sheet", "expected", "count"), [s[1:] for s in SPOILT], ids=[s[0] for s in SPOILT]
)
def test_what_is_wrong_is_said_with_its_cell(
    tmp_path: Path, sheet: SheetXml, expected: list[tuple[str, str]], count: int
) -> None:
    rows, found = read(tmp_path, sheet)
    told = [(d.code, d.origin.cell) for d in found if d.code != "headings-absent"]
    assert told == expected
    assert len(rows) == count
    assert all(d.origin.file == "книга.xlsx" and d.origin.sheet == "Стороны" for d in found)


def test_a_value_merged_down_is_that_of_the_first_cell(tmp_path: Path) -> None:
    sheet = parties([list(HEADS), PARTIES[0], [None, *PARTIES[1][1:]]], merges=["A2:A3"])
    rows, _ = read(tmp_path, sheet)
    assert [r.agreement for r in rows if isinstance(r, Party)] == ["Д-01", "Д-01"]


def test_a_record_knows_its_cells_its_label_and_its_own_columns(tmp_path: Path) -> None:
    sheet = parties([["Куратор", *HEADS], ["П. П.", *PARTIES[0]], [None, *PARTIES[1]]])
    rows, _ = read(tmp_path, sheet)
    first, second = rows
    assert str(first.origin.at("role")) == "книга.xlsx!Стороны!D2 (Д-01, СОШ5)"
    assert first.extra == {"куратор": "П. П."}
    assert second.extra == {"куратор": ""}
    assert first.origin.at("куратор").cell == "A2"
    assert first.origin.at("signatory").cell == ""


def test_labels_are_short_names_and_never_numbers(tmp_path: Path) -> None:
    sheet = SheetXml(
        [["Код", "Фамилия", "Имя", "Отчество"], ["Ж-01", "Железняк", "Марина", "Петровна"]]
    )
    rows, _ = read(tmp_path, sheet, Person)
    assert rows[0].origin.label == "Железняк М. П."
    sheet = SheetXml([["Код", "Сокращённое наименование"], ["СОШ5", "МБОУ СОШ № 5"]])
    rows, _ = read(tmp_path, sheet, Organisation)
    assert rows[0].origin.label == "МБОУ СОШ № 5"


def test_not_applicable_is_remembered_and_is_no_value(tmp_path: Path) -> None:
    sheet = SheetXml([["Код", "ИКЗ", "Номер"], ["Д-01", "не применяется", None]])
    rows, _ = read(tmp_path, sheet, Agreement)
    assert rows[0].not_applicable == {"purchase_code"}
    assert not rows[0].lacks("purchase_code") and rows[0].lacks("number")


def test_a_full_name_in_one_column_is_parted(tmp_path: Path) -> None:
    sheet = SheetXml(
        [
            ["Договор", "ФИО", "Дата рождения"],
            ["Д-01", "Иванова Мария Петровна", "01.09.2015"],
            ["Д-01", "Мамедов Али Вагиф оглы", "02.09.2015"],
            ["Д-01", "И. И. Иванов", "02.09.2015"],
        ]
    )
    rows, found = read(tmp_path, sheet, ListedPupil)
    names = [(r.surname, r.first_name, r.patronymic) for r in rows if isinstance(r, ListedPupil)]
    assert names[:2] == [
        ("Иванова", "Мария", "Петровна"),
        ("Мамедов", "Али", "Вагиф оглы"),
    ]
    told = [(d.code, d.origin.cell) for d in found if d.is_error]
    assert told == [("name-unsplit", "B4")]


def test_notes_of_a_column_are_said_once_with_their_number(tmp_path: Path) -> None:
    rows: Rows = [[*HEADS, "Подписант"]]
    rows += [[*PARTIES[0], "нет"] for _ in range(5)]
    _, found = read(tmp_path, parties(rows))
    (note,) = [d for d in found if d.code == "empty-word"]
    assert note.origin.cell == "D2" and "ещё в 4" in note.message


DATES = ["Код", "Начало действия"]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["01/09/2026"], ["date-ambiguous"]),
        (["01/09/2026", "13/09/2026"], []),
        (["01/09/2026", "09/13/2026"], ["date-impossible", "date-order-conflict"]),
        (["05/05/2026"], []),
    ],
)
def test_a_column_of_dates_tells_which_number_is_the_day(
    tmp_path: Path, dates: list[str], expected: list[str]
) -> None:
    rows: Rows = [[*DATES]]
    rows += [[f"Д-{i}", d] for i, d in enumerate(dates)]
    _, found = read(tmp_path, SheetXml(rows), Agreement)
    told = [d.code for d in found if d.code.startswith("date")]
    assert sorted(told) == sorted(expected)


@given(st.permutations(range(len(columns_of(Resource)))), st.sets(st.integers(0, 6)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_columns_are_found_in_any_order(order: list[int], dropped: set[int]) -> None:
    columns = columns_of(Resource)
    kept = [columns[i] for i in order if i not in dropped]
    cells = [Cell(n, c.heading, CellKind.TEXT) for n, c in enumerate(kept, start=2)]
    if not cells:
        return
    headings = find_headings(Grid(rows={3: cells}), columns)
    assert headings is not None and headings.first == headings.last == 3
    match = match_headings(headings, columns)
    assert {n: c.attribute for n, c in match.columns.items()} == {
        n: c.attribute for n, c in enumerate(kept, start=2)
    }
    assert {c.attribute for c in match.missing} == {columns[i].attribute for i in dropped}


@pytest.mark.parametrize("kind", [Agreement, Organisation, Person, Resource, Party])
def test_every_heading_misspelt_by_a_letter_is_told_apart(kind: type[Record]) -> None:
    columns = columns_of(kind)
    for column in columns:
        if len(column.heading) < 6:
            continue
        spoilt = column.heading[:3] + "щ" + column.heading[4:]
        texts = {n: spoilt if c is column else c.heading for n, c in enumerate(columns, start=1)}
        match = match_headings(HeadingRow(1, 1, texts), columns)
        assert [c.attribute for c in match.near.values()] == [column.attribute], column.heading


# --- pairs ------------------------------------------------------------------------------------

PAIRS: Rows = [
    ["Параметр", "Значение", "Пояснение"],
    ["Учебный год", "2026/2027", "через дробь"],
    ["Муниципалитет", "Заречногорский район"],
    ["Город", "г. Заречногорск"],
    ["Орган управления", "УО"],
    ["Телефон горячей линии", number("122")],
]


@pytest.mark.parametrize(
    "rows",
    [
        PAIRS,
        PAIRS[1:],
        [["Настройки учреждения"], [], *PAIRS],
        [["№", *row] for row in PAIRS],
    ],
    ids=["as blank makes it", "no heading", "title above", "another column first"],
)
def test_settings_are_read_as_pairs(tmp_path: Path, rows: Rows) -> None:
    reading = read_tables([save(tmp_path, {"Настройки": SheetXml(rows)})], None, [Settings])
    assert [d for d in reading.diagnostics if d.is_error] == []
    settings_row = reading.tables.only(Settings)
    assert settings_row is not None
    assert (settings_row.academic_year, settings_row.city) == ("2026/2027", "г. Заречногорск")
    assert settings_row.extra["телефон_горячей_линии"] == "122"
    cell = settings_row.origin.at("city").cell
    assert cell.endswith(str(rows.index(next(r for r in rows if "Город" in r)) + 1))


def test_faults_of_settings_name_their_cells(tmp_path: Path) -> None:
    rows: Rows = [["Учебный год", "2026"], ["Горд", "г. З"], ["Учебный год", "2026/2027"]]
    reading = read_tables([save(tmp_path, {"Настройки": SheetXml(rows)})], None, [Settings])
    assert [(d.code, d.origin.cell) for d in reading.diagnostics] == [
        ("heading-misspelt", "A2"),
        ("parameter-duplicate", "B3"),
        ("academic-year-unreadable", "B1"),
    ]


# --- files ------------------------------------------------------------------------------------

TWO = (Party, Organisation)
ORGANISATIONS: Rows = [["Код", "Сокращённое наименование"], ["СОШ5", "МБОУ СОШ № 5"]]


def test_a_missing_sheet_is_taken_from_the_directory_beside(tmp_path: Path) -> None:
    partners = save(tmp_path, {"Стороны": parties([list(HEADS), *PARTIES])}, "partners.xlsx")
    save(tmp_path, {"Организации": SheetXml(ORGANISATIONS)}, "directory.xlsx")
    reading = read_tables([partners], None, TWO)
    assert reading.sources == {Party: "partners.xlsx", Organisation: "directory.xlsx"}
    assert len(reading.tables.of(Organisation)) == 1
    assert not [d for d in reading.diagnostics if d.code == "sheet-missing"]


@pytest.mark.parametrize("as_folder", [True, False])
def test_the_directory_may_stand_elsewhere(tmp_path: Path, as_folder: bool) -> None:
    other = tmp_path / "справочник"
    other.mkdir()
    directory = save(other, {"Организации": SheetXml(ORGANISATIONS)}, "directory.xlsx")
    partners = save(tmp_path, {"Стороны": parties([list(HEADS), *PARTIES])}, "partners.xlsx")
    reading = read_tables([partners], other if as_folder else directory, TWO)
    assert reading.sources[Organisation] == "directory.xlsx"


def test_a_named_sheet_wins_over_the_directory(tmp_path: Path) -> None:
    own: Rows = [ORGANISATIONS[0], ["СВОЯ", "МБОУ СОШ № 6"]]
    partners = save(
        tmp_path,
        {"Стороны": parties([list(HEADS), *PARTIES]), "ОРГАНИЗАЦИИ ": SheetXml(own)},
        "partners.xlsx",
    )
    save(tmp_path, {"Организации": SheetXml(ORGANISATIONS)}, "directory.xlsx")
    reading = read_tables([partners], None, TWO)
    assert [o.code for o in reading.tables.of(Organisation)] == ["СВОЯ"]


SPARE_CASES = [
    # (beside there is partners.xlsx, the named file has a sheet of it) → where parties come from
    (True, False, "partners.xlsx"),
    (True, True, "мои.xlsx"),
    (False, False, None),
]


@pytest.mark.parametrize(("beside", "own", "source"), SPARE_CASES)
def test_a_workbook_that_a_family_reads_besides_is_taken_whole_from_beside(
    tmp_path: Path, beside: bool, own: bool, source: str | None
) -> None:
    sheets = {"Организации": SheetXml(ORGANISATIONS)}
    if own:
        sheets["Стороны"] = parties([list(HEADS), PARTIES[0]])
    named = save(tmp_path, sheets, "мои.xlsx")
    if beside:
        save(tmp_path, {"Стороны": parties([list(HEADS), *PARTIES])}, "partners.xlsx")
    reading = read_tables([named], None, TWO, spare=("partners",))
    assert reading.sources.get(Party) == source
    assert "sheet-missing" not in codes(reading.diagnostics)


def test_a_missing_required_sheet_is_an_error_with_advice(tmp_path: Path) -> None:
    partners = save(tmp_path, {"Сторны": parties([list(HEADS), *PARTIES])}, "partners.xlsx")
    reading = read_tables([partners], None, TWO)
    missing = [d for d in reading.diagnostics if d.code == "sheet-missing"]
    assert ["«Стороны»" in d.message for d in missing] == [True, False]
    assert "«Сторны»" in missing[0].hint
    assert "directory.xlsx" in missing[1].hint
    assert "sheet-unknown" in codes(reading.diagnostics)


def test_no_sheet_is_called_missing_when_its_file_could_not_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "partners.xlsx"
    path.write_bytes(b"")
    reading = read_tables([path], None, TWO)
    assert codes(reading.diagnostics) == ["file-empty"]


def test_sheets_of_two_named_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    first = save(tmp_path, {"Стороны": parties([list(HEADS), PARTIES[0]])}, "а.xlsx")
    second = save(tmp_path, {"Стороны": parties([list(HEADS), PARTIES[1]])}, "б.xlsx")
    reading = read_tables([first, second, first], None, [Party])
    assert [p.organisation for p in reading.tables.of(Party)] == ["СОШ5", "ТЕХНО"]
    assert reading.sources[Party] == "а.xlsx, б.xlsx"
    assert codes(reading.diagnostics) == ["sheet-twice"]


def test_two_sheets_of_settings_are_an_error(tmp_path: Path) -> None:
    first = save(tmp_path, {"Настройки": SheetXml(PAIRS)}, "а.xlsx")
    second = save(tmp_path, {"Настройки": SheetXml(PAIRS)}, "б.xlsx")
    reading = read_tables([first, second], None, [Settings])
    assert codes(reading.diagnostics) == ["sheet-pairs-twice"]
    assert len(reading.tables.of(Settings)) == 1


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in ("север", "юг"):
        (tmp_path / folder).mkdir()
        save(tmp_path / folder, {"Стороны": parties([list(HEADS), *PARTIES])}, "p.xlsx")
    reading = read_tables([tmp_path / "север/p.xlsx", tmp_path / "юг/p.xlsx"], None, [Party])
    assert reading.sources[Party] == "север/p.xlsx, юг/p.xlsx"


def test_a_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    _, found = read(tmp_path, parties([list(HEADS), *PARTIES], state="veryHidden"))
    assert codes(found) == ["sheet-hidden"]


def test_instruction_sheets_are_passed_by_in_silence(tmp_path: Path) -> None:
    text = SheetXml([["Как заполнять книгу"]])
    path = save(
        tmp_path,
        {"Инструкция": text, "Стороны": parties([list(HEADS), *PARTIES]), "Черновик": text},
    )
    reading = read_tables([path], None, [Party])
    told = [(d.code, d.origin.sheet) for d in reading.diagnostics if d.code != "headings-absent"]
    assert told == [("sheet-unknown", "Черновик")]
    assert all(d.severity is Severity.NOTE for d in reading.diagnostics)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    sheet = parties([[*HEADS, "Роль"], ["CОШ", error("#REF!"), "главная", None], *PARTIES])
    path = save(tmp_path, {"Стороны": sheet})
    one, two = (read_tables([path], None, [Party]) for _ in range(2))
    assert one.diagnostics == two.diagnostics
    assert one.tables.of(Party) == two.tables.of(Party)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Договоры", Agreement),
        (" ДОГОВОРЫ ", Agreement),
        ("Соглашения", Agreement),
        ("Части программ", None),
        ("Люди", Person),
        ("Чужое", None),
    ],
)
def test_sheets_are_known_by_title_alias_and_case(title: str, kind: type[Record] | None) -> None:
    assert class_of_sheet(title, (Agreement, Person)) is kind


def test_rows_are_named_in_ranges() -> None:
    assert row_ranges([7, 5, 6, 12]) == "5–7, 12"


def test_the_builder_of_these_tests_makes_workbooks(tmp_path: Path) -> None:
    book, found = open_book(save(tmp_path, {"А": SheetXml([["а"]]), "Б": SheetXml([])}))
    assert found == [] and book is not None
    assert [entry.title for entry in book.sheets] == ["А", "Б"]
