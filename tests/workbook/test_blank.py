"""The workbook made from the schema: what she opens, and what comes back from it."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.partners import Agreement, Party, ProgrammePart
from docgen.records.schema import Column, ColumnType, Record, columns_of, describe_required
from docgen.records.vocabulary import Funding, LegalForm, PartyRole
from docgen.records.workbooks import FAMILIES, SHEETS, sheets_of, sheets_to_fill
from docgen.workbook.blank import (
    blank_bytes,
    workbook_bytes,
    write_workbook,
)
from docgen.workbook.guidance import GUIDE_SHEET, LISTS_SHEET, SERVICE_SHEETS

TABLES = [kind for kind in SHEETS if kind.SHEET.layout == "table"]
EVERY_COLUMN = [(kind, column) for kind in TABLES for column in columns_of(kind)]


@pytest.fixture(scope="module")
def blank() -> Workbook:
    return load_workbook(io.BytesIO(blank_bytes("agreements")))


@cache
def _blank_of_family(family: str) -> Workbook:
    return load_workbook(io.BytesIO(blank_bytes(family)))


def blank_with(kind: type[Record]) -> Workbook:
    """The blank of a family that has this sheet."""
    family = next(family for family in FAMILIES if kind in sheets_to_fill(family))
    return _blank_of_family(family)


def place(kind: type[Record], attribute: str) -> int:
    return [c.attribute for c in columns_of(kind)].index(attribute) + 1


def validation_at(sheet: Worksheet, row: int, column: int) -> DataValidation:
    address = sheet.cell(row, column).coordinate
    found: list[DataValidation] = [
        v for v in sheet.data_validations.dataValidation if address in v.sqref
    ]
    assert len(found) == 1, address
    return found[0]


def words_of(book: Workbook, name: str) -> list[str]:
    """What a fixed named range holds."""
    (title, cells) = next(iter(book.defined_names[name].destinations))
    return [str(row[0].value) for row in book[title][cells]]


def test_the_blank_of_agreements_holds_directory_and_partners_in_one_file(blank: Workbook) -> None:
    expected = [k.SHEET.title for k in (*sheets_of("directory"), *sheets_of("partners"))]
    assert blank.sheetnames == [GUIDE_SHEET, *expected, LISTS_SHEET]
    assert set(blank.sheetnames) - SERVICE_SHEETS == set(expected)
    assert blank[LISTS_SHEET].sheet_state == "hidden"


def test_every_family_has_a_blank_and_no_other_has() -> None:
    for family in FAMILIES:
        assert sheets_to_fill(family)
    with pytest.raises(KeyError):
        sheets_to_fill("договоры")


@pytest.mark.parametrize("kind", TABLES, ids=lambda k: k.__name__)
def test_a_table_has_the_headings_of_the_schema_and_no_row(kind: type[Record]) -> None:
    sheet = blank_with(kind)[kind.SHEET.title]
    assert [c.value for c in sheet[1]] == [c.heading for c in columns_of(kind)]
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "B2"


def test_settings_are_pairs_without_values(blank: Workbook) -> None:
    sheet = blank["Настройки"]
    assert [c.value for c in sheet[1]] == ["Параметр", "Значение", "Пояснение"]
    assert [c.value for c in sheet["A"][1:]] == [c.heading for c in columns_of(Settings)]
    assert all(c.value is None for c in sheet["B"][1:])
    assert all(not c.protection.locked for c in sheet["B"][1:])


@pytest.mark.parametrize("kind", TABLES, ids=lambda k: k.__name__)
def test_headings_are_locked_and_everything_else_is_hers(kind: type[Record]) -> None:
    sheet = blank_with(kind)[kind.SHEET.title]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for allowed in ("insertRows", "deleteRows", "sort", "autoFilter", "formatColumns"):
        assert getattr(sheet.protection, allowed) is False
    assert all(cell.protection.locked for cell in sheet[1])
    locked = [name for name, d in sheet.column_dimensions.items() if d.protection.locked]
    assert locked == []
    # To the last column of Excel: a row with a locked cell anywhere could not be deleted.
    assert max(d.max or 0 for d in sheet.column_dimensions.values()) == 16_384


@pytest.mark.parametrize(
    ("kind", "column"), EVERY_COLUMN, ids=lambda v: getattr(v, "attribute", v.__class__.__name__)
)
def test_every_column_keeps_zeros_says_what_to_type_and_offers_its_list(
    kind: type[Record], column: Column
) -> None:
    blank = blank_with(kind)
    sheet = blank[kind.SHEET.title]
    index = place(kind, column.attribute)
    formats = {ColumnType.DATE: "dd.mm.yyyy", ColumnType.INTEGER: "0", ColumnType.MONEY: "#,##0.00"}
    letter = get_column_letter(index)
    expected = formats.get(column.cell_type, "@")
    assert sheet.column_dimensions[letter].number_format == expected
    rule = validation_at(sheet, 1500, index)
    assert validation_at(sheet, 2, index) is rule
    assert rule.prompt and len(rule.prompt) <= 255 and len(rule.promptTitle or "") <= 32
    assert len(rule.error or "") <= 225
    needed = describe_required(kind, column) or "по желанию"
    assert needed in rule.prompt
    assert needed in str(getattr(sheet.cell(1, index).comment, "text", ""))
    if column.refers_to and column.refers_to.SHEET.title in blank.sheetnames:
        assert rule.formula1 == f"docgen_codes_{column.refers_to.__name__}"
        assert rule.errorStyle != "stop", "a name is as good as a code"
    if column.choices is not None:
        words = words_of(blank, str(rule.formula1))
        assert words[: len(column.choices)] == [str(member) for member in column.choices]
        assert (words[-1] == "не применяется") is isinstance(column.required, tuple)
    if column.cell_type is ColumnType.YES_NO:
        assert words_of(blank, str(rule.formula1))[:2] == ["да", "нет"]
    kinds = {ColumnType.DATE: "date", ColumnType.INTEGER: "whole", ColumnType.MONEY: "decimal"}
    if column.cell_type in kinds:
        assert rule.type == kinds[column.cell_type]


@pytest.mark.parametrize("kind", [Organisation, Person, Programme, Agreement])
def test_codes_of_rows_that_she_adds_come_into_the_lists(
    blank: Workbook, kind: type[Record]
) -> None:
    title = kind.SHEET.title
    formula = blank.defined_names[f"docgen_codes_{kind.__name__}"].attr_text
    assert formula == f"'{title}'!$A$2:INDEX('{title}'!$A$2:$A$2001,MAX(1,COUNTA(" + (
        f"'{title}'!$A$2:$A$2001)))"
    )


def test_required_headings_are_marked_by_colour_and_not_by_text(blank: Workbook) -> None:
    sheet = blank["Договоры"]

    def colour(attribute: str) -> str:
        return str(sheet.cell(1, place(Agreement, attribute)).fill.fgColor.rgb)

    assert len({colour("code"), colour("programme"), colour("number")}) == 3


def test_the_guide_names_every_column_of_every_sheet(blank: Workbook) -> None:
    rows = [[c.value for c in row] for row in blank[GUIDE_SHEET].iter_rows()]
    titles = [r[0] for r in rows if str(r[0]).startswith("Лист «")]
    assert titles == [f"Лист «{kind.SHEET.title}»" for kind in sheets_to_fill("agreements")]
    explained = [r for r in rows if r[2]]
    for kind in sheets_to_fill("agreements"):
        for column in columns_of(kind):
            needed = describe_required(kind, column) or "по желанию"
            assert any(r[0] == column.heading and r[1] == needed for r in explained)


def test_nothing_in_the_file_exceeds_what_excel_accepts(blank: Workbook) -> None:
    for sheet in blank:
        assert len(sheet.title) <= 31
        for rule in sheet.data_validations.dataValidation:
            assert len(str(rule.formula1 or "")) <= 255
    for name in blank.defined_names:
        assert name.isidentifier() and name.isascii()


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert blank_bytes("agreements") == blank_bytes("agreements")
    with zipfile.ZipFile(io.BytesIO(blank_bytes("agreements"))) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert "openpyxl" not in core and "2026-01-01T00:00:00Z" in core


ORGANISATION = {
    "code": "СОШ5",
    "full_name": "Муниципальное учреждение «Школа № 5»",
    "legal_form": LegalForm.INSTITUTION,
    "inn": "0012345678",
    "treasury_account": "03234643657010006200",
    "licence_date": datetime.date(2021, 3, 2),
    "teaches": True,
    "has_seal": False,
    "places": ("ул. Мира, д. 1", "ул. Труда, д. 2"),
}


def test_values_come_back_as_they_went_in(tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    agreement = {"code": "Д-1", "funding": Funding.PAYMENT, "amount": Decimal("48000.50")}
    write_workbook(
        path,
        (Organisation, Agreement),
        {Organisation: [ORGANISATION], Agreement: [{**agreement, "list_days": "не применяется"}]},
    )
    book = load_workbook(path)
    row = {
        c.attribute: book["Организации"].cell(2, i)
        for i, c in enumerate(columns_of(Organisation), start=1)
    }
    assert row["inn"].value == "0012345678" and row["inn"].number_format == "@"
    assert row["treasury_account"].value == "03234643657010006200"
    assert row["licence_date"].value == datetime.datetime(2021, 3, 2)
    assert row["licence_date"].number_format == "dd.mm.yyyy"
    assert (row["teaches"].value, row["has_seal"].value) == ("да", "нет")
    assert row["places"].value == "ул. Мира, д. 1; ул. Труда, д. 2"
    assert row["legal_form"].value == "учреждение"
    assert not row["inn"].protection.locked
    sheet = book["Договоры"]
    assert sheet.cell(2, place(Agreement, "amount")).value == 48000.5
    assert sheet.cell(2, place(Agreement, "list_days")).value == "не применяется"


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-5", "@имя", "'имя", "=СУММ(A1)", "007"])
def test_a_text_stays_a_text_whatever_it_begins_with(text: str) -> None:
    written = workbook_bytes((Person,), {Person: [{"code": "Ч1", "surname": text}]})
    cell = load_workbook(io.BytesIO(written))["Люди"].cell(2, 2)
    assert cell.value == text and cell.data_type == "s"


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"code": "Ч1", "возраст": "5"}, KeyError),
        ({"code": "Ч1", "surname": "Я" * 32_768}, ValueError),
        ({"code": "Ч1", "surname": "Ива\x01нов"}, ValueError),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_and_not_cut(
    row: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        workbook_bytes((Person,), {Person: [row]})


def test_codes_of_another_file_are_offered_when_its_rows_are_given() -> None:
    sheets = (Party, ProgrammePart)
    rows: list[dict[str, object]] = [{"code": "СОШ5"}, {"code": "ТЕХНО"}]
    book = load_workbook(io.BytesIO(workbook_bytes(sheets, {Organisation: rows})))
    rule = validation_at(book["Стороны"], 2, place(Party, "organisation"))
    assert words_of(book, str(rule.formula1)) == ["СОШ5", "ТЕХНО"]
    alone = validation_at(book["Стороны"], 2, place(Party, "agreement"))
    assert alone.type is None and alone.prompt


def test_lists_reach_past_a_long_sheet() -> None:
    rows = [{"code": f"П{n}"} for n in range(1500)]
    book = load_workbook(io.BytesIO(workbook_bytes((Programme,), {Programme: rows})))
    assert "$A$2501" in book.defined_names["docgen_codes_Programme"].attr_text
    assert validation_at(book["Программы"], 2500, 1).prompt


def test_roles_longer_than_a_literal_list_are_all_offered(blank: Workbook) -> None:
    rule = validation_at(blank["Стороны"], 2, place(Party, "role"))
    assert words_of(blank, str(rule.formula1)) == [str(role) for role in PartyRole]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_office_program_keeps_lists_formats_and_protection(tmp_path: Path) -> None:
    source = tmp_path / "blank.xlsx"
    source.write_bytes(blank_bytes("agreements"))
    out = tmp_path / "resaved"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    book = load_workbook(out / "blank.xlsx")
    sheet = book["Стороны"]
    assert sheet.protection.sheet
    assert validation_at(sheet, 2, place(Party, "role")).formula1 == "docgen_PartyRole"
    assert "docgen_codes_Organisation" in book.defined_names
    assert sheet["A1"].protection.locked
