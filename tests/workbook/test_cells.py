"""xlsx → cells: what the file says, whatever it says."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.opc.reading import BrokenPart
from docgen.workbook.cells import (
    Cell,
    CellKind,
    Formula,
    Grid,
    Merge,
    column_letters,
    column_number,
    open_book,
    rows_of,
    style_of_format,
    unescape,
)
from tests.workbook.making import HEAD, MAIN, STRICT, BookXml, Raw, SheetXml, date, error, number


def read(folder: Path, book: BookXml) -> Grid:
    path = folder / "к.xlsx"
    path.write_bytes(book.data())
    opened, diagnostics = open_book(path)
    assert opened is not None, diagnostics
    return opened.read(opened.sheets[0])


def one(folder: Path, cell: Raw, strings: str = "") -> Cell | None:
    grid = read(folder, BookXml({"Л": SheetXml([[cell]])}, strings=strings))
    return grid.rows[1][0] if grid.rows else None


def shared(*items: str) -> str:
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


STRINGS = shared(
    "<t>первая</t>",
    "<r><t>жир</t></r><r><rPr><b/></rPr><t xml:space='preserve'>ная </t></r>",
    "<t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh>",
    "<t>стро_x000D_ка _x005F_x0041_</t>",
    "<t/>",
)
CELLS: list[tuple[str, Raw, tuple[CellKind, str] | None]] = [
    ("shared", Raw("0", "s"), (CellKind.TEXT, "первая")),
    ("rich text is joined", Raw("1", "s"), (CellKind.TEXT, "жирная ")),
    ("phonetics are left out", Raw("2", "s"), (CellKind.TEXT, "東京")),
    ("escapes are undone once", Raw("3", "s"), (CellKind.TEXT, "стро\rка _x0041_")),
    ("an empty string is an empty cell", Raw("4", "s"), None),
    ("index past the end", Raw("5", "s"), (CellKind.BROKEN, "")),
    ("negative index", Raw("-1", "s"), (CellKind.BROKEN, "")),
    ("index that is no number", Raw("x", "s"), (CellKind.BROKEN, "")),
    ("index with a fraction", Raw("0.0", "s"), (CellKind.BROKEN, "")),
    ("digits stay as written", number("770708389.10"), (CellKind.NUMBER, "770708389.10")),
    ("power", number("4.0102810645370000E+19"), (CellKind.NUMBER, "4.0102810645370000E+19")),
    ("a word in a number cell", number("сто"), (CellKind.BROKEN, "")),
    ("not a number", number("NaN"), (CellKind.BROKEN, "")),
    ("infinity", number("INF"), (CellKind.BROKEN, "")),
    ("true", Raw("1", "b"), (CellKind.BOOLEAN, "1")),
    ("error", error("#N/A"), (CellKind.ERROR, "#N/A")),
    ("iso date", Raw("2026-09-01", "d"), (CellKind.ISO_DATE, "2026-09-01")),
    ("kind of nobody", Raw("1", "zz"), (CellKind.BROKEN, "")),
    ("formula with a value", Raw("3", formula="1+2"), (CellKind.NUMBER, "3")),
    ("formula without a value", Raw(None, formula="1+2"), (CellKind.NO_VALUE, "")),
    ("formula with an empty value", Raw("", formula="1+2"), (CellKind.NO_VALUE, "")),
    ("formula that gives no text", Raw("", "str", formula='""'), None),
    ("formula that gives text", Raw("да", "str", formula="A2"), (CellKind.TEXT, "да")),
    ("only a style", Raw(None, style=1), None),
]


@pytest.mark.parametrize(("cell", "expected"), [c[1:] for c in CELLS], ids=[c[0] for c in CELLS])
def test_a_cell_is_read_as_it_stands(
    tmp_path: Path, cell: Raw, expected: tuple[CellKind, str] | None
) -> None:
    found = one(tmp_path, cell, STRINGS)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.kind is expected[0]
        assert found.kind is CellKind.BROKEN or found.text == expected[1]


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("A1+1", Formula.OWN),
        ("[1]Лист1!A1", Formula.EXTERNAL),
        ("'C:\\папка\\[книга.xlsx]Лист1'!A1", Formula.EXTERNAL),
        ("SUM(Таблица1[Сумма])", Formula.OWN),
    ],
)
def test_values_of_other_workbooks_are_told(tmp_path: Path, formula: str, kind: Formula) -> None:
    found = one(tmp_path, Raw("1", formula=formula))
    assert found is not None and found.formula is kind


def test_rows_and_cells_without_addresses_follow_each_other(tmp_path: Path) -> None:
    whole = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>'
        "<x:c><x:v>2</x:v></x:c></x:row><x:row><x:c r='$c$2'><x:v>3</x:v></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    grid = read(tmp_path, BookXml({"Л": SheetXml([], whole=whole)}))
    assert [[(c.column, c.text) for c in cells] for cells in grid.rows.values()] == [
        [(1, "1"), (2, "2")],
        [(3, "3")],
    ]


def test_strict_files_are_read(tmp_path: Path) -> None:
    grid = read(tmp_path, BookXml({"Л": SheetXml([["а", 1]], namespace=STRICT)}))
    assert [cell.text for cell in grid.rows[1]] == ["а", "1"]


def test_elements_of_extensions_are_no_cells(tmp_path: Path) -> None:
    whole = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        '<extLst><ext xmlns:z="urn:z"><z:row r="2"><z:c r="A2"><z:v>9</z:v></z:c></z:row></ext>'
        "</extLst></worksheet>"
    )
    assert list(read(tmp_path, BookXml({"Л": SheetXml([], whole=whole)})).rows) == [1]


def test_the_declared_size_is_not_believed(tmp_path: Path) -> None:
    for dimension in ("A1", "A1:XFD1048576", "нет"):
        grid = read(tmp_path, BookXml({"Л": SheetXml([["а"], ["б"]], dimension=dimension)}))
        assert len(grid.rows) == 2


def test_a_far_away_cell_costs_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    grid = read(tmp_path, BookXml({"Л": SheetXml([["а"]], extra_rows=far)}))
    assert grid.rows[1048576][0].column == 16384


def test_hidden_rows_columns_and_merges_are_seen(tmp_path: Path) -> None:
    sheet = SheetXml(
        [["а", "б"], ["в", "г"]], merges=["A1:B1", "A2"], hidden_rows=[2], hidden_columns=[2]
    )
    grid = read(tmp_path, BookXml({"Л": sheet}))
    assert grid.hidden_rows == {2}
    assert grid.is_hidden_column(2) and not grid.is_hidden_column(1)
    assert grid.merges == [Merge(1, 1, 1, 2), Merge(2, 1, 2, 1)]


def test_rows_out_of_order_come_in_order(tmp_path: Path) -> None:
    rows = (
        '<row r="5"><c r="B5"><v>2</v></c><c r="A5"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>0</v></c></row>'
    )
    grid = read(tmp_path, BookXml({"Л": SheetXml([], extra_rows=rows)}))
    assert [number for number, _ in rows_of(grid)] == [2, 5]
    assert [cell.text for cell in grid.rows[5]] == ["1", "2"]


BROKEN_ROWS = [
    ("row 4 billion", '<row r="4294967296"><c r="A1"><v>1</v></c></row>'),
    ("row 0", '<row r="0"><c><v>1</v></c></row>'),
    ("row minus", '<row r="-1"><c><v>1</v></c></row>'),
    ("row of letters", '<row r="абв"><c><v>1</v></c></row>'),
    ("row of 5,000 digits", f'<row r="{"9" * 5000}"><c><v>1</v></c></row>'),
    ("column past the last", '<row r="1"><c r="XFE1"><v>1</v></c></row>'),
    ("column of many letters", f'<row r="1"><c r="{"A" * 5000}1"><v>1</v></c></row>'),
    ("address of nothing", '<row r="1"><c r="1"><v>1</v></c></row>'),
    ("cell in another row", '<row r="1"><c r="A2"><v>1</v></c></row>'),
    ("cell twice", '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    ("row twice", '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>1</v></c></row>'),
]


@pytest.mark.parametrize("rows", [r[1] for r in BROKEN_ROWS], ids=[r[0] for r in BROKEN_ROWS])
def test_a_sheet_that_contradicts_itself_is_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(BrokenPart):
        read(tmp_path, BookXml({"Л": SheetXml([], extra_rows=rows)}))


@pytest.mark.parametrize(
    "xml",
    [
        "<!DOCTYPE a [<!ENTITY x 'y'>]><worksheet/>",
        "<workbook/>",
        "<worksheet>",
        "",
        f'<worksheet xmlns="{MAIN}"><mergeCell ref="A1:ZZZZ9"/></worksheet>',
        f'<worksheet xmlns="{MAIN}">' + "<a>" * 300 + "</a>" * 300 + "</worksheet>",
    ],
    ids=["dtd", "another root", "cut short", "empty", "bad merge", "depth"],
)
def test_bad_sheet_xml_is_refused(tmp_path: Path, xml: str) -> None:
    book = BookXml({"Л": SheetXml([])}, parts={"xl/worksheets/sheet1.xml": xml})
    with pytest.raises(BrokenPart):
        read(tmp_path, book)


def test_a_missing_sheet_part_refuses_the_workbook(tmp_path: Path) -> None:
    book = BookXml({"Л": SheetXml([])})
    link = '<Relationship Id="s1" Type="http://x/worksheet" Target="worksheets/none.xml"/>'
    name = "xl/_rels/workbook.xml.rels"
    path = tmp_path / "к.xlsx"
    path.write_bytes(
        BookXml(
            book.sheets,
            parts={name: f'<Relationships xmlns="urn:r">{link}</Relationships>'},
        ).data()
    )
    opened, (found,) = open_book(path)
    assert opened is None
    assert found.code == "file-damaged" and "листа «Л»" in found.message


@pytest.mark.parametrize(
    ("code", "dated", "zeros"),
    [
        ("General", False, 0),
        ("Standard", False, 0),
        ("Основной", False, 0),
        ("0.00", False, 0),
        ('# ##0.00\\ "руб."', False, 0),
        ("0000000000", False, 10),
        ("000\\-000\\-000\\ 00", False, 11),
        ("dd.mm.yyyy", True, 0),
        ("ДД.ММ.ГГГГ", True, 0),
        ('[$-419]d\\ mmmm\\ yyyy\\ "г.";@', True, 0),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", True, 0),
        ("[h]:mm:ss", True, 0),
        ("[Red]0", False, 1),
        ('0 "s"', False, 1),
        ("@", False, 0),
        ("0%", False, 0),
    ],
)
def test_number_formats_tell_dates_and_zeros(code: str, dated: bool, zeros: int) -> None:
    style = style_of_format(code)
    assert (style.dated, style.zeros) == (dated, zeros)


def test_styles_of_cells_are_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "к.xlsx"
    path.write_bytes(BookXml({"Л": SheetXml([[date(46266)]])}, epoch_1904=True).data())
    book, _ = open_book(path)
    assert book is not None and book.epoch_1904
    cell = book.read(book.sheets[0]).rows[1][0]
    assert book.style(cell.style).dated
    assert not book.style(10**6).dated


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ud83d"),
        ("_x00zz_", "_x00zz_"),
        ("обычный", "обычный"),
    ],
)
def test_escapes_of_the_format(raw: str, text: str) -> None:
    assert unescape(raw) == text


@given(st.integers(1, 16384))
def test_columns_have_names(column: int) -> None:
    assert column_number(column_letters(column)) == column


@given(st.text(max_size=6))
def test_what_is_no_column_is_refused(letters: str) -> None:
    with contextlib.suppress(ValueError):
        assert column_letters(column_number(letters)) == letters.upper()
