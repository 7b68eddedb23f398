"""Every rule, by cases: silent over a healthy district and near misses, exact over faults."""

from __future__ import annotations

import dataclasses
import datetime
import inspect
import re

import pytest

from docgen.checks.facts import Facts
from docgen.checks.required import MAY_NOT_APPLY
from docgen.checks.rules import RULES, check_all
from docgen.codes import CATALOGUE
from docgen.diagnostics import Origin, diagnose, held_rows
from docgen.documents.enrolment import enrolment_sources
from docgen.norms.acts import load_acts
from docgen.records.directory import Organisation, Person
from docgen.records.partners import Agreement, ListedPupil, Party
from docgen.records.pupils import Enrolment
from docgen.records.schema import Record, columns_of
from docgen.records.tables import Tables
from docgen.records.workbooks import SHEETS
from tests.checks import cases
from tests.checks.cases import Bad, Good
from tests.checks.district import (
    TODAY,
    at,
    change,
    district,
    drop,
    make,
    sources_of,
    without_column,
)
from tests.checks.order_cases import ORDER_BAD, ORDER_GOOD
from tests.checks.pupil_cases import PUPIL_BAD, PUPIL_GOOD

NAMES = {rule.__name__: rule for rule in RULES}
BAD = [*cases.BAD, *PUPIL_BAD, *ORDER_BAD]
GOOD = [*cases.GOOD, *PUPIL_GOOD, *ORDER_GOOD]
BY_DATE_OF_RUN = {"table_of_acts_is_fresh"}
"""Rules that no cell can break: their cases stand in functions of their own."""


def _case_id(case: Bad | Good) -> str:
    return f"{case.rule}-{getattr(case, 'code', 'silent')}"


def _stopped(tables: Tables) -> set[str]:
    """Agreements and enrolments whose papers are not made."""
    held = held_rows(check_all(tables, TODAY))
    made_of = {
        **{row.code: sources_of(tables, row) for row in tables.of(Agreement)},
        **{row.code: enrolment_sources(row, tables) for row in tables.of(Enrolment)},
    }
    return {
        code
        for code, sources in made_of.items()
        if any(source.origin.at().row_key in held for source in sources)
    }


def test_the_healthy_district_has_nothing_to_mend() -> None:
    assert check_all(district(), TODAY) == []


@pytest.mark.parametrize("case", BAD, ids=_case_id)
def test_a_fault_is_told_at_its_cell_and_holds_only_its_papers(case: Bad) -> None:
    tables = district(*case.edits)
    kind, key, attribute = case.at
    where = at(tables.of(kind), key).origin.at(attribute)
    found = check_all(tables, TODAY)
    facts = Facts(tables, TODAY, load_acts())
    by_rule = list(NAMES[case.rule](facts))
    assert (case.code, where) in [(d.code, d.origin) for d in by_rule]
    assert sorted(d.code for d in found) == sorted((case.code, *case.also))
    assert _stopped(tables) == set(case.held.split())


@pytest.mark.parametrize("case", GOOD, ids=_case_id)
def test_a_rule_is_silent_over_a_near_miss(case: Good) -> None:
    facts = Facts(district(*case.edits), TODAY, load_acts())
    assert list(NAMES[case.rule](facts)) == []


def test_every_rule_has_a_bad_and_a_good_case() -> None:
    assert {case.rule for case in BAD} == set(NAMES) - BY_DATE_OF_RUN
    assert {case.rule for case in GOOD} == set(NAMES) - BY_DATE_OF_RUN


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_every_rule_says_what_why_and_shows_a_bad_and_a_good_row(rule: object) -> None:
    text = inspect.getdoc(rule) or ""
    first, _, rest = text.partition("\n")
    assert first.endswith((".", ":")) and len(first) > 20
    assert re.search(r"^Norm: .*(?:[A-Z]{1,3}-\d\d|content\.md)", rest, re.MULTILINE)
    assert re.search(r"^Bad: \S", rest, re.MULTILINE)
    assert re.search(r"^Good: \S", rest, re.MULTILINE)


def test_every_code_of_the_room_is_raised_by_some_case() -> None:
    section = inspect.getsource(__import__("docgen.codes", fromlist=["CATALOGUE"]))
    room = section.partition("# --- checks:")[2].partition("# --- documents:")[0]
    codes = set(re.findall(r'"([a-z-]+)":', room))
    assert codes <= set(CATALOGUE)
    raised = {case.code for case in BAD} | {"required-column-absent"}
    assert codes == raised - {"act-repealed", "act-superseded"}


@pytest.mark.parametrize("case", BAD, ids=_case_id)
def test_a_message_can_be_acted_upon(case: Bad) -> None:
    for diagnostic in check_all(district(*case.edits), TODAY):
        assert diagnostic.hint and diagnostic.norm
        assert not diagnostic.message.endswith(".")
        shown = diagnostic.message + diagnostic.hint.partition("например:")[0] + diagnostic.value
        assert not re.search(r"\d{9,}", shown), "a full identifier"
        assert "None" not in diagnostic.message + diagnostic.hint


