"""Figures that hold on a busy machine: whole processes, in pairs.

A machine that others use is now fast, now slow; what two neighbours in time took compares, what
one took yesterday does not. So programs take turns in a shuffled order, each between two runs of
a reference, and only ratios to the neighbours are told; times beside them are for orientation.
Time is that of the processor, of a process with all that it has started (Linux and macOS).
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_GLANCE_SECONDS = 0.05
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Taken:
    """What a process took: seconds by the clock and of the processor; megabytes at the most, of
    the largest process or, where they were watched, of all its processes together. ``said``: what
    it wrote to its standard error."""

    wall: float
    cpu: float
    megabytes: float
    said: str = ""


def run(
    *arguments: str | Path,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    codes: Sequence[int] = (0,),
    watched: bool = False,
) -> Taken:
    """Run Python with these arguments to its end. Raises ``SystemExit`` when it fails.

    ``watched``: look at the memory of the whole family of processes while it runs (Linux), which
    costs the machine a little time of its own.
    """
    env = dict(os.environ if environment is None else environment) | {"PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert child.stderr is not None
    watch = _Watch(child.pid) if watched else None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    seen = watch.stop() if watch else 0.0
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    text = said.decode("utf-8", "replace")
    if child.returncode not in codes:
        raise SystemExit(text)
    # The kernel counts kilobytes on Linux and bytes on macOS.
    largest = used.ru_maxrss / (_MEGABYTE if sys.platform == "darwin" else 1024)
    return Taken(wall, used.ru_utime + used.ru_stime, max(seen, largest), text)


class _Watch:
    """The most memory that a process and its descendants held together."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most = pid, 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(_GLANCE_SECONDS):
            held = sum(map(_megabytes, _family(self._pid)))
            self._most = max(self._most, held)


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, path.read_text().split())
            except OSError:
                continue
    return found


def _megabytes(pid: int) -> float:
    """Memory of a process, what it shares with others counted in parts; nothing of one gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


@dataclass(frozen=True)
class Compared:
    """One program over the rounds: units of work a second of processor time, and how many times
    the reference's speed that is; medians."""

    a_second: float
    of_reference: float

    def against(self, other: Compared) -> float:
        """How many times as fast as another program."""
        return self.of_reference / other.of_reference


Speed = Callable[[], float]
"""Does a program's work once; units of work a second of processor time."""


def in_rounds(
    programs: Mapping[str, Speed], reference: Speed, rounds: int, seed: int = 1
) -> dict[str, Compared]:
    """Let the programs take turns, each between two runs of the reference."""
    dice = random.Random(seed)
    speeds: dict[str, list[float]] = {name: [] for name in programs}
    ratios: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        order = list(programs)
        dice.shuffle(order)
        before = reference()
        for name in order:
            speed = programs[name]()
            after = reference()
            speeds[name].append(speed)
            # Speeds are averaged as the times they stand for.
            ratios[name].append(speed * (1 / before + 1 / after) / 2)
            before = after
    return {
        name: Compared(statistics.median(speeds[name]), statistics.median(ratios[name]))
        for name in programs
    }


def median_ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """The median of second ÷ first over pairs of neighbours."""
    return statistics.median(second / first for first, second in pairs)
