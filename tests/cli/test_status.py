"""``docgen status``: every measure with its term, executors, papers, and what is late."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.desk import Desk, new_desk

DAY = "15.12.2026"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk where the agreements have been made and nothing else."""
    ready = new_desk(tmp_path_factory.mktemp("status"))
    assert ready.docgen("make", "network-agreement", "--only", "Д-01; Д-02").code == 0
    return ready


def _plans(desk: Desk, *options: str) -> list[dict[str, Any]]:
    said = desk.docgen("status", "--json", *options)
    assert said.code == 0, said.text
    plans: list[dict[str, Any]] = json.loads(said.out)["plans"]
    return plans


def _papers(desk: Desk, kind: str, *options: str) -> list[dict[str, int]]:
    return [
        group
        for plan in _plans(desk, *options)
        for measure in plan["measures"]
        for group in measure["papers"]
        if group["kind"] == kind
    ]


def test_papers_are_counted_as_due_and_as_made(desk: Desk) -> None:
    planned = json.loads(desk.docgen("make", "network-agreement", "--dry-run", "--json").out)
    for group in (found := _papers(desk, "network-agreement")):
        assert group["due"] == len(planned["papers"])
        assert (group["drafted"], group["approved"], group["signed"]) == (2, 0, 0)
    assert found, "no measure of the sample ends in agreements"


def test_a_paper_that_was_taken_away_is_not_there(desk: Desk) -> None:
    (path, *_) = desk.out.glob("*/Д-02 *.docx")
    content = path.read_bytes()
    path.unlink()
    try:
        assert {group["drafted"] for group in _papers(desk, "network-agreement")} == {1}
    finally:
        path.write_bytes(content)


def test_before_anything_is_made_nothing_is_and_no_folder_comes(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    assert {g["drafted"] for g in _papers(desk, "network-agreement")} == {0}
    assert not desk.out.exists()


def test_what_is_late_hangs_on_the_day(desk: Desk) -> None:
    def late(day: str) -> set[tuple[str, str]]:
        return {
            (plan["code"], measure["number"])
            for plan in _plans(desk, "--on", day)
            for measure in plan["measures"]
            if measure["overdue"]
        }

    assert late("01.01.2026") == set()
    assert late("01.01.2026") < late(DAY) < late("01.01.2028")


def test_it_is_told_in_eighty_columns_with_totals(desk: Desk) -> None:
    said = desk.docgen("status", "--on", DAY)
    assert said.code == 0, said.text
    assert max(len(line) for line in said.out.splitlines()) <= 80
    for plan in _plans(desk, "--on", DAY):
        assert f"{plan['code']}. " in said.out
        assert f"Мероприятий: {len(plan['measures'])}, " in said.out
    heading = next(line for line in said.out.splitlines() if line.startswith("№"))
    row = next(line for line in said.out.splitlines() if re.match(r"1 +\d\d\.", line))
    assert len(heading) == len(row), "columns stand under their headings"
    assert "Просрочено: " in said.out


def test_the_sheet_says_the_same(desk: Desk) -> None:
    assert desk.docgen("status", "--on", DAY, "--xlsx", "итог.xlsx").code == 0
    book: Any = openpyxl.load_workbook(desk.folder / "итог.xlsx")
    plans = _plans(desk, "--on", DAY)
    assert len(book.worksheets) == len(plans)
    for sheet, plan in zip(book.worksheets, plans, strict=True):
        titles = dict.fromkeys(row[1].value for row in sheet.iter_rows(min_row=2))
        assert list(titles) == list(dict.fromkeys(m["title"] for m in plan["measures"]))
    again = desk.docgen("status", "--xlsx", "итог.xlsx")
    assert again.code == 2
    assert "итог.xlsx уже есть" in again.err


@pytest.mark.parametrize(
    ("typed", "answer"),
    [(["--on", "вчера"], "«вчера» — не дата"), (["templates_docx"], "нет книги с дорожной картой")],
)
def test_a_slip_is_told(desk: Desk, typed: list[str], answer: str) -> None:
    said = desk.docgen("status", *typed)
    assert said.code == 2
    assert answer in said.err


def test_a_fault_in_the_workbooks_is_told_and_the_rest_is_shown(tmp_path: Path) -> None:
    other = new_desk(tmp_path)
    other.partners.write_bytes(b"not a workbook")
    said = other.docgen("status")
    assert said.code == 1
    assert "partners.xlsx" in said.err
    assert "Мероприятий: " in said.out
