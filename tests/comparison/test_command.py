"""``docgen diff``: one page, a file with tracked changes, a paper and what it was before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from tests.comparison.papers import lines, word_file
from tests.comparison.test_hand_edits import COMMAND, TOWN, change_row
from tests.desk import Desk, new_desk


@pytest.fixture
def files(tmp_path: Path) -> Desk:
    (tmp_path / "а.docx").write_bytes(word_file(["Срок равен году.", "Конец."]))
    (tmp_path / "б.docx").write_bytes(word_file(["Срок равен месяцу.", "Конец."]))
    return Desk(tmp_path)


def test_a_page_and_a_file(files: Desk) -> None:
    said = files.docgen("diff", "а.docx", "б.docx", "--out", "в.docx")
    assert said.code == 0
    assert "Различия: изменено: 1" in said.out
    assert "«году» → «месяцу»" in said.out
    made = (files.folder / "в.docx").read_bytes()
    assert lines(made)[0] == "Срок равен месяцу."
    assert lines(made, accept=False)[0] == "Срок равен году."
    assert files.docgen("diff", "а.docx", "б.docx", "--out", "в.docx").code == 2


def test_equal_files_have_no_differences_and_no_file_is_made(files: Desk) -> None:
    said = files.docgen("diff", "а.docx", "а.docx", "--out", "в.docx")
    assert said.code == 0
    assert "Различий нет." in said.out
    assert not (files.folder / "в.docx").exists()


def test_json_begins_with_the_summary(files: Desk) -> None:
    answer = json.loads(files.docgen("diff", "а.docx", "б.docx", "--json").out)
    assert list(answer)[:3] == ["command", "exit_code", "summary"]
    assert answer["summary"]["counts"] == {"изменено": 1}
    assert answer["differences"][0]["phrases"] == [["году", "месяцу"]]


def test_a_file_that_is_none_is_told(files: Desk) -> None:
    (files.folder / "г.docx").write_text("не файл Word")
    assert files.docgen("diff", "а.docx", "г.docx").code == 1
    assert files.docgen("diff", "а.docx").code == 2


def test_one_paper_is_held_against_what_it_was(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    assert desk.docgen(*COMMAND).code == 0
    change_row(desk, "Место заключения", TOWN)
    assert desk.docgen(*COMMAND).code == 0
    (paper,) = [p for p in desk.out.rglob("Д-01 Договор*") if "прежние" not in str(p)]
    said = desk.docgen("diff", str(paper))
    assert "изменено: 1" in said.out, said.text
    document = Document(str(paper))
    document.paragraphs[0].add_run(" рукой")
    document.save(str(paper))
    said = desk.docgen("diff", str(paper))
    assert "Было: как сделала программа" in said.out
    assert "рукой" in said.out
