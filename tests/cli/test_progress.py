"""The line that says how far a long run is."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest

import docgen.cli.interruption
from docgen.cli.interruption import Stopped
from docgen.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def lines(steps: list[tuple[float, int]], of: int) -> list[str]:
    """What a terminal showed, step by step: seconds since the start, papers done."""
    terminal, clock = Terminal(), Clock()
    progress = Progress("бумаги", stream=terminal, clock=clock)
    for seconds, done in steps:
        clock.now = 100.0 + seconds
        progress(done, of)
    return terminal.getvalue().split("\r")[1:]


def test_rate_and_rest_are_told_as_soon_as_they_are_known() -> None:
    shown = lines([(0, 100), (1, 400), (10, 3100), (30, 9100), (33, 10_000)], 10_000)
    assert [line.rstrip(" \n") for line in shown] == [
        "бумаги: 100 из 10000",
        "бумаги: 400 из 10000",
        "бумаги: 3100 из 10000, 300 в секунду, осталось около 23 с",
        "бумаги: 9100 из 10000, 300 в секунду, осталось около 3 с",
        "бумаги: 10000 из 10000, 300 в секунду",
    ]
    # Nothing of the line before is left when a shorter one is written over it.
    assert all(len(b) >= len(a.rstrip()) for a, b in pairwise(shown))
    assert shown[-1].endswith("\n")


def test_long_and_slow_runs_are_told_in_larger_units() -> None:
    assert lines([(0, 0), (60, 12)], 100)[-1].strip() == (
        "бумаги: 12 из 100, 12 в минуту, осталось около 7 мин"
    )
    assert lines([(0, 0), (100, 100)], 10_000)[-1].endswith("осталось около 2 ч 45 мин")


def test_the_line_is_not_written_more_often_than_it_can_be_read() -> None:
    assert len(lines([(n / 1000, n) for n in range(1, 1001)], 1000)) <= 12


def test_nothing_is_shown_where_nobody_watches() -> None:
    elsewhere = io.StringIO()
    for stream, quiet, of in ((elsewhere, False, 100), (Terminal(), True, 100)):
        progress = Progress("бумаги", stream=stream, quiet=quiet)
        progress(1, of)
        assert stream.getvalue() == ""
    assert lines([(0, 1), (5, 19)], 19) == []


def test_a_lost_signal_to_stop_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docgen.cli.interruption, "_received", 2)
    with pytest.raises(Stopped):
        Progress("бумаги", quiet=True)(1, 100)
