"""Hand edits of every sort survive a regeneration after a row has changed: the real command."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from docgen.passport import is_untouched, read_passport
from tests.comparison.papers import lines
from tests.desk import Desk, new_desk

COMMAND = ("agreements", "inputs/partners.xlsx", "--only", "Д-01")
TOWN = "г. Новые Дали"


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on which one agreement has been made."""
    desk = new_desk(tmp_path_factory.mktemp("район") / "стол")
    assert desk.docgen(*COMMAND).code == 0
    return desk


def copy_of(laid: Desk, folder: Path) -> Desk:
    shutil.copytree(laid.folder, folder / "стол")
    return Desk(folder / "стол")


def agreement(desk: Desk) -> Path:
    (found,) = [p for p in desk.papers() if p.name.startswith("Д-01 Договор")]
    return found


def shown(paper: Path) -> str:
    """What a reader sees, with plain spaces."""
    return "\n".join(lines(paper.read_bytes())).replace("\u00a0", " ")


def change_row(desk: Desk, heading: str, value: Any, sheet: str = "Договоры") -> None:
    book = openpyxl.load_workbook(desk.partners)
    table = book[sheet]
    place = [cell.value for cell in table[1]].index(heading) + 1
    codes = [cell.value for cell in table["A"]]
    table.cell(codes.index("Д-01") + 1, place).value = value
    book.save(desk.partners)


def edit_text(document: Any) -> None:
    paragraph = next(p for p in document.paragraphs if "Стороны обеспечивают" in p.text)
    paragraph.add_run(" Дописано рукой.")


def edit_paragraph(document: Any) -> None:
    document.paragraphs[12].insert_paragraph_before("Новый пункт вписан рукой.")


def edit_row(document: Any) -> None:
    table = next(t for t in document.tables if len(t.rows) > 2)
    table.add_row().cells[0].text = "Строка рукой"


def edit_value(document: Any) -> None:
    paragraph = next(p for p in document.paragraphs if "академических часов" in p.text)
    run = next(r for r in paragraph.runs if any(c.isdigit() for c in r.text))
    run.text = f"{run.text} (значение рукой) "


def edit_table(document: Any) -> None:
    """Split a table in two."""
    table = next(t for t in document.tables if len(t.rows) > 2)
    other = table._tbl.makeelement(table._tbl.tag)
    for name in ("tblPr", "tblGrid"):
        part = next(child for child in table._tbl if child.tag.endswith(name))
        other.append(part.__copy__())
    other.append(table.rows[-1]._tr)
    paragraph = document.add_paragraph("Между таблицами рукой")
    table._tbl.addnext(paragraph._p)
    paragraph._p.addnext(other)


EDITS: dict[str, tuple[Callable[[Any], None], str]] = {
    "text": (edit_text, "Дописано рукой."),
    "paragraph": (edit_paragraph, "Новый пункт вписан рукой."),
    "row": (edit_row, "Строка рукой"),
    "value": (edit_value, "(значение рукой)"),
    "table split": (edit_table, "Между таблицами рукой"),
}


@pytest.mark.parametrize("sort", EDITS)
def test_an_edit_survives_and_the_row_reaches_the_file(
    sort: str, laid: Desk, tmp_path: Path
) -> None:
    desk = copy_of(laid, tmp_path)
    edit, words = EDITS[sort]
    paper = agreement(desk)
    document = Document(str(paper))
    edit(document)
    document.save(str(paper))
    hand = paper.read_bytes()
    change_row(desk, "Место заключения", TOWN)
    said = desk.docgen(*COMMAND)
    assert said.code == 0
    assert "внесено изменений в правленный файл: 1" in said.out
    seen = shown(paper)
    assert TOWN in seen
    assert words in seen
    assert any(path.read_bytes() == hand for path in desk.papers() if "прежние" in str(path))
    assert not is_untouched(paper.read_bytes())
    Document(str(paper))
    before = paper.read_bytes()
    assert "правлен вручную: 1" in desk.docgen(*COMMAND).out
    assert paper.read_bytes() == before


def test_both_changed_one_place(laid: Desk, tmp_path: Path) -> None:
    desk = copy_of(laid, tmp_path)
    paper = agreement(desk)
    document = Document(str(paper))
    cell = next(
        c for t in document.tables for row in t.rows for c in row.cells if "Заречн" in c.text
    )
    cell.paragraphs[0].runs[0].text = "г. Рукописный"
    document.save(str(paper))
    change_row(desk, "Место заключения", TOWN)
    said = desk.docgen(*COMMAND)
    assert "merge-conflict" in said.text
    assert "таблица 1, строка 1, ячейка 1" in said.text
    assert "г. Рукописный" in shown(paper)
    (beside,) = [p for p in desk.papers() if "(новая версия)" in p.name]
    assert "Дали" in shown(beside)
    # The clerk writes what is right, and the next run is content.
    document = Document(str(paper))
    cell = document.tables[0].rows[0].cells[0]
    new = Document(str(beside)).tables[0].rows[0].cells[0].text
    cell.paragraphs[0].runs[0].text = new
    for run in cell.paragraphs[0].runs[1:]:
        run.text = ""
    document.save(str(paper))
    said = desk.docgen(*COMMAND)
    assert "merge-conflict" not in said.text
    assert not [p for p in desk.papers() if "(новая версия)" in p.name and "прежние" not in str(p)]


def test_a_renamed_and_moved_file_is_renewed_where_it_lies(laid: Desk, tmp_path: Path) -> None:
    desk = copy_of(laid, tmp_path)
    paper = agreement(desk)
    document = Document(str(paper))
    edit_text(document)
    document.save(str(paper))
    other = desk.out / "У директора" / "сетевой.docx"
    other.parent.mkdir()
    paper.rename(other)
    change_row(desk, "Место заключения", TOWN)
    assert desk.docgen(*COMMAND).code == 0
    assert "Дали" in shown(other)
    assert "Дописано рукой." in shown(other)


def test_beside_lays_the_new_version_beside(laid: Desk, tmp_path: Path) -> None:
    desk = copy_of(laid, tmp_path)
    paper = agreement(desk)
    document = Document(str(paper))
    edit_text(document)
    document.save(str(paper))
    hand = paper.read_bytes()
    change_row(desk, "Место заключения", TOWN)
    assert desk.docgen(*COMMAND, "--beside").code == 0
    assert paper.read_bytes() == hand
    assert [p for p in desk.papers() if "(новая версия)" in p.name]


@pytest.mark.skipif(
    shutil.which("soffice") is None and not os.environ.get("DOCGEN_REQUIRE_OFFICE"),
    reason="no LibreOffice here",
)
def test_a_file_saved_by_libreoffice_is_renewed(laid: Desk, tmp_path: Path) -> None:
    """It writes all styles, runs and properties anew."""
    desk = copy_of(laid, tmp_path)
    paper = agreement(desk)
    document = Document(str(paper))
    edit_text(document)
    document.save(str(paper))
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", profile, "--convert-to", "docx:MS Word 2007 XML", "--outdir"]
    subprocess.run(
        ["soffice", *convert, str(saved), str(paper)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    shutil.copy(saved / paper.name, paper)
    assert read_passport(paper) is not None
    change_row(desk, "Место заключения", TOWN)
    said = desk.docgen(*COMMAND)
    assert "внесено изменений в правленный файл" in said.out, said.text
    seen = shown(paper)
    assert "Дали" in seen
    assert "Дописано рукой." in seen
