"""Papers of kinds that have no code: one row, and what it refers to."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from docgen.documents.rows import build_row, row_context, row_sources
from docgen.records.directory import Organisation, Person
from docgen.records.partners import Agreement, Party
from docgen.records.schema import Record
from docgen.records.terms import Missing, lookup, terms_of
from docgen.records.workbooks import SHEETS
from tests.documents.factories import network_rows, tables


def _value(owner: object, path: str) -> Any:
    for name in path.split("."):
        owner = lookup(owner, name)
    return owner


def _static(owner: Any, path: str) -> Any:
    """What a template's names are checked against before there is any row."""
    for name in path.split("."):
        found = terms_of(owner)[name]
        owner = found.item or found.annotation
    return owner


def _context(kind: type[Record], rows: list[Record]) -> Any:
    found = tables(rows)
    context, diagnostics = build_row(found.of(kind)[0], found)
    assert diagnostics == []
    assert isinstance(context, row_context(kind, SHEETS))
    return context


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        (Agreement, "строка.код", "Д-01"),
        (Agreement, "строка.программа.наименование_программы", "Робототехника"),
        (Agreement, "строка.расписание_составляет.руководитель.фамилия", "Иванова"),
        (Agreement, "настройки.город", "г. Заречногорск"),
        (Party, "строка.организация.руководитель.должность", "директор"),
        (Party, "строка.договор.программа.код", "РОБО"),
        (Organisation, "строка.руководитель.имя", "Мария"),
    ],
)
def test_a_template_reaches_a_row_and_the_rows_it_refers_to(
    kind: type[Record], path: str, value: object
) -> None:
    assert _value(_context(kind, network_rows()), path) == value
    _static(row_context(kind, SHEETS), path)


def test_rows_that_refer_to_this_one_are_lists_named_as_their_sheets() -> None:
    context = _context(Agreement, network_rows())
    parties = _value(context, "стороны")
    assert [_value(p, "организация.код") for p in parties] == ["ТЕХНО", "СОШ5"]
    assert len(_value(context, "части_программ")) == 2
    assert terms_of(row_context(Agreement, SHEETS))["стороны"].many


def test_an_empty_cell_knows_its_place_through_a_reference() -> None:
    rows = [
        dataclasses.replace(row, phone=None) if isinstance(row, Person) else row
        for row in network_rows()
    ]
    missing = _value(_context(Party, rows), "строка.организация.руководитель.телефон")
    assert isinstance(missing, Missing)
    assert missing.origin is not None
    assert missing.origin.sheet == "Люди"


def test_a_reference_that_leads_nowhere_is_missing_and_not_a_fault_of_ours() -> None:
    missing = _value(_context(Agreement, network_rows(programme="НЕТ")), "строка.программа")
    assert isinstance(missing, Missing)


def test_the_clerks_own_column_is_a_name_too() -> None:
    rows = network_rows(extra={"цвет_папки": "синий"})
    assert _value(_context(Agreement, rows), "строка.цвет_папки") == "синий"


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.__name__)
def test_every_sheet_can_have_papers_of_its_rows(kind: type[Record]) -> None:
    names = terms_of(row_context(kind, SHEETS))
    assert {"строка", "настройки", "акты"} <= set(names)


def test_sources_of_a_row_reach_as_far_as_its_names() -> None:
    found = tables(network_rows())
    sources = row_sources(found.of(Party)[0], found)
    assert {s.code for s in sources if isinstance(s, Organisation)} >= {"ТЕХНО"}
    assert {s.code for s in sources if isinstance(s, Person)} >= {"Г-ТЕХНО"}
