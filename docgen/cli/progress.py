"""How far a long run is: one line on a terminal that is written over; nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from docgen.cli.interruption import heed

_SECONDS_BETWEEN = 0.1
_SECONDS_UNTIL_RATE = 2.0
_EVEN_ROUNDED = 90


class Progress:
    """Called with the number of papers done and of all; notices a lost signal to stop as well.

    ``what`` begins the line; a run of fewer than ``long_work`` papers shows none. The rate is that
    since the first call: what came before it (reading the workbooks) has nothing to do with the
    papers that are left.
    """

    def __init__(
        self,
        what: str,
        *,
        quiet: bool = False,
        long_work: int = 20,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what = what
        self._quiet = quiet
        self._long_work = long_work
        self._stream = stream
        self._clock = clock
        self._began: tuple[float, int] | None = None
        self._last = 0.0
        self._width = 0

    def __call__(self, done: int, of: int) -> None:
        heed()
        stream = self._stream or sys.stderr
        if self._quiet or of < self._long_work or not stream.isatty():
            return
        now = self._clock()
        if self._began is None:
            self._began = (now, done)
        elif done < of and now - self._last < _SECONDS_BETWEEN:
            return
        self._last = now
        line = self._line(now, done, of)
        stream.write("\r" + line.ljust(self._width) + ("\n" if done == of else ""))
        stream.flush()
        self._width = len(line)

    def _line(self, now: float, done: int, of: int) -> str:
        began, first = self._began or (now, done)
        line = f"{self._what}: {done} из {of}"
        took = now - began
        if took < _SECONDS_UNTIL_RATE or done <= first:
            return line
        rate = (done - first) / took
        line += f", {rate:.0f} в секунду" if rate >= 1 else f", {rate * 60:.0f} в минуту"
        return line + (f", осталось около {_duration((of - done) / rate)}" if done < of else "")


def _duration(seconds: float) -> str:
    """«40 с», «5 мин», «2 ч 10 мин»: no more exact than a guess can be."""
    if seconds < _EVEN_ROUNDED:
        return f"{max(1, round(seconds))} с"
    minutes = round(seconds / 60)
    if minutes < _EVEN_ROUNDED:
        return f"{minutes} мин"
    return f"{minutes // 60} ч {minutes % 60} мин"
