"""Parameters of local acts: the data file, reading of values, who is stronger."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pytest

from docgen.norms.act_parameters import (
    ParameterRule,
    Period,
    parameter_rules,
    settled,
    shown,
    wanted,
)
from docgen.records.acts import ActParameter, LocalAct
from docgen.records.tables import Tables
from docgen.records.vocabulary import ActKind, ActParameterName, PartyRole
from tests.checks.acts_of_the_district import act
from tests.checks.district import make

RULES = parameter_rules()


def test_every_parameter_of_the_drop_down_is_described() -> None:
    assert set(RULES) == set(ActParameterName)
    assert {kind for rule in RULES.values() for kind in rule.acts} | {
        ActKind.TRAINING_PLAN,
        ActKind.NETWORK_PROGRAMME,
    } == set(ActKind)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name.name)
def test_what_the_clerk_is_told_to_type_can_be_read(rule: ParameterRule) -> None:
    example = rule.wanting.partition(", для")[0]
    value = rule.read(example)
    assert value is not None
    assert not rule.is_out_of_range(value)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name.name)
def test_a_default_stands_inside_the_bounds_of_its_norm(rule: ParameterRule) -> None:
    if rule.default is not None:
        assert not rule.is_out_of_range(rule.default)
        assert "статьи" in rule.norm or "статья" in rule.norm or "№" in rule.norm


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        (ActParameterName.DECISION_DAYS, " 3 ", 3),
        (ActParameterName.DECISION_DAYS, "3 дня", None),
        (ActParameterName.DECISION_DAYS, "-3", None),
        (ActParameterName.DAY_START, "8:00", datetime.time(8)),
        (ActParameterName.DAY_START, "08.30", datetime.time(8, 30)),
        (ActParameterName.DAY_START, "25:00", None),
        (ActParameterName.YEAR_START, "01.09.2026", datetime.date(2026, 9, 1)),
        (ActParameterName.YEAR_START, "31.02.2026", None),
        (
            ActParameterName.HOLIDAYS,
            "с 26.10.2026 по 01.11.2026",
            Period(datetime.date(2026, 10, 26), datetime.date(2026, 11, 1)),
        ),
        (ActParameterName.HOLIDAYS, "01.11.2026–26.10.2026", None),
        (ActParameterName.DISABILITIES, "Ведётся", True),
        (ActParameterName.DISABILITIES, "не ведётся", False),
        (ActParameterName.DISABILITIES, "ага", None),
        (ActParameterName.CHANNELS, "лично;\n по почте.;", ("лично", "по почте")),
    ],
)
def test_values_are_read_as_clerks_type_them(
    name: ActParameterName, text: str, value: object
) -> None:
    assert RULES[name].read(text) == value


def test_values_are_shown_as_the_clerk_would_type_them() -> None:
    assert shown(datetime.time(8)) == "8:00"
    assert shown(("лично", "по почте")) == "лично; по почте"
    assert RULES[ActParameterName.DAY_END].range_words == "не больше 20:00"


def _rows(*rows: Mapping[str, object]) -> Tables:
    school = make(LocalAct, 2, act("СОШ5", ActKind.ADMISSION))
    made = [make(ActParameter, n, row) for n, row in enumerate(rows, start=2)]
    return Tables({LocalAct: [school], ActParameter: made})


def _settled(*rows: Mapping[str, object]) -> list[object]:
    tables = _rows(*({"parameter": ActParameterName.DECISION_DAYS, **row} for row in rows))
    (school,) = tables.of(LocalAct)
    return [one.value for one in settled(school, ActParameterName.DECISION_DAYS, tables)]


def test_the_row_of_an_act_is_stronger_than_its_organisation_and_that_than_all() -> None:
    everybody, own = {"value": "3"}, {"value": "4", "organisation": "СОШ5"}
    named = {"value": "5", "act": "СОШ5-ADMISSION"}
    others = {"value": "9", "organisation": "ТЕХНО"}
    assert _settled(everybody, others) == [3]
    assert _settled(own, everybody) == [4]
    assert _settled(named, everybody, own) == [5]
    assert _settled(others) == []


def test_a_figure_that_the_law_sets_stands_where_nothing_is_typed() -> None:
    tables = _rows()
    (school,) = tables.of(LocalAct)
    (site,) = settled(school, ActParameterName.SITE_DAYS, tables)
    assert (site.row, site.value) == (None, 10)
    assert settled(school, ActParameterName.DECISION_DAYS, tables) == ()


def test_who_only_lends_resources_is_not_asked_for_the_terms_of_teaching() -> None:
    rule = RULES[ActParameterName.RESULTS_DAYS]
    assert not rule.concerns(ActKind.NETWORK, frozenset({PartyRole.RESOURCE}))
    assert rule.concerns(ActKind.NETWORK, frozenset({PartyRole.RESOURCE, PartyRole.BASE}))
    assert rule.concerns(ActKind.NETWORK, frozenset())
    tables = _rows()
    (school,) = tables.of(LocalAct)
    assert ActParameterName.DECISION_DAYS in {r.name for r in wanted(school, tables)}
