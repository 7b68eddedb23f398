"""Worker processes: order, deaths, what is left when the run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import docgen.crew
from docgen.crew import Crew, Lost
from tests import working
from tests.working import Numbers

ROOT = Path(__file__).resolve().parent.parent


def portions(count: int, size: int = 4) -> Iterator[Numbers]:
    return (Numbers(tuple(range(n * size, n * size + size))) for n in range(count))


def done(
    function: Callable[[Any, Numbers], Sequence[int]],
    shared: object,
    given: Iterator[Numbers],
    workers: int = 2,
) -> list[int | Lost]:
    crew: Crew[Numbers, int] = Crew(function, shared, workers)
    return [result for _, results in crew.results(given) for result in results]


def test_results_come_in_the_order_of_the_portions() -> None:
    assert done(working.double, frozenset(), portions(20), workers=3) == [
        2 * number for number in range(80)
    ]


def test_no_portions_give_no_results() -> None:
    assert done(working.double, frozenset(), portions(0)) == []
    assert done(working.double, frozenset(), iter([Numbers(())])) == []


def test_the_item_that_kills_is_found_and_costs_nobody_else_a_result() -> None:
    found = done(working.double, frozenset({9, 30}), portions(5, 8))
    assert [n for n, result in enumerate(found) if result is Lost.KILLED] == [9, 30]
    assert [r for n, r in enumerate(found) if n not in (9, 30)] == [
        2 * n for n in range(40) if n not in (9, 30)
    ]


def test_a_death_that_does_not_come_again_costs_nothing(tmp_path: Path) -> None:
    assert done(working.die_once, str(tmp_path), portions(3)) == list(range(12))


def test_a_portion_that_fails_is_told_apart() -> None:
    given = iter([Numbers((1, 2)), Numbers((-1, 3)), Numbers((4,))])
    assert done(working.double, frozenset(), given) == [2, 4, Lost.FAILED, Lost.FAILED, 8]


def test_workers_that_only_die_are_given_up() -> None:
    crew: Crew[Numbers, int] = Crew(working.die_at_once, None, 2)
    results = [result for _, part in crew.results(portions(6, 40)) for result in part]
    assert crew.gone
    assert len(results) == 240
    assert set(results) <= {Lost.FAILED, Lost.KILLED}


@pytest.mark.parametrize("most", [0, 1])
def test_fewer_workers_do_where_the_system_gives_no_more(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = docgen.crew._Worker
    started: list[object] = []

    def refused(*given: Any) -> object:
        if len(started) >= most:
            raise BlockingIOError
        started.append(start(*given))
        return started[-1]

    monkeypatch.setattr(docgen.crew, "_Worker", refused)
    crew: Crew[Numbers, int] = Crew(working.double, frozenset(), 3)
    results = [result for _, part in crew.results(portions(5)) for result in part]
    assert results == ([2 * n for n in range(20)] if most else [Lost.FAILED] * 20)
    assert crew.gone is not bool(most)


def test_portions_are_asked_for_as_they_are_needed() -> None:
    asked: list[int] = []

    def counted() -> Iterator[Numbers]:
        for portion in portions(50):
            asked.append(portion.items[0])
            yield portion

    crew: Crew[Numbers, int] = Crew(working.double, frozenset(), 2)
    results = crew.results(counted())
    next(results)
    assert len(asked) < 10
    results.close()


def test_nobody_is_left_when_the_results_are_not_wanted_any_more() -> None:
    crew: Crew[Numbers, int] = Crew(working.where, 1000, 2)
    results = crew.results(portions(50))
    workers = {pid for _ in range(4) for pid in next(results)[1]}
    results.close()
    assert os.getpid() not in workers
    assert not any(_lives(int(pid)) for pid in workers if isinstance(pid, int))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_workers_end_with_the_process_that_started_them(number: str, tmp_path: Path) -> None:
    # A program that nobody has prepared for being imported by its own workers.
    program = tmp_path / "program.py"
    program.write_text(
        "from docgen.crew import Crew\n"
        "from tests import working\n"
        "from tests.test_crew import portions\n"
        "results = Crew(working.where, 16, 2).results(portions(10))\n"
        "print(*{p for _ in range(4) for p in next(results)[1]}, flush=True)\n"
        "next(results)\n"
    )
    running = subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert running.stdout is not None
    workers = {int(pid) for pid in running.stdout.readline().split()}
    running.send_signal(signal.Signals[number])
    running.wait(timeout=30)
    last = time.monotonic() + 10
    while any(_lives(pid) for pid in workers) and time.monotonic() < last:
        time.sleep(0.05)
    assert not any(_lives(pid) for pid in workers)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not _is_dead(pid)


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False
