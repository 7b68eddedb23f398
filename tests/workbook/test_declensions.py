"""The sheet «Склонения» as a file: what is written is read back, and only what she typed counts."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.russian import CASES, Case, Declension, Form, Gender, Sort
from docgen.workbook.declensions import (
    CASE_HEADINGS,
    CHECKED,
    HEADINGS,
    SHEET,
    declensions_bytes,
    is_declensions_sheet,
    read_corrections,
)
from tests.desk import ROOT
from tests.workbook.making import SheetXml, save

_WORD = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))


def declension(
    text: str = "Соловей Лев", forms: tuple[str, ...] | None = None, sure: bool = False
) -> Declension:
    six = forms or tuple(f"{text} {case}" for case in CASES)
    return Declension(
        Sort.PERSON,
        text,
        Gender.M,
        (Form(text, "rule"), *(Form(f, "engine", not sure, "неясно") for f in six[1:])),
    )


def write(path: Path, *declensions: Declension) -> Path:
    path.write_bytes(declensions_bytes(declensions))
    return path


def put(path: Path, row: int, heading: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET].cell(row, HEADINGS.index(heading) + 1).value = value
    book.save(path)


@settings(max_examples=30, deadline=None)
@given(st.lists(_WORD, min_size=6, max_size=6))
def test_an_untouched_row_corrects_nothing_whatever_it_holds(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    path = tmp_path_factory.mktemp("лист") / "с.xlsx"
    text = " ".join(words[0].split())
    found = read_corrections(write(path, declension(f"Лев {text}", tuple(words))))
    assert found.entries == []
    assert not found.is_broken
    assert not found.has_more


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(CASES[1:]), st.text("абвгде -", min_size=1, max_size=9).filter(str.strip))
def test_a_changed_form_and_no_other_is_a_correction(
    tmp_path_factory: pytest.TempPathFactory, case: Case, typed: str
) -> None:
    path = write(tmp_path_factory.mktemp("лист") / "с.xlsx", declension())
    form = "Соловьям " + " ".join(typed.split())
    put(path, 2, CASE_HEADINGS[case], form)
    (entry,) = read_corrections(path).entries
    assert dict(entry.forms) == {case: form.strip()}


@pytest.mark.parametrize("word", ["да", "Да", " верно ", "+", "ДА", "проверено"])
def test_any_word_of_yes_confirms_the_row(tmp_path: Path, word: str) -> None:
    path = write(tmp_path / "с.xlsx", declension())
    put(path, 2, CHECKED, word)
    (entry,) = read_corrections(path).entries
    assert set(entry.forms) == set(CASES[1:])


def test_no_is_no(tmp_path: Path) -> None:
    path = write(tmp_path / "с.xlsx", declension())
    put(path, 2, CHECKED, "нет")
    assert read_corrections(path).entries == []


def test_an_emptied_form_is_not_a_form(tmp_path: Path) -> None:
    path = write(tmp_path / "с.xlsx", declension())
    put(path, 2, CASE_HEADINGS[Case.GEN], "")
    assert read_corrections(path).entries == []


def test_a_row_whose_seen_cells_were_emptied_is_gone(tmp_path: Path) -> None:
    path = write(tmp_path / "с.xlsx", declension())
    for heading in HEADINGS[:-1]:
        put(path, 2, heading, "")
    found = read_corrections(path)
    assert (found.entries, found.diagnostics) == ([], [])


def test_the_sex_is_not_changed_here(tmp_path: Path) -> None:
    path = write(tmp_path / "с.xlsx", declension())
    put(path, 2, "Пол, род", "ж")
    found = read_corrections(path)
    assert [fault.code for fault in found.diagnostics] == ["forms-row-unreadable"]


def test_a_latin_letter_that_stands_in_the_book_does_not_lock_the_sheet(tmp_path: Path) -> None:
    path = write(tmp_path / "с.xlsx", declension("Cоловей Лев"), declension("Волчок Пётр"))
    put(path, 2, CHECKED, "да")
    put(path, 3, CHECKED, "да")
    found = read_corrections(path)
    assert not found.is_broken
    assert len(found.entries) == 2


def test_doubtful_rows_stand_first_and_the_same_rows_give_the_same_bytes() -> None:
    sure, doubtful = declension("Абрамов Лев", sure=True), declension("Ясный Лев")
    first = declensions_bytes([sure, doubtful])
    assert first == declensions_bytes([sure, doubtful])
    sheet = openpyxl.load_workbook(io.BytesIO(first))[SHEET]
    assert [sheet["B2"].value, sheet["B3"].value] == ["Ясный Лев", "Абрамов Лев"]
    shades = [sheet.cell(row, 5).fill.fgColor.rgb for row in (2, 3)]
    assert shades[0] != shades[1]
    assert sheet.column_dimensions["M"].hidden


def test_moved_columns_and_a_title_above_are_read(tmp_path: Path) -> None:
    headings = list(reversed(HEADINGS))
    typed = {"Вид": "должность", "Исходное": "завуч", "Родительный": "завуча"}
    rows = [["Район"], headings, [typed.get(heading, "") for heading in headings]]
    found = read_corrections(save(tmp_path, {SHEET: SheetXml(rows)}))
    assert [dict(entry.forms) for entry in found.entries] == [{Case.GEN: "завуча"}]


@pytest.mark.parametrize(
    "rows", [[], [["Вид", "Исходное"]], [["что-то", "другое"], ["a", "b"]]], ids=str
)
def test_a_sheet_of_the_title_that_is_another_table_is_not_ours(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    found = read_corrections(save(tmp_path, {SHEET: SheetXml(rows)}))
    assert [fault.code for fault in found.diagnostics] == ["forms-sheet-unreadable"]


def test_our_workbook_is_told_from_the_books_of_the_office(tmp_path: Path) -> None:
    assert is_declensions_sheet(write(tmp_path / "с.xlsx", declension()))
    assert not is_declensions_sheet(ROOT / "inputs" / "directory.xlsx")
    assert not is_declensions_sheet(tmp_path / "нет.xlsx")
