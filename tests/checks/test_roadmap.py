"""Faults of a plan hold that plan and no other."""

from __future__ import annotations

import pytest

from docgen.checks.rules import check_all
from docgen.diagnostics import held_rows
from docgen.documents.roadmap import ROADMAP
from docgen.records.roadmap import Measure, Roadmap, RoadmapApproval, Task
from docgen.records.vocabulary import ApprovalWay, ApprovingPaper
from tests.checks.district import TODAY, Edit, add, change, district, drop, without_column

ALL = {"ДК-1", "ПВ-1", "ПГ-1"}


def held(*edits: Edit) -> set[str]:
    """Plans whose papers are not made."""
    tables = district(*edits)
    rows = held_rows(check_all(tables, TODAY))
    return {
        plan.code
        for plan in tables.of(Roadmap)
        if any(source.origin.at().row_key in rows for source in ROADMAP.sources(plan, tables))
    }


BY_PAPER = {"way": ApprovalWay.PAPER, "paper": ApprovingPaper.ORDER, "person": None}


@pytest.mark.parametrize(
    ("edit", "plans"),
    [
        (add(RoadmapApproval, 0, **BY_PAPER), {"ДК-1"}),
        (drop(RoadmapApproval, 2), {"ПВ-1"}),
        (change(Measure, "М-1", result=None), {"ДК-1"}),
        (change(Measure, "М-5", place=None), {"ПГ-1"}),
        (change(Measure, "М-3", term="июнь 2027 года"), {"ДК-1"}),
        (change(Measure, "М-3", number="7"), set()),
        (drop(Task, 0), {"ДК-1"}),
    ],
)
def test_an_error_holds_its_plan(edit: Edit, plans: set[str]) -> None:
    assert held(edit) == plans


def test_a_measure_that_names_no_plan_holds_those_around_it() -> None:
    assert held(change(Measure, "М-4", plan=None)) == {"ДК-1", "ПВ-1", "ПГ-1"}
    assert held(change(Measure, "М-2", plan=None)) == {"ДК-1"}
    assert held(change(Measure, "М-1", plan=None)) == ALL
    assert held(without_column(Measure, "plan")) == ALL
