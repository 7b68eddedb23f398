"""Four times the families cost four times the work: nothing looks through all rows for each row."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import district
from docgen.checks.rules import check_all
from docgen.documents.kinds import Kind
from docgen.documents.plan import plan_papers
from docgen.records.linking import link
from docgen.records.workbooks import FAMILIES, sheets_of_family
from docgen.workbook.reading import read_tables
from tests.golden.sample import DAY, sample_kinds

FEW, MANY = 20, 80
MOST = 2.5
"""Times the linear share: a busy machine makes figures uneven; what is quadratic comes to four."""


def seconds(of: Callable[[], object]) -> float:
    """CPU time of the better of two runs."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        of()
        taken.append(time.process_time() - start)
    return min(taken)


def costs(folder: Path, blocks: int, kinds: Mapping[str, Kind]) -> dict[str, float]:
    """Stage → CPU seconds for so many blocks of families."""
    book = district.make(folder, blocks)
    sheets, spare = sheets_of_family("contracts"), FAMILIES["contracts"].reads
    reading = read_tables([book], None, sheets, spare)
    tables, faults = link(reading.tables)
    assert [d for d in (*reading.diagnostics, *faults) if d.is_error] == []
    assert check_all(tables, DAY) == []
    return {
        "read": seconds(lambda: read_tables([book], None, sheets, spare)),
        "link": seconds(lambda: link(reading.tables)),
        "check": seconds(lambda: check_all(tables, DAY)),
        "plan": seconds(lambda: plan_papers(tables, kinds)),
    }


def test_every_stage_before_the_papers_is_linear(tmp_path: Path) -> None:
    kinds = {name: kind for name, kind in sample_kinds().items() if kind.family == "contracts"}
    few, many = costs(tmp_path / "few", FEW, kinds), costs(tmp_path / "many", MANY, kinds)
    linear = MANY / FEW
    assert {
        stage: round(many[stage] / few[stage], 1)
        for stage in few
        if many[stage] > MOST * linear * few[stage]
    } == {}
