"""The workbook beside a paper with tables."""

from __future__ import annotations

import datetime
import errno
import io
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml.etree import SerialisationError

from docgen.diagnostics import Refusal
from docgen.records.paper_tables import PaperTable
from docgen.workbook.registers import register_bytes, sheet_titles, typed

TABLE = PaperTable(
    "Таблица организаций",
    ("№", "Организация", "Часов", "Дата", "Сумма, руб."),
    (
        ("1", "=HYPERLINK(1)", "1 234", "28.08.2026", "48 000,50"),
        ("2", "+7 (343) 000-00-00", "не задано", "«5» сентября 2026 г.", ""),
    ),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("17", 17),
        ("-3", -3),
        ("12 345 678", 12345678),
        ("1,5", Decimal("1.5")),
        ("28.08.2026", datetime.date(2026, 8, 28)),
        ("28 августа 2026 года", datetime.date(2026, 8, 28)),
    ],
)
def test_what_is_wholly_a_number_or_a_date_becomes_one(text: str, value: object) -> None:
    assert typed(text) == value
    assert type(typed(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", "007", "1.10", "85 %", "12 шт.", "6623000018", "662301001", "1 23", "1,"),
        *("31.02.2026", "31 февраля 2026 года", "до 28.08.2026", "2026/2027", "¼", "٣"),
    ],
)
def test_everything_else_stays_text(text: str) -> None:
    assert typed(text) == text


def _sheet(*tables: PaperTable) -> Any:
    return openpyxl.load_workbook(io.BytesIO(register_bytes("Реестр", tables))).worksheets[0]


def test_cells_are_typed_and_no_text_becomes_a_formula() -> None:
    rows = [[cell.value for cell in row] for row in _sheet(TABLE).iter_rows()]
    assert rows[0] == list(TABLE.heading)
    assert rows[1] == [1, "=HYPERLINK(1)", 1234, datetime.datetime(2026, 8, 28), 48000.5]
    assert rows[2][1] == "+7 (343) 000-00-00"
    assert [cell.data_type for cell in _sheet(TABLE)[2]] == ["n", "s", "n", "d", "n"]
    assert [cell.number_format for cell in _sheet(TABLE)[2]][2:] == [
        "#,##0",
        "dd.mm.yyyy",
        "#,##0.00",
    ]


def test_the_sheet_can_be_filtered_scrolled_and_printed() -> None:
    sheet = _sheet(TABLE)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.right.text == "ПРОЕКТ"
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def _refuses(writer: Any) -> None:
    raise SerialisationError("IO_WRITE")


def _has_no_room(writer: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _cuts(writer: Any) -> None:
    Path(writer.out).write_bytes(b"<worksheet><sheetData>")


@pytest.mark.parametrize("writes", [_refuses, _has_no_room, _cuts])
def test_a_full_disk_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, writes: Callable[[Any], None]
) -> None:
    monkeypatch.setattr("openpyxl.worksheet._writer.WorksheetWriter.write", writes)
    with pytest.raises(Refusal, match="переполнена") as refused:
        register_bytes("Реестр", [TABLE])
    assert refused.value.exit_code == 3


def test_the_same_tables_give_the_same_bytes() -> None:
    assert register_bytes("Реестр", [TABLE]) == register_bytes("Реестр", [TABLE])


def test_a_sheet_is_called_by_what_excel_allows() -> None:
    title = "Реестр организаций: имеющих и не имеющих лицензию"
    assert sheet_titles(title, [TABLE]) == ["Реестр организаций имеющих и не"]
    assert sheet_titles(title, [TABLE, PaperTable("", (), ())]) == ["1. Таблица организаций", "2"]
    for name in sheet_titles("Ы" * 80, [TABLE]):
        assert len(name) == 31
