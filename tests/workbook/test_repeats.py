"""Anybody's table: rows that say nothing new."""

from __future__ import annotations

from pathlib import Path

from docgen.workbook.free_tables import check_file
from tests.workbook.making import SheetXml, Value, save

HEADINGS = ["№ п/п", "Фамилия", "Имя", "СНИЛС"]


def told(folder: Path, *rows: list[Value]) -> list[tuple[str, str]]:
    path = save(folder, {"Дети": SheetXml([HEADINGS, *rows])})
    return [(d.code, str(d.origin)) for d in check_file(path)]


def test_a_row_typed_again_is_named_though_its_number_differs(tmp_path: Path) -> None:
    one: list[Value] = [1, "Ким", "Ева", "001-002-003 18"]
    assert told(tmp_path, one, [2, *one[1:]], [3, *one[1:]]) == [
        ("table-row-twice", "книга.xlsx!Дети!строка 3")
    ]


def test_one_person_in_two_groups_is_no_repeat(tmp_path: Path) -> None:
    assert not told(
        tmp_path, [1, "Ким", "Ева", "001-002-003 18"], [2, "Ким", "Яна", "001-002-003 18"]
    )
