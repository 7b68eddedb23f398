"""A table of a finished paper as plain text: read back from the paper, laid beside as a workbook.

A value between rooms that know nothing of each other, as charts are.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperTable:
    """``caption``: the words above the table, empty when there are none. ``heading`` and every
    row have a text for each column; a heading of several lines is one."""

    caption: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
