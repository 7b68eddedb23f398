"""What the workers of tests do: found by module and name, as every function of a crew."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Numbers:
    """A portion of numbers to double."""

    items: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.items)

    def halved(self) -> tuple[Numbers, Numbers]:
        middle = len(self.items) // 2
        return Numbers(self.items[:middle]), Numbers(self.items[middle:])


def die() -> None:
    """As when the system takes the memory of a process."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def double(poison: frozenset[int], portion: Numbers) -> list[int]:
    """Dies of a number in ``poison``, fails of a negative one."""
    if poison & set(portion.items):
        die()
    if min(portion.items) < 0:
        raise ValueError
    return [2 * number for number in portion.items]


def die_once(marks: str, portion: Numbers) -> list[int]:
    """Dies of each portion when it comes for the first time."""
    mark = Path(marks) / str(portion.items[0])
    if not mark.exists():
        mark.touch()
        die()
    return list(portion.items)


def die_at_once(_shared: object, _portion: Numbers) -> list[int]:
    """Dies of everything."""
    die()
    return []


def where(slow_from: int, portion: Numbers) -> list[int]:
    """Which process does it; numbers from ``slow_from`` on take a minute."""
    if portion.items[0] >= slow_from:
        time.sleep(60)
    return [os.getpid()] * len(portion)