def test_a_column_that_is_absent_is_told_once_and_holds_every_row_that_needs_it() -> None:
    found = check_all(district(without_column(Organisation, "inn")), TODAY)
    told = [d for d in found if d.code == "required-column-absent"]
    assert len(told) == len(found) == 1
    assert told[0].origin == Origin("directory.xlsx", "Организации")
    assert len(told[0].related) == 6
    assert "«ИНН»" in told[0].message


def test_rows_that_cannot_say_whose_they_are_hold_every_agreement() -> None:
    every = {"Д-01", "Д-02", "С-01", "ДС-01"}
    assert _stopped(district(without_column(ListedPupil, "agreement"))) == every
    assert _stopped(district(change(ListedPupil, 0, agreement=None))) == every
    assert _stopped(district(change(ListedPupil, 1, agreement=None))) == {"Д-01", "ДС-01"}


def test_a_cell_that_could_not_be_read_is_not_told_of_twice() -> None:
    tables = district(change(Organisation, "ИП", ogrn=None))
    cell = at(tables.of(Organisation), "ИП").origin.at("ogrn")
    labelled = dataclasses.replace(cell, label="ИП")
    broken = diagnose("identifier-length", labelled, "не те знаки")
    assert [d.code for d in check_all(tables, TODAY)] == ["value-missing"]
    assert check_all(tables, TODAY, known=[broken]) == []


def test_a_mere_remark_about_an_empty_cell_does_not_hide_it() -> None:
    tables = district(change(Organisation, "ИП", ogrn=None))
    cell = at(tables.of(Organisation), "ИП").origin.at("ogrn")
    remark = diagnose("kpp-unexpected", cell, "слово прочитано как пустая ячейка")
    assert [d.code for d in check_all(tables, TODAY, known=[remark])] == ["value-missing"]


def test_what_may_not_apply_is_what_the_hint_of_the_sheet_offers() -> None:
    offered = {
        (kind, column.attribute)
        for kind in SHEETS
        for column in columns_of(kind)
        if column.required is not False and "не применяется" in column.hint
    }
    assert offered == {(kind, name) for kind, names in MAY_NOT_APPLY.items() for name in names}


@pytest.mark.parametrize(("on", "codes"), [("20.02.2027", []), ("21.02.2027", ["act-table-old"])])
def test_the_table_of_acts_grows_old(on: str, codes: list[str]) -> None:
    when = datetime.datetime.strptime(on, "%d.%m.%Y").date()
    assert [d.code for d in check_all(district(), when)] == codes


def test_the_sample_does_not_rot_with_the_years() -> None:
    later = check_all(district(), datetime.date(2031, 1, 1))
    assert {d.code for d in later} <= {"act-table-old"}


def test_empty_tables_and_empty_rows_break_nothing() -> None:
    assert check_all(Tables({}), TODAY) == []
    hollow = Tables({kind: [make(kind, row, {}) for row in (2, 3)] for kind in SHEETS})
    codes = {d.code for d in check_all(hollow, TODAY)}
    assert codes == {"value-missing"}


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: str(kind.__name__))
@pytest.mark.parametrize("missing", [0, -1])
def test_any_cell_may_be_unreadable(kind: type[Record], missing: int) -> None:
    """The workbook leaves ``None`` in any cell that it could not read."""
    tables = district()
    rows = tables.of(kind)
    for column in columns_of(kind) if rows else ():
        if column.attribute == "code":
            continue
        key: str | int = getattr(rows[missing], "code", len(rows) - 1 if missing else 0)
        value = () if isinstance(getattr(rows[missing], column.attribute), tuple) else None
        check_all(district(change(kind, key, **{column.attribute: value})), TODAY)


def test_a_reference_that_leads_nowhere_breaks_nothing() -> None:
    spoilt = district(
        change(Party, 0, organisation="НЕТ", signatory="НЕТ"),
        change(Agreement, "Д-02", programme="НЕТ", safety_person="НЕТ", timetable_by="НЕТ"),
        change(Agreement, "ДС-01", main_agreement="НЕТ"),
        change(Organisation, "МУЗЕЙ", head="НЕТ"),
        drop(Person, "Т-01"),
    )
    check_all(spoilt, TODAY)


def test_twelve_faults_of_one_workbook_are_told_in_one_run() -> None:
    planted = (
        "entrepreneur_has_no_kpp",
        "licence_number_is_from_the_register",
        "sex_agrees_with_the_patronymic",
        "programme_title_has_no_quotes_of_its_own",
        "terms_are_longer_than_nothing",
        "copies_are_enough",
        "free_agreement_names_no_money",
        "roles_suit_the_kind",
        "parts_fit_into_the_programme",
        "people_named_belong_to_the_parties",
        "parents_are_told_in_time",
        "there_is_something_to_change",
    )
    chosen = [next(case for case in BAD if case.rule == rule) for rule in planted]
    found = check_all(district(*(edit for case in chosen for edit in case.edits)), TODAY)
    assert len(found) == 12
    assert {d.code for d in found} == {case.code for case in chosen}
