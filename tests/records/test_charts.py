"""A chart as a value: what a template sees of it, and what makes its paper another."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from docgen.records.charts import Chart, ChartKind, ChartSeries
from docgen.records.terms import digest, lookup

PLAN = ChartSeries(name="план", values=(10, Decimal("2.5")))
CHART = Chart(
    kind=ChartKind.COLUMNS,
    title="План и факт",
    categories=("программы", "часы"),
    series=(PLAN, ChartSeries(name="факт", values=(9, None))),
    unit="шт.",
    text="Факт почти равен плану.",
)


def test_a_template_sees_its_words_and_series() -> None:
    assert lookup(CHART, "заголовок") == "План и факт"
    assert lookup(PLAN, "значения") == (10, Decimal("2.5"))


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(CHART, kind=ChartKind.BARS),
        dataclasses.replace(CHART, text="Факт меньше плана."),
        dataclasses.replace(CHART, series=(PLAN,)),
        dataclasses.replace(CHART, series=(PLAN, ChartSeries(name="факт", values=(9, 0)))),
    ],
)
def test_another_chart_is_another_input_of_its_paper(other: Chart) -> None:
    assert digest(other) != digest(CHART)


def test_a_series_has_a_value_for_each_category() -> None:
    with pytest.raises(ValueError, match="1 values for 2 categories"):
        dataclasses.replace(CHART, series=(ChartSeries(name="план", values=(1,)),))
