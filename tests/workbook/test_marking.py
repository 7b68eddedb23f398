"""Marked copies: every fault in its cell and on the list, everything else as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.workbook.marking import by_weight, marked_copy

NAME = "книга.xlsx"
RED, YELLOW = "FFF4B6A6", "FFFFE699"


def error(cell: str, message: str = "не дата", sheet: str = "Лист", row: int = 0) -> Diagnostic:
    return diagnose("date-impossible", Origin(NAME, sheet, row, cell), message, hint="исправьте")


def warning(cell: str) -> Diagnostic:
    return diagnose("mixed-alphabet-text", Origin(NAME, "Лист", 0, cell), "латинская буква")


def book(folder: Path, prepare: Callable[[Workbook, Worksheet], None] | None = None) -> Path:
    made = Workbook()
    sheet = cast(Worksheet, made.active)
    sheet.title = "Лист"
    for row in (("Код", "Дата", "Сумма"), ("А", "32.13.2026", "=1+1"), ("Б", "01.09.2026", 5)):
        sheet.append(row)
    made.create_sheet("Другой ' лист").append(["х"])
    if prepare:
        prepare(made, sheet)
    path = folder / NAME
    made.save(path)
    return path


def marked(path: Path, diagnostics: Sequence[Diagnostic]) -> Workbook:
    before = path.read_bytes()
    content = marked_copy(path, NAME, diagnostics)
    assert path.read_bytes() == before, "the clerk's own file is never written to"
    assert content is not None
    assert content == marked_copy(path, NAME, diagnostics), "same input, same bytes"
    return load_workbook(BytesIO(content))


def look(copy: Workbook, cell: str) -> tuple[str, str]:
    found = cast(Any, copy["Лист"])[cell]
    return found.fill.fgColor.rgb, found.comment.text if found.comment else ""


def test_a_faulty_cell_is_coloured_and_says_what_to_do(tmp_path: Path) -> None:
    copy = marked(book(tmp_path), [error("B2"), warning("A3")])
    assert look(copy, "B2") == (RED, "Ошибка: не дата\n→ исправьте")
    assert look(copy, "A3") == (YELLOW, "Предупреждение: латинская буква")
    assert look(copy, "A2")[1] == ""
    assert cast(Any, copy["Лист"])["C2"].value == "=1+1"


# what is told of a place → the cell that carries it
PLACES = [
    (error("F9"), "F9"),  # beyond the table
    (error("B1"), "B1"),
    (error("", row=3), "A3"),  # of a whole row
    (error("C", row=3), "C3"),
]


@pytest.mark.parametrize(("diagnostic", "cell"), PLACES)
def test_a_place_without_a_cell_of_its_own_is_marked_too(
    tmp_path: Path, diagnostic: Diagnostic, cell: str
) -> None:
    assert look(marked(book(tmp_path), [diagnostic]), cell)[0] == RED


def test_two_faults_of_one_cell_share_a_note_and_the_worse_colour(tmp_path: Path) -> None:
    colour, text = look(marked(book(tmp_path), [warning("B2"), error("B2")]), "B2")
    assert colour == RED
    assert text.count("→") == 1
    assert "латинская" in text


def test_her_own_notes_stay(tmp_path: Path) -> None:
    def note(made: Workbook, sheet: Worksheet) -> None:
        sheet["B2"].comment = Comment("спросить у Анны", "клерк")
        sheet["A2"].comment = Comment("другое", "клерк")

    copy = marked(book(tmp_path, note), [error("B2"), error("B3")])
    text = look(copy, "B2")[1]
    assert text.startswith("спросить у Анны")
    assert "не дата" in text
    assert look(copy, "A2")[1] == "другое"
    assert look(copy, "B3")[1]


def test_the_list_comes_first_the_worst_on_top_with_links(tmp_path: Path) -> None:
    found = [warning("A3"), error("B2"), error("A1", "иное", sheet="Другой ' лист")]
    copy = marked(book(tmp_path), found)
    assert copy.sheetnames == ["Что исправить", "Лист", "Другой ' лист"]
    rows = list(copy.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["ошибка", "ошибка", "предупреждение"]
    links = [row[1].hyperlink.location for row in cast(Any, copy.worksheets[0])["A2:G4"]]
    assert links == ["'Другой '' лист'!A1", "'Лист'!B2", "'Лист'!A3"]


def test_charts_names_and_filters_stay_where_they_were(tmp_path: Path) -> None:
    def furnish(made: Workbook, sheet: Worksheet) -> None:
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3))
        sheet.add_chart(chart, "E2")
        sheet.auto_filter.ref = "A1:C3"
        sheet.defined_names["моё"] = DefinedName("моё", attr_text="'Лист'!$A$2")

    path = book(tmp_path, furnish)
    content = marked_copy(path, NAME, [error("B2")])
    assert content is not None
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(BytesIO(content)) as after:
        for name in before.namelist():
            if "chart" in name or "drawing" in name:
                assert after.read(name) == before.read(name)
    copy = load_workbook(BytesIO(content))
    sheet = cast(Worksheet, copy["Лист"])
    assert sheet.auto_filter.ref == "A1:C3"
    assert list(sheet.defined_names) == ["моё"]
    assert len(cast(Any, sheet)._charts) == 1


def test_a_copy_may_be_marked_again(tmp_path: Path) -> None:
    content = marked_copy(book(tmp_path), NAME, [error("B2")])
    assert content is not None
    (tmp_path / NAME).write_bytes(content)
    again = marked(tmp_path / NAME, [error("B3")])
    assert again.sheetnames[:2] == ["Что исправить 2", "Что исправить"]


def test_nothing_is_made_of_a_clean_or_an_unreadable_file(tmp_path: Path) -> None:
    assert marked_copy(book(tmp_path), NAME, []) is None
    assert marked_copy(book(tmp_path), "другая.xlsx", [error("B2")]) is None
    broken = tmp_path / "сломана.xlsx"
    broken.write_bytes(b"PK\3\4")
    assert marked_copy(broken, NAME, [error("B2")]) is None


def test_what_holds_more_rows_hurts_more() -> None:
    small, big = error("B2"), error("B3")
    big = diagnose(big.code, big.origin, "иное", related=[Origin(NAME, "Лист", 7)])
    assert by_weight([warning("A1"), small, big]) == [big, small, warning("A1")]
