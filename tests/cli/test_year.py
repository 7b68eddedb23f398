"""``docgen year`` and ``docgen make``: everything of a folder, and one kind alone."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pytest

from docgen.records.workbooks import FAMILIES
from tests.desk import Desk, Said


def _made(said: Said) -> list[dict[str, str]]:
    papers: list[dict[str, str]] = json.loads(said.out)["papers"]
    return papers


def test_the_papers_of_a_year_are_those_of_the_families(desk: Desk) -> None:
    said = desk.docgen("year", "--json", "--dry-run")
    assert said.code == 0, said.text
    year = _made(said)
    together = []
    for family, needs in FAMILIES.items():
        alone = desk.docgen(family, f"inputs/{needs.workbook}.xlsx", "--json", "--dry-run")
        assert alone.code == 0, alone.text
        together += _made(alone)
    assert year == together, "the same papers, one family after the other"


def test_a_workbook_that_is_not_there_is_named(desk: Desk) -> None:
    (desk.folder / "inputs" / "roadmap.xlsx").unlink()
    said = desk.docgen("year", "--dry-run")
    assert "замечание[book-absent] roadmap.xlsx" in said.err
    assert "docgen blank roadmap" in said.err


def test_a_workbook_that_does_not_open_holds_its_own_families_only(desk: Desk) -> None:
    desk.partners.write_bytes(b"PK\x03\x04 torn")
    said = desk.docgen("year", "--json", "--dry-run")
    assert said.code == 1
    told = json.loads(said.out)
    needing = [f for f, needs in FAMILIES.items() if "partners" in (needs.workbook, *needs.reads)]
    assert told["left_out"] == needing
    assert {paper["family"] for paper in told["papers"]}.isdisjoint(needing)
    errors = [d["place"] for d in told["diagnostics"] if d["severity"] == "error"]
    assert "partners.xlsx" in errors


def test_tables_that_are_not_ours_are_passed_by_and_named(desk: Desk) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Дежурство", "Кто"])
    book.active.append(["понедельник", "Иванова"])
    book.save(desk.folder / "inputs" / "дежурства.xlsx")
    (desk.folder / "inputs" / "~$partners.xlsx").write_bytes(b"lock")
    assert desk.docgen("cases", "inputs/partners.xlsx").code == 0
    said = desk.docgen("year", "--dry-run")
    assert said.code == 0, said.text
    assert "замечание[book-foreign] дежурства.xlsx" in said.err
    assert "~$" not in said.text
    assert "Склонения.xlsx" not in said.text


@pytest.mark.parametrize("folder", ["нет такой", "templates_docx"])
def test_a_folder_without_workbooks_is_a_slip(desk: Desk, folder: str) -> None:
    said = desk.docgen("year", folder)
    assert said.code == 2
    assert f"папк{'а' if 'нет' in folder else 'е'} {folder}" in said.err


@pytest.mark.parametrize("name", ["pupil-list", "список обучающихся"])
def test_a_kind_is_made_alone_from_its_own_workbook(desk: Desk, name: str) -> None:
    said = desk.docgen("make", name, "--only", "Д-01", "--json")
    assert said.code == 0, said.text
    assert [p["identity"] for p in _made(said)] == ["pupil-list:Д-01"]


def test_a_kind_is_made_from_the_workbook_that_is_named(desk: Desk) -> None:
    shutil.move(desk.folder / "inputs", desk.folder / "иное")
    said = desk.docgen("make", "pupil-list", "иное/partners.xlsx", "--only", "Д-01")
    assert said.code == 0, said.text
    assert "прочитано: partners.xlsx" in said.err


def test_no_kind_of_that_name(desk: Desk) -> None:
    said = desk.docgen("make", "pupil-lst")
    assert said.code == 2
    assert "возможно, это «pupil-list»" in said.err


def test_a_kind_that_is_described_wrongly_says_what_is_wrong(desk: Desk) -> None:
    path = desk.folder / "templates_docx" / "pupil-list.toml"
    path.write_text(path.read_text("utf-8").replace('"Договоры"', '"Догворы"'), "utf-8")
    said = desk.docgen("make", "pupil-list")
    assert said.code == 2
    assert "нет листа «Догворы»" in said.err


def test_a_kind_of_no_family_is_told_which_families_there_are(desk: Desk) -> None:
    path = desk.folder / "templates_docx" / "pupil-list.toml"
    path.write_text(path.read_text("utf-8").replace('"agreements"', '"списки"'), "utf-8")
    said = desk.docgen("make", "pupil-list")
    assert said.code == 2
    assert "семейство «списки»" in said.err
    assert "agreements" in said.err


def test_a_blank_that_waits_in_the_folder_disturbs_nothing(desk: Desk) -> None:
    assert desk.docgen("blank", "agreements", "--out", "inputs/наши.xlsx").code == 0
    said = desk.docgen("year", "--dry-run")
    assert said.code == 0, said.text
