"""What a program of the comparison is given, and how it names what it makes.

    python -m bench.engines.NAME TEMPLATE ROWS.json OUT [option…]

So the programs of another folder of yardsticks can be called in their place.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]


def job() -> tuple[Path, Rows, Path, list[str]]:
    """Template, rows, the folder to fill (it is made), options."""
    template, rows, out, *options = sys.argv[1:]
    Path(out).mkdir(parents=True)
    return Path(template), json.loads(Path(rows).read_bytes()), Path(out), options


def place(out: Path, number: int) -> str:
    """The file of a row, counted from nought."""
    return f"{out}/{number + 1:05}.docx"


def write(out: Path, number: int, paper: bytes) -> None:
    """The file of a row, in one call to the system."""
    with open(place(out, number), "wb", buffering=0) as file:  # noqa: PTH123
        file.write(paper)
