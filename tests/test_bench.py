"""The yardsticks measure the same work: every program says what docxtpl says."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bench.contract import COLUMNS, ROWS, fields, records, write_template
from bench.pairs import in_rounds, median_ratio, run
from bench.yardsticks import LIMIT, Yardsticks


def test_the_contract_is_as_heavy_as_it_says(tmp_path: Path) -> None:
    write_template(tmp_path / "contract.docx")
    with zipfile.ZipFile(tmp_path / "contract.docx") as container:
        body = container.read("word/document.xml").decode()
    assert len(fields()) == 45
    assert 110_000 < len(body) < 140_000
    row = records(1)[0]
    assert {*fields()} < {*row}
    assert [len(item) for item in row["наборы"]] == [len(COLUMNS)] * ROWS


def test_every_program_says_what_docxtpl_says(tmp_path: Path) -> None:
    yardsticks = Yardsticks(tmp_path)
    yardsticks.same_text(7)  # some rows are with the condition, some without
    assert yardsticks.speed(LIMIT, 20)() > 0


def test_a_ratio_is_that_of_neighbours() -> None:
    """A machine that becomes ten times as slow between two rounds changes no ratio."""
    speeds = iter([100.0, 50.0, 100.0, 10.0, 5.0, 10.0])
    found = in_rounds({"half": lambda: next(speeds)}, lambda: next(speeds), 2)
    assert found["half"].of_reference == 0.5
    assert median_ratio([(1, 2), (10, 20), (3, 90)]) == 2


def test_a_program_that_fails_is_no_measurement() -> None:
    with pytest.raises(SystemExit, match="ZeroDivisionError"):
        run("-c", "1 / 0")
    taken = run("-c", "held = bytearray(50 << 20); import time; time.sleep(0.3)", watched=True)
    assert taken.megabytes > 50
    assert taken.wall > 0.3 > taken.cpu
