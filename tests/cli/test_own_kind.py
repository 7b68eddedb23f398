"""A kind of paper of the office's own, as the clerk's guide tells her to add it: no code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.desk import ROOT, Desk

GUIDE = (ROOT / "docs" / "guide.ru.md").read_text("utf-8")
STEPS = GUIDE[GUIDE.index("### Свой вид бумаги") : GUIDE.index("## 8. ")]
KIND = "equipment-act"
RECEIVER = "МБОУ «Гимназия № 2» <филиал>"


def _block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", STEPS, re.M | re.S)
    return str(found)


def _equipment(desk: Desk, receiver: str | None = RECEIVER) -> list[tuple[str, str]]:
    """Her own column is added and filled; the agreements and names of what is lent."""
    book = openpyxl.load_workbook(desk.partners)
    sheet: Any = book["Ресурсы"]
    headings = [cell.value for cell in sheet[1]]
    own = len(headings) + 1
    sheet.cell(1, own).value = "Принимает"
    found = []
    for row in range(2, sheet.max_row + 1):
        values = {h: sheet.cell(row, n).value for n, h in enumerate(headings, 1)}
        if values["Вид ресурса"] == "оборудование":
            sheet.cell(row, own).value = receiver
            found.append((values["Договор"], values["Наименование ресурса"]))
    book.save(desk.partners)
    return found


def _add_kind(desk: Desk, **changes: str) -> None:
    """The two files that the guide shows, with words changed."""
    folder = desk.folder / "templates_docx"
    template, declared = _block("шаблон"), _block("toml")
    for old, new in changes.items():
        assert old in template
        template = template.replace(old, new)
    document: Any = docx.Document()
    rows = []
    for line in template.splitlines():
        if not line.startswith("| "):
            document.add_paragraph(line)
            continue
        rows.append([cell.strip() for cell in re.split(r" \| ", line.strip("| "))])
        if len(rows) == 2:
            table = document.add_table(2, len(rows[0]))
            for cells, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(cells.cells, texts, strict=True):
                    cell.text = text
    document.save(str(folder / f"{KIND}.docx"))
    (folder / f"{KIND}.toml").write_text(declared, "utf-8")


def _text(path: Path) -> str:
    document: Any = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells]).replace("\xa0", " ")


@pytest.fixture
def ready(desk: Desk) -> Desk:
    _add_kind(desk)
    return desk


def test_the_guide_is_enough_for_a_kind_of_ones_own(ready: Desk) -> None:
    lent = _equipment(ready)
    for line in re.findall(r"^docgen .*$", STEPS, re.M):
        said = ready.docgen(*line.split()[1:])
        assert said.code == 0, f"{line}\n{said.text}"
    papers = sorted((ready.out / "Акты приёма-передачи").iterdir())
    assert len(papers) == len(lent) > 10
    (first,) = [path for path in papers if path.name.startswith("Д-02 ")]
    assert first.name == "Д-02 Акт приёма-передачи – 3D-принтер.docx"
    text = _text(first)
    assert RECEIVER in text
    assert "3D-принтер" in text and "6 штук" in text
    assert "{{" not in text
    with_mark = docx.Document(str(first)).sections[0].header
    assert "ПРОЕКТ" in "".join(p.text for p in with_mark.paragraphs)


def test_it_is_made_with_its_family_and_with_the_year(ready: Desk) -> None:
    lent = _equipment(ready)
    for arguments in (["agreements", "inputs/partners.xlsx"], ["year", "inputs"]):
        said = ready.docgen(*arguments, "--only", KIND, "--json")
        assert said.code == 0, said.text
        papers = json.loads(said.out)["papers"]
        assert {paper["kind"] for paper in papers} == {KIND}
        assert len(papers) == len(lent)
    assert {paper["outcome"] for paper in papers} == {"unchanged"}


def test_an_empty_cell_of_her_own_column_holds_the_paper_and_is_named(ready: Desk) -> None:
    lent = _equipment(ready, receiver=None)
    book = openpyxl.load_workbook(ready.partners)
    sheet: Any = book["Ресурсы"]
    column = [cell.value for cell in sheet[1]].index("Принимает") + 1
    code, name = lent[0]
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 4).value == name)
    sheet.cell(row, column).value = RECEIVER
    book.save(ready.partners)
    said = ready.docgen("make", KIND)
    assert said.code == 1
    assert "Готово бумаг: 1 " in said.out
    assert [path.name.partition(" ")[0] for path in ready.papers()] == [code]
    assert "partners.xlsx!Ресурсы" in said.err


def test_a_slip_in_her_template_is_told_before_any_paper(desk: Desk) -> None:
    _equipment(desk)
    _add_kind(desk, **{"строка.количество": "строка.количиство"})
    said = desk.docgen("make", KIND)
    assert said.code == 1
    assert "количиство" in said.err
    assert "количество" in said.err
    assert not desk.papers()


def test_a_sheet_of_her_own_is_named_and_not_read(desk: Desk) -> None:
    """What the guide says can't be done without code."""
    _add_kind(desk)
    path = desk.folder / "templates_docx" / f"{KIND}.toml"
    path.write_text(path.read_text("utf-8").replace('"Ресурсы"', '"Оборудование"'), "utf-8")
    said = desk.docgen("make", KIND)
    assert said.code == 2
    assert "нет листа «Оборудование»" in said.err


def test_a_template_that_reckons_is_filled_by_docxtpl_and_she_is_told(desk: Desk) -> None:
    lent = _equipment(desk)
    reckoned = "{% set мест = 1 + 1 %}{{ строка.количество }}, мест {{ мест }}"
    _add_kind(desk, **{"{{ строка.количество }}": reckoned})
    said = desk.docgen("templates", "check", f"templates_docx/{KIND}.docx")
    assert said.code == 0, said.text
    said = desk.docgen("make", KIND)
    assert said.code == 0, said.text
    assert said.text.count("медленнее") == 1
    assert f"{KIND}.docx" in said.text
    papers = desk.papers()
    assert len(papers) == len(lent)
    for path in papers:
        assert "мест 2" in _text(path)
        assert RECEIVER in _text(path)
    again = desk.docgen("make", KIND, "--json")
    assert {paper["outcome"] for paper in json.loads(again.out)["papers"]} == {"unchanged"}
