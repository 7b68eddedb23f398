"""The promises hold for the run that makes everything, too."""

from __future__ import annotations

import json
import signal
import sys

import pytest

from docgen.records.workbooks import FAMILIES
from tests.promises.world import (
    World,
    assert_nothing_left,
    assert_one_message,
    assert_whole,
    look,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
YEAR = ("year", "inputs")


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world where one run of the year went through undisturbed; look, don't touch."""
    made = World(tmp_path_factory.mktemp("year") / "w")
    before = made.surroundings()
    said = made.run(*YEAR)
    assert said.code == 0, said.text
    assert_whole(made.out)
    assert_nothing_left(made.out)
    assert made.surroundings() == before
    return made


def test_a_year_killed_on_its_way_ends_where_a_quiet_one_does(world: World, calm: World) -> None:
    goal = calm.papers()
    for count in (3, len(goal) // 2, len(goal) - 2):
        running = world.start(*YEAR)
        assert running.until_papers(count)
        running.signal(signal.SIGKILL)
        assert running.end().code == -signal.SIGKILL
        assert_whole(world.out)
    assert world.run(*YEAR).code == 0
    assert_nothing_left(world.out)
    assert world.papers() == goal


def test_a_year_that_is_interrupted_says_so_and_keeps_what_is_made(world: World) -> None:
    running = world.start(*YEAR)
    assert running.until_papers(5)
    running.signal(signal.SIGINT)
    assert "прервано" in assert_one_message(running.end(), 130)
    assert_whole(world.out)


def test_a_second_year_touches_nothing(calm: World) -> None:
    before = look(calm.out, without={".docgen"})
    assert calm.run(*YEAR).code == 0
    assert look(calm.out, without={".docgen"}) == before


def test_garbage_in_one_workbook_costs_its_own_families_only(world: World) -> None:
    (world.desk.folder / "inputs" / "pupils.xlsx").write_bytes(b"PK\x03\x04" + b"\xff" * 4000)
    said = world.run(*YEAR, "--json")
    assert said.code == 1
    assert "Traceback" not in said.text
    answer = json.loads(said.out)
    lost = {f for f, needs in FAMILIES.items() if "pupils" in (needs.workbook, *needs.reads)}
    assert set(answer["left_out"]) == lost
    assert {paper["family"] for paper in answer["papers"]} == FAMILIES.keys() - lost
    assert_whole(world.out)
