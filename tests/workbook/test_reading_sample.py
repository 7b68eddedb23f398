"""The sample district is read whole and without a remark."""

from __future__ import annotations

from docgen.records.linking import link
from docgen.records.workbooks import SHEETS
from docgen.workbook.reading import read_tables
from tests.workbook.renew_sample import BOOKS


def test_every_sheet_of_the_sample_is_read_without_a_remark() -> None:
    reading = read_tables(BOOKS, None, SHEETS)
    assert reading.diagnostics == []
    _, faults = link(reading.tables)
    assert faults == []
    for kind in SHEETS:
        assert reading.tables.of(kind), kind
        assert reading.sources[kind] == f"{kind.SHEET.workbook}.xlsx"
