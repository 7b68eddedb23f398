"""The schema: one declaration from which every sheet follows."""

from __future__ import annotations

import pytest

from docgen.records.partners import Agreement
from docgen.records.schema import (
    ColumnType,
    Record,
    RowOrigin,
    column_of,
    columns_of,
    describe_required,
    required_now,
    template_field,
)
from docgen.records.vocabulary import AgreementKind, Funding
from docgen.records.workbooks import SHEETS


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Полное наименование", "полное_наименование"),
        ("Срок передачи списка, дней", "срок_передачи_списка_дней"),
        ("№ п/п", "п_п"),
        ("Объём — часов", "объём_часов"),
        ("  E-mail ", "e_mail"),
        ("1-й адрес", "_1_й_адрес"),
    ],
)
def test_a_heading_becomes_a_template_field_by_one_rule(heading: str, field: str) -> None:
    assert template_field(heading) == field


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.__name__)
def test_headings_and_aliases_of_a_sheet_do_not_collide(sheet: type[Record]) -> None:
    fields = [
        template_field(name)
        for column in columns_of(sheet)
        for name in (column.heading, *column.aliases)
    ]
    assert len(fields) == len(set(fields))
    assert all(f.isidentifier() for f in fields)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.__name__)
def test_every_reference_and_choice_names_what_exists(sheet: type[Record]) -> None:
    for column in columns_of(sheet):
        if column.cell_type in (ColumnType.REFERENCE, ColumnType.REFERENCES):
            assert column.refers_to in SHEETS
        if column.cell_type is ColumnType.CHOICE:
            assert column.choices is not None
            assert all(column.choices(value) for value in column.synonyms.values())


def test_a_conditional_column_is_required_only_when_all_conditions_hold() -> None:
    amount = column_of(Agreement, "amount")
    row = RowOrigin("partners.xlsx", "Договоры", 2)
    free = Agreement(origin=row, kind=AgreementKind.NETWORK, funding=Funding.FREE)
    paid = Agreement(origin=row, kind=AgreementKind.NETWORK, funding=Funding.PAYMENT)
    assert not required_now(free, amount)
    assert required_now(paid, amount)
    assert describe_required(Agreement, amount) == (
        "если «Вид документа» — договор о сетевой форме"
        " и «Финансирование» — оплата услуг, возмещение затрат"
    )
