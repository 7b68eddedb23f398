"""All records of a run: by code, and by the code that they refer to."""

from __future__ import annotations

from docgen.records.agreements import main_of, parties_of
from docgen.records.partners import Agreement, Party
from docgen.records.schema import RowOrigin
from docgen.records.tables import Tables
from docgen.records.vocabulary import AgreementKind


def agreement(code: str, main: str | None = None, row: int = 2) -> Agreement:
    kind = AgreementKind.SUPPLEMENTARY if main else AgreementKind.NETWORK
    return Agreement(
        origin=RowOrigin("книга.xlsx", "Договоры", row), code=code, kind=kind, main_agreement=main
    )


def party(of: str | None, organisation: str, row: int) -> Party:
    return Party(
        origin=RowOrigin("книга.xlsx", "Стороны", row),
        agreement=of,  # type: ignore[arg-type]  # an empty cell reads as None whatever the type
        organisation=organisation,
    )


PARTIES = [party("Д-01", "Б", 2), party("Д-02", "А", 3), party(None, "В", 4), party("Д-01", "А", 5)]


def test_rows_that_refer_to_a_code_come_in_the_order_of_the_sheet() -> None:
    tables = Tables({Party: PARTIES})
    found = tables.referring(Party, "agreement", "Д-01")
    assert [row.organisation for row in found] == ["Б", "А"]
    assert tables.referring(Party, "agreement", "Д-09") == ()


def test_a_row_that_refers_to_nothing_belongs_to_nobody() -> None:
    assert Tables({Party: PARTIES}).referring(Party, "agreement", None) == ()
    assert Tables({}).referring(Party, "agreement", "Д-01") == ()


def test_a_list_of_references_leads_to_each_of_its_codes_once() -> None:
    asked = Agreement(
        origin=RowOrigin("книга.xlsx", "Договоры", 2), code="Д-01", visas=("Ж-01", "К-01", "Ж-01")
    )
    tables = Tables({Agreement: [asked]})
    assert tables.referring(Agreement, "visas", "Ж-01") == (asked,)
    assert tables.referring(Agreement, "visas", "К-01") == (asked,)


def test_a_supplement_of_a_supplement_has_the_parties_of_the_first_agreement() -> None:
    first, second = agreement("ДС-01", "Д-01"), agreement("ДС-02", "ДС-01")
    tables = Tables({Agreement: [agreement("Д-01"), first, second], Party: PARTIES})
    main = main_of(second, tables)
    assert main is not None
    assert main.code == "Д-01"
    assert [row.organisation for row in parties_of(second, tables)] == ["Б", "А"]


def test_supplements_that_change_each_other_have_no_main_agreement() -> None:
    first, second = agreement("ДС-01", "ДС-02"), agreement("ДС-02", "ДС-01")
    tables = Tables({Agreement: [first, second], Party: PARTIES})
    assert main_of(first, tables) is None
    assert parties_of(first, tables) == ()
