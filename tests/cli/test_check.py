"""``docgen check``: our workbooks by their schema, anybody else's by the words of its headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from docgen.records.workbooks import SHEETS
from tests.desk import Desk


def _foreign(path: Path, *rows: tuple[str, ...], title: str = "Список") -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (("ФИО", "ИНН", "Дата рождения"), *rows):
        sheet.append(row)
    book.save(path)


def test_the_table_of_another_office_is_checked_by_its_headings(desk: Desk) -> None:
    _foreign(desk.folder / "чужая.xlsx", ("Иванов Иван Иванович", "7707083894", "32.13.2010"))
    said = desk.docgen("check", "чужая.xlsx")
    assert said.code == 1
    assert "ошибка[identifier-checksum] чужая.xlsx!Список!B2" in said.out
    assert "ошибка[date-impossible] чужая.xlsx!Список!C2" in said.out
    assert "sheet-missing" not in said.out


def test_another_offices_table_may_bear_the_title_of_our_sheet(desk: Desk) -> None:
    _foreign(desk.folder / "чужая.xlsx", ("Иванов И.И.", "7707083894", ""), title="Люди")
    said = desk.docgen("check", "чужая.xlsx")
    assert "ошибка[identifier-checksum] чужая.xlsx!Люди!B2" in said.out
    assert "sheet-missing" not in said.out


@pytest.mark.parametrize("workbook", sorted({kind.SHEET.workbook for kind in SHEETS}))
def test_a_workbook_of_the_sample_is_judged_with_all_that_its_rows_lead_to(
    desk: Desk, workbook: str
) -> None:
    said = desk.docgen("check", f"inputs/{workbook}.xlsx")
    assert (said.code, "ошибка" in said.out) == (0, False), said.text


def test_a_directory_alone_needs_no_agreements(desk: Desk) -> None:
    said = desk.docgen("check", "inputs/directory.xlsx")
    assert said.code == 0, said.text


def test_our_workbook_and_a_foreign_one_are_checked_in_one_run(desk: Desk) -> None:
    _foreign(desk.folder / "чужая.xlsx", ("Иванов Иван Иванович", "7707083894", "01.09.2015"))
    said = desk.docgen("check", "inputs/partners.xlsx", "чужая.xlsx", "нет.xlsx")
    assert said.code == 1
    assert "чужая.xlsx!Список!B2" in said.out
    assert "file-missing" in said.out
    assert "partners.xlsx — «Договоры»" in said.out
    assert said.out.count("ошибка[") == 2


def test_a_marked_copy_is_laid_beside_the_papers_and_an_older_one_is_kept(desk: Desk) -> None:
    _foreign(desk.folder / "чужая.xlsx", ("Иванов Иван Иванович", "7707083894", "32.13.2010"))
    said = desk.docgen("check", "чужая.xlsx", "--mark")
    copy = desk.folder / "out" / "Что исправить" / "чужая.xlsx"
    assert said.code == 1
    assert copy.is_file()
    assert str(copy.relative_to(desk.folder)) in said.out
    first = copy.read_bytes()
    desk.docgen("check", "чужая.xlsx", "--mark")
    assert list(copy.parent.iterdir()) == [copy], "the same copy again changes nothing"
    _foreign(desk.folder / "чужая.xlsx", ("Иванов Иван Иванович", "7707083893", "32.13.2010"))
    desk.docgen("check", "чужая.xlsx", "--mark")
    assert {p.read_bytes() == first for p in copy.parent.iterdir()} == {True, False}
