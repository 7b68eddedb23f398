"""A register is laid as a Word paper and as a workbook that says the same."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.documents.kinds import load_kinds
from docgen.passport import is_untouched, read_passport
from docgen.rendering.reading_back import tables_of
from docgen.workbook.registers import typed
from tests.desk import Desk, new_desk

KIND = "directions-register"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("register"))
    _also(desk, '["xlsx"]')
    said = desk.docgen("make", KIND)
    assert said.code == 0, said.text
    assert "(таблица Excel): 1" in said.out
    return desk


@pytest.fixture
def ready(made: Desk, tmp_path: Path) -> Desk:
    return Desk(shutil.copytree(made.folder, tmp_path / "стол"))


def _also(desk: Desk, value: str) -> None:
    path = desk.folder / "templates_docx" / f"{KIND}.toml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("also")]
    path.write_text("\n".join([*lines, f"also = {value}", ""]), "utf-8")


def _book(desk: Desk) -> Path:
    (found,) = desk.out.rglob("*.xlsx")
    return found


def _outcomes(desk: Desk) -> dict[str, str]:
    said = desk.docgen("make", KIND, "--json")
    assert said.code == 0, said.text
    return {Path(p["path"]).suffix: p["outcome"] for p in json.loads(said.out)["papers"]}


def test_both_say_the_same(made: Desk) -> None:
    (paper,) = made.papers()
    (table,) = tables_of(paper.read_bytes())
    sheet: Any = openpyxl.load_workbook(_book(made)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == list(table.heading)
    assert [[v or "" for v in row] for row in rows[1:]] == [
        [typed(text) for text in row] for row in table.rows
    ]
    assert len(rows) > 3


def test_the_workbook_has_a_passport_and_a_seal_of_its_own(made: Desk) -> None:
    (paper,) = made.papers()
    content = _book(made).read_bytes()
    ours, beside = read_passport(paper.read_bytes()), read_passport(content)
    assert ours and beside
    assert ours.document_id != beside.document_id
    assert (ours.kind, ours.row_hash) == (beside.kind, beside.row_hash)
    assert is_untouched(content)
    assert stat.S_IMODE(_book(made).stat().st_mode) == 0o600
    assert _book(made).with_suffix(".docx") == paper


def test_a_second_run_leaves_both_alone(ready: Desk) -> None:
    before = _book(ready).read_bytes()
    assert _outcomes(ready) == {".docx": "unchanged", ".xlsx": "unchanged"}
    assert _book(ready).read_bytes() == before


def test_a_workbook_that_was_edited_is_never_overwritten(ready: Desk) -> None:
    path = _book(ready)
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active["A2"] = "правка"
    book.save(path)
    hand = path.read_bytes()
    source = ready.folder / "inputs" / "network.xlsx"
    table = openpyxl.load_workbook(source)
    sheet: Any = table["Направления"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("Спрос, чел.") + 1).value = 4321
    table.save(source)
    assert _outcomes(ready) == {".docx": "replaced", ".xlsx": "beside"}
    assert path.read_bytes() == hand
    beside = path.with_name(f"{path.stem} (новая версия).xlsx")
    new: Any = openpyxl.load_workbook(beside).active
    assert 4321 in {cell.value for row in new.iter_rows() for cell in row}


def test_a_kind_may_be_also_what_is_known_only(ready: Desk) -> None:
    _also(ready, '["pdf"]')
    kinds, faults = load_kinds(ready.folder / "templates_docx", families=["reports"])
    assert KIND not in kinds
    assert [fault.message for fault in faults] == ["нет вида файла «pdf»"]


def test_a_paper_without_a_table_makes_no_workbook(ready: Desk) -> None:
    import docx

    path = ready.folder / "templates_docx" / f"{KIND}.docx"
    document: Any = docx.Document()
    document.add_paragraph("Направлений: {{ направления|length }}")
    document.save(str(path))
    said = ready.docgen("make", KIND, "--out", "ещё")
    assert said.code == 1
    assert f"ошибка[kind-without-table] {KIND}.toml" in said.err
    assert "Готово бумаг: 1" in said.out
