"""Work for the tests of processes and clusters; found by its module and name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Some:
    """Numbers as a portion of work."""

    items: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.items)

    def halved(self) -> tuple[Some, Some]:
        middle = len(self.items) // 2
        return Some(self.items[:middle]), Some(self.items[middle:])


def square(shared: Mapping[str, int], portion: Some) -> list[int]:
    return [number * number + shared["add"] for number in portion.items]


def slow_square(shared: Mapping[str, Any], portion: Some) -> list[tuple[int, int]]:
    """Squares with the id of the process; each portion is noted in a folder when it begins."""
    Path(shared["folder"], f"{portion.items[0]}-{os.getpid()}").touch()
    time.sleep(0.05)
    return [(number * number, os.getpid()) for number in portion.items]


def deadly(shared: Mapping[str, int], portion: Some) -> list[int]:
    """One number ends the process that takes it."""
    if shared["poison"] in portion.items:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(portion.items)


def failing(shared: Mapping[str, int], portion: Some) -> list[int]:
    """One number is an error of the program."""
    if shared["fault"] in portion.items:
        raise ValueError(shared["fault"])
    return list(portion.items)
