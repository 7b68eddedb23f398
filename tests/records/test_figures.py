"""Figures of a period: counted from rows, unknown where no row tells."""

from __future__ import annotations

import datetime

import pytest

from docgen.records.directory import Organisation, Programme
from docgen.records.figures import (
    before,
    coverage,
    enrolled,
    fact_of,
    indicators_of,
    network_agreements,
    partner_hours,
    partners,
)
from docgen.records.network import Indicator
from docgen.records.partners import Agreement
from docgen.records.pupils import Enrolment
from docgen.records.tables import Tables
from docgen.records.vocabulary import Direction, LicenceStatus, Measured
from tests.checks.district import change, district, drop

YEAR = (datetime.date(2026, 9, 1), datetime.date(2027, 5, 31))
LAST = (datetime.date(2025, 9, 1), datetime.date(2026, 5, 31))


def test_agreements_of_a_period_are_those_whose_lessons_fall_into_it() -> None:
    tables = district()
    assert [a.code for a in network_agreements(tables, *YEAR)] == ["Д-01", "Д-02"]
    assert network_agreements(tables, *LAST) == ()
    day = datetime.date(2027, 5, 31)
    assert len(network_agreements(tables, day, day)) == 2


def test_coverage_has_all_six_directions_and_adds_up() -> None:
    tables = district()
    rows = coverage(tables, network_agreements(tables, *YEAR))
    assert [row.direction for row in rows] == list(Direction)
    assert {row.direction: row.pupils for row in rows if row.pupils} == {
        Direction.TECHNICAL: 2,
        Direction.TOURISM: 10,
    }
    assert sum(row.pupils for row in rows) == sum(
        a.pupils_count or 0 for a in network_agreements(tables, *YEAR)
    )
    moved = district(change(Programme, "КРАЙ", direction=Direction.SPORT))
    found = coverage(moved, network_agreements(moved, *YEAR))
    assert {row.direction for row in found if row.pupils} == {Direction.TECHNICAL, Direction.SPORT}


def test_hours_of_partners_are_those_that_the_base_does_not_teach() -> None:
    tables = district()
    assert partner_hours(tables, network_agreements(tables, *YEAR)) == 36
    assert partners(tables, network_agreements(tables, *YEAR)) == ("ТЕХНО", "МУЗЕЙ", "ИП")


@pytest.mark.parametrize(
    ("measured", "fact"),
    [
        (Measured.PUPILS, 12),
        (Measured.AGREEMENTS, 2),
        (Measured.PROGRAMMES, 2),
        (Measured.PARTNER_HOURS, 36),
        (Measured.PARTNERS, 3),
    ],
)
def test_a_fact_is_counted_from_the_rows(measured: Measured, fact: int) -> None:
    tables = district(change(Indicator, 1, measured=measured))
    assert fact_of(tables.of(Indicator)[1], tables) == fact


def test_a_counted_fact_wins_over_a_typed_one() -> None:
    tables = district(change(Indicator, 1, fact=300))
    assert fact_of(tables.of(Indicator)[1], tables) == 12


def test_what_no_row_tells_is_unknown_and_not_nought() -> None:
    tables = district(drop(Agreement, "Д-01", "Д-02"))
    assert fact_of(tables.of(Indicator)[1], tables) is None
    without = Tables({kind: tables.of(kind) for kind in tables if kind is not Enrolment})
    assert enrolled(without, network_agreements(without, *YEAR)) is None


def test_a_suspended_licence_does_not_count() -> None:
    asked = change(Indicator, 1, measured=Measured.LICENSED)
    tables = district(asked)
    assert fact_of(tables.of(Indicator)[1], tables) == sum(
        bool(o.licence_covers_additional) for o in tables.of(Organisation)
    )
    suspended = change(Organisation, "ТЕХНО", licence_status=LicenceStatus.SUSPENDED)
    fewer = district(asked, suspended)
    assert fact_of(fewer.of(Indicator)[1], fewer) == len(
        [o for o in tables.of(Organisation) if o.licence_covers_additional and o.code != "ТЕХНО"]
    )


def test_an_indicator_is_compared_with_its_own_last_period() -> None:
    tables = district()
    last, this, *_ = tables.of(Indicator)
    assert before(this, tables) is last
    assert before(last, tables) is None
    assert indicators_of(tables, *YEAR) == (this,)
