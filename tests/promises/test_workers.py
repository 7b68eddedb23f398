"""Runs with worker processes: stopped, killed, bereft of a worker; nobody is left behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.promises.world import (
    World,
    assert_nothing_left,
    assert_one_message,
    assert_whole,
    papers_of,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

CONTRACTS = ("contracts", "inputs/pupils.xlsx")
TWO = (*CONTRACTS, "--jobs", "2")
ALL = 138


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes."""
    world = World(tmp_path_factory.mktemp("alone") / "w")
    assert world.run(*CONTRACTS, "--jobs", "1").code == 0
    return papers_of(world.out)


def below(process: int) -> set[int]:
    """Living processes that a process has started."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, *_ = entry.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.add(int(entry.parent.name))
    return found


def workers(process: int) -> set[int]:
    """Those that make papers: multiprocessing keeps one of its own beside them."""
    return {pid for pid in below(process) if b"spawn_main" in _command(pid)}


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def eventually(happens: Callable[[], bool]) -> bool:
    last = time.monotonic() + 20
    while not happens() and time.monotonic() < last:
        time.sleep(0.02)
    return happens()


def test_a_worker_that_is_killed_costs_nothing(world: World, alone: dict[str, bytes]) -> None:
    for papers in (0, 40):
        running = world.start(*TWO)
        pid = running.process.pid
        assert running.until_papers(papers)
        assert running.until(lambda pid=pid: len(workers(pid)) == 2)  # type: ignore[misc]
        os.kill(min(workers(pid)), signal.SIGKILL)
        said = running.end()
        assert (said.code, "Готово бумаг: 138" in said.out) == (0, True), said.text
        assert papers_of(world.out) == alone
        assert_nothing_left(world.out)
        for paper in world.papers():
            (world.out / paper).unlink()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "terminate"]
)
def test_an_interrupted_run_ends_its_workers_and_the_next_one_does_the_rest(
    world: World, alone: dict[str, bytes], number: signal.Signals, code: int
) -> None:
    # A terminal sends Ctrl-C to all processes in front of it.
    running = world.start(*TWO, before=os.setsid)
    assert running.until_papers(30)
    hands = workers(running.process.pid)
    assert hands
    os.killpg(running.process.pid, number)
    assert "прервано" in assert_one_message(running.end(), code)
    assert not any(Path(f"/proc/{pid}").exists() for pid in hands)
    assert_whole(world.out)
    assert_nothing_left(world.out)
    made = world.ids()
    assert 30 <= len(made) < ALL
    said = world.run(*TWO)
    assert said.code == 0
    assert f"без изменений: {len(made)}" in said.out
    assert papers_of(world.out) == alone


def test_a_run_that_is_killed_takes_its_workers_with_it(
    world: World, alone: dict[str, bytes]
) -> None:
    for papers in (1, 60, 100):
        running = world.start(*TWO)
        assert running.until_papers(papers)
        hands = below(running.process.pid)
        running.signal(signal.SIGKILL)
        assert running.end().code == -signal.SIGKILL
        assert eventually(lambda hands=hands: not any(_command(p) for p in hands))  # type: ignore[misc]
        assert_whole(world.out)
    assert world.run(*TWO).code == 0
    assert papers_of(world.out) == alone
    assert_nothing_left(world.out)
