"""Case tables of this room: tab-separated files with a heading, one case a line."""

from __future__ import annotations

import csv
from pathlib import Path

_CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``cases/NAME.tsv``."""
    with (_CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def plain(text: str) -> str:
    """Text with no-break spaces shown as spaces, as the tables write it."""
    return text.replace("\u00a0", " ")
