"""The sample in ``inputs/``: the sheets of the schema, and every variant of an agreement."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.checks.rules import check_all
from docgen.diagnostics import Diagnostic
from docgen.records.directory import Organisation, Person, Programme
from docgen.records.linking import link
from docgen.records.partners import Agreement, Amendment, ListedPupil, Party, ProgrammePart
from docgen.records.schema import Record, column_of
from docgen.records.tables import Tables
from docgen.records.vocabulary import AgreementKind, PartyRole
from docgen.records.workbooks import SHEETS, sheets_to_fill
from docgen.workbook.blank import blank_bytes, write_workbook
from docgen.workbook.guidance import SERVICE_SHEETS
from docgen.workbook.reading import read_tables
from tests.workbook.renew_sample import BOOKS, INPUTS, WORKBOOKS, Rows, sample_rows, write_sample

CHECKED_ON = datetime.date(2026, 8, 31)
"""The day before the lessons begin: the sample's papers are made for it."""


@pytest.fixture(scope="module")
def rows() -> Rows:
    return sample_rows()


def seen(path: Path) -> Iterator[tuple[object, ...]]:
    """What a person sees in a workbook: values, formats, notes and hints."""
    for sheet in cast(list[Worksheet], load_workbook(path).worksheets):
        for line in sheet.iter_rows():
            for cell in line:
                note = cell.comment.text if cell.comment else ""
                yield (sheet.title, cell.coordinate, cell.value, cell.number_format, note)
        for rule in sheet.data_validations.dataValidation:
            yield (sheet.title, str(rule.sqref), rule.type, rule.formula1, rule.prompt, rule.error)


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_the_sample_is_what_the_schema_would_write(
    rows: Rows, tmp_path: Path, workbook: str
) -> None:
    write_sample(tmp_path, rows)
    name = f"{workbook}.xlsx"
    assert list(seen(INPUTS / name)) == list(seen(tmp_path / name)), (
        "the schema has changed: run python -m tests.workbook.renew_sample"
    )


def findings(tables: Tables, found: list[Diagnostic]) -> list[str]:
    linked, unlinked = link(tables)
    known = [*found, *unlinked]
    known += check_all(linked, CHECKED_ON, known=known)
    return [f"{d.code} {d.origin}: {d.message}" for d in known]


def test_the_sample_has_nothing_to_mend() -> None:
    reading = read_tables(BOOKS, None, SHEETS)
    assert findings(reading.tables, reading.diagnostics) == []
    assert set(reading.sources.values()) == {book.name for book in BOOKS}


def test_one_book_with_all_sheets_reads_as_the_two_do(rows: Rows, tmp_path: Path) -> None:
    book = tmp_path / "книга.xlsx"
    sheets = sheets_to_fill("agreements")
    write_workbook(book, sheets, rows)
    together = read_tables([book], None, sheets)
    apart = read_tables([INPUTS / "partners.xlsx"], None, sheets)
    assert findings(together.tables, together.diagnostics) == []
    for kind in sheets:
        assert together.tables.of(kind) == apart.tables.of(kind)


def test_an_empty_blank_asks_for_rows_and_makes_none(tmp_path: Path) -> None:
    book = tmp_path / "книга.xlsx"
    book.write_bytes(blank_bytes("agreements"))
    reading = read_tables([book], tmp_path, SHEETS)
    assert all(d.origin.sheet not in SERVICE_SHEETS for d in reading.diagnostics)
    assert sum(len(reading.tables.of(k)) for k in SHEETS if k.SHEET.layout == "table") == 0


def values(rows: Rows, kind: type[Record], attribute: str) -> set[str]:
    return {str(row[attribute]) for row in rows[kind] if attribute in row}


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [
        (Agreement, "kind"),
        (Agreement, "approval"),
        (Agreement, "funding"),
        (Agreement, "transport"),
        (Agreement, "personal_data"),
        (Agreement, "signing"),
        (Agreement, "renewal"),
        (Agreement, "vote_rule"),
        (Party, "role"),
        (Amendment, "action"),
        (Organisation, "legal_form"),
        (Person, "authority"),
        (Programme, "direction"),
        (Programme, "kind"),
    ],
    ids=lambda v: v if isinstance(v, str) else v.__name__,
)
def test_every_choice_of_a_drop_down_is_met_in_the_sample(
    rows: Rows, kind: type[Record], attribute: str
) -> None:
    choices = column_of(kind, attribute).choices
    assert choices is not None
    assert values(rows, kind, attribute) == {str(member) for member in choices}


def test_the_district_is_as_large_as_a_first_run_needs(rows: Rows) -> None:
    assert len(rows[Organisation]) >= 16
    assert len(rows[Programme]) >= 12
    assert len(rows[Agreement]) == 24
    kinds = Counter(str(row["kind"]) for row in rows[Agreement])
    assert kinds[AgreementKind.NETWORK] == 18


def test_agreements_have_two_three_four_and_thirteen_parties(rows: Rows) -> None:
    sizes = Counter(str(row["agreement"]) for row in rows[Party])
    assert {2, 3, 4, 13} <= set(sizes.values())


def test_participants_teach_lend_and_do_both(rows: Rows) -> None:
    roles: dict[str, set[str]] = {}
    for row in rows[Party]:
        roles.setdefault(str(row["agreement"]), set()).add(str(row["role"]))
    teach, lend = str(PartyRole.TEACHING), str(PartyRole.RESOURCE)
    shapes = [(teach in r, lend in r) for r in roles.values()]
    assert {(True, False), (False, True), (True, True)} <= set(shapes)


def test_assessment_certificate_and_lists_are_there_and_not_there(rows: Rows) -> None:
    assert values(rows, Agreement, "assessment") == {"да", "нет"}
    assert {"не выдаётся", "свидетельство об освоении программы"} <= values(
        rows, Agreement, "certificate"
    )
    listed = Counter(str(row["agreement"]) for row in rows[ListedPupil])
    counts = {str(r["code"]): r.get("pupils_count") for r in rows[Agreement]}
    assert len(listed) == 3
    assert all(counts[code] == number for code, number in listed.items())


def test_not_applicable_is_an_answer_in_the_sample(rows: Rows) -> None:
    said = {
        attribute
        for row in rows[Agreement]
        for attribute, value in row.items()
        if value == "не применяется"
    }
    assert said == {"list_days", "fallback", "purchase_code", "approver"}


def test_heads_are_men_and_women_acting_and_by_power_of_attorney(rows: Rows) -> None:
    heads = {str(row["head"]) for row in rows[Organisation]}
    people = [row for row in rows[Person] if str(row["code"]) in heads]
    assert {row.get("acting") for row in people} == {None, "да"}
    assert "доверенность" in {row["authority"] for row in people}
    signing = {str(row["signatory"]) for row in rows[Party] if "signatory" in row}
    assert signing and not signing & heads


def test_hours_of_the_parts_make_up_each_programme(rows: Rows) -> None:
    hours = {str(row["code"]): row["hours"] for row in rows[Programme]}
    taught: Counter[str] = Counter()
    for part in rows[ProgrammePart]:
        taught[str(part["agreement"])] += cast(int, part["hours"])
    for row in rows[Agreement]:
        if "programme" in row:
            assert taught[str(row["code"])] == hours[str(row["programme"])], row["code"]
