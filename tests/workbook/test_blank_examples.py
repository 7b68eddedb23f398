"""The examples of a blank typed in as its rows: they must not lead a newcomer nowhere."""

from __future__ import annotations

import io
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.records.linking import link
from docgen.records.partners import Agreement, Amendment
from docgen.records.schema import Record, columns_of
from docgen.records.tables import codes_in
from docgen.records.workbooks import FAMILIES, SHEETS, sheets_of_family
from docgen.workbook.blank import workbook_bytes
from docgen.workbook.reading import read_tables

OF_A_SECOND_ROW = {(Amendment, "agreement")}
"""Amendments belong to a supplementary agreement, and the example of agreements is another."""


def examples(kind: type[Record]) -> dict[str, str]:
    """Heading → example of one row; a reference to a row that is not shown is left out."""
    return {
        column.heading: column.example
        for column in columns_of(kind)
        if column.example and (kind, column.attribute) not in OF_A_SECOND_ROW
    }


def type_in(book_path: Path, family: str) -> None:
    book = load_workbook(io.BytesIO(workbook_bytes(sheets_of_family(family))))
    for kind in sheets_of_family(family):
        sheet = cast(Worksheet, book[kind.SHEET.title])
        typed = examples(kind)
        if kind.SHEET.layout == "pairs":
            for name, value in sheet.iter_rows(min_row=2, max_col=2):
                value.value = typed.get(str(name.value))
        else:
            for heading in sheet[1]:
                sheet.cell(2, cast(int, heading.column)).value = typed.get(str(heading.value))
    book.save(book_path)


@pytest.mark.parametrize("family", FAMILIES)
def test_examples_of_a_blank_refer_to_one_another(tmp_path: Path, family: str) -> None:
    path = tmp_path / "книга.xlsx"
    type_in(path, family)
    reading = read_tables([path], None, sheets_of_family(family))
    tables, unlinked = link(reading.tables)
    assert all(tables.of(kind) for kind in sheets_of_family(family) if kind is not Amendment)
    assert [f"{d.origin}: {d.message}" for d in unlinked if d.is_error] == []
    unread = [d for d in reading.diagnostics if d.is_error and d.code != "missing-required"]
    assert [f"{d.origin}: {d.message}" for d in unread] == []


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.__name__)
def test_a_column_that_may_be_required_has_an_example(kind: type[Record]) -> None:
    bare = [
        column.heading
        for column in columns_of(kind)
        if column.required and not (column.example or column.choices)
    ]
    assert bare == []


def test_the_code_of_an_amendment_is_none_of_the_examples() -> None:
    """Else the exception above is no longer needed."""
    (column,) = (c for c in columns_of(Amendment) if c.attribute == "agreement")
    (code,) = (c for c in columns_of(Agreement) if c.attribute == "code")
    assert codes_in(column.example) != (code.example,)
