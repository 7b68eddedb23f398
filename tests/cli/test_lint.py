"""``docgen lint``: dates of the command line, the office's own acts, papers of docgen itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from tests.desk import Desk

_OWN_ACTS = """
checked_on = 2026-12-20
[acts.P500]
valid_to = 2030-12-31
status = "verified"
"""


def _paper(path: Path, *paragraphs: str) -> None:
    document: Any = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


# the golden strings of the norms through the command: text, arguments, exit code, what is said
GOLDEN = [
    ("приказ Минпросвещения от 09.11.2018 №\u00a0196", ["--date", "01.09.2024"], 1, "act-repealed"),
    ("приказ Минпросвещения от 09.11.2018 №\u00a0196", ["--date", "2022-12-28"], 0, "28.02.2023"),
    ("ПП №\u00a01441", ["--date", "15.12.2026", "--until", "31.05.2027"], 0, "act-outlived"),
    ("приказ №\u00a01008", ["--date", "01.09.2014"], 0, "Замечаний нет"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "arguments", "code", "words"), GOLDEN)
def test_acts_are_judged_by_the_date_that_is_named(
    desk: Desk, text: str, arguments: list[str], code: int, words: str
) -> None:
    _paper(desk.folder / "а.docx", text)
    said = desk.docgen("lint", "а.docx", *arguments)
    assert (said.code, words in said.out) == (code, True), said.text


def test_the_offices_own_table_overrides_the_shipped_one(desk: Desk) -> None:
    _paper(desk.folder / "а.docx", "приказ Минпросвещения от 16.09.2020 №\u00a0500")
    (desk.folder / "акты.toml").write_text(_OWN_ACTS, encoding="utf-8")
    date = ("--date", "01.02.2027")
    assert "act-superseded" in desk.docgen("lint", "а.docx", *date).out
    assert "act-superseded" not in desk.docgen("lint", "а.docx", *date, "--acts", "акты.toml").out


def test_a_date_that_is_none_is_a_fault_of_usage(desk: Desk) -> None:
    _paper(desk.folder / "а.docx", "Письмо")
    assert desk.docgen("lint", "а.docx", "--date", "завтра").code == 2


def test_a_draft_of_ours_reads_clean_but_may_not_be_sent(desk: Desk) -> None:
    made = desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01")
    assert made.code == 0, made.text
    papers = [str(path) for path in sorted((desk.folder / "out").glob("*/*.docx"))]
    assert papers
    assert desk.docgen("lint", *papers, "--date", "20.08.2026").code == 0
    assert "sending-draft" in desk.docgen("lint", *papers, "--send").out


def test_a_file_that_is_no_paper_is_told(desk: Desk) -> None:
    (desk.folder / "а.docx").write_bytes(b"not a paper")
    said = desk.docgen("lint", "а.docx")
    assert said.code == 1
    assert "а.docx" in said.out


_RENAMED = """
checked_on = 2026-08-15
[acts.P629]
title = "О новом порядке"
"""


def test_papers_cite_acts_as_the_offices_table_beside_the_workbook_says(desk: Desk) -> None:
    (desk.folder / "inputs" / "акты.toml").write_text(_RENAMED, encoding="utf-8")
    made = desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01")
    assert made.code == 0, made.text
    paper = next((desk.folder / "out" / "Договоры о сетевой форме").glob("*.docx"))
    document: Any = docx.Document(str(paper))
    texts = [paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs]
    assert any("«О новом порядке»" in text for text in texts)


@pytest.mark.parametrize("command", ["agreements", "check"])
def test_a_table_of_acts_that_is_broken_stops_the_run(desk: Desk, command: str) -> None:
    (desk.folder / "inputs" / "акты.toml").write_text("checked_on = вчера", encoding="utf-8")
    said = desk.docgen(command, "inputs/partners.xlsx")
    assert said.code == 3
    assert "акты.toml" in said.text


def test_a_slip_in_a_table_of_acts_is_told_by_its_line_in_russian(desk: Desk) -> None:
    (desk.folder / "акты.toml").write_text("checked_on = 2026-12-20\n[acts.P500\n", "utf-8")
    said = desk.docgen("lint", "а.docx", "--acts", "акты.toml")
    assert said.code == 3
    assert "ошибка записи: строка 2" in said.err
    assert "Expected" not in said.err
