"""Every text of a context is typeset, and nothing else in it is touched."""

from __future__ import annotations

import dataclasses

from docgen.documents.network_agreement import NetworkAgreementContext, build
from docgen.documents.typesetting import typeset
from docgen.records.partners import Agreement
from tests.documents.factories import network_rows, tables


def _contexts() -> tuple[NetworkAgreementContext, NetworkAgreementContext]:
    extra = {"приписка": "договор № 5"}
    found = tables(network_rows(purchase_basis="закон № 44-ФЗ", extra=extra))
    context, _ = build(found.of(Agreement)[0], found)
    assert context is not None
    return context, typeset(context)


def test_composed_phrases_and_values_of_rows_are_treated_alike() -> None:
    _, context = _contexts()
    assert "№\xa0Л035-01277-66/00190001" in context.preamble
    assert context.agreement.purchase_basis == "закон №\xa044-ФЗ"
    assert context.agreement.extra == {"приписка": "договор №\xa05"}
    assert context.base.organisation.full_name.endswith("№\xa05»")
    assert context.parties[0].requisites[0].value == "г.\xa0Заречногорск, ул.\xa0Школьная, д.\xa05"


def test_no_letter_and_no_digit_changes() -> None:
    plain, context = _contexts()
    assert context.preamble.replace("\xa0", " ") == plain.preamble
    values = {line.label: line.value for line in context.base.requisites}
    assert values["Казначейский счёт"] == "03234643657010006200"


def test_what_is_one_stays_one() -> None:
    _, context = _contexts()
    assert context.base is context.parties[0]
    assert context.pairs[0].left is context.base


def test_cells_are_still_known_after_it() -> None:
    plain, context = _contexts()
    assert context.agreement.origin == plain.agreement.origin
    assert context.agreement.kind is plain.agreement.kind
    assert context.acts is plain.acts


def test_a_second_time_changes_nothing() -> None:
    _, context = _contexts()
    again = typeset(context)
    for field in dataclasses.fields(context):
        assert getattr(again, field.name) == getattr(context, field.name)
