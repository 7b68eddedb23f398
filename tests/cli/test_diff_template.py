"""``docgen diff PAPER --template``: a paper beside what its template and its row say today."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from docx import Document

from tests.comparison.papers import lines, word_file
from tests.comparison.test_hand_edits import COMMAND, TOWN, agreement, change_row, copy_of
from tests.desk import Desk, new_desk

OURS = "Стороны обеспечивают"
ADDED = " Дописано партнёром."


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("район") / "стол")
    assert desk.docgen(*COMMAND).code == 0
    return desk


@pytest.fixture
def desk(laid: Desk, tmp_path: Path) -> Desk:
    return copy_of(laid, tmp_path)


def returned(desk: Desk) -> Path:
    """The agreement as a partner has sent it back: his words in our constant text."""
    path = desk.folder / "вернули.docx"
    document = Document(str(agreement(desk)))
    next(p for p in document.paragraphs if OURS in p.text).add_run(ADDED)
    document.save(str(path))
    return path


def test_a_paper_that_nobody_touched_is_what_its_template_says(desk: Desk) -> None:
    said = desk.docgen("diff", str(agreement(desk)), "--template")
    assert said.code == 0, said.text
    assert "Было: проект по шаблону" in said.out
    assert "Различий нет." in said.out


def test_what_the_other_side_added_is_a_tracked_change(desk: Desk) -> None:
    before = desk.papers()
    said = desk.docgen("diff", str(returned(desk)), "--template", "--out", "правки.docx")
    assert said.code == 0, said.text
    assert "Различия: изменено: 1" in said.out
    assert ADDED.strip() in said.out
    assert "diff-made-otherwise" not in said.text
    tracked = (desk.folder / "правки.docx").read_bytes()
    assert any(line.endswith(ADDED) for line in lines(tracked))
    assert not any(ADDED in line for line in lines(tracked, accept=False))
    assert desk.papers() == before


def test_what_the_row_says_since_is_told_apart(desk: Desk) -> None:
    paper = returned(desk)
    change_row(desk, "Место заключения", TOWN)
    answer = json.loads(desk.docgen("diff", str(paper), "--template", "--json").out)
    assert answer["summary"]["counts"] == {"изменено": 2}
    (note,) = answer["diagnostics"]
    assert note["code"] == "diff-made-otherwise"
    assert "данные" in note["message"]
    assert "шаблон" not in note["message"]


def test_a_changed_template_is_what_the_paper_is_held_against(desk: Desk) -> None:
    template = desk.folder / "templates_docx" / "network-agreement.docx"
    document = Document(str(template))
    paragraph = next(p for p in document.paragraphs if OURS in p.text)
    paragraph.runs[-1].text += " Новое в шаблоне."
    document.save(str(template))
    said = desk.docgen("diff", str(agreement(desk)), "--template")
    assert said.code == 0, said.text
    assert "Новое в шаблоне." in said.out
    assert "изменились: шаблон;" in said.text.replace("\n", " ")


def test_an_official_paper_is_not_told_to_have_lost_its_mark(desk: Desk) -> None:
    change_row(desk, "Номер", None)
    change_row(desk, "Дата", None)
    assert desk.docgen(*COMMAND).code == 0
    steps = (("approve", "Д-01"), ("register", "Д-01", "--date", "31.08.2026"))
    for step in steps:
        done = desk.docgen(*step, "--who", "Методист")
        assert done.code == 0, done.text
        (paper,) = (p for p in desk.papers() if p.match("out/*/Д-01 Договор*"))
        said = desk.docgen("diff", str(paper), "--template")
        assert said.code == 0, said.text
        assert "Различий нет." in said.out, said.text


def test_a_faulty_row_is_named_and_nothing_is_compared(desk: Desk) -> None:
    change_row(desk, "Окончание действия", "когда-нибудь")
    said = desk.docgen("diff", str(agreement(desk)), "--template")
    assert said.code == 1
    assert "partners.xlsx!Договоры!H2 (Д-01)" in said.err
    assert "Было:" not in said.out


def test_without_books_the_clerk_is_told_what_to_do(desk: Desk) -> None:
    shutil.rmtree(desk.folder / "inputs")
    said = desk.docgen("diff", str(agreement(desk)), "--template")
    assert said.code == 2
    assert "нет книг docgen" in said.err
    assert "--inputs" in said.err
    # What the hint offers: the template itself, its constant text being the same.
    template = "templates_docx/network-agreement.docx"
    said = desk.docgen("diff", template, str(returned(desk)))
    assert said.code == 0, said.text
    assert "«{{" in said.out


def test_papers_that_have_no_template_here_are_refused(desk: Desk) -> None:
    (desk.folder / "чужой.docx").write_bytes(word_file(["Чужая бумага."]))
    said = desk.docgen("diff", "чужой.docx", "--template")
    assert said.code == 2
    assert "нет паспорта docgen" in said.err
    paper = agreement(desk)
    said = desk.docgen("diff", str(paper), str(paper), "--template")
    assert said.code == 2
    assert "одну бумагу" in said.err
    (desk.folder / "templates_docx" / "network-agreement.toml").unlink()
    said = desk.docgen("diff", str(paper), "--template")
    assert said.code == 1
    assert "среди шаблонов такого нет" in said.err
    assert "network-agreement" in said.err


def test_a_row_that_is_gone_is_told(desk: Desk) -> None:
    paper = agreement(desk)
    change_row(desk, "Код", "Д-99")
    said = desk.docgen("diff", str(paper), "--template")
    assert said.code == 1
    assert "строки этой бумаги в книгах нет" in said.err
