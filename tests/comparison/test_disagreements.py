"""``docgen diff --disagreements``: from a returned file to the protocol of disagreements."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document

from docgen.comparison.disagreements import ABSENT, EXCLUDE, disputes
from docgen.comparison.numbering import clause_numbers
from docgen.comparison.reading import texts_of
from tests.comparison.papers import opened, word_file
from tests.desk import Desk, new_desk
from tests.golden.sample import draft_papers, sample_tables

BOOK = "Разногласия по Д-01.xlsx"


@pytest.fixture(scope="module")
def agreement() -> bytes:
    return draft_papers(sample_tables(), [("network-agreement", "Д-01")])[
        "network-agreement", "Д-01"
    ]


def test_clauses_are_numbered_as_word_shows_them(agreement: bytes) -> None:
    paper = opened(agreement)
    (body, *_) = texts_of(paper)
    numbers = clause_numbers(body.root, paper.package)
    shown = {
        unit.text[:24].replace("\u00a0", " "): numbers.get(unit.element, "") for unit in body.units
    }
    assert shown["Предмет Договора"] == "1"
    assert next(n for text, n in shown.items() if text.startswith("По Договору")) == "1.1"
    assert next(n for t, n in shown.items() if t.startswith("Поимённый список")) == "3.4"


def test_a_clause_is_ours_theirs_absent_or_to_be_excluded() -> None:
    sent = word_file(
        ["1. Общая часть договора.", "1.1. Срок равен году.", "Второй абзац пункта тот.", "Конец."]
    )
    returned = word_file(
        ["1. Общая часть договора.", "1.1. Срок равен месяцу.", "1.2. Новый пункт их.", "Конец."]
    )
    found = disputes(opened(sent), opened(returned))
    assert [(each.point, each.ours, each.theirs) for each in found] == [
        ("пункт 1.1", "1.1. Срок равен году.", "1.1. Срок равен месяцу."),
        ("абзац 2 пункта 1.1", "Второй абзац пункта тот.", EXCLUDE),
        ("пункт 1.2", ABSENT, "1.2. Новый пункт их."),
    ]


def test_spaces_are_no_disagreement() -> None:
    sent, returned = word_file(["Срок 5\u00a0дней."]), word_file(["Срок  5 дней."])
    assert disputes(opened(sent), opened(returned)) == []


def test_the_protocol_is_made_from_a_returned_file(tmp_path: Path, agreement: bytes) -> None:
    desk: Desk = new_desk(tmp_path)
    sent, returned = tmp_path / "Д-01 Договор.docx", tmp_path / "от партнёра.docx"
    sent.write_bytes(agreement)
    document = Document(str(sent))
    (clause,) = [p for p in document.paragraphs if p.text.startswith("Поимённый список")]
    clause.add_run(" Список передаётся на бумаге.")
    document.save(str(returned))
    asked = ("diff", sent.name, returned.name, "--disagreements", BOOK)
    assert desk.docgen(*asked).code == 2
    said = desk.docgen(*asked, "--party", "КВАНТ")
    assert said.code == 0, said.text
    assert "Спорных пунктов: 1" in said.out
    sheet = openpyxl.load_workbook(tmp_path / BOOK)["Разногласия"]
    row = [cell.value for cell in sheet[2]]
    assert row[:2] == ["Д-01", "пункт 3.4"]
    assert str(row[4]).endswith("Список передаётся на бумаге.")
    assert desk.docgen(*asked, "--party", "КВАНТ").code == 2, "nothing is written over a book"
    made = desk.docgen("letters", "inputs/network.xlsx", BOOK, "--only", "Д-01")
    assert made.code == 0, made.text
    (protocol,) = [p for p in desk.papers() if "Протокол разногласий" in p.name]
    cells = [cell.text for t in Document(str(protocol)).tables for cell in t._cells]
    text = "\n".join(cells).replace("\u00a0", " ")
    assert "пункт 3.4" in text
    assert "Список передаётся на бумаге." in text
