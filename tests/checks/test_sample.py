"""The checked-in sample has nothing to mend."""

from __future__ import annotations

import datetime

import pytest

from docgen.checks.rules import check_all
from docgen.codes import Severity
from docgen.diagnostics import Diagnostic
from docgen.records.linking import link
from docgen.records.workbooks import SHEETS
from docgen.workbook.reading import read_tables
from tests.workbook.renew_sample import BOOKS


@pytest.fixture(scope="module")
def told() -> list[Diagnostic]:
    """Everything that reading, linking and checking say of the sample."""
    reading = read_tables(BOOKS, None, SHEETS)
    tables, links = link(reading.tables)
    known = [*reading.diagnostics, *links]
    return known + check_all(tables, datetime.date(2026, 11, 22), known=known)


def test_no_error_and_no_warning_is_left_in_the_sample(told: list[Diagnostic]) -> None:
    left = [f"{d.code} {d.origin} {d.message}" for d in told if d.severity is not Severity.NOTE]
    assert left == []


def test_the_sample_stays_clean_when_the_year_is_over() -> None:
    reading = read_tables(BOOKS, None, SHEETS)
    tables, _ = link(reading.tables)
    later = check_all(tables, datetime.date(2029, 3, 1))
    assert {d.code for d in later if d.severity is not Severity.NOTE} == {"act-table-old"}
