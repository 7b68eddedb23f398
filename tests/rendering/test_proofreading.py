"""Proofreading of finished files: each flaw with its place, and clean papers told clean."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from docgen.norms.acts import load_acts
from docgen.opc.finished import FinishedPaper, open_paper
from docgen.rendering.proofreading import Period, period_in_text, proofread

DAY = datetime.date(2026, 9, 1)


def paper(folder: Path, paragraphs: Sequence[str], cell: str = "") -> FinishedPaper:
    document: Any = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cell:
        document.add_table(1, 1).rows[0].cells[0].text = cell
    path = folder / "бумага.docx"
    document.save(str(path))
    opened, faults = open_paper(path)
    assert opened is not None, faults
    return opened


# paragraphs, the code that must be told and the place of it; no code: nothing is told
FLAWS: list[tuple[list[str], str, str]] = [
    (["Письмо", "по приказу Минпросвещения от 09.11.2018 №\u00a0196"], "act-repealed", "абзац 2"),
    (["«Школа", "и сад"], "text-quotes", "абзац 1"),
    (["и сад»"], "text-quotes", "абзац 1"),
    (["Центр \"Радуга"], "text-quotes", "абзац 1"),
    (["«Дом „Радуга“»"], "", ""),
    (["«начало", "конец»"], "", ""),
    (["1. Предмет", "2. Права", "4. Срок"], "text-numbering", "абзац 3"),
    (["1. Предмет", "1.1. Одно", "1.3. Другое"], "text-numbering", "абзац 3"),
    (["1. Предмет", "1.1. Одно", "2. Права", "2.1. Иное", "2.2. Ещё", "3. Срок"], "", ""),
    (["1. Предмет", "2. Права", "1. Состав", "2. Порядок"], "", ""),
    (["2026 год начался"], "", ""),
    (["Договор № 5"], "text-torn", "абзац 1"),
    (["Договор №\u00a05"], "", ""),
    (["{{ имя }}"], "text-leftover", "абзац 1"),
    (["два  пробела"], "text-untidy", "абзац 1"),
    (["в лице директор Котовой Анны Юрьевны"], "text-wrong-case", "абзац 1"),
    (["Я даю согласие на обработку персональных данных"], "wording-outdated", "абзац 1"),
    (["СОГЛАСИЕ", "Я даю согласие на обработку персональных данных"], "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "code", "place"), FLAWS)
def test_a_flaw_is_told_with_its_place(
    tmp_path: Path, paragraphs: list[str], code: str, place: str
) -> None:
    found = proofread(paper(tmp_path, paragraphs), Period(DAY), load_acts())
    assert [(d.code, d.origin.label) for d in found] == ([(code, place)] if code else [])


def test_cells_of_tables_are_read_too(tmp_path: Path) -> None:
    found = proofread(paper(tmp_path, [], cell="приказ №\u00a01185"), Period(DAY), load_acts())
    assert [(d.code, d.origin.label) for d in found] == [
        ("act-repealed", "таблица 1, строка 1, ячейка 1")
    ]


def test_of_many_places_a_few_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    found = proofread(paper(tmp_path, ["№ 5"] * 12), Period(DAY), load_acts())
    assert len(found) == 6
    assert "12" in found[-1].message


# head of the paper → its date and its last day
PERIODS: list[tuple[list[str], str | None, str | None]] = [
    (["Приказ от 26.08.2014 № 453/1"], "26.08.2014", None),
    (["«01» сентября 2026 г."], "01.09.2026", None),
    (["«__» __________ 2026 г."], None, None),
    (["15 декабря 2026 года", "Договор действует по 31.05.2027."], "15.12.2026", "31.05.2027"),
    (["Срок действия договора — до 31 мая 2027 года"], "31.05.2027", "31.05.2027"),
    ([f"В соответствии с {'очень ' * 10}длинным законом от 29.12.2012 № 273-ФЗ"], None, None),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "on", "until"), PERIODS)
def test_the_paper_says_its_own_date_and_term(
    tmp_path: Path, paragraphs: list[str], on: str | None, until: str | None
) -> None:
    found = period_in_text(paper(tmp_path, paragraphs))
    shown = tuple(day and f"{day:%d.%m.%Y}" for day in found)
    assert shown == (on, until)
