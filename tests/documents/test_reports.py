"""Справки and registers of the small district: words agree with numbers, gaps are told as gaps."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from docgen.documents.builders import BUILDERS
from docgen.documents.reports import ended, happened, in_places, listed, percent, period_words
from docgen.records.directory import Organisation
from docgen.records.network import Deficit, Indicator, Report, StaffFigure
from docgen.records.partners import Agreement
from docgen.records.roadmap import Progress
from docgen.records.tables import Tables
from docgen.records.vocabulary import ReportKind
from docgen.russian import EMPTY
from tests.checks.district import Edit, change, district, drop

_BUILDERS = {
    ReportKind.RESOURCES: "resource-analysis",
    ReportKind.PARTNERS: "partner-register",
    ReportKind.POTENTIAL: "potential-note",
    ReportKind.MONITORING: "monitoring-report",
    ReportKind.STAFF: "staff-analysis",
    ReportKind.LICENCES: "licence-status",
}


def _report(kind: ReportKind, *edits: Edit) -> Any:
    tables = district(change(Report, "СПР-01", kind=kind), *edits)
    context, faults = BUILDERS[_BUILDERS[kind]].build(tables.of(Report)[0], tables, EMPTY)
    assert [fault for fault in faults if fault.is_error] == []
    return context


def test_one_deficit_and_two_are_told_in_good_russian() -> None:
    two = _report(ReportKind.RESOURCES)
    assert two.found.replace("\u00a0", " ") == "выявлено 2 дефицита в 2 организациях"
    one = _report(ReportKind.RESOURCES, drop(Deficit, 1))
    assert one.found.replace("\u00a0", " ") == "выявлен 1 дефицит в 1 организации"


def test_kinds_of_deficits_add_up_to_all() -> None:
    context = _report(ReportKind.RESOURCES)
    assert sum(kind.total for kind in context.kinds) == context.total == 2
    assert [row.number for kind in context.kinds for row in kind.rows] == [1, 2]
    assert sum(context.chart.series[0].values) == context.total


def test_a_deficit_without_a_partner_is_a_conclusion() -> None:
    assert any("партнёр не найден" in text for text in _report(ReportKind.RESOURCES).conclusions)
    helped = _report(ReportKind.RESOURCES, change(Deficit, 1, filled_by="СОШ5"))
    assert not any("не найден" in text for text in helped.conclusions)


def test_coverage_adds_up_and_is_unknown_without_agreements() -> None:
    context = _report(ReportKind.MONITORING)
    assert context.coverage_total.pupils == "12"
    assert sum(int(row.pupils) for row in context.coverage) == 12
    bare = _report(ReportKind.MONITORING, drop(Agreement, "Д-01", "Д-02"))
    assert bare.agreements is None
    assert bare.coverage == ()
    assert bare.coverage_chart is None
    assert bare.coverage_total.demand == "сведений нет"


def test_an_indicator_without_a_fact_is_neither_met_nor_missed() -> None:
    unknown = _report(ReportKind.MONITORING, change(Indicator, 1, measured=None))
    (row,) = unknown.indicators
    assert (row.fact, row.done, row.change, row.is_met) == (*["сведений нет"] * 3, None)
    assert any("судить о выполнении плана рано" in text for text in unknown.conclusions)
    assert unknown.plan_chart is None


def test_change_is_counted_from_the_last_period() -> None:
    (row,) = _report(ReportKind.MONITORING).indicators
    assert (row.plan, row.fact, row.previous, row.change, row.is_met) == (
        "12",
        "12",
        "8",
        "+4",
        True,
    )


def test_a_roadmap_without_entries_says_nothing_of_its_measures() -> None:
    tables = district(change(Report, "СПР-01", kind=ReportKind.MONITORING))
    bare = Tables({kind: () if kind is Progress else tables.of(kind) for kind in tables})
    context, _ = BUILDERS["monitoring-report"].build(bare.of(Report)[0], bare, EMPTY)
    assert context is not None
    assert context.measures == ()


def test_a_total_of_staff_is_unknown_while_a_row_is_silent() -> None:
    context = _report(ReportKind.STAFF)
    assert context.total.needed == "4"
    assert context.total.working == "3"
    assert context.total.qualified == "сведений нет"
    known = _report(ReportKind.STAFF, change(StaffFigure, 1, qualified=1))
    assert known.total.qualified == "2"


def test_an_organisation_without_the_sub_type_is_named() -> None:
    context = _report(
        ReportKind.LICENCES, change(Organisation, "ТЕХНО", licence_covers_additional=False)
    )
    assert [row.organisation for row in context.others] == ["МАУ «Технопарк»"]
    assert any("МАУ «Технопарк»" in text for text in context.conclusions)


def test_partners_are_those_who_have_lack_or_agree() -> None:
    context = _report(ReportKind.PARTNERS)
    names = [row.name for row in context.partners]
    assert "Управление образования" not in names
    assert {"МБОУ СОШ № 5", "МАУ «Технопарк»", "МБУК «Музей»", "ИП Рогов И.Л."} <= set(names)
    (school,) = [row for row in context.partners if row.name == "МБОУ СОШ № 5"]
    assert school.needs == ("наборы, 8 шт. («Робототехника»)",)


def test_who_was_not_looked_at_is_said() -> None:
    assert "МБОУ СОШ № 5" in _report(ReportKind.POTENTIAL).unassessed


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ((2026, 6, 1), (2026, 6, 30), "с 1 по 30 июня 2026 года"),
        ((2026, 6, 1), (2026, 7, 31), "с 1 июня по 31 июля 2026 года"),
        ((2026, 9, 1), (2027, 5, 31), "с 1 сентября 2026 года по 31 мая 2027 года"),
    ],
)
def test_a_period_is_said_without_repetitions(
    start: tuple[int, int, int], end: tuple[int, int, int], words: str
) -> None:
    found = period_words(datetime.date(*start), datetime.date(*end))
    assert found.replace("\u00a0", " ") == words


def test_small_words() -> None:
    assert [happened(n, "выявлен") for n in (1, 2, 11, 21)] == [
        "выявлен",
        "выявлено",
        "выявлено",
        "выявлен",
    ]
    assert in_places(21, "организация").replace("\u00a0", " ") == "в 21 организации"
    assert [listed(items) for items in (["а"], ["а", "б"], ["а", "б", "в"])] == [
        "а",
        "а и б",
        "а, б и в",
    ]
    assert [percent(1, 3), percent(2, 3), percent(1, 2), percent(1, 8)] == [33, 67, 50, 13]
    assert [ended("6 шт."), ended("зал")] == ["6 шт.", "зал."]
