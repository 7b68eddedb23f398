"""How far the measures of a plan have come, by what was said of them and what was made."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.documents.kinds import load_kinds
from docgen.documents.measures import (
    MeasureStanding,
    MeasureStatus,
    PaperStage,
    kinds_by_name,
    measure_statuses,
    plans_of_the_year,
    unknown_results,
)
from docgen.documents.plan import plan_papers
from docgen.records.directory import Person, Settings
from docgen.records.roadmap import Measure, Progress, Roadmap
from docgen.records.schema import Record, RowOrigin
from docgen.records.spelling import name_key
from docgen.records.tables import Tables
from docgen.records.vocabulary import MeasureState, PlanKind
from tests.golden.sample import sample_tables

KINDS, _ = load_kinds(Path(__file__).parents[2] / "templates_docx")
DAY = datetime.date(2026, 10, 20)
HERE = RowOrigin("roadmap.xlsx", "Мероприятия", 2, columns={"papers": "P"})
PLAN = Roadmap(
    origin=HERE,
    code="ДК",
    kind=PlanKind.ROADMAP,
    title="мероприятий",
    start=datetime.date(2026, 9, 1),
    end=datetime.date(2027, 5, 31),
)
NETWORK = "network-agreement"


def tables(*rows: Record, **measure: Any) -> Tables:
    found: dict[type[Record], list[Record]] = {
        Roadmap: [PLAN],
        Measure: [],
        Progress: [],
        Person: [Person(origin=HERE, code="Д", surname="Дзюба", first_name="О.", post="начальник")],
    }
    values: dict[str, Any] = {
        "code": "М",
        "plan": "ДК",
        "number": "1",
        "title": "Договоры",
        "term": "сентябрь 2026 года",
        "executors": ("Д",),
        "groups": ("руководители ОО",),
    }
    found[Measure].append(Measure(origin=HERE, **{**values, **measure}))
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return Tables(found)


def entry(day: datetime.date, state: MeasureState, **given: Any) -> Progress:
    return Progress(origin=HERE, measure="М", date=day, state=state, **given)


def status(found: Tables, on: datetime.date = DAY, **given: Any) -> MeasureStatus:
    (only,) = measure_statuses(PLAN, found, on, **given)
    return only


def test_a_measure_has_its_term_and_its_executors() -> None:
    found = status(tables())
    assert (found.begins, found.ends) == (datetime.date(2026, 9, 1), datetime.date(2026, 9, 30))
    assert found.executors == "Начальник – Дзюба\u00a0О., руководители ОО"
    assert found.standing is MeasureStanding.AHEAD


@pytest.mark.parametrize(
    ("on", "late"), [("2026-09-30", 0), ("2026-10-01", 1), ("2026-10-20", 20), ("2026-08-01", 0)]
)
def test_a_measure_is_late_from_the_day_after_its_term(on: str, late: int) -> None:
    found = status(tables(), datetime.date.fromisoformat(on))
    assert found.late_days == late
    assert found.late is bool(late)


def test_the_last_entry_by_date_says_where_the_measure_stands() -> None:
    done = entry(datetime.date(2026, 10, 5), MeasureState.DONE, paper="справка № 1")
    begun = entry(datetime.date(2026, 9, 2), MeasureState.BEGUN)
    found = status(tables(done, begun))
    assert (found.standing, found.late_days) == (MeasureStanding.DONE, 5)
    assert (found.done_on, found.paper) == (datetime.date(2026, 10, 5), "справка № 1")
    before = status(tables(done, begun), datetime.date(2026, 9, 15))
    assert (before.standing, before.done_on) == (MeasureStanding.UNDER_WAY, None)


def test_a_new_term_counts_from_the_entry_that_sets_it() -> None:
    moved = entry(
        datetime.date(2026, 9, 25), MeasureState.POSTPONED, new_end=datetime.date(2026, 10, 31)
    )
    assert status(tables(moved)).late_days == 0
    assert status(tables(moved)).ends == datetime.date(2026, 10, 31)
    assert status(tables(moved), datetime.date(2026, 9, 24)).ends == datetime.date(2026, 9, 30)


def test_what_is_cancelled_is_never_late() -> None:
    found = status(tables(entry(datetime.date(2026, 9, 1), MeasureState.CANCELLED)))
    assert (found.standing, found.late_days) == (MeasureStanding.CANCELLED, 0)


def test_papers_are_counted_by_kind_and_stage() -> None:
    found = status(
        tables(papers=("Договор о сетевой форме реализации образовательной программы",)),
        kinds=KINDS,
        planned=[f"{NETWORK}:Д-01", f"{NETWORK}:Д-02", f"{NETWORK}:Д-03", "pupil-list:Д-01"],
        made={
            f"{NETWORK}:Д-01": PaperStage.SIGNED,
            f"{NETWORK}:Д-02": PaperStage.DRAFTED,
            "pupil-list:Д-01": PaperStage.SIGNED,
        },
    )
    (papers,) = found.papers
    assert papers.kind == NETWORK
    assert (papers.due, papers.drafted, papers.approved, papers.signed) == (3, 2, 1, 1)
    assert found.standing is MeasureStanding.UNDER_WAY


def test_a_measure_is_done_when_all_its_papers_are_signed() -> None:
    made = dict.fromkeys([f"{NETWORK}:Д-01", f"{NETWORK}:Д-02"], PaperStage.SIGNED)
    found = status(tables(papers=(NETWORK,)), kinds=KINDS, planned=list(made), made=made)
    assert (found.standing, found.late_days) == (MeasureStanding.DONE, 0)
    nothing_due = status(tables(papers=(NETWORK,)), kinds=KINDS)
    assert nothing_due.standing is MeasureStanding.AHEAD


def test_a_result_of_no_kind_is_told_with_the_nearest_title() -> None:
    found = tables(papers=("Договор о сетевой форме реализации образовательной программ", NETWORK))
    planned, _ = plan_papers(found, KINDS, "roadmap")
    (fault,) = unknown_results(planned, found, Path(__file__).parents[2] / "templates_docx")
    assert fault.code == "result-kind-unknown"
    assert fault.origin == HERE.at("papers")
    assert "Договор о сетевой форме реализации образовательной программы" in fault.hint
    assert unknown_results([], found, Path(__file__).parents[2] / "templates_docx") == []


def test_plans_of_the_year_are_those_whose_period_meets_it() -> None:
    old = Roadmap(
        origin=HERE,
        code="ДК-22",
        kind=PlanKind.ROADMAP,
        title="мероприятий",
        start=datetime.date(2022, 6, 1),
        end=datetime.date(2023, 6, 30),
    )
    year = Settings(origin=HERE, academic_year="2026/2027", municipality="район", city="город")
    assert plans_of_the_year(tables(old, year)) == (PLAN,)
    assert plans_of_the_year(tables(old)) == (PLAN, old)


def test_the_results_of_the_sample_are_kinds_that_docgen_makes() -> None:
    planned, _ = plan_papers(sample_tables(), KINDS, "roadmap")
    templates = Path(__file__).parents[2] / "templates_docx"
    assert unknown_results(planned, sample_tables(), templates) == []


def test_the_measures_of_the_sample_lead_to_papers_of_every_other_family() -> None:
    named = {
        kind.family
        for measure in sample_tables().of(Measure)
        for text in measure.papers
        if (kind := kinds_by_name(KINDS).get(name_key(text)))
    }
    assert named == {kind.family for kind in KINDS.values()} - {"roadmap"}
